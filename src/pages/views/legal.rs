//! A legal page: `GET /legal/{page}`.

use askama::Template;

use super::chrome::Chrome;
use super::markup::{Block, Span};
use super::own_address::OwnAddress;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "legal.html")]
pub struct LegalPage {
    /// The frame.
    pub chrome: Chrome,
    /// What it is called.
    pub title: String,
    /// Its text.
    pub blocks: Vec<Block>,
    /// Where search engines find the page.
    pub address: OwnAddress,
}
