//! The stock: `GET /console/inventory`. The adjust forms post `delta` and `reason` to `/console/editions/{id}/adjust`.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::form::Choice;
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
    /// A part of the seller's name; field `seller`.
    pub seller: String,
    /// Kinds of editions; field `kind`.
    pub kinds: Vec<Choice>,
    /// States of copies; field `state`.
    pub states: Vec<Choice>,
    /// The inventory's rows.
    pub inventory: Vec<InventoryRow>,
    /// How many there are on all pages.
    pub total: u64,
    /// Where scripts read the pages that follow, without a cursor.
    pub api_url: String,
    /// The cursor of the next page; empty on the last.
    pub next_cursor: String,
    /// The address of the next page.
    pub next_url: Option<String>,
    /// The address of the same as a table.
    pub csv_url: String,
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
