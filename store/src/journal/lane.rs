//! The lane: gathers batches, has them run, mends what breaks, answers and tells the world.
//!
//! The only writer of its numbers. Knows nothing of what commands mean.

mod connection;

use std::collections::HashMap;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use impasto_domain::command::{IdempotencyKey, Submission};
use impasto_domain::event::Committed;
use impasto_domain::ids::{BatchId, LaneId, Mint};
use impasto_domain::ports::{Bus, EventSink, JournalError};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use impasto_domain::settings::HouseRules;
use tokio::sync::{mpsc, oneshot};
use tracing::{Instrument, Span};

use self::connection::within;
use super::JournalConfig;
use super::batch::{self, Decided, Frame, Run};
use super::fault::{Fault, Remedy};
use super::growth::Growth;
use super::order_cache::OrderCache;
use super::rules::Versioned;
use super::stats::Counters;
use crate::db::Conn;
use crate::dialect::Engine;
use crate::open::Store;
use crate::trace::{self, below};

/// The most submissions of one batch.
const BATCH_MAX: usize = 256;

/// Runs of a batch whose locks or versions collide, before its commands are run one by one.
const COLLISIONS_MAX: u32 = 12;

/// Runs of a batch that waits for a row which somebody keeps locked, before its commands are run one by one.
const BLOCKED_MAX: u32 = 2;

/// How long the commands of a batch are run one by one, if some of them are blocked; those left are told to come again.
const ONE_BY_ONE_MAX: Duration = Duration::from_secs(30);

/// Lanes opened for one batch, before it is given up.
const NEW_LANES_MAX: u32 = 3;

/// What a handle sends its lane.
pub(crate) enum Message {
    /// A command, where to answer it, and its span.
    Submit(Box<Submission>, oneshot::Sender<Answer>, Span),
    Flush(oneshot::Sender<()>),
    RefreshRules(oneshot::Sender<()>),
    Close(oneshot::Sender<()>),
}

type Answer = Result<Reply, JournalError>;

/// A batch whose commit was sent, but neither confirmed nor refused.
struct Doubt {
    lane: LaneId,
    batch: BatchId,
    decided: Decided,
}

/// What a lane shares with its handles.
pub(crate) struct Shared {
    pub(crate) rules: Arc<RwLock<Arc<HouseRules>>>,
    pub(crate) counters: Arc<Counters>,
    pub(crate) lanes: Arc<RwLock<Vec<LaneId>>>,
    /// Other lanes of the database that are at work.
    pub(crate) others: Arc<AtomicUsize>,
}

/// The state of a lane's thread.
pub(crate) struct Lane {
    store: Store,
    config: JournalConfig,
    sink: Arc<dyn EventSink>,
    bus: Arc<dyn Bus>,
    shared: Shared,
    conn: Option<Conn>,
    id: Option<LaneId>,
    next_seq: i64,
    last_now: DateTime<Utc>,
    rules: Versioned,
    orders: OrderCache,
    doubt: Option<Doubt>,
    /// The database stayed away for longer than the patience of the last batch.
    away: bool,
    /// Commands of the last batch.
    last_commands: usize,
    /// The connection has an open transaction: the turn of this lane.
    begun: bool,
    /// How much was written on the connection.
    growth: Growth,
}

impl Lane {
    pub(crate) fn new(
        store: Store,
        config: JournalConfig,
        sink: Arc<dyn EventSink>,
        bus: Arc<dyn Bus>,
        shared: Shared,
    ) -> Self {
        let rules = Versioned { version: -1, rules: Arc::new(config.defaults.clone()) };
        Self {
            store,
            config,
            sink,
            bus,
            shared,
            conn: None,
            id: None,
            next_seq: 1,
            last_now: DateTime::UNIX_EPOCH,
            rules,
            orders: OrderCache::default(),
            doubt: None,
            away: false,
            last_commands: 0,
            begun: false,
            growth: Growth::default(),
        }
    }

    /// Opens the lane, tells how that went, and works until it is closed or nobody can send any more.
    pub(crate) async fn run(
        mut self,
        mut messages: mpsc::Receiver<Message>,
        started: oneshot::Sender<Result<(), String>>,
    ) {
        let opened = match self.ready_in_time().await {
            Ok(_) => self.refresh_rules().await.map_err(|fault| fault.to_string()),
            Err(fault) => Err(fault.to_string()),
        };
        let failed = opened.is_err();
        if started.send(opened).is_err() || failed {
            return;
        }
        let beat = Duration::from_secs(u64::from(self.config.heartbeat_s.max(1)));
        // By the clock, not by silence: a lane that is asked all the time must say that it lives as well, and look
        // after the lanes of the dead.
        let mut next_beat = Instant::now() + beat;
        let mut last = None;
        loop {
            match tokio::time::timeout_at(next_beat.into(), messages.recv()).await {
                Err(_) => {}
                Ok(None) => break,
                Ok(Some(first)) => {
                    if let Some(reply) = self.work(first, &mut messages).await {
                        last = Some(reply);
                        break;
                    }
                }
            }
            if Instant::now() >= next_beat {
                self.beat().await;
                next_beat = Instant::now() + beat;
            }
        }
        self.end().await;
        if let Some(reply) = last {
            // Whoever asked may have gone; the lane is closed all the same.
            let _gone = reply.send(());
        }
    }

    /// Gathers what waits, up to a batch, and does it. Answers the sender of a `Close`, if one came.
    async fn work(&mut self, first: Message, messages: &mut mpsc::Receiver<Message>) -> Option<oneshot::Sender<()>> {
        if let Message::Submit(..) = first {
            self.take_turn(1 + messages.len()).await;
        }
        let mut batch = Vec::new();
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Message::Submit(submission, reply, span) => batch.push((submission, reply, span)),
                Message::Flush(reply) => {
                    self.batch(std::mem::take(&mut batch)).await;
                    let _gone = reply.send(());
                }
                Message::RefreshRules(reply) => {
                    if let Err(fault) = self.refresh_rules().await {
                        tracing::warn!(%fault, "the rules could not be read again");
                        self.conn = None;
                    }
                    let _gone = reply.send(());
                }
                Message::Close(reply) => {
                    messages.close();
                    self.batch(std::mem::take(&mut batch)).await;
                    return Some(reply);
                }
            }
            next = if batch.len() < BATCH_MAX { messages.try_recv().ok() } else { None };
        }
        self.batch(batch).await;
        None
    }

    /// Runs a batch and answers it. Submissions with the same idempotency key are one.
    async fn batch(&mut self, batch: Vec<(Box<Submission>, oneshot::Sender<Answer>, Span)>) {
        if batch.is_empty() {
            return;
        }
        let mut leaders: Vec<&Submission> = Vec::with_capacity(batch.len());
        let mut by_key: HashMap<(uuid::Uuid, &str, &str), usize> = HashMap::new();
        let mut places = Vec::with_capacity(batch.len());
        for (submission, _, _) in &batch {
            let place = match &submission.idempotency {
                Some(key) => {
                    *by_key.entry((key.owner_id, key.route.as_str(), key.key.as_str())).or_insert(leaders.len())
                }
                None => leaders.len(),
            };
            if place == leaders.len() {
                leaders.push(submission);
            }
            places.push(place);
        }
        let patience = Instant::now() + Duration::from_secs(u64::from(self.config.patience_s));
        let traced: Vec<&Span> = batch.iter().map(|(_, _, span)| span).filter(|span| !span.is_disabled()).collect();
        let span = trace::batch(&traced, batch.len());
        self.last_commands = batch.len();
        let answers = self.commit(&leaders, patience).instrument(span).await;
        let bodies: Vec<Option<[u8; 32]>> = leaders.iter().map(|leader| body_of(leader)).collect();
        for ((submission, reply, _), place) in batch.into_iter().zip(places) {
            let same = bodies.get(place).is_some_and(|body| *body == body_of(&submission));
            let answer = match answers.get(place) {
                Some(answer) if same => answer.clone(),
                // A refusal keeps no key: with another body it is a command of its own.
                Some(Err(JournalError::Refused(_))) => {
                    let alone = self.commit(&[&*submission], patience).await;
                    alone.into_iter().next().unwrap_or_else(|| Err(undecided()))
                }
                Some(_) => Err(JournalError::Refused(Refusal::IdempotencyMismatch)),
                None => Err(undecided()),
            };
            // Whoever asked may have gone; the change stands all the same.
            let _gone = reply.send(answer);
        }
        if let (Some(id), true) = (self.id, self.next_seq > 1) {
            self.bus.wake(id, self.next_seq - 1);
        }
    }

    /// Commits submissions, mending what can be mended until the patience is over; one answer each.
    async fn commit(&mut self, submissions: &[&Submission], patience: Instant) -> Vec<Answer> {
        let batch: BatchId = Mint::new(self.last_now, rand::random()).mint();
        let mut doubt = None;
        let (mut collisions, mut blocked, mut new_lanes, mut reconnects, mut replays) = (0, 0, 0, 0, 0_u64);
        let mut pause = Duration::from_millis(20);
        loop {
            let begun = Instant::now();
            let fault = match self.run_once(batch, submissions, &mut doubt).await {
                Ok(Run::Committed(decided)) => return self.finish(decided, begun.elapsed()),
                Ok(Run::Found) => return self.found(doubt.take(), submissions, begun.elapsed()),
                Err(fault) => fault,
            };
            self.shared.counters.replay();
            replays += 1;
            Span::current().record("replays", replays);
            let remedy = self.remedy(&fault, &mut doubt);
            self.mend(remedy).await;
            match remedy {
                Remedy::Again if collisions < COLLISIONS_MAX => {
                    collisions += 1;
                    tracing::debug!(%fault, collisions, "the batch collided and is run again");
                    let most = 2 + 4 * u64::from(collisions);
                    tokio::time::sleep(Duration::from_millis(rand::random_range(0..most))).await;
                }
                Remedy::Blocked
                    if blocked + 1 < BLOCKED_MAX || (submissions.len() == 1 && Instant::now() < patience) =>
                {
                    blocked += 1;
                    tracing::warn!(%fault, "somebody keeps a row locked; trying again");
                }
                Remedy::NewLane if new_lanes < NEW_LANES_MAX => {
                    new_lanes += 1;
                    tracing::warn!(%fault, "a new lane is opened");
                }
                Remedy::Reconnect if reconnects == 0 || Instant::now() < patience => {
                    reconnects += 1;
                    tracing::warn!(%fault, "the database is away; trying again");
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(Duration::from_secs(1));
                }
                Remedy::Reconnect => {
                    tracing::error!(%fault, "the database stays away");
                    self.away = true;
                    self.doubt = doubt.zip(self.id).map(|(decided, lane)| Doubt { lane, batch, decided });
                    return unavailable(submissions, &fault.to_string());
                }
                Remedy::Again | Remedy::Blocked | Remedy::NewLane | Remedy::OneByOne => {
                    return self.one_by_one(submissions, &fault, patience).await;
                }
            }
        }
    }

    /// What to do about a fault. As long as it is open whether the batch was committed, nothing else may be tried than
    /// to find that out: under another id its commands would take effect twice.
    fn remedy(&self, fault: &Fault, doubt: &mut Option<Decided>) -> Remedy {
        match fault {
            // The lane's row is closed and names another batch: this one was not committed.
            Fault::Closed => {
                *doubt = None;
                Remedy::NewLane
            }
            // An embedded database has one writer at a time: nobody can have been faster.
            Fault::Stale(_) if self.store.engine() == Engine::Sqlite => Remedy::OneByOne,
            _ if doubt.is_some() => Remedy::Reconnect,
            fault => fault.remedy(),
        }
    }

    /// An earlier run of the batch was committed after all.
    fn found(&mut self, doubt: Option<Decided>, submissions: &[&Submission], took: Duration) -> Vec<Answer> {
        let Some(decided) = doubt else {
            // How many numbers it took is not known any more: a new lane begins anew.
            self.id = None;
            return unavailable(submissions, "the batch was committed, its answers are lost");
        };
        let answers = self.finish(decided, took);
        match self.store.engine() {
            Engine::Postgres => answers,
            // Here only a commit that could not be synced comes back: it is there, but may not be on the disk.
            Engine::Sqlite => unavailable(submissions, "the disk did not confirm the commit"),
        }
    }

    /// One of the commands raises: each becomes a batch of its own, and only the culprit fails.
    async fn one_by_one(&mut self, submissions: &[&Submission], fault: &Fault, patience: Instant) -> Vec<Answer> {
        if let [_] = submissions {
            let answer = match fault.refusal() {
                Some(refusal) => Err(JournalError::Refused(refusal)),
                None => {
                    tracing::error!(%fault, "a command raised");
                    Err(JournalError::Unavailable(fault.to_string()))
                }
            };
            return vec![answer];
        }
        tracing::warn!(%fault, commands = submissions.len(), "a batch raised; its commands are run one by one");
        // Those that are blocked or find nobody share the patience of their batch instead of each having its own.
        self.away = false;
        let over = Instant::now() + ONE_BY_ONE_MAX;
        let mut answers = Vec::with_capacity(submissions.len());
        for (place, submission) in submissions.iter().enumerate() {
            answers.extend(Box::pin(self.commit(&[*submission], patience)).await);
            if self.away || Instant::now() > over {
                answers.extend(unavailable(&submissions[place + 1..], &fault.to_string()));
                break;
            }
        }
        answers
    }

    async fn run_once(
        &mut self,
        batch: BatchId,
        submissions: &[&Submission],
        doubt: &mut Option<Decided>,
    ) -> Result<Run, Fault> {
        let lane = self.ready_in_time().await?;
        let frame = Frame {
            begun: std::mem::take(&mut self.begun),
            lane,
            batch,
            next_seq: self.next_seq,
            not_before: self.last_now,
            clock: self.store.clock(),
            defaults: &self.config.defaults,
            rules: self.rules.clone(),
            orders: &mut self.orders,
            seed: rand::random(),
        };
        let conn = self.conn.as_mut().ok_or(sqlx::Error::PoolClosed)?;
        let mut db = conn.db();
        let most = Duration::from_secs(u64::from(self.config.run_s));
        within(most, self.store.engine(), batch::run(&mut db, frame, submissions, doubt)).await
    }

    /// Takes note of a commit and tells it on this node; answers what was decided.
    fn finish(&mut self, decided: Decided, took: Duration) -> Vec<Answer> {
        self.away = false;
        self.last_now = decided.now;
        self.keep_rules(decided.rules);
        self.growth.note(decided.rows);
        self.next_seq += i64::try_from(decided.committed.len()).unwrap_or(0);
        Span::current().record("statements", decided.statements).record("rows", decided.rows);
        self.shared.counters.batch(decided.answers.len(), decided.statements, decided.rows, decided.rows > 0, took);
        for order in decided.orders {
            self.orders.keep(order);
        }
        self.publish(&decided.committed);
        decided.answers.into_iter().map(|answer| answer.map_err(JournalError::Refused)).collect()
    }

    fn publish(&self, committed: &[Committed]) {
        if let Some(last) = committed.last() {
            let (events, position) = (committed.len(), last.seq);
            let span = below!("events publish", lane = %last.lane, position, events, frames = tracing::field::Empty);
            span.in_scope(|| self.sink.publish(committed));
        }
    }

    fn keep_rules(&mut self, rules: Versioned) {
        if rules.version != self.rules.version {
            *self.shared.rules.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&rules.rules);
            self.rules = rules;
        }
    }
}

fn body_of(submission: &Submission) -> Option<[u8; 32]> {
    submission.idempotency.as_ref().map(|IdempotencyKey { body_hash, .. }| *body_hash)
}

fn undecided() -> JournalError {
    JournalError::Unavailable("the batch was not decided".to_owned())
}

fn unavailable(submissions: &[&Submission], reason: &str) -> Vec<Answer> {
    submissions.iter().map(|_| Err(JournalError::Unavailable(reason.to_owned()))).collect()
}
