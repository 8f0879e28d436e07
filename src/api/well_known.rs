//! Where others look for what they need to know: `/.well-known/jwks.json`.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};

use crate::gateway::shared::Shared;

/// Adds the routes, outside `/api/v1`.
pub fn routes(service: &mut ServiceConfig) {
    service.service(jwks);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(jwks))]
pub struct Doc;

/// The public keys of access tokens (RFC 7517). A new key is here a minute before it signs.
#[utoipa::path(get, path = "/.well-known/jwks.json", tag = "auth", responses((status = 200, description = "a JSON Web Key Set")))]
#[get("/.well-known/jwks.json")]
async fn jwks(shared: Data<Shared>) -> HttpResponse {
    let keys = shared.keys.known().jwks(shared.clock.now(), shared.access.ttl());
    // Kept for less time than a new key waits before it signs.
    HttpResponse::Ok().insert_header(("cache-control", "public, max-age=30")).json(keys)
}
