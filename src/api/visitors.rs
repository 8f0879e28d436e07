//! Visitors: `/visitors`.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, post};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::gateway::problem::Problem;
use crate::gateway::shared::Shared;
use crate::identity::account;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(create);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(create))]
pub struct Doc;

/// A new visitor.
#[derive(Serialize, ToSchema)]
pub struct VisitorJson {
    /// The visitor.
    pub visitor_id: Uuid,
    /// For `X-Visitor`.
    pub visitor_token: String,
}

/// Makes a visitor, who can hold and buy without an account.
#[utoipa::path(post, path = "/api/v1/visitors", tag = "auth", responses((status = 201, body = VisitorJson)))]
#[post("/visitors")]
async fn create(shared: Data<Shared>) -> Result<HttpResponse, Problem> {
    let (visitor_id, visitor_token) = account::new_visitor(&shared)?;
    Ok(HttpResponse::Created().json(VisitorJson { visitor_id: visitor_id.0, visitor_token }))
}
