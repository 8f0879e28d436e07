//! The bus: a wake-up between nodes, never the message itself.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use futures_util::StreamExt;
use impasto_domain::ids::LaneId;
use impasto_domain::ports::{Bus, PortFuture, Woken};
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
pub struct LocalBus;

impl Bus for LocalBus {
    fn wake(&self, _lane: LaneId, _seq: i64) {}

    fn woken(&self) -> PortFuture<'_, Woken> {
        Box::pin(std::future::pending())
    }
}

/// The bus on Redis publish and subscribe.
#[derive(Debug)]
pub struct RedisBus {
    wakes: mpsc::Sender<(LaneId, i64)>,
    heard: Arc<Heard>,
    own: Arc<Own>,
}

/// What others have said and nobody has asked for yet.
#[derive(Debug, Default)]
struct Heard {
    book: Mutex<Book>,
    something: Notify,
}

#[derive(Debug, Default)]
struct Book {
    lanes: BTreeMap<LaneId, i64>,
    /// Something was missed or could not be read.
    lost_track: bool,
}

impl Heard {
    /// A lane has come to `seq`; what cannot be read may be any lane.
    fn note(&self, said: Option<(LaneId, i64)>) {
        {
            let mut book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
            match said {
                Some((lane, seq)) => {
                    let known = book.lanes.entry(lane).or_insert(seq);
                    *known = seq.max(*known);
                }
                None => book.lost_track = true,
            }
        }
        self.something.notify_one();
    }

    async fn take(&self) -> Woken {
        self.something.notified().await;
        let book = std::mem::take(&mut *self.book.lock().unwrap_or_else(PoisonError::into_inner));
        if book.lost_track { Woken::Anywhere } else { Woken::In(book.lanes) }
    }
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
        let heard = Arc::new(Heard::default());
        tokio::spawn(publish(client.clone(), outgoing));
        let own = Arc::new(Own::default());
        tokio::spawn(listen(client, Arc::clone(&heard), Arc::clone(&own)));
        Ok(Self { wakes, heard, own })
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

    fn woken(&self) -> PortFuture<'_, Woken> {
        Box::pin(self.heard.take())
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

async fn listen(client: redis::Client, heard: Arc<Heard>, own: Arc<Own>) {
    loop {
        match client.get_async_pubsub().await {
            Ok(mut subscription) => {
                if subscription.subscribe(CHANNEL).await.is_ok() {
                    // Something may have been said while nobody listened.
                    heard.note(None);
                    let mut messages = subscription.on_message();
                    while let Some(message) = messages.next().await {
                        let said = said(message.get_payload_bytes());
                        if !is_own(said, &own) {
                            heard.note(said);
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

/// The lane and number of a message, if it can be read.
fn said(message: &[u8]) -> Option<(LaneId, i64)> {
    let (lane, seq) = std::str::from_utf8(message).ok()?.split_once(':')?;
    Some((LaneId(lane.parse().ok()?), seq.parse().ok()?))
}

/// Whether a message is of a lane of this node. What cannot be read may be anybody's.
fn is_own(said: Option<(LaneId, i64)>, own: &Own) -> bool {
    said.is_some_and(|(lane, _)| own.read().unwrap_or_else(PoisonError::into_inner).contains(&lane))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINE: LaneId = LaneId(uuid::Uuid::from_u128(1));
    const THEIRS: LaneId = LaneId(uuid::Uuid::from_u128(2));

    #[test]
    fn a_node_is_woken_by_others_only() {
        let own = Own::new(HashSet::from([MINE]));
        assert!(is_own(said(format!("{MINE}:7").as_bytes()), &own));
        for message in [format!("{THEIRS}:7"), String::new(), "x:1".to_owned(), format!("{MINE}:x")] {
            assert!(!is_own(said(message.as_bytes()), &own), "{message}");
        }
    }

    #[tokio::test]
    async fn what_is_said_meanwhile_is_told_at_once_and_what_is_unclear_means_everywhere() {
        let heard = Heard::default();
        for message in [format!("{THEIRS}:7"), format!("{MINE}:2"), format!("{THEIRS}:9"), format!("{THEIRS}:8")] {
            heard.note(said(message.as_bytes()));
        }
        assert_eq!(heard.take().await, Woken::In(BTreeMap::from([(MINE, 2), (THEIRS, 9)])));
        heard.note(said(format!("{THEIRS}:10").as_bytes()));
        heard.note(said(b"?"));
        assert_eq!(heard.take().await, Woken::Anywhere);
        heard.note(said(format!("{THEIRS}:11").as_bytes()));
        assert_eq!(heard.take().await, Woken::In(BTreeMap::from([(THEIRS, 11)])));
    }
}
