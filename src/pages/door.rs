//! Coming and going: `/login`, `/register`, `POST /logout`, and `/session`, by which a page that stays open stays signed in.
//! It checks no password itself and does not know whether an account exists.

use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header::{RETRY_AFTER, USER_AGENT};
use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpRequest, HttpResponse};
use chrono::TimeDelta;

use super::mistakes::{self, Field};
use super::turn::{own_path, see_other, see_other_with};
use super::typed::Typed;
use super::views::form::Errors;
use super::views::sign_in::{DemoAccount, LoginPage, RegisterPage};
use super::visit::{Visit, page, page_with};
use crate::demo;
use crate::gateway::client::Client;
use crate::gateway::problem::{Problem, ProblemType};
use crate::identity::account::{self, Credentials, Registration, SignIn};
use crate::identity::cookies;
use crate::words::t;

/// A sign-in that ends sooner than this is renewed when a page asks; the live layer says so a minute ahead.
const RENEW_WITHIN_S: i64 = 120;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/login").route(web::get().to(login)).route(web::post().to(enter)))
        .service(web::resource("/register").route(web::get().to(register)).route(web::post().to(join)))
        .service(web::resource("/logout").route(web::post().to(leave)))
        .service(web::resource("/session").route(web::get().to(renew)));
}

async fn login(visit: Visit) -> Result<HttpResponse, Error> {
    let query = Typed::of_query(visit.request());
    let next = own_path(query.get("next"), "/");
    if visit.who.user.is_some() {
        return Ok(see_other(next));
    }
    let view = login_page(&visit, "", next, Errors::default()).await;
    Ok(page(&view)?)
}

async fn enter(visit: Visit, client: Client, typed: Typed) -> Result<HttpResponse, Error> {
    let next = own_path(typed.get("next"), "/");
    let given = Credentials { email: typed.get("email").to_owned(), password: typed.verbatim("password").to_owned() };
    let agent = user_agent(visit.request());
    match account::sign_in(&visit.shared, &given, visit.who.visitor, &client, &agent).await {
        Ok(signed) => {
            keep(&visit, &signed);
            Ok(see_other_with(next, "signed-in"))
        }
        Err(problem) => {
            let (status, errors) = not_entered(&problem)?;
            let view = login_page(&visit, &given.email, next, errors).await;
            Ok(refused(status, &problem, page_with(status, &view)?))
        }
    }
}

async fn login_page(visit: &Visit, email: &str, next: &str, errors: Errors) -> LoginPage {
    LoginPage {
        chrome: visit.chrome().await,
        errors,
        email: email.to_owned(),
        next: next.to_owned(),
        demo_accounts: if visit.shared.is_demo { demo_accounts() } else { Vec::new() },
    }
}

/// The accounts that hang with the demonstration gallery.
fn demo_accounts() -> Vec<DemoAccount> {
    let account = |account: &demo::Account| DemoAccount {
        role: t(&format!("door-role-{}", account.role.as_str())).into(),
        email: account.email.to_owned(),
        password: demo::PASSWORD.to_owned(),
    };
    demo::ACCOUNTS.iter().map(account).collect()
}

/// How the page says that somebody was not let in. A wrong e-mail address and a wrong password read the same.
fn not_entered(problem: &Problem) -> Result<(StatusCode, Errors), Problem> {
    let text = match problem.kind() {
        Some(ProblemType::Unauthenticated) => {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, mistakes::summary(t("door-no-match"))));
        }
        Some(ProblemType::Forbidden) => t("door-suspended").into(),
        Some(ProblemType::RateLimited | ProblemType::Unavailable) => mistakes::told(problem),
        Some(ProblemType::InvalidFields) => return Ok((problem.status(), mistakes::of(problem, field_of))),
        _ => return Err(problem.clone()),
    };
    Ok((problem.status(), mistakes::summary(text)))
}

async fn register(visit: Visit) -> Result<HttpResponse, Error> {
    let query = Typed::of_query(visit.request());
    let next = own_path(query.get("next"), "").to_owned();
    if visit.who.user.is_some() {
        return Ok(see_other(if next.is_empty() { "/account" } else { &next }));
    }
    let view = RegisterPage {
        chrome: visit.chrome().await,
        errors: Errors::default(),
        display_name: String::new(),
        email: String::new(),
        as_artist: query.get("role") == "artist",
        next,
    };
    Ok(page(&view)?)
}

async fn join(visit: Visit, typed: Typed) -> Result<HttpResponse, Error> {
    let is_artist = typed.get("role") == "artist";
    let home = if is_artist { "/studio" } else { "/" };
    let next = own_path(typed.get("next"), home);
    let wanted = Registration {
        email: typed.get("email").to_owned(),
        password: typed.verbatim("password").to_owned(),
        display_name: typed.get("display_name").to_owned(),
        is_artist,
    };
    let agent = user_agent(visit.request());
    let joined = match account::register(&visit.shared, &wanted, visit.who.visitor, None).await {
        Ok(user) => account::begin(&visit.shared, user, &agent).await,
        Err(problem) => Err(problem),
    };
    let problem = match joined {
        Ok(signed) => {
            keep(&visit, &signed);
            return Ok(see_other_with(next, "welcome"));
        }
        Err(problem) => problem,
    };
    let errors = match problem.kind() {
        Some(ProblemType::EmailTaken) => Errors {
            summary: None,
            fields: vec![super::views::form::FieldError {
                field: "email".to_owned(),
                message: t("door-email-taken").into(),
            }],
        },
        Some(ProblemType::InvalidFields | ProblemType::WeakPassword) => mistakes::of(&problem, field_of),
        Some(ProblemType::Unavailable | ProblemType::RateLimited) => mistakes::summary(mistakes::told(&problem)),
        _ => return Err(problem.into()),
    };
    let view = RegisterPage {
        chrome: visit.chrome().await,
        errors,
        display_name: wanted.display_name,
        email: wanted.email,
        as_artist: is_artist,
        next: own_path(typed.get("next"), "").to_owned(),
    };
    Ok(refused(problem.status(), &problem, page_with(problem.status(), &view)?))
}

async fn leave(visit: Visit) -> Result<HttpResponse, Error> {
    if let Some(user) = &visit.who.user {
        account::sign_out(&visit.shared, user.session_id, user.user_id).await?;
    }
    set(visit.request(), account::sign_out_cookies(&visit.shared));
    Ok(see_other_with("/", "signed-out"))
}

/// 204, with fresh cookies when the sign-in is about to end. One that has ended was renewed on the way here.
async fn renew(visit: Visit) -> Result<HttpResponse, Error> {
    let ttl_s = i64::from(visit.shared.config.identity.access_ttl_s);
    let ahead = TimeDelta::seconds(RENEW_WITHIN_S.min(ttl_s / 2));
    let ends_soon = visit.who.user.as_ref().is_some_and(|user| user.expires_at() - visit.now() < ahead);
    let token = cookies::get(visit.request().headers(), cookies::REFRESH);
    if let Some(token) = token.filter(|_| ends_soon) {
        match account::refresh(&visit.shared, token).await {
            Ok(signed) => keep(&visit, &signed),
            Err(problem) if problem.kind() == Some(ProblemType::Unauthenticated) => {
                set(visit.request(), account::sign_out_cookies(&visit.shared));
            }
            Err(problem) => return Err(problem.into()),
        }
    }
    Ok(HttpResponse::NoContent().finish())
}

/// The form's field behind a JSON pointer.
fn field_of(pointer: &str) -> Option<Field> {
    let (field, label) = match pointer {
        "/email" => ("email", "door-field-email"),
        "/display_name" => ("display_name", "door-field-name"),
        "/password" => ("password", "door-field-password"),
        _ => return None,
    };
    Some((field.to_owned(), t(label).into()))
}

fn keep(visit: &Visit, signed: &SignIn) {
    set(visit.request(), account::session_cookies(&visit.shared, signed));
}

fn set(request: &HttpRequest, cookies: Vec<Cookie<'static>>) {
    for cookie in cookies {
        cookies::set(request, cookie);
    }
}

fn user_agent(request: &HttpRequest) -> String {
    request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default().to_owned()
}

/// A refusal that says when to try again, where the problem does.
fn refused(status: StatusCode, problem: &Problem, mut answer: HttpResponse) -> HttpResponse {
    let waits = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
    if let Some(seconds) = problem.json_response(None).headers().get(RETRY_AFTER).filter(|_| waits) {
        answer.headers_mut().insert(RETRY_AFTER, seconds.clone());
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn a_wrong_password_and_a_wrong_address_read_the_same() {
        let problem = Problem::unauthenticated("The e-mail address or the password is wrong.");
        let (status, errors) = not_entered(&problem).unwrap();
        assert_eq!(status, 422);
        assert!(errors.summary.unwrap().contains("do not belong together") && errors.fields.is_empty());
        let (_, errors) = within(Language::German, || not_entered(&problem)).unwrap();
        assert!(errors.summary.unwrap().contains("gehören nicht zusammen"));
    }

    #[test]
    fn who_must_wait_is_told_how_long() {
        let problem = Problem::new(ProblemType::RateLimited).retry_after(17);
        let answer = refused(problem.status(), &problem, HttpResponse::build(problem.status()).finish());
        assert_eq!(answer.headers().get(RETRY_AFTER).unwrap(), "17");
    }
}
