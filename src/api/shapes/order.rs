//! Orders, payments and documents on the wire.

use chrono::{DateTime, NaiveDate, Utc};
use impasto_domain::address::Address;
use impasto_domain::job::DocumentRow;
use impasto_domain::money::Currency;
use impasto_domain::order::{Order, OrderLine, SellerOrder, TimelineEntry};
use impasto_domain::payment::Payment;
use impasto_domain::shipment::{Shipment, ShipmentEvent};
use impasto_domain::tax::LineTax;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::certificates::page_of;
use super::artwork::NameJson;
use super::cart::CopyJson;
use super::money::{MoneyJson, TotalsJson};
use super::names::{
    DocumentKindName, FulfilmentStatusName, OrderPaymentStatusName, OrderStatusName, PaymentStatusName,
    ShipmentStatusName,
};
use super::refund::RefundJson;
use super::returns::ReturnJson;
use crate::api::disputes::DisputeJson;

/// An order.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OrderJson {
    /// The order.
    pub id: Uuid,
    /// The number people use.
    pub number: String,
    /// `open`, `completed`, `cancelled` or `expired`.
    #[schema(value_type = OrderStatusName)]
    pub status: String,
    /// `pending`, `requires_action`, `paid`, `partially_refunded`, `refunded`, `disputed` or `failed`.
    #[schema(value_type = OrderPaymentStatusName)]
    pub payment_status: String,
    /// `unfulfilled`, `partially_shipped`, `shipped`, `delivered` or `returned`.
    #[schema(value_type = FulfilmentStatusName)]
    pub fulfilment_status: String,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// Where mail goes.
    pub email: String,
    /// ISO 4217 code.
    pub currency: String,
    /// Sums.
    pub totals: TotalsJson,
    /// Where it goes.
    pub shipping_address: AddressJson,
    /// Who is invoiced.
    pub billing_address: AddressJson,
    /// The part of each seller.
    pub seller_orders: Vec<SellerOrderJson>,
    /// Attempts to pay, oldest first.
    pub payments: Vec<PaymentJson>,
    /// What was given back, oldest first.
    pub refunds: Vec<RefundJson>,
    /// What the buyer withdrew from or found damaged, oldest first.
    pub returns: Vec<ReturnJson>,
    /// What banks took back, oldest first; for staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disputes: Option<Vec<DisputeJson>>,
    /// Documents.
    pub documents: Vec<DocumentJson>,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineJson>,
}

/// An address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AddressJson {
    /// Who receives.
    pub name: String,
    /// Street and number.
    pub line1: String,
    /// Flat, floor, care of.
    pub line2: Option<String>,
    /// Town.
    pub city: String,
    /// Postal code.
    pub postal_code: String,
    /// State or province.
    pub region: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// The part of an order that one seller fulfils.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SellerOrderJson {
    /// The part.
    pub id: Uuid,
    /// Who sells.
    pub seller: NameJson,
    /// What is bought.
    pub lines: Vec<OrderLineJson>,
    /// How it is sent.
    pub shipping: ShippingJson,
    /// The day by which it leaves, or is ready where it is collected; null for orders that were placed before there was one.
    pub ship_by: Option<NaiveDate>,
    /// Parcels.
    pub shipments: Vec<ShipmentJson>,
    /// Sums of this part.
    pub totals: TotalsJson,
    /// The house's commission of this part, as it was when the order was placed; for staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commission: Option<MoneyJson>,
}

/// The chosen shipping of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ShippingJson {
    /// The method's stable name.
    pub method: String,
    /// Its name for people.
    pub name: String,
    /// Gross price.
    pub price: MoneyJson,
    /// Where the buyer collects it, once it is paid; null for what is sent.
    pub pickup: Option<PickupPlaceJson>,
}

/// Where goods are collected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PickupPlace)]
pub struct PickupPlaceJson {
    /// The address, in lines.
    pub address: String,
    /// When, in words.
    pub hours: String,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OrderLineJson {
    /// The line.
    pub id: Uuid,
    /// What.
    pub edition_id: Uuid,
    /// Of which work.
    pub artwork_id: Uuid,
    /// The work's title.
    pub title: String,
    /// The artist's name.
    pub artist: String,
    /// What the edition is called.
    pub edition_label: Option<String>,
    /// How many.
    pub quantity: u32,
    /// Gross price of one.
    pub unit_price: MoneyJson,
    /// The copies.
    pub copies: Vec<CopyJson>,
    /// Tax of the whole line.
    pub tax: TaxJson,
    /// How many copies went back to stock with a refund.
    pub restocked: u32,
    /// The artist's resale right of the line, which the seller owes; for the seller and for staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resale_right: Option<MoneyJson>,
    /// Whether it was made to the buyer's order: there is no withdrawing from it.
    pub made_to_order: bool,
}

/// The tax contained in an amount.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TaxJson {
    /// Percent.
    pub rate: f64,
    /// Without tax.
    pub base: MoneyJson,
    /// The tax.
    pub amount: MoneyJson,
    /// How it is taxed.
    pub regime: String,
    /// Why: `chosen` by the seller, `edition_too_large` for a work of art, `no_reduced_rate` in the country,
    /// `leaves_the_union`, `business_buyer` of another member state.
    pub reason: String,
}

/// An attempt to pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PaymentJson {
    /// The attempt.
    pub id: Uuid,
    /// Through whom.
    pub provider: String,
    /// `pending`, `requires_action`, `succeeded`, `failed` or `refunded`.
    #[schema(value_type = PaymentStatusName)]
    pub status: String,
    /// How much.
    pub amount: MoneyJson,
    /// Why it was declined.
    pub decline_code: Option<String>,
    /// What the browser needs to go on.
    pub client_secret: Option<String>,
    /// Where the browser must go.
    pub redirect_url: Option<String>,
    /// When it was started.
    pub created_at: DateTime<Utc>,
}

/// A parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ShipmentJson {
    /// The parcel.
    pub id: Uuid,
    /// Who carries it.
    pub carrier: String,
    /// Its number there; null for what is brought by hand.
    pub tracking_number: Option<String>,
    /// Where it can be followed.
    pub tracking_url: Option<String>,
    /// `packed`, `in_transit`, `delivered`, `exception` or `returned`.
    #[schema(value_type = ShipmentStatusName)]
    pub status: String,
    /// Lines in it.
    pub lines: Vec<Uuid>,
    /// What happened to it, oldest first.
    pub events: Vec<ShipmentEventJson>,
    /// When it was handed over.
    pub created_at: DateTime<Utc>,
}

/// One thing that happened to a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ShipmentEventJson {
    /// When.
    pub at: DateTime<Utc>,
    /// Where it was then.
    #[schema(value_type = ShipmentStatusName)]
    pub status: String,
    /// The place, if it is known.
    pub place: Option<String>,
    /// In words.
    pub text: String,
}

/// A document of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DocumentJson {
    /// The document.
    pub id: Uuid,
    /// `invoice`, `credit_note`, `certificate` or `packing_slip`.
    #[schema(value_type = DocumentKindName)]
    pub kind: String,
    /// Its number.
    pub number: String,
    /// Whose series it is in.
    pub seller_id: Uuid,
    /// Where its bytes are.
    pub url: String,
    /// The page that everybody who holds it can check it on; certificates have one.
    pub page_url: Option<String>,
    /// Whether it can be had at once: it has been rendered, or is rendered for who asks, as certificates are. Asking for
    /// another earlier renders it at once.
    pub ready: bool,
}

/// One thing that happened to an order.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TimelineJson {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    #[serde(rename = "type")]
    pub kind: String,
    /// Details.
    pub data: serde_json::Value,
}

impl From<&Order> for OrderJson {
    fn from(order: &Order) -> Self {
        let head = &order.head;
        Self {
            id: head.id.0,
            number: head.number.clone(),
            status: head.status.as_str().to_owned(),
            payment_status: head.payment_status.as_str().to_owned(),
            fulfilment_status: head.fulfilment_status.as_str().to_owned(),
            placed_at: head.placed_at,
            email: head.email.clone(),
            currency: head.currency.code().to_owned(),
            totals: TotalsJson::of(head.totals, head.currency),
            shipping_address: AddressJson::from(&head.shipping_address),
            billing_address: AddressJson::from(&head.billing_address),
            seller_orders: order
                .seller_orders
                .iter()
                .map(|part| SellerOrderJson::of(part, order.shipments_of(part.id), head.currency, head.is_kept()))
                .collect(),
            payments: order.payments.iter().map(PaymentJson::from).collect(),
            refunds: order.refunds.iter().map(RefundJson::from).collect(),
            returns: order.returns.iter().map(|back| ReturnJson::of(order, back)).collect(),
            disputes: None,
            documents: order.documents.iter().map(DocumentJson::from).collect(),
            timeline: head.timeline.iter().map(TimelineJson::from).collect(),
        }
    }
}

impl OrderJson {
    /// The shape for staff who look after orders: with what each part brings the house.
    #[must_use]
    pub fn for_staff(order: &Order) -> Self {
        let mut shape = Self::from(order);
        for (shown, part) in shape.seller_orders.iter_mut().zip(&order.seller_orders) {
            shown.commission = Some(MoneyJson::of(part.commission_minor, order.head.currency));
            shown.tell_resale_rights(part);
        }
        shape.disputes = Some(order.disputes.iter().map(DisputeJson::from).collect());
        shape
    }
}

impl From<&Address> for AddressJson {
    fn from(address: &Address) -> Self {
        Self {
            name: address.name.clone(),
            line1: address.line1.clone(),
            line2: address.line2.clone(),
            city: address.city.clone(),
            postal_code: address.postal_code.clone(),
            region: address.region.clone(),
            country: address.country.to_string(),
        }
    }
}

impl SellerOrderJson {
    /// The shape of a part. Where it is collected is told of what is paid alone.
    #[must_use]
    pub fn of<'s>(
        part: &SellerOrder,
        shipments: impl Iterator<Item = &'s Shipment>,
        currency: Currency,
        is_paid: bool,
    ) -> Self {
        let pickup = part.pickup.as_ref().filter(|_| is_paid);
        Self {
            id: part.id.0,
            seller: NameJson { id: part.seller_id.0, slug: part.seller_slug.clone(), name: part.seller_name.clone() },
            lines: part.lines.iter().map(OrderLineJson::from).collect(),
            shipping: ShippingJson {
                method: part.shipping_method.clone(),
                name: part.shipping_name.clone(),
                price: MoneyJson::of(part.shipping_minor, currency),
                pickup: pickup
                    .map(|place| PickupPlaceJson { address: place.address.clone(), hours: place.hours.clone() }),
            },
            ship_by: part.ship_by,
            shipments: shipments.map(ShipmentJson::from).collect(),
            totals: TotalsJson::of(part.totals, currency),
            commission: None,
        }
    }

    /// Adds the artists' resale rights, which no buyer is told.
    pub fn tell_resale_rights(&mut self, part: &SellerOrder) {
        for (shown, line) in self.lines.iter_mut().zip(&part.lines) {
            let right = MoneyJson::of(line.resale_right_minor, line.unit_price.currency);
            shown.resale_right = (line.resale_right_minor > 0).then_some(right);
        }
    }
}

impl From<&Shipment> for ShipmentJson {
    fn from(shipment: &Shipment) -> Self {
        Self {
            id: shipment.id.0,
            carrier: shipment.carrier.clone(),
            tracking_number: shipment.tracking_number.clone(),
            tracking_url: shipment.tracking_url(),
            status: shipment.status.as_str().to_owned(),
            lines: shipment.lines.iter().map(|line| line.0).collect(),
            events: shipment.history().into_iter().map(ShipmentEventJson::from).collect(),
            created_at: shipment.created_at,
        }
    }
}

impl From<&ShipmentEvent> for ShipmentEventJson {
    fn from(event: &ShipmentEvent) -> Self {
        Self {
            at: event.at,
            status: event.status.as_str().to_owned(),
            place: event.place.clone(),
            text: event.text.clone(),
        }
    }
}

impl From<&OrderLine> for OrderLineJson {
    fn from(line: &OrderLine) -> Self {
        Self {
            id: line.id.0,
            edition_id: line.edition_id.0,
            artwork_id: line.artwork_id.0,
            title: line.title.clone(),
            artist: line.artist_name.clone(),
            edition_label: line.edition_label.clone(),
            quantity: line.quantity,
            unit_price: line.unit_price.into(),
            copies: line.copies.iter().map(CopyJson::from).collect(),
            tax: TaxJson::of(&line.tax, line.unit_price.currency),
            restocked: line.restocked,
            resale_right: None,
            made_to_order: line.made_to_order,
        }
    }
}

impl TaxJson {
    /// A tax in one currency.
    #[must_use]
    pub fn of(tax: &LineTax, currency: Currency) -> Self {
        Self {
            rate: f64::from(tax.rate_basis_points) / 100.0,
            base: MoneyJson::of(tax.base_minor, currency),
            amount: MoneyJson::of(tax.tax_minor, currency),
            regime: tax.regime.as_str().to_owned(),
            reason: tax.reason.as_str().to_owned(),
        }
    }
}

impl From<&Payment> for PaymentJson {
    fn from(payment: &Payment) -> Self {
        Self {
            id: payment.id.0,
            provider: payment.provider.clone(),
            status: payment.status.as_str().to_owned(),
            amount: payment.amount.into(),
            decline_code: payment.decline_code.clone(),
            client_secret: payment.client_secret.clone(),
            redirect_url: payment.redirect_url.clone(),
            created_at: payment.created_at,
        }
    }
}

impl From<&DocumentRow> for DocumentJson {
    fn from(row: &DocumentRow) -> Self {
        Self {
            id: row.id.0,
            kind: row.kind.as_str().to_owned(),
            number: row.number.clone(),
            seller_id: row.seller_id.0,
            url: format!("/api/v1/documents/{}", row.id),
            page_url: page_of(row),
            ready: row.is_ready(),
        }
    }
}

impl From<&TimelineEntry> for TimelineJson {
    fn from(entry: &TimelineEntry) -> Self {
        Self { at: entry.at, kind: entry.kind.clone(), data: entry.data.clone() }
    }
}
