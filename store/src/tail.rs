//! The tail: hands the committed events of other nodes' lanes to this node, each lane in its order.
//!
//! The bus makes it fast, never right: it looks every 250 ms in any case. The own lane is told by the journal at
//! once. Knows nothing of what events mean.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use impasto_domain::event::Committed;
use impasto_domain::ids::LaneId;
use impasto_domain::ports::{Bus, EventSink, ReadError, Woken};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::db::Db;
use crate::dialect::Engine;
use crate::journal::LaneJournal;
use crate::open::{Store, read_error};
use crate::reads::{LanePosition, events_of_lane, heads};

/// How often the tail looks at every lane, whatever the bus says.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// The shortest time between two looks: what is said meanwhile is seen in one.
const LOOK_PAUSE: Duration = Duration::from_millis(5);

/// A lane that has committed within this time is at work.
const AT_WORK: Duration = Duration::from_millis(500);

/// Events of a lane read at once.
const AT_ONCE: i64 = 1_000;

/// The handle of a running tail.
#[derive(Debug)]
pub struct Tailer {
    cursors: Arc<Mutex<BTreeMap<LaneId, i64>>>,
    task: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

struct Tail {
    store: Store,
    journal: LaneJournal,
    sink: Arc<dyn EventSink>,
    bus: Arc<dyn Bus>,
    cursors: Arc<Mutex<BTreeMap<LaneId, i64>>>,
    /// Lanes that ended and were wholly read.
    finished: HashSet<LaneId>,
    /// When each lane last had news.
    heard: HashMap<LaneId, Instant>,
}

impl Tailer {
    /// Starts on the current tokio runtime, from where every lane is now: what a node reads after this call is at
    /// least as new as the first event it is told. An embedded database has one node and nothing to tail.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn start(
        store: Store,
        journal: LaneJournal,
        sink: Arc<dyn EventSink>,
        bus: Arc<dyn Bus>,
    ) -> Result<Self, ReadError> {
        let cursors = Arc::new(Mutex::new(BTreeMap::new()));
        if store.engine() == Engine::Sqlite {
            return Ok(Self { cursors, task: None });
        }
        let own = journal.lanes();
        let mut finished = HashSet::new();
        for head in store.lanes().await? {
            if head.closed_at.is_some() {
                finished.insert(head.lane);
            } else if !own.contains(&head.lane) {
                cursors.lock().unwrap_or_else(PoisonError::into_inner).insert(head.lane, head.seq);
            }
        }
        let tail = Tail { store, journal, sink, bus, cursors: Arc::clone(&cursors), finished, heard: HashMap::new() };
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(tail.run(stopped));
        Ok(Self { cursors, task: Some((stop, task)) })
    }

    /// How far each lane of another node has been told here. Lanes that ended and were wholly read are left out.
    #[must_use]
    pub fn cursors(&self) -> Vec<LanePosition> {
        positions(&self.cursors)
    }

    /// The same for whoever must outlive this handle.
    pub fn watch(&self) -> impl Fn() -> Vec<LanePosition> + Send + Sync + use<> {
        let cursors = Arc::clone(&self.cursors);
        move || positions(&cursors)
    }

    /// Stops once what is being told is told.
    pub async fn close(self) {
        if let Some((stop, task)) = self.task {
            // A tail that has ended by itself needs no stopping.
            let _ended = stop.send(());
            if let Err(error) = task.await {
                tracing::error!(%error, "the tail ended badly");
            }
        }
    }
}

fn positions(cursors: &Mutex<BTreeMap<LaneId, i64>>) -> Vec<LanePosition> {
    let cursors = cursors.lock().unwrap_or_else(PoisonError::into_inner);
    cursors.iter().map(|(lane, seq)| (*lane, *seq)).collect()
}

impl Tail {
    async fn run(mut self, mut stopped: oneshot::Receiver<()>) {
        let bus = Arc::clone(&self.bus);
        let mut next_look = Instant::now() + LOOK_EVERY;
        loop {
            let woken = tokio::select! {
                _ = &mut stopped => return,
                woken = bus.woken() => woken,
                () = tokio::time::sleep_until(next_look.into()) => Woken::Anywhere,
            };
            let looked = match woken {
                Woken::In(lanes) if Instant::now() < next_look => self.look_at(&lanes).await,
                Woken::In(_) | Woken::Anywhere => {
                    next_look = Instant::now() + LOOK_EVERY;
                    self.look().await
                }
            };
            if let Err(error) = looked {
                tracing::warn!(%error, "the tail could not look; it tries again");
            }
            self.count_lanes_at_work();
            tokio::time::sleep(LOOK_PAUSE).await;
        }
    }

    /// Reads the lanes that the bus has named. One that is not known yet may be young, or ended and read before:
    /// the rows of the lanes tell.
    async fn look_at(&mut self, lanes: &BTreeMap<LaneId, i64>) -> Result<(), ReadError> {
        let own = self.journal.lanes();
        let others = lanes.iter().filter(|(lane, _)| !own.contains(lane));
        let known: Vec<_> = {
            let cursors = self.cursors.lock().unwrap_or_else(PoisonError::into_inner);
            others.map(|(lane, seq)| (*lane, *seq, cursors.get(lane).copied())).collect()
        };
        if known.iter().any(|(_, _, after)| after.is_none()) {
            return self.look().await;
        }
        let is_new = |(lane, seq, after): (LaneId, i64, Option<i64>)| Some((lane, after.filter(|after| *after < seq)?));
        let news: Vec<LanePosition> = known.into_iter().filter_map(is_new).collect();
        if news.is_empty() {
            return Ok(());
        }
        let mut reader = self.store.reader().await?;
        let mut db = reader.db();
        for (lane, after) in news {
            self.tell(&mut db, lane, after).await?;
        }
        Ok(())
    }

    async fn look(&mut self) -> Result<(), ReadError> {
        let mut reader = self.store.reader().await?;
        let mut db = reader.db();
        let lanes = heads(&mut db).await.map_err(read_error)?;
        let own = self.journal.lanes();
        for head in &lanes {
            if !own.contains(&head.lane) && !self.finished.contains(&head.lane) {
                let after = self.known(head.lane);
                self.note(head.lane, after);
                // A lane without news costs nothing more.
                if head.seq > after {
                    self.tell(&mut db, head.lane, after).await?;
                }
            }
        }
        // A lane that is closed gets no more events: the fence of its batches sees to that.
        for head in lanes.iter().filter(|head| head.closed_at.is_some()) {
            let mut cursors = self.cursors.lock().unwrap_or_else(PoisonError::into_inner);
            if cursors.get(&head.lane).is_some_and(|seq| *seq >= head.seq) {
                cursors.remove(&head.lane);
                self.finished.insert(head.lane);
            }
        }
        // Rows of lanes go with their last events; what is gone need not be remembered.
        self.finished.retain(|lane| lanes.iter().any(|head| head.lane == *lane));
        Ok(())
    }

    /// Lets the own lane know with how many it shares the database.
    fn count_lanes_at_work(&mut self) {
        self.heard.retain(|_, at| at.elapsed() < AT_WORK);
        self.journal.beside(self.heard.len());
    }

    /// Tells the events of a lane after a cursor, one commit after the other: never a part of one.
    async fn tell(&mut self, db: &mut Db<'_>, lane: LaneId, mut after: i64) -> Result<(), ReadError> {
        let mut most = AT_ONCE;
        self.heard.insert(lane, Instant::now());
        loop {
            let rows = events_of_lane(db, (lane, after), most).await.map_err(read_error)?;
            let events: Vec<Committed> = rows.into_iter().map(Committed::from).collect();
            let all = i64::try_from(events.len()).unwrap_or(i64::MAX) < most;
            let mut commits: Vec<&[Committed]> = events.chunk_by(|a, b| a.at == b.at).collect();
            if !all {
                // The last may go on past what was read.
                commits.pop();
            }
            for commit in &commits {
                self.sink.publish(commit);
                if let Some(last) = commit.last() {
                    self.note(lane, last.seq);
                    after = last.seq;
                }
            }
            if all {
                return Ok(());
            }
            most = if commits.is_empty() { most.saturating_mul(2) } else { AT_ONCE };
        }
    }

    fn known(&self, lane: LaneId) -> i64 {
        let cursors = self.cursors.lock().unwrap_or_else(PoisonError::into_inner);
        cursors.get(&lane).copied().unwrap_or(0)
    }

    fn note(&self, lane: LaneId, seq: i64) {
        self.cursors.lock().unwrap_or_else(PoisonError::into_inner).insert(lane, seq);
    }
}
