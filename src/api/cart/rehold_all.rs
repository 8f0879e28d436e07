//! Holding everything again that has lapsed in a cart: `POST /cart/rehold`. Each line is tried on its own, so what is gone
//! keeps nothing else from being held.

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use impasto_actors::{CartAnswer, EngineError};
use impasto_domain::cart::CartState;
use impasto_domain::command::IdempotencyKey;
use impasto_domain::ids::LineId;
use impasto_domain::owner::Owner;
use impasto_domain::refusal::Refusal;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::shapes::CartJson;
use crate::app::App;
use crate::gateway::client::Client;
use crate::gateway::problem::Problem;
use crate::gateway::request_key::{Key, RequestKey};
use crate::identity::Caller;

/// A cart after its lapsed lines were tried.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Reheld)]
pub struct ReheldJson {
    /// The cart as it is now.
    pub cart: CartJson,
    /// Lines that could not be held again, in the cart's order.
    pub failed: Vec<NotReheldJson>,
}

/// A line that could not be held again.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = NotReheld)]
pub struct NotReheldJson {
    /// The line.
    pub line_id: Uuid,
    /// Why: what holding this line alone would have been answered with.
    pub problem: Value,
}

/// What became of the lapsed lines of a cart.
#[derive(Debug)]
pub struct ReheldAll {
    /// The cart as it is now.
    pub answer: CartAnswer,
    /// How many lines were held.
    pub held: usize,
    /// Those that were not, and why.
    pub failed: Vec<(LineId, Refusal)>,
}

/// Holds all lapsed lines again, each on its own and at today's price, as holding one line again does. What could not be held
/// is told in `failed`, and keeps nothing else from being held. A cart without lapsed lines stays as it is.
#[utoipa::path(post, path = "/api/v1/cart/rehold", tag = "cart", responses((status = 200, body = ReheldJson)))]
#[post("/cart/rehold")]
pub(super) async fn rehold_all(
    app: Data<App>,
    caller: Caller,
    client: Client,
    key: Key,
) -> Result<HttpResponse, Problem> {
    let ReheldAll { answer, failed, .. } = hold_all_again(&app, caller.owner, &client, key.0).await?;
    let cart = app.cart_json(&answer.state, answer.now);
    let failed = failed
        .into_iter()
        .map(|(line_id, refusal)| NotReheldJson { line_id: line_id.0, problem: Problem::from(refusal).to_json(None) });
    Ok(HttpResponse::Ok().json(ReheldJson { cart, failed: failed.collect() }))
}

/// Holds all lapsed lines of a cart again, one after the other. With a key each line has one of its own, made of it, so that a
/// request that is sent again holds nothing twice.
///
/// # Errors
/// 503 when the engine is busy or away; what was held by then stays held.
pub async fn hold_all_again(
    app: &App,
    owner: Owner,
    client: &Client,
    key: Option<RequestKey>,
) -> Result<ReheldAll, Problem> {
    let cart = app.engine.cart(owner);
    let key = key.map(|key| key.of(owner));
    let key_of =
        |line: LineId| key.as_ref().map(|key| IdempotencyKey { key: format!("{} {line}", key.key), ..key.clone() });
    let before = cart.get().await?;
    let (mut held, mut failed) = (0, Vec::new());
    for line in lapsed(&before.state) {
        match cart.rehold(line, app.client_key(client), key_of(line)).await {
            Ok(_) => held += 1,
            // Removed meanwhile by another tab: nothing is wanted there any more.
            Err(EngineError::Refused(Refusal::NotFound { .. })) => {}
            Err(EngineError::Refused(refusal)) => failed.push((line, refusal)),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(ReheldAll { answer: cart.get().await?, held, failed })
}

/// The lines that are not held, or not wholly.
fn lapsed(state: &CartState) -> Vec<LineId> {
    let lines = state.cart.lines.iter();
    lines
        .filter(|line| line.lost.is_some() || state.held_quantity(line.id) < line.quantity)
        .map(|line| line.id)
        .collect()
}
