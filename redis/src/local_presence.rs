//! Presence on one node: leases in memory.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use impasto_domain::ids::ArtworkId;
use impasto_domain::ports::{ConnectionSeen, PortFuture, Presence, PresenceError, PresenceSummary};
use uuid::Uuid;

/// Leases are looked through so many times in the length of one; how many people look at a work is known without.
const SWEEPS_A_LEASE: u32 = 3;

/// Who is connected to this node, each with a lease.
#[derive(Debug)]
pub struct LocalPresence {
    lease: Duration,
    table: Mutex<Table>,
}

#[derive(Debug)]
struct Table {
    connections: HashMap<Uuid, Entry>,
    /// The people who look at each work, with how many connections of theirs do.
    watched: HashMap<ArtworkId, HashMap<Uuid, u32>>,
    swept_at: Instant,
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
        let table = Table { connections: HashMap::new(), watched: HashMap::new(), swept_at: Instant::now() };
        Self { lease, table: Mutex::new(table) }
    }

    /// The connections; what has outlived its lease is dropped every now and then on the way.
    fn table(&self) -> MutexGuard<'_, Table> {
        let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if now.duration_since(table.swept_at) >= self.lease / SWEEPS_A_LEASE {
            table.swept_at = now;
            table.sweep(now);
        }
        table
    }
}

impl Table {
    fn put(&mut self, entry: Entry) {
        self.forget(entry.seen.connection_id);
        if let Some(artwork_id) = entry.seen.viewing {
            *self.watched.entry(artwork_id).or_default().entry(person(&entry.seen)).or_default() += 1;
        }
        self.connections.insert(entry.seen.connection_id, entry);
    }

    fn forget(&mut self, connection_id: Uuid) {
        let Some(Entry { seen, .. }) = self.connections.remove(&connection_id) else { return };
        let Some(artwork_id) = seen.viewing else { return };
        let Some(people) = self.watched.get_mut(&artwork_id) else { return };
        if let Some(connections) = people.get_mut(&person(&seen)) {
            *connections -= 1;
            if *connections == 0 {
                people.remove(&person(&seen));
            }
        }
        if people.is_empty() {
            self.watched.remove(&artwork_id);
        }
    }

    fn sweep(&mut self, now: Instant) {
        let over = self.connections.iter().filter(|(_, entry)| entry.until <= now);
        for connection_id in over.map(|(id, _)| *id).collect::<Vec<_>>() {
            self.forget(connection_id);
        }
    }
}

impl Presence for LocalPresence {
    fn seen(&self, connection: ConnectionSeen) -> PortFuture<'_, Result<(), PresenceError>> {
        let until = Instant::now() + self.lease;
        self.table().put(Entry { seen: connection, until });
        Box::pin(std::future::ready(Ok(())))
    }

    fn gone(&self, connection_id: Uuid) -> PortFuture<'_, Result<(), PresenceError>> {
        self.table().forget(connection_id);
        Box::pin(std::future::ready(Ok(())))
    }

    fn viewers(&self, artwork_id: ArtworkId) -> PortFuture<'_, Result<u32, PresenceError>> {
        let count = self.table().watched.get(&artwork_id).map_or(0, count);
        Box::pin(std::future::ready(Ok(count)))
    }

    fn summary(&self) -> PortFuture<'_, Result<PresenceSummary, PresenceError>> {
        let table = self.table();
        let mut summary = PresenceSummary::default();
        for entry in table.connections.values() {
            match summary.by_role.get_mut(&entry.seen.role) {
                Some(connections) => *connections += 1,
                None => drop(summary.by_role.insert(entry.seen.role.clone(), 1)),
            }
        }
        summary.by_artwork = table.watched.iter().map(|(id, people)| (*id, count(people))).collect();
        Box::pin(std::future::ready(Ok(summary)))
    }
}

fn count(people: &HashMap<Uuid, u32>) -> u32 {
    u32::try_from(people.len()).unwrap_or(u32::MAX)
}

/// Two tabs of one person count once; a connection nobody has signed in on counts as one.
fn person(seen: &ConnectionSeen) -> Uuid {
    seen.owner_id.unwrap_or(seen.connection_id)
}
