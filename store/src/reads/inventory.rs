//! Editions with their counters, for the console.

use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::edition::{Edition, EditionKind, Stock};
use impasto_domain::ids::ArtworkId;
use impasto_domain::read::Page;

use super::ListError;
use super::artworks::Counters;
use super::cursor::{Key, page, probe};
use crate::open::Store;
use crate::record::stored;
use crate::records::{EditionRow, unknown};
use crate::sql::{fetch_all, fetch_optional, statements};

/// Which editions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InventoryFilter {
    /// Of this kind.
    pub kind: Option<EditionKind>,
    /// With copies in this state.
    pub state: Option<StockState>,
    /// A part of the seller's name, in any case; empty for all.
    pub seller: String,
    /// A part of the work's title or of the artist's name, in any case; empty for all.
    pub words: String,
}

/// What is looked for of the copies of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockState {
    /// Some can be bought.
    Free,
    /// Some are held.
    Held,
    /// None is left and none is held.
    SoldOut,
    /// Some were taken out of sale by hand.
    Withdrawn,
}

impl StockState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Free, Self::Held, Self::SoldOut, Self::Withdrawn];

    /// The published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Held => "held",
            Self::SoldOut => "sold_out",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// Everything that has the words in it, as SQL's LIKE takes it with `!` before what is meant literally.
fn pattern(words: &str) -> String {
    let mut pattern = String::from("%");
    for letter in words.to_lowercase().chars().filter(|letter| *letter != '\0') {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

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

/// Which editions of works that are not archived; what is not asked for (empty, or the pattern of everything) is any.
macro_rules! filtered {
    () => {
        "FROM editions e JOIN stock s ON s.edition_id = e.id JOIN artwork_heads h ON h.id = e.artwork_id \
         JOIN sellers sl ON sl.id = h.seller_id \
         WHERE h.status <> 'archived' AND e.kind = coalesce($1, e.kind) \
         AND CASE coalesce($2, '') WHEN '' THEN true WHEN 'free' THEN s.total IS NULL OR s.available > 0 \
         WHEN 'held' THEN s.held > 0 WHEN 'sold_out' THEN s.total IS NOT NULL AND s.available + s.held = 0 \
         WHEN 'withdrawn' THEN s.withdrawn > 0 ELSE false END \
         AND lower(sl.name) LIKE $3 ESCAPE '!' \
         AND (lower(h.title) LIKE $4 ESCAPE '!' OR lower(h.artist_name) LIKE $4 ESCAPE '!')"
    };
}

statements! {
    /// The newest works first; editions of a work in their order (`position` counts from 0).
    INVENTORY = concat!(
        "SELECT e.id, e.artwork_id, e.kind, e.label, e.size, e.artist_proofs, e.width_tenth_mm, e.height_tenth_mm, \
         e.depth_tenth_mm, e.weight_g, e.price_minor, e.currency, e.tax_regime, e.max_per_customer, e.available_from, \
         e.made_to_order, \
         s.total, s.available, s.held, s.sold, s.withdrawn, s.version, \
         CASE WHEN s.total IS NOT NULL AND s.available = 0 AND s.held > 0 THEN \
         (SELECT min(hd.expires_at) FROM holds hd WHERE hd.edition_id = e.id) END AS next_release_at, \
         h.slug, h.title, h.status, h.artist_name, sl.name AS seller_name ",
        filtered!(),
        " AND e.id < $5 ORDER BY e.id DESC LIMIT $6"
    );
    COUNT_EDITIONS = concat!("SELECT count(*) AS total ", filtered!());
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
    /// Editions of works that are not archived, the newest first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn inventory(
        &self,
        filter: &InventoryFilter,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<InventoryRecord>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let kind = filter.kind.map(EditionKind::as_str);
        let state = filter.state.map(StockState::as_str);
        let (seller, words) = (pattern(&filter.seller), pattern(&filter.words));
        let (seller, words) = (seller.as_str(), words.as_str());
        let total = fetch_optional!(&mut db, (i64,), COUNT_EDITIONS, kind, state, seller, words)?;
        let total = total.map(|(total,)| total);
        let rows = fetch_all!(&mut db, InventoryRow, INVENTORY, kind, state, seller, words, from.id, probe(limit))?;
        // Ids are made in time order near enough for a list; the time of the key is not used.
        let key = |row: &InventoryRow| Key { id: row.edition.id, ..Key::oldest() }.encode();
        page(rows, limit, total, key, |row| Ok(InventoryRecord::try_from(row)?))
    }
}
