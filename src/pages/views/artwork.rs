//! The page of one work. `GET /artworks/{slug}`; its form posts to `/cart/items`.
//! It does not know how stock changes: it words what it is given, and the page's scripts listen for more.

use askama::Template;

use super::chrome::Chrome;
use super::picture::Picture;
use super::stock::{StockState, StockView};

/// The page of one work.
#[derive(Clone, Debug, Template)]
#[template(path = "artwork.html")]
pub struct ArtworkPage {
    /// The frame.
    pub chrome: Chrome,
    /// The artwork's id; its topic is `artwork:<id>`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The artist.
    pub artist: NamedLink,
    /// The seller.
    pub seller: NamedLink,
    /// The year or the date as the artist puts it; may be empty.
    pub year: String,
    /// The medium; may be empty.
    pub medium: String,
    /// The size of the first edition, [`super::text::size`]; may be empty.
    pub size: String,
    /// The pictures, the leading one first.
    pub pictures: Vec<Picture>,
    /// The description's paragraphs.
    pub description: Vec<String>,
    /// The stations of the provenance, one sentence each.
    pub provenance: Vec<String>,
    /// Further facts, such as condition, signature, frame, styles and subjects.
    pub facts: Vec<Fact>,
    /// The work's colours, each `#rrggbb`.
    pub palette: Vec<String>,
    /// What can be bought, in order.
    pub editions: Vec<EditionOption>,
    /// What of it is held for the visitor: `No. 7 of 25 is held for you.`
    pub in_cart: Option<String>,
    /// A sentence in place of the form when the work cannot be bought at all: paused sales, a preview of a draft.
    pub not_for_sale: Option<String>,
    /// For the one line that search engines show.
    pub summary: String,
    /// The page's own full address, for sharing.
    pub canonical_url: String,
    /// The leading picture's full address, for sharing; may be empty.
    pub share_image_url: String,
}

/// A name that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedLink {
    /// The name.
    pub name: String,
    /// The path it leads to.
    pub url: String,
}

/// A fact with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// `Condition`.
    pub label: String,
    /// `Excellent`.
    pub value: String,
}

/// One edition as a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionOption {
    /// The edition's id; what the form sends as `edition_id`.
    pub id: String,
    /// `Original`, `Giclée print`.
    pub label: String,
    /// `Edition of 25 and 2 artist’s proofs`; may be empty.
    pub kind_text: String,
    /// The size, [`super::text::size`].
    pub size: String,
    /// The price.
    pub price: String,
    /// What is said about tax beside the price; may be empty.
    pub tax_note: String,
    /// The stock.
    pub stock: StockView,
    /// True for the one chosen at first: the first that is free.
    pub selected: bool,
    /// How many one customer may put into the cart at once; at least 1.
    pub max_quantity: u32,
    /// `From 1 December 2026`, while the sale has not begun.
    pub opens: Option<String>,
}

impl EditionOption {
    /// True when the form may offer it now.
    #[must_use]
    pub fn is_buyable(&self) -> bool {
        self.opens.is_none() && self.stock.is_free()
    }
}

impl ArtworkPage {
    /// True when at least one edition may be bought now.
    #[must_use]
    pub fn is_buyable(&self) -> bool {
        self.not_for_sale.is_none() && self.editions.iter().any(EditionOption::is_buyable)
    }

    /// What is said under the button. `web/static/js/components/edition-chooser.js` says the same when stock changes.
    #[must_use]
    pub fn buy_note(&self) -> &'static str {
        let has = |state| self.editions.iter().any(|edition| edition.stock.state == state);
        if self.is_buyable() {
            "In your cart it is held for you for ten minutes."
        } else if self.in_cart.is_some() {
            "It is in your cart."
        } else if has(StockState::Reserved) {
            "Reserved for somebody at the moment. It may come back: this page shows it at once."
        } else if has(StockState::Sold) {
            "It has found its owner."
        } else {
            "It is not on sale at the moment."
        }
    }

    /// The largest quantity any edition allows; the quantity field shows only above 1.
    #[must_use]
    pub fn max_quantity(&self) -> u32 {
        self.editions.iter().map(|edition| edition.max_quantity).max().unwrap_or(1)
    }
}
