//! Works from a table: the form, its rehearsal, and what became of each line.

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{Error, HttpResponse};

use super::super::mistakes;
use super::super::typed::Typed;
use super::super::views::form::Errors;
use super::super::views::studio::import::{ColumnHelp, ImportOutcome, ImportPage, ImportRow};
use super::super::visit::{Visit, page_with};
use super::{Artist, Room, frame};
use crate::api::import::{ImportOptions, import_parts};
use crate::gateway::parts::Parts;
use crate::gateway::problem::{Problem, ProblemType};
use crate::identity::Claims;
use crate::import::{COLUMNS, ImportReport, LINES_MAX, PICTURES_MAX, SAMPLE};
use crate::words::t;

/// The most lines with mistakes that are shown; the API tells all.
const ROWS_MAX: usize = 500;

/// The form.
pub(super) async fn show(visit: Visit, artist: Artist) -> Result<HttpResponse, Error> {
    Ok(import_page(&visit, &artist.0, Errors::default(), None, StatusCode::OK).await?)
}

/// A table to begin from.
pub(super) async fn sample(_: Artist) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"works.csv\""))
        .body(format!("\u{feff}{SAMPLE}"))
}

/// Carries an import out, or rehearses it.
pub(super) async fn send(visit: Visit, artist: Artist, parts: Parts) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    // The button that rehearses says so in the address: it stands behind the files, which are taken as they come.
    let dry_run = Typed::of_query(visit.request()).is_ticked("dry_run");
    let options = ImportOptions { dry_run, ..ImportOptions::default() };
    match import_parts(&visit.app, user, options, parts).await {
        Ok((options, report)) => {
            let outcome = outcome(&options, &report);
            Ok(import_page(&visit, user, Errors::default(), Some(outcome), StatusCode::OK).await?)
        }
        Err(problem) => {
            use ProblemType as T;
            let errors = match problem.kind() {
                Some(T::InvalidFields) => mistakes::of(&problem, field_of),
                Some(T::TooLarge | T::Malformed | T::Unavailable) => mistakes::summary(mistakes::told(&problem)),
                _ => return Err(problem.into()),
            };
            let status = StatusCode::from_u16(problem.status().as_u16()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            Ok(import_page(&visit, user, errors, None, status).await?)
        }
    }
}

async fn import_page(
    visit: &Visit,
    user: &Claims,
    errors: Errors,
    outcome: Option<ImportOutcome>,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let view = ImportPage {
        chrome: visit.chrome().await,
        frame: frame(visit, user, Room::Import).await?,
        errors,
        outcome,
        columns: COLUMNS.map(help).into(),
        lines_max: LINES_MAX,
        pictures_max: PICTURES_MAX,
        submit_label: super::fill::submit_label(visit),
    };
    page_with(status, &view)
}

fn help(column: &str) -> ColumnHelp {
    ColumnHelp { name: column.to_owned(), about: t(&format!("studio-import-column-{column}")).into() }
}

fn outcome(options: &ImportOptions, report: &ImportReport) -> ImportOutcome {
    let wrong: Vec<_> = report.lines.iter().filter(|line| !line.errors.is_empty()).collect();
    let row = |line: &&crate::import::LineReport| ImportRow {
        line: line.line,
        title: line.title.clone(),
        errors: line
            .errors
            .iter()
            .map(|error| mistakes::in_column(error.pointer.trim_start_matches('/'), &error.message))
            .collect(),
    };
    let known = report.lines.iter().filter(|line| line.is_known).count();
    ImportOutcome {
        is_rehearsal: options.dry_run,
        works: report.lines.len() - wrong.len() - known,
        handed_in: report.lines.iter().filter(|line| line.handed_in).count(),
        known,
        failed: wrong.len(),
        rows: wrong.iter().take(ROWS_MAX).map(row).collect(),
        left_out: wrong.len().saturating_sub(ROWS_MAX),
        unused: report.unused.clone(),
    }
}

/// The form's field behind a JSON pointer of the API.
fn field_of(pointer: &str) -> Option<mistakes::Field> {
    let (field, label) = match pointer {
        "/csv" => ("csv", "studio-import-the-table"),
        "/image" => ("import-images", "studio-import-the-pictures"),
        "/submit" => ("submit", "studio-import-the-handing-in"),
        _ => return None,
    };
    Some((field.to_owned(), t(label).into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn every_column_is_told_of_in_every_language() {
        for language in Language::ALL {
            for name in COLUMNS {
                let about = within(language, || help(name).about);
                assert!(about.ends_with('.'), "{language:?}: {name}: {about}");
            }
        }
        assert_eq!(help("weight_kg").about, "Weight in kilograms, packed.");
    }
}
