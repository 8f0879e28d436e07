//! Closing an order: everything arrived, and nobody can withdraw from it any more.

use chrono::{DateTime, Utc};

use super::draft::Draft;
use super::payment::{find_order, transition};
use super::{Answer, Outcome};
use crate::ids::OrderId;
use crate::order::{FulfilmentStatus, OrderPaymentStatus, OrderStatus};
use crate::refusal::Refusal;
use crate::returns::arrival;
use crate::shipment::Shipment;
use crate::state::State;

/// Closes an order. Repeating it is harmless. Whoever looks for orders goes by the time of arrival that is kept with them;
/// one that a program of an older version noted without is given it here, and closed when it is found again.
pub(super) fn complete(state: &State, order_id: OrderId, now: DateTime<Utc>) -> Result<Outcome, Refusal> {
    use OrderPaymentStatus as P;
    let order = find_order(state, order_id)?;
    let head = &order.head;
    let mut draft = Draft::new(state);
    let answer = Answer::Order(order_id, None);
    let completed = OrderStatus::Completed;
    if head.status == completed {
        return Ok(Outcome { changes: draft.changes, answer });
    }
    if !head.status.may_become(completed) {
        return Err(transition(head.status.as_str(), completed.as_str()));
    }
    if !matches!(head.fulfilment_status, FulfilmentStatus::Delivered | FulfilmentStatus::Returned) {
        return Err(transition(head.fulfilment_status.as_str(), completed.as_str()));
    }
    if !matches!(head.payment_status, P::Paid | P::PartiallyRefunded | P::Refunded) {
        return Err(transition(head.payment_status.as_str(), completed.as_str()));
    }
    let is_over = order.periods_over(state.rules.withdrawal_days, now);
    if head.delivered_at.is_none() && (!is_over || order.has_open_return()) {
        let parcels: Vec<&Shipment> = order.shipments.iter().collect();
        draft.head(order).delivered_at = Some(arrival(&parcels).unwrap_or(now));
        draft.announce(order, None);
        return Ok(Outcome { changes: draft.changes, answer });
    }
    if order.has_open_return() {
        return Err(Refusal::conflict("a return of the order has not been answered yet"));
    }
    if !is_over {
        return Err(Refusal::conflict("the withdrawal period is not over"));
    }
    let head = draft.head(order);
    head.status = completed;
    head.note(now, "completed", serde_json::Value::Null);
    draft.announce(order, None);
    Ok(Outcome { changes: draft.changes, answer })
}
