//! The small ports: clock, media, renderer, presence, notices, seeds.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use impasto_domain::ids::{ArtworkId, LineId, MailId};
use impasto_domain::mail::{Letter, Mail};
use impasto_domain::owner::Owner;
use impasto_domain::ports::blob::Blob;
use impasto_domain::ports::{
    Clock, ConnectionSeen, MailError, MailWriter, Mailer, MediaArea, MediaError, MediaStore, Paper, PortFuture,
    Presence, PresenceError, PresenceSummary, RenderFailure, Renderer, Urgency, WriteFailure,
};
use tokio::time::Instant;
use uuid::Uuid;

use crate::ports::{LiveNotices, Seeds};

/// A clock that goes with tokio's, paused or not, until it is set; both the nodes' and the database's.
pub(crate) struct TestClock {
    base: DateTime<Utc>,
    started: Instant,
    set_by_ms: AtomicI64,
}

impl TestClock {
    pub(crate) fn new() -> Self {
        let base = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        Self { base, started: Instant::now(), set_by_ms: AtomicI64::new(0) }
    }

    /// How much time has passed, however it was set meanwhile.
    pub(crate) fn passed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Sets it forwards or backwards, as an operator or a time server may. Monotonic timers do not notice: they fire as
    /// they would have, and what they then do is decided by the new time. So a deadline comes as much sooner or later as
    /// the clock was set by, and nothing else may change.
    pub(crate) fn jump(&self, by_ms: i64) {
        self.set_by_ms.fetch_add(by_ms, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        let set_by = TimeDelta::milliseconds(self.set_by_ms.load(Ordering::SeqCst));
        self.base + TimeDelta::from_std(self.started.elapsed()).unwrap() + set_by
    }
}

/// Seeds that differ from start to start.
#[derive(Default)]
pub(crate) struct TestSeeds(AtomicU64);

impl Seeds for TestSeeds {
    fn seed(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

/// Notices, in the order they were sent.
#[derive(Default)]
pub(crate) struct LiveLog {
    pub(crate) lapsing: Mutex<Vec<(Owner, LineId, DateTime<Utc>)>>,
    pub(crate) viewers: Mutex<Vec<(ArtworkId, u32, Instant)>>,
    pub(crate) presence: Mutex<Vec<PresenceSummary>>,
    /// Whether somebody listens to presence.
    pub(crate) presence_heard: AtomicBool,
}

impl LiveLog {
    /// What was noticed since the last question, in its order.
    pub(crate) fn drain(&self) -> Vec<String> {
        let lapsing = std::mem::take(&mut *self.lapsing.lock().unwrap());
        let viewers = std::mem::take(&mut *self.viewers.lock().unwrap());
        let lapsing =
            lapsing.into_iter().map(|(owner, line_id, until)| format!("{line_id} of {owner:?} lapses {until}"));
        let viewers = viewers.into_iter().map(|(id, count, _)| format!("{count} look at {id}"));
        lapsing.chain(viewers).collect()
    }
}

impl LiveNotices for LiveLog {
    fn lapsing(&self, owner: Owner, line_id: LineId, held_until: DateTime<Utc>) {
        self.lapsing.lock().unwrap().push((owner, line_id, held_until));
    }

    fn viewers(&self, artwork_id: ArtworkId, count: u32) {
        self.viewers.lock().unwrap().push((artwork_id, count, Instant::now()));
    }

    fn presence_is_heard(&self) -> bool {
        self.presence_heard.load(Ordering::Relaxed)
    }

    fn presence(&self, summary: &PresenceSummary) {
        self.presence.lock().unwrap().push(summary.clone());
    }
}

/// Files in memory.
#[derive(Default)]
pub(crate) struct MemoryMedia {
    files: Mutex<HashMap<String, Blob>>,
    /// So many calls fail from now on.
    pub(crate) fails: AtomicU32,
}

impl MemoryMedia {
    pub(crate) fn keys(&self) -> Vec<String> {
        self.files.lock().unwrap().keys().cloned().collect()
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.files.lock().unwrap().contains_key(key)
    }

    fn check(&self) -> Result<(), MediaError> {
        if take_one(&self.fails) { Err(MediaError::Failed("the disk is gone".into())) } else { Ok(()) }
    }
}

impl MediaStore for MemoryMedia {
    fn put<'a>(
        &'a self,
        _: MediaArea,
        key: &'a str,
        _: &'a str,
        bytes: Blob,
    ) -> PortFuture<'a, Result<(), MediaError>> {
        Box::pin(async move {
            self.check()?;
            self.files.lock().unwrap().insert(key.to_owned(), bytes);
            Ok(())
        })
    }

    fn get<'a>(&'a self, _: MediaArea, key: &'a str) -> PortFuture<'a, Result<Option<Blob>, MediaError>> {
        Box::pin(async move {
            self.check()?;
            Ok(self.files.lock().unwrap().get(key).cloned())
        })
    }

    fn delete<'a>(&'a self, _: MediaArea, key: &'a str) -> PortFuture<'a, Result<(), MediaError>> {
        Box::pin(async move {
            self.files.lock().unwrap().remove(key);
            Ok(())
        })
    }

    fn public_url(&self, key: &str) -> String {
        format!("/media/{key}")
    }
}

/// Renders the number of a document, after a while.
#[derive(Default)]
pub(crate) struct TestRenderer {
    pub(crate) renders: AtomicU32,
    /// So many renders fail from now on.
    pub(crate) fails: AtomicU32,
    /// So many renders fall from now on.
    pub(crate) falls: AtomicU32,
    /// How many milliseconds longer than usual a render takes.
    pub(crate) slow_ms: AtomicU64,
    under_way: AtomicU32,
    pub(crate) most_at_once: AtomicU32,
}

impl Renderer for TestRenderer {
    fn render<'a>(&'a self, paper: Paper, _: Urgency) -> PortFuture<'a, Result<Vec<u8>, RenderFailure>> {
        Box::pin(async move {
            self.renders.fetch_add(1, Ordering::SeqCst);
            let now = self.under_way.fetch_add(1, Ordering::SeqCst) + 1;
            self.most_at_once.fetch_max(now, Ordering::SeqCst);
            let slow_ms = self.slow_ms.load(Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(5 + slow_ms)).await;
            self.under_way.fetch_sub(1, Ordering::SeqCst);
            assert!(!take_one(&self.falls), "planned fall of the renderer");
            if take_one(&self.fails) {
                return Err(RenderFailure("no font".into()));
            }
            let number = match &paper {
                Paper::Invoice(data) => &data.number,
                Paper::Certificate(data) => &data.number,
            };
            Ok(format!("PDF {number}").into_bytes())
        })
    }
}

/// Writes the kind of a letter and its subject, and takes mails as a server would.
#[derive(Default)]
pub(crate) struct TestPost {
    /// What was taken, in its order.
    pub(crate) sent: Mutex<Vec<Mail>>,
    /// So many are not taken now.
    pub(crate) fails: AtomicU32,
    /// So many are refused for good.
    pub(crate) refuses: AtomicU32,
    /// So many make the writer fall.
    pub(crate) falls: AtomicU32,
    /// So many are taken without an answer in time.
    pub(crate) silent: AtomicU32,
    /// While true there is nothing to say of anything.
    pub(crate) is_over: AtomicBool,
    under_way: AtomicU32,
    pub(crate) most_at_once: AtomicU32,
}

impl TestPost {
    /// The kinds of what was taken, in its order.
    pub(crate) fn kinds(&self) -> Vec<String> {
        self.sent.lock().unwrap().iter().map(|mail| mail.kind.clone()).collect()
    }
}

impl MailWriter for TestPost {
    fn write<'a>(&'a self, id: MailId, letter: &'a Letter) -> PortFuture<'a, Result<Option<Mail>, WriteFailure>> {
        Box::pin(async move {
            assert!(!take_one(&self.falls), "planned fall of the writer");
            let mail = Mail {
                id,
                kind: letter.kind().to_owned(),
                to: "zoe@example.test".to_owned(),
                subject: letter.kind().to_owned(),
                text: String::new(),
                html: String::new(),
            };
            Ok((!self.is_over.load(Ordering::SeqCst)).then_some(mail))
        })
    }
}

impl Mailer for TestPost {
    fn send<'a>(&'a self, mail: &'a Mail) -> PortFuture<'a, Result<(), MailError>> {
        Box::pin(async move {
            let now = self.under_way.fetch_add(1, Ordering::SeqCst) + 1;
            self.most_at_once.fetch_max(now, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(20)).await;
            self.under_way.fetch_sub(1, Ordering::SeqCst);
            if take_one(&self.fails) {
                return Err(MailError::Failed("421 try again later".to_owned()));
            }
            if take_one(&self.refuses) {
                return Err(MailError::Refused("550 no such user".to_owned()));
            }
            self.sent.lock().unwrap().push(mail.clone());
            if take_one(&self.silent) {
                std::future::pending::<()>().await;
            }
            Ok(())
        })
    }
}

/// Presence with leases of three heartbeats.
pub(crate) struct MemoryPresence {
    seen: Mutex<HashMap<Uuid, (ConnectionSeen, Instant)>>,
    pub(crate) calls: AtomicU32,
    /// So many calls fail from now on.
    pub(crate) fails: AtomicU32,
}

/// How long a connection counts after it was last seen.
const LEASE: Duration = Duration::from_secs(75);

impl MemoryPresence {
    pub(crate) fn new() -> Self {
        Self { seen: Mutex::default(), calls: AtomicU32::new(0), fails: AtomicU32::new(0) }
    }

    /// What another node says.
    pub(crate) fn seen_elsewhere(&self, seen: ConnectionSeen) {
        self.seen.lock().unwrap().insert(seen.connection_id, (seen, Instant::now()));
    }

    fn check(&self) -> Result<(), PresenceError> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        if take_one(&self.fails) { Err(PresenceError("gone".into())) } else { Ok(()) }
    }
}

impl Presence for MemoryPresence {
    fn seen(&self, connection: ConnectionSeen) -> PortFuture<'_, Result<(), PresenceError>> {
        Box::pin(async move {
            self.check()?;
            self.seen_elsewhere(connection);
            Ok(())
        })
    }

    fn gone(&self, connection_id: Uuid) -> PortFuture<'_, Result<(), PresenceError>> {
        Box::pin(async move {
            self.check()?;
            self.seen.lock().unwrap().remove(&connection_id);
            Ok(())
        })
    }

    fn viewers(&self, artwork_id: ArtworkId) -> PortFuture<'_, Result<u32, PresenceError>> {
        Box::pin(async move {
            self.check()?;
            let seen = self.seen.lock().unwrap();
            let live = seen.values().filter(|(_, at)| at.elapsed() < LEASE).map(|(seen, _)| seen);
            let people: HashSet<Uuid> = live
                .filter(|seen| seen.viewing == Some(artwork_id))
                .map(|seen| seen.owner_id.unwrap_or(seen.connection_id))
                .collect();
            Ok(u32::try_from(people.len()).unwrap())
        })
    }

    fn summary(&self) -> PortFuture<'_, Result<PresenceSummary, PresenceError>> {
        Box::pin(async move {
            self.check()?;
            let mut by_role: BTreeMap<String, u32> = BTreeMap::new();
            let mut by_artwork = BTreeMap::new();
            for (seen, _) in self.seen.lock().unwrap().values().filter(|(_, at)| at.elapsed() < LEASE) {
                *by_role.entry(seen.role.clone()).or_default() += 1;
                if let Some(work) = seen.viewing {
                    *by_artwork.entry(work).or_default() += 1;
                }
            }
            Ok(PresenceSummary { by_role, by_artwork })
        })
    }
}

/// Takes one off a counter; false when there is none left.
pub(super) fn take_one(counter: &AtomicU32) -> bool {
    counter.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
}
