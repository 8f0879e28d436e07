//! Attempts to pay: another start, waiting for the customer or the provider, failing.

use chrono::{DateTime, Utc};

use super::draft::Draft;
use super::letter;
use super::{Answer, Outcome};
use crate::command::{InboxKey, PaymentWait};
use crate::hold::Hold;
use crate::ids::{Mint, OrderId, PaymentId};
use crate::job::{Job, Lease, Task};
use crate::mail::Letter;
use crate::order::{Order, OrderPaymentStatus, OrderStatus};
use crate::owner::Owner;
use crate::payment::{Payment, PaymentStatus};
use crate::refusal::Refusal;
use crate::state::State;

/// What an attempt is made with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attempt<'c> {
    pub(super) provider: &'c str,
    pub(super) token: Option<&'c str>,
    pub(super) return_url: Option<&'c str>,
    pub(super) lease: Lease,
}

/// Why an attempt failed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Failure<'c> {
    pub(super) decline_code: &'c str,
    pub(super) expire: bool,
    pub(super) recheck_at: Option<DateTime<Utc>>,
    pub(super) inbox: Option<&'c InboxKey>,
}

/// A fresh attempt for an order's total, and the job that drives it, leased to its maker.
pub(super) fn new_payment(order: &Order, attempt: Attempt<'_>, now: DateTime<Utc>, mint: &mut Mint) -> (Payment, Job) {
    let payment = Payment {
        id: mint.mint(),
        order_id: order.head.id,
        provider: attempt.provider.to_owned(),
        status: PaymentStatus::Pending,
        amount: order.total(),
        provider_ref: None,
        token: attempt.token.map(str::to_owned),
        decline_code: None,
        client_secret: None,
        redirect_url: None,
        // Who tries again comes back to where the first attempt would have.
        return_url: attempt
            .return_url
            .map(str::to_owned)
            .or_else(|| order.payments.iter().rev().find_map(|payment| payment.return_url.clone())),
        unapplied: false,
        refunded_minor: 0,
        created_at: now,
        updated_at: now,
    };
    let job = Job {
        id: mint.mint(),
        task: Task::DrivePayment { payment_id: payment.id },
        run_at: attempt.lease.until,
        attempts: 0,
        lease: Some(attempt.lease),
    };
    (payment, job)
}

/// Starts another attempt for an open order while its holds live.
pub(super) fn start(
    state: &State,
    owner: Owner,
    order_id: OrderId,
    attempt: Attempt<'_>,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let order = find_order(state, order_id)?;
    if order.head.owner != owner {
        return Err(Refusal::not_found("order"));
    }
    match order.head.status {
        OrderStatus::Open => {}
        OrderStatus::Expired => return Err(Refusal::HoldLapsed),
        status => return Err(transition(status.as_str(), "paid")),
    }
    if order.payments.iter().any(|payment| payment.status.is_open()) {
        return Err(Refusal::conflict("a payment of this order is under way"));
    }
    if !order.head.payment_status.may_become(OrderPaymentStatus::Pending) {
        return Err(transition(order.head.payment_status.as_str(), "pending"));
    }
    if !holds_cover(state, order) {
        return Err(Refusal::HoldLapsed);
    }
    let mut draft = Draft::new(state);
    let (payment, job) = new_payment(order, attempt, now, mint);
    let payment_id = payment.id;
    let head = draft.head(order);
    head.payment_status = OrderPaymentStatus::Pending;
    head.note(now, "payment_started", serde_json::json!({"payment_id": payment_id}));
    draft.announce(order, Some(&payment));
    draft.changes.payments.push(payment);
    draft.changes.jobs.push(job);
    Ok(Outcome { changes: draft.changes, answer: Answer::Order(order_id, Some(payment_id)) })
}

/// Notes that the provider wants the customer to authenticate, or has not decided. An attempt that is over stays as it
/// is; one that counts as failed while its money may still come is asked about again later.
pub(super) fn wait(
    state: &State,
    order_id: OrderId,
    payment_id: PaymentId,
    wait: &PaymentWait,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let order = find_order(state, order_id)?;
    let payment = find_payment(order, payment_id)?;
    let mut draft = Draft::new(state);
    if let Some(at) = wait.ask_again_at
        && (payment.status.is_open() || payment.status == PaymentStatus::Failed)
    {
        draft.changes.jobs_postponed.push(("drive_payment", payment_id.0, at));
    }
    if payment.status.is_open() {
        let next = if wait.requires_action { PaymentStatus::RequiresAction } else { PaymentStatus::Pending };
        let waiting = Payment {
            status: next,
            provider_ref: wait.provider_ref.clone().or_else(|| payment.provider_ref.clone()),
            client_secret: wait.client_secret.clone().or_else(|| payment.client_secret.clone()),
            redirect_url: wait.redirect_url.clone().or_else(|| payment.redirect_url.clone()),
            updated_at: now,
            ..payment.clone()
        };
        let changed = waiting.status != payment.status;
        if changed {
            let head = draft.head(order);
            let shown = match next {
                PaymentStatus::RequiresAction => OrderPaymentStatus::RequiresAction,
                _ => OrderPaymentStatus::Pending,
            };
            // An order that another attempt has paid stays paid.
            let latest = order.latest_payment().is_some_and(|latest| latest.id == payment_id);
            if latest && head.payment_status.may_become(shown) {
                head.payment_status = shown;
            }
            if next == PaymentStatus::RequiresAction {
                head.note(now, "payment_requires_action", serde_json::json!({"payment_id": payment_id}));
            }
            draft.announce(order, Some(&waiting));
        }
        if changed || waiting.provider_ref != payment.provider_ref {
            // The first word of the only attempt.
            if order.payments.len() == 1 && !letter::was_told_of(order, payment) {
                letter::placed(&mut draft, order_id, now, mint);
            }
            draft.changes.payments.push(waiting);
        }
    }
    Ok(Outcome { changes: draft.changes, answer: Answer::Order(order_id, Some(payment_id)) })
}

/// Notes that an attempt brought no money. With `expire`, also releases the order's holds and lets it expire, unless
/// it is paid; with `recheck_at`, the attempt's job stays and asks then, for money that could not be called back.
/// Repeating it is harmless.
pub(super) fn fail(
    state: &State,
    order_id: OrderId,
    payment_id: PaymentId,
    told: Failure<'_>,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let order = find_order(state, order_id)?;
    let payment = find_payment(order, payment_id)?;
    let mut draft = Draft::new(state);
    if draft.take_notice(told.inbox, payment_id) {
        return Ok(Outcome { changes: draft.changes, answer: Answer::Order(order_id, Some(payment_id)) });
    }
    let mut failed = None;
    if payment.status.is_open() {
        let latest = order.latest_payment().is_some_and(|latest| latest.id == payment_id);
        let payment = Payment {
            status: PaymentStatus::Failed,
            decline_code: Some(told.decline_code.to_owned()),
            updated_at: now,
            ..payment.clone()
        };
        let head = draft.head(order);
        if latest && head.payment_status.may_become(OrderPaymentStatus::Failed) {
            head.payment_status = OrderPaymentStatus::Failed;
        }
        let data = serde_json::json!({"payment_id": payment_id, "decline_code": told.decline_code});
        head.note(now, "payment_failed", data);
        draft.changes.payments.push(payment.clone());
        // Who has called the order off, or paid it otherwise, has been told so.
        if order.head.status == OrderStatus::Open && is_unpaid(order) {
            letter::send(&mut draft, Letter::PaymentFailed { order_id, payment_id }, now, mint);
        }
        failed = Some(payment);
    }
    match told.recheck_at {
        Some(at) => draft.changes.jobs_postponed.push(("drive_payment", payment_id.0, at)),
        // Letting an order expire says nothing of an attempt that had failed before.
        None if failed.is_some() || !told.expire => draft.changes.jobs_done.push(("drive_payment", payment_id.0)),
        None => {}
    }
    let unpaid = order.payments.iter().all(|p| p.id == payment_id || matches!(p.status, PaymentStatus::Failed));
    let mut expired = false;
    if told.expire {
        draft.changes.jobs_done.push(("expire_order", order_id.0));
        if unpaid && order.head.status == OrderStatus::Open && payment.status != PaymentStatus::Succeeded {
            release_order_holds(&mut draft, order_id)?;
            let head = draft.head(order);
            head.status = OrderStatus::Expired;
            head.note(now, "expired", serde_json::Value::Null);
            expired = true;
        }
    }
    if failed.is_some() || expired {
        draft.announce(order, failed.as_ref());
    }
    draft.settle_artworks();
    Ok(Outcome { changes: draft.changes, answer: Answer::Order(order_id, Some(payment_id)) })
}

fn is_unpaid(order: &Order) -> bool {
    use OrderPaymentStatus as P;
    matches!(order.head.payment_status, P::Pending | P::RequiresAction | P::Failed)
}

/// Gives every copy that is held for an order back to the shelf.
pub(super) fn release_order_holds(draft: &mut Draft<'_>, order_id: OrderId) -> Result<(), Refusal> {
    let holds: Vec<&Hold> = draft.state.holds_of_order(order_id).collect();
    for hold in holds {
        draft.release(hold)?;
    }
    Ok(())
}

/// Whether every line of an order is held whole.
pub(super) fn holds_cover(state: &State, order: &Order) -> bool {
    order.lines().all(|line| held_for(state, order.head.id, line.cart_line_id) == line.quantity)
}

/// Copies held for one line of an order.
pub(super) fn held_for(state: &State, order_id: OrderId, cart_line_id: crate::ids::LineId) -> u32 {
    state.holds_of_order(order_id).filter(|hold| hold.line_id == cart_line_id).map(|hold| hold.quantity).sum()
}

pub(super) fn find_order(state: &State, id: OrderId) -> Result<&Order, Refusal> {
    state.orders.get(&id).ok_or_else(|| Refusal::not_found("order"))
}

pub(super) fn find_payment(order: &Order, id: PaymentId) -> Result<&Payment, Refusal> {
    order.payments.iter().find(|payment| payment.id == id).ok_or_else(|| Refusal::not_found("payment"))
}

pub(super) fn transition(from: &str, to: &str) -> Refusal {
    Refusal::InvalidTransition { from: from.to_owned(), to: to.to_owned() }
}
