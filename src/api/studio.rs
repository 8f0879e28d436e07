//! The studio: works of the own seller, their editions and status, sales.

use actix_web::http::header::{ETAG, IF_MATCH};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};
use impasto_domain::artwork::{ArtworkMove, ArtworkStatus};
use impasto_domain::command::{Command, StockChange, Submission};
use impasto_domain::edit::{ArtworkText, Edit};
use impasto_domain::identity::Permission;
use impasto_domain::ids::{ArtistId, ArtworkId, EditionId, SellerId};
use impasto_domain::read::ArtworkRecord;
use impasto_domain::refusal::Refusal;
use serde::Deserialize;
use utoipa::ToSchema;

use super::artwork_input::{ArtworkInput, ArtworkPatch};
use super::artworks::{etag_of, own_shape};
use super::shapes::{ArtworkJson, PageJson, SaleJson, StockJson, SummaryJson};
use crate::app::App;
use crate::gateway::json::Body;
use crate::gateway::params::{Paging, Path, Query};
use crate::gateway::problem::{FieldError, Problem};
use crate::gateway::request_key::Key;
use crate::identity::{Allowed, Claims, permission};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service
        .service(create)
        .service(change)
        .service(archive)
        .service(mine)
        .service(submit)
        .service(pause)
        .service(resume)
        .service(restock)
        .service(sold_elsewhere)
        .service(sales)
        .service(summary);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(create, change, archive, mine, submit, pause, resume, restock, sold_elsewhere, sales, summary))]
pub struct Doc;

/// How many copies.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Copies {
    /// At least 1.
    #[schema(minimum = 1)]
    pub copies: u32,
}

/// A new work, as a draft.
#[utoipa::path(post, path = "/api/v1/artworks", tag = "studio", request_body = ArtworkInput,
    responses((status = 201, body = ArtworkJson)))]
#[post("/artworks")]
async fn create(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    body: Body<ArtworkInput>,
) -> Result<HttpResponse, Problem> {
    let seller_id = seller_of(&who)?;
    let id: ArtworkId = app.mint();
    let (text, editions) = body.value.check(&app, id)?;
    let artist_id = body.value.artist_id.map(ArtistId);
    let slug = crate::identity::slug(&text.title);
    let edit =
        Edit::CreateArtwork { id, seller_id, artist_id, slug, text: Box::new(text), editions, images: Vec::new() };
    let key = body.key.map(|key| key.of_id(who.user_id.0));
    let submission = Submission { command: Command::Edit(Box::new(edit)), idempotency: key };
    // A repeat with the same key answers the work that the first one made.
    let id = match app.journal.submit(submission).await? {
        impasto_domain::reply::Reply::Slug(slug) => slug,
        _ => id.to_string(),
    };
    let record = app.store.artwork(&id).await?.ok_or_else(|| Problem::not_found("artwork"))?;
    Ok(HttpResponse::Created().insert_header((ETAG, etag_of(&record))).json(own_shape(&app, &record)))
}

/// Changes a work. With `If-Match` only the version that was read.
#[utoipa::path(patch, path = "/api/v1/artworks/{id}", tag = "studio", request_body = ArtworkPatch,
    params(("id" = uuid::Uuid, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = ArtworkJson), (status = 412)))]
#[patch("/artworks/{id}")]
async fn change(
    app: Data<App>,
    request: HttpRequest,
    who: Allowed<permission::Studio>,
    id: Path<ArtworkId>,
    body: Body<ArtworkPatch>,
) -> Result<HttpResponse, Problem> {
    let record = own(&app, &who, id.0).await?;
    let revision = revision_of(&request)?;
    let (text, editions, prices) = body.value.check(&app, &record)?;
    let edit = Edit::EditArtwork {
        id: id.0,
        seller_id: Some(record.seller.id),
        // Without If-Match the version that was just read: two edits at once do not undo each other.
        revision: Some(revision.unwrap_or(record.revision)),
        text: Box::new(text),
        editions,
        prices,
    };
    let key = body.key.map(|key| key.of_id(who.user_id.0));
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency: key }).await?;
    app.refresh(id.0).await?;
    answer(&app, id.0).await
}

/// Archives a work: it leaves the storefront for good. Refused while copies are held.
#[utoipa::path(delete, path = "/api/v1/artworks/{id}", tag = "studio", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 409, description = "conflict: copies are held")))]
#[delete("/artworks/{id}")]
async fn archive(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    id: Path<ArtworkId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    move_artwork(&app, &who, id.0, ArtworkMove::Archive, key).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The works of the own seller, whatever their status, newest first.
#[utoipa::path(get, path = "/api/v1/studio/artworks", tag = "studio", params(Paging),
    responses((status = 200, body = PageJson<ArtworkJson>)))]
#[get("/studio/artworks")]
async fn mine(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let seller_id = seller_of(&who)?;
    let page = app.store.artworks_of_seller(seller_id, paging.0.cursor.as_deref(), paging.0.limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, |record| own_shape(&app, record))))
}

/// Hands a work in: to a moderator, or straight to the storefront where moderation is off.
#[utoipa::path(post, path = "/api/v1/artworks/{id}/submit", tag = "studio", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ArtworkJson), (status = 422, description = "what is missing")))]
#[post("/artworks/{id}/submit")]
async fn submit(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    id: Path<ArtworkId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    submit_artwork(&app, &who, id.0, key).await?;
    answer(&app, id.0).await
}

/// Takes no new holds; holds that live keep their deadline and may still be bought.
#[utoipa::path(post, path = "/api/v1/artworks/{id}/pause", tag = "studio", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ArtworkJson)))]
#[post("/artworks/{id}/pause")]
async fn pause(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    id: Path<ArtworkId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    move_artwork(&app, &who, id.0, ArtworkMove::Pause, key).await?;
    answer(&app, id.0).await
}

/// Takes holds again.
#[utoipa::path(post, path = "/api/v1/artworks/{id}/resume", tag = "studio", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ArtworkJson)))]
#[post("/artworks/{id}/resume")]
async fn resume(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    id: Path<ArtworkId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    move_artwork(&app, &who, id.0, ArtworkMove::Resume, key).await?;
    answer(&app, id.0).await
}

/// Puts withdrawn copies back; never past the edition's size. Live holds are not touched.
#[utoipa::path(post, path = "/api/v1/editions/{id}/restock", tag = "studio", request_body = Copies,
    params(("id" = uuid::Uuid, Path)), responses((status = 200, body = StockJson), (status = 409)))]
#[post("/editions/{id}/restock")]
async fn restock(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    id: Path<EditionId>,
    body: Body<Copies>,
) -> Result<HttpResponse, Problem> {
    adjust(&app, &who, id.0, body, StockChange::Restock).await
}

/// Notes copies sold outside the house. Live holds are not touched.
#[utoipa::path(post, path = "/api/v1/editions/{id}/sold-elsewhere", tag = "studio", request_body = Copies,
    params(("id" = uuid::Uuid, Path)), responses((status = 200, body = StockJson), (status = 409, description = "sold-out")))]
#[post("/editions/{id}/sold-elsewhere")]
async fn sold_elsewhere(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    id: Path<EditionId>,
    body: Body<Copies>,
) -> Result<HttpResponse, Problem> {
    adjust(&app, &who, id.0, body, StockChange::SoldElsewhere).await
}

/// The latest sales of the own seller.
#[utoipa::path(get, path = "/api/v1/studio/sales", tag = "studio", params(Paging),
    responses((status = 200, body = PageJson<SaleJson>)))]
#[get("/studio/sales")]
async fn sales(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let seller_id = seller_of(&who)?;
    let page = app.store.sales_of(seller_id, paging.0.cursor.as_deref(), paging.0.limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, SaleJson::from)))
}

/// Today's figures of the own seller.
#[utoipa::path(get, path = "/api/v1/studio/summary", tag = "studio", responses((status = 200, body = SummaryJson)))]
#[get("/studio/summary")]
async fn summary(app: Data<App>, who: Allowed<permission::Studio>) -> Result<HttpResponse, Problem> {
    let seller_id = seller_of(&who)?;
    Ok(HttpResponse::Ok().json(app.sales_snapshot(seller_id).await?))
}

/// The seller somebody is a member of.
///
/// # Errors
/// 403 for staff without one.
pub fn seller_of(user: &Claims) -> Result<SellerId, Problem> {
    user.seller_id.ok_or_else(|| Problem::forbidden("You are not a member of a seller."))
}

/// A work of the own seller; admins may touch any.
///
/// # Errors
/// 404 for works of others.
pub async fn own(app: &App, user: &Claims, id: ArtworkId) -> Result<ArtworkRecord, Problem> {
    let missing = || Problem::not_found("artwork");
    let record = app.store.artwork(&id.to_string()).await?.ok_or_else(missing)?;
    let own = user.seller_id == Some(record.seller.id);
    let admin = user.may(Permission::SettingsManage);
    if own || admin { Ok(record) } else { Err(missing()) }
}

/// Hands a work in, once everything the storefront needs is there.
///
/// # Errors
/// 422 naming what is missing, 404, 409.
pub async fn submit_artwork(app: &App, user: &Claims, id: ArtworkId, key: Key) -> Result<ArtworkStatus, Problem> {
    let record = own(app, user, id).await?;
    let mut missing = missing_for_sale(&record);
    if !may_hand_in(app, record.seller.id).await? {
        let message = "is needed on invoices before the work can be submitted".to_owned();
        missing.push(FieldError { pointer: "/seller/address".to_owned(), message });
    }
    if !missing.is_empty() && matches!(record.status, ArtworkStatus::Draft | ArtworkStatus::Rejected) {
        return Err(Problem::fields(missing));
    }
    move_artwork(app, user, id, ArtworkMove::Submit, key).await
}

/// Moves a work of the own seller.
///
/// # Errors
/// 404 for works of others, 409 for a move that is not in the table.
pub async fn move_artwork(
    app: &App,
    user: &Claims,
    id: ArtworkId,
    wanted: ArtworkMove,
    key: Key,
) -> Result<ArtworkStatus, Problem> {
    let record = own(app, user, id).await?;
    let key = key.0.map(|key| key.of_id(user.user_id.0));
    let inventory = app.engine.inventory();
    let status = inventory.move_artwork(id, wanted, user.user_id, Some(record.seller.id), None, key).await?;
    app.refresh(id).await?;
    Ok(status)
}

/// Whether nothing is missing of the words that the storefront needs.
#[must_use]
pub fn has_all_words(text: &ArtworkText) -> bool {
    !text.title.is_empty()
        && !text.description.is_empty()
        && !text.medium.is_empty()
        && (text.year.is_some() || text.date_text.is_some())
}

/// Whether the seller's works may be handed in, as far as its address goes: invoices say where it sits. A trial house has
/// given its sellers an example.
///
/// # Errors
/// 503 when the database is away.
pub async fn may_hand_in(app: &App, seller_id: SellerId) -> Result<bool, Problem> {
    Ok(app.providers.contains(&"test") || super::seller::stored(app, seller_id).await?.has_address())
}

/// What a work still needs before it can be handed in.
#[must_use]
pub fn missing_for_sale(record: &ArtworkRecord) -> Vec<FieldError> {
    let text = &record.text;
    let checks = [
        (text.title.is_empty(), "/title"),
        (text.description.is_empty(), "/description"),
        (text.medium.is_empty(), "/medium"),
        (text.year.is_none() && text.date_text.is_none(), "/year"),
        (record.images.is_empty(), "/images"),
        (record.editions.is_empty(), "/editions"),
    ];
    let missing = checks.into_iter().filter(|(missing, _)| *missing);
    let message = "is needed before the work can be submitted";
    missing.map(|(_, pointer)| FieldError { pointer: pointer.to_owned(), message: message.to_owned() }).collect()
}

async fn adjust(
    app: &App,
    user: &Claims,
    id: EditionId,
    body: Body<Copies>,
    to_change: fn(u32) -> StockChange,
) -> Result<HttpResponse, Problem> {
    let copies = body.value.copies;
    if copies == 0 || copies > impasto_domain::edition::COPIES_MAX {
        return Err(Refusal::invalid("/copies", "must be between 1 and 10000").into());
    }
    let admin = user.may(Permission::SettingsManage);
    let seller_id = if admin && user.seller_id.is_none() { None } else { Some(seller_of(user)?) };
    let key = body.key.map(|key| key.of_id(user.user_id.0));
    let stock = app.engine.inventory().adjust(id, to_change(copies), user.user_id, seller_id, None, key).await?;
    Ok(HttpResponse::Ok().json(StockJson::from(&stock)))
}

async fn answer(app: &App, id: ArtworkId) -> Result<HttpResponse, Problem> {
    let record = app.store.artwork(&id.to_string()).await?.ok_or_else(|| Problem::not_found("artwork"))?;
    Ok(HttpResponse::Ok().insert_header((ETAG, etag_of(&record))).json(own_shape(app, &record)))
}

/// The revision in `If-Match`: the first number of our entity tags.
fn revision_of(request: &HttpRequest) -> Result<Option<i64>, Problem> {
    let Some(value) = request.headers().get(IF_MATCH) else { return Ok(None) };
    let tag = value.to_str().unwrap_or_default().trim();
    if tag == "*" {
        return Ok(None);
    }
    let revision = tag.trim_start_matches("W/").trim_matches('"').split('.').next().and_then(|text| text.parse().ok());
    revision.map(Some).ok_or_else(|| Refusal::PreconditionFailed.into())
}
