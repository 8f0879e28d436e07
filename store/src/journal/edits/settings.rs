//! Settings and signing keys.

use impasto_domain::event::Event;
use impasto_domain::ids::{KeyId, UserId};
use sqlx::types::Json;
use uuid::Uuid;

use super::{DONE, Edited, Editing};
use crate::journal::fault::Fault;
use crate::journal::rules;
use crate::sql::{execute, fetch_optional, statements};

statements! {
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
    let before = fetch_optional!(editing.db, (Json<serde_json::Value>,), SETTING, key)?;
    let before = before.map(|(value,)| value.0);
    let who: Option<Uuid> = by.map(|by| by.0);
    execute!(editing.db, PUT_SETTING, key, Json(value), editing.now, who)?;
    let was = before.as_ref().map(Json);
    execute!(editing.db, INSERT_SETTINGS_HISTORY, key, was, Json(value), editing.now, who)?;
    let named = |value: serde_json::Value| serde_json::json!({ key: value });
    editing.note(by, "settings.put", Uuid::nil(), named(before.unwrap_or_default()), named(value.clone()));
    editing.events.push(Event::SettingsChanged);
    Ok(DONE)
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
