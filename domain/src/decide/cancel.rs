//! Calling an order off before shipment, and money of it, or that found no goods, that went back.

use chrono::{DateTime, Utc};

use super::draft::Draft;
use super::letter;
use super::payment::{find_order, find_payment, release_order_holds, transition};
use super::refund::give_rest;
use super::settle::issue;
use super::{Answer, Outcome};
use crate::audit::AuditAction;
use crate::command::StaffReason;
use crate::document::DocumentKind;
use crate::edition::CopyState;
use crate::ids::{Mint, OrderId, PaymentId};
use crate::job::{Job, Task};
use crate::ledger;
use crate::mail::Letter;
use crate::order::{FulfilmentStatus, Order, OrderPaymentStatus, OrderStatus};
use crate::owner::Owner;
use crate::payment::{Payment, PaymentStatus};
use crate::refusal::Refusal;
use crate::state::{AuditLine, State};

/// Calls an order off. A paid one gives its copies back to stock, gets credit notes, and its money goes back; an
/// unpaid one releases its holds and has the provider cancel what is open.
pub(super) fn cancel(
    state: &State,
    owner: Option<Owner>,
    order_id: OrderId,
    staff: Option<&StaffReason>,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let order = find_order(state, order_id)?;
    if owner.is_some_and(|owner| owner != order.head.owner) {
        return Err(Refusal::not_found("order"));
    }
    if !order.head.status.may_become(OrderStatus::Cancelled) {
        return Err(transition(order.head.status.as_str(), "cancelled"));
    }
    if order.head.fulfilment_status != FulfilmentStatus::Unfulfilled {
        return Err(transition(order.head.fulfilment_status.as_str(), "cancelled"));
    }
    if order.head.payment_status == OrderPaymentStatus::Disputed {
        // What the bank has taken cannot be given back once more.
        return Err(transition(order.head.payment_status.as_str(), "cancelled"));
    }
    let mut draft = Draft::new(state);
    match order.sale_payment() {
        _ if !order.refunds.is_empty() => give_rest(&mut draft, order, staff, now, mint)?,
        Some(payment) => take_back(&mut draft, order, payment, now, mint)?,
        None => release_order_holds(&mut draft, order_id)?,
    }
    if order.payments.iter().any(|payment| payment.status.is_open()) {
        let task = Task::ExpireOrder { order_id };
        draft.changes.jobs.push(Job { id: mint.mint(), task, run_at: now, attempts: 0, lease: None });
    }
    let head = draft.head(order);
    head.status = OrderStatus::Cancelled;
    head.note(now, "cancelled", serde_json::Value::Null);
    letter::send(&mut draft, Letter::OrderCancelled { order_id }, now, mint);
    if let Some(staff) = staff {
        draft.changes.audit.push(AuditLine {
            by: Some(staff.by),
            action: AuditAction::OrderCancel,
            subject: order_id.0,
            before: serde_json::json!({"status": order.head.status, "payment_status": order.head.payment_status}),
            after: serde_json::json!({"status": OrderStatus::Cancelled, "reason": staff.reason}),
        });
    }
    draft.announce(order, None);
    draft.settle_artworks();
    Ok(Outcome { changes: draft.changes, answer: Answer::Order(order_id, None) })
}

/// Notes that the provider has given money back. Repeating it is harmless.
pub(super) fn paid_back(
    state: &State,
    order_id: OrderId,
    payment_id: PaymentId,
    amount_minor: i64,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let order = find_order(state, order_id)?;
    let payment = find_payment(order, payment_id)?;
    let mut draft = Draft::new(state);
    draft.changes.jobs_done.push(("refund_payment", payment_id.0));
    if payment.status == PaymentStatus::Succeeded {
        let refunded = Payment {
            status: PaymentStatus::Refunded,
            refunded_minor: payment.refunded_minor + amount_minor,
            updated_at: now,
            ..payment.clone()
        };
        let entries = if payment.unapplied {
            ledger::late_money_returned(order, mint.mint(), now, amount_minor)
        } else {
            ledger::full_refund(order, mint.mint(), now)
        };
        draft.changes.ledger.extend(entries);
        let paid_otherwise = payment.unapplied && order.sale_payment().is_some();
        let head = draft.head(order);
        // While it is disputed it stays so: what is given back then counts when the case is closed.
        let is_disputed = head.payment_status == OrderPaymentStatus::Disputed;
        if !paid_otherwise && !is_disputed && head.payment_status.may_become(OrderPaymentStatus::Refunded) {
            head.payment_status = OrderPaymentStatus::Refunded;
        }
        head.note(now, "refunded", serde_json::json!({"payment_id": payment_id, "amount_minor": amount_minor}));
        letter::send(&mut draft, Letter::OrderRefunded { order_id, amount_minor }, now, mint);
        draft.announce(order, Some(&refunded));
        draft.changes.payments.push(refunded);
    }
    Ok(Outcome { changes: draft.changes, answer: Answer::Order(order_id, Some(payment_id)) })
}

fn take_back(
    draft: &mut Draft<'_>,
    order: &Order,
    payment: &Payment,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<(), Refusal> {
    for line in order.lines() {
        for copy in &line.copies {
            draft.move_copy(copy, line.edition_id, CopyState::Sold, CopyState::Available, None);
        }
        let quantity = i64::from(line.quantity);
        draft.change_stock(line.edition_id, |stock| {
            stock.sold -= quantity;
            if stock.is_counted() {
                stock.available += quantity;
            }
        })?;
    }
    for part in &order.seller_orders {
        issue(draft, order, part, None, DocumentKind::CreditNote, now, mint)?;
    }
    let amount_minor = payment.amount.amount_minor;
    let task = Task::RefundPayment { payment_id: payment.id, amount_minor, refund_id: None };
    draft.changes.jobs.push(Job { id: mint.mint(), task, run_at: now, attempts: 0, lease: None });
    Ok(())
}
