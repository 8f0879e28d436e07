//! The session actor: its state, its messages, its comings and goings. What a request does is in `deed` and `pay`.

use std::sync::Arc;

use actix::prelude::*;
use chrono::{DateTime, Utc};
use impasto_domain::command::IdempotencyKey;
use impasto_domain::ids::LineId;
use impasto_domain::owner::Owner;
use tokio::time::Instant;
use tracing::Instrument;

use super::deed::{self, Deed};
use super::known::{CartNote, Known};
use super::pay::{self, PayDeed, Started};
use crate::directory::{Leave, Seat, Tenant};
use crate::handles::{CartAnswer, OrderAnswer};
use crate::node::Node;
use crate::reply::ReplyTo;
use crate::trace::below;

/// One owner's session.
pub(crate) struct SessionActor {
    node: Arc<Node>,
    owner: Owner,
    seat: Arc<Seat<CartNote>>,
    /// The cart as last seen; `None` when it was never seen or is in doubt.
    cart: Option<Known>,
    /// The payment started last, so that repeats that wait behind it cost nothing.
    started: Option<Started>,
    /// Notices sent: line and the deadline they were about.
    told: Vec<(LineId, DateTime<Utc>)>,
    /// When the one timer fires.
    wakes: Option<(Instant, SpawnHandle)>,
    last_used: Instant,
}

/// A request about the cart.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct CartCall {
    pub(crate) deed: Deed,
    pub(crate) reply: ReplyTo<CartAnswer>,
}

/// A request that starts a payment; the checkout answers it.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct PayCall {
    pub(crate) deed: PayDeed,
    pub(crate) key: IdempotencyKey,
    pub(crate) reply: ReplyTo<OrderAnswer>,
}

impl Tenant for SessionActor {
    type Key = Owner;
    type Note = CartNote;

    fn take_seat(node: Arc<Node>, owner: Owner, seat: Arc<Seat<CartNote>>) -> Self {
        let last_used = Instant::now();
        Self { node, owner, seat, cart: None, started: None, told: Vec::new(), wakes: None, last_used }
    }
}

impl Actor for SessionActor {
    type Context = Context<Self>;

    fn stopped(&mut self, _: &mut Self::Context) {
        self.node.sessions.forget(self.owner, &self.seat);
    }
}

impl Handler<CartCall> for SessionActor {
    type Result = AtomicResponse<Self, ()>;

    fn handle(&mut self, CartCall { deed, mut reply }: CartCall, _: &mut Self::Context) -> Self::Result {
        let (node, owner) = (Arc::clone(&self.node), self.owner);
        let span = below!(reply.span(), "session", otel.name = deed.name());
        // Another node may have changed it a moment ago: who only looks is shown what is stored. A change is decided on
        // what is stored in any case.
        let cart = self.seen_cart().filter(|_| node.config.lone_node || !matches!(deed, Deed::Get));
        let work = async move {
            if reply.is_abandoned() {
                return cart;
            }
            node.faults.hit(crate::fault::Place::SessionBefore);
            let (cart, result) = deed::carry_out(&node, owner, cart, deed, &mut reply).await;
            node.faults.hit(crate::fault::Place::SessionAfter);
            reply.answer(result);
            cart
        };
        let work = work.instrument(span).into_actor(self);
        AtomicResponse::new(Box::pin(work.map(|cart, actor, ctx| actor.rest(cart, ctx))))
    }
}

impl Handler<PayCall> for SessionActor {
    type Result = AtomicResponse<Self, ()>;

    fn handle(&mut self, PayCall { deed, key, mut reply }: PayCall, _: &mut Self::Context) -> Self::Result {
        let (node, owner, cart) = (Arc::clone(&self.node), self.owner, self.seen_cart());
        let known = self.started.take_if(|started| started.key == key);
        let span = below!(reply.span(), "session", otel.name = deed.name());
        let work = async move {
            if reply.is_abandoned() {
                return (cart, known);
            }
            node.faults.hit(crate::fault::Place::SessionBefore);
            if let Some(started) = known {
                pay::hand_on(&node, &started, reply);
                return (cart, Some(started));
            }
            let (cart, started) = pay::start(&node, owner, cart, &deed, key, &mut reply).await;
            node.faults.hit(crate::fault::Place::SessionAfter);
            match started {
                Ok(started) => {
                    pay::hand_on(&node, &started, reply);
                    (cart, Some(started))
                }
                Err(error) => {
                    reply.answer(Err(error));
                    (cart, None)
                }
            }
        };
        let work = work.instrument(span).into_actor(self);
        AtomicResponse::new(Box::pin(work.map(|(cart, started), actor, ctx| {
            if started.is_some() {
                actor.started = started;
            }
            actor.rest(cart, ctx);
        })))
    }
}

impl Handler<Leave> for SessionActor {
    type Result = ();

    fn handle(&mut self, _: Leave, ctx: &mut Self::Context) {
        self.leave_if_idle(ctx);
    }
}

impl SessionActor {
    /// The cart in memory, unless somebody has changed it since.
    fn seen_cart(&mut self) -> Option<Known> {
        self.cart.take().filter(|cart| !cart.is_stale(&self.seat.note))
    }

    /// After a request: remember, set the timer, or go when there is nothing to remember.
    fn rest(&mut self, cart: Option<Known>, ctx: &mut Context<Self>) {
        self.seat.handled_one();
        self.last_used = Instant::now();
        self.cart = cart;
        if self.cart.as_ref().is_none_or(Known::is_empty) && self.leave_if_idle(ctx) {
            return;
        }
        self.set_timer(ctx);
    }

    fn leave_if_idle(&mut self, ctx: &mut Context<Self>) -> bool {
        let leaves = self.node.sessions.retire(self.owner, &self.seat);
        if leaves {
            ctx.stop();
        }
        leaves
    }

    /// One timer serves notices and idleness; it is only ever moved forward.
    fn set_timer(&mut self, ctx: &mut Context<Self>) {
        let now = Instant::now();
        let notice = self.cart.as_ref().and_then(|cart| cart.next_notice(self.node.config.lapsing_notice, &self.told));
        // A session with a notice to send stays for it.
        let next = notice.unwrap_or(self.last_used + self.node.config.session_idle).max(now);
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
        if self.cart.as_ref().is_some_and(|cart| cart.is_stale(&self.seat.note)) {
            self.reload(ctx);
            return;
        }
        self.tell_lapsing();
        let notice = self.cart.as_ref().and_then(|cart| cart.next_notice(self.node.config.lapsing_notice, &self.told));
        let idle = self.last_used.elapsed() >= self.node.config.session_idle;
        if notice.is_none() && idle && self.leave_if_idle(ctx) {
            return;
        }
        self.set_timer(ctx);
    }

    /// The cart was changed elsewhere: its deadlines may be others. Waited for, so that no request sees it half-known.
    fn reload(&mut self, ctx: &mut Context<Self>) {
        let (node, owner) = (Arc::clone(&self.node), self.owner);
        let read = async move { deed::load(&node, owner).await };
        let back = read.into_actor(self).map(|cart, actor: &mut Self, ctx: &mut Context<Self>| {
            actor.cart = cart.inspect_err(|error| tracing::warn!(%error, "a cart could not be read again")).ok();
            if actor.cart.as_ref().is_none_or(Known::is_empty) && actor.leave_if_idle(ctx) {
                return;
            }
            actor.tell_lapsing();
            actor.set_timer(ctx);
        });
        ctx.wait(back);
    }

    fn tell_lapsing(&mut self) {
        let Some(cart) = &self.cart else { return };
        let now = Instant::now();
        let held: Vec<(LineId, DateTime<Utc>)> = cart.deadlines().collect();
        self.told.retain(|line| held.contains(line));
        for line in held {
            let due = cart.notice_time(self.node.config.lapsing_notice, line.1) <= now;
            // After the deadline it is too late to warn.
            if due && !self.told.contains(&line) {
                if cart.instant_of(line.1) > now {
                    self.node.ports.live.lapsing(self.owner, line.0, line.1);
                }
                self.told.push(line);
            }
        }
    }
}
