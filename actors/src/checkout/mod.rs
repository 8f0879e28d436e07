//! Checkouts: the saga between a placed order and its settled payment, and the jobs that finish what was abandoned.
//!
//! A payment is a job before it is a call: whatever falls, the job is there, and every step may be repeated (the
//! payment's id is the root of the provider's key, and the journal settles once). The actor that started a payment
//! drives it at once under the lease its job was born with; pollers take only what was left.

mod actor;
mod event;
mod job;
mod recent;
mod saga;
mod supervisor;

use std::sync::Arc;

use impasto_domain::ids::{EditionId, PaymentId};
use impasto_domain::order::{Order, OrderPaymentStatus, OrderStatus};
use impasto_domain::payment::PaymentStatus;

pub(crate) use actor::{CheckoutActor, Drive, Purpose};
pub(crate) use event::take_event;
pub(crate) use job::{CalledOff, PoolGauge, call_off_waiting, refund_at_once};
pub(crate) use recent::RecentSagas;
pub(crate) use supervisor::{CheckoutSupervisor, claim};

use crate::inventory::Lapsed;
use crate::node::Node;

/// There may be jobs to do at once.
pub(crate) fn poke(node: &Arc<Node>) {
    node.checkout_supervisor.nudge((), supervisor::Poke, supervisor::PokeNote::take);
}

/// Somebody else settled a payment that a checkout of this node may be waiting for.
pub(crate) fn told_elsewhere(node: &Node, payment_id: PaymentId) {
    node.checkouts.nudge(payment_id, actor::Told, actor::SleepNote::sleeps);
}

/// The editions of an order, each once, in order.
pub(crate) fn editions_of(order: &Order) -> Vec<EditionId> {
    let mut editions: Vec<EditionId> = order.lines().map(|line| line.edition_id).collect();
    editions.sort_unstable();
    editions.dedup();
    editions
}

/// After an order changed: what this node remembers of its owner's holds. Who lets an order expire, or calls it off
/// unpaid, has let go what others may want.
pub(crate) fn note_order(node: &Node, order: &Order) {
    let head = &order.head;
    if head.status == OrderStatus::Open && head.payment_status != OrderPaymentStatus::Paid {
        return;
    }
    node.budgets.order_over(head.owner, head.id);
    let unpaid =
        order.payments.iter().all(|payment| payment.status == PaymentStatus::Failed || payment.status.is_open());
    if head.status == OrderStatus::Expired || (head.status == OrderStatus::Cancelled && unpaid) {
        for edition_id in editions_of(order) {
            node.inventories.nudge(edition_id, Lapsed { owner: head.owner }, |_| true);
        }
    }
}
