//! The works that wait for a moderator: `GET /console/review`. They are let through or sent back by forms that post to
//! `/console/artworks/{id}/approve` and `/reject` (with `reason`).

use askama::Template;

use super::super::chrome::Chrome;
use super::super::picture::Picture;
use super::ConsoleFrame;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "console_review.html")]
pub struct ReviewPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// Works that wait, the oldest first.
    pub reviews: Vec<ReviewRow>,
}

/// A work that waits for a moderator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewRow {
    /// The artwork's id.
    pub id: String,
    /// Its preview.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Artist, medium, year.
    pub detail: String,
    /// Its first picture.
    pub picture: Option<Picture>,
}
