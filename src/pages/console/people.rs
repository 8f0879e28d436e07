//! People: who has an account, what they are here, and the forms that change it.

use actix_web::{Error, HttpResponse};
use chrono::{DateTime, Utc};
use impasto_domain::identity::{Role, User};
use impasto_domain::ids::{SellerId, UserId};
use impasto_store::reads::AuditWanted;

use super::super::notices;
use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::console::people::{PeoplePage, PersonPage, PersonRow, RoleChoice, SellerLink};
use super::super::views::moment::Moment;
use super::super::visit::{Visit, page};
use super::audit::shown;
use super::{PeopleKeeper, Room, frame, seller};
use crate::api::people::{check_roles, end_sessions, put_roles, put_suspension};
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::words::t;

const PEOPLE_A_PAGE: u32 = 50;

/// What was last changed of somebody.
const CHANGES_SHOWN: u32 = 10;

/// The roles that are given.
const ROLES: [Role; 4] = [Role::Artist, Role::Moderator, Role::Fulfilment, Role::Admin];

/// The list.
pub(super) async fn show(visit: Visit, _keeper: PeopleKeeper) -> Result<HttpResponse, Error> {
    let query = Typed::of_query(visit.request());
    let words: String = query.get("q").chars().take(254).collect();
    let cursor = query.given("cursor");
    let asked = Some(words.as_str()).filter(|words| !words.is_empty());
    let listed = visit.app.store.users(asked, cursor.as_deref(), PEOPLE_A_PAGE).await.map_err(Problem::from)?;
    let ids: Vec<UserId> = listed.items.iter().map(|user| user.id).collect();
    let seen = visit.app.store.last_seen(&ids).await.map_err(Problem::from)?;
    let next = |cursor: &String| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !words.is_empty() {
            query.append_pair("q", &words);
        }
        format!("/console/people?{}", query.append_pair("cursor", cursor).finish())
    };
    let view = PeoplePage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::People).await?,
        people: listed.items.iter().map(|user| row(user, seen.get(&user.id).copied())).collect(),
        total: listed.total.map(|total| t("console-people-count").with("count", total).into()),
        next_url: listed.next_cursor.as_ref().map(next),
        query: words,
    };
    Ok(page(&view)?)
}

/// Somebody.
pub(super) async fn one(visit: Visit, keeper: PeopleKeeper, id: Path<UserId>) -> Result<HttpResponse, Error> {
    let store = &visit.app.store;
    let missing = || Problem::not_found("person");
    let user = store.user(id.0).await.map_err(Problem::from)?.ok_or_else(missing)?;
    let seen = store.last_seen(&[id.0]).await.map_err(Problem::from)?.get(&id.0).copied();
    let signed_in = store.sessions(id.0).await.map_err(Problem::from)?;
    let wanted = AuditWanted { subject: Some(id.0.0), ..AuditWanted::default() };
    let changes = store.audit_wanted(&wanted, None, CHANGES_SHOWN).await.map_err(Problem::from)?;
    let role = |role: Role| RoleChoice {
        value: role.as_str().to_owned(),
        label: t(&format!("console-people-choice-{}", role.as_str())).into(),
        more: t(&format!("console-people-does-{}", role.as_str())).into(),
        is_held: user.roles.contains(&role),
    };
    let view = PersonPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::People).await?,
        seller: user.seller_id.map(|id| seller_link(&visit, id)),
        is_self: user.id == keeper.0.user_id,
        roles: ROLES.into_iter().map(role).collect(),
        sign_ins: signed_in.len(),
        is_signed_in: !signed_in.is_empty(),
        changes: shown(&visit.app, &changes.items).await?,
        person: row(&user, seen),
    };
    Ok(page(&view)?)
}

fn seller_link(visit: &Visit, id: SellerId) -> SellerLink {
    let name = visit.app.sellers().get(&id).map_or_else(|| id.to_string(), |seller| seller.name.clone());
    SellerLink { name, url: seller::address(id) }
}

/// Gives somebody other roles.
pub(super) async fn roles(
    visit: Visit,
    keeper: PeopleKeeper,
    id: Path<UserId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let names: Vec<String> =
        typed.0.iter().filter(|(name, _)| name == "role").map(|(_, value)| value.clone()).collect();
    let done = match check_roles(&names) {
        Ok(wanted) => put_roles(&visit.app, &keeper.0, id.0, wanted, None).await,
        Err(problem) => Err(problem),
    };
    answer(id.0, done, "roles-given")
}

/// Shuts somebody out, or lets them in again.
pub(super) async fn suspend(
    visit: Visit,
    keeper: PeopleKeeper,
    id: Path<UserId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let out = typed.get("suspended") == "true";
    let reason = typed.given("reason");
    if out && reason.is_none() {
        return Ok(see_other_with(&address(id.0), "not-acceptable"));
    }
    let done = put_suspension(&visit.app, &keeper.0, id.0, out, reason.as_deref(), None).await;
    answer(id.0, done, if out { "shut-out" } else { "let-in" })
}

/// Ends every sign-in of somebody.
pub(super) async fn sign_out(visit: Visit, keeper: PeopleKeeper, id: Path<UserId>) -> Result<HttpResponse, Error> {
    let done = end_sessions(&visit.app, &keeper.0, id.0, None).await;
    answer(id.0, done, "signed-out-everywhere")
}

fn answer(id: UserId, done: Result<(), Problem>, notice: &str) -> Result<HttpResponse, Error> {
    let path = address(id);
    match done {
        Ok(()) => Ok(see_other_with(&path, notice)),
        Err(problem) => notices::back(&path, problem, |kind| (kind == ProblemType::Conflict).then_some("not-oneself")),
    }
}

fn address(id: UserId) -> String {
    format!("/console/people/{id}")
}

fn row(user: &User, seen: Option<DateTime<Utc>>) -> PersonRow {
    let named = |role: &Role| t(&format!("console-people-role-{}", role.as_str())).to_string();
    let roles: Vec<String> = user.roles.iter().filter(|role| **role != Role::Customer).map(named).collect();
    PersonRow {
        id: user.id.to_string(),
        name: user.display_name.clone(),
        email: user.email.clone(),
        roles: if roles.is_empty() { named(&Role::Customer) } else { roles.join(", ") },
        is_suspended: user.suspended,
        since: Moment::new(user.created_at),
        seen: seen.map(Moment::new),
    }
}
