//! Presence over all nodes: leases in Redis.
//!
//! One script does everything (`presence.lua`), so that counts and connections never disagree, and in the server's time.
//! With Redis gone counts are unknown and nothing else suffers; when it is back, even empty, each node says again what
//! it has with the next heartbeat.

use std::collections::BTreeMap;
use std::time::Duration;

use impasto_domain::ids::ArtworkId;
use impasto_domain::ports::{ConnectionSeen, PortFuture, Presence, PresenceError, PresenceSummary};
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{FromRedisValue, Script, ScriptInvocation};
use uuid::Uuid;

/// A count that comes late is worth nothing: the next is half a second away.
const ANSWER_MAX: Duration = Duration::from_secs(1);

/// Who is connected to any node, each with a lease.
pub struct RedisPresence {
    connection: ConnectionManager,
    script: Script,
    /// In the order of the script; of one slot in a cluster, for they change together.
    keys: [String; 5],
    lease: Duration,
}

impl std::fmt::Debug for RedisPresence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedisPresence").field("lease", &self.lease).finish_non_exhaustive()
    }
}

impl RedisPresence {
    /// Presence whose leases last `lease` (three heartbeats). Connects when it is asked for the first time, and again
    /// whenever the connection is lost. Houses that share a Redis differ in `house`.
    ///
    /// # Errors
    /// The client's error when the address is not one of Redis.
    pub fn start(url: &str, house: &str, lease: Duration) -> Result<Self, redis::RedisError> {
        let client = redis::Client::open(url)?;
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(1)
            .set_connection_timeout(Some(ANSWER_MAX))
            .set_response_timeout(Some(ANSWER_MAX));
        let key = |what: &str| format!("{{{house}:presence}}:{what}");
        Ok(Self {
            connection: ConnectionManager::new_lazy_with_config(client, config)?,
            script: Script::new(include_str!("presence.lua")),
            keys: ["leases", "connections", "roles", "people", "works"].map(key),
            lease,
        })
    }

    fn ask(&self, what: &str) -> ScriptInvocation<'_> {
        let mut call = self.script.prepare_invoke();
        for key in &self.keys {
            call.key(key);
        }
        call.arg(what);
        call
    }

    async fn answer<T: FromRedisValue>(&self, call: ScriptInvocation<'_>) -> Result<T, PresenceError> {
        let mut connection = self.connection.clone();
        call.invoke_async(&mut connection).await.map_err(|error| PresenceError(error.to_string()))
    }
}

impl Presence for RedisPresence {
    fn seen(&self, connection: ConnectionSeen) -> PortFuture<'_, Result<(), PresenceError>> {
        let ConnectionSeen { connection_id, owner_id, role, viewing } = connection;
        let mut call = self.ask("seen");
        call.arg(connection_id.to_string())
            .arg(role)
            // Two tabs of one person count once; a connection nobody has signed in on counts as one.
            .arg(owner_id.unwrap_or(connection_id).to_string())
            .arg(viewing.map_or_else(String::new, |artwork_id| artwork_id.to_string()))
            .arg(u64::try_from(self.lease.as_millis()).unwrap_or(u64::MAX));
        Box::pin(async move { self.answer::<i64>(call).await.map(drop) })
    }

    fn gone(&self, connection_id: Uuid) -> PortFuture<'_, Result<(), PresenceError>> {
        let mut call = self.ask("gone");
        call.arg(connection_id.to_string());
        Box::pin(async move { self.answer::<i64>(call).await.map(drop) })
    }

    fn viewers(&self, artwork_id: ArtworkId) -> PortFuture<'_, Result<u32, PresenceError>> {
        let mut call = self.ask("viewers");
        call.arg(artwork_id.to_string());
        Box::pin(async move { self.answer(call).await })
    }

    fn summary(&self) -> PortFuture<'_, Result<PresenceSummary, PresenceError>> {
        let call = self.ask("summary");
        Box::pin(async move {
            let (by_role, works): (BTreeMap<String, u32>, BTreeMap<String, u32>) = self.answer(call).await?;
            // Only ids are written there; whatever else somebody put beside them is not counted.
            let by_artwork = works
                .into_iter()
                .filter_map(|(work, people)| Some((ArtworkId(work.parse::<Uuid>().ok()?), people)))
                .collect();
            Ok(PresenceSummary { by_role, by_artwork })
        })
    }
}
