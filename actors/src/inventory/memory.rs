//! What an inventory actor remembers, and what it may refuse by it. Pure but for the monotonic clock; knows no port.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, Utc};
use impasto_domain::edition::Stock;
use impasto_domain::owner::Owner;
use tokio::time::Instant;

use crate::directory::locked;

/// Copies that somebody would take from the shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Take {
    pub(crate) owner: Owner,
    /// How many more than are held for the owner.
    pub(crate) quantity: u32,
    /// Whether the owner's line for the edition has lost its hold.
    pub(crate) lost: bool,
}

/// Why a request is not passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Too few are free.
    SoldOut { available: i64, next_release_at: Option<DateTime<Utc>> },
    /// The owner must let others go first, for so long.
    OthersFirst(Duration),
}

/// What committed events say of the counters.
#[derive(Debug, Default)]
pub(crate) struct StockNote(Mutex<Option<Stock>>);

/// What is remembered of one edition.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Until when each owner's holds last, as far as this node has placed them.
    holders: HashMap<Owner, Instant>,
    /// The same by deadline.
    deadlines: BTreeSet<(Instant, Owner)>,
    /// Who lost or dropped a hold, and when.
    lost: HashMap<Owner, Instant>,
    /// Who asked in vain, and when; the latest last.
    waiting: VecDeque<(Instant, Owner)>,
}

/// The most owners in any of the lists: past it the oldest are forgotten. Deadlines that are forgotten are found by the
/// sweeper.
const REMEMBERED_MAX: usize = 10_000;

/// Those who asked in vain are only looked through for somebody else than the one who asks.
const WAITING_MAX: usize = 256;

impl StockNote {
    /// Leaves newer counters.
    pub(crate) fn offer(&self, stock: &Stock) {
        let mut known = locked(&self.0);
        if known.as_ref().is_none_or(|known| known.version < stock.version) {
            *known = Some(stock.clone());
        }
    }

    pub(super) fn is_known(&self) -> bool {
        locked(&self.0).is_some()
    }

    /// Why a request for so many is hopeless, if it is.
    pub(super) fn hopeless(&self, quantity: u32) -> Option<Verdict> {
        let known = locked(&self.0);
        let stock = known.as_ref()?;
        let short = stock.is_counted() && stock.available < i64::from(quantity);
        short.then_some(Verdict::SoldOut { available: stock.available, next_release_at: stock.next_release_at })
    }
}

impl Memory {
    /// Whether others go first: the owner lost or dropped a hold on the edition within `window`, and somebody else
    /// asked in vain within it.
    pub(super) fn others_first(&mut self, take: &Take, window: Duration, now: Instant) -> Option<Verdict> {
        self.forget_past(window, now);
        if self.holders.contains_key(&take.owner) {
            return None;
        }
        let lost_at = match self.lost.get(&take.owner) {
            Some(at) => *at,
            // The line says so, but not since when (another node, or this actor is new): it counts from now.
            None if take.lost => now,
            None => return None,
        };
        if !self.waiting.iter().any(|(_, owner)| *owner != take.owner) {
            return None;
        }
        self.lost.insert(take.owner, lost_at);
        Some(Verdict::OthersFirst((lost_at + window).saturating_duration_since(now)))
    }

    pub(super) fn asked_in_vain(&mut self, owner: Owner, now: Instant) {
        self.waiting.retain(|(_, known)| *known != owner);
        if self.waiting.len() >= WAITING_MAX {
            self.waiting.pop_front();
        }
        self.waiting.push_back((now, owner));
    }

    /// The owner holds copies until `until`.
    pub(super) fn holds(&mut self, owner: Owner, until: Instant) {
        self.lost.remove(&owner);
        self.waiting.retain(|(_, known)| *known != owner);
        self.unhold(owner);
        if self.holders.len() < REMEMBERED_MAX {
            self.holders.insert(owner, until);
            self.deadlines.insert((until, owner));
        }
    }

    /// The owner holds copies no more, and may not want them back before others.
    pub(super) fn loses(&mut self, owner: Owner, now: Instant) {
        self.unhold(owner);
        if self.lost.len() < REMEMBERED_MAX {
            self.lost.insert(owner, now);
        }
    }

    /// The owner's copies are an order's now.
    pub(super) fn bought(&mut self, owner: Owner) {
        self.unhold(owner);
    }

    pub(super) fn is_holder(&self, owner: Owner) -> bool {
        self.holders.contains_key(&owner)
    }

    /// The earliest deadline that is known of.
    pub(super) fn next_deadline(&self) -> Option<Instant> {
        self.deadlines.first().map(|(until, _)| *until)
    }

    /// Holds past their deadline were released: their owners have lost them.
    pub(super) fn expired(&mut self, now: Instant) {
        while let Some((until, owner)) = self.deadlines.first().copied() {
            if until > now {
                break;
            }
            self.loses(owner, now);
        }
    }

    /// Deadlines before `now` are somebody else's to watch.
    pub(super) fn forget_deadlines(&mut self, now: Instant) {
        while let Some((until, owner)) = self.deadlines.first().copied() {
            if until > now {
                break;
            }
            self.unhold(owner);
        }
    }

    /// Whether anything here would be missed.
    pub(super) fn is_idle(&mut self, window: Duration, now: Instant) -> bool {
        self.forget_past(window, now);
        self.deadlines.is_empty() && self.lost.is_empty() && self.waiting.is_empty()
    }

    fn unhold(&mut self, owner: Owner) {
        if let Some(until) = self.holders.remove(&owner) {
            self.deadlines.remove(&(until, owner));
        }
    }

    fn forget_past(&mut self, window: Duration, now: Instant) {
        let live = |at: Instant| at + window > now;
        while self.waiting.front().is_some_and(|(at, _)| !live(*at)) {
            self.waiting.pop_front();
        }
        if !self.lost.is_empty() {
            self.lost.retain(|_, at| live(*at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use impasto_domain::ids::VisitorId;
    use uuid::Uuid;

    const WINDOW: Duration = Duration::from_secs(60);

    fn visitor(n: u128) -> Owner {
        Owner::Visitor(VisitorId(Uuid::from_u128(n)))
    }

    fn take(n: u128) -> Take {
        Take { owner: visitor(n), quantity: 1, lost: false }
    }

    #[tokio::test(start_paused = true)]
    async fn who_lost_a_hold_lets_others_who_wait_go_first() {
        let (mut memory, start) = (Memory::default(), Instant::now());
        memory.holds(visitor(1), start + WINDOW);
        let lapse = start + WINDOW;
        memory.asked_in_vain(visitor(2), lapse - Duration::from_secs(10));
        memory.expired(lapse);
        let soon = lapse + Duration::from_secs(20);
        assert_eq!(memory.others_first(&take(1), WINDOW, soon), Some(Verdict::OthersFirst(Duration::from_secs(40))));
        assert_eq!(memory.others_first(&take(2), WINDOW, soon), None);
        assert_eq!(memory.others_first(&take(3), WINDOW, soon), None);
        assert_eq!(memory.others_first(&take(1), WINDOW, lapse + WINDOW), None);
    }

    #[tokio::test(start_paused = true)]
    async fn who_lost_a_hold_that_nobody_else_wants_may_take_it_again() {
        let (mut memory, start) = (Memory::default(), Instant::now());
        memory.holds(visitor(1), start);
        memory.expired(start);
        memory.asked_in_vain(visitor(1), start);
        assert_eq!(memory.others_first(&take(1), WINDOW, start), None);
        // The wait of another ends after the window, too.
        memory.asked_in_vain(visitor(2), start);
        memory.loses(visitor(1), start + Duration::from_secs(30));
        assert!(memory.others_first(&take(1), WINDOW, start + Duration::from_secs(59)).is_some());
        assert_eq!(memory.others_first(&take(1), WINDOW, start + Duration::from_secs(61)), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_loss_only_the_cart_knows_of_counts_from_the_first_try() {
        let (mut memory, start) = (Memory::default(), Instant::now());
        let lost = Take { lost: true, ..take(1) };
        memory.asked_in_vain(visitor(2), start + Duration::from_secs(30));
        let first = start + Duration::from_secs(31);
        assert_eq!(memory.others_first(&lost, WINDOW, first), Some(Verdict::OthersFirst(WINDOW)));
        let second = first + Duration::from_secs(20);
        assert_eq!(memory.others_first(&lost, WINDOW, second), Some(Verdict::OthersFirst(Duration::from_secs(40))));
    }

    #[tokio::test(start_paused = true)]
    async fn a_bought_copy_is_neither_lost_nor_waited_for() {
        let (mut memory, start) = (Memory::default(), Instant::now());
        memory.holds(visitor(1), start + WINDOW);
        assert_eq!(memory.next_deadline(), Some(start + WINDOW));
        memory.bought(visitor(1));
        assert_eq!(memory.next_deadline(), None);
        assert!(memory.is_idle(WINDOW, start));
    }
}
