//! Images of a work: upload by multipart, order and words, removal.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, delete, patch, post};
use impasto_domain::command::{Command, IdempotencyKey, Submission};
use impasto_domain::edit::{Edit, IMAGES_MAX, ImageRow};
use impasto_domain::ids::{ArtworkId, ImageId};
use impasto_domain::read::ArtworkRecord;
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
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
use crate::gateway::request_key::Key;
use crate::identity::{Allowed, permission};

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
    /// Its place in the order, 0-based; one past the end is the end.
    pub order: Option<u32>,
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
    file: Upload,
) -> Result<HttpResponse, Problem> {
    let record = own(&app, &who, id.0).await?;
    let key = file.key.clone().map(|key| key.of_id(who.user_id.0));
    let image = add_image(&app, &record, file, key).await?;
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
    let edit = Edit::EditImage { artwork_id, seller_id, image_id, alt, position: body.value.order };
    let idempotency = body.key.map(|key| key.of_id(who.user_id.0));
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    app.refresh(artwork_id).await?;
    let image = image_of(&app, artwork_id, image_id).await?;
    Ok(HttpResponse::Ok().json(ImageJson::of(&image, &|key| app.catalogue.public_url(key))))
}

/// Takes an image away.
#[utoipa::path(delete, path = "/api/v1/artworks/{id}/images/{image_id}", tag = "studio",
    params(("id" = uuid::Uuid, Path), ("image_id" = uuid::Uuid, Path)), responses((status = 204)))]
#[delete("/artworks/{id}/images/{image_id}")]
async fn remove(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    ids: Path<(ArtworkId, ImageId)>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    let Path((artwork_id, image_id)) = ids;
    let record = own(&app, &who, artwork_id).await?;
    let edit = Edit::RemoveImage { artwork_id, seller_id: Some(record.seller.id), image_id };
    let idempotency = key.0.map(|key| key.of_id(who.user_id.0));
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    app.refresh(artwork_id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Derives, stores and notes an image of a work. Files come first, the row last: a file without a row is only space.
/// A repeat under the same key answers the image that the first request made.
///
/// # Errors
/// 415 and 422 for what is not an acceptable image, 409 for one too many, 503 when the media store is away.
async fn add_image(
    app: &App,
    record: &ArtworkRecord,
    file: Upload,
    idempotency: Option<IdempotencyKey>,
) -> Result<ImageRow, Problem> {
    // The journal has the last word; this spares the work on a picture that has no place.
    if record.images.len() >= IMAGES_MAX && idempotency.is_none() {
        return Err(Refusal::conflict(format!("a work has at most {IMAGES_MAX} images")).into());
    }
    let alt = format!("{} by {}", record.text.title, record.artist.name);
    let image = app.studio_media.take_in(app.mint(), file, alt).await?;
    let edit =
        Edit::AddImage { artwork_id: record.id, seller_id: Some(record.seller.id), image: Box::new(image.clone()) };
    let reply = app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    app.refresh(record.id).await?;
    match reply {
        Reply::Id(id) if id == image.id.0 => Ok(image),
        Reply::Id(id) => image_of(app, record.id, ImageId(id)).await,
        other => Err(Problem::unexpected("an image", &other)),
    }
}

async fn image_of(app: &App, artwork_id: ArtworkId, image_id: ImageId) -> Result<ImageRow, Problem> {
    let record = app.store.artwork(&artwork_id.to_string()).await?.ok_or_else(|| Problem::not_found("artwork"))?;
    record.images.iter().find(|image| image.id == image_id).cloned().ok_or_else(|| Problem::not_found("image"))
}
