//! Subscribing without gap or repetition: register first, so that what comes is kept; then find where to start (what
//! is kept, what the store has, or a snapshot); then, in one step, send it, what was missed, and go live.
//! Knows nothing of the wire.

use std::{collections::HashMap, rc::Rc, sync::Arc};

use bytes::Bytes;
use futures_util::future::join_all;

use crate::{
    backend::{Missed, Principal, Snapshot},
    event::{Framed, frame_all},
    hub::{
        Hub,
        conn::ConnId,
        state::State,
        topics::{Floor, Mark},
    },
    position::{Position, PositionError},
    problem::{Problem, Refusal},
    protocol::{self, RequestId, Start},
    stats::count,
    topic::{Numbering, Topic, TopicError, TopicKind},
};

/// Most bytes of missed events sent at once. With more, the reader of a log topic is told `lagged` after them and comes
/// back for the rest; that of a state topic gets a snapshot.
const HISTORY_MAX_BYTES: usize = 128 * 1024;
/// How often a start is looked for before the store counts as unavailable: each try fails only if more events came
/// meanwhile than a ring holds.
const TRIES: usize = 4;

/// What came of a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// There is something the client did not have: events, a snapshot or a refusal.
    News,
    /// Everything was resumed and nothing missed.
    UpToDate,
}

/// One topic of a subscription that may be had.
struct Wanted {
    topic: Topic,
    index: u32,
    since: Option<Since>,
    start: Option<Found>,
}

/// Where a client says it is.
struct Since {
    text: String,
    position: Position,
}

/// Where a topic can start from.
enum Found {
    /// The socket listens already and has everything.
    Live,
    /// From what the topic keeps.
    Kept,
    /// From events of the store, which end at `to`; read after `mark`.
    History { events: Vec<Arc<Framed>>, to: Position, mark: Mark },
    /// With a part of what the store has; there is more after `to`.
    Part { events: Vec<Arc<Framed>>, to: Position },
    /// From a snapshot, read after `mark`.
    Snapshot { snapshot: Rc<Snapshot>, mark: Mark },
}

/// A start that holds: what to say, what to send after it, and from where on to listen.
struct Settled {
    at: Position,
    snapshot: Option<Rc<Snapshot>>,
    replay: Vec<Bytes>,
    /// Whether the replay has anything but unnumbered events.
    has_missed: bool,
    /// From where on to listen, and the position told last by then.
    listening: Option<(Floor, Rc<str>)>,
}

/// Topics held while a subscription is under way.
struct Pins {
    hub: Hub,
    topics: Vec<u32>,
}

impl Drop for Pins {
    fn drop(&mut self) {
        self.hub.with(|state| self.topics.iter().for_each(|topic| state.unpin(*topic)));
    }
}

/// How a client is told that a topic's text is no good.
pub(crate) fn refusal_of(error: TopicError) -> Refusal {
    match error {
        TopicError::Unknown => Refusal::new(Problem::Malformed, "there is no such topic"),
        TopicError::NeedsOwner => Problem::Unauthenticated.into(),
    }
}

impl Hub {
    /// Handles a `subscribe` frame.
    pub(crate) async fn subscribe(
        &self,
        id: ConnId,
        request: RequestId,
        names: Vec<String>,
        mut since: HashMap<String, String>,
    ) -> Outcome {
        let Some(principal) = self.with(|state| state.conns.get(id).map(|conn| conn.principal.clone())) else {
            return Outcome::News;
        };
        let mut refused: Vec<(String, Refusal)> = Vec::new();
        let mut asked: Vec<(Topic, Option<Since>)> = Vec::new();
        let owner = principal.as_ref().and_then(|principal| principal.owner());
        for name in names {
            let understood = Topic::parse(&name, owner).map_err(refusal_of).and_then(|topic| {
                if !topic.is_public() && principal.is_none() {
                    return Err(Problem::Unauthenticated.into());
                }
                Ok((topic, read_since(&topic, since.remove(&name))?))
            });
            match understood {
                Ok((topic, _)) if asked.iter().any(|(other, _)| *other == topic) => {}
                Ok(one) => asked.push(one),
                Err(refusal) => refused.push((name, refusal)),
            }
        }
        self.refuse_beyond_limit(id, &mut asked, &mut refused);
        let questions = asked.iter().map(|(topic, _)| self.ask(self.backend().authorise(principal.as_deref(), topic)));
        let granted = join_all(questions).await;
        let mut pins = Pins { hub: self.clone(), topics: Vec::new() };
        let mut wanted = Vec::new();
        for ((topic, since), granted) in asked.into_iter().zip(granted) {
            match granted {
                Err(refusal) => refused.push((topic.to_string(), refusal)),
                Ok(()) => {
                    let index = self.with(|state| state.pin(topic));
                    pins.topics.push(index);
                    wanted.push(Wanted { topic, index, since, start: None });
                }
            }
        }
        self.settle(id, &request, principal, wanted, refused).await
    }

    fn refuse_beyond_limit(
        &self,
        id: ConnId,
        asked: &mut Vec<(Topic, Option<Since>)>,
        refused: &mut Vec<(String, Refusal)>,
    ) {
        let max = self.config().topics_max;
        self.with(|state| {
            let mut held = state.conns.get(id).map_or(0, |conn| conn.subs.len());
            asked.retain(|(topic, _)| {
                let has = state.topic_index.get(topic).is_some_and(|index| state.listens(id.index, *index));
                if has {
                    return true;
                }
                held += 1;
                if held > max {
                    refused.push((topic.to_string(), Refusal::new(Problem::TooLarge, "too many topics on one socket")));
                }
                held <= max
            });
        });
    }

    async fn settle(
        &self,
        id: ConnId,
        request: &RequestId,
        principal: Option<Rc<Principal>>,
        mut wanted: Vec<Wanted>,
        mut refused: Vec<(String, Refusal)>,
    ) -> Outcome {
        self.with(|state| {
            for one in &wanted {
                // A new snapshot replaces what this socket has: nothing may come in between.
                if one.since.is_none() {
                    state.detach(id.index, one.index);
                }
            }
        });
        for _ in 0..TRIES {
            let open = wanted.iter_mut().filter(|one| one.start.is_none());
            let searches = open.map(|one| {
                let principal = principal.clone();
                async move {
                    let found = self.find_start(id, one, principal).await;
                    (one, found)
                }
            });
            let mut failed = Vec::new();
            for (one, found) in join_all(searches).await {
                match found {
                    Ok(found) => one.start = Some(found),
                    Err(refusal) => failed.push((one.topic, refusal)),
                }
            }
            for (topic, refusal) in failed {
                wanted.retain(|one| one.topic != topic);
                refused.push((topic.to_string(), refusal));
            }
            let done = self.with(|state| state.go_live(id, request, &principal, &mut wanted, &refused));
            if let Some(outcome) = done {
                return outcome;
            }
        }
        tracing::warn!("a topic is too busy to subscribe to");
        for one in wanted.extract_if(.., |one| one.start.is_none()) {
            refused.push((one.topic.to_string(), Problem::Unavailable.into()));
        }
        self.with(|state| state.go_live(id, request, &principal, &mut wanted, &refused)).unwrap_or(Outcome::News)
    }

    async fn find_start(&self, id: ConnId, one: &Wanted, principal: Option<Rc<Principal>>) -> Result<Found, Refusal> {
        let index = one.index;
        let mark = self.with(|state| state.topics.at(index).map_or_else(Mark::default, |topic| topic.mark()));
        if let Some(since) = &one.since {
            let near = self.with(|state| {
                if state.listens(id.index, index) {
                    return Some(Found::Live);
                }
                state.kept(index, since).map(|_| Found::Kept)
            });
            if let Some(found) = near {
                return Ok(found);
            }
            let missed = self.ask(self.backend().since(&one.topic, &since.position, principal.as_deref())).await?;
            if let Some(found) = missed.and_then(|missed| history(&one.topic, since, missed, mark)) {
                return Ok(found);
            }
        }
        let snapshot = self.snapshot(index, one.topic, principal).await?;
        Ok(Found::Snapshot { snapshot, mark })
    }
}

impl State {
    /// Sends each topic's start and what was missed, and makes the socket a listener. `None` where a start no longer
    /// holds and has to be looked for again: nothing was sent then.
    fn go_live(
        &mut self,
        id: ConnId,
        request: &RequestId,
        principal: &Option<Rc<Principal>>,
        wanted: &mut Vec<Wanted>,
        refused: &[(String, Refusal)],
    ) -> Option<Outcome> {
        let Some(conn) = self.conns.get(id) else { return Some(Outcome::News) };
        if !conn.lives() {
            return Some(Outcome::News);
        }
        let is_same = match (&conn.principal, principal) {
            (Some(now), Some(then)) => Rc::ptr_eq(now, then),
            (now, then) => now.is_none() && then.is_none(),
        };
        let mut settled = Vec::new();
        for one in wanted.iter_mut() {
            match self.settled(id, one) {
                Some(start) => settled.push(start),
                None => one.start = None,
            }
        }
        if wanted.iter().any(|one| one.start.is_none()) {
            return None;
        }
        for (name, refusal) in refused {
            self.queue(id, protocol::error(request, Some(name), refusal));
        }
        if !is_same {
            // Signed out, run out or revoked meanwhile.
            let mut kept = Vec::new();
            let mut kept_starts = Vec::new();
            for (one, start) in wanted.drain(..).zip(settled) {
                if one.topic.is_public() {
                    kept.push(one);
                    kept_starts.push(start);
                } else {
                    let refusal = Problem::Unauthenticated.into();
                    self.queue(id, protocol::error(request, Some(&one.topic.to_string()), &refusal));
                }
            }
            *wanted = kept;
            settled = kept_starts;
        }
        let news = !refused.is_empty() || !is_same || settled.iter().any(Settled::is_news);
        if !wanted.is_empty() {
            let starts = wanted.iter().zip(&settled).map(|(one, start)| {
                let how = start.snapshot.as_ref().map_or(Start::Resumed, |snapshot| Start::Snapshot(&snapshot.data));
                (one.topic, &start.at, how)
            });
            let frame = protocol::subscribed(request, starts);
            self.queue(id, frame);
        }
        for (one, start) in wanted.drain(..).zip(settled) {
            if start.snapshot.is_none() {
                count(&self.shared.counters.resumed, 1);
            }
            count(&self.shared.counters.deliveries, start.replay.len());
            for frame in start.replay {
                self.queue(id, frame);
            }
            if let Some((floor, told)) = start.listening {
                self.detach(id.index, one.index);
                self.attach(id.index, one.index, floor, told);
            }
        }
        self.write(id.index);
        Some(if news { Outcome::News } else { Outcome::UpToDate })
    }

    fn queue(&mut self, id: ConnId, frame: Bytes) {
        if let Some(conn) = self.conns.get_mut(id) {
            conn.out.push(frame);
        }
    }

    /// What the topic keeps for a reader at `since`, if that is everything it missed.
    fn kept(&self, index: u32, since: &Since) -> Option<Vec<Arc<Framed>>> {
        let ring = &self.topics.at(index)?.ring;
        if let Some(after) = ring.after_text(&since.text) {
            return Some(after);
        }
        ring.covers(&since.position).then(|| ring.after(&since.position, 0))
    }

    /// The start, if it still holds: everything after it must be at hand.
    fn settled(&mut self, id: ConnId, one: &Wanted) -> Option<Settled> {
        let (at, snapshot, mut events, end, mark) = match (one.start.as_ref()?, &one.since) {
            (Found::Live, Some(since)) if self.listens(id.index, one.index) => {
                return Some(Settled::unmoved(since.position.clone(), Vec::new(), false));
            }
            (Found::Kept, Some(since)) => {
                let events = self.kept(one.index, since)?;
                let (at, end) = (since.position.clone(), since.position.clone());
                let said = self.said_meanwhile(one, Mark::default());
                return Some(Settled::from_events(at, None, events, end, said));
            }
            (Found::Part { events, to }, Some(since)) => {
                let replay = events.iter().map(|event| event.frame.clone());
                let replay = replay.chain([protocol::lagged(&one.topic)]).collect();
                // Without an event of its own to stand at, the reader goes on from where the store was looked through.
                let at = if events.is_empty() { to } else { &since.position };
                return Some(Settled::unmoved(at.clone(), replay, true));
            }
            (Found::Live | Found::Kept | Found::Part { .. }, _) => return None,
            (Found::History { events, to, mark }, since) => {
                self.ring_is_whole(one.index, *mark, to)?;
                let at = since.as_ref().map_or_else(|| to.clone(), |since| since.position.clone());
                (at, None, events.clone(), to.clone(), *mark)
            }
            (Found::Snapshot { snapshot, mark }, _) => {
                self.ring_is_whole(one.index, *mark, &snapshot.at)?;
                (snapshot.at.clone(), Some(Rc::clone(snapshot)), Vec::new(), snapshot.at.clone(), *mark)
            }
        };
        events.extend(self.topics.at(one.index)?.ring.after(&end, mark.ring));
        let said = self.said_meanwhile(one, if snapshot.is_some() { mark } else { Mark::default() });
        Some(Settled::from_events(at, snapshot, events, end, said))
    }

    /// What was said without a number since `mark`, for one who is on the way in. Of a topic whose unnumbered events are
    /// notices and no values, a reader who was away needs none.
    fn said_meanwhile(&self, one: &Wanted, mark: Mark) -> Vec<Bytes> {
        let is_snapshot = matches!(one.start, Some(Found::Snapshot { .. }));
        if !is_snapshot && !matches!(one.topic, Topic::Artwork(_) | Topic::Presence) {
            return Vec::new();
        }
        let topic = self.topics.at(one.index);
        topic.into_iter().flat_map(|topic| topic.said_since(mark)).map(|event| event.frame.clone()).collect()
    }

    /// Whether the topic keeps everything after `position`, which was read from the store after `mark`.
    fn ring_is_whole(&mut self, index: u32, mark: Mark, position: &Position) -> Option<()> {
        let ring = &mut self.topics.at_mut(index)?.ring;
        if ring.kept_since(mark.ring) {
            ring.complete_from(position);
            return Some(());
        }
        ring.covers(position).then_some(())
    }
}

impl Settled {
    /// A start that changes nothing of what the socket listens to.
    fn unmoved(at: Position, replay: Vec<Bytes>, has_missed: bool) -> Self {
        Settled { at, snapshot: None, replay, has_missed, listening: None }
    }

    fn from_events(
        at: Position,
        snapshot: Option<Rc<Snapshot>>,
        events: Vec<Arc<Framed>>,
        mut end: Position,
        said: Vec<Bytes>,
    ) -> Self {
        let mut replay = Vec::with_capacity(events.len() + said.len());
        let mut told = None;
        for event in &events {
            if let Some(at) = &event.at {
                end.advance(at.increment);
                told = Some(Rc::from(&*at.text));
            }
            replay.push(event.frame.clone());
        }
        replay.extend(said);
        let told = told.unwrap_or_else(|| at.text().into());
        Settled { at, snapshot, replay, has_missed: !events.is_empty(), listening: Some((Floor::new(end), told)) }
    }

    fn is_news(&self) -> bool {
        self.snapshot.is_some() || self.has_missed
    }
}

/// What to send of missed events: all, a part, or nothing of them (a snapshot serves better).
fn history(topic: &Topic, since: &Since, missed: Missed, mark: Mark) -> Option<Found> {
    let mut to = missed.from.unwrap_or_else(|| since.position.clone());
    let mut events = frame_all(missed.events, 0, |_, increment| {
        to.advance(increment);
        to.clone()
    });
    let whole = events.len();
    let fits = whole_groups_within(&events, HISTORY_MAX_BYTES);
    events.truncate(fits);
    // One who was cut off among several events under one number has had the first of them.
    if let Some(had) = events.iter().rposition(|event| event.at.as_ref().is_some_and(|at| *at.text == *since.text)) {
        events.drain(..=had);
    }
    if fits == whole && !missed.more {
        return Some(Found::History { events, to: missed.to.unwrap_or(to), mark });
    }
    let moves = fits > 0 || missed.to.as_ref().is_some_and(|to| *to != since.position);
    if topic.kind() == TopicKind::State || !moves {
        return None;
    }
    // What did not fit was not read either.
    let to = missed.to.filter(|_| fits == whole).unwrap_or(to);
    Some(Found::Part { events, to })
}

/// How many events go out within `max` bytes; events under one number are not parted, and the first group always goes.
fn whole_groups_within(events: &[Arc<Framed>], max: usize) -> usize {
    let number = |event: &Arc<Framed>| event.at.as_ref().map(|at| at.increment);
    let mut bytes = 0;
    for (index, event) in events.iter().enumerate() {
        let starts_group = index == 0 || events.get(index - 1).map(number) != Some(number(event));
        if bytes > max && starts_group {
            return index;
        }
        bytes += event.frame.len();
    }
    events.len()
}

/// Where a client says it is. A form this release does not know counts as too old; text that was never given out is
/// an error.
fn read_since(topic: &Topic, text: Option<String>) -> Result<Option<Since>, Refusal> {
    let Some(text) = text else { return Ok(None) };
    // What came meanwhile was worth knowing only then: a reader of presence starts with a snapshot every time.
    if *topic == Topic::Presence {
        return Ok(None);
    }
    match Position::parse(&text) {
        Ok(position) => {
            let fits = matches!(
                (topic.numbering(), &position),
                (Numbering::Versions, Position::Version(_)) | (Numbering::Lanes, Position::Cursors(_))
            );
            if fits {
                Ok(Some(Since { text, position }))
            } else {
                Err(Refusal::new(Problem::Malformed, "`since` is not a position of this topic"))
            }
        }
        Err(PositionError::UnknownForm) => Ok(None),
        Err(PositionError::Malformed) => Err(Refusal::new(Problem::Malformed, "`since` is not a position")),
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use serde_json::value::RawValue;

    use super::*;
    use crate::{event::LiveEvent, position::Increment};

    fn since(position: Position, text: String) -> Since {
        Since { text, position }
    }

    #[test]
    fn one_who_was_cut_off_under_a_number_is_sent_the_rest_of_it() {
        let event = |kind| LiveEvent {
            topic: Topic::Order(uuid::Uuid::nil()),
            at: Some(Increment::Version(3)),
            key: None,
            kind: Cow::Borrowed(kind),
            time: chrono::DateTime::UNIX_EPOCH,
            data: RawValue::NULL.to_owned(),
        };
        let events = vec![event("payment"), event("document"), event("status")];
        let framed = frame_all(events.clone(), 7, |_, _| Position::Version(3));
        let cut = framed.first().and_then(|first| first.at.as_ref()).map(|at| at.text.to_string()).unwrap();
        let since = since(Position::parse(&cut).unwrap(), cut);
        let missed = Missed { events, more: false, from: None, to: None };
        match history(&Topic::Order(uuid::Uuid::nil()), &since, missed, Mark::default()) {
            Some(Found::History { events, to, .. }) => {
                assert_eq!((events.len(), to), (2, Position::Version(3)));
            }
            _ => panic!("the rest of the history"),
        }
    }

    #[test]
    fn a_page_without_an_event_moves_its_reader_on() {
        let at = |seq| Position::Cursors([(1u64.into(), seq)].into_iter().collect());
        let page = |to| Missed { events: Vec::new(), more: true, from: None, to: Some(to) };
        let found = |to| history(&Topic::Orders, &since(at(5), at(5).text()), page(to), Mark::default());
        assert!(matches!(found(at(900)), Some(Found::Part { to, .. }) if to == at(900)));
        assert!(found(at(5)).is_none(), "one that moves nobody is none");
    }

    #[test]
    fn events_under_one_number_are_not_parted() {
        let event = |version| LiveEvent {
            topic: Topic::Order(uuid::Uuid::nil()),
            at: Some(Increment::Version(version)),
            key: None,
            kind: Cow::Borrowed("status"),
            time: chrono::DateTime::UNIX_EPOCH,
            data: RawValue::NULL.to_owned(),
        };
        let events = frame_all([1, 2, 2, 2, 3].map(event).into(), 0, |_, _| Position::Version(0));
        let one = events.first().map_or(0, |event| event.frame.len());
        assert_eq!(whole_groups_within(&events, 0), 1, "the first always goes");
        assert_eq!(whole_groups_within(&events, one), 4);
        assert_eq!(whole_groups_within(&events, 3 * one), 4);
        assert_eq!(whole_groups_within(&events, 10 * one), 5);
        assert_eq!(whole_groups_within(&[], 0), 0);
    }
}
