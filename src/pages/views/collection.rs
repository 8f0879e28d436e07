//! A curated collection: `GET /collections/{slug}`.

use askama::Template;

use super::card::WorkCard;
use super::chrome::Chrome;
use super::own_address::OwnAddress;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "collection.html")]
pub struct CollectionPage {
    /// The frame.
    pub chrome: Chrome,
    /// Its title.
    pub title: String,
    /// A few words.
    pub words: Vec<String>,
    /// Its works that hang, in their order.
    pub works: Vec<WorkCard>,
    /// Where search engines find the page.
    pub address: OwnAddress,
}
