//! One work in the catalogue: its record, and its JSON once somebody asked for it.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use impasto_domain::read::ArtworkRecord;

use crate::api::shapes::ArtworkJson;

/// A work as it is at one version. Never changed: a change makes a new one.
pub struct Entry {
    /// The work.
    pub record: Arc<ArtworkRecord>,
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

impl Entry {
    pub(super) fn new(record: ArtworkRecord) -> Self {
        Self { record: Arc::new(record), rendered: OnceLock::new() }
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
}
