//! Reports: what somebody finds wrong with a work, and what staff make of it.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, Utc};
use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::{ArtworkId, ReportId};
use impasto_domain::owner::Owner;
use impasto_domain::report::{ReportReason, ReportStatus};
use impasto_store::reads::ReportRecord;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::shapes::PageJson;
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::json::{Body, MaybeBody};
use crate::gateway::params::{Limit, Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::RequestKey;
use crate::identity::{Allowed, Caller, Claims, permission};

/// The longest text of a report, and of a note about it.
pub const TEXT_CHARS: usize = 2_000;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(report).service(list).service(resolve).service(dismiss);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(report, list, resolve, dismiss))]
pub struct Doc;

/// What is wrong with a work.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportInput {
    /// `copied`, `misleading`, `offensive`, `prohibited` or `other`.
    pub reason: String,
    /// In words; needed for `other`.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub text: Option<String>,
}

/// A report, as who made it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportedJson {
    /// The report.
    pub id: Uuid,
}

/// A report, as staff see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportJson {
    /// The report.
    pub id: Uuid,
    /// The work.
    pub artwork: ReportedWorkJson,
    /// `user` or `visitor`.
    #[schema(value_type = String)]
    pub by_kind: &'static str,
    /// Who reported it.
    pub by: Uuid,
    /// `copied`, `misleading`, `offensive`, `prohibited` or `other`.
    pub reason: &'static str,
    /// In words.
    pub text: String,
    /// `open`, `resolved` or `dismissed`.
    pub status: &'static str,
    /// What staff noted when they decided.
    pub note: Option<String>,
    /// When it came in.
    pub created_at: DateTime<Utc>,
    /// When it was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// By whom.
    pub decided_by: Option<Uuid>,
}

/// The work of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportedWorkJson {
    /// The work.
    pub id: Uuid,
    /// Its address on the storefront.
    pub slug: String,
    /// Its title.
    pub title: String,
}

/// Which reports.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ReportsQuery {
    /// `open` unless told; `resolved` or `dismissed`.
    pub status: Option<String>,
    /// Reports a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Limit,
    /// Where to go on.
    pub cursor: Option<String>,
}

/// What staff note about a report.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionInput {
    /// For other staff.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub note: Option<String>,
}

impl From<&ReportRecord> for ReportJson {
    fn from(record: &ReportRecord) -> Self {
        Self {
            id: record.id.0,
            artwork: ReportedWorkJson {
                id: record.artwork_id.0,
                slug: record.slug.clone(),
                title: record.title.clone(),
            },
            by_kind: record.owner.kind(),
            by: record.owner.id(),
            reason: record.reason.as_str(),
            text: record.text.clone(),
            status: record.status.as_str(),
            note: record.note.clone(),
            created_at: record.created_at,
            decided_at: record.decided_at,
            decided_by: record.decided_by.map(|id| id.0),
        }
    }
}

/// Tells the house what is wrong with a work that hangs. Once a work: a repeat answers the first report.
#[utoipa::path(post, path = "/api/v1/artworks/{id}/report", tag = "artworks", request_body = ReportInput,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 201, body = ReportedJson), (status = 401), (status = 404), (status = 422)))]
#[post("/artworks/{id}/report")]
async fn report(
    app: Data<App>,
    who: Caller,
    id: Path<ArtworkId>,
    body: Body<ReportInput>,
) -> Result<HttpResponse, Problem> {
    let id = put_report(&app, who.owner, id.0, &body.value, body.key).await?;
    Ok(HttpResponse::Created().json(ReportedJson { id: id.0 }))
}

/// Reports of one status, the newest first.
#[utoipa::path(get, path = "/api/v1/admin/reports", tag = "admin", params(ReportsQuery),
    responses((status = 200, body = PageJson<ReportJson>), (status = 401), (status = 403), (status = 422)))]
#[get("/admin/reports")]
async fn list(
    app: Data<App>,
    _who: Allowed<permission::Moderate>,
    query: Query<ReportsQuery>,
) -> Result<HttpResponse, Problem> {
    let status = query.0.status.as_deref().unwrap_or(ReportStatus::Open.as_str());
    let status =
        ReportStatus::parse(status).ok_or_else(|| Problem::field("/status", "must be open, resolved or dismissed"))?;
    let page = app.store.reports(status, query.0.cursor.as_deref(), query.0.limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, ReportJson::from)))
}

/// Says that something was done about a report.
#[utoipa::path(post, path = "/api/v1/admin/reports/{id}/resolve", tag = "admin", request_body = Option<DecisionInput>,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ReportJson), (status = 401), (status = 403), (status = 404),
        (status = 409, description = "invalid-transition"), (status = 422)))]
#[post("/admin/reports/{id}/resolve")]
async fn resolve(
    app: Data<App>,
    who: Allowed<permission::Moderate>,
    id: Path<ReportId>,
    body: MaybeBody<DecisionInput>,
) -> Result<HttpResponse, Problem> {
    let note = body.value.and_then(|sent| sent.note);
    decide(&app, &who, id.0, ReportStatus::Resolved, note.as_deref(), body.key).await?;
    shown(&app, id.0).await
}

/// Says that there was nothing to do about a report.
#[utoipa::path(post, path = "/api/v1/admin/reports/{id}/dismiss", tag = "admin", request_body = Option<DecisionInput>,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ReportJson), (status = 401), (status = 403), (status = 404),
        (status = 409, description = "invalid-transition"), (status = 422)))]
#[post("/admin/reports/{id}/dismiss")]
async fn dismiss(
    app: Data<App>,
    who: Allowed<permission::Moderate>,
    id: Path<ReportId>,
    body: MaybeBody<DecisionInput>,
) -> Result<HttpResponse, Problem> {
    let note = body.value.and_then(|sent| sent.note);
    decide(&app, &who, id.0, ReportStatus::Dismissed, note.as_deref(), body.key).await?;
    shown(&app, id.0).await
}

/// Reports a work.
///
/// # Errors
/// 404 for a work that does not hang, 422 with what is not acceptable, 503.
pub async fn put_report(
    app: &App,
    owner: Owner,
    artwork_id: ArtworkId,
    input: &ReportInput,
    key: Option<RequestKey>,
) -> Result<ReportId, Problem> {
    let mut fields = Fields::new();
    let reason = ReportReason::parse(&input.reason);
    fields.check(reason.is_some(), "/reason", "must be copied, misleading, offensive, prohibited or other");
    let text = fields.prose("/text", input.text.as_deref().unwrap_or_default(), TEXT_CHARS);
    let needs_words = reason == Some(ReportReason::Other) && text.is_empty();
    fields.check(!needs_words, "/text", "must say what is wrong");
    fields.finish()?;
    let reason = reason.unwrap_or(ReportReason::Other);
    let edit = Edit::Report { id: app.mint(), artwork_id, owner, reason, text };
    let idempotency = key.map(|key| key.of(owner));
    let reply = app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    let impasto_domain::reply::Reply::Id(id) = reply else { return Err(Problem::unexpected("a report", &reply)) };
    Ok(ReportId(id))
}

/// Says what became of a report.
///
/// # Errors
/// 404, 409 for one that is decided, 422 for a note that is too long, 503.
pub async fn decide(
    app: &App,
    by: &Claims,
    id: ReportId,
    status: ReportStatus,
    note: Option<&str>,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    let mut fields = Fields::new();
    let note = note.map(|note| fields.prose("/note", note, TEXT_CHARS)).filter(|note| !note.is_empty());
    fields.finish()?;
    let edit = Edit::DecideReport { id, status, note, by: by.user_id };
    let idempotency = key.map(|key| key.of_id(by.user_id.0));
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    Ok(())
}

async fn shown(app: &App, id: ReportId) -> Result<HttpResponse, Problem> {
    let record = app.store.report(id).await?.ok_or_else(|| Problem::not_found("report"))?;
    Ok(HttpResponse::Ok().json(ReportJson::from(&record)))
}
