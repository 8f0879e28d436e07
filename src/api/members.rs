//! A gallery's people: the artists whose works it sells, and the members who run it.
//! Any member looks after artists; only owners say who is a member.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, delete, get, patch, post};
use impasto_domain::address::Country;
use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::{ArtistProfile, Edit, NewArtist};
use impasto_domain::ids::{ArtistId, SellerId, UserId};
use impasto_domain::read::ArtistRecord;
use impasto_domain::seller::MemberRole;
use impasto_store::reads::SellerMember;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::seller::stored;
use super::shapes::{ArtistJson, MemberRoleName, PageJson};
use super::studio::seller_of;
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::json::{Body, given};
use crate::gateway::params::{Paging, Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::{Key, RequestKey};
use crate::identity::{Allowed, Claims, permission};

/// The most members of a seller.
const MEMBERS_MAX: usize = 100;

/// The most artists of a seller.
const ARTISTS_MAX: usize = 1_000;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service
        .service(artists)
        .service(add_artist)
        .service(change_artist)
        .service(members)
        .service(add_member)
        .service(change_member)
        .service(remove_member);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(artists, add_artist, change_artist, members, add_member, change_member, remove_member))]
pub struct Doc;

/// A new artist of the own seller.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArtistInput {
    /// The name on the works.
    #[schema(max_length = 80)]
    pub name: String,
    /// A few words.
    #[serde(default)]
    #[schema(max_length = 5000)]
    pub bio: String,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: Option<String>,
    /// Year of birth.
    #[serde(default)]
    pub born: Option<i32>,
}

/// Changes of an artist; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ArtistPatch {
    /// The name on the works; those that hang show the new one at once.
    #[schema(max_length = 80)]
    pub name: Option<String>,
    /// A few words.
    #[schema(max_length = 5000)]
    pub bio: Option<String>,
    /// ISO 3166-1 alpha-2; null takes it away.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub country: Option<Option<String>>,
    /// Year of birth; null takes it away.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i32>)]
    pub born: Option<Option<i32>>,
}

/// Somebody who belongs to the own seller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Member)]
pub struct MemberJson {
    /// Who.
    pub user_id: Uuid,
    /// Their e-mail address.
    pub email: String,
    /// Their name.
    pub display_name: String,
    /// What they may do.
    #[schema(value_type = MemberRoleName)]
    pub role: String,
}

/// A new member: somebody with an account.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberInput {
    /// The e-mail address of their account.
    pub email: String,
    /// `owner` or `member`.
    #[serde(default = "member")]
    #[schema(value_type = MemberRoleName)]
    pub role: String,
}

/// Another role for a member.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberPatch {
    /// `owner` or `member`.
    #[schema(value_type = MemberRoleName)]
    pub role: String,
}

fn member() -> String {
    MemberRole::Member.as_str().to_owned()
}

/// The artists of the own seller, by their addresses on the storefront.
#[utoipa::path(get, path = "/api/v1/studio/artists", tag = "studio", params(Paging),
    responses((status = 200, body = PageJson<ArtistJson>)))]
#[get("/studio/artists")]
async fn artists(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let known = app.store.artists_of_seller(seller_of(&who)?).await?;
    let items = known.iter().map(ArtistJson::from).collect();
    Ok(HttpResponse::Ok().json(PageJson::cut(items, &paging.0, |artist: &ArtistJson| artist.id)?))
}

/// Adds an artist whose works the own seller sells.
#[utoipa::path(post, path = "/api/v1/studio/artists", tag = "studio", request_body = ArtistInput,
    responses((status = 201, body = ArtistJson), (status = 422)))]
#[post("/studio/artists")]
async fn add_artist(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    body: Body<ArtistInput>,
) -> Result<HttpResponse, Problem> {
    let artist = new_artist(&app, &who, &body.value, body.key).await?;
    Ok(HttpResponse::Created().json(ArtistJson::from(&artist)))
}

/// Changes an artist of the own seller.
#[utoipa::path(patch, path = "/api/v1/studio/artists/{artist_id}", tag = "studio", request_body = ArtistPatch,
    params(("artist_id" = uuid::Uuid, Path)), responses((status = 200, body = ArtistJson), (status = 404), (status = 422)))]
#[patch("/studio/artists/{artist_id}")]
async fn change_artist(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    id: Path<ArtistId>,
    body: Body<ArtistPatch>,
) -> Result<HttpResponse, Problem> {
    let artist = put_artist(&app, &who, id.0, &body.value, body.key).await?;
    Ok(HttpResponse::Ok().json(ArtistJson::from(&artist)))
}

/// Who belongs to the own seller, the owners first.
#[utoipa::path(get, path = "/api/v1/studio/members", tag = "studio", params(Paging),
    responses((status = 200, body = PageJson<MemberJson>)))]
#[get("/studio/members")]
async fn members(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let known = app.store.members_of_seller(seller_of(&who)?).await?;
    let items = known.iter().map(MemberJson::from).collect();
    Ok(HttpResponse::Ok().json(PageJson::cut(items, &paging.0, |member: &MemberJson| member.user_id)?))
}

/// Makes somebody with an account a member. They sell from their next sign-in on. Owners only.
#[utoipa::path(post, path = "/api/v1/studio/members", tag = "studio", request_body = MemberInput,
    responses((status = 201, body = MemberJson), (status = 403), (status = 422),
        (status = 409, description = "conflict: they belong to another seller")))]
#[post("/studio/members")]
async fn add_member(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    body: Body<MemberInput>,
) -> Result<HttpResponse, Problem> {
    let member = new_member(&app, &who, &body.value, body.key).await?;
    Ok(HttpResponse::Created().json(MemberJson::from(&member)))
}

/// Gives a member another role. Owners only; an owner always stays.
#[utoipa::path(patch, path = "/api/v1/studio/members/{user_id}", tag = "studio", request_body = MemberPatch,
    params(("user_id" = uuid::Uuid, Path)),
    responses((status = 200, body = MemberJson), (status = 403), (status = 404), (status = 409)))]
#[patch("/studio/members/{user_id}")]
async fn change_member(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    id: Path<UserId>,
    body: Body<MemberPatch>,
) -> Result<HttpResponse, Problem> {
    let (seller_id, _) = known_member(&app, &who, id.0).await?;
    let role = check_role(&body.value.role)?;
    put_member(&app, &who, seller_id, id.0, role, body.key).await?;
    let (_, member) = known_member(&app, &who, id.0).await?;
    Ok(HttpResponse::Ok().json(MemberJson::from(&member)))
}

/// Ends a membership, and all sign-ins of the one who leaves. Owners only; everybody may leave; an owner always stays.
#[utoipa::path(delete, path = "/api/v1/studio/members/{user_id}", tag = "studio",
    params(("user_id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 403), (status = 404), (status = 409)))]
#[delete("/studio/members/{user_id}")]
async fn remove_member(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    id: Path<UserId>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    end_membership(&app, &who, id.0, key.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Adds an artist whose works the own seller sells.
///
/// # Errors
/// 422 with what is not acceptable, 409 for one too many, 503.
pub async fn new_artist(
    app: &App,
    user: &Claims,
    input: &ArtistInput,
    key: Option<RequestKey>,
) -> Result<ArtistRecord, Problem> {
    let seller_id = seller_of(user)?;
    let profile = check_profile(&input.name, &input.bio, input.country.as_deref(), input.born)?;
    if app.store.artists_of_seller(seller_id).await?.len() >= ARTISTS_MAX {
        return Err(
            impasto_domain::refusal::Refusal::conflict(format!("a seller has at most {ARTISTS_MAX} artists")).into()
        );
    }
    let seller = stored(app, seller_id).await?;
    let ArtistProfile { name, bio, country, born } = profile;
    let slug = crate::identity::slug(&name);
    let new = NewArtist { id: app.mint(), slug, name, bio, country, born, seller };
    let id = new.id;
    let slug = match submit(app, user, Edit::AddArtist(Box::new(new)), key).await? {
        // A repeat with the same key answers the profile that the first one made.
        impasto_domain::reply::Reply::Slug(slug) => slug,
        _ => id.to_string(),
    };
    app.store.artist(&slug).await?.ok_or_else(|| Problem::not_found("artist"))
}

/// Changes an artist of the own seller.
///
/// # Errors
/// 404 for artists of others, 422 with what is not acceptable, 503.
pub async fn put_artist(
    app: &App,
    user: &Claims,
    id: ArtistId,
    patch: &ArtistPatch,
    key: Option<RequestKey>,
) -> Result<ArtistRecord, Problem> {
    let seller_id = seller_of(user)?;
    let known = app.store.artists_of_seller(seller_id).await?;
    let known = known.into_iter().find(|artist| artist.name.id == id).ok_or_else(|| Problem::not_found("artist"))?;
    let country = patch.country.clone().unwrap_or_else(|| known.country.map(|country| country.to_string()));
    let profile = check_profile(
        patch.name.as_ref().unwrap_or(&known.name.name),
        patch.bio.as_ref().unwrap_or(&known.bio),
        country.as_deref(),
        patch.born.unwrap_or(known.born),
    )?;
    let renamed = profile.name != known.name.name;
    submit(app, user, Edit::PutArtist { id, seller_id, profile }, key).await?;
    if renamed {
        app.refresh_artist(id).await?;
    }
    app.store.artist(&id.to_string()).await?.ok_or_else(|| Problem::not_found("artist"))
}

/// Makes somebody with an account a member of the own seller.
///
/// # Errors
/// 403 for those who are not owners, 422 for an address without an account, 409 for members of another seller.
pub async fn new_member(
    app: &App,
    user: &Claims,
    input: &MemberInput,
    key: Option<RequestKey>,
) -> Result<SellerMember, Problem> {
    let seller_id = own_as_owner(app, user).await?;
    let mut fields = Fields::new();
    let email = fields.email("/email", &input.email);
    let role = MemberRole::parse(&input.role);
    fields.check(role.is_some(), "/role", "must be owner or member");
    fields.finish()?;
    let missing = || Problem::field("/email", "has no account here");
    let account = app.store.account_by_email(&email).await?.ok_or_else(missing)?;
    if app.store.members_of_seller(seller_id).await?.len() >= MEMBERS_MAX {
        return Err(
            impasto_domain::refusal::Refusal::conflict(format!("a seller has at most {MEMBERS_MAX} members")).into()
        );
    }
    let (user_id, role) = (account.user.id, role.unwrap_or(MemberRole::Member));
    put_member(app, user, seller_id, user_id, role, key).await?;
    Ok(known_member(app, user, user_id).await?.1)
}

/// Gives a member of the own seller another role.
///
/// # Errors
/// 403 for those who are not owners, 409 where no owner would be left.
pub async fn put_member(
    app: &App,
    user: &Claims,
    seller_id: SellerId,
    user_id: UserId,
    role: MemberRole,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    own_as_owner(app, user).await?;
    submit(app, user, Edit::PutMember { seller_id, user_id, role, by: user.user_id }, key).await.map(drop)
}

/// Ends a membership of the own seller.
///
/// # Errors
/// 403 for those who are not owners and end another's, 404, 409 where no owner would be left.
pub async fn end_membership(app: &App, user: &Claims, user_id: UserId, key: Option<RequestKey>) -> Result<(), Problem> {
    let (seller_id, _) = known_member(app, user, user_id).await?;
    if user_id != user.user_id {
        own_as_owner(app, user).await?;
    }
    submit(app, user, Edit::RemoveMember { seller_id, user_id, by: user.user_id }, key).await.map(drop)
}

/// The own seller, for those who may say who belongs to it.
///
/// # Errors
/// 403 for everybody else.
pub async fn own_as_owner(app: &App, user: &Claims) -> Result<SellerId, Problem> {
    let seller_id = seller_of(user)?;
    match app.store.member_role(seller_id, user.user_id).await? {
        Some(MemberRole::Owner) => Ok(seller_id),
        _ => Err(Problem::forbidden("Only an owner of the seller may do that.")),
    }
}

async fn known_member(app: &App, user: &Claims, id: UserId) -> Result<(SellerId, SellerMember), Problem> {
    let seller_id = seller_of(user)?;
    let known = app.store.members_of_seller(seller_id).await?;
    let found = known.into_iter().find(|member| member.user_id == id);
    Ok((seller_id, found.ok_or_else(|| Problem::not_found("member"))?))
}

async fn submit(
    app: &App,
    user: &Claims,
    edit: Edit,
    key: Option<RequestKey>,
) -> Result<impasto_domain::reply::Reply, Problem> {
    let idempotency = key.map(|key| key.of_id(user.user_id.0));
    Ok(app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?)
}

fn check_role(name: &str) -> Result<MemberRole, Problem> {
    MemberRole::parse(name).ok_or_else(|| Problem::field("/role", "must be owner or member"))
}

fn check_profile(name: &str, bio: &str, country: Option<&str>, born: Option<i32>) -> Result<ArtistProfile, Problem> {
    let mut fields = Fields::new();
    let name = fields.line("/name", name, 80);
    let bio = fields.prose("/bio", bio, 5_000);
    let parsed = country.map(Country::parse);
    fields.check(parsed != Some(None), "/country", "must be a country code of two letters, such as DE");
    if let Some(born) = born {
        fields.range("/born", born, -3_000..=2_100);
    }
    fields.finish()?;
    Ok(ArtistProfile { name, bio, country: parsed.flatten(), born })
}

impl From<&SellerMember> for MemberJson {
    fn from(member: &SellerMember) -> Self {
        Self {
            user_id: member.user_id.0,
            email: member.email.clone(),
            display_name: member.display_name.clone(),
            role: member.role.as_str().to_owned(),
        }
    }
}
