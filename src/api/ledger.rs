//! The books, to read and to take along: `/admin/ledger`, `/admin/ledger/trial-balance`, `/admin/ledger.csv`.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, TimeDelta, Utc};
use impasto_domain::ids::{OrderId, SellerId};
use impasto_domain::ledger::AccountKind;
use impasto_domain::money::{Currency, Money};
use impasto_domain::read::Page;
use impasto_store::reads::{AccountBalance, LedgerRecord, LedgerWanted};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::csv;
use super::shapes::{MoneyJson, PageJson};
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::params::{Limit, Query};
use crate::gateway::problem::Problem;
use crate::identity::{Allowed, permission};

/// The most entries of a file; who wants more narrows the dates.
const ENTRIES_MAX: usize = 100_000;

/// Entries read at once for a file.
const ENTRIES_AT_ONCE: u32 = 1_000;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(list).service(trial_balance).service(file);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, trial_balance, file))]
pub struct Doc;

/// Which entries.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct LedgerQuery {
    /// Of an account: `provider_clearing`, `seller_payable`, …
    pub account: Option<String>,
    /// Of a seller's accounts: an id.
    pub seller: Option<String>,
    /// Of an order: an id.
    pub order: Option<String>,
    /// From this day (UTC) on: `2026-11-30`.
    pub from: Option<String>,
    /// Up to this day (UTC), which is included.
    pub to: Option<String>,
    /// Entries a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Limit,
    /// Where to go on.
    pub cursor: Option<String>,
}

/// Which entries of a file.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct LedgerFileQuery {
    /// Of an account.
    pub account: Option<String>,
    /// Of a seller's accounts: an id.
    pub seller: Option<String>,
    /// Of an order: an id.
    pub order: Option<String>,
    /// From this day (UTC) on.
    pub from: Option<String>,
    /// Up to this day (UTC), which is included.
    pub to: Option<String>,
}

impl From<LedgerFileQuery> for LedgerQuery {
    fn from(query: LedgerFileQuery) -> Self {
        let LedgerFileQuery { account, seller, order, from, to } = query;
        Self { account, seller, order, from, to, ..Self::default() }
    }
}

/// As of when.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct BalanceQuery {
    /// At the end of this day (UTC): `2026-11-30`. Now without it.
    pub at: Option<String>,
}

/// One side of a posting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = LedgerEntry)]
pub struct LedgerEntryJson {
    /// The posting; its entries sum to zero in each currency.
    pub posting_id: Uuid,
    /// Its place in the posting.
    pub position: u32,
    /// The account: `provider_clearing`, `bank`, `disputed`, `seller_payable`, `seller_vat`, `resale_right`,
    /// `payouts_in_transit`, `customer_refundable`, `commission`, `commission_vat`, `provider_fees`.
    pub account: String,
    /// Whose account, for sellers.
    pub seller_id: Option<Uuid>,
    /// The seller's name.
    pub seller: Option<String>,
    /// Positive is a debit, negative a credit.
    pub amount: MoneyJson,
    /// Why: `sale`, `refund`, `late_money`, `fee`, `dispute_opened`, `dispute_won`, `dispute_lost`, …
    pub reason: String,
    /// The order behind it.
    pub order_id: Option<Uuid>,
    /// Its number.
    pub order: Option<String>,
    /// The payout behind it.
    pub payout_id: Option<Uuid>,
    /// When it was posted.
    pub at: DateTime<Utc>,
}

/// What the books come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TrialBalance)]
pub struct TrialBalanceJson {
    /// The last day that is in it; null for all there is.
    pub at: Option<String>,
    /// By currency, then as the chart of accounts lists them.
    pub accounts: Vec<AccountBalanceJson>,
    /// Of each currency the sums of both sides, which are the same.
    pub totals: Vec<SidesJson>,
}

/// What an account comes to in a currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AccountBalance)]
pub struct AccountBalanceJson {
    /// The account.
    pub account: String,
    /// `asset`, `liability`, `income` or `expense`.
    #[schema(value_type = String)]
    pub class: &'static str,
    /// All debits.
    pub debit: MoneyJson,
    /// All credits.
    pub credit: MoneyJson,
    /// Debits less credits.
    pub balance: MoneyJson,
}

/// Both sides of the books in a currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = LedgerSides)]
pub struct SidesJson {
    /// All debits.
    pub debit: MoneyJson,
    /// All credits.
    pub credit: MoneyJson,
}

/// Entries of the ledger, the newest posting first.
#[utoipa::path(get, path = "/api/v1/admin/ledger", tag = "admin", params(LedgerQuery),
    responses((status = 200, body = PageJson<LedgerEntryJson>), (status = 401), (status = 403), (status = 422)))]
#[get("/admin/ledger")]
async fn list(
    app: Data<App>,
    _who: Allowed<permission::SettingsManage>,
    query: Query<LedgerQuery>,
) -> Result<HttpResponse, Problem> {
    let page = entries(&app, &query.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, LedgerEntryJson::from)))
}

/// What every account comes to, by currency.
#[utoipa::path(get, path = "/api/v1/admin/ledger/trial-balance", tag = "admin", params(BalanceQuery),
    responses((status = 200, body = TrialBalanceJson), (status = 401), (status = 403), (status = 422)))]
#[get("/admin/ledger/trial-balance")]
async fn trial_balance(
    app: Data<App>,
    _who: Allowed<permission::SettingsManage>,
    query: Query<BalanceQuery>,
) -> Result<HttpResponse, Problem> {
    let at = query.0.at.as_deref();
    let balances = balances(&app, "/at", at).await?;
    let at = at.map(str::trim).filter(|at| !at.is_empty()).map(str::to_owned);
    let accounts = balances.iter().map(AccountBalanceJson::from).collect();
    let totals = sides(&balances)
        .into_iter()
        .map(|(debit, credit)| SidesJson { debit: debit.into(), credit: credit.into() })
        .collect();
    Ok(HttpResponse::Ok().json(TrialBalanceJson { at, accounts, totals }))
}

/// The journal as a file for the accountant, the newest posting first, at most 100 000 entries: narrow the dates for more.
/// Columns: `at`, `posting`, `account`, `class`, `seller`, `seller_id`, `debit`, `credit`, `currency`, `reason`, `order`, `order_id`,
/// `payout_id`.
#[utoipa::path(get, path = "/api/v1/admin/ledger.csv", tag = "admin", params(LedgerFileQuery),
    responses((status = 200, content_type = "text/csv", body = String), (status = 401), (status = 403), (status = 422)))]
#[get("/admin/ledger.csv")]
async fn file(
    app: Data<App>,
    _who: Allowed<permission::SettingsManage>,
    query: Query<LedgerFileQuery>,
) -> Result<HttpResponse, Problem> {
    as_file(&app, &query.0.into()).await
}

/// A page of entries.
///
/// # Errors
/// 422 for what is no such filter, 503 when the database is away.
pub async fn entries(app: &App, query: &LedgerQuery) -> Result<Page<LedgerRecord>, Problem> {
    let wanted = wanted(query)?;
    Ok(app.store.ledger(&wanted, query.cursor.as_deref(), query.limit.0).await?)
}

/// What every account comes to at the end of a day, or now. `pointer` is what a day that is none is named by.
///
/// # Errors
/// 422 for what is no day, 503 when the database is away.
pub async fn balances(app: &App, pointer: &str, at: Option<&str>) -> Result<Vec<AccountBalance>, Problem> {
    let mut fields = Fields::new();
    let day = day(&mut fields, pointer, at);
    fields.finish()?;
    Ok(app.store.trial_balance(day.map(|day| day + TimeDelta::days(1))).await?)
}

/// Debits and credits of each currency.
#[must_use]
pub fn sides(balances: &[AccountBalance]) -> Vec<(Money, Money)> {
    let mut sides: Vec<(Money, Money)> = Vec::new();
    for balance in balances {
        let of = |minor| Money::new(minor, balance.currency);
        match sides.iter_mut().find(|(debit, _)| debit.currency == balance.currency) {
            Some((debit, credit)) => {
                debit.amount_minor = debit.amount_minor.saturating_add(balance.debit_minor);
                credit.amount_minor = credit.amount_minor.saturating_add(balance.credit_minor);
            }
            None => sides.push((of(balance.debit_minor), of(balance.credit_minor))),
        }
    }
    sides
}

/// The journal as a file of comma-separated values.
///
/// # Errors
/// As [`entries`].
pub async fn as_file(app: &App, query: &LedgerQuery) -> Result<HttpResponse, Problem> {
    let wanted = wanted(query)?;
    let mut text = csv::line([
        "at",
        "posting",
        "account",
        "class",
        "seller",
        "seller_id",
        "debit",
        "credit",
        "currency",
        "reason",
        "order",
        "order_id",
        "payout_id",
    ]);
    let (mut cursor, mut written) = (None, 0);
    while written < ENTRIES_MAX {
        let page = app.store.ledger(&wanted, cursor.as_deref(), ENTRIES_AT_ONCE).await?;
        for record in &page.items {
            text.push_str(&row(record));
        }
        written += page.items.len();
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, csv::MEDIA_TYPE))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"ledger.csv\""))
        .insert_header(("Cache-Control", "private, no-store"))
        .body(text))
}

fn wanted(query: &LedgerQuery) -> Result<LedgerWanted, Problem> {
    let mut fields = Fields::new();
    let account = given(query.account.as_deref()).map(AccountKind::parse);
    fields.check(account != Some(None), "/account", "is not known");
    let seller = given(query.seller.as_deref()).map(|text| Uuid::parse_str(text).ok());
    fields.check(seller != Some(None), "/seller", "must be an id");
    let order = given(query.order.as_deref()).map(|text| Uuid::parse_str(text).ok());
    fields.check(order != Some(None), "/order", "must be an id");
    let from = day(&mut fields, "/from", query.from.as_deref());
    let until = day(&mut fields, "/to", query.to.as_deref());
    fields.finish()?;
    Ok(LedgerWanted {
        account: account.flatten(),
        seller: seller.flatten().map(SellerId),
        order: order.flatten().map(OrderId),
        from,
        until: until.map(|day| day + TimeDelta::days(1)),
    })
}

fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// The first moment of a day.
fn day(fields: &mut Fields, pointer: &str, text: Option<&str>) -> Option<DateTime<Utc>> {
    let text = given(text)?;
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|day| (1..3_000).contains(&day.year()));
    fields.check(day.is_some(), pointer, "must be a day, such as 2026-11-30");
    day.and_then(|day| day.and_hms_opt(0, 0, 0)).map(|start| start.and_utc())
}

fn row(record: &LedgerRecord) -> String {
    let entry = &record.entry;
    let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let side = |minor: i64| if minor > 0 { decimal(minor, entry.currency) } else { String::new() };
    csv::line([
        entry.at.to_rfc3339_opts(SecondsFormat::Millis, true).as_str(),
        &entry.posting_id.to_string(),
        entry.account.as_str(),
        entry.account.class().as_str(),
        record.seller_name.as_deref().unwrap_or_default(),
        &id(entry.seller_id.map(|id| id.0)),
        &side(entry.amount_minor),
        &side(entry.amount_minor.saturating_neg()),
        entry.currency.code(),
        &entry.reason,
        record.order_number.as_deref().unwrap_or_default(),
        &id(entry.order_id.map(|id| id.0)),
        &id(entry.payout_id.map(|id| id.0)),
    ])
}

/// An amount that is not negative in units of its currency: `1250.05`.
fn decimal(minor: i64, currency: Currency) -> String {
    let digits = currency.exponent().map_or(2, usize::from);
    let text = format!("{minor:0>width$}", width = digits + 1);
    let (whole, rest) = text.split_at(text.len() - digits);
    if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") }
}

impl From<&LedgerRecord> for LedgerEntryJson {
    fn from(record: &LedgerRecord) -> Self {
        let entry = &record.entry;
        Self {
            posting_id: entry.posting_id.0,
            position: entry.position,
            account: entry.account.as_str().to_owned(),
            seller_id: entry.seller_id.map(|id| id.0),
            seller: record.seller_name.clone(),
            amount: MoneyJson::of(entry.amount_minor, entry.currency),
            reason: entry.reason.clone(),
            order_id: entry.order_id.map(|id| id.0),
            order: record.order_number.clone(),
            payout_id: entry.payout_id.map(|id| id.0),
            at: entry.at,
        }
    }
}

impl From<&AccountBalance> for AccountBalanceJson {
    fn from(balance: &AccountBalance) -> Self {
        let of = |minor| MoneyJson::of(minor, balance.currency);
        Self {
            account: balance.account.as_str().to_owned(),
            class: balance.account.class().as_str(),
            debit: of(balance.debit_minor),
            credit: of(balance.credit_minor),
            balance: of(balance.debit_minor.saturating_sub(balance.credit_minor)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_the_digits_of_their_currency() {
        assert_eq!(decimal(125_005, Currency::EUR), "1250.05");
        assert_eq!(decimal(5, Currency::EUR), "0.05");
        assert_eq!(decimal(1_200, Currency::JPY), "1200");
    }

    #[test]
    fn filters_that_are_none_are_named() {
        let query = LedgerQuery {
            account: Some("moon".to_owned()),
            seller: Some("x".to_owned()),
            order: Some("y".to_owned()),
            from: Some("soon".to_owned()),
            ..LedgerQuery::default()
        };
        assert!(wanted(&query).is_err());
        let query = LedgerQuery {
            account: Some("seller_vat".to_owned()),
            to: Some("2026-11-30".to_owned()),
            ..LedgerQuery::default()
        };
        let known = wanted(&query).ok();
        assert_eq!(known.as_ref().and_then(|wanted| wanted.account), Some(AccountKind::SellerVat));
        let until = known.and_then(|wanted| wanted.until).map(|until| until.to_rfc3339());
        assert_eq!(until.as_deref(), Some("2026-12-01T00:00:00+00:00"), "the day is included");
    }
}
