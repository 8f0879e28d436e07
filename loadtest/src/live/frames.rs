//! The protocol's frames, as far as a watcher reads and writes them.
//! It does not know sockets.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::api::Stock;

/// A frame of the server.
#[derive(Debug)]
pub(crate) enum Frame {
    /// `{"op":"subscribed"}`.
    Subscribed(HashMap<String, Subscribed>),
    /// `{"topic", "type":"stock"}`.
    Stock(StockEvent),
    /// Another event of a topic with its position, if it has one.
    Event {
        /// Its topic.
        topic: String,
        /// Its position.
        at: Option<String>,
    },
    /// `{"op":"heartbeat"}`: the last positions of quiet topics.
    Heartbeat(HashMap<String, String>),
    /// `{"op":"lagged"}`: subscribe again.
    Lagged(String),
    /// `{"op":"error"}`.
    Refused(String),
    /// `{"op":"authed"}`.
    Authed,
    /// Nothing a watcher minds: hello, pong, auth_expiring, unsubscribed.
    Other,
}

/// One topic of an answer to `subscribe`.
#[derive(Debug, Deserialize)]
pub(crate) struct Subscribed {
    /// The position from here on.
    pub(crate) at: String,
    /// The state, unless the missed events follow.
    pub(crate) snapshot: Option<Snapshot>,
}

/// An artwork topic's state; other topics' states have no editions.
#[derive(Debug, Deserialize)]
pub(crate) struct Snapshot {
    /// Stock by edition.
    #[serde(default)]
    pub(crate) editions: HashMap<Uuid, Stock>,
}

/// A change of an edition's stock.
#[derive(Debug)]
pub(crate) struct StockEvent {
    /// Its topic.
    pub(crate) topic: String,
    /// Its position.
    pub(crate) at: Option<String>,
    /// When it was committed, RFC 3339.
    pub(crate) time: Option<String>,
    /// What changed.
    pub(crate) edition: Uuid,
    /// To what.
    pub(crate) stock: Stock,
}

#[derive(Deserialize)]
struct Raw {
    op: Option<String>,
    topic: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    at: Option<String>,
    time: Option<String>,
    topics: Option<serde_json::Value>,
    data: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct StockData {
    edition_id: Uuid,
    #[serde(flatten)]
    stock: Stock,
}

/// Reads a frame.
pub(crate) fn read_frame(text: &[u8]) -> Result<Frame, serde_json::Error> {
    let raw: Raw = serde_json::from_slice(text)?;
    let topics = raw.topics.unwrap_or(serde_json::Value::Null);
    match (raw.op.as_deref(), raw.topic) {
        (Some("subscribed"), _) => Ok(Frame::Subscribed(serde_json::from_value(topics)?)),
        (Some("heartbeat"), _) if topics.is_null() => Ok(Frame::Other),
        (Some("heartbeat"), _) => Ok(Frame::Heartbeat(serde_json::from_value(topics)?)),
        (Some("lagged"), Some(topic)) => Ok(Frame::Lagged(topic)),
        (Some("authed"), _) => Ok(Frame::Authed),
        (Some("error"), topic) => {
            Ok(Frame::Refused(format!("{} {}", topic.unwrap_or_default(), raw.kind.unwrap_or_default())))
        }
        (Some(_), _) => Ok(Frame::Other),
        (None, Some(topic)) if raw.kind.as_deref() == Some("stock") => {
            let data: StockData = serde_json::from_value(raw.data.unwrap_or(serde_json::Value::Null))?;
            Ok(Frame::Stock(StockEvent {
                topic,
                at: raw.at,
                time: raw.time,
                edition: data.edition_id,
                stock: data.stock,
            }))
        }
        (None, Some(topic)) => Ok(Frame::Event { topic, at: raw.at }),
        (None, None) => Ok(Frame::Other),
    }
}

/// `{"op":"auth"}`.
pub(crate) fn auth(token: &str) -> String {
    json!({"op": "auth", "token": token}).to_string()
}

/// `{"op":"subscribe"}` with the positions from which to go on.
pub(crate) fn subscribe<'a>(
    id: u64,
    topics: &[String],
    since: impl Iterator<Item = (&'a String, &'a String)>,
) -> String {
    let since: HashMap<&String, &String> = since.collect();
    json!({"op": "subscribe", "id": id, "topics": topics, "since": since}).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contracts_frames_are_read() {
        let subscribed = br#"{"op":"subscribed","id":1,"topics":{"artwork:x":{"at":"p1","snapshot":{"status":"published","viewers":1,
            "editions":{"0190b1f0-0000-7000-8000-000000000001":{"available":24,"held":1,"sold":0,"total":25,"version":7,"next_release_at":null}}}}}}"#;
        let Frame::Subscribed(topics) = read_frame(subscribed).unwrap() else { panic!("not subscribed") };
        assert_eq!(topics["artwork:x"].snapshot.as_ref().unwrap().editions.values().next().unwrap().version, 7);
        let stock = br#"{"topic":"artwork:x","at":"p2","type":"stock","time":"2026-01-01T00:00:00Z","data":{"edition_id":"0190b1f0-0000-7000-8000-000000000001",
            "available":23,"held":2,"sold":0,"total":25,"version":8,"next_release_at":null}}"#;
        let Frame::Stock(event) = read_frame(stock).unwrap() else { panic!("not stock") };
        assert_eq!((event.stock.version, event.at.as_deref()), (8, Some("p2")));
        assert!(matches!(read_frame(br#"{"op":"lagged","topic":"artwork:x"}"#).unwrap(), Frame::Lagged(_)));
        assert!(matches!(
            read_frame(br#"{"op":"heartbeat","topics":{"artwork:x":"p2"}}"#).unwrap(),
            Frame::Heartbeat(_)
        ));
        assert!(matches!(
            read_frame(br#"{"topic":"artwork:x","type":"viewers","data":{"count":1}}"#).unwrap(),
            Frame::Event { at: None, .. }
        ));
        assert!(read_frame(b"[").is_err());
    }

    #[test]
    fn a_subscription_names_where_it_goes_on() {
        let since = HashMap::from([("a".to_owned(), "p".to_owned())]);
        let text: serde_json::Value = serde_json::from_str(&subscribe(3, &["a".to_owned()], since.iter())).unwrap();
        assert_eq!(text, json!({"op": "subscribe", "id": 3, "topics": ["a"], "since": {"a": "p"}}));
    }
}
