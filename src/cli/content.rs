//! What a database holds: nothing, the demo gallery, or a gallery of somebody's own.
//!
//! The demo leaves a setting behind before it hangs its first work, so that a half-hung one is known for what it is.

use impasto_domain::command::Command;
use impasto_domain::edit::Edit;
use impasto_domain::ports::{Journal, JournalError};
use impasto_domain::settings::DEMO;
use impasto_store::Store;
use serde_json::json;

use super::{CliError, failed};
use crate::config::DatabaseContent;

/// What the database holds.
pub(super) async fn of(store: &Store) -> Result<DatabaseContent, CliError> {
    if store.setting(DEMO).await.map_err(failed)? == Some(json!(true)) {
        return Ok(DatabaseContent::Demo);
    }
    let people = store.users(None, None, 1).await.map_err(failed)?;
    let artists = store.artists(None, 1).await.map_err(failed)?;
    let is_empty = people.items.is_empty() && artists.items.is_empty();
    Ok(if is_empty { DatabaseContent::Empty } else { DatabaseContent::Own })
}

/// Says that the demo hangs, or no longer does.
pub(super) async fn mark_demo(journal: &dyn Journal, hangs: bool) -> Result<(), JournalError> {
    let edit = Edit::PutSetting { key: DEMO.to_owned(), value: json!(hangs), by: None };
    journal.submit(Command::Edit(Box::new(edit)).into()).await.map(drop)
}
