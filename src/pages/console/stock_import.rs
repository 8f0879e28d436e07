//! Stock from a table: the form, its rehearsal with every count, and what became of each line.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use uuid::Uuid;

use super::super::mistakes;
use super::super::views::console::stock_import::{Rehearsed, StockImportPage, StockOutcomeRow, StockOutcomeView};
use super::super::views::form::Errors;
use super::super::visit::{Visit, page_with};
use super::{Room, Staff, frame};
use crate::api::stock_import::carry_out;
use crate::api::table_sent::TableSent;
use crate::gateway::parts::Parts;
use crate::gateway::problem::{Problem, ProblemType};
use crate::import::{STOCK_LINES_MAX, StockOutcome};
use crate::words::t;

/// The form.
pub(super) async fn show(visit: Visit, _staff: Staff) -> Result<HttpResponse, Error> {
    Ok(room(&visit, Errors::default(), None, StatusCode::OK).await?)
}

/// Rehearses a table, or carries out one that was rehearsed.
pub(super) async fn send(visit: Visit, staff: Staff, parts: Parts) -> Result<HttpResponse, Error> {
    let sent = match TableSent::take(parts).await {
        Ok(sent) => sent,
        Err(problem) => return refused(&visit, problem).await,
    };
    match carry_out(&visit.app, &visit.shared, staff.0.user_id, &sent).await {
        Ok(outcomes) => {
            let outcome = outcome(&visit, &sent, &outcomes);
            Ok(room(&visit, Errors::default(), Some(outcome), StatusCode::OK).await?)
        }
        Err(problem) => refused(&visit, problem).await,
    }
}

async fn refused(visit: &Visit, problem: Problem) -> Result<HttpResponse, Error> {
    use ProblemType as T;
    let field = |pointer: &str| (pointer == "/csv").then(|| ("csv".to_owned(), t("console-import-the-table").into()));
    let errors = match problem.kind() {
        Some(T::InvalidFields) => mistakes::of(&problem, field),
        Some(T::TooLarge | T::Malformed | T::Unavailable) => mistakes::summary(mistakes::told(&problem)),
        _ => return Err(problem.into()),
    };
    let status = StatusCode::from_u16(problem.status().as_u16()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    Ok(room(visit, errors, None, status).await?)
}

async fn room(
    visit: &Visit,
    errors: Errors,
    outcome: Option<StockOutcomeView>,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let view = StockImportPage {
        chrome: visit.chrome().await,
        frame: frame(visit, Room::Inventory).await?,
        errors,
        outcome,
        lines_max: STOCK_LINES_MAX,
    };
    page_with(status, &view)
}

fn outcome(visit: &Visit, sent: &TableSent, outcomes: &[StockOutcome]) -> StockOutcomeView {
    let failed = outcomes.iter().filter(|outcome| !outcome.line.wrong.is_empty()).count();
    let adjusted = outcomes.len() - failed;
    let to_carry_out = (sent.dry_run && adjusted > 0).then(|| Rehearsed {
        table: String::from_utf8_lossy(&sent.bytes).into_owned(),
        key: visit.app.mint::<Uuid>().to_string(),
    });
    StockOutcomeView { to_carry_out, adjusted, failed, rows: outcomes.iter().map(row).collect() }
}

fn row(outcome: &StockOutcome) -> StockOutcomeRow {
    let line = &outcome.line;
    StockOutcomeRow {
        line: line.line,
        title: if line.title.is_empty() { line.edition.clone() } else { line.title.clone() },
        change: line.wanted.as_ref().map_or_else(String::new, |wanted| signed(wanted.delta)),
        reason: line.wanted.as_ref().map_or_else(String::new, |wanted| wanted.reason.clone()),
        counts: outcome.before.zip(outcome.after),
        errors: line
            .wrong
            .iter()
            .map(|error| mistakes::in_column(error.pointer.trim_start_matches('/'), &error.message))
            .collect(),
    }
}

/// `+2`, `−1`.
fn signed(delta: i64) -> String {
    if delta < 0 { format!("\u{2212}{}", delta.unsigned_abs()) } else { format!("+{delta}") }
}
