//! One topic as a hub sees it: who listens, what came last, what is about to go out.
//! Knows nothing of sockets beyond their numbers.

use std::{collections::HashMap, mem, rc::Rc, sync::Arc};

use crate::{
    config::LiveConfig,
    event::Framed,
    hub::{ring::Ring, snapshots::SnapshotQueue},
    position::{Cursors, Increment, Lane, Position},
    topic::{Topic, TopicKind},
};

/// Past so many bytes waiting for the next flush, a state topic is conflated and a log topic flushed.
const TICK_BYTES: usize = 32 * 1024;
/// Most keys of a topic whose versions, or newest unnumbered events, are remembered one by one.
const KEYS_MAX: usize = 64;

/// A topic with listeners, or one that had some a moment ago.
pub(crate) struct TopicState {
    pub(crate) topic: Topic,
    pub(crate) subs: Vec<TopicSub>,
    pub(crate) ring: Ring,
    /// Events heard since the last flush.
    pub(crate) tick: Tick,
    /// Those who are on their way in, and so need the ring.
    pub(crate) pins: u32,
    pub(crate) snapshots: Option<Box<SnapshotQueue>>,
    /// When the last numbered event came, in the hub's milliseconds; `None` before the first.
    pub(crate) last_event_ms: Option<u64>,
    /// Since when nobody listens.
    pub(crate) idle_since_ms: u64,
    /// Whether the topic is in the list of those to flush.
    pub(crate) dirty: bool,
    heard: Heard,
    notices: Notices,
}

/// One listener of a topic.
pub(crate) struct TopicSub {
    pub(crate) conn: u32,
    pub(crate) floor: Floor,
    /// The position that it was told last when it joined.
    pub(crate) told: Rc<str>,
}

/// A moment in a topic's life: what was heard before it, and what came after.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mark {
    /// The number of the next kept event.
    pub(crate) ring: u64,
    /// The number of the next unnumbered event.
    notice: u64,
}

/// The newest unnumbered event of each key, with its own number here.
#[derive(Default)]
struct Notices {
    next: u64,
    newest: Vec<(u64, Arc<Framed>)>,
}

/// Up to where a listener had everything when it joined: nothing up to here is sent to it.
#[derive(Debug, Clone)]
pub(crate) enum Floor {
    Version(u64),
    Cursors(Rc<Cursors>),
}

/// Events of one topic that wait for the next flush.
#[derive(Default)]
pub(crate) struct Tick {
    /// Each with whether older values of its key were left out.
    pub(crate) events: Vec<(Arc<Framed>, bool)>,
    bytes: usize,
    /// The lowest version among the events, less one.
    below: Option<u64>,
}

/// What to do after an event was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// Nobody is waiting for it.
    Nothing,
    /// Send it with the next flush.
    Flush,
    /// Send what waits at once: it has grown too much.
    FlushNow,
}

/// What was heard so far, to tell repetitions.
#[derive(Default)]
struct Heard {
    batch: u64,
    version: u64,
    lanes: Vec<(Lane, u64, u64)>,
    keys: Vec<(Arc<str>, u64)>,
}

impl TopicState {
    pub(crate) fn new(topic: Topic, complete_from: Option<Position>, now_ms: u64) -> Self {
        TopicState {
            topic,
            subs: Vec::new(),
            ring: Ring::starting_at(complete_from),
            tick: Tick::default(),
            pins: 0,
            snapshots: None,
            last_event_ms: None,
            idle_since_ms: now_ms,
            dirty: false,
            heard: Heard::default(),
            notices: Notices::default(),
        }
    }

    /// Whether nobody listens, or is about to.
    pub(crate) fn is_idle(&self) -> bool {
        self.subs.is_empty() && self.pins == 0
    }

    /// Takes in an event, once.
    pub(crate) fn hear(&mut self, event: &Arc<Framed>, config: &LiveConfig, now_ms: u64) -> Then {
        if !self.heard.is_news(event, &self.ring) {
            tracing::debug!(topic = %self.topic, "an event came twice or too late and was left out");
            return Then::Nothing;
        }
        self.ring.push(event, config.ring_events, config.ring_bytes);
        self.notices.forget(&event.key);
        match event.at {
            Some(_) => self.last_event_ms = Some(now_ms),
            None => self.notices.keep(event),
        }
        if self.subs.is_empty() {
            return Then::Nothing;
        }
        self.tick.push(event);
        if self.tick.bytes > TICK_BYTES && self.topic.kind() == TopicKind::State {
            self.tick.keep_newest();
        }
        if self.tick.bytes > TICK_BYTES { Then::FlushNow } else { Then::Flush }
    }

    /// Forgets a lane that no position names any more.
    pub(crate) fn retire_lane(&mut self, lane: Lane) {
        self.ring.retire(lane);
        self.heard.lanes.retain(|heard| heard.0 != lane);
    }

    /// The position a listener was told last when it has got everything so far.
    pub(crate) fn position_text<'t>(&'t self, listener: &'t TopicSub) -> &'t str {
        match self.ring.newest().and_then(|event| event.at.as_ref()) {
            Some(at) if !listener.floor.includes(at.increment) => &at.text,
            _ => &listener.told,
        }
    }

    /// The present moment.
    pub(crate) fn mark(&self) -> Mark {
        Mark { ring: self.ring.next_mark(), notice: self.notices.next }
    }

    /// What was said without a number since `mark`, newest of each key only. What waits for the next flush is left
    /// out: that goes to everybody who listens by then.
    pub(crate) fn said_since(&self, mark: Mark) -> impl Iterator<Item = &Arc<Framed>> {
        let waits = |event: &Arc<Framed>| self.tick.events.iter().any(|(waiting, _)| Arc::ptr_eq(waiting, event));
        let newest = self.notices.newest.iter().filter(move |(number, event)| *number >= mark.notice && !waits(event));
        newest.map(|(_, event)| event)
    }
}

impl Floor {
    pub(crate) fn new(position: Position) -> Self {
        match position {
            Position::Version(version) => Floor::Version(version),
            Position::Cursors(cursors) => Floor::Cursors(Rc::new(cursors)),
        }
    }

    pub(crate) fn includes(&self, increment: Increment) -> bool {
        match (self, increment) {
            (Floor::Version(own), Increment::Version(version)) => version <= *own,
            (Floor::Cursors(own), Increment::Lane { lane, seq }) => own.get(lane).is_some_and(|cursor| seq <= cursor),
            _ => false,
        }
    }
}

impl Notices {
    /// What was said of a key is old: something newer was.
    fn forget(&mut self, key: &Arc<str>) {
        self.newest.retain(|(_, known)| known.key != *key);
    }

    fn keep(&mut self, event: &Arc<Framed>) {
        if self.newest.len() == KEYS_MAX {
            self.newest.remove(0);
        }
        self.newest.push((self.next, Arc::clone(event)));
        self.next += 1;
    }
}

impl Tick {
    pub(crate) fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    pub(crate) fn take(&mut self) -> Tick {
        mem::take(self)
    }

    /// Whether `floor` includes none of the events, so that all of them can go out as one.
    pub(crate) fn is_above(&self, floor: &Floor) -> bool {
        // Asked once per listener: for versions one comparison has to do.
        if let (Floor::Version(own), Some(below)) = (floor, self.below) {
            return *own <= below;
        }
        self.events.iter().all(|(event, _)| event.at.as_ref().is_none_or(|at| !floor.includes(at.increment)))
    }

    fn push(&mut self, event: &Arc<Framed>) {
        self.bytes += event.frame.len();
        if let Some(Increment::Version(version)) = event.at.as_ref().map(|at| at.increment) {
            let below = version.saturating_sub(1);
            self.below = Some(self.below.map_or(below, |lowest| lowest.min(below)));
        }
        self.events.push((Arc::clone(event), false));
    }

    fn keep_newest(&mut self) {
        let mut counts: HashMap<&Arc<str>, (usize, usize)> = HashMap::new();
        for (index, (event, _)) in self.events.iter().enumerate() {
            let entry = counts.entry(&event.key).or_default();
            *entry = (index, entry.1 + 1);
        }
        let mut newest: Vec<(usize, usize)> = counts.into_values().collect();
        newest.sort_unstable();
        let kept = newest.into_iter().filter_map(|(index, count)| {
            self.events.get(index).map(|(event, jump)| (Arc::clone(event), *jump || count > 1))
        });
        self.events = kept.collect();
        self.bytes = self.events.iter().map(|(event, _)| event.frame.len()).sum();
    }
}

impl Heard {
    /// Whether an event is news, and remembers it. Lanes number without gaps and in order; versions may come late
    /// when two nodes write one row, so an older one still counts for a key that has nothing newer, and on a log
    /// topic whenever it is not among the kept ones.
    fn is_news(&mut self, event: &Framed, ring: &Ring) -> bool {
        let Some(at) = &event.at else { return true };
        match at.increment {
            Increment::Lane { lane, seq } => self.lane_moves(lane, seq, event.batch),
            Increment::Version(version) => {
                let grows = version > self.version || (version == self.version && event.batch == self.batch);
                let news = grows
                    || match event.topic.kind() {
                        TopicKind::State => self.key_version(&event.key).is_none_or(|known| version > known),
                        TopicKind::Log => !ring.holds(at.increment),
                    };
                if grows {
                    (self.version, self.batch) = (version, event.batch);
                }
                if news && event.is_state() {
                    self.remember_key(&event.key, version);
                }
                news
            }
        }
    }

    fn lane_moves(&mut self, lane: Lane, seq: u64, batch: u64) -> bool {
        let Some(known) = self.lanes.iter_mut().find(|known| known.0 == lane) else {
            self.lanes.push((lane, seq, batch));
            return true;
        };
        let moves = seq > known.1 || (seq == known.1 && batch == known.2);
        if moves {
            (known.1, known.2) = (seq, batch);
        }
        moves
    }

    fn key_version(&self, key: &Arc<str>) -> Option<u64> {
        self.keys.iter().find(|known| known.0 == *key).map(|known| known.1)
    }

    fn remember_key(&mut self, key: &Arc<str>, version: u64) {
        if let Some(known) = self.keys.iter_mut().find(|known| known.0 == *key) {
            known.1 = version;
            return;
        }
        if self.keys.len() == KEYS_MAX {
            self.keys.remove(0);
        }
        self.keys.push((Arc::clone(key), version));
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use serde_json::value::RawValue;
    use uuid::Uuid;

    use super::*;
    use crate::event::{LiveEvent, frame_all};

    fn event(topic: Topic, version: u64, key: &str, batch: u64) -> Arc<Framed> {
        let event = LiveEvent {
            topic,
            at: Some(Increment::Version(version)),
            key: Some(key.into()),
            kind: Cow::Borrowed("stock"),
            time: chrono::DateTime::UNIX_EPOCH,
            data: RawValue::from_string(format!("\"{}\"", "x".repeat(200))).unwrap(),
        };
        frame_all(vec![event], batch, |_, _| Position::Version(version)).remove(0)
    }

    fn listened(topic: Topic) -> TopicState {
        let mut state = TopicState::new(topic, None, 0);
        state.subs.push(TopicSub { conn: 0, floor: Floor::Version(0), told: "".into() });
        state
    }

    const ARTWORK: Topic = Topic::Artwork(Uuid::nil());
    const ORDER: Topic = Topic::Order(Uuid::nil());

    #[test]
    fn the_same_event_is_heard_once() {
        let config = LiveConfig::default();
        for topic in [ARTWORK, ORDER] {
            let mut state = listened(topic);
            assert_eq!(state.hear(&event(topic, 1, "a", 1), &config, 0), Then::Flush);
            assert_eq!(state.hear(&event(topic, 1, "a", 2), &config, 0), Then::Nothing);
            assert_eq!(state.hear(&event(topic, 1, "b", 1), &config, 0), Then::Flush, "one batch, one number");
        }
    }

    #[test]
    fn a_late_version_counts_unless_its_key_has_a_newer_one() {
        let config = LiveConfig::default();
        let mut state = listened(ARTWORK);
        state.hear(&event(ARTWORK, 6, "a", 1), &config, 0);
        assert_eq!(state.hear(&event(ARTWORK, 5, "b", 2), &config, 0), Then::Flush);
        assert_eq!(state.hear(&event(ARTWORK, 4, "b", 3), &config, 0), Then::Nothing);
        assert_eq!(state.hear(&event(ARTWORK, 3, "a", 4), &config, 0), Then::Nothing);
        let mut state = listened(ORDER);
        state.hear(&event(ORDER, 6, "", 1), &config, 0);
        assert_eq!(state.hear(&event(ORDER, 5, "", 2), &config, 0), Then::Flush);
        assert_eq!(state.hear(&event(ORDER, 5, "", 3), &config, 0), Then::Nothing);
    }

    #[test]
    fn a_burst_on_a_state_topic_shrinks_to_its_newest_values_and_one_on_a_log_topic_goes_out() {
        let config = LiveConfig::default();
        let mut state = listened(ARTWORK);
        for version in 1..=1000 {
            let key = if version % 3 == 0 { "a" } else { "b" };
            assert_eq!(state.hear(&event(ARTWORK, version, key, version), &config, 0), Then::Flush);
        }
        let tick = state.tick.take();
        assert!(tick.bytes <= TICK_BYTES);
        let last = &tick.events.last().unwrap().0;
        assert_eq!(last.at.as_ref().unwrap().increment, Increment::Version(1000));
        assert!(tick.events.iter().any(|(_, jump)| *jump));

        let mut state = listened(ORDER);
        let heard =
            (1..=1000).find(|version| state.hear(&event(ORDER, *version, "", *version), &config, 0) == Then::FlushNow);
        assert!(heard.is_some());
        assert_eq!(state.tick.events.len() as u64, heard.unwrap());
    }

    #[test]
    fn nobody_listening_means_nothing_waits() {
        let mut state = TopicState::new(ARTWORK, None, 0);
        assert_eq!(state.hear(&event(ARTWORK, 1, "a", 1), &LiveConfig::default(), 0), Then::Nothing);
        assert!(state.tick.is_empty());
        assert!(!state.ring.is_empty());
    }
}
