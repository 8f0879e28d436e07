//! Artists and sellers.

use impasto_domain::address::Country;
use impasto_domain::ids::SellerId;
use impasto_domain::ports::ReadError;
use impasto_domain::read::{ArtistName, ArtistRecord, Page};
use impasto_domain::seller::Seller;
use uuid::Uuid;

use super::ListError;
use super::cursor::{encode_name, name, page, probe};
use crate::open::{Store, read_error};
use crate::record::stored;
use crate::records::{SellerRow, ShownSeller, unknown};
use crate::sql::{fetch_all, fetch_optional, statements};

macro_rules! artist_columns {
    () => {
        "a.id, a.slug, a.name, a.bio, a.country, a.born, s.id AS seller_id, s.slug AS seller_slug, \
         s.name AS seller_name, (SELECT count(*) FROM artwork_heads h WHERE h.artist_id = a.id \
         AND h.status IN ('published', 'paused', 'sold_out')) AS works"
    };
}

macro_rules! seller_columns {
    () => {
        "s.id, s.slug, s.name, s.legal_name, s.address, s.vat_id, s.tax_number, s.email, s.currency, \
         s.commission_basis_points, s.series_prefix, s.verified, s.trader, s.shipping, s.payout_account"
    };
}

statements! {
    ARTISTS = concat!(
        "SELECT ", artist_columns!(), " FROM artists a JOIN sellers s ON s.id = a.seller_id \
         WHERE a.slug > $1 AND EXISTS (SELECT 1 FROM artwork_heads h WHERE h.artist_id = a.id \
         AND h.status IN ('published', 'paused', 'sold_out')) ORDER BY a.slug LIMIT $2"
    );
    COUNT_ARTISTS =
        "SELECT count(*) AS total FROM artists a WHERE EXISTS (SELECT 1 FROM artwork_heads h \
         WHERE h.artist_id = a.id AND h.status IN ('published', 'paused', 'sold_out'))";
    ARTIST_BY_ID = concat!(
        "SELECT ", artist_columns!(), " FROM artists a JOIN sellers s ON s.id = a.seller_id WHERE a.id = $1"
    );
    ARTIST_BY_SLUG = concat!(
        "SELECT ", artist_columns!(), " FROM artists a JOIN sellers s ON s.id = a.seller_id WHERE a.slug = $1"
    );
    ARTISTS_OF_SELLER = concat!(
        "SELECT ", artist_columns!(), " FROM artists a JOIN sellers s ON s.id = a.seller_id WHERE a.seller_id = $1 \
         ORDER BY a.slug"
    );
    SELLERS = concat!("SELECT ", seller_columns!(), " FROM sellers s ORDER BY s.id");
    /// Sellers by their ids, those that are verified or those that are not.
    SELLERS_FROM = concat!(
        "SELECT ", seller_columns!(), " FROM sellers s WHERE s.id > $1 AND s.verified = coalesce($2, s.verified) \
         ORDER BY s.id LIMIT $3"
    );
    COUNT_SELLERS = "SELECT count(*) AS total FROM sellers s WHERE s.verified = coalesce($1, s.verified)";
    SELLER = concat!("SELECT ", seller_columns!(), " FROM sellers s WHERE s.id = $1");
}

stored! {
    struct ArtistRow {
        id: Uuid,
        slug: String,
        name: String,
        bio: String,
        country: Option<String>,
        born: Option<i64>,
        seller: ..ShownSeller,
        works: i64,
    }
}

impl TryFrom<ArtistRow> for ArtistRecord {
    type Error = sqlx::Error;

    fn try_from(row: ArtistRow) -> Result<Self, sqlx::Error> {
        let country = row.country.map(|code| Country::parse(&code).ok_or_else(|| unknown("country", &code)));
        let born = row.born.map(|year| i32::try_from(year).map_err(|_| unknown("year", &year.to_string())));
        Ok(Self {
            name: ArtistName { id: row.id.into(), slug: row.slug, name: row.name },
            seller: row.seller.into(),
            bio: row.bio,
            country: country.transpose()?,
            born: born.transpose()?,
            works: row.works,
        })
    }
}

impl Store {
    /// Artists with public works, by slug.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn artists(&self, cursor: Option<&str>, limit: u32) -> Result<Page<ArtistRecord>, ListError> {
        let after = name(cursor)?;
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let total = fetch_optional!(&mut db, (i64,), COUNT_ARTISTS)?.map(|(total,)| total);
        let rows = fetch_all!(&mut db, ArtistRow, ARTISTS, &after, probe(limit))?;
        page(rows, limit, total, |row| encode_name(&row.slug), |row| Ok(ArtistRecord::try_from(row)?))
    }

    /// An artist by id or slug, with or without works.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn artist(&self, id_or_slug: &str) -> Result<Option<ArtistRecord>, ReadError> {
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let row = match Uuid::parse_str(id_or_slug) {
            Ok(id) => fetch_optional!(&mut db, ArtistRow, ARTIST_BY_ID, id),
            Err(_) if id_or_slug.contains('\0') => return Ok(None),
            Err(_) => fetch_optional!(&mut db, ArtistRow, ARTIST_BY_SLUG, id_or_slug),
        };
        row.map_err(read_error)?.map(ArtistRecord::try_from).transpose().map_err(read_error)
    }

    /// A seller's artists, by slug.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn artists_of_seller(&self, seller_id: SellerId) -> Result<Vec<ArtistRecord>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), ArtistRow, ARTISTS_OF_SELLER, seller_id.0).map_err(read_error)?;
        rows.into_iter().map(|row| ArtistRecord::try_from(row).map_err(read_error)).collect()
    }

    /// Sellers, the oldest first; only those that are verified, or only those that are not.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn sellers_from(
        &self,
        verified: Option<bool>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<Seller>, ListError> {
        let from = match cursor {
            None => Uuid::nil(),
            Some(_) => Uuid::parse_str(&name(cursor)?).map_err(|_| ListError::BadCursor)?,
        };
        let mut snapshot = self.snapshot().await?;
        let mut db = snapshot.db();
        let total = fetch_optional!(&mut db, (i64,), COUNT_SELLERS, verified)?.map(|(total,)| total);
        let rows = fetch_all!(&mut db, SellerRow, SELLERS_FROM, from, verified, probe(limit))?;
        page(rows, limit, total, |row| encode_name(&row.id.to_string()), |row| Ok(Seller::try_from(row)?))
    }

    /// Every seller.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn sellers(&self) -> Result<Vec<Seller>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), SellerRow, SELLERS).map_err(read_error)?;
        rows.into_iter().map(|row| Seller::try_from(row).map_err(read_error)).collect()
    }

    /// One seller.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn seller(&self, id: SellerId) -> Result<Option<Seller>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), SellerRow, SELLER, id.0).map_err(read_error)?;
        row.map(|row| Seller::try_from(row).map_err(read_error)).transpose()
    }
}
