//! Wishlists and reviews.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, delete, get, post, put};
use impasto_domain::ids::{ArtworkId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shapes::{ArtworkJson, PageJson, ReviewJson};
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::json::Body;
use crate::gateway::params::{Paging, Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::Key;
use crate::identity::{Allowed, permission};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(list).service(wish).service(unwish).service(reviews).service(review);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, wish, unwish, reviews, review))]
pub struct Doc;

/// What somebody thinks of a work they bought.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewInput {
    /// 1 to 5.
    #[schema(minimum = 1, maximum = 5)]
    pub rating: u8,
    /// Words.
    #[schema(max_length = 5000)]
    pub text: String,
}

/// A review that was written.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WrittenReviewJson {
    /// The review.
    #[serde(flatten)]
    pub review: ReviewJson,
    /// Of what.
    pub artwork_id: uuid::Uuid,
}

/// The works on the caller's wishlist that hang, the newest wish first.
#[utoipa::path(get, path = "/api/v1/wishlist", tag = "me", params(Paging),
    responses((status = 200, body = PageJson<ArtworkJson>), (status = 401), (status = 422)))]
#[get("/wishlist")]
async fn list(
    app: Data<App>,
    who: Allowed<permission::Account>,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let page = app.store.wishlist(who.user_id, paging.0.cursor.as_deref(), paging.0.limit.0).await?;
    let works = page.items.iter().filter_map(|id| app.catalogue.by_id(*id));
    let items = works.map(|entry| ArtworkJson::of(&entry.record, &|key| app.catalogue.public_url(key))).collect();
    Ok(HttpResponse::Ok().json(PageJson { items, next_cursor: page.next_cursor, total: page.total }))
}

/// Puts a work on the wishlist; repeating it is harmless.
#[utoipa::path(put, path = "/api/v1/wishlist/{artwork_id}", tag = "me", params(("artwork_id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 401), (status = 404)))]
#[put("/wishlist/{artwork_id}")]
async fn wish(
    app: Data<App>,
    who: Allowed<permission::Account>,
    artwork_id: Path<ArtworkId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    put_wish(&app, who.user_id, artwork_id.0, true, key).await
}

/// Takes a work off the wishlist; repeating it is harmless.
#[utoipa::path(delete, path = "/api/v1/wishlist/{artwork_id}", tag = "me", params(("artwork_id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 401), (status = 404)))]
#[delete("/wishlist/{artwork_id}")]
async fn unwish(
    app: Data<App>,
    who: Allowed<permission::Account>,
    artwork_id: Path<ArtworkId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    put_wish(&app, who.user_id, artwork_id.0, false, key).await
}

/// Reviews of a work, newest first.
#[utoipa::path(get, path = "/api/v1/artworks/{id}/reviews", tag = "artworks", params(("id" = uuid::Uuid, Path), Paging),
    responses((status = 200, body = PageJson<ReviewJson>), (status = 404), (status = 422)))]
#[get("/artworks/{id}/reviews")]
async fn reviews(app: Data<App>, id: Path<ArtworkId>, paging: Query<Paging>) -> Result<HttpResponse, Problem> {
    if app.catalogue.by_id(id.0).is_none() {
        return Err(Problem::not_found("artwork"));
    }
    let page = app.store.reviews_of(id.0, paging.0.cursor.as_deref(), paging.0.limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, ReviewJson::from)))
}

/// A review by a verified buyer, once.
#[utoipa::path(post, path = "/api/v1/artworks/{id}/reviews", tag = "me", request_body = ReviewInput,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 201, body = WrittenReviewJson), (status = 401),
        (status = 403, description = "forbidden: only who bought the work"), (status = 404),
        (status = 409, description = "conflict: there is a review of yours already"), (status = 422)))]
#[post("/artworks/{id}/reviews")]
async fn review(
    app: Data<App>,
    who: Allowed<permission::Account>,
    id: Path<ArtworkId>,
    body: Body<ReviewInput>,
) -> Result<HttpResponse, Problem> {
    let mut fields = Fields::new();
    fields.range("/rating", body.value.rating, 1..=5);
    let text = fields.prose("/text", &body.value.text, 5_000);
    fields.finish()?;
    let key = body.key.map(|key| key.of_id(who.user_id.0));
    let written = app.review(who.user_id, id.0, body.value.rating, text, key).await?;
    let record = app.store.review(written).await?.ok_or_else(|| Problem::not_found("review"))?;
    let shape = WrittenReviewJson { review: ReviewJson::from(&record), artwork_id: id.0.0 };
    Ok(HttpResponse::Created().json(shape))
}

async fn put_wish(
    app: &App,
    user_id: UserId,
    artwork_id: ArtworkId,
    wished: bool,
    key: Key,
) -> Result<HttpResponse, Problem> {
    app.wish(user_id, artwork_id, wished, key.0.map(|key| key.of_id(user_id.0))).await?;
    Ok(HttpResponse::NoContent().finish())
}
