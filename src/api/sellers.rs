//! Sellers as staff see them: who they are in law, and whether they may publish.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::SellerId;
use impasto_domain::seller::Seller;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::seller::{SellerJson, stored};
use super::shapes::PageJson;
use crate::app::App;
use crate::gateway::json::MaybeBody;
use crate::gateway::params::{Limit, Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::RequestKey;
use crate::identity::{Allowed, Claims, permission};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(list).service(verify);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, verify))]
pub struct Doc;

/// Which sellers.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SellersWanted {
    /// Items a page.
    #[serde(default)]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Limit,
    /// Where to go on: the last page's `next_cursor`.
    #[serde(default)]
    pub cursor: Option<String>,
    /// Only those that are verified, or only those that wait for it.
    #[serde(default)]
    pub verified: Option<bool>,
}

/// What an admin says of a seller.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// `false` takes an earlier word back: works that hang stay, nothing new is handed in.
    #[serde(default = "yes")]
    pub verified: bool,
}

fn yes() -> bool {
    true
}

/// Sellers, the oldest first.
#[utoipa::path(get, path = "/api/v1/admin/sellers", tag = "admin", params(SellersWanted),
    responses((status = 200, body = PageJson<SellerJson>)))]
#[get("/admin/sellers")]
async fn list(
    app: Data<App>,
    _who: Allowed<permission::UsersManage>,
    wanted: Query<SellersWanted>,
) -> Result<HttpResponse, Problem> {
    let Query(SellersWanted { limit, cursor, verified }) = wanted;
    let page = app.store.sellers_from(verified, cursor.as_deref(), limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, SellerJson::from)))
}

/// Says that a seller is verified, so that its works may be handed in. Repeating it is harmless.
#[utoipa::path(post, path = "/api/v1/admin/sellers/{id}/verify", tag = "admin", params(("id" = uuid::Uuid, Path)),
    request_body = Option<Verification>, responses((status = 200, body = SellerJson), (status = 404)))]
#[post("/admin/sellers/{id}/verify")]
async fn verify(
    app: Data<App>,
    who: Allowed<permission::UsersManage>,
    id: Path<SellerId>,
    body: MaybeBody<Verification>,
) -> Result<HttpResponse, Problem> {
    let verified = body.value.is_none_or(|said| said.verified);
    let seller = verify_seller(&app, &who, id.0, verified, body.key).await?;
    Ok(HttpResponse::Ok().json(SellerJson::from(&seller)))
}

/// Says that a seller is verified, or no longer is.
///
/// # Errors
/// 404, 503 when the journal is full or away.
pub async fn verify_seller(
    app: &App,
    user: &Claims,
    seller_id: SellerId,
    verified: bool,
    key: Option<RequestKey>,
) -> Result<Seller, Problem> {
    let edit = Edit::VerifySeller { seller_id, verified, by: user.user_id };
    let idempotency = key.map(|key| key.of_id(user.user_id.0));
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    let seller = stored(app, seller_id).await?;
    app.house.put(seller.clone());
    Ok(seller)
}
