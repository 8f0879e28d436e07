//! Suggestions as one types.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get};
use impasto_domain::read::ArtworkRecord;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::gateway::conditional;
use crate::gateway::fields::Fields;
use crate::gateway::params::Query;
use crate::gateway::problem::Problem;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(suggest);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(suggest))]
pub struct Doc;

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Typed {
    /// The text so far.
    pub q: String,
}

/// What to suggest, a few of each.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SuggestionsJson {
    /// Artists whose names have the words.
    pub artists: Vec<ArtistSuggestionJson>,
    /// The works that match best.
    pub artworks: Vec<ArtworkSuggestionJson>,
    /// Texts to look for that go on from what was typed.
    pub words: Vec<String>,
}

/// An artist.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ArtistSuggestionJson {
    /// Address on the storefront.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Published works.
    pub works: usize,
}

/// A work.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ArtworkSuggestionJson {
    /// The work.
    pub id: Uuid,
    /// Its address on the storefront.
    pub slug: String,
    /// Title.
    pub title: String,
    /// The artist's name.
    pub artist: String,
    /// Its first image, small; null without one.
    pub image: Option<ThumbnailJson>,
}

/// A small image.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ThumbnailJson {
    /// Where it is.
    pub url: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// For how long a browser may show again what it was told, seconds: people go back and forth while they type.
const KEPT: &str = "public, max-age=15";

/// Artists, works and words for what was typed so far, from memory.
#[utoipa::path(get, path = "/api/v1/search/suggest", tag = "artworks", params(Typed),
    responses((status = 200, body = SuggestionsJson), (status = 304), (status = 422)))]
#[get("/search/suggest")]
async fn suggest(app: Data<App>, request: HttpRequest, query: Query<Typed>) -> Result<HttpResponse, Problem> {
    let mut fields = Fields::new();
    let typed = fields.optional_line("/q", Some(&query.0.q), 200).unwrap_or_default();
    fields.finish()?;
    let told = app.catalogue.suggest(&typed);
    let artists = told.artists.into_iter();
    let answer = SuggestionsJson {
        artists: artists
            .map(|artist| ArtistSuggestionJson { slug: artist.slug, name: artist.name, works: artist.works })
            .collect(),
        artworks: told.works.iter().map(|work| suggested(&app, work)).collect(),
        words: told.words,
    };
    conditional::json(&request, KEPT, &answer)
}

fn suggested(app: &App, work: &ArtworkRecord) -> ArtworkSuggestionJson {
    let smallest = work.images.first().and_then(|image| {
        let jpegs = image.variants.iter().filter(|variant| variant.content_type == "image/jpeg");
        jpegs.min_by_key(|variant| variant.width_px)
    });
    ArtworkSuggestionJson {
        id: work.id.0,
        slug: work.slug.clone(),
        title: work.text.title.clone(),
        artist: work.artist.name.clone(),
        image: smallest.map(|variant| ThumbnailJson {
            url: app.catalogue.public_url(&variant.key),
            width: variant.width_px,
            height: variant.height_px,
        }),
    }
}
