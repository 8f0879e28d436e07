//! What a moderator looks at beside a work: its look-alikes, and who else has it in hand.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use impasto_domain::ids::ArtworkId;
use impasto_domain::ports::Claim;
use impasto_domain::read::ArtworkRecord;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::artworks::own_shape;
use super::shapes::ArtworkJson;
use crate::app::{App, Similar};
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::identity::{Allowed, Claims, permission};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(look_alikes).service(reviewing);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(look_alikes, reviewing))]
pub struct Doc;

/// Works that look like one.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LookAlikesJson {
    /// The nearest first, at most six.
    pub items: Vec<LookAlikeJson>,
}

/// A work that looks like another.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LookAlikeJson {
    /// The other work, of any status.
    pub artwork: ArtworkJson,
    /// Which picture of it.
    pub image_id: Uuid,
    /// In how many of 64 bits the hashes differ: 0 is the same picture.
    #[schema(minimum = 0, maximum = 10)]
    pub distance: u32,
}

/// Who has a work in hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReviewingJson {
    /// Everybody but the one who asks, by name.
    pub others: Vec<ReviewerJson>,
}

/// Somebody who has a work in hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReviewerJson {
    /// Who.
    pub user_id: Uuid,
    /// The name they go by.
    pub name: String,
}

/// Works with a picture that looks like one of this work's, by perceptual hash: copies, crops and other sizes, as a rule.
#[utoipa::path(get, path = "/api/v1/admin/artworks/{id}/look-alikes", tag = "admin",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = LookAlikesJson), (status = 401), (status = 403), (status = 404)))]
#[get("/admin/artworks/{id}/look-alikes")]
async fn look_alikes(
    app: Data<App>,
    _who: Allowed<permission::Moderate>,
    id: Path<ArtworkId>,
) -> Result<HttpResponse, Problem> {
    let record = known(&app, id.0).await?;
    App::hash_the_rest(&app);
    let item = |similar: Similar| LookAlikeJson {
        artwork: own_shape(&app, &similar.record),
        image_id: similar.like.image_id.0,
        distance: similar.like.distance,
    };
    let items = app.look_alikes(&record).await?.into_iter().map(item).collect();
    Ok(HttpResponse::Ok().json(LookAlikesJson { items }))
}

/// Says that the caller has the work in hand, for 45 s, and answers who else has. Whoever turns to another work lets go of
/// this one. A claim binds nobody.
#[utoipa::path(post, path = "/api/v1/admin/artworks/{id}/reviewing", tag = "admin", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ReviewingJson), (status = 401), (status = 403), (status = 404)))]
#[post("/admin/artworks/{id}/reviewing")]
async fn reviewing(
    app: Data<App>,
    who: Allowed<permission::Moderate>,
    id: Path<ArtworkId>,
) -> Result<HttpResponse, Problem> {
    let record = known(&app, id.0).await?;
    let others = claimed(&app, &who, record.id).await?;
    let shown = others.into_iter().map(|claim| ReviewerJson { user_id: claim.holder.0, name: claim.name });
    Ok(HttpResponse::Ok().json(ReviewingJson { others: shown.collect() }))
}

/// Says that somebody has a work in hand; answers who else has. With the presence store away nobody else is known of.
///
/// # Errors
/// 503 when the database is away.
pub async fn claimed(app: &App, who: &Claims, id: ArtworkId) -> Result<Vec<Claim>, Problem> {
    let name = app.store.user(who.user_id).await?.map(|user| user.display_name).unwrap_or_default();
    let all = match app.claims.claim(Claim { subject: id.0, holder: who.user_id, name }).await {
        Ok(all) => all,
        Err(error) => {
            tracing::warn!(%error, "who else reviews a work is not known");
            Vec::new()
        }
    };
    Ok(all.into_iter().filter(|claim| claim.holder != who.user_id).collect())
}

async fn known(app: &App, id: ArtworkId) -> Result<ArtworkRecord, Problem> {
    app.store.artwork(&id.to_string()).await?.ok_or_else(|| Problem::not_found("artwork"))
}
