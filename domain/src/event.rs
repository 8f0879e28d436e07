//! Events: what the world is told after a commit.
//!
//! Their serialised form is the stored form; fields are only ever added, with a default.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::artwork::ArtworkStatus;
use crate::edition::{CopyRef, Stock};
use crate::ids::{
    ArtworkId, DocumentId, EditionId, LaneId, LineId, OrderId, OrderLineId, PaymentId, SellerId, SellerOrderId,
    SessionId, ShipmentId, UserId,
};
use crate::money::Money;
use crate::order::{FulfilmentStatus, OrderPaymentStatus, OrderStatus};
use crate::owner::Owner;
use crate::payment::PaymentStatus;
use crate::shipment::ShipmentStatus;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The counters of an edition changed; at most one per edition and commit.
    StockChanged {
        /// Who sells the work.
        seller_id: SellerId,
        /// The counters now.
        stock: Stock,
        /// The work's version now: the position of its topic.
        artwork_version: i64,
        /// Held copies more (or fewer) than before this commit.
        held_delta: i64,
        /// Copies that somebody took into a cart in this commit, whatever else it released or sold.
        #[serde(default)]
        newly_held: i64,
        /// Sold copies more (or fewer) than before this commit.
        sold_delta: i64,
    },
    /// The price of an edition changed.
    PriceChanged {
        /// The work.
        artwork_id: ArtworkId,
        /// The edition.
        edition_id: EditionId,
        /// The new price.
        price: Money,
        /// The work's version now.
        artwork_version: i64,
    },
    /// A work moved to another status.
    ArtworkStatusChanged {
        /// The work.
        artwork_id: ArtworkId,
        /// Who sells it.
        seller_id: SellerId,
        /// The new status.
        status: ArtworkStatus,
        /// Its title.
        title: String,
        /// Its address on the storefront.
        slug: String,
        /// The work's version now.
        artwork_version: i64,
    },
    /// Words or images of a work changed; readers that cache it read it again.
    ArtworkEdited {
        /// The work.
        artwork_id: ArtworkId,
        /// The work's version now.
        artwork_version: i64,
    },
    /// A cart changed; at most one per owner and commit.
    CartChanged {
        /// Whose.
        owner: Owner,
        /// Its version now: the position of its topic.
        version: i64,
        /// Lines that lost their holds by the deadline in this commit.
        lapsed: Vec<LineId>,
    },
    /// An order changed.
    OrderChanged {
        /// The order.
        order_id: OrderId,
        /// Its number.
        number: String,
        /// Whose.
        owner: Owner,
        /// Its version now: the position of its topic.
        version: i64,
        /// Whether it goes on.
        status: OrderStatus,
        /// Where the money stands.
        payment_status: OrderPaymentStatus,
        /// Where the goods stand.
        fulfilment_status: FulfilmentStatus,
        /// What it costs.
        total: Money,
        /// The attempt to pay that changed with it.
        payment: Option<PaymentChange>,
        /// The parcel that changed with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shipment: Option<ShipmentChange>,
    },
    /// A document of an order was rendered and can be fetched.
    DocumentReady {
        /// The order.
        order_id: OrderId,
        /// The order's version now.
        version: i64,
        /// The document.
        document_id: DocumentId,
        /// What it is.
        kind: crate::document::DocumentKind,
        /// Its number.
        number: String,
    },
    /// A seller sold something.
    SaleMade {
        /// Who sold.
        seller_id: SellerId,
        /// The order.
        order_id: OrderId,
        /// Its number.
        order_number: String,
        /// What was sold.
        lines: Vec<SoldLine>,
    },
    /// Somebody put a work on a wishlist or took it off.
    WishlistChanged {
        /// The work.
        artwork_id: ArtworkId,
        /// Who sells it.
        seller_id: SellerId,
        /// On how many wishlists it is now.
        wishlisted: i64,
    },
    /// A verified buyer wrote a review.
    ReviewPosted {
        /// The work.
        artwork_id: ArtworkId,
        /// Who sells it.
        seller_id: SellerId,
        /// 1 to 5.
        rating: u8,
    },
    /// A sign-in ended before its time; sockets and cached tokens of it must go.
    SessionRevoked {
        /// The sign-in.
        session_id: SessionId,
        /// Whose.
        user_id: UserId,
    },
    /// A seller was verified: it may publish from now on.
    SellerVerified {
        /// The seller.
        seller_id: SellerId,
    },
    /// The rules of the house changed; readers that cache them read them again.
    SettingsChanged,
    /// Signing keys changed; readers that cache them read them again.
    KeysChanged,
    /// What is found by words is to be made anew from the stored works, on every node.
    ReindexAsked,
    /// What a newer program tells, on a node that is not yet of its version. It has its place in its lane and no meaning
    /// here.
    #[serde(other)]
    Newer,
}

/// An attempt to pay, as an event tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentChange {
    /// The attempt.
    pub id: PaymentId,
    /// Where it stands.
    pub status: PaymentStatus,
    /// Why it was declined.
    pub decline_code: Option<String>,
}

/// A parcel, as an event tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentChange {
    /// The parcel.
    pub id: ShipmentId,
    /// Of which part of the order.
    pub seller_order_id: SellerOrderId,
    /// Where it is.
    pub status: ShipmentStatus,
    /// Who carries it.
    pub carrier: String,
    /// Its number there.
    pub tracking_number: Option<String>,
    /// Where it can be followed.
    pub tracking_url: Option<String>,
    /// The lines in it.
    pub lines: Vec<OrderLineId>,
}

/// A line of a sale, as an event tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoldLine {
    /// The work.
    pub artwork_id: ArtworkId,
    /// Its title.
    pub title: String,
    /// The edition.
    pub edition_id: EditionId,
    /// How many.
    pub quantity: u32,
    /// Gross, the whole line.
    pub amount: Money,
    /// The copies.
    pub copies: Vec<CopyRef>,
}

/// An event with its place in the one order its lane gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// Which lane.
    pub lane: LaneId,
    /// Its place in the lane, gapless from 1.
    pub seq: i64,
    /// The batch's time.
    pub at: DateTime<Utc>,
    /// What happened.
    pub event: Event,
}

impl Event {
    /// The stored name.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::StockChanged { .. } => "stock_changed",
            Self::PriceChanged { .. } => "price_changed",
            Self::ArtworkStatusChanged { .. } => "artwork_status_changed",
            Self::ArtworkEdited { .. } => "artwork_edited",
            Self::CartChanged { .. } => "cart_changed",
            Self::OrderChanged { .. } => "order_changed",
            Self::DocumentReady { .. } => "document_ready",
            Self::SaleMade { .. } => "sale_made",
            Self::WishlistChanged { .. } => "wishlist_changed",
            Self::ReviewPosted { .. } => "review_posted",
            Self::SessionRevoked { .. } => "session_revoked",
            Self::SellerVerified { .. } => "seller_verified",
            Self::SettingsChanged => "settings_changed",
            Self::KeysChanged => "keys_changed",
            Self::ReindexAsked => "reindex_asked",
            Self::Newer => "newer",
        }
    }

    /// The order whose log this event belongs to; indexed for resuming `order:<id>`.
    #[must_use]
    pub fn order_id(&self) -> Option<OrderId> {
        match self {
            Self::OrderChanged { order_id, .. } | Self::DocumentReady { order_id, .. } => Some(*order_id),
            _ => None,
        }
    }

    /// The seller whose sales feed this event belongs to; indexed for resuming `seller:<id>:sales`.
    #[must_use]
    pub fn seller_id(&self) -> Option<SellerId> {
        match self {
            Self::SaleMade { seller_id, .. }
            | Self::WishlistChanged { seller_id, .. }
            | Self::ReviewPosted { seller_id, .. } => Some(*seller_id),
            Self::StockChanged { seller_id, newly_held, .. } if *newly_held > 0 => Some(*seller_id),
            _ => None,
        }
    }
}
