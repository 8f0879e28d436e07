//! Live holds, for the console.

use impasto_domain::hold::Hold;
use impasto_domain::ids::{EditionId, HoldId};
use impasto_domain::ports::ReadError;
use impasto_domain::read::Page;
use uuid::Uuid;

use super::ListError;
use super::cursor::{Key, page, probe};
use crate::journal::load::hold_columns;
use crate::open::{Store, read_error};
use crate::record::stored;
use crate::records::HoldRow;
use crate::sql::{fetch_all, fetch_optional, statements};

/// A live hold with what it is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldRecord {
    /// The hold.
    pub hold: Hold,
    /// Title of the work.
    pub title: String,
    /// The edition's label.
    pub edition_label: Option<String>,
    /// The work's address on the storefront.
    pub slug: String,
    /// The number of the order that it pays for.
    pub order_number: Option<String>,
}

statements! {
    HOLDS = concat!(
        "SELECT ", hold_columns!(), ", a.title, e.label AS edition_label, a.slug, o.number AS order_number FROM holds h \
         JOIN editions e ON e.id = h.edition_id JOIN artwork_heads a ON a.id = e.artwork_id \
         LEFT JOIN orders o ON o.id = h.order_id \
         WHERE h.id < $1 ORDER BY h.id DESC LIMIT $2"
    );
    /// Of one edition, the next to run out first.
    HOLDS_OF_EDITION = concat!(
        "SELECT ", hold_columns!(), ", a.title, e.label AS edition_label, a.slug, o.number AS order_number FROM holds h \
         JOIN editions e ON e.id = h.edition_id JOIN artwork_heads a ON a.id = e.artwork_id \
         LEFT JOIN orders o ON o.id = h.order_id \
         WHERE h.edition_id = $1 AND (h.expires_at, h.id) > ($2, $3) ORDER BY h.expires_at, h.id LIMIT $4"
    );
    COUNT_HOLDS = "SELECT count(*) AS total FROM holds h";
    EDITION_OF_HOLD = "SELECT h.edition_id FROM holds h WHERE h.id = $1";
}

stored! {
    struct ShownHold {
        hold: ..HoldRow,
        title: String,
        edition_label: Option<String>,
        slug: String,
        order_number: Option<String>,
    }
}

impl TryFrom<ShownHold> for HoldRecord {
    type Error = sqlx::Error;

    fn try_from(row: ShownHold) -> Result<Self, sqlx::Error> {
        Ok(Self {
            hold: row.hold.try_into()?,
            title: row.title,
            edition_label: row.edition_label,
            slug: row.slug,
            order_number: row.order_number,
        })
    }
}

impl Store {
    /// Every live hold, the newest first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn holds(&self, cursor: Option<&str>, limit: u32) -> Result<Page<HoldRecord>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let total = fetch_optional!(&mut db, (i64,), COUNT_HOLDS)?.map(|(total,)| total);
        let rows = fetch_all!(&mut db, ShownHold, HOLDS, from.id, probe(limit))?;
        let key = |row: &ShownHold| Key { at: row.hold.placed_at, id: row.hold.id }.encode();
        page(rows, limit, total, key, |row| Ok(HoldRecord::try_from(row)?))
    }

    /// The live holds of an edition, the next to run out first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn holds_of_edition(
        &self,
        edition_id: EditionId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<HoldRecord>, ListError> {
        let from = Key::decode(cursor, Key::oldest())?;
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let rows = fetch_all!(&mut db, ShownHold, HOLDS_OF_EDITION, edition_id.0, from.at, from.id, probe(limit))?;
        let key = |row: &ShownHold| Key { at: row.hold.expires_at, id: row.hold.id }.encode();
        page(rows, limit, None, key, |row| Ok(HoldRecord::try_from(row)?))
    }

    /// The edition a live hold is on.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn edition_of_hold(&self, id: HoldId) -> Result<Option<EditionId>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), (Uuid,), EDITION_OF_HOLD, id.0).map_err(read_error)?;
        Ok(row.map(|(id,)| EditionId(id)))
    }
}
