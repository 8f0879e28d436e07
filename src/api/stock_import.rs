//! Stock from a table: `POST /admin/inventory/import` adjusts each edition that a line names, or says what is wrong with it.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, post};
use impasto_domain::command::IdempotencyKey;
use impasto_domain::ids::UserId;
use serde::Serialize;
use utoipa::ToSchema;

use super::table_sent::TableSent;
use crate::app::App;
use crate::gateway::parts::Parts;
use crate::gateway::problem::{FieldError, Problem};
use crate::gateway::request_key::RequestKey;
use crate::gateway::shared::Shared;
use crate::identity::{Allowed, permission};
use crate::import::{STOCK_LINES_MAX, StockLine, StockOutcome, Table, adjust_stock, read_stock, rehearse_stock};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(import);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(import))]
pub struct Doc;

/// What became of a table of stock, or would.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StockImport)]
pub struct StockImportJson {
    /// Whether it was a rehearsal: nothing was written.
    pub dry_run: bool,
    /// Editions that were adjusted, or would be.
    pub adjusted: usize,
    /// Lines that were refused.
    pub failed: usize,
    /// Each line with a change, in the order of the file.
    pub lines: Vec<StockImportLineJson>,
}

/// What became of a line, or would.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StockImportLine)]
pub struct StockImportLineJson {
    /// The number of the line in the file; the head is line 1.
    pub line: usize,
    /// The edition, as typed.
    pub edition_id: String,
    /// Free copies before.
    pub available_before: Option<i64>,
    /// Free copies after.
    pub available_after: Option<i64>,
    /// What is wrong, each with its column as the pointer; then the edition was left alone.
    pub errors: Vec<FieldError>,
}

/// Adjusts the stock of each edition that a line of the table names: columns `edition_id`, `change` (copies, plus or minus) and
/// `reason`; others are left alone, and so are lines without a change. Each line is carried out on its own. The parts: the field
/// `dry_run` (`true` writes nothing) and the file `csv` (UTF-8, at most 2 000 lines). With an `Idempotency-Key` a table that is sent
/// again changes nothing more.
#[utoipa::path(post, path = "/api/v1/admin/inventory/import", tag = "admin",
    request_body(content_type = "multipart/form-data", description = "dry_run, csv"),
    responses((status = 200, body = StockImportJson), (status = 413), (status = 415), (status = 422)))]
#[post("/admin/inventory/import")]
async fn import(
    app: Data<App>,
    shared: Data<Shared>,
    request: HttpRequest,
    who: Allowed<permission::InventoryManage>,
    parts: Parts,
) -> Result<HttpResponse, Problem> {
    let key = RequestKey::read(&request, b"")?.map(|key| key.key);
    let sent = TableSent { key, ..TableSent::take(parts).await? };
    let outcomes = carry_out(&app, &shared, who.user_id, &sent).await?;
    Ok(HttpResponse::Ok().json(StockImportJson::of(sent.dry_run, &outcomes)))
}

/// Carries a table out, or rehearses it.
///
/// # Errors
/// 422 for what is no such table, 503.
pub async fn carry_out(app: &App, shared: &Shared, by: UserId, sent: &TableSent) -> Result<Vec<StockOutcome>, Problem> {
    let wrong = |why: String| Problem::field("/csv", why);
    let table = Table::read(&sent.bytes, STOCK_LINES_MAX).map_err(|error| wrong(error.to_string()))?;
    let lines = read_stock(&table).map_err(wrong)?;
    if sent.dry_run {
        return Ok(rehearse_stock(app, lines).await?);
    }
    let key_of = |line: &StockLine| {
        let wanted = line.wanted.as_ref()?;
        let change = wanted.delta.to_string();
        Some(IdempotencyKey {
            owner_id: by.0,
            route: "POST /api/v1/admin/inventory/import".to_owned(),
            key: format!("{} {}", sent.key.as_ref()?, wanted.edition_id),
            body_hash: shared.secrets.fingerprint(&[change.as_bytes(), wanted.reason.as_bytes()]),
        })
    };
    Ok(adjust_stock(app, by, lines, key_of).await)
}

impl StockImportJson {
    fn of(dry_run: bool, outcomes: &[StockOutcome]) -> Self {
        let failed = outcomes.iter().filter(|outcome| !outcome.line.wrong.is_empty()).count();
        let line = |outcome: &StockOutcome| StockImportLineJson {
            line: outcome.line.line,
            edition_id: outcome.line.edition.clone(),
            available_before: outcome.before,
            available_after: outcome.after,
            errors: outcome.line.wrong.clone(),
        };
        Self { dry_run, adjusted: outcomes.len() - failed, failed, lines: outcomes.iter().map(line).collect() }
    }
}
