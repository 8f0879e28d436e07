//! The hub: one per worker thread, owner of that thread's sockets and of the topics they listen to. No lock, no sharing.
//!
//! - `state` is all it knows, `conn`, `topics`, `ring`, `outbox`, `slab` its parts;
//! - `intake` turns bytes into what clients ask, `subscribe`, `snapshots`, `identity` answer it with the backend's help;
//! - `fanout` takes events from the bus to the sockets, `timers` and `drain` end what has to end.
//!
//! Knows nothing of HTTP, nor of where events come from.

mod conn;
mod drain;
mod fanout;
mod identity;
mod intake;
mod metrics;
mod outbox;
mod ring;
mod slab;
mod snapshots;
mod state;
mod subscribe;
mod timers;
mod topics;

#[cfg(test)]
mod tests;

use std::{
    cell::RefCell,
    collections::HashMap,
    panic::AssertUnwindSafe,
    rc::Rc,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use futures_util::{FutureExt as _, future::BoxFuture};
use tokio::time::{Instant, sleep_until, timeout};
use uuid::Uuid;

pub(crate) use self::{
    conn::{Conn, ConnId},
    intake::{Question, Step},
    state::State,
    subscribe::Outcome,
};
use crate::{
    backend::LiveBackend,
    bus::{Control, Inbox, LiveBus},
    config::LiveConfig,
    problem::{Problem, Refusal},
    socket,
};

/// Sockets written between two looks at everything else on the thread.
const FLUSH_SLICE: usize = 256;
/// Batches taken in before a flush is considered.
const ABSORB_MAX: usize = 64;
/// The shortest period of the deadlines' timer.
const TIMER_STEP_MIN: Duration = Duration::from_millis(1);
/// A flush that costs less is no reason to wait before the next.
const CHEAP_FLUSH: Duration = Duration::from_micros(500);

thread_local! {
    static HUBS: RefCell<HashMap<usize, Hub>> = RefCell::default();
}

/// The handle to this thread's hub. Cheap to clone; it never leaves its thread.
#[derive(Clone)]
pub struct Hub(Rc<Inner>);

struct Inner {
    bus: LiveBus,
    config: Arc<LiveConfig>,
    backend: Arc<dyn LiveBackend>,
    state: RefCell<State>,
    started: Instant,
}

impl Hub {
    /// This thread's hub for `bus`, started on first use. Call it in the app factory of each worker (and again for
    /// each bound address: it is the same hub); needs the worker's runtime.
    pub fn here(bus: &LiveBus, backend: &Arc<dyn LiveBackend>) -> Hub {
        HUBS.with_borrow_mut(|hubs| {
            if let Some(hub) = hubs.get(&bus.id()) {
                return hub.clone();
            }
            let hub = Hub::start(bus, backend);
            hubs.insert(bus.id(), hub.clone());
            hub
        })
    }

    /// The bus this hub listens to.
    pub fn bus(&self) -> &LiveBus {
        &self.0.bus
    }

    /// Sockets and long polls of this thread.
    pub fn occupancy(&self) -> usize {
        self.with(|state| state.occupancy())
    }

    pub(crate) fn backend(&self) -> &dyn LiveBackend {
        &*self.0.backend
    }

    pub(crate) fn config(&self) -> &LiveConfig {
        &self.0.config
    }

    /// Runs `deed` on the state, then does what it left to be done outside. Not to be nested.
    pub(crate) fn with<R>(&self, deed: impl FnOnce(&mut State) -> R) -> R {
        let mut state = self.0.state.borrow_mut();
        state.now_ms = self.0.started.elapsed().as_millis() as u64;
        let result = deed(&mut state);
        if state.effects.is_empty() {
            return result;
        }
        let effects = std::mem::take(&mut state.effects);
        drop(state);
        for (id, transport) in effects.writers {
            actix_rt::spawn(socket::write_when_possible(self.clone(), id, transport));
        }
        for (index, topic, principal) in effects.snapshots {
            actix_rt::spawn(self.clone().serve_snapshots(index, topic, principal));
        }
        for presence in effects.presence {
            self.0.backend.presence(presence);
        }
        result
    }

    /// Waits for the backend, but not for ever; one that panics counts as unavailable, too.
    pub(crate) async fn ask<T>(&self, question: BoxFuture<'_, Result<T, Refusal>>) -> Result<T, Refusal> {
        let question = AssertUnwindSafe(question).catch_unwind();
        match timeout(self.0.config.backend_timeout, question).await {
            Ok(Ok(answer)) => return answer,
            Ok(Err(_)) => tracing::error!("the live layer's backend panicked"),
            Err(_) => tracing::warn!("the live layer's backend did not answer in time"),
        }
        Err(Problem::Unavailable.into())
    }

    /// Takes a new socket in.
    pub(crate) fn add(&self, conn: Conn) -> ConnId {
        self.with(|state| state.add(conn))
    }

    /// A fresh connection id.
    pub(crate) fn new_connection_id(&self) -> Uuid {
        self.0.backend.new_connection_id()
    }

    /// A hub outside the thread's list, for tests and for [`Hub::here`].
    pub(crate) fn start(bus: &LiveBus, backend: &Arc<dyn LiveBackend>) -> Hub {
        let inbox = bus.join();
        let state = State::new(bus.clone(), Arc::clone(&inbox.shared));
        let hub = Hub(Rc::new(Inner {
            bus: bus.clone(),
            config: bus.shared_config(),
            backend: Arc::clone(backend),
            state: RefCell::new(state),
            started: Instant::now(),
        }));
        actix_rt::spawn(hub.clone().keep_running(inbox));
        hub
    }

    /// Runs the hub for as long as there is a bus. After a panic what it knows is in doubt: its sockets are dropped,
    /// and their clients come back to a clean one.
    async fn keep_running(self, mut inbox: Inbox) {
        while AssertUnwindSafe(self.run(&mut inbox)).catch_unwind().await.is_err() {
            tracing::error!("a hub panicked: its sockets are dropped");
            self.with(State::drop_everything);
        }
    }

    /// The hub's own task: takes in what the bus brings, flushes at once when idle and per tick under load, and looks
    /// at the deadlines.
    async fn run(&self, inbox: &mut Inbox) {
        let mut flush_at = Instant::now();
        let mut timers = tokio::time::interval(self.0.config.timer_step.max(TIMER_STEP_MIN));
        timers.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let name = inbox.number.to_string();
        loop {
            let waits = self.with(|state| state.wants_flush());
            tokio::select! {
                biased;
                control = inbox.control.recv() => match control {
                    Some(control) => self.obey(control),
                    None => return,
                },
                // Before the events: under load they are always there.
                _ = timers.tick() => self.look_at_deadlines(inbox, &name),
                batch = inbox.events.recv() => match batch {
                    Some(batch) => {
                        let mut batches = vec![batch];
                        while batches.len() < ABSORB_MAX && let Ok(more) = inbox.events.try_recv() {
                            batches.push(more);
                        }
                        self.with(|state| batches.iter().for_each(|batch| state.absorb(batch)));
                    }
                    None => return,
                },
                () = sleep_until(flush_at), if waits => {}
            }
            if Instant::now() >= flush_at && self.with(|state| state.wants_flush()) {
                let start = Instant::now();
                let together = self.flush().await;
                flush_at = Instant::now() + self.gap_after(start.elapsed(), together);
            }
        }
    }

    /// How long to wait after a flush that took `cost`: not at all when idle, half as long as it took under load. Longer
    /// gathers little more, since what comes during a flush goes out together with the next in any case. Where each event
    /// went out by itself there was nothing to gather, and whoever waits for the next would wait for nothing.
    fn gap_after(&self, cost: Duration, together: usize) -> Duration {
        if cost < CHEAP_FLUSH || together <= 1 {
            return Duration::ZERO;
        }
        (cost / 2).clamp(self.0.config.flush_gap_min, self.0.config.flush_gap_max)
    }

    /// Answers how many events of one topic went out together, at most.
    async fn flush(&self) -> usize {
        let (together, sockets) = self.with(|state| (state.distribute_all(), state.take_dirty()));
        let mut slices = sockets.chunks(FLUSH_SLICE).peekable();
        while let Some(slice) = slices.next() {
            self.with(|state| slice.iter().for_each(|socket| state.flush(*socket)));
            if slices.peek().is_some() {
                tokio::task::yield_now().await;
            }
        }
        together
    }

    fn look_at_deadlines(&self, inbox: &mut Inbox, name: &str) {
        // Read first, emptied after: what was offered by then has arrived or is lost.
        let offered = inbox.shared.offered.load(Ordering::Acquire);
        let batches: Vec<_> = std::iter::from_fn(|| inbox.events.try_recv().ok()).collect();
        let now = self.0.backend.now();
        self.with(|state| {
            batches.iter().for_each(|batch| state.absorb(batch));
            state.notice_loss(offered);
            state.check_tokens(now);
            state.beat();
            state.check_progress();
            state.check_endings();
            state.forget_idle_topics();
            state.report(name);
        });
    }

    fn obey(&self, control: Control) {
        match control {
            Control::RevokeSession(session) => self.with(|state| state.revoke(session)),
            Control::RevokeUser(user) => self.with(|state| state.revoke(user)),
            Control::Retire(lane) => self.with(|state| state.retire_lane(lane)),
            Control::Drain(done) => {
                let hub = self.clone();
                actix_rt::spawn(async move {
                    hub.drain().await;
                    // The program may have stopped waiting.
                    let _ = done.send(());
                });
            }
        }
    }
}
