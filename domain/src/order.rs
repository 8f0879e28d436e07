//! Orders: three statuses with their tables of moves, and the rows an order is made of.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::dispute::Dispute;
use crate::edition::CopyRef;
use crate::ids::{ArtworkId, EditionId, LineId, OrderId, OrderLineId, SellerId, SellerOrderId};
use crate::money::{Currency, Money};
use crate::owner::Owner;
use crate::payment::Payment;
use crate::refund::Refund;
use crate::returns::Return;
use crate::shipment::Shipment;
use crate::shipping::PickupPlace;
use crate::tax::LineTax;

macro_rules! names {
    ($type:ident { $($variant:ident => $name:literal),+ $(,)? }) => {
        impl $type {
            /// The stored and published name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The status of that name.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

/// Whether the order goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// Placed; paid or yet to be paid.
    Open,
    /// Delivered, and the withdrawal period is over.
    Completed,
    /// Called off before shipment.
    Cancelled,
    /// Never paid in time.
    Expired,
}
names!(OrderStatus { Open => "open", Completed => "completed", Cancelled => "cancelled", Expired => "expired" });

impl OrderStatus {
    /// Whether the table allows this move. An expired order opens again only for late money that still finds its
    /// goods.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Open, Self::Completed | Self::Cancelled | Self::Expired) | (Self::Expired, Self::Open)
        )
    }
}

/// Where the money stands; follows the latest payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderPaymentStatus {
    /// The provider has not said the last word.
    Pending,
    /// The customer must authenticate first.
    RequiresAction,
    /// All of it is there.
    Paid,
    /// Some of it was given back.
    PartiallyRefunded,
    /// All of it was given back.
    Refunded,
    /// The customer's bank took it back; under dispute.
    Disputed,
    /// The latest attempt was declined.
    Failed,
}
names!(OrderPaymentStatus {
    Pending => "pending",
    RequiresAction => "requires_action",
    Paid => "paid",
    PartiallyRefunded => "partially_refunded",
    Refunded => "refunded",
    Disputed => "disputed",
    Failed => "failed",
});

impl OrderPaymentStatus {
    /// Whether the table allows this move.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        use OrderPaymentStatus as S;
        match self {
            S::Pending | S::RequiresAction | S::Failed => {
                // `Refunded` at once: late money that found its goods gone.
                self != next && matches!(next, S::Pending | S::RequiresAction | S::Failed | S::Paid | S::Refunded)
            }
            S::Paid => matches!(next, S::PartiallyRefunded | S::Refunded | S::Disputed),
            S::PartiallyRefunded => matches!(next, S::PartiallyRefunded | S::Refunded | S::Disputed),
            S::Disputed => matches!(next, S::Paid | S::PartiallyRefunded | S::Refunded),
            S::Refunded => false,
        }
    }
}

/// Where the goods stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FulfilmentStatus {
    /// Nothing has left.
    Unfulfilled,
    /// Some of it has left.
    PartiallyShipped,
    /// All of it has left.
    Shipped,
    /// All of it has arrived.
    Delivered,
    /// It came back.
    Returned,
}
names!(FulfilmentStatus {
    Unfulfilled => "unfulfilled",
    PartiallyShipped => "partially_shipped",
    Shipped => "shipped",
    Delivered => "delivered",
    Returned => "returned",
});

impl FulfilmentStatus {
    /// Whether the table allows this move.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Unfulfilled, Self::PartiallyShipped | Self::Shipped)
                // `Delivered` at once: what had not left was called off.
                // And `Returned`: what had left came back.
                | (Self::PartiallyShipped, Self::Shipped | Self::Delivered | Self::Returned)
                | (Self::Shipped, Self::Delivered | Self::Returned)
                | (Self::Delivered, Self::Returned)
        )
    }
}

/// The changing head of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderHead {
    /// The order.
    pub id: OrderId,
    /// The number people use, unique (`IM-…`).
    pub number: String,
    /// Who placed it.
    pub owner: Owner,
    /// Raised by one with every change; the position of the topic `order:<id>`.
    pub version: i64,
    /// Whether it goes on.
    pub status: OrderStatus,
    /// Where the money stands.
    pub payment_status: OrderPaymentStatus,
    /// Where the goods stand.
    pub fulfilment_status: FulfilmentStatus,
    /// Where the customer gets mail.
    pub email: String,
    /// Language of its documents and mails.
    pub locale: String,
    /// Currency of every amount in it.
    pub currency: Currency,
    /// What it costs.
    pub totals: Totals,
    /// Where it goes.
    pub shipping_address: Address,
    /// Who is invoiced.
    pub billing_address: Address,
    /// The buyer's VAT id.
    pub vat_id: Option<String>,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// Whether starting a payment has lengthened its holds; happens once.
    pub hold_extended: bool,
    /// When the last of it arrived, or came back; set with the fulfilment.
    #[serde(default)]
    pub delivered_at: Option<DateTime<Utc>>,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEntry>,
}

/// Sums of an order or a part of it, minor units; all gross but the contained tax.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Works.
    pub items_minor: i64,
    /// Shipping.
    pub shipping_minor: i64,
    /// Tax contained in both.
    pub tax_included_minor: i64,
    /// What the customer pays.
    pub total_minor: i64,
}

/// One thing that happened to an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// What: `placed`, `payment_started`, `payment_failed`, `paid`, `cancelled`, `expired`, `refunded`, `shipped`,
    /// `delivered`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// Details for people; never secrets.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub data: serde_json::Value,
}

/// The part of an order that one seller fulfils.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SellerOrder {
    /// The part.
    pub id: SellerOrderId,
    /// Of which order.
    pub order_id: OrderId,
    /// Its place in the order, 0-based: sellers follow the order of the cart's lines.
    pub position: u32,
    /// Who sells.
    pub seller_id: SellerId,
    /// The seller's name and slug, frozen.
    pub seller_name: String,
    /// The seller's address on the storefront, frozen.
    pub seller_slug: String,
    /// The chosen shipping method.
    pub shipping_method: String,
    /// Its name, frozen.
    pub shipping_name: String,
    /// Its gross price and contained tax.
    pub shipping_minor: i64,
    /// Tax of the shipping.
    pub shipping_tax: LineTax,
    /// Gross price of the cheapest delivery that was on offer, frozen: as much of the shipping goes back to who withdraws
    /// from all of the part. `None` for parts that were sold before it was kept: all of it does then.
    #[serde(default)]
    pub cheapest_shipping_minor: Option<i64>,
    /// The house's commission, frozen: minor units of the items' gross; the sum of the lines'.
    pub commission_minor: i64,
    /// The day by which it is to leave, or to be ready where it is collected; frozen when it was placed. None for orders
    /// that were placed before there was one.
    #[serde(default)]
    pub ship_by: Option<NaiveDate>,
    /// Where the buyer collects it, frozen; none for what is sent.
    #[serde(default)]
    pub pickup: Option<PickupPlace>,
    /// Sums of this part.
    pub totals: Totals,
    /// What is bought.
    pub lines: Vec<OrderLine>,
}

/// One edition bought; everything about it is frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// The line.
    pub id: OrderLineId,
    /// The cart line it was, whose holds it pays.
    pub cart_line_id: LineId,
    /// What.
    pub edition_id: EditionId,
    /// Of which work.
    pub artwork_id: ArtworkId,
    /// The work's title.
    pub title: String,
    /// The artist's name.
    pub artist_name: String,
    /// The edition's label.
    pub edition_label: Option<String>,
    /// How many.
    pub quantity: u32,
    /// Gross price of one.
    pub unit_price: Money,
    /// The copies held for it and, once paid, sold on it and not taken back. Empty for open editions.
    pub copies: Vec<CopyRef>,
    /// Tax of the whole line.
    pub tax: LineTax,
    /// How many copies went back to stock after they were sold; `copies` are those that did not.
    #[serde(default)]
    pub restocked: u32,
    /// The house's commission of the whole line, frozen; 0 in orders of older programs, which knew only the part's.
    #[serde(default)]
    pub commission_minor: i64,
    /// The artist's resale right of the whole line, minor units: the seller owes it, the price contains it.
    #[serde(default)]
    pub resale_right_minor: i64,
    /// Whether it was made to the buyer's order: there is no withdrawing from it.
    pub made_to_order: bool,
}

/// A whole order in memory, as decisions load it and answers show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The changing head.
    pub head: OrderHead,
    /// The parts, in the order of the cart's lines.
    pub seller_orders: Vec<SellerOrder>,
    /// The attempts to pay it, oldest first.
    pub payments: Vec<Payment>,
    /// Its documents, in the order of the parts.
    pub documents: Vec<crate::job::DocumentRow>,
    /// Its parcels, in the order they were handed over.
    #[serde(default)]
    pub shipments: Vec<Shipment>,
    /// What staff gave back of it, oldest first.
    #[serde(default)]
    pub refunds: Vec<Refund>,
    /// What banks took back of it, or tried to, oldest first.
    #[serde(default)]
    pub disputes: Vec<Dispute>,
    /// What the buyer withdrew from or found damaged, oldest first.
    pub returns: Vec<Return>,
}

impl SellerOrder {
    /// Whether it should have left before this day, if it has not.
    #[must_use]
    pub fn is_due_before(&self, day: NaiveDate) -> bool {
        self.ship_by.is_some_and(|by| by < day)
    }
}

impl OrderHead {
    /// Whether the customer has paid for the goods and keeps them.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        use OrderPaymentStatus as P;
        matches!(self.status, OrderStatus::Open | OrderStatus::Completed)
            && matches!(self.payment_status, P::Paid | P::PartiallyRefunded | P::Disputed)
    }

    /// Notes something that happened.
    pub fn note(&mut self, at: DateTime<Utc>, kind: &str, data: serde_json::Value) {
        self.timeline.push(TimelineEntry { at, kind: kind.to_owned(), data });
    }
}

impl Order {
    /// All lines of all parts.
    pub fn lines(&self) -> impl Iterator<Item = &OrderLine> {
        self.seller_orders.iter().flat_map(|part| part.lines.iter())
    }

    /// What the customer pays.
    #[must_use]
    pub fn total(&self) -> Money {
        Money::new(self.head.totals.total_minor, self.head.currency)
    }

    /// The latest attempt to pay.
    #[must_use]
    pub fn latest_payment(&self) -> Option<&Payment> {
        self.payments.last()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refunded_order_never_asks_for_money_again() {
        use OrderPaymentStatus as S;
        for next in [S::Pending, S::RequiresAction, S::Paid, S::PartiallyRefunded, S::Disputed, S::Failed] {
            assert!(!S::Refunded.may_become(next));
        }
    }

    #[test]
    fn goods_never_come_back_to_the_shelf_by_themselves() {
        use FulfilmentStatus as F;
        assert!(!F::Delivered.may_become(F::Unfulfilled));
        assert!(!F::Returned.may_become(F::Shipped));
        assert!(F::Shipped.may_become(F::Delivered));
    }
}
