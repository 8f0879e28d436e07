//! Every public address of the catalogue, for search engines.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::Catalogue;

/// Something with a page of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A work.
    Work {
        /// Its address on the storefront.
        slug: String,
        /// When its words, images or status last changed.
        updated_at: DateTime<Utc>,
    },
    /// An artist with a public work.
    Artist {
        /// Its address on the storefront.
        slug: String,
    },
}

impl Catalogue {
    /// Artists by their addresses, then works from the oldest on: a new work changes the end only.
    #[must_use]
    pub fn places(&self) -> Vec<Place> {
        let mut works: Vec<_> = self.read().by_id.values().cloned().collect();
        works.sort_unstable_by_key(|entry| entry.record.id);
        let artists: BTreeSet<&str> = works.iter().map(|entry| entry.record.artist.slug.as_str()).collect();
        let artists = artists.into_iter().map(|slug| Place::Artist { slug: slug.to_owned() });
        let works = works
            .iter()
            .map(|entry| Place::Work { slug: entry.record.slug.clone(), updated_at: entry.record.updated_at });
        artists.chain(works).collect()
    }
}
