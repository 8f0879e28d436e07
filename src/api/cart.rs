//! The cart: `/cart` and its items. Every call answers the whole cart, holding now.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, delete, get, patch, post};
use impasto_domain::ids::{EditionId, LineId};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::CartJson;
use crate::app::App;
use crate::gateway::client::Client;
use crate::gateway::fields::Fields;
use crate::gateway::json::Body;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::gateway::request_key::Key;
use crate::identity::Caller;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(show).service(add).service(set_quantity).service(remove).service(rehold).service(extend);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show, add, set_quantity, remove, rehold, extend))]
pub struct Doc;

/// What to put into the cart.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddItem {
    /// What.
    pub edition_id: Uuid,
    /// How many more, at least 1.
    #[serde(default = "one")]
    #[schema(minimum = 1, default = 1)]
    pub quantity: u32,
}

/// The wanted quantity of a line.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetQuantity {
    /// 0 removes the line.
    pub quantity: u32,
}

fn one() -> u32 {
    1
}

/// The cart, with the server's clock for countdowns.
#[utoipa::path(get, path = "/api/v1/cart", tag = "cart", responses((status = 200, body = CartJson)))]
#[get("/cart")]
async fn show(app: Data<App>, caller: Caller) -> Result<HttpResponse, Problem> {
    let answer = app.engine.cart(caller.owner).get().await?;
    Ok(HttpResponse::Ok().json(app.cart_json(&answer.state, answer.now)))
}

/// Adds copies of an edition and holds them at once.
#[utoipa::path(post, path = "/api/v1/cart/items", tag = "cart", request_body = AddItem,
    responses((status = 200, body = CartJson), (status = 409, description = "sold-out, hold-limit, currency-mix, customer-limit, sales-paused")))]
#[post("/cart/items")]
async fn add(app: Data<App>, caller: Caller, client: Client, body: Body<AddItem>) -> Result<HttpResponse, Problem> {
    let AddItem { edition_id, quantity } = body.value;
    check_quantity(&app, quantity, 1)?;
    let key = body.key.map(|key| key.of(caller.owner));
    let cart = app.engine.cart(caller.owner);
    let answer = cart.add(EditionId(edition_id), quantity, app.client_key(&client), key).await?;
    Ok(HttpResponse::Ok().json(app.cart_json(&answer.state, answer.now)))
}

/// Sets the quantity of a line: holds what is missing, releases what is too much.
#[utoipa::path(patch, path = "/api/v1/cart/items/{line_id}", tag = "cart", request_body = SetQuantity,
    params(("line_id" = Uuid, Path)), responses((status = 200, body = CartJson)))]
#[patch("/cart/items/{line_id}")]
async fn set_quantity(
    app: Data<App>,
    caller: Caller,
    client: Client,
    line_id: Path<LineId>,
    body: Body<SetQuantity>,
) -> Result<HttpResponse, Problem> {
    check_quantity(&app, body.value.quantity, 0)?;
    let key = body.key.map(|key| key.of(caller.owner));
    let cart = app.engine.cart(caller.owner);
    let answer = cart.set_quantity(line_id.0, body.value.quantity, app.client_key(&client), key).await?;
    Ok(HttpResponse::Ok().json(app.cart_json(&answer.state, answer.now)))
}

/// Removes a line and releases its holds.
#[utoipa::path(delete, path = "/api/v1/cart/items/{line_id}", tag = "cart", params(("line_id" = Uuid, Path)),
    responses((status = 200, body = CartJson)))]
#[delete("/cart/items/{line_id}")]
async fn remove(app: Data<App>, caller: Caller, line_id: Path<LineId>, key: Key) -> Result<HttpResponse, Problem> {
    let key = key.0.map(|key| key.of(caller.owner));
    let answer = app.engine.cart(caller.owner).remove(line_id.0, key).await?;
    Ok(HttpResponse::Ok().json(app.cart_json(&answer.state, answer.now)))
}

/// Holds a lapsed line again, at today's price.
#[utoipa::path(post, path = "/api/v1/cart/items/{line_id}/rehold", tag = "cart", params(("line_id" = Uuid, Path)),
    responses((status = 200, body = CartJson), (status = 409, description = "sold-out, hold-limit")))]
#[post("/cart/items/{line_id}/rehold")]
async fn rehold(
    app: Data<App>,
    caller: Caller,
    client: Client,
    line_id: Path<LineId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    let key = key.0.map(|key| key.of(caller.owner));
    let answer = app.engine.cart(caller.owner).rehold(line_id.0, app.client_key(&client), key).await?;
    Ok(HttpResponse::Ok().json(app.cart_json(&answer.state, answer.now)))
}

/// Lengthens a line's holds, once.
#[utoipa::path(post, path = "/api/v1/cart/items/{line_id}/extend", tag = "cart", params(("line_id" = Uuid, Path)),
    responses((status = 200, body = CartJson), (status = 409, description = "conflict (extended before), hold-lapsed")))]
#[post("/cart/items/{line_id}/extend")]
async fn extend(app: Data<App>, caller: Caller, line_id: Path<LineId>, key: Key) -> Result<HttpResponse, Problem> {
    let key = key.0.map(|key| key.of(caller.owner));
    let answer = app.engine.cart(caller.owner).extend(line_id.0, key).await?;
    Ok(HttpResponse::Ok().json(app.cart_json(&answer.state, answer.now)))
}

/// What a line may ask for does not depend on what is there.
fn check_quantity(app: &App, quantity: u32, least: u32) -> Result<(), Problem> {
    let mut fields = Fields::new();
    fields.range("/quantity", quantity, least..=app.rules().holds.quantity_max);
    fields.finish()
}
