//! The studio's works: `GET /studio/works` lists them, `/studio/works/new` begins one, `/studio/works/<id>` is the desk of one.
//! Forms post to `/studio/artworks…` and `/studio/editions…`. They do not know what a status allows: the flags say it.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::copies::CopyMapView;
use super::super::picture::Picture;
use super::super::stock::StockView;
use super::{StudioFrame, WorkForm};
use crate::words::t;

/// The list of works.
#[derive(Clone, Debug, Template)]
#[template(path = "studio_works.html")]
pub struct WorksPage {
    /// The frame.
    pub chrome: Chrome,
    /// The studio around it.
    pub frame: StudioFrame,
    /// The words that titles are searched for.
    pub query: String,
    /// What can be looked at: all, and each status there is a work of.
    pub filters: Vec<StatusFilter>,
    /// The works, the newest first.
    pub works: Vec<StudioWork>,
    /// The address of the next page.
    pub next_url: Option<String>,
    /// `Submit for review`, or `Publish` where moderation is off.
    pub submit_label: String,
}

/// A status with the number of its works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusFilter {
    /// In words.
    pub label: String,
    /// How many.
    pub count: u64,
    /// The list of them.
    pub url: String,
    /// True for the one that is shown.
    pub is_current: bool,
}

/// A work in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudioWork {
    /// The artwork's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Medium and year; may be empty.
    pub detail: String,
    /// Its first picture.
    pub picture: Option<Picture>,
    /// The API's word: `draft`, `in_review`, `rejected`, `published`, `paused`, `sold_out`, `archived`.
    pub status: String,
    /// The status in words.
    pub status_text: String,
    /// Why it was rejected, or what is missing before it can be submitted.
    pub note: Option<String>,
    /// The editions.
    pub editions: Vec<StudioEdition>,
    /// What people make of it.
    pub signals: Signals,
    /// True when it may be submitted.
    pub can_submit: bool,
    /// True when it may be paused.
    pub can_pause: bool,
    /// True when it may be resumed.
    pub can_resume: bool,
}

/// An edition in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudioEdition {
    /// `Original, H 40 × W 30 cm`.
    pub label: String,
    /// The price.
    pub price: String,
    /// The stock.
    pub stock: StockView,
}

/// What people make of a work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// On how many wishlists.
    pub wishlisted: u64,
    /// How many look at it now.
    pub viewers: u64,
    /// How many reviews, with their mean: `4.5 of 5 from 2 reviews`; empty without any.
    pub rating: String,
}

impl Signals {
    /// `On 3 wishlists`; empty for none.
    #[must_use]
    pub fn wishes(&self) -> String {
        match self.wishlisted {
            0 => String::new(),
            count => t("studio-signal-wishes").with("count", count).into(),
        }
    }

    /// `2 looking now`; empty for none.
    #[must_use]
    pub fn looks(&self) -> String {
        match self.viewers {
            0 => String::new(),
            count => t("studio-signal-looks").with("count", count).into(),
        }
    }
}

/// The form for a new work.
#[derive(Clone, Debug, Template)]
#[template(path = "studio_new.html")]
pub struct NewWorkPage {
    /// The frame.
    pub chrome: Chrome,
    /// The studio around it.
    pub frame: StudioFrame,
    /// The form.
    pub form: WorkForm,
}

/// The desk of one work.
#[derive(Clone, Debug, Template)]
#[template(path = "studio_work.html")]
pub struct WorkPage {
    /// The frame.
    pub chrome: Chrome,
    /// The studio around it.
    pub frame: StudioFrame,
    /// The work, as the list shows it.
    pub work: StudioWork,
    /// Its page, as customers see it, or will.
    pub url: String,
    /// True when others can see that page.
    pub is_public: bool,
    /// The sentence about where it stands.
    pub standing: String,
    /// Its pictures in their order.
    pub pictures: Vec<PictureRow>,
    /// The most pictures a work may have.
    pub pictures_max: usize,
    /// What was wrong with pictures that were sent.
    pub picture_error: Option<String>,
    /// The words and editions.
    pub form: WorkForm,
    /// Its editions with what can be done about their stock.
    pub desks: Vec<EditionDesk>,
    /// True when it may be archived.
    pub can_archive: bool,
    /// True when nothing of it changes any more.
    pub is_archived: bool,
}

/// A picture of a work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureRow {
    /// The picture's id.
    pub id: String,
    /// The picture.
    pub picture: Picture,
    /// What it shows, as typed.
    pub alt: String,
    /// Its place, from 1.
    pub place: usize,
    /// True for the first.
    pub is_first: bool,
    /// True for the last.
    pub is_last: bool,
}

/// What can be done about an edition's stock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionDesk {
    /// The edition's id.
    pub id: String,
    /// `Original, H 40 × W 30 cm`.
    pub label: String,
    /// The price.
    pub price: String,
    /// How it is taxed, and why.
    pub tax: String,
    /// The stock.
    pub stock: StockView,
    /// Copies that are free and can be noted as sold elsewhere.
    pub free: u32,
    /// Copies that are withdrawn and can be put back.
    pub withdrawn: u32,
    /// Its copies by number, to look at.
    pub map: Option<CopyMapView>,
}
