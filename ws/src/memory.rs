//! A backend in memory: the twin that tests and measurements run against.
//! Knows nothing of a store; it keeps the rules a store has to keep (positions, order, completeness).

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::BoxFuture;
use serde_json::{Value, json, value::RawValue};
use tokio::time::Instant;
use uuid::Uuid;

use crate::{
    backend::{Arrival, Credentials, LiveBackend, Missed, Pass, Presence, Principal, Snapshot},
    bus::LiveBus,
    event::LiveEvent,
    position::{Cursors, Increment, Lane, Position},
    problem::{Problem, Refusal},
    topic::{Numbering, Topic},
};

/// Most missed events answered at once.
const MISSED_MAX: usize = 500;

/// Everything a gallery would say, held in memory. Commit with [`MemoryBackend::commit`], then publish what it gave.
pub struct MemoryBackend {
    started: Instant,
    next_connection: AtomicU64,
    offset_ms: AtomicI64,
    snapshots: AtomicUsize,
    rules: Mutex<Rules>,
    book: Mutex<Book>,
}

#[derive(Default)]
struct Rules {
    origins: HashSet<String>,
    tokens: HashMap<String, Principal>,
    forbidden: HashSet<Topic>,
    absent: HashSet<Topic>,
    presence: Vec<Presence>,
    snapshot_delay: Duration,
    full: bool,
}

/// What was committed.
#[derive(Default)]
struct Book {
    events: HashMap<Topic, Vec<LiveEvent>>,
    versions: HashMap<Topic, u64>,
    cursors: Cursors,
    forgotten: HashSet<Topic>,
}

impl Default for MemoryBackend {
    fn default() -> Self {
        MemoryBackend {
            started: Instant::now(),
            next_connection: AtomicU64::new(1),
            offset_ms: AtomicI64::new(0),
            snapshots: AtomicUsize::new(0),
            rules: Mutex::default(),
            book: Mutex::default(),
        }
    }
}

impl MemoryBackend {
    /// Lets pages of an origin open sockets.
    pub fn allow_origin(&self, origin: &str) {
        self.rules().origins.insert(origin.to_owned());
    }

    /// Takes a token, or a cookie of the form `token=<token>`, as `principal`'s.
    pub fn grant(&self, token: &str, principal: Principal) {
        self.rules().tokens.insert(token.to_owned(), principal);
    }

    /// Takes a token no more.
    pub fn revoke(&self, token: &str) {
        self.rules().tokens.remove(token);
    }

    /// Refuses a topic to everybody.
    pub fn forbid(&self, topic: Topic) {
        self.rules().forbidden.insert(topic);
    }

    /// Answers `not-found` for a topic.
    pub fn make_absent(&self, topic: Topic) {
        self.rules().absent.insert(topic);
    }

    /// Answers no question about missed events of a topic: positions in it count as too old.
    pub fn forget_history(&self, topic: Topic) {
        self.book().forgotten.insert(topic);
    }

    /// Makes every snapshot take so long after it was read.
    pub fn delay_snapshots(&self, delay: Duration) {
        self.rules().snapshot_delay = delay;
    }

    /// Lets nobody in any more, or again.
    pub fn set_full(&self, full: bool) {
        self.rules().full = full;
    }

    /// Moves the clock.
    pub fn pass(&self, time: Duration) {
        self.offset_ms.fetch_add(time.as_millis() as i64, Ordering::SeqCst);
    }

    /// How many snapshots were asked for.
    pub fn snapshots_asked(&self) -> usize {
        self.snapshots.load(Ordering::SeqCst)
    }

    /// What presence was told so far.
    pub fn presence_log(&self) -> Vec<Presence> {
        self.rules().presence.clone()
    }

    /// Commits one event on a topic and answers it, numbered. Topics numbered by lanes use lane 1.
    pub fn commit(&self, topic: Topic, kind: &'static str, key: Option<&str>, data: Value) -> LiveEvent {
        self.commit_in(Lane::from(1), topic, kind, key, data)
    }

    /// The same in a lane of one's choice.
    pub fn commit_in(&self, lane: Lane, topic: Topic, kind: &'static str, key: Option<&str>, data: Value) -> LiveEvent {
        let time = self.now();
        let mut book = self.book();
        let increment = match topic.numbering() {
            Numbering::Versions => {
                let version = book.versions.entry(topic).or_default();
                *version += 1;
                Increment::Version(*version)
            }
            Numbering::Lanes => {
                let seq = book.cursors.get(lane).unwrap_or(0) + 1;
                book.cursors.advance(lane, seq);
                Increment::Lane { lane, seq }
            }
        };
        let key = key.map(str::to_owned);
        let event = LiveEvent { topic, at: Some(increment), key, kind: Cow::Borrowed(kind), time, data: raw(&data) };
        book.events.entry(topic).or_default().push(event.clone());
        event
    }

    /// Commits and publishes at once. Only for one writer at a time: the order of the bus is the order of the calls.
    pub fn publish(&self, bus: &LiveBus, topic: Topic, kind: &'static str, key: Option<&str>, data: Value) {
        bus.publish(vec![self.commit(topic, kind, key, data)]);
    }

    /// An event without a number.
    pub fn ephemeral(&self, topic: Topic, kind: &'static str, data: Value) -> LiveEvent {
        LiveEvent { topic, at: None, key: None, kind: Cow::Borrowed(kind), time: self.now(), data: raw(&data) }
    }

    fn rules(&self) -> MutexGuard<'_, Rules> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn judge(&self, topic: &Topic, principal: Option<&Principal>) -> Result<(), Refusal> {
        let rules = self.rules();
        if rules.absent.contains(topic) {
            return Err(Problem::NotFound.into());
        }
        if rules.forbidden.contains(topic) {
            return Err(Problem::Forbidden.into());
        }
        let is_admin = principal.is_some_and(|principal| principal.role == "admin");
        match topic {
            Topic::Inventory | Topic::Orders | Topic::Presence if !is_admin => Err(Problem::Forbidden.into()),
            _ => Ok(()),
        }
    }
}

impl LiveBackend for MemoryBackend {
    fn now(&self) -> DateTime<Utc> {
        let elapsed_ms = self.started.elapsed().as_millis() as i64 + self.offset_ms.load(Ordering::SeqCst);
        // The first second of 2025, and on from there: no test depends on the wall clock.
        DateTime::UNIX_EPOCH + TimeDelta::milliseconds(1_735_689_600_000 + elapsed_ms)
    }

    fn new_connection_id(&self) -> Uuid {
        Uuid::from_u128(0x7000_8000_0000_0000_0000 + u128::from(self.next_connection.fetch_add(1, Ordering::Relaxed)))
    }

    fn origin_allowed(&self, origin: &str) -> bool {
        self.rules().origins.contains(origin)
    }

    fn admit(&self, _arrival: Arrival<'_>) -> Result<Pass, Refusal> {
        if self.rules().full { Err(Problem::RateLimited.into()) } else { Ok(Pass::default()) }
    }

    fn authenticate<'a>(&'a self, credentials: Credentials<'a>) -> BoxFuture<'a, Result<Principal, Refusal>> {
        Box::pin(async move {
            let token = match credentials {
                Credentials::Token(token) => Some(token),
                Credentials::Cookies(cookies) => {
                    cookies.split(';').find_map(|cookie| cookie.trim().strip_prefix("token="))
                }
            };
            let principal = token.and_then(|token| self.rules().tokens.get(token).cloned());
            principal.ok_or_else(|| Problem::Unauthenticated.into())
        })
    }

    fn authorise<'a>(
        &'a self,
        principal: Option<&'a Principal>,
        topic: &'a Topic,
    ) -> BoxFuture<'a, Result<(), Refusal>> {
        Box::pin(async move { self.judge(topic, principal) })
    }

    fn snapshot<'a>(
        &'a self,
        topic: &'a Topic,
        _principal: Option<&'a Principal>,
    ) -> BoxFuture<'a, Result<Snapshot, Refusal>> {
        Box::pin(async move {
            self.snapshots.fetch_add(1, Ordering::SeqCst);
            let snapshot = {
                let book = self.book();
                let events = book.events.get(topic).map(Vec::as_slice).unwrap_or_default();
                let last = events.last().and_then(|event| serde_json::from_str(event.data.get()).ok());
                let data = json!({ "events": events.len(), "last": last.unwrap_or(Value::Null) });
                let at = match topic.numbering() {
                    Numbering::Versions => Position::Version(book.versions.get(topic).copied().unwrap_or(0)),
                    Numbering::Lanes => Position::Cursors(book.cursors.clone()),
                };
                Snapshot { at, data: raw(&data) }
            };
            let delay = self.rules().snapshot_delay;
            if !delay.is_zero() {
                tokio::time::sleep(delay).await;
            }
            Ok(snapshot)
        })
    }

    fn since<'a>(
        &'a self,
        topic: &'a Topic,
        position: &'a Position,
        _principal: Option<&'a Principal>,
    ) -> BoxFuture<'a, Result<Option<Missed>, Refusal>> {
        Box::pin(async move {
            let book = self.book();
            if book.forgotten.contains(topic) {
                return Ok(None);
            }
            let events = book.events.get(topic).map(Vec::as_slice).unwrap_or_default();
            let missed = events.iter().filter(|event| event.at.is_some_and(|at| !position.includes(at)));
            let mut events: Vec<LiveEvent> = missed.take(MISSED_MAX + 1).cloned().collect();
            let more = events.len() > MISSED_MAX;
            events.truncate(MISSED_MAX);
            Ok(Some(Missed { events, more, from: None, to: None }))
        })
    }

    fn presence(&self, presence: Presence) {
        self.rules().presence.push(presence);
    }
}

fn raw(value: &Value) -> Box<RawValue> {
    serde_json::value::to_raw_value(value).unwrap_or_else(|_| RawValue::NULL.to_owned())
}
