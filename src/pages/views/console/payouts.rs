//! Payouts: `GET /console/payouts` with what would be paid and a form that pays it, a run at `/console/payouts/runs/{id}`.
//! The form posts `pay.<seller>.<currency>` with the amount that was shown for each seller that is ticked, and `confirmed`.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::form::Errors;
use super::super::moment::Moment;
use super::ConsoleFrame;

/// What would be paid, and the runs before.
#[derive(Clone, Debug, Template)]
#[template(path = "console_payouts.html")]
pub struct PayoutsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// A form that was not right.
    pub errors: Errors,
    /// Every seller who is owed something.
    pub sellers: Vec<PayeeRow>,
    /// Whether anybody would be paid.
    pub can_start: bool,
    /// Under which the run is started once.
    pub key: String,
    /// The smallest payout of each currency.
    pub minimums: Vec<MinimumField>,
    /// The runs, the newest first.
    pub runs: Vec<RunRow>,
    /// The address of the next page of runs.
    pub next_url: Option<String>,
}

/// What a seller is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayeeRow {
    /// The seller's name.
    pub name: String,
    /// Where the money goes, by its ends.
    pub account: String,
    /// What is payable: `€85.00`.
    pub payable: String,
    /// What is held back.
    pub held: String,
    /// The field by which it is paid, and what was shown; none where nothing is paid.
    pub field: Option<(String, String)>,
    /// Why nothing is paid.
    pub why: String,
    /// The orders.
    pub orders: Vec<OwedRow>,
}

/// What an order owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwedRow {
    /// The order's number.
    pub number: String,
    /// Its page, where the one who looks may see it.
    pub url: Option<String>,
    /// How much.
    pub amount: String,
    /// What holds it back; empty for what is payable.
    pub why: String,
}

/// The smallest payout of a currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinimumField {
    /// The currency's code.
    pub code: String,
    /// As it is typed: `25.00`.
    pub value: String,
}

/// A run in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRow {
    /// Its page.
    pub url: String,
    /// When it was started.
    pub at: Moment,
    /// `2 paid, 1 failed`.
    pub states: String,
}

/// A run.
#[derive(Clone, Debug, Template)]
#[template(path = "console_payout_run.html")]
pub struct RunPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// The run's id.
    pub id: String,
    /// When it was started.
    pub at: Moment,
    /// Its payouts.
    pub payouts: Vec<PayoutRow>,
    /// Whether some go by the bank.
    pub has_bank: bool,
    /// Whether some are not with the bank yet.
    pub can_send: bool,
    /// Whether some have not arrived.
    pub can_pay: bool,
}

/// A payout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutRow {
    /// The payout's id.
    pub id: String,
    /// To whom.
    pub name: String,
    /// How much.
    pub amount: String,
    /// Where it goes, by its ends.
    pub account: String,
    /// What stands beside the money.
    pub statement: String,
    /// `Paid`.
    pub state: String,
    /// What the provider calls it, or why it failed.
    pub detail: String,
    /// When it was decided.
    pub at: Moment,
    /// Whether it can be said to have arrived.
    pub can_pay: bool,
    /// Whether it can be said to have failed.
    pub can_fail: bool,
}
