//! Settings and signing keys.

use impasto_domain::audit::AuditAction;
use impasto_domain::event::Event;
use impasto_domain::ids::{KeyId, UserId};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use sqlx::types::Json;
use uuid::Uuid;

use super::{DONE, Edited, Editing};
use crate::journal::fault::Fault;
use crate::journal::rules;
use crate::sql::{execute, fetch_optional, statements};

statements! {
    /// The number of the last change of any setting.
    VERSION = "SELECT coalesce(max(h.seq), 0) AS version FROM settings_history h";
    SETTING = "SELECT s.value FROM settings s WHERE s.key = $1 {lock}";
    PUT_SETTING =
        "INSERT INTO settings (key, value, updated_at, updated_by) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at, \
         updated_by = excluded.updated_by";
    INSERT_SETTINGS_HISTORY =
        "INSERT INTO settings_history (seq, key, before, after, at, by) \
         SELECT coalesce(max(h.seq), 0) + 1, $1, $2, $3, $4, $5 FROM settings_history h";
    INSERT_KEY =
        "INSERT INTO signing_keys (id, purpose, sealed, public, created_at) VALUES ($1, $2, $3, $4, $5)";
}

/// Puts one setting under its name and keeps what it was.
pub(super) async fn put(
    editing: &mut Editing<'_, '_>,
    key: &str,
    value: &serde_json::Value,
    by: Option<UserId>,
) -> Result<Edited, Fault> {
    if let Err(refusal) = rules::check(editing.defaults, key, value) {
        return Ok(Edited::Refused(refusal));
    }
    let before = write(editing, key, value, by).await?;
    let named = |value: serde_json::Value| serde_json::json!({ key: value });
    editing.note(by, AuditAction::SettingsPut, Uuid::nil(), named(before), named(value.clone()));
    editing.events.push(Event::SettingsChanged);
    Ok(DONE)
}

/// Puts several settings at once; those that are as they were are left alone.
pub(super) async fn put_all(
    editing: &mut Editing<'_, '_>,
    values: &[(String, serde_json::Value)],
    version: Option<i64>,
    by: UserId,
) -> Result<Edited, Fault> {
    for (key, value) in values {
        if let Err(refusal) = rules::check(editing.defaults, key, value) {
            return Ok(Edited::Refused(refusal));
        }
    }
    let stored = fetch_optional!(editing.db, (i64,), VERSION)?.map_or(0, |(version,)| version);
    if version.is_some_and(|version| version != stored) {
        return Ok(Edited::Refused(Refusal::PreconditionFailed));
    }
    let (mut before, mut after) = (serde_json::Map::new(), serde_json::Map::new());
    for (key, value) in values {
        let known = fetch_optional!(editing.db, (Json<serde_json::Value>,), SETTING, key)?;
        let present = known.map(|(known,)| known.0).or_else(|| rules::configured(editing.defaults, key));
        // What is not set is as configured, which a null says as well.
        if present.unwrap_or_default() == *value {
            continue;
        }
        before.insert(key.clone(), write(editing, key, value, Some(by)).await?);
        after.insert(key.clone(), value.clone());
    }
    if after.is_empty() {
        return Ok(Edited::Unchanged(Reply::Done));
    }
    editing.note(Some(by), AuditAction::SettingsPut, Uuid::nil(), before.into(), after.into());
    editing.events.push(Event::SettingsChanged);
    Ok(DONE)
}

/// Writes a setting and its history; answers what it was (null: as configured).
async fn write(
    editing: &mut Editing<'_, '_>,
    key: &str,
    value: &serde_json::Value,
    by: Option<UserId>,
) -> Result<serde_json::Value, Fault> {
    let before = fetch_optional!(editing.db, (Json<serde_json::Value>,), SETTING, key)?;
    let before = before.map(|(value,)| value.0);
    let who: Option<Uuid> = by.map(|by| by.0);
    execute!(editing.db, PUT_SETTING, key, Json(value), editing.now, who)?;
    let was = before.as_ref().map(Json);
    execute!(editing.db, INSERT_SETTINGS_HISTORY, key, was, Json(value), editing.now, who)?;
    Ok(before.unwrap_or_default())
}

/// Adds a signing key, sealed.
pub(super) async fn add_key(
    editing: &mut Editing<'_, '_>,
    id: KeyId,
    purpose: &str,
    sealed: &[u8],
    public: &[u8],
) -> Result<Edited, Fault> {
    execute!(editing.db, INSERT_KEY, id.0, purpose, sealed, public, editing.now)?;
    editing.events.push(Event::KeysChanged);
    Ok(DONE)
}
