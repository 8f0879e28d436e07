//! All settings at once: `GET` and `PUT /admin/settings`.

use actix_web::http::header::{CACHE_CONTROL, ETAG};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, put};

use super::input::SettingsInput;
use super::shape::SettingsJson;
use super::version::{KEPT, etag_of, wanted_version};
use super::write::submit;
use crate::app::App;
use crate::app::defaults::house_rules;
use crate::gateway::conditional;
use crate::gateway::json::Body;
use crate::gateway::problem::Problem;
use crate::gateway::request_key::RequestKey;
use crate::gateway::shared::Shared;
use crate::identity::{Allowed, Claims, permission};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(show).service(put_all);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show, put_all))]
pub struct Doc;

/// What staff may change of the house, as it is now, with the version of all settings as its entity tag.
#[utoipa::path(get, path = "/api/v1/admin/settings", tag = "admin",
    responses((status = 200, body = SettingsJson), (status = 304), (status = 401), (status = 403)))]
#[get("/admin/settings")]
async fn show(
    app: Data<App>,
    shared: Data<Shared>,
    request: HttpRequest,
    _who: Allowed<permission::SettingsManage>,
) -> Result<HttpResponse, Problem> {
    let (version, settings) = read(&app, &shared).await?;
    Ok(conditional::answer(&request, &etag_of(version), KEPT, |answer| answer.json(settings)))
}

/// Changes the house, for every node and from the next decision on. With `If-Match` only the version that was read.
#[utoipa::path(put, path = "/api/v1/admin/settings", tag = "admin", request_body = SettingsInput,
    params(("If-Match" = Option<String>, Header)),
    responses((status = 200, body = SettingsJson), (status = 401), (status = 403),
        (status = 412, description = "precondition-failed"), (status = 422)))]
#[put("/admin/settings")]
async fn put_all(
    app: Data<App>,
    shared: Data<Shared>,
    request: HttpRequest,
    who: Allowed<permission::SettingsManage>,
    body: Body<SettingsInput>,
) -> Result<HttpResponse, Problem> {
    let version = wanted_version(request.headers())?;
    put_settings(&app, &shared, &who, &body.value, version, body.key).await?;
    answer(&app, &shared).await
}

/// What staff may change, and the number of its last change.
///
/// # Errors
/// 503 when the database is away.
pub async fn read(app: &App, shared: &Shared) -> Result<(i64, SettingsJson), Problem> {
    let (version, rules) = app.store.house_settings(&house_rules(&shared.config, shared.is_demo)).await?;
    let stored = app.store.settings().await?;
    Ok((version, SettingsJson::of(&rules, &stored)))
}

/// Changes what staff may change.
///
/// # Errors
/// 412 for another version than the stored one, 422 with what is not acceptable, 503.
pub async fn put_settings(
    app: &App,
    shared: &Shared,
    by: &Claims,
    input: &SettingsInput,
    version: Option<i64>,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    submit(app, shared, by, input.check()?, version, key).await
}

/// All settings as they are after a change, with their version.
///
/// # Errors
/// 503 when the database is away.
pub(super) async fn answer(app: &App, shared: &Shared) -> Result<HttpResponse, Problem> {
    let (version, settings) = read(app, shared).await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, etag_of(version))).insert_header((CACHE_CONTROL, KEPT)).json(settings))
}
