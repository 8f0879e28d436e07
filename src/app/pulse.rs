//! The pulse of a node: its figures every two seconds, for the last five minutes, in memory. What operators scrape is counted
//! elsewhere and kept by others; this is for whoever looks now.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use impasto_domain::event::{Committed, Event};

/// Between two beats.
pub const EVERY: Duration = Duration::from_secs(2);

/// Beats that are kept: five minutes.
const KEPT: usize = 150;

/// What the database is asked for is asked for with every fifth beat, and stays as it was between.
pub(super) const BEATS_A_LOOK: u64 = 5;

/// What is counted where it happens, between two beats.
#[derive(Debug, Default)]
pub struct Happened {
    orders: AtomicU64,
}

/// The figures of one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Beat {
    /// When.
    pub at: DateTime<Utc>,
    /// Requests answered a second.
    pub requests: f64,
    /// Orders placed a second, on any node.
    pub orders: f64,
    /// Messages that wait in mailboxes of actors.
    pub waiting: f64,
    /// Commands a batch of the journal.
    pub batch: f64,
    /// Events of other nodes that are not told here yet.
    pub lag: f64,
    /// Open sockets of this node.
    pub sockets: f64,
    /// Live holds of the house.
    pub holds: f64,
    /// Jobs of the house that wait.
    pub jobs: f64,
}

/// One figure over the last minutes.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name in the API.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// From the oldest to the newest.
    pub values: Vec<f64>,
}

/// The beats of a node.
#[derive(Debug, Default)]
pub struct Pulse {
    beats: Mutex<VecDeque<Beat>>,
    /// What happens meanwhile.
    pub happened: Arc<Happened>,
}

impl Happened {
    /// Takes committed events. Never waits.
    pub fn observe(&self, events: &[Committed]) {
        let is_placed = |committed: &&Committed| matches!(committed.event, Event::OrderChanged { version: 1, .. });
        let placed = events.iter().filter(is_placed).count() as u64;
        if placed > 0 {
            self.orders.fetch_add(placed, Ordering::Relaxed);
        }
    }

    /// Orders since this was asked last.
    pub(super) fn take_orders(&self) -> u64 {
        self.orders.swap(0, Ordering::Relaxed)
    }
}

impl Pulse {
    /// One more beat; the oldest makes room.
    pub fn beat(&self, beat: Beat) {
        let mut beats = self.beats.lock().unwrap_or_else(PoisonError::into_inner);
        if beats.len() == KEPT {
            beats.pop_front();
        }
        beats.push_back(beat);
    }

    /// The last beat, if there was one.
    #[must_use]
    pub fn last(&self) -> Option<Beat> {
        self.beats.lock().unwrap_or_else(PoisonError::into_inner).back().copied()
    }

    /// Every figure over the beats that are kept.
    #[must_use]
    pub fn series(&self) -> Vec<Series> {
        let beats: Vec<Beat> = self.beats.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect();
        let series =
            |name, label, value: fn(&Beat) -> f64| Series { name, label, values: beats.iter().map(value).collect() };
        vec![
            series("requests", "Requests a second", |beat| beat.requests),
            series("orders", "Orders a second", |beat| beat.orders),
            series("waiting", "Messages waiting for actors", |beat| beat.waiting),
            series("batch", "Commands a batch", |beat| beat.batch),
            series("lag", "Events not told here yet", |beat| beat.lag),
            series("sockets", "Open sockets", |beat| beat.sockets),
            series("holds", "Live holds", |beat| beat.holds),
            series("jobs", "Jobs waiting", |beat| beat.jobs),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_minutes_are_kept_and_the_oldest_makes_room() {
        let pulse = Pulse::default();
        assert_eq!((pulse.last(), pulse.series()[0].values.len()), (None, 0));
        for number in 0..KEPT + 10 {
            pulse.beat(Beat { requests: number as f64, ..Beat::default() });
        }
        let series = pulse.series();
        assert_eq!((series.len(), series[0].values.len()), (8, KEPT));
        assert_eq!((series[0].values[0], pulse.last().map(|beat| beat.requests)), (10.0, Some(159.0)));
    }
}
