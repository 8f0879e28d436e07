//! Who keeps what until when: `GET /console/holds`, of one edition with `edition`. Forms post to `/console/holds/<id>/release` (with
//! `reason`).

use askama::Template;

use super::super::chrome::Chrome;
use super::super::moment::{Deadline, Moment};
use super::ConsoleFrame;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "console_holds.html")]
pub struct HoldsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// The edition whose holds are shown, in words; `None` for all.
    pub edition: Option<String>,
    /// True for a filter that names no edition.
    pub is_unknown: bool,
    /// The holds.
    pub holds: Vec<HoldRow>,
    /// The address of the next page.
    pub next_url: Option<String>,
}

/// A hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldRow {
    /// The hold's id.
    pub id: String,
    /// `Visitor 0193f0a2`.
    pub owner: String,
    /// The work's title.
    pub title: String,
    /// The work's page.
    pub url: String,
    /// The edition, and where its holds alone are shown.
    pub edition: String,
    /// The address of the holds of this edition.
    pub edition_url: String,
    /// `No. 7 of 25`, or how many.
    pub copies: String,
    /// Since when.
    pub placed: Moment,
    /// Until when.
    pub until: Deadline,
    /// The order that it pays for: its number and page.
    pub order: Option<(String, String)>,
}
