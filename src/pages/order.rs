//! An order of its owner, or of who has the key to it from a mail: `GET /orders/{id}`, the page for a card, and the forms that pay it again, authorise a test payment, call it off or
//! take it into an account. `/orders/find` sends the key to who has lost it.
//! It decides nothing: each form is one call of the engine, answered with 303.

mod card;
mod fill;
mod returns;
mod words;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, FromRequest, HttpResponse};
use impasto_actors::OrderAnswer;
use impasto_domain::identity::Permission;
use impasto_domain::ids::{OrderId, PaymentId};
use impasto_domain::order::{Order, OrderPaymentStatus};
use impasto_domain::owner::Owner;
use impasto_domain::payment::PaymentStatus;

pub(super) use self::fill::{totals, waits_to_leave};
pub(super) use self::words::{document as document_words, happened, in_short, parcel as parcel_words};

use super::mistakes::{self, Field};
use super::notices;
use super::turn::{Known, Member, see_other, see_other_with};
use super::typed::Typed;
use super::views::form::Errors;
use super::views::order::{Claim, FindOrderPage};
use super::visit::{Visit, page, page_with};
use crate::api::checkout::{PaymentRequest, check_payment};
use crate::api::order_links;
use crate::api::orders::{authorize_test_payment, has_key};
use crate::gateway::client::Client;
use crate::gateway::fields::Fields;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::gateway::request_key::RequestKey;
use crate::identity::{cookies, mailed, order_key, permission};
use crate::words::t;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/orders/find").route(web::get().to(find)).route(web::post().to(send_link)))
        .service(web::resource("/orders/{id}").route(web::get().to(show)))
        .service(web::resource("/orders/{id}/claim").route(web::post().to(claim)))
        .service(web::resource("/orders/{id}/pay").route(web::post().to(pay)))
        .service(web::resource("/orders/{id}/card").route(web::get().to(card::show)))
        .service(web::resource("/orders/{id}/confirm").route(web::post().to(confirm)))
        .service(web::resource("/orders/{id}/authorize").route(web::post().to(authorize)))
        .service(web::resource("/orders/{id}/cancel").route(web::post().to(cancel)))
        .service(
            web::resource("/orders/{id}/withdraw/{part}")
                .route(web::get().to(returns::withdraw))
                .route(web::post().to(returns::state_withdrawal)),
        )
        .service(
            web::resource("/orders/{id}/withdraw/{part}/confirm/{return_id}")
                .route(web::post().to(returns::confirm_withdrawal)),
        )
        .service(web::resource("/orders/{id}/returns/{return_id}/images").route(web::post().to(returns::photograph)))
        .service(
            web::resource("/orders/{id}/damage/{part}")
                .route(web::get().to(returns::damage))
                .route(web::post().to(returns::report_damage)),
        );
}

/// An order with whoever it belongs to, as far as that is the one who asks.
struct Seen {
    order: Order,
    /// The owner in whose name the one who asks may act; `None` for staff.
    owner: Option<Owner>,
}

async fn show(visit: Visit, id: Path<OrderId>) -> Result<HttpResponse, Error> {
    if let Some(key) = Typed::of_query(visit.request()).given("key") {
        return Ok(open_with(&visit, id.0, &key));
    }
    if visit.owner().is_none() && keys_held(&visit).is_empty() {
        // Nobody in particular: sent to sign in, and back.
        Known::from_request(visit.request(), &mut Payload::None).await?;
    }
    let seen = seen(&visit, id.0).await?;
    let chrome = visit.chrome().await;
    let claim = claim_of(&visit, &seen.order).await?;
    // Where the provider sends the customer back to.
    let returned = Typed::of_query(visit.request()).get("returned") == "1";
    let may_speak = seen.owner.is_some() || has_key(&visit.shared, &keys_held(&visit), id.0);
    let sight = fill::Sight { may_act: seen.owner.is_some(), may_speak, returned };
    let mut view = fill::fill(&visit, chrome, &seen.order, sight);
    view.claim = claim;
    Ok(page(&view)?)
}

/// Keeps a key from a mail in the browser and shows the order without it: an address is copied and sent on, and says its
/// secrets to the next page.
fn open_with(visit: &Visit, id: OrderId, key: &str) -> HttpResponse {
    let now = visit.now();
    let secrets = &visit.shared.secrets;
    let Some((_, until)) = order_key::verify(secrets, key, now).filter(|(opened, _)| *opened == id) else {
        return see_other_with("/orders/find", "link-ended");
    };
    let held = cookies::get(visit.request().headers(), cookies::ORDER_KEYS).unwrap_or_default();
    let value = order_key::joined(secrets, held, key, now);
    let seconds = (until - now).num_seconds();
    cookies::set(visit.request(), cookies::make(cookies::ORDER_KEYS, value, seconds, visit.shared.is_secure()));
    see_other(&format!("/orders/{id}"))
}

fn keys_held(visit: &Visit) -> Vec<String> {
    let held = cookies::get(visit.request().headers(), cookies::ORDER_KEYS).unwrap_or_default();
    order_key::split(held).map(str::to_owned).collect()
}

/// What the one who asks may do about an order that belongs to no account.
async fn claim_of(visit: &Visit, order: &Order) -> Result<Claim, Problem> {
    let (Some(user), Owner::Visitor(_)) = (&visit.who.user, order.head.owner) else { return Ok(Claim::None) };
    let account = visit.shared.people.by_id(user.user_id).await?;
    let is_own = |email: &str| email.trim().to_lowercase() == order.head.email.trim().to_lowercase();
    let waits = matches!(order.head.payment_status, OrderPaymentStatus::Pending | OrderPaymentStatus::RequiresAction);
    Ok(match account {
        Some(account) if is_own(&account.email) && !waits => {
            if account.email_verified {
                Claim::Offer
            } else {
                Claim::ProveFirst
            }
        }
        _ => Claim::None,
    })
}

async fn claim(visit: Visit, signed_in: Member<permission::Account>, id: Path<OrderId>) -> Result<HttpResponse, Error> {
    let path = format!("/orders/{}", id.0);
    match order_links::claim(&visit.app, id.0, signed_in.0.user_id, None).await {
        Ok(()) => Ok(see_other_with(&path, "claimed")),
        Err(problem) => notices::back(&path, problem, |kind| (kind == ProblemType::Forbidden).then_some("not-proven")),
    }
}

async fn find(visit: Visit) -> Result<HttpResponse, Error> {
    find_page(&visit, String::new(), String::new(), Errors::default(), StatusCode::OK).await
}

async fn send_link(visit: Visit, client: Client, typed: Typed) -> Result<HttpResponse, Error> {
    let (number, email) = (typed.get("number").to_owned(), typed.get("email").to_owned());
    match order_links::lookup(&visit.app, &visit.shared, (&number, &email), &client, None).await {
        Ok(()) => Ok(see_other_with("/orders/find", "order-link-sent")),
        Err(problem) => {
            let errors = match problem.kind() {
                Some(ProblemType::InvalidFields) => mistakes::of(&problem, field_of),
                Some(ProblemType::RateLimited) => mistakes::summary(mistakes::told(&problem)),
                _ => return Err(problem.into()),
            };
            find_page(&visit, number, email, errors, problem.status()).await
        }
    }
}

async fn find_page(
    visit: &Visit,
    number: String,
    email: String,
    errors: Errors,
    status: StatusCode,
) -> Result<HttpResponse, Error> {
    let sends_mails = mailed::sends_mails(&visit.shared);
    let view = FindOrderPage { chrome: visit.chrome().await, errors, number, email, sends_mails };
    Ok(page_with(status, &view)?)
}

fn field_of(pointer: &str) -> Option<Field> {
    let (field, label) = match pointer {
        "/number" => ("number", "order-field-number"),
        "/email" => ("email", "order-field-email"),
        _ => return None,
    };
    Some((field.to_owned(), t(label).into()))
}

async fn pay(visit: Visit, _known: Known, id: Path<OrderId>, typed: Typed) -> Result<HttpResponse, Error> {
    let path = format!("/orders/{}", id.0);
    let owner = acting(&visit, id.0).await?;
    let Some((provider, token)) = typed.get("payment").split_once(':') else {
        return Ok(see_other_with(&path, "not-acceptable"));
    };
    let request = PaymentRequest {
        provider: provider.to_owned(),
        token: Some(token.to_owned()).filter(|token| !token.is_empty()),
    };
    let mut fields = Fields::new();
    check_payment(&visit.app, &mut fields, "", &request);
    if !fields.is_good() {
        return Ok(see_other_with(&path, "not-acceptable"));
    }
    let key = typed.get("idempotency_key");
    if !(1..=255).contains(&key.len()) || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(see_other_with(&path, "not-acceptable"));
    }
    let fingerprint = visit.shared.secrets.fingerprint(&[path.as_bytes(), provider.as_bytes(), token.as_bytes()]);
    let key = RequestKey { route: "POST /orders/{id}/pay".to_owned(), key: key.to_owned(), fingerprint }.of(owner);
    let orders = visit.app.engine.orders();
    match orders.pay_again(owner, id.0, request.provider, request.token, key).await {
        Ok(answer) => Ok(see_other(&after_payment(&answer))),
        // The same form was sent before with another choice: what that did, the page shows.
        Err(error) => {
            notices::back(&path, error.into(), |kind| (kind == ProblemType::IdempotencyMismatch).then_some("refused"))
        }
    }
}

/// Where somebody goes who has just asked to pay: to the provider's page where it waits for them there, else to the order.
pub(super) fn after_payment(answer: &OrderAnswer) -> String {
    let waits = answer.payment().filter(|payment| payment.status == PaymentStatus::RequiresAction);
    waits.and_then(fill::way_on).unwrap_or_else(|| format!("/orders/{}", answer.order.head.id))
}

/// Asks the provider how far the payment is: for those who came back from there and whose page runs no scripts.
async fn confirm(visit: Visit, _known: Known, id: Path<OrderId>, typed: Typed) -> Result<HttpResponse, Error> {
    let path = format!("/orders/{}?returned=1", id.0);
    let owner = acting(&visit, id.0).await?;
    let Ok(payment_id) = typed.get("payment_id").parse::<PaymentId>() else { return Ok(see_other(&path)) };
    match visit.app.engine.orders().confirm(Some(owner), id.0, payment_id).await {
        Ok(_) => Ok(see_other(&path)),
        Err(error) => notices::back(&path, error.into(), |_| None),
    }
}

async fn authorize(visit: Visit, _known: Known, id: Path<OrderId>, typed: Typed) -> Result<HttpResponse, Error> {
    let path = format!("/orders/{}", id.0);
    let seen = seen(&visit, id.0).await?;
    let payment_id: Option<PaymentId> = typed.get("payment_id").parse().ok();
    let own = seen.owner.is_some() && seen.order.payments.iter().any(|payment| Some(payment.id) == payment_id);
    let Some(payment_id) = payment_id.filter(|_| own) else { return Err(Problem::not_found("payment").into()) };
    match authorize_test_payment(&visit.app, payment_id).await {
        Ok(_) => Ok(see_other_with(&path, "authorized")),
        Err(problem) => notices::back(&path, problem, |_| None),
    }
}

async fn cancel(visit: Visit, _known: Known, id: Path<OrderId>) -> Result<HttpResponse, Error> {
    let path = format!("/orders/{}", id.0);
    let owner = acting(&visit, id.0).await?;
    match visit.app.engine.orders().cancel(Some(owner), id.0, None, None).await {
        Ok(_) => Ok(see_other_with(&path, "cancelled")),
        Err(error) => {
            let named = |kind| {
                matches!(kind, ProblemType::InvalidTransition | ProblemType::Conflict).then_some("not-cancellable")
            };
            notices::back(&path, error.into(), named)
        }
    }
}

/// The order, for its owner, for who has the key to it, and for staff who look after orders. Who bought as a visitor and signed in afterwards is
/// still its owner in this browser.
async fn seen(visit: &Visit, id: OrderId) -> Result<Seen, Problem> {
    let missing = || Problem::not_found("order");
    let order = visit.app.reads.order(id).await?.ok_or_else(missing)?;
    let owner = [visit.owner(), visit.who.visitor.map(Owner::Visitor)]
        .into_iter()
        .flatten()
        .find(|owner| *owner == order.head.owner);
    let has_key = || has_key(&visit.shared, &keys_held(visit), id);
    if owner.is_some() || visit.may(Permission::OrdersManage) || has_key() {
        Ok(Seen { order, owner })
    } else {
        Err(missing())
    }
}

/// The owner in whose name the one who asks changes an order; staff do that by the console's own calls.
async fn acting(visit: &Visit, id: OrderId) -> Result<Owner, Problem> {
    let seen = seen(visit, id).await?;
    seen.owner.ok_or_else(|| Problem::forbidden(t("order-not-yours").to_string()))
}
