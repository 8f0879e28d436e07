//! Staff give money of orders back, tell beforehand what that comes to, call orders off, and ask the provider of a payment.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, post};
use impasto_actors::OrderAnswer;
use impasto_domain::command::StaffReason;
use impasto_domain::ids::{CopyId, OrderId, OrderLineId, PaymentId};
use impasto_domain::money::{Currency, Money};
use impasto_domain::order::Order;
use impasto_domain::refund::{LineWanted, Priced, RefundOf, RefundWanted, price};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::admin::Reason;
use super::checkout::{Placed, placed};
use super::shapes::{MoneyJson, OrderJson, RefundPreviewJson};
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::json::{Body, KeyedBody};
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::gateway::request_key::RequestKey;
use crate::identity::{Allowed, Claims, permission};

/// The longest reason, in characters.
pub const REASON_CHARS: usize = 500;

/// The most lines a refund may name.
const LINES_MAX: usize = 200;

/// The most copies a line of a refund may name.
const COPIES_MAX: usize = 1_000;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(refund).service(preview).service(cancel).service(ask);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(refund, preview, cancel, ask))]
pub struct Doc;

/// Of what money is given back: lines, shipping, or a sum.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundRequest {
    /// Lines, each for so many copies. Not together with `amount`.
    #[serde(default)]
    pub lines: Option<Vec<RefundLineRequest>>,
    /// Whether what is left of the shipping goes back too: of the parts of those lines, or of the whole order when no line
    /// is named.
    #[serde(default)]
    pub shipping: bool,
    /// A sum instead, taken from everything that is left in proportion.
    #[serde(default)]
    pub amount: Option<MoneyJson>,
    /// Whether the copies go back to stock: those that have not left, or came back.
    #[serde(default)]
    pub restock: bool,
    /// Why; goes into the audit log. The buyer does not see it.
    #[schema(max_length = 500)]
    pub reason: String,
}

/// A line of a refund.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundLineRequest {
    /// The line.
    pub line_id: Uuid,
    /// For how many copies.
    #[schema(minimum = 1)]
    pub quantity: u32,
    /// Which copies go back to stock; the last of the line unless told.
    #[serde(default)]
    pub copies: Option<Vec<Uuid>>,
}

/// Gives money of a paid order back. The answer is the order with its refunds; the money is on its way once the refund is
/// `refunded`, for which the provider is asked at once and, if need be, again.
#[utoipa::path(post, path = "/api/v1/admin/orders/{id}/refund", tag = "admin", request_body = RefundRequest,
    params(("id" = uuid::Uuid, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = OrderJson), (status = 404), (status = 422, description = "more than is left, or nothing"),
        (status = 409, description = "invalid-transition for what is not paid, or paid back whole")))]
#[post("/admin/orders/{id}/refund")]
async fn refund(
    app: Data<App>,
    who: Allowed<permission::OrdersManage>,
    id: Path<OrderId>,
    body: KeyedBody<RefundRequest>,
) -> Result<HttpResponse, Problem> {
    let answer = refund_order(&app, &who, id.0, &body.value, body.key).await?;
    Ok(HttpResponse::Ok().json(OrderJson::from(&*answer.order)))
}

/// What such a refund would come to. Changes nothing.
#[utoipa::path(post, path = "/api/v1/admin/orders/{id}/refund/preview", tag = "admin", request_body = RefundRequest,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = RefundPreviewJson), (status = 404), (status = 409), (status = 422)))]
#[post("/admin/orders/{id}/refund/preview")]
async fn preview(
    app: Data<App>,
    _who: Allowed<permission::OrdersManage>,
    id: Path<OrderId>,
    body: Body<RefundRequest>,
) -> Result<HttpResponse, Problem> {
    let (order, priced) = price_refund(&app, id.0, &body.value).await?;
    Ok(HttpResponse::Ok().json(RefundPreviewJson::of(&order, &priced)))
}

/// Calls an order off before shipment, whoever it belongs to; what was paid and not given back before goes back.
#[utoipa::path(post, path = "/api/v1/admin/orders/{id}/cancel", tag = "admin", request_body = Reason,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = OrderJson), (status = 404), (status = 409, description = "invalid-transition")))]
#[post("/admin/orders/{id}/cancel")]
async fn cancel(
    app: Data<App>,
    who: Allowed<permission::OrdersManage>,
    id: Path<OrderId>,
    body: Body<Reason>,
) -> Result<HttpResponse, Problem> {
    let answer = cancel_order(&app, &who, id.0, &body.value.reason, body.key).await?;
    Ok(HttpResponse::Ok().json(OrderJson::from(&*answer.order)))
}

/// Asks the provider how far an attempt is, as often as wanted.
#[utoipa::path(post, path = "/api/v1/admin/orders/{id}/payments/{payment_id}/confirm", tag = "admin",
    params(("id" = uuid::Uuid, Path), ("payment_id" = uuid::Uuid, Path)),
    responses((status = 200, body = Placed), (status = 404)))]
#[post("/admin/orders/{id}/payments/{payment_id}/confirm")]
async fn ask(
    app: Data<App>,
    _who: Allowed<permission::OrdersManage>,
    ids: Path<(OrderId, PaymentId)>,
) -> Result<HttpResponse, Problem> {
    let Path((order_id, payment_id)) = ids;
    let answer = app.engine.orders().confirm(None, order_id, payment_id).await?;
    Ok(HttpResponse::Ok().json(placed(&answer)))
}

/// What a refund of an order would come to.
///
/// # Errors
/// 404; 422 with pointers; 409 for an order whose money is not there.
pub async fn price_refund(app: &App, id: OrderId, request: &RefundRequest) -> Result<(Order, Priced), Problem> {
    let wanted = wanted(request)?;
    let order = app.reads.order(id).await?.ok_or_else(|| Problem::not_found("order"))?;
    let priced = price(&order, &wanted)?;
    Ok((order, priced))
}

/// Gives money of an order back.
///
/// # Errors
/// As [`price_refund`]; 503 when the journal is full or away.
pub async fn refund_order(
    app: &App,
    by: &Claims,
    id: OrderId,
    request: &RefundRequest,
    key: RequestKey,
) -> Result<OrderAnswer, Problem> {
    let wanted = wanted(request)?;
    let key = key.of_id(by.user_id.0);
    Ok(app.engine.orders().refund(id, wanted, by.user_id, Some(key)).await?)
}

/// Calls an order off for the house.
///
/// # Errors
/// 404; 422 without a reason; 409 past shipment; 503 when the journal is full or away.
pub async fn cancel_order(
    app: &App,
    by: &Claims,
    id: OrderId,
    reason: &str,
    key: Option<RequestKey>,
) -> Result<OrderAnswer, Problem> {
    let mut fields = Fields::new();
    let reason = fields.line("/reason", reason, REASON_CHARS);
    fields.finish()?;
    let key = key.map(|key| key.of_id(by.user_id.0));
    let staff = StaffReason { by: by.user_id, reason };
    Ok(app.engine.orders().cancel(None, id, Some(staff), key).await?)
}

/// A request, checked as far as that can be done without its order.
fn wanted(request: &RefundRequest) -> Result<RefundWanted, Problem> {
    let mut fields = Fields::new();
    let reason = fields.line("/reason", &request.reason, REASON_CHARS);
    let of = match (&request.lines, &request.amount) {
        (Some(_), Some(_)) => {
            fields.add("/amount", "cannot go together with lines");
            RefundOf::Rest
        }
        (_, Some(amount)) => {
            fields.check(!request.shipping, "/shipping", "cannot go together with a sum");
            match Currency::from_code(&amount.currency) {
                Some(currency) => RefundOf::Amount(Money::new(amount.amount, currency)),
                None => {
                    fields.add("/amount/currency", "is not a currency");
                    RefundOf::Rest
                }
            }
        }
        (lines, None) => {
            let lines = lines.as_deref().unwrap_or_default();
            fields.check(lines.len() <= LINES_MAX, "/lines", format!("must have at most {LINES_MAX} entries"));
            let wanted = lines.iter().take(LINES_MAX).enumerate().map(|(index, line)| {
                let copies = line.copies.as_deref().unwrap_or_default();
                let pointer = format!("/lines/{index}/copies");
                fields.check(copies.len() <= COPIES_MAX, pointer, format!("must have at most {COPIES_MAX} entries"));
                LineWanted {
                    line_id: OrderLineId(line.line_id),
                    quantity: line.quantity,
                    copies: copies.iter().take(COPIES_MAX).copied().map(CopyId).collect(),
                }
            });
            RefundOf::Lines { lines: wanted.collect(), shipping: request.shipping }
        }
    };
    fields.finish()?;
    Ok(RefundWanted { of, restock: request.restock, reason })
}
