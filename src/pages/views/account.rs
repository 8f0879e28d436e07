//! A customer's account: the orders. `GET /account`.
//! It does not know the orders' contents beyond a line.

use askama::Template;

use super::chrome::Chrome;
use super::moment::Moment;
use super::picture::Picture;

/// The account page.
#[derive(Clone, Debug, Template)]
#[template(path = "account.html")]
pub struct AccountPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way through the rooms of an account; empty for a visitor.
    pub rooms: Vec<AccountRoom>,
    /// The name the user chose; for a visitor, `Your orders`.
    pub name: String,
    /// The e-mail address; empty for a visitor.
    pub email: String,
    /// The orders, the latest first.
    pub orders: Vec<OrderRow>,
    /// The address of the next page of orders.
    pub next_url: Option<String>,
}

/// A room of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRoom {
    /// Its address.
    pub url: String,
    /// What it is called.
    pub label: String,
    /// Whether the reader is in it.
    pub is_here: bool,
}

/// An order in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRow {
    /// The order's id.
    pub id: String,
    /// The order's number.
    pub number: String,
    /// When it was placed.
    pub placed: Moment,
    /// The titles of its works, comma-separated.
    pub works: String,
    /// `Paid, on its way`.
    pub status: String,
    /// The sum.
    pub total: String,
    /// The first work's picture.
    pub picture: Option<Picture>,
}
