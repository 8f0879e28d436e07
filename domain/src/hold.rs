//! Holds: copies kept for an owner until a deadline.
//!
//! The row decides, never the deadline alone: a copy whose hold ran out is free for others only after a command has
//! released it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::edition::CopyRef;
use crate::ids::{EditionId, HoldId, LineId, OrderId};
use crate::money::Money;
use crate::owner::Owner;

/// A live hold. It is deleted when it is released, lapses or becomes a sale; events and orders keep the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// The hold.
    pub id: HoldId,
    /// For whom.
    pub owner: Owner,
    /// The cart line it belongs to (kept when the line has become an order line).
    pub line_id: LineId,
    /// Of which edition.
    pub edition_id: EditionId,
    /// The copy; `None` for an open edition.
    pub copy: Option<CopyRef>,
    /// 1 for a numbered copy; any number for an open edition.
    pub quantity: u32,
    /// The price of one copy, frozen when the hold was placed.
    pub unit_price: Money,
    /// Since when.
    pub placed_at: DateTime<Utc>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// Whether the customer has used the one extension.
    pub extended: bool,
    /// The order that was placed on it; set once.
    pub order_id: Option<OrderId>,
}

/// How long holds last and how many one owner may have. Configured; the defaults are those of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldPolicy {
    /// Seconds a new hold lasts.
    pub ttl_s: u32,
    /// Seconds the one extension adds.
    pub extension_s: u32,
    /// Starting a payment sets the deadline to at least this many seconds from now, once an order.
    pub payment_extension_s: u32,
    /// The most works (lines with live holds) a visitor may hold at once; `None` is unlimited.
    pub visitor_works_max: Option<u32>,
    /// The most copies one line may ask for.
    pub quantity_max: u32,
}

impl Default for HoldPolicy {
    fn default() -> Self {
        Self { ttl_s: 600, extension_s: 300, payment_extension_s: 900, visitor_works_max: Some(5), quantity_max: 1_000 }
    }
}
