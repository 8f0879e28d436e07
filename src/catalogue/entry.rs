//! One work in the catalogue: its record, what is folded for searching, and its JSON once somebody asked for it.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use impasto_domain::edition::EditionKind;
use impasto_domain::read::ArtworkRecord;

use super::colour::Colour;
use super::fold::{fold, words};
use crate::api::shapes::ArtworkJson;

/// A work as it is at one version. Never changed: a change makes a new one.
pub struct Entry {
    /// The work.
    pub record: Arc<ArtworkRecord>,
    pub(super) index: Arc<Folded>,
    rendered: OnceLock<Arc<Rendered>>,
}

/// The JSON of a work.
#[derive(Debug)]
pub struct Rendered {
    /// The shape `Artwork`.
    pub json: Bytes,
    /// Its entity tag, quotes included: changes with words, images, prices and stock.
    pub etag: String,
}

/// What is folded once for searching; stock changes share it.
pub(super) struct Folded {
    pub(super) title: Vec<String>,
    pub(super) artist: Vec<String>,
    pub(super) words: Vec<String>,
    pub(super) medium: String,
    pub(super) styles: Vec<String>,
    pub(super) subjects: Vec<String>,
    pub(super) colours: Vec<Colour>,
    /// The names of the colours, each once: what the facet counts.
    pub(super) colour_names: Vec<&'static str>,
}

impl Entry {
    pub(super) fn new(record: ArtworkRecord) -> Self {
        let index = Arc::new(Folded::of(&record));
        Self { record: Arc::new(record), index, rendered: OnceLock::new() }
    }

    /// The same words with other numbers.
    pub(super) fn with(&self, record: ArtworkRecord) -> Self {
        Self { record: Arc::new(record), index: Arc::clone(&self.index), rendered: OnceLock::new() }
    }

    pub(super) fn rendered(&self, url: &dyn Fn(&str) -> String) -> Arc<Rendered> {
        let render = || {
            let shape = ArtworkJson::of(&self.record, url);
            // The shape is plain data: strings, numbers and lists always become JSON.
            let json = serde_json::to_vec(&shape).map(Bytes::from).unwrap_or_default();
            let etag = format!("\"{}.{}.{}\"", self.record.revision, self.record.version, self.record.wishlisted);
            Arc::new(Rendered { json, etag })
        };
        Arc::clone(self.rendered.get_or_init(render))
    }

    /// Whether something of it can be put into a cart now.
    #[must_use]
    pub fn is_available(&self) -> bool {
        self.record.status == impasto_domain::artwork::ArtworkStatus::Published
            && self
                .record
                .editions
                .iter()
                .any(|(edition, stock)| edition.kind == EditionKind::Open || stock.available > 0)
    }

    /// The lowest price of its editions, minor units.
    #[must_use]
    pub fn price_from_minor(&self) -> Option<i64> {
        self.record.editions.iter().map(|(edition, _)| edition.price.amount_minor).min()
    }
}

impl Folded {
    fn of(record: &ArtworkRecord) -> Self {
        let text = &record.text;
        let mut all = words(&text.description);
        for more in [&text.medium, &record.seller.name] {
            all.extend(words(more));
        }
        for more in text.styles.iter().chain(&text.subjects) {
            all.extend(words(more));
        }
        all.sort();
        all.dedup();
        let palettes = record.images.iter().take(1).flat_map(|image| image.palette.iter());
        let colours: Vec<Colour> = palettes.filter_map(|hex| Colour::parse(hex)).collect();
        let mut colour_names: Vec<&'static str> = colours.iter().map(|colour| colour.name()).collect();
        colour_names.sort_unstable();
        colour_names.dedup();
        Self {
            title: words(&text.title),
            artist: words(&record.artist.name),
            words: all,
            medium: fold(&text.medium),
            styles: text.styles.iter().map(|style| fold(style)).collect(),
            subjects: text.subjects.iter().map(|subject| fold(subject)).collect(),
            colours,
            colour_names,
        }
    }
}
