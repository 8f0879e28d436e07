//! Which version of the stock how many sockets know, shared by all threads: one counter and one time per version.
//! It does not know sockets.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use uuid::Uuid;

use crate::machine::Look;

// Room for versions beyond the changes made: of other people's changes to the same edition.
const SPARE: usize = 1024;

/// The counters. A socket that gets version 9 after version 7 knows version 8 from then on too: newest wins.
pub(crate) struct Counts {
    /// The edition that changes.
    pub(crate) edition: Uuid,
    /// A look at the processes when all sockets were connected and nothing moved.
    pub(crate) resting: OnceLock<Look>,
    /// When the changes began.
    pub(crate) began: OnceLock<Instant>,
    /// When everything was known by all.
    pub(crate) ended: OnceLock<Instant>,
    base: i64,
    sockets: u32,
    versions: Vec<Version>,
    complete: AtomicI64,
    subscribed: AtomicU32,
    failed: AtomicU32,
    moved: Notify,
}

#[derive(Default)]
struct Version {
    reached: AtomicU32,
    last_us: AtomicI64,
    commit_us: AtomicI64,
}

impl Counts {
    /// Counters for `sockets` sockets and so many changes from version `base` on.
    pub(crate) fn new(edition: Uuid, base: i64, sockets: u32, changes: u32) -> Self {
        let room = changes as usize * 2 + SPARE;
        Self {
            edition,
            resting: OnceLock::new(),
            began: OnceLock::new(),
            ended: OnceLock::new(),
            base,
            sockets,
            versions: (0..room).map(|_| Version::default()).collect(),
            complete: AtomicI64::new(base),
            subscribed: AtomicU32::new(0),
            failed: AtomicU32::new(0),
            moved: Notify::new(),
        }
    }

    /// The version before the first change.
    pub(crate) fn base(&self) -> i64 {
        self.base
    }

    /// One socket knew version `known` and now knows `version`.
    pub(crate) fn learned(&self, known: i64, version: i64, now_us: i64) {
        let mut newest_complete = None;
        for step in known + 1..=version {
            let Some(counter) = self.version(step) else { break };
            counter.last_us.fetch_max(now_us, Ordering::Relaxed);
            // Release: who sees the last count sees the times of all before it.
            if counter.reached.fetch_add(1, Ordering::AcqRel) + 1 == self.sockets {
                newest_complete = Some(step);
            }
        }
        if let Some(step) = newest_complete {
            self.complete.fetch_max(step, Ordering::AcqRel);
            self.moved.notify_waiters();
        }
    }

    /// Version `version` was committed at that time.
    pub(crate) fn committed(&self, version: i64, commit_us: i64) {
        if let Some(counter) = self.version(version) {
            counter.commit_us.store(commit_us, Ordering::Relaxed);
        }
    }

    /// One socket is subscribed.
    pub(crate) fn subscribe(&self) {
        self.subscribed.fetch_add(1, Ordering::Relaxed);
    }

    /// One socket will not (or not any more) bring anything.
    pub(crate) fn fail(&self) {
        self.failed.fetch_add(1, Ordering::Relaxed);
        self.moved.notify_waiters();
    }

    /// Sockets that failed.
    pub(crate) fn failed(&self) -> u32 {
        self.failed.load(Ordering::Relaxed)
    }

    /// Every socket is subscribed or has failed.
    pub(crate) fn all_decided(&self) -> bool {
        self.subscribed.load(Ordering::Relaxed) + self.failed() >= self.sockets
    }

    /// The newest version that every socket knows.
    pub(crate) fn complete(&self) -> i64 {
        self.complete.load(Ordering::Acquire)
    }

    /// Waits until every socket knows `version`; false when a socket failed or the time is over.
    pub(crate) async fn wait_for(&self, version: i64, limit: Duration) -> bool {
        let deadline = tokio::time::Instant::now() + limit;
        loop {
            let moved = self.moved.notified();
            tokio::pin!(moved);
            moved.as_mut().enable();
            if self.complete() >= version {
                return true;
            }
            if self.failed() > 0 || tokio::time::timeout_at(deadline, moved).await.is_err() {
                return self.complete() >= version;
            }
        }
    }

    /// Sockets that do not know `version`.
    pub(crate) fn lacking(&self, version: i64) -> u32 {
        self.version(version).map_or(0, |counter| self.sockets.saturating_sub(counter.reached.load(Ordering::Acquire)))
    }

    /// Versions that all sockets know.
    pub(crate) fn versions_complete(&self) -> u64 {
        u64::try_from(self.complete() - self.base).unwrap_or(0)
    }

    /// For each version that all sockets know and whose commit time was told: microseconds to the last of them.
    pub(crate) fn commit_to_last_us(&self) -> Vec<u64> {
        self.versions
            .iter()
            .filter(|counter| counter.reached.load(Ordering::Acquire) == self.sockets)
            .filter_map(|counter| {
                let (commit, last) =
                    (counter.commit_us.load(Ordering::Relaxed), counter.last_us.load(Ordering::Relaxed));
                (commit > 0).then(|| u64::try_from(last - commit).unwrap_or(0))
            })
            .collect()
    }

    /// How long the changes took, from the first to the moment when all were known by all.
    pub(crate) fn changing(&self) -> Option<Duration> {
        Some(self.ended.get()?.duration_since(*self.began.get()?))
    }

    fn version(&self, version: i64) -> Option<&Version> {
        self.versions.get(usize::try_from(version - self.base - 1).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_version_is_complete_when_the_last_socket_knows_it_or_a_newer_one() {
        let counts = Counts::new(Uuid::nil(), 10, 2, 5);
        counts.committed(12, 100);
        counts.learned(10, 12, 500);
        assert_eq!((counts.complete(), counts.lacking(12)), (10, 1));
        counts.learned(10, 11, 600);
        assert_eq!(counts.complete(), 11);
        counts.learned(11, 13, 900);
        assert_eq!((counts.complete(), counts.versions_complete(), counts.lacking(13)), (12, 2, 1));
        assert_eq!(counts.commit_to_last_us(), [800]);
        assert!(counts.wait_for(12, Duration::from_secs(60)).await);
        counts.fail();
        assert!(!counts.wait_for(13, Duration::from_secs(60)).await);
    }

    #[tokio::test]
    async fn waiting_ends_when_another_task_completes_the_version() {
        let counts = std::sync::Arc::new(Counts::new(Uuid::nil(), 0, 1, 1));
        let other = counts.clone();
        let waiting = tokio::spawn(async move { other.wait_for(1, Duration::from_secs(60)).await });
        tokio::task::yield_now().await;
        counts.learned(0, 1, 1);
        assert!(waiting.await.unwrap());
    }
}
