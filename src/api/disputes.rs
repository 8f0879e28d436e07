//! What banks of customers took back: `/admin/disputes`.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use chrono::{DateTime, Utc};
use impasto_domain::dispute::{Dispute, DisputeStatus};
use impasto_domain::read::Page;
use impasto_store::reads::DisputeRecord;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::shapes::{MoneyJson, PageJson};
use crate::app::App;
use crate::gateway::params::{Limit, Query};
use crate::gateway::problem::Problem;
use crate::identity::{Allowed, permission};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(list);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list))]
pub struct Doc;

/// Which disputes.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DisputesQuery {
    /// `open`, `won`, `lost`, `won_unopened` or `lost_unopened`.
    pub status: Option<String>,
    /// Disputes a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Limit,
    /// Where to go on.
    pub cursor: Option<String>,
}

/// A dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Dispute)]
pub struct DisputeJson {
    /// The case.
    pub id: Uuid,
    /// The order.
    pub order_id: Uuid,
    /// The attempt whose money it is about.
    pub payment_id: Uuid,
    /// The provider's own name for it.
    pub reference: String,
    /// `open`, `won`, `lost`; `won_unopened` and `lost_unopened` while only its end is known.
    #[schema(value_type = String)]
    pub status: &'static str,
    /// Why, in the provider's words.
    pub reason: String,
    /// How much was taken back.
    pub amount: MoneyJson,
    /// How much of it counts as given back, since the case was lost.
    pub taken_back: MoneyJson,
    /// Until when the provider waits for evidence.
    pub evidence_due_at: Option<DateTime<Utc>>,
    /// When it was first heard of.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// A dispute in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ListedDispute)]
pub struct ListedDisputeJson {
    /// The dispute.
    pub dispute: DisputeJson,
    /// The number of its order.
    pub order: String,
    /// `stripe`, `paypal`.
    pub provider: String,
}

/// Disputes, the newest first.
#[utoipa::path(get, path = "/api/v1/admin/disputes", tag = "admin", params(DisputesQuery),
    responses((status = 200, body = PageJson<ListedDisputeJson>), (status = 401), (status = 403), (status = 422)))]
#[get("/admin/disputes")]
async fn list(
    app: Data<App>,
    _who: Allowed<permission::OrdersManage>,
    query: Query<DisputesQuery>,
) -> Result<HttpResponse, Problem> {
    let Query(query) = query;
    let page = disputes(&app, query.status.as_deref(), query.cursor.as_deref(), query.limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, ListedDisputeJson::from)))
}

/// A page of disputes.
///
/// # Errors
/// 422 for a status that is none and a cursor of another list, 503 when the database is away.
pub async fn disputes(
    app: &App,
    status: Option<&str>,
    cursor: Option<&str>,
    limit: u32,
) -> Result<Page<DisputeRecord>, Problem> {
    let status = match status.filter(|status| !status.is_empty()) {
        Some(status) => {
            let known = DisputeStatus::parse(status);
            Some(known.ok_or_else(|| Problem::field("/status", "is not known"))?)
        }
        None => None,
    };
    Ok(app.store.disputes(status, cursor, limit).await?)
}

impl From<&Dispute> for DisputeJson {
    fn from(dispute: &Dispute) -> Self {
        Self {
            id: dispute.id.0,
            order_id: dispute.order_id.0,
            payment_id: dispute.payment_id.0,
            reference: dispute.reference.clone(),
            status: dispute.status.as_str(),
            reason: dispute.reason.clone(),
            amount: dispute.amount.into(),
            taken_back: MoneyJson::of(dispute.taken_back_minor, dispute.amount.currency),
            evidence_due_at: dispute.evidence_due_at,
            created_at: dispute.created_at,
            updated_at: dispute.updated_at,
        }
    }
}

impl From<&DisputeRecord> for ListedDisputeJson {
    fn from(record: &DisputeRecord) -> Self {
        Self {
            dispute: DisputeJson::from(&record.dispute),
            order: record.order_number.clone(),
            provider: record.provider.clone(),
        }
    }
}
