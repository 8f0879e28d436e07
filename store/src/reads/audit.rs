//! The audit log.

use chrono::{DateTime, Utc};
use impasto_domain::ids::{AuditId, UserId};
use impasto_domain::read::Page;
use sqlx::types::Json;
use uuid::Uuid;

use super::ListError;
use super::cursor::{Key, page, probe};
use crate::open::Store;
use crate::record::stored;
use crate::sql::{fetch_all, statements};

/// Who changed what.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditRecord {
    /// The line.
    pub id: AuditId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; `None` for the program itself.
    pub by: Option<UserId>,
    /// What (`edition.adjust`).
    pub action: String,
    /// About what.
    pub subject: Uuid,
    /// Before.
    pub before: serde_json::Value,
    /// After.
    pub after: serde_json::Value,
}

statements! {
    AUDIT =
        "SELECT l.id, l.at, l.by, l.action, l.subject, l.before, l.after FROM audit_log l \
         WHERE (l.at, l.id) < ($1, $2) ORDER BY l.at DESC, l.id DESC LIMIT $3";
}

stored! {
    struct AuditRow {
        id: Uuid,
        at: DateTime<Utc>,
        by: Option<Uuid>,
        action: String,
        subject: Uuid,
        before: Json<serde_json::Value>,
        after: Json<serde_json::Value>,
    }
}

impl Store {
    /// The audit log, newest first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn audit(&self, cursor: Option<&str>, limit: u32) -> Result<Page<AuditRecord>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), AuditRow, AUDIT, from.at, from.id, probe(limit))?;
        page(
            rows,
            limit,
            None,
            |row| Key { at: row.at, id: row.id }.encode(),
            |row| {
                Ok(AuditRecord {
                    id: AuditId(row.id),
                    at: row.at,
                    by: row.by.map(UserId),
                    action: row.action,
                    subject: row.subject,
                    before: row.before.0,
                    after: row.after.0,
                })
            },
        )
    }
}
