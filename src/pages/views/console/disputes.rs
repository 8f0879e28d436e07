//! Disputes: `GET /console/disputes` with the field `status`.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::moment::Moment;
use super::ConsoleFrame;
use super::jobs::Lane;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "console_disputes.html")]
pub struct DisputesPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// The lists of the room.
    pub lanes: Vec<Lane>,
    /// The disputes.
    pub disputes: Vec<DisputeRow>,
    /// The address of the next page.
    pub next_url: Option<String>,
}

/// A dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeRow {
    /// The number of its order.
    pub order: String,
    /// The order's page.
    pub order_url: String,
    /// `PayPal, PP-D-4012`.
    pub case: String,
    /// Why, in the provider's words.
    pub reason: String,
    /// Where it stands, in words.
    pub status: String,
    /// How much was taken back.
    pub amount: String,
    /// Until when the provider waits for evidence, while the case is open.
    pub evidence_due: Option<Moment>,
    /// When it was first heard of.
    pub at: Moment,
}
