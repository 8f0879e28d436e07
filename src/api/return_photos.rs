//! Photographs of damage: taken from the buyer, shown to the seller of that part and to staff only.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use impasto_domain::ids::{OrderId, PhotoId, ReturnId, SellerOrderId};
use impasto_domain::order::Order;
use impasto_domain::ports::MediaArea;
use impasto_domain::returns::{PHOTOS_MAX, Return, ReturnKind, ReturnPhoto};

use super::returns::own;
use super::shapes::ReturnJson;
use super::shipments::own_part;
use super::studio::seller_of;
use crate::app::App;
use crate::gateway::Upload;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::gateway::shared::Shared;
use crate::identity::{Allowed, Viewer, permission};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(add).service(of_seller).service(of_staff);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(add, of_seller, of_staff))]
pub struct Doc;

/// Adds a photograph to a report of damage, as the part `file`: JPEG, PNG, WebP or TIFF by content.
#[utoipa::path(post, path = "/api/v1/orders/{id}/returns/{return_id}/images", tag = "orders",
    params(("id" = uuid::Uuid, Path), ("return_id" = uuid::Uuid, Path)),
    request_body(content_type = "multipart/form-data", description = "file"),
    responses((status = 201, body = ReturnJson), (status = 404), (status = 409, description = "conflict for what was answered, or has enough of them"),
        (status = 413), (status = 415), (status = 422)))]
#[post("/orders/{id}/returns/{return_id}/images")]
async fn add(
    app: Data<App>,
    shared: Data<Shared>,
    viewer: Viewer,
    ids: Path<(OrderId, ReturnId)>,
    file: Upload,
) -> Result<HttpResponse, Problem> {
    let Path((order_id, return_id)) = ids;
    let order = own(&app, &shared, &viewer, order_id).await?;
    let order = add_photo(&app, &order, return_id, file).await?;
    let back = find(&order, return_id)?;
    Ok(HttpResponse::Created().json(ReturnJson::of(&order, back)))
}

/// A photograph of damage, for the seller of that part.
#[utoipa::path(get, path = "/api/v1/studio/orders/{seller_order_id}/returns/{return_id}/images/{photo_id}", tag = "studio",
    params(("seller_order_id" = uuid::Uuid, Path), ("return_id" = uuid::Uuid, Path), ("photo_id" = uuid::Uuid, Path)),
    responses((status = 200, content_type = "image/webp"), (status = 404)))]
#[get("/studio/orders/{seller_order_id}/returns/{return_id}/images/{photo_id}")]
async fn of_seller(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    ids: Path<(SellerOrderId, ReturnId, PhotoId)>,
) -> Result<HttpResponse, Problem> {
    let Path((part_id, return_id, photo_id)) = ids;
    let record = own_part(&app, seller_of(&who)?, part_id).await?;
    let back = record.returns.iter().find(|back| back.id == return_id);
    bytes(&app, back.ok_or_else(|| Problem::not_found("return"))?, photo_id).await
}

/// A photograph of damage, for staff.
#[utoipa::path(get, path = "/api/v1/admin/orders/{id}/returns/{return_id}/images/{photo_id}", tag = "admin",
    params(("id" = uuid::Uuid, Path), ("return_id" = uuid::Uuid, Path), ("photo_id" = uuid::Uuid, Path)),
    responses((status = 200, content_type = "image/webp"), (status = 404)))]
#[get("/admin/orders/{id}/returns/{return_id}/images/{photo_id}")]
async fn of_staff(
    app: Data<App>,
    _who: Allowed<permission::OrdersManage>,
    ids: Path<(OrderId, ReturnId, PhotoId)>,
) -> Result<HttpResponse, Problem> {
    let Path((order_id, return_id, photo_id)) = ids;
    let order = app.reads.order(order_id).await?.ok_or_else(|| Problem::not_found("order"))?;
    bytes(&app, find(&order, return_id)?, photo_id).await
}

/// Stores a photograph and adds it to a report of damage. The file comes first: one that nobody names is only space.
///
/// # Errors
/// 404, 409 as the engine says, 415 and 422 for what is not an acceptable image, 503.
pub async fn add_photo(app: &App, order: &Order, return_id: ReturnId, file: Upload) -> Result<Order, Problem> {
    let back = find(order, return_id)?;
    let key = file.key.clone().map(|key| key.of(order.head.owner));
    // The journal has the last word; this spares the work on a picture that has no place.
    let can_take = back.kind == ReturnKind::Damage && back.status.is_open() && back.photos.len() < PHOTOS_MAX;
    let id: PhotoId = app.mint();
    let (stored, content_type) = if can_take || key.is_some() {
        app.studio_media.take_private(&format!("photo{}", id.0.simple()), file).await?
    } else {
        (String::new(), String::new())
    };
    let photo = ReturnPhoto { id, key: stored, content_type };
    Ok(app.engine.orders().add_return_photo(order.head.id, return_id, photo, key).await?)
}

fn find(order: &Order, return_id: ReturnId) -> Result<&Return, Problem> {
    order.returns.iter().find(|back| back.id == return_id).ok_or_else(|| Problem::not_found("return"))
}

async fn bytes(app: &App, back: &Return, photo_id: PhotoId) -> Result<HttpResponse, Problem> {
    let missing = || Problem::not_found("photograph");
    let photo = back.photos.iter().find(|photo| photo.id == photo_id).ok_or_else(missing)?;
    let found = app.media.get(MediaArea::Private, &photo.key).await.map_err(crate::media::IntakeError::from)?;
    let bytes = found.ok_or_else(missing)?;
    Ok(HttpResponse::Ok()
        .content_type(photo.content_type.clone())
        .insert_header(("Cache-Control", "private, no-store"))
        .body(bytes.to_vec()))
}
