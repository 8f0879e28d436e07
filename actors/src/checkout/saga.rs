//! The saga's steps: ask the provider, store its word. Each may be repeated; none holds anything in memory that the
//! store does not have. Knows no mailbox and nobody who waits.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use impasto_domain::command::{Command, IdempotencyKey, InboxKey, PaymentWait, Submission};
use impasto_domain::ids::PaymentId;
use impasto_domain::money::Money;
use impasto_domain::order::Order;
use impasto_domain::payment::{Payment, PaymentStatus};
use impasto_domain::ports::ProviderAnswer;
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use tokio::time::{Instant, timeout};
use tracing::{Instrument, Span};

use super::{editions_of, note_order, poke};
use crate::backoff;
use crate::error::EngineError;
use crate::handles::DisputeWord;
use crate::node::{Node, span, until};
use crate::trace::below;

/// Where a saga stands after a step.
#[derive(Debug)]
pub(super) enum Step {
    /// The provider has said the last word, and it is stored.
    Over(Arc<Order>),
    /// The customer must act first; the browser has what it needs.
    CustomerActs(Arc<Order>),
    /// The provider has not decided; it is to be asked again then.
    AskAgain(Arc<Order>, Instant),
    /// Nothing is known, or it could not be stored; the job is still there.
    Unknown(Arc<Order>, String),
}

/// The shortest and the longest wait between two tries of the same step inside one saga.
const TRY_BASE: Duration = Duration::from_millis(250);
const TRY_LONGEST: Duration = Duration::from_secs(8);

/// Asks until there is an answer, or until the lease's time for it is over; then leaves the payment to the pollers.
pub(super) async fn drive(node: &Arc<Node>, mut order: Arc<Order>, payment_id: PaymentId) -> Step {
    let give_up = Instant::now() + lease_time(node);
    let mut tries = 0;
    loop {
        match ask_once(node, order, payment_id, give_up).await {
            Step::Unknown(known, reason) => {
                let pause = backoff::delay(TRY_BASE, TRY_LONGEST, tries, node.random());
                tries += 1;
                tracing::warn!(payment.id = %payment_id, reason, "a provider's word is unknown");
                if Instant::now() + pause >= give_up {
                    return postpone(node, known, payment_id, reason).await;
                }
                tokio::time::sleep(pause).await;
                order = known;
            }
            step => return step,
        }
    }
}

/// Why an attempt brought no money.
#[derive(Debug, Clone)]
pub(super) struct Failure<'c> {
    /// The provider's code.
    pub(super) decline_code: &'c str,
    /// Release the order's holds too.
    pub(super) expire: bool,
    /// When to ask once more, if its money may still come.
    pub(super) recheck_at: Option<DateTime<Utc>>,
    /// The event that told it.
    pub(super) inbox: Option<InboxKey>,
}

impl<'c> Failure<'c> {
    pub(super) fn declined(decline_code: &'c str) -> Self {
        Self { decline_code, expire: false, recheck_at: None, inbox: None }
    }

    pub(super) fn expired(decline_code: &'c str) -> Self {
        Self { expire: true, ..Self::declined(decline_code) }
    }
}

/// Whether an attempt that a job is about is worth asking for: one that is open, or that counts as failed although its
/// money could not be called back.
pub(super) fn may_bring_money(payment: &Payment) -> bool {
    payment.status.is_open() || payment.status == PaymentStatus::Failed
}

/// Asks the provider once and stores what it says, unless the attempt is over.
pub(super) async fn ask_once(node: &Arc<Node>, order: Arc<Order>, payment_id: PaymentId, give_up: Instant) -> Step {
    if payment_of(&order, payment_id).is_some_and(|payment| !payment.status.is_open()) {
        return Step::Over(order);
    }
    ask(node, order, payment_id, give_up).await
}

/// As [`ask_once`], for a job: also asks after an attempt that counts as failed.
pub(super) async fn ask_for_job(node: &Arc<Node>, order: Arc<Order>, payment_id: PaymentId, give_up: Instant) -> Step {
    if payment_of(&order, payment_id).is_some_and(|payment| !may_bring_money(payment)) {
        return Step::Over(order);
    }
    ask(node, order, payment_id, give_up).await
}

async fn ask(node: &Arc<Node>, order: Arc<Order>, payment_id: PaymentId, give_up: Instant) -> Step {
    let Some(payment) = payment_of(&order, payment_id) else {
        return Step::Unknown(order, "the order has no such payment".to_owned());
    };
    let Some(provider) = node.provider(&payment.provider) else {
        let reason = format!("there is no provider {:?} on this node", payment.provider);
        return Step::Unknown(order, reason);
    };
    let call = below!(&Span::current(), "payment drive", otel.kind = "client", provider = provider.name());
    let asked = timeout(node.config.provider_call_timeout, provider.drive(payment).instrument(call)).await;
    let answer = asked.unwrap_or_else(|_| ProviderAnswer::Unknown { reason: "no answer in time".to_owned() });
    node.faults.hit(crate::fault::Place::CheckoutAsked);
    let step = store(node, order, payment_id, answer, give_up).await;
    node.faults.hit(crate::fault::Place::CheckoutStored);
    step
}

/// Money that has come.
#[derive(Debug, Clone, Default)]
pub(super) struct Receipt {
    /// The provider's own name for the attempt.
    pub(super) provider_ref: Option<String>,
    /// What the provider keeps of it, where it has told that.
    pub(super) fee: Option<Money>,
    /// The event that told it.
    pub(super) inbox: Option<InboxKey>,
    /// The request that is answered with it: its repeat gets the same answer.
    pub(super) key: Option<IdempotencyKey>,
}

impl Receipt {
    pub(super) fn of(provider_ref: String) -> Self {
        Self { provider_ref: Some(provider_ref), ..Self::default() }
    }
}

/// Stores that the money is there; as late money when the holds are gone.
///
/// # Errors
/// As the journal refuses; `Unavailable` when it was away until `give_up`.
pub(super) async fn settle(
    node: &Arc<Node>,
    order: &Order,
    payment_id: PaymentId,
    receipt: Receipt,
    give_up: Instant,
) -> Result<Arc<Order>, EngineError> {
    let submission = |late| Submission {
        command: Command::SettlePayment {
            order_id: order.head.id,
            owner: order.head.owner,
            payment_id,
            provider_ref: receipt.provider_ref.clone(),
            fee: receipt.fee,
            inbox: receipt.inbox.clone(),
            late,
            editions: editions_of(order),
        },
        idempotency: receipt.key.clone(),
    };
    let settled = match persist(node, || submission(false), give_up).await {
        Err(EngineError::Refused(Refusal::HoldsGone)) => persist(node, || submission(true), give_up).await,
        other => other,
    }?;
    if payment_of(&settled, payment_id).is_some_and(|payment| payment.unapplied) {
        tracing::warn!(payment.id = %payment_id, order.id = %order.head.id, "money found no goods and goes back");
        poke(node);
    }
    Ok(settled)
}

/// Stores that an attempt brought no money.
///
/// # Errors
/// As [`settle`].
pub(super) async fn fail(
    node: &Arc<Node>,
    order: &Order,
    payment_id: PaymentId,
    told: Failure<'_>,
    give_up: Instant,
) -> Result<Arc<Order>, EngineError> {
    let command = || Command::FailPayment {
        order_id: order.head.id,
        payment_id,
        decline_code: told.decline_code.to_owned(),
        expire: told.expire,
        recheck_at: told.recheck_at,
        inbox: told.inbox.clone(),
        editions: editions_of(order),
    };
    persist(node, command, give_up).await
}

/// Stores what is known of a dispute.
///
/// # Errors
/// As [`settle`].
pub(super) async fn dispute(
    node: &Arc<Node>,
    order: &Order,
    payment_id: PaymentId,
    word: &DisputeWord,
    inbox: &InboxKey,
    give_up: Instant,
) -> Result<Arc<Order>, EngineError> {
    let order_id = order.head.id;
    let command = || match word.clone() {
        DisputeWord::Opened(dispute) => {
            Command::OpenDispute { order_id, payment_id, dispute, inbox: Some(inbox.clone()) }
        }
        DisputeWord::Closed { reference, won } => {
            Command::CloseDispute { order_id, payment_id, reference, won, inbox: Some(inbox.clone()) }
        }
    };
    persist(node, command, give_up).await
}

/// How long a saga works before its lease runs out, with time to spare for a last write.
pub(super) fn lease_time(node: &Node) -> Duration {
    node.config.lease.mul_f64(0.75)
}

pub(super) fn payment_of(order: &Order, payment_id: PaymentId) -> Option<&Payment> {
    order.payments.iter().find(|payment| payment.id == payment_id)
}

async fn store(
    node: &Arc<Node>,
    order: Arc<Order>,
    payment_id: PaymentId,
    answer: ProviderAnswer,
    give_up: Instant,
) -> Step {
    let stored = match answer {
        ProviderAnswer::Succeeded { provider_ref, fee } => {
            let receipt = Receipt { fee, ..Receipt::of(provider_ref) };
            settle(node, &order, payment_id, receipt, give_up).await
        }
        ProviderAnswer::Declined { code } => fail(node, &order, payment_id, Failure::declined(&code), give_up).await,
        ProviderAnswer::RequiresAction { provider_ref, client_secret, redirect_url } => {
            let ask_again_at = node.now() + span(node.config.action_patience);
            let wait = PaymentWait {
                requires_action: true,
                provider_ref: Some(provider_ref),
                client_secret,
                redirect_url,
                ask_again_at: Some(ask_again_at),
            };
            let held = hold(node, &order, payment_id, wait, give_up).await;
            return waiting(node, order, payment_id, held, ask_again_at);
        }
        ProviderAnswer::Pending { provider_ref, ask_again_at } => {
            let wait = PaymentWait {
                requires_action: false,
                provider_ref: Some(provider_ref),
                client_secret: None,
                redirect_url: None,
                ask_again_at: Some(ask_again_at),
            };
            let held = hold(node, &order, payment_id, wait, give_up).await;
            return waiting(node, order, payment_id, held, ask_again_at);
        }
        ProviderAnswer::Unknown { reason } => return Step::Unknown(order, reason),
    };
    match stored {
        Ok(order) => Step::Over(order),
        Err(error) => Step::Unknown(order, format!("the provider's word could not be stored: {error}")),
    }
}

/// After a wait was stored: the attempt may be over all the same, by a webhook that came first.
fn waiting(
    node: &Node,
    before: Arc<Order>,
    payment_id: PaymentId,
    held: Result<Arc<Order>, EngineError>,
    ask_again_at: DateTime<Utc>,
) -> Step {
    let order = match held {
        Ok(order) => order,
        Err(error) => return Step::Unknown(before, format!("the provider's word could not be stored: {error}")),
    };
    match payment_of(&order, payment_id).map(|payment| payment.status) {
        Some(PaymentStatus::RequiresAction) => Step::CustomerActs(order),
        Some(PaymentStatus::Pending) => Step::AskAgain(order, Instant::now() + until(node.now(), ask_again_at)),
        _ => Step::Over(order),
    }
}

async fn hold(
    node: &Arc<Node>,
    order: &Order,
    payment_id: PaymentId,
    wait: PaymentWait,
    give_up: Instant,
) -> Result<Arc<Order>, EngineError> {
    let order_id = order.head.id;
    persist(node, || Command::HoldPayment { order_id, payment_id, wait: wait.clone() }, give_up).await
}

/// Leaves a payment whose provider is silent to the pollers, the later the older the order is.
async fn postpone(node: &Arc<Node>, order: Arc<Order>, payment_id: PaymentId, reason: String) -> Step {
    let Some(payment) = payment_of(&order, payment_id) else { return Step::Unknown(order, reason) };
    let now = node.now();
    let age = until(payment.created_at, now);
    let pause = (age / 4).clamp(Duration::from_secs(2), Duration::from_secs(600));
    let wait = PaymentWait {
        requires_action: payment.status == PaymentStatus::RequiresAction,
        provider_ref: None,
        client_secret: None,
        redirect_url: None,
        ask_again_at: Some(now + span(pause)),
    };
    // One try: without it the job comes back when its lease has run out.
    match hold(node, &order, payment_id, wait, Instant::now()).await {
        Ok(order) if payment_of(&order, payment_id).is_some_and(|payment| !payment.status.is_open()) => {
            Step::Over(order)
        }
        Ok(order) => Step::Unknown(order, reason),
        Err(error) => Step::Unknown(order, format!("{reason}; and then: {error}")),
    }
}

/// Submits what may be repeated until the journal answers, or until `give_up`.
async fn persist<S: Into<Submission>>(
    node: &Arc<Node>,
    submission: impl Fn() -> S,
    give_up: Instant,
) -> Result<Arc<Order>, EngineError> {
    let mut tries = 0;
    loop {
        let error = match node.submit(submission()).await {
            Ok(Reply::Order { order, .. }) => {
                let order: Arc<Order> = Arc::from(order);
                note_order(node, &order);
                return Ok(order);
            }
            Ok(other) => return Err(Node::odd_reply("a payment's word", &other)),
            Err(EngineError::Refused(refusal)) => return Err(EngineError::Refused(refusal)),
            Err(error) => error,
        };
        let pause = backoff::delay(TRY_BASE, TRY_LONGEST, tries, node.random());
        tries += 1;
        if Instant::now() + pause >= give_up {
            return Err(error);
        }
        tracing::warn!(%error, "the journal did not take a payment's word; trying again");
        tokio::time::sleep(pause).await;
    }
}
