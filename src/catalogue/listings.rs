//! Lists as they were answered last: most people look at the same few, and between two changes they are the same bytes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use crate::gateway::conditional::tag_of;

/// How many lists are kept, and how long the name of one may be: who asks for strange ones fills no memory.
const KEPT_MAX: usize = 128;
const NAME_BYTES_MAX: usize = 512;

/// A list as it goes out.
#[derive(Debug)]
pub struct Listing {
    /// The bytes: JSON, or what else the name stands for.
    pub body: Bytes,
    /// Its entity tag, quotes included.
    pub etag: String,
    generation: u64,
}

impl Listing {
    pub(super) fn new(generation: u64, body: Bytes) -> Self {
        let etag = tag_of(&body);
        Self { body, etag, generation }
    }
}

/// The lists that are kept, by name.
#[derive(Default)]
pub(super) struct Listings {
    kept: Mutex<HashMap<String, Arc<Listing>>>,
}

impl Listings {
    pub(super) fn get(&self, name: &str, generation: u64) -> Option<Arc<Listing>> {
        self.lock().get(name).filter(|kept| kept.generation == generation).cloned()
    }

    pub(super) fn keep(&self, name: &str, listing: Listing) -> Arc<Listing> {
        let listing = Arc::new(listing);
        if name.len() <= NAME_BYTES_MAX {
            let mut kept = self.lock();
            if kept.len() >= KEPT_MAX {
                // Old ones first; a crowd of new ones starts anew, which costs each of them one making.
                kept.retain(|_, other| other.generation == listing.generation);
                if kept.len() >= KEPT_MAX {
                    kept.clear();
                }
            }
            kept.insert(name.to_owned(), Arc::clone(&listing));
        }
        listing
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Listing>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(generation: u64) -> Listing {
        Listing::new(generation, Bytes::from_static(b"{}"))
    }

    #[test]
    fn what_is_kept_is_of_one_generation_and_not_without_end() {
        let listings = Listings::default();
        listings.keep("a", listing(1));
        assert!(listings.get("a", 1).is_some());
        assert!(listings.get("a", 2).is_none() && listings.get("b", 1).is_none());
        for number in 0..2 * KEPT_MAX {
            listings.keep(&number.to_string(), listing(2));
        }
        assert!(listings.lock().len() <= KEPT_MAX);
        listings.keep(&"x".repeat(NAME_BYTES_MAX + 1), listing(2));
        assert!(listings.get(&"x".repeat(NAME_BYTES_MAX + 1), 2).is_none());
    }
}
