//! The page of one work. `GET /artworks/{slug}`; its forms post to `/cart/items`, `/wishlist` and `/artworks/{id}/reviews`.
//! It does not know how stock changes: it words what it is given, and the page's scripts listen for more.

use askama::Template;

use super::card::{HeartView, WorkCard};
use super::chrome::Chrome;
use super::copies::CopyMapView;
use super::form::Choice;
use super::moment::{Deadline, Moment};
use super::own_address::OwnAddress;
use super::picture::Picture;
use super::stock::{StockState, StockSummary, StockView};
use crate::words::t;

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
    /// The size of the first edition, with inches where they are read; may be empty.
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
    /// The work drawn to scale beside a person.
    pub scale: Option<ScaleView>,
    /// What it costs to send it.
    pub shipping: Option<ShippingView>,
    /// What buyers say.
    pub reviews: ReviewsView,
    /// Works like it.
    pub similar: Vec<WorkCard>,
    /// The wish for it: `None` for those who are not signed in.
    pub heart: Option<HeartView>,
    /// `€1,250`, or `from €80` over several prices.
    pub price: String,
    /// The stock over all editions.
    pub stock: StockSummary,
    /// schema.org data in JSON-LD, safe to stand in a script element.
    pub linked_data: String,
    /// For the one line that search engines show.
    pub summary: String,
    /// Where search engines find the page.
    pub address: OwnAddress,
    /// The leading picture's full address, for sharing; may be empty.
    pub share_image_url: String,
}

/// A work drawn to scale beside a person; lengths and places in centimetres, downwards from the upper edge.
#[derive(Clone, Debug, PartialEq)]
pub struct ScaleView {
    /// Width of the drawing.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Where the floor is.
    pub floor: f64,
    /// Where the person begins, from the left.
    pub person_x: f64,
    /// Where the person begins, from above.
    pub person_y: f64,
    /// Where the work begins, from the left.
    pub work_x: f64,
    /// Where the work begins, from above.
    pub work_y: f64,
    /// The work's width.
    pub work_width: f64,
    /// The work's height.
    pub work_height: f64,
    /// The work's picture.
    pub image: Option<String>,
    /// What the drawing shows, in words.
    pub words: String,
}

/// What it costs to send a work; the form asks with `ship_to`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShippingView {
    /// The page's own path.
    pub action: String,
    /// Where it is sent from.
    pub from: String,
    /// The country that was asked for.
    pub to: Option<String>,
    /// The countries that can be asked for.
    pub countries: Vec<Choice>,
    /// A row for each edition, once a country was asked for.
    pub rows: Vec<ShippingRow>,
}

/// How an edition can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShippingRow {
    /// What the edition is called.
    pub edition: String,
    /// The ways; none when it cannot be sent there.
    pub offers: Vec<ShippingOfferView>,
}

/// A way to send an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShippingOfferView {
    /// `Standard`.
    pub name: String,
    /// `€24.90`.
    pub price: String,
    /// `3 to 7 working days`.
    pub days: String,
}

/// What buyers say of a work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewsView {
    /// `4.7 of 5, 3 reviews`; `None` without any.
    pub summary: Option<String>,
    /// The newest first.
    pub items: Vec<ReviewView>,
    /// How many there are besides.
    pub more: u64,
    /// Where the form of a buyer who has not written yet goes.
    pub action: Option<String>,
}

/// One review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewView {
    /// Who wrote it.
    pub author: String,
    /// 1 to 5.
    pub rating: u32,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
    /// When.
    pub at: Moment,
}

impl ReviewView {
    /// The rating as marks, for those who see: `●●●○○`.
    #[must_use]
    pub fn marks(&self) -> String {
        let full = self.rating.min(5) as usize;
        format!("{}{}", "\u{25cf}".repeat(full), "\u{25cb}".repeat(5 - full))
    }
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
    /// The size, with inches where they are read: `H 40 × W 30 cm (15.7 × 11.8 in)`.
    pub size: String,
    /// The price.
    pub price: String,
    /// What is said about tax beside the price; may be empty.
    pub tax_note: String,
    /// True when each copy is made to its buyer's order: there is no withdrawing from it.
    pub made_to_order: bool,
    /// The stock.
    pub stock: StockView,
    /// True for the one chosen at first: the first that is free.
    pub selected: bool,
    /// How many one customer may put into the cart at once; at least 1.
    pub max_quantity: u32,
    /// `From 1 December 2026`, while the sale has not begun.
    pub opens: Option<String>,
    /// When a copy is free again at the latest: while all that is left is held by others.
    pub returns: Option<Deadline>,
    /// Its copies by number, to choose from.
    pub map: Option<CopyMapView>,
}

impl EditionOption {
    /// True when the form may offer it now.
    #[must_use]
    pub fn is_buyable(&self) -> bool {
        self.opens.is_none() && self.stock.is_free()
    }

    /// When a copy is free again at the latest, as markup. Without such a time its element is empty: the page's scripts
    /// fill it when the last free copy is held.
    #[must_use]
    pub fn returns_words(&self) -> String {
        let time = match &self.returns {
            Some(at) => format!("<time datetime=\"{}\" data-clock>{}</time>", at.iso, at.clock),
            None => "<time data-clock></time>".to_owned(),
        };
        t("work-returns").around(time, "").html()
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
    pub fn buy_note(&self) -> String {
        let has = |state| self.editions.iter().any(|edition| edition.stock.state == state);
        let id = if self.is_buyable() {
            "scripts-note-free"
        } else if self.in_cart.is_some() {
            "scripts-note-own"
        } else if has(StockState::Reserved) {
            "scripts-note-reserved"
        } else if has(StockState::Sold) {
            "scripts-note-sold"
        } else {
            "scripts-note-gone"
        };
        t(id).into()
    }

    /// Where those who are not signed in sign in, to come back here.
    #[must_use]
    pub fn sign_in_url(&self) -> String {
        format!("/login?next={}", self.chrome.return_path())
    }

    /// The largest quantity any edition allows; the quantity field shows only above 1.
    #[must_use]
    pub fn max_quantity(&self) -> u32 {
        self.editions.iter().map(|edition| edition.max_quantity).max().unwrap_or(1)
    }
}
