//! The checkers: what holds after every step, and what holds in the end, when nothing goes wrong any more and time has
//! passed.

use std::collections::{BTreeMap, BTreeSet};

use impasto_domain::ids::OrderId;
use impasto_domain::ledger::AccountKind;
use impasto_domain::order::{Order, OrderStatus};
use impasto_domain::payment::PaymentStatus;
use impasto_domain::state::State;

use super::bank::DISPUTE_FEE_MINOR;
use super::nodes::Nodes;
use crate::engine::Depths;
use crate::handles::document_key;
use crate::testing::{Parts, ensure, fee_of};

/// After every step: the house is whole, every order has a key of its own, and the provider did what the house says.
///
/// # Errors
/// What does not hold.
pub(super) fn always(parts: &Parts) -> Result<(), String> {
    parts.journal.verdict()?;
    let complaints = parts.provider.complaints();
    ensure!(complaints.is_empty(), "{}", complaints.join("\n"));
    parts.journal.peek(|state| {
        let mut keys = BTreeSet::new();
        check_fees(state)?;
        for order in state.orders.values() {
            ensure!(keys.insert(&order.head.email), "one request has placed two orders: {}", order.head.email);
            check_money(parts, order)?;
            for document in &order.documents {
                let stored = document.content_hash.as_ref().is_none_or(|hash| parts.media.has(&document_key(hash)));
                ensure!(stored, "the bytes of {} are nowhere", document.number);
            }
        }
        Ok(())
    })
}

/// Whatever way an attempt's money was found, what the provider keeps of it is booked, once; and what it asks for a case.
fn check_fees(state: &State) -> Result<(), String> {
    let mut booked: BTreeMap<OrderId, i64> = BTreeMap::new();
    let fees = state.appended.ledger.iter().filter(|entry| entry.account == AccountKind::ProviderFees);
    for (order_id, entry) in fees.filter_map(|entry| Some((entry.order_id?, entry))) {
        *booked.entry(order_id).or_default() += entry.amount_minor;
    }
    for order in state.orders.values() {
        let came = order
            .payments
            .iter()
            .filter(|payment| matches!(payment.status, PaymentStatus::Succeeded | PaymentStatus::Refunded));
        let cases = order.disputes.iter().filter(|dispute| dispute.amount.amount_minor > 0).count();
        let kept: i64 = came.filter_map(fee_of).map(|fee| fee.amount_minor).sum();
        let kept = kept + cases as i64 * DISPUTE_FEE_MINOR;
        let booked = booked.get(&order.head.id).copied().unwrap_or(0);
        ensure!(booked == kept, "order {} cost {kept} in fees, the books say {booked}", order.head.number);
    }
    Ok(())
}

/// The house never says more of money than the provider does, and takes none back for goods that it gave.
fn check_money(parts: &Parts, order: &Order) -> Result<(), String> {
    let number = &order.head.number;
    for payment in &order.payments {
        let (took, returned) = (parts.provider.took(payment.id), parts.provider.returned(payment.id));
        let came = matches!(payment.status, PaymentStatus::Succeeded | PaymentStatus::Refunded);
        ensure!(took || !came, "order {number} has money that nobody took: {payment:?}");
        ensure!(returned || payment.status != PaymentStatus::Refunded, "nobody gave this back: {payment:?}");
        let kept = payment.status == PaymentStatus::Succeeded
            && !payment.unapplied
            && order.head.status != OrderStatus::Cancelled;
        // What a bank has decided the house hears later.
        let unheard = parts.provider.lost(payment.id);
        ensure!(!kept || !returned || unheard, "order {number} keeps goods whose money went back: {payment:?}");
    }
    Ok(())
}

/// What is left to be done; nothing in the end.
pub(super) fn unfinished(parts: &Parts) -> Option<String> {
    let open: Vec<_> = parts.journal.jobs().into_iter().filter(|row| !row.done && !row.dead).collect();
    if let Some(row) = open.first() {
        return Some(format!("{} jobs are open, {row:?} among them", open.len()));
    }
    let transfers = parts.provider.on_their_way();
    if transfers > 0 {
        return Some(format!("{transfers} transfers are on their way"));
    }
    parts.journal.peek(|state| {
        let hold = state.holds.values().next().map(|hold| format!("a hold is there: {hold:?}"));
        hold.or_else(|| open_payment(state))
    })
}

fn open_payment(state: &State) -> Option<String> {
    let mut payments = state.orders.values().flat_map(|order| &order.payments);
    payments.find(|payment| payment.status.is_open()).map(|payment| format!("a payment is open: {payment:?}"))
}

/// In the end: the provider keeps exactly the money of sales that stand, what was given up had a reason, and the
/// engines remember nobody.
///
/// # Errors
/// What does not hold.
pub(super) fn at_rest(parts: &Parts, nodes: &Nodes) -> Result<(), String> {
    parts.journal.peek(|state| {
        for order in state.orders.values() {
            for payment in &order.payments {
                let stands = payment.status == PaymentStatus::Succeeded
                    && !payment.unapplied
                    && order.head.status != OrderStatus::Cancelled;
                let keeps = parts.provider.keeps(payment.id);
                ensure!(keeps == stands, "money and goods of order {} disagree: {payment:?}", order.head.number);
            }
        }
        Ok::<_, String>(())
    })?;
    for row in parts.journal.jobs().iter().filter(|row| row.dead) {
        const INJECTED: [&str; 6] = ["planned", "no font", "the disk is gone", "fell", "in time", "busy"];
        let reason = row.error.as_deref().unwrap_or("");
        ensure!(INJECTED.iter().any(|known| reason.contains(known)), "a job was given up for no reason: {row:?}");
    }
    for node in &nodes.live {
        let idle = Depths { connections: node.engine.depths().connections, ..Depths::default() };
        let depths = node.engine.depths();
        ensure!(depths == idle, "node {} is not idle: {depths:?}", node.number);
    }
    Ok(())
}
