//! The long-poll twin of the socket: the same frames, found by the same code, for those whose network lets no socket
//! through. Knows nothing of HTTP; the program's handler for `GET /live` calls it.

use std::{collections::HashMap, future::poll_fn, rc::Rc, time::Duration};

use serde_json::value::RawValue;
use tokio::time::{Instant, timeout_at};

use crate::{
    backend::Principal,
    frame,
    hub::{Conn, ConnId, Hub, Outcome},
    problem::{Problem, Refusal},
    transport::{Collector, Transport},
};

/// What a long poll asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PollRequest {
    /// Topics as a socket's client would write them.
    pub topics: Vec<String>,
    /// Positions by topic; a topic without one starts with a snapshot.
    pub since: HashMap<String, String>,
}

impl PollRequest {
    /// Reads the query of `GET /live?topics=…&since=…`: `topics` is a comma-separated list; `since` is either
    /// `topic@position` pairs separated by commas or the JSON object of a `subscribe` frame.
    pub fn parse(topics: &str, since: Option<&str>) -> Result<PollRequest, Refusal> {
        let topics: Vec<String> = topics.split(',').filter(|topic| !topic.is_empty()).map(str::to_owned).collect();
        if topics.is_empty() {
            return Err(Refusal::new(Problem::Malformed, "`topics` is a comma-separated list"));
        }
        let since = match since.unwrap_or_default() {
            "" => HashMap::new(),
            json if json.starts_with('{') => serde_json::from_str(json)
                .map_err(|_| Refusal::new(Problem::Malformed, "`since` maps topics to positions"))?,
            pairs => pairs.split(',').map(pair).collect::<Option<_>>().ok_or_else(|| {
                Refusal::new(Problem::Malformed, "`since` is a comma-separated list of topic@position")
            })?,
        };
        Ok(PollRequest { topics, since })
    }
}

/// Answers a long poll with the frames a socket would have got: one `error` for each refused topic, one `subscribed`
/// for the rest, and events. It waits, up to `wait`, only if every topic was resumed and nothing was missed; when
/// the time is up without an event, a `heartbeat` with the positions follows. The caller sends back each topic's last
/// `at` as `since`.
///
/// Refused as a whole only while the node is going down or full. Call it on a worker thread with its hub
/// ([`Hub::here`]). Dropping the future ends the poll.
pub async fn poll(
    hub: &Hub,
    principal: Option<Principal>,
    request: PollRequest,
    wait: Duration,
) -> Result<Vec<Box<RawValue>>, Refusal> {
    let until = Instant::now() + wait;
    if hub.bus().is_draining() || hub.occupancy() >= hub.config().sockets_max {
        let refusal = Refusal::new(Problem::Unavailable, "this node takes no listeners now");
        return Err(Refusal { retry_after_s: Some(1), ..refusal });
    }
    let collector = Rc::new(Collector::default());
    let guest = Guest::seat(hub, Rc::clone(&collector), principal);
    let outcome = hub.subscribe(guest.id, None, request.topics, request.since).await;
    if outcome == Outcome::UpToDate {
        let told = collector.len();
        let news = poll_fn(|context| collector.poll_beyond(told, context));
        if timeout_at(until, news).await.is_err() {
            hub.with(|state| {
                let heartbeat = state.positions_frame(guest.id);
                state.reply(guest.id.index, heartbeat);
            });
        }
    }
    drop(guest);
    Ok(texts(&collector.take()))
}

/// A long poll's place in the hub, given up when it is dropped.
struct Guest {
    hub: Hub,
    id: ConnId,
}

impl Guest {
    fn seat(hub: &Hub, collector: Rc<Collector>, principal: Option<Principal>) -> Self {
        let transport: Rc<dyn Transport> = collector;
        let mut conn = Conn::new(hub.new_connection_id(), transport, true);
        conn.principal = principal.map(Rc::new);
        Guest { hub: hub.clone(), id: hub.add(conn) }
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.hub.with(|state| {
            if state.conns.holds(self.id) {
                state.remove(self.id.index, false);
            }
        });
    }
}

fn pair(text: &str) -> Option<(String, String)> {
    let (topic, position) = text.split_once('@')?;
    Some((topic.to_owned(), position.to_owned()))
}

/// The texts of collected frames. Nothing but whole text frames is ever sent to a long poll.
fn texts(mut bytes: &[u8]) -> Vec<Box<RawValue>> {
    let mut texts = Vec::new();
    while let Some((payload, rest)) = frame::split_server_frame(bytes) {
        if let Ok(text) = serde_json::from_slice::<&RawValue>(payload) {
            texts.push(text.to_owned());
        }
        bytes = rest;
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_is_read_as_pairs_or_as_json() {
        let pairs = PollRequest::parse("cart,orders", Some("cart@AQE,orders@AgA")).unwrap();
        let json = PollRequest::parse("cart,,orders", Some(r#"{"cart":"AQE","orders":"AgA"}"#)).unwrap();
        assert_eq!(pairs, json);
        assert_eq!(pairs.topics, ["cart", "orders"]);
        assert!(PollRequest::parse("cart", None).unwrap().since.is_empty());
    }

    #[test]
    fn a_query_that_makes_no_sense_is_malformed() {
        for (topics, since) in
            [("", None), (",", None), ("cart", Some("cart")), ("cart", Some("{")), ("cart", Some(r#"{"a":1}"#))]
        {
            assert_eq!(
                PollRequest::parse(topics, since).unwrap_err().problem,
                Problem::Malformed,
                "{topics} {since:?}"
            );
        }
    }
}
