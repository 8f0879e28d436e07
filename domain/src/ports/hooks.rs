//! What providers tell by themselves over HTTP: believed only after the signature was checked over the very bytes.
//!
//! A notice says no more than that it is time to look: what it leads to is decided by who reads it, once for each of its
//! ids, in whatever order notices come.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::PortFuture;
use crate::ids::{PaymentId, PayoutId};
use crate::money::Money;

/// Reads what a provider tells by itself.
pub trait HookReader: Send + Sync {
    /// The provider's name in the API, which is also the last part of the address it writes to.
    fn name(&self) -> &'static str;
    /// Whether a notice is the provider's own; names of headers are in lower case.
    fn verify<'a>(&'a self, headers: &'a [(String, String)], body: &'a [u8])
    -> PortFuture<'a, Result<(), HookRefusal>>;
    /// What a notice says. Of one that it does not know, [`HookWord::Nothing`].
    ///
    /// # Errors
    /// [`HookRefusal::Malformed`] for what is no notice at all.
    fn read(&self, body: &[u8]) -> Result<Hook, HookRefusal>;
    /// What a notice means once the provider was asked for what it leaves out: whose payment a dispute is about, what the
    /// money has cost. Where notices leave nothing out, the notice itself.
    ///
    /// # Errors
    /// [`HookRefusal::Away`] when the provider cannot be asked now: the notice may be sent again.
    fn complete<'a>(&'a self, hook: Hook, _body: &'a [u8]) -> PortFuture<'a, Result<Hook, HookRefusal>> {
        Box::pin(std::future::ready(Ok(hook)))
    }
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// The provider's name for it: the same whenever it is sent again.
    pub event_id: String,
    /// What kind of notice, in the provider's words.
    pub kind: String,
    /// What it means here.
    pub word: HookWord,
}

/// What a notice means for a payment, or for a payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HookWord {
    /// The money is there.
    Succeeded {
        /// The attempt.
        payment_id: PaymentId,
        /// The provider's own name for the attempt, where it tells one.
        provider_ref: Option<String>,
        /// How much came, where it tells that: another sum than was asked for settles nothing.
        amount: Option<Money>,
        /// What the provider keeps of it for itself, where it tells that.
        fee: Option<Money>,
    },
    /// A definite no.
    Failed {
        /// The attempt.
        payment_id: PaymentId,
        /// Why, in the codes that `ProviderAnswer::Declined` has.
        code: String,
    },
    /// Something has changed: the provider is to be asked how far the attempt is.
    Ask {
        /// The attempt.
        payment_id: PaymentId,
    },
    /// The customer's bank, or the provider, has taken money back, or says more of that.
    Disputed {
        /// The attempt.
        payment_id: PaymentId,
        /// The case.
        dispute: DisputeNotice,
    },
    /// A case is decided.
    DisputeClosed {
        /// The attempt.
        payment_id: PaymentId,
        /// The provider's own name for the case.
        reference: String,
        /// Whether the house keeps the money.
        won: bool,
    },
    /// Money that was sent to a seller has come back, all of it.
    TransferReturned {
        /// The payout it was sent for.
        payout_id: PayoutId,
        /// The provider's own name for the transfer.
        reference: String,
        /// How much came back.
        amount: Money,
        /// Why, as a payout keeps it.
        code: String,
    },
    /// Nothing that is known here.
    Nothing,
}

/// What a notice says of a case that is not decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeNotice {
    /// The provider's own name for the case.
    pub reference: String,
    /// Why, in the provider's words.
    pub reason: String,
    /// How much is taken back while it lasts.
    pub amount: Money,
    /// What the provider asks for the case itself.
    pub fee: Option<Money>,
    /// Until when it waits for evidence.
    pub evidence_due_at: Option<DateTime<Utc>>,
}

/// Why a notice was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HookRefusal {
    /// Its signature does not hold.
    #[error("the signature does not hold")]
    BadSignature,
    /// It cannot be understood.
    #[error("it cannot be understood: {0}")]
    Malformed(String),
    /// The provider, who checks its signature or has the rest of it, is away; it may be sent again.
    #[error("the provider cannot be asked about it: {0}")]
    Away(String),
}
