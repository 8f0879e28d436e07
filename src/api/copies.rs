//! The copies of an edition: `/editions/{id}/copies`, which the edition map is drawn from.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get};
use impasto_domain::edition::EditionKind;
use impasto_domain::ids::EditionId;

use super::shapes::CopiesJson;
use crate::app::{App, EditionCopies};
use crate::gateway::conditional;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::identity::Identity;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(show);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show))]
pub struct Doc;

/// What became of each numbered copy of an edition. Copies in the caller's cart are `yours`. Of works that do not hang only
/// for their seller and for moderators. An edition without numbers has no runs.
#[utoipa::path(get, path = "/api/v1/editions/{id}/copies", tag = "artworks", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = CopiesJson), (status = 304), (status = 404)))]
#[get("/editions/{id}/copies")]
async fn show(
    app: Data<App>,
    request: HttpRequest,
    who: Identity,
    id: Path<EditionId>,
) -> Result<HttpResponse, Problem> {
    let record = app.work_of_edition(&who, id.0).await?;
    let (edition, stock) =
        record.editions.iter().find(|(edition, _)| edition.id == id.0).ok_or_else(|| Problem::not_found("edition"))?;
    let cart = match who.owner() {
        Some(owner) if edition.kind == EditionKind::Limited => Some(app.engine.cart(owner).get().await?.state),
        _ => None,
    };
    let copies = app.edition_copies(&record, id.0, cart.as_deref()).await?.unwrap_or_else(|| EditionCopies {
        edition: edition.clone(),
        version: stock.version,
        own_version: None,
        runs: Vec::new(),
    });
    Ok(conditional::answer(&request, &copies.etag(), "private, no-cache", |answer| {
        answer.json(CopiesJson::from(&copies))
    }))
}
