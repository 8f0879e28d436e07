//! The directory: who owns the addresses of one kind of actor, starts them when they are needed, replaces those that
//! fell, and lets the least recently used go. Knows nothing of what its actors do.
//!
//! Looking an address up, sending to it and letting an actor go all happen under the lock of one shard, so that no
//! message is ever sent to an actor that has been allowed to leave. Mailboxes are bounded: full is `Busy`.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use actix::dev::SendError;
use actix::dev::channel::channel;
use actix::{Actor, Addr, ArbiterHandle, Context, Handler, Message};

use crate::error::EngineError;
use crate::node::Node;

/// An actor that lives in a directory.
pub(crate) trait Tenant: Actor<Context = Context<Self>> + Handler<Leave> {
    /// What there is one actor for.
    type Key: Copy + Eq + Hash + Send + 'static;
    /// What others leave for it without a message.
    type Note: Default + Send + Sync + 'static;

    /// A fresh actor, on its own thread. Must not wait.
    fn take_seat(node: Arc<Node>, key: Self::Key, seat: Arc<Seat<Self::Note>>) -> Self;
}

/// What a directory and its actor share.
#[derive(Debug, Default)]
pub(crate) struct Seat<N> {
    /// What others left.
    pub(crate) note: N,
    handled: AtomicU64,
}

/// Asks an actor to go if nothing waits for it.
#[derive(Debug, Clone, Copy, Message)]
#[rtype(result = "()")]
pub(crate) struct Leave;

/// A message that nobody took.
pub(crate) struct Undelivered<M> {
    pub(crate) message: M,
    pub(crate) error: EngineError,
}

/// What happens past the most actors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overflow {
    /// The least recently used is asked to leave; new ones are refused only past twice the most.
    LetOldestGo,
    /// A new one is refused.
    Refuse,
}

/// The addresses of one kind of actor.
pub(crate) struct Directory<A: Tenant> {
    shards: Box<[Mutex<Shard<A>>]>,
    arbiters: Arc<[ArbiterHandle]>,
    hasher: RandomState,
    mailbox: usize,
    overflow: Overflow,
    live_max_a_shard: usize,
}

struct Shard<A: Tenant> {
    entries: HashMap<A::Key, Entry<A>>,
    /// Keys by their last use; those asked to leave are not in it.
    by_use: BTreeMap<u64, A::Key>,
    uses: u64,
}

struct Entry<A: Tenant> {
    /// The only address outside the actor, so that the mailbox's bound is exact (each further one has a slot of its
    /// own in actix).
    addr: Addr<A>,
    seat: Arc<Seat<A::Note>>,
    /// Messages that the actor must have handled before it may leave.
    sent: u64,
    used: u64,
}

/// Shards of a directory that may grow large; a power of two is not needed.
const SHARDS: usize = 16;

impl<N> Seat<N> {
    /// To be called once for every message that was sent with [`Directory::send`], when its work is done or handed on.
    pub(crate) fn handled_one(&self) {
        self.handled.fetch_add(1, Ordering::Relaxed);
    }
}

impl<A: Tenant> Directory<A> {
    pub(crate) fn new(arbiters: Arc<[ArbiterHandle]>, live_max: usize, mailbox: usize, overflow: Overflow) -> Self {
        let shards = if live_max < SHARDS * 4 { 1 } else { SHARDS };
        Self {
            shards: (0..shards).map(|_| Mutex::new(Shard::new())).collect(),
            arbiters,
            hasher: RandomState::new(),
            mailbox,
            overflow,
            live_max_a_shard: live_max.max(1).div_ceil(shards),
        }
    }

    /// Sends a message to the actor of a key, starting it, or a fresh one in place of one that fell.
    ///
    /// # Errors
    /// The message comes back: `Busy` when the mailbox is full or there are too many actors; `Unavailable` when the
    /// engine has stopped.
    pub(crate) fn send<M>(&self, node: &Arc<Node>, key: A::Key, message: M) -> Result<(), Undelivered<M>>
    where
        A: Handler<M>,
        M: Message<Result = ()> + Send + 'static,
    {
        let mut shard = self.shard(key);
        let mut message = message;
        for _ in 0..2 {
            let Some(entry) = self.entry(&mut shard, node, key) else {
                metrics::counter!("impasto_directory_full_total").increment(1);
                return Err(Undelivered { message, error: EngineError::BUSY });
            };
            match entry.addr.try_send(message) {
                Ok(()) => {
                    entry.sent += 1;
                    shard.touch(key);
                    self.make_room(&mut shard);
                    return Ok(());
                }
                Err(SendError::Full(message)) => {
                    metrics::counter!("impasto_mailbox_full_total").increment(1);
                    return Err(Undelivered { message, error: EngineError::BUSY });
                }
                Err(SendError::Closed(back)) => {
                    metrics::counter!("impasto_actor_replaced_total").increment(1);
                    shard.remove(key);
                    message = back;
                }
            }
        }
        Err(Undelivered { message, error: EngineError::Unavailable("the engine has stopped".to_owned()) })
    }

    /// Sends a message to the actor of a key if it is alive and `wanted` says so; it may be lost.
    pub(crate) fn nudge<M>(&self, key: A::Key, message: M, wanted: impl FnOnce(&A::Note) -> bool)
    where
        A: Handler<M>,
        M: Message<Result = ()> + Send + 'static,
    {
        let shard = self.shard(key);
        if let Some(entry) = shard.entries.get(&key)
            && wanted(&entry.seat.note)
            && entry.addr.try_send(message).is_err()
        {
            metrics::counter!("impasto_nudges_dropped_total").increment(1);
        }
    }

    /// Leaves a note for the actor of a key if it is alive.
    pub(crate) fn note(&self, key: A::Key, leave: impl FnOnce(&A::Note)) {
        if let Some(entry) = self.shard(key).entries.get(&key) {
            leave(&entry.seat.note);
        }
    }

    /// Starts the actor of a key unless it is alive.
    pub(crate) fn ensure(&self, node: &Arc<Node>, key: A::Key) {
        let mut shard = self.shard(key);
        if shard.entries.get(&key).is_some_and(|entry| !entry.addr.connected()) {
            metrics::counter!("impasto_actor_replaced_total").increment(1);
            shard.remove(key);
        }
        if self.entry(&mut shard, node, key).is_some() {
            shard.touch(key);
        }
    }

    /// Lets an actor go: true when nothing waits for it, and from then on nobody knows its address. The actor must stop
    /// itself at once.
    pub(crate) fn retire(&self, key: A::Key, seat: &Arc<Seat<A::Note>>) -> bool {
        let mut shard = self.shard(key);
        match shard.entries.get(&key) {
            Some(entry) if Arc::ptr_eq(&entry.seat, seat) => {
                let done = entry.sent == seat.handled.load(Ordering::Relaxed);
                if done {
                    shard.remove(key);
                }
                done
            }
            // Nobody knows this actor any more.
            _ => true,
        }
    }

    /// Forgets an actor that has stopped for whatever reason.
    pub(crate) fn forget(&self, key: A::Key, seat: &Arc<Seat<A::Note>>) {
        let mut shard = self.shard(key);
        if shard.entries.get(&key).is_some_and(|entry| Arc::ptr_eq(&entry.seat, seat)) {
            shard.remove(key);
        }
    }

    /// Actors alive, and messages that wait or are under way.
    pub(crate) fn depth(&self) -> (usize, usize) {
        let mut depth = (0, 0);
        for shard in &self.shards {
            let shard = locked(shard);
            depth.0 += shard.entries.len();
            let waiting = |entry: &Entry<A>| entry.sent.saturating_sub(entry.seat.handled.load(Ordering::Relaxed));
            depth.1 += usize::try_from(shard.entries.values().map(waiting).sum::<u64>()).unwrap_or(usize::MAX);
        }
        depth
    }

    fn shard(&self, key: A::Key) -> MutexGuard<'_, Shard<A>> {
        let place = usize::try_from(self.hasher.hash_one(key) % self.shards.len() as u64).unwrap_or(0);
        // `new` makes at least one shard, and the place is a remainder.
        locked(&self.shards[place])
    }

    /// The entry of a key, its actor started if need be; `None` when there is no room.
    fn entry<'s>(&self, shard: &'s mut Shard<A>, node: &Arc<Node>, key: A::Key) -> Option<&'s mut Entry<A>> {
        let room = match self.overflow {
            Overflow::LetOldestGo => self.live_max_a_shard.saturating_mul(2),
            Overflow::Refuse => self.live_max_a_shard,
        };
        let full = shard.entries.len() >= room;
        match shard.entries.entry(key) {
            std::collections::hash_map::Entry::Occupied(entry) => Some(entry.into_mut()),
            std::collections::hash_map::Entry::Vacant(_) if full => None,
            std::collections::hash_map::Entry::Vacant(entry) => Some(entry.insert(self.start(node, key))),
        }
    }

    fn start(&self, node: &Arc<Node>, key: A::Key) -> Entry<A> {
        let (sender, receiver) = channel(self.mailbox);
        let seat = Arc::new(Seat::default());
        let (node, its_seat) = (Arc::clone(node), Arc::clone(&seat));
        let place = usize::try_from(self.hasher.hash_one(key) >> 32).unwrap_or(0) % self.arbiters.len().max(1);
        if let Some(arbiter) = self.arbiters.get(place) {
            // An arbiter that is gone drops the receiver: the mailbox is closed, and the sender learns it.
            arbiter.spawn_fn(move || {
                Context::with_receiver(receiver).run(A::take_seat(node, key, its_seat));
            });
        }
        Entry { addr: Addr::new(sender), seat, sent: 0, used: 0 }
    }

    fn make_room(&self, shard: &mut Shard<A>) {
        if self.overflow != Overflow::LetOldestGo {
            return;
        }
        // One may be alive that was asked to leave and is still busy: only those in use count.
        while shard.by_use.len() > self.live_max_a_shard {
            let Some((_, key)) = shard.by_use.pop_first() else { return };
            if let Some(entry) = shard.entries.get(&key)
                && matches!(entry.addr.try_send(Leave), Err(SendError::Closed(_)))
            {
                shard.entries.remove(&key);
            }
        }
    }
}

impl<A: Tenant> Shard<A> {
    fn new() -> Self {
        Self { entries: HashMap::new(), by_use: BTreeMap::new(), uses: 0 }
    }

    fn touch(&mut self, key: A::Key) {
        self.uses += 1;
        if let Some(entry) = self.entries.get_mut(&key) {
            self.by_use.remove(&entry.used);
            entry.used = self.uses;
            self.by_use.insert(self.uses, key);
        }
    }

    fn remove(&mut self, key: A::Key) {
        if let Some(entry) = self.entries.remove(&key) {
            self.by_use.remove(&entry.used);
        }
    }
}

/// Locks; a panic of another holder leaves nothing half-done behind these locks.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
