//! The words of the socket: what a client may say, read once at the edge, and what the server answers.
//! Knows nothing of sockets, topics' contents or who is speaking.

use std::{collections::HashMap, fmt::Write as _};

use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::{frame, position::Position, problem::Problem, problem::Refusal, topic::Topic};

/// Longest `id` a client may give a request, in bytes of JSON.
const ID_MAX: usize = 128;

/// A request's own name, given back with its answer: a JSON number or string, as the client wrote it.
pub(crate) type RequestId = Option<Box<RawValue>>;

/// One frame of a client, understood.
#[derive(Debug)]
pub(crate) struct ClientFrame {
    pub(crate) id: RequestId,
    pub(crate) op: ClientOp,
}

/// What a client may ask.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ClientOp {
    Auth { token: String },
    Subscribe { topics: Vec<String>, since: HashMap<String, String> },
    Unsubscribe { topics: Vec<String> },
    View { artwork: Uuid },
    Unview,
    Ping,
}

/// A frame that could not be understood, with as much of its id as could.
#[derive(Debug)]
pub(crate) struct Misunderstood {
    pub(crate) id: RequestId,
    pub(crate) refusal: Refusal,
}

/// The frame's members, each still as text: one bad member must not hide the id.
#[derive(Deserialize)]
struct Members<'a> {
    #[serde(borrow, default)]
    op: Option<&'a RawValue>,
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    token: Option<&'a RawValue>,
    #[serde(borrow, default)]
    topics: Option<&'a RawValue>,
    #[serde(borrow, default)]
    since: Option<&'a RawValue>,
    #[serde(borrow, default)]
    artwork_id: Option<&'a RawValue>,
}

/// Reads one text frame of a client.
pub(crate) fn parse(text: &str) -> Result<ClientFrame, Misunderstood> {
    // A struct would also be read from a JSON array, member by member.
    if !text.trim_start().starts_with('{') {
        return Err(misunderstood(None, "a frame is a JSON object"));
    }
    let members: Members<'_> =
        serde_json::from_str(text).map_err(|_| misunderstood(None, "the frame is not valid JSON"))?;
    let id = request_id(members.id)?;
    match operation(&members) {
        Ok(op) => Ok(ClientFrame { id, op }),
        Err(detail) => Err(misunderstood(id, detail)),
    }
}

fn operation(members: &Members<'_>) -> Result<ClientOp, &'static str> {
    let name: String = required(members.op, "`op` is a string")?;
    match name.as_str() {
        "ping" => Ok(ClientOp::Ping),
        "unview" => Ok(ClientOp::Unview),
        "auth" => Ok(ClientOp::Auth { token: required(members.token, "`token` is a string")? }),
        "view" => Ok(ClientOp::View { artwork: required(members.artwork_id, "`artwork_id` is a UUID")? }),
        "subscribe" => {
            let since = members.since.map(|since| required(Some(since), "`since` maps topics to positions"));
            Ok(ClientOp::Subscribe { topics: topic_list(members)?, since: since.transpose()?.unwrap_or_default() })
        }
        "unsubscribe" => Ok(ClientOp::Unsubscribe { topics: topic_list(members)? }),
        _ => Err("unknown `op`"),
    }
}

fn topic_list(members: &Members<'_>) -> Result<Vec<String>, &'static str> {
    let topics: Vec<String> = required(members.topics, "`topics` is a list of strings")?;
    if topics.is_empty() { Err("`topics` is empty") } else { Ok(topics) }
}

fn required<'a, T: Deserialize<'a>>(member: Option<&'a RawValue>, or: &'static str) -> Result<T, &'static str> {
    member.and_then(|raw| serde_json::from_str(raw.get()).ok()).ok_or(or)
}

fn request_id(raw: Option<&RawValue>) -> Result<RequestId, Misunderstood> {
    let Some(raw) = raw else { return Ok(None) };
    let simple = matches!(raw.get().as_bytes().first(), Some(b'"' | b'-' | b'0'..=b'9'));
    if simple && raw.get().len() <= ID_MAX {
        Ok(Some(raw.to_owned()))
    } else {
        Err(misunderstood(None, "`id` is a number or a short string"))
    }
}

fn misunderstood(id: RequestId, detail: &'static str) -> Misunderstood {
    Misunderstood { id, refusal: Refusal::new(Problem::Malformed, detail) }
}

/// `hello`: the greeting.
pub(crate) fn hello(connection: Uuid, now: DateTime<Utc>, heartbeat_s: u64) -> Bytes {
    let now = rfc3339(now);
    frame::text(&format!(
        r#"{{"op":"hello","connection_id":"{connection}","server_time":"{now}","heartbeat_s":{heartbeat_s}}}"#
    ))
}

/// `authed`: the token was taken.
pub(crate) fn authed(id: &RequestId, expires_at: Option<DateTime<Utc>>) -> Bytes {
    let id = id_member(id);
    match expires_at {
        Some(at) => frame::text(&format!(r#"{{"op":"authed"{id},"expires_at":"{}"}}"#, rfc3339(at))),
        None => frame::text(&format!(r#"{{"op":"authed"{id},"expires_at":null}}"#)),
    }
}

/// `auth_expiring`: the token ends soon.
pub(crate) fn auth_expiring(expires_at: DateTime<Utc>) -> Bytes {
    frame::text(&format!(r#"{{"op":"auth_expiring","expires_at":"{}"}}"#, rfc3339(expires_at)))
}

/// `pong`: the answer to `ping`.
pub(crate) fn pong(id: &RequestId) -> Bytes {
    frame::text(&format!(r#"{{"op":"pong"{}}}"#, id_member(id)))
}

/// `error`: a request, or one topic of it, is refused.
pub(crate) fn error(id: &RequestId, topic: Option<&str>, refusal: &Refusal) -> Bytes {
    let mut text = format!(r#"{{"op":"error"{}"#, id_member(id));
    // Writing to a String does not fail, here and below.
    if let Some(topic) = topic {
        let _ = write!(text, r#","topic":{}"#, serde_json::Value::from(topic));
    }
    let _ = write!(text, r#","type":"{}""#, refusal.problem.path());
    if !refusal.detail.is_empty() {
        let _ = write!(text, r#","detail":{}"#, serde_json::Value::from(&*refusal.detail));
    }
    text.push('}');
    frame::text(&text)
}

/// How a topic of a `subscribed` frame starts.
pub(crate) enum Start<'a> {
    /// With the topic as it stands.
    Snapshot(&'a RawValue),
    /// With the events that were missed, which follow.
    Resumed,
}

/// `subscribed`: each granted topic with where it starts.
pub(crate) fn subscribed<'a>(id: &RequestId, topics: impl Iterator<Item = (Topic, &'a Position, Start<'a>)>) -> Bytes {
    let mut text = format!(r#"{{"op":"subscribed"{},"topics":{{"#, id_member(id));
    for (index, (topic, at, start)) in topics.enumerate() {
        if index > 0 {
            text.push(',');
        }
        let _ = write!(text, r#""{topic}":{{"at":"{}","#, at.text());
        match start {
            Start::Snapshot(data) => {
                let _ = write!(text, r#""snapshot":{}}}"#, data.get());
            }
            Start::Resumed => text.push_str(r#""resumed":true}"#),
        }
    }
    text.push_str("}}");
    frame::text(&text)
}

/// `unsubscribed`: the socket lost this topic.
pub(crate) fn unsubscribed(topic: &Topic, problem: Problem) -> Bytes {
    frame::text(&format!(r#"{{"op":"unsubscribed","topic":"{topic}","type":"{}"}}"#, problem.path()))
}

/// `lagged`: the client could not keep up on this topic, and subscribes again with `since`.
pub(crate) fn lagged(topic: &Topic) -> Bytes {
    frame::text(&format!(r#"{{"op":"lagged","topic":"{topic}"}}"#))
}

/// `heartbeat`: the last position of quiet topics.
pub(crate) fn heartbeat<'t>(topics: impl Iterator<Item = (Topic, &'t str)>) -> Bytes {
    let mut text = String::from(r#"{"op":"heartbeat","topics":{"#);
    for (index, (topic, at)) in topics.enumerate() {
        let comma = if index > 0 { "," } else { "" };
        let _ = write!(text, r#"{comma}"{topic}":"{at}""#);
    }
    text.push_str("}}");
    frame::text(&text)
}

fn id_member(id: &RequestId) -> String {
    id.as_ref().map(|id| format!(r#","id":{}"#, id.get())).unwrap_or_default()
}

fn rfc3339(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn op(text: &str) -> ClientOp {
        parse(text).unwrap().op
    }

    fn refused(text: &str) -> Misunderstood {
        let refused = parse(text).unwrap_err();
        assert_eq!(refused.refusal.problem, Problem::Malformed, "{text}");
        refused
    }

    fn json(bytes: &Bytes) -> Value {
        serde_json::from_slice(frame::split_server_frame(bytes).unwrap().0).unwrap()
    }

    #[test]
    fn every_operation_is_read() {
        assert_eq!(op(r#"{"op":"ping"}"#), ClientOp::Ping);
        assert_eq!(op(r#" {"op":"unview","extra":[1]}"#), ClientOp::Unview);
        assert_eq!(op(r#"{"op":"auth","token":"t\n"}"#), ClientOp::Auth { token: "t\n".into() });
        let id = Uuid::from_u128(3);
        assert_eq!(op(&format!(r#"{{"op":"view","artwork_id":"{id}"}}"#)), ClientOp::View { artwork: id });
        assert_eq!(
            op(r#"{"op":"subscribe","id":1,"topics":["cart"],"since":{"cart":"AQE"}}"#),
            ClientOp::Subscribe { topics: vec!["cart".into()], since: [("cart".into(), "AQE".into())].into() }
        );
        assert_eq!(
            op(r#"{"op":"subscribe","topics":["a","b"],"since":null}"#),
            ClientOp::Subscribe { topics: vec!["a".into(), "b".into()], since: HashMap::new() }
        );
        assert_eq!(op(r#"{"op":"unsubscribe","topics":["a"]}"#), ClientOp::Unsubscribe { topics: vec!["a".into()] });
    }

    #[test]
    fn what_is_not_understood_is_malformed() {
        for text in [
            "",
            "hello",
            "[]",
            r#"["ping"]"#,
            "{",
            r#"{"op":"ping"} x"#,
            r#"{"op":7}"#,
            r#"{"op":"fly"}"#,
            r#"{"topics":[]}"#,
            r#"{"op":"auth"}"#,
            r#"{"op":"auth","token":null}"#,
            r#"{"op":"view","artwork_id":"x"}"#,
            r#"{"op":"subscribe"}"#,
            r#"{"op":"subscribe","topics":[]}"#,
            r#"{"op":"subscribe","topics":[1]}"#,
            r#"{"op":"subscribe","topics":["a"],"since":["a"]}"#,
            r#"{"op":"ping","id":{}}"#,
            r#"{"op":"ping","op":"ping"}"#,
        ] {
            refused(text);
        }
        refused(&format!(r#"{{"op":"ping","id":"{}"}}"#, "x".repeat(ID_MAX)));
    }

    #[test]
    fn a_refused_frame_keeps_its_id() {
        assert_eq!(refused(r#"{"id":"a-1","op":"fly"}"#).id.unwrap().get(), r#""a-1""#);
        assert_eq!(refused(r#"{"id":17,"op":"subscribe","topics":3}"#).id.unwrap().get(), "17");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = parse(&text);
        }
    }

    #[test]
    fn answers_are_the_contracts_json() {
        let id: RequestId = Some(RawValue::from_string("1".into()).unwrap());
        let time = DateTime::from_timestamp_millis(1_700_000_000_000).unwrap();
        let nil = Uuid::nil();
        assert_eq!(
            json(&hello(nil, time, 25)),
            json!({"op": "hello", "connection_id": nil, "server_time": "2023-11-14T22:13:20.000Z", "heartbeat_s": 25})
        );
        assert_eq!(
            json(&authed(&id, Some(time))),
            json!({"op": "authed", "id": 1, "expires_at": "2023-11-14T22:13:20.000Z"})
        );
        assert_eq!(json(&authed(&None, None)), json!({"op": "authed", "expires_at": null}));
        assert_eq!(json(&pong(&None)), json!({"op": "pong"}));
        let refusal = Refusal::new(Problem::Forbidden, "say \"please\"");
        assert_eq!(
            json(&error(&id, Some("a\"b"), &refusal)),
            json!({"op": "error", "id": 1, "topic": "a\"b", "type": "/problems/forbidden", "detail": "say \"please\""})
        );
        assert_eq!(
            json(&unsubscribed(&Topic::Cart(nil), Problem::Unauthenticated)),
            json!({"op": "unsubscribed", "topic": "cart", "type": "/problems/unauthenticated"})
        );
        assert_eq!(json(&lagged(&Topic::Orders)), json!({"op": "lagged", "topic": "orders"}));
        let data = RawValue::from_string(r#"{"a":1}"#.into()).unwrap();
        let at = Position::Version(4);
        let topics = [(Topic::Orders, &at, Start::Resumed), (Topic::Presence, &at, Start::Snapshot(&data))];
        assert_eq!(
            json(&subscribed(&id, topics.into_iter())),
            json!({"op": "subscribed", "id": 1, "topics": {
                "orders": {"at": at.text(), "resumed": true}, "presence": {"at": at.text(), "snapshot": {"a": 1}},
            }})
        );
        let quiet = [(Topic::Orders, "x"), (Topic::Presence, "y")];
        assert_eq!(
            json(&heartbeat(quiet.into_iter())),
            json!({"op": "heartbeat", "topics": {"orders": "x", "presence": "y"}})
        );
    }
}
