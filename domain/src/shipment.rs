//! Parcels: their status with its table of moves, and what an order's fulfilment is with them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{OrderId, OrderLineId, SellerOrderId, ShipmentId};
use crate::order::{FulfilmentStatus, Order, OrderLine, SellerOrder};
use crate::tracking::Carrier;

/// Where a parcel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShipmentStatus {
    /// Packed, and still with the seller.
    Packed,
    /// With the carrier.
    InTransit,
    /// With the buyer.
    Delivered,
    /// The carrier has trouble with it.
    Exception,
    /// Back with the seller.
    Returned,
}

/// The carrier of what the buyer collects: nobody.
pub const COLLECTED: &str = "pickup";

/// A parcel of one seller's part of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shipment {
    /// The parcel.
    pub id: ShipmentId,
    /// Of which order.
    pub order_id: OrderId,
    /// Of which part.
    pub seller_order_id: SellerOrderId,
    /// Who carries it, as the seller wrote it.
    pub carrier: String,
    /// Its number there; what is brought by hand has none.
    pub tracking_number: Option<String>,
    /// Where it is.
    pub status: ShipmentStatus,
    /// The lines in it, whole.
    pub lines: Vec<OrderLineId>,
    /// What happened to it, oldest first.
    pub events: Vec<ShipmentEvent>,
    /// When it was handed over.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// One thing that happened to a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// Where it was then.
    pub status: ShipmentStatus,
    /// The place, if it is known.
    pub place: Option<String>,
    /// In words.
    pub text: String,
    /// Who told it; none for what the seller and the house have noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<EventSource>,
}

/// What tells a carrier's event from all others: it counts once for a parcel, however often it is told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EventSource {
    /// Who tells it: a carrier.
    pub name: String,
    /// Its name for the event.
    pub event_id: String,
}

impl ShipmentStatus {
    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Packed => "packed",
            Self::InTransit => "in_transit",
            Self::Delivered => "delivered",
            Self::Exception => "exception",
            Self::Returned => "returned",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Packed, Self::InTransit, Self::Delivered, Self::Exception, Self::Returned]
            .into_iter()
            .find(|status| status.as_str() == name)
    }

    /// Whether the table allows this move.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Packed => matches!(next, Self::InTransit | Self::Delivered | Self::Exception | Self::Returned),
            Self::InTransit => matches!(next, Self::Delivered | Self::Exception | Self::Returned),
            Self::Exception => matches!(next, Self::InTransit | Self::Delivered | Self::Returned),
            Self::Delivered => next == Self::Returned,
            Self::Returned => false,
        }
    }
}

impl Shipment {
    /// What happened to it in the order in which it happened; events are kept in the order in which they were told.
    #[must_use]
    pub fn history(&self) -> Vec<&ShipmentEvent> {
        let mut events: Vec<&ShipmentEvent> = self.events.iter().collect();
        // What the house noted itself stays as it was noted.
        events.sort_by(|one, other| (one.at, &one.source).cmp(&(other.at, &other.source)));
        events
    }

    /// Whether an event with this source is known.
    #[must_use]
    pub fn knows(&self, source: &EventSource) -> bool {
        self.events.iter().any(|event| event.source.as_ref() == Some(source))
    }

    /// Where the parcel is once a carrier has told `event`, whatever was told before and after it: arrived and returned
    /// count whenever they are told; of trouble and going on the one counts that happened last.
    #[must_use]
    pub fn status_with(&self, event: &ShipmentEvent) -> ShipmentStatus {
        use ShipmentStatus as S;
        let is_moving = |status: S| matches!(status, S::InTransit | S::Exception);
        let key = |event: &ShipmentEvent| (event.at, event.source.clone());
        let told = self.events.iter().filter(|known| known.source.is_some() && is_moving(known.status));
        let is_old = is_moving(event.status) && told.map(key).max().is_some_and(|last| last > key(event));
        if is_old || !self.status.may_become(event.status) { self.status } else { event.status }
    }

    /// Whether the buyer collects it: packed it is ready, delivered it has been collected.
    #[must_use]
    pub fn is_collected(&self) -> bool {
        self.carrier == COLLECTED
    }

    /// Where the parcel can be followed: the carrier's own page, of carriers whose page is known.
    #[must_use]
    pub fn tracking_url(&self) -> Option<String> {
        Carrier::of_name(&self.carrier)?.url(self.tracking_number.as_deref()?)
    }
}

impl Order {
    /// The parcels of one part, in the order they were handed over.
    pub fn shipments_of(&self, part: SellerOrderId) -> impl Iterator<Item = &Shipment> {
        self.shipments.iter().filter(move |shipment| shipment.seller_order_id == part)
    }

    /// Whether a line has left in some parcel.
    #[must_use]
    pub fn is_shipped(&self, line: OrderLineId) -> bool {
        self.shipments.iter().any(|shipment| shipment.lines.contains(&line))
    }

    /// Where the goods of one part stand.
    #[must_use]
    pub fn fulfilment_of(&self, part: &SellerOrder) -> FulfilmentStatus {
        let own = self.lines_to_fulfil().filter(|line| part.lines.iter().any(|known| known.id == line.id));
        let own: Vec<&OrderLine> = own.collect();
        if self.came_back(&own, None) {
            return FulfilmentStatus::Returned;
        }
        let lines: Vec<OrderLineId> = own.iter().map(|line| line.id).collect();
        let shipments: Vec<&Shipment> = self.shipments_of(part.id).collect();
        fulfilment(&lines, &shipments)
    }
}

/// Where goods stand, from what was ordered and the parcels that have left.
#[must_use]
pub fn fulfilment(lines: &[OrderLineId], shipments: &[&Shipment]) -> FulfilmentStatus {
    let has_left = |line: &&OrderLineId| shipments.iter().any(|shipment| shipment.lines.contains(line));
    let left = lines.iter().filter(has_left).count();
    if left == 0 {
        FulfilmentStatus::Unfulfilled
    } else if left < lines.len() {
        FulfilmentStatus::PartiallyShipped
    } else if shipments.iter().all(|shipment| shipment.status == ShipmentStatus::Returned) {
        FulfilmentStatus::Returned
    } else if shipments.iter().all(|shipment| shipment.arrived_at().is_some()) {
        // One that came back has ended its way as well: nothing waits for it.
        FulfilmentStatus::Delivered
    } else {
        FulfilmentStatus::Shipped
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn parcel(carrier: &str, number: Option<&str>) -> Shipment {
        Shipment {
            id: ShipmentId(Uuid::nil()),
            order_id: OrderId(Uuid::nil()),
            seller_order_id: SellerOrderId(Uuid::nil()),
            carrier: carrier.to_owned(),
            tracking_number: number.map(str::to_owned),
            status: ShipmentStatus::InTransit,
            lines: Vec::new(),
            events: Vec::new(),
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_parcel_is_followed_at_its_carrier_and_nothing_else_gets_into_the_address() {
        let url = |carrier, number| parcel(carrier, Some(number)).tracking_url();
        assert_eq!(url("UPS", "1Z 999").as_deref(), Some("https://www.ups.com/track?tracknum=1Z999"));
        assert_eq!(url("By hand", "7"), None);
        for number in ["", " ", "1&x=2", "1/../2", "é"] {
            assert_eq!(url("DHL", number), None, "{number:?}");
        }
        assert_eq!(parcel("DHL", None).tracking_url(), None);
    }

    fn told(at: i64, status: ShipmentStatus, event_id: &str) -> ShipmentEvent {
        ShipmentEvent {
            at: DateTime::from_timestamp(at, 0).unwrap(),
            status,
            place: None,
            text: String::new(),
            source: Some(EventSource { name: "dhl".to_owned(), event_id: event_id.to_owned() }),
        }
    }

    proptest::proptest! {
        /// Whatever order a carrier's events come in: the parcel ends in the same place with the same history.
        #[test]
        fn events_may_come_in_any_order(
            told_of in proptest::collection::vec((0_i64..6, 0_usize..4), 1..8), seed in proptest::num::u64::ANY,
        ) {
            use ShipmentStatus as S;
            let statuses = [S::InTransit, S::Exception, S::Delivered, S::Returned];
            let events: Vec<ShipmentEvent> = told_of
                .iter()
                .enumerate()
                .map(|(place, (at, status))| told(*at, statuses[*status], &format!("e{place}")))
                .collect();
            let take = |events: &[ShipmentEvent]| {
                let mut parcel = parcel("DHL", Some("1"));
                for event in events {
                    parcel.status = parcel.status_with(event);
                    parcel.events.push(event.clone());
                }
                let history: Vec<ShipmentEvent> = parcel.history().into_iter().cloned().collect();
                (parcel.status, history)
            };
            let mut shuffled = events.clone();
            let mut state = seed | 1;
            for place in (1..shuffled.len()).rev() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                shuffled.swap(place, usize::try_from(state >> 33).unwrap_or(0) % (place + 1));
            }
            proptest::prop_assert_eq!(take(&events), take(&shuffled));
        }
    }

    #[test]
    fn a_parcel_that_has_come_back_goes_nowhere() {
        use ShipmentStatus as S;
        for next in [S::Packed, S::InTransit, S::Delivered, S::Exception, S::Returned] {
            assert!(!S::Returned.may_become(next));
            assert!(!next.may_become(S::Packed));
            assert_eq!(S::parse(next.as_str()), Some(next));
        }
    }
}
