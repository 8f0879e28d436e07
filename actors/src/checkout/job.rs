//! The jobs about money: driving what was abandoned, cancelling what ran out, giving money back. Each may be repeated;
//! none is ever given up: after many tries they go on with a long pause.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use impasto_domain::command::{Command, IdempotencyKey};
use impasto_domain::edit::Edit;
use impasto_domain::ids::{OrderId, PaymentId, RefundId};
use impasto_domain::job::{Job, Task};
use impasto_domain::order::{Order, OrderStatus};
use impasto_domain::payment::{Payment, PaymentStatus};
use impasto_domain::ports::{CancelAnswer, RefundAnswer};
use impasto_domain::refund::RefundStatus;
use impasto_domain::reply::Reply;
use tokio::time::{Instant, timeout};
use tracing::{Instrument, Span};

use super::actor::{Drive, Purpose};
use super::saga::{self, payment_of};
use super::{poke, told_elsewhere};
use crate::backoff;
use crate::error::EngineError;
use crate::node::{Node, span};
use crate::trace::below;

/// Jobs of some kinds under way on this node.
#[derive(Debug, Default)]
pub(crate) struct PoolGauge {
    taken: AtomicUsize,
    starved: AtomicBool,
}

/// A place in a bounded pool, free again when it is dropped.
pub(crate) struct Slot {
    node: Arc<Node>,
    pool: Arc<PoolGauge>,
}

impl PoolGauge {
    pub(crate) fn taken(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }

    /// There may be jobs that found no place: whoever frees one says so.
    pub(super) fn starves(&self) {
        self.starved.store(true, Ordering::Release);
    }
}

impl Slot {
    pub(super) fn take(node: &Arc<Node>, pool: &Arc<PoolGauge>) -> Self {
        pool.taken.fetch_add(1, Ordering::Relaxed);
        Self { node: Arc::clone(node), pool: Arc::clone(pool) }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.pool.taken.fetch_sub(1, Ordering::Relaxed);
        if self.pool.starved.swap(false, Ordering::AcqRel) {
            poke(&self.node);
        }
    }
}

/// What became of a job.
enum Done {
    /// It is done, and the journal knows it already.
    Known,
    /// There is nothing (more) to do.
    Nothing,
    /// Somebody else goes on with it.
    HandedOn,
    /// It must be tried again, for this reason.
    Again(String),
}

/// The shortest and the longest pause between two tries of a job about money.
const MONEY_BASE: Duration = Duration::from_secs(2);
const MONEY_LONGEST: Duration = Duration::from_secs(3_600);

/// Does a taken job, and says so to the journal.
pub(super) async fn run(node: Arc<Node>, job: Job, slot: Slot) {
    let time = saga::lease_time(&node);
    let done = match timeout(time, carry_out(&node, &job, slot)).await {
        Ok(Ok(done)) => done,
        Ok(Err(error)) => Done::Again(error.to_string()),
        Err(_) => Done::Again("it took longer than its lease".to_owned()),
    };
    match done {
        Done::Known | Done::HandedOn => {}
        Done::Nothing => finish(&node, &job).await,
        Done::Again(reason) => give_back(&node, &job, &reason).await,
    }
}

/// Gives a job back, to be tried after a pause.
pub(super) async fn give_back(node: &Arc<Node>, job: &Job, reason: &str) {
    let Some(lease) = job.lease else { return };
    let pause = backoff::delay(MONEY_BASE, MONEY_LONGEST, job.attempts, node.random());
    tracing::warn!(job.id = %job.id, job.kind = job.task.kind(), job.attempts, reason, "a job goes back");
    let retry = Edit::RetryJob {
        id: job.id,
        token: lease.token,
        run_at: node.now() + span(pause),
        error: Some(reason.to_owned()),
        dead: false,
    };
    // Without this it comes back when its lease has run out.
    if let Err(error) = node.edit(retry).await {
        tracing::warn!(%error, job.id = %job.id, "a job could not be given back");
    }
}

async fn finish(node: &Arc<Node>, job: &Job) {
    let Some(lease) = job.lease else { return };
    if let Err(error) = node.edit(Edit::FinishJob { id: job.id, token: lease.token }).await {
        tracing::warn!(%error, job.id = %job.id, "a job could not be finished; it will be done again");
    }
}

async fn carry_out(node: &Arc<Node>, job: &Job, slot: Slot) -> Result<Done, EngineError> {
    match &job.task {
        Task::DrivePayment { payment_id } => drive(node, job, *payment_id, slot).await,
        Task::ExpireOrder { order_id } => expire(node, *order_id).await,
        Task::RefundPayment { payment_id, amount_minor, refund_id } => {
            refund(node, *payment_id, Given { amount_minor: *amount_minor, refund_id: *refund_id }).await
        }
        Task::RenderDocument { .. } | Task::SendMail { .. } | Task::DeliverWebhook { .. } | Task::SendPayout { .. } => {
            Ok(Done::Again("this is no job about money".to_owned()))
        }
    }
}

async fn drive(node: &Arc<Node>, job: &Job, payment_id: PaymentId, slot: Slot) -> Result<Done, EngineError> {
    let Some(order) = node.read(node.ports.reads.order_of_payment(payment_id)).await? else {
        return Ok(Done::Nothing);
    };
    if !payment_of(&order, payment_id).is_some_and(saga::may_bring_money) {
        return Ok(Done::Nothing);
    }
    let drive = Drive {
        span: Span::current(),
        order: Arc::new(order),
        payment_id,
        purpose: Purpose::Claimed { job: Box::new(job.clone()), slot },
        wait_until: Instant::now(),
        reply: None,
    };
    match node.checkouts.send(node, payment_id, drive) {
        Ok(()) => Ok(Done::HandedOn),
        Err(undelivered) => Err(undelivered.error),
    }
}

/// Has the provider cancel every open attempt, then releases the order's holds; "already paid" settles the sale. Money
/// that cannot be called back does not keep the copies: should it come, it is late money.
async fn expire(node: &Arc<Node>, order_id: OrderId) -> Result<Done, EngineError> {
    let Some(order) = node.order(order_id).await? else { return Ok(Done::Nothing) };
    let give_up = Instant::now() + saga::lease_time(node) / 2;
    let open: Vec<&Payment> = order.payments.iter().filter(|payment| payment.status.is_open()).collect();
    let mut settled = false;
    for payment in &open {
        match cancel(node, payment).await {
            CancelAnswer::Cancelled => {
                saga::fail(node, &order, payment.id, saga::Failure::expired("cancelled"), give_up).await?;
            }
            CancelAnswer::OnItsWay { ask_again_at } => {
                let told = saga::Failure { recheck_at: Some(ask_again_at), ..saga::Failure::expired("expired") };
                saga::fail(node, &order, payment.id, told, give_up).await?;
            }
            CancelAnswer::AlreadyPaid { provider_ref, fee } => {
                let receipt = saga::Receipt { fee, ..saga::Receipt::of(provider_ref) };
                saga::settle(node, &order, payment.id, receipt, give_up).await?;
                settled = true;
            }
            CancelAnswer::Unknown { reason } => return Ok(Done::Again(reason)),
        }
    }
    if settled {
        // Where the order was called off before, the settlement leaves this job open.
        return Ok(Done::Nothing);
    }
    match order.latest_payment() {
        // Every attempt had failed before: there is nobody to ask, only holds to release.
        Some(latest) if open.is_empty() => {
            saga::fail(node, &order, latest.id, saga::Failure::expired("expired"), give_up).await?;
            Ok(Done::Known)
        }
        Some(_) => Ok(Done::Known),
        None => Ok(Done::Nothing),
    }
}

/// What calling off an abandoned attempt came to.
pub(crate) enum CalledOff {
    /// There is none, or it cannot be called off now.
    Nothing,
    /// It will bring no money.
    One,
    /// Too late: it has paid the order.
    Paid(Arc<Order>, PaymentId),
}

/// Has the provider cancel an attempt that waits for its customer, for a request that wants another one under `key`.
/// Where it has paid the order, that is the request's answer, and kept as such.
///
/// # Errors
/// `Unavailable` when the provider's word could not be stored.
pub(crate) async fn call_off_waiting(
    node: &Arc<Node>,
    order: &Order,
    key: &IdempotencyKey,
) -> Result<CalledOff, EngineError> {
    let waiting = order.payments.iter().find(|payment| payment.status == PaymentStatus::RequiresAction);
    let Some(payment) = waiting else { return Ok(CalledOff::Nothing) };
    let give_up = Instant::now() + node.config.provider_timeout;
    let called_off = match cancel(node, payment).await {
        CancelAnswer::Cancelled => {
            saga::fail(node, order, payment.id, saga::Failure::declined("superseded"), give_up).await?;
            CalledOff::One
        }
        CancelAnswer::AlreadyPaid { provider_ref, fee } => {
            let receipt = saga::Receipt { fee, key: Some(key.clone()), ..saga::Receipt::of(provider_ref) };
            let paid = saga::settle(node, order, payment.id, receipt, give_up).await?;
            CalledOff::Paid(paid, payment.id)
        }
        CancelAnswer::OnItsWay { .. } | CancelAnswer::Unknown { .. } => return Ok(CalledOff::Nothing),
    };
    told_elsewhere(node, payment.id);
    Ok(called_off)
}

/// Gives money of an order that was just called off or refunded back at once; what cannot be done now, its job does.
/// Answers the order as it is then.
pub(crate) async fn refund_at_once(node: &Arc<Node>, order: Arc<Order>) -> Arc<Order> {
    let pending = order.refunds.iter().rev().find(|refund| refund.status == RefundStatus::Pending);
    let given = match (order.sale_payment(), pending) {
        (Some(payment), Some(refund)) => {
            Some((payment, Given { amount_minor: refund.amount.amount_minor, refund_id: Some(refund.id) }))
        }
        (Some(payment), None) if order.head.status == OrderStatus::Cancelled && order.refunds.is_empty() => {
            Some((payment, Given { amount_minor: payment.amount.amount_minor, refund_id: None }))
        }
        _ => None,
    };
    let Some((payment, given)) = given else {
        poke(node);
        return order;
    };
    let wait = node.config.provider_timeout;
    let refunded = timeout(wait, refund(node, payment.id, given)).await;
    if !matches!(refunded, Ok(Ok(Done::Known | Done::Nothing))) {
        poke(node);
        return order;
    }
    match node.order(order.head.id).await {
        Ok(Some(refunded)) => Arc::new(refunded),
        _ => order,
    }
}

/// What is to be given back of an attempt's money.
#[derive(Debug, Clone, Copy)]
struct Given {
    amount_minor: i64,
    /// None where everything goes back.
    refund_id: Option<RefundId>,
}

async fn refund(node: &Arc<Node>, payment_id: PaymentId, given: Given) -> Result<Done, EngineError> {
    let Some(order) = node.read(node.ports.reads.order_of_payment(payment_id)).await? else {
        return Ok(Done::Nothing);
    };
    let Some(payment) = payment_of(&order, payment_id) else { return Ok(Done::Nothing) };
    let is_done = |id| order.refunds.iter().all(|refund| refund.id != id || refund.status == RefundStatus::Refunded);
    if payment.status != PaymentStatus::Succeeded || given.refund_id.is_some_and(is_done) {
        return Ok(Done::Nothing);
    }
    let amount_minor = given.amount_minor;
    let key = given.refund_id.map_or(payment_id.0, |refund_id| refund_id.0);
    let Some(provider) = node.provider(&payment.provider) else {
        return Ok(Done::Again(no_provider(payment)));
    };
    let call = below!(&Span::current(), "payment refund", otel.kind = "client", provider = provider.name());
    let asked = provider.refund(payment, amount_minor, key).instrument(call);
    let asked = timeout(node.config.provider_call_timeout, asked).await;
    match asked.unwrap_or_else(|_| RefundAnswer::Unknown { reason: "no answer in time".to_owned() }) {
        RefundAnswer::Refunded => stored_refund(node, &order, payment_id, given).await,
        RefundAnswer::Refused { code } => {
            tracing::error!(payment.id = %payment_id, amount_minor, code, "a provider refuses a refund; a person must look");
            Ok(Done::Again(format!("refused by the provider: {code}")))
        }
        RefundAnswer::Unknown { reason } => Ok(Done::Again(reason)),
    }
}

async fn stored_refund(
    node: &Arc<Node>,
    order: &Order,
    payment_id: PaymentId,
    Given { amount_minor, refund_id }: Given,
) -> Result<Done, EngineError> {
    let command = Command::RefundPaid { order_id: order.head.id, payment_id, amount_minor, refund_id };
    match node.submit(command).await? {
        Reply::Order { .. } => Ok(Done::Known),
        other => Err(Node::odd_reply("a refund", &other)),
    }
}

async fn cancel(node: &Node, payment: &Payment) -> CancelAnswer {
    let Some(provider) = node.provider(&payment.provider) else {
        return CancelAnswer::Unknown { reason: no_provider(payment) };
    };
    let call = below!(&Span::current(), "payment cancel", otel.kind = "client", provider = provider.name());
    let asked = timeout(node.config.provider_call_timeout, provider.cancel(payment).instrument(call)).await;
    asked.unwrap_or_else(|_| CancelAnswer::Unknown { reason: "no answer in time".to_owned() })
}

fn no_provider(payment: &Payment) -> String {
    format!("there is no provider {:?} on this node", payment.provider)
}
