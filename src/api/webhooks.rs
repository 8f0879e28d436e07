//! Endpoints of others, as staff register them: what they hear of, their secrets, and how telling them went.

mod deeds;
mod input;
mod shape;

use actix_web::http::header::{ETAG, IF_MATCH};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};
use impasto_domain::ids::{WebhookDeliveryId, WebhookEndpointId};
use impasto_domain::refusal::Refusal;
use impasto_domain::webhook::WebhookEndpoint;

use super::shapes::PageJson;
use crate::app::App;
use crate::gateway::json::Body;
use crate::gateway::params::{Paging, Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::Key;
use crate::gateway::shared::Shared;
use crate::identity::{Allowed, permission};

pub use deeds::{drop_webhook, known, new_webhook, ping_webhook, put_webhook, replay_delivery, rotate_webhook};
pub use input::{WebhookInput, WebhookPatch};
pub use shape::{WebhookDeliveryJson, WebhookJson};

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
