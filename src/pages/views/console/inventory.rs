//! The stock: `GET /console/inventory`. The adjust forms post `delta` and `reason` to `/console/editions/{id}/adjust`.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::stock::StockView;
use super::ConsoleFrame;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "console_inventory.html")]
pub struct InventoryPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// What the inventory is searched for; field `q`.
    pub query: String,
    /// The inventory's rows.
    pub inventory: Vec<InventoryRow>,
    /// The address of the next page.
    pub next_url: Option<String>,
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
