//! An artist's page. `GET /artists/{slug}`.
//! It does not know the seller behind the artist.

use askama::Template;

use super::card::WorkCard;
use super::chrome::Chrome;
use super::picture::Picture;
use super::share::Share;

/// An artist's page.
#[derive(Clone, Debug, Template)]
#[template(path = "artist.html")]
pub struct ArtistPage {
    /// The frame.
    pub chrome: Chrome,
    /// The artist's name.
    pub name: String,
    /// `Born 1974 in Porto, lives in Ghent`; may be empty.
    pub life: String,
    /// The paragraphs about the artist.
    pub biography: Vec<String>,
    /// A portrait, where there is one.
    pub portrait: Option<Picture>,
    /// The artist's works.
    pub works: Vec<WorkCard>,
    /// `12 works`, where the total is known.
    pub total: Option<String>,
    /// The address of the next page of works.
    pub next_url: Option<String>,
    /// What a link to the page shows.
    pub share: Share,
}
