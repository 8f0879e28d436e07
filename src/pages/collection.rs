//! A curated collection: `GET /collections/{slug or id}`.

use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};

use super::turn::see_other;
use super::views::collection::CollectionPage;
use super::views::text;
use super::visit::{Visit, page};
use super::works;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service.service(web::resource("/collections/{id}").route(web::get().to(show)));
}

async fn show(visit: Visit, id: Path<String>) -> Result<HttpResponse, Error> {
    let found = visit.app.store.collection(&id.0).await.map_err(Problem::from)?;
    let missing = || Problem::not_found("collection");
    let found = found.filter(|collection| collection.draft.published).ok_or_else(missing)?;
    let address = format!("/collections/{}", found.slug);
    if found.slug != id.0 {
        return Ok(see_other(&address));
    }
    let catalogue = &visit.app.catalogue;
    let hanging = found.draft.works.iter().filter_map(|id| catalogue.by_id(*id));
    let view = CollectionPage {
        works: hanging.map(|entry| works::card(catalogue, &entry.record)).collect(),
        chrome: visit.chrome().await,
        title: found.draft.title.clone(),
        words: text::paragraphs(&found.draft.words),
        address: visit.own_address(&address),
    };
    Ok(page(&view)?)
}
