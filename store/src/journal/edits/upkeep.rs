//! Closing lanes, forgetting what is older than its keeping time, and asking for a new search index.

use chrono::{DateTime, Utc};
use impasto_domain::audit::AuditAction;
use impasto_domain::event::Event;
use impasto_domain::ids::{LaneId, UserId};
use impasto_domain::reply::Reply;
use uuid::Uuid;

use super::{DONE, Edited, Editing};
use crate::journal::fault::Fault;
use crate::sql::{execute, fetch_all, statements};

/// Rows of each kind that one call forgets at most, so that it never holds up the lane for long.
const AT_ONCE: i64 = 5_000;

statements! {
    CLOSE_LANE = "UPDATE lanes SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL";
    /// Times never fall within a lane, so what is old is a prefix of it.
    OLD_EVENTS =
        "SELECT l.id, l.forgotten_seq, (SELECT max(e.seq) FROM events e WHERE e.lane = l.id AND e.seq > l.forgotten_seq \
         AND e.seq <= l.forgotten_seq + $2 AND e.at < $1) AS up_to FROM lanes l ORDER BY l.id";
    FORGET_EVENTS = "DELETE FROM events WHERE lane = $1 AND seq <= $2";
    NOTE_FORGOTTEN = "UPDATE lanes SET forgotten_seq = $2 WHERE id = $1";
    FORGET_LANES =
        "DELETE FROM lanes WHERE closed_at IS NOT NULL AND closed_at < $1 \
         AND NOT EXISTS (SELECT 1 FROM events e WHERE e.lane = lanes.id)";
    FORGET_ANSWERS =
        "DELETE FROM idempotency WHERE (owner_id, route, key) IN \
         (SELECT i.owner_id, i.route, i.key FROM idempotency i WHERE i.at < $1 ORDER BY i.at LIMIT $2)";
    FORGET_TOKENS =
        "DELETE FROM refresh_tokens WHERE hash IN \
         (SELECT t.hash FROM refresh_tokens t WHERE t.expires_at < $1 ORDER BY t.expires_at LIMIT $2)";
    FORGET_ACCOUNT_TOKENS =
        "DELETE FROM account_tokens WHERE hash IN \
         (SELECT t.hash FROM account_tokens t WHERE t.expires_at < $1 ORDER BY t.expires_at LIMIT $2)";
    FORGET_MAILS =
        "DELETE FROM mails WHERE id IN (SELECT m.id FROM mails m WHERE m.at < $1 ORDER BY m.at, m.id LIMIT $2)";
    /// A revoked session is remembered longer than any access token of it lives.
    FORGET_SESSIONS =
        "DELETE FROM sessions WHERE id IN \
         (SELECT s.id FROM sessions s WHERE s.expires_at < $1 OR (s.revoked_at IS NOT NULL AND s.revoked_at < $1) \
         LIMIT $2)";
    /// Dead letters about money, and about documents that were never rendered, wait for a person however long.
    FORGET_DEAD_JOBS =
        "DELETE FROM jobs WHERE id IN (SELECT j.id FROM jobs j WHERE j.dead AND j.created_at < $1 \
         AND (j.kind = 'send_mail' OR j.kind = 'deliver_webhook' OR j.kind = 'render_document' AND NOT EXISTS \
         (SELECT 1 FROM documents d WHERE d.id = j.subject AND d.content_hash IS NULL)) \
         ORDER BY j.created_at, j.id LIMIT $2)";
    /// A job whose delivery is gone has nothing to tell and ends.
    FORGET_DELIVERIES =
        "DELETE FROM webhook_deliveries WHERE id IN \
         (SELECT d.id FROM webhook_deliveries d WHERE d.created_at < $1 ORDER BY d.created_at, d.id LIMIT $2)";
}

/// Notes that a lane is closed for good.
pub(super) async fn close_lane(editing: &mut Editing<'_, '_>, lane: LaneId) -> Result<Edited, Fault> {
    let affected = execute!(editing.db, CLOSE_LANE, lane.0, editing.now)?;
    Ok(written(affected))
}

/// Tells every node to make its search index anew. The index is no row: only the wish is written.
pub(super) fn reindex(editing: &mut Editing<'_, '_>, by: Option<UserId>) -> Edited {
    editing.note(by, AuditAction::SearchReindex, Uuid::nil(), serde_json::Value::Null, serde_json::Value::Null);
    editing.events.push(Event::ReindexAsked);
    DONE
}

/// Forgets old events, answers, tokens, sessions and dead letters: some thousands of each a call. Answers whether there
/// is more.
pub(super) async fn retain(
    editing: &mut Editing<'_, '_>,
    events_before: DateTime<Utc>,
    answers_before: DateTime<Utc>,
) -> Result<Edited, Fault> {
    let mut forgotten = Forgotten::default();
    for (lane, forgotten_seq, up_to) in
        fetch_all!(editing.db, (Uuid, i64, Option<i64>), OLD_EVENTS, events_before, AT_ONCE)?
    {
        if let Some(up_to) = up_to {
            forgotten.add(execute!(editing.db, FORGET_EVENTS, lane, up_to)?);
            execute!(editing.db, NOTE_FORGOTTEN, lane, up_to)?;
            forgotten.more |= up_to - forgotten_seq >= AT_ONCE;
        }
    }
    forgotten.add(execute!(editing.db, FORGET_LANES, events_before)?);
    forgotten.add(execute!(editing.db, FORGET_ANSWERS, answers_before, AT_ONCE)?);
    forgotten.add(execute!(editing.db, FORGET_TOKENS, editing.now, AT_ONCE)?);
    forgotten.add(execute!(editing.db, FORGET_ACCOUNT_TOKENS, editing.now, AT_ONCE)?);
    forgotten.add(execute!(editing.db, FORGET_MAILS, events_before, AT_ONCE)?);
    forgotten.add(execute!(editing.db, FORGET_SESSIONS, answers_before, AT_ONCE)?);
    forgotten.add(execute!(editing.db, FORGET_DEAD_JOBS, events_before, AT_ONCE)?);
    forgotten.add(execute!(editing.db, FORGET_DELIVERIES, events_before, AT_ONCE)?);
    let reply = Reply::Retained { more: forgotten.more };
    Ok(if forgotten.rows == 0 { Edited::Unchanged(reply) } else { Edited::Written(reply) })
}

/// What one call has forgotten.
#[derive(Default)]
struct Forgotten {
    rows: u64,
    /// Some of it was cut short.
    more: bool,
}

impl Forgotten {
    fn add(&mut self, rows: u64) {
        self.rows += rows;
        self.more |= rows >= AT_ONCE.unsigned_abs();
    }
}

fn written(affected: u64) -> Edited {
    if affected == 0 { Edited::Unchanged(Reply::Done) } else { Edited::Written(Reply::Done) }
}
