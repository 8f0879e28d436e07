//! Deadlines: heartbeats, unanswered pings, stalled readers, closes without an answer, tokens about to end.
//! They live here and not with the socket: a jammed socket would stop its own.

use std::cmp::Reverse;

use bytes::Bytes;
use chrono::{DateTime, Utc};

use crate::{
    frame::{self, close_code},
    hub::{
        conn::{ConnId, Ending},
        state::State,
        topics::TopicState,
    },
    protocol,
};

/// Heartbeats that are sent in one step whatever their share.
const BEATS_MIN: usize = 64;
/// A topic is quiet when nothing came for this share of a heartbeat; a busy one tells its position all the time.
const QUIET_SHARE: u64 = 5;
/// How many times a step's even share of heartbeats may be sent in it: sockets that came together are spread out.
const BEATS_SHARE: usize = 4;

impl State {
    /// Sends the heartbeats that are due, and closes who did not answer the last two pings.
    pub(crate) fn beat(&mut self) {
        let heartbeat_ms = (self.config.heartbeat.as_millis() as u64).max(1);
        let steps = (heartbeat_ms / (self.config.timer_step.as_millis() as u64).max(1)).max(1);
        let share = BEATS_SHARE * (self.beats.len() / steps as usize + 1);
        for _ in 0..share.max(BEATS_MIN) {
            match self.beats.front() {
                Some((due_ms, _)) if *due_ms <= self.now_ms => {}
                _ => return,
            }
            let Some((_, id)) = self.beats.pop_front() else { return };
            let Some(conn) = self.conns.get_mut(id) else { continue };
            if !conn.lives() {
                continue;
            }
            if conn.unanswered >= 2 {
                self.close(id.index, close_code::NO_PONG, "no pong");
                continue;
            }
            conn.unanswered += 1;
            // One who is behind has no quiet topics, but may be alive: the ping waits its turn.
            let mut frames = if conn.behind { Vec::new() } else { self.heartbeat_frame(id).to_vec() };
            frames.extend_from_slice(&frame::ping());
            self.reply(id.index, frames.into());
            self.beats.push_back((self.now_ms + heartbeat_ms, id));
        }
    }

    /// The last position of each topic of the socket that is quiet.
    fn heartbeat_frame(&self, id: ConnId) -> Bytes {
        let quiet_ms = self.config.heartbeat.as_millis() as u64 / QUIET_SHARE;
        self.positions(id, |topic| topic.last_event_ms.is_none_or(|last_ms| last_ms + quiet_ms <= self.now_ms))
    }

    /// The last position of each topic of the socket, as a heartbeat frame. What waited for a flush is queued first:
    /// a position must not be told before its event.
    pub(crate) fn positions_frame(&mut self, id: ConnId) -> Bytes {
        let topics: Vec<u32> =
            self.conns.get(id).map(|conn| conn.subs.iter().map(|sub| sub.topic).collect()).unwrap_or_default();
        topics.into_iter().for_each(|topic| self.distribute(topic));
        self.positions(id, |_| true)
    }

    fn positions(&self, id: ConnId, wanted: impl Fn(&TopicState) -> bool) -> Bytes {
        let subs = self.conns.get(id).map(|conn| conn.subs.as_slice()).unwrap_or_default();
        protocol::heartbeat(subs.iter().filter_map(|sub| {
            let topic = self.topics.at(sub.topic).filter(|topic| wanted(topic))?;
            let listener = topic.subs.get(sub.place as usize)?;
            Some((topic.topic, topic.position_text(listener)))
        }))
    }

    /// Closes sockets that have taken nothing for too long.
    pub(crate) fn check_progress(&mut self) {
        let stall_ms = self.config.stall.as_millis() as u64;
        let mut behind = std::mem::take(&mut self.behind);
        behind.sort_unstable();
        behind.dedup();
        behind.retain(|id| self.conns.get(*id).is_some_and(|conn| conn.behind));
        for id in &behind {
            if self.conns.get(*id).is_some_and(|conn| conn.lives() && conn.progress_ms + stall_ms <= self.now_ms) {
                self.close(id.index, close_code::TOO_SLOW, "nothing was taken for too long");
            }
        }
        // Closing may have added some.
        self.behind.append(&mut behind);
    }

    /// Drops sockets whose end takes too long.
    pub(crate) fn check_endings(&mut self) {
        let mut endings = std::mem::take(&mut self.endings);
        endings.retain(|(due_ms, id)| {
            if !self.conns.holds(*id) {
                return false;
            }
            if *due_ms > self.now_ms {
                return true;
            }
            // One that only did not answer has taken everything; the others are reset.
            let took_all = self.conns.get(*id).is_some_and(|conn| conn.out.is_empty() && conn.ending != Ending::Deaf);
            self.remove(id.index, !took_all);
            false
        });
        self.endings.append(&mut endings);
    }

    /// Warns of tokens about to end, and takes private topics from those whose token has.
    pub(crate) fn check_tokens(&mut self, now: DateTime<Utc>) {
        let now_ms = now.timestamp_millis();
        while let Some(Reverse((due_ms, id))) = self.expiries.peek().copied() {
            if due_ms > now_ms {
                return;
            }
            self.expiries.pop();
            let Some(conn) = self.conns.get_mut(id) else { continue };
            if conn.token_due_ms != Some(due_ms) {
                continue;
            }
            conn.token_due_ms = None;
            let Some(ends) = conn.principal.as_ref().and_then(|principal| principal.expires_at) else { continue };
            if ends <= now {
                self.disown(id);
                continue;
            }
            let warned = conn.warned;
            if !warned && self.warning_ms(ends) <= now_ms {
                if let Some(conn) = self.conns.get_mut(id) {
                    conn.warned = true;
                }
                self.reply(id.index, protocol::auth_expiring(ends));
            }
            self.watch_token(id);
        }
    }

    /// Sees to it that the socket's token is looked at in time.
    pub(crate) fn watch_token(&mut self, id: ConnId) {
        let Some(conn) = self.conns.get(id) else { return };
        let Some(ends) = conn.principal.as_ref().and_then(|principal| principal.expires_at) else { return };
        let due_ms = if conn.warned { ends.timestamp_millis() } else { self.warning_ms(ends) };
        // One look ahead per socket is enough: a later token is found when the earlier look is due.
        if conn.token_due_ms.is_some_and(|known_ms| known_ms <= due_ms) {
            return;
        }
        if let Some(conn) = self.conns.get_mut(id) {
            conn.token_due_ms = Some(due_ms);
            self.expiries.push(Reverse((due_ms, id)));
        }
    }

    fn warning_ms(&self, ends: DateTime<Utc>) -> i64 {
        ends.timestamp_millis() - self.config.expiry_warning.as_millis() as i64
    }
}
