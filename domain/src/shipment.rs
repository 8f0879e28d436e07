//! Parcels: their status with its table of moves, and what an order's fulfilment is with them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{OrderId, OrderLineId, SellerOrderId, ShipmentId};
use crate::order::{FulfilmentStatus, Order, SellerOrder};

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
    /// Where the parcel can be followed: the carrier's own page, of carriers whose page is known.
    #[must_use]
    pub fn tracking_url(&self) -> Option<String> {
        let number: String =
            self.tracking_number.as_deref()?.chars().filter(|letter| !letter.is_whitespace()).collect();
        // What goes into an address is letters and digits only; no carrier's numbers have anything else in them.
        if number.is_empty() || !number.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-') {
            return None;
        }
        let before = match self.carrier.trim().to_lowercase().as_str() {
            "dhl" | "dhl express" => "https://www.dhl.com/global-en/home/tracking.html?tracking-id=",
            "ups" => "https://www.ups.com/track?tracknum=",
            "fedex" => "https://www.fedex.com/fedextrack/?trknbr=",
            "dpd" => "https://tracking.dpd.de/status/en_DE/parcel/",
            "usps" => "https://tools.usps.com/go/TrackConfirmAction?tLabels=",
            "royal mail" => "https://www.royalmail.com/track-your-item#/tracking-results/",
            "la poste" | "colissimo" => "https://www.laposte.fr/outils/suivre-vos-envois?code=",
            _ => return None,
        };
        Some(format!("{before}{number}"))
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
        let lines: Vec<OrderLineId> = own.map(|line| line.id).collect();
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
    } else if shipments.iter().all(|shipment| shipment.status == ShipmentStatus::Delivered) {
        FulfilmentStatus::Delivered
    } else if shipments.iter().all(|shipment| shipment.status == ShipmentStatus::Returned) {
        FulfilmentStatus::Returned
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
