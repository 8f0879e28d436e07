//! A gallery's people, by forms: its artists, and its members.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use impasto_domain::ids::{ArtistId, UserId};
use impasto_domain::read::ArtistRecord;
use impasto_domain::seller::MemberRole;

use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::form::{Choice, Errors, FieldError};
use super::super::views::studio::{ArtistForm, ArtistRow, MemberForm, MemberRow};
use super::super::visit::Visit;
use super::super::{countries, mistakes, notices};
use super::Artist;
use super::seller::{People, own_page};
use crate::api::members::{
    ArtistInput, ArtistPatch, MemberInput, end_membership, new_artist, new_member, own_as_owner, put_artist, put_member,
};
use crate::api::studio::seller_of;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::identity::Claims;
use crate::words::t;

/// Adds an artist.
pub(super) async fn add_artist(visit: Visit, artist: Artist, typed: Typed) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let added = match born(&typed) {
        Ok(born) => {
            let input = ArtistInput {
                name: typed.get("name").to_owned(),
                bio: typed.get("bio").to_owned(),
                country: typed.given("country"),
                born,
            };
            new_artist(&visit.app, user, &input, None).await.map(drop)
        }
        Err(problem) => Err(problem),
    };
    let Err(problem) = added else { return Ok(see_other_with("/studio/seller#artists", "artist-added")) };
    if problem.kind() != Some(ProblemType::InvalidFields) {
        return notices::back("/studio/seller#artists", problem, |_| None);
    }
    let form = ArtistForm {
        errors: mistakes::of(&problem, artist_field),
        name: typed.get("name").to_owned(),
        bio: typed.get("bio").to_owned(),
        born: typed.get("born").to_owned(),
        countries: choices(typed.get("country")),
    };
    let people = People { artist: Some(form), ..People::default() };
    Ok(own_page(&visit, user, people, StatusCode::UNPROCESSABLE_ENTITY).await?)
}

/// Changes an artist.
pub(super) async fn change_artist(
    visit: Visit,
    artist: Artist,
    id: Path<ArtistId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let back = "/studio/seller#artists";
    let changed = match born(&typed) {
        Ok(born) => {
            let patch = ArtistPatch {
                name: Some(typed.get("name").to_owned()),
                bio: Some(typed.get("bio").to_owned()),
                country: Some(typed.given("country")),
                born: Some(born),
            };
            put_artist(&visit.app, &artist.0, id.0, &patch, None).await
        }
        Err(problem) => Err(problem),
    };
    match changed {
        Ok(_) => Ok(see_other_with(back, "saved")),
        Err(problem) => notices::back(back, problem, |_| None),
    }
}

/// Makes somebody a member.
pub(super) async fn add_member(visit: Visit, artist: Artist, typed: Typed) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let input = MemberInput { email: typed.get("email").to_owned(), role: typed.get("role").to_owned() };
    let Err(problem) = new_member(&visit.app, user, &input, None).await else {
        return Ok(see_other_with("/studio/seller#members", "member-added"));
    };
    let errors = match problem.kind() {
        Some(ProblemType::InvalidFields) => mistakes::of(&problem, member_field),
        Some(ProblemType::Conflict) => {
            let message = t("studio-member-elsewhere").into();
            Errors { summary: None, fields: vec![FieldError { field: "email".to_owned(), message }] }
        }
        _ => return notices::back("/studio/seller#members", problem, |_| None),
    };
    let people = People { member: Some(MemberForm { errors, email: input.email }), ..People::default() };
    Ok(own_page(&visit, user, people, StatusCode::UNPROCESSABLE_ENTITY).await?)
}

/// Gives a member another role, or ends the membership.
pub(super) async fn change_member(
    visit: Visit,
    artist: Artist,
    id: Path<UserId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let (user, back) = (&artist.0, "/studio/seller#members");
    let named = |kind| (kind == ProblemType::Conflict).then_some("last-owner");
    let changed = match MemberRole::parse(typed.get("action")) {
        Some(role) => put_member(&visit.app, user, seller_of(user)?, id.0, role, None).await,
        None => end_membership(&visit.app, user, id.0, None).await,
    };
    match changed {
        // Who leaves is signed out with it.
        Ok(()) if typed.get("action") == "remove" && id.0 == user.user_id => Ok(see_other_with("/", "signed-out")),
        Ok(()) => Ok(see_other_with(back, "saved")),
        Err(problem) => notices::back(back, problem, named),
    }
}

/// The artists as the page shows them.
pub(super) fn artist_row(artist: &ArtistRecord) -> ArtistRow {
    ArtistRow {
        id: artist.name.id.to_string(),
        name: artist.name.name.clone(),
        url: (artist.works > 0).then(|| format!("/artists/{}", artist.name.slug)),
        works: match u64::try_from(artist.works).unwrap_or(0) {
            0 => t("studio-artist-no-works").into(),
            works => t("studio-artist-works").with("count", works).into(),
        },
        form: ArtistForm {
            errors: Errors::default(),
            name: artist.name.name.clone(),
            bio: artist.bio.clone(),
            born: artist.born.map(|year| year.to_string()).unwrap_or_default(),
            countries: choices(&artist.country.map(|country| country.to_string()).unwrap_or_default()),
        },
    }
}

/// Who belongs to the seller, and whether the one who asks may say who does.
///
/// # Errors
/// 503 when the database is away.
pub(super) async fn members(visit: &Visit, user: &Claims) -> Result<(Vec<MemberRow>, bool), Problem> {
    let known = visit.app.store.members_of_seller(seller_of(user)?).await?;
    let row = |member: &impasto_store::reads::SellerMember| MemberRow {
        id: member.user_id.to_string(),
        name: member.display_name.clone(),
        email: member.email.clone(),
        is_owner: member.role == MemberRole::Owner,
        is_self: member.user_id == user.user_id,
    };
    let may = match own_as_owner(&visit.app, user).await {
        Ok(_) => true,
        Err(problem) if problem.kind() == Some(ProblemType::Forbidden) => false,
        Err(problem) => return Err(problem),
    };
    Ok((known.iter().map(row).collect(), may))
}

/// The countries, with none before them.
pub(super) fn choices(chosen: &str) -> Vec<Choice> {
    let label = t("studio-artist-country-none").into();
    let none = Choice { value: String::new(), label, selected: chosen.is_empty() };
    std::iter::once(none).chain(countries::choices(chosen, |_| true)).collect()
}

fn born(typed: &Typed) -> Result<Option<i32>, Problem> {
    let Some(text) = typed.given("born") else { return Ok(None) };
    text.parse().map(Some).map_err(|_| Problem::field("/born", t("studio-artist-born-wrong")))
}

fn artist_field(pointer: &str) -> Option<mistakes::Field> {
    let (field, label) = match pointer {
        "/name" => ("artist-name", "studio-the-name"),
        "/bio" => ("artist-bio", "studio-the-words"),
        "/born" => ("artist-born", "studio-the-birth-year"),
        "/country" => ("artist-country", "studio-the-country"),
        _ => return None,
    };
    Some((field.to_owned(), t(label).into()))
}

fn member_field(pointer: &str) -> Option<mistakes::Field> {
    let label = if pointer == "/email" { "studio-the-address" } else { "studio-the-role" };
    Some(("email".to_owned(), t(label).into()))
}
