//! The catalogue in memory: every public work with its stock, kept right by committed events.
//!
//! Reads of the storefront come from here and never wait for the database. Each work's JSON is rendered once a change
//! and shared. What is found, in which order and with which facets, `impasto-search` knows. It knows nothing of HTTP.

mod changing;
mod copies;
mod entry;
mod found;
mod listings;
mod moving;
mod places;
mod similar;
mod washes;

pub use changing::Taken;
pub use entry::{Entry, Rendered};
pub use found::{FacetCount, Facets, Found};
pub use impasto_search::{Colour, ColourWish, PriceBand, Query, SizeBand, Sort, Suggestions};
pub use listings::Listing;
pub use places::Place;
pub use similar::Likeness;
pub use washes::Wash;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use impasto_domain::edit::ImageRow;
use impasto_domain::event::Committed;
use impasto_domain::ids::{ArtistId, ArtworkId, EditionId};
use impasto_domain::read::{ArtworkRecord, CopyMap};
use impasto_search::Search;

use self::changing::Changing;
use self::copies::CopyMaps;
use self::listings::Listings;
use self::moving::Moving;
use self::similar::SimilarRows;
use self::washes::Washes;

/// Every public work. Cheap to share; reading never waits for a writer longer than one pointer swap takes.
pub struct Catalogue {
    works: RwLock<Works>,
    /// Always written under the lock of the works, so that both tell of the same.
    search: Search,
    listings: Listings,
    copies: CopyMaps,
    similar: SimilarRows,
    washes: Washes,
    public_url: Box<dyn Fn(&str) -> String + Send + Sync>,
}

#[derive(Default)]
struct Works {
    by_id: HashMap<ArtworkId, Arc<Entry>>,
    by_slug: HashMap<String, ArtworkId>,
    by_edition: HashMap<EditionId, ArtworkId>,
    artist_names: HashMap<String, String>,
    moving: Moving,
    /// Raised by every change: two readings with the same number saw the same works.
    generation: u64,
}

impl Catalogue {
    /// An empty catalogue; `public_url` gives the address of a public file.
    pub fn new(public_url: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        Self {
            works: RwLock::default(),
            search: Search::new(),
            listings: Listings::default(),
            copies: CopyMaps::default(),
            similar: SimilarRows::default(),
            washes: Washes::default(),
            public_url: Box::new(public_url),
        }
    }

    /// The address of a public file.
    #[must_use]
    pub fn public_url(&self, key: &str) -> String {
        (self.public_url)(key)
    }

    /// What stands behind a picture until it is there; `None` for one without a blurhash.
    #[must_use]
    pub fn wash(&self, image: &ImageRow) -> Option<Wash> {
        self.washes.get(image)
    }

    /// Takes a work in, or replaces an older version of it; a work that is not public any more is dropped. Answers
    /// `false` when what is known is newer in anything: then the record was read too early and is to be read again.
    pub fn put(&self, record: ArtworkRecord) -> bool {
        let mut works = self.write();
        let is_newer = |known: &ArtworkRecord| known.version > record.version || known.revision > record.revision;
        if works.by_id.get(&record.id).is_some_and(|known| is_newer(&known.record)) {
            return false;
        }
        works.generation += 1;
        works.remove(record.id);
        if record.status.is_public() {
            let entry = Entry::new(record);
            self.search.put(Arc::clone(&entry.record));
            works.insert(Arc::new(entry));
        } else {
            self.search.remove(record.id);
        }
        true
    }

    /// Forgets a work.
    pub fn remove(&self, id: ArtworkId) {
        let mut works = self.write();
        works.generation += 1;
        works.remove(id);
        self.search.remove(id);
    }

    /// Takes in the events of one commit as one: who reads a work sees all of the commit or nothing of it, so that no
    /// version of a work is ever seen half done.
    pub fn apply(&self, events: &[Committed]) -> Taken {
        let mut works = self.write();
        let mut changing =
            Changing { works: &mut works, search: &self.search, records: HashMap::new(), taken: Taken::default() };
        for (place, committed) in events.iter().enumerate() {
            changing.take_in(place, committed);
        }
        changing.finish()
    }

    /// The work of that id.
    #[must_use]
    pub fn by_id(&self, id: ArtworkId) -> Option<Arc<Entry>> {
        self.read().by_id.get(&id).cloned()
    }

    /// The work at that address.
    #[must_use]
    pub fn by_slug(&self, slug: &str) -> Option<Arc<Entry>> {
        let works = self.read();
        works.by_id.get(works.by_slug.get(slug)?).cloned()
    }

    /// The work of an edition.
    #[must_use]
    pub fn by_edition(&self, id: EditionId) -> Option<Arc<Entry>> {
        let works = self.read();
        works.by_id.get(works.by_edition.get(&id)?).cloned()
    }

    /// The name of the artist with that slug, who has (or had) a public work.
    #[must_use]
    pub fn artist_name(&self, slug: &str) -> Option<String> {
        self.read().artist_names.get(slug).cloned()
    }

    /// The rendered JSON of a work.
    #[must_use]
    pub fn render(&self, entry: &Arc<Entry>) -> Arc<Rendered> {
        entry.rendered(&self.public_url)
    }

    /// A list's bytes, made by `make` unless they are kept since a time when every work was as it is now. `name` must
    /// tell all lists apart.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn listing<E>(&self, name: &str, make: impl FnOnce() -> Result<Bytes, E>) -> Result<Arc<Listing>, E> {
        // Taken before the works are read: a change meanwhile makes what is kept old, never too new.
        let generation = self.read().generation + self.search.generation();
        if let Some(kept) = self.listings.get(name, generation) {
            return Ok(kept);
        }
        Ok(self.listings.keep(name, Listing::new(generation, make()?)))
    }

    /// The map of an edition's copies, at least as new as `version` of its stock: as kept, or read by `read`.
    ///
    /// # Errors
    /// Those of `read`.
    pub async fn copies<E>(
        &self,
        id: EditionId,
        version: i64,
        read: impl Future<Output = Result<Option<CopyMap>, E>>,
    ) -> Result<Option<Arc<CopyMap>>, E> {
        self.copies.get(id, version, read).await
    }

    /// Answers a query: one page, its facets and how many works there are.
    #[must_use]
    pub fn search(&self, query: &Query) -> Found {
        let found = self.search.search(query);
        // One that has gone in between is left out.
        let items = self.entries(found.works.iter().map(|work| work.id));
        Found {
            items,
            next_cursor: found.next_cursor,
            total: found.total,
            facets: found::facets(found.facets),
            did_you_mean: found.did_you_mean,
        }
    }

    /// What to suggest for what was typed so far.
    #[must_use]
    pub fn suggest(&self, typed: &str) -> Suggestions {
        self.search.suggest(typed)
    }

    /// Waits until every work is found by the words it has now: a few milliseconds.
    pub async fn settled(&self) {
        self.search.settled().await;
    }

    /// Makes the index of words anew; the old one answers until then.
    pub fn rebuild(&self) {
        self.search.rebuild();
    }

    /// Works that were held or sold last, since `since`; the last one first.
    #[must_use]
    pub fn moving(&self, since: DateTime<Utc>, most: usize) -> Vec<Arc<Entry>> {
        let moved = self.read().moving.since(since);
        let mut entries = self.entries(moved.into_iter());
        entries.truncate(most);
        entries
    }

    fn entries(&self, ids: impl Iterator<Item = ArtworkId>) -> Vec<Arc<Entry>> {
        let works = self.read();
        ids.filter_map(|id| works.by_id.get(&id).cloned()).collect()
    }

    /// The public works that are known.
    #[must_use]
    pub fn ids(&self) -> Vec<ArtworkId> {
        self.read().by_id.keys().copied().collect()
    }

    /// The public works of an artist.
    #[must_use]
    pub fn of_artist(&self, id: ArtistId) -> Vec<ArtworkId> {
        let works = self.read();
        works.by_id.values().filter(|entry| entry.record.artist.id == id).map(|entry| entry.record.id).collect()
    }

    /// How many public works there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.read().by_id.len()
    }

    /// Whether there is no public work.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn read(&self) -> RwLockReadGuard<'_, Works> {
        self.works.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Works> {
        self.works.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Works {
    fn insert(&mut self, entry: Arc<Entry>) {
        let id = entry.record.id;
        self.by_slug.insert(entry.record.slug.clone(), id);
        for (edition, _) in &entry.record.editions {
            self.by_edition.insert(edition.id, id);
        }
        let artist = &entry.record.artist;
        if self.artist_names.get(&artist.slug) != Some(&artist.name) {
            self.artist_names.insert(artist.slug.clone(), artist.name.clone());
        }
        self.by_id.insert(id, entry);
    }

    fn remove(&mut self, id: ArtworkId) {
        if let Some(entry) = self.by_id.remove(&id) {
            self.by_slug.remove(&entry.record.slug);
            for (edition, _) in &entry.record.editions {
                self.by_edition.remove(&edition.id);
            }
        }
    }
}
