//! What is noted of a work for its tax: `GET /studio/works/{id}/books`, whose form posts to the same address.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::form::{Choice, Errors};
use super::StudioFrame;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "studio_books.html")]
pub struct BooksPage {
    /// The frame.
    pub chrome: Chrome,
    /// The studio around it.
    pub frame: StudioFrame,
    /// The work's id.
    pub work_id: String,
    /// The work's title.
    pub title: String,
    /// What is typed.
    pub form: BooksForm,
    /// How each edition is taxed.
    pub editions: Vec<EditionTaxRow>,
}

/// The form: fields `bought_for`, `bought_on`, `bought_of`, `is_resale`, `nationality`, `died` and `from_artist_on`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BooksForm {
    /// What was wrong, if it was sent.
    pub errors: Errors,
    /// The currency of the price.
    pub currency: String,
    /// The price of one copy.
    pub bought_for: String,
    /// The day.
    pub bought_on: String,
    /// Of whom.
    pub bought_of: String,
    /// True when the work is resold.
    pub is_resale: bool,
    /// The artist's nationality.
    pub nationalities: Vec<Choice>,
    /// The year of the artist's death.
    pub died: String,
    /// The day it was bought of the artist.
    pub from_artist_on: String,
}

/// How an edition is taxed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionTaxRow {
    /// `Original, H 40 × W 30 cm`.
    pub label: String,
    /// The price.
    pub price: String,
    /// The regime in words, and why.
    pub tax: String,
    /// The artist's resale right in words; `None` for what is no resale.
    pub right: Option<String>,
}
