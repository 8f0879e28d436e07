//! Endpoints of others: registered, changed, given other secrets, fed; and what is told to them.

use chrono::{DateTime, TimeDelta, Utc};
use impasto_domain::audit::AuditAction;
use impasto_domain::event::Event;
use impasto_domain::ids::{JobId, UserId, WebhookDeliveryId, WebhookEndpointId};
use impasto_domain::job::{Job, Task};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use impasto_domain::webhook::{DeliveryOutcome, ENDPOINTS_MAX, NewDelivery, WebhookCursor, WebhookDraft};
use serde_json::json;
use sqlx::types::Json;
use uuid::Uuid;

use super::{DONE, Edited, Editing, jobs};
use crate::journal::fault::Fault;
use crate::reads::heads;
use crate::record::stored;
use crate::sql::{Rows, execute, fetch_optional, statements};

statements! {
    STORED_WEBHOOK =
        "SELECT e.url, e.description, e.kinds, e.enabled, e.revision FROM webhook_endpoints e WHERE e.id = $1 {lock}";
    COUNT_WEBHOOKS = "SELECT count(*) AS endpoints FROM webhook_endpoints e";
    INSERT_WEBHOOK =
        "INSERT INTO webhook_endpoints (id, url, description, kinds, enabled, secret, previous_secret, previous_until, \
         told, fed, revision, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL, $7, 0, 1, $8, $8)";
    UPDATE_WEBHOOK =
        "UPDATE webhook_endpoints SET url = $2, description = $3, kinds = $4, enabled = $5, revision = revision + 1, \
         updated_at = $6 WHERE id = $1";
    /// What happened while it was not enabled is not told later.
    SKIP_TO = "UPDATE webhook_endpoints SET told = $2, fed = fed + 1 WHERE id = $1";
    ROTATE_WEBHOOK =
        "UPDATE webhook_endpoints SET previous_secret = secret, previous_until = $3, secret = $2, \
         revision = revision + 1, updated_at = $4 WHERE id = $1";
    /// Only who has seen the last move makes the next one.
    MOVE_CURSOR = "UPDATE webhook_endpoints SET told = $3, fed = fed + 1 WHERE id = $1 AND fed = $2 AND enabled";
    INSERT_DELIVERIES [id: Uuid, endpoint: Uuid, event: Text, kind: Text, subject: Uuid, happened: Time, made: Time] =
        "WITH {rows} INSERT INTO webhook_deliveries (id, endpoint_id, event_id, kind, subject, happened_at, state, attempts, \
         promised_at, next_attempt_at, created_at) \
         SELECT v.id, v.endpoint, v.event, v.kind, v.subject, v.happened, 'waiting', 0, v.made, v.made, v.made \
         FROM v WHERE true ON CONFLICT (endpoint_id, event_id) DO NOTHING";
    DELIVERY_TO_REPLAY = "SELECT d.kind, d.state, d.attempts FROM webhook_deliveries d WHERE d.id = $1 {lock}";
    DELIVERY_LEASED_UNTIL =
        "SELECT j.lease_until FROM jobs j WHERE j.subject = $1 AND j.kind = 'deliver_webhook' AND NOT j.dead";
    DROP_OPEN_DELIVERY_JOB = "DELETE FROM jobs WHERE subject = $1 AND kind = 'deliver_webhook' AND NOT dead";
    DROP_DEAD_DELIVERY_JOB = "DELETE FROM jobs WHERE dead AND kind = 'deliver_webhook' AND subject = $1";
    REPLAY_DELIVERY =
        "UPDATE webhook_deliveries SET state = 'waiting', attempts = 0, promised_at = $2, next_attempt_at = $2, \
         delivered_at = NULL WHERE id = $1";
    NOTE_DELIVERED =
        "UPDATE webhook_deliveries SET state = 'delivered', body = coalesce($2, body), attempts = attempts + 1, \
         last_status = $3, last_error = NULL, next_attempt_at = NULL, delivered_at = $4 WHERE id = $1";
    NOTE_UNDELIVERED =
        "UPDATE webhook_deliveries SET state = $2, body = coalesce($3, body), attempts = attempts + 1, last_status = $4, \
         last_error = $5, next_attempt_at = $6 WHERE id = $1";
    DROP_OPEN_JOBS_OF_WEBHOOK =
        "DELETE FROM jobs WHERE NOT dead AND kind = 'deliver_webhook' AND subject IN \
         (SELECT d.id FROM webhook_deliveries d WHERE d.endpoint_id = $1 AND d.state <> 'delivered')";
    DROP_DEAD_JOBS_OF_WEBHOOK =
        "DELETE FROM jobs WHERE dead AND kind = 'deliver_webhook' AND subject IN \
         (SELECT d.id FROM webhook_deliveries d WHERE d.endpoint_id = $1 AND d.state <> 'delivered')";
    DROP_DELIVERIES_OF_WEBHOOK = "DELETE FROM webhook_deliveries WHERE endpoint_id = $1";
    DELETE_WEBHOOK = "DELETE FROM webhook_endpoints WHERE id = $1";
}

stored! {
    struct Known {
        url: String,
        description: String,
        kinds: Json<Vec<String>>,
        enabled: bool,
        revision: i64,
    }
}

impl Known {
    fn told(&self) -> serde_json::Value {
        json!({"url": self.url, "description": self.description, "events": self.kinds.0, "enabled": self.enabled})
    }
}

fn names(draft: &WebhookDraft) -> Vec<&'static str> {
    draft.kinds.iter().map(|kind| kind.as_str()).collect()
}

/// Registers an endpoint, or changes what is said of one.
pub(super) async fn put(
    editing: &mut Editing<'_, '_>,
    id: WebhookEndpointId,
    draft: &WebhookDraft,
    (secret, revision): (Option<&[u8]>, Option<i64>),
    by: UserId,
) -> Result<Edited, Fault> {
    let kinds = names(draft);
    let after = json!({"url": draft.url, "description": draft.description, "events": kinds, "enabled": draft.enabled});
    let known = fetch_optional!(editing.db, Known, STORED_WEBHOOK, id.0)?;
    let Some(known) = known else {
        let Some(secret) = secret else { return Ok(Edited::Refused(Refusal::not_found("webhook"))) };
        let count = fetch_optional!(editing.db, (i64,), COUNT_WEBHOOKS)?.map_or(0, |(count,)| count);
        if count >= ENDPOINTS_MAX {
            return Ok(Edited::Refused(Refusal::conflict("there are as many endpoints as a house may have")));
        }
        let now = here(editing).await?;
        execute!(
            editing.db,
            INSERT_WEBHOOK,
            id.0,
            &draft.url,
            &draft.description,
            Json(&kinds),
            draft.enabled,
            secret,
            Json(&now),
            editing.now
        )?;
        editing.note(Some(by), AuditAction::WebhookPut, id.0, serde_json::Value::Null, after);
        editing.events.push(Event::SettingsChanged);
        return Ok(Edited::Written(Reply::Id(id.0)));
    };
    if secret.is_some() {
        return Ok(Edited::Refused(Refusal::conflict("there is such an endpoint already")));
    }
    if revision.is_some_and(|revision| revision != known.revision) {
        return Ok(Edited::Refused(Refusal::PreconditionFailed));
    }
    let before = known.told();
    if before == after {
        return Ok(Edited::Unchanged(Reply::Id(id.0)));
    }
    execute!(
        editing.db,
        UPDATE_WEBHOOK,
        id.0,
        &draft.url,
        &draft.description,
        Json(&kinds),
        draft.enabled,
        editing.now
    )?;
    if draft.enabled && !known.enabled {
        let now = here(editing).await?;
        execute!(editing.db, SKIP_TO, id.0, Json(&now))?;
    }
    editing.note(Some(by), AuditAction::WebhookPut, id.0, before, after);
    editing.events.push(Event::SettingsChanged);
    Ok(Edited::Written(Reply::Id(id.0)))
}

/// Takes an endpoint away, with what was to be told there.
pub(super) async fn remove(editing: &mut Editing<'_, '_>, id: WebhookEndpointId, by: UserId) -> Result<Edited, Fault> {
    let Some(known) = fetch_optional!(editing.db, Known, STORED_WEBHOOK, id.0)? else {
        return Ok(Edited::Refused(Refusal::not_found("webhook")));
    };
    execute!(editing.db, DROP_OPEN_JOBS_OF_WEBHOOK, id.0)?;
    execute!(editing.db, DROP_DEAD_JOBS_OF_WEBHOOK, id.0)?;
    execute!(editing.db, DROP_DELIVERIES_OF_WEBHOOK, id.0)?;
    execute!(editing.db, DELETE_WEBHOOK, id.0)?;
    editing.note(Some(by), AuditAction::WebhookRemove, id.0, known.told(), serde_json::Value::Null);
    editing.events.push(Event::SettingsChanged);
    Ok(DONE)
}

/// Gives an endpoint another secret; the one before signs beside it for a while.
pub(super) async fn rotate(
    editing: &mut Editing<'_, '_>,
    id: WebhookEndpointId,
    secret: &[u8],
    (grace_s, rotation): (u32, Uuid),
    by: UserId,
) -> Result<Edited, Fault> {
    if fetch_optional!(editing.db, Known, STORED_WEBHOOK, id.0)?.is_none() {
        return Ok(Edited::Refused(Refusal::not_found("webhook")));
    }
    let until: DateTime<Utc> = editing.now + TimeDelta::seconds(i64::from(grace_s));
    execute!(editing.db, ROTATE_WEBHOOK, id.0, secret, until, editing.now)?;
    let after = json!({"previous_secret_until": until});
    editing.note(Some(by), AuditAction::WebhookRotate, id.0, serde_json::Value::Null, after);
    Ok(Edited::Written(Reply::Id(rotation)))
}

/// Promises an endpoint what happened, and moves its cursor past it: both or neither.
pub(super) async fn feed(
    editing: &mut Editing<'_, '_>,
    id: WebhookEndpointId,
    fed: i64,
    cursor: &WebhookCursor,
    deliveries: &[NewDelivery],
) -> Result<Edited, Fault> {
    // Another node was first, or it is not to be told anything any more.
    if execute!(editing.db, MOVE_CURSOR, id.0, fed, Json(cursor))? == 0 {
        return Ok(Edited::Refused(Refusal::PreconditionFailed));
    }
    promise(editing, id, deliveries).await?;
    Ok(DONE)
}

/// Sends a trial to an endpoint.
pub(super) async fn ping(
    editing: &mut Editing<'_, '_>,
    id: WebhookEndpointId,
    delivery: &NewDelivery,
    by: UserId,
) -> Result<Edited, Fault> {
    if fetch_optional!(editing.db, Known, STORED_WEBHOOK, id.0)?.is_none() {
        return Ok(Edited::Refused(Refusal::not_found("webhook")));
    }
    promise(editing, id, std::slice::from_ref(delivery)).await?;
    editing.note(Some(by), AuditAction::WebhookPing, id.0, serde_json::Value::Null, serde_json::Value::Null);
    Ok(Edited::Written(Reply::Id(delivery.id.0)))
}

/// Tells an endpoint something once more.
pub(super) async fn replay(editing: &mut Editing<'_, '_>, id: WebhookDeliveryId, by: UserId) -> Result<Edited, Fault> {
    let Some((kind, state, attempts)) = fetch_optional!(editing.db, (String, String, i64), DELIVERY_TO_REPLAY, id.0)?
    else {
        return Ok(Edited::Refused(Refusal::not_found("delivery")));
    };
    let leased = fetch_optional!(editing.db, (Option<DateTime<Utc>>,), DELIVERY_LEASED_UNTIL, id.0)?;
    if leased.is_some_and(|(until,)| until.is_some_and(|until| until > editing.now)) {
        return Ok(Edited::Refused(Refusal::conflict("it is being delivered at the moment")));
    }
    execute!(editing.db, DROP_OPEN_DELIVERY_JOB, id.0)?;
    execute!(editing.db, DROP_DEAD_DELIVERY_JOB, id.0)?;
    execute!(editing.db, REPLAY_DELIVERY, id.0, editing.now)?;
    push_job(editing, id);
    let before = json!({"event": kind, "state": state, "attempts": attempts});
    let after = json!({"event": kind, "state": "waiting", "attempts": 0});
    editing.note(Some(by), AuditAction::WebhookReplay, id.0, before, after);
    Ok(DONE)
}

/// Notes what became of a try, and closes its job; nothing happens unless the lease still is the caller's.
pub(super) async fn close(
    editing: &mut Editing<'_, '_>,
    (job_id, token): (JobId, Uuid),
    id: WebhookDeliveryId,
    body: Option<&str>,
    outcome: &DeliveryOutcome,
) -> Result<Edited, Fault> {
    let closed = match outcome {
        DeliveryOutcome::Delivered { .. } => jobs::finish(editing, job_id, token).await?,
        DeliveryOutcome::Failed { error, run_at, dead, .. } => {
            jobs::retry(editing, (job_id, token), *run_at, Some(error.as_str()), *dead).await?
        }
    };
    if matches!(closed, Edited::Unchanged(_)) {
        return Ok(closed);
    }
    match outcome {
        DeliveryOutcome::Delivered { status } => {
            execute!(editing.db, NOTE_DELIVERED, id.0, body, i64::from(*status), editing.now)?;
        }
        DeliveryOutcome::Failed { status, error, run_at, dead } => {
            let state = if *dead { "dead" } else { "waiting" };
            let next: Option<DateTime<Utc>> = (!*dead).then_some(*run_at);
            let status: Option<i64> = status.map(i64::from);
            execute!(editing.db, NOTE_UNDELIVERED, id.0, state, body, status, error.as_str(), next)?;
        }
    }
    Ok(DONE)
}

async fn promise(
    editing: &mut Editing<'_, '_>,
    id: WebhookEndpointId,
    deliveries: &[NewDelivery],
) -> Result<(), Fault> {
    let mut rows = Rows::of(&INSERT_DELIVERIES);
    for delivery in deliveries {
        rows.push([
            delivery.id.0.into(),
            id.0.into(),
            delivery.event_id.as_str().into(),
            delivery.kind.as_str().into(),
            delivery.subject.into(),
            delivery.at.into(),
            editing.now.into(),
        ]);
    }
    rows.execute(editing.db).await?;
    for delivery in deliveries {
        push_job(editing, delivery.id);
    }
    Ok(())
}

fn push_job(editing: &mut Editing<'_, '_>, delivery_id: WebhookDeliveryId) {
    let task = Task::DeliverWebhook { delivery_id };
    let id = editing.mint.mint();
    editing.jobs.push(Job { id, task, run_at: editing.now, attempts: 0, lease: None });
}

/// Where every lane is now.
async fn here(editing: &mut Editing<'_, '_>) -> Result<WebhookCursor, Fault> {
    let lanes = heads(editing.db).await?;
    Ok(lanes.into_iter().map(|head| (head.lane, head.seq)).collect())
}
