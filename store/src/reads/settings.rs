//! Settings, and the rules of the house they make.

use chrono::{DateTime, Utc};
use impasto_domain::ids::UserId;
use impasto_domain::ports::ReadError;
use impasto_domain::read::Page;
use impasto_domain::settings::HouseRules;
use sqlx::types::Json;
use uuid::Uuid;

use super::ListError;
use super::cursor::{page, probe};
use crate::journal::rules;
use crate::open::{Store, read_error};
use crate::record::stored;
use crate::sql::{fetch_all, fetch_optional, statements};

/// One change of one setting.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingChange {
    /// Its number: changes of all settings are counted together.
    pub seq: i64,
    /// Which setting.
    pub key: String,
    /// What it was; `None` as configured.
    pub before: Option<serde_json::Value>,
    /// What it became.
    pub after: serde_json::Value,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; `None` for the program itself.
    pub by: Option<UserId>,
}

// `demo` is the program's own note (`impasto_domain::settings::DEMO`), not the house's to bring back.
statements! {
    HISTORY_OF_KEY =
        "SELECT h.seq, h.key, h.before, h.after, h.at, h.by FROM settings_history h \
         WHERE h.key = $1 AND h.key <> 'demo' AND h.seq < $2 ORDER BY h.seq DESC LIMIT $3";
    HISTORY =
        "SELECT h.seq, h.key, h.before, h.after, h.at, h.by FROM settings_history h \
         WHERE h.key <> 'demo' AND h.seq < $1 ORDER BY h.seq DESC LIMIT $2";
    CHANGE = "SELECT h.seq, h.key, h.before, h.after, h.at, h.by FROM settings_history h \
         WHERE h.seq = $1 AND h.key <> 'demo'";
    SETTINGS = "SELECT s.key, s.value FROM settings s ORDER BY s.key";
    SETTING = "SELECT s.value FROM settings s WHERE s.key = $1";
}

stored! {
    struct ChangeRow {
        seq: i64,
        key: String,
        before: Option<Json<serde_json::Value>>,
        after: Json<serde_json::Value>,
        at: DateTime<Utc>,
        by: Option<Uuid>,
    }
}

impl From<ChangeRow> for SettingChange {
    fn from(row: ChangeRow) -> Self {
        Self {
            seq: row.seq,
            key: row.key,
            before: row.before.map(|before| before.0),
            after: row.after.0,
            at: row.at,
            by: row.by.map(UserId),
        }
    }
}

impl Store {
    /// Changes of one setting (or of all), the newest first, that came before a number.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn settings_history(
        &self,
        key: Option<&str>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<SettingChange>, ListError> {
        let before = match cursor {
            None => i64::MAX,
            Some(text) => text.parse().ok().filter(|seq| *seq > 0).ok_or(ListError::BadCursor)?,
        };
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let rows = match key {
            Some(key) => fetch_all!(&mut db, ChangeRow, HISTORY_OF_KEY, key, before, probe(limit))?,
            None => fetch_all!(&mut db, ChangeRow, HISTORY, before, probe(limit))?,
        };
        page(rows, limit, None, |row| row.seq.to_string(), |row| Ok(SettingChange::from(row)))
    }

    /// One change of a setting by its number.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn setting_change(&self, seq: i64) -> Result<Option<SettingChange>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), ChangeRow, CHANGE, seq).map_err(read_error)?;
        Ok(row.map(SettingChange::from))
    }

    /// Every setting by its name.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn settings(&self) -> Result<Vec<(String, serde_json::Value)>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), (String, Json<serde_json::Value>), SETTINGS).map_err(read_error)?;
        Ok(rows.into_iter().map(|(key, value)| (key, value.0)).collect())
    }

    /// One setting.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn setting(&self, key: &str) -> Result<Option<serde_json::Value>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), (Json<serde_json::Value>,), SETTING, key).map_err(read_error)?;
        Ok(row.map(|(value,)| value.0))
    }

    /// The rules of the house, and the number of the last change of any setting.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn house_settings(&self, defaults: &HouseRules) -> Result<(i64, HouseRules), ReadError> {
        let mut reader = self.reader().await?;
        let read = rules::read(&mut reader.db(), defaults).await.map_err(read_error)?;
        Ok((read.version, (*read.rules).clone()))
    }

    /// The rules of the house: as in `defaults` but for what the settings say otherwise.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn house_rules(&self, defaults: &HouseRules) -> Result<HouseRules, ReadError> {
        Ok(self.house_settings(defaults).await?.1)
    }
}
