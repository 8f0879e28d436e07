//! The way money takes to those who sell.

use super::PortFuture;
use crate::ids::PayoutId;
use crate::money::Money;

/// Sends money to sellers. May be repeated: the payout's id is the provider's idempotency key.
pub trait Transfers: Send + Sync {
    /// Its name: `stripe`, `csv`.
    fn name(&self) -> &'static str;
    /// Sends what a payout says, or tells that it was sent.
    fn send<'a>(&'a self, order: &'a TransferOrder) -> PortFuture<'a, TransferAnswer>;
}

/// Money that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferOrder {
    /// The payout.
    pub payout_id: PayoutId,
    /// Where to: an IBAN, or `acct_…`.
    pub account: String,
    /// How much.
    pub amount: Money,
    /// What the seller reads beside it.
    pub statement: String,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransferAnswer {
    /// It is on its way.
    Sent {
        /// The provider's name for it.
        reference: String,
    },
    /// A definite no.
    Refused {
        /// The provider's code.
        code: String,
    },
    /// No answer; ask again.
    Unknown {
        /// What went wrong, for the log.
        reason: String,
    },
}
