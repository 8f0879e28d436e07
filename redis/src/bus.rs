//! The bus: a wake-up between nodes, never the message itself.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use futures_util::StreamExt;
use impasto_domain::ids::LaneId;
use impasto_domain::ports::{Bus, PortFuture};
use redis::AsyncCommands;
use redis::aio::ConnectionManager;
use tokio::sync::{Notify, mpsc};

const CHANNEL: &str = "impasto:lanes";

/// How many wake-ups may wait to be sent; one more is dropped, since the waiting ones say the same.
const WAKES_MAX: usize = 64;

/// Pause after a lost connection.
const RECONNECT_PAUSE: Duration = Duration::from_millis(500);

/// The bus of a lone node: nobody to wake.
#[derive(Debug, Default)]
pub struct LocalBus {
    woken: Notify,
}

impl Bus for LocalBus {
    fn wake(&self, _lane: LaneId, _seq: i64) {}

    fn woken(&self) -> PortFuture<'_, ()> {
        Box::pin(self.woken.notified())
    }
}

/// The bus on Redis publish and subscribe.
#[derive(Debug)]
pub struct RedisBus {
    wakes: mpsc::Sender<(LaneId, i64)>,
    woken: Arc<Notify>,
    own: Arc<Own>,
}

/// The lanes this node has spoken of: what it says itself wakes nobody here.
type Own = RwLock<HashSet<LaneId>>;

impl RedisBus {
    /// Connects, and keeps connecting again for as long as it lives.
    ///
    /// # Errors
    /// The client's error when the address is not one of Redis. An unreachable Redis is no error: the node works
    /// without it.
    pub fn start(url: &str) -> Result<Self, redis::RedisError> {
        let client = redis::Client::open(url)?;
        let (wakes, outgoing) = mpsc::channel(WAKES_MAX);
        let woken = Arc::new(Notify::new());
        tokio::spawn(publish(client.clone(), outgoing));
        let own = Arc::new(Own::default());
        tokio::spawn(listen(client, Arc::clone(&woken), Arc::clone(&own)));
        Ok(Self { wakes, woken, own })
    }
}

impl Bus for RedisBus {
    fn wake(&self, lane: LaneId, seq: i64) {
        let known = self.own.read().unwrap_or_else(PoisonError::into_inner).contains(&lane);
        if !known {
            self.own.write().unwrap_or_else(PoisonError::into_inner).insert(lane);
        }
        // A full queue already holds a wake-up that nobody has sent yet.
        let _ = self.wakes.try_send((lane, seq));
    }

    fn woken(&self) -> PortFuture<'_, ()> {
        Box::pin(self.woken.notified())
    }
}

async fn publish(client: redis::Client, mut outgoing: mpsc::Receiver<(LaneId, i64)>) {
    let mut connection: Option<ConnectionManager> = None;
    while let Some((lane, seq)) = outgoing.recv().await {
        if connection.is_none() {
            connection = ConnectionManager::new(client.clone()).await.ok();
        }
        let Some(open) = connection.as_mut() else {
            tokio::time::sleep(RECONNECT_PAUSE).await;
            continue;
        };
        let sent: Result<i64, redis::RedisError> = open.publish(CHANNEL, format!("{lane}:{seq}")).await;
        if let Err(error) = sent {
            tracing::warn!(error = %error, "the bus could not wake the other nodes");
            connection = None;
        }
    }
}

async fn listen(client: redis::Client, woken: Arc<Notify>, own: Arc<Own>) {
    loop {
        match client.get_async_pubsub().await {
            Ok(mut subscription) => {
                if subscription.subscribe(CHANNEL).await.is_ok() {
                    // Something may have been said while nobody listened.
                    woken.notify_one();
                    let mut messages = subscription.on_message();
                    while let Some(message) = messages.next().await {
                        if !is_own(message.get_payload_bytes(), &own) {
                            woken.notify_one();
                        }
                    }
                }
                tracing::warn!("the bus lost Redis; events of other nodes are found by their cursors");
            }
            Err(error) => tracing::debug!(error = %error, "the bus cannot reach Redis"),
        }
        tokio::time::sleep(RECONNECT_PAUSE).await;
    }
}

/// Whether a message is of a lane of this node. What cannot be read may be anybody's.
fn is_own(message: &[u8], own: &Own) -> bool {
    let text = std::str::from_utf8(message).unwrap_or_default();
    let lane = text.split_once(':').and_then(|(lane, _)| lane.parse::<uuid::Uuid>().ok());
    lane.is_some_and(|lane| own.read().unwrap_or_else(PoisonError::into_inner).contains(&LaneId(lane)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_woken_by_others_only() {
        let (mine, theirs) = (LaneId(uuid::Uuid::from_u128(1)), LaneId(uuid::Uuid::from_u128(2)));
        let own = Own::new(HashSet::from([mine]));
        assert!(is_own(format!("{mine}:7").as_bytes(), &own));
        for message in [format!("{theirs}:7"), String::new(), "x:1".to_owned()] {
            assert!(!is_own(message.as_bytes(), &own), "{message}");
        }
    }
}
