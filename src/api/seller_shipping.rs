//! Shipping tables of sellers: the own one at `/studio/shipping`, any at `/admin/sellers/{id}/shipping`.

use actix_web::http::header::{CACHE_CONTROL, ETAG, HeaderMap, IF_MATCH};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, put};
use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::{Edit, SeenShipping};
use impasto_domain::ids::SellerId;
use impasto_domain::refusal::Refusal;
use impasto_domain::seller::Seller;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::seller::stored;
use super::shapes::ShippingTableJson;
use super::studio::seller_of;
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
    service.service(show).service(change).service(show_to_staff).service(change_by_staff);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show, change, show_to_staff, change_by_staff))]
pub struct Doc;

/// By which table the parcels of a seller are priced.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = SellerShipping)]
pub struct SellerShippingJson {
    /// Whether it is the seller's own table; otherwise it is the house's.
    pub own: bool,
    /// The table in force.
    pub table: ShippingTableJson,
}

/// Another table for a seller.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SellerShippingInput {
    /// The whole table; `null` for the house's.
    #[schema(required = true)]
    pub table: Option<ShippingTableJson>,
}

/// By which table the parcels of the own seller are priced, with an entity tag by which it can be changed from what was read.
#[utoipa::path(get, path = "/api/v1/studio/shipping", tag = "studio",
    responses((status = 200, body = SellerShippingJson), (status = 304), (status = 401), (status = 403)))]
#[get("/studio/shipping")]
async fn show(app: Data<App>, request: HttpRequest, who: Allowed<permission::Studio>) -> Result<HttpResponse, Problem> {
    shown(&app, &request, seller_of(&who)?).await
}

/// Gives the own seller a table of its own, or the house's again, for orders that are placed from then on; what was placed keeps
/// its prices. With `If-Match` only the table that was read.
#[utoipa::path(put, path = "/api/v1/studio/shipping", tag = "studio", request_body = SellerShippingInput,
    params(("If-Match" = Option<String>, Header)),
    responses((status = 200, body = SellerShippingJson), (status = 401), (status = 403),
        (status = 412, description = "precondition-failed"), (status = 422)))]
#[put("/studio/shipping")]
async fn change(
    app: Data<App>,
    request: HttpRequest,
    who: Allowed<permission::Studio>,
    body: Body<SellerShippingInput>,
) -> Result<HttpResponse, Problem> {
    let seller_id = seller_of(&who)?;
    changed(&app, &request, &who, seller_id, body).await
}

/// By which table the parcels of a seller are priced.
#[utoipa::path(get, path = "/api/v1/admin/sellers/{id}/shipping", tag = "admin", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = SellerShippingJson), (status = 304), (status = 401), (status = 403),
        (status = 404)))]
#[get("/admin/sellers/{id}/shipping")]
async fn show_to_staff(
    app: Data<App>,
    request: HttpRequest,
    _who: Allowed<permission::SettingsManage>,
    id: Path<SellerId>,
) -> Result<HttpResponse, Problem> {
    shown(&app, &request, id.0).await
}

/// Gives a seller a table of its own, or the house's again, as its members can.
#[utoipa::path(put, path = "/api/v1/admin/sellers/{id}/shipping", tag = "admin", request_body = SellerShippingInput,
    params(("id" = uuid::Uuid, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = SellerShippingJson), (status = 401), (status = 403), (status = 404),
        (status = 412, description = "precondition-failed"), (status = 422)))]
#[put("/admin/sellers/{id}/shipping")]
async fn change_by_staff(
    app: Data<App>,
    request: HttpRequest,
    who: Allowed<permission::SettingsManage>,
    id: Path<SellerId>,
    body: Body<SellerShippingInput>,
) -> Result<HttpResponse, Problem> {
    changed(&app, &request, &who, id.0, body).await
}

async fn shown(app: &App, request: &HttpRequest, id: SellerId) -> Result<HttpResponse, Problem> {
    let seller = stored(app, id).await?;
    let json = SellerShippingJson::of(app, &seller);
    Ok(conditional::answer(request, &etag_of(&seller)?, KEPT, |answer| answer.json(json)))
}

async fn changed(
    app: &App,
    request: &HttpRequest,
    who: &Claims,
    id: SellerId,
    body: Body<SellerShippingInput>,
) -> Result<HttpResponse, Problem> {
    let seen = seen_tag(request.headers());
    let seller = change_shipping(app, who, id, body.value.table.as_ref(), seen.as_deref(), body.key).await?;
    let answer = (SellerShippingJson::of(app, &seller), etag_of(&seller)?);
    Ok(HttpResponse::Ok().insert_header((ETAG, answer.1)).insert_header((CACHE_CONTROL, KEPT)).json(answer.0))
}

/// Gives a seller another table. `seen` is the entity tag of the one that the change is made from.
///
/// # Errors
/// 422 with everything that is wrong, 404, 412 when it is another one by now, 503 when the journal is full or away.
pub async fn change_shipping(
    app: &App,
    user: &Claims,
    seller_id: SellerId,
    table: Option<&ShippingTableJson>,
    seen: Option<&str>,
    key: Option<RequestKey>,
) -> Result<Seller, Problem> {
    let mut fields = Fields::new();
    let table = table.map(|table| fields.within("/table", |fields| table.check(fields)));
    fields.finish()?;
    let seen = match seen {
        Some(seen) => {
            let known = stored(app, seller_id).await?;
            if etag_of(&known)? != seen {
                return Err(Refusal::PreconditionFailed.into());
            }
            Some(SeenShipping { table: known.shipping.map(Box::new) })
        }
        None => None,
    };
    let edit = Edit::SetShipping { seller_id, table: table.map(Box::new), seen, by: user.user_id };
    let idempotency = key.map(|key| key.of_id(user.user_id.0));
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    let seller = stored(app, seller_id).await?;
    app.house.put(seller.clone());
    Ok(seller)
}

/// The entity tag of a seller's own table, or of its having none.
///
/// # Errors
/// 500 for a table that cannot be written.
pub fn etag_of(seller: &Seller) -> Result<String, Problem> {
    let text = serde_json::to_vec(&seller.shipping).map_err(|error| Problem::internal(&error))?;
    Ok(tag_of(&text))
}

/// The entity tag in `If-Match`; `None` where any will do.
fn seen_tag(headers: &HeaderMap) -> Option<String> {
    let tag = headers.get(IF_MATCH)?.to_str().unwrap_or_default().trim();
    (tag != "*").then(|| tag.trim_start_matches("W/").to_owned())
}

impl SellerShippingJson {
    /// What is in force for a seller.
    #[must_use]
    pub fn of(app: &App, seller: &Seller) -> Self {
        let rules = app.rules();
        Self { own: seller.shipping.is_some(), table: ShippingTableJson::from(seller.shipping_table(&rules.shipping)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn a_change_is_made_from_the_table_that_was_read() {
        let seen = |tag: &str| {
            let request = TestRequest::get().insert_header((IF_MATCH, tag)).to_http_request();
            seen_tag(request.headers())
        };
        assert_eq!(seen("\"0a1b\"").as_deref(), Some("\"0a1b\""));
        assert_eq!(seen("W/\"0a1b\"").as_deref(), Some("\"0a1b\""));
        assert_eq!(seen("*"), None);
    }
}
