//! Paying sellers, as whoever runs the house does it: what would be paid, runs, and how far each payout is.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, Utc};
use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::{PayoutId, PayoutRunId, SellerId, UserId};
use impasto_domain::money::{Currency, Money};
use impasto_domain::payout::{
    FAILURE_CHARS, HeldBack, OwedOrder, Payout, PayoutMove, PayoutRules, PayoutRun, PayoutState,
};
use impasto_domain::payout_account::PayoutWay;
use impasto_store::reads::PaidOrder;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::csv;
use super::shapes::{MoneyJson, PageJson};
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::json::Body;
use crate::gateway::params::{Paging, Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::{Key, RequestKey};
use crate::identity::{Allowed, permission};
use crate::payouts::{self, Preview, Previewed, Wanted, bank};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service
        .service(show_preview)
        .service(start)
        .service(list_runs)
        .service(show_run)
        .service(send_bank_file)
        .service(hand_over)
        .service(pay_run)
        .service(show_payout)
        .service(pay)
        .service(fail);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show_preview, start, list_runs, show_run, send_bank_file, hand_over, pay_run, show_payout, pay, fail))]
pub struct Doc;

/// What would be paid now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PayoutPreviewJson {
    /// Days after delivery in which buyers may withdraw.
    pub withdrawal_days: u32,
    /// Every seller who is owed something, by currency.
    pub sellers: Vec<SellerBalanceJson>,
}

/// What a seller is owed in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SellerBalanceJson {
    /// The seller.
    pub seller_id: Uuid,
    /// Its name.
    pub seller_name: String,
    /// Where its money goes, by its ends: `DE•• •••• 3000`.
    pub account: Option<String>,
    /// What is payable now; less than nothing when the seller owes the house.
    pub payable: MoneyJson,
    /// What is held back.
    pub held: MoneyJson,
    /// Whether a run would pay it.
    pub will_be_paid: bool,
    /// Why not: `nothing_payable`, `below_minimum`, `no_account`, `no_transfers`.
    pub not_paid_because: Option<&'static str>,
    /// The orders, the oldest first.
    pub orders: Vec<OwedOrderJson>,
}

/// What an order owes a seller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwedOrderJson {
    /// The order.
    pub order_id: Uuid,
    /// Its number.
    pub number: String,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// Earnings and tax; less than nothing after a refund that followed a payout.
    pub amount: MoneyJson,
    /// Of it the tax that the seller remits.
    pub tax_included: MoneyJson,
    /// What holds it back: `dispute`, `not_delivered`, `withdrawal`; nothing for what is payable.
    pub held_because: Option<&'static str>,
    /// Until when, where that is known.
    pub held_until: Option<DateTime<Utc>>,
}

/// Payouts that were started together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PayoutRunJson {
    /// The run.
    pub id: Uuid,
    /// Who started it.
    pub by: Uuid,
    /// When.
    pub created_at: DateTime<Utc>,
    /// How many payouts nobody has sent yet.
    pub pending: u32,
    /// How many are with the bank.
    pub sent: u32,
    /// How many arrived.
    pub paid: u32,
    /// How many failed.
    pub failed: u32,
    /// The payouts, by the names of the sellers; left out of lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payouts: Option<Vec<PayoutJson>>,
}

/// A payout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PayoutJson {
    /// The payout.
    pub id: Uuid,
    /// Its run.
    pub run_id: Uuid,
    /// To whom.
    pub seller_id: Uuid,
    /// The seller's name.
    pub seller_name: String,
    /// How much.
    pub amount: MoneyJson,
    /// `bank` or `transfer`.
    pub way: &'static str,
    /// Where it goes, by its ends.
    pub account: String,
    /// What stands beside the money on a statement of the bank.
    pub statement: String,
    /// `pending`, `sent`, `paid` or `failed`.
    pub state: &'static str,
    /// What the provider calls it.
    pub reference: Option<String>,
    /// Why it failed.
    pub failure: Option<String>,
    /// When it was decided.
    pub created_at: DateTime<Utc>,
    /// When it was handed over.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it arrived, or failed.
    pub settled_at: Option<DateTime<Utc>>,
    /// What it pays, order by order; left out of lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orders: Option<Vec<PaidOrderJson>>,
}

/// An order in a payout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PaidOrderJson {
    /// The order.
    pub order_id: Uuid,
    /// Its number.
    pub number: String,
    /// What is paid of it; less than nothing for what was taken off.
    pub amount: MoneyJson,
    /// Of it the tax that the seller remits.
    pub tax_included: MoneyJson,
}

/// A run to start.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PayoutRunInput {
    /// What was seen in the preview and is to be paid: a run that would pay something else is refused. Left out, everything
    /// that is payable is paid.
    pub payouts: Option<Vec<PayoutWanted>>,
}

/// A payout that was seen.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayoutWanted {
    /// To whom.
    pub seller_id: Uuid,
    /// How much.
    pub amount: MoneyJson,
}

/// A payout that did not arrive.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayoutFailure {
    /// Why.
    #[schema(max_length = 200)]
    pub reason: String,
}

/// What would be paid now: every seller who is owed something, order by order, with what holds the rest back.
#[utoipa::path(get, path = "/api/v1/admin/payouts/preview", tag = "admin",
    responses((status = 200, body = PayoutPreviewJson), (status = 401), (status = 403)))]
#[get("/admin/payouts/preview")]
async fn show_preview(app: Data<App>, _who: Allowed<permission::SettingsManage>) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(PayoutPreviewJson::from(&payouts::preview(&app).await?)))
}

/// Starts a run: all its payouts are posted at once, and what a provider sends is sent from then on.
#[utoipa::path(post, path = "/api/v1/admin/payouts/runs", tag = "admin", request_body = PayoutRunInput,
    responses((status = 201, body = PayoutRunJson), (status = 400, description = "idempotency-key-required"),
        (status = 401), (status = 403), (status = 409, description = "conflict: nothing is payable, or not what was seen"),
        (status = 422)))]
#[post("/admin/payouts/runs")]
async fn start(
    app: Data<App>,
    who: Allowed<permission::SettingsManage>,
    body: Body<PayoutRunInput>,
) -> Result<HttpResponse, Problem> {
    let key = body.key.ok_or_else(RequestKey::required)?;
    let wanted = body.value.check()?;
    let id = payouts::start(&app, who.user_id, wanted.as_deref(), Some(key)).await?;
    Ok(HttpResponse::Created().json(whole_run(&app, id).await?))
}

/// Runs, the newest first.
#[utoipa::path(get, path = "/api/v1/admin/payouts/runs", tag = "admin", params(Paging),
    responses((status = 200, body = PageJson<PayoutRunJson>), (status = 401), (status = 403), (status = 422)))]
#[get("/admin/payouts/runs")]
async fn list_runs(
    app: Data<App>,
    _who: Allowed<permission::SettingsManage>,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let page = app.store.payout_runs(paging.0.cursor.as_deref(), paging.0.limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, PayoutRunJson::from)))
}

/// A run with its payouts.
#[utoipa::path(get, path = "/api/v1/admin/payouts/runs/{id}", tag = "admin", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PayoutRunJson), (status = 401), (status = 403), (status = 404)))]
#[get("/admin/payouts/runs/{id}")]
async fn show_run(
    app: Data<App>,
    _who: Allowed<permission::SettingsManage>,
    id: Path<PayoutRunId>,
) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(whole_run(&app, id.0).await?))
}

/// What of a run goes by the bank, as CSV.
#[utoipa::path(get, path = "/api/v1/admin/payouts/runs/{id}/bank.csv", tag = "admin",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, content_type = "text/csv"), (status = 401), (status = 403), (status = 404)))]
#[get("/admin/payouts/runs/{id}/bank.csv")]
async fn send_bank_file(
    app: Data<App>,
    _who: Allowed<permission::SettingsManage>,
    id: Path<PayoutRunId>,
) -> Result<HttpResponse, Problem> {
    bank_file(&app, id.0).await
}

/// Says that the bank has what of a run goes by the bank.
#[utoipa::path(post, path = "/api/v1/admin/payouts/runs/{id}/sent", tag = "admin", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PayoutRunJson), (status = 401), (status = 403), (status = 404), (status = 409)))]
#[post("/admin/payouts/runs/{id}/sent")]
async fn hand_over(
    app: Data<App>,
    who: Allowed<permission::SettingsManage>,
    id: Path<PayoutRunId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    move_run(&app, who.user_id, id.0, PayoutMove::HandOver, key.0).await?;
    Ok(HttpResponse::Ok().json(whole_run(&app, id.0).await?))
}

/// Says that everything of a run that went by the bank has arrived, but for what failed.
#[utoipa::path(post, path = "/api/v1/admin/payouts/runs/{id}/paid", tag = "admin", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PayoutRunJson), (status = 401), (status = 403), (status = 404), (status = 409)))]
#[post("/admin/payouts/runs/{id}/paid")]
async fn pay_run(
    app: Data<App>,
    who: Allowed<permission::SettingsManage>,
    id: Path<PayoutRunId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    move_run(&app, who.user_id, id.0, PayoutMove::Pay, key.0).await?;
    Ok(HttpResponse::Ok().json(whole_run(&app, id.0).await?))
}

/// A payout with its orders.
#[utoipa::path(get, path = "/api/v1/admin/payouts/{id}", tag = "admin", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PayoutJson), (status = 401), (status = 403), (status = 404)))]
#[get("/admin/payouts/{id}")]
async fn show_payout(
    app: Data<App>,
    _who: Allowed<permission::SettingsManage>,
    id: Path<PayoutId>,
) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(whole(&app, id.0).await?))
}

/// Says that a payout has arrived.
#[utoipa::path(post, path = "/api/v1/admin/payouts/{id}/paid", tag = "admin", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PayoutJson), (status = 401), (status = 403), (status = 404), (status = 409)))]
#[post("/admin/payouts/{id}/paid")]
async fn pay(
    app: Data<App>,
    who: Allowed<permission::SettingsManage>,
    id: Path<PayoutId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    move_payouts(&app, who.user_id, vec![id.0], PayoutMove::Pay, key.0).await?;
    Ok(HttpResponse::Ok().json(whole(&app, id.0).await?))
}

/// Says that a payout did not arrive: what it paid is payable again.
#[utoipa::path(post, path = "/api/v1/admin/payouts/{id}/failed", tag = "admin", params(("id" = uuid::Uuid, Path)),
    request_body = PayoutFailure,
    responses((status = 200, body = PayoutJson), (status = 401), (status = 403), (status = 404), (status = 409),
        (status = 422)))]
#[post("/admin/payouts/{id}/failed")]
async fn fail(
    app: Data<App>,
    who: Allowed<permission::SettingsManage>,
    id: Path<PayoutId>,
    body: Body<PayoutFailure>,
) -> Result<HttpResponse, Problem> {
    fail_payout(&app, who.user_id, id.0, &body.value.reason, body.key).await?;
    Ok(HttpResponse::Ok().json(whole(&app, id.0).await?))
}

/// The file of a run for the bank.
///
/// # Errors
/// 404, 503.
pub async fn bank_file(app: &App, id: PayoutRunId) -> Result<HttpResponse, Problem> {
    known_run(app, id).await?;
    let payouts = app.store.payouts_of_run(id).await?;
    let name = format!("attachment; filename=\"payouts-{id}.csv\"");
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, csv::MEDIA_TYPE))
        .insert_header((CONTENT_DISPOSITION, name))
        .body(bank::file(&payouts)))
}

/// Says how far everything of a run is that goes by the bank and is not as far yet.
///
/// # Errors
/// 404, 409, 503.
pub async fn move_run(
    app: &App,
    by: UserId,
    id: PayoutRunId,
    to: PayoutMove,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    known_run(app, id).await?;
    let payouts = app.store.payouts_of_run(id).await?;
    let is_open = |payout: &&Payout| matches!(payout.state, PayoutState::Pending | PayoutState::Sent);
    let of_bank = payouts.iter().filter(|payout| payout.way == PayoutWay::Bank).filter(is_open);
    let ids: Vec<PayoutId> =
        of_bank.filter(|payout| payout.state.may_become(to.target())).map(|payout| payout.id).collect();
    move_payouts(app, by, ids, to, key).await
}

/// Says that a payout did not arrive.
///
/// # Errors
/// 404, 409, 422 without a reason, 503.
pub async fn fail_payout(
    app: &App,
    by: UserId,
    id: PayoutId,
    reason: &str,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    let mut fields = Fields::new();
    let reason = fields.line("/reason", reason, FAILURE_CHARS);
    fields.finish()?;
    move_payouts(app, by, vec![id], PayoutMove::Fail { reason }, key).await
}

/// Says how far payouts are.
///
/// # Errors
/// 404, 409, 503.
pub async fn move_payouts(
    app: &App,
    by: UserId,
    ids: Vec<PayoutId>,
    to: PayoutMove,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    let idempotency = key.map(|key| key.of_id(by.0));
    let command = Command::Edit(Box::new(Edit::MovePayouts { ids, to, by }));
    app.journal.submit(Submission { command, idempotency }).await?;
    Ok(())
}

/// A run that must be there.
///
/// # Errors
/// 404, 503.
pub async fn known_run(app: &App, id: PayoutRunId) -> Result<PayoutRun, Problem> {
    app.store.payout_run(id).await?.ok_or_else(|| Problem::not_found("run"))
}

async fn whole_run(app: &App, id: PayoutRunId) -> Result<PayoutRunJson, Problem> {
    let run = known_run(app, id).await?;
    let payouts = app.store.payouts_of_run(id).await?;
    Ok(PayoutRunJson { payouts: Some(payouts.iter().map(PayoutJson::from).collect()), ..PayoutRunJson::from(&run) })
}

async fn whole(app: &App, id: PayoutId) -> Result<PayoutJson, Problem> {
    let payout = app.store.payout(id).await?.ok_or_else(|| Problem::not_found("payout"))?;
    let orders = app.store.orders_of_payout(id).await?;
    Ok(PayoutJson::whole(&payout, &orders))
}

impl PayoutRunInput {
    fn check(&self) -> Result<Option<Vec<Wanted>>, Problem> {
        let Some(payouts) = &self.payouts else { return Ok(None) };
        let mut fields = Fields::new();
        fields.check(!payouts.is_empty(), "/payouts", "must not be empty");
        let mut wanted = Vec::new();
        for (place, payout) in payouts.iter().enumerate() {
            match Currency::from_code(&payout.amount.currency) {
                Some(currency) => {
                    let amount = Money::new(payout.amount.amount, currency);
                    wanted.push(Wanted { seller_id: SellerId(payout.seller_id), amount });
                }
                None => {
                    fields.add(format_args!("/payouts/{place}/amount/currency"), "must be an ISO 4217 currency code");
                }
            }
        }
        fields.finish()?;
        Ok(Some(wanted))
    }
}

impl From<&Preview> for PayoutPreviewJson {
    fn from(preview: &Preview) -> Self {
        let sellers = preview.sellers.iter().map(|seller| SellerBalanceJson::of(seller, &preview.rules));
        Self { withdrawal_days: preview.rules.withdrawal_days, sellers: sellers.collect() }
    }
}

impl SellerBalanceJson {
    /// A seller of the preview.
    #[must_use]
    pub fn of(seller: &Previewed, rules: &PayoutRules) -> Self {
        let balance = &seller.balance;
        let money = |minor: i64| MoneyJson::of(minor, balance.currency);
        Self {
            seller_id: balance.seller_id.0,
            seller_name: balance.seller_name.clone(),
            account: balance.account.as_ref().map(impasto_domain::payout_account::PayoutAccount::masked),
            payable: money(seller.payable_minor(rules)),
            held: money(seller.held_minor(rules)),
            will_be_paid: seller.planned.is_ok(),
            not_paid_because: seller.planned.as_ref().err().map(|why| why.as_str()),
            orders: balance.orders.iter().map(|order| OwedOrderJson::of(order, balance.currency, rules)).collect(),
        }
    }
}

impl OwedOrderJson {
    /// An order of a balance.
    #[must_use]
    pub fn of(order: &OwedOrder, currency: Currency, rules: &PayoutRules) -> Self {
        let held = order.held_back(rules.withdrawal_days);
        Self {
            order_id: order.order_id.0,
            number: order.number.clone(),
            placed_at: order.placed_at,
            amount: MoneyJson::of(order.amount_minor(), currency),
            tax_included: MoneyJson::of(order.vat_minor, currency),
            held_because: held.map(HeldBack::as_str),
            held_until: held
                .and_then(|held| if let HeldBack::Withdrawal { until } = held { Some(until) } else { None }),
        }
    }
}

impl From<&PayoutRun> for PayoutRunJson {
    fn from(run: &PayoutRun) -> Self {
        Self {
            id: run.id.0,
            by: run.by.0,
            created_at: run.created_at,
            pending: run.pending,
            sent: run.sent,
            paid: run.paid,
            failed: run.failed,
            payouts: None,
        }
    }
}

impl From<&Payout> for PayoutJson {
    fn from(payout: &Payout) -> Self {
        Self {
            id: payout.id.0,
            run_id: payout.run_id.0,
            seller_id: payout.seller_id.0,
            seller_name: payout.seller_name.clone(),
            amount: MoneyJson::from(payout.amount),
            way: payout.way.as_str(),
            account: payout.account.masked(),
            statement: payout.statement(),
            state: payout.state.as_str(),
            reference: payout.reference.clone(),
            failure: payout.failure.clone(),
            created_at: payout.created_at,
            sent_at: payout.sent_at,
            settled_at: payout.settled_at,
            orders: None,
        }
    }
}

impl PayoutJson {
    /// A payout with its orders.
    #[must_use]
    pub fn whole(payout: &Payout, orders: &[PaidOrder]) -> Self {
        let currency = payout.amount.currency;
        let order = |order: &PaidOrder| PaidOrderJson {
            order_id: order.order_id.0,
            number: order.number.clone(),
            amount: MoneyJson::of(order.payable_minor.saturating_add(order.vat_minor), currency),
            tax_included: MoneyJson::of(order.vat_minor, currency),
        };
        Self { orders: Some(orders.iter().map(order).collect()), ..Self::from(payout) }
    }
}
