//! Refusals: why a command or an edit was not carried out. Values, never failures of the machine.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::LineId;
use crate::money::Money;

/// Why something was refused; nothing was changed. The edge maps each to one problem type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Refusal {
    /// Not enough copies are free.
    #[error("{available} of this edition are free")]
    SoldOut {
        /// Free copies.
        available: i64,
        /// The earliest deadline of a hold on it.
        next_release_at: Option<DateTime<Utc>>,
    },
    /// Of the copies that were picked, some are not free; none was held.
    #[error("{} of the copies picked {} not free", copies.len(), if copies.len() == 1 { "is" } else { "are" })]
    CopiesTaken {
        /// The labels of those that are not free.
        copies: Vec<String>,
        /// Free copies of the edition.
        available: i64,
        /// The earliest deadline of a hold on it, when nothing is free.
        next_release_at: Option<DateTime<Utc>>,
    },
    /// The owner or the client address holds as much as it may, or must let others go first.
    #[error("the limit of live holds is reached")]
    HoldLimit {
        /// When to try again.
        retry_at: Option<DateTime<Utc>>,
    },
    /// The hold has run out.
    #[error("the hold has run out")]
    HoldLapsed,
    /// Lines of the cart lost their holds or changed; nothing was charged.
    #[error("the cart has changed")]
    CartChanged {
        /// The lines concerned.
        lines: Vec<LineId>,
    },
    /// There is nothing in the cart.
    #[error("the cart is empty")]
    CartEmpty,
    /// The decision was made on an older cart than the stored one: reload and decide again. Never reaches a client.
    #[error("the cart is not the one decided on")]
    CartStale,
    /// The holds of the order are gone: send the settlement again as late money. Never reaches a client.
    #[error("the holds of the order are gone")]
    HoldsGone,
    /// The total is not the expected one.
    #[error("the total has changed")]
    TotalChanged {
        /// What it is now.
        total: Money,
    },
    /// The cart is in another currency.
    #[error("a cart has one currency")]
    CurrencyMix,
    /// The status has no such move.
    #[error("{from} cannot become {to}")]
    InvalidTransition {
        /// The present status.
        from: String,
        /// The wanted status.
        to: String,
    },
    /// The house takes no new holds.
    #[error("sales are paused")]
    SalesPaused,
    /// One customer may not have so many.
    #[error("one customer may have {max_per_customer}")]
    CustomerLimit {
        /// The most.
        max_per_customer: u32,
    },
    /// It does not exist, or not for the one who asks.
    #[error("there is no such {what}")]
    NotFound {
        /// What was looked for.
        what: String,
    },
    /// It exists, but the one who asks may not.
    #[error("not allowed: {reason}")]
    Forbidden {
        /// Why, for people.
        reason: String,
    },
    /// The present state does not allow it.
    #[error("{reason}")]
    Conflict {
        /// Why, for people.
        reason: String,
    },
    /// Somebody else has changed it since it was read.
    #[error("it has changed since it was read")]
    PreconditionFailed,
    /// The e-mail address has an account.
    #[error("the e-mail address is taken")]
    EmailTaken,
    /// A field is not acceptable.
    #[error("{pointer}: {message}")]
    Invalid {
        /// JSON pointer of the field.
        pointer: String,
        /// What is wrong, for people.
        message: String,
    },
    /// The idempotency key was used with another body.
    #[error("the idempotency key was used with another request")]
    IdempotencyMismatch,
    /// A token or link is past its time.
    #[error("it has expired")]
    Expired,
}

impl Refusal {
    /// A [`Refusal::NotFound`].
    #[must_use]
    pub fn not_found(what: &str) -> Self {
        Self::NotFound { what: what.to_owned() }
    }

    /// A [`Refusal::Conflict`].
    #[must_use]
    pub fn conflict(reason: impl Into<String>) -> Self {
        Self::Conflict { reason: reason.into() }
    }

    /// A [`Refusal::Invalid`].
    #[must_use]
    pub fn invalid(pointer: &str, message: impl Into<String>) -> Self {
        Self::Invalid { pointer: pointer.to_owned(), message: message.into() }
    }
}
