//! Settings, and the rules of the house they make.

use impasto_domain::ports::ReadError;
use impasto_domain::settings::HouseRules;
use sqlx::types::Json;

use crate::journal::rules;
use crate::open::{Store, read_error};
use crate::sql::{fetch_all, fetch_optional, statements};

statements! {
    SETTINGS = "SELECT s.key, s.value FROM settings s ORDER BY s.key";
    SETTING = "SELECT s.value FROM settings s WHERE s.key = $1";
}

impl Store {
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
