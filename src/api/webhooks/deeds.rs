//! What is done with endpoints and deliveries, for the API and the console alike.

use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::{UserId, WebhookDeliveryId, WebhookEndpointId};
use impasto_domain::reply::Reply;
use impasto_domain::webhook::{NewDelivery, PING, ROTATION_S, WebhookEndpoint};
use impasto_store::reads::WebhookDelivery;
use uuid::Uuid;

use super::input::{WebhookInput, WebhookPatch};
use crate::app::App;
use crate::gateway::problem::Problem;
use crate::gateway::request_key::RequestKey;
use crate::gateway::shared::Shared;
use crate::webhooks;

/// Registers an endpoint; answers its secret as well, but for a repeat, which gets the endpoint of the first.
///
/// # Errors
/// 409 when there are too many, 422 with what is not acceptable, 503.
pub async fn new_webhook(
    app: &App,
    shared: &Shared,
    by: UserId,
    input: &WebhookInput,
    key: Option<RequestKey>,
) -> Result<(WebhookEndpoint, Option<String>), Problem> {
    let draft = input.check(may_be_plain(shared))?;
    let id: WebhookEndpointId = app.mint();
    let secret = webhooks::fresh();
    let sealed = webhooks::seal(&shared.secrets, id, &secret);
    let edit = Edit::PutWebhook { id, draft: Box::new(draft), secret: Some(sealed), revision: None, by };
    let made = match submit(app, by, edit, key).await? {
        Reply::Id(made) => WebhookEndpointId(made),
        _ => id,
    };
    let found = known(app, made).await?;
    Ok((found, (made == id).then_some(secret)))
}

/// Changes an endpoint.
///
/// # Errors
/// 404, 412 for another revision than the stored one, 422 with what is not acceptable, 503.
pub async fn put_webhook(
    app: &App,
    shared: &Shared,
    by: UserId,
    (id, revision): (WebhookEndpointId, Option<i64>),
    patch: WebhookPatch,
    key: Option<RequestKey>,
) -> Result<WebhookEndpoint, Problem> {
    let known_now = known(app, id).await?;
    let stored = &known_now.draft;
    let events = || stored.kinds.iter().map(|kind| kind.as_str().to_owned()).collect();
    let input = WebhookInput {
        url: patch.url.unwrap_or_else(|| stored.url.clone()),
        description: patch.description.unwrap_or_else(|| stored.description.clone()),
        events: patch.events.unwrap_or_else(events),
        enabled: Some(patch.enabled.unwrap_or(stored.enabled)),
    };
    let draft = input.check(may_be_plain(shared))?;
    // What is left out is as it was read, so nobody else may have changed it since.
    let revision = revision.or(Some(known_now.revision));
    let edit = Edit::PutWebhook { id, draft: Box::new(draft), secret: None, revision, by };
    submit(app, by, edit, key).await?;
    known(app, id).await
}

/// Takes an endpoint away.
///
/// # Errors
/// 404, 503.
pub async fn drop_webhook(
    app: &App,
    by: UserId,
    id: WebhookEndpointId,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    submit(app, by, Edit::RemoveWebhook { id, by }, key).await.map(drop)
}

/// Gives an endpoint another secret; answers it, but for a repeat.
///
/// # Errors
/// 404, 503.
pub async fn rotate_webhook(
    app: &App,
    shared: &Shared,
    by: UserId,
    id: WebhookEndpointId,
    key: Option<RequestKey>,
) -> Result<(WebhookEndpoint, Option<String>), Problem> {
    let fresh = webhooks::fresh();
    let rotation: Uuid = app.mint();
    let secret = webhooks::seal(&shared.secrets, id, &fresh);
    let edit = Edit::RotateWebhook { id, secret, grace_s: ROTATION_S, rotation, by };
    let reply = submit(app, by, edit, key).await?;
    Ok((known(app, id).await?, (reply == Reply::Id(rotation)).then_some(fresh)))
}

/// Sends a trial to an endpoint.
///
/// # Errors
/// 404, 503.
pub async fn ping_webhook(
    app: &App,
    by: UserId,
    id: WebhookEndpointId,
    key: Option<RequestKey>,
) -> Result<WebhookDelivery, Problem> {
    let delivery_id: WebhookDeliveryId = app.mint();
    let delivery = NewDelivery {
        id: delivery_id,
        event_id: format!("{PING}.{}", delivery_id.0.simple()),
        kind: PING.to_owned(),
        subject: id.0,
        at: app.clock.now(),
    };
    let edit = Edit::PingWebhook { id, delivery: Box::new(delivery), by };
    let made = match submit(app, by, edit, key).await? {
        Reply::Id(made) => WebhookDeliveryId(made),
        _ => delivery_id,
    };
    app.webhooks.ring_for_work();
    known_delivery(app, made).await
}

/// Tells an endpoint something once more.
///
/// # Errors
/// 404, 409 while it is being delivered, 503.
pub async fn replay_delivery(
    app: &App,
    by: UserId,
    id: WebhookDeliveryId,
    key: Option<RequestKey>,
) -> Result<WebhookDelivery, Problem> {
    submit(app, by, Edit::ReplayDelivery { id, by }, key).await?;
    app.webhooks.ring_for_work();
    known_delivery(app, id).await
}

/// An endpoint that must be there.
///
/// # Errors
/// 404, 503.
pub async fn known(app: &App, id: WebhookEndpointId) -> Result<WebhookEndpoint, Problem> {
    app.store.webhook(id).await?.ok_or_else(|| Problem::not_found("webhook"))
}

async fn known_delivery(app: &App, id: WebhookDeliveryId) -> Result<WebhookDelivery, Problem> {
    app.store.webhook_delivery(id).await?.ok_or_else(|| Problem::not_found("delivery"))
}

/// Whether this machine may be spoken to without TLS: only where nothing that is sold is real.
fn may_be_plain(shared: &Shared) -> bool {
    shared.config.is_trial(shared.is_demo)
}

async fn submit(app: &App, by: UserId, edit: Edit, key: Option<RequestKey>) -> Result<Reply, Problem> {
    let idempotency = key.map(|key| key.of_id(by.0));
    Ok(app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?)
}
