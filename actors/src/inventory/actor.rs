//! The inventory actor: its state, its messages, its comings and goings.
//!
//! A request is judged by memory in its handler, which waits for nothing, and then passed on in a task of its own: the
//! journal decides, so requests of different owners may and should reach it together, to become one batch. The tasks
//! share the memory with the actor (they all run on one thread) and outlive it: what was passed on is answered even if
//! the actor falls.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use actix::prelude::*;
use impasto_domain::command::{Command, Submission};
use impasto_domain::ids::EditionId;
use impasto_domain::owner::Owner;
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use tokio::time::Instant;
use tracing::{Instrument, Span};

use super::memory::{Memory, StockNote, Take, Verdict};
use crate::checkout;
use crate::directory::{Leave, Seat, Tenant};
use crate::error::EngineError;
use crate::node::{Node, span, until};
use crate::reply::ReplyTo;
use crate::trace::{alone, below};

/// The gate to one edition.
pub(crate) struct InventoryActor {
    node: Arc<Node>,
    edition_id: EditionId,
    seat: Arc<Seat<StockNote>>,
    shared: Rc<Shared>,
    /// When the one timer fires.
    wakes: Option<(Instant, SpawnHandle)>,
    /// Its own address, made once: each further one costs two allocations.
    address: Option<Rc<Addr<Self>>>,
}

/// What the actor and the requests under way share.
struct Shared {
    memory: RefCell<Memory>,
    under_way: RefCell<UnderWay>,
}

#[derive(Default)]
struct UnderWay {
    passes: u32,
    expiring: bool,
    last_used: Option<Instant>,
}

/// A command for the edition, to be passed on unless it is hopeless or unfair.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Pass {
    pub(crate) submission: Submission,
    pub(crate) take: Option<Take>,
    pub(crate) reply: ReplyTo<Reply>,
}

/// Holds of the edition are past their deadline in the store's time.
#[derive(Debug, Clone, Copy, Message)]
#[rtype(result = "()")]
pub(crate) struct Due;

/// An owner's holds became an order's.
#[derive(Debug, Clone, Copy, Message)]
#[rtype(result = "()")]
pub(crate) struct Bought {
    pub(crate) owner: Owner,
}

/// An order's holds were released unpaid.
#[derive(Debug, Clone, Copy, Message)]
#[rtype(result = "()")]
pub(crate) struct Lapsed {
    pub(crate) owner: Owner,
}

/// A hold was placed that may run out before the timer fires.
#[derive(Debug, Clone, Copy, Message)]
#[rtype(result = "()")]
struct SetTimer;

impl Tenant for InventoryActor {
    type Key = EditionId;
    type Note = StockNote;

    fn take_seat(node: Arc<Node>, edition_id: EditionId, seat: Arc<Seat<StockNote>>) -> Self {
        let shared = Shared { memory: RefCell::default(), under_way: RefCell::default() };
        Self { node, edition_id, seat, shared: Rc::new(shared), wakes: None, address: None }
    }
}

impl Actor for InventoryActor {
    type Context = Context<Self>;

    /// A lone node answers "sold out" from memory, so it looks once; requests do not wait for it.
    fn started(&mut self, ctx: &mut Self::Context) {
        self.address = Some(Rc::new(ctx.address()));
        self.shared.under_way.borrow_mut().last_used = Some(Instant::now());
        self.set_timer(ctx);
        if self.node.config.lone_node && !self.seat.note.is_known() {
            let (node, seat, edition_id) = (Arc::clone(&self.node), Arc::clone(&self.seat), self.edition_id);
            actix::spawn(async move {
                match node.read(node.ports.reads.stock(edition_id)).await {
                    Ok(Some(stock)) => seat.note.offer(&stock),
                    Ok(None) => {}
                    Err(error) => tracing::warn!(%error, edition.id = %edition_id, "stock could not be read"),
                }
            });
        }
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        self.node.inventories.forget(self.edition_id, &self.seat);
    }
}

impl Handler<Pass> for InventoryActor {
    type Result = ();

    fn handle(&mut self, pass: Pass, _: &mut Self::Context) {
        self.seat.handled_one();
        self.shared.under_way.borrow_mut().last_used = Some(Instant::now());
        self.node.faults.hit(crate::fault::Place::Inventory);
        if pass.reply.is_abandoned() {
            return;
        }
        let span = below!(pass.reply.span(), "inventory", edition.id = %self.edition_id);
        match self.judge(&pass) {
            Some(refusal) => span.in_scope(|| pass.reply.answer(Err(refusal.into()))),
            None => self.pass_on(pass, span),
        }
    }
}

impl Handler<Due> for InventoryActor {
    type Result = ();

    fn handle(&mut self, _: Due, _: &mut Self::Context) {
        self.seat.handled_one();
        self.expire();
    }
}

impl Handler<Bought> for InventoryActor {
    type Result = ();

    fn handle(&mut self, Bought { owner }: Bought, _: &mut Self::Context) {
        self.shared.memory.borrow_mut().bought(owner);
    }
}

impl Handler<Lapsed> for InventoryActor {
    type Result = ();

    fn handle(&mut self, Lapsed { owner }: Lapsed, _: &mut Self::Context) {
        self.shared.memory.borrow_mut().loses(owner, Instant::now());
    }
}

impl Handler<SetTimer> for InventoryActor {
    type Result = ();

    fn handle(&mut self, _: SetTimer, ctx: &mut Self::Context) {
        self.set_timer(ctx);
    }
}

impl Handler<Leave> for InventoryActor {
    type Result = ();

    fn handle(&mut self, _: Leave, ctx: &mut Self::Context) {
        self.leave_if_idle(ctx);
    }
}

impl InventoryActor {
    /// Why a request is not passed on, if it is not. One with an idempotency key may be the repeat of a request that
    /// was carried out, so only the journal calls it hopeless.
    fn judge(&self, pass: &Pass) -> Option<Refusal> {
        let take = pass.take.filter(|take| take.quantity > 0)?;
        let now = Instant::now();
        let from_memory = self.node.config.lone_node && pass.submission.idempotency.is_none();
        let hopeless = if from_memory { self.seat.note.hopeless(take.quantity) } else { None };
        let mut memory = self.shared.memory.borrow_mut();
        if hopeless.is_some() {
            memory.asked_in_vain(take.owner, now);
        }
        match hopeless.or_else(|| memory.others_first(&take, self.node.config.fairness_window, now))? {
            Verdict::SoldOut { available, next_release_at } => Some(Refusal::SoldOut { available, next_release_at }),
            Verdict::OthersFirst(wait) => Some(Refusal::HoldLimit { retry_at: Some(self.node.now() + span(wait)) }),
        }
    }

    fn pass_on(&self, pass: Pass, span: Span) {
        let Pass { submission, take, mut reply } = pass;
        let (node, shared, edition_id) = (Arc::clone(&self.node), Rc::clone(&self.shared), self.edition_id);
        let (seat, address) = (Arc::clone(&self.seat), self.address.clone());
        let by = submission.command.owners().first().copied();
        let armed = self.wakes.as_ref().map(|(at, _)| *at);
        shared.under_way.borrow_mut().passes += 1;
        let work = async move {
            reply.begin();
            let result = node.submit(submission).await;
            shared.under_way.borrow_mut().passes -= 1;
            shared.learn(edition_id, by, take, &seat.note, &result);
            let next = shared.memory.borrow().next_deadline();
            // The deadline may be forgotten when the mailbox is full: then the sweeper finds it.
            if next.is_some_and(|next| armed.is_none_or(|armed| next < armed)) {
                set_timer_of(address.as_deref());
            }
            reply.answer(result);
        };
        actix::spawn(work.instrument(span));
    }

    /// Has the holds that are past their deadline released; once at a time.
    fn expire(&self) {
        if std::mem::replace(&mut self.shared.under_way.borrow_mut().expiring, true) {
            return;
        }
        let (node, shared, edition_id) = (Arc::clone(&self.node), Rc::clone(&self.shared), self.edition_id);
        let (seat, address) = (Arc::clone(&self.seat), self.address.clone());
        let work = async move {
            let result = node.submit(Command::ExpireHolds { edition_id }).await;
            shared.under_way.borrow_mut().expiring = false;
            match result {
                Ok(Reply::Stock { stock, .. }) => {
                    seat.note.offer(&stock);
                    shared.memory.borrow_mut().expired(Instant::now());
                    // Orders in payment among them now have a job that asks the provider.
                    checkout::poke(&node);
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, edition.id = %edition_id, "holds could not be expired");
                    // Not again at once: the sweeper finds them when the store is back.
                    shared.memory.borrow_mut().forget_deadlines(Instant::now());
                }
            }
            set_timer_of(address.as_deref());
        };
        actix::spawn(work.instrument(alone!("inventory expire", edition.id = %edition_id)));
    }

    /// One timer serves deadlines and idleness.
    fn set_timer(&mut self, ctx: &mut Context<Self>) {
        let now = Instant::now();
        let last_used = self.shared.under_way.borrow().last_used.unwrap_or(now);
        let deadline = self.shared.memory.borrow().next_deadline();
        let next = deadline.unwrap_or(last_used + self.node.config.inventory_idle).max(now);
        match self.wakes {
            Some((at, _)) if at <= next => return,
            Some((_, handle)) => drop(ctx.cancel_future(handle)),
            None => {}
        }
        let handle = ctx.run_later(next - now, Self::wake);
        self.wakes = Some((next, handle));
    }

    fn wake(&mut self, ctx: &mut Context<Self>) {
        self.wakes = None;
        let now = Instant::now();
        if self.shared.memory.borrow().next_deadline().is_some_and(|deadline| deadline <= now) {
            // Sets the timer anew when it is done.
            self.expire();
            return;
        }
        let last_used = self.shared.under_way.borrow().last_used.unwrap_or(now);
        let unused = now.duration_since(last_used) >= self.node.config.inventory_idle;
        let nothing_to_miss = self.shared.memory.borrow_mut().is_idle(self.node.config.fairness_window, now);
        if unused && nothing_to_miss && self.leave_if_idle(ctx) {
            return;
        }
        if unused {
            // Something is still remembered: look again when it may be past.
            self.shared.under_way.borrow_mut().last_used = Some(now);
        }
        self.set_timer(ctx);
    }

    fn leave_if_idle(&mut self, ctx: &mut Context<Self>) -> bool {
        let leaves =
            self.shared.under_way.borrow().passes == 0 && self.node.inventories.retire(self.edition_id, &self.seat);
        if leaves {
            ctx.stop();
        }
        leaves
    }
}

/// Asks for the timer to be set anew. When the mailbox is full the sweeper finds what the timer would have.
fn set_timer_of(address: Option<&Addr<InventoryActor>>) {
    if let Some(address) = address
        && address.try_send(SetTimer).is_err()
    {
        metrics::counter!("impasto_nudges_dropped_total").increment(1);
    }
}

impl Shared {
    /// Remembers what the journal answered.
    fn learn(
        &self,
        edition_id: EditionId,
        by: Option<Owner>,
        take: Option<Take>,
        note: &StockNote,
        result: &Result<Reply, EngineError>,
    ) {
        let now = Instant::now();
        let mut memory = self.memory.borrow_mut();
        match result {
            // A kept answer tells how things were, not how they are.
            Ok(Reply::Cart { repeated: true, .. }) => {}
            Ok(Reply::Cart { state, stock, now: at, .. }) => {
                if let Some(stock) = stock {
                    note.offer(stock);
                }
                let owner = state.cart.owner;
                let holds = state.holds.iter().filter(|hold| hold.edition_id == edition_id);
                // The deadline that matters for expiring is the earliest.
                match holds.map(|hold| hold.expires_at).min() {
                    Some(earliest) => memory.holds(owner, now + until(*at, earliest)),
                    None if memory.is_holder(owner) => memory.loses(owner, now),
                    None => {}
                }
            }
            Ok(Reply::Stock { stock, released_of, .. }) => {
                note.offer(stock);
                if let Some(owner) = released_of {
                    memory.loses(*owner, now);
                }
            }
            Err(EngineError::Refused(Refusal::SoldOut { .. })) => {
                if let Some(owner) = take.map(|take| take.owner).or(by) {
                    memory.asked_in_vain(owner, now);
                }
            }
            _ => {}
        }
    }
}
