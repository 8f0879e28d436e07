//! The node's figures for those who run the house: `/admin/health`. Operators scrape `/metrics`; this is for whoever looks now.

use std::time::Duration;

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use chrono::{DateTime, Utc};
use impasto_domain::ids::UserId;
use impasto_domain::ports::MediaArea;
use serde::Serialize;
use tokio::time::timeout;
use utoipa::ToSchema;

use crate::app::{App, PULSE_EVERY, node_name};
use crate::gateway::problem::Problem;
use crate::gateway::shared::Shared;
use crate::identity::{Allowed, permission};

/// How long anything may take to answer before it counts as away.
const PATIENCE: Duration = Duration::from_secs(2);

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(show);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show))]
pub struct Doc;

/// How the node is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct HealthJson {
    /// What people call the node.
    pub node: String,
    /// The node's clock.
    pub at: DateTime<Utc>,
    /// Seconds between two values of a series.
    pub every_s: u64,
    /// What the node needs, in words.
    pub needs: Vec<NeedJson>,
    /// Figures of the last five minutes.
    pub series: Vec<SeriesJson>,
}

/// Something the node needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NeedJson {
    /// `database`, `redis`, `media` or `node`.
    pub name: &'static str,
    /// Whether all is well with it.
    pub is_well: bool,
    /// In words.
    pub words: String,
}

/// One figure over the last minutes.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SeriesJson {
    /// Its name.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// From the oldest to the newest.
    pub values: Vec<f64>,
}

/// How the node that answers is: what it needs, and its figures of the last five minutes.
#[utoipa::path(get, path = "/api/v1/admin/health", tag = "admin",
    responses((status = 200, body = HealthJson), (status = 401), (status = 403)))]
#[get("/admin/health")]
async fn show(
    app: Data<App>,
    shared: Data<Shared>,
    _who: Allowed<permission::SettingsManage>,
) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(health(&app, &shared).await))
}

/// How the node is. Nothing of it fails: what is away is told.
pub async fn health(app: &App, shared: &Shared) -> HealthJson {
    let need = |name, is_well, well: &str, ill: &str| NeedJson {
        name,
        is_well,
        words: if is_well { well } else { ill }.to_owned(),
    };
    // Any indexed read will do; nobody has the nil id.
    let database = timeout(PATIENCE, app.store.user(UserId(uuid::Uuid::nil()))).await;
    let media = timeout(PATIENCE, app.media.get(MediaArea::Public, "health/probe")).await;
    let mut needs = vec![
        need(
            "node",
            shared.ready.is_ready(),
            "The node is ready and serves.",
            "The node is not ready: balancers send it nothing.",
        ),
        need(
            "database",
            matches!(database, Ok(Ok(_))),
            "The database answers.",
            "The database does not answer: nothing can be changed.",
        ),
        need(
            "media",
            matches!(media, Ok(Ok(_))),
            "Pictures and documents can be read.",
            "The media store does not answer: uploads fail, and so may pictures.",
        ),
    ];
    needs.push(if shared.config.redis.url.is_none() {
        need("redis", true, "No Redis is configured: this node is alone, and needs none.", "")
    } else {
        let presence = timeout(PATIENCE, app.engine.presence().summary()).await;
        let is_there = matches!(presence, Ok(Ok(_)));
        need(
            "redis",
            is_there,
            "Redis answers: nodes hear of each other at once.",
            "Redis does not answer: nodes hear of each other a quarter of a second later, and who is connected is not known.",
        )
    });
    let series = app.pulse.series().into_iter();
    HealthJson {
        node: node_name(),
        at: app.clock.now(),
        every_s: PULSE_EVERY.as_secs(),
        needs,
        series: series.map(|one| SeriesJson { name: one.name, label: one.label, values: one.values }).collect(),
    }
}
