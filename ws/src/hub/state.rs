//! Everything one hub knows. One thread, no locks: whoever holds it runs to the end of what it does.
//! Knows nothing of tasks; what has to happen outside is left in `effects`.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap, VecDeque},
    rc::Rc,
    sync::{Arc, atomic::Ordering},
};

use uuid::Uuid;

use crate::{
    backend::{Presence, Principal},
    bus::{HubShared, LiveBus},
    config::LiveConfig,
    hub::{
        conn::{Conn, ConnId, Sub},
        slab::Slab,
        topics::{Floor, TopicState, TopicSub},
    },
    topic::Topic,
    transport::Transport,
};

/// What the hub knows.
pub(crate) struct State {
    pub(crate) bus: LiveBus,
    pub(crate) config: Arc<LiveConfig>,
    pub(crate) shared: Arc<HubShared>,
    /// Milliseconds since the hub started, as of the present call.
    pub(crate) now_ms: u64,
    pub(crate) conns: Slab<Conn>,
    pub(crate) topics: Slab<TopicState>,
    pub(crate) topic_index: HashMap<Topic, u32>,
    /// Topics with events that wait for the next flush.
    pub(crate) dirty_topics: Vec<u32>,
    /// Sockets with frames that wait for the next flush.
    pub(crate) dirty_conns: Vec<u32>,
    /// Number of the next batch that is due from the bus.
    pub(crate) next_batch: u64,
    /// When each socket's next heartbeat is due, soonest first (all have one period).
    pub(crate) beats: VecDeque<(u64, ConnId)>,
    /// When to look at a socket's token again, in the program's time (Unix milliseconds). Only the entry that the
    /// socket itself names counts.
    pub(crate) expiries: BinaryHeap<Reverse<(i64, ConnId)>>,
    /// Sockets that are, or lately were, behind.
    pub(crate) behind: Vec<ConnId>,
    /// Sockets on their way out, and when patience ends.
    pub(crate) endings: Vec<(u64, ConnId)>,
    /// Topics that nobody listened to since a moment, soonest first.
    pub(crate) idle_topics: VecDeque<(u64, Topic)>,
    /// What was revoked lately: an authentication under way must not outlive it.
    pub(crate) revoked: VecDeque<(u64, Uuid)>,
    pub(crate) effects: Effects,
    polls: usize,
}

/// What has to happen once the state is let go.
#[derive(Default)]
pub(crate) struct Effects {
    /// Sockets that fell behind and need a task that waits for them.
    pub(crate) writers: Vec<(ConnId, Rc<dyn Transport>)>,
    pub(crate) presence: Vec<Presence>,
    /// Pinned topics whose snapshot is to be fetched, with who asked first.
    pub(crate) snapshots: Vec<(u32, Topic, Option<Rc<Principal>>)>,
}

impl Effects {
    pub(crate) fn is_empty(&self) -> bool {
        self.writers.is_empty() && self.presence.is_empty() && self.snapshots.is_empty()
    }
}

impl State {
    pub(crate) fn new(bus: LiveBus, shared: Arc<HubShared>) -> Self {
        State {
            config: bus.shared_config(),
            bus,
            shared,
            now_ms: 0,
            conns: Slab::default(),
            topics: Slab::default(),
            topic_index: HashMap::new(),
            dirty_topics: Vec::new(),
            dirty_conns: Vec::new(),
            next_batch: 0,
            beats: VecDeque::new(),
            expiries: BinaryHeap::new(),
            behind: Vec::new(),
            endings: Vec::new(),
            idle_topics: VecDeque::new(),
            revoked: VecDeque::new(),
            effects: Effects::default(),
            polls: 0,
        }
    }

    /// Sockets of this hub, long polls included.
    pub(crate) fn occupancy(&self) -> usize {
        self.conns.len()
    }

    pub(crate) fn polls_changed(&mut self, by: isize) {
        self.polls = self.polls.saturating_add_signed(by);
        self.shared.counters.polls.store(self.polls as u64, Ordering::Relaxed);
    }

    /// Holds a topic for somebody on the way in: from now on its events are kept.
    pub(crate) fn pin(&mut self, topic: Topic) -> u32 {
        let index = match self.topic_index.get(&topic) {
            Some(index) => *index,
            None => {
                let complete_from = self.bus.start_interest(topic);
                let index = self.topics.insert(TopicState::new(topic, complete_from, self.now_ms)).index;
                self.topic_index.insert(topic, index);
                index
            }
        };
        if let Some(state) = self.topics.at_mut(index) {
            state.pins += 1;
        }
        index
    }

    /// Lets a topic go again.
    pub(crate) fn unpin(&mut self, topic: u32) {
        if let Some(state) = self.topics.at_mut(topic) {
            state.pins = state.pins.saturating_sub(1);
            self.if_idle(topic);
        }
    }

    /// Whether the socket listens to the topic.
    pub(crate) fn listens(&self, conn: u32, topic: u32) -> bool {
        self.conns.at(conn).is_some_and(|conn| conn.subs.iter().any(|sub| sub.topic == topic))
    }

    /// Makes the socket a listener: it gets what comes and is not below `floor`; `told` is the position it has.
    pub(crate) fn attach(&mut self, conn: u32, topic: u32, floor: Floor, told: Rc<str>) {
        if let (Some(conn_state), Some(topic_state)) = (self.conns.at_mut(conn), self.topics.at_mut(topic)) {
            conn_state.subs.push(Sub { topic, place: topic_state.subs.len() as u32 });
            topic_state.subs.push(TopicSub { conn, floor, told });
        }
    }

    /// Ends the socket's listening; whether it did listen.
    pub(crate) fn detach(&mut self, conn: u32, topic: u32) -> bool {
        let Some(conn_state) = self.conns.at_mut(conn) else { return false };
        let Some(found) = conn_state.subs.iter().position(|sub| sub.topic == topic) else { return false };
        let sub = conn_state.subs.swap_remove(found);
        conn_state.out.forget(topic);
        if let Some(topic_state) = self.topics.at_mut(topic)
            && topic_state.subs.get(sub.place as usize).is_some_and(|listener| listener.conn == conn)
        {
            topic_state.subs.swap_remove(sub.place as usize);
            // The last listener took the freed place and has to know.
            if let Some(moved) = topic_state.subs.get(sub.place as usize).map(|moved| moved.conn)
                && let Some(moved) = self.conns.at_mut(moved)
                && let Some(moved) = moved.subs.iter_mut().find(|other| other.topic == topic)
            {
                moved.place = sub.place;
            }
        }
        self.if_idle(topic);
        true
    }

    /// Ends all of the socket's listening.
    pub(crate) fn leave_all(&mut self, conn: u32) {
        while let Some(topic) = self.conns.at(conn).and_then(|conn| conn.subs.last()).map(|sub| sub.topic) {
            self.detach(conn, topic);
        }
    }

    /// Drops topics that nobody came back to.
    pub(crate) fn forget_idle_topics(&mut self) {
        while let Some((due_ms, topic)) = self.idle_topics.front().copied() {
            if due_ms > self.now_ms {
                return;
            }
            self.idle_topics.pop_front();
            let linger_ms = self.config.topic_linger.as_millis() as u64;
            if let Some(index) = self.topic_index.get(&topic).copied()
                && let Some(state) = self.topics.at(index)
                && state.is_idle()
                && state.idle_since_ms + linger_ms <= self.now_ms
            {
                self.forget_topic(index);
            }
        }
    }

    /// Starts from nothing: after a panic no part of what is known can be relied on.
    pub(crate) fn drop_everything(&mut self) {
        let conns: Vec<ConnId> = self.conns.iter().map(|(id, _)| id).collect();
        for id in conns {
            self.remove(id.index, true);
        }
        self.dirty_topics.clear();
        self.dirty_conns.clear();
        let topics: Vec<u32> = self.topic_index.values().copied().collect();
        for topic in topics {
            if let Some(state) = self.topics.at_mut(topic) {
                state.ring.break_off();
                state.subs.clear();
                state.tick.take();
                state.dirty = false;
            }
        }
    }

    fn if_idle(&mut self, index: u32) {
        let now_ms = self.now_ms;
        let Some(state) = self.topics.at_mut(index) else { return };
        if !state.is_idle() {
            return;
        }
        // What waits for a flush waits for nobody now.
        state.tick.take();
        if state.ring.is_empty() {
            self.forget_topic(index);
        } else {
            state.idle_since_ms = now_ms;
            let topic = state.topic;
            self.idle_topics.push_back((now_ms + self.config.topic_linger.as_millis() as u64, topic));
        }
    }

    fn forget_topic(&mut self, index: u32) {
        if let Some(state) = self.topics.remove_at(index) {
            self.topic_index.remove(&state.topic);
            self.bus.end_interest(state.topic);
        }
    }
}

impl Drop for State {
    fn drop(&mut self) {
        for topic in self.topic_index.keys() {
            self.bus.end_interest(*topic);
        }
    }
}
