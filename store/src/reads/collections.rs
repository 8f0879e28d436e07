//! Curated collections.

use chrono::{DateTime, Utc};
use impasto_domain::collection::{Collection, CollectionDraft};
use impasto_domain::ids::{ArtworkId, CollectionId};
use impasto_domain::read::Page;
use sqlx::types::Json;
use uuid::Uuid;

use super::ListError;
use super::cursor::{Key, page, probe};
use crate::open::Store;
use crate::record::stored;
use crate::sql::{fetch_all, fetch_optional, statements};

macro_rules! collections {
    () => {
        "SELECT c.id, c.slug, c.title, c.words, c.works, c.published, c.revision, c.created_at, c.updated_at \
         FROM collections c "
    };
}

statements! {
    COLLECTIONS = concat!(
        collections!(),
        "WHERE (c.created_at, c.id) < ($1, $2) ORDER BY c.created_at DESC, c.id DESC LIMIT $3"
    );
    PUBLISHED_COLLECTIONS = concat!(
        collections!(),
        "WHERE c.published AND (c.created_at, c.id) < ($1, $2) ORDER BY c.created_at DESC, c.id DESC LIMIT $3"
    );
    COLLECTION_BY_ID = concat!(collections!(), "WHERE c.id = $1");
    COLLECTION_BY_SLUG = concat!(collections!(), "WHERE c.slug = $1");
}

stored! {
    struct CollectionRow {
        id: Uuid,
        slug: String,
        title: String,
        words: String,
        works: Json<Vec<Uuid>>,
        published: bool,
        revision: i64,
        created_at: DateTime<Utc>,
        updated_at: DateTime<Utc>,
    }
}

impl From<CollectionRow> for Collection {
    fn from(row: CollectionRow) -> Self {
        Self {
            id: CollectionId(row.id),
            slug: row.slug,
            draft: CollectionDraft {
                title: row.title,
                words: row.words,
                works: row.works.0.into_iter().map(ArtworkId).collect(),
                published: row.published,
            },
            revision: row.revision,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl Store {
    /// Collections, the newest first; those that everybody sees, or all.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn collections(
        &self,
        published_only: bool,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<Collection>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let rows = if published_only {
            fetch_all!(&mut db, CollectionRow, PUBLISHED_COLLECTIONS, from.at, from.id, probe(limit))?
        } else {
            fetch_all!(&mut db, CollectionRow, COLLECTIONS, from.at, from.id, probe(limit))?
        };
        let key = |row: &CollectionRow| Key { at: row.created_at, id: row.id }.encode();
        page(rows, limit, None, key, |row| Ok(Collection::from(row)))
    }

    /// A collection by its id or its slug, published or not.
    ///
    /// # Errors
    /// [`ListError::Away`] when the database is away.
    pub async fn collection(&self, id_or_slug: &str) -> Result<Option<Collection>, ListError> {
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let row = match Uuid::parse_str(id_or_slug) {
            Ok(id) => fetch_optional!(&mut db, CollectionRow, COLLECTION_BY_ID, id)?,
            Err(_) if id_or_slug.contains('\0') => None,
            Err(_) => fetch_optional!(&mut db, CollectionRow, COLLECTION_BY_SLUG, id_or_slug)?,
        };
        Ok(row.map(Collection::from))
    }
}
