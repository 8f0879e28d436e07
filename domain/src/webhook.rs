//! Webhooks: what happens in the house, told to programs of others that asked to hear it.
//!
//! Committed events have names of their own for the public, which stay when the events inside change. What follows from an
//! event, and when a delivery that failed is tried again, is decided here; nothing is sent here.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::artwork::ArtworkStatus;
use crate::event::Event;
use crate::ids::{LaneId, WebhookDeliveryId, WebhookEndpointId};
use crate::order::{OrderPaymentStatus, OrderStatus};
use crate::payment::PaymentStatus;
use crate::shipment::ShipmentStatus;

/// The most endpoints of a house.
pub const ENDPOINTS_MAX: i64 = 50;

/// How long the secret before the present one still signs as well, in seconds.
pub const ROTATION_S: u32 = 24 * 3_600;

/// The longest pause between two tries.
pub const RETRY_LONGEST: Duration = Duration::from_secs(6 * 3_600);

/// The name of a delivery that only tries an endpoint out.
pub const PING: &str = "ping";

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)*) => {
        /// What an endpoint can hear of.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum WebhookKind {
            $($(#[$doc])* #[serde(rename = $name)] $kind,)*
        }

        impl WebhookKind {
            /// All of them, in the order they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The public name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }
        }
    };
}

kinds! {
    /// An order was placed.
    OrderPlaced = "order.placed",
    /// All of its money is there.
    OrderPaid = "order.paid",
    /// A parcel of it has left.
    OrderShipped = "order.shipped",
    /// A parcel of it has arrived.
    OrderDelivered = "order.delivered",
    /// It arrived, and nobody can withdraw from it any more.
    OrderCompleted = "order.completed",
    /// It was called off, or never paid in time.
    OrderCancelled = "order.cancelled",
    /// Money of it went back.
    OrderRefunded = "order.refunded",
    /// A work hangs on the storefront.
    ArtworkPublished = "artwork.published",
    /// Words, images, a price or the status of a work changed.
    ArtworkUpdated = "artwork.updated",
    /// The counters of an edition changed.
    StockChanged = "stock.changed",
    /// A seller was verified.
    SellerVerified = "seller.verified",
}

impl WebhookKind {
    /// The kind of a public name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == name)
    }
}

/// What an admin says of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookDraft {
    /// Where deliveries are posted.
    pub url: String,
    /// What it is for, in the admin's words.
    pub description: String,
    /// What it hears of; each once, in the order of [`WebhookKind::ALL`].
    pub kinds: Vec<WebhookKind>,
    /// Whether it hears anything at the moment.
    pub enabled: bool,
}

/// An endpoint as it is stored, without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookEndpoint {
    /// The endpoint.
    pub id: WebhookEndpointId,
    /// What an admin said of it.
    pub draft: WebhookDraft,
    /// Until when the secret before the present one still signs.
    pub previous_until: Option<DateTime<Utc>>,
    /// Raised by every change: the entity tag.
    pub revision: i64,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Last changed.
    pub updated_at: DateTime<Utc>,
}

/// How far an endpoint has been told, lane by lane.
pub type WebhookCursor = Vec<(LaneId, i64)>;

/// A delivery that is to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDelivery {
    /// The delivery.
    pub id: WebhookDeliveryId,
    /// What happened: the same for every endpoint, and no delivery of an endpoint has it twice.
    pub event_id: String,
    /// Its public name.
    pub kind: String,
    /// The order, the work, the edition or the seller.
    pub subject: Uuid,
    /// When it happened.
    pub at: DateTime<Utc>,
}

/// What became of a try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeliveryOutcome {
    /// The other side has it.
    Delivered {
        /// What it answered.
        status: u16,
    },
    /// It does not have it.
    Failed {
        /// What it answered, if it did.
        status: Option<u16>,
        /// What went wrong.
        error: String,
        /// Not before.
        run_at: DateTime<Utc>,
        /// Given up.
        dead: bool,
    },
}

/// What an order was before an event, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderBefore {
    /// Whether it went on.
    pub status: OrderStatus,
    /// Where the money stood.
    pub payment_status: OrderPaymentStatus,
}

impl OrderBefore {
    /// What an earlier event of the order says.
    #[must_use]
    pub fn of(event: &Event) -> Option<Self> {
        match event {
            Event::OrderChanged { status, payment_status, .. } => {
                Some(Self { status: *status, payment_status: *payment_status })
            }
            _ => None,
        }
    }
}

/// What an event is called in public, with what it is about. `before` is what the order was before it; where that is no
/// longer known, what the event itself says decides.
#[must_use]
pub fn kinds_of(event: &Event, before: Option<OrderBefore>) -> Vec<(WebhookKind, Uuid)> {
    match event {
        Event::OrderChanged { order_id, .. } => {
            kinds_of_order(event, before).into_iter().map(|kind| (kind, order_id.0)).collect()
        }
        Event::ArtworkStatusChanged { artwork_id, status: ArtworkStatus::Published, .. } => {
            vec![(WebhookKind::ArtworkPublished, artwork_id.0)]
        }
        Event::ArtworkStatusChanged { artwork_id, .. }
        | Event::ArtworkEdited { artwork_id, .. }
        | Event::PriceChanged { artwork_id, .. } => vec![(WebhookKind::ArtworkUpdated, artwork_id.0)],
        Event::StockChanged { stock, .. } => vec![(WebhookKind::StockChanged, stock.artwork_id.0)],
        Event::SellerVerified { seller_id } => vec![(WebhookKind::SellerVerified, seller_id.0)],
        _ => Vec::new(),
    }
}

fn kinds_of_order(event: &Event, before: Option<OrderBefore>) -> Vec<WebhookKind> {
    let Event::OrderChanged { version, status, payment_status, payment, shipment, .. } = event else {
        return Vec::new();
    };
    let mut kinds = Vec::new();
    if before.is_none() && *version <= 1 {
        kinds.push(WebhookKind::OrderPlaced);
    }
    let was_paid = before.is_some_and(|before| is_paid(before.payment_status));
    let now_paid = *payment_status == OrderPaymentStatus::Paid
        && (before.is_some() || payment.as_ref().is_some_and(|payment| payment.status == PaymentStatus::Succeeded));
    if now_paid && !was_paid {
        kinds.push(WebhookKind::OrderPaid);
    }
    match shipment.as_ref().map(|shipment| shipment.status) {
        Some(ShipmentStatus::InTransit) => kinds.push(WebhookKind::OrderShipped),
        Some(ShipmentStatus::Delivered) => kinds.push(WebhookKind::OrderDelivered),
        _ => {}
    }
    if *status == OrderStatus::Completed && before.is_none_or(|before| before.status != OrderStatus::Completed) {
        kinds.push(WebhookKind::OrderCompleted);
    }
    let is_off = |status: OrderStatus| matches!(status, OrderStatus::Cancelled | OrderStatus::Expired);
    if is_off(*status) && before.is_none_or(|before| !is_off(before.status)) {
        kinds.push(WebhookKind::OrderCancelled);
    }
    // A second part that goes back leaves the order partly given back as before, and is told all the same: the attempt that
    // brought the money changes with it.
    let now = *payment_status;
    let is_another = before.is_none_or(|before| before.payment_status != now);
    let gave_back = match now {
        OrderPaymentStatus::Refunded => is_another,
        OrderPaymentStatus::PartiallyRefunded => is_another || payment.is_some(),
        _ => false,
    };
    if gave_back {
        kinds.push(WebhookKind::OrderRefunded);
    }
    kinds
}

/// Whether the money of an order has been there.
fn is_paid(status: OrderPaymentStatus) -> bool {
    matches!(
        status,
        OrderPaymentStatus::Paid
            | OrderPaymentStatus::PartiallyRefunded
            | OrderPaymentStatus::Refunded
            | OrderPaymentStatus::Disputed
    )
}

/// When a delivery is tried again that has failed so many times: after half to the whole of `first · 2^(attempts - 1)`, at
/// most [`RETRY_LONGEST`]. `None` when it is given up, `patience` after it was promised. `random` is 64 random bits.
#[must_use]
pub fn next_try(
    promised_at: DateTime<Utc>,
    now: DateTime<Utc>,
    attempts: u32,
    (first, patience): (Duration, Duration),
    random: u64,
) -> Option<DateTime<Utc>> {
    let given_up = promised_at + TimeDelta::from_std(patience).unwrap_or(TimeDelta::MAX);
    if now >= given_up {
        return None;
    }
    let whole = first.saturating_mul(1_u32 << attempts.saturating_sub(1).min(20)).min(RETRY_LONGEST);
    let half_ms = u64::try_from(whole.as_millis() / 2).unwrap_or(u64::MAX / 2);
    let pause_ms = half_ms + random % (half_ms + 1);
    let pause = TimeDelta::milliseconds(i64::try_from(pause_ms).unwrap_or(i64::MAX / 2));
    // The last try is made when it would be given up, not before.
    Some((now + pause).min(given_up))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::event::{PaymentChange, ShipmentChange};
    use crate::ids::{OrderId, PaymentId, SellerId, SellerOrderId, ShipmentId, VisitorId};
    use crate::money::{Currency, Money};
    use crate::order::FulfilmentStatus;
    use crate::owner::Owner;

    fn order(version: i64, status: OrderStatus, payment_status: OrderPaymentStatus) -> Event {
        Event::OrderChanged {
            order_id: OrderId(Uuid::from_u128(7)),
            number: "IM-1".to_owned(),
            owner: Owner::Visitor(VisitorId(Uuid::from_u128(1))),
            version,
            status,
            payment_status,
            fulfilment_status: FulfilmentStatus::Unfulfilled,
            total: Money::new(100, Currency::EUR),
            payment: None,
            shipment: None,
        }
    }

    fn told(event: &Event, before: Option<&Event>) -> Vec<&'static str> {
        kinds_of(event, before.and_then(OrderBefore::of)).into_iter().map(|(kind, _)| kind.as_str()).collect()
    }

    #[test]
    fn names_are_told_apart_and_known_again() {
        for kind in WebhookKind::ALL {
            assert_eq!(WebhookKind::parse(kind.as_str()), Some(*kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        assert_eq!(WebhookKind::parse(PING), None, "nobody subscribes to a trial");
    }

    #[test]
    fn an_order_is_told_where_it_moves_and_not_again() {
        let placed = order(1, OrderStatus::Open, OrderPaymentStatus::Pending);
        assert_eq!(told(&placed, None), ["order.placed"]);
        let paid = order(2, OrderStatus::Open, OrderPaymentStatus::Paid);
        assert_eq!(told(&paid, Some(&placed)), ["order.paid"]);
        assert!(told(&order(3, OrderStatus::Open, OrderPaymentStatus::Paid), Some(&paid)).is_empty());
        let failed = order(2, OrderStatus::Open, OrderPaymentStatus::Failed);
        assert!(told(&failed, Some(&placed)).is_empty());
        let done = order(3, OrderStatus::Completed, OrderPaymentStatus::Paid);
        assert_eq!(told(&done, Some(&paid)), ["order.completed"]);
        assert!(told(&order(4, OrderStatus::Completed, OrderPaymentStatus::Paid), Some(&done)).is_empty());
        let off = order(3, OrderStatus::Cancelled, OrderPaymentStatus::Paid);
        assert_eq!(told(&off, Some(&paid)), ["order.cancelled"]);
        let back = order(4, OrderStatus::Cancelled, OrderPaymentStatus::Refunded);
        assert_eq!(told(&back, Some(&off)), ["order.refunded"]);
        assert!(told(&order(5, OrderStatus::Cancelled, OrderPaymentStatus::Refunded), Some(&back)).is_empty());
        let part = order(4, OrderStatus::Open, OrderPaymentStatus::PartiallyRefunded);
        assert_eq!(told(&part, Some(&paid)), ["order.refunded"]);
    }

    #[test]
    fn a_parcel_is_told_when_it_leaves_and_when_it_arrives() {
        let with = |status| {
            let mut event = order(3, OrderStatus::Open, OrderPaymentStatus::Paid);
            if let Event::OrderChanged { shipment, .. } = &mut event {
                *shipment = Some(ShipmentChange {
                    id: ShipmentId(Uuid::from_u128(1)),
                    seller_order_id: SellerOrderId(Uuid::from_u128(2)),
                    status,
                    carrier: "DHL".to_owned(),
                    tracking_number: None,
                    tracking_url: None,
                    lines: Vec::new(),
                });
            }
            event
        };
        let paid = order(2, OrderStatus::Open, OrderPaymentStatus::Paid);
        assert_eq!(told(&with(ShipmentStatus::InTransit), Some(&paid)), ["order.shipped"]);
        assert_eq!(told(&with(ShipmentStatus::Delivered), Some(&paid)), ["order.delivered"]);
        assert!(told(&with(ShipmentStatus::Packed), Some(&paid)).is_empty());
    }

    #[test]
    fn without_what_was_before_the_event_itself_decides() {
        let mut paid = order(9, OrderStatus::Open, OrderPaymentStatus::Paid);
        assert!(told(&paid, None).is_empty());
        if let Event::OrderChanged { payment, .. } = &mut paid {
            let id = PaymentId(Uuid::from_u128(3));
            *payment = Some(PaymentChange { id, status: PaymentStatus::Succeeded, decline_code: None });
        }
        assert_eq!(told(&paid, None), ["order.paid"]);
    }

    #[test]
    fn a_seller_is_told_by_its_id_and_what_is_private_is_not() {
        let seller_id = SellerId(Uuid::from_u128(4));
        let kinds = kinds_of(&Event::SellerVerified { seller_id }, None);
        assert_eq!(kinds, [(WebhookKind::SellerVerified, seller_id.0)]);
        assert!(kinds_of(&Event::KeysChanged, None).is_empty());
    }

    proptest! {
        #[test]
        fn a_pause_grows_from_ten_seconds_to_six_hours_within_three_days(attempts in 1_u32..40, random: u64, age_s in 0_i64..400_000) {
            let promised = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
            let now = promised + TimeDelta::seconds(age_s);
            let times = (Duration::from_secs(10), Duration::from_secs(3 * 86_400));
            match next_try(promised, now, attempts, times, random) {
                None => prop_assert!(age_s >= 3 * 86_400),
                Some(at) => {
                    let step_ms = (10_000_i64 << (attempts - 1).min(20)).min(6 * 3_600_000);
                    let last = promised + TimeDelta::days(3);
                    prop_assert!(at <= last && at <= now + TimeDelta::milliseconds(step_ms));
                    prop_assert!(at == last || at >= now + TimeDelta::milliseconds(step_ms / 2));
                }
            }
        }
    }
}
