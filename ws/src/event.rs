//! Events on their way to clients, and their framing: each is written once and its bytes are shared by all who get it.
//! Knows nothing of who gets it.

use std::{
    borrow::Cow,
    collections::HashMap,
    fmt::Write as _,
    sync::{Arc, OnceLock},
};

use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::value::RawValue;

use crate::{
    frame,
    position::{Increment, Position},
    topic::{Topic, TopicKind},
};

/// Something that happened on a topic.
#[derive(Debug, Clone)]
pub struct LiveEvent {
    /// Where it is heard.
    pub topic: Topic,
    /// Its number in the topic; `None` for what is only worth knowing now (`viewers`, presence, progress) and is
    /// never resumed. Several events of one topic may share a number if they are published in one batch.
    pub at: Option<Increment>,
    /// On a state topic, the thing whose newest value this is (an edition's id, `viewers`); where it is `None`
    /// the event's type takes its place. Log topics do not use it.
    pub key: Option<String>,
    /// The `type` of the frame, for example `stock`.
    pub kind: Cow<'static, str>,
    /// When it happened.
    pub time: DateTime<Utc>,
    /// The `data` of the frame.
    pub data: Box<RawValue>,
}

/// An event as a finished text frame, shared by every hub and every subscriber.
#[derive(Debug)]
pub(crate) struct Framed {
    pub(crate) topic: Topic,
    pub(crate) at: Option<At>,
    pub(crate) key: Arc<str>,
    /// Which publication it came with: events of one publication may share a number.
    pub(crate) batch: u64,
    pub(crate) frame: Bytes,
    jump: OnceLock<Bytes>,
}

/// Where an event stands.
#[derive(Debug, Clone)]
pub(crate) struct At {
    pub(crate) increment: Increment,
    /// The reader's position once everything up to this event was seen.
    pub(crate) position: Position,
    /// What the frame says, which the client may send back.
    pub(crate) text: Box<str>,
}

impl Framed {
    pub(crate) fn is_state(&self) -> bool {
        self.topic.kind() == TopicKind::State
    }

    /// The same frame marked `"jump": true`: values between the last one and this were left out.
    pub(crate) fn jump_frame(&self) -> Bytes {
        self.jump.get_or_init(|| mark_as_jump(&self.frame).unwrap_or_else(|| self.frame.clone())).clone()
    }
}

/// Frames events in their order. `position_after` says where a reader of the event's topic stands once it has seen
/// the event; it is asked once for each numbered event, in order.
pub(crate) fn frame_all(
    events: Vec<LiveEvent>,
    batch: u64,
    mut position_after: impl FnMut(&Topic, Increment) -> Position,
) -> Vec<Arc<Framed>> {
    // How many events share a number, and how many of those have been framed: an event has the same place among them,
    // and so the same text, whenever and with whatever else it is framed.
    let mut groups: HashMap<(Topic, Increment), (u64, u64)> = HashMap::with_capacity(events.len());
    for event in &events {
        if let Some(increment) = event.at {
            groups.entry((event.topic, increment)).or_default().0 += 1;
        }
    }
    let mut framed = Vec::with_capacity(events.len());
    for event in events {
        let at = event.at.map(|increment| {
            let position = position_after(&event.topic, increment);
            let (size, place) = groups.entry((event.topic, increment)).or_default();
            *place += 1;
            let text = if place == size { position.text() } else { position.tagged_text(increment, *place) };
            At { increment, position, text: text.into_boxed_str() }
        });
        framed.push(Arc::new(frame_one(event, at, batch)));
    }
    framed
}

fn frame_one(event: LiveEvent, at: Option<At>, batch: u64) -> Framed {
    let text = event_json(&event, at.as_ref().map(|at| &*at.text));
    let key = match event.key {
        Some(key) => Arc::from(key),
        None => Arc::from(&*event.kind),
    };
    Framed { topic: event.topic, at, key, batch, frame: frame::text(&text), jump: OnceLock::new() }
}

fn event_json(event: &LiveEvent, at: Option<&str>) -> String {
    let data = event.data.get();
    let mut text = String::with_capacity(data.len() + 160);
    // Writing to a String does not fail.
    let _ = write!(text, r#"{{"topic":"{}""#, event.topic);
    if let Some(at) = at {
        let _ = write!(text, r#","at":"{at}""#);
    }
    let kind = serde_json::Value::from(&*event.kind);
    let time = event.time.to_rfc3339_opts(SecondsFormat::Millis, true);
    let _ = write!(text, r#","type":{kind},"time":"{time}","data":{data}}}"#);
    text
}

fn mark_as_jump(bytes: &Bytes) -> Option<Bytes> {
    let (payload, _) = frame::split_server_frame(bytes)?;
    let open = std::str::from_utf8(payload).ok()?.strip_suffix('}')?;
    Some(frame::text(&format!(r#"{open},"jump":true}}"#)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;

    fn event(version: u64, kind: &'static str) -> LiveEvent {
        LiveEvent {
            topic: Topic::Order(Uuid::from_u128(5)),
            at: Some(Increment::Version(version)),
            key: None,
            kind: Cow::Borrowed(kind),
            time: DateTime::from_timestamp_millis(1_700_000_000_123).unwrap(),
            data: RawValue::from_string(r#"{"status":"paid"}"#.into()).unwrap(),
        }
    }

    fn version_after(_: &Topic, increment: Increment) -> Position {
        match increment {
            Increment::Version(version) => Position::Version(version),
            Increment::Lane { .. } => unreachable!("these tests number by version"),
        }
    }

    fn json(bytes: &Bytes) -> Value {
        serde_json::from_slice(frame::split_server_frame(bytes).unwrap().0).unwrap()
    }

    #[test]
    fn a_frame_says_topic_position_type_time_and_data() {
        let framed = frame_all(vec![event(3, "pay\"ment")], 1, version_after);
        let expected = json!({
            "topic": "order:00000000-0000-0000-0000-000000000005", "at": Position::Version(3).text(),
            "type": "pay\"ment", "time": "2023-11-14T22:13:20.123Z", "data": {"status": "paid"},
        });
        assert_eq!(json(&framed[0].frame), expected);
    }

    #[test]
    fn an_unnumbered_event_has_no_position() {
        let ephemeral = LiveEvent { at: None, ..event(1, "viewers") };
        let framed = frame_all(vec![ephemeral], 1, version_after);
        assert!(json(&framed[0].frame).get("at").is_none());
        assert_eq!(&*framed[0].key, "viewers");
    }

    #[test]
    fn events_under_one_number_have_texts_of_their_own_and_only_the_last_passes_the_number() {
        let framed = frame_all(vec![event(3, "status"), event(3, "payment"), event(4, "status")], 1, version_after);
        let texts: Vec<_> = framed.iter().map(|framed| framed.at.as_ref().unwrap().text.clone()).collect();
        assert_ne!(texts[0], texts[1]);
        assert_eq!(Position::parse(&texts[0]), Ok(Position::Version(2)));
        assert_eq!(Position::parse(&texts[1]), Ok(Position::Version(3)));
        assert_eq!(Position::parse(&texts[2]), Ok(Position::Version(4)));
    }

    #[test]
    fn an_event_has_the_same_text_whatever_it_is_framed_with() {
        let group = |before: Vec<LiveEvent>| {
            let events = before.into_iter().chain([event(3, "a"), event(3, "b"), event(3, "c")]).collect();
            let framed = frame_all(events, 1, version_after);
            framed.iter().rev().take(3).map(|framed| framed.at.as_ref().unwrap().text.clone()).collect::<Vec<_>>()
        };
        assert_eq!(group(Vec::new()), group(vec![event(1, "x"), event(2, "y")]));
    }

    #[test]
    fn a_jump_is_the_same_frame_with_its_mark() {
        let framed = frame_all(vec![event(3, "status")], 1, version_after);
        let mut expected = json(&framed[0].frame);
        expected["jump"] = Value::Bool(true);
        assert_eq!(json(&framed[0].jump_frame()), expected);
    }
}
