//! People, as those who look after them see them: `/admin/users`.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get, post, put};
use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::identity::Role;
use impasto_domain::ids::UserId;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::shapes::{PageJson, PersonJson, RoleName};
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::json::{Body, MaybeBody};
use crate::gateway::params::{Limit, Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::{Key, RequestKey};
use crate::identity::{Allowed, Claims, permission};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(list).service(suspend).service(restore).service(give_roles).service(sign_out);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, suspend, restore, give_roles, sign_out))]
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

/// Lets somebody in again.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RestoreRequest {
    /// Why; goes into the audit log.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

/// What somebody is here.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RolesRequest {
    /// All roles: `artist`, `moderator`, `fulfilment`, `admin`. Everybody is a `customer` beside them.
    #[schema(value_type = Vec<RoleName>)]
    pub roles: Vec<String>,
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
    let ids: Vec<UserId> = page.items.iter().map(|user| user.id).collect();
    let seen = app.store.last_seen(&ids).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, |user| PersonJson::of(user, seen.get(&user.id).copied()))))
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
    put_suspension(&app, &who, id.0, sent.suspended, sent.reason.as_deref(), body.key).await?;
    person(&app, id.0).await
}

/// Lets somebody in again who was shut out. Repeating it is harmless.
#[utoipa::path(post, path = "/api/v1/admin/users/{id}/restore", tag = "admin", request_body = Option<RestoreRequest>,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PersonJson), (status = 401), (status = 403), (status = 404), (status = 422)))]
#[post("/admin/users/{id}/restore")]
async fn restore(
    app: Data<App>,
    who: Allowed<permission::UsersManage>,
    id: Path<UserId>,
    body: MaybeBody<RestoreRequest>,
) -> Result<HttpResponse, Problem> {
    let reason = body.value.and_then(|sent| sent.reason);
    put_suspension(&app, &who, id.0, false, reason.as_deref(), body.key).await?;
    person(&app, id.0).await
}

/// Gives somebody exactly these roles. Who loses one is signed out everywhere; who gains one has it with the next token.
/// Nobody takes the admin's role from themselves, so an admin always stays.
#[utoipa::path(put, path = "/api/v1/admin/users/{id}/roles", tag = "admin", request_body = RolesRequest,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PersonJson), (status = 401), (status = 403), (status = 404),
        (status = 409, description = "conflict: one's own admin role"), (status = 422)))]
#[put("/admin/users/{id}/roles")]
async fn give_roles(
    app: Data<App>,
    who: Allowed<permission::UsersManage>,
    id: Path<UserId>,
    body: Body<RolesRequest>,
) -> Result<HttpResponse, Problem> {
    let wanted = check_roles(&body.value.roles)?;
    put_roles(&app, &who, id.0, wanted, body.key).await?;
    person(&app, id.0).await
}

/// Ends every sign-in of somebody at once, on all their devices. Repeating it is harmless.
#[utoipa::path(post, path = "/api/v1/admin/users/{id}/sign-out", tag = "admin", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PersonJson), (status = 401), (status = 403), (status = 404)))]
#[post("/admin/users/{id}/sign-out")]
async fn sign_out(
    app: Data<App>,
    who: Allowed<permission::UsersManage>,
    id: Path<UserId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    end_sessions(&app, &who, id.0, key.0).await?;
    person(&app, id.0).await
}

/// The roles of these names, in the order of their power; a customer's is always among them.
///
/// # Errors
/// 422 for a name that is no role.
pub fn check_roles(names: &[String]) -> Result<Vec<Role>, Problem> {
    let mut fields = Fields::new();
    fields.check(names.len() <= 10, "/roles", "must have at most 10 entries");
    let mut wanted = vec![Role::Customer];
    for (place, name) in names.iter().take(10).enumerate() {
        match Role::parse(name) {
            Some(role) if wanted.contains(&role) => {}
            Some(role) => wanted.push(role),
            None => {
                fields.add(format_args!("/roles/{place}"), "must be customer, artist, moderator, fulfilment or admin")
            }
        }
    }
    fields.finish()?;
    wanted.sort_unstable();
    Ok(wanted)
}

/// Gives somebody roles.
///
/// # Errors
/// 404, 409 for one's own admin role, 503.
pub async fn put_roles(
    app: &App,
    by: &Claims,
    user_id: UserId,
    roles: Vec<Role>,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    submit(app, by, Edit::SetRoles { user_id, roles, by: Some(by.user_id) }, key).await
}

/// Shuts somebody out, or lets them in again.
///
/// # Errors
/// 404, 409 for oneself, 422 for a reason that is too long, 503.
pub async fn put_suspension(
    app: &App,
    by: &Claims,
    user_id: UserId,
    suspended: bool,
    reason: Option<&str>,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    let mut fields = Fields::new();
    let reason = fields.optional_line("/reason", reason, 500);
    fields.finish()?;
    submit(app, by, Edit::SuspendUser { user_id, suspended, by: Some(by.user_id), reason }, key).await
}

/// Ends every sign-in of somebody.
///
/// # Errors
/// 404, 503.
pub async fn end_sessions(app: &App, by: &Claims, user_id: UserId, key: Option<RequestKey>) -> Result<(), Problem> {
    submit(app, by, Edit::EndSessions { user_id, by: by.user_id }, key).await
}

async fn submit(app: &App, by: &Claims, edit: Edit, key: Option<RequestKey>) -> Result<(), Problem> {
    let idempotency = key.map(|key| key.of_id(by.user_id.0));
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    Ok(())
}

async fn person(app: &App, id: UserId) -> Result<HttpResponse, Problem> {
    let user = app.store.user(id).await?.ok_or_else(|| Problem::not_found("user"))?;
    let seen = app.store.last_seen(&[id]).await?;
    Ok(HttpResponse::Ok().json(PersonJson::of(&user, seen.get(&id).copied())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_once_each_and_a_customer_stays_one() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let read = check_roles(&names(&["moderator", "artist", "moderator"])).unwrap();
        assert_eq!(read, [Role::Customer, Role::Artist, Role::Moderator]);
        assert_eq!(check_roles(&[]).unwrap(), [Role::Customer]);
        let problem = check_roles(&names(&["admin", "king"])).unwrap_err();
        assert_eq!(problem.field_errors()[0].pointer, "/roles/1");
    }
}
