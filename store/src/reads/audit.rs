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

/// Which lines of the audit log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditWanted {
    /// Of whom.
    pub by: Option<UserId>,
    /// About what.
    pub subject: Option<Uuid>,
    /// Of which kind, by its whole name (`edition.adjust`).
    pub action: Option<String>,
    /// From this time on.
    pub from: Option<DateTime<Utc>>,
    /// Before this time.
    pub until: Option<DateTime<Utc>>,
}

/// Lines of the log between two times, the newest first; `$1` and `$2` are the key to go on from.
macro_rules! lines {
    ($where:literal) => {
        concat!(
            "SELECT l.id, l.at, l.by, l.action, l.subject, l.before, l.after FROM audit_log l \
             WHERE (l.at, l.id) < ($1, $2) AND l.at >= $3 ",
            $where,
            " ORDER BY l.at DESC, l.id DESC LIMIT $4"
        )
    };
}

statements! {
    AUDIT = lines!("");
    AUDIT_OF_ACTION = lines!("AND l.action = $5");
    AUDIT_BY = lines!("AND l.by = $5 AND l.action = coalesce($6, l.action)");
    AUDIT_OF_SUBJECT = lines!("AND l.subject = $5 AND l.action = coalesce($6, l.action)");
    AUDIT_OF_SUBJECT_BY = lines!("AND l.subject = $5 AND l.action = coalesce($6, l.action) AND l.by = $7");
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
        self.audit_wanted(&AuditWanted::default(), cursor, limit).await
    }

    /// Some lines of the audit log, newest first, along the index of what tells most.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn audit_wanted(
        &self,
        wanted: &AuditWanted,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<AuditRecord>, ListError> {
        let newest = Key::newest();
        let start = wanted.until.map_or(newest, |until| Key { at: until.min(newest.at), id: Uuid::nil() });
        let key = Key::decode(cursor, start)?;
        let since = wanted.from.unwrap_or(Key::oldest().at).max(Key::oldest().at);
        let (action, most) = (wanted.action.as_deref(), probe(limit));
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let rows = match (wanted.subject, wanted.by, action) {
            (Some(subject), Some(by), action) => {
                fetch_all!(&mut db, AuditRow, AUDIT_OF_SUBJECT_BY, key.at, key.id, since, most, subject, action, by.0)
            }
            (Some(subject), None, action) => {
                fetch_all!(&mut db, AuditRow, AUDIT_OF_SUBJECT, key.at, key.id, since, most, subject, action)
            }
            (None, Some(by), action) => {
                fetch_all!(&mut db, AuditRow, AUDIT_BY, key.at, key.id, since, most, by.0, action)
            }
            (None, None, Some(action)) => {
                fetch_all!(&mut db, AuditRow, AUDIT_OF_ACTION, key.at, key.id, since, most, action)
            }
            (None, None, None) => fetch_all!(&mut db, AuditRow, AUDIT, key.at, key.id, since, most),
        };
        let rows = rows?;
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
