//! The gallery: the grid of works with its filters. `GET /`.
//! It does not search: counts and order come as they are.

use askama::Template;

use super::card::WorkCard;
use super::chrome::Chrome;
use super::form::Choice;
use super::share::Share;
use crate::words::t;

/// The gallery page.
#[derive(Clone, Debug, Template)]
#[template(path = "gallery.html")]
pub struct GalleryPage {
    /// The frame.
    pub chrome: Chrome,
    /// True for the bare front page, without search, filter or cursor: it opens with the leading work.
    pub is_front: bool,
    /// The work that opens the front page; it may also hang in the grid.
    pub lead: Option<WorkCard>,
    /// What stands between the opening and the grid of the front page.
    pub sections: Vec<Section>,
    /// What was probably meant in place of a misspelt search word.
    pub meant: Option<Meant>,
    /// The search words.
    pub query: String,
    /// The groups of filters, in the order shown.
    pub filters: Vec<FilterGroup>,
    /// The lower end of the price range as typed, in whole units of the currency; may be empty.
    pub price_min: String,
    /// The upper end, likewise.
    pub price_max: String,
    /// The sign or code before the price fields.
    pub price_sign: String,
    /// True when only works with something free are shown.
    pub available_only: bool,
    /// How many works are free under the other filters, where known.
    pub available_count: Option<u64>,
    /// The orders on offer.
    pub sorts: Vec<Choice>,
    /// What is filtered by, each with the address without it.
    pub applied: Vec<AppliedFilter>,
    /// The works.
    pub works: Vec<WorkCard>,
    /// `34 works`, where the total is known.
    pub total: Option<String>,
    /// The address of the next page of works.
    pub next_url: Option<String>,
    /// What a link to the page shows.
    pub share: Share,
}

impl GalleryPage {
    /// What stands over the grid: `34 works`, `“tide”: 3 works`.
    #[must_use]
    pub fn heading(&self) -> String {
        let total = self.total.clone().unwrap_or_else(|| t("frame-works").into());
        if self.query.is_empty() {
            return total;
        }
        t("gallery-found").with("query", &self.query).with("total", total).into()
    }
}

/// A few works under a heading of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its name in the page: `new`, `moving`.
    pub name: String,
    /// The heading.
    pub title: String,
    /// Where all of it hangs, when there is more.
    pub url: Option<String>,
    /// The works.
    pub works: Vec<WorkCard>,
}

/// Another spelling of the search words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The words.
    pub words: String,
    /// The address of the same search with them.
    pub url: String,
}

/// A group of filters; one choice at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterGroup {
    /// The parameter's name: `medium`, `style`, `subject`, `colour`, `size`, `price`, `edition`, `artist`.
    pub name: String,
    /// The heading.
    pub label: String,
    /// True for colours, which show as swatches.
    pub swatches: bool,
    /// The choices; a group without any is not shown.
    pub options: Vec<FilterOption>,
}

/// One choice of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterOption {
    /// What the form sends.
    pub value: String,
    /// What the reader sees.
    pub label: String,
    /// How many works it leaves.
    pub count: u64,
    /// The colour of a swatch, `#rrggbb`.
    pub colour: Option<String>,
    /// True for the chosen one.
    pub selected: bool,
}

/// A filter in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedFilter {
    /// `Medium: Oil on canvas`.
    pub label: String,
    /// The address of the same grid without it.
    pub remove_url: String,
}

impl FilterGroup {
    /// True when one of the choices is taken; such a group starts open.
    #[must_use]
    pub fn is_used(&self) -> bool {
        self.options.iter().any(|option| option.selected)
    }

    /// The choices shown at once: the first eight, and a chosen one wherever it stands.
    #[must_use]
    pub fn first_options(&self) -> Vec<&FilterOption> {
        self.split().0
    }

    /// The choices behind “more”.
    #[must_use]
    pub fn other_options(&self) -> Vec<&FilterOption> {
        self.split().1
    }

    fn split(&self) -> (Vec<&FilterOption>, Vec<&FilterOption>) {
        const SHOWN: usize = 8;
        let mut first = Vec::new();
        let mut others = Vec::new();
        for (index, option) in self.options.iter().enumerate() {
            if index < SHOWN || option.selected || self.swatches {
                first.push(option);
            } else {
                others.push(option);
            }
        }
        (first, others)
    }
}
