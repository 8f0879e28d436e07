//! The orders as they move: `GET /console/orders`, with `lane`, `q` (a number or an e-mail address), `from` and `until`.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::moment::Moment;
use super::ConsoleFrame;
use super::jobs::Lane;
use super::order::spoken;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "console_orders.html")]
pub struct OrdersPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// The lanes there are.
    pub lanes: Vec<Lane>,
    /// The lane that is shown; empty for all.
    pub lane: String,
    /// What is searched for.
    pub query: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub until: String,
    /// What is wrong with the search; empty otherwise.
    pub wrong: String,
    /// What an empty list says.
    pub none: String,
    /// The address of the same as a table.
    pub csv_url: String,
    /// The orders, the latest first.
    pub orders: Vec<OrderRow>,
    /// The address of the next page.
    pub next_url: Option<String>,
}

/// An order in the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRow {
    /// The order's id.
    pub id: String,
    /// The order's number.
    pub number: String,
    /// When it was placed.
    pub placed: Moment,
    /// By when its next part leaves; empty once all has.
    pub leaves: String,
    /// True when that was before today.
    pub is_late: bool,
    /// The buyer's e-mail address.
    pub email: String,
    /// The API's word for the order's status.
    pub status: String,
    /// The API's word for the payment's status.
    pub payment_status: String,
    /// The API's word for the delivery's status.
    pub fulfilment_status: String,
    /// The sum.
    pub total: String,
}

impl OrderRow {
    /// The order's status in words.
    #[must_use]
    pub fn status_words(&self) -> String {
        spoken(&self.status)
    }

    /// The payment's status in words.
    #[must_use]
    pub fn payment_words(&self) -> String {
        spoken(&self.payment_status)
    }

    /// The delivery's status in words.
    #[must_use]
    pub fn fulfilment_words(&self) -> String {
        spoken(&self.fulfilment_status)
    }
}
