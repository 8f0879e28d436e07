//! The way of money to sellers who have an account with a payment provider.

use super::PortFuture;
use crate::ids::PayoutId;
use crate::money::Money;

/// Sends money to sellers. May be repeated: the payout's id is the provider's idempotency key, so that the same order sends
/// the money once.
pub trait Transfers: Send + Sync {
    /// Its name: `stripe`, `test`.
    fn name(&self) -> &'static str;
    /// Sends the money, or says how an earlier ask ended. Never answers `Unknown` for a definite no.
    fn send<'a>(&'a self, order: &'a TransferOrder) -> PortFuture<'a, TransferAnswer>;
}

/// What is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferOrder {
    /// The payout: the root of the idempotency key.
    pub payout_id: PayoutId,
    /// The seller's account with the provider: `acct_…`.
    pub account: String,
    /// How much.
    pub amount: Money,
    /// What the seller reads beside it.
    pub statement: String,
}

/// What a provider says to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransferAnswer {
    /// The money is in the seller's account.
    Sent {
        /// The provider's name for it.
        reference: String,
    },
    /// A definite no: nothing was sent, and nothing will be under this key.
    Refused {
        /// The provider's code.
        code: String,
    },
    /// No answer, or one that cannot be understood: money may have moved. Ask again.
    Unknown {
        /// What went wrong, for the log.
        reason: String,
    },
}
