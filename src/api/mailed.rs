//! Accounts by mail: `/auth/verify-email`, `/auth/forgot-password`, `/auth/reset-password`, `/me/verify-email`,
//! `/me/password`, `/me/email`.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, post};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::gateway::client::Client;
use crate::gateway::json::Body;
use crate::gateway::problem::Problem;
use crate::gateway::request_key::Key;
use crate::gateway::shared::Shared;
use crate::identity::{Newcomer, SignedIn, mailed, repeat};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service
        .service(verify_email)
        .service(forgot_password)
        .service(reset_password)
        .service(ask_again)
        .service(change_password)
        .service(change_email);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(verify_email, forgot_password, reset_password, ask_again, change_password, change_email))]
pub struct Doc;

/// The secret of a link in a mail.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyEmailRequest {
    /// What stands behind `token=` in the link.
    pub token: String,
}

/// Who has forgotten the password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgotPasswordRequest {
    /// The account's e-mail address.
    #[schema(max_length = 254)]
    pub email: String,
}

/// A new password by a mail.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetPasswordRequest {
    /// What stands behind `token=` in the link.
    pub token: String,
    /// 10 to 256 characters, none of the common passwords.
    #[schema(min_length = 10, max_length = 256)]
    pub password: String,
}

/// A new password by the present one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The present password.
    pub current: String,
    /// 10 to 256 characters, none of the common passwords.
    #[schema(min_length = 10, max_length = 256)]
    pub new: String,
}

/// Another e-mail address.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmailChange {
    /// The address that is wanted.
    #[schema(max_length = 254)]
    pub email: String,
    /// The account's password.
    pub password: String,
}

/// Proves an e-mail address by the secret of the mail that went there; gives the account that address where it was wanted instead of another. A secret is good once.
#[utoipa::path(post, path = "/api/v1/auth/verify-email", tag = "auth", request_body = VerifyEmailRequest,
    responses((status = 204), (status = 409, description = "email-taken: somebody else has the address by now"),
        (status = 410, description = "expired: the secret is unknown, was used, or has ended (24 hours)")))]
#[post("/auth/verify-email")]
async fn verify_email(
    app: Data<App>,
    shared: Data<Shared>,
    Newcomer(who): Newcomer,
    body: Body<VerifyEmailRequest>,
) -> Result<HttpResponse, Problem> {
    let token = body.value.token;
    let key = body.key.map(|key| repeat::key_of(&shared, &who, key, "proof", &token));
    mailed::verify_email(&shared, &token, key).await?;
    app.engine.mail_written();
    Ok(HttpResponse::NoContent().finish())
}

/// Sends a link to a new password, if there is an account with the address. The answer is the same if there is none.
#[utoipa::path(post, path = "/api/v1/auth/forgot-password", tag = "auth", request_body = ForgotPasswordRequest,
    responses((status = 202), (status = 422)))]
#[post("/auth/forgot-password")]
async fn forgot_password(
    app: Data<App>,
    shared: Data<Shared>,
    Newcomer(who): Newcomer,
    client: Client,
    body: Body<ForgotPasswordRequest>,
) -> Result<HttpResponse, Problem> {
    let email = body.value.email;
    let plain = repeat::plain_email(&email);
    let key = body.key.map(|key| repeat::key_of(&shared, &who, key, "forgotten password", &plain));
    mailed::forgot_password(&shared, &email, &client, key).await?;
    app.engine.mail_written();
    Ok(HttpResponse::Accepted().finish())
}

/// Sets a new password by the secret of a mail. All sign-ins of the account end. A secret is good once.
#[utoipa::path(post, path = "/api/v1/auth/reset-password", tag = "auth", request_body = ResetPasswordRequest,
    responses((status = 204), (status = 410, description = "expired: the secret is unknown, was used, or has ended (1 hour)"),
        (status = 422, description = "invalid-fields, weak-password")))]
#[post("/auth/reset-password")]
async fn reset_password(
    app: Data<App>,
    shared: Data<Shared>,
    _anybody: Newcomer,
    body: Body<ResetPasswordRequest>,
) -> Result<HttpResponse, Problem> {
    let ResetPasswordRequest { token, password } = body.value;
    // Theirs who have the secret, whoever they are signed in as: this ends sign-ins.
    let key = body.key.map(|key| key.of_id(repeat::stranger(&shared, "new password", &token)));
    mailed::reset_password(&shared, &token, &password, key).await?;
    app.engine.mail_written();
    Ok(HttpResponse::NoContent().finish())
}

/// Sends the mail to prove one's address once more.
#[utoipa::path(post, path = "/api/v1/me/verify-email", tag = "me",
    responses((status = 202), (status = 401), (status = 409, description = "conflict: it is proven already, or the gallery sends no mails")))]
#[post("/me/verify-email")]
async fn ask_again(
    app: Data<App>,
    shared: Data<Shared>,
    me: SignedIn,
    client: Client,
    key: Key,
) -> Result<HttpResponse, Problem> {
    mailed::ask_again(&shared, &me, &client, key.0.map(|key| key.of(me.owner()))).await?;
    app.engine.mail_written();
    Ok(HttpResponse::Accepted().finish())
}

/// Sets a new password. All other sign-ins of the account end.
#[utoipa::path(post, path = "/api/v1/me/password", tag = "me", request_body = PasswordChange,
    responses((status = 204), (status = 401), (status = 422, description = "invalid-fields, weak-password")))]
#[post("/me/password")]
async fn change_password(
    app: Data<App>,
    shared: Data<Shared>,
    me: SignedIn,
    client: Client,
    body: Body<PasswordChange>,
) -> Result<HttpResponse, Problem> {
    let key = body.key.map(|key| key.of(me.owner()));
    mailed::change_password(&shared, &me, &body.value.current, &body.value.new, &client, key).await?;
    app.engine.mail_written();
    Ok(HttpResponse::NoContent().finish())
}

/// Asks for another address: a mail goes there, and with its secret the account has it. The answer is the same when the address belongs to another account; its owner is told by mail.
#[utoipa::path(post, path = "/api/v1/me/email", tag = "me", request_body = EmailChange,
    responses((status = 202), (status = 401), (status = 409, description = "conflict: the gallery sends no mails"), (status = 422)))]
#[post("/me/email")]
async fn change_email(
    app: Data<App>,
    shared: Data<Shared>,
    me: SignedIn,
    client: Client,
    body: Body<EmailChange>,
) -> Result<HttpResponse, Problem> {
    let key = body.key.map(|key| key.of(me.owner()));
    mailed::change_email(&shared, &me, &body.value.email, &body.value.password, &client, key).await?;
    app.engine.mail_written();
    Ok(HttpResponse::Accepted().finish())
}
