//! A table of the house from a file: the form, its rehearsal with all that would change, and the change itself.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};

use super::super::turn::see_other_with;
use super::super::views::console::settings_table::{EntryRow, Rehearsal, SettingsTablePage};
use super::super::views::form::Errors;
use super::super::visit::{Visit, page_with};
use super::super::{mistakes, notices};
use super::settings::on_line;
use super::{Keeper, Room, frame};
use crate::api::settings::read;
use crate::api::settings::tables::{HouseTable, TABLE_LINES_MAX, TableOutcome, as_file, carry_out};
use crate::api::table_sent::TableSent;
use crate::gateway::params::Path;
use crate::gateway::parts::Parts;
use crate::gateway::problem::{Problem, ProblemType};
use crate::import::{COMMISSION_COLUMNS, EntryChange, SHIPPING_COLUMNS, TAX_COLUMNS};
use crate::words::t;

/// The form.
pub(super) async fn show(visit: Visit, _keeper: Keeper, table: Path<String>) -> Result<HttpResponse, Error> {
    Ok(room(&visit, named(&table.0)?, Errors::default(), None, StatusCode::OK).await?)
}

/// The table as a file.
pub(super) async fn file(visit: Visit, _keeper: Keeper, table: Path<String>) -> Result<HttpResponse, Error> {
    Ok(as_file(&visit.app, &visit.shared, named(&table.0)?).await?)
}

/// Rehearses a file, or carries out one that was rehearsed.
pub(super) async fn send(
    visit: Visit,
    keeper: Keeper,
    table: Path<String>,
    parts: Parts,
) -> Result<HttpResponse, Error> {
    let table = named(&table.0)?;
    let sent = match TableSent::take(parts).await {
        Ok(sent) => sent,
        Err(problem) => return refused(&visit, table, problem).await,
    };
    match carry_out(&visit.app, &visit.shared, &keeper.0, table, &sent, None).await {
        Ok(outcome) if sent.dry_run => {
            let rehearsal = rehearsal(&sent, &outcome);
            Ok(room(&visit, table, Errors::default(), Some(rehearsal), StatusCode::OK).await?)
        }
        Ok(_) => Ok(see_other_with("/console/settings", "settings-saved")),
        Err(problem) => refused(&visit, table, problem).await,
    }
}

fn named(table: &str) -> Result<HouseTable, Problem> {
    HouseTable::parse(table).ok_or_else(|| Problem::not_found("table of the settings"))
}

async fn refused(visit: &Visit, table: HouseTable, problem: Problem) -> Result<HttpResponse, Error> {
    use ProblemType as T;
    let errors = match problem.kind() {
        Some(T::InvalidFields) => mistakes::of(&problem, field),
        Some(T::TooLarge | T::Malformed | T::Unavailable) => mistakes::summary(mistakes::told(&problem)),
        _ => {
            let here = format!("/console/settings/{}/table", table.as_str());
            let changed = |kind: T| (kind == T::PreconditionFailed).then_some("settings-changed");
            return notices::back(&here, problem, changed);
        }
    };
    let status = StatusCode::from_u16(problem.status().as_u16()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    Ok(room(visit, table, errors, None, status).await?)
}

/// The field behind a pointer: always the file, called by the line that is wrong.
fn field(pointer: &str) -> Option<mistakes::Field> {
    let mut parts = pointer.trim_start_matches('/').split('/');
    let label = match (parts.next()?, parts.next()) {
        ("lines", Some(line)) => on_line(line.parse().ok()?, parts.next()),
        ("csv", _) => t("console-import-the-table").into(),
        _ => return None,
    };
    Some(("csv".to_owned(), label))
}

async fn room(
    visit: &Visit,
    table: HouseTable,
    errors: Errors,
    rehearsal: Option<Rehearsal>,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let (version, _) = read(&visit.app, &visit.shared).await?;
    let columns: &[&str] = match table {
        HouseTable::Tax => &TAX_COLUMNS,
        HouseTable::Shipping => &SHIPPING_COLUMNS,
        HouseTable::Commission => &COMMISSION_COLUMNS,
    };
    let view = SettingsTablePage {
        chrome: visit.chrome().await,
        frame: frame(visit, Room::Settings).await?,
        errors,
        table: table.as_str().to_owned(),
        heading: t(&format!("console-settings-table-{}", table.as_str())).into(),
        version,
        columns: columns.join(", "),
        lines_max: TABLE_LINES_MAX,
        rehearsal,
    };
    page_with(status, &view)
}

fn rehearsal(sent: &TableSent, outcome: &TableOutcome) -> Rehearsal {
    Rehearsal {
        table: String::from_utf8_lossy(&sent.bytes).into_owned(),
        version: outcome.version,
        added: outcome.count("added"),
        changed: outcome.count("changed"),
        removed: outcome.count("removed"),
        reordered: outcome.reordered,
        rows: outcome.changes.iter().map(row).collect(),
    }
}

fn row(change: &EntryChange) -> EntryRow {
    EntryRow {
        kind: t(&format!("console-settings-table-is-{}", change.kind())).into(),
        about: change.about.clone(),
        before: change.before.clone(),
        after: change.after.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn what_is_wrong_is_called_by_its_line() {
        let label = |pointer: &str| field(pointer).map(|(field, label)| format!("{field}: {label}"));
        assert_eq!(label("/lines/5/valid_from").as_deref(), Some("csv: Line 5: first day"));
        assert_eq!(label("/lines/5").as_deref(), Some("csv: Line 5:"));
        assert_eq!(label("/csv").as_deref(), Some("csv: The table"));
        assert_eq!(label("/nonsense"), None);
        assert!(within(Language::German, || label("/lines/5/rate")).is_some_and(|label| label.contains("Zeile 5")));
    }
}
