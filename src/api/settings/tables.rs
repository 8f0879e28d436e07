//! The house's tables as files: `GET /admin/settings/tax.csv`, `…/shipping.csv` and `…/commission.csv`, and back with
//! `POST …/tax/import`, `…/shipping/import` and `…/commission/import`: rehearsed with all that would change, then put as one change.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::Serialize;
use utoipa::ToSchema;

use super::commission_rules::CommissionRulesJson;
use super::input::SettingsInput;
use super::shape::SettingsJson;
use super::version::{etag_of, wanted_version};
use super::whole::{put_settings, read};
use crate::api::csv;
use crate::api::shapes::{ShippingTableJson, TaxTableJson};
use crate::api::table_sent::TableSent;
use crate::app::App;
use crate::gateway::parts::Parts;
use crate::gateway::problem::Problem;
use crate::gateway::request_key::RequestKey;
use crate::gateway::shared::Shared;
use crate::identity::{Allowed, Claims, permission};
use crate::import::{
    EntryChange, Table, commission_csv, commission_entries, compare, read_commissions, read_shipping, read_tax,
    shipping_csv, shipping_entries, tax_csv, tax_entries,
};

/// The most lines of such a file, without its head.
pub const TABLE_LINES_MAX: usize = 10_000;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service
        .service(tax_file)
        .service(shipping_file)
        .service(commission_file)
        .service(import_tax)
        .service(import_shipping)
        .service(import_commission);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(tax_file, shipping_file, commission_file, import_tax, import_shipping, import_commission))]
pub struct Doc;

/// A table of the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HouseTable {
    /// Tax rates.
    Tax,
    /// Shipping prices of sellers without a table of their own.
    Shipping,
    /// Commissions other than the sellers' own.
    Commission,
}

/// What becomes of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableOutcome {
    /// The version of all settings that it was compared with, or that it has made.
    pub version: i64,
    /// Entries that differ.
    pub changes: Vec<EntryChange>,
    /// Whether the same entries stand in another order.
    pub reordered: bool,
}

/// What became of a table, or would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TableImport)]
pub struct TableImportJson {
    /// Whether it was a rehearsal: nothing was written.
    pub dry_run: bool,
    /// New entries.
    pub added: usize,
    /// Entries that say something else.
    pub changed: usize,
    /// Entries that are gone.
    pub removed: usize,
    /// Whether the same entries stand in another order.
    pub reordered: bool,
    /// Each of them.
    pub changes: Vec<TableChangeJson>,
}

/// An entry that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TableChange)]
pub struct TableChangeJson {
    /// `added`, `changed` or `removed`.
    pub kind: &'static str,
    /// Which entry: `DE, standard, 2021-01-01`.
    pub about: String,
    /// What it said; null for a new one.
    pub before: Option<String>,
    /// What it says; null for one that is gone.
    pub after: Option<String>,
}

/// The tax rates as a file: columns `country`, `regime`, `rate` (percent) and `valid_from`. Sent back as it is, it changes nothing.
#[utoipa::path(get, path = "/api/v1/admin/settings/tax.csv", tag = "admin",
    responses((status = 200, content_type = "text/csv", body = String), (status = 401), (status = 403)))]
#[get("/admin/settings/tax.csv")]
async fn tax_file(
    app: Data<App>,
    shared: Data<Shared>,
    _who: Allowed<permission::SettingsManage>,
) -> Result<HttpResponse, Problem> {
    as_file(&app, &shared, HouseTable::Tax).await
}

/// The shipping prices as a file: columns `method`, `name`, `zone`, `weight_kg_max`, `longest_side_cm_max`, `prices`, `days_min` and
/// `days_max`. Sent back as it is, it changes nothing.
#[utoipa::path(get, path = "/api/v1/admin/settings/shipping.csv", tag = "admin",
    responses((status = 200, content_type = "text/csv", body = String), (status = 401), (status = 403)))]
#[get("/admin/settings/shipping.csv")]
async fn shipping_file(
    app: Data<App>,
    shared: Data<Shared>,
    _who: Allowed<permission::SettingsManage>,
) -> Result<HttpResponse, Problem> {
    as_file(&app, &shared, HouseTable::Shipping).await
}

/// The commission rules as a file: columns `seller_id` and `kind` (empty for all), `rate` (percent) and `valid_from`. Sent back as it
/// is, it changes nothing.
#[utoipa::path(get, path = "/api/v1/admin/settings/commission.csv", tag = "admin",
    responses((status = 200, content_type = "text/csv", body = String), (status = 401), (status = 403)))]
#[get("/admin/settings/commission.csv")]
async fn commission_file(
    app: Data<App>,
    shared: Data<Shared>,
    _who: Allowed<permission::SettingsManage>,
) -> Result<HttpResponse, Problem> {
    as_file(&app, &shared, HouseTable::Commission).await
}

/// Puts the tax rates of a file in place of all there are, as one change. The parts: the field `dry_run` (`true` writes nothing and
/// tells what would change) and the file `csv` (UTF-8). Everything that is wrong is named by its line, `/lines/3/rate`, and nothing
/// is written then. With `If-Match` only the version that was read; the answer to a rehearsal carries the one it was compared with.
#[utoipa::path(post, path = "/api/v1/admin/settings/tax/import", tag = "admin",
    params(("If-Match" = Option<String>, Header)),
    request_body(content_type = "multipart/form-data", description = "dry_run, csv"),
    responses((status = 200, body = TableImportJson), (status = 401), (status = 403),
        (status = 412, description = "precondition-failed"), (status = 413), (status = 415), (status = 422)))]
#[post("/admin/settings/tax/import")]
async fn import_tax(
    app: Data<App>,
    shared: Data<Shared>,
    request: HttpRequest,
    who: Allowed<permission::SettingsManage>,
    parts: Parts,
) -> Result<HttpResponse, Problem> {
    import(&app, &shared, &request, &who, (HouseTable::Tax, parts)).await
}

/// Puts the shipping prices of a file in place of all there are, as one change; rehearsed, refused and versioned as the tax rates are.
/// `volumetric_divisor` is not in it and stays.
#[utoipa::path(post, path = "/api/v1/admin/settings/shipping/import", tag = "admin",
    params(("If-Match" = Option<String>, Header)),
    request_body(content_type = "multipart/form-data", description = "dry_run, csv"),
    responses((status = 200, body = TableImportJson), (status = 401), (status = 403),
        (status = 412, description = "precondition-failed"), (status = 413), (status = 415), (status = 422)))]
#[post("/admin/settings/shipping/import")]
async fn import_shipping(
    app: Data<App>,
    shared: Data<Shared>,
    request: HttpRequest,
    who: Allowed<permission::SettingsManage>,
    parts: Parts,
) -> Result<HttpResponse, Problem> {
    import(&app, &shared, &request, &who, (HouseTable::Shipping, parts)).await
}

/// Puts the commission rules of a file in place of all there are, as one change; rehearsed, refused and versioned as the tax rates
/// are.
#[utoipa::path(post, path = "/api/v1/admin/settings/commission/import", tag = "admin",
    params(("If-Match" = Option<String>, Header)),
    request_body(content_type = "multipart/form-data", description = "dry_run, csv"),
    responses((status = 200, body = TableImportJson), (status = 401), (status = 403),
        (status = 412, description = "precondition-failed"), (status = 413), (status = 415), (status = 422)))]
#[post("/admin/settings/commission/import")]
async fn import_commission(
    app: Data<App>,
    shared: Data<Shared>,
    request: HttpRequest,
    who: Allowed<permission::SettingsManage>,
    parts: Parts,
) -> Result<HttpResponse, Problem> {
    import(&app, &shared, &request, &who, (HouseTable::Commission, parts)).await
}

async fn import(
    app: &App,
    shared: &Shared,
    request: &HttpRequest,
    who: &Claims,
    (table, parts): (HouseTable, Parts),
) -> Result<HttpResponse, Problem> {
    let version = wanted_version(request.headers())?;
    let sent = TableSent::take(parts).await?;
    let key = RequestKey::read(request, &sent.bytes)?;
    let sent = TableSent { version, ..sent };
    let outcome = carry_out(app, shared, who, table, &sent, key).await?;
    let etag = (ETAG, etag_of(outcome.version));
    Ok(HttpResponse::Ok().insert_header(etag).json(TableImportJson::of(sent.dry_run, &outcome)))
}

/// A table as a file.
///
/// # Errors
/// 503 when the database is away.
pub async fn as_file(app: &App, shared: &Shared, table: HouseTable) -> Result<HttpResponse, Problem> {
    let (version, settings) = read(app, shared).await?;
    let text = match table {
        HouseTable::Tax => tax_csv(&settings.tax),
        HouseTable::Shipping => shipping_csv(&settings.shipping),
        HouseTable::Commission => commission_csv(&settings.commission_rules),
    };
    let name = format!("attachment; filename=\"{}.csv\"", table.as_str());
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, csv::MEDIA_TYPE))
        .insert_header((CONTENT_DISPOSITION, name))
        .insert_header(("Cache-Control", "private, no-store"))
        .insert_header((ETAG, etag_of(version)))
        .body(format!("\u{feff}{text}")))
}

/// Puts a file's table in place of the house's, or tells what would change.
///
/// # Errors
/// 422 with everything that is wrong and its line, 412 for another version than the stored one, 503.
pub async fn carry_out(
    app: &App,
    shared: &Shared,
    by: &Claims,
    table: HouseTable,
    sent: &TableSent,
    key: Option<RequestKey>,
) -> Result<TableOutcome, Problem> {
    let file = Table::read(&sent.bytes, TABLE_LINES_MAX).map_err(|error| Problem::field("/csv", error.to_string()))?;
    let (version, settings) = read(app, shared).await?;
    let (input, changes, is_same) = table.compared(&file, &settings)?;
    let reordered = changes.is_empty() && !is_same;
    let mut outcome = TableOutcome { version, changes, reordered };
    if !sent.dry_run {
        put_settings(app, shared, by, &input, sent.version, key).await?;
        (outcome.version, _) = read(app, shared).await?;
    }
    Ok(outcome)
}

impl HouseTable {
    /// The name in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tax => "tax",
            Self::Shipping => "shipping",
            Self::Commission => "commission",
        }
    }

    /// The table of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Tax, Self::Shipping, Self::Commission].into_iter().find(|table| table.as_str() == name)
    }

    /// What a file asks for, what it changes, and whether it is the table as it is.
    fn compared(
        self,
        file: &Table,
        settings: &SettingsJson,
    ) -> Result<(SettingsInput, Vec<EntryChange>, bool), Problem> {
        Ok(match self {
            Self::Tax => {
                let tax = TaxTableJson::from(&read_tax(file)?);
                let changes = compare(&tax_entries(&settings.tax), &tax_entries(&tax));
                let is_same = tax == settings.tax;
                (SettingsInput { tax: Some(tax), ..SettingsInput::default() }, changes, is_same)
            }
            Self::Shipping => {
                let present = &settings.shipping;
                let shipping = ShippingTableJson::from(&read_shipping(file, present)?);
                let changes = compare(&shipping_entries(present), &shipping_entries(&shipping));
                let is_same = shipping == *present;
                (SettingsInput { shipping: Some(shipping), ..SettingsInput::default() }, changes, is_same)
            }
            Self::Commission => {
                let present = &settings.commission_rules;
                let rules = CommissionRulesJson::from(&read_commissions(file)?);
                let changes = compare(&commission_entries(present), &commission_entries(&rules));
                let is_same = rules == *present;
                (SettingsInput { commission_rules: Some(rules), ..SettingsInput::default() }, changes, is_same)
            }
        })
    }
}

impl TableOutcome {
    /// How many entries are of a kind: `added`, `changed`, `removed`.
    #[must_use]
    pub fn count(&self, kind: &str) -> usize {
        self.changes.iter().filter(|change| change.kind() == kind).count()
    }
}

impl TableImportJson {
    fn of(dry_run: bool, outcome: &TableOutcome) -> Self {
        let change = |change: &EntryChange| TableChangeJson {
            kind: change.kind(),
            about: change.about.clone(),
            before: change.before.clone(),
            after: change.after.clone(),
        };
        Self {
            dry_run,
            added: outcome.count("added"),
            changed: outcome.count("changed"),
            removed: outcome.count("removed"),
            reordered: outcome.reordered,
            changes: outcome.changes.iter().map(change).collect(),
        }
    }
}
