//! Rows of orders with all their parts, and of jobs.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use impasto_domain::address::Address;
use impasto_domain::dispute::{Dispute, DisputeStatus};
use impasto_domain::document::DocumentKind;
use impasto_domain::edition::CopyRef;
use impasto_domain::ids::OrderId;
use impasto_domain::job::{DocumentRow, Job, Lease, Task};
use impasto_domain::money::Money;
use impasto_domain::order::{
    FulfilmentStatus, Order, OrderHead, OrderLine, OrderPaymentStatus, OrderStatus, SellerOrder, TimelineEntry, Totals,
};
use impasto_domain::owner::Owner;
use impasto_domain::payment::{Payment, PaymentStatus};
use impasto_domain::refund::{Refund, RefundPart, RefundStatus};
use impasto_domain::returns::{Return, ReturnKind, ReturnLine, ReturnPhoto, ReturnStatus};
use impasto_domain::shipment::{EventSource, Shipment, ShipmentEvent, ShipmentStatus};
use impasto_domain::shipping::PickupPlace;
use impasto_domain::tax::LineTax;
use serde_json::value::RawValue;
use sqlx::types::Json;
use uuid::Uuid;

use super::{currency, small, unknown};
use crate::record::stored;

stored! {
    #[derive(Debug)]
    pub(crate) struct OrderRow {
        pub(crate) id: Uuid,
        pub(crate) number: String,
        pub(crate) owner_kind: String,
        pub(crate) owner_id: Uuid,
        pub(crate) version: i64,
        pub(crate) status: String,
        pub(crate) payment_status: String,
        pub(crate) fulfilment_status: String,
        pub(crate) email: String,
        pub(crate) locale: String,
        pub(crate) currency: String,
        pub(crate) items_minor: i64,
        pub(crate) shipping_minor: i64,
        pub(crate) tax_included_minor: i64,
        pub(crate) total_minor: i64,
        pub(crate) shipping_address: Json<Address>,
        pub(crate) billing_address: Json<Address>,
        pub(crate) vat_id: Option<String>,
        pub(crate) placed_at: DateTime<Utc>,
        pub(crate) hold_extended: bool,
        pub(crate) timeline: Json<Vec<TimelineEntry>>,
        pub(crate) delivered_at: Option<DateTime<Utc>>,
    }
}

impl TryFrom<OrderRow> for OrderHead {
    type Error = sqlx::Error;

    fn try_from(row: OrderRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.id.into(),
            number: row.number,
            owner: Owner::from_parts(&row.owner_kind, row.owner_id),
            version: row.version,
            status: OrderStatus::parse(&row.status).ok_or_else(|| unknown("order status", &row.status))?,
            payment_status: OrderPaymentStatus::parse(&row.payment_status)
                .ok_or_else(|| unknown("payment status", &row.payment_status))?,
            fulfilment_status: FulfilmentStatus::parse(&row.fulfilment_status)
                .ok_or_else(|| unknown("fulfilment status", &row.fulfilment_status))?,
            email: row.email,
            locale: row.locale,
            currency: currency(&row.currency)?,
            totals: Totals {
                items_minor: row.items_minor,
                shipping_minor: row.shipping_minor,
                tax_included_minor: row.tax_included_minor,
                total_minor: row.total_minor,
            },
            shipping_address: row.shipping_address.0,
            billing_address: row.billing_address.0,
            vat_id: row.vat_id,
            placed_at: row.placed_at,
            hold_extended: row.hold_extended,
            timeline: row.timeline.0,
            delivered_at: row.delivered_at,
        })
    }
}

stored! {
    #[derive(Debug)]
    pub(crate) struct SellerOrderRow {
        pub(crate) order_id: Uuid,
        pub(crate) position: i64,
        pub(crate) id: Uuid,
        pub(crate) seller_id: Uuid,
        pub(crate) seller_name: String,
        pub(crate) seller_slug: String,
        pub(crate) shipping_method: String,
        pub(crate) shipping_name: String,
        pub(crate) shipping_price_minor: i64,
        pub(crate) shipping_tax: Json<LineTax>,
        pub(crate) commission_minor: i64,
        pub(crate) items_minor: i64,
        pub(crate) shipping_minor: i64,
        pub(crate) tax_included_minor: i64,
        pub(crate) total_minor: i64,
        pub(crate) cheapest_shipping_minor: Option<i64>,
        // Midnight of the day, so that it can be put in order beside times.
        pub(crate) ship_by: Option<DateTime<Utc>>,
        pub(crate) pickup: Option<Json<PickupPlace>>,
    }
}

impl TryFrom<SellerOrderRow> for SellerOrder {
    type Error = sqlx::Error;

    fn try_from(row: SellerOrderRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.id.into(),
            order_id: row.order_id.into(),
            position: small("position", row.position)?,
            seller_id: row.seller_id.into(),
            seller_name: row.seller_name,
            seller_slug: row.seller_slug,
            shipping_method: row.shipping_method,
            shipping_name: row.shipping_name,
            shipping_minor: row.shipping_price_minor,
            shipping_tax: row.shipping_tax.0,
            cheapest_shipping_minor: row.cheapest_shipping_minor,
            commission_minor: row.commission_minor,
            ship_by: row.ship_by.map(|day| day.date_naive()),
            pickup: row.pickup.map(|place| place.0),
            totals: Totals {
                items_minor: row.items_minor,
                shipping_minor: row.shipping_minor,
                tax_included_minor: row.tax_included_minor,
                total_minor: row.total_minor,
            },
            lines: Vec::new(),
        })
    }
}

stored! {
    #[derive(Debug)]
    pub(crate) struct OrderLineRow {
        pub(crate) order_id: Uuid,
        pub(crate) seller_position: i64,
        pub(crate) position: i64,
        pub(crate) id: Uuid,
        pub(crate) cart_line_id: Uuid,
        pub(crate) edition_id: Uuid,
        pub(crate) artwork_id: Uuid,
        pub(crate) title: String,
        pub(crate) artist_name: String,
        pub(crate) edition_label: Option<String>,
        pub(crate) quantity: i64,
        pub(crate) unit_price_minor: i64,
        pub(crate) currency: String,
        pub(crate) copies: Json<Vec<CopyRef>>,
        pub(crate) tax: Json<LineTax>,
        pub(crate) restocked: i64,
        pub(crate) commission_minor: i64,
        pub(crate) resale_right_minor: i64,
        pub(crate) made_to_order: bool,
    }
}

impl TryFrom<OrderLineRow> for OrderLine {
    type Error = sqlx::Error;

    fn try_from(row: OrderLineRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.id.into(),
            cart_line_id: row.cart_line_id.into(),
            edition_id: row.edition_id.into(),
            artwork_id: row.artwork_id.into(),
            title: row.title,
            artist_name: row.artist_name,
            edition_label: row.edition_label,
            quantity: small("quantity", row.quantity)?,
            unit_price: Money::new(row.unit_price_minor, currency(&row.currency)?),
            copies: row.copies.0,
            tax: row.tax.0,
            restocked: small("number of copies", row.restocked)?,
            commission_minor: row.commission_minor,
            resale_right_minor: row.resale_right_minor,
            made_to_order: row.made_to_order,
        })
    }
}

stored! {
    #[derive(Debug)]
    pub(crate) struct PaymentRow {
        pub(crate) id: Uuid,
        pub(crate) order_id: Uuid,
        pub(crate) provider: String,
        pub(crate) status: String,
        pub(crate) amount_minor: i64,
        pub(crate) currency: String,
        pub(crate) provider_ref: Option<String>,
        pub(crate) token: Option<String>,
        pub(crate) decline_code: Option<String>,
        pub(crate) client_secret: Option<String>,
        pub(crate) redirect_url: Option<String>,
        pub(crate) return_url: Option<String>,
        pub(crate) unapplied: bool,
        pub(crate) refunded_minor: i64,
        pub(crate) position: i64,
        pub(crate) created_at: DateTime<Utc>,
        pub(crate) updated_at: DateTime<Utc>,
    }
}

impl TryFrom<PaymentRow> for Payment {
    type Error = sqlx::Error;

    fn try_from(row: PaymentRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.id.into(),
            order_id: row.order_id.into(),
            provider: row.provider,
            status: PaymentStatus::parse(&row.status).ok_or_else(|| unknown("payment status", &row.status))?,
            amount: Money::new(row.amount_minor, currency(&row.currency)?),
            provider_ref: row.provider_ref,
            token: row.token,
            decline_code: row.decline_code,
            client_secret: row.client_secret,
            redirect_url: row.redirect_url,
            return_url: row.return_url,
            unapplied: row.unapplied,
            refunded_minor: row.refunded_minor,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

stored! {
    /// A document without its data.
    #[derive(Debug)]
    pub(crate) struct DocumentRecord {
        pub(crate) id: Uuid,
        pub(crate) kind: String,
        pub(crate) number: String,
        pub(crate) seller_id: Uuid,
        pub(crate) order_id: Uuid,
        pub(crate) position: i64,
        pub(crate) issued_at: DateTime<Utc>,
        pub(crate) content_hash: Option<String>,
    }
}

impl TryFrom<DocumentRecord> for DocumentRow {
    type Error = sqlx::Error;

    fn try_from(row: DocumentRecord) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.id.into(),
            kind: row.kind.parse::<DocumentKind>().map_err(|_| unknown("document kind", &row.kind))?,
            number: row.number,
            seller_id: row.seller_id.into(),
            order_id: row.order_id.into(),
            issued_at: row.issued_at,
            content_hash: row.content_hash,
        })
    }
}

stored! {
    #[derive(Debug)]
    pub(crate) struct RefundRow {
        pub(crate) id: Uuid,
        pub(crate) order_id: Uuid,
        pub(crate) position: i64,
        pub(crate) payment_id: Uuid,
        pub(crate) status: String,
        pub(crate) amount_minor: i64,
        pub(crate) currency: String,
        pub(crate) parts: Json<Vec<RefundPart>>,
        pub(crate) reason: String,
        pub(crate) by: Option<Uuid>,
        pub(crate) created_at: DateTime<Utc>,
        pub(crate) updated_at: DateTime<Utc>,
    }
}

impl TryFrom<RefundRow> for Refund {
    type Error = sqlx::Error;

    fn try_from(row: RefundRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.id.into(),
            order_id: row.order_id.into(),
            payment_id: row.payment_id.into(),
            status: RefundStatus::parse(&row.status).ok_or_else(|| unknown("refund status", &row.status))?,
            amount: Money::new(row.amount_minor, currency(&row.currency)?),
            parts: row.parts.0,
            reason: row.reason,
            by: row.by.map(Into::into),
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

stored! {
    #[derive(Debug)]
    pub(crate) struct DisputeRow {
        pub(crate) id: Uuid,
        pub(crate) order_id: Uuid,
        pub(crate) position: i64,
        pub(crate) payment_id: Uuid,
        pub(crate) reference: String,
        pub(crate) status: String,
        pub(crate) reason: String,
        pub(crate) amount_minor: i64,
        pub(crate) currency: String,
        pub(crate) taken_back_minor: i64,
        pub(crate) evidence_due_at: Option<DateTime<Utc>>,
        pub(crate) created_at: DateTime<Utc>,
        pub(crate) updated_at: DateTime<Utc>,
    }
}

stored! {
    /// A return without its lines.
    #[derive(Debug)]
    pub(crate) struct ReturnRow {
        pub(crate) order_id: Uuid,
        pub(crate) id: Uuid,
        pub(crate) position: i64,
        pub(crate) seller_order_id: Uuid,
        pub(crate) kind: String,
        pub(crate) status: String,
        pub(crate) name: String,
        pub(crate) email: String,
        pub(crate) statement: String,
        pub(crate) answer: Option<String>,
        pub(crate) refund_id: Option<Uuid>,
        pub(crate) refund_due_at: DateTime<Utc>,
        pub(crate) created_at: DateTime<Utc>,
        pub(crate) received_at: Option<DateTime<Utc>>,
        pub(crate) updated_at: DateTime<Utc>,
        pub(crate) photos: Json<Vec<ReturnPhoto>>,
    }
}

impl TryFrom<DisputeRow> for Dispute {
    type Error = sqlx::Error;

    fn try_from(row: DisputeRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.id.into(),
            order_id: row.order_id.into(),
            payment_id: row.payment_id.into(),
            reference: row.reference,
            status: DisputeStatus::parse(&row.status).ok_or_else(|| unknown("dispute status", &row.status))?,
            reason: row.reason,
            amount: Money::new(row.amount_minor, currency(&row.currency)?),
            taken_back_minor: row.taken_back_minor,
            evidence_due_at: row.evidence_due_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

impl TryFrom<ReturnRow> for Return {
    type Error = sqlx::Error;

    fn try_from(row: ReturnRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.id.into(),
            order_id: row.order_id.into(),
            seller_order_id: row.seller_order_id.into(),
            kind: ReturnKind::parse(&row.kind).ok_or_else(|| unknown("kind of return", &row.kind))?,
            status: ReturnStatus::parse(&row.status).ok_or_else(|| unknown("return status", &row.status))?,
            lines: Vec::new(),
            name: row.name,
            email: row.email,
            statement: row.statement,
            answer: row.answer,
            refund_id: row.refund_id.map(Into::into),
            refund_due_at: row.refund_due_at,
            created_at: row.created_at,
            received_at: row.received_at,
            updated_at: row.updated_at,
            photos: row.photos.0,
        })
    }
}

stored! {
    #[derive(Debug)]
    pub(crate) struct ReturnLineRow {
        pub(crate) order_id: Uuid,
        pub(crate) return_id: Uuid,
        pub(crate) position: i64,
        pub(crate) order_line_id: Uuid,
        pub(crate) quantity: i64,
    }
}

stored! {
    /// A parcel without its lines and events.
    #[derive(Debug)]
    pub(crate) struct ShipmentRow {
        pub(crate) id: Uuid,
        pub(crate) order_id: Uuid,
        pub(crate) seller_order_id: Uuid,
        pub(crate) carrier: String,
        pub(crate) tracking_number: Option<String>,
        pub(crate) status: String,
        pub(crate) created_at: DateTime<Utc>,
        pub(crate) updated_at: DateTime<Utc>,
    }
}

impl TryFrom<ShipmentRow> for Shipment {
    type Error = sqlx::Error;

    fn try_from(row: ShipmentRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.id.into(),
            order_id: row.order_id.into(),
            seller_order_id: row.seller_order_id.into(),
            carrier: row.carrier,
            tracking_number: row.tracking_number,
            status: shipment_status(&row.status)?,
            lines: Vec::new(),
            events: Vec::new(),
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

stored! {
    #[derive(Debug)]
    pub(crate) struct ShipmentEventRow {
        pub(crate) shipment_id: Uuid,
        pub(crate) position: i64,
        pub(crate) at: DateTime<Utc>,
        pub(crate) status: String,
        pub(crate) place: Option<String>,
        pub(crate) text: String,
        pub(crate) source: Option<String>,
        pub(crate) event_id: Option<String>,
    }
}

fn shipment_status(name: &str) -> Result<ShipmentStatus, sqlx::Error> {
    ShipmentStatus::parse(name).ok_or_else(|| unknown("shipment status", name))
}

stored! {
    #[derive(Debug)]
    pub(crate) struct JobRow {
        pub(crate) id: Uuid,
        pub(crate) task: Json<Box<RawValue>>,
        pub(crate) run_at: DateTime<Utc>,
        pub(crate) attempts: i64,
        pub(crate) lease_token: Option<Uuid>,
        pub(crate) lease_until: Option<DateTime<Utc>>,
    }
}

impl TryFrom<JobRow> for Job {
    type Error = sqlx::Error;

    fn try_from(row: JobRow) -> Result<Self, sqlx::Error> {
        let lease = row.lease_token.zip(row.lease_until).map(|(token, until)| Lease { token, until });
        Ok(Self {
            id: row.id.into(),
            task: serde_json::from_str::<Task>(row.task.0.get()).map_err(|error| sqlx::Error::Decode(error.into()))?,
            run_at: row.run_at,
            attempts: small("number of attempts", row.attempts)?,
            lease,
        })
    }
}

/// Puts the parcels of orders into them. `lines` are parcel and line; each set in any order.
pub(crate) fn take_in_shipments(
    orders: &mut BTreeMap<OrderId, Order>,
    parcels: Vec<ShipmentRow>,
    mut lines: Vec<(Uuid, Uuid)>,
    mut events: Vec<ShipmentEventRow>,
) -> Result<(), sqlx::Error> {
    let mut parcels = parcels.into_iter().map(Shipment::try_from).collect::<Result<Vec<_>, _>>()?;
    parcels.sort_by_key(|parcel| (parcel.created_at, parcel.id));
    lines.sort_unstable();
    events.sort_by_key(|event| event.position);
    for mut parcel in parcels {
        let of_it = lines.iter().filter(|(id, _)| *id == parcel.id.0);
        parcel.lines = of_it.map(|(_, line)| (*line).into()).collect();
        for row in events.iter().filter(|event| event.shipment_id == parcel.id.0) {
            let status = shipment_status(&row.status)?;
            let source = row.source.clone().zip(row.event_id.clone());
            parcel.events.push(ShipmentEvent {
                at: row.at,
                status,
                place: row.place.clone(),
                text: row.text.clone(),
                source: source.map(|(name, event_id)| EventSource { name, event_id }),
            });
        }
        if let Some(order) = orders.get_mut(&parcel.order_id) {
            order.shipments.push(parcel);
        }
    }
    Ok(())
}

/// Puts refunds into their orders; in any order.
pub(crate) fn take_in_refunds(
    orders: &mut BTreeMap<OrderId, Order>,
    mut refunds: Vec<RefundRow>,
) -> Result<(), sqlx::Error> {
    refunds.sort_by_key(|refund| refund.position);
    for refund in refunds {
        if let Some(order) = orders.get_mut(&OrderId(refund.order_id)) {
            order.refunds.push(refund.try_into()?);
        }
    }
    Ok(())
}

/// Puts disputes into their orders; in any order.
pub(crate) fn take_in_disputes(
    orders: &mut BTreeMap<OrderId, Order>,
    mut disputes: Vec<DisputeRow>,
) -> Result<(), sqlx::Error> {
    disputes.sort_by_key(|dispute| dispute.position);
    for dispute in disputes {
        if let Some(order) = orders.get_mut(&OrderId(dispute.order_id)) {
            order.disputes.push(dispute.try_into()?);
        }
    }
    Ok(())
}

/// Puts returns into their orders; each set in any order.
pub(crate) fn take_in_returns(
    orders: &mut BTreeMap<OrderId, Order>,
    mut returns: Vec<ReturnRow>,
    mut lines: Vec<ReturnLineRow>,
) -> Result<(), sqlx::Error> {
    returns.sort_by_key(|back| back.position);
    lines.sort_by_key(|line| line.position);
    for row in returns {
        let (order_id, return_id) = (row.order_id, row.id);
        let mut back = Return::try_from(row)?;
        for line in lines.iter().filter(|line| line.order_id == order_id && line.return_id == return_id) {
            let quantity = small("quantity", line.quantity)?;
            back.lines.push(ReturnLine { line_id: line.order_line_id.into(), quantity });
        }
        if let Some(order) = orders.get_mut(&back.order_id) {
            order.returns.push(back);
        }
    }
    Ok(())
}

/// Puts orders together from their rows, each set in any order.
pub(crate) fn assemble_orders(
    heads: Vec<OrderRow>,
    parts: Vec<SellerOrderRow>,
    mut lines: Vec<OrderLineRow>,
    mut payments: Vec<PaymentRow>,
    mut documents: Vec<DocumentRecord>,
) -> Result<BTreeMap<OrderId, Order>, sqlx::Error> {
    let mut orders = BTreeMap::new();
    for head in heads {
        let head = OrderHead::try_from(head)?;
        let order = Order {
            head,
            seller_orders: Vec::new(),
            payments: Vec::new(),
            documents: Vec::new(),
            shipments: Vec::new(),
            refunds: Vec::new(),
            disputes: Vec::new(),
            returns: Vec::new(),
        };
        orders.insert(order.head.id, order);
    }
    for part in parts {
        if let Some(order) = orders.get_mut(&OrderId(part.order_id)) {
            order.seller_orders.push(part.try_into()?);
        }
    }
    for order in orders.values_mut() {
        order.seller_orders.sort_by_key(|part| part.position);
    }
    lines.sort_by_key(|line| line.position);
    for line in lines {
        let place = usize::try_from(line.seller_position).unwrap_or(usize::MAX);
        let part = orders.get_mut(&OrderId(line.order_id)).and_then(|order| order.seller_orders.get_mut(place));
        if let Some(part) = part {
            part.lines.push(line.try_into()?);
        }
    }
    payments.sort_by_key(|payment| payment.position);
    for payment in payments {
        if let Some(order) = orders.get_mut(&OrderId(payment.order_id)) {
            order.payments.push(payment.try_into()?);
        }
    }
    documents.sort_by_key(|document| document.position);
    for document in documents {
        if let Some(order) = orders.get_mut(&OrderId(document.order_id)) {
            order.documents.push(document.try_into()?);
        }
    }
    Ok(orders)
}
