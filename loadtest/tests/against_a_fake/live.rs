//! The fake's sockets: a snapshot at subscription, then every event of stock; spoken by an independent WebSocket implementation.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::broadcast::error::RecvError;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use crate::server::State;
use crate::shop::{Lie, Shop};

static SOCKETS: AtomicUsize = AtomicUsize::new(0);

/// One event of stock.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    topic: String,
    version: i64,
    data: Value,
}

impl Event {
    pub(crate) fn of(shop: &Shop, edition: Uuid) -> Self {
        let known = shop.editions.iter().find(|known| known.id == edition).unwrap();
        let mut data = shop.stock(known);
        data["edition_id"] = json!(edition);
        Self { topic: format!("artwork:{}", shop.artwork), version: shop.version, data }
    }
}

/// Serves one socket to its end.
pub(crate) async fn serve(stream: TcpStream, state: Arc<State>) -> Option<()> {
    let number = SOCKETS.fetch_add(1, Ordering::Relaxed);
    let mut socket = tokio_tungstenite::accept_async(stream).await.ok()?;
    let mut events = state.events.subscribe();
    let mut from: Option<(String, i64)> = None;
    let mut sent = 0;
    let lie = state.shop.lock().unwrap().lie;
    say(&mut socket, json!({"op": "hello", "connection_id": "c", "heartbeat_s": 25})).await?;
    loop {
        tokio::select! {
            heard = socket.next() => {
                let Message::Text(text) = heard?.ok()? else { continue };
                let asked: Value = serde_json::from_str(text.as_str()).ok()?;
                match asked["op"].as_str()? {
                    "auth" => say(&mut socket, json!({"op": "authed", "expires_at": null})).await?,
                    "subscribe" => {
                        let topics: Vec<&str> = asked["topics"].as_array()?.iter().filter_map(Value::as_str).collect();
                        let (answer, version) = subscribed(&state.shop.lock().unwrap(), &asked["id"], &topics);
                        from = Some((topics.first()?.to_string(), version));
                        say(&mut socket, answer).await?;
                    }
                    _ => {}
                }
            }
            event = events.recv() => {
                let event = match event {
                    Ok(event) => event,
                    Err(RecvError::Lagged(_)) => continue,
                    Err(RecvError::Closed) => return None,
                };
                let wanted = from.as_ref().is_some_and(|(topic, after)| *topic == event.topic && event.version > *after);
                if !wanted {
                    continue;
                }
                sent += 1;
                if lie == Lie::LosesTheLastEvent && number % 2 == 1 && sent >= 3 {
                    continue;
                }
                let mut data = event.data;
                if lie == Lie::VersionsGoBack && sent % 5 == 4 {
                    data["version"] = json!(event.version - 3);
                }
                let time = "2026-01-01T00:00:00Z";
                say(&mut socket, json!({"topic": event.topic, "at": event.version.to_string(), "type": "stock", "time": time, "data": data})).await?;
            }
        }
    }
}

fn subscribed(shop: &Shop, id: &Value, topics: &[&str]) -> (Value, i64) {
    let editions: serde_json::Map<String, Value> =
        shop.editions.iter().map(|edition| (edition.id.to_string(), shop.stock(edition))).collect();
    let mut answer = serde_json::Map::new();
    for topic in topics {
        answer.insert((*topic).to_owned(), json!({"at": shop.version.to_string(), "snapshot": {"status": "published", "viewers": 0, "editions": editions}}));
    }
    (json!({"op": "subscribed", "id": id, "topics": answer}), shop.version)
}

async fn say(socket: &mut tokio_tungstenite::WebSocketStream<TcpStream>, frame: Value) -> Option<()> {
    socket.send(Message::text(frame.to_string())).await.ok()
}
