//! The signed-in person: `/me`, `/me/addresses`, `/me/sessions`.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};
use chrono::{DateTime, Utc};
use impasto_domain::address::Address;
use impasto_domain::command::{Command, IdempotencyKey, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::{AddressId, SessionId};
use impasto_domain::reply::Reply;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::address::AddressInput;
use super::shapes::{AddressJson, PageJson};
use super::user::UserJson;
use crate::gateway::fields::Fields;
use crate::gateway::json::{Body, given};
use crate::gateway::params::{Paging, Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::Key;
use crate::gateway::shared::Shared;
use crate::identity::{SignedIn, Via, account, cookies, identity};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service
        .service(show)
        .service(change)
        .service(addresses)
        .service(add_address)
        .service(edit_address)
        .service(remove_address)
        .service(sessions)
        .service(end_session);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show, change, addresses, add_address, edit_address, remove_address, sessions, end_session))]
pub struct Doc;

/// Changes of one's own account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MePatch {
    /// What others see.
    #[schema(max_length = 80)]
    #[serde(default, deserialize_with = "given")]
    pub display_name: Option<String>,
    /// One of the site's languages (`GET /config`).
    #[serde(default, deserialize_with = "given")]
    pub locale: Option<String>,
}

/// An entry of the address book.
#[derive(Serialize, ToSchema)]
pub struct AddressEntryJson {
    /// The entry.
    pub id: Uuid,
    /// Where.
    #[serde(flatten)]
    pub address: AddressJson,
}

/// Changes of an address; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressPatch {
    #[serde(default, deserialize_with = "given")]
    name: Option<String>,
    #[serde(default, deserialize_with = "given")]
    line1: Option<String>,
    /// `null` takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    line2: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    city: Option<String>,
    #[serde(default, deserialize_with = "given")]
    postal_code: Option<String>,
    /// `null` takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    region: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    country: Option<String>,
}

/// A sign-in on one device.
#[derive(Serialize, ToSchema)]
pub struct SessionJson {
    /// The sign-in.
    pub id: Uuid,
    /// The browser's own words.
    pub user_agent: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When its tokens were last renewed.
    pub seen_at: DateTime<Utc>,
    /// Whether this call was made with it.
    pub current: bool,
}

/// The own account.
#[utoipa::path(get, path = "/api/v1/me", tag = "me", responses((status = 200, body = UserJson), (status = 401)))]
#[get("/me")]
async fn show(shared: Data<Shared>, me: SignedIn) -> Result<HttpResponse, Problem> {
    let user = shared.people.by_id(me.user_id).await?.ok_or_else(|| Problem::not_found("account"))?;
    Ok(HttpResponse::Ok().json(UserJson::from(&user)))
}

/// Changes name and language. Access tokens carry both: they show the change from the next renewal on.
#[utoipa::path(patch, path = "/api/v1/me", tag = "me", request_body = MePatch,
    responses((status = 200, body = UserJson), (status = 401), (status = 422)))]
#[patch("/me")]
async fn change(shared: Data<Shared>, me: SignedIn, body: Body<MePatch>) -> Result<HttpResponse, Problem> {
    let sent = body.value;
    let mut fields = Fields::new();
    let display_name = sent.display_name.map(|name| fields.line("/display_name", &name, 80));
    if let Some(locale) = &sent.locale {
        let known = &shared.config.site.locales;
        fields.check(known.contains(locale), "/locale", format!("must be one of {}", known.join(", ")));
    }
    fields.finish()?;
    if display_name.is_some() || sent.locale.is_some() {
        let edit = Edit::EditUser { user_id: me.user_id, display_name, locale: sent.locale };
        submit(&shared, edit, body.key.map(|key| key.of(me.owner()))).await?;
    }
    let user = shared.people.by_id(me.user_id).await?.ok_or_else(|| Problem::not_found("account"))?;
    Ok(HttpResponse::Ok().json(UserJson::from(&user)))
}

/// The address book, in the order it was written.
#[utoipa::path(get, path = "/api/v1/me/addresses", tag = "me", params(Paging),
    responses((status = 200, body = PageJson<AddressEntryJson>), (status = 401), (status = 422)))]
#[get("/me/addresses")]
async fn addresses(shared: Data<Shared>, me: SignedIn, paging: Query<Paging>) -> Result<HttpResponse, Problem> {
    let known = shared.people.addresses(me.user_id).await?;
    let items = known.iter().map(|(id, address)| entry(*id, address)).collect();
    Ok(HttpResponse::Ok().json(PageJson::cut(items, &paging.0, |entry: &AddressEntryJson| entry.id)?))
}

/// Adds an address.
#[utoipa::path(post, path = "/api/v1/me/addresses", tag = "me", request_body = AddressInput,
    responses((status = 201, body = AddressEntryJson), (status = 401), (status = 409, description = "conflict: 50 are kept already"), (status = 422)))]
#[post("/me/addresses")]
async fn add_address(shared: Data<Shared>, me: SignedIn, body: Body<AddressInput>) -> Result<HttpResponse, Problem> {
    let address = checked(&body.value)?;
    let edit = Edit::AddAddress { id: shared.mint().mint(), user_id: me.user_id, address: address.clone() };
    let reply = submit(&shared, edit, body.key.map(|key| key.of(me.owner()))).await?;
    // Not the id minted above: a repeat with the same key answers the entry that the first one made.
    let Reply::Id(id) = reply else { return Err(Problem::unexpected("an address", &reply)) };
    Ok(HttpResponse::Created().json(entry(AddressId(id), &address)))
}

/// Changes an address.
#[utoipa::path(patch, path = "/api/v1/me/addresses/{id}", tag = "me", params(("id" = Uuid, Path)), request_body = AddressPatch,
    responses((status = 200, body = AddressEntryJson), (status = 401), (status = 404), (status = 422)))]
#[patch("/me/addresses/{id}")]
async fn edit_address(
    shared: Data<Shared>,
    me: SignedIn,
    id: Path<AddressId>,
    body: Body<AddressPatch>,
) -> Result<HttpResponse, Problem> {
    let known = shared.people.addresses(me.user_id).await?;
    let found = known.into_iter().find(|(known, _)| *known == id.0);
    let (_, old) = found.ok_or_else(|| Problem::not_found("address"))?;
    let sent = body.value;
    let address = checked(&AddressInput {
        name: sent.name.unwrap_or(old.name),
        line1: sent.line1.unwrap_or(old.line1),
        line2: sent.line2.unwrap_or(old.line2),
        city: sent.city.unwrap_or(old.city),
        postal_code: sent.postal_code.unwrap_or(old.postal_code),
        region: sent.region.unwrap_or(old.region),
        country: sent.country.unwrap_or_else(|| old.country.to_string()),
    })?;
    let key = body.key.map(|key| key.of(me.owner()));
    submit(&shared, Edit::EditAddress { id: id.0, user_id: me.user_id, address: address.clone() }, key).await?;
    Ok(HttpResponse::Ok().json(entry(id.0, &address)))
}

/// Removes an address.
#[utoipa::path(delete, path = "/api/v1/me/addresses/{id}", tag = "me", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 401), (status = 404)))]
#[delete("/me/addresses/{id}")]
async fn remove_address(
    shared: Data<Shared>,
    me: SignedIn,
    id: Path<AddressId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    let key = key.0.map(|key| key.of(me.owner()));
    submit(&shared, Edit::RemoveAddress { id: id.0, user_id: me.user_id }, key).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Where one is signed in, the last used first.
#[utoipa::path(get, path = "/api/v1/me/sessions", tag = "me", params(Paging),
    responses((status = 200, body = PageJson<SessionJson>), (status = 401), (status = 422)))]
#[get("/me/sessions")]
async fn sessions(shared: Data<Shared>, me: SignedIn, paging: Query<Paging>) -> Result<HttpResponse, Problem> {
    let live = shared.people.sessions(me.user_id).await?;
    let items = live
        .into_iter()
        .map(|session| SessionJson {
            id: session.id.0,
            user_agent: session.user_agent,
            created_at: session.created_at,
            seen_at: session.seen_at,
            current: session.id == me.session_id,
        })
        .collect();
    Ok(HttpResponse::Ok().json(PageJson::cut(items, &paging.0, |session: &SessionJson| session.id)?))
}

/// Ends a sign-in; all its tokens are refused at once.
#[utoipa::path(delete, path = "/api/v1/me/sessions/{id}", tag = "me", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 401), (status = 404)))]
#[delete("/me/sessions/{id}")]
async fn end_session(
    request: HttpRequest,
    shared: Data<Shared>,
    me: SignedIn,
    id: Path<SessionId>,
) -> Result<HttpResponse, Problem> {
    let live = shared.people.sessions(me.user_id).await?;
    if !live.iter().any(|session| session.id == id.0) {
        return Err(Problem::not_found("sign-in"));
    }
    account::sign_out(&shared, id.0, me.user_id).await?;
    if id.0 == me.session_id && identity(&request)?.via == Via::Cookies {
        for cookie in account::sign_out_cookies(&shared) {
            cookies::set(&request, cookie);
        }
    }
    Ok(HttpResponse::NoContent().finish())
}

async fn submit(shared: &Shared, edit: Edit, idempotency: Option<IdempotencyKey>) -> Result<Reply, Problem> {
    let command = Command::Edit(Box::new(edit));
    Ok(shared.journal.submit(Submission { command, idempotency }).await?)
}

fn checked(input: &AddressInput) -> Result<Address, Problem> {
    let mut fields = Fields::new();
    let address = input.check(&mut fields);
    fields.finish()?;
    // `check` leaves an address out only together with an error.
    address.ok_or_else(|| Problem::field("/country", "must be an ISO 3166-1 alpha-2 country code"))
}

fn entry(id: AddressId, address: &Address) -> AddressEntryJson {
    AddressEntryJson { id: id.0, address: AddressJson::from(address) }
}
