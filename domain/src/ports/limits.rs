//! Limits that count over all nodes. Without them each node counts for itself.

use std::time::Duration;

use uuid::Uuid;

use super::PortFuture;
use crate::ids::{EditionId, OrderId};
use crate::owner::Owner;

/// What all owners behind one client address hold together. Nothing in it is worth anything later: what is never taken
/// back ends with its deadline.
pub trait SharedHolds: Send + Sync {
    /// Sets a place aside for copies that an owner is about to hold, in one step with counting what the client has.
    fn reserve(&self, claim: Claim) -> PortFuture<'_, Result<Verdict, LimitsError>>;
    /// Says what became of holds. What is said by one node arrives in its order. Must not wait; may be lost.
    fn note(&self, news: HoldNews);
}

/// Copies that an owner is about to hold, and what its client may hold at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The hash of the client's address.
    pub client: u64,
    /// Who is about to hold them.
    pub owner: Owner,
    /// What they are copies of.
    pub edition_id: EditionId,
    /// How many more than the owner holds.
    pub copies: u32,
    /// Works the client may hold at once.
    pub works_max: u32,
    /// Copies of this edition the client may hold at once; `None` when they are not counted.
    pub copies_max: Option<u32>,
    /// After so long the place is free again, unless the hold is known by then.
    pub for_at_most: Duration,
}

/// What a shared limit says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is within the limit, and counted.
    Within,
    /// The limit is reached; nothing was counted. There may be room after so long.
    Reached(Duration),
}

/// What became of holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HoldNews {
    /// A request took nothing of what was set aside for it.
    GivenBack {
        /// Whose it was.
        owner: Owner,
        /// What it was of.
        edition_id: EditionId,
        /// How many copies.
        copies: u32,
    },
    /// What an owner's cart holds now.
    InCart {
        /// Whose cart.
        owner: Owner,
        /// Each edition with its copies and how much longer they are held.
        held: Vec<(EditionId, u32, Duration)>,
    },
    /// The cart became an order, which holds for so much longer unless it is over before.
    Ordered {
        /// Whose cart.
        owner: Owner,
        /// The order.
        order_id: OrderId,
        /// How long.
        holds_for: Duration,
    },
    /// An order is paid, called off or expired.
    OrderOver {
        /// Whose order.
        owner: Owner,
        /// The order.
        order_id: OrderId,
    },
    /// A visitor's cart became a user's.
    Merged {
        /// The visitor.
        visitor: Owner,
        /// The user.
        user: Owner,
    },
}

/// Failed sign-ins by account and client address.
pub trait SharedSignIns: Send + Sync {
    /// Counts an attempt as failed until it is known better, in one step with looking whether one more is allowed.
    fn begin<'a>(&'a self, attempt: &'a SignInAttempt) -> PortFuture<'a, Result<Verdict, LimitsError>>;
    /// Says how an attempt ended. Must not wait; may be lost.
    fn note(&self, attempt: &SignInAttempt, ended: SignInEnd);
}

/// One attempt to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInAttempt {
    /// Tells it from others.
    pub id: Uuid,
    /// The hash of account and client address together.
    pub pair: u64,
    /// The hash of the client address alone.
    pub address: u64,
    /// Failures of the pair within the window, after which it waits; `None` for no limit.
    pub pair_max: Option<u32>,
    /// Failures from the address within the window, after which it waits; `None` for no limit.
    pub address_max: Option<u32>,
    /// How far back failures count.
    pub window: Duration,
}

/// How an attempt to sign in ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInEnd {
    /// The password was right: what failed before no longer counts for the pair.
    Succeeded,
    /// It was wrong.
    Failed,
    /// Nobody found out.
    Unknown,
}

/// The shared counts are away: each node counts for itself until they are back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("shared limits are unavailable: {0}")]
pub struct LimitsError(pub String);
