//! The checkout: `GET` and `POST /checkout`. The button `quote` prices another choice, `extend` lengthens the holds, `place` orders.
//! It prices nothing itself and never sees a card.

mod entered;
mod fill;

use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};
use impasto_domain::address::Country;
use impasto_domain::cart::CartState;
use impasto_domain::money::Money;
use impasto_domain::owner::Owner;

use self::entered::{Entered, field_of};
pub(super) use self::fill::payments;
use self::fill::{Priced, fill, priced};
use super::cart::extend_lines;
use super::order::after_payment;
use super::turn::{Known, see_other, see_other_with};
use super::typed::Typed;
use super::views::form::Errors;
use super::visit::{Visit, page_with};
use super::{mistakes, works};
use crate::api::checkout::check;
use crate::gateway::problem::{Problem, ProblemType};
use crate::words::t;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    let checkout = web::resource("/checkout").route(web::get().to(show)).route(web::post().to(send));
    service.service(checkout);
}

async fn show(visit: Visit) -> Result<HttpResponse, Error> {
    let Some(owner) = visit.owner() else { return Ok(see_other_with("/cart", "cart-empty")) };
    let entered = Entered::fresh(&visit, owner).await?;
    Ok(redisplay(&visit, owner, entered, StatusCode::OK, Errors::default()).await?)
}

async fn send(visit: Visit, known: Known, typed: Typed) -> Result<HttpResponse, Error> {
    let owner = known.0.owner;
    let entered = Entered::read(&visit, &typed);
    if typed.get("action") == "extend" {
        extend_lines(&visit.app, owner).await?;
    }
    if typed.get("action") != "place" {
        return Ok(redisplay(&visit, owner, entered, StatusCode::OK, Errors::default()).await?);
    }
    match place(&visit, owner, &entered).await {
        Ok(path) => Ok(see_other(&path)),
        Err(problem) => refused(&visit, owner, entered, problem).await,
    }
}

/// Places the order; answers its page, or the provider's where it waits for the customer there.
async fn place(visit: &Visit, owner: Owner, entered: &Entered) -> Result<String, Problem> {
    let request = entered.request()?;
    let checked = check(&visit.app, &visit.shared, &request, visit.app.locale_of(&visit.who))?;
    let key = entered.key(&visit.shared.secrets, &request).of(owner);
    let answer = visit.app.engine.checkout(owner).place(checked, key).await?;
    Ok(after_payment(&answer))
}

async fn refused(visit: &Visit, owner: Owner, entered: Entered, problem: Problem) -> Result<HttpResponse, Error> {
    use ProblemType as T;
    let errors = match problem.kind() {
        Some(T::CartEmpty) => return Ok(see_other_with("/cart", "cart-empty")),
        Some(T::CartChanged | T::HoldLapsed) => return Ok(see_other_with("/cart", "cart-changed")),
        // The same form was sent before with something else in it: what it ordered then stands.
        Some(T::IdempotencyMismatch) => return Ok(see_other_with("/account", "ordered")),
        Some(T::TotalChanged) => mistakes::summary(t("checkout-total-changed")),
        Some(T::InvalidFields | T::Conflict | T::NotFound) => mistakes::of(&problem, field_of),
        Some(T::Unavailable) => mistakes::summary(t("checkout-busy")),
        _ => return Err(problem.into()),
    };
    Ok(redisplay(visit, owner, entered, problem.status(), errors).await?)
}

/// The page with what was typed, priced anew.
async fn redisplay(
    visit: &Visit,
    owner: Owner,
    entered: Entered,
    status: StatusCode,
    mut errors: Errors,
) -> Result<HttpResponse, Problem> {
    let answer = visit.app.engine.cart(owner).get().await?;
    let cart: &CartState = &answer.state;
    if cart.cart.lines.is_empty() {
        return Ok(see_other_with("/cart", "cart-empty"));
    }
    let now = answer.now;
    let country = Country::parse(&entered.shipping.country);
    let priced: Option<Priced> = match country.map(|country| priced(visit, cart, country, now, &entered)) {
        Some(Ok(priced)) => Some(priced),
        Some(Err(problem)) if problem.kind() == Some(ProblemType::CartChanged) => {
            return Ok(see_other_with("/cart", "cart-changed"));
        }
        Some(Err(problem)) => {
            if errors.is_empty() {
                errors = mistakes::of(&problem, field_of);
            }
            None
        }
        None => None,
    };
    if visit.app.providers.is_empty() && errors.is_empty() {
        errors = mistakes::summary(t("checkout-no-payments"));
    }
    page_with(status, &fill(visit, cart, entered, priced.as_ref(), errors, now))
}

/// What the visitor was shown as the total, for the hidden field; the words are the summary's.
fn total_of(priced: &Priced) -> Money {
    Money::new(priced.quote.totals.total_minor, priced.currency)
}

/// An amount for a reader, in the currency of a priced cart.
fn shown(priced: &Priced, minor: i64) -> String {
    works::money(Money::new(minor, priced.currency))
}
