//! The checkout actor: one payment's saga and everybody who waits for it. It ends with the saga.
//!
//! The one future it runs is the saga's; joiners come in meanwhile (no `AtomicResponse` here, or they could not). It
//! keeps no truth: falling, it is replaced, and the steps are asked for again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix::prelude::*;
use chrono::{DateTime, Utc};
use impasto_domain::ids::PaymentId;
use impasto_domain::job::Job;
use impasto_domain::order::Order;
use impasto_domain::payment::PaymentStatus;
use tokio::time::Instant;
use tracing::{Instrument, Span};

use super::job::{self, Slot};
use super::saga::{self, Step};
use crate::directory::{Leave, Seat, Tenant};
use crate::handles::OrderAnswer;
use crate::node::{Node, span};
use crate::reply::ReplyTo;
use crate::trace::below;

/// One payment under way.
pub(crate) struct CheckoutActor {
    node: Arc<Node>,
    payment_id: PaymentId,
    seat: Arc<Seat<SleepNote>>,
    /// The order as last known.
    order: Option<Arc<Order>>,
    waiters: Vec<Waiter>,
    state: State,
    /// The span of who had it driven last: the saga goes on in that trace when the request has long been answered.
    span: Span,
    /// When the waiters' timer fires.
    wakes: Option<Instant>,
}

struct Waiter {
    until: Instant,
    reply: ReplyTo<OrderAnswer>,
}

#[derive(Debug, Clone, Copy)]
enum State {
    /// Nothing was asked yet, or the saga is done for now.
    Idle,
    /// The saga's future runs.
    Driving,
    /// The provider is to be asked again when this timer fires.
    Sleeping(SpawnHandle),
    /// Over, with everybody answered.
    Over,
}

/// Whether the actor sleeps until the provider is to be asked again.
#[derive(Debug, Default)]
pub(crate) struct SleepNote(AtomicBool);

impl SleepNote {
    pub(super) fn sleeps(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Drive a payment, or wait for the one who does.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Drive {
    /// The span of who wants it.
    pub(crate) span: Span,
    /// The order as the sender knows it.
    pub(crate) order: Arc<Order>,
    pub(crate) payment_id: PaymentId,
    pub(crate) purpose: Purpose,
    /// How long the caller waits for the provider's word.
    pub(crate) wait_until: Instant,
    pub(crate) reply: Option<ReplyTo<OrderAnswer>>,
}

/// Why a payment is driven.
pub(crate) enum Purpose {
    /// It was just started by a batch of that time, or its start was repeated.
    Placed { at: DateTime<Utc> },
    /// The customer asks how far it is.
    Asked,
    /// Its job was taken.
    Claimed { job: Box<Job>, slot: Slot },
}

/// Somebody else settled the payment.
#[derive(Debug, Clone, Copy, Message)]
#[rtype(result = "()")]
pub(super) struct Told;

/// How a saga is to be gone about.
enum Way {
    /// Ask until there is an answer or the lease's time is over.
    Drive,
    /// Ask once.
    AskOnce,
    /// Ask once for a taken job, and give it back if nothing is known.
    Job(Box<Job>, Slot),
    /// Look into the store; ask only if the payment is still pending.
    LookFirst,
    /// Look into the store and ask nobody.
    Look,
}

impl Way {
    /// What it is called in a trace.
    fn name(&self) -> &'static str {
        match self {
            Self::Drive => "drive",
            Self::AskOnce => "ask_once",
            Self::Job(..) => "job",
            Self::LookFirst => "look_first",
            Self::Look => "look",
        }
    }
}

impl Drive {
    /// Answers the caller with what is known, if there is one.
    pub(crate) fn answer_known(self) {
        if let Some(reply) = self.reply {
            reply.answer(Ok(OrderAnswer { order: self.order, payment_id: Some(self.payment_id) }));
        }
    }
}

impl Tenant for CheckoutActor {
    type Key = PaymentId;
    type Note = SleepNote;

    fn take_seat(node: Arc<Node>, payment_id: PaymentId, seat: Arc<Seat<SleepNote>>) -> Self {
        let (waiters, state, span) = (Vec::new(), State::Idle, Span::none());
        Self { node, payment_id, seat, order: None, waiters, state, span, wakes: None }
    }
}

impl Actor for CheckoutActor {
    type Context = Context<Self>;

    fn stopped(&mut self, _: &mut Self::Context) {
        self.node.checkouts.forget(self.payment_id, &self.seat);
    }
}

impl Handler<Drive> for CheckoutActor {
    type Result = ();

    fn handle(&mut self, drive: Drive, ctx: &mut Self::Context) {
        self.seat.handled_one();
        if let (State::Over, Some(order)) = (self.state, &self.order) {
            Drive { order: Arc::clone(order), ..drive }.answer_known();
            self.leave_if_done(ctx);
            return;
        }
        let order = Arc::clone(self.order.get_or_insert(drive.order));
        if let Some(mut reply) = drive.reply {
            reply.begin();
            self.waiters.push(Waiter { until: drive.wait_until, reply });
            self.set_timer(ctx);
        }
        match (self.state, drive.purpose) {
            // Joins the one under way. A job taken meanwhile is done by its end, or comes back after its lease.
            (State::Driving, _) | (State::Sleeping(_), Purpose::Placed { .. }) => {}
            (State::Sleeping(timer), purpose) => {
                ctx.cancel_future(timer);
                self.span = drive.span;
                self.run(order, way_of(purpose), ctx);
            }
            (State::Idle | State::Over, purpose) => {
                self.span = drive.span;
                match purpose {
                    Purpose::Placed { at } => self.place(order, at, ctx),
                    purpose => self.run(order, way_of(purpose), ctx),
                }
            }
        }
    }
}

impl Handler<Told> for CheckoutActor {
    type Result = ();

    fn handle(&mut self, _: Told, ctx: &mut Self::Context) {
        if let (State::Sleeping(timer), Some(order)) = (self.state, self.order.clone()) {
            ctx.cancel_future(timer);
            self.run(order, Way::Look, ctx);
        }
    }
}

impl Handler<Leave> for CheckoutActor {
    type Result = ();

    fn handle(&mut self, _: Leave, ctx: &mut Self::Context) {
        self.leave_if_done(ctx);
    }
}

impl CheckoutActor {
    /// A payment just started is driven at once. A repeated start gets the first answer; where that is not remembered,
    /// the store is looked into before anybody is asked.
    fn place(&mut self, order: Arc<Order>, at: DateTime<Utc>, ctx: &mut Context<Self>) {
        match self.node.sagas.of(self.payment_id) {
            Some(Some(answer)) => {
                self.order = Some(answer.order);
                self.over(ctx);
            }
            Some(None) => self.run(order, Way::Look, ctx),
            None if self.node.now() - at > span(FRESH) => self.run(order, Way::LookFirst, ctx),
            None => self.run(order, Way::Drive, ctx),
        }
    }

    fn run(&mut self, order: Arc<Order>, way: Way, ctx: &mut Context<Self>) {
        self.state = State::Driving;
        self.seat.note.0.store(false, Ordering::Release);
        let (node, payment_id) = (Arc::clone(&self.node), self.payment_id);
        let span = below!(&self.span, "checkout", way = way.name(), payment.id = %payment_id);
        let saga = async move { go(&node, order, payment_id, way).await }.instrument(span);
        ctx.spawn(saga.into_actor(self).map(|step, actor, ctx| actor.after(step, ctx)));
    }

    fn after(&mut self, step: Step, ctx: &mut Context<Self>) {
        self.state = State::Idle;
        match step {
            Step::Over(order) => {
                let answer = OrderAnswer { order: Arc::clone(&order), payment_id: Some(self.payment_id) };
                self.node.sagas.ended(self.payment_id, Some(answer));
                self.order = Some(order);
                self.over(ctx);
                return;
            }
            Step::CustomerActs(order) | Step::Unknown(order, _) => {
                self.order = Some(order);
                self.answer(|_| true);
            }
            Step::AskAgain(order, at) => {
                self.order = Some(order);
                // Who cannot wait so long is told what is known.
                self.answer(|waiter| waiter.until < at);
                if !self.waiters.is_empty() {
                    self.sleep(at, ctx);
                    return;
                }
            }
        }
        self.node.sagas.ended(self.payment_id, None);
        self.leave_if_done(ctx);
    }

    fn over(&mut self, ctx: &mut Context<Self>) {
        self.state = State::Over;
        self.answer(|_| true);
        self.leave_if_done(ctx);
    }

    fn sleep(&mut self, until: Instant, ctx: &mut Context<Self>) {
        let timer = ctx.run_later(until.saturating_duration_since(Instant::now()), |actor, ctx| {
            if let Some(order) = actor.order.clone() {
                actor.run(order, Way::AskOnce, ctx);
            }
        });
        self.state = State::Sleeping(timer);
        self.seat.note.0.store(true, Ordering::Release);
    }

    fn answer(&mut self, whom: impl Fn(&Waiter) -> bool) {
        let Some(order) = &self.order else { return };
        for waiter in self.waiters.extract_if(.., |waiter| whom(waiter)) {
            waiter.reply.answer(Ok(OrderAnswer { order: Arc::clone(order), payment_id: Some(self.payment_id) }));
        }
    }

    /// One timer for all waiters: it fires for the first of them.
    fn set_timer(&mut self, ctx: &mut Context<Self>) {
        let Some(first) = self.waiters.iter().map(|waiter| waiter.until).min() else { return };
        if self.wakes.is_some_and(|at| at <= first) {
            return;
        }
        self.wakes = Some(first);
        ctx.run_later(first.saturating_duration_since(Instant::now()), |actor, ctx| {
            actor.wakes = None;
            let now = Instant::now();
            actor.answer(|waiter| waiter.until <= now);
            if let (State::Sleeping(timer), true) = (actor.state, actor.waiters.is_empty()) {
                // Nobody waits any more: the job is the pollers'.
                ctx.cancel_future(timer);
                actor.state = State::Idle;
                actor.node.sagas.ended(actor.payment_id, None);
            }
            actor.leave_if_done(ctx);
            actor.set_timer(ctx);
        });
    }

    fn leave_if_done(&mut self, ctx: &mut Context<Self>) {
        let done = matches!(self.state, State::Idle | State::Over) && self.waiters.is_empty();
        if done && self.node.checkouts.retire(self.payment_id, &self.seat) {
            ctx.stop();
        }
    }
}

/// A batch older than this is not one that was just made: its answer was stored, and is given again.
const FRESH: std::time::Duration = std::time::Duration::from_secs(5);

fn way_of(purpose: Purpose) -> Way {
    match purpose {
        Purpose::Placed { .. } => Way::LookFirst,
        Purpose::Asked => Way::AskOnce,
        Purpose::Claimed { job, slot } => Way::Job(job, slot),
    }
}

async fn go(node: &Arc<Node>, order: Arc<Order>, payment_id: PaymentId, way: Way) -> Step {
    let give_up = Instant::now() + saga::lease_time(node);
    match way {
        Way::Drive => saga::drive(node, order, payment_id).await,
        Way::AskOnce => saga::ask_once(node, order, payment_id, give_up).await,
        Way::Job(job, slot) => {
            let step = saga::ask_for_job(node, order, payment_id, give_up).await;
            if let Step::Unknown(_, reason) = &step {
                job::give_back(node, &job, reason).await;
            }
            drop(slot);
            step
        }
        Way::LookFirst => match look(node, order, payment_id).await {
            (order, Some(PaymentStatus::Pending)) => saga::drive(node, order, payment_id).await,
            (order, status) => seen(order, status),
        },
        Way::Look => {
            let (order, status) = look(node, order, payment_id).await;
            seen(order, status)
        }
    }
}

/// The order as the store has it, or as it was known when the store is away.
async fn look(node: &Node, known: Arc<Order>, payment_id: PaymentId) -> (Arc<Order>, Option<PaymentStatus>) {
    let order = match node.order(known.head.id).await {
        Ok(Some(order)) => Arc::new(order),
        Ok(None) => known,
        Err(error) => {
            tracing::warn!(%error, payment.id = %payment_id, "an order could not be read again");
            known
        }
    };
    let status = saga::payment_of(&order, payment_id).map(|payment| payment.status);
    (order, status)
}

fn seen(order: Arc<Order>, status: Option<PaymentStatus>) -> Step {
    match status {
        Some(status) if !status.is_open() => Step::Over(order),
        Some(PaymentStatus::RequiresAction) => Step::CustomerActs(order),
        _ => Step::Unknown(order, "somebody else drives it".to_owned()),
    }
}
