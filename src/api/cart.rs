//! The cart: `/cart` and its items. Every call answers the whole cart, holding now.

mod rehold_all;

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, delete, get, patch, post};
use impasto_domain::edition::COPIES_MAX;
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

pub use rehold_all::{NotReheldJson, ReheldAll, ReheldJson, hold_all_again};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service
        .service(show)
        .service(add)
        .service(set_quantity)
        .service(remove)
        .service(rehold)
        .service(rehold_all::rehold_all)
        .service(extend);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show, add, set_quantity, remove, rehold, rehold_all::rehold_all, extend))]
pub struct Doc;

/// What to put into the cart.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddItem {
    /// What.
    pub edition_id: Uuid,
    /// How many more, at least 1; as many as `numbers` where these are given.
    #[schema(minimum = 1, default = 1)]
    pub quantity: Option<u32>,
    /// Labels of the copies that are wanted, `"7/25"` or `"AP 1/2"`: exactly these are held, or none. Without them the lowest
    /// free numbers are held.
    pub numbers: Option<Vec<String>>,
}

/// The wanted quantity of a line.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetQuantity {
    /// 0 removes the line.
    pub quantity: u32,
}

/// The cart, with the server's clock for countdowns.
#[utoipa::path(get, path = "/api/v1/cart", tag = "cart", responses((status = 200, body = CartJson)))]
#[get("/cart")]
async fn show(app: Data<App>, caller: Caller) -> Result<HttpResponse, Problem> {
    let answer = app.engine.cart(caller.owner).get().await?;
    Ok(HttpResponse::Ok().json(app.cart_json(&answer.state, answer.now)))
}

/// Adds copies of an edition and holds them at once. Where picked numbers are not all free, `sold-out` names in `copies`
/// those that are not.
#[utoipa::path(post, path = "/api/v1/cart/items", tag = "cart", request_body = AddItem,
    responses((status = 200, body = CartJson), (status = 409, description = "sold-out, hold-limit, currency-mix, customer-limit, sales-paused")))]
#[post("/cart/items")]
async fn add(app: Data<App>, caller: Caller, client: Client, body: Body<AddItem>) -> Result<HttpResponse, Problem> {
    let AddItem { edition_id, quantity, numbers } = body.value;
    let edition_id = EditionId(edition_id);
    let key = body.key.map(|key| key.of(caller.owner));
    let cart = app.engine.cart(caller.owner);
    let answer = match numbers {
        None => {
            let quantity = quantity.unwrap_or(1);
            check_quantity(&app, quantity, 1)?;
            cart.add(edition_id, quantity, app.client_key(&client), key).await?
        }
        Some(numbers) => {
            let ordinals = check_numbers(&app, &caller, edition_id, quantity, &numbers).await?;
            cart.pick(edition_id, ordinals, app.client_key(&client), key).await?
        }
    };
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

/// Holds a lapsed line again, at today's price. Of the copies that were picked those that are free are held; for one that
/// others have taken another copy is, and `missed_numbers` names it.
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

/// The places of the copies that the labels name.
async fn check_numbers(
    app: &App,
    caller: &Caller,
    edition_id: EditionId,
    quantity: Option<u32>,
    numbers: &[String],
) -> Result<Vec<u32>, Problem> {
    let mut fields = Fields::new();
    let most = app.rules().holds.quantity_max.min(COPIES_MAX) as usize;
    fields.check(!numbers.is_empty(), "/numbers", "must name a copy");
    fields.check(numbers.len() <= most, "/numbers", format!("must be at most {most}"));
    let agrees = quantity.is_none_or(|quantity| quantity as usize == numbers.len());
    fields.check(agrees, "/quantity", "must be as many as the numbers");
    fields.finish()?;
    let record = app.work_of_edition(&caller.identity, edition_id).await?;
    let found = record.editions.iter().find(|(edition, _)| edition.id == edition_id);
    let (edition, _) = found.ok_or_else(|| Problem::not_found("edition"))?;
    let mut fields = Fields::new();
    let mut ordinals = Vec::with_capacity(numbers.len());
    for (place, label) in numbers.iter().enumerate() {
        match edition.ordinal_of(label) {
            Some(ordinal) if ordinals.contains(&ordinal) => {
                fields.add(format_args!("/numbers/{place}"), "is named twice");
            }
            Some(ordinal) => ordinals.push(ordinal),
            None => fields.add(format_args!("/numbers/{place}"), "is not a copy of this edition"),
        }
    }
    fields.finish()?;
    Ok(ordinals)
}

/// What a line may ask for does not depend on what is there.
fn check_quantity(app: &App, quantity: u32, least: u32) -> Result<(), Problem> {
    let mut fields = Fields::new();
    fields.range("/quantity", quantity, least..=app.rules().holds.quantity_max);
    fields.finish()
}
