//! Presence on one node: leases in memory.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use impasto_domain::ids::ArtworkId;
use impasto_domain::ports::{ConnectionSeen, PortFuture, Presence, PresenceError, PresenceSummary};
use uuid::Uuid;

/// Who is connected to this node, each with a lease.
#[derive(Debug)]
pub struct LocalPresence {
    lease: Duration,
    connections: Mutex<HashMap<Uuid, Entry>>,
}

#[derive(Debug)]
struct Entry {
    seen: ConnectionSeen,
    until: Instant,
}

impl LocalPresence {
    /// Presence whose leases last `lease` (three heartbeats).
    #[must_use]
    pub fn new(lease: Duration) -> Self {
        Self { lease, connections: Mutex::new(HashMap::new()) }
    }

    /// The live connections; what has outlived its lease is dropped on the way.
    fn live(&self) -> MutexGuard<'_, HashMap<Uuid, Entry>> {
        let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        connections.retain(|_, entry| entry.until > now);
        connections
    }
}

impl Presence for LocalPresence {
    fn seen(&self, connection: ConnectionSeen) -> PortFuture<'_, Result<(), PresenceError>> {
        let until = Instant::now() + self.lease;
        let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        connections.insert(connection.connection_id, Entry { seen: connection, until });
        Box::pin(std::future::ready(Ok(())))
    }

    fn gone(&self, connection_id: Uuid) -> PortFuture<'_, Result<(), PresenceError>> {
        let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        connections.remove(&connection_id);
        Box::pin(std::future::ready(Ok(())))
    }

    fn viewers(&self, artwork_id: ArtworkId) -> PortFuture<'_, Result<u32, PresenceError>> {
        let count = people(self.live().values(), artwork_id);
        Box::pin(std::future::ready(Ok(count)))
    }

    fn summary(&self) -> PortFuture<'_, Result<PresenceSummary, PresenceError>> {
        let live = self.live();
        let mut summary = PresenceSummary::default();
        let mut works: BTreeMap<ArtworkId, BTreeSet<Uuid>> = BTreeMap::new();
        for entry in live.values() {
            *summary.by_role.entry(entry.seen.role.clone()).or_default() += 1;
            if let Some(artwork_id) = entry.seen.viewing {
                works.entry(artwork_id).or_default().insert(person(&entry.seen));
            }
        }
        let counts = works.into_iter().map(|(id, people)| (id, u32::try_from(people.len()).unwrap_or(u32::MAX)));
        summary.by_artwork = counts.collect();
        Box::pin(std::future::ready(Ok(summary)))
    }
}

fn people<'e>(entries: impl Iterator<Item = &'e Entry>, artwork_id: ArtworkId) -> u32 {
    let looking = entries.filter(|entry| entry.seen.viewing == Some(artwork_id));
    let people: BTreeSet<Uuid> = looking.map(|entry| person(&entry.seen)).collect();
    u32::try_from(people.len()).unwrap_or(u32::MAX)
}

/// Two tabs of one person count once; a connection nobody has signed in on counts as one.
fn person(seen: &ConnectionSeen) -> Uuid {
    seen.owner_id.unwrap_or(seen.connection_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(connection: u128, owner: Option<u128>, viewing: Option<u128>) -> ConnectionSeen {
        ConnectionSeen {
            connection_id: Uuid::from_u128(connection),
            owner_id: owner.map(Uuid::from_u128),
            role: "visitor".to_owned(),
            viewing: viewing.map(|id| ArtworkId(Uuid::from_u128(id))),
        }
    }

    #[tokio::test]
    async fn two_tabs_of_one_person_count_once_and_leave_with_their_lease() {
        let presence = LocalPresence::new(Duration::from_millis(40));
        let work = ArtworkId(Uuid::from_u128(9));
        presence.seen(seen(1, Some(7), Some(9))).await.unwrap();
        presence.seen(seen(2, Some(7), Some(9))).await.unwrap();
        presence.seen(seen(3, None, Some(9))).await.unwrap();
        assert_eq!(presence.viewers(work).await, Ok(2));
        presence.gone(Uuid::from_u128(3)).await.unwrap();
        assert_eq!(presence.viewers(work).await, Ok(1));
        tokio::time::sleep(Duration::from_millis(60)).await;
        assert_eq!(presence.viewers(work).await, Ok(0));
        assert_eq!(presence.summary().await, Ok(PresenceSummary::default()));
    }
}
