//! Orders of their owner: list, show, pay again, confirm, cancel.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use impasto_actors::ProviderEvent;
use impasto_domain::command::InboxKey;
use impasto_domain::ids::{DocumentId, OrderId, PaymentId};
use impasto_domain::order::Order;

use super::checkout::{PaymentRequest, Placed, check_payment, placed};
use super::shapes::{DocumentJson, OrderJson, PageJson};
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::json::KeyedBody;
use crate::gateway::params::{Paging, Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::Key;
use crate::gateway::shared::Shared;
use crate::identity::{Caller, Viewer, order_key};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service
        .service(list)
        .service(show)
        .service(pay_again)
        .service(confirm)
        .service(cancel)
        .service(documents)
        .service(invoice)
        .service(document)
        .service(authorize);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, show, pay_again, confirm, cancel, documents, invoice, document, authorize))]
pub struct Doc;

/// The caller's orders, newest first.
#[utoipa::path(get, path = "/api/v1/orders", tag = "orders", params(Paging),
    responses((status = 200, body = PageJson<OrderJson>)))]
#[get("/orders")]
async fn list(app: Data<App>, caller: Caller, paging: Query<Paging>) -> Result<HttpResponse, Problem> {
    let Query(paging) = paging;
    let page = app.store.orders_of(caller.owner, paging.cursor.as_deref(), paging.limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, OrderJson::from)))
}

/// One order: one's own, or with the `key` of the link in a mail. Staff who look after orders see its commission and disputes too.
#[utoipa::path(get, path = "/api/v1/orders/{id}", tag = "orders",
    params(("id" = uuid::Uuid, Path), ("key" = Option<String>, Query, description = "The key of the link in a mail; it opens this order without a token")),
    responses((status = 200, body = OrderJson), (status = 404)))]
#[get("/orders/{id}")]
async fn show(
    app: Data<App>,
    shared: Data<Shared>,
    viewer: Viewer,
    id: Path<OrderId>,
) -> Result<HttpResponse, Problem> {
    let order = visible(&app, &shared, &viewer, id.0).await?;
    let shape = if is_keeper(&viewer) { OrderJson::for_staff(&order) } else { OrderJson::from(&order) };
    Ok(HttpResponse::Ok().json(shape))
}

/// Another attempt to pay, while the holds live.
#[utoipa::path(post, path = "/api/v1/orders/{id}/payments", tag = "orders", request_body = PaymentRequest,
    params(("id" = uuid::Uuid, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Placed), (status = 409, description = "hold-lapsed, conflict, invalid-transition")))]
#[post("/orders/{id}/payments")]
async fn pay_again(
    app: Data<App>,
    caller: Caller,
    id: Path<OrderId>,
    body: KeyedBody<PaymentRequest>,
) -> Result<HttpResponse, Problem> {
    let mut fields = Fields::new();
    check_payment(&app, &mut fields, "", &body.value);
    fields.finish()?;
    let PaymentRequest { provider, token } = body.value;
    let key = body.key.of(caller.owner);
    let answer = app.engine.orders().pay_again(caller.owner, id.0, provider, token, key).await?;
    Ok(HttpResponse::Created().json(placed(&answer)))
}

/// Asks the provider how far an attempt is; after a redirect, and as often as wanted.
#[utoipa::path(post, path = "/api/v1/orders/{id}/payments/{payment_id}/confirm", tag = "orders",
    params(("id" = uuid::Uuid, Path), ("payment_id" = uuid::Uuid, Path)), responses((status = 200, body = Placed)))]
#[post("/orders/{id}/payments/{payment_id}/confirm")]
async fn confirm(app: Data<App>, caller: Caller, ids: Path<(OrderId, PaymentId)>) -> Result<HttpResponse, Problem> {
    let Path((order_id, payment_id)) = ids;
    let answer = app.engine.orders().confirm(Some(caller.owner), order_id, payment_id).await?;
    Ok(HttpResponse::Ok().json(placed(&answer)))
}

/// Calls an order off before shipment; a paid one is refunded.
#[utoipa::path(post, path = "/api/v1/orders/{id}/cancel", tag = "orders", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = OrderJson), (status = 409, description = "invalid-transition")))]
#[post("/orders/{id}/cancel")]
async fn cancel(app: Data<App>, caller: Caller, id: Path<OrderId>, key: Key) -> Result<HttpResponse, Problem> {
    let key = key.0.map(|key| key.of(caller.owner));
    let answer = app.engine.orders().cancel(Some(caller.owner), id.0, None, key).await?;
    Ok(HttpResponse::Ok().json(OrderJson::from(&*answer.order)))
}

/// The documents of an order.
#[utoipa::path(get, path = "/api/v1/orders/{id}/documents", tag = "orders", params(("id" = uuid::Uuid, Path), Paging),
    responses((status = 200, body = PageJson<DocumentJson>), (status = 404)))]
#[get("/orders/{id}/documents")]
async fn documents(
    app: Data<App>,
    shared: Data<Shared>,
    viewer: Viewer,
    id: Path<OrderId>,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let order = visible(&app, &shared, &viewer, id.0).await?;
    let items = order.documents.iter().map(DocumentJson::from).collect();
    Ok(HttpResponse::Ok().json(PageJson::cut(items, &paging.0, |row: &DocumentJson| row.id)?))
}

/// The single or first invoice of an order, as PDF. Rendered at once for who asks.
#[utoipa::path(get, path = "/api/v1/orders/{id}/invoice.pdf", tag = "orders",
    params(("id" = uuid::Uuid, Path), ("key" = Option<String>, Query, description = "The key of the link in a mail; it opens this order without a token")),
    responses((status = 200, content_type = "application/pdf"), (status = 404)))]
#[get("/orders/{id}/invoice.pdf")]
async fn invoice(
    app: Data<App>,
    shared: Data<Shared>,
    viewer: Viewer,
    id: Path<OrderId>,
) -> Result<HttpResponse, Problem> {
    let order = visible(&app, &shared, &viewer, id.0).await?;
    let invoice = order.documents.iter().find(|row| row.kind == impasto_domain::document::DocumentKind::Invoice);
    let invoice = invoice.ok_or_else(|| Problem::not_found("invoice"))?;
    pdf(&app, invoice.id, &invoice.number).await
}

/// A document, as PDF. Rendered at once for who asks.
#[utoipa::path(get, path = "/api/v1/documents/{id}", tag = "orders",
    params(("id" = uuid::Uuid, Path), ("key" = Option<String>, Query, description = "The key of the link in a mail; it opens this order without a token")),
    responses((status = 200, content_type = "application/pdf"), (status = 404)))]
#[get("/documents/{id}")]
async fn document(
    app: Data<App>,
    shared: Data<Shared>,
    viewer: Viewer,
    id: Path<DocumentId>,
) -> Result<HttpResponse, Problem> {
    let order_id = app.store.order_of_document(id.0).await?.ok_or_else(|| Problem::not_found("document"))?;
    let order = visible(&app, &shared, &viewer, order_id).await.map_err(|_| Problem::not_found("document"))?;
    let row = order.documents.iter().find(|row| row.id == id.0).ok_or_else(|| Problem::not_found("document"))?;
    pdf(&app, row.id, &row.number).await
}

/// The customer's word for `tok_3ds`. Only where the test provider is on.
#[utoipa::path(post, path = "/api/v1/test-payments/{payment_id}/authorize", tag = "checkout",
    params(("payment_id" = uuid::Uuid, Path)), responses((status = 200, body = Placed), (status = 404)))]
#[post("/test-payments/{payment_id}/authorize")]
async fn authorize(app: Data<App>, payment_id: Path<PaymentId>) -> Result<HttpResponse, Problem> {
    let answer = authorize_test_payment(&app, payment_id.0).await?;
    Ok(HttpResponse::Ok().json(placed(&answer)))
}

/// Lets an attempt with `tok_3ds` succeed.
///
/// # Errors
/// 404 where the test provider is off or the attempt is not one of its, 409 when it does not wait for its customer.
pub async fn authorize_test_payment(app: &App, payment_id: PaymentId) -> Result<impasto_actors::OrderAnswer, Problem> {
    if !app.providers.contains(&"test") {
        return Err(Problem::not_found("payment"));
    }
    let order = app.reads.order_of_payment(payment_id).await?.ok_or_else(|| Problem::not_found("payment"))?;
    let payment = order.payments.iter().find(|payment| payment.id == payment_id && payment.provider == "test");
    let payment = payment.ok_or_else(|| Problem::not_found("payment"))?;
    if payment.token.as_deref() != Some("tok_3ds") {
        let from = payment.status.as_str().to_owned();
        return Err(impasto_domain::refusal::Refusal::InvalidTransition { from, to: "succeeded".to_owned() }.into());
    }
    let event_id = format!("authorize_{}", payment_id.0.simple());
    let inbox = InboxKey { provider: "test".to_owned(), event_id, notice: None };
    let event = ProviderEvent::Succeeded { provider_ref: payment.provider_ref.clone(), fee: None };
    Ok(app.engine.orders().provider_event(payment_id, inbox, event).await?)
}

/// An order that somebody may see: the own, one they have the key to, or any for staff who look after orders.
///
/// # Errors
/// 404 for everybody else.
pub async fn visible(app: &App, shared: &Shared, viewer: &Viewer, id: OrderId) -> Result<Order, Problem> {
    let order = app.reads.order(id).await?.ok_or_else(|| Problem::not_found("order"))?;
    let is_staff = is_keeper(viewer);
    let is_own = viewer.identity.owner() == Some(order.head.owner);
    if is_own || is_staff || has_key(shared, &viewer.keys, id) { Ok(order) } else { Err(Problem::not_found("order")) }
}

/// Whether somebody looks after orders.
fn is_keeper(viewer: &Viewer) -> bool {
    let user = viewer.identity.user.as_ref();
    user.is_some_and(|user| user.may(impasto_domain::identity::Permission::OrdersManage))
}

/// Whether one of these keys opens an order.
#[must_use]
pub fn has_key(shared: &Shared, keys: &[String], id: OrderId) -> bool {
    let now = shared.clock.now();
    keys.iter().any(|key| order_key::verify(&shared.secrets, key, now).is_some_and(|(opened, _)| opened == id))
}

/// The bytes of a document as an answer.
///
/// # Errors
/// 404 when there are no frozen data, 503 when it cannot be rendered now.
pub async fn pdf(app: &App, id: DocumentId, number: &str) -> Result<HttpResponse, Problem> {
    let bytes = app.engine.orders().document(id).await?;
    let name: String = number.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header(("Content-Disposition", format!("inline; filename=\"{name}.pdf\"")))
        .insert_header(("Cache-Control", "private, no-store"))
        .body(bytes.to_vec()))
}
