//! An order of its owner: `GET /orders/{id}`, and the forms that pay it again, authorise a test payment or call it off.
//! It decides nothing: each form is one call of the engine, answered with 303.

mod fill;
mod words;

use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};
use impasto_domain::identity::Permission;
use impasto_domain::ids::{OrderId, PaymentId};
use impasto_domain::order::Order;
use impasto_domain::owner::Owner;

pub(super) use self::fill::totals;
pub(super) use self::words::{document as document_words, happened, in_short, parcel as parcel_words};

use super::notices;
use super::turn::{Known, see_other, see_other_with};
use super::typed::Typed;
use super::visit::{Visit, page};
use crate::api::checkout::{PaymentRequest, check_payment};
use crate::api::orders::authorize_test_payment;
use crate::gateway::fields::Fields;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::gateway::request_key::RequestKey;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/orders/{id}").route(web::get().to(show)))
        .service(web::resource("/orders/{id}/pay").route(web::post().to(pay)))
        .service(web::resource("/orders/{id}/authorize").route(web::post().to(authorize)))
        .service(web::resource("/orders/{id}/cancel").route(web::post().to(cancel)));
}

/// An order with whoever it belongs to, as far as that is the one who asks.
struct Seen {
    order: Order,
    /// The owner in whose name the one who asks may act; `None` for staff.
    owner: Option<Owner>,
}

async fn show(visit: Visit, _known: Known, id: Path<OrderId>) -> Result<HttpResponse, Error> {
    let seen = seen(&visit, id.0).await?;
    let chrome = visit.chrome().await;
    Ok(page(&fill::fill(&visit, chrome, &seen.order, seen.owner.is_some()))?)
}

async fn pay(visit: Visit, _known: Known, id: Path<OrderId>, typed: Typed) -> Result<HttpResponse, Error> {
    let path = format!("/orders/{}", id.0);
    let owner = acting(&visit, id.0).await?;
    let Some((provider, token)) = typed.get("payment").split_once(':') else {
        return Ok(see_other_with(&path, "not-acceptable"));
    };
    let request = PaymentRequest { provider: provider.to_owned(), token: Some(token.to_owned()) };
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
        Ok(_) => Ok(see_other(&path)),
        // The same form was sent before with another choice: what that did, the page shows.
        Err(error) => {
            notices::back(&path, error.into(), |kind| (kind == ProblemType::IdempotencyMismatch).then_some("refused"))
        }
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

/// The order, for its owner and for staff who look after orders. Who bought as a visitor and signed in afterwards is
/// still its owner in this browser.
async fn seen(visit: &Visit, id: OrderId) -> Result<Seen, Problem> {
    let missing = || Problem::not_found("order");
    let order = visit.app.reads.order(id).await?.ok_or_else(missing)?;
    let owner = [visit.owner(), visit.who.visitor.map(Owner::Visitor)]
        .into_iter()
        .flatten()
        .find(|owner| *owner == order.head.owner);
    if owner.is_some() || visit.may(Permission::OrdersManage) { Ok(Seen { order, owner }) } else { Err(missing()) }
}

/// The owner in whose name the one who asks changes an order; staff do that by the console's own calls.
async fn acting(visit: &Visit, id: OrderId) -> Result<Owner, Problem> {
    let seen = seen(visit, id).await?;
    seen.owner
        .ok_or_else(|| Problem::forbidden("This order belongs to somebody else; use the console\u{2019}s own calls."))
}
