//! What the live layer counts. Hubs add, anybody reads.
//! Knows nothing of how metrics are served.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// What the live layer of this node holds and has done since it started.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LiveStats {
    /// Open sockets by role (`anonymous` until they say who they are).
    pub sockets: BTreeMap<Cow<'static, str>, u64>,
    /// Long polls under way.
    pub polls: u64,
    /// Worker threads with a hub.
    pub hubs: u64,
    /// Events given to [`LiveBus::publish`](crate::LiveBus::publish).
    pub published: u64,
    /// Of those, events that some hub had a listener for and that were framed.
    pub framed: u64,
    /// Frames of events handed to sockets.
    pub deliveries: u64,
    /// Publications a hub's full inbox could not take.
    pub dropped_batches: u64,
    /// Values of state topics that gave way to newer ones for slow readers.
    pub conflated: u64,
    /// Times a slow listener was told `lagged`.
    pub lagged: u64,
    /// Snapshots asked of the backend.
    pub snapshots: u64,
    /// Subscriptions resumed without a snapshot.
    pub resumed: u64,
    /// Handshakes refused.
    pub refused: u64,
    /// Sockets closed by this side, by close code.
    pub closed: BTreeMap<u16, u64>,
}

impl LiveStats {
    /// All open sockets.
    pub fn sockets_total(&self) -> u64 {
        self.sockets.values().sum()
    }
}

/// One hub's counters. Only that hub writes most of them, so relaxed order is enough.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) polls: AtomicU64,
    pub(crate) deliveries: AtomicU64,
    pub(crate) dropped_batches: AtomicU64,
    pub(crate) conflated: AtomicU64,
    pub(crate) lagged: AtomicU64,
    pub(crate) snapshots: AtomicU64,
    pub(crate) resumed: AtomicU64,
    pub(crate) refused: AtomicU64,
    rare: Mutex<Rare>,
}

/// What changes only when sockets come, go or sign in.
#[derive(Debug, Default, Clone)]
pub(crate) struct Rare {
    pub(crate) sockets: BTreeMap<Cow<'static, str>, u64>,
    pub(crate) closed: BTreeMap<u16, u64>,
}

impl Counters {
    pub(crate) fn socket_added(&self, role: Cow<'static, str>) {
        *self.rare().sockets.entry(role).or_default() += 1;
    }

    pub(crate) fn socket_removed(&self, role: &str) {
        let mut rare = self.rare();
        if let Some(count) = rare.sockets.get_mut(role) {
            *count = count.saturating_sub(1);
        }
    }

    pub(crate) fn closed(&self, code: u16) {
        *self.rare().closed.entry(code).or_default() += 1;
    }

    pub(crate) fn add_to(&self, stats: &mut LiveStats) {
        let rare = self.rare();
        for (role, count) in rare.sockets.iter().filter(|(_, count)| **count > 0) {
            *stats.sockets.entry(role.clone()).or_default() += count;
        }
        for (code, count) in &rare.closed {
            *stats.closed.entry(*code).or_default() += count;
        }
        drop(rare);
        stats.hubs += 1;
        stats.polls += self.polls.load(Ordering::Relaxed);
        stats.deliveries += self.deliveries.load(Ordering::Relaxed);
        stats.dropped_batches += self.dropped_batches.load(Ordering::Relaxed);
        stats.conflated += self.conflated.load(Ordering::Relaxed);
        stats.lagged += self.lagged.load(Ordering::Relaxed);
        stats.snapshots += self.snapshots.load(Ordering::Relaxed);
        stats.resumed += self.resumed.load(Ordering::Relaxed);
        stats.refused += self.refused.load(Ordering::Relaxed);
    }

    /// Every role ever seen with its sockets, none included, and every close code with its closes.
    pub(crate) fn by_label(&self) -> Rare {
        self.rare().clone()
    }

    fn rare(&self) -> std::sync::MutexGuard<'_, Rare> {
        self.rare.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Adds to a counter that only statistics read.
pub(crate) fn count(counter: &AtomicU64, by: usize) {
    counter.fetch_add(by as u64, Ordering::Relaxed);
}
