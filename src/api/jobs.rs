//! Jobs as staff see them: what waits, what fails, what was given up; trying again, and forgetting.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, Utc};
use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::{JobId, UserId};
use impasto_store::reads::{JobRecord, JobState};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::admin::Reason;
use super::refunds::REASON_CHARS;
use super::shapes::PageJson;
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::json::Body;
use crate::gateway::params::{Limit, Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::{Key, RequestKey};
use crate::identity::{Allowed, permission};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(list).service(retry).service(forget);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, retry, forget))]
pub struct Doc;

/// Which jobs.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct JobsQuery {
    /// `dead` (given up), `failing` (failed and tried again) or `open` (all that are not given up); `dead` unless told.
    pub state: Option<String>,
    /// Jobs a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Limit,
    /// Where to go on.
    pub cursor: Option<String>,
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct JobJson {
    /// The job.
    pub id: Uuid,
    /// What kind of job: `drive_payment`, `expire_order`, `refund_payment`, `render_document`, …
    pub kind: String,
    /// What it is about: a payment, an order, a refund, a document, …
    pub subject: Uuid,
    /// The order behind it, where there is one.
    pub order_id: Option<Uuid>,
    /// `open` or `dead`.
    pub state: &'static str,
    /// Not before; while it is worked on, when that must end.
    pub run_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: u32,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was promised.
    pub created_at: DateTime<Utc>,
}

/// Jobs, the newest first.
#[utoipa::path(get, path = "/api/v1/admin/jobs", tag = "admin", params(JobsQuery),
    responses((status = 200, body = PageJson<JobJson>)))]
#[get("/admin/jobs")]
async fn list(
    app: Data<App>,
    _who: Allowed<permission::OrdersManage>,
    query: Query<JobsQuery>,
) -> Result<HttpResponse, Problem> {
    let state = state_of(query.0.state.as_deref())?;
    let page = app.store.jobs(state, query.0.cursor.as_deref(), query.0.limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, JobJson::from)))
}

/// Has a job done now that was given up, or waits for its next try.
#[utoipa::path(post, path = "/api/v1/admin/jobs/{id}/retry", tag = "admin", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 404), (status = 409, description = "conflict while somebody works on it")))]
#[post("/admin/jobs/{id}/retry")]
async fn retry(
    app: Data<App>,
    who: Allowed<permission::OrdersManage>,
    id: Path<JobId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    retry_job(&app, who.user_id, id.0, key.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Forgets a job that was given up. What money or an invoice waits for is not forgotten.
#[utoipa::path(post, path = "/api/v1/admin/jobs/{id}/drop", tag = "admin", request_body = Reason,
    params(("id" = uuid::Uuid, Path)), responses((status = 204), (status = 404), (status = 409, description = "conflict")))]
#[post("/admin/jobs/{id}/drop")]
async fn forget(
    app: Data<App>,
    who: Allowed<permission::OrdersManage>,
    id: Path<JobId>,
    body: Body<Reason>,
) -> Result<HttpResponse, Problem> {
    drop_job(&app, who.user_id, id.0, &body.value.reason, body.key).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The state of that name.
///
/// # Errors
/// 422 for another word.
pub fn state_of(word: Option<&str>) -> Result<JobState, Problem> {
    match word.unwrap_or("dead") {
        "dead" => Ok(JobState::Dead),
        "failing" => Ok(JobState::Failing),
        "open" => Ok(JobState::Open),
        _ => Err(Problem::field("/state", "must be dead, failing or open")),
    }
}

/// Has a job done now.
///
/// # Errors
/// 404; 409 while somebody works on it; 503 when the journal is full or away.
pub async fn retry_job(app: &App, by: UserId, id: JobId, key: Option<RequestKey>) -> Result<(), Problem> {
    change(app, by, Edit::ReviveJob { id, by }, key).await
}

/// Forgets a job that was given up.
///
/// # Errors
/// 404; 409 for what is not given up, or must be kept; 422 without a reason; 503 when the journal is full or away.
pub async fn drop_job(app: &App, by: UserId, id: JobId, reason: &str, key: Option<RequestKey>) -> Result<(), Problem> {
    let mut fields = Fields::new();
    let reason = fields.line("/reason", reason, REASON_CHARS);
    fields.finish()?;
    change(app, by, Edit::DropJob { id, by, reason }, key).await
}

async fn change(app: &App, by: UserId, edit: Edit, key: Option<RequestKey>) -> Result<(), Problem> {
    let idempotency = key.map(|key| key.of_id(by.0));
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    Ok(())
}

impl From<&JobRecord> for JobJson {
    fn from(job: &JobRecord) -> Self {
        Self {
            id: job.id.0,
            kind: job.kind.clone(),
            subject: job.subject,
            order_id: job.order_id.map(|id| id.0),
            state: if job.is_dead { "dead" } else { "open" },
            run_at: job.run_at,
            attempts: job.attempts,
            last_error: job.last_error.clone(),
            created_at: job.created_at,
        }
    }
}
