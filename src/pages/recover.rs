//! What links in mails lead to, and the way to ask for one: `/forgot-password`, `/reset-password`, `/verify-email`.
//! Opening a link changes nothing: programs that look through mails open them too. The button does.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, REFERRER_POLICY};
use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};

use super::mistakes::{self, Field};
use super::turn::see_other_with;
use super::typed::Typed;
use super::views::form::Errors;
use super::views::recover::{ForgotPage, ResetPage, VerifyPage};
use super::visit::{Visit, page_with};
use crate::gateway::client::Client;
use crate::gateway::problem::{Problem, ProblemType};
use crate::identity::mailed;
use crate::words::t;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/forgot-password").route(web::get().to(forgot)).route(web::post().to(send_link)))
        .service(web::resource("/reset-password").route(web::get().to(reset)).route(web::post().to(set_password)))
        .service(web::resource("/verify-email").route(web::get().to(verify)).route(web::post().to(prove)));
}

async fn forgot(visit: Visit) -> Result<HttpResponse, Error> {
    let email = Typed::of_query(visit.request()).get("email").to_owned();
    forgot_page(&visit, email, Errors::default(), StatusCode::OK).await
}

async fn send_link(visit: Visit, client: Client, typed: Typed) -> Result<HttpResponse, Error> {
    let email = typed.get("email").to_owned();
    match mailed::forgot_password(&visit.shared, &email, &client, None).await {
        Ok(()) => {
            visit.app.engine.mail_written();
            Ok(see_other_with("/login", "link-sent"))
        }
        Err(problem) => {
            let errors = wrong(&problem)?;
            forgot_page(&visit, email, errors, problem.status()).await
        }
    }
}

async fn forgot_page(visit: &Visit, email: String, errors: Errors, status: StatusCode) -> Result<HttpResponse, Error> {
    let sends_mails = mailed::sends_mails(&visit.shared);
    let view = ForgotPage { chrome: visit.chrome().await, errors, email, sends_mails };
    Ok(page_with(status, &view)?)
}

async fn reset(visit: Visit) -> Result<HttpResponse, Error> {
    let token = Typed::of_query(visit.request()).get("token").to_owned();
    reset_page(&visit, token, Errors::default(), StatusCode::OK).await
}

async fn set_password(visit: Visit, typed: Typed) -> Result<HttpResponse, Error> {
    let token = typed.get("token").to_owned();
    match mailed::reset_password(&visit.shared, &token, typed.verbatim("password"), None).await {
        Ok(()) => {
            visit.app.engine.mail_written();
            Ok(see_other_with("/login", "password-set"))
        }
        Err(problem) => {
            let errors = wrong(&problem)?;
            reset_page(&visit, token, errors, problem.status()).await
        }
    }
}

async fn reset_page(visit: &Visit, token: String, errors: Errors, status: StatusCode) -> Result<HttpResponse, Error> {
    let view = ResetPage { chrome: visit.chrome().await, errors, token };
    Ok(unseen(page_with(status, &view)?))
}

async fn verify(visit: Visit) -> Result<HttpResponse, Error> {
    let token = Typed::of_query(visit.request()).get("token").to_owned();
    verify_page(&visit, token, Errors::default(), StatusCode::OK).await
}

async fn prove(visit: Visit, typed: Typed) -> Result<HttpResponse, Error> {
    let token = typed.get("token").to_owned();
    match mailed::verify_email(&visit.shared, &token, None).await {
        Ok(()) => {
            visit.app.engine.mail_written();
            let next = if visit.who.user.is_some() { "/account/profile" } else { "/login" };
            Ok(see_other_with(next, "email-proven"))
        }
        Err(problem) => {
            let errors = match problem.kind() {
                Some(ProblemType::EmailTaken) => mistakes::summary(t("door-taken-meanwhile")),
                _ => wrong(&problem)?,
            };
            verify_page(&visit, token, errors, problem.status()).await
        }
    }
}

async fn verify_page(visit: &Visit, token: String, errors: Errors, status: StatusCode) -> Result<HttpResponse, Error> {
    let view = VerifyPage { chrome: visit.chrome().await, errors, token };
    Ok(unseen(page_with(status, &view)?))
}

/// What a form says of a problem; what is no answer to a form goes on as it is.
fn wrong(problem: &Problem) -> Result<Errors, Problem> {
    use ProblemType as T;
    match problem.kind() {
        Some(T::Expired) => Ok(mistakes::summary(t("door-link-ended"))),
        Some(T::InvalidFields | T::WeakPassword) => Ok(mistakes::of(problem, field_of)),
        Some(T::RateLimited | T::Unavailable | T::Conflict) => Ok(mistakes::summary(mistakes::told(problem))),
        _ => Err(problem.clone()),
    }
}

fn field_of(pointer: &str) -> Option<Field> {
    let (field, label) = match pointer {
        "/email" => ("email", "door-field-email"),
        "/password" => ("password", "door-field-password"),
        _ => return None,
    };
    Some((field.to_owned(), t(label).into()))
}

/// A page whose address is a secret: no other page learns it.
fn unseen(mut answer: HttpResponse) -> HttpResponse {
    answer.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    answer
}
