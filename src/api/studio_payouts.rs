//! How a seller is paid, as its members see it: what is payable, what waits and until when, payouts, statements; and where
//! the money goes, which only an owner sets.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get, put};
use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::{PayoutId, SellerId};
use impasto_domain::payout::plan;
use impasto_domain::payout_account::PayoutAccount;
use impasto_store::reads::HouseDocument;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::months::HouseDocumentJson;
use super::payouts::{PayoutJson, SellerBalanceJson};
use super::seller::stored;
use super::shapes::PageJson;
use super::studio::seller_of;
use crate::app::App;
use crate::gateway::json::{Body, given};
use crate::gateway::params::{Paging, Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::RequestKey;
use crate::identity::{Allowed, Claims, permission};
use crate::payouts::{self, Preview, Previewed};

/// The most documents of a seller that are listed: more than twenty years of them.
const DOCUMENTS_MAX: u32 = 500;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(show_balance).service(list).service(own_payout).service(put_account).service(list_statements);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show_balance, list, own_payout, put_account, list_statements))]
pub struct Doc;

/// What the own seller is owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StudioBalanceJson {
    /// Where the money goes, by its ends.
    pub account: Option<String>,
    /// What is owed, by currency; nothing where nothing is.
    pub balances: Vec<SellerBalanceJson>,
}

/// Where the money goes.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayoutAccountInput {
    /// An IBAN, or an account with the house's payment provider (`acct_…`); `null` takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 80)]
    pub account: Option<Option<String>>,
}

/// Invoices of the house and statements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HouseDocumentsJson {
    /// Those of the newest month first.
    pub items: Vec<HouseDocumentJson>,
}

/// What the own seller is owed: what is payable now, and what waits for what.
#[utoipa::path(get, path = "/api/v1/studio/payouts/balance", tag = "studio",
    responses((status = 200, body = StudioBalanceJson), (status = 401), (status = 403)))]
#[get("/studio/payouts/balance")]
async fn show_balance(app: Data<App>, who: Allowed<permission::Studio>) -> Result<HttpResponse, Problem> {
    let seller_id = seller_of(&who)?;
    let (account, preview) = own_balance(&app, seller_id).await?;
    let balances = preview.sellers.iter().map(|one| SellerBalanceJson::of(one, &preview.rules)).collect();
    Ok(HttpResponse::Ok().json(StudioBalanceJson { account, balances }))
}

/// Payouts to the own seller, the newest first.
#[utoipa::path(get, path = "/api/v1/studio/payouts", tag = "studio", params(Paging),
    responses((status = 200, body = PageJson<PayoutJson>), (status = 401), (status = 403), (status = 422)))]
#[get("/studio/payouts")]
async fn list(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let seller_id = seller_of(&who)?;
    let page = app.store.payouts_of_seller(seller_id, paging.0.cursor.as_deref(), paging.0.limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, PayoutJson::from)))
}

/// A payout to the own seller, with its orders.
#[utoipa::path(get, path = "/api/v1/studio/payouts/{id}", tag = "studio", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PayoutJson), (status = 401), (status = 403), (status = 404)))]
#[get("/studio/payouts/{id}")]
async fn own_payout(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    id: Path<PayoutId>,
) -> Result<HttpResponse, Problem> {
    let seller_id = seller_of(&who)?;
    let payout = app.store.payout(id.0).await?.filter(|payout| payout.seller_id == seller_id);
    let payout = payout.ok_or_else(|| Problem::not_found("payout"))?;
    let orders = app.store.orders_of_payout(id.0).await?;
    Ok(HttpResponse::Ok().json(PayoutJson::whole(&payout, &orders)))
}

/// Says where the own seller's money goes. Only an owner may.
#[utoipa::path(put, path = "/api/v1/studio/payout-account", tag = "studio", request_body = PayoutAccountInput,
    responses((status = 200, body = StudioBalanceJson), (status = 401), (status = 403), (status = 422)))]
#[put("/studio/payout-account")]
async fn put_account(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    body: Body<PayoutAccountInput>,
) -> Result<HttpResponse, Problem> {
    let Some(account) = &body.value.account else { return Err(Problem::field("/account", "is required")) };
    set_account(&app, &who, account.as_deref(), body.key).await?;
    let (account, preview) = own_balance(&app, seller_of(&who)?).await?;
    let balances = preview.sellers.iter().map(|one| SellerBalanceJson::of(one, &preview.rules)).collect();
    Ok(HttpResponse::Ok().json(StudioBalanceJson { account, balances }))
}

/// Statements of the own seller and what the house invoiced it.
#[utoipa::path(get, path = "/api/v1/studio/statements", tag = "studio",
    responses((status = 200, body = HouseDocumentsJson), (status = 401), (status = 403)))]
#[get("/studio/statements")]
async fn list_statements(app: Data<App>, who: Allowed<permission::Studio>) -> Result<HttpResponse, Problem> {
    let documents = own_documents(&app, seller_of(&who)?).await?;
    let items = documents.iter().map(HouseDocumentJson::from).collect();
    Ok(HttpResponse::Ok().json(HouseDocumentsJson { items }))
}

/// The own seller's documents.
///
/// # Errors
/// 503.
pub async fn own_documents(app: &App, seller_id: SellerId) -> Result<Vec<HouseDocument>, Problem> {
    Ok(app.store.house_documents_of_seller(seller_id, DOCUMENTS_MAX).await?)
}

/// What a seller is owed, and where its money goes, by its ends.
///
/// # Errors
/// 404, 503.
pub async fn own_balance(app: &App, seller_id: SellerId) -> Result<(Option<String>, Preview), Problem> {
    let seller = stored(app, seller_id).await?;
    let rules = payouts::rules(app).await?;
    let balances = app.store.seller_balances(Some(seller_id)).await?;
    let previewed = |balance| {
        let planned = plan(&balance, &rules, app.mint());
        Previewed { balance, planned }
    };
    let sellers = balances.into_iter().map(previewed).collect();
    Ok((seller.payout_account.as_ref().map(PayoutAccount::masked), Preview { rules, sellers }))
}

/// Says where the own seller's money goes; `None`, or nothing but blanks, takes the account away.
///
/// # Errors
/// 403 for who is no owner, 422 for what is no account, 503.
pub async fn set_account(
    app: &App,
    user: &Claims,
    account: Option<&str>,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    let account = account.map(str::trim).filter(|account| !account.is_empty());
    let account = account.map(PayoutAccount::parse).transpose();
    let account = account.map_err(|error| Problem::field("/account", error.to_string()))?;
    let edit = Edit::SetPayoutAccount { seller_id: seller_of(user)?, account, by: user.user_id };
    let idempotency = key.map(|key| key.of_id(user.user_id.0));
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    Ok(())
}
