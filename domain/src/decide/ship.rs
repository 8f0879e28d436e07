//! Handing parcels over, and their arrival.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::draft::Draft;
use super::letter;
use super::payment::{find_order, transition};
use super::{Answer, Outcome};
use crate::audit::AuditAction;
use crate::ids::{Mint, OrderId, OrderLineId, SellerId, SellerOrderId, ShipmentId, UserId};
use crate::mail::Letter;
use crate::order::{FulfilmentStatus, Order, OrderPaymentStatus, OrderStatus, SellerOrder};
use crate::refusal::Refusal;
use crate::returns::arrival;
use crate::shipment::{COLLECTED, Shipment, ShipmentEvent, ShipmentStatus, fulfilment};
use crate::state::{AuditLine, State};

/// Whose parcel, and who says so.
pub(super) struct Sender {
    /// Only a part of this seller; `None` for the house.
    pub(super) seller_id: Option<SellerId>,
    /// Who.
    pub(super) by: UserId,
}

/// A parcel about to be handed over.
pub(super) struct Parcel<'c> {
    pub(super) carrier: &'c str,
    pub(super) tracking_number: Option<&'c str>,
    pub(super) line_ids: &'c [OrderLineId],
}

/// Hands lines of one part over to a carrier. Only what is paid leaves, each line once and whole.
pub(super) fn ship(
    state: &State,
    order_id: OrderId,
    part_id: SellerOrderId,
    parcel: Parcel<'_>,
    sender: Sender,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let order = find_order(state, order_id)?;
    let part = own_part(order, part_id, sender.seller_id)?;
    check_leaves(order)?;
    check_lines(order, part, parcel.line_ids)?;
    // What the buyer collects goes with nobody, whatever was said: it waits at the seller's.
    let (carrier, tracking_number, status, text) = match &part.pickup {
        Some(_) => (COLLECTED, None, ShipmentStatus::Packed, "Ready for pickup"),
        None => (parcel.carrier, parcel.tracking_number, ShipmentStatus::InTransit, "Handed to the carrier"),
    };
    let shipment = Shipment {
        id: mint.mint(),
        order_id,
        seller_order_id: part_id,
        carrier: carrier.to_owned(),
        tracking_number: tracking_number.map(str::to_owned),
        status,
        lines: parcel.line_ids.to_vec(),
        events: vec![happened(now, status, text)],
        created_at: now,
        updated_at: now,
    };
    let letter = Letter::OrderShipped { order_id, shipment_id: shipment.id };
    let mut draft = noted(state, order, part, shipment, Some("shipped"), Some(sender.by), now);
    letter::send(&mut draft, letter, now, mint);
    Ok(Outcome { changes: draft.changes, answer: Answer::Order(order_id, None) })
}

/// Notes that a parcel has arrived. Repeating it is harmless.
pub(super) fn deliver(
    state: &State,
    order_id: OrderId,
    shipment_id: ShipmentId,
    sender: Sender,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let order = find_order(state, order_id)?;
    let missing = || Refusal::not_found("shipment");
    let shipment = order.shipments.iter().find(|shipment| shipment.id == shipment_id).ok_or_else(missing)?;
    let part = own_part(order, shipment.seller_order_id, sender.seller_id).map_err(|_| missing())?;
    if shipment.status == ShipmentStatus::Delivered {
        return Ok(Outcome { changes: Draft::new(state).changes, answer: Answer::Order(order_id, None) });
    }
    if !shipment.status.may_become(ShipmentStatus::Delivered) {
        return Err(transition(shipment.status.as_str(), "delivered"));
    }
    let mut shipment = Shipment { status: ShipmentStatus::Delivered, updated_at: now, ..shipment.clone() };
    let text = if shipment.is_collected() { "Collected" } else { "Delivered" };
    shipment.events.push(happened(now, ShipmentStatus::Delivered, text));
    let mut draft = noted(state, order, part, shipment, Some("delivered"), Some(sender.by), now);
    if draft.head(order).fulfilment_status == FulfilmentStatus::Delivered {
        letter::review_asked(&mut draft, order, now, mint);
    }
    Ok(Outcome { changes: draft.changes, answer: Answer::Order(order_id, None) })
}

/// Takes what a carrier tells of a parcel. An event that is known changes nothing, and neither does one that is overtaken
/// but to be kept with the others.
pub(super) fn track(
    state: &State,
    order_id: OrderId,
    shipment_id: ShipmentId,
    event: &ShipmentEvent,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    use ShipmentStatus as S;
    let order = find_order(state, order_id)?;
    let missing = || Refusal::not_found("shipment");
    let known = order.shipments.iter().find(|shipment| shipment.id == shipment_id).ok_or_else(missing)?;
    let part = own_part(order, known.seller_order_id, None)?;
    if event.source.as_ref().is_some_and(|source| known.knows(source)) {
        return Ok(Outcome { changes: Draft::new(state).changes, answer: Answer::Order(order_id, None) });
    }
    let status = known.status_with(event);
    let mut shipment = Shipment { status, updated_at: now, ..known.clone() };
    shipment.events.push(event.clone());
    let kind = match status {
        status if status == known.status => None,
        S::Delivered => Some("delivered"),
        S::Exception => Some("parcel_exception"),
        S::Returned => Some("parcel_returned"),
        S::Packed | S::InTransit => None,
    };
    let mut draft = noted(state, order, part, shipment, kind, None, now);
    if kind == Some("delivered") && draft.head(order).fulfilment_status == FulfilmentStatus::Delivered {
        letter::review_asked(&mut draft, order, now, mint);
    }
    Ok(Outcome { changes: draft.changes, answer: Answer::Order(order_id, None) })
}

/// The order with a parcel that is new or has changed: its fulfilment, its timeline, its event.
fn noted<'s>(
    state: &'s State,
    order: &Order,
    part: &SellerOrder,
    shipment: Shipment,
    kind: Option<&str>,
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Draft<'s> {
    let others = order.shipments.iter().filter(|known| known.id != shipment.id);
    let parcels: Vec<&Shipment> = others.chain([&shipment]).collect();
    let lines: Vec<OrderLineId> = order.lines_to_fulfil().map(|line| line.id).collect();
    let next = fulfilment(&lines, &parcels);
    let mut draft = Draft::new(state);
    let head = draft.head(order);
    let before = head.fulfilment_status;
    // A parcel that arrives while another has not left changes nothing of the whole.
    if before.may_become(next) {
        head.fulfilment_status = next;
    }
    if matches!(head.fulfilment_status, FulfilmentStatus::Delivered | FulfilmentStatus::Returned) {
        // What a carrier tells late may move it.
        head.delivered_at = arrival(&parcels).or(head.delivered_at);
    }
    let told = serde_json::json!({
        "shipment_id": shipment.id,
        "seller": part.seller_name,
        "carrier": shipment.carrier,
        "tracking_number": shipment.tracking_number,
        "tracking_url": shipment.tracking_url(),
        "titles": part.lines.iter().filter(|line| shipment.lines.contains(&line.id)).map(|line| &line.title)
            .collect::<Vec<_>>(),
    });
    if let Some(kind) = kind {
        head.note(now, kind, told);
    }
    let after = head.fulfilment_status;
    // What a carrier tells is in the parcel's own events; people answer for what they say.
    if let Some(by) = by {
        let is_there = shipment.status == ShipmentStatus::Delivered;
        draft.changes.audit.push(AuditLine {
            by: Some(by),
            action: if is_there { AuditAction::OrderDelivered } else { AuditAction::OrderShipped },
            subject: order.head.id.0,
            before: serde_json::json!({"fulfilment_status": before}),
            after: serde_json::json!({"fulfilment_status": after, "shipment_id": shipment.id}),
        });
    }
    draft.announce_parcel(order, &shipment);
    draft.changes.shipments.push(shipment);
    draft
}

fn own_part(order: &Order, id: SellerOrderId, seller: Option<SellerId>) -> Result<&SellerOrder, Refusal> {
    let part = order.seller_orders.iter().find(|part| part.id == id);
    part.filter(|part| seller.is_none_or(|seller| seller == part.seller_id))
        .ok_or_else(|| Refusal::not_found("seller order"))
}

fn check_leaves(order: &Order) -> Result<(), Refusal> {
    use OrderPaymentStatus as P;
    let head = &order.head;
    if head.status != OrderStatus::Open {
        return Err(transition(head.status.as_str(), "shipped"));
    }
    if !matches!(head.payment_status, P::Paid | P::PartiallyRefunded) {
        return Err(transition(head.payment_status.as_str(), "shipped"));
    }
    Ok(())
}

fn check_lines(order: &Order, part: &SellerOrder, line_ids: &[OrderLineId]) -> Result<(), Refusal> {
    if line_ids.is_empty() {
        return Err(Refusal::invalid("/line_ids", "must name what is in the parcel"));
    }
    let mut seen = BTreeSet::new();
    for (index, id) in line_ids.iter().enumerate() {
        let pointer = format!("/line_ids/{index}");
        if !part.lines.iter().any(|line| line.id == *id) {
            return Err(Refusal::invalid(&pointer, "is not a line of this part of the order"));
        }
        if !seen.insert(*id) {
            return Err(Refusal::invalid(&pointer, "is named twice"));
        }
        if !order.lines_to_fulfil().any(|line| line.id == *id) {
            return Err(Refusal::conflict("that was refunded, and its copies went back to stock"));
        }
        if order.returns.iter().any(|back| back.status.is_open() && back.quantity_of(*id) > 0) {
            return Err(Refusal::conflict("the buyer has withdrawn from it"));
        }
        if order.is_shipped(*id) {
            return Err(Refusal::conflict("that has left in another parcel already"));
        }
    }
    Ok(())
}

fn happened(at: DateTime<Utc>, status: ShipmentStatus, text: &str) -> ShipmentEvent {
    ShipmentEvent { at, status, place: None, text: text.to_owned(), source: None }
}
