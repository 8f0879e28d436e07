//! What holds of the house at any time, between any two commits: of copies and counters, of carts, of orders and their
//! money, and that whatever is unfinished has somebody who will finish it.

use std::collections::{BTreeMap, BTreeSet};

use impasto_domain::dispute::DisputeStatus;
use impasto_domain::edition::{CopyState, EditionKind};
use impasto_domain::hold::Hold;
use impasto_domain::ids::EditionId;
use impasto_domain::ledger::AccountKind;
use impasto_domain::order::{Order, OrderPaymentStatus, OrderStatus};
use impasto_domain::owner::Owner;
use impasto_domain::payment::{Payment, PaymentStatus};
use impasto_domain::refund::RefundStatus;
use impasto_domain::state::State;

use super::audit::Audit;
use super::jobs::Jobs;

/// Says what is wrong unless something holds.
macro_rules! ensure {
    ($holds:expr, $($said:tt)+) => {
        if !$holds {
            return Err(format!($($said)+));
        }
    };
}
pub(crate) use ensure;

/// Every invariant of the house.
///
/// # Errors
/// What does not hold.
pub(super) fn check(state: &State, jobs: &Jobs, audit: &Audit) -> Result<(), String> {
    ensure!(audit.complaints.is_empty(), "{}", audit.complaints.join("\n"));
    check_stock(state, audit)?;
    check_holds(state, audit)?;
    check_carts(state)?;
    check_sales(state, audit)?;
    check_numbers(state)?;
    check_promises(state, jobs)
}

/// The counters are those of the copies and of the holds.
fn check_stock(state: &State, audit: &Audit) -> Result<(), String> {
    let mut counted: BTreeMap<EditionId, [i64; 4]> = BTreeMap::new();
    for ((edition_id, _), copy) in &audit.copies {
        counted.entry(*edition_id).or_default()[*copy as usize] += 1;
    }
    let mut held: BTreeMap<EditionId, i64> = BTreeMap::new();
    for hold in state.holds.values() {
        *held.entry(hold.edition_id).or_default() += i64::from(hold.quantity);
    }
    let mut left: BTreeMap<_, i64> = BTreeMap::new();
    for (id, entry) in &state.editions {
        let stock = &entry.stock;
        ensure!(stock.is_consistent(), "the counters do not add up: {stock:?}");
        ensure!(held.get(id).copied().unwrap_or(0) == stock.held, "holds and counters differ: {stock:?}");
        if stock.is_counted() {
            let copies = counted.get(id).copied().unwrap_or_default();
            let counters = [stock.available, stock.held, stock.sold, stock.withdrawn];
            ensure!(copies == counters, "copies {copies:?} and counters differ: {stock:?}");
        }
        let something = entry.edition.kind == EditionKind::Open || stock.available + stock.held > 0;
        *left.entry(stock.artwork_id).or_default() += i64::from(something);
    }
    for head in state.artworks.values() {
        let left = left.get(&head.id).copied().unwrap_or(0);
        ensure!(head.editions_left == left, "{left} editions are left of {head:?}");
    }
    Ok(())
}

/// A copy is held once; what is held is in a cart, or belongs to an order that still waits for its money.
fn check_holds(state: &State, audit: &Audit) -> Result<(), String> {
    let mut numbered = BTreeSet::new();
    for hold in state.holds.values() {
        if let Some(copy) = &hold.copy {
            ensure!(numbered.insert((hold.edition_id, copy.ordinal)), "a copy is held twice: {hold:?}");
            let is = audit.copies.get(&(hold.edition_id, copy.ordinal));
            ensure!(is == Some(&CopyState::Held), "a hold is on a copy that is {is:?}: {hold:?}");
        }
        ensure!(is_wanted(state, hold), "nobody can buy what is held: {hold:?}");
    }
    Ok(())
}

fn is_wanted(state: &State, hold: &Hold) -> bool {
    match hold.order_id {
        None => state
            .carts
            .get(&hold.owner)
            .and_then(|cart| cart.line(hold.line_id))
            .is_some_and(|line| line.edition_id == hold.edition_id),
        Some(order_id) => state.orders.get(&order_id).is_some_and(|order| {
            order.head.status == OrderStatus::Open && sale_of(order).is_none() && order.documents.is_empty()
        }),
    }
}

/// What a cart shows can be bought as it is shown, and nobody has more than one customer may.
fn check_carts(state: &State) -> Result<(), String> {
    let mut in_carts: BTreeMap<_, (u32, bool)> = BTreeMap::new();
    for hold in state.holds.values().filter(|hold| hold.order_id.is_none()) {
        let line = state.carts.get(&hold.owner).and_then(|cart| cart.line(hold.line_id));
        let as_shown = line.is_none_or(|line| line.lost.is_some() || line.unit_price == hold.unit_price);
        let (quantity, prices) = in_carts.entry((hold.owner, hold.line_id)).or_insert((0, true));
        *quantity += hold.quantity;
        *prices &= as_shown;
    }
    for (owner, cart) in &state.carts {
        for line in cart.lines.iter().filter(|line| line.lost.is_none()) {
            let (held, prices) = in_carts.get(&(*owner, line.id)).copied().unwrap_or((0, true));
            ensure!(held == line.quantity && prices, "a line is not held as it is shown: {line:?} of {owner:?}");
        }
    }
    let mut bought: BTreeMap<(Owner, EditionId), i64> = BTreeMap::new();
    for order in state.orders.values().filter(|order| order.head.is_kept()) {
        for line in order.lines() {
            *bought.entry((order.head.owner, line.edition_id)).or_default() += i64::from(line.quantity);
        }
    }
    for ((owner, edition_id), copies) in bought {
        let max = state.editions[&edition_id].edition.max_per_customer;
        ensure!(max.is_none_or(|max| copies <= i64::from(max)), "{owner:?} bought {copies} of {max:?}");
    }
    Ok(())
}

/// A copy is sold once, an order is paid once, and the books say what was received.
fn check_sales(state: &State, audit: &Audit) -> Result<(), String> {
    let mut sold = BTreeSet::new();
    let mut received = 0;
    for order in state.orders.values() {
        let sales = order.payments.iter().filter(|payment| is_sale(payment)).count();
        ensure!(sales <= 1, "order {} was paid {sales} times", order.head.number);
        for payment in &order.payments {
            let whole = payment.status == PaymentStatus::Refunded;
            let due = if whole { payment.amount.amount_minor } else { refunded(order, payment) };
            ensure!(payment.refunded_minor == due, "not as much was given back as was paid: {payment:?}");
            received += match payment.status {
                PaymentStatus::Succeeded | PaymentStatus::Refunded => {
                    payment.amount.amount_minor - payment.refunded_minor
                }
                _ => 0,
            };
        }
        for dispute in order.disputes.iter().filter(|dispute| dispute.status == DisputeStatus::Lost) {
            received -= dispute.amount.amount_minor - dispute.taken_back_minor;
        }
        // What staff gave back of an order leaves its goods where they are.
        let bought = order.payments.iter().filter(|payment| has_bought(payment)).count();
        let stands = bought == 1 && order.head.status != OrderStatus::Cancelled;
        let paid = matches!(
            order.head.payment_status,
            OrderPaymentStatus::Paid
                | OrderPaymentStatus::PartiallyRefunded
                | OrderPaymentStatus::Refunded
                | OrderPaymentStatus::Disputed
        );
        ensure!(!stands || paid, "order {} has a sale and is not paid: {:?}", order.head.number, order.head);
        for line in order.lines().filter(|_| stands) {
            let counted = state.editions[&line.edition_id].stock.is_counted();
            ensure!(
                !counted || line.copies.len() == (line.quantity - line.restocked) as usize,
                "copies are missing: {line:?}"
            );
            for copy in &line.copies {
                ensure!(sold.insert((line.edition_id, copy.ordinal)), "copy {copy:?} was sold twice");
                let is = audit.copies.get(&(line.edition_id, copy.ordinal));
                ensure!(is == Some(&CopyState::Sold), "a sold copy is {is:?}: {copy:?}");
            }
        }
    }
    let copies = audit.copies.iter().filter(|(_, copy)| **copy == CopyState::Sold).count();
    ensure!(copies == sold.len(), "{copies} copies are sold, on {} order lines", sold.len());
    // What providers kept, and what banks took back for a while, came as well.
    let came = [AccountKind::ProviderClearing, AccountKind::ProviderFees, AccountKind::Disputed];
    let clearing = state.appended.ledger.iter().filter(|entry| came.contains(&entry.account));
    let clearing: i64 = clearing.map(|entry| entry.amount_minor).sum();
    ensure!(clearing == received, "the books say {clearing} was received, the payments {received}");
    Ok(())
}

/// Documents are numbered without gaps, each number once.
fn check_numbers(state: &State) -> Result<(), String> {
    let mut series: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for document in state.orders.values().flat_map(|order| &order.documents) {
        let (name, running) = document.number.rsplit_once('-').unwrap_or_default();
        ensure!(series.entry(name).or_default().insert(running), "{} was given twice", document.number);
    }
    for (name, given) in series {
        let last: usize = given.last().and_then(|running| running.parse().ok()).unwrap_or(0);
        ensure!(last == given.len(), "{} of {last} numbers of {name} were given", given.len());
    }
    Ok(())
}

/// Whatever is unfinished has a job that finishes it, or holds whose deadline does.
fn check_promises(state: &State, jobs: &Jobs) -> Result<(), String> {
    let mut open = BTreeSet::new();
    for row in jobs.rows().iter().filter(|row| !row.done) {
        let task = &row.job.task;
        ensure!(open.insert((task.kind(), task.subject())), "a job is doubled: {row:?}");
        ensure!(
            !row.dead || matches!(task.kind(), "render_document" | "send_mail"),
            "a job about money was given up: {row:?}"
        );
    }
    let held: BTreeSet<_> = state.holds.values().filter_map(|hold| hold.order_id).collect();
    for order in state.orders.values() {
        let head = &order.head;
        let expires = open.contains(&("expire_order", head.id.0));
        for payment in &order.payments {
            let driven = expires || open.contains(&("drive_payment", payment.id.0));
            ensure!(!payment.status.is_open() || driven, "nobody drives {payment:?} of order {}", head.number);
            let owed = payment.status == PaymentStatus::Succeeded
                && (payment.unapplied || head.status == OrderStatus::Cancelled);
            let promised = order.refunds.iter().any(|refund| open.contains(&("refund_payment", refund.id.0)));
            let returned = promised || open.contains(&("refund_payment", payment.id.0));
            ensure!(!owed || returned, "nobody gives {payment:?} of order {} back", head.number);
        }
        let waits = head.status == OrderStatus::Open && sale_of(order).is_none() && order.documents.is_empty();
        ensure!(!waits || held.contains(&head.id), "order {} waits for its money without goods", head.number);
        for document in order.documents.iter().filter(|document| document.content_hash.is_none()) {
            let rendered = open.contains(&("render_document", document.id.0));
            ensure!(rendered, "nobody renders {document:?}");
        }
    }
    Ok(())
}

/// What staff gave back of an attempt.
fn refunded(order: &Order, payment: &Payment) -> i64 {
    let done = order.refunds.iter().filter(|refund| refund.status == RefundStatus::Refunded);
    done.filter(|refund| refund.payment_id == payment.id).map(|refund| refund.amount.amount_minor).sum()
}

fn has_bought(payment: &Payment) -> bool {
    matches!(payment.status, PaymentStatus::Succeeded | PaymentStatus::Refunded) && !payment.unapplied
}

fn is_sale(payment: &Payment) -> bool {
    payment.status == PaymentStatus::Succeeded && !payment.unapplied
}

fn sale_of(order: &Order) -> Option<&Payment> {
    order.payments.iter().find(|payment| is_sale(payment))
}
