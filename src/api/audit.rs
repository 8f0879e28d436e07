//! The audit log: who changed what, to read and to take along. `/admin/audit`, `/admin/audit.csv`.

use std::collections::HashMap;

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use impasto_domain::identity::User;
use impasto_domain::ids::UserId;
use impasto_domain::read::Page;
use impasto_store::reads::{AuditRecord, AuditWanted};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::csv;
use super::shapes::{AuditJson, PageJson};
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::params::{Limit, Query};
use crate::gateway::problem::Problem;
use crate::identity::{Allowed, permission};

/// The most lines of a file; who wants more narrows the dates.
const LINES_MAX: usize = 20_000;

/// Lines read at once for a file.
const LINES_AT_ONCE: u32 = 500;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(list).service(file);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, file))]
pub struct Doc;

/// Which lines.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// Who did it: an id or a whole e-mail address.
    pub by: Option<String>,
    /// What it was about: an id.
    pub subject: Option<String>,
    /// What was done: `edition.adjust`, `user.roles`, …
    pub action: Option<String>,
    /// From this day (UTC) on: `2026-11-30`.
    pub from: Option<String>,
    /// Up to this day (UTC), which is included.
    pub until: Option<String>,
    /// Lines a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Limit,
    /// Where to go on.
    pub cursor: Option<String>,
}

/// Which lines of a file.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AuditFileQuery {
    /// Who did it: an id or a whole e-mail address.
    pub by: Option<String>,
    /// What it was about: an id.
    pub subject: Option<String>,
    /// What was done: `edition.adjust`, `user.roles`, …
    pub action: Option<String>,
    /// From this day (UTC) on: `2026-11-30`.
    pub from: Option<String>,
    /// Up to this day (UTC), which is included.
    pub until: Option<String>,
}

impl From<AuditFileQuery> for AuditQuery {
    fn from(query: AuditFileQuery) -> Self {
        let AuditFileQuery { by, subject, action, from, until } = query;
        Self { by, subject, action, from, until, ..Self::default() }
    }
}

/// The audit log, newest first.
#[utoipa::path(get, path = "/api/v1/admin/audit", tag = "admin", params(AuditQuery),
    responses((status = 200, body = PageJson<AuditJson>), (status = 401), (status = 403), (status = 422)))]
#[get("/admin/audit")]
async fn list(
    app: Data<App>,
    _who: Allowed<permission::AuditRead>,
    query: Query<AuditQuery>,
) -> Result<HttpResponse, Problem> {
    let page = lines(&app, &query.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, AuditJson::from)))
}

/// The same lines as a file, at most 20 000: narrow the dates for more.
#[utoipa::path(get, path = "/api/v1/admin/audit.csv", tag = "admin", params(AuditFileQuery),
    responses((status = 200, content_type = "text/csv", body = String), (status = 401), (status = 403), (status = 422)))]
#[get("/admin/audit.csv")]
async fn file(
    app: Data<App>,
    _who: Allowed<permission::AuditRead>,
    query: Query<AuditFileQuery>,
) -> Result<HttpResponse, Problem> {
    as_file(&app, &query.0.into()).await
}

/// A page of lines.
///
/// # Errors
/// 422 for what is no such filter, 503 when the database is away.
pub async fn lines(app: &App, query: &AuditQuery) -> Result<Page<AuditRecord>, Problem> {
    let Some(wanted) = wanted(app, query).await? else {
        return Ok(Page { items: Vec::new(), next_cursor: None, total: None });
    };
    Ok(app.store.audit_wanted(&wanted, query.cursor.as_deref(), query.limit.0).await?)
}

/// The lines as a file of comma-separated values.
///
/// # Errors
/// As [`lines`].
pub async fn as_file(app: &App, query: &AuditQuery) -> Result<HttpResponse, Problem> {
    let mut text = csv::line(["at", "by", "by_name", "action", "subject", "before", "after"]);
    if let Some(wanted) = wanted(app, query).await? {
        let (mut cursor, mut written, mut names) = (None, 0, HashMap::new());
        while written < LINES_MAX {
            let page = app.store.audit_wanted(&wanted, cursor.as_deref(), LINES_AT_ONCE).await?;
            learn(app, &mut names, &page.items).await?;
            for line in &page.items {
                text.push_str(&row(line, &names));
            }
            written += page.items.len();
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
    }
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, csv::MEDIA_TYPE))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""))
        .body(text))
}

/// Looks up the people of some lines that are not known yet.
///
/// # Errors
/// 503 when the database is away.
pub async fn learn(app: &App, known: &mut HashMap<UserId, User>, lines: &[AuditRecord]) -> Result<(), Problem> {
    let mut missing: Vec<UserId> =
        lines.iter().filter_map(|line| line.by).filter(|id| !known.contains_key(id)).collect();
    missing.sort_unstable();
    missing.dedup();
    known.extend(app.store.users_by_ids(&missing).await?);
    Ok(())
}

/// `None` where nobody can have done it: an address without an account.
async fn wanted(app: &App, query: &AuditQuery) -> Result<Option<AuditWanted>, Problem> {
    let mut fields = Fields::new();
    let by = fields.optional_line("/by", query.by.as_deref(), 254);
    let subject = fields.optional_line("/subject", query.subject.as_deref(), 36);
    let action = fields.optional_line("/action", query.action.as_deref(), 60);
    let from = day(&mut fields, "/from", query.from.as_deref());
    let until = day(&mut fields, "/until", query.until.as_deref());
    let parsed = subject.as_deref().map(Uuid::parse_str);
    fields.check(!matches!(parsed, Some(Err(_))), "/subject", "must be an id");
    let by_id = by.as_deref().map(Uuid::parse_str);
    let is_address = by.as_deref().is_some_and(|by| by.contains('@'));
    fields.check(is_address || !matches!(by_id, Some(Err(_))), "/by", "must be an id or an e-mail address");
    fields.finish()?;
    let by = match (by, by_id) {
        (Some(address), _) if is_address => match app.store.account_by_email(&address).await? {
            Some(account) => Some(account.user.id),
            None => return Ok(None),
        },
        (_, Some(Ok(id))) => Some(UserId(id)),
        _ => None,
    };
    let subject = parsed.and_then(Result::ok);
    Ok(Some(AuditWanted { by, subject, action, from, until: until.map(|day| day + TimeDelta::days(1)) }))
}

/// The first moment of a day.
fn day(fields: &mut Fields, pointer: &str, text: Option<&str>) -> Option<DateTime<Utc>> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let day = day.filter(|day| chrono::Datelike::year(day) < 3_000);
    fields.check(day.is_some(), pointer, "must be a day, such as 2026-11-30");
    day.and_then(|day| day.and_hms_opt(0, 0, 0)).map(|start| start.and_utc())
}

fn row(line: &AuditRecord, names: &HashMap<UserId, User>) -> String {
    let by = line.by.map(|id| id.to_string()).unwrap_or_default();
    let name = line.by.and_then(|id| names.get(&id)).map(|user| user.display_name.clone()).unwrap_or_default();
    csv::line([
        line.at.to_rfc3339_opts(SecondsFormat::Millis, true).as_str(),
        &by,
        &name,
        &line.action,
        &line.subject.to_string(),
        &line.before.to_string(),
        &line.after.to_string(),
    ])
}
