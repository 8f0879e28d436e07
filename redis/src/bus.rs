//! The bus: a wake-up between nodes, never the message itself.

use std::sync::Arc;
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
}

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
        tokio::spawn(listen(client, Arc::clone(&woken)));
        Ok(Self { wakes, woken })
    }
}

impl Bus for RedisBus {
    fn wake(&self, lane: LaneId, seq: i64) {
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

async fn listen(client: redis::Client, woken: Arc<Notify>) {
    loop {
        match client.get_async_pubsub().await {
            Ok(mut subscription) => {
                if subscription.subscribe(CHANNEL).await.is_ok() {
                    // Something may have been said while nobody listened.
                    woken.notify_one();
                    let mut messages = subscription.on_message();
                    while messages.next().await.is_some() {
                        woken.notify_one();
                    }
                }
                tracing::warn!("the bus lost Redis; events of other nodes are found by their cursors");
            }
            Err(error) => tracing::debug!(error = %error, "the bus cannot reach Redis"),
        }
        tokio::time::sleep(RECONNECT_PAUSE).await;
    }
}
