//! What providers told by themselves.

use impasto_domain::hook::KeptHook;

use super::{DONE, Edited, Editing};
use crate::journal::fault::Fault;
use crate::sql::{execute, statements};

statements! {
    /// What is told again counts as another delivery of the same.
    KEEP_HOOK =
        "INSERT INTO webhook_inbox (id, provider, event_id, kind, outcome, body, deliveries, received_at, last_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7) \
         ON CONFLICT (provider, event_id) DO UPDATE SET outcome = excluded.outcome, body = excluded.body, \
         deliveries = webhook_inbox.deliveries + 1, last_at = excluded.last_at";
}

/// Keeps a notice, or counts that it was sent once more.
pub(super) async fn keep(editing: &mut Editing<'_, '_>, hook: &KeptHook) -> Result<Edited, Fault> {
    execute!(
        editing.db,
        KEEP_HOOK,
        hook.id.0,
        hook.provider.as_str(),
        hook.event_id.as_str(),
        hook.kind.as_str(),
        hook.outcome.as_str(),
        hook.body.as_deref(),
        editing.now
    )?;
    Ok(DONE)
}
