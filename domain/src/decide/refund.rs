//! Money that staff give back: the refund with its credit notes and its job, and the provider's word that it is done.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::draft::Draft;
use super::letter;
use super::payment::find_order;
use super::settle::issue;
use super::{Answer, Outcome};
use crate::audit::AuditAction;
use crate::command::StaffReason;
use crate::dispute::Dispute;
use crate::document::DocumentKind;
use crate::edition::{CopyRef, CopyState};
use crate::ids::{Mint, OrderId, RefundId, UserId};
use crate::job::{Job, Task};
use crate::ledger;
use crate::mail::Letter;
use crate::money::Money;
use crate::order::{FulfilmentStatus, Order, OrderLine, OrderPaymentStatus, OrderStatus, SellerOrder};
use crate::payment::{Payment, PaymentStatus};
use crate::refund::{
    Priced, Refund, RefundLine, RefundOf, RefundPart, RefundStatus, RefundWanted, Share, price, price_taken_back,
};
use crate::refusal::Refusal;
use crate::returns::arrival;
use crate::shipment::{Shipment, fulfilment};
use crate::state::{AuditLine, State};
use crate::tax::LineTax;

/// Decides a refund. The money is on its way when the provider says so: a job asks it. Copies go back to stock at once,
/// and each seller's part gets its credit note. An order of which nothing is left, neither money nor goods, is called
/// off.
pub(super) fn refund(
    state: &State,
    order_id: OrderId,
    wanted: &RefundWanted,
    by: UserId,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let order = find_order(state, order_id)?;
    let priced = price(order, wanted)?;
    let mut draft = Draft::new(state);
    let before = json!({
        "status": order.head.status,
        "payment_status": order.head.payment_status,
        "refundable_minor": priced.refundable_minor,
    });
    let refund = give(&mut draft, order, priced, (Some(by), &wanted.reason), now, mint)?;
    settle_head(&mut draft, order, &refund, now);
    if draft.head(order).status == OrderStatus::Cancelled {
        // Only an order that still stands is refunded: it is called off by this.
        letter::send(&mut draft, Letter::OrderCancelled { order_id }, now, mint);
    }
    let after = json!({
        "status": draft.head(order).status,
        "refund_id": refund.id,
        "amount_minor": refund.amount.amount_minor,
        "currency": refund.amount.currency.code(),
        "refundable_minor": order.refundable_minor() - refund.amount.amount_minor,
        "parts": refund.parts,
        "reason": wanted.reason,
    });
    let action = AuditAction::OrderRefund;
    draft.changes.audit.push(AuditLine { by: Some(by), action, subject: order_id.0, before, after });
    draft.announce(order, None);
    draft.settle_artworks();
    let payment_id = refund.payment_id;
    draft.changes.refunds.push(refund);
    Ok(Outcome { changes: draft.changes, answer: Answer::Order(order_id, Some(payment_id)) })
}

/// Gives back what is left of an order that is called off after something of it was refunded.
pub(super) fn give_rest(
    draft: &mut Draft<'_>,
    order: &Order,
    staff: Option<&StaffReason>,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<(), Refusal> {
    let reason = staff.map_or("called off", |staff| &staff.reason);
    let restock = order.lines().any(|line| order.left_of(line).0 > 0);
    let wanted = RefundWanted { of: RefundOf::Rest, restock, reason: reason.to_owned() };
    if order.refundable_minor() > 0 {
        let priced = price(order, &wanted)?;
        let refund = give(draft, order, priced, (staff.map(|staff| staff.by), reason), now, mint)?;
        draft.changes.refunds.push(refund);
    }
    // What was refunded and kept from stock has not left either: with the order it goes back.
    restock_kept(draft, order)
}

/// Notes that the provider has given a refund back. Repeating it is harmless.
pub(super) fn paid(
    state: &State,
    order_id: OrderId,
    refund_id: RefundId,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let order = find_order(state, order_id)?;
    let found = order.refunds.iter().find(|refund| refund.id == refund_id);
    let refund = found.ok_or_else(|| Refusal::not_found("refund"))?;
    let mut draft = Draft::new(state);
    draft.changes.jobs_done.push(("refund_payment", refund_id.0));
    let answer = Answer::Order(order_id, Some(refund.payment_id));
    let payment = order.payments.iter().find(|payment| payment.id == refund.payment_id);
    let Some(payment) = payment.filter(|_| refund.status == RefundStatus::Pending) else {
        return Ok(Outcome { changes: draft.changes, answer });
    };
    let amount_minor = refund.amount.amount_minor;
    let refunded_minor = payment.refunded_minor + amount_minor;
    let whole = refunded_minor >= payment.amount.amount_minor;
    let status = if whole { PaymentStatus::Refunded } else { payment.status };
    let payment = Payment { status, refunded_minor, updated_at: now, ..payment.clone() };
    draft.changes.ledger.extend(ledger::refund(order, &refund.parts, mint.mint(), now));
    let head = draft.head(order);
    let next = if whole { OrderPaymentStatus::Refunded } else { OrderPaymentStatus::PartiallyRefunded };
    // While it is disputed it stays so: what is given back then counts when the case is closed.
    if head.payment_status != OrderPaymentStatus::Disputed && head.payment_status.may_become(next) {
        head.payment_status = next;
    }
    let data = json!({"payment_id": payment.id, "refund_id": refund_id, "amount_minor": amount_minor});
    head.note(now, "refunded", data);
    letter::send(&mut draft, Letter::OrderRefunded { order_id, amount_minor }, now, mint);
    draft.announce(order, Some(&payment));
    draft.changes.refunds.push(Refund { status: RefundStatus::Refunded, updated_at: now, ..refund.clone() });
    draft.changes.payments.push(payment);
    Ok(Outcome { changes: draft.changes, answer })
}

/// What a lost dispute takes back of a sale, as a refund that the bank has paid already: its credit notes, and no job.
/// Copies stay with the customer. `None` when all of it was given back, or is on its way, already.
pub(super) fn take_back_lost(
    draft: &mut Draft<'_>,
    order: &Order,
    payment: &Payment,
    dispute: &Dispute,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Option<Refund>, Refusal> {
    let Some(priced) = price_taken_back(order, payment.id, dispute.amount.amount_minor)? else { return Ok(None) };
    note_credit(draft, order, &priced.parts, now, mint)?;
    Ok(Some(Refund {
        id: mint.mint(),
        order_id: order.head.id,
        payment_id: payment.id,
        status: RefundStatus::Refunded,
        amount: priced.amount,
        parts: priced.parts,
        reason: format!("dispute {}", dispute.reference),
        by: None,
        created_at: now,
        updated_at: now,
    }))
}

/// Issues the credit note of each part.
fn note_credit(
    draft: &mut Draft<'_>,
    order: &Order,
    parts: &[RefundPart],
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<(), Refusal> {
    for given in parts.iter().filter(|given| given.total_minor() > 0) {
        let part = order.seller_orders.iter().find(|part| part.id == given.seller_order_id);
        let part = part.ok_or_else(|| Refusal::not_found("seller order"))?;
        issue(draft, order, &part_of(part, given), None, DocumentKind::CreditNote, now, mint)?;
    }
    Ok(())
}

/// The refund itself, its copies, credit notes and job; the caller keeps it with the order.
pub(super) fn give(
    draft: &mut Draft<'_>,
    order: &Order,
    priced: Priced,
    (by, reason): (Option<UserId>, &str),
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Refund, Refusal> {
    let Priced { payment_id, parts, amount, .. } = priced;
    for given in &parts {
        let part = order.seller_orders.iter().find(|part| part.id == given.seller_order_id);
        let part = part.ok_or_else(|| Refusal::not_found("seller order"))?;
        for line in given.lines.iter().filter(|line| line.restocked > 0) {
            restock(draft, order, part, line)?;
        }
    }
    note_credit(draft, order, &parts, now, mint)?;
    let id: RefundId = mint.mint();
    let task = Task::RefundPayment { payment_id, amount_minor: amount.amount_minor, refund_id: Some(id) };
    draft.changes.jobs.push(Job { id: mint.mint(), task, run_at: now, attempts: 0, lease: None });
    Ok(Refund {
        id,
        order_id: order.head.id,
        payment_id,
        status: RefundStatus::Pending,
        amount,
        parts,
        reason: reason.to_owned(),
        by,
        created_at: now,
        updated_at: now,
    })
}

fn restock(draft: &mut Draft<'_>, order: &Order, part: &SellerOrder, given: &RefundLine) -> Result<(), Refusal> {
    let line = part.lines.iter().find(|line| line.id == given.line_id);
    let line = line.ok_or_else(|| Refusal::not_found("order line"))?;
    take_back(draft, order, line, &given.copies, given.restocked)
}

/// Copies of a line go back to stock.
fn take_back(
    draft: &mut Draft<'_>,
    order: &Order,
    line: &OrderLine,
    copies: &[CopyRef],
    quantity: u32,
) -> Result<(), Refusal> {
    for copy in copies {
        draft.move_copy(copy, line.edition_id, CopyState::Sold, CopyState::Available, None);
    }
    let gone = i64::from(quantity);
    draft.change_stock(line.edition_id, |stock| {
        stock.sold -= gone;
        if stock.is_counted() {
            stock.available += gone;
        }
    })?;
    let place = (order.head.id, line.id);
    // A line may be taken back from twice in one decision.
    let drafted =
        draft.changes.line_copies.iter().find(|(_, id, _)| *id == line.id).map(|(_, _, copies)| copies.clone());
    let kept =
        drafted.unwrap_or_else(|| line.copies.clone()).into_iter().filter(|copy| !copies.contains(copy)).collect();
    let known = draft.changes.lines_restocked.iter().find(|(_, id, _)| *id == line.id).map(|(_, _, copies)| *copies);
    let restocked = known.unwrap_or(line.restocked) + quantity;
    draft.changes.line_copies.retain(|(_, id, _)| *id != line.id);
    draft.changes.lines_restocked.retain(|(_, id, _)| *id != line.id);
    draft.changes.line_copies.push((place.0, place.1, kept));
    draft.changes.lines_restocked.push((place.0, place.1, restocked));
    Ok(())
}

fn restock_kept(draft: &mut Draft<'_>, order: &Order) -> Result<(), Refusal> {
    for line in order.lines() {
        let known =
            draft.changes.lines_restocked.iter().find(|(_, id, _)| *id == line.id).map(|(_, _, copies)| *copies);
        let left = line.quantity.saturating_sub(known.unwrap_or(line.restocked));
        if left == 0 {
            continue;
        }
        let drafted =
            draft.changes.line_copies.iter().find(|(_, id, _)| *id == line.id).map(|(_, _, copies)| copies.clone());
        let copies = drafted.unwrap_or_else(|| line.copies.clone());
        take_back(draft, order, line, &copies, left)?;
    }
    Ok(())
}

/// Where the order stands after a refund was decided.
pub(super) fn settle_head(draft: &mut Draft<'_>, order: &Order, refund: &Refund, now: DateTime<Utc>) {
    let restocked = |line: &OrderLine| {
        let known = draft.changes.lines_restocked.iter().find(|(_, id, _)| *id == line.id);
        known.map_or(line.restocked, |(_, _, copies)| *copies)
    };
    let all_back = order.lines().all(|line| restocked(line) >= line.quantity);
    let waiting: Vec<&OrderLine> =
        order.lines().filter(|line| restocked(line) < line.quantity || order.is_shipped(line.id)).collect();
    let parcels: Vec<&Shipment> = order.shipments.iter().collect();
    let standing = if order.came_back(&waiting, None) {
        FulfilmentStatus::Returned
    } else {
        fulfilment(&waiting.iter().map(|line| line.id).collect::<Vec<_>>(), &parcels)
    };
    let nothing_left = order.refundable_minor() == refund.amount.amount_minor;
    let head = draft.head(order);
    if head.fulfilment_status.may_become(standing) {
        head.fulfilment_status = standing;
        if matches!(standing, FulfilmentStatus::Delivered | FulfilmentStatus::Returned) {
            head.delivered_at = arrival(&parcels).or(head.delivered_at).or(Some(now));
        }
    }
    head.note(now, "refund_decided", json!({"refund_id": refund.id, "amount_minor": refund.amount.amount_minor}));
    let untouched = order.head.fulfilment_status == FulfilmentStatus::Unfulfilled;
    if nothing_left && all_back && untouched && head.status.may_become(OrderStatus::Cancelled) {
        head.status = OrderStatus::Cancelled;
        head.note(now, "cancelled", serde_json::Value::Null);
    }
}

/// A part as its credit note shows it: what is given back of it.
fn part_of(part: &SellerOrder, given: &RefundPart) -> SellerOrder {
    let lines = given.lines.iter().filter(|given| given.share.amount_minor > 0).filter_map(|given| {
        let line = part.lines.iter().find(|line| line.id == given.line_id)?;
        Some(line_of(line, given))
    });
    SellerOrder {
        lines: lines.collect(),
        shipping_minor: given.shipping.amount_minor,
        shipping_tax: tax_of(&part.shipping_tax, given.shipping),
        ..part.clone()
    }
}

/// Copies at their price, or the price of one thing where it is not a whole number of copies.
fn line_of(line: &OrderLine, given: &RefundLine) -> OrderLine {
    let tax = tax_of(&line.tax, given.share);
    let by_copies =
        given.quantity > 0 && line.unit_price.times(given.quantity).amount_minor == given.share.amount_minor;
    if !by_copies {
        let unit_price = Money::new(given.share.amount_minor, line.unit_price.currency);
        return OrderLine { quantity: 1, unit_price, copies: Vec::new(), tax, ..line.clone() };
    }
    let copies = match given.copies.is_empty() {
        true if line.copies.len() == given.quantity as usize => line.copies.clone(),
        _ => given.copies.clone(),
    };
    OrderLine { quantity: given.quantity, copies, tax, ..line.clone() }
}

fn tax_of(tax: &LineTax, share: Share) -> LineTax {
    LineTax { base_minor: share.amount_minor - share.tax_minor, tax_minor: share.tax_minor, ..*tax }
}
