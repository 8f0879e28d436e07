//! What a client needs to know of the house before it starts: `/config`.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get};
use impasto_domain::address::Country;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::gateway::conditional;
use crate::gateway::problem::Problem;
use crate::gateway::shared::Shared;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(show);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show))]
pub struct Doc;

/// What a client needs to know of the house.
#[derive(Serialize, ToSchema)]
#[schema(as = HouseConfig)]
pub struct ConfigJson {
    /// The gallery's name.
    pub name: String,
    /// Whether this is the demonstration: nothing is charged.
    pub demo: bool,
    /// Who takes the money.
    pub providers: Vec<ProviderJson>,
    /// Currencies of prices, ISO 4217; the first is the default.
    pub currencies: Vec<String>,
    /// Languages; the first is the default.
    pub locales: Vec<String>,
    /// Where parcels can go, ISO 3166-1 alpha-2.
    pub countries: Vec<&'static str>,
    /// Minutes that a hold lasts.
    pub hold_minutes: u32,
    /// How long holds last.
    pub holds: HoldTimesJson,
    /// What one client may do.
    pub limits: LimitsJson,
    /// Key for web push; null where the house sends none.
    pub vapid_public_key: Option<String>,
}

/// Who takes the money.
#[derive(Serialize, ToSchema)]
pub struct ProviderJson {
    /// `test`, `stripe`, `paypal`.
    pub name: String,
    /// The key that browsers use.
    pub publishable_key: Option<String>,
}

/// How long holds last, in seconds.
#[derive(Serialize, ToSchema)]
pub struct HoldTimesJson {
    /// A new hold.
    pub ttl_s: u32,
    /// The one extension.
    pub extension_s: u32,
    /// At least, from the start of a payment.
    pub payment_extension_s: u32,
}

/// What one client may do; null is unlimited.
#[derive(Serialize, ToSchema)]
pub struct LimitsJson {
    /// Works a visitor may hold at once.
    pub holds_per_visitor: Option<u32>,
    /// Copies that one line of a cart may ask for.
    pub copies_per_line: u32,
    /// The largest JSON body, in bytes.
    pub json_bytes: usize,
    /// The largest image file, in bytes.
    pub image_bytes: usize,
    /// The most pixels of an image.
    pub image_pixels: u64,
    /// Items of a page of a list.
    pub page_items: u32,
}

/// Providers, currencies, languages, countries, holds and limits.
#[utoipa::path(get, path = "/api/v1/config", tag = "house", 
    responses((status = 200, body = ConfigJson), (status = 304)))]
#[get("/config")]
async fn show(request: HttpRequest, app: Data<App>, shared: Data<Shared>) -> Result<HttpResponse, Problem> {
    let config = &shared.config;
    let publishable = |name: &str| match name {
        "stripe" => config.payments.stripe.publishable_key.clone(),
        "paypal" => config.payments.paypal.client_id.clone(),
        _ => None,
    };
    let providers = app.providers.iter();
    // As staff have set them, else as configured.
    let holds = app.rules().holds;
    let answer = ConfigJson {
        name: shared.profile.site_name(&config.site.name),
        demo: shared.is_demo,
        providers: providers
            .map(|name| ProviderJson { name: (*name).to_owned(), publishable_key: publishable(name) })
            .collect(),
        currencies: config.site.currencies.clone(),
        locales: config.site.locales.clone(),
        countries: Country::all().collect(),
        hold_minutes: holds.ttl_s.div_ceil(60),
        holds: HoldTimesJson {
            ttl_s: holds.ttl_s,
            extension_s: holds.extension_s,
            payment_extension_s: holds.payment_extension_s,
        },
        limits: LimitsJson {
            holds_per_visitor: config.limits.visitor_works_max(),
            copies_per_line: config.limits.copies_per_line,
            json_bytes: config.limits.json_bytes,
            image_bytes: config.media.max_bytes,
            image_pixels: config.media.max_pixels,
            page_items: 100,
        },
        vapid_public_key: None,
    };
    conditional::json(&request, "public, max-age=60", &answer)
}
