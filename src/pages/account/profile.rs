//! The profile: `GET` and `POST /account/profile`, `POST /account/email`, `/account/password` and `/account/verify-email`.
//! It checks no password itself.

use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};
use impasto_domain::command::Command;
use impasto_domain::edit::Edit;
use impasto_domain::identity::User;

use super::super::mistakes::{self, Field};
use super::super::notices;
use super::super::turn::{Member, see_other_with};
use super::super::typed::Typed;
use super::super::views::account_rooms::ProfilePage;
use super::super::views::form::{Choice, Errors};
use super::super::visit::{Visit, page_with};
use super::rooms;
use crate::gateway::client::Client;
use crate::gateway::fields::Fields;
use crate::gateway::language;
use crate::gateway::problem::{Problem, ProblemType};
use crate::identity::{mailed, permission};
use crate::words::{Language, t};

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/account/profile").route(web::get().to(show)).route(web::post().to(save)))
        .service(web::resource("/account/email").route(web::post().to(change_email)))
        .service(web::resource("/account/password").route(web::post().to(change_password)))
        .service(web::resource("/account/verify-email").route(web::post().to(prove)));
}

type Me = Member<permission::Account>;

/// What was typed besides what is known.
#[derive(Default)]
struct Entered {
    display_name: Option<String>,
    new_email: String,
}

async fn show(visit: Visit, me: Me) -> Result<HttpResponse, Error> {
    room(&visit, &me, Entered::default(), Errors::default(), StatusCode::OK).await
}

async fn save(visit: Visit, me: Me, typed: Typed) -> Result<HttpResponse, Error> {
    let given = typed.get("display_name").to_owned();
    match rename(&visit, &me, &given, typed.given("locale")).await {
        Ok(()) => Ok(see_other_with("/account/profile", "saved")),
        Err(problem) => {
            let entered = Entered { display_name: Some(given), ..Entered::default() };
            refused(&visit, &me, entered, &problem).await
        }
    }
}

async fn rename(visit: &Visit, me: &Me, name: &str, locale: Option<String>) -> Result<(), Problem> {
    let mut fields = Fields::new();
    let name = fields.line("/display_name", name, 80);
    let known = &visit.shared.config.site.locales;
    let fits = locale.as_ref().is_none_or(|locale| known.contains(locale));
    fields.check(fits, "/locale", format!("must be one of {}", known.join(", ")));
    fields.finish()?;
    let spoken = locale.as_deref().and_then(Language::of_tag);
    let edit = Edit::EditUser { user_id: me.0.user_id, display_name: Some(name), locale };
    visit.shared.journal.submit(Command::Edit(Box::new(edit)).into()).await?;
    // Here and now, too: what was chosen at the foot of a page counts before the account.
    if let Some(language) = spoken {
        language::choose(visit.request(), language, visit.shared.is_secure());
    }
    Ok(())
}

async fn change_email(visit: Visit, me: Me, client: Client, typed: Typed) -> Result<HttpResponse, Error> {
    let new_email = typed.get("email").to_owned();
    let password = typed.verbatim("email_password");
    match mailed::change_email(&visit.shared, &me.0, &new_email, password, &client, None).await {
        Ok(()) => {
            visit.app.engine.mail_written();
            Ok(see_other_with("/account/profile", "proof-sent"))
        }
        Err(problem) => refused(&visit, &me, Entered { new_email, ..Entered::default() }, &problem).await,
    }
}

async fn change_password(visit: Visit, me: Me, client: Client, typed: Typed) -> Result<HttpResponse, Error> {
    let (current, new) = (typed.verbatim("current"), typed.verbatim("new"));
    match mailed::change_password(&visit.shared, &me.0, current, new, &client, None).await {
        Ok(()) => {
            visit.app.engine.mail_written();
            Ok(see_other_with("/account/profile", "password-changed"))
        }
        Err(problem) => refused(&visit, &me, Entered::default(), &problem).await,
    }
}

async fn prove(visit: Visit, me: Me, client: Client) -> Result<HttpResponse, Error> {
    match mailed::ask_again(&visit.shared, &me.0, &client, None).await {
        Ok(()) => {
            visit.app.engine.mail_written();
            Ok(see_other_with("/account/profile", "proof-sent"))
        }
        Err(problem) => notices::back("/account/profile", problem, |_| None),
    }
}

async fn refused(visit: &Visit, me: &Me, entered: Entered, problem: &Problem) -> Result<HttpResponse, Error> {
    use ProblemType as T;
    let errors = match problem.kind() {
        Some(T::InvalidFields | T::WeakPassword) => mistakes::of(problem, field_of),
        Some(T::RateLimited | T::Unavailable | T::Conflict) => mistakes::summary(mistakes::told(problem)),
        _ => return Err(problem.clone().into()),
    };
    room(visit, me, entered, errors, problem.status()).await
}

fn field_of(pointer: &str) -> Option<Field> {
    let (field, label) = match pointer {
        "/display_name" => ("display_name", "account-field-name"),
        "/locale" => ("locale", "account-field-language"),
        "/email" => ("email", "account-field-email"),
        "/password" => ("email_password", "account-field-this"),
        "/current" => ("current", "account-field-this"),
        "/new" => ("new", "account-field-new-password"),
        _ => return None,
    };
    Some((field.to_owned(), t(label).into()))
}

async fn room(
    visit: &Visit,
    me: &Me,
    entered: Entered,
    errors: Errors,
    status: StatusCode,
) -> Result<HttpResponse, Error> {
    let user: User = visit
        .shared
        .people
        .by_id(me.0.user_id)
        .await
        .map_err(Problem::from)?
        .ok_or_else(|| Problem::not_found("account"))?;
    let locales = visit.shared.config.site.locales.iter().map(|locale| Choice {
        value: locale.clone(),
        label: Language::of_tag(locale).map_or_else(|| locale.clone(), |language| language.name().to_owned()),
        selected: *locale == user.locale,
    });
    let view = ProfilePage {
        rooms: rooms(visit, "/account/profile"),
        chrome: visit.chrome().await,
        errors,
        display_name: entered.display_name.unwrap_or(user.display_name),
        locales: locales.collect(),
        email: user.email,
        email_verified: user.email_verified,
        new_email: entered.new_email,
        sends_mails: mailed::sends_mails(&visit.shared),
    };
    Ok(page_with(status, &view)?)
}
