//! Finding by a beginning: a few of each kind, along an index, for who types and wants to be somewhere else.

use chrono::{DateTime, Utc};
use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::identity::User;
use impasto_domain::ids::{ArtworkId, OrderId};
use impasto_domain::order::{OrderPaymentStatus, OrderStatus};
use impasto_domain::ports::ReadError;
use uuid::Uuid;

use super::people::user_columns;
use crate::open::{Store, read_error};
use crate::records::{UserRow, unknown};
use crate::sql::{fetch_all, statements};

/// An order, as far as a list of finds shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundOrder {
    /// The order.
    pub id: OrderId,
    /// Its number.
    pub number: String,
    /// Who placed it.
    pub email: String,
    /// Whether it goes on.
    pub status: OrderStatus,
    /// Where the money stands.
    pub payment_status: OrderPaymentStatus,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
}

/// A work of any status, as far as a list of finds shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundWork {
    /// The work.
    pub id: ArtworkId,
    /// Its title.
    pub title: String,
    /// Its address on the storefront.
    pub slug: String,
    /// The artist's name.
    pub artist: String,
    /// Its status.
    pub status: ArtworkStatus,
}

statements! {
    ORDERS_OF_NUMBER =
        "SELECT o.id, o.number, o.email, o.status, o.payment_status, o.placed_at FROM orders o WHERE o.number = $1";
    ORDERS_OF_EMAIL =
        "SELECT o.id, o.number, o.email, o.status, o.payment_status, o.placed_at FROM orders o \
         WHERE lower(o.email) = $1 ORDER BY o.placed_at DESC, o.id DESC LIMIT $2";
    WORKS_BY_SLUG =
        "SELECT a.id, a.title, a.slug, a.artist_name, a.status FROM artwork_heads a \
         WHERE a.slug {bytewise} >= $1 AND a.slug {bytewise} < $2 ORDER BY a.slug {bytewise} LIMIT $3";
    WORK_OF_EDITION =
        "SELECT a.id, a.title, a.slug, a.artist_name, a.status FROM editions e \
         JOIN artwork_heads a ON a.id = e.artwork_id WHERE e.id = $1";
    PEOPLE_BY_EMAIL = concat!(
        "SELECT ", user_columns!(), " FROM users u WHERE u.email_key {bytewise} >= $1 AND u.email_key {bytewise} < $2 \
         ORDER BY u.email_key {bytewise} LIMIT $3"
    );
    PEOPLE_BY_NAME = concat!(
        "SELECT ", user_columns!(), " FROM users u WHERE u.name_key {bytewise} >= $1 AND u.name_key {bytewise} < $2 \
         ORDER BY u.name_key {bytewise} LIMIT $3"
    );
}

type OrderRow = (Uuid, String, String, String, String, DateTime<Utc>);
type WorkRow = (Uuid, String, String, String, String);

/// Past every text that begins so.
fn past(beginning: &str) -> String {
    let mut past = beginning.to_owned();
    past.push(char::MAX);
    past
}

fn found_order((id, number, email, status, payment, placed_at): OrderRow) -> Result<FoundOrder, ReadError> {
    let strange = |what, name: &str| read_error(unknown(what, name));
    Ok(FoundOrder {
        id: OrderId(id),
        number,
        email,
        status: OrderStatus::parse(&status).ok_or_else(|| strange("order status", &status))?,
        payment_status: OrderPaymentStatus::parse(&payment).ok_or_else(|| strange("payment status", &payment))?,
        placed_at,
    })
}

fn found_work((id, title, slug, artist, status): WorkRow) -> Result<FoundWork, ReadError> {
    let status = ArtworkStatus::parse(&status).ok_or_else(|| read_error(unknown("artwork status", &status)))?;
    Ok(FoundWork { id: ArtworkId(id), title, slug, artist, status })
}

impl Store {
    /// The order of a number, or the latest orders of an e-mail address, compared without case.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn find_orders(&self, words: &str, limit: u32) -> Result<Vec<FoundOrder>, ReadError> {
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let rows = if words.contains('@') {
            fetch_all!(&mut db, OrderRow, ORDERS_OF_EMAIL, words.to_lowercase(), i64::from(limit))
        } else {
            fetch_all!(&mut db, OrderRow, ORDERS_OF_NUMBER, words.to_uppercase())
        };
        rows.map_err(read_error)?.into_iter().map(found_order).collect()
    }

    /// Works of any status whose address begins with these letters, a title's usual form; or the work of an edition.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn find_works(&self, slug: &str, edition: Option<Uuid>, limit: u32) -> Result<Vec<FoundWork>, ReadError> {
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let rows = match edition {
            Some(id) => fetch_all!(&mut db, WorkRow, WORK_OF_EDITION, id),
            None if slug.is_empty() => return Ok(Vec::new()),
            None => fetch_all!(&mut db, WorkRow, WORKS_BY_SLUG, slug, past(slug), i64::from(limit)),
        };
        rows.map_err(read_error)?.into_iter().map(found_work).collect()
    }

    /// People whose e-mail address or name begins with these letters, in any case; each once.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn find_people(&self, words: &str, limit: u32) -> Result<Vec<User>, ReadError> {
        let key = words.trim().to_lowercase();
        if key.is_empty() {
            return Ok(Vec::new());
        }
        let (past, most) = (past(&key), i64::from(limit));
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let mut rows = fetch_all!(&mut db, UserRow, PEOPLE_BY_EMAIL, &key, &past, most).map_err(read_error)?;
        rows.extend(fetch_all!(&mut db, UserRow, PEOPLE_BY_NAME, &key, &past, most).map_err(read_error)?);
        let mut seen = std::collections::HashSet::new();
        let people = rows.into_iter().map(User::from).filter(|user| seen.insert(user.id));
        Ok(people.take(usize::try_from(limit).unwrap_or(usize::MAX)).collect())
    }
}
