//! The way from the program to the hubs: one handle, one bounded inbox per hub, framing done once before.
//! Knows nothing of sockets; a hub without listeners for a topic costs its events nothing.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::future::join_all;
use tokio::sync::{
    mpsc::{self, error::TrySendError},
    oneshot,
};
use uuid::Uuid;

use crate::{
    config::LiveConfig,
    event::{Framed, LiveEvent, frame_all},
    position::{Cursors, Increment, Lane, Position},
    stats::{Counters, LiveStats, count},
    topic::{Numbering, Topic},
};

/// Most events of one publication that travel together.
const BATCH_MAX: usize = 512;

/// The handle through which the program speaks to all hubs of this node. Cheap to clone, usable from any thread.
#[derive(Clone)]
pub struct LiveBus(Arc<Shared>);

struct Shared {
    id: usize,
    config: Arc<LiveConfig>,
    draining: AtomicBool,
    published: AtomicU64,
    framed: AtomicU64,
    core: Mutex<Core>,
}

/// Held for the length of one publication: all hubs see the same events in the same order.
#[derive(Default)]
struct Core {
    hubs: Vec<Slot>,
    /// Up to where the journal was published.
    cursors: Cursors,
    /// How many hubs keep each topic's events.
    interest: HashMap<Topic, usize>,
    batches: u64,
    /// How many hubs have joined so far, gone ones included.
    joined: usize,
}

struct Slot {
    events: mpsc::Sender<Batch>,
    control: mpsc::UnboundedSender<Control>,
    shared: Arc<HubShared>,
}

/// What a hub and the bus both see of it.
#[derive(Default)]
pub(crate) struct HubShared {
    /// How many batches were meant for this hub, taken or not: a difference to what arrived is a loss.
    pub(crate) offered: AtomicU64,
    pub(crate) counters: Counters,
}

/// Events framed together, numbered per hub.
pub(crate) struct Batch {
    pub(crate) number: u64,
    pub(crate) events: Arc<[Arc<Framed>]>,
}

/// What a hub is told beside events.
pub(crate) enum Control {
    RevokeSession(Uuid),
    RevokeUser(Uuid),
    Retire(Lane),
    Drain(oneshot::Sender<()>),
}

/// The hub's ends of its channels.
pub(crate) struct Inbox {
    pub(crate) events: mpsc::Receiver<Batch>,
    pub(crate) control: mpsc::UnboundedReceiver<Control>,
    pub(crate) shared: Arc<HubShared>,
    /// Which hub of this bus it is, from 0.
    pub(crate) number: usize,
}

impl LiveBus {
    /// A bus without hubs; each worker thread adds its own with [`Hub::here`](crate::Hub::here).
    pub fn new(config: LiveConfig) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        LiveBus(Arc::new(Shared {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            config: Arc::new(config),
            draining: AtomicBool::new(false),
            published: AtomicU64::new(0),
            framed: AtomicU64::new(0),
            core: Mutex::default(),
        }))
    }

    /// Gives events to every hub, in order. Never waits: a hub whose inbox is full loses the batch, notices it, and
    /// tells its listeners `lagged`, so that they resume from the store.
    ///
    /// What the caller owes: each lane's events come once and in the lane's order (over several calls, too); a
    /// versioned topic's events come in the order of its versions; events of one topic that share a number come in
    /// one call.
    pub fn publish(&self, events: Vec<LiveEvent>) {
        self.0.published.fetch_add(events.len() as u64, Ordering::Relaxed);
        let mut core = self.core();
        let mut wanted = Vec::new();
        // Taken in order, unheard events included: a position must not run ahead of its event.
        let mut positions = Vec::new();
        for event in events {
            let heard = core.interest.contains_key(&event.topic);
            if let Some(increment) = event.at {
                core.pass(increment);
                if heard {
                    positions.push(core.position_at(increment));
                }
            }
            if heard {
                wanted.push(event);
            }
        }
        if wanted.is_empty() {
            return;
        }
        core.batches += 1;
        let mut positions = positions.into_iter();
        let framed = frame_all(wanted, core.batches, |_, increment| {
            positions.next().unwrap_or_else(|| core.position_at(increment))
        });
        self.0.framed.fetch_add(framed.len() as u64, Ordering::Relaxed);
        for part in framed.chunks(BATCH_MAX) {
            core.send(&Arc::from(part));
        }
    }

    /// Whether anybody on this node listens to a topic, or did a moment ago: what nobody hears need not be made.
    pub fn is_heard(&self, topic: &Topic) -> bool {
        self.core().interest.contains_key(topic)
    }

    /// Says up to where the journal has been read although nothing of it was published: at start, before the first
    /// event, and for stretches without live events.
    pub fn advance(&self, cursors: &Cursors) {
        let mut core = self.core();
        for (lane, seq) in cursors.iter() {
            core.cursors.advance(lane, seq);
        }
    }

    /// Forgets a lane that is closed and wholly read by all nodes: positions no longer name it. A client that was away
    /// since before the lane was opened cannot be told from one that has seen it all, so retire a lane only once its
    /// last event is older than the absences that clients may resume from.
    pub fn retire(&self, lane: Lane) {
        let mut core = self.core();
        core.cursors.retire(lane);
        core.tell_all(|| Control::Retire(lane));
    }

    /// Up to where the journal was published.
    pub fn cursors(&self) -> Cursors {
        self.core().cursors.clone()
    }

    /// Takes what belongs to a session from its sockets: they lose their private topics and are nobody's from now on.
    pub fn revoke_session(&self, session: Uuid) {
        self.core().tell_all(|| Control::RevokeSession(session));
    }

    /// The same for every socket of a user.
    pub fn revoke_user(&self, user: Uuid) {
        self.core().tell_all(|| Control::RevokeUser(user));
    }

    /// Refuses new sockets from now on (503), closes all with 1012 in batches, and returns when none is left or
    /// [`LiveConfig::drain_limit`] has passed (then the rest is dropped).
    pub async fn drain(&self) {
        self.0.draining.store(true, Ordering::SeqCst);
        let mut waits = Vec::new();
        self.core().tell_all(|| {
            let (done, wait) = oneshot::channel();
            waits.push(wait);
            Control::Drain(done)
        });
        // A hub that ends without an answer has no sockets left either.
        let all = join_all(waits);
        if tokio::time::timeout(self.0.config.drain_limit + Duration::from_millis(500), all).await.is_err() {
            tracing::warn!("some hubs did not report the end of their drain");
        }
    }

    /// Whether [`LiveBus::drain`] was called.
    pub fn is_draining(&self) -> bool {
        self.0.draining.load(Ordering::SeqCst)
    }

    /// What the live layer holds and has done.
    pub fn stats(&self) -> LiveStats {
        let mut stats = LiveStats {
            published: self.0.published.load(Ordering::Relaxed),
            framed: self.0.framed.load(Ordering::Relaxed),
            ..LiveStats::default()
        };
        for hub in &self.core().hubs {
            hub.shared.counters.add_to(&mut stats);
        }
        stats
    }

    /// The bounds and periods in force.
    pub fn config(&self) -> &LiveConfig {
        &self.0.config
    }

    pub(crate) fn id(&self) -> usize {
        self.0.id
    }

    pub(crate) fn shared_config(&self) -> Arc<LiveConfig> {
        Arc::clone(&self.0.config)
    }

    /// Adds a hub.
    pub(crate) fn join(&self) -> Inbox {
        let (events, events_in) = mpsc::channel(self.0.config.inbox_batches.max(1));
        let (control, control_in) = mpsc::unbounded_channel();
        let shared = Arc::new(HubShared::default());
        let mut core = self.core();
        core.hubs.push(Slot { events, control, shared: Arc::clone(&shared) });
        core.joined += 1;
        Inbox { events: events_in, control: control_in, shared, number: core.joined - 1 }
    }

    /// From now on the hub is sent the topic's events. Answers from which position on it has them all, where that is
    /// known.
    pub(crate) fn start_interest(&self, topic: Topic) -> Option<Position> {
        let mut core = self.core();
        *core.interest.entry(topic).or_default() += 1;
        match topic.numbering() {
            Numbering::Lanes => Some(Position::Cursors(core.cursors.clone())),
            Numbering::Versions => None,
        }
    }

    /// The hub no longer keeps the topic's events.
    pub(crate) fn end_interest(&self, topic: Topic) {
        let mut core = self.core();
        if let Some(count) = core.interest.get_mut(&topic) {
            *count -= 1;
            if *count == 0 {
                core.interest.remove(&topic);
            }
        }
    }

    fn core(&self) -> MutexGuard<'_, Core> {
        self.0.core.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Core {
    fn pass(&mut self, increment: Increment) {
        if let Increment::Lane { lane, seq } = increment {
            self.cursors.advance(lane, seq);
        }
    }

    /// Where a reader stands that has seen the event numbered `increment`, once it was passed.
    fn position_at(&self, increment: Increment) -> Position {
        match increment {
            Increment::Version(version) => Position::Version(version),
            Increment::Lane { .. } => Position::Cursors(self.cursors.clone()),
        }
    }

    fn send(&mut self, events: &Arc<[Arc<Framed>]>) {
        self.hubs.retain(|hub| {
            let number = hub.shared.offered.load(Ordering::Relaxed);
            let sent = hub.events.try_send(Batch { number, events: Arc::clone(events) });
            // After the attempt: a hub that reads this number finds every batch below it in its inbox, or lost.
            hub.shared.offered.store(number + 1, Ordering::Release);
            match sent {
                Ok(()) => true,
                Err(TrySendError::Full(_)) => {
                    count(&hub.shared.counters.dropped_batches, 1);
                    true
                }
                Err(TrySendError::Closed(_)) => false,
            }
        });
    }

    fn tell_all(&mut self, mut control: impl FnMut() -> Control) {
        self.hubs.retain(|hub| hub.control.send(control()).is_ok());
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use serde_json::value::RawValue;

    use super::*;

    fn order(lane: u64, seq: u64) -> LiveEvent {
        LiveEvent {
            topic: Topic::Orders,
            at: Some(Increment::Lane { lane: Lane::from(lane), seq }),
            key: None,
            kind: Cow::Borrowed("order"),
            time: chrono::DateTime::UNIX_EPOCH,
            data: RawValue::from_string("{}".into()).unwrap(),
        }
    }

    fn drained(inbox: &mut Inbox) -> Vec<Batch> {
        std::iter::from_fn(|| inbox.events.try_recv().ok()).collect()
    }

    #[test]
    fn what_nobody_listens_to_is_not_framed_but_moves_the_cursors() {
        let bus = LiveBus::new(LiveConfig::default());
        let mut inbox = bus.join();
        bus.publish(vec![order(1, 4)]);
        assert!(drained(&mut inbox).is_empty());
        assert_eq!(bus.cursors().get(Lane::from(1)), Some(4));
        let from = bus.start_interest(Topic::Orders).unwrap();
        bus.publish(vec![order(2, 1), order(1, 5)]);
        let batches = drained(&mut inbox);
        let positions: Vec<_> = batches[0].events.iter().map(|e| e.at.as_ref().unwrap().position.clone()).collect();
        let expected = |one, two| Position::Cursors([(Lane::from(1), one), (Lane::from(2), two)].into_iter().collect());
        assert_eq!(positions, [expected(4, 1), expected(5, 1)]);
        assert!(expected(4, 1).covers(&from));
        bus.end_interest(Topic::Orders);
        bus.publish(vec![order(1, 6)]);
        assert!(drained(&mut inbox).is_empty());
        assert_eq!((bus.stats().published, bus.stats().framed), (4, 2));
    }

    #[test]
    fn a_topic_is_sent_while_any_hub_wants_it() {
        let bus = LiveBus::new(LiveConfig::default());
        let mut inbox = bus.join();
        bus.start_interest(Topic::Orders);
        bus.start_interest(Topic::Orders);
        bus.end_interest(Topic::Orders);
        bus.publish(vec![order(1, 1)]);
        assert_eq!(drained(&mut inbox).len(), 1);
        bus.end_interest(Topic::Orders);
        bus.publish(vec![order(1, 2)]);
        assert!(drained(&mut inbox).is_empty());
    }

    #[test]
    fn a_position_does_not_run_ahead_of_its_event() {
        let bus = LiveBus::new(LiveConfig::default());
        let mut inbox = bus.join();
        bus.start_interest(Topic::Orders);
        bus.publish(vec![order(1, 1), LiveEvent { topic: Topic::Storefront, ..order(1, 2) }, order(1, 2)]);
        let batches = drained(&mut inbox);
        let first = batches[0].events[0].at.as_ref().unwrap();
        assert!(!first.position.includes(Increment::Lane { lane: Lane::from(1), seq: 2 }));
    }

    #[test]
    fn a_full_inbox_loses_a_batch_and_the_numbers_tell() {
        let bus = LiveBus::new(LiveConfig { inbox_batches: 2, ..LiveConfig::default() });
        let mut inbox = bus.join();
        bus.start_interest(Topic::Orders);
        for seq in 1..=3 {
            bus.publish(vec![order(1, seq)]);
        }
        assert_eq!(drained(&mut inbox).iter().map(|batch| batch.number).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(inbox.shared.offered.load(Ordering::Acquire), 3);
        assert_eq!(bus.stats().dropped_batches, 1);
        bus.publish(vec![order(1, 4)]);
        assert_eq!(drained(&mut inbox)[0].number, 3);
    }

    #[test]
    fn a_large_publication_travels_in_parts_but_groups_keep_their_number() {
        let bus = LiveBus::new(LiveConfig::default());
        let mut inbox = bus.join();
        bus.start_interest(Topic::Orders);
        bus.publish((0..BATCH_MAX + 1).map(|_| order(1, 1)).collect());
        let batches = drained(&mut inbox);
        assert_eq!(batches.len(), 2);
        assert_eq!(batches[0].events[0].batch, batches[1].events[0].batch);
    }

    #[test]
    fn a_hub_that_is_gone_is_forgotten() {
        let bus = LiveBus::new(LiveConfig::default());
        drop(bus.join());
        bus.revoke_session(Uuid::nil());
        assert_eq!(bus.stats().hubs, 0);
    }
}
