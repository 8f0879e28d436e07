//! From the inbox to the sockets: events are heard by their topic, wait for the flush, and go out together.
//! Knows nothing of what they say.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use crate::{
    bus::Batch,
    hub::{
        outbox::Offer,
        state::State,
        topics::{Then, Tick},
    },
    position::Lane,
    protocol,
    stats::count,
};

/// Past so many bytes a socket's queue is written before more is added.
const HEAVY_BYTES: usize = 64 * 1024;

impl State {
    /// Takes in a batch; a number that was skipped means that batches were lost.
    pub(crate) fn absorb(&mut self, batch: &Batch) {
        if batch.number > self.next_batch {
            self.break_off();
        }
        self.next_batch = self.next_batch.max(batch.number + 1);
        for event in batch.events.iter() {
            let Some(topic) = self.topic_index.get(&event.topic).copied() else { continue };
            let Some(state) = self.topics.at_mut(topic) else { continue };
            let then = state.hear(event, &self.config, self.now_ms);
            if then != Then::Nothing && !state.dirty {
                state.dirty = true;
                self.dirty_topics.push(topic);
            }
            if then == Then::FlushNow {
                self.distribute(topic);
            }
        }
    }

    /// Notices a loss at the very end of what was offered, which no later batch would show. The inbox must have been
    /// emptied after `offered` was read.
    pub(crate) fn notice_loss(&mut self, offered: u64) {
        if self.next_batch < offered {
            self.next_batch = offered;
            self.break_off();
        }
    }

    /// Queues everything heard to its listeners; answers how many events of one topic went out together, at most.
    pub(crate) fn distribute_all(&mut self) -> usize {
        let mut topics = std::mem::take(&mut self.dirty_topics);
        let mut together = 0;
        for topic in topics.drain(..) {
            if let Some(state) = self.topics.at_mut(topic) {
                state.dirty = false;
                together = together.max(state.tick.events.len());
            }
            self.distribute(topic);
        }
        self.dirty_topics = topics;
        together
    }

    /// Queues what one topic has heard to its listeners.
    pub(crate) fn distribute(&mut self, topic: u32) {
        let bounds = self.bounds();
        let Some(state) = self.topics.at_mut(topic) else { return };
        if state.tick.is_empty() {
            return;
        }
        let tick = state.tick.take();
        let together = together(&tick);
        let listeners = std::mem::take(&mut state.subs);
        let mut sums = Sums::default();
        for listener in &listeners {
            let Some(conn) = self.conns.at_mut(listener.conn) else { continue };
            if !conn.behind && tick.is_above(&listener.floor) {
                conn.out.push(together.clone());
                sums.deliveries += tick.events.len();
            } else {
                for (event, jump) in &tick.events {
                    if event.at.as_ref().is_some_and(|at| listener.floor.includes(at.increment)) {
                        continue;
                    }
                    match conn.out.offer(topic, event, *jump, bounds) {
                        Offer::Queued => sums.deliveries += 1,
                        Offer::Conflated => sums.conflated += 1,
                        Offer::Dropped => {}
                        Offer::Lagged => {
                            sums.lagged.push(listener.conn);
                            break;
                        }
                    }
                }
            }
            if !conn.dirty {
                conn.dirty = true;
                self.dirty_conns.push(listener.conn);
            }
            if conn.behind || conn.out.bytes() > HEAVY_BYTES {
                sums.heavy.push(listener.conn);
            }
        }
        if let Some(state) = self.topics.at_mut(topic) {
            state.subs = listeners;
        }
        count(&self.shared.counters.deliveries, sums.deliveries);
        count(&self.shared.counters.conflated, sums.conflated);
        for conn in sums.lagged {
            self.lag(conn, topic);
        }
        for conn in sums.heavy {
            self.write(conn);
        }
    }

    /// Hands over the sockets that have something to write.
    pub(crate) fn take_dirty(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.dirty_conns)
    }

    /// Writes what waits for one socket.
    pub(crate) fn flush(&mut self, index: u32) {
        if let Some(conn) = self.conns.at_mut(index)
            && std::mem::take(&mut conn.dirty)
        {
            self.write(index);
        }
    }

    /// Whether anything waits for the next flush.
    pub(crate) fn wants_flush(&self) -> bool {
        !self.dirty_topics.is_empty() || !self.dirty_conns.is_empty()
    }

    /// Lets every topic forget a lane.
    pub(crate) fn retire_lane(&mut self, lane: Lane) {
        for topic in self.topic_index.values() {
            if let Some(state) = self.topics.at_mut(*topic) {
                state.retire_lane(lane);
            }
        }
    }

    fn lag(&mut self, conn: u32, topic: u32) {
        let Some(name) = self.topics.at(topic).map(|state| state.topic) else { return };
        if self.detach(conn, topic) {
            count(&self.shared.counters.lagged, 1);
            self.reply(conn, protocol::lagged(&name));
        }
    }

    /// Batches were lost: nobody has every event any more, so everybody resumes from the store.
    fn break_off(&mut self) {
        tracing::warn!("a hub's inbox overflowed: its listeners are asked to resume");
        self.distribute_all();
        let topics: Vec<u32> = self.topic_index.values().copied().collect();
        for topic in topics {
            let Some(state) = self.topics.at_mut(topic) else { continue };
            state.ring.break_off();
            let listeners: Vec<u32> = state.subs.iter().map(|sub| sub.conn).collect();
            for conn in listeners {
                self.lag(conn, topic);
            }
        }
    }
}

#[derive(Default)]
struct Sums {
    deliveries: usize,
    conflated: usize,
    lagged: Vec<u32>,
    heavy: Vec<u32>,
}

/// All frames of a tick as one piece, shared by everybody who gets all of them.
fn together(tick: &Tick) -> Bytes {
    let frame = |(event, jump): &(Arc<crate::event::Framed>, bool)| {
        if *jump { event.jump_frame() } else { event.frame.clone() }
    };
    if let [one] = tick.events.as_slice() {
        return frame(one);
    }
    let mut bytes = BytesMut::with_capacity(tick.events.iter().map(|(event, _)| event.frame.len() + 16).sum());
    for event in &tick.events {
        bytes.extend_from_slice(&frame(event));
    }
    bytes.freeze()
}
