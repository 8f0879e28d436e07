//! The journal: many changes become one commit, and one commit becomes events.
//!
//! One lane a node, on a thread of its own: what arrives while a commit is under way is the next batch, and one
//! transaction decides all of it. Knows nothing of who asks.

mod answers;
pub(crate) mod batch;
pub(crate) mod edits;
mod fault;
mod growth;
mod lane;
pub(crate) mod lanes;
pub(crate) mod load;
mod locks;
mod needs;
mod order_cache;
pub(crate) mod rules;
mod stats;
mod turn;
pub(crate) mod write;
pub(crate) mod write_orders;
mod writes;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use impasto_domain::command::Submission;
use impasto_domain::ids::LaneId;
use impasto_domain::ports::{Bus, EventSink, Journal, JournalError, PortFuture};
use impasto_domain::reply::Reply;
use impasto_domain::settings::HouseRules;
use tokio::sync::{mpsc, oneshot};
use tracing::Instrument;

pub use self::stats::JournalStats;

use self::lane::{Lane, Message, Shared};
use self::stats::Counters;
use crate::open::Store;
use crate::trace::below;

/// How a journal is started.
#[derive(Clone)]
pub struct JournalConfig {
    /// What people call this node.
    pub node: String,
    /// The rules of the house: policies as configured; tables and switches hold until the settings have others.
    pub defaults: HouseRules,
    /// Submissions that may wait; more are refused as [`JournalError::Busy`].
    pub queue: usize,
    /// Seconds between two times that the lane says that it lives, and closes those that do not.
    pub heartbeat_s: u32,
    /// Seconds without a sign of life after which others close a lane.
    pub dead_after_s: u32,
    /// Seconds for which a batch is tried again while the database is away.
    pub patience_s: u32,
    /// Seconds that a run of a batch may take on a server. Far more than any does: a connection whose other end is gone
    /// without a word would otherwise be waited for until the kernel gives up, many minutes later.
    pub run_s: u32,
}

impl JournalConfig {
    /// The defaults for a node with these rules.
    #[must_use]
    pub fn new(node: impl Into<String>, defaults: HouseRules) -> Self {
        Self {
            node: node.into(),
            defaults,
            queue: 8_192,
            heartbeat_s: 15,
            dead_after_s: 120,
            patience_s: 10,
            run_s: 15,
        }
    }
}

/// Why a journal did not start; one line for people.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database does not answer, or has another schema.
    #[error("the journal cannot start: {0}")]
    Database(String),
    /// There is no thread to be had.
    #[error("the journal cannot start its thread: {0}")]
    Thread(#[from] std::io::Error),
}

/// The handle of a running journal. Cheap to clone; the lane ends with [`close`](Self::close) or with its last handle.
#[derive(Clone)]
pub struct LaneJournal {
    queue: mpsc::Sender<Message>,
    rules: Arc<RwLock<Arc<HouseRules>>>,
    counters: Arc<Counters>,
    lanes: Arc<RwLock<Vec<LaneId>>>,
    others: Arc<AtomicUsize>,
}

impl LaneJournal {
    /// Opens a lane and starts its thread. On an embedded database every other lane is closed: there is no other
    /// process. `sink` hears of each commit before its commands are answered, `bus` after.
    ///
    /// # Errors
    /// [`StartError`] when the database or the thread is not to be had.
    pub async fn start(
        store: Store,
        config: JournalConfig,
        sink: Arc<dyn EventSink>,
        bus: Arc<dyn Bus>,
    ) -> Result<Self, StartError> {
        let (queue, messages) = mpsc::channel(config.queue.max(1));
        let rules = Arc::new(RwLock::new(Arc::new(config.defaults.clone())));
        let counters = Arc::new(Counters::default());
        let lanes = Arc::new(RwLock::new(Vec::new()));
        let others = Arc::new(AtomicUsize::new(0));
        let shared = Shared {
            rules: Arc::clone(&rules),
            counters: Arc::clone(&counters),
            lanes: Arc::clone(&lanes),
            others: Arc::clone(&others),
        };
        let lane = Lane::new(store, config, sink, bus, shared);
        let (started, outcome) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || runtime.block_on(lane.run(messages, started)))?;
        match outcome.await {
            Ok(Ok(())) => Ok(Self { queue, rules, counters, lanes, others }),
            Ok(Err(reason)) => Err(StartError::Database(reason)),
            Err(_) => Err(StartError::Database("the lane ended while it started".to_owned())),
        }
    }

    /// The rules as of the last batch that read them.
    #[must_use]
    pub fn rules(&self) -> Arc<HouseRules> {
        Arc::clone(&self.rules.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The lanes this journal has opened, the present one last: more than one after others closed it.
    #[must_use]
    pub fn lanes(&self) -> Vec<LaneId> {
        self.lanes.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The present lane.
    #[must_use]
    pub fn lane(&self) -> LaneId {
        let lanes = self.lanes.read().unwrap_or_else(PoisonError::into_inner);
        lanes.last().copied().unwrap_or(LaneId(uuid::Uuid::nil()))
    }

    /// Tells the lane how many others are at work on the same database.
    pub(crate) fn beside(&self, others: usize) {
        self.others.store(others, Ordering::Relaxed);
    }

    /// What the lane has done so far.
    #[must_use]
    pub fn stats(&self) -> JournalStats {
        self.counters.read()
    }

    /// Submissions that wait for the next batch.
    #[must_use]
    pub fn backlog(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// Waits until everything submitted before is decided.
    ///
    /// # Errors
    /// [`JournalError::Unavailable`] when the lane has ended.
    pub async fn flush(&self) -> Result<(), JournalError> {
        self.ask(Message::Flush).await
    }

    /// Reads the rules again, for nodes that hear of a change by an event of another.
    ///
    /// # Errors
    /// [`JournalError::Unavailable`] when the lane has ended.
    pub async fn refresh_rules(&self) -> Result<(), JournalError> {
        self.ask(Message::RefreshRules).await
    }

    /// Decides what is queued, closes the lane and its connection. Later submissions are refused.
    ///
    /// # Errors
    /// [`JournalError::Unavailable`] when the lane has ended before.
    pub async fn close(&self) -> Result<(), JournalError> {
        self.ask(Message::Close).await
    }

    async fn ask(&self, message: impl FnOnce(oneshot::Sender<()>) -> Message) -> Result<(), JournalError> {
        let (reply, answer) = oneshot::channel();
        self.queue.send(message(reply)).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())
    }
}

impl Journal for LaneJournal {
    fn submit(&self, submission: Submission) -> PortFuture<'_, Result<Reply, JournalError>> {
        let (reply, answer) = oneshot::channel();
        let span = below!("journal submit");
        // Queued at once, not when first polled: submissions keep the order of these calls.
        let sent = self.queue.try_send(Message::Submit(Box::new(submission), reply, span.clone()));
        let answered = async move {
            match sent {
                Ok(()) => answer.await.unwrap_or_else(|_| Err(stopped())),
                Err(mpsc::error::TrySendError::Full(_)) => {
                    metrics::counter!("impasto_journal_busy_total").increment(1);
                    Err(JournalError::Busy)
                }
                Err(mpsc::error::TrySendError::Closed(_)) => Err(stopped()),
            }
        };
        Box::pin(answered.instrument(span))
    }
}

fn stopped() -> JournalError {
    JournalError::Unavailable("the journal has stopped".to_owned())
}
