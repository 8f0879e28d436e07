//! Replies: what the journal answers a command that was carried out.
//!
//! Their serialised form is what an idempotency key keeps for 24 hours.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::artwork::ArtworkStatus;
use crate::cart::CartState;
use crate::edition::Stock;
use crate::ids::{PaymentId, SessionId, UserId};
use crate::job::Job;
use crate::order::Order;
use crate::owner::Owner;

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// The cart as it is now, and the stock of the edition that was touched (for counted editions).
    Cart {
        /// The cart with its holds.
        state: Box<CartState>,
        /// The counters of the touched edition.
        stock: Option<Stock>,
        /// The batch's time.
        now: DateTime<Utc>,
        /// Whether this is the kept answer of an earlier request with the same key: the cart as it was then.
        #[serde(skip)]
        repeated: bool,
    },
    /// The order as it is now, and the attempt to pay that the command was about.
    Order {
        /// The order.
        order: Box<Order>,
        /// The attempt.
        payment_id: Option<PaymentId>,
        /// The batch's time.
        now: DateTime<Utc>,
        /// Whether this is the kept answer of an earlier request with the same key: the order as it was then.
        #[serde(skip)]
        repeated: bool,
    },
    /// The counters of an edition as they are now.
    Stock {
        /// The counters.
        stock: Stock,
        /// Holds that were released.
        released: u32,
        /// Whose hold was released by hand, if one was.
        #[serde(default)]
        released_of: Option<Owner>,
    },
    /// A work's status as it is now.
    Artwork {
        /// The status.
        status: ArtworkStatus,
    },
    /// A refresh token was exchanged.
    Rotated {
        /// The session.
        session_id: SessionId,
        /// Whose.
        user_id: UserId,
    },
    /// Jobs that now belong to the caller.
    Jobs(Vec<Job>),
    /// Some thousand old rows were forgotten.
    Retained {
        /// There are more that are past their keeping time: ask again.
        more: bool,
    },
    /// The slug that was given.
    Slug(String),
    /// What was added, under this id: a repeat of the command gets the id of the first.
    Id(Uuid),
    /// Done; there is nothing to tell.
    Done,
}

impl Reply {
    /// The same, as the kept answer of an earlier request.
    #[must_use]
    pub fn as_repeated(mut self) -> Self {
        if let Self::Cart { repeated, .. } | Self::Order { repeated, .. } = &mut self {
            *repeated = true;
        }
        self
    }
}
