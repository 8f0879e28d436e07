//! Months of the house: the trial balance, tax by country and rate, the invoices for the house's commission, and the close.
//! Beside them who the house is in law, which stands on those invoices.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, post, put};
use chrono::{DateTime, Utc};
use impasto_domain::address::Country;
use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::identity::Permission;
use impasto_domain::ids::{HouseDocumentId, UserId};
use impasto_domain::money::Currency;
use impasto_domain::month::{CommissionInvoiceData, HOUSE_IDENTITY, HouseIdentity, Month, MonthTotal, MonthVat};
use impasto_domain::statement::StatementData;
use impasto_render::statement::{render_commission_invoice, render_statement};
use impasto_store::reads::HouseDocument;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::bank_transfers::BankTransferJson;
use super::csv;
use super::numbers::typed_amount;
use super::shapes::MoneyJson;
use crate::app::App;
use crate::gateway::conditional;
use crate::gateway::fields::Fields;
use crate::gateway::json::Body;
use crate::gateway::params::{Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::{Key, RequestKey};
use crate::identity::{Allowed, Claims, SignedIn, permission};
use crate::payouts::months::{self, MonthView};
use crate::words::{self, Language};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service
        .service(list)
        .service(show_month)
        .service(balance_table)
        .service(vat_table)
        .service(close)
        .service(reconcile)
        .service(show_identity)
        .service(put_identity)
        .service(show_document)
        .service(document_table);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    list,
    show_month,
    balance_table,
    vat_table,
    close,
    reconcile,
    show_identity,
    put_identity,
    show_document,
    document_table
))]
pub struct Doc;

/// A month in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MonthHeadJson {
    /// `2026-05`.
    pub month: String,
    /// Whether it is closed.
    pub closed: bool,
}

/// Every month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MonthsJson {
    /// The newest first.
    pub items: Vec<MonthHeadJson>,
}

/// A month.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MonthJson {
    /// `2026-05`.
    pub month: String,
    /// Since when it is closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Whether it is over, so that it can be closed.
    pub is_over: bool,
    /// What has to be entered before it can be closed.
    pub not_closed_because: Option<String>,
    /// The trial balance.
    pub accounts: Vec<MonthAccountJson>,
    /// Tax by country and rate.
    pub vat: Vec<MonthVatJson>,
    /// What providers paid out to the house's bank on its days.
    pub bank_transfers: Vec<BankTransferJson>,
    /// Invoices and statements, once it is closed.
    pub documents: Vec<HouseDocumentJson>,
}

/// What an account comes to in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MonthAccountJson {
    /// The account.
    pub account: &'static str,
    /// Debits.
    pub debit: MoneyJson,
    /// Credits.
    pub credit: MoneyJson,
    /// Debits less credits.
    pub balance: MoneyJson,
    /// How many entries.
    pub entries: i64,
}

/// Tax of a month.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MonthVatJson {
    /// Of whose sales: `sellers` or `house`.
    pub of: String,
    /// The country of whoever owes it.
    pub country: String,
    /// How it is taxed.
    pub regime: String,
    /// Percent.
    pub rate_percent: f64,
    /// Without tax.
    pub base: MoneyJson,
    /// The tax.
    pub tax: MoneyJson,
}

/// An invoice of the house, or a seller's statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HouseDocumentJson {
    /// The document.
    pub id: Uuid,
    /// `commission_invoice` or `statement`.
    pub kind: String,
    /// The number, of invoices.
    pub number: Option<String>,
    /// Whose.
    pub seller_id: Uuid,
    /// The seller's name.
    pub seller_name: String,
    /// Of which month.
    pub month: String,
    /// The currency.
    pub currency: String,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// Where its PDF is.
    pub url: String,
}

/// Who the house is in law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HouseIdentityJson {
    /// The name in law.
    #[schema(max_length = 120)]
    pub legal_name: String,
    /// The address without the country, a line each; at most six.
    pub address_lines: Vec<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// VAT id, with the country's prefix.
    #[serde(default)]
    pub vat_id: Option<String>,
    /// National tax number.
    #[serde(default)]
    pub tax_number: Option<String>,
    /// Where sellers write.
    #[serde(default)]
    pub email: Option<String>,
    /// Register, directors, bank: what stands at the foot.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub small_print: Option<String>,
    /// Prefix of the numbers of its invoices: 1 to 8 capital letters and digits.
    pub series_prefix: String,
    /// What an invoice to a business outside the Union says of its tax.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub outside_note: Option<String>,
    /// What every invoice says where the house charges no VAT as a small business; where it is set, it charges none.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub exempt_note: Option<String>,
}

/// A provider's list of what moved.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProviderListInput {
    /// `stripe`, `paypal`, …
    #[schema(max_length = 40)]
    pub provider: String,
    /// CSV with the columns `reference`, `amount` and `currency`; what went back has a minus.
    pub table: String,
}

/// Where a provider and the house do not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReconciliationJson {
    /// Every payment on which they do not.
    pub differences: Vec<DifferenceJson>,
}

/// A payment on which they do not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DifferenceJson {
    /// The provider's name for it.
    pub reference: String,
    /// What came in by the provider's list; nothing when it does not know the payment.
    pub provider_taken: Option<MoneyJson>,
    /// What went back by it.
    pub provider_returned: Option<MoneyJson>,
    /// What came in as the house has it; nothing when it does not know the payment.
    pub house_taken: Option<MoneyJson>,
    /// What went back.
    pub house_returned: Option<MoneyJson>,
}

/// In which language.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageWanted {
    /// `en`, `de` or `fr`. Unset, that of the caller.
    #[serde(default)]
    pub lang: Option<String>,
}

/// Every month from the first entry of the books on.
#[utoipa::path(get, path = "/api/v1/admin/months", tag = "admin",
    responses((status = 200, body = MonthsJson), (status = 401), (status = 403)))]
#[get("/admin/months")]
async fn list(app: Data<App>, _who: Allowed<permission::SettingsManage>) -> Result<HttpResponse, Problem> {
    let months = months::months(&app).await?;
    let items = months.into_iter().map(|(month, closed)| MonthHeadJson { month: month.to_string(), closed }).collect();
    Ok(HttpResponse::Ok().json(MonthsJson { items }))
}

/// A month, as it was closed or as the books have it now.
#[utoipa::path(get, path = "/api/v1/admin/months/{month}", tag = "admin", params(("month" = String, Path)),
    responses((status = 200, body = MonthJson), (status = 401), (status = 403), (status = 404)))]
#[get("/admin/months/{month}")]
async fn show_month(
    app: Data<App>,
    _who: Allowed<permission::SettingsManage>,
    month: Path<String>,
) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(MonthJson::from(&months::view(&app, month_of(&month.0)?).await?)))
}

/// The trial balance of a month, as CSV: `month`, `account`, `class`, `debit`, `credit`, `balance`, `currency`, `entries`.
#[utoipa::path(get, path = "/api/v1/admin/months/{month}/trial-balance.csv", tag = "admin", params(("month" = String, Path)),
    responses((status = 200, content_type = "text/csv", body = String), (status = 401), (status = 403), (status = 404)))]
#[get("/admin/months/{month}/trial-balance.csv")]
async fn balance_table(
    app: Data<App>,
    _who: Allowed<permission::SettingsManage>,
    month: Path<String>,
) -> Result<HttpResponse, Problem> {
    let seen = months::view(&app, month_of(&month.0)?).await?;
    Ok(table(&format!("trial-balance-{}", seen.month), balance_lines(&seen)))
}

/// Tax of a month by country and rate, as CSV: `month`, `of`, `country`, `regime`, `rate_percent`, `base`, `tax`, `currency`.
#[utoipa::path(get, path = "/api/v1/admin/months/{month}/vat.csv", tag = "admin", params(("month" = String, Path)),
    responses((status = 200, content_type = "text/csv", body = String), (status = 401), (status = 403), (status = 404)))]
#[get("/admin/months/{month}/vat.csv")]
async fn vat_table(
    app: Data<App>,
    _who: Allowed<permission::SettingsManage>,
    month: Path<String>,
) -> Result<HttpResponse, Problem> {
    let seen = months::view(&app, month_of(&month.0)?).await?;
    Ok(table(&format!("vat-{}", seen.month), vat_lines(&seen)))
}

/// Closes a month: the house's invoices get their numbers, statements and figures are kept, and nothing of it changes from
/// then on.
#[utoipa::path(post, path = "/api/v1/admin/months/{month}/close", tag = "admin", params(("month" = String, Path)),
    responses((status = 200, body = MonthJson), (status = 401), (status = 403), (status = 404),
        (status = 409, description = "conflict: not over, closed, an open month before it, or something to enter first")))]
#[post("/admin/months/{month}/close")]
async fn close(
    app: Data<App>,
    who: Allowed<permission::SettingsManage>,
    month: Path<String>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    let month = month_of(&month.0)?;
    months::close(&app, who.user_id, month, key.0).await?;
    Ok(HttpResponse::Ok().json(MonthJson::from(&months::view(&app, month).await?)))
}

/// Compares a provider's list of the month with what the house knows; changes nothing.
#[utoipa::path(post, path = "/api/v1/admin/months/{month}/reconcile", tag = "admin", params(("month" = String, Path)),
    request_body = ProviderListInput,
    responses((status = 200, body = ReconciliationJson), (status = 401), (status = 403), (status = 404), (status = 422)))]
#[post("/admin/months/{month}/reconcile")]
async fn reconcile(
    app: Data<App>,
    _who: Allowed<permission::SettingsManage>,
    month: Path<String>,
    body: Body<ProviderListInput>,
) -> Result<HttpResponse, Problem> {
    let input = &body.value;
    let found = months::reconcile(&app, month_of(&month.0)?, &input.provider, &input.table).await?;
    let money = |minor: i64, code: &str| MoneyJson { amount: minor, currency: code.to_owned() };
    let differences = found.into_iter().map(|one| DifferenceJson {
        provider_taken: one.theirs.map(|sums| money(sums.taken_minor, &one.currency)),
        provider_returned: one.theirs.map(|sums| money(sums.returned_minor, &one.currency)),
        house_taken: one.ours.map(|sums| money(sums.taken_minor, &one.currency)),
        house_returned: one.ours.map(|sums| money(sums.returned_minor, &one.currency)),
        reference: one.reference,
    });
    Ok(HttpResponse::Ok().json(ReconciliationJson { differences: differences.collect() }))
}

/// Who the house is in law; 404 until it was entered.
#[utoipa::path(get, path = "/api/v1/admin/house-identity", tag = "admin",
    responses((status = 200, body = HouseIdentityJson), (status = 401), (status = 403), (status = 404)))]
#[get("/admin/house-identity")]
async fn show_identity(app: Data<App>, _who: Allowed<permission::SettingsManage>) -> Result<HttpResponse, Problem> {
    let house = months::identity(&app).await?.ok_or_else(|| Problem::not_found("identity"))?;
    Ok(HttpResponse::Ok().json(HouseIdentityJson::from(&house)))
}

/// Enters who the house is in law: what its invoices to sellers say from then on.
#[utoipa::path(put, path = "/api/v1/admin/house-identity", tag = "admin", request_body = HouseIdentityJson,
    responses((status = 200, body = HouseIdentityJson), (status = 401), (status = 403), (status = 422)))]
#[put("/admin/house-identity")]
async fn put_identity(
    app: Data<App>,
    who: Allowed<permission::SettingsManage>,
    body: Body<HouseIdentityJson>,
) -> Result<HttpResponse, Problem> {
    let house = enter_identity(&app, who.user_id, &body.value, body.key).await?;
    Ok(HttpResponse::Ok().json(HouseIdentityJson::from(&house)))
}

/// An invoice of the house or a statement, as PDF: for whoever runs the house and for members of the seller.
#[utoipa::path(get, path = "/api/v1/studio/house-documents/{id}/page.pdf", tag = "studio",
    params(("id" = uuid::Uuid, Path), PageWanted),
    responses((status = 200, content_type = "application/pdf"), (status = 304), (status = 401), (status = 403),
        (status = 404)))]
#[get("/studio/house-documents/{id}/page.pdf")]
async fn show_document(
    app: Data<App>,
    request: HttpRequest,
    user: SignedIn,
    id: Path<HouseDocumentId>,
    wanted: Query<PageWanted>,
) -> Result<HttpResponse, Problem> {
    let document = visible(&app, &user, id.0).await?;
    let language = wanted.0.lang.as_deref().and_then(Language::of_tag).unwrap_or_else(words::current);
    let name = name_of(&document);
    let bytes = app.slips.work(move || page_of(&document, language)).await??;
    let etag = conditional::tag_of(&bytes);
    Ok(conditional::answer(&request, &etag, "private, no-cache", |answer| {
        answer
            .insert_header((CONTENT_TYPE, "application/pdf"))
            .insert_header((CONTENT_DISPOSITION, format!("inline; filename=\"{name}.pdf\"")))
            .body(bytes)
    }))
}

/// A statement, as CSV.
#[utoipa::path(get, path = "/api/v1/studio/house-documents/{id}/table.csv", tag = "studio", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, content_type = "text/csv"), (status = 401), (status = 403), (status = 404)))]
#[get("/studio/house-documents/{id}/table.csv")]
async fn document_table(app: Data<App>, user: SignedIn, id: Path<HouseDocumentId>) -> Result<HttpResponse, Problem> {
    let document = visible(&app, &user, id.0).await?;
    if document.kind != "statement" {
        return Err(Problem::not_found("statement"));
    }
    let name = name_of(&document);
    let data: StatementData = serde_json::from_value(document.data).map_err(|error| Problem::internal(&error))?;
    Ok(table(&name, statement_table(&data)))
}

/// A table as a file of that name.
fn table(name: &str, text: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, csv::MEDIA_TYPE))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")))
        .insert_header(("Cache-Control", "private, no-store"))
        .body(text)
}

/// An amount that may be less than nothing, with a minus that begins no formula.
fn signed(minor: i64, currency: Currency) -> String {
    let text = typed_amount(minor.saturating_abs(), currency);
    if minor < 0 { format!("\u{2212}{text}") } else { text }
}

fn balance_lines(view: &MonthView) -> String {
    let month = view.month.to_string();
    let mut text = csv::line(["month", "account", "class", "debit", "credit", "balance", "currency", "entries"]);
    for total in &view.totals {
        text.push_str(&csv::line([
            month.as_str(),
            total.account.as_str(),
            total.account.class().as_str(),
            &signed(total.debit_minor, total.currency),
            &signed(total.credit_minor, total.currency),
            &signed(total.debit_minor.saturating_sub(total.credit_minor), total.currency),
            total.currency.code(),
            &total.entries.to_string(),
        ]));
    }
    text
}

fn vat_lines(view: &MonthView) -> String {
    let month = view.month.to_string();
    let mut text = csv::line(["month", "of", "country", "regime", "rate_percent", "base", "tax", "currency"]);
    for vat in &view.vat {
        let (whole, rest) = (vat.rate_basis_points / 100, vat.rate_basis_points % 100);
        text.push_str(&csv::line([
            month.as_str(),
            &vat.of,
            vat.country.as_str(),
            &vat.regime,
            &format!("{whole}.{rest:02}"),
            &signed(vat.base_minor, vat.currency),
            &signed(vat.tax_minor, vat.currency),
            vat.currency.code(),
        ]));
    }
    text
}

/// Enters who the house is in law.
///
/// # Errors
/// 422 with what is not acceptable, 503.
pub async fn enter_identity(
    app: &App,
    by: UserId,
    input: &HouseIdentityJson,
    key: Option<RequestKey>,
) -> Result<HouseIdentity, Problem> {
    let house = input.check()?;
    let value = serde_json::to_value(&house).map_err(|error| Problem::internal(&error))?;
    put_setting(app, by, HOUSE_IDENTITY, value, key).await?;
    Ok(house)
}

/// Puts one setting.
///
/// # Errors
/// 503.
pub async fn put_setting(
    app: &App,
    by: UserId,
    name: &str,
    value: serde_json::Value,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    let idempotency = key.map(|key| key.of_id(by.0));
    let edit = Edit::PutSettings { values: vec![(name.to_owned(), value)], version: None, by };
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    Ok(())
}

/// The month of a path.
///
/// # Errors
/// 404.
pub fn month_of(text: &str) -> Result<Month, Problem> {
    Month::parse(text).map_err(|_| Problem::not_found("month"))
}

/// A document that somebody may see: their own seller's, or any for whoever runs the house.
async fn visible(app: &App, user: &Claims, id: HouseDocumentId) -> Result<HouseDocument, Problem> {
    let is_staff = user.may(Permission::SettingsManage);
    if !is_staff && !user.may(Permission::Studio) {
        return Err(Problem::forbidden("The account has no permission for this."));
    }
    let missing = || Problem::not_found("document");
    let document = app.store.house_document(id).await?.ok_or_else(missing)?;
    if is_staff || user.seller_id == Some(document.seller_id) { Ok(document) } else { Err(missing()) }
}

fn page_of(document: &HouseDocument, language: Language) -> Result<Vec<u8>, Problem> {
    let data = document.data.clone();
    if document.kind == "statement" {
        let data: StatementData = serde_json::from_value(data).map_err(|error| Problem::internal(&error))?;
        return render_statement(&data, language).map_err(|error| Problem::internal(&error));
    }
    let data: CommissionInvoiceData = serde_json::from_value(data).map_err(|error| Problem::internal(&error))?;
    render_commission_invoice(&data, language).map_err(|error| Problem::internal(&error))
}

/// A name for a file.
fn name_of(document: &HouseDocument) -> String {
    let number = document.number.as_deref().unwrap_or_default();
    let plain: String = number.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
    match plain.is_empty() {
        true => format!("statement-{}-{}", document.month, document.currency),
        false => format!("commission-{plain}"),
    }
}

/// A statement as a table, with a line for each of its balances.
fn statement_table(data: &StatementData) -> String {
    let amount = |minor: i64| signed(minor, data.currency);
    let columns = ["at", "kind", "reference", "gross", "commission", "resale_right", "amount", "balance", "currency"];
    let mut text = csv::line(columns);
    let mut balance = data.opening_minor;
    let code = data.currency.code();
    text.push_str(&csv::line(["", "opening", "", "", "", "", "", &amount(balance), code]));
    for line in &data.lines {
        balance += line.amount_minor;
        text.push_str(&csv::line([
            line.at.to_rfc3339().as_str(),
            line.kind.as_str(),
            &line.reference,
            &amount(line.gross_minor),
            &amount(line.commission_minor),
            &amount(line.resale_right_minor),
            &amount(line.amount_minor),
            &amount(balance),
            code,
        ]));
    }
    text.push_str(&csv::line(["", "closing", "", "", "", "", "", &amount(data.closing_minor), code]));
    text
}

impl HouseIdentityJson {
    fn check(&self) -> Result<HouseIdentity, Problem> {
        let mut fields = Fields::new();
        let legal_name = fields.line("/legal_name", &self.legal_name, 120);
        fields.check((1..=6).contains(&self.address_lines.len()), "/address_lines", "must have 1 to 6 entries");
        let address_lines = self.address_lines.iter().take(6).enumerate();
        let address_lines: Vec<String> =
            address_lines.map(|(place, line)| fields.line(format_args!("/address_lines/{place}"), line, 120)).collect();
        let country = Country::parse(&self.country);
        fields.check(country.is_some(), "/country", "must be an ISO 3166-1 alpha-2 country code");
        let vat_id = fields.optional_line("/vat_id", self.vat_id.as_deref(), 20);
        let tax_number = fields.optional_line("/tax_number", self.tax_number.as_deref(), 40);
        let email = self.email.as_deref().filter(|email| !email.trim().is_empty());
        let email = email.map(|email| fields.email("/email", email));
        let small_print = fields.optional_line("/small_print", self.small_print.as_deref(), 500);
        let outside_note = fields.optional_line("/outside_note", self.outside_note.as_deref(), 500);
        let exempt_note = fields.optional_line("/exempt_note", self.exempt_note.as_deref(), 500);
        let prefix = self.series_prefix.trim();
        let is_capital = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        let is_prefix = (1..=8).contains(&prefix.len()) && prefix.bytes().all(is_capital);
        fields.check(is_prefix, "/series_prefix", "must be 1 to 8 capital letters and digits");
        fields.finish()?;
        let country =
            country.ok_or_else(|| Problem::field("/country", "must be an ISO 3166-1 alpha-2 country code"))?;
        Ok(HouseIdentity {
            legal_name,
            address_lines,
            country,
            vat_id,
            tax_number,
            email,
            small_print,
            series_prefix: prefix.to_owned(),
            outside_note,
            exempt_note,
        })
    }
}

impl From<&HouseIdentity> for HouseIdentityJson {
    fn from(house: &HouseIdentity) -> Self {
        Self {
            legal_name: house.legal_name.clone(),
            address_lines: house.address_lines.clone(),
            country: house.country.to_string(),
            vat_id: house.vat_id.clone(),
            tax_number: house.tax_number.clone(),
            email: house.email.clone(),
            small_print: house.small_print.clone(),
            series_prefix: house.series_prefix.clone(),
            outside_note: house.outside_note.clone(),
            exempt_note: house.exempt_note.clone(),
        }
    }
}

impl From<&MonthView> for MonthJson {
    fn from(view: &MonthView) -> Self {
        Self {
            month: view.month.to_string(),
            closed_at: view.closed_at,
            is_over: view.is_over,
            not_closed_because: view.not_closed.as_ref().map(ToString::to_string),
            accounts: view.totals.iter().map(MonthAccountJson::from).collect(),
            vat: view.vat.iter().map(MonthVatJson::from).collect(),
            bank_transfers: view.transfers.iter().map(BankTransferJson::from).collect(),
            documents: view.documents.iter().map(HouseDocumentJson::from).collect(),
        }
    }
}

impl From<&MonthTotal> for MonthAccountJson {
    fn from(total: &MonthTotal) -> Self {
        let money = |minor: i64| MoneyJson::of(minor, total.currency);
        Self {
            account: total.account.as_str(),
            debit: money(total.debit_minor),
            credit: money(total.credit_minor),
            balance: money(total.debit_minor.saturating_sub(total.credit_minor)),
            entries: total.entries,
        }
    }
}

impl From<&MonthVat> for MonthVatJson {
    fn from(vat: &MonthVat) -> Self {
        Self {
            of: vat.of.clone(),
            country: vat.country.to_string(),
            regime: vat.regime.clone(),
            rate_percent: f64::from(vat.rate_basis_points) / 100.0,
            base: MoneyJson::of(vat.base_minor, vat.currency),
            tax: MoneyJson::of(vat.tax_minor, vat.currency),
        }
    }
}

impl From<&HouseDocument> for HouseDocumentJson {
    fn from(document: &HouseDocument) -> Self {
        Self {
            id: document.id.0,
            kind: document.kind.clone(),
            number: document.number.clone(),
            seller_id: document.seller_id.0,
            seller_name: document.seller_name.clone(),
            month: document.month.to_string(),
            currency: document.currency.clone(),
            issued_at: document.issued_at,
            url: format!("/api/v1/studio/house-documents/{}/page.pdf", document.id),
        }
    }
}
