//! The house's picture of itself: `PUT` and `DELETE /admin/settings/logo`.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, delete, put};
use impasto_domain::settings::{LOGO, Logo};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::write::{as_json, submit};
use crate::app::App;
use crate::gateway::Upload;
use crate::gateway::problem::Problem;
use crate::gateway::request_key::{Key, RequestKey};
use crate::gateway::shared::Shared;
use crate::identity::{Allowed, Claims, permission};

/// Pixels that a logo has across, at least, if its file has them.
const LOGO_PX: u32 = 320;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(put_logo).service(remove_logo);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(put_logo, remove_logo))]
pub struct Doc;

/// A picture of the house.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes a multipart form")]
struct LogoForm {
    /// JPEG, PNG, WebP or TIFF.
    #[schema(format = Binary, value_type = String)]
    file: Vec<u8>,
}

/// The house's picture of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LogoJson {
    /// Its address.
    pub url: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Gives the house a picture of itself, which stands in the head of every page.
#[utoipa::path(put, path = "/api/v1/admin/settings/logo", tag = "admin",
    request_body(content = LogoForm, content_type = "multipart/form-data"),
    responses((status = 200, body = LogoJson), (status = 401), (status = 403), (status = 413), (status = 415),
        (status = 422)))]
#[put("/admin/settings/logo")]
async fn put_logo(
    app: Data<App>,
    shared: Data<Shared>,
    who: Allowed<permission::SettingsManage>,
    upload: Upload,
) -> Result<HttpResponse, Problem> {
    let logo = take_logo(&app, &shared, &who, upload, None).await?;
    let url = app.catalogue.public_url(&logo.key);
    Ok(HttpResponse::Ok().json(LogoJson { url, width: logo.width_px, height: logo.height_px }))
}

/// Takes the house's picture away: its name stands in its place.
#[utoipa::path(delete, path = "/api/v1/admin/settings/logo", tag = "admin",
    responses((status = 204), (status = 401), (status = 403)))]
#[delete("/admin/settings/logo")]
async fn remove_logo(
    app: Data<App>,
    shared: Data<Shared>,
    who: Allowed<permission::SettingsManage>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    drop_logo(&app, &shared, &who, None, key.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Stores a picture and makes it the house's.
///
/// # Errors
/// 413, 415, 422 for what is no acceptable image, 412 for another version than the stored one, 503.
pub async fn take_logo(
    app: &App,
    shared: &Shared,
    by: &Claims,
    upload: Upload,
    version: Option<i64>,
) -> Result<Logo, Problem> {
    let image = app.studio_media.take_in(app.mint(), upload, String::new()).await?;
    // The narrowest that is sharp on a fine display, else the widest there is.
    let wanted = image.variants.iter().filter(|variant| variant.content_type == "image/webp");
    let wanted = wanted.min_by_key(|variant| (variant.width_px < LOGO_PX, variant.width_px));
    let variant = wanted.ok_or_else(|| Problem::field("/file", "has no picture in it"))?;
    let logo = Logo { key: variant.key.clone(), width_px: variant.width_px, height_px: variant.height_px };
    submit(app, shared, by, vec![(LOGO.to_owned(), as_json(&logo)?)], version, None).await?;
    Ok(logo)
}

/// Takes the house's picture away.
///
/// # Errors
/// 412 for another version than the stored one, 503.
pub async fn drop_logo(
    app: &App,
    shared: &Shared,
    by: &Claims,
    version: Option<i64>,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    submit(app, shared, by, vec![(LOGO.to_owned(), Value::Null)], version, key).await
}
