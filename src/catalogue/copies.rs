//! Edition maps as they were read last: a stock event makes everybody who looks at a work ask for its map at once, and
//! one of them reads it.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use impasto_domain::ids::EditionId;
use impasto_domain::read::CopyMap;

/// How long one waits for another's read.
const TURN: Duration = Duration::from_millis(250);

/// How many maps are kept.
const KEPT_MAX: usize = 512;

/// The maps that are kept, by edition.
#[derive(Default)]
pub(super) struct CopyMaps {
    kept: Mutex<HashMap<EditionId, Arc<CopyMap>>>,
    /// Held while a map is read: those who wait find it kept.
    reading: tokio::sync::Mutex<()>,
}

impl CopyMaps {
    /// The map of an edition that is at least of `version`: as kept, or read by `read`, which answers `None` for an
    /// unknown edition.
    pub(super) async fn get<E>(
        &self,
        id: EditionId,
        version: i64,
        read: impl Future<Output = Result<Option<CopyMap>, E>>,
    ) -> Result<Option<Arc<CopyMap>>, E> {
        if let Some(known) = self.known(id, version) {
            return Ok(Some(known));
        }
        // Not for long: while the database is slow, everybody waits for it and not for each other.
        let _turn = tokio::time::timeout(TURN, self.reading.lock()).await.ok();
        if let Some(known) = self.known(id, version) {
            return Ok(Some(known));
        }
        let Some(map) = read.await? else { return Ok(None) };
        let map = Arc::new(map);
        let mut kept = self.lock();
        if kept.len() >= KEPT_MAX {
            // A crowd of others starts anew, which costs each of them one read.
            kept.clear();
        }
        kept.insert(id, Arc::clone(&map));
        Ok(Some(map))
    }

    fn known(&self, id: EditionId, version: i64) -> Option<Arc<CopyMap>> {
        self.lock().get(&id).filter(|map| map.version >= version).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<EditionId, Arc<CopyMap>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[actix_web::test]
    async fn a_map_is_read_once_a_version() {
        let (maps, id, reads) = (CopyMaps::default(), EditionId(uuid::Uuid::from_u128(1)), Cell::new(0));
        let read = |version| {
            let reads = &reads;
            async move {
                reads.set(reads.get() + 1);
                Ok::<_, ()>(Some(CopyMap { version, runs: Vec::new() }))
            }
        };
        assert_eq!(maps.get(id, 3, read(3)).await.unwrap().unwrap().version, 3);
        assert_eq!(maps.get(id, 3, read(9)).await.unwrap().unwrap().version, 3);
        assert_eq!(maps.get(id, 2, read(9)).await.unwrap().unwrap().version, 3);
        assert_eq!(reads.get(), 1);
        assert_eq!(maps.get(id, 4, read(5)).await.unwrap().unwrap().version, 5);
        assert_eq!(reads.get(), 2);
    }
}
