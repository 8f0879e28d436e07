//! The copies of an edition on the wire.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::names::CopyLookName;
use crate::app::EditionCopies;

/// What became of each copy of an edition, as the caller sees it. Neighbours of one state are one run, so that thousands
/// of copies stay small.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CopiesJson {
    /// The edition.
    pub edition_id: Uuid,
    /// The work; `artwork:<id>` tells of changes.
    pub artwork_id: Uuid,
    /// The version of the edition's stock that this shows.
    pub version: i64,
    /// Numbered copies.
    pub size: u32,
    /// Artist's proofs; their places follow the numbers.
    pub artist_proofs: u32,
    /// Runs in order. None goes across the border between numbers and proofs.
    pub runs: Vec<CopyRunJson>,
}

/// Neighbouring copies of one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CopyRunJson {
    /// `free`, `yours` (held for the caller), `held` (for somebody else), `sold` or `withdrawn`.
    #[schema(value_type = CopyLookName)]
    pub state: &'static str,
    /// The place of the first in the edition, 1-based.
    pub from: u32,
    /// How many.
    pub count: u32,
    /// The label of the first, `"7/25"`.
    pub first: Option<String>,
    /// The label of the last.
    pub last: Option<String>,
}

impl From<&EditionCopies> for CopiesJson {
    fn from(copies: &EditionCopies) -> Self {
        let edition = &copies.edition;
        let run = |(from, count, look): &(u32, u32, crate::app::CopyLook)| CopyRunJson {
            state: look.word(),
            from: *from,
            count: *count,
            first: edition.copy_label(*from),
            last: edition.copy_label(from + count - 1),
        };
        Self {
            edition_id: edition.id.0,
            artwork_id: edition.artwork_id.0,
            version: copies.version,
            size: edition.size,
            artist_proofs: edition.artist_proofs,
            runs: copies.runs.iter().map(run).collect(),
        }
    }
}
