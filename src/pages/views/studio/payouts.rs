//! How the seller is paid: `GET /studio/payouts`. The form posts `account` to `/studio/payouts/account`.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::console::months::DocumentRow;
use super::super::console::payouts::{OwedRow, PayoutRow};
use super::super::form::Errors;
use super::StudioFrame;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "studio_payouts.html")]
pub struct StudioPayoutsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The studio around it.
    pub frame: StudioFrame,
    /// Where the money goes, by its ends.
    pub account: Option<String>,
    /// Whether the one who looks may say so.
    pub can_set: bool,
    /// What was wrong with what was typed.
    pub errors: Errors,
    /// What was typed.
    pub typed: String,
    /// What is owed, by currency.
    pub balances: Vec<Balance>,
    /// The payouts, the newest first.
    pub payouts: Vec<PayoutRow>,
    /// The address of the next page of payouts.
    pub next_url: Option<String>,
    /// Statements, and what the house invoiced.
    pub documents: Vec<DocumentRow>,
}

/// What is owed in a currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// `€85.00`.
    pub payable: String,
    /// What waits.
    pub held: String,
    /// Why nothing is paid; empty where it will be.
    pub why: String,
    /// The orders.
    pub orders: Vec<OwedRow>,
}
