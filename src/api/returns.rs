//! Withdrawals and damage: what buyers say in two steps or one, and what sellers and staff answer.
//! A withdrawal is stored when it is confirmed: its first step only tells what would be.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use impasto_actors::{OrderAnswer, Sender};
use impasto_domain::ids::{OrderId, OrderLineId, ReturnId, SellerOrderId};
use impasto_domain::money::Money;
use impasto_domain::order::{Order, SellerOrder};
use impasto_domain::refund::{Priced, price_return};
use impasto_domain::refusal::Refusal;
use impasto_domain::returns::{
    REFUND_WITHIN, Return, ReturnAnswer, ReturnKind, ReturnLine, ReturnStatus, ReturnWanted, announceable,
};
use impasto_store::reads::ReturnsWanted;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::orders::has_key;
use super::shapes::{MoneyJson, NameJson, PageJson, ReturnJson, ReturnRowJson, WithdrawalJson, return_lines};
use super::shipments::own_part;
use super::studio::seller_of;
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::json::{Body, KeyedBody};
use crate::gateway::params::{Limit, Paging, Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::RequestKey;
use crate::gateway::shared::Shared;
use crate::identity::{Allowed, Claims, Viewer, permission};

/// The longest name, in characters.
pub const NAME_CHARS: usize = 120;

/// The longest statement, in characters.
pub const STATEMENT_CHARS: usize = 2_000;

/// The longest answer, in characters.
pub const ANSWER_CHARS: usize = 1_000;

/// The most lines a statement may name.
const LINES_MAX: usize = 200;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service
        .service(withdraw)
        .service(confirm)
        .service(damage)
        .service(studio_list)
        .service(studio_answer)
        .service(admin_list)
        .service(admin_answer);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(withdraw, confirm, damage, studio_list, studio_answer, admin_list, admin_answer))]
pub struct Doc;

/// What a buyer says of one part of an order.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StatementInput {
    /// The part; may be left out where the order has one.
    pub seller_order_id: Option<Uuid>,
    /// Which lines; everything of the part that can be meant when it is left out.
    pub lines: Option<Vec<StatementLine>>,
    /// Who says so; the name on the invoice unless told.
    #[schema(max_length = 120)]
    pub name: Option<String>,
    /// Where the receipt goes; the order's address unless told.
    #[schema(max_length = 254)]
    pub email: Option<String>,
    /// What there is to say besides. Nobody need say why they withdraw.
    #[schema(max_length = 2000)]
    pub statement: Option<String>,
}

/// Copies of a line.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatementLine {
    /// The line.
    pub line_id: Uuid,
    /// How many copies.
    #[schema(minimum = 1)]
    pub quantity: u32,
}

/// What seller or staff answer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerInput {
    /// `received` (the goods are back), `refund` or `refuse`.
    pub answer: String,
    /// With `refund` of damage: a sum instead of the price of the lines.
    #[serde(default)]
    pub amount: Option<MoneyJson>,
    /// With `refund`: the lines whose copies go back to stock.
    #[serde(default)]
    pub restock: Option<Vec<Uuid>>,
    /// With `refuse`: why; the buyer reads it.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub reason: Option<String>,
}

/// Which returns.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ReturnsQuery {
    /// Items a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Limit,
    /// Where to go on: the last page's `next_cursor`.
    pub cursor: Option<String>,
    /// Only what waits for an answer, what is due first first. Otherwise all, the newest first.
    pub open: bool,
}

/// The first step of a withdrawal: what is to be confirmed. Stores nothing.
#[utoipa::path(post, path = "/api/v1/orders/{id}/withdrawal", tag = "orders", request_body = StatementInput,
    params(("id" = uuid::Uuid, Path), ("key" = Option<String>, Query, description = "The key of the link in a mail; it opens this order without a token")),
    responses((status = 200, body = WithdrawalJson), (status = 404), (status = 422),
        (status = 409, description = "conflict when the period is over, with its last day, when everything was given back, or the seller is no trader; invalid-transition for what is not paid")))]
#[post("/orders/{id}/withdrawal")]
async fn withdraw(
    app: Data<App>,
    shared: Data<Shared>,
    viewer: Viewer,
    id: Path<OrderId>,
    body: Body<StatementInput>,
) -> Result<HttpResponse, Problem> {
    let order = own(&app, &shared, &viewer, id.0).await?;
    let stated = state(&app, &order, ReturnKind::Withdrawal, app.mint(), &body.value)?;
    Ok(HttpResponse::Ok().json(WithdrawalJson::of(&order, &stated)))
}

/// The second step: the same statement, confirmed. The receipt is mailed at once. What has not left is paid back at once,
/// everything else when it is back.
#[utoipa::path(post, path = "/api/v1/orders/{id}/withdrawal/{return_id}/confirm", tag = "orders", request_body = StatementInput,
    params(("id" = uuid::Uuid, Path), ("return_id" = uuid::Uuid, Path), ("Idempotency-Key" = String, Header),
        ("key" = Option<String>, Query, description = "The key of the link in a mail; it opens this order without a token")),
    responses((status = 201, body = ReturnJson), (status = 404), (status = 409), (status = 422)))]
#[post("/orders/{id}/withdrawal/{return_id}/confirm")]
async fn confirm(
    app: Data<App>,
    shared: Data<Shared>,
    viewer: Viewer,
    ids: Path<(OrderId, ReturnId)>,
    body: KeyedBody<StatementInput>,
) -> Result<HttpResponse, Problem> {
    let Path((id, return_id)) = ids;
    let order = own(&app, &shared, &viewer, id).await?;
    let said = announce(&app, &order, ReturnKind::Withdrawal, return_id, &body.value, Some(body.key)).await?;
    Ok(HttpResponse::Created().json(said))
}

/// Tells that something arrived damaged. The receipt is mailed at once.
#[utoipa::path(post, path = "/api/v1/orders/{id}/damage", tag = "orders", request_body = StatementInput,
    params(("id" = uuid::Uuid, Path), ("Idempotency-Key" = String, Header),
        ("key" = Option<String>, Query, description = "The key of the link in a mail; it opens this order without a token")),
    responses((status = 201, body = ReturnJson), (status = 404), (status = 409), (status = 422)))]
#[post("/orders/{id}/damage")]
async fn damage(
    app: Data<App>,
    shared: Data<Shared>,
    viewer: Viewer,
    id: Path<OrderId>,
    body: KeyedBody<StatementInput>,
) -> Result<HttpResponse, Problem> {
    let order = own(&app, &shared, &viewer, id.0).await?;
    let said = announce(&app, &order, ReturnKind::Damage, app.mint(), &body.value, Some(body.key)).await?;
    Ok(HttpResponse::Created().json(said))
}

/// What buyers of the own seller withdrew from or found damaged, the newest first.
#[utoipa::path(get, path = "/api/v1/studio/returns", tag = "studio", params(Paging),
    responses((status = 200, body = PageJson<ReturnRowJson>)))]
#[get("/studio/returns")]
async fn studio_list(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let seller_id = seller_of(&who)?;
    let Query(paging) = paging;
    let wanted = ReturnsWanted::Of(seller_id);
    let page = app.store.returns(wanted, paging.cursor.as_deref(), paging.limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, ReturnRowJson::from)))
}

/// Answers a return of the own part.
#[utoipa::path(post, path = "/api/v1/studio/orders/{seller_order_id}/returns/{return_id}/answer", tag = "studio",
    request_body = AnswerInput,
    params(("seller_order_id" = uuid::Uuid, Path), ("return_id" = uuid::Uuid, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = ReturnJson), (status = 404), (status = 422),
        (status = 409, description = "invalid-transition for what was answered otherwise")))]
#[post("/studio/orders/{seller_order_id}/returns/{return_id}/answer")]
async fn studio_answer(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    ids: Path<(SellerOrderId, ReturnId)>,
    body: KeyedBody<AnswerInput>,
) -> Result<HttpResponse, Problem> {
    let Path((part_id, return_id)) = ids;
    let answer = answer_as_seller(&app, &who, part_id, return_id, &body.value, Some(body.key)).await?;
    answered(&answer, return_id)
}

/// What buyers withdrew from or found damaged, of everybody.
#[utoipa::path(get, path = "/api/v1/admin/returns", tag = "admin", params(ReturnsQuery),
    responses((status = 200, body = PageJson<ReturnRowJson>)))]
#[get("/admin/returns")]
async fn admin_list(
    app: Data<App>,
    _who: Allowed<permission::OrdersManage>,
    query: Query<ReturnsQuery>,
) -> Result<HttpResponse, Problem> {
    let Query(ReturnsQuery { limit, cursor, open }) = query;
    let wanted = if open { ReturnsWanted::Open } else { ReturnsWanted::All };
    let page = app.store.returns(wanted, cursor.as_deref(), limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, ReturnRowJson::from)))
}

/// Answers a return of any order.
#[utoipa::path(post, path = "/api/v1/admin/orders/{id}/returns/{return_id}/answer", tag = "admin",
    request_body = AnswerInput,
    params(("id" = uuid::Uuid, Path), ("return_id" = uuid::Uuid, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = ReturnJson), (status = 404), (status = 422),
        (status = 409, description = "invalid-transition for what was answered otherwise")))]
#[post("/admin/orders/{id}/returns/{return_id}/answer")]
async fn admin_answer(
    app: Data<App>,
    who: Allowed<permission::OrdersManage>,
    ids: Path<(OrderId, ReturnId)>,
    body: KeyedBody<AnswerInput>,
) -> Result<HttpResponse, Problem> {
    let Path((order_id, return_id)) = ids;
    let answer = answer_as_staff(&app, &who, order_id, return_id, &body.value, Some(body.key)).await?;
    answered(&answer, return_id)
}

fn answered(answer: &OrderAnswer, return_id: ReturnId) -> Result<HttpResponse, Problem> {
    let back = answer.order.returns.iter().find(|back| back.id == return_id);
    let back = back.ok_or_else(|| Problem::not_found("return"))?;
    Ok(HttpResponse::Ok().json(ReturnJson::of(&answer.order, back)))
}

/// An order that somebody may speak for: its owner, or who has the key to it. Staff have calls of their own.
pub(super) async fn own(app: &App, shared: &Shared, viewer: &Viewer, id: OrderId) -> Result<Order, Problem> {
    let order = app.reads.order(id).await?.ok_or_else(|| Problem::not_found("order"))?;
    let is_own = viewer.identity.owner() == Some(order.head.owner);
    if is_own || has_key(shared, &viewer.keys, id) { Ok(order) } else { Err(Problem::not_found("order")) }
}

/// What somebody says, checked against their order, and what it comes to.
#[derive(Debug, Clone)]
pub struct Stated {
    /// What they say.
    pub wanted: ReturnWanted,
    /// The part it is about.
    pub part: SellerOrder,
    /// What goes back for it; for a withdrawal only.
    pub priced: Option<Priced>,
    /// When the period is over.
    pub ends_at: Option<chrono::DateTime<chrono::Utc>>,
}

/// Checks a statement.
///
/// # Errors
/// 404 for parts of others; 422 with pointers; 409 when it is too late, too early, or nothing is left.
pub fn state(
    app: &App,
    order: &Order,
    kind: ReturnKind,
    id: ReturnId,
    input: &StatementInput,
) -> Result<Stated, Problem> {
    let wanted = wanted(order, kind, id, input)?;
    let days = app.rules().withdrawal_days;
    let now = app.clock.now();
    let part = announceable(order, &wanted, days, now)?.clone();
    if kind == ReturnKind::Withdrawal && !is_against(app, &part) {
        let reason = "the seller is a private person, and the right of withdrawal is one against traders";
        return Err(Refusal::conflict(reason).into());
    }
    let priced = match kind {
        ReturnKind::Withdrawal => Some(price_return(order, &would_be(order, &wanted, now), &[])?),
        ReturnKind::Damage => None,
    };
    let ends_at = order.withdrawal_ends(&part, days);
    Ok(Stated { wanted, part, priced, ends_at })
}

/// Whether buyers of a part have the right of withdrawal: not against who sells as a private person. Who has not said yet
/// counts as a trader.
#[must_use]
pub fn is_against(app: &App, part: &SellerOrder) -> bool {
    app.sellers().get(&part.seller_id).is_none_or(|seller| seller.trader != Some(false))
}

/// Takes a statement: stores it, and has its receipt mailed.
///
/// # Errors
/// As [`state`]; 503 when the journal is full or away.
pub async fn announce(
    app: &App,
    order: &Order,
    kind: ReturnKind,
    id: ReturnId,
    input: &StatementInput,
    key: Option<RequestKey>,
) -> Result<ReturnJson, Problem> {
    // One that is there is answered as it is, whatever can be said by now.
    if let Some(known) = order.returns.iter().find(|back| back.id == id) {
        return Ok(ReturnJson::of(order, known));
    }
    let wanted = wanted(order, kind, id, input)?;
    let key = key.map(|key| key.of(order.head.owner));
    let answer = app.engine.orders().announce_return(order.head.id, wanted.clone(), key).await?;
    // A repetition under the same key is answered with what the first made.
    let is_same =
        |back: &&Return| (back.kind, &back.lines, &back.statement) == (wanted.kind, &wanted.lines, &wanted.statement);
    let returns = &answer.order.returns;
    let back = returns.iter().find(|back| back.id == id).or_else(|| returns.iter().rev().find(is_same));
    let back = back.ok_or_else(|| Problem::not_found("return"))?;
    Ok(ReturnJson::of(&answer.order, back))
}

/// Answers a return of a part of the own seller.
///
/// # Errors
/// 404 for parts of others, 422, 409 for what was answered otherwise, 503.
pub async fn answer_as_seller(
    app: &App,
    user: &Claims,
    part_id: SellerOrderId,
    return_id: ReturnId,
    input: &AnswerInput,
    key: Option<RequestKey>,
) -> Result<OrderAnswer, Problem> {
    let seller_id = seller_of(user)?;
    let record = own_part(app, seller_id, part_id).await?;
    if !record.returns.iter().any(|back| back.id == return_id) {
        return Err(Problem::not_found("return"));
    }
    let sender = Sender { seller_id: Some(seller_id), by: user.user_id };
    let answer = input.check(record.currency)?;
    let key = key.map(|key| key.of_id(user.user_id.0));
    Ok(app.engine.orders().answer_return(record.order_id, return_id, answer, sender, key).await?)
}

/// Answers a return for the house.
///
/// # Errors
/// As [`answer_as_seller`].
pub async fn answer_as_staff(
    app: &App,
    user: &Claims,
    order_id: OrderId,
    return_id: ReturnId,
    input: &AnswerInput,
    key: Option<RequestKey>,
) -> Result<OrderAnswer, Problem> {
    let order = app.reads.order(order_id).await?.ok_or_else(|| Problem::not_found("order"))?;
    let sender = Sender { seller_id: None, by: user.user_id };
    let answer = input.check(order.head.currency)?;
    let key = key.map(|key| key.of_id(user.user_id.0));
    Ok(app.engine.orders().answer_return(order_id, return_id, answer, sender, key).await?)
}

/// A statement with all that it leaves out, checked as far as that can be done without deciding.
fn wanted(order: &Order, kind: ReturnKind, id: ReturnId, input: &StatementInput) -> Result<ReturnWanted, Problem> {
    let mut fields = Fields::new();
    let part = match (input.seller_order_id, order.seller_orders.as_slice()) {
        (Some(id), parts) => parts.iter().find(|part| part.id.0 == id),
        (None, [only]) => Some(only),
        (None, _) => None,
    };
    if part.is_none() {
        let message = if input.seller_order_id.is_some() { "is not a part of this order" } else { "is required" };
        fields.add("/seller_order_id", message);
    }
    let name = fields.line("/name", input.name.as_deref().unwrap_or(&order.head.billing_address.name), NAME_CHARS);
    let email = fields.email("/email", input.email.as_deref().unwrap_or(&order.head.email));
    let statement = fields.prose("/statement", input.statement.as_deref().unwrap_or_default(), STATEMENT_CHARS);
    let lines = input.lines.as_deref().unwrap_or_default();
    fields.check(lines.len() <= LINES_MAX, "/lines", format!("must have at most {LINES_MAX} entries"));
    let is_damage = kind == ReturnKind::Damage;
    fields.check(!is_damage || !statement.is_empty(), "/statement", "must say what is wrong");
    let lines = match &input.lines {
        Some(lines) => lines
            .iter()
            .take(LINES_MAX)
            .map(|line| ReturnLine { line_id: OrderLineId(line.line_id), quantity: line.quantity })
            .collect(),
        None => part.map(|part| everything(order, part, kind)).unwrap_or_default(),
    };
    fields.finish()?;
    let seller_order_id = part.map(|part| part.id).ok_or_else(|| Problem::not_found("seller order"))?;
    Ok(ReturnWanted { id, seller_order_id, kind, lines, name, email, statement })
}

/// Every line of a part that can be meant, whole.
#[must_use]
pub fn everything(order: &Order, part: &SellerOrder, kind: ReturnKind) -> Vec<ReturnLine> {
    let can_be = |line: &&impasto_domain::order::OrderLine| match kind {
        ReturnKind::Withdrawal => !line.made_to_order,
        ReturnKind::Damage => order.is_shipped(line.id),
    };
    let whole =
        part.lines.iter().filter(can_be).map(|line| ReturnLine { line_id: line.id, quantity: order.returnable(line) });
    whole.filter(|line| line.quantity > 0).collect()
}

/// The return that a statement would make, to be priced.
fn would_be(order: &Order, wanted: &ReturnWanted, now: chrono::DateTime<chrono::Utc>) -> Return {
    Return {
        id: wanted.id,
        order_id: order.head.id,
        seller_order_id: wanted.seller_order_id,
        kind: wanted.kind,
        status: ReturnStatus::Announced,
        lines: wanted.lines.clone(),
        name: wanted.name.clone(),
        email: wanted.email.clone(),
        statement: wanted.statement.clone(),
        answer: None,
        refund_id: None,
        refund_due_at: now + REFUND_WITHIN,
        created_at: now,
        received_at: None,
        updated_at: now,
        photos: Vec::new(),
    }
}

impl AnswerInput {
    fn check(&self, currency: impasto_domain::money::Currency) -> Result<ReturnAnswer, Problem> {
        let mut fields = Fields::new();
        let is_refund = self.answer == "refund";
        fields.check(is_refund || self.amount.is_none(), "/amount", "is for a refund");
        let restock = self.restock.as_deref().unwrap_or_default();
        fields.check(is_refund || restock.is_empty(), "/restock", "is for a refund");
        fields.check(restock.len() <= LINES_MAX, "/restock", format!("must have at most {LINES_MAX} entries"));
        let same = self.amount.as_ref().is_none_or(|amount| amount.currency == currency.code());
        fields.check(same, "/amount/currency", format!("must be {}, as the order is", currency.code()));
        let answer = match self.answer.as_str() {
            "received" => ReturnAnswer::Received,
            "refund" => ReturnAnswer::Refund {
                amount_minor: self.amount.as_ref().map(|amount| amount.amount),
                restock: restock.iter().take(LINES_MAX).copied().map(OrderLineId).collect(),
            },
            "refuse" => {
                let reason = self.reason.as_deref().unwrap_or_default();
                let reason = fields.prose("/reason", reason, ANSWER_CHARS);
                fields.check(!reason.is_empty(), "/reason", "must not be empty");
                ReturnAnswer::Refuse { reason }
            }
            _ => {
                fields.add("/answer", "must be received, refund or refuse");
                ReturnAnswer::Received
            }
        };
        fields.finish()?;
        Ok(answer)
    }
}

impl WithdrawalJson {
    /// What is to be confirmed.
    fn of(order: &Order, stated: &Stated) -> Self {
        let Stated { wanted, part, priced, ends_at } = stated;
        let currency = order.head.currency;
        let shipping = priced.iter().flat_map(|priced| &priced.parts).map(|part| part.shipping.amount_minor).sum();
        let amount = priced.as_ref().map_or(Money::new(0, currency), |priced| priced.amount);
        let (slug, name) = (part.seller_slug.clone(), part.seller_name.clone());
        Self {
            return_id: wanted.id.0,
            order_number: order.head.number.clone(),
            seller_order_id: part.id.0,
            seller: NameJson { id: part.seller_id.0, slug, name },
            name: wanted.name.clone(),
            email: wanted.email.clone(),
            statement: wanted.statement.clone(),
            lines: return_lines(order, &wanted.lines),
            amount: amount.into(),
            shipping: MoneyJson::of(shipping, currency),
            ends_at: *ends_at,
            confirm_url: format!("/api/v1/orders/{}/withdrawal/{}/confirm", order.head.id, wanted.id),
        }
    }
}
