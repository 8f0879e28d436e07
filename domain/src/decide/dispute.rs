//! Disputes: money that a customer's bank takes back, and what becomes of it. Each word counts once, in whatever order
//! the provider's notices come.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::draft::Draft;
use super::payment::{find_order, find_payment};
use super::refund::take_back_lost;
use super::{Answer, Outcome};
use crate::command::InboxKey;
use crate::dispute::{Dispute, DisputeStatus, standing_of};
use crate::ids::{Mint, OrderId, PaymentId};
use crate::ledger;
use crate::money::Money;
use crate::order::{Order, OrderPaymentStatus};
use crate::payment::{Payment, PaymentStatus};
use crate::ports::hooks::DisputeNotice;
use crate::refund::RefundPart;
use crate::refusal::Refusal;
use crate::state::State;

/// Notes that money was taken back. Of a case that is known it notes what is new.
pub(super) fn open(
    state: &State,
    (order_id, payment_id): (OrderId, PaymentId),
    notice: &DisputeNotice,
    inbox: Option<&InboxKey>,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let order = find_order(state, order_id)?;
    let payment = disputable(order, payment_id)?;
    if notice.amount.currency != payment.amount.currency || notice.amount.amount_minor <= 0 {
        return Err(Refusal::invalid("/amount", "must be a sum in the payment's currency"));
    }
    let mut draft = Draft::new(state);
    let answer = Answer::Order(order_id, Some(payment_id));
    if draft.take_notice(inbox, payment_id) {
        return Ok(Outcome { changes: draft.changes, answer });
    }
    match known(order, payment_id, &notice.reference) {
        Some(dispute) if matches!(dispute.status, DisputeStatus::WonUnopened | DisputeStatus::LostUnopened) => {
            let won = dispute.status == DisputeStatus::WonUnopened;
            let opened = opened(&mut draft, order, dispute, notice, now, mint);
            close_opened(&mut draft, order, payment, opened, won, now, mint)?;
        }
        Some(dispute) => more_known(&mut draft, order, dispute, notice, now),
        None => {
            let fresh = unopened(order, payment_id, &notice.reference, DisputeStatus::Open, now, mint);
            let opened = opened(&mut draft, order, &fresh, notice, now, mint);
            let head = draft.head(order);
            if !payment.unapplied && head.payment_status.may_become(OrderPaymentStatus::Disputed) {
                head.payment_status = OrderPaymentStatus::Disputed;
            }
            draft.announce(order, None);
            draft.changes.disputes.push(opened);
        }
    }
    Ok(Outcome { changes: draft.changes, answer })
}

/// Notes how a case was decided. Where nobody has said that there is one, that is kept until somebody does.
pub(super) fn close(
    state: &State,
    (order_id, payment_id): (OrderId, PaymentId),
    (reference, won): (&str, bool),
    inbox: Option<&InboxKey>,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let order = find_order(state, order_id)?;
    let payment = disputable(order, payment_id)?;
    let mut draft = Draft::new(state);
    let answer = Answer::Order(order_id, Some(payment_id));
    if draft.take_notice(inbox, payment_id) {
        return Ok(Outcome { changes: draft.changes, answer });
    }
    match known(order, payment_id, reference) {
        Some(dispute) if dispute.status == DisputeStatus::Open => {
            let dispute = dispute.clone();
            close_opened(&mut draft, order, payment, dispute, won, now, mint)?;
        }
        // A case is decided once.
        Some(_) => {}
        None => {
            let status = if won { DisputeStatus::WonUnopened } else { DisputeStatus::LostUnopened };
            let told = unopened(order, payment_id, reference, status, now, mint);
            draft.head(order).note(now, "dispute_told", json!({"reference": reference, "won": won}));
            draft.announce(order, None);
            draft.changes.disputes.push(told);
        }
    }
    Ok(Outcome { changes: draft.changes, answer })
}

/// The attempt, if it has brought money that can be taken back.
fn disputable(order: &Order, payment_id: PaymentId) -> Result<&Payment, Refusal> {
    let payment = find_payment(order, payment_id)?;
    if matches!(payment.status, PaymentStatus::Succeeded | PaymentStatus::Refunded) {
        return Ok(payment);
    }
    Err(Refusal::InvalidTransition {
        from: payment.status.as_str().to_owned(),
        to: OrderPaymentStatus::Disputed.as_str().to_owned(),
    })
}

fn known<'o>(order: &'o Order, payment_id: PaymentId, reference: &str) -> Option<&'o Dispute> {
    order.disputes.iter().find(|known| known.payment_id == payment_id && known.reference == reference)
}

/// A case of which no more than its name is known.
fn unopened(
    order: &Order,
    payment_id: PaymentId,
    reference: &str,
    status: DisputeStatus,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Dispute {
    Dispute {
        id: mint.mint(),
        order_id: order.head.id,
        payment_id,
        reference: reference.to_owned(),
        status,
        reason: String::new(),
        amount: Money::zero(order.head.currency),
        taken_back_minor: 0,
        evidence_due_at: None,
        created_at: now,
        updated_at: now,
    }
}

/// Books what was taken back, and what the provider asks for the case. The caller keeps the case.
fn opened(
    draft: &mut Draft<'_>,
    order: &Order,
    dispute: &Dispute,
    notice: &DisputeNotice,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Dispute {
    let amount_minor = notice.amount.amount_minor;
    draft.changes.ledger.extend(ledger::dispute_opened(order, mint.mint(), now, amount_minor));
    draft.book_fee(order, notice.fee, now, mint);
    let data = json!({"dispute_id": dispute.id, "reference": notice.reference, "amount_minor": amount_minor});
    draft.head(order).note(now, "dispute_opened", data);
    Dispute {
        status: DisputeStatus::Open,
        reason: notice.reason.clone(),
        amount: notice.amount,
        evidence_due_at: notice.evidence_due_at,
        updated_at: now,
        ..dispute.clone()
    }
}

/// What a further notice says of a case that is not decided. How much was taken back stays as it was booked.
fn more_known(draft: &mut Draft<'_>, order: &Order, dispute: &Dispute, notice: &DisputeNotice, now: DateTime<Utc>) {
    let due = notice.evidence_due_at.or(dispute.evidence_due_at);
    let is_new = (&notice.reason, due) != (&dispute.reason, dispute.evidence_due_at);
    if dispute.status != DisputeStatus::Open || !is_new {
        return;
    }
    draft.announce(order, None);
    draft.changes.disputes.push(Dispute {
        reason: notice.reason.clone(),
        evidence_due_at: due,
        updated_at: now,
        ..dispute.clone()
    });
}

/// Decides a case whose money is away.
fn close_opened(
    draft: &mut Draft<'_>,
    order: &Order,
    payment: &Payment,
    dispute: Dispute,
    won: bool,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<(), Refusal> {
    let amount_minor = dispute.amount.amount_minor;
    let mut standing = payment.clone();
    if won {
        draft.changes.ledger.extend(ledger::dispute_won(order, mint.mint(), now, amount_minor));
    } else {
        let refund = take_back_lost(draft, order, payment, &dispute, now, mint)?;
        let parts: &[RefundPart] = refund.as_ref().map_or(&[], |refund| refund.parts.as_slice());
        draft.changes.ledger.extend(ledger::dispute_lost(order, parts, mint.mint(), now, amount_minor));
        if let Some(refund) = refund {
            standing.refunded_minor += refund.amount.amount_minor;
            if standing.refunded_minor >= standing.amount.amount_minor {
                standing.status = PaymentStatus::Refunded;
            }
            standing.updated_at = now;
            draft.changes.refunds.push(refund);
        }
    }
    let taken_back_minor = standing.refunded_minor - payment.refunded_minor;
    let status = if won { DisputeStatus::Won } else { DisputeStatus::Lost };
    let is_last = !order
        .disputes
        .iter()
        .any(|other| other.id != dispute.id && other.status == DisputeStatus::Open && other.payment_id == payment.id);
    let kind = if won { "dispute_won" } else { "dispute_lost" };
    let data = json!({"dispute_id": dispute.id, "reference": dispute.reference, "amount_minor": amount_minor});
    let head = draft.head(order);
    head.note(now, kind, data);
    let next = standing_of(&standing);
    if !payment.unapplied && is_last && head.payment_status != next && head.payment_status.may_become(next) {
        head.payment_status = next;
    }
    draft.changes.disputes.push(Dispute { status, taken_back_minor, updated_at: now, ..dispute });
    if standing == *payment {
        draft.announce(order, None);
    } else {
        draft.announce(order, Some(&standing));
        draft.changes.payments.push(standing);
    }
    Ok(())
}
