//! The file of a run for the house's bank: a line a payout.

use impasto_domain::payout::{Payout, PayoutState};
use impasto_domain::payout_account::PayoutWay;

use crate::api::csv;
use crate::api::numbers::typed_amount;

/// The columns.
pub const COLUMNS: [&str; 7] = ["payout_id", "name", "iban", "amount", "currency", "statement", "state"];

/// The whole file: what goes by the bank and has not failed.
#[must_use]
pub fn file(payouts: &[Payout]) -> String {
    let mut text = csv::line(COLUMNS);
    for payout in payouts {
        if payout.way != PayoutWay::Bank || payout.state == PayoutState::Failed {
            continue;
        }
        text.push_str(&csv::line([
            payout.id.to_string().as_str(),
            &payout.seller_name,
            payout.account.as_str(),
            &typed_amount(payout.amount.amount_minor, payout.amount.currency),
            payout.amount.currency.code(),
            &payout.statement(),
            payout.state.as_str(),
        ]));
    }
    text
}
