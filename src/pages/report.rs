//! Something is wrong with a work: the form of its page.

use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};
use impasto_domain::ids::ArtworkId;

use super::cart::owner_or_new;
use super::turn::see_other_with;
use super::typed::Typed;
use super::visit::Visit;
use super::{notices, works};
use crate::api::reports::{ReportInput, put_report};
use crate::gateway::params::Path;
use crate::gateway::problem::ProblemType;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service.service(web::resource("/artworks/{id}/report").route(web::post().to(report)));
}

async fn report(visit: Visit, id: Path<ArtworkId>, typed: Typed) -> Result<HttpResponse, Error> {
    let entry = visit.app.catalogue.by_id(id.0);
    let back = entry.map_or_else(|| "/".to_owned(), |entry| works::url(&entry.record));
    let input = ReportInput { reason: typed.get("reason").to_owned(), text: typed.given("text") };
    let owner = owner_or_new(visit.request(), &visit.shared).await?;
    match put_report(&visit.app, owner, id.0, &input, None).await {
        Ok(_) => Ok(see_other_with(&back, "reported")),
        Err(problem) => notices::back(&format!("{back}#report"), problem, |kind| {
            (kind == ProblemType::InvalidFields).then_some("report-words")
        }),
    }
}
