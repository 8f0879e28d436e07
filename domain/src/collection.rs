//! Curated collections: works that staff hang together under a title.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{ArtworkId, CollectionId};

/// The most works of a collection.
pub const WORKS_MAX: usize = 60;

/// What a collection says and holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionDraft {
    /// Its title.
    pub title: String,
    /// A few words beside it.
    pub words: String,
    /// Its works in their order; none twice.
    pub works: Vec<ArtworkId>,
    /// Whether everybody sees it.
    pub published: bool,
}

/// A collection as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// The collection.
    pub id: CollectionId,
    /// Its address on the storefront; stays when the title changes.
    pub slug: String,
    /// What it says and holds.
    pub draft: CollectionDraft,
    /// Raised by every change: the entity tag.
    pub revision: i64,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Last changed.
    pub updated_at: DateTime<Utc>,
}
