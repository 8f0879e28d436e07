//! Accounts and sign-ins: `/auth/register`, `/auth/login`, `/auth/refresh`, `/auth/logout`.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::user::UserJson;
use crate::gateway::client::Client;
use crate::gateway::fields::Fields;
use crate::gateway::json::{Body, MaybeBody};
use crate::gateway::problem::Problem;
use crate::gateway::shared::Shared;
use crate::identity::account::{self, Credentials, Registration, SignIn};
use crate::identity::{Newcomer, Via, cookies, repeat};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(register).service(login).service(refresh).service(logout);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(register, login, refresh, logout))]
pub struct Doc;

/// A new account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterRequest {
    /// E-mail address.
    #[schema(max_length = 254)]
    pub email: String,
    /// 10 to 256 characters, none of the common passwords.
    #[schema(min_length = 10, max_length = 256)]
    pub password: String,
    /// What others see.
    #[schema(max_length = 80)]
    pub display_name: String,
    /// What the account is for.
    pub role: WantedRole,
}

/// What an account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WantedRole {
    /// Buying.
    Customer,
    /// Buying and selling: comes with an artist profile and a seller.
    Artist,
}

/// Who signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoginRequest {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
}

/// A refresh token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshRequest {
    /// The last one that was given out.
    pub refresh_token: String,
}

/// A sign-in.
#[derive(Serialize, ToSchema)]
pub struct TokensJson {
    /// For `Authorization: Bearer`.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// Seconds until the access token ends.
    pub expires_in: i64,
    /// Exchanged at `/auth/refresh`, once.
    pub refresh_token: String,
    /// Who.
    pub user: UserJson,
}

impl TokensJson {
    fn of(signed: &SignIn) -> Self {
        Self {
            access_token: signed.access_token.clone(),
            token_type: "Bearer",
            expires_in: signed.claims.exp - signed.claims.iat,
            refresh_token: signed.refresh_token.clone(),
            user: UserJson::from(&signed.user),
        }
    }
}

/// Makes an account. An access token that is not valid any more does not matter. With `X-Visitor`, the visitor's cart moves to it.
#[utoipa::path(post, path = "/api/v1/auth/register", tag = "auth", request_body = RegisterRequest,
    responses((status = 201, body = UserJson), (status = 409, description = "email-taken"),
        (status = 422, description = "invalid-fields, weak-password")))]
#[post("/auth/register")]
async fn register(
    shared: Data<Shared>,
    Newcomer(identity): Newcomer,
    body: Body<RegisterRequest>,
) -> Result<HttpResponse, Problem> {
    let sent = body.value;
    let wanted = Registration {
        is_artist: sent.role == WantedRole::Artist,
        email: sent.email,
        password: sent.password,
        display_name: sent.display_name,
    };
    let email = repeat::plain_email(&wanted.email);
    let key = body.key.map(|key| repeat::key_of(&shared, &identity, key, "registration", &email));
    let user = account::register(&shared, &wanted, identity.visitor, key).await?;
    Ok(HttpResponse::Created().json(UserJson::from(&user)))
}

/// Signs in: each call is a sign-in of its own, also with an `Idempotency-Key`, as nobody keeps its tokens. An access token that is not valid any more does not matter. With `X-Visitor`, the visitor's cart moves to the account.
#[utoipa::path(post, path = "/api/v1/auth/login", tag = "auth", request_body = LoginRequest,
    responses((status = 200, body = TokensJson), (status = 401, description = "unauthenticated: the e-mail address or the password is wrong"),
        (status = 403, description = "forbidden: the account is suspended"),
        (status = 429, description = "rate-limited: five failures in a minute")))]
#[post("/auth/login")]
async fn login(
    request: HttpRequest,
    shared: Data<Shared>,
    Newcomer(identity): Newcomer,
    client: Client,
    body: Body<LoginRequest>,
) -> Result<HttpResponse, Problem> {
    let LoginRequest { email, password } = body.value;
    let mut fields = Fields::new();
    fields.check(!email.trim().is_empty(), "/email", "must not be empty");
    fields.check(email.chars().count() <= 254, "/email", "must have at most 254 characters");
    fields.check(!password.is_empty(), "/password", "must not be empty");
    let longest = account::PASSWORD_MAX_CHARS;
    fields.check(password.chars().count() <= longest, "/password", format!("must have at most {longest} characters"));
    fields.finish()?;
    let given = Credentials { email, password };
    let signed = account::sign_in(&shared, &given, identity.visitor, &client, user_agent(&request)).await?;
    Ok(HttpResponse::Ok().json(TokensJson::of(&signed)))
}

/// Exchanges a refresh token for its successor and a new access token. The same old token within 30 seconds gets the
/// same successor; later reuse ends the sign-in.
#[utoipa::path(post, path = "/api/v1/auth/refresh", tag = "auth", request_body = RefreshRequest,
    responses((status = 200, body = TokensJson), (status = 401, description = "unauthenticated")))]
#[post("/auth/refresh")]
async fn refresh(shared: Data<Shared>, body: Body<RefreshRequest>) -> Result<HttpResponse, Problem> {
    let signed = account::refresh(&shared, &body.value.refresh_token).await?;
    Ok(HttpResponse::Ok().json(TokensJson::of(&signed)))
}

/// Ends the sign-in of the access token, or of the refresh token in the body; all its tokens are refused at once.
#[utoipa::path(post, path = "/api/v1/auth/logout", tag = "auth", request_body = Option<RefreshRequest>,
    responses((status = 204), (status = 401, description = "unauthenticated: neither token")))]
#[post("/auth/logout")]
async fn logout(
    request: HttpRequest,
    shared: Data<Shared>,
    Newcomer(identity): Newcomer,
    body: MaybeBody<RefreshRequest>,
) -> Result<HttpResponse, Problem> {
    let (session_id, user_id) = match (&identity.user, body.value) {
        (Some(user), _) => (user.session_id, user.user_id),
        (None, Some(sent)) => {
            let signed = account::refresh(&shared, &sent.refresh_token).await?;
            (signed.claims.session_id, signed.user.id)
        }
        (None, None) => return Err(Problem::unauthenticated("This needs an access token or a refresh token.")),
    };
    account::sign_out(&shared, session_id, user_id).await?;
    if identity.via == Via::Cookies {
        for cookie in account::sign_out_cookies(&shared) {
            cookies::set(&request, cookie);
        }
    }
    Ok(HttpResponse::NoContent().finish())
}

/// The browser's own words.
pub(super) fn user_agent(request: &HttpRequest) -> &str {
    request.headers().get("user-agent").and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
