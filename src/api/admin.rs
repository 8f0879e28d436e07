//! The console's calls: inventory, holds, orders, moderation, the switch of the house.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, delete, get, post};
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use impasto_domain::artwork::{ArtworkMove, ArtworkStatus};
use impasto_domain::command::{Command, StockChange, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::edition::{COPIES_MAX, EditionKind, Stock};
use impasto_domain::ids::{ArtworkId, EditionId, HoldId};
use impasto_domain::order::{FulfilmentStatus, Order, OrderPaymentStatus, OrderStatus};
use impasto_domain::read::Page;
use impasto_store::reads::{InventoryFilter, OrderFilter, OrderLane, StockState};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::artworks::own_shape;
use super::shapes::{ArtworkJson, HoldJson, HoldsJson, InventoryJson, OrderJson, PageJson, StockJson};
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::json::{Body, MaybeBody};
use crate::gateway::params::{Limit, Paging, Path, Query};
use crate::gateway::problem::{Problem, ProblemType};
use crate::gateway::request_key::{Key, RequestKey};
use crate::identity::{Allowed, permission};

/// The longest reason of a moderator.
const REASON_CHARS: usize = 1_000;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service
        .service(inventory)
        .service(adjust)
        .service(holds)
        .service(release)
        .service(artworks)
        .service(approve)
        .service(reject)
        .service(orders)
        .service(pause)
        .service(resume)
        .service(reindex);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(inventory, adjust, holds, release, artworks, approve, reject, orders, pause, resume, reindex))]
pub struct Doc;

/// A change of stock by hand.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustRequest {
    /// Negative withdraws available copies, positive puts withdrawn ones back.
    pub delta: i64,
    /// Why; goes into the audit log.
    pub reason: String,
}

/// Why.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// For people.
    pub reason: String,
}

/// What a new search index is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReindexJson {
    /// Public works.
    pub works: usize,
}

/// The switch of the house.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SalesJson {
    /// Whether new holds are refused.
    pub sales_paused: bool,
}

/// Which orders.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct OrdersQuery {
    /// `open`, `completed`, `cancelled` or `expired`.
    pub status: Option<String>,
    /// `pending`, `paid`, …
    pub payment_status: Option<String>,
    /// `unfulfilled`, `shipped`, …
    pub fulfilment_status: Option<String>,
    /// `to_pay`, `to_ship`, `shipped`, `done`, `ended` (called off or run out) or `refunded`; not together with a status.
    pub lane: Option<String>,
    /// The number people use, in any case.
    pub number: Option<String>,
    /// The buyer's address, in any case.
    pub email: Option<String>,
    /// Placed on this day or later, in UTC: `2026-11-30`.
    pub from: Option<String>,
    /// Placed on this day or before, in UTC.
    pub until: Option<String>,
    /// Orders a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Limit,
    /// Where to go on.
    pub cursor: Option<String>,
}

/// Which editions.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct InventoryQuery {
    /// `unique`, `limited` or `open`.
    pub kind: Option<String>,
    /// `free`, `held`, `sold_out` or `withdrawn`.
    pub state: Option<String>,
    /// A part of the seller's name, in any case.
    pub seller: Option<String>,
    /// A part of the work's title or of the artist's name, in any case.
    pub q: Option<String>,
    /// Editions a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Limit,
    /// Where to go on.
    pub cursor: Option<String>,
}

/// Which works.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ArtworksQuery {
    /// `in_review` unless told.
    pub status: Option<String>,
    /// Works a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Limit,
    /// Where to go on.
    pub cursor: Option<String>,
}

/// Editions with their counters.
#[utoipa::path(get, path = "/api/v1/admin/inventory", tag = "admin", params(InventoryQuery),
    responses((status = 200, body = PageJson<InventoryJson>)))]
#[get("/admin/inventory")]
async fn inventory(
    app: Data<App>,
    _who: Allowed<permission::InventoryManage>,
    query: Query<InventoryQuery>,
) -> Result<HttpResponse, Problem> {
    let filter = inventory_filter(&query.0)?;
    let page = app.store.inventory(&filter, query.0.cursor.as_deref(), query.0.limit.0).await?;
    Ok(HttpResponse::Ok().json(super::shapes::inventory_page(&page)))
}

/// What is asked for, checked.
///
/// # Errors
/// 422 with everything that is wrong.
pub fn inventory_filter(query: &InventoryQuery) -> Result<InventoryFilter, Problem> {
    let mut fields = Fields::new();
    let word =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let (kind, state) = (word(&query.kind), word(&query.state));
    let known_kind = kind.as_deref().and_then(EditionKind::parse);
    fields.check(kind.is_none() || known_kind.is_some(), "/kind", "must be unique, limited or open");
    let known_state = state.as_deref().and_then(StockState::parse);
    fields.check(state.is_none() || known_state.is_some(), "/state", "must be free, held, sold_out or withdrawn");
    let seller = fields.optional_line("/seller", query.seller.as_deref(), 200).unwrap_or_default();
    let words = fields.optional_line("/q", query.q.as_deref(), 200).unwrap_or_default();
    fields.finish()?;
    Ok(InventoryFilter { kind: known_kind, state: known_state, seller, words })
}

/// Withdraws copies, or puts withdrawn ones back. Live holds are not touched.
#[utoipa::path(post, path = "/api/v1/admin/editions/{id}/adjust", tag = "admin", request_body = AdjustRequest,
    params(("id" = uuid::Uuid, Path)), responses((status = 200, body = StockJson), (status = 409)))]
#[post("/admin/editions/{id}/adjust")]
async fn adjust(
    app: Data<App>,
    who: Allowed<permission::InventoryManage>,
    id: Path<EditionId>,
    body: Body<AdjustRequest>,
) -> Result<HttpResponse, Problem> {
    let key = body.key.map(|key| key.of_id(who.user_id.0));
    let (change, reason) = check_adjustment(body.value.delta, &body.value.reason)?;
    let stock = app.engine.inventory().adjust(id.0, change, who.user_id, None, Some(reason), key).await?;
    Ok(HttpResponse::Ok().json(StockJson::from(&stock)))
}

/// Checks a change of stock by hand; answers it with its reason.
///
/// # Errors
/// 422 for a delta of zero or beyond any edition, and without a reason.
pub fn check_adjustment(delta: i64, reason: &str) -> Result<(StockChange, String), Problem> {
    let mut fields = Fields::new();
    let most = i64::from(COPIES_MAX);
    fields.check(
        delta != 0 && (-most..=most).contains(&delta),
        "/delta",
        format!("must be between -{most} and {most}, and not 0"),
    );
    let reason = fields.line("/reason", reason, 500);
    fields.finish()?;
    let copies = u32::try_from(delta.unsigned_abs()).unwrap_or(COPIES_MAX);
    let change = if delta < 0 { StockChange::Withdraw(copies) } else { StockChange::Restock(copies) };
    Ok((change, reason))
}

/// Live holds, the next to run out first.
#[utoipa::path(get, path = "/api/v1/admin/holds", tag = "admin", params(Paging),
    responses((status = 200, body = HoldsJson)))]
#[get("/admin/holds")]
async fn holds(
    app: Data<App>,
    _who: Allowed<permission::InventoryManage>,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let page = app.store.holds(paging.0.cursor.as_deref(), paging.0.limit.0).await?;
    let page = PageJson::of(&page, HoldJson::from);
    Ok(HttpResponse::Ok().json(HoldsJson { page, server_time: app.clock.now() }))
}

/// Releases a hold. One that pays an order is refused.
#[utoipa::path(delete, path = "/api/v1/admin/holds/{id}", tag = "admin", request_body = Option<Reason>,
    params(("id" = uuid::Uuid, Path)), responses((status = 200, body = StockJson), (status = 404), (status = 409)))]
#[delete("/admin/holds/{id}")]
async fn release(
    app: Data<App>,
    who: Allowed<permission::InventoryManage>,
    id: Path<HoldId>,
    body: MaybeBody<Reason>,
) -> Result<HttpResponse, Problem> {
    let mut fields = Fields::new();
    let given = body.value.as_ref().map(|reason| reason.reason.as_str());
    let reason = fields.optional_line("/reason", given, REASON_CHARS);
    fields.finish()?;
    let stock = release_hold(&app, who.user_id, id.0, reason, body.key).await?;
    Ok(HttpResponse::Ok().json(StockJson::from(&stock)))
}

/// Releases a hold for the house.
///
/// # Errors
/// 404; 409 for one that pays an order; 503 when the journal is full or away.
pub async fn release_hold(
    app: &App,
    by: impasto_domain::ids::UserId,
    id: HoldId,
    reason: Option<String>,
    key: Option<RequestKey>,
) -> Result<Stock, Problem> {
    let missing = || Problem::not_found("hold");
    let key = key.map(|key| key.of_id(by.0));
    let edition_id = match app.store.edition_of_hold(id).await? {
        Some(edition_id) => edition_id,
        // A repeat: the hold is gone, and the answer to the first request is kept under its key.
        None if key.is_some() => EditionId(uuid::Uuid::nil()),
        None => return Err(missing()),
    };
    let released = app.engine.inventory().release_hold(id, edition_id, by, reason, key).await;
    released.map_err(|error| match Problem::from(error) {
        problem if edition_id.0.is_nil() && problem.kind() == Some(ProblemType::NotFound) => missing(),
        problem => problem,
    })
}

/// Works of one status, the newest first.
#[utoipa::path(get, path = "/api/v1/admin/artworks", tag = "admin", params(ArtworksQuery),
    responses((status = 200, body = PageJson<ArtworkJson>)))]
#[get("/admin/artworks")]
async fn artworks(
    app: Data<App>,
    _who: Allowed<permission::Moderate>,
    query: Query<ArtworksQuery>,
) -> Result<HttpResponse, Problem> {
    let status = query.0.status.as_deref().unwrap_or("in_review");
    let status = ArtworkStatus::parse(status).ok_or_else(|| Problem::field("/status", "is not a status of works"))?;
    let page = app.store.artworks_of_status(status, query.0.cursor.as_deref(), query.0.limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, |record| own_shape(&app, record))))
}

/// Lets a work through.
#[utoipa::path(post, path = "/api/v1/admin/artworks/{id}/approve", tag = "admin", request_body = Option<Reason>,
    params(("id" = uuid::Uuid, Path)), responses((status = 200, body = ArtworkJson)))]
#[post("/admin/artworks/{id}/approve")]
async fn approve(
    app: Data<App>,
    who: Allowed<permission::Moderate>,
    id: Path<ArtworkId>,
    body: MaybeBody<Reason>,
) -> Result<HttpResponse, Problem> {
    let mut fields = Fields::new();
    let given = body.value.as_ref().map(|reason| reason.reason.as_str());
    let reason = fields.optional_line("/reason", given, REASON_CHARS);
    fields.finish()?;
    moderate(&app, who.user_id, (id.0, ArtworkMove::Approve), reason, body.key).await
}

/// Sends a work back.
#[utoipa::path(post, path = "/api/v1/admin/artworks/{id}/reject", tag = "admin", request_body = Reason,
    params(("id" = uuid::Uuid, Path)), responses((status = 200, body = ArtworkJson)))]
#[post("/admin/artworks/{id}/reject")]
async fn reject(
    app: Data<App>,
    who: Allowed<permission::Moderate>,
    id: Path<ArtworkId>,
    body: Body<Reason>,
) -> Result<HttpResponse, Problem> {
    let mut fields = Fields::new();
    let reason = fields.line("/reason", &body.value.reason, REASON_CHARS);
    fields.finish()?;
    moderate(&app, who.user_id, (id.0, ArtworkMove::Reject), Some(reason), body.key).await
}

/// Orders, newest first.
#[utoipa::path(get, path = "/api/v1/admin/orders", tag = "admin", params(OrdersQuery),
    responses((status = 200, body = PageJson<OrderJson>)))]
#[get("/admin/orders")]
async fn orders(
    app: Data<App>,
    _who: Allowed<permission::OrdersManage>,
    query: Query<OrdersQuery>,
) -> Result<HttpResponse, Problem> {
    let page = orders_page(&app, &query.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, OrderJson::for_staff)))
}

/// A page of everybody's orders.
///
/// # Errors
/// 422 for what is no status, lane, address, day or cursor; 503 when the database is away.
pub async fn orders_page(app: &App, query: &OrdersQuery) -> Result<Page<Order>, Problem> {
    let filter = order_filter(query)?;
    if let Some(number) = query.number.as_deref().map(str::trim).filter(|number| !number.is_empty()) {
        let id = app.store.order_of_number(&number.to_uppercase()).await?;
        let order = match id {
            Some(id) => app.reads.order(id).await?,
            None => None,
        };
        let items: Vec<Order> = order.into_iter().collect();
        let total = i64::try_from(items.len()).ok();
        return Ok(Page { items, next_cursor: None, total });
    }
    Ok(app.store.orders(&filter, query.cursor.as_deref(), query.limit.0).await?)
}

/// What is asked for, checked.
///
/// # Errors
/// 422 with everything that is wrong.
pub fn order_filter(query: &OrdersQuery) -> Result<OrderFilter, Problem> {
    let mut fields = Fields::new();
    let mut given = |pointer: &'static str, text: &Option<String>, good: &dyn Fn(&str) -> bool| {
        let text = text.as_deref().map(str::trim).filter(|text| !text.is_empty())?.to_owned();
        let is_good = good(&text);
        fields.check(is_good, pointer, "is not one of the known words");
        is_good.then_some(text)
    };
    let status = given("/status", &query.status, &|word| OrderStatus::parse(word).is_some());
    let payment = given("/payment_status", &query.payment_status, &|word| OrderPaymentStatus::parse(word).is_some());
    let fulfilled =
        given("/fulfilment_status", &query.fulfilment_status, &|word| FulfilmentStatus::parse(word).is_some());
    let lane = given("/lane", &query.lane, &|word| lane_of(word).is_some());
    let statuses = [&status, &payment, &fulfilled].into_iter().any(Option::is_some);
    fields.check(lane.is_none() || !statuses, "/lane", "does not go together with a status");
    let from = day(&mut fields, "/from", query.from.as_deref());
    let until = day(&mut fields, "/until", query.until.as_deref());
    let email = query.email.as_deref().map(str::trim).filter(|email| !email.is_empty());
    let email = email.map(|email| fields.email("/email", email).to_lowercase());
    fields.finish()?;
    Ok(OrderFilter {
        status: status.as_deref().and_then(OrderStatus::parse),
        payment_status: payment.as_deref().and_then(OrderPaymentStatus::parse),
        fulfilment_status: fulfilled.as_deref().and_then(FulfilmentStatus::parse),
        lane: lane.as_deref().and_then(lane_of),
        email,
        from,
        until: until.map(|day| day + TimeDelta::days(1)),
    })
}

/// The published name of a lane.
#[must_use]
pub fn lane_name(lane: OrderLane) -> &'static str {
    match lane {
        OrderLane::ToPay => "to_pay",
        OrderLane::ToShip => "to_ship",
        OrderLane::Shipped => "shipped",
        OrderLane::Done => "done",
        OrderLane::Ended => "ended",
        OrderLane::Refunded => "refunded",
    }
}

/// The lane of that name.
#[must_use]
pub fn lane_of(name: &str) -> Option<OrderLane> {
    OrderLane::ALL.into_iter().find(|lane| lane_name(*lane) == name)
}

/// The beginning of a day in UTC.
fn day(fields: &mut Fields, pointer: &str, text: Option<&str>) -> Option<DateTime<Utc>> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let day = day.filter(|day| (1970..=9_000).contains(&day.year()));
    fields.check(day.is_some(), pointer, "must be a day, such as 2026-11-30");
    day.map(|day| day.and_time(NaiveTime::MIN).and_utc())
}

/// The house takes no new holds; what is held may still be bought.
#[utoipa::path(post, path = "/api/v1/admin/sales/pause", tag = "admin",
    responses((status = 200, body = SalesJson)))]
#[post("/admin/sales/pause")]
async fn pause(app: Data<App>, who: Allowed<permission::SettingsManage>, key: Key) -> Result<HttpResponse, Problem> {
    switch_sales(&app, who.user_id, true, key.0).await?;
    Ok(HttpResponse::Ok().json(SalesJson { sales_paused: true }))
}

/// The house takes holds again.
#[utoipa::path(post, path = "/api/v1/admin/sales/resume", tag = "admin",
    responses((status = 200, body = SalesJson)))]
#[post("/admin/sales/resume")]
async fn resume(app: Data<App>, who: Allowed<permission::SettingsManage>, key: Key) -> Result<HttpResponse, Problem> {
    switch_sales(&app, who.user_id, false, key.0).await?;
    Ok(HttpResponse::Ok().json(SalesJson { sales_paused: false }))
}

/// Every node reads the public works again and makes its search index anew; searches go on meanwhile.
#[utoipa::path(post, path = "/api/v1/admin/reindex", tag = "admin",
    responses((status = 202, body = ReindexJson)))]
#[post("/admin/reindex")]
async fn reindex(app: Data<App>, who: Allowed<permission::SettingsManage>, key: Key) -> Result<HttpResponse, Problem> {
    let edit = Edit::Reindex { by: Some(who.user_id) };
    let idempotency = key.0.map(|key| key.of_id(who.user_id.0));
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    Ok(HttpResponse::Accepted().json(ReindexJson { works: app.catalogue.len() }))
}

async fn moderate(
    app: &App,
    by: impasto_domain::ids::UserId,
    (id, wanted): (ArtworkId, ArtworkMove),
    reason: Option<String>,
    key: Option<RequestKey>,
) -> Result<HttpResponse, Problem> {
    let key = key.map(|key| key.of_id(by.0));
    app.engine.inventory().move_artwork(id, wanted, by, None, reason, key).await?;
    app.refresh(id).await?;
    let record = app.store.artwork(&id.to_string()).await?.ok_or_else(|| Problem::not_found("artwork"))?;
    Ok(HttpResponse::Ok().json(own_shape(app, &record)))
}

/// Pauses or resumes sales.
///
/// # Errors
/// 503 when the journal is full or away.
pub async fn switch_sales(
    app: &App,
    by: impasto_domain::ids::UserId,
    paused: bool,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    let edit = Edit::PutSetting { key: "sales_paused".to_owned(), value: json!(paused), by: Some(by) };
    let idempotency = key.map(|key| key.of_id(by.0));
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    Ok(())
}
