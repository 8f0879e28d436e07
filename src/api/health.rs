//! Whether the node lives and may be sent requests: `/healthz`, `/readyz`. On both addresses, without `/api/v1`.

use std::collections::BTreeMap;
use std::time::Duration;

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use impasto_domain::ids::UserId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::gateway::problem::Problem;
use crate::gateway::shared::Shared;

/// How long the database may take to answer before the node counts as not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(healthz).service(readyz);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(healthz, readyz))]
pub struct Doc;

/// The process lives.
#[derive(Serialize, ToSchema)]
pub struct AliveJson {
    /// Always `ok`.
    pub status: &'static str,
}

/// The node may be sent requests.
#[derive(Serialize, ToSchema)]
pub struct ReadyJson {
    /// Always `ready`.
    pub status: &'static str,
    /// What was looked at; all true.
    #[schema(value_type = BTreeMap<String, bool>)]
    pub conditions: BTreeMap<&'static str, bool>,
}

/// Whether the process lives and answers.
#[utoipa::path(get, path = "/healthz", tag = "operations", responses((status = 200, body = AliveJson)))]
#[get("/healthz")]
async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(AliveJson { status: "ok" })
}

/// Whether the node may be sent requests: migrated, the demo fully hung, not about to stop, the database there.
#[utoipa::path(get, path = "/readyz", tag = "operations", 
    responses((status = 200, body = ReadyJson), (status = 503, description = "unavailable")))]
#[get("/readyz")]
async fn readyz(shared: Data<Shared>) -> Result<HttpResponse, Problem> {
    let mut conditions = shared.ready.conditions();
    // Any indexed read will do; nobody has the nil id.
    let asked = shared.people.by_id(UserId(uuid::Uuid::nil()));
    let answered = actix_web::rt::time::timeout(PATIENCE, asked).await;
    conditions.insert("database", matches!(answered, Ok(Ok(_))));
    if conditions.values().all(|holds| *holds) {
        return Ok(HttpResponse::Ok().json(ReadyJson { status: "ready", conditions }));
    }
    Err(Problem::unavailable(1).detail("The node is not ready.").with("conditions", conditions))
}
