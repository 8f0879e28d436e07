//! Orders of those who have lost them: `/orders/lookup` sends the way there by mail, `/orders/{id}/claim` takes one into an
//! account.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, post};
use impasto_domain::command::{Command, IdempotencyKey, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::{OrderId, UserId};
use impasto_domain::mail::Letter;
use serde::Deserialize;
use utoipa::ToSchema;

use super::shapes::OrderJson;
use crate::app::App;
use crate::gateway::client::Client;
use crate::gateway::fields::Fields;
use crate::gateway::json::Body;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::gateway::request_key::Key;
use crate::gateway::shared::Shared;
use crate::identity::{Newcomer, SignedIn, mailed, repeat};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(find).service(take_in);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(find, take_in))]
pub struct Doc;

/// Which order somebody has lost.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LookupRequest {
    /// Its number, as its mails and its invoice have it.
    #[schema(max_length = 40)]
    pub number: String,
    /// The e-mail address it was placed with.
    #[schema(max_length = 254)]
    pub email: String,
}

/// Sends a link to an order to the address it was placed with, if that is the given one. The answer is the same if it is not. The link opens the order for 30 days.
#[utoipa::path(post, path = "/api/v1/orders/lookup", tag = "orders", request_body = LookupRequest,
    responses((status = 202), (status = 422)))]
#[post("/orders/lookup")]
async fn find(
    app: Data<App>,
    shared: Data<Shared>,
    Newcomer(who): Newcomer,
    client: Client,
    body: Body<LookupRequest>,
) -> Result<HttpResponse, Problem> {
    let LookupRequest { number, email } = body.value;
    let plain = repeat::plain_email(&email);
    let key = body.key.map(|key| repeat::key_of(&shared, &who, key, "lost order", &plain));
    lookup(&app, &shared, (&number, &email), &client, key).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Takes an order that was bought without an account into one's own. The account must have the order's e-mail address and have proven it.
#[utoipa::path(post, path = "/api/v1/orders/{id}/claim", tag = "orders", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = OrderJson), (status = 401), (status = 403, description = "forbidden: the address is not proven yet"),
        (status = 404), (status = 409, description = "conflict: the order still waits for its money")))]
#[post("/orders/{id}/claim")]
async fn take_in(app: Data<App>, me: SignedIn, id: Path<OrderId>, key: Key) -> Result<HttpResponse, Problem> {
    claim(&app, id.0, me.user_id, key.0.map(|key| key.of(me.owner()))).await?;
    let order = app.reads.order(id.0).await?.ok_or_else(|| Problem::not_found("order"))?;
    Ok(HttpResponse::Ok().json(OrderJson::from(&order)))
}

/// Sends the way to an order to the address it was placed with, if it is this one.
///
/// # Errors
/// 422 for what is no address or no number, 429.
pub async fn lookup(
    app: &Data<App>,
    shared: &Data<Shared>,
    (number, email): (&str, &str),
    client: &Client,
    key: Option<IdempotencyKey>,
) -> Result<(), Problem> {
    if repeat::was_done(shared, key.as_ref()).await? {
        return Ok(());
    }
    let mut fields = Fields::new();
    let number = fields.line("/number", number, 40).to_uppercase();
    let email = fields.email("/email", email);
    fields.finish()?;
    mailed::count(shared, client, "order", &email).await?;
    // Answered before it is looked for: how long an answer takes tells nothing either.
    let app = app.clone();
    actix_web::rt::spawn(async move {
        match send_link(&app, &number, &email, key).await {
            Ok(()) => app.engine.mail_written(),
            Err(problem) => tracing::warn!(%problem, "a link to an order could not be sent"),
        }
    });
    Ok(())
}

async fn send_link(app: &App, number: &str, email: &str, key: Option<IdempotencyKey>) -> Result<(), Problem> {
    let edit = match order_with(app, number, email).await? {
        Some(order_id) => Edit::SendLetter { letter: Letter::OrderLink { order_id } },
        // A key is kept in any case: what becomes of its second use tells nothing either.
        None if key.is_some() => Edit::KeepKey,
        None => return Ok(()),
    };
    submit(app, edit, key).await
}

/// The order of a number, if it was placed with this address.
async fn order_with(app: &App, number: &str, email: &str) -> Result<Option<OrderId>, Problem> {
    let Some(order_id) = app.store.order_of_number(number).await? else { return Ok(None) };
    let Some(order) = app.reads.order(order_id).await? else { return Ok(None) };
    let is_it = repeat::plain_email(&order.head.email) == email.to_lowercase();
    Ok(is_it.then_some(order_id))
}

/// Takes an order into an account.
///
/// # Errors
/// 404 for one that is not there or has another address, 403 while the address is not proven, 409 while the order waits
/// for its money, 503.
pub async fn claim(app: &App, order_id: OrderId, user_id: UserId, key: Option<IdempotencyKey>) -> Result<(), Problem> {
    submit(app, Edit::ClaimOrder { order_id, user_id }, key).await
}

async fn submit(app: &App, edit: Edit, idempotency: Option<IdempotencyKey>) -> Result<(), Problem> {
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    Ok(())
}
