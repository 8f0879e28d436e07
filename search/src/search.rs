//! The whole of it: works go in and out, queries are answered.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use impasto_domain::ids::ArtworkId;
use impasto_domain::read::ArtworkRecord;

use crate::query::Query;
use crate::shelf::{Facets, Matched, Shelf};
use crate::text::{Change, Found as Words, Writer};

/// Finds public works. Cheap to read from many threads; what is compared and counted changes at once, words a few
/// milliseconds later.
pub struct Search {
    pub(crate) shelf: Arc<RwLock<Shelf>>,
    pub(crate) writer: Writer,
}

/// The answer to a query.
#[derive(Debug)]
pub struct Found {
    /// One page.
    pub works: Vec<Arc<ArtworkRecord>>,
    /// Where the next page starts.
    pub next_cursor: Option<String>,
    /// Works on all pages.
    pub total: usize,
    /// Choices left.
    pub facets: Facets,
    /// What was probably meant. Where works have the words at all, these are of what is named here; where none has, this
    /// would find some.
    pub did_you_mean: Option<String>,
}

impl Default for Search {
    fn default() -> Self {
        Self::new()
    }
}

impl Search {
    /// Without works.
    #[must_use]
    pub fn new() -> Self {
        let shelf: Arc<RwLock<Shelf>> = Arc::default();
        Self { writer: Writer::start(Arc::clone(&shelf)), shelf }
    }

    /// Takes a work in, or what it has become.
    pub fn put(&self, work: Arc<ArtworkRecord>) {
        let (slot, has_other_words) = self.write().put(work);
        if has_other_words {
            self.writer.send(Change::Work(slot));
        }
    }

    /// Forgets a work.
    pub fn remove(&self, id: ArtworkId) {
        let gone = self.write().remove(id);
        if let Some(slot) = gone {
            self.writer.send(Change::Work(slot));
        }
    }

    /// Makes the index of words anew from the works that are here; searches read the old one until then.
    pub fn rebuild(&self) {
        self.writer.send(Change::All);
    }

    /// Waits until what was put or removed so far is found by its words.
    pub async fn settled(&self) {
        self.writer.settled().await;
    }

    /// Raised whenever words are found otherwise than before.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.writer.generation()
    }

    /// Answers a query: one page, its facets and how many works there are.
    #[must_use]
    pub fn search(&self, query: &Query) -> Found {
        let words =
            query.text.as_deref().filter(|text| !crate::fold::words(text).is_empty()).map(|text| self.words(text));
        let matched = words.as_ref().map(|words| Matched { slots: &words.slots, scores: &words.scores });
        let page = self.read().page(query, matched.as_ref());
        Found {
            works: page.works,
            next_cursor: page.next_cursor,
            total: page.total,
            facets: page.facets,
            did_you_mean: words.and_then(|words| words.meant),
        }
    }

    /// How many works there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.read().len()
    }

    /// Whether there is no work.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The works that have the words. An index that cannot be read finds nothing and is made anew.
    pub(crate) fn words(&self, text: &str) -> Words {
        let Some(snapshot) = self.writer.snapshot() else { return Words::default() };
        snapshot.find(text).unwrap_or_else(|error| {
            tracing::error!(%error, "the search index cannot be read; it is made anew");
            self.rebuild();
            Words::default()
        })
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Shelf> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Shelf> {
        self.shelf.write().unwrap_or_else(PoisonError::into_inner)
    }
}
