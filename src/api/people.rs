//! People, as those who look after them see them: `/admin/users`.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::UserId;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::shapes::{PageJson, PersonJson};
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::json::MaybeBody;
use crate::gateway::params::{Limit, Path, Query};
use crate::gateway::problem::Problem;
use crate::identity::{Allowed, permission};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(list).service(suspend);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, suspend))]
pub struct Doc;

/// Which people.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PeopleQuery {
    /// A part of the e-mail address or of the name, in any case; or an id.
    pub q: Option<String>,
    /// People a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Limit,
    /// Where to go on.
    pub cursor: Option<String>,
}

/// Shuts somebody out, or lets them in again.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspendRequest {
    /// `false` lets them in again.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub suspended: bool,
    /// Why; goes into the audit log.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

fn yes() -> bool {
    true
}

/// Everybody with an account, the newest first.
#[utoipa::path(get, path = "/api/v1/admin/users", tag = "admin", params(PeopleQuery),
    responses((status = 200, body = PageJson<PersonJson>), (status = 401), (status = 403), (status = 422)))]
#[get("/admin/users")]
async fn list(
    app: Data<App>,
    _who: Allowed<permission::UsersManage>,
    query: Query<PeopleQuery>,
) -> Result<HttpResponse, Problem> {
    let mut fields = Fields::new();
    let words = fields.optional_line("/q", query.0.q.as_deref(), 254);
    fields.finish()?;
    let page = app.store.users(words.as_deref(), query.0.cursor.as_deref(), query.0.limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, PersonJson::from)))
}

/// Shuts somebody out: all their sign-ins end at once, on sockets too. With `suspended: false` lets them in again.
/// Repeating it is harmless; nobody shuts themselves out.
#[utoipa::path(post, path = "/api/v1/admin/users/{id}/suspend", tag = "admin", request_body = Option<SuspendRequest>,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PersonJson), (status = 401), (status = 403), (status = 404),
        (status = 409, description = "conflict: one's own account"), (status = 422)))]
#[post("/admin/users/{id}/suspend")]
async fn suspend(
    app: Data<App>,
    who: Allowed<permission::UsersManage>,
    id: Path<UserId>,
    body: MaybeBody<SuspendRequest>,
) -> Result<HttpResponse, Problem> {
    let sent = body.value.unwrap_or(SuspendRequest { suspended: true, reason: None });
    let mut fields = Fields::new();
    let reason = fields.optional_line("/reason", sent.reason.as_deref(), 500);
    fields.finish()?;
    let edit = Edit::SuspendUser { user_id: id.0, suspended: sent.suspended, by: Some(who.user_id), reason };
    let idempotency = body.key.map(|key| key.of(who.owner()));
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    let person = app.store.user(id.0).await?.ok_or_else(|| Problem::not_found("user"))?;
    Ok(HttpResponse::Ok().json(PersonJson::from(&person)))
}
