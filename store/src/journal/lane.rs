//! The lane: gathers batches, has them run, mends what breaks, answers and tells the world.
//!
//! The only writer of its numbers. Knows nothing of what commands mean.

use std::collections::HashMap;
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

use super::JournalConfig;
use super::batch::{self, Decided, Frame, Run};
use super::fault::{Fault, Remedy};
use super::lanes;
use super::order_cache::OrderCache;
use super::rules::{self, Versioned};
use super::stats::Counters;
use crate::db::Conn;
use crate::open::{Store, plain};

/// The most submissions of one batch.
const BATCH_MAX: usize = 256;

/// Runs of a batch whose locks or versions collide, before its commands are run one by one.
const COLLISIONS_MAX: u32 = 12;

/// What a handle sends its lane.
pub(crate) enum Message {
    Submit(Box<Submission>, oneshot::Sender<Answer>),
    Flush(oneshot::Sender<()>),
    RefreshRules(oneshot::Sender<()>),
    Close(oneshot::Sender<()>),
}

type Answer = Result<Reply, JournalError>;

/// A batch whose commit was sent, but neither confirmed nor refused.
struct Doubt {
    batch: BatchId,
    decided: Decided,
}

/// What a lane shares with its handles.
pub(crate) struct Shared {
    pub(crate) rules: Arc<RwLock<Arc<HouseRules>>>,
    pub(crate) counters: Arc<Counters>,
    pub(crate) lanes: Arc<RwLock<Vec<LaneId>>>,
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
        }
    }

    /// Opens the lane, tells how that went, and works until it is closed or nobody can send any more.
    pub(crate) async fn run(
        mut self,
        mut messages: mpsc::Receiver<Message>,
        started: oneshot::Sender<Result<(), String>>,
    ) {
        let opened = match self.ready().await {
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
        let mut batch = Vec::new();
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Message::Submit(submission, reply) => batch.push((submission, reply)),
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
    async fn batch(&mut self, batch: Vec<(Box<Submission>, oneshot::Sender<Answer>)>) {
        if batch.is_empty() {
            return;
        }
        let mut leaders: Vec<&Submission> = Vec::with_capacity(batch.len());
        let mut by_key: HashMap<(uuid::Uuid, &str, &str), usize> = HashMap::new();
        let mut places = Vec::with_capacity(batch.len());
        for (submission, _) in &batch {
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
        let answers = self.commit(&leaders).await;
        let bodies: Vec<Option<[u8; 32]>> = leaders.iter().map(|leader| body_of(leader)).collect();
        for ((submission, reply), place) in batch.into_iter().zip(places) {
            let same = bodies.get(place).is_some_and(|body| *body == body_of(&submission));
            let answer = match answers.get(place) {
                Some(answer) if same => answer.clone(),
                Some(_) => Err(JournalError::Refused(Refusal::IdempotencyMismatch)),
                None => Err(JournalError::Unavailable("the batch was not decided".to_owned())),
            };
            // Whoever asked may have gone; the change stands all the same.
            let _gone = reply.send(answer);
        }
        if let (Some(id), true) = (self.id, self.next_seq > 1) {
            self.bus.wake(id, self.next_seq - 1);
        }
    }

    /// Commits submissions, mending what can be mended; one answer each.
    async fn commit(&mut self, submissions: &[&Submission]) -> Vec<Answer> {
        let patience = Instant::now() + Duration::from_secs(u64::from(self.config.patience_s));
        let batch: BatchId = Mint::new(self.last_now, rand::random()).mint();
        let mut doubt = None;
        let mut collisions = 0;
        let mut pause = Duration::from_millis(20);
        loop {
            let begun = Instant::now();
            let fault = match self.run_once(batch, submissions, &mut doubt).await {
                Ok(Run::Committed(decided)) => return self.finish(decided, begun.elapsed()),
                Ok(Run::Found) => match doubt.take() {
                    Some(decided) => return self.finish(decided, begun.elapsed()),
                    None => return unavailable(submissions, "the batch was committed, its answers are lost"),
                },
                Err(fault) => fault,
            };
            self.shared.counters.replay();
            let remedy = fault.remedy();
            self.mend(remedy).await;
            match remedy {
                Remedy::Again if collisions < COLLISIONS_MAX => {
                    collisions += 1;
                    tracing::debug!(%fault, collisions, "the batch collided and is run again");
                    let most = 2 + 4 * u64::from(collisions);
                    tokio::time::sleep(Duration::from_millis(rand::random_range(0..most))).await;
                }
                Remedy::NewLane => tracing::warn!("the lane was closed by others; a new one is opened"),
                Remedy::Reconnect if Instant::now() < patience => {
                    tracing::warn!(%fault, "the database is away; trying again");
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(Duration::from_secs(1));
                }
                Remedy::Reconnect => {
                    tracing::error!(%fault, "the database stays away");
                    self.doubt = doubt.map(|decided| Doubt { batch, decided });
                    return unavailable(submissions, &fault.to_string());
                }
                Remedy::Again | Remedy::OneByOne => return self.one_by_one(submissions, &fault).await,
            }
        }
    }

    /// One of the commands raises: each becomes a batch of its own, and only the culprit fails.
    async fn one_by_one(&mut self, submissions: &[&Submission], fault: &Fault) -> Vec<Answer> {
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
        let mut answers = Vec::with_capacity(submissions.len());
        for submission in submissions {
            answers.extend(Box::pin(self.commit(&[*submission])).await);
        }
        answers
    }

    async fn run_once(
        &mut self,
        batch: BatchId,
        submissions: &[&Submission],
        doubt: &mut Option<Decided>,
    ) -> Result<Run, Fault> {
        let lane = self.ready().await?;
        let frame = Frame {
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
        batch::run(&mut conn.db(), frame, submissions, doubt).await
    }

    /// A connection and an open lane, with every older doubt settled.
    async fn ready(&mut self) -> Result<LaneId, Fault> {
        let conn = match self.conn.take() {
            Some(conn) => conn,
            None => self.store.writer().await?,
        };
        let conn = self.conn.insert(conn);
        if let Some(doubt) = self.doubt.take() {
            let Some(id) = self.id else { return Err(Fault::Closed) };
            let happened = batch::is_last(&mut conn.db(), id, doubt.batch).await;
            match happened {
                Ok(true) => {
                    self.finish(doubt.decided, Duration::ZERO);
                }
                Ok(false) => {}
                Err(fault) => {
                    self.doubt = Some(doubt);
                    return Err(fault);
                }
            }
        }
        if let Some(id) = self.id {
            return Ok(id);
        }
        let conn = self.conn.as_mut().ok_or(sqlx::Error::PoolClosed)?;
        let mut db = conn.db();
        let now = match self.store.clock() {
            Some(now) => now,
            None => lanes::database_now(&mut db).await?,
        };
        let id: LaneId = Mint::new(now, rand::random()).mint();
        // Known as one's own before anybody can see it: the tail must never take it for another node's.
        self.shared.lanes.write().unwrap_or_else(PoisonError::into_inner).push(id);
        if let Err(error) = lanes::open(&mut db, id, &self.config.node, now, self.config.dead_after_s).await {
            self.shared.lanes.write().unwrap_or_else(PoisonError::into_inner).retain(|lane| *lane != id);
            return Err(error.into());
        }
        self.id = Some(id);
        self.next_seq = 1;
        Ok(id)
    }

    /// Takes note of a commit and tells it on this node; answers what was decided.
    fn finish(&mut self, decided: Decided, took: Duration) -> Vec<Answer> {
        self.last_now = decided.now;
        self.keep_rules(decided.rules);
        self.next_seq += i64::try_from(decided.committed.len()).unwrap_or(0);
        self.shared.counters.batch(decided.answers.len(), decided.statements, decided.rows, decided.rows > 0, took);
        for order in decided.orders {
            self.orders.keep(order);
        }
        self.publish(&decided.committed);
        decided.answers.into_iter().map(|answer| answer.map_err(JournalError::Refused)).collect()
    }

    fn publish(&self, committed: &[Committed]) {
        if !committed.is_empty() {
            self.sink.publish(committed);
        }
    }

    fn keep_rules(&mut self, rules: Versioned) {
        if rules.version != self.rules.version {
            *self.shared.rules.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&rules.rules);
            self.rules = rules;
        }
    }

    /// Makes the connection usable for another run, or throws it away.
    async fn mend(&mut self, remedy: Remedy) {
        if remedy == Remedy::NewLane {
            self.id = None;
        }
        let Some(mut conn) = self.conn.take() else { return };
        let usable = match remedy {
            Remedy::Reconnect => false,
            // Nothing is open any more when the fence refused the batch.
            Remedy::NewLane => true,
            Remedy::Again | Remedy::OneByOne => conn.db().rollback().await.is_ok(),
        };
        if usable {
            self.conn = Some(conn);
        }
    }

    async fn refresh_rules(&mut self) -> Result<(), Fault> {
        self.ready().await?;
        let conn = self.conn.as_mut().ok_or(sqlx::Error::PoolClosed)?;
        let rules = rules::read(&mut conn.db(), &self.config.defaults).await?;
        self.keep_rules(rules);
        Ok(())
    }

    async fn beat(&mut self) {
        let beaten = match (self.ready().await, &mut self.conn) {
            (Ok(id), Some(conn)) => {
                lanes::beat(&mut conn.db(), id, self.config.dead_after_s).await.map_err(Fault::from)
            }
            (Err(fault), _) => Err(fault),
            (Ok(_), None) => Ok(true),
        };
        match beaten {
            Ok(true) => {}
            Ok(false) => self.id = None,
            Err(fault) => {
                tracing::warn!(%fault, "the lane could not say that it lives");
                self.conn = None;
            }
        }
    }

    async fn end(&mut self) {
        if let Err(fault) = self.ready().await {
            tracing::warn!(%fault, "the lane could not be closed; others will close it");
            return;
        }
        let (Some(mut conn), Some(id)) = (self.conn.take(), self.id) else { return };
        let closed = lanes::close(&mut conn.db(), id).await;
        if let Err(error) = closed {
            tracing::warn!(error = plain(&error), "the lane could not be closed; others will close it");
        }
        if let Err(error) = conn.close().await {
            tracing::debug!(error = plain(&error), "the lane's connection did not end in good order");
        }
    }
}

fn body_of(submission: &Submission) -> Option<[u8; 32]> {
    submission.idempotency.as_ref().map(|IdempotencyKey { body_hash, .. }| *body_hash)
}

fn unavailable(submissions: &[&Submission], reason: &str) -> Vec<Answer> {
    submissions.iter().map(|_| Err(JournalError::Unavailable(reason.to_owned()))).collect()
}
