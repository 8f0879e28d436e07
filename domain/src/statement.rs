//! A seller's account with the house in a month: what was sold, given back, kept and paid out. Frozen when the month is closed;
//! the same data give the same page years later.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::money::Currency;
use crate::month::{Month, Party};

/// What a line of a statement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementKind {
    /// A sale.
    Sale,
    /// Something was given back.
    Refund,
    /// A bank took money back, or gave it again.
    Dispute,
    /// Money went to the seller.
    Payout,
    /// It came back.
    PayoutFailed,
    /// Anything else.
    Other,
}

impl StatementKind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Sale, Self::Refund, Self::Dispute, Self::Payout, Self::PayoutFailed, Self::Other];

    /// The published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Refund => "refund",
            Self::Dispute => "dispute",
            Self::Payout => "payout",
            Self::PayoutFailed => "payout_failed",
            Self::Other => "other",
        }
    }

    /// What the reason of a posting comes to for a seller.
    #[must_use]
    pub fn of_reason(reason: &str) -> Self {
        match reason {
            "sale" => Self::Sale,
            "refund" => Self::Refund,
            "dispute_opened" | "dispute_won" | "dispute_lost" => Self::Dispute,
            "payout" => Self::Payout,
            "payout_failed" => Self::PayoutFailed,
            _ => Self::Other,
        }
    }
}

/// A line of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementLine {
    /// When it was posted.
    pub at: DateTime<Utc>,
    /// What it is about.
    pub kind: StatementKind,
    /// The order's number, or what the payout is called.
    pub reference: String,
    /// What the buyer paid or got back for it, minor units; nothing for payouts.
    pub gross_minor: i64,
    /// The house's commission in it, minor units.
    pub commission_minor: i64,
    /// The resale right in it, minor units.
    pub resale_right_minor: i64,
    /// By how much the seller's balance changed, minor units.
    pub amount_minor: i64,
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementData {
    /// The month.
    pub month: Month,
    /// When it was made.
    pub issued_on: NaiveDate,
    /// The language: `en`, `de`, `fr`.
    pub locale: String,
    /// The currency of every amount.
    pub currency: Currency,
    /// The house.
    pub house: Party,
    /// The seller.
    pub seller: Party,
    /// What the house owed when the month began, minor units.
    pub opening_minor: i64,
    /// What happened, in its order.
    pub lines: Vec<StatementLine>,
    /// What the house owed when it ended, minor units.
    pub closing_minor: i64,
}

/// The sums of a statement, minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StatementSums {
    /// What buyers paid, less what they got back.
    pub gross_minor: i64,
    /// Commission kept, less what went back.
    pub commission_minor: i64,
    /// Resale right kept.
    pub resale_right_minor: i64,
    /// Paid out, less what came back.
    pub paid_out_minor: i64,
}

impl StatementData {
    /// The sums of its lines.
    #[must_use]
    pub fn sums(&self) -> StatementSums {
        let mut sums = StatementSums::default();
        for line in &self.lines {
            sums.gross_minor += line.gross_minor;
            sums.commission_minor += line.commission_minor;
            sums.resale_right_minor += line.resale_right_minor;
            if matches!(line.kind, StatementKind::Payout | StatementKind::PayoutFailed) {
                sums.paid_out_minor -= line.amount_minor;
            }
        }
        sums
    }

    /// Whether what happened leads from where the month began to where it ended.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let moved: i64 = self.lines.iter().map(|line| line.amount_minor).sum();
        self.opening_minor + moved == self.closing_minor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_of_the_books_has_a_line() {
        for (reason, kind) in [
            ("sale", StatementKind::Sale),
            ("refund", StatementKind::Refund),
            ("dispute_lost", StatementKind::Dispute),
            ("payout", StatementKind::Payout),
            ("payout_failed", StatementKind::PayoutFailed),
            ("something", StatementKind::Other),
        ] {
            assert_eq!(StatementKind::of_reason(reason), kind);
        }
    }
}
