//! The console: the floor as admins see it, stock and orders as they move. `GET /console`; the adjust forms post to
//! `/console/editions/{id}/adjust` with `delta` and `reason`, works in review are let through or sent back by `/console/artworks/{id}/approve`
//! and `/reject` (with `reason`), and the switch of the house is `/console/sales` with `paused`.
//! It does not check who looks: whoever fills it has.

use askama::Template;

use super::chrome::Chrome;
use super::moment::Moment;
use super::picture::Picture;
use super::stock::StockView;

/// The console page.
#[derive(Clone, Debug, Template)]
#[template(path = "console.html")]
pub struct ConsolePage {
    /// The frame.
    pub chrome: Chrome,
    /// What the inventory is searched for; field `q`.
    pub query: String,
    /// The inventory's rows.
    pub inventory: Vec<InventoryRow>,
    /// The address of the next page of the inventory.
    pub inventory_next_url: Option<String>,
    /// The latest orders, the latest first.
    pub orders: Vec<ConsoleOrder>,
    /// The address of the next page of orders.
    pub orders_next_url: Option<String>,
    /// True while sales are paused.
    pub sales_paused: bool,
    /// True when the one who looks may pause and resume sales.
    pub can_switch_sales: bool,
    /// Works that wait for a moderator, the oldest first; for moderators.
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

/// A row of the inventory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventoryRow {
    /// The artwork's title.
    pub title: String,
    /// The artwork's page.
    pub url: String,
    /// The artist's name.
    pub artist_name: String,
    /// `Giclée print, edition of 25`.
    pub edition: String,
    /// The price.
    pub price: String,
    /// The stock.
    pub stock: StockView,
}

/// An order in the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsoleOrder {
    /// The order's id.
    pub id: String,
    /// The order's number.
    pub number: String,
    /// When it was placed.
    pub placed: Moment,
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

impl ConsoleOrder {
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

fn spoken(word: &str) -> String {
    word.replace('_', " ")
}
