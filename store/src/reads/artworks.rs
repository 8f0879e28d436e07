//! Works with everything that is shown of them.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::edit::{ArtworkText, ImageRow, ImageTiles, ImageVariant};
use impasto_domain::edition::{Edition, Stock};
use impasto_domain::ids::{ArtworkId, SellerId};
use impasto_domain::ports::ReadError;
use impasto_domain::read::{ArtistName, ArtworkRecord, Page, SellerName};
use sqlx::types::Json;
use uuid::Uuid;

use super::ListError;
use super::cursor::{Key, page, probe};
use super::people::contains;
use crate::db::Db;
use crate::open::{Store, read_error};
use crate::record::stored;
use crate::records::{EditionRow, small, unknown};
use crate::sql::{Rows, fetch_all, fetch_optional, statements};

statements! {
    PUBLIC_IDS =
        "SELECT h.id FROM artwork_heads h WHERE h.status IN ('published', 'paused', 'sold_out') ORDER BY h.id";
    ID_OF_SLUG = "SELECT h.id FROM artwork_heads h WHERE h.slug = $1";
    IDS_OF_SELLER =
        "SELECT a.created_at, a.id FROM artwork_heads h JOIN artworks a ON a.id = h.id \
         WHERE h.seller_id = $1 AND (a.created_at, a.id) < ($2, $3) ORDER BY a.created_at DESC, a.id DESC LIMIT $4";
    /// A seller's works of one status (or any), whose titles are like some words.
    IDS_OF_SELLER_WANTED =
        "SELECT a.created_at, a.id FROM artwork_heads h JOIN artworks a ON a.id = h.id \
         WHERE h.seller_id = $1 AND h.status = coalesce($2, h.status) \
         AND (lower(h.title) LIKE $3 ESCAPE '!' OR h.title LIKE $4 ESCAPE '!') \
         AND (a.created_at, a.id) < ($5, $6) ORDER BY a.created_at DESC, a.id DESC LIMIT $7";
    /// How many works of each status a seller has.
    STATUSES_OF_SELLER =
        "SELECT h.status, count(*) AS total FROM artwork_heads h WHERE h.seller_id = $1 GROUP BY h.status";
    COUNT_OF_SELLER = "SELECT count(*) AS total FROM artwork_heads h WHERE h.seller_id = $1";
    IDS_OF_STATUS =
        "SELECT a.created_at, a.id FROM artwork_heads h JOIN artworks a ON a.id = h.id \
         WHERE h.status = $1 AND (a.created_at, a.id) < ($2, $3) ORDER BY a.created_at DESC, a.id DESC LIMIT $4";
    /// The order in which they came in: a work's words change no more while it is in review.
    IN_REVIEW =
        "SELECT a.id FROM artwork_heads h JOIN artworks a ON a.id = h.id WHERE h.status = 'in_review' \
         ORDER BY a.updated_at, a.id LIMIT $1";
    COUNT_OF_STATUS = "SELECT count(*) AS total FROM artwork_heads h WHERE h.status = $1";
    IDS_UPDATED = "SELECT a.id FROM artworks a WHERE a.updated_at >= $1 ORDER BY a.updated_at, a.id";
    RECORDS [id: Uuid] =
        "WITH {rows} SELECT h.id, h.slug, h.title, h.status, h.version, h.published_at, a.description, a.year, \
         a.date_text, a.medium, a.styles, a.subjects, a.provenance, a.signed, a.condition, a.framed, a.rejection, \
         a.revision, a.updated_at, ar.id AS artist_id, ar.slug AS artist_slug, ar.name AS artist_name, \
         s.id AS seller_id, s.slug AS seller_slug, s.name AS seller_name, st.wishlisted, st.reviews, st.rating_sum \
         FROM v CROSS JOIN artwork_heads h JOIN artworks a ON a.id = h.id JOIN artists ar ON ar.id = h.artist_id \
         JOIN sellers s ON s.id = h.seller_id JOIN artwork_stats st ON st.artwork_id = h.id WHERE h.id = v.id";
    IMAGES [id: Uuid] =
        "WITH {rows} SELECT i.artwork_id, i.id, i.width_px, i.height_px, i.alt, i.blurhash, i.palette, \
         i.original_key, i.variants, i.tiles, i.position, i.dhash FROM v CROSS JOIN images i \
         WHERE i.artwork_id = v.id AND i.removed_at IS NULL";
    EDITIONS_SHOWN [id: Uuid] =
        "WITH {rows} SELECT e.id, e.artwork_id, e.kind, e.label, e.size, e.artist_proofs, e.width_tenth_mm, \
         e.height_tenth_mm, e.depth_tenth_mm, e.weight_g, e.price_minor, e.currency, e.tax_regime, \
         e.max_per_customer, e.available_from, e.made_to_order, e.position, s.total, s.available, s.held, s.sold, s.withdrawn, \
         s.version, CASE WHEN s.total IS NOT NULL AND s.available = 0 AND s.held > 0 THEN \
         (SELECT min(hd.expires_at) FROM holds hd WHERE hd.edition_id = e.id) END AS next_release_at \
         FROM v CROSS JOIN editions e JOIN stock s ON s.edition_id = e.id WHERE e.artwork_id = v.id";
}

stored! {
    struct RecordRow {
        id: Uuid,
        slug: String,
        title: String,
        status: String,
        version: i64,
        published_at: Option<DateTime<Utc>>,
        description: String,
        year: Option<i64>,
        date_text: Option<String>,
        medium: String,
        styles: Json<Vec<String>>,
        subjects: Json<Vec<String>>,
        provenance: Json<Vec<String>>,
        signed: bool,
        condition: Option<String>,
        framed: bool,
        rejection: Option<String>,
        revision: i64,
        updated_at: DateTime<Utc>,
        artist_id: Uuid,
        artist_slug: String,
        artist_name: String,
        seller_id: Uuid,
        seller_slug: String,
        seller_name: String,
        wishlisted: i64,
        reviews: i64,
        rating_sum: i64,
    }
}

stored! {
    struct StoredImage {
        artwork_id: Uuid,
        id: Uuid,
        width_px: i64,
        height_px: i64,
        alt: String,
        blurhash: String,
        palette: Json<Vec<String>>,
        original_key: String,
        variants: Json<Vec<ImageVariant>>,
        tiles: Option<Json<ImageTiles>>,
        position: i64,
        dhash: Option<i64>,
    }
}

stored! {
    /// An edition with its counters.
    pub(super) struct ShownEdition {
        pub(super) edition: ..EditionRow,
        pub(super) position: i64,
        pub(super) counters: ..Counters,
    }
}

stored! {
    /// The counters of an edition, with its next release.
    pub(super) struct Counters {
        total: Option<i64>,
        available: i64,
        held: i64,
        sold: i64,
        withdrawn: i64,
        version: i64,
        next_release_at: Option<DateTime<Utc>>,
    }
}

impl Counters {
    pub(super) fn of(self, edition: &Edition) -> Stock {
        Stock {
            edition_id: edition.id,
            artwork_id: edition.artwork_id,
            total: self.total,
            available: self.available,
            held: self.held,
            sold: self.sold,
            withdrawn: self.withdrawn,
            version: self.version,
            next_release_at: self.next_release_at,
        }
    }
}

impl Store {
    /// A work by its id or its slug, whatever its status.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn artwork(&self, id_or_slug: &str) -> Result<Option<ArtworkRecord>, ReadError> {
        let mut snapshot = self.snapshot().await?;
        let mut db = snapshot.db();
        let id = match Uuid::parse_str(id_or_slug) {
            Ok(id) => Some(id),
            Err(_) if id_or_slug.contains('\0') => None,
            Err(_) => fetch_optional!(&mut db, (Uuid,), ID_OF_SLUG, id_or_slug).map_err(read_error)?.map(|(id,)| id),
        };
        let Some(id) = id else { return Ok(None) };
        Ok(records(&mut db, &[id]).await.map_err(read_error)?.pop())
    }

    /// Works by their ids, in the order asked for; those that do not exist are left out.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn artworks_by_ids(&self, ids: &[ArtworkId]) -> Result<Vec<ArtworkRecord>, ReadError> {
        let mut snapshot = self.snapshot().await?;
        let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        records(&mut snapshot.db(), &ids).await.map_err(read_error)
    }

    /// Every work that everybody may see, for the catalogue in memory.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn public_artworks(&self) -> Result<Vec<ArtworkRecord>, ReadError> {
        let mut snapshot = self.snapshot().await?;
        let mut db = snapshot.db();
        let ids = fetch_all!(&mut db, (Uuid,), PUBLIC_IDS).map_err(read_error)?;
        let ids: Vec<Uuid> = ids.into_iter().map(|(id,)| id).collect();
        records(&mut db, &ids).await.map_err(read_error)
    }

    /// Works whose words, images or status changed at or after a time; stock changes do not count.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn artworks_updated_since(&self, since: DateTime<Utc>) -> Result<Vec<ArtworkRecord>, ReadError> {
        let mut snapshot = self.snapshot().await?;
        let mut db = snapshot.db();
        let ids = fetch_all!(&mut db, (Uuid,), IDS_UPDATED, since).map_err(read_error)?;
        let ids: Vec<Uuid> = ids.into_iter().map(|(id,)| id).collect();
        records(&mut db, &ids).await.map_err(read_error)
    }

    /// A seller's works of any status, newest first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn artworks_of_seller(
        &self,
        seller_id: SellerId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<ArtworkRecord>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut snapshot = self.snapshot().await?;
        let mut db = snapshot.db();
        let total = fetch_optional!(&mut db, (i64,), COUNT_OF_SELLER, seller_id.0)?.map(|(total,)| total);
        let keys =
            fetch_all!(&mut db, (DateTime<Utc>, Uuid), IDS_OF_SELLER, seller_id.0, from.at, from.id, probe(limit))?;
        record_page(&mut db, keys, limit, total).await
    }

    /// A seller's works of one status (or of any), newest first, whose titles contain
    /// some words, without regard to the case of Latin letters.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn artworks_of_seller_wanted(
        &self,
        seller_id: SellerId,
        status: Option<ArtworkStatus>,
        words: &str,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<ArtworkRecord>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut snapshot = self.snapshot().await?;
        let mut db = snapshot.db();
        let keys = fetch_all!(
            &mut db,
            (DateTime<Utc>, Uuid),
            IDS_OF_SELLER_WANTED,
            seller_id.0,
            status.map(ArtworkStatus::as_str),
            contains(&words.to_lowercase()),
            contains(words),
            from.at,
            from.id,
            probe(limit)
        )?;
        record_page(&mut db, keys, limit, None).await
    }

    /// How many works of each status a seller has; those of which there are none are left out.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn statuses_of_seller(&self, seller_id: SellerId) -> Result<Vec<(ArtworkStatus, i64)>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), (String, i64), STATUSES_OF_SELLER, seller_id.0).map_err(read_error)?;
        Ok(rows.into_iter().filter_map(|(name, total)| Some((ArtworkStatus::parse(&name)?, total))).collect())
    }

    /// Works of one status, newest first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn artworks_of_status(
        &self,
        status: ArtworkStatus,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<ArtworkRecord>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut snapshot = self.snapshot().await?;
        let mut db = snapshot.db();
        let total = fetch_optional!(&mut db, (i64,), COUNT_OF_STATUS, status.as_str())?.map(|(total,)| total);
        let keys =
            fetch_all!(&mut db, (DateTime<Utc>, Uuid), IDS_OF_STATUS, status.as_str(), from.at, from.id, probe(limit))?;
        record_page(&mut db, keys, limit, total).await
    }
}

impl Store {
    /// Works that wait for a moderator, the oldest first, and how many there are.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn artworks_in_review(&self, limit: u32) -> Result<(Vec<ArtworkId>, i64), ReadError> {
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let status = ArtworkStatus::InReview.as_str();
        let total = fetch_optional!(&mut db, (i64,), COUNT_OF_STATUS, status).map_err(read_error)?;
        let ids = fetch_all!(&mut db, (Uuid,), IN_REVIEW, i64::from(limit)).map_err(read_error)?;
        Ok((ids.into_iter().map(|(id,)| ArtworkId(id)).collect(), total.map_or(0, |(total,)| total)))
    }
}

async fn record_page(
    db: &mut Db<'_>,
    keys: Vec<(DateTime<Utc>, Uuid)>,
    limit: u32,
    total: Option<i64>,
) -> Result<Page<ArtworkRecord>, ListError> {
    let keys: Page<Uuid> = page(keys, limit, total, |(at, id)| Key { at: *at, id: *id }.encode(), |(_, id)| Ok(id))?;
    let items = records(db, &keys.items).await?;
    Ok(Page { items, next_cursor: keys.next_cursor, total })
}

async fn records(db: &mut Db<'_>, ids: &[Uuid]) -> Result<Vec<ArtworkRecord>, sqlx::Error> {
    let rows: Vec<RecordRow> = Rows::ids(&RECORDS, ids.iter().copied()).fetch(db).await?;
    let mut images: Vec<StoredImage> = Rows::ids(&IMAGES, ids.iter().copied()).fetch(db).await?;
    let mut editions: Vec<ShownEdition> = Rows::ids(&EDITIONS_SHOWN, ids.iter().copied()).fetch(db).await?;
    images.sort_by_key(|image| image.position);
    editions.sort_by_key(|edition| edition.position);

    let mut images_of: HashMap<Uuid, Vec<ImageRow>> = HashMap::new();
    for image in images {
        images_of.entry(image.artwork_id).or_default().push(image_of(image)?);
    }
    let mut editions_of: HashMap<Uuid, Vec<(Edition, Stock)>> = HashMap::new();
    for shown in editions {
        let edition = Edition::try_from(shown.edition)?;
        let stock = shown.counters.of(&edition);
        editions_of.entry(edition.artwork_id.0).or_default().push((edition, stock));
    }
    let mut found = HashMap::new();
    for row in rows {
        let images = images_of.remove(&row.id).unwrap_or_default();
        let editions = editions_of.remove(&row.id).unwrap_or_default();
        found.insert(row.id, record_of(row, images, editions)?);
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

fn record_of(
    row: RecordRow,
    images: Vec<ImageRow>,
    editions: Vec<(Edition, Stock)>,
) -> Result<ArtworkRecord, sqlx::Error> {
    let year = row.year.map(|year| i32::try_from(year).map_err(|_| unknown("year", &year.to_string())));
    Ok(ArtworkRecord {
        id: row.id.into(),
        slug: row.slug,
        text: Arc::new(ArtworkText {
            title: row.title,
            description: row.description,
            year: year.transpose()?,
            date_text: row.date_text,
            medium: row.medium,
            styles: row.styles.0,
            subjects: row.subjects.0,
            provenance: row.provenance.0,
            signed: row.signed,
            condition: row.condition,
            framed: row.framed,
        }),
        artist: ArtistName { id: row.artist_id.into(), slug: row.artist_slug, name: row.artist_name },
        seller: SellerName { id: row.seller_id.into(), slug: row.seller_slug, name: row.seller_name },
        status: ArtworkStatus::parse(&row.status).ok_or_else(|| unknown("artwork status", &row.status))?,
        rejection: row.rejection,
        images: images.into(),
        editions,
        wishlisted: row.wishlisted,
        rating_hundredths: (row.reviews > 0).then(|| (row.rating_sum * 100 + row.reviews / 2) / row.reviews),
        reviews: row.reviews,
        revision: row.revision,
        version: row.version,
        published_at: row.published_at,
        updated_at: row.updated_at,
    })
}

fn image_of(image: StoredImage) -> Result<ImageRow, sqlx::Error> {
    Ok(ImageRow {
        id: image.id.into(),
        width_px: small("width", image.width_px)?,
        height_px: small("height", image.height_px)?,
        alt: image.alt,
        blurhash: image.blurhash,
        palette: image.palette.0,
        original_key: image.original_key,
        variants: image.variants.0,
        tiles: image.tiles.map(|tiles| tiles.0),
        dhash: image.dhash.map(i64::cast_unsigned),
    })
}
