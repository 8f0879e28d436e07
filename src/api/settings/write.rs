//! Settings on their way to the store.

use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::UserId;
use serde::Serialize;
use serde_json::Value;

use crate::app::App;
use crate::app::defaults::house_rules;
use crate::gateway::problem::Problem;
use crate::gateway::request_key::RequestKey;
use crate::gateway::shared::Shared;
use crate::identity::Claims;

/// Writes settings under their names.
///
/// # Errors
/// 412 for another version than the stored one, 503.
pub(super) async fn submit(
    app: &App,
    shared: &Shared,
    by: &Claims,
    values: Vec<(String, Value)>,
    version: Option<i64>,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    let by: UserId = by.user_id;
    let edit = Edit::PutSettings { values, version, by };
    let idempotency = key.map(|key| key.of_id(by.0));
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    // Other nodes hear of it by its event; who changed it sees it on the very next page.
    app.house.reload(&app.store, &house_rules(&shared.config, shared.is_demo)).await?;
    Ok(())
}

/// A value as the store keeps it.
///
/// # Errors
/// 500 for what JSON cannot carry.
pub(super) fn as_json(value: &impl Serialize) -> Result<Value, Problem> {
    serde_json::to_value(value).map_err(|error| Problem::internal(&error))
}
