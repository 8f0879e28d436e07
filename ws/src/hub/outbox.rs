//! What waits to be written to one socket, bounded in bytes. Shared frames are queued by reference.
//! Knows nothing of topics' contents or of timers.

use std::{
    collections::{HashMap, VecDeque},
    io::{self, IoSlice},
    sync::Arc,
};

use bytes::{Buf, Bytes};

use crate::{event::Framed, frame, transport::Transport};

/// Most pieces handed to the kernel in one write.
const SLICES: usize = 64;
/// Capacity an emptied queue may keep.
const KEEP: usize = 8;

/// How a write went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// Nothing is left.
    All,
    /// The socket takes no more for now.
    Some {
        /// Whether anything at all was taken.
        progress: bool,
    },
    /// The socket is gone.
    Failed,
}

/// What became of an event offered to a socket that is behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Offer {
    /// It waits in the queue.
    Queued,
    /// It took the place of older values of its key, or waits apart to be replaced itself.
    Conflated,
    /// It was not worth keeping for a client this slow.
    Dropped,
    /// It does not fit and must not be left out: the client has to resume.
    Lagged,
}

/// The bounds of one queue, in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) state: usize,
    pub(crate) log: usize,
}

/// Bytes on their way to one socket.
#[derive(Default)]
pub(crate) struct Outbox {
    queue: VecDeque<Bytes>,
    queued_bytes: usize,
    /// Of the front piece, how many bytes belong to a frame of which some were written.
    begun: usize,
    conflated: Option<Box<Conflated>>,
}

/// The newest value per topic and key, for a reader that is behind.
#[derive(Default)]
struct Conflated {
    newest: HashMap<(u32, Arc<str>), (u64, Arc<Framed>)>,
    bytes: usize,
    arrivals: u64,
}

impl Outbox {
    /// Queues whole frames.
    pub(crate) fn push(&mut self, frames: Bytes) {
        self.queued_bytes += frames.len();
        self.queue.push_back(frames);
    }

    /// Bytes waiting, conflated ones included.
    pub(crate) fn bytes(&self) -> usize {
        self.queued_bytes + self.conflated.as_ref().map_or(0, |conflated| conflated.bytes)
    }

    /// Whether nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.queue.is_empty() && self.conflated.is_none()
    }

    /// Queues one event of topic number `topic` for a reader that is behind, as far as the bounds allow.
    pub(crate) fn offer(&mut self, topic: u32, event: &Arc<Framed>, jump: bool, bounds: Bounds) -> Offer {
        let after = self.bytes() + event.frame.len();
        if event.is_state() {
            if self.conflated.is_none() && after <= bounds.state {
                self.push(if jump { event.jump_frame() } else { event.frame.clone() });
                return Offer::Queued;
            }
            self.conflated.get_or_insert_default().keep_newest(topic, event);
            return Offer::Conflated;
        }
        if after <= bounds.log {
            self.push(event.frame.clone());
            return Offer::Queued;
        }
        if event.at.is_some() { Offer::Lagged } else { Offer::Dropped }
    }

    /// Forgets conflated values of a topic: its listener starts anew or has left.
    pub(crate) fn forget(&mut self, topic: u32) {
        if let Some(conflated) = &mut self.conflated {
            conflated.forget(topic);
            if conflated.newest.is_empty() {
                self.conflated = None;
            }
        }
    }

    /// Drops everything but the rest of a frame already begun, so that a close frame can follow at once.
    pub(crate) fn cut_to_frame(&mut self) {
        self.conflated = None;
        let begun = self.queue.pop_front().map(|front| front.slice(..self.begun.min(front.len())));
        self.queue.clear();
        self.queued_bytes = 0;
        if let Some(rest) = begun
            && !rest.is_empty()
        {
            self.push(rest);
        }
    }

    /// Writes as much as the transport takes.
    pub(crate) fn write_to(&mut self, transport: &dyn Transport) -> Written {
        let mut progress = false;
        loop {
            if self.queue.is_empty() && !self.refill() {
                if self.queue.capacity() > KEEP {
                    self.queue.shrink_to(KEEP);
                }
                return Written::All;
            }
            let written = match self.queue.front() {
                Some(front) if self.queue.len() == 1 => transport.try_write(&[IoSlice::new(front)]),
                _ => {
                    let mut slices = [IoSlice::new(&[]); SLICES];
                    let mut used = 0;
                    for (slice, piece) in slices.iter_mut().zip(&self.queue) {
                        *slice = IoSlice::new(piece);
                        used += 1;
                    }
                    transport.try_write(slices.get(..used).unwrap_or_default())
                }
            };
            match written {
                Ok(0) => return Written::Failed,
                Ok(count) => {
                    progress = true;
                    self.consume(count);
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Written::Some { progress },
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Written::Failed,
            }
        }
    }

    /// Moves conflated values into the empty queue, oldest first, marked as jumps.
    fn refill(&mut self) -> bool {
        let Some(conflated) = self.conflated.take() else { return false };
        let mut values: Vec<_> = conflated.newest.into_values().collect();
        values.sort_unstable_by_key(|(arrival, _)| *arrival);
        for (_, event) in values {
            self.push(event.jump_frame());
        }
        !self.queue.is_empty()
    }

    fn consume(&mut self, mut count: usize) {
        self.queued_bytes -= count.min(self.queued_bytes);
        while count > 0 {
            let Some(front) = self.queue.front_mut() else { return };
            if count >= front.len() {
                count -= front.len();
                self.begun = 0;
                self.queue.pop_front();
                continue;
            }
            self.begun = rest_of_frame(front, self.begun, count);
            front.advance(count);
            return;
        }
    }
}

impl Conflated {
    fn keep_newest(&mut self, topic: u32, event: &Arc<Framed>) {
        self.arrivals += 1;
        self.bytes += event.frame.len();
        let key = (topic, Arc::clone(&event.key));
        if let Some((_, older)) = self.newest.insert(key, (self.arrivals, Arc::clone(event))) {
            self.bytes -= older.frame.len();
        }
    }

    fn forget(&mut self, topic: u32) {
        let bytes = &mut self.bytes;
        self.newest.retain(|key, (_, event)| {
            if key.0 == topic {
                *bytes -= event.frame.len();
            }
            key.0 != topic
        });
    }
}

/// After `count` bytes of `piece` are written, how many of the rest belong to a frame begun. `begun` is the same for now.
fn rest_of_frame(piece: &[u8], begun: usize, count: usize) -> usize {
    let mut boundary = begun;
    while boundary < count {
        match piece.get(boundary..).and_then(frame::server_frame_len) {
            Some(len) => boundary += len,
            // Not frames: only ever the whole piece.
            None => return piece.len() - count,
        }
    }
    boundary - count
}

#[cfg(test)]
mod tests {
    use std::{
        borrow::Cow,
        cell::{Cell, RefCell},
        task::{Context, Poll},
    };

    use proptest::prelude::*;
    use serde_json::{Value, value::RawValue};
    use uuid::Uuid;

    use super::*;
    use crate::{
        event::{LiveEvent, frame_all},
        position::{Increment, Position},
        topic::Topic,
    };

    const BOUNDS: Bounds = Bounds { state: 1000, log: 2000 };

    /// Takes `room` bytes, then blocks.
    #[derive(Default)]
    struct Narrow {
        room: Cell<usize>,
        taken: RefCell<Vec<u8>>,
    }

    impl Transport for Narrow {
        fn try_read(&self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::WouldBlock.into())
        }
        fn poll_readable(&self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Pending
        }
        fn try_write(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
            let mut count = 0;
            for slice in slices {
                let part = slice.len().min(self.room.get() - count);
                self.taken.borrow_mut().extend_from_slice(&slice[..part]);
                count += part;
            }
            self.room.set(self.room.get() - count);
            if count == 0 { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(count) }
        }
        fn poll_writable(&self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Pending
        }
        fn finish(&self) {}
        fn end(&self, _: bool) {}
    }

    fn event(topic: Topic, version: u64, key: &str) -> Arc<Framed> {
        let event = LiveEvent {
            topic,
            at: Some(Increment::Version(version)),
            key: Some(key.into()),
            kind: Cow::Borrowed("stock"),
            time: chrono::DateTime::UNIX_EPOCH,
            data: RawValue::from_string(format!("{version}")).unwrap(),
        };
        frame_all(vec![event], 1, |_, _| Position::Version(version)).remove(0)
    }

    fn state(version: u64, key: &str) -> Arc<Framed> {
        event(Topic::Artwork(Uuid::nil()), version, key)
    }

    fn log(version: u64) -> Arc<Framed> {
        event(Topic::Order(Uuid::nil()), version, "")
    }

    fn texts(mut bytes: &[u8]) -> Vec<Value> {
        let mut texts = Vec::new();
        while !bytes.is_empty() {
            let (payload, rest) = frame::split_server_frame(bytes).expect("whole frames");
            texts.push(serde_json::from_slice(payload).unwrap_or(Value::Null));
            bytes = rest;
        }
        texts
    }

    fn drain(outbox: &mut Outbox) -> Vec<Value> {
        let wide = Narrow { room: Cell::new(usize::MAX / 2), ..Narrow::default() };
        assert_eq!(outbox.write_to(&wide), Written::All);
        texts(&wide.taken.take())
    }

    #[test]
    fn past_its_bound_a_state_topic_keeps_the_newest_of_each_key_and_marks_the_jump() {
        let mut outbox = Outbox::default();
        let mut conflated = 0;
        for version in 1..=100 {
            let key = if version % 2 == 0 { "even" } else { "odd" };
            if outbox.offer(1, &state(version, key), false, BOUNDS) == Offer::Conflated {
                conflated += 1;
            }
            assert!(outbox.bytes() < BOUNDS.state + 2 * 300);
        }
        assert!(conflated > 90);
        let sent = drain(&mut outbox);
        let (whole, jumps): (Vec<_>, Vec<_>) = sent.iter().partition(|frame| frame.get("jump").is_none());
        assert_eq!(whole.len(), 100 - conflated);
        let jumped: Vec<_> = jumps.iter().map(|frame| frame["data"].as_u64().unwrap()).collect();
        assert_eq!(jumped, [99, 100]);
        assert!(outbox.is_empty());
        assert_eq!(outbox.bytes(), 0);
    }

    #[test]
    fn once_conflating_a_small_value_does_not_overtake_an_older_one() {
        let mut outbox = Outbox::default();
        while outbox.offer(1, &state(1, "a"), false, BOUNDS) == Offer::Queued {}
        let almost = Narrow { room: Cell::new(outbox.bytes() - 500), ..Narrow::default() };
        outbox.write_to(&almost);
        assert_eq!(outbox.offer(1, &state(2, "a"), false, BOUNDS), Offer::Conflated);
        let last: Vec<_> = drain(&mut outbox_without_cut(outbox, &almost)).iter().map(|f| f["data"].clone()).collect();
        assert_eq!(last.last(), Some(&Value::from(2)));
    }

    /// Finishes the frame already begun, so that what is left is whole frames.
    fn outbox_without_cut(mut outbox: Outbox, narrow: &Narrow) -> Outbox {
        narrow.room.set(outbox.begun);
        outbox.write_to(narrow);
        outbox
    }

    #[test]
    fn past_its_bound_a_log_topic_lags_and_nothing_more_is_queued() {
        let mut outbox = Outbox::default();
        let mut version = 0;
        let lagged = loop {
            version += 1;
            match outbox.offer(1, &log(version), false, BOUNDS) {
                Offer::Queued => {}
                other => break other,
            }
        };
        assert_eq!(lagged, Offer::Lagged);
        assert!(outbox.bytes() <= BOUNDS.log);
        assert_eq!(drain(&mut outbox).len() as u64, version - 1);
    }

    #[test]
    fn a_topic_that_is_left_leaves_nothing_conflated_behind() {
        let mut outbox = Outbox::default();
        while outbox.offer(1, &state(1, "a"), false, BOUNDS) == Offer::Queued {}
        outbox.offer(2, &state(2, "b"), false, BOUNDS);
        outbox.forget(1);
        assert_eq!(drain(&mut outbox).iter().filter(|frame| frame.get("jump").is_some()).count(), 1);
        while outbox.offer(1, &state(1, "a"), false, BOUNDS) == Offer::Queued {}
        outbox.forget(1);
        assert!(outbox.conflated.is_none());
    }

    proptest! {
        #[test]
        fn cutting_at_any_byte_leaves_the_rest_of_one_frame(
            sizes in prop::collection::vec(0usize..400, 1..8),
            together in any::<bool>(),
            cuts in prop::collection::vec(1usize..300, 1..6),
        ) {
            let frames: Vec<Bytes> = sizes.iter().map(|size| frame::text(&"x".repeat(*size))).collect();
            let mut outbox = Outbox::default();
            if together {
                outbox.push(frames.concat().into());
            } else {
                frames.iter().for_each(|frame| outbox.push(frame.clone()));
            }
            let narrow = Narrow::default();
            for cut in cuts {
                narrow.room.set(cut);
                outbox.write_to(&narrow);
            }
            let total: usize = frames.iter().map(Bytes::len).sum();
            prop_assert_eq!(outbox.bytes(), total - narrow.taken.borrow().len());
            outbox.cut_to_frame();
            outbox.push(frame::close(4008, "slow"));
            narrow.room.set(100_000);
            prop_assert_eq!(outbox.write_to(&narrow), Written::All);
            let taken = narrow.taken.take();
            let whole = texts(&taken);
            prop_assert!(whole.len() <= frames.len() + 1);
            prop_assert!(taken.ends_with(&frame::close(4008, "slow")));
        }
    }
}
