//! Where others look for what they need to know: `/.well-known/jwks.json`.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::gateway::conditional;
use crate::gateway::problem::Problem;
use crate::gateway::shared::Shared;

/// Adds the routes, outside `/api/v1`.
pub fn routes(service: &mut ServiceConfig) {
    service.service(jwks);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(jwks))]
pub struct Doc;

/// The public keys of access tokens.
#[derive(ToSchema)]
#[schema(as = JsonWebKeySet)]
#[allow(dead_code, reason = "describes what the key ring writes")]
struct KeySetJson {
    /// The keys.
    keys: Vec<KeyJson>,
}

/// A public key (RFC 8037).
#[derive(ToSchema)]
#[schema(as = JsonWebKey)]
#[allow(dead_code, reason = "describes what the key ring writes")]
struct KeyJson {
    /// Always `OKP`.
    kty: String,
    /// Always `Ed25519`.
    crv: String,
    /// Always `EdDSA`.
    alg: String,
    /// Always `sig`.
    r#use: String,
    /// Its name in the head of a token.
    kid: Uuid,
    /// The public key, base64url.
    x: String,
}

/// The public keys of access tokens (RFC 7517). A new key is here a minute before it signs.
#[utoipa::path(get, path = "/.well-known/jwks.json", tag = "auth",
    responses((status = 200, description = "a JSON Web Key Set", body = KeySetJson), (status = 304)))]
#[get("/.well-known/jwks.json")]
async fn jwks(request: HttpRequest, shared: Data<Shared>) -> Result<HttpResponse, Problem> {
    let keys = shared.keys.known().jwks(shared.clock.now(), shared.access.ttl());
    // Kept for less time than a new key waits before it signs.
    conditional::json(&request, "public, max-age=30", &keys)
}
