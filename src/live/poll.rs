//! `GET /live`: the long-poll twin of the socket, for those who cannot keep one open.

use std::time::Duration;

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use impasto_ws::{Hub, PollRequest};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};

use super::backend::principal;
use crate::gateway::client::Client;
use crate::gateway::params::Query;
use crate::gateway::problem::{Problem, ProblemType};
use crate::gateway::shared::Shared;
use crate::identity::Identity;

/// How long a poll waits for something to happen.
const WAIT: Duration = Duration::from_secs(25);

/// What to listen to.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LiveQuery {
    /// Topics, separated by commas.
    pub topics: String,
    /// `topic@position` pairs separated by commas, or the JSON object of a `subscribe` frame.
    #[serde(default)]
    pub since: Option<String>,
}

/// What a socket would have got.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FramesJson {
    /// Frames in their order, as `/api/asyncapi.json` describes them.
    #[schema(value_type = Vec<Object>)]
    pub frames: Vec<Box<RawValue>>,
}

/// Adds the route.
pub fn routes(service: &mut ServiceConfig) {
    service.service(live);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(live))]
pub struct Doc;

/// The frames a socket would have got: snapshots or what was missed at once, else the next events, or a heartbeat
/// after 25 s. Same authorisation.
#[utoipa::path(get, path = "/api/v1/live", tag = "live", params(LiveQuery), 
    responses((status = 200, body = FramesJson), (status = 401), (status = 403), (status = 404), (status = 422)))]
#[get("/live")]
async fn live(
    hub: Data<HubHandle>,
    shared: Data<Shared>,
    client: Client,
    who: Identity,
    query: Query<LiveQuery>,
) -> Result<HttpResponse, Problem> {
    let request = PollRequest::parse(&query.0.topics, query.0.since.as_deref()).map_err(|refusal| problem(&refusal))?;
    // It stands in for a socket and counts as one while it waits.
    let _place = shared.sockets.take(&client)?;
    let principal = principal(&who).ok();
    let frames = impasto_ws::poll(&hub.0, principal, request, WAIT).await.map_err(|refusal| problem(&refusal))?;
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(FramesJson { frames }))
}

/// A refusal of the live layer as a problem.
fn problem(refusal: &impasto_ws::Refusal) -> Problem {
    use impasto_ws::Problem as Kind;
    let problem = match refusal.problem {
        Kind::Malformed => Problem::field("/topics", refusal.detail.clone().into_owned()),
        Kind::Unauthenticated => Problem::unauthenticated(refusal.detail.clone()),
        Kind::Forbidden => Problem::forbidden(refusal.detail.clone()),
        Kind::NotFound => Problem::not_found("topic"),
        Kind::MethodNotAllowed => Problem::new(ProblemType::MethodNotAllowed),
        Kind::TooLarge => Problem::new(ProblemType::TooLarge),
        Kind::RateLimited => Problem::new(ProblemType::RateLimited),
        Kind::Unavailable => Problem::unavailable(1),
    };
    match refusal.retry_after_s {
        Some(seconds) => problem.retry_after(seconds),
        None => problem,
    }
}

/// The hub of a worker thread, as its app data.
pub struct HubHandle(pub Hub);
