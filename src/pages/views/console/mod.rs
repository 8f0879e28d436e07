//! The console: what its pages share, and its first page: `GET /console` with what needs somebody. The switch of the house is a
//! form that posts `paused` to `/console/sales`.
//! It does not check who looks: whoever fills it has.

use askama::Template;

use super::chrome::Chrome;
use super::studio::RoomLink;

pub mod audit;
pub mod books;
pub mod collections;
pub mod disputes;
pub mod find;
pub mod health;
pub mod holds;
pub mod inventory;
pub mod jobs;
pub mod months;
pub mod order;
pub mod orders;
pub mod payouts;
pub mod people;
pub mod presence;
pub mod reports;
pub mod review;
pub mod seller;
pub mod settings;
pub mod settings_table;
pub mod stock_import;
pub mod webhook_inbox;
pub mod webhooks;

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
    /// What needs somebody beside works in review, the most pressing first; empty kinds are left out.
    pub sections: Vec<NeedsSection>,
    /// True while sales are paused.
    pub sales_paused: bool,
    /// True when the one who looks may pause and resume sales.
    pub can_switch_sales: bool,
    /// Works that wait for a moderator, the oldest first; for moderators.
    pub reviews: Vec<ReviewRow>,
}

/// One kind of what needs somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedsSection {
    /// Its key, unique on the page.
    pub key: String,
    /// Its title.
    pub title: String,
    /// What needs somebody.
    pub needs: Vec<Need>,
}

/// One thing that needs somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// What: an order's number, a job, a seller.
    pub what: String,
    /// Why.
    pub detail: String,
    /// The one thing to do about it.
    pub action: NeedAction,
}

/// What can be done about something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NeedAction {
    /// Go there and look.
    Open {
        /// Where.
        url: String,
        /// What the link says.
        label: String,
    },
    /// Do it.
    Send {
        /// Where the form is sent.
        url: String,
        /// The page to come back to.
        back: String,
        /// What the button says.
        label: String,
    },
}
