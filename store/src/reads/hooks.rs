//! What providers told by themselves.

use chrono::{DateTime, Utc};
use impasto_domain::hook::HookOutcome;
use impasto_domain::ids::HookId;
use impasto_domain::read::Page;
use uuid::Uuid;

use super::ListError;
use super::cursor::{Key, page, probe};
use crate::open::Store;
use crate::record::stored;
use crate::records::unknown;
use crate::sql::{fetch_all, fetch_optional, statements};

/// A notice as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookRecord {
    /// The row.
    pub id: HookId,
    /// Who sent it.
    pub provider: String,
    /// The provider's name for it.
    pub event_id: String,
    /// What kind of notice, in the provider's words.
    pub kind: String,
    /// What became of it.
    pub outcome: HookOutcome,
    /// The notice itself, where it may be delivered again.
    pub body: Option<String>,
    /// How often it was delivered.
    pub deliveries: i64,
    /// When it first came.
    pub received_at: DateTime<Utc>,
    /// When it last came.
    pub last_at: DateTime<Utc>,
}

macro_rules! hooks {
    () => {
        "SELECT w.id, w.provider, w.event_id, w.kind, w.outcome, w.body, w.deliveries, w.received_at, w.last_at \
         FROM webhook_inbox w "
    };
}

statements! {
    HOOKS = concat!(
        hooks!(),
        "WHERE (w.received_at, w.id) < ($1, $2) ORDER BY w.received_at DESC, w.id DESC LIMIT $3"
    );
    HOOK_BY_ID = concat!(hooks!(), "WHERE w.id = $1");
}

stored! {
    struct HookRow {
        id: Uuid,
        provider: String,
        event_id: String,
        kind: String,
        outcome: String,
        body: Option<String>,
        deliveries: i64,
        received_at: DateTime<Utc>,
        last_at: DateTime<Utc>,
    }
}

fn record(row: HookRow) -> Result<HookRecord, ListError> {
    Ok(HookRecord {
        id: HookId(row.id),
        outcome: HookOutcome::parse(&row.outcome).ok_or_else(|| unknown("outcome", &row.outcome))?,
        provider: row.provider,
        event_id: row.event_id,
        kind: row.kind,
        body: row.body,
        deliveries: row.deliveries,
        received_at: row.received_at,
        last_at: row.last_at,
    })
}

impl Store {
    /// What providers told, the newest first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn hooks(&self, cursor: Option<&str>, limit: u32) -> Result<Page<HookRecord>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), HookRow, HOOKS, from.at, from.id, probe(limit))?;
        page(rows, limit, None, |row| Key { at: row.received_at, id: row.id }.encode(), record)
    }

    /// One notice.
    ///
    /// # Errors
    /// [`ListError::Away`] when the database is away.
    pub async fn hook(&self, id: HookId) -> Result<Option<HookRecord>, ListError> {
        let mut reader = self.reader().await?;
        fetch_optional!(&mut reader.db(), HookRow, HOOK_BY_ID, id.0)?.map(record).transpose()
    }
}
