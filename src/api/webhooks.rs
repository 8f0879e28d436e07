//! Endpoints of others, as staff register them: what they hear of, their secrets, and how telling them went.

use actix_web::http::Uri;
use actix_web::http::header::{ETAG, IF_MATCH};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};
use chrono::{DateTime, Utc};
use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::{UserId, WebhookDeliveryId, WebhookEndpointId};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use impasto_domain::webhook::{NewDelivery, PING, ROTATION_S, WebhookDraft, WebhookEndpoint, WebhookKind};
use impasto_store::reads::WebhookDelivery;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::PageJson;
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::json::Body;
use crate::gateway::params::{Paging, Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::{Key, RequestKey};
use crate::gateway::shared::Shared;
use crate::identity::{Allowed, permission};
use crate::webhooks;

/// The longest address.
const URL_CHARS: usize = 2_000;
/// The longest description.
const DESCRIPTION_CHARS: usize = 200;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service
        .service(list)
        .service(create)
        .service(one)
        .service(change)
        .service(remove)
        .service(rotate)
        .service(ping)
        .service(deliveries)
        .service(replay);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, create, one, change, remove, rotate, ping, deliveries, replay))]
pub struct Doc;

/// An endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WebhookJson {
    /// The endpoint.
    pub id: Uuid,
    /// Where deliveries are posted.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// What it hears of: `order.paid`, `artwork.published`, …
    pub events: Vec<&'static str>,
    /// Whether it hears anything at the moment.
    pub enabled: bool,
    /// What its deliveries are signed with: told once, when it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Until when the secret before the present one signs as well.
    pub previous_secret_until: Option<DateTime<Utc>>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Last changed.
    pub updated_at: DateTime<Utc>,
}

/// Something that was or is to be told to an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WebhookDeliveryJson {
    /// The delivery.
    pub id: Uuid,
    /// To which endpoint.
    pub webhook_id: Uuid,
    /// What happened: the `id` of the message.
    pub event_id: String,
    /// What it is called: the `type` of the message.
    #[serde(rename = "type")]
    pub kind: String,
    /// `waiting`, `delivered` or `dead`.
    pub state: String,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// What the endpoint answered last.
    pub last_status: Option<u16>,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// Since when the endpoint has it.
    pub delivered_at: Option<DateTime<Utc>>,
    /// When it was promised.
    pub created_at: DateTime<Utc>,
}

/// A new endpoint.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookInput {
    /// Where deliveries are posted: an address that begins with `https://`.
    #[schema(max_length = 2000)]
    pub url: String,
    /// What it is for.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub description: String,
    /// What it hears of; at least one.
    pub events: Vec<String>,
    /// Whether it hears anything at the moment; `true` unless told.
    #[serde(default)]
    pub enabled: Option<bool>,
}

/// What changes of an endpoint; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WebhookPatch {
    /// Where deliveries are posted.
    #[schema(max_length = 2000)]
    pub url: Option<String>,
    /// What it is for.
    #[schema(max_length = 200)]
    pub description: Option<String>,
    /// What it hears of; at least one.
    pub events: Option<Vec<String>>,
    /// Whether it hears anything at the moment.
    pub enabled: Option<bool>,
}

impl WebhookInput {
    /// What is to be stored. `may_be_plain` lets this machine be spoken to without TLS.
    ///
    /// # Errors
    /// 422 with every field that is not acceptable.
    pub fn check(&self, may_be_plain: bool) -> Result<WebhookDraft, Problem> {
        let mut fields = Fields::new();
        let url = fields.line("/url", &self.url, URL_CHARS);
        if !url.is_empty() {
            fields.check(is_acceptable(&url, may_be_plain), "/url", "must be an address that begins with https://");
        }
        let description = fields.optional_line("/description", Some(&self.description), DESCRIPTION_CHARS);
        fields.check(!self.events.is_empty(), "/events", "must not be empty");
        for (place, name) in self.events.iter().enumerate() {
            fields.check(WebhookKind::parse(name).is_some(), format_args!("/events/{place}"), "is not known");
        }
        fields.finish()?;
        let is_wanted = |kind: &WebhookKind| self.events.iter().any(|name| name == kind.as_str());
        Ok(WebhookDraft {
            url,
            description: description.unwrap_or_default(),
            kinds: WebhookKind::ALL.iter().copied().filter(is_wanted).collect(),
            enabled: self.enabled.unwrap_or(true),
        })
    }
}

/// Whether deliveries may be posted there. Where its name leads is looked at when something is sent.
fn is_acceptable(url: &str, may_be_plain: bool) -> bool {
    let Ok(uri) = url.parse::<Uri>() else { return false };
    let host = uri.host().unwrap_or_default();
    let has_user = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
    if host.is_empty() || has_user || url.contains('#') {
        return false;
    }
    match uri.scheme_str() {
        Some("https") => true,
        Some("http") => may_be_plain && is_this_machine(host),
        _ => false,
    }
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Endpoints, the newest first.
#[utoipa::path(get, path = "/api/v1/admin/webhooks", tag = "admin", params(Paging),
    responses((status = 200, body = PageJson<WebhookJson>), (status = 401), (status = 403), (status = 422)))]
#[get("/admin/webhooks")]
async fn list(
    app: Data<App>,
    _who: Allowed<permission::SettingsManage>,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let page = app.store.webhooks(paging.0.cursor.as_deref(), paging.0.limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, WebhookJson::from)))
}

/// Registers an endpoint, which hears of what happens from then on. Its secret is told in this answer only.
#[utoipa::path(post, path = "/api/v1/admin/webhooks", tag = "admin", request_body = WebhookInput,
    responses((status = 201, body = WebhookJson), (status = 401), (status = 403),
        (status = 409, description = "conflict: too many"), (status = 422)))]
#[post("/admin/webhooks")]
async fn create(
    app: Data<App>,
    shared: Data<Shared>,
    who: Allowed<permission::SettingsManage>,
    body: Body<WebhookInput>,
) -> Result<HttpResponse, Problem> {
    let (made, secret) = new_webhook(&app, &shared, who.user_id, &body.value, body.key).await?;
    let shape = WebhookJson { secret, ..WebhookJson::from(&made) };
    Ok(HttpResponse::Created().insert_header((ETAG, etag_of(&made))).json(shape))
}

/// An endpoint.
#[utoipa::path(get, path = "/api/v1/admin/webhooks/{id}", tag = "admin", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = WebhookJson), (status = 401), (status = 403), (status = 404)))]
#[get("/admin/webhooks/{id}")]
async fn one(
    app: Data<App>,
    _who: Allowed<permission::SettingsManage>,
    id: Path<WebhookEndpointId>,
) -> Result<HttpResponse, Problem> {
    let found = known(&app, id.0).await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, etag_of(&found))).json(WebhookJson::from(&found)))
}

/// Changes an endpoint. One that is enabled again hears of what happens from then on. With `If-Match` only the version that
/// was read.
#[utoipa::path(patch, path = "/api/v1/admin/webhooks/{id}", tag = "admin", request_body = WebhookPatch,
    params(("id" = uuid::Uuid, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = WebhookJson), (status = 401), (status = 403), (status = 404),
        (status = 412, description = "precondition-failed"), (status = 422)))]
#[patch("/admin/webhooks/{id}")]
async fn change(
    app: Data<App>,
    shared: Data<Shared>,
    request: HttpRequest,
    who: Allowed<permission::SettingsManage>,
    id: Path<WebhookEndpointId>,
    body: Body<WebhookPatch>,
) -> Result<HttpResponse, Problem> {
    let revision = revision_of(&request)?;
    let changed = put_webhook(&app, &shared, who.user_id, (id.0, revision), body.value, body.key).await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, etag_of(&changed))).json(WebhookJson::from(&changed)))
}

/// Takes an endpoint away, with everything that was to be told there.
#[utoipa::path(delete, path = "/api/v1/admin/webhooks/{id}", tag = "admin", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 401), (status = 403), (status = 404)))]
#[delete("/admin/webhooks/{id}")]
async fn remove(
    app: Data<App>,
    who: Allowed<permission::SettingsManage>,
    id: Path<WebhookEndpointId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    drop_webhook(&app, who.user_id, id.0, key.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Gives an endpoint another secret, which is told in this answer only. For 24 hours deliveries are signed with the one before
/// as well.
#[utoipa::path(post, path = "/api/v1/admin/webhooks/{id}/rotate", tag = "admin", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = WebhookJson), (status = 401), (status = 403), (status = 404)))]
#[post("/admin/webhooks/{id}/rotate")]
async fn rotate(
    app: Data<App>,
    shared: Data<Shared>,
    who: Allowed<permission::SettingsManage>,
    id: Path<WebhookEndpointId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    let (changed, secret) = rotate_webhook(&app, &shared, who.user_id, id.0, key.0).await?;
    Ok(HttpResponse::Ok().json(WebhookJson { secret, ..WebhookJson::from(&changed) }))
}

/// Sends a `ping` to an endpoint, also to one that is not enabled.
#[utoipa::path(post, path = "/api/v1/admin/webhooks/{id}/test", tag = "admin", params(("id" = uuid::Uuid, Path)),
    responses((status = 201, body = WebhookDeliveryJson), (status = 401), (status = 403), (status = 404)))]
#[post("/admin/webhooks/{id}/test")]
async fn ping(
    app: Data<App>,
    who: Allowed<permission::SettingsManage>,
    id: Path<WebhookEndpointId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    let delivery = ping_webhook(&app, who.user_id, id.0, key.0).await?;
    Ok(HttpResponse::Created().json(WebhookDeliveryJson::from(&delivery)))
}

/// What was or is to be told to an endpoint, the newest first; kept for as long as events are.
#[utoipa::path(get, path = "/api/v1/admin/webhooks/{id}/deliveries", tag = "admin",
    params(("id" = uuid::Uuid, Path), Paging),
    responses((status = 200, body = PageJson<WebhookDeliveryJson>), (status = 401), (status = 403), (status = 404),
        (status = 422)))]
#[get("/admin/webhooks/{id}/deliveries")]
async fn deliveries(
    app: Data<App>,
    _who: Allowed<permission::SettingsManage>,
    id: Path<WebhookEndpointId>,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let endpoint = known(&app, id.0).await?;
    let page = app.store.webhook_deliveries(endpoint.id, paging.0.cursor.as_deref(), paging.0.limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, WebhookDeliveryJson::from)))
}

/// Tells an endpoint something once more, now, whether or not it has it: the same message under the same ids.
#[utoipa::path(post, path = "/api/v1/admin/webhook-deliveries/{id}/replay", tag = "admin",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = WebhookDeliveryJson), (status = 401), (status = 403), (status = 404),
        (status = 409, description = "conflict while it is being delivered")))]
#[post("/admin/webhook-deliveries/{id}/replay")]
async fn replay(
    app: Data<App>,
    who: Allowed<permission::SettingsManage>,
    id: Path<WebhookDeliveryId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    let delivery = replay_delivery(&app, who.user_id, id.0, key.0).await?;
    Ok(HttpResponse::Ok().json(WebhookDeliveryJson::from(&delivery)))
}

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

fn etag_of(endpoint: &WebhookEndpoint) -> String {
    format!("\"{}\"", endpoint.revision)
}

fn revision_of(request: &HttpRequest) -> Result<Option<i64>, Problem> {
    let Some(value) = request.headers().get(IF_MATCH) else { return Ok(None) };
    let tag = value.to_str().unwrap_or_default().trim();
    if tag == "*" {
        return Ok(None);
    }
    let tag = tag.strip_prefix("W/").unwrap_or(tag);
    let revision = tag.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).and_then(|text| text.parse().ok());
    revision.map(Some).ok_or_else(|| Refusal::PreconditionFailed.into())
}

impl From<&WebhookEndpoint> for WebhookJson {
    fn from(endpoint: &WebhookEndpoint) -> Self {
        Self {
            id: endpoint.id.0,
            url: endpoint.draft.url.clone(),
            description: endpoint.draft.description.clone(),
            events: endpoint.draft.kinds.iter().map(|kind| kind.as_str()).collect(),
            enabled: endpoint.draft.enabled,
            secret: None,
            previous_secret_until: endpoint.previous_until,
            created_at: endpoint.created_at,
            updated_at: endpoint.updated_at,
        }
    }
}

impl From<&WebhookDelivery> for WebhookDeliveryJson {
    fn from(delivery: &WebhookDelivery) -> Self {
        Self {
            id: delivery.id.0,
            webhook_id: delivery.endpoint_id.0,
            event_id: delivery.event_id.clone(),
            kind: delivery.kind.clone(),
            state: delivery.state.clone(),
            attempts: delivery.attempts,
            next_attempt_at: delivery.next_attempt_at,
            last_status: delivery.last_status,
            last_error: delivery.last_error.clone(),
            delivered_at: delivery.delivered_at,
            created_at: delivery.created_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(url: &str) -> WebhookInput {
        WebhookInput {
            url: url.to_owned(),
            description: String::new(),
            events: vec!["order.paid".to_owned(), "order.placed".to_owned(), "order.paid".to_owned()],
            enabled: None,
        }
    }

    #[test]
    fn an_endpoint_is_secured_unless_it_is_this_machine_on_trial() {
        for (url, real, trial) in [
            ("https://hooks.example/in?a=b", true, true),
            ("https://hooks.example:8443/", true, true),
            ("http://127.0.0.1:9000/", false, true),
            ("http://localhost/", false, true),
            ("http://[::1]:9000/", false, true),
            ("http://hooks.example/", false, false),
            ("http://127.0.0.1.example/", false, false),
            ("https://user:pass@hooks.example/", false, false),
            ("https://hooks.example/#part", false, false),
            ("ftp://hooks.example/", false, false),
            ("hooks.example", false, false),
            ("/in", false, false),
            ("https:///in", false, false),
        ] {
            assert_eq!(input(url).check(false).is_ok(), real, "{url}");
            assert_eq!(input(url).check(true).is_ok(), trial, "{url} on trial");
        }
    }

    #[test]
    fn what_it_hears_of_is_kept_once_and_in_order() {
        let draft = input("https://hooks.example/").check(false).unwrap();
        assert_eq!(draft.kinds, [WebhookKind::OrderPlaced, WebhookKind::OrderPaid]);
        assert!(draft.enabled);
        let unknown = WebhookInput { events: vec!["moon.howl".to_owned()], ..input("https://hooks.example/") };
        assert_eq!(unknown.check(false).unwrap_err().field_errors()[0].pointer, "/events/0");
        let none = WebhookInput { events: Vec::new(), ..input("") };
        let error = none.check(false).unwrap_err();
        let pointers: Vec<&str> = error.field_errors().iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/url", "/events"]);
    }
}
