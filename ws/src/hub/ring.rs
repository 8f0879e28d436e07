//! The last events of one topic, kept for those who come back and for those whose snapshot is on its way.
//! Knows nothing of sockets.

use std::{collections::VecDeque, sync::Arc};

use crate::{
    event::{At, Framed},
    position::{Increment, Lane, Position},
};

/// The last numbered events of a topic, oldest first.
#[derive(Default)]
pub(crate) struct Ring {
    events: VecDeque<Arc<Framed>>,
    bytes: usize,
    /// How many events came before the first kept one.
    dropped: u64,
    /// Everything after this position is kept or yet to come; `None` while that is not known of any position.
    complete_from: Option<Position>,
}

impl Ring {
    /// A ring that will hold everything after `from`. A position that names nothing is none: every other would seem
    /// to lie after it.
    pub(crate) fn starting_at(from: Option<Position>) -> Self {
        Ring { complete_from: from.filter(|from| !from.is_blank()), ..Ring::default() }
    }

    /// Keeps a numbered event, and lets the oldest go past the bounds. Others are not kept.
    pub(crate) fn push(&mut self, event: &Arc<Framed>, events_max: usize, bytes_max: usize) {
        if event.at.is_none() {
            return;
        }
        self.bytes += event.frame.len();
        self.events.push_back(Arc::clone(event));
        while self.events.len() > events_max || (self.bytes > bytes_max && self.events.len() > 1) {
            self.drop_oldest();
        }
    }

    /// The mark that the next event to come will have.
    pub(crate) fn next_mark(&self) -> u64 {
        self.dropped + self.events.len() as u64
    }

    /// Whether everything since `mark` is still here.
    pub(crate) fn kept_since(&self, mark: u64) -> bool {
        mark >= self.dropped
    }

    /// Learns that everything after `position` is kept or yet to come (somebody registered, then read the store up
    /// to there, and nothing was dropped meanwhile).
    pub(crate) fn complete_from(&mut self, position: &Position) {
        if self.complete_from.is_none() && !position.is_blank() {
            self.complete_from = Some(position.clone());
        }
    }

    /// Whether everything after `position` is kept or yet to come.
    pub(crate) fn covers(&self, position: &Position) -> bool {
        self.complete_from.as_ref().is_some_and(|from| position.covers(from))
    }

    /// Everything after the event whose frame said `text`, if that one is kept.
    pub(crate) fn after_text(&self, text: &str) -> Option<Vec<Arc<Framed>>> {
        let found = self.events.iter().rposition(|event| event.at.as_ref().is_some_and(|at| &*at.text == text))?;
        Some(self.events.iter().skip(found + 1).cloned().collect())
    }

    /// Every kept event that `position` does not include. `position` was known complete for everything that came
    /// before `mark`, so an older event of a lane it does not name was seen before that lane was retired.
    pub(crate) fn after(&self, position: &Position, mark: u64) -> Vec<Arc<Framed>> {
        let missed = |(index, event): (usize, &Arc<Framed>)| {
            let increment = event.at.as_ref()?.increment;
            let before_mark = self.dropped + (index as u64) < mark;
            let seen = position.includes(increment) || (before_mark && position.is_without(increment));
            (!seen).then(|| Arc::clone(event))
        };
        self.events.iter().enumerate().filter_map(missed).collect()
    }

    /// Lets go of a lane that no position names any more: with it, of everything up to its last event.
    pub(crate) fn retire(&mut self, lane: Lane) {
        let is_its = |event: &Arc<Framed>| matches!(&event.at, Some(At { increment: Increment::Lane { lane: other, .. }, .. }) if *other == lane);
        if let Some(last) = self.events.iter().rposition(is_its) {
            for _ in 0..=last {
                self.drop_oldest();
            }
        }
        if let Some(Position::Cursors(cursors)) = &self.complete_from
            && cursors.get(lane).is_some()
        {
            self.complete_from = None;
        }
    }

    /// The newest kept event.
    pub(crate) fn newest(&self) -> Option<&Arc<Framed>> {
        self.events.back()
    }

    /// Whether an event with this number is kept.
    pub(crate) fn holds(&self, number: Increment) -> bool {
        self.events.iter().rev().any(|event| event.at.as_ref().is_some_and(|at| at.increment == number))
    }

    /// Whether nothing is kept.
    pub(crate) fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Events were lost on the way here: nothing kept can be relied on to be followed by the next.
    pub(crate) fn break_off(&mut self) {
        self.dropped = self.next_mark() + 1;
        self.events = VecDeque::new();
        self.bytes = 0;
        self.complete_from = None;
    }

    fn drop_oldest(&mut self) {
        let Some(oldest) = self.events.pop_front() else { return };
        self.bytes -= oldest.frame.len();
        self.dropped += 1;
        self.complete_from = oldest.at.as_ref().map(|at| at.position.clone());
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use serde_json::value::RawValue;

    use super::*;
    use crate::{
        event::{LiveEvent, frame_all},
        position::Cursors,
        topic::Topic,
    };

    fn event(lane: u64, seq: u64, cursors: &mut Cursors) -> Arc<Framed> {
        let lane = Lane::from(lane);
        let event = LiveEvent {
            topic: Topic::Orders,
            at: Some(Increment::Lane { lane, seq }),
            key: None,
            kind: Cow::Borrowed("order"),
            time: chrono::DateTime::UNIX_EPOCH,
            data: RawValue::from_string("{}".into()).unwrap(),
        };
        cursors.advance(lane, seq);
        frame_all(vec![event], 1, |_, _| Position::Cursors(cursors.clone())).remove(0)
    }

    fn cursors(entries: &[(u64, u64)]) -> Position {
        Position::Cursors(entries.iter().map(|(lane, seq)| (Lane::from(*lane), *seq)).collect())
    }

    fn filled() -> Ring {
        let mut ring = Ring::starting_at(Some(cursors(&[(1, 10)])));
        let mut at = [(Lane::from(1), 10)].into_iter().collect();
        for (lane, seq) in [(1, 11), (2, 1), (1, 13), (2, 2)] {
            ring.push(&event(lane, seq, &mut at), 3, 100_000);
        }
        ring
    }

    #[test]
    fn a_reader_resumes_from_what_is_kept_and_no_further_back() {
        let ring = filled();
        assert!(!ring.covers(&cursors(&[(1, 10)])), "event 11 of lane 1 was dropped");
        assert!(ring.covers(&cursors(&[(1, 11)])));
        assert_eq!(ring.after(&cursors(&[(1, 11)]), 0).len(), 3);
        assert_eq!(ring.after(&cursors(&[(1, 13), (2, 1)]), 0).len(), 1);
        assert!(ring.after(&cursors(&[(1, 13), (2, 2)]), 0).is_empty());
    }

    #[test]
    fn a_reader_who_knows_nothing_of_a_lane_is_not_resumed_past_its_events() {
        let mut ring = Ring::starting_at(Some(cursors(&[(1, 5), (2, 50)])));
        assert!(!ring.covers(&cursors(&[(1, 5)])));
        assert!(ring.covers(&cursors(&[(1, 6), (2, 50), (3, 1)])));
        ring.break_off();
        assert!(!ring.covers(&cursors(&[(1, 6), (2, 50)])));
    }

    #[test]
    fn a_ring_that_starts_at_an_unknown_place_covers_nobody() {
        for mut ring in [Ring::starting_at(Some(cursors(&[]))), Ring::starting_at(None)] {
            assert!(!ring.covers(&cursors(&[(1, 50)])));
            ring.complete_from(&cursors(&[]));
            assert!(!ring.covers(&cursors(&[(1, 50)])));
        }
    }

    #[test]
    fn an_exact_position_resumes_in_order_of_arrival() {
        let ring = filled();
        let text = ring.events[0].at.as_ref().unwrap().text.clone();
        assert_eq!(ring.after_text(&text).unwrap().len(), 2);
        assert!(ring.after_text("AQE").is_none());
    }

    #[test]
    fn a_retired_lane_is_not_sent_again_to_readers_who_no_longer_name_it() {
        let mut ring = filled();
        let without_two = cursors(&[(1, 13)]);
        assert_eq!(ring.after(&without_two, 0).len(), 2);
        assert!(ring.after(&without_two, ring.next_mark()).is_empty(), "seen before the mark");
        ring.retire(Lane::from(2));
        assert!(ring.after(&without_two, 0).is_empty());
        assert!(!ring.covers(&without_two));
        ring.complete_from(&without_two);
        assert!(ring.covers(&without_two));
    }

    #[test]
    fn a_break_is_seen_by_those_who_wait_for_a_snapshot() {
        let mut ring = filled();
        let mark = ring.next_mark();
        assert!(ring.kept_since(mark));
        ring.break_off();
        assert!(!ring.kept_since(mark));
        assert!(ring.kept_since(ring.next_mark()));
    }

    #[test]
    fn bytes_bound_the_ring_too_but_the_newest_stays() {
        let mut ring = Ring::starting_at(None);
        let mut at = Cursors::new();
        for seq in 1..=9 {
            ring.push(&event(1, seq, &mut at), 100, 1);
        }
        assert_eq!(ring.events.len(), 1);
        assert!(ring.holds(Increment::Lane { lane: Lane::from(1), seq: 9 }));
        assert_eq!(ring.bytes, ring.events[0].frame.len());
    }
}
