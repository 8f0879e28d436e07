//! The console: what its pages share, and its first page: `GET /console` with what needs somebody. The switch of the house is a
//! form that posts `paused` to `/console/sales`.
//! It does not check who looks: whoever fills it has.

use askama::Template;

use super::chrome::Chrome;
use super::studio::RoomLink;

pub mod audit;
pub mod collections;
pub mod find;
pub mod health;
pub mod inventory;
pub mod orders;
pub mod people;
pub mod presence;
pub mod reports;
pub mod review;
pub mod settings;

use review::ReviewRow;

/// What every page of the console shows around its own content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsoleFrame {
    /// The rooms that are open to the one who looks.
    pub rooms: Vec<RoomLink>,
}

/// What needs somebody.
#[derive(Clone, Debug, Template)]
#[template(path = "console.html")]
pub struct NeedsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// True while sales are paused.
    pub sales_paused: bool,
    /// True when the one who looks may pause and resume sales.
    pub can_switch_sales: bool,
    /// Works that wait for a moderator, the oldest first; for moderators.
    pub reviews: Vec<ReviewRow>,
}
