//! The cart as a session remembers it, with the clock it was seen by. Knows nothing of where it came from.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use impasto_domain::cart::CartState;
use impasto_domain::ids::{EditionId, LineId};
use tokio::time::Instant;

use crate::handles::CartAnswer;
use crate::node::{span, until};

/// A cart as last seen.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) state: Arc<CartState>,
    /// The time of the batch or read it comes from.
    seen_at: DateTime<Utc>,
    /// The same moment on this node's monotonic clock.
    seen: Instant,
}

/// What committed events say of the cart: the highest version anybody has made of it.
#[derive(Debug, Default)]
pub(crate) struct CartNote(AtomicI64);

impl CartNote {
    pub(crate) fn offer(&self, version: i64) {
        self.0.fetch_max(version, Ordering::AcqRel);
    }
}

impl Known {
    pub(super) fn new(state: CartState, seen_at: DateTime<Utc>) -> Self {
        Self { state: Arc::new(state), seen_at, seen: Instant::now() }
    }

    /// Whether somebody has changed the cart since.
    pub(super) fn is_stale(&self, note: &CartNote) -> bool {
        note.0.load(Ordering::Acquire) > self.state.cart.version
    }

    pub(super) fn is_empty(&self) -> bool {
        self.state.cart.lines.is_empty()
    }

    /// Now, by the clock the cart was seen by: deadlines are told in the store's time, whatever this node's clock says.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.seen_at + span(self.seen.elapsed())
    }

    /// When a deadline comes, on this node's monotonic clock.
    pub(super) fn instant_of(&self, deadline: DateTime<Utc>) -> Instant {
        self.seen + until(self.seen_at, deadline)
    }

    pub(super) fn answer(&self) -> CartAnswer {
        CartAnswer { state: Arc::clone(&self.state), now: self.now() }
    }

    /// Each held line's earliest deadline.
    pub(super) fn deadlines(&self) -> impl Iterator<Item = (LineId, DateTime<Utc>)> {
        self.state.cart.lines.iter().filter_map(|line| Some((line.id, self.state.held_until(line.id)?)))
    }

    /// Each held work with its copies and its latest deadline.
    pub(super) fn works(&self) -> impl Iterator<Item = (EditionId, u32, Instant)> + Clone {
        self.state.cart.lines.iter().filter_map(|line| {
            let latest = self.state.holds_of(line.id).map(|hold| hold.expires_at).max()?;
            Some((line.edition_id, self.state.held_quantity(line.id), self.instant_of(latest)))
        })
    }

    /// The next `lapsing` notice that is due at or after what was told before, `ahead` of its deadline.
    pub(super) fn next_notice(&self, ahead: Duration, told: &[(LineId, DateTime<Utc>)]) -> Option<Instant> {
        let untold = self.deadlines().filter(|told_line| !told.contains(told_line));
        untold.map(|(_, deadline)| self.notice_time(ahead, deadline)).min()
    }

    /// When a deadline's notice is due.
    pub(super) fn notice_time(&self, ahead: Duration, deadline: DateTime<Utc>) -> Instant {
        let span = until(self.seen_at, deadline).saturating_sub(ahead);
        self.seen + span
    }
}
