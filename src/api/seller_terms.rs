//! On what terms a seller sells: the commission, as staff set it. `GET` and `PATCH /admin/sellers/{id}`.

use actix_web::http::header::{CACHE_CONTROL, ETAG, HeaderMap, IF_MATCH};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, patch};
use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::SellerId;
use impasto_domain::refusal::Refusal;
use impasto_domain::seller::Seller;
use serde::Deserialize;
use utoipa::ToSchema;

use super::seller::{SellerJson, stored};
use super::settings::commission::basis_points;
use crate::app::App;
use crate::gateway::conditional::{self, tag_of};
use crate::gateway::fields::Fields;
use crate::gateway::json::Body;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::gateway::request_key::RequestKey;
use crate::identity::{Allowed, Claims, permission};

/// Kept by the caller alone, and asked for again each time.
const KEPT: &str = "private, no-cache";

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(show).service(change);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show, change))]
pub struct Doc;

/// On what terms a seller sells from now on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SellerTerms {
    /// The house's share of orders that are placed from now on, percent with at most two decimals.
    #[schema(minimum = 0, maximum = 100)]
    pub commission_percent: f64,
}

/// A seller, with an entity tag by which a change can be made from what was read.
#[utoipa::path(get, path = "/api/v1/admin/sellers/{id}", tag = "admin", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = SellerJson), (status = 304), (status = 401), (status = 403), (status = 404)))]
#[get("/admin/sellers/{id}")]
async fn show(
    app: Data<App>,
    request: HttpRequest,
    _who: Allowed<permission::UsersManage>,
    id: Path<SellerId>,
) -> Result<HttpResponse, Problem> {
    let (etag, seller) = tagged(&stored(&app, id.0).await?)?;
    Ok(conditional::answer(&request, &etag, KEPT, |answer| answer.json(seller)))
}

/// Changes the commission of a seller for orders that are placed from then on; what was placed keeps its own. With `If-Match`
/// only the commission that was read.
#[utoipa::path(patch, path = "/api/v1/admin/sellers/{id}", tag = "admin", request_body = SellerTerms,
    params(("id" = uuid::Uuid, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = SellerJson), (status = 401), (status = 403), (status = 404),
        (status = 412, description = "precondition-failed"), (status = 422)))]
#[patch("/admin/sellers/{id}")]
async fn change(
    app: Data<App>,
    request: HttpRequest,
    who: Allowed<permission::SettingsManage>,
    id: Path<SellerId>,
    body: Body<SellerTerms>,
) -> Result<HttpResponse, Problem> {
    let seen = seen_commission(request.headers())?;
    let seller = change_commission(&app, &who, id.0, body.value.commission_percent, seen, body.key).await?;
    let (etag, seller) = tagged(&seller)?;
    Ok(HttpResponse::Ok().insert_header((ETAG, etag)).insert_header((CACHE_CONTROL, KEPT)).json(seller))
}

/// Gives a seller another commission. `seen` is the one that the change is made from, in basis points.
///
/// # Errors
/// 422 for what is no share, 404, 412 when it is another one by now, 503 when the journal is full or away.
pub async fn change_commission(
    app: &App,
    user: &Claims,
    seller_id: SellerId,
    percent: f64,
    seen: Option<u32>,
    key: Option<RequestKey>,
) -> Result<Seller, Problem> {
    let mut fields = Fields::new();
    let basis_points = basis_points(&mut fields, "/commission_percent", percent);
    fields.finish()?;
    let edit = Edit::SetCommission { seller_id, basis_points, seen, by: user.user_id };
    let idempotency = key.map(|key| key.of_id(user.user_id.0));
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    let seller = stored(app, seller_id).await?;
    app.house.put(seller.clone());
    Ok(seller)
}

/// A seller as it is answered, and its entity tag: the commission, then a hash of all there is.
fn tagged(seller: &Seller) -> Result<(String, SellerJson), Problem> {
    let json = SellerJson::from(seller);
    let text = serde_json::to_vec(&json).map_err(|error| Problem::internal(&error))?;
    let etag = format!("\"{}.{}\"", seller.commission_basis_points, tag_of(&text).trim_matches('"'));
    Ok((etag, json))
}

/// The commission in `If-Match`, which is the first number of our entity tags; `None` where any will do.
fn seen_commission(headers: &HeaderMap) -> Result<Option<u32>, Problem> {
    let Some(value) = headers.get(IF_MATCH) else { return Ok(None) };
    let tag = value.to_str().unwrap_or_default().trim();
    if tag == "*" {
        return Ok(None);
    }
    let seen = tag.trim_start_matches("W/").trim_matches('"').split('.').next().and_then(|text| text.parse().ok());
    seen.map(Some).ok_or_else(|| Refusal::PreconditionFailed.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn a_change_is_made_from_the_commission_that_was_read() {
        let seen = |tag: &str| {
            let request = TestRequest::get().insert_header((IF_MATCH, tag)).to_http_request();
            seen_commission(request.headers())
        };
        assert_eq!(seen("\"1500.0a1b\"").ok(), Some(Some(1_500)));
        assert_eq!(seen("W/\"0.ff\"").ok(), Some(Some(0)));
        assert_eq!(seen("*").ok(), Some(None));
        assert!(seen("\"mine\"").is_err());
        assert_eq!(seen_commission(TestRequest::get().to_http_request().headers()).ok(), Some(None));
    }
}
