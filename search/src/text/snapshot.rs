//! The index as it was after a commit: what a search reads, whatever is written meanwhile.

use std::sync::Arc;

use tantivy::fastfield::AliveBitSet;
use tantivy::{InvertedIndexReader, Searcher, SegmentReader};

use super::fields::{Fields, SEARCHED};

/// A document that is deleted has this slot, which no work has.
const NO_SLOT: u32 = u32::MAX;

/// The index after a commit.
pub(crate) struct Snapshot {
    pub(super) fields: Fields,
    pub(super) searcher: Searcher,
    pub(super) segments: Vec<Segment>,
    /// One more than the largest slot.
    pub(super) slots: usize,
    /// How many works there are.
    pub(super) works: usize,
}

/// A part of the index, opened.
pub(super) struct Segment {
    pub(super) reader: SegmentReader,
    pub(super) searched: [Arc<InvertedIndexReader>; SEARCHED],
    pub(super) stems: Arc<InvertedIndexReader>,
    pub(super) whole: Arc<InvertedIndexReader>,
    /// The slot of each document.
    pub(super) slots: Vec<u32>,
}

impl Snapshot {
    /// Opens what a searcher sees.
    ///
    /// # Errors
    /// Those of tantivy: the index cannot be read.
    pub(super) fn open(fields: Fields, searcher: Searcher) -> tantivy::Result<Self> {
        let segments = searcher.segment_readers().iter().map(|reader| Segment::open(fields, reader));
        let segments = segments.collect::<tantivy::Result<Vec<_>>>()?;
        let known = || segments.iter().flat_map(|segment| &segment.slots).filter(|slot| **slot != NO_SLOT);
        let slots = known().max().map_or(0, |slot| *slot as usize + 1);
        let works = known().count();
        Ok(Self { fields, searcher, segments, slots, works })
    }
}

impl Segment {
    /// Whether a document is still there.
    pub(super) fn has(&self, document: u32) -> bool {
        self.slots.get(document as usize).is_some_and(|slot| *slot != NO_SLOT)
    }

    fn open(fields: Fields, reader: &SegmentReader) -> tantivy::Result<Self> {
        let column = reader.fast_fields().u64("slot")?;
        let alive = reader.alive_bitset();
        let slot = |document| {
            let is_alive = alive.is_none_or(|alive: &AliveBitSet| alive.is_alive(document));
            let slot = column.first(document).filter(|_| is_alive);
            slot.and_then(|slot| u32::try_from(slot).ok()).unwrap_or(NO_SLOT)
        };
        let [a, b, c, d] = fields.searched;
        Ok(Self {
            searched: [
                reader.inverted_index(a)?,
                reader.inverted_index(b)?,
                reader.inverted_index(c)?,
                reader.inverted_index(d)?,
            ],
            stems: reader.inverted_index(fields.stems)?,
            whole: reader.inverted_index(fields.whole)?,
            slots: (0..reader.max_doc()).map(slot).collect(),
            reader: reader.clone(),
        })
    }
}
