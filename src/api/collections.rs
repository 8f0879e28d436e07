//! Curated collections: for everybody to see, for staff to make.

use actix_web::http::header::{ETAG, IF_MATCH};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put};
use chrono::{DateTime, Utc};
use impasto_domain::collection::{Collection, CollectionDraft, WORKS_MAX};
use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::{ArtworkId, CollectionId};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::{ArtworkJson, PageJson};
use crate::app::App;
use crate::app::defaults::house_rules;
use crate::gateway::fields::Fields;
use crate::gateway::json::Body;
use crate::gateway::params::{Paging, Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::{Key, RequestKey};
use crate::gateway::shared::Shared;
use crate::identity::{Allowed, Claims, permission};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(list).service(one).service(all).service(create).service(change).service(remove);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, one, all, create, change, remove))]
pub struct Doc;

/// A collection in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CollectionJson {
    /// The collection.
    pub id: Uuid,
    /// Its address on the storefront.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// A few words.
    pub words: String,
    /// Whether everybody sees it.
    pub published: bool,
    /// Its works in their order; what does not hang is left out for strangers.
    pub artwork_ids: Vec<Uuid>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Last changed.
    pub updated_at: DateTime<Utc>,
}

/// A collection with its works.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct HungCollectionJson {
    /// The collection.
    #[serde(flatten)]
    pub collection: CollectionJson,
    /// Its works that hang, in their order.
    pub artworks: Vec<ArtworkJson>,
}

/// What a collection says and holds.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CollectionInput {
    /// Its title.
    #[schema(max_length = 120)]
    pub title: String,
    /// A few words.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub words: String,
    /// Its works in their order; none twice.
    #[serde(default)]
    #[schema(max_items = 60)]
    pub artwork_ids: Vec<Uuid>,
    /// Whether everybody sees it.
    #[serde(default)]
    pub published: bool,
}

impl CollectionInput {
    /// What is to be stored.
    ///
    /// # Errors
    /// 422 with every field that is not acceptable.
    pub fn check(&self) -> Result<CollectionDraft, Problem> {
        let mut fields = Fields::new();
        let title = fields.line("/title", &self.title, 120);
        let words = fields.prose("/words", &self.words, 2_000);
        let count = self.artwork_ids.len();
        fields.check(count <= WORKS_MAX, "/artwork_ids", format!("must have at most {WORKS_MAX} entries"));
        let mut seen = std::collections::HashSet::new();
        for (place, id) in self.artwork_ids.iter().enumerate() {
            fields.check(seen.insert(id), format_args!("/artwork_ids/{place}"), "is there twice");
        }
        let is_empty = self.published && self.artwork_ids.is_empty();
        fields.check(!is_empty, "/artwork_ids", "must not be empty before everybody sees it");
        fields.finish()?;
        let works = self.artwork_ids.iter().copied().map(ArtworkId).collect();
        Ok(CollectionDraft { title, words, works, published: self.published })
    }
}

impl From<&Collection> for CollectionJson {
    fn from(collection: &Collection) -> Self {
        Self {
            id: collection.id.0,
            slug: collection.slug.clone(),
            title: collection.draft.title.clone(),
            words: collection.draft.words.clone(),
            published: collection.draft.published,
            artwork_ids: collection.draft.works.iter().map(|id| id.0).collect(),
            created_at: collection.created_at,
            updated_at: collection.updated_at,
        }
    }
}

/// Collections that everybody sees, the newest first.
#[utoipa::path(get, path = "/api/v1/collections", tag = "artworks", params(Paging),
    responses((status = 200, body = PageJson<CollectionJson>), (status = 422)))]
#[get("/collections")]
async fn list(app: Data<App>, paging: Query<Paging>) -> Result<HttpResponse, Problem> {
    let page = app.store.collections(true, paging.0.cursor.as_deref(), paging.0.limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, |collection| hung(&app, collection).collection)))
}

/// A collection with its works, by its id or the name in its address.
#[utoipa::path(get, path = "/api/v1/collections/{id}", tag = "artworks",
    params(("id" = String, Path, description = "The id or the slug")),
    responses((status = 200, body = HungCollectionJson), (status = 404)))]
#[get("/collections/{id}")]
async fn one(app: Data<App>, id: Path<String>) -> Result<HttpResponse, Problem> {
    let found = app.store.collection(&id.0).await?.filter(|collection| collection.draft.published);
    let found = found.ok_or_else(|| Problem::not_found("collection"))?;
    Ok(HttpResponse::Ok().json(hung(&app, &found)))
}

/// Every collection, the newest first.
#[utoipa::path(get, path = "/api/v1/admin/collections", tag = "admin", params(Paging),
    responses((status = 200, body = PageJson<CollectionJson>), (status = 401), (status = 403), (status = 422)))]
#[get("/admin/collections")]
async fn all(
    app: Data<App>,
    _who: Allowed<permission::Moderate>,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let page = app.store.collections(false, paging.0.cursor.as_deref(), paging.0.limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, CollectionJson::from)))
}

/// Makes a collection.
#[utoipa::path(post, path = "/api/v1/admin/collections", tag = "admin", request_body = CollectionInput,
    responses((status = 201, body = CollectionJson), (status = 401), (status = 403), (status = 422)))]
#[post("/admin/collections")]
async fn create(
    app: Data<App>,
    shared: Data<Shared>,
    who: Allowed<permission::Moderate>,
    body: Body<CollectionInput>,
) -> Result<HttpResponse, Problem> {
    let made = new_collection(&app, &shared, &who, &body.value, body.key).await?;
    Ok(HttpResponse::Created().insert_header((ETAG, etag_of(&made))).json(CollectionJson::from(&made)))
}

/// Replaces what a collection says and holds; its address stays. With `If-Match` only the version that was read.
#[utoipa::path(put, path = "/api/v1/admin/collections/{id}", tag = "admin", request_body = CollectionInput,
    params(("id" = uuid::Uuid, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = CollectionJson), (status = 401), (status = 403), (status = 404),
        (status = 412, description = "precondition-failed"), (status = 422)))]
#[put("/admin/collections/{id}")]
async fn change(
    app: Data<App>,
    shared: Data<Shared>,
    request: HttpRequest,
    who: Allowed<permission::Moderate>,
    id: Path<CollectionId>,
    body: Body<CollectionInput>,
) -> Result<HttpResponse, Problem> {
    let revision = revision_of(&request)?;
    let put = put_collection(&app, &shared, &who, (id.0, revision), &body.value, body.key).await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, etag_of(&put))).json(CollectionJson::from(&put)))
}

/// Takes a collection away; its works stay.
#[utoipa::path(delete, path = "/api/v1/admin/collections/{id}", tag = "admin", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 401), (status = 403), (status = 404)))]
#[delete("/admin/collections/{id}")]
async fn remove(
    app: Data<App>,
    shared: Data<Shared>,
    who: Allowed<permission::Moderate>,
    id: Path<CollectionId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    drop_collection(&app, &shared, &who, id.0, key.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Makes a collection.
///
/// # Errors
/// 422 with what is not acceptable, 503.
pub async fn new_collection(
    app: &App,
    shared: &Shared,
    by: &Claims,
    input: &CollectionInput,
    key: Option<RequestKey>,
) -> Result<Collection, Problem> {
    let draft = input.check()?;
    let slug = crate::identity::slug(&draft.title);
    let id: CollectionId = app.mint();
    let edit = Edit::PutCollection { id, slug, draft: Box::new(draft), revision: None, is_new: true, by: by.user_id };
    // A repeat with the same key answers the collection that the first one made.
    let slug = match submit(app, shared, by, edit, key).await? {
        Reply::Slug(slug) => slug,
        _ => id.to_string(),
    };
    app.store.collection(&slug).await?.ok_or_else(|| Problem::not_found("collection"))
}

/// Replaces what a collection says and holds.
///
/// # Errors
/// 404, 412 for another revision than the stored one, 422 with what is not acceptable, 503.
pub async fn put_collection(
    app: &App,
    shared: &Shared,
    by: &Claims,
    (id, revision): (CollectionId, Option<i64>),
    input: &CollectionInput,
    key: Option<RequestKey>,
) -> Result<Collection, Problem> {
    let draft = input.check()?;
    let slug = String::new();
    let edit = Edit::PutCollection { id, slug, draft: Box::new(draft), revision, is_new: false, by: by.user_id };
    submit(app, shared, by, edit, key).await?;
    app.store.collection(&id.to_string()).await?.ok_or_else(|| Problem::not_found("collection"))
}

/// Takes a collection away.
///
/// # Errors
/// 404, 503.
pub async fn drop_collection(
    app: &App,
    shared: &Shared,
    by: &Claims,
    id: CollectionId,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    submit(app, shared, by, Edit::RemoveCollection { id, by: by.user_id }, key).await.map(drop)
}

/// The store calls the works `/works`, this API `/artwork_ids`.
fn renamed(error: Problem) -> Problem {
    match error.field_errors().first().and_then(|error| error.pointer.strip_prefix("/works/").map(str::to_owned)) {
        Some(place) => Problem::field(format!("/artwork_ids/{place}"), "is no work of this house"),
        None => error,
    }
}

async fn submit(
    app: &App,
    shared: &Shared,
    by: &Claims,
    edit: Edit,
    key: Option<RequestKey>,
) -> Result<Reply, Problem> {
    let idempotency = key.map(|key| key.of_id(by.user_id.0));
    let submission = Submission { command: Command::Edit(Box::new(edit)), idempotency };
    let reply = app.journal.submit(submission).await.map_err(|error| renamed(error.into()))?;
    // Other nodes hear of it by its event; who changed it sees it on the very next page.
    app.house.reload(&app.store, &house_rules(&shared.config, shared.is_demo)).await?;
    Ok(reply)
}

/// A collection as strangers see it.
fn hung(app: &App, collection: &Collection) -> HungCollectionJson {
    let works = collection.draft.works.iter().filter_map(|id| app.catalogue.by_id(*id));
    let artworks: Vec<ArtworkJson> =
        works.map(|entry| ArtworkJson::of(&entry.record, &|key| app.catalogue.public_url(key))).collect();
    let artwork_ids = artworks.iter().map(|work| work.id).collect();
    HungCollectionJson { collection: CollectionJson { artwork_ids, ..CollectionJson::from(collection) }, artworks }
}

fn etag_of(collection: &Collection) -> String {
    format!("\"{}\"", collection.revision)
}

fn revision_of(request: &HttpRequest) -> Result<Option<i64>, Problem> {
    let Some(value) = request.headers().get(IF_MATCH) else { return Ok(None) };
    let tag = value.to_str().unwrap_or_default().trim();
    if tag == "*" {
        return Ok(None);
    }
    let tag = tag.strip_prefix("W/").unwrap_or(tag);
    let revision = tag.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).and_then(|text| text.parse().ok());
    revision.map(Some).ok_or_else(|| Refusal::PreconditionFailed.into())
}
