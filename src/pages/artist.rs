//! An artist: `GET /artists/{slug or id}`. The words from the database, the works from memory.
//! It does not know the seller behind the artist.

use actix_web::HttpResponse;
use actix_web::web::{self, ServiceConfig};
use impasto_domain::read::ArtistRecord;

use super::gallery::WORKS_A_PAGE;
use super::typed::Typed;
use super::views::artist::ArtistPage;
use super::views::share::Share;
use super::views::text;
use super::visit::{Visit, page};
use super::wishlist::Wishes;
use super::{countries, works};
use crate::catalogue::{Found, Query, Sort};
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::words::t;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service.service(web::resource("/artists/{id}").route(web::get().to(show)));
}

async fn show(visit: Visit, id: Path<String>) -> Result<HttpResponse, Problem> {
    let artist = visit.app.store.artist(&id.0).await?.ok_or_else(|| Problem::not_found("artist"))?;
    let slug = &artist.name.slug;
    let cursor = Typed::of_query(visit.request()).given("cursor");
    let catalogue = &visit.app.catalogue;
    let found = catalogue.search(&Query {
        artist: Some(slug.clone()),
        sort: Sort::Newest,
        after: cursor.filter(|cursor| Found::is_cursor(cursor)),
        limit: WORKS_A_PAGE,
        ..Query::default()
    });
    let picture = found.items.iter().find_map(|entry| works::first_picture(catalogue, &entry.record));
    let mut view = ArtistPage {
        chrome: visit.chrome().await,
        name: artist.name.name.clone(),
        life: life(&artist),
        biography: text::paragraphs(&artist.bio),
        portrait: None,
        works: found.items.iter().map(|entry| works::card(catalogue, &entry.record)).collect(),
        total: Some(t("count-works").with("count", found.total).into()),
        next_url: found.next_cursor.as_deref().map(|cursor| {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("cursor", cursor).finish();
            format!("/artists/{slug}?{query}")
        }),
        share: Share {
            address: visit.own_address(&format!("/artists/{slug}")),
            title: artist.name.name.clone(),
            summary: t("gallery-artist-summary").with("artist", &artist.name.name).into(),
            image_url: picture.as_ref().map(|picture| visit.full_address(&picture.full)).unwrap_or_default(),
            image_alt: picture.map(|picture| picture.alt).unwrap_or_default(),
        },
    };
    Wishes::of(&visit).await?.mark(view.works.iter_mut());
    page(&view)
}

/// `Born 1974, Portugal`; empty when nothing is known.
fn life(artist: &ArtistRecord) -> String {
    let country = artist.country.map(countries::name).filter(|name| !name.is_empty());
    let year = artist.born.map(|year| year.to_string());
    match (year, country) {
        (Some(year), Some(country)) => t("gallery-artist-life").with("year", year).with("country", country).into(),
        (Some(year), None) => t("gallery-artist-born").with("year", year).into(),
        (None, Some(country)) => country.to_owned(),
        (None, None) => String::new(),
    }
}
