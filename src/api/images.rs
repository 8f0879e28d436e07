//! Images of a work: upload by multipart, order and words, removal.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, delete, patch, post};
use bytes::Bytes;
use impasto_domain::command::Command;
use impasto_domain::edit::{Edit, ImageRow};
use impasto_domain::ids::{ArtworkId, ImageId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::shapes::ImageJson;
use super::studio::own;
use crate::app::App;
use crate::gateway::Upload;
use crate::gateway::fields::Fields;
use crate::gateway::json::Body;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::identity::{Allowed, permission};

/// The most images of a work.
const IMAGES_MAX: usize = 30;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(upload).service(change).service(remove);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(upload, change, remove))]
pub struct Doc;

/// What changes of an image.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ImagePatch {
    /// Words for those who do not see it.
    pub alt: Option<String>,
    /// Its place, 0-based.
    pub position: Option<u32>,
}

/// Takes an image as the part `file`. JPEG, PNG, WebP or TIFF by content.
#[utoipa::path(post, path = "/api/v1/artworks/{id}/images", tag = "studio", params(("id" = uuid::Uuid, Path)),
    request_body(content_type = "multipart/form-data", description = "file"),
    responses((status = 201, body = ImageJson), (status = 413), (status = 415), (status = 422)))]
#[post("/artworks/{id}/images")]
async fn upload(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    id: Path<ArtworkId>,
    upload: Upload,
) -> Result<HttpResponse, Problem> {
    let record = own(&app, &who, id.0).await?;
    let image = add_image(&app, &record, upload.bytes.clone()).await?;
    Ok(HttpResponse::Created().json(ImageJson::of(&image, &|key| app.catalogue.public_url(key))))
}

/// Changes the words or the place of an image.
#[utoipa::path(patch, path = "/api/v1/artworks/{id}/images/{image_id}", tag = "studio", request_body = ImagePatch,
    params(("id" = uuid::Uuid, Path), ("image_id" = uuid::Uuid, Path)), responses((status = 200, body = ImageJson)))]
#[patch("/artworks/{id}/images/{image_id}")]
async fn change(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    ids: Path<(ArtworkId, ImageId)>,
    body: Body<ImagePatch>,
) -> Result<HttpResponse, Problem> {
    let Path((artwork_id, image_id)) = ids;
    let record = own(&app, &who, artwork_id).await?;
    let mut fields = Fields::new();
    let alt = body.value.alt.as_deref().map(|alt| fields.optional_line("/alt", Some(alt), 500).unwrap_or_default());
    fields.finish()?;
    let seller_id = Some(record.seller.id);
    let edit = Edit::EditImage { artwork_id, seller_id, image_id, alt, position: body.value.position };
    app.journal.submit(Command::Edit(Box::new(edit)).into()).await?;
    app.refresh(artwork_id).await?;
    let record = app.store.artwork(&artwork_id.to_string()).await?.ok_or_else(|| Problem::not_found("artwork"))?;
    let image = record.images.iter().find(|image| image.id == image_id).ok_or_else(|| Problem::not_found("image"))?;
    Ok(HttpResponse::Ok().json(ImageJson::of(image, &|key| app.catalogue.public_url(key))))
}

/// Takes an image away.
#[utoipa::path(delete, path = "/api/v1/artworks/{id}/images/{image_id}", tag = "studio",
    params(("id" = uuid::Uuid, Path), ("image_id" = uuid::Uuid, Path)), responses((status = 204)))]
#[delete("/artworks/{id}/images/{image_id}")]
async fn remove(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    ids: Path<(ArtworkId, ImageId)>,
) -> Result<HttpResponse, Problem> {
    let Path((artwork_id, image_id)) = ids;
    let record = own(&app, &who, artwork_id).await?;
    let edit = Edit::RemoveImage { artwork_id, seller_id: Some(record.seller.id), image_id };
    app.journal.submit(Command::Edit(Box::new(edit)).into()).await?;
    app.refresh(artwork_id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Derives, stores and notes an image of a work. Files come first, the row last: a file without a row is only space.
///
/// # Errors
/// 415 and 422 for what is not an acceptable image, 503 when the media store is away.
pub async fn add_image(
    app: &App,
    record: &impasto_domain::read::ArtworkRecord,
    bytes: Bytes,
) -> Result<ImageRow, Problem> {
    if record.images.len() >= IMAGES_MAX {
        return Err(
            impasto_domain::refusal::Refusal::conflict(format!("A work has at most {IMAGES_MAX} images.")).into()
        );
    }
    let alt = format!("{} by {}", record.text.title, record.artist.name);
    let image = app.studio_media.take_in(app.mint(), bytes, alt).await?;
    let edit =
        Edit::AddImage { artwork_id: record.id, seller_id: Some(record.seller.id), image: Box::new(image.clone()) };
    app.journal.submit(Command::Edit(Box::new(edit)).into()).await?;
    app.refresh(record.id).await?;
    Ok(image)
}
