//! Reviews of works.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use impasto_domain::ids::{ArtworkId, ReviewId, UserId};
use impasto_domain::ports::ReadError;
use impasto_domain::read::Page;
use uuid::Uuid;

use super::ListError;
use super::cursor::{Key, page, probe};
use crate::open::{Store, read_error};
use crate::records::small;
use crate::sql::{fetch_all, fetch_optional, statements};

/// A review as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRecord {
    /// The review.
    pub id: ReviewId,
    /// The name its author goes by.
    pub author: String,
    /// 1 to 5.
    pub rating: u32,
    /// Words.
    pub text: String,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// A review as its author sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnReviewRecord {
    /// The review.
    pub id: ReviewId,
    /// Of which work.
    pub artwork_id: ArtworkId,
    /// The work's title.
    pub title: String,
    /// The work's address on the storefront.
    pub slug: String,
    /// 1 to 5.
    pub rating: u32,
    /// Words.
    pub text: String,
    /// Since when.
    pub at: DateTime<Utc>,
}

statements! {
    REVIEWS =
        "SELECT r.id, u.display_name, r.rating, r.text, r.created_at FROM reviews r JOIN users u ON u.id = r.user_id \
         WHERE r.artwork_id = $1 AND (r.created_at, r.id) < ($2, $3) ORDER BY r.created_at DESC, r.id DESC LIMIT $4";
    REVIEW =
        "SELECT r.id, u.display_name, r.rating, r.text, r.created_at FROM reviews r JOIN users u ON u.id = r.user_id \
         WHERE r.id = $1";
    REVIEWED_BY = "SELECT r.artwork_id FROM reviews r WHERE r.user_id = $1";
    REVIEWS_BY =
        "SELECT r.id, r.artwork_id, a.title, a.slug, r.rating, r.text, r.created_at FROM reviews r \
         JOIN artwork_heads a ON a.id = r.artwork_id \
         WHERE r.user_id = $1 AND (r.created_at, r.id) < ($2, $3) ORDER BY r.created_at DESC, r.id DESC LIMIT $4";
    /// As a review is checked when it is written.
    MAY_REVIEW =
        "SELECT o.id FROM orders o JOIN order_lines l ON l.order_id = o.id \
         WHERE o.owner_id = $1 AND l.artwork_id = $2 AND o.status IN ('open', 'completed') \
         AND o.payment_status IN ('paid', 'partially_refunded') \
         AND NOT EXISTS (SELECT 1 FROM reviews r WHERE r.artwork_id = $2 AND r.user_id = $1) LIMIT 1";
    COUNT_REVIEWS = "SELECT s.reviews FROM artwork_stats s WHERE s.artwork_id = $1";
}

type Row = (Uuid, String, i64, String, DateTime<Utc>);

type OwnRow = (Uuid, Uuid, String, String, i64, String, DateTime<Utc>);

fn own_record((id, artwork_id, title, slug, rating, text, at): OwnRow) -> Result<OwnReviewRecord, ListError> {
    let (id, artwork_id) = (ReviewId(id), ArtworkId(artwork_id));
    Ok(OwnReviewRecord { id, artwork_id, title, slug, rating: small("rating", rating)?, text, at })
}

fn record((id, author, rating, text, at): Row) -> Result<ReviewRecord, ListError> {
    Ok(ReviewRecord { id: ReviewId(id), author, rating: small("rating", rating)?, text, at })
}

impl Store {
    /// One review.
    ///
    /// # Errors
    /// [`ListError::Away`] when the database is away.
    pub async fn review(&self, id: ReviewId) -> Result<Option<ReviewRecord>, ListError> {
        let mut reader = self.reader().await?;
        fetch_optional!(&mut reader.db(), Row, REVIEW, id.0)?.map(record).transpose()
    }

    /// The works that somebody has reviewed.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn reviewed_by(&self, user_id: UserId) -> Result<HashSet<ArtworkId>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), (Uuid,), REVIEWED_BY, user_id.0).map_err(read_error)?;
        Ok(rows.into_iter().map(|(id,)| ArtworkId(id)).collect())
    }

    /// Somebody's reviews, newest first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn reviews_by(
        &self,
        user_id: UserId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<OwnReviewRecord>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let rows = fetch_all!(&mut db, OwnRow, REVIEWS_BY, user_id.0, from.at, from.id, probe(limit))?;
        page(rows, limit, None, |row| Key { at: row.6, id: row.0 }.encode(), own_record)
    }

    /// Whether somebody has bought a work and not reviewed it yet.
    ///
    /// # Errors
    /// [`ListError::Away`] when the database is away.
    pub async fn may_review(&self, user_id: UserId, artwork_id: ArtworkId) -> Result<bool, ListError> {
        let mut reader = self.reader().await?;
        Ok(fetch_optional!(&mut reader.db(), (Uuid,), MAY_REVIEW, user_id.0, artwork_id.0)?.is_some())
    }

    /// The reviews of a work, newest first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn reviews_of(
        &self,
        artwork_id: ArtworkId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<ReviewRecord>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let total = fetch_optional!(&mut db, (i64,), COUNT_REVIEWS, artwork_id.0)?.map(|(total,)| total);
        let rows = fetch_all!(&mut db, Row, REVIEWS, artwork_id.0, from.at, from.id, probe(limit))?;
        page(rows, limit, total.or(Some(0)), |row| Key { at: row.4, id: row.0 }.encode(), record)
    }
}
