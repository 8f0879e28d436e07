//! Editions with their counters, for the console.

use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::edition::{Edition, Stock};
use impasto_domain::ids::ArtworkId;
use impasto_domain::read::Page;

use super::ListError;
use super::artworks::Counters;
use super::cursor::{Key, page, probe};
use crate::open::Store;
use crate::record::stored;
use crate::records::{EditionRow, unknown};
use crate::sql::{fetch_all, fetch_optional, statements};

/// An edition with its counters and its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InventoryRecord {
    /// The work.
    pub artwork_id: ArtworkId,
    /// Its address on the storefront.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its status.
    pub status: ArtworkStatus,
    /// Its artist's name.
    pub artist: String,
    /// Its seller's name.
    pub seller: String,
    /// The edition.
    pub edition: Edition,
    /// Its counters.
    pub stock: Stock,
}

statements! {
    /// The newest works first; editions of a work in their order (`position` counts from 0).
    INVENTORY =
        "SELECT e.id, e.artwork_id, e.kind, e.label, e.size, e.artist_proofs, e.width_tenth_mm, e.height_tenth_mm, \
         e.depth_tenth_mm, e.weight_g, e.price_minor, e.currency, e.tax_regime, e.max_per_customer, e.available_from, \
         s.total, s.available, s.held, s.sold, s.withdrawn, s.version, \
         CASE WHEN s.total IS NOT NULL AND s.available = 0 AND s.held > 0 THEN \
         (SELECT min(hd.expires_at) FROM holds hd WHERE hd.edition_id = e.id) END AS next_release_at, \
         h.slug, h.title, h.status, h.artist_name, sl.name AS seller_name \
         FROM editions e JOIN stock s ON s.edition_id = e.id JOIN artwork_heads h ON h.id = e.artwork_id \
         JOIN sellers sl ON sl.id = h.seller_id \
         WHERE h.status <> 'archived' AND e.id < $1 ORDER BY e.id DESC LIMIT $2";
    COUNT_EDITIONS =
        "SELECT count(*) AS total FROM editions e JOIN artwork_heads h ON h.id = e.artwork_id \
         WHERE h.status <> 'archived'";
}

stored! {
    struct InventoryRow {
        edition: ..EditionRow,
        counters: ..Counters,
        slug: String,
        title: String,
        status: String,
        artist_name: String,
        seller_name: String,
    }
}

impl TryFrom<InventoryRow> for InventoryRecord {
    type Error = sqlx::Error;

    fn try_from(row: InventoryRow) -> Result<Self, sqlx::Error> {
        let edition = Edition::try_from(row.edition)?;
        let stock = row.counters.of(&edition);
        Ok(Self {
            artwork_id: edition.artwork_id,
            slug: row.slug,
            title: row.title,
            status: ArtworkStatus::parse(&row.status).ok_or_else(|| unknown("artwork status", &row.status))?,
            artist: row.artist_name,
            seller: row.seller_name,
            edition,
            stock,
        })
    }
}

impl Store {
    /// Every edition of works that are not archived, the newest first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn inventory(&self, cursor: Option<&str>, limit: u32) -> Result<Page<InventoryRecord>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let total = fetch_optional!(&mut db, (i64,), COUNT_EDITIONS)?.map(|(total,)| total);
        let rows = fetch_all!(&mut db, InventoryRow, INVENTORY, from.id, probe(limit))?;
        // Ids are made in time order near enough for a list; the time of the key is not used.
        let key = |row: &InventoryRow| Key { id: row.edition.id, ..Key::oldest() }.encode();
        page(rows, limit, total, key, |row| Ok(InventoryRecord::try_from(row)?))
    }
}
