//! Works as everybody reads them: the list with facets, one work, artists.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get};
use bytes::{BufMut, Bytes, BytesMut};
use impasto_domain::edition::EditionKind;
use impasto_domain::ids::ArtworkId;
use impasto_domain::read::ArtworkRecord;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::shapes::{ArtistJson, ArtworkJson, PageJson};
use crate::app::App;
use crate::catalogue::{
    ColourWish, Entry, FacetCount, Found, Likeness, PriceBand, Query as CatalogueQuery, SizeBand, Sort,
};
use crate::gateway::conditional;
use crate::gateway::fields::Fields;
use crate::gateway::params::{Limit, Paging, Path, Query};
use crate::gateway::problem::Problem;
use crate::identity::Identity;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(list).service(show).service(similar).service(artists).service(artist);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, show, similar, artists, artist))]
pub struct Doc;

/// What can be asked of the list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Words to look for, those in quotes as they stand. The last one may be begun only; case and diacritics do not count,
    /// and where a word is not known, one that differs in a letter (from 8 letters on in two) is looked for.
    pub q: Option<String>,
    /// Medium.
    pub medium: Option<String>,
    /// One of its styles.
    pub style: Option<String>,
    /// One of its subjects.
    pub subject: Option<String>,
    /// `#rrggbb` or an English colour name.
    pub colour: Option<String>,
    /// Slug or id.
    pub artist: Option<String>,
    /// Slug or id.
    pub seller: Option<String>,
    /// Minor units.
    pub price_min: Option<i64>,
    /// Minor units.
    pub price_max: Option<i64>,
    /// A band of prices as the facet names it, `from-below` in minor units.
    pub price: Option<String>,
    /// `small` (the longer side under 40 cm), `medium` (under 100 cm), `large` (under 160 cm) or `oversized`.
    pub size: Option<String>,
    /// Centimetres.
    pub width_min: Option<f64>,
    /// Centimetres.
    pub width_max: Option<f64>,
    /// Centimetres.
    pub height_min: Option<f64>,
    /// Centimetres.
    pub height_max: Option<f64>,
    /// `unique`, `limited` or `open`.
    pub edition: Option<String>,
    /// Only what can be put into a cart now (or only what cannot).
    pub available: Option<bool>,
    /// `relevance`, `newest`, `price`, `-price`, `size` or `popular`.
    pub sort: Option<String>,
    /// Works a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Limit,
    /// Where to go on.
    pub cursor: Option<String>,
}

impl ListQuery {
    /// The query of the catalogue.
    ///
    /// # Errors
    /// 422 with every parameter that does not fit.
    pub fn check(&self) -> Result<CatalogueQuery, Problem> {
        let mut fields = Fields::new();
        let text = |fields: &mut Fields, pointer: &str, value: &Option<String>| {
            fields.optional_line(pointer, value.as_deref(), 200)
        };
        let colour = text(&mut fields, "/colour", &self.colour);
        let parsed_colour = colour.as_deref().and_then(ColourWish::parse);
        fields.check(colour.is_none() || parsed_colour.is_some(), "/colour", "must be #rrggbb or a colour's name");
        let edition = self.edition.as_deref().filter(|kind| !kind.is_empty());
        let kind = edition.and_then(EditionKind::parse);
        fields.check(edition.is_none() || kind.is_some(), "/edition", "must be unique, limited or open");
        let band = self.price.as_deref().filter(|band| !band.is_empty());
        let price = band.and_then(PriceBand::parse);
        fields.check(band.is_none() || price.is_some(), "/price", "must be a band of prices: from-below");
        let name = self.size.as_deref().filter(|name| !name.is_empty());
        let size = name.and_then(SizeBand::parse);
        fields.check(name.is_none() || size.is_some(), "/size", "must be small, medium, large or oversized");
        let order = self.sort.as_deref().filter(|sort| !sort.is_empty());
        let sort = order.and_then(Sort::parse);
        fields.check(order.is_none() || sort.is_some(), "/sort", "is not an order of this list");
        let after = self.cursor.clone().filter(|cursor| !cursor.is_empty());
        fields.check(after.as_deref().is_none_or(Found::is_cursor), "/cursor", "is not a cursor of this list");
        for (pointer, price) in [("/price_min", self.price_min), ("/price_max", self.price_max)] {
            fields.check(price.is_none_or(|price| price >= 0), pointer, "must not be negative");
        }
        let query = CatalogueQuery {
            text: text(&mut fields, "/q", &self.q),
            medium: text(&mut fields, "/medium", &self.medium),
            style: text(&mut fields, "/style", &self.style),
            subject: text(&mut fields, "/subject", &self.subject),
            colour: parsed_colour,
            artist: text(&mut fields, "/artist", &self.artist),
            seller: text(&mut fields, "/seller", &self.seller),
            price_min_minor: self.price_min,
            price_max_minor: self.price_max,
            price,
            size,
            width_min_tenth_mm: length(&mut fields, "/width_min", self.width_min),
            width_max_tenth_mm: length(&mut fields, "/width_max", self.width_max),
            height_min_tenth_mm: length(&mut fields, "/height_min", self.height_min),
            height_max_tenth_mm: length(&mut fields, "/height_max", self.height_max),
            edition: kind,
            available: self.available,
            sort: sort.unwrap_or_default(),
            after,
            limit: self.limit.0 as usize,
        };
        fields.finish()?;
        Ok(query)
    }
}

/// A page of published works. Written from parts that are kept rendered; this is their description.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes what `list` writes")]
pub struct ArtworksJson {
    /// The works of the page.
    items: Vec<ArtworkJson>,
    /// By filter, its choices and how many works each would leave.
    facets: BTreeMap<String, Vec<FacetCount>>,
    /// Where the next page starts; null on the last one.
    next_cursor: Option<String>,
    /// How many works there are on all pages.
    total: usize,
    /// What was probably meant in place of a misspelt word: where works are found, they are of this; where none are, it
    /// would find some. Null without such a word.
    did_you_mean: Option<String>,
}

/// Published works with facets, from memory.
#[utoipa::path(get, path = "/api/v1/artworks", tag = "artworks", params(ListQuery),
    responses((status = 200, body = ArtworksJson), (status = 304), (status = 422)))]
#[get("/artworks")]
async fn list(app: Data<App>, request: HttpRequest, query: Query<ListQuery>) -> Result<HttpResponse, Problem> {
    let wanted = query.0.check()?;
    let found = app.catalogue.listing(request.query_string(), || write_list(&app, &wanted))?;
    Ok(conditional::answer(&request, &found.etag, "no-cache", |answer| {
        answer.content_type("application/json").body(found.body.clone())
    }))
}

/// The list in JSON, put together from works that are rendered already.
fn write_list(app: &App, wanted: &CatalogueQuery) -> Result<Bytes, Problem> {
    let found = app.catalogue.search(wanted);
    let tail = json!({
        "facets": found.facets,
        "next_cursor": found.next_cursor,
        "total": found.total,
        "did_you_mean": found.did_you_mean,
    });
    let tail = tail.to_string();
    let rendered: Vec<_> = found.items.iter().map(|entry| app.catalogue.render(entry)).collect();
    let bytes: usize = rendered.iter().map(|work| work.json.len() + 1).sum();
    let mut body = BytesMut::with_capacity(bytes + tail.len() + 16);
    body.put_slice(b"{\"items\":[");
    for (place, work) in rendered.iter().enumerate() {
        if place > 0 {
            body.put_u8(b',');
        }
        body.put_slice(&work.json);
    }
    body.put_slice(b"],");
    body.put_slice(tail.get(1..).unwrap_or_default().as_bytes());
    Ok(body.freeze())
}

/// One work, by id or slug. Unpublished ones only for their seller and for moderators.
#[utoipa::path(get, path = "/api/v1/artworks/{id}", tag = "artworks", params(("id" = String, Path, description = "id or slug")),
    responses((status = 200, body = ArtworkJson), (status = 304), (status = 404)))]
#[get("/artworks/{id}")]
async fn show(app: Data<App>, request: HttpRequest, who: Identity, id: Path<String>) -> Result<HttpResponse, Problem> {
    let entry = match Uuid::parse_str(&id.0) {
        Ok(id) => app.catalogue.by_id(ArtworkId(id)),
        Err(_) => app.catalogue.by_slug(&id.0),
    };
    let Some(entry) = entry else {
        let record = hidden(&app, &who, &id.0).await?;
        return Ok(conditional::answer(&request, &etag_of(&record), "private, no-cache", |answer| {
            answer.json(own_shape(&app, &record))
        }));
    };
    let work = app.catalogue.render(&entry);
    Ok(conditional::answer(&request, &work.etag, "no-cache", |answer| {
        answer.content_type("application/json").body(work.json.clone())
    }))
}

/// The most works that are told to be like another one.
const SIMILAR_MAX: usize = 24;

/// A work that is like another one.
#[derive(Debug, Serialize, ToSchema)]
pub struct SimilarJson {
    /// The work.
    #[serde(flatten)]
    pub artwork: ArtworkJson,
    /// What counts most of what they have in common: `same_artist`, `same_style`, `same_subject`, `similar_colours`,
    /// `same_medium` or `similar_price`.
    pub reason: &'static str,
}

/// Works like this one that can be put into a cart now, the most alike first, each with the reason.
#[utoipa::path(get, path = "/api/v1/artworks/{id}/similar", tag = "artworks",
    params(("id" = String, Path, description = "id or slug"), Paging),
    responses((status = 200, body = PageJson<SimilarJson>), (status = 304), (status = 404), (status = 422)))]
#[get("/artworks/{id}/similar")]
async fn similar(
    app: Data<App>,
    request: HttpRequest,
    who: Identity,
    id: Path<String>,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let entry = match Uuid::parse_str(&id.0) {
        Ok(id) => app.catalogue.by_id(ArtworkId(id)),
        Err(_) => app.catalogue.by_slug(&id.0),
    };
    let record = match entry {
        Some(entry) => Arc::clone(&entry.record),
        None => Arc::new(hidden(&app, &who, &id.0).await?),
    };
    let works = app.catalogue.similar(&record, SIMILAR_MAX);
    let shape = |(entry, why): &(Arc<Entry>, Likeness)| SimilarJson {
        artwork: ArtworkJson::of(&entry.record, &|key| app.catalogue.public_url(key)),
        reason: why.word(),
    };
    let items = works.iter().map(shape).collect();
    let page = PageJson::cut(items, &paging.0, |similar: &SimilarJson| similar.artwork.id)?;
    conditional::json(&request, "no-cache", &page)
}

/// Artists with published works.
#[utoipa::path(get, path = "/api/v1/artists", tag = "artworks", params(Paging),
    responses((status = 200, body = PageJson<ArtistJson>), (status = 304), (status = 422)))]
#[get("/artists")]
async fn artists(app: Data<App>, request: HttpRequest, paging: Query<Paging>) -> Result<HttpResponse, Problem> {
    let page = app.store.artists(paging.0.cursor.as_deref(), paging.0.limit.0).await?;
    conditional::json(&request, "no-cache", &PageJson::of(&page, ArtistJson::from))
}

/// One artist, by id or slug.
#[utoipa::path(get, path = "/api/v1/artists/{id}", tag = "artworks", params(("id" = String, Path, description = "id or slug")),
    responses((status = 200, body = ArtistJson), (status = 304), (status = 404)))]
#[get("/artists/{id}")]
async fn artist(app: Data<App>, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    let record = app.store.artist(&id.0).await?.ok_or_else(|| Problem::not_found("artist"))?;
    conditional::json(&request, "no-cache", &ArtistJson::from(&record))
}

/// The shape of a work for its seller and for staff.
#[must_use]
pub fn own_shape(app: &App, record: &ArtworkRecord) -> ArtworkJson {
    let shape = ArtworkJson::of(record, &|key| app.catalogue.public_url(key));
    ArtworkJson { rejection: record.rejection.clone().filter(|_| !record.status.is_public()), ..shape }
}

/// The entity tag of a work: its revision comes first, so that an edit can be told from a sale.
#[must_use]
pub fn etag_of(record: &ArtworkRecord) -> String {
    format!("\"{}.{}.{}\"", record.revision, record.version, record.wishlisted)
}

/// A work that is not in the catalogue: one that hangs since a moment ago, perhaps by another node, for all; one that
/// does not hang for its seller and for moderators.
///
/// # Errors
/// 404 for everybody else.
pub async fn hidden(app: &App, who: &Identity, id: &str) -> Result<ArtworkRecord, Problem> {
    let missing = || Problem::not_found("artwork");
    let record = app.store.artwork(id).await?.ok_or_else(missing)?;
    if record.status.is_public() {
        app.hang(record.clone()).await?;
        return Ok(record);
    }
    let user = who.user.as_ref().ok_or_else(missing)?;
    let own = user.seller_id.is_some_and(|seller| seller == record.seller.id);
    let moderator = user.may(impasto_domain::identity::Permission::Moderate);
    if own || moderator { Ok(record) } else { Err(missing()) }
}

fn length(fields: &mut Fields, pointer: &str, cm: Option<f64>) -> Option<u32> {
    let cm = cm?;
    let good = cm.is_finite() && (0.0..=100_000.0).contains(&cm);
    fields.check(good, pointer, "must be a length in centimetres");
    // In range by the check above; a refused one is never used.
    good.then_some((cm * 100.0).round() as u32)
}
