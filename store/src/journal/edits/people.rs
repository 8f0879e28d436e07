//! Accounts, roles, memberships.

use chrono::{DateTime, Utc};
use impasto_domain::audit::AuditAction;
use impasto_domain::edit::{NewArtist, NewUser};
use impasto_domain::event::Event;
use impasto_domain::identity::{Permission, Role, allows};
use impasto_domain::ids::{ArtistId, SellerId, SessionId, UserId};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use sqlx::types::Json;
use uuid::Uuid;

use super::{DONE, Edited, Editing, accounts, sellers};
use crate::journal::fault::Fault;
use crate::sql::{execute, fetch_all, fetch_optional, statements};

statements! {
    EMAIL_TAKEN = "SELECT u.id FROM users u WHERE u.email_key = $1";
    INSERT_USER =
        "INSERT INTO users (id, email, email_key, password_hash, display_name, name_key, locale, roles, created_at, \
         updated_at, email_verified_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)";
    UPDATE_USER =
        "UPDATE users SET display_name = coalesce($2, display_name), name_key = coalesce($3, name_key), \
         locale = coalesce($4, locale), updated_at = $5 WHERE id = $1";
    USER_STANDING = "SELECT u.roles, u.suspended_at FROM users u WHERE u.id = $1 {lock}";
    UPDATE_ROLES = "UPDATE users SET roles = $2, updated_at = $3 WHERE id = $1";
    UPDATE_SUSPENSION = "UPDATE users SET suspended_at = $2, updated_at = $3 WHERE id = $1";
    END_SESSIONS = "UPDATE sessions SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL RETURNING id";
    MEMBERSHIP_EXISTS =
        "SELECT u.id FROM users u CROSS JOIN sellers s WHERE u.id = $1 AND s.id = $2";
    INSERT_MEMBER =
        "INSERT INTO seller_members (seller_id, user_id) VALUES ($1, $2) ON CONFLICT (user_id, seller_id) DO NOTHING";
    OWN_ARTIST = "SELECT a.id FROM artists a WHERE a.id = $1 AND a.seller_id = $2 \
         AND (a.user_id IS NULL OR a.user_id = $3) \
         AND NOT EXISTS (SELECT 1 FROM artists other WHERE other.user_id = $3 AND other.id <> $1)";
    CLAIM_ARTIST = "UPDATE artists SET user_id = $2 WHERE id = $1";
}

/// A new account; for an artist also a profile and a seller of one.
pub(super) async fn register(
    editing: &mut Editing<'_, '_>,
    user: &NewUser,
    artist: Option<&NewArtist>,
) -> Result<Edited, Fault> {
    let key = email_key(&user.email);
    if fetch_optional!(editing.db, (Uuid,), EMAIL_TAKEN, &key)?.is_some() {
        return Ok(Edited::Refused(Refusal::EmailTaken));
    }
    execute!(
        editing.db,
        INSERT_USER,
        user.id.0,
        &user.email,
        &key,
        &user.password_hash,
        &user.display_name,
        name_key(&user.display_name),
        &user.locale,
        Json(&user.roles),
        editing.now,
        user.email_verified.then_some(editing.now)
    )?;
    if let Some(artist) = artist {
        sellers::insert_artist(editing, artist, Some(user.id)).await?;
        execute!(editing.db, INSERT_MEMBER, artist.seller.id.0, user.id.0)?;
    }
    if let Some(proof) = &user.proof {
        accounts::keep(editing, proof).await?;
    }
    Ok(DONE)
}

/// Changes name and language.
pub(super) async fn edit(
    editing: &mut Editing<'_, '_>,
    id: UserId,
    display_name: Option<&str>,
    locale: Option<&str>,
) -> Result<Edited, Fault> {
    let name_key = display_name.map(name_key);
    let affected = execute!(editing.db, UPDATE_USER, id.0, display_name, name_key, locale, editing.now)?;
    Ok(if affected == 1 { DONE } else { Edited::Refused(Refusal::not_found("user")) })
}

/// Replaces all roles. Tokens say what their owner may do: who loses a role loses the tokens with it; who only gains
/// one has it with the next token.
pub(super) async fn set_roles(
    editing: &mut Editing<'_, '_>,
    id: UserId,
    roles: &[Role],
    by: Option<UserId>,
) -> Result<Edited, Fault> {
    if let Some(by) = by {
        // Two admins who take each other's role away: the second one is none any more, so an admin always stays.
        let may = standing(editing, by).await?.is_some_and(|(own, out)| !out && allows(&own, Permission::UsersManage));
        if !may {
            let reason = "the account may not give roles any more".to_owned();
            return Ok(Edited::Refused(Refusal::Forbidden { reason }));
        }
        if id == by && !allows(roles, Permission::UsersManage) {
            return Ok(Edited::Refused(Refusal::conflict("nobody takes the admin's role from themselves")));
        }
    }
    let Some((before, _)) = standing(editing, id).await? else {
        return Ok(Edited::Refused(Refusal::not_found("user")));
    };
    if before == roles {
        return Ok(Edited::Unchanged(Reply::Done));
    }
    execute!(editing.db, UPDATE_ROLES, id.0, Json(roles), editing.now)?;
    if before.iter().any(|role| !roles.contains(role)) {
        end_sessions(editing, id).await?;
    }
    editing.note(by, AuditAction::UserRoles, id.0, serde_json::json!(before), serde_json::json!(roles));
    Ok(DONE)
}

/// Shuts a person out, which ends all their sessions, or lets them in again.
pub(super) async fn suspend(
    editing: &mut Editing<'_, '_>,
    id: UserId,
    suspended: bool,
    by: Option<UserId>,
    reason: Option<&str>,
) -> Result<Edited, Fault> {
    if let Some(by) = by {
        if suspended && id == by {
            return Ok(Edited::Refused(Refusal::conflict("nobody shuts themselves out")));
        }
        // Two who shut each other out: the second one is out already.
        if standing(editing, by).await?.is_some_and(|(_, out)| out) {
            return Ok(Edited::Refused(Refusal::Forbidden { reason: "the account is suspended".to_owned() }));
        }
    }
    let Some((_, before)) = standing(editing, id).await? else {
        return Ok(Edited::Refused(Refusal::not_found("user")));
    };
    if before == suspended {
        return Ok(Edited::Unchanged(Reply::Done));
    }
    execute!(editing.db, UPDATE_SUSPENSION, id.0, suspended.then_some(editing.now), editing.now)?;
    if suspended {
        end_sessions(editing, id).await?;
    }
    let after = match reason {
        Some(reason) => serde_json::json!({"suspended": suspended, "reason": reason}),
        None => serde_json::json!({"suspended": suspended}),
    };
    editing.note(by, AuditAction::UserSuspend, id.0, serde_json::json!({"suspended": before}), after);
    Ok(DONE)
}

/// Ends every sign-in of a person because staff say so.
pub(super) async fn sign_out(editing: &mut Editing<'_, '_>, id: UserId, by: UserId) -> Result<Edited, Fault> {
    if standing(editing, id).await?.is_none() {
        return Ok(Edited::Refused(Refusal::not_found("user")));
    }
    let before = editing.events.len();
    end_sessions(editing, id).await?;
    let ended = editing.events.len() - before;
    if ended == 0 {
        return Ok(Edited::Unchanged(Reply::Done));
    }
    editing.note(
        Some(by),
        AuditAction::UserSignOut,
        id.0,
        serde_json::json!({"sign_ins": ended}),
        serde_json::json!({"sign_ins": 0}),
    );
    Ok(DONE)
}

/// Ends every sign-in of a person.
pub(super) async fn end_sessions(editing: &mut Editing<'_, '_>, id: UserId) -> Result<(), Fault> {
    let ended = fetch_all!(editing.db, (Uuid,), END_SESSIONS, id.0, editing.now)?;
    let revoked =
        ended.into_iter().map(|(session,)| Event::SessionRevoked { session_id: SessionId(session), user_id: id });
    editing.events.extend(revoked);
    Ok(())
}

/// Makes a user member of a seller, and owner of an artist profile.
pub(super) async fn join_seller(
    editing: &mut Editing<'_, '_>,
    user_id: UserId,
    seller_id: SellerId,
    artist_id: Option<ArtistId>,
) -> Result<Edited, Fault> {
    if fetch_optional!(editing.db, (Uuid,), MEMBERSHIP_EXISTS, user_id.0, seller_id.0)?.is_none() {
        return Ok(Edited::Refused(Refusal::not_found("user or seller")));
    }
    if let Some(artist) = artist_id {
        let own = fetch_optional!(editing.db, (Uuid,), OWN_ARTIST, artist.0, seller_id.0, user_id.0)?;
        if own.is_none() {
            return Ok(Edited::Refused(Refusal::conflict("the profile is another's, or the user has one already")));
        }
        execute!(editing.db, CLAIM_ARTIST, artist.0, user_id.0)?;
    }
    execute!(editing.db, INSERT_MEMBER, seller_id.0, user_id.0)?;
    Ok(DONE)
}

/// How e-mail addresses are compared.
pub(crate) fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// How names are searched: lower-cased by the program, so that both engines compare them alike.
pub(crate) fn name_key(name: &str) -> String {
    name.to_lowercase()
}

async fn standing(editing: &mut Editing<'_, '_>, id: UserId) -> Result<Option<(Vec<Role>, bool)>, Fault> {
    let row = fetch_optional!(editing.db, (Json<Vec<Role>>, Option<DateTime<Utc>>), USER_STANDING, id.0)?;
    Ok(row.map(|(roles, suspended_at)| (roles.0, suspended_at.is_some())))
}
