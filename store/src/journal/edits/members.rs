//! Members of sellers: who belongs to one, and what they may do there.

use impasto_domain::audit::AuditAction;
use impasto_domain::identity::Role;
use impasto_domain::ids::{SellerId, UserId};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use impasto_domain::seller::MemberRole;
use sqlx::types::Json;
use uuid::Uuid;

use super::{DONE, Edited, Editing, people};
use crate::journal::fault::Fault;
use crate::sql::{execute, fetch_all, fetch_optional, statements};

statements! {
    /// The lock of a seller's members: two owners who take each other's role away come one after the other.
    LOCK_SELLER = "SELECT s.id FROM sellers s WHERE s.id = $1 {lock}";
    MEMBERS_OF = "SELECT m.user_id, m.role FROM seller_members m WHERE m.seller_id = $1";
    OTHER_SELLER = "SELECT m.seller_id FROM seller_members m WHERE m.user_id = $1 AND m.seller_id <> $2 LIMIT 1";
    MEMBER_ROLES = "SELECT u.roles FROM users u WHERE u.id = $1 {lock}";
    WRITE_ROLES = "UPDATE users SET roles = $2, updated_at = $3 WHERE id = $1";
    PUT_MEMBER =
        "INSERT INTO seller_members (seller_id, user_id, role) VALUES ($1, $2, $3) \
         ON CONFLICT (user_id, seller_id) DO UPDATE SET role = excluded.role";
    DELETE_MEMBER = "DELETE FROM seller_members WHERE seller_id = $1 AND user_id = $2";
    DISOWN_ARTIST = "UPDATE artists SET user_id = NULL WHERE user_id = $1 AND seller_id = $2";
}

/// Makes a user member of a seller, or gives a member another role.
pub(super) async fn put(
    editing: &mut Editing<'_, '_>,
    seller_id: SellerId,
    user_id: UserId,
    role: MemberRole,
    by: UserId,
) -> Result<Edited, Fault> {
    let Some(members) = members(editing, seller_id).await? else {
        return Ok(Edited::Refused(Refusal::not_found("seller")));
    };
    let roles = fetch_optional!(editing.db, (Json<Vec<Role>>,), MEMBER_ROLES, user_id.0)?;
    let Some((Json(mut roles),)) = roles else { return Ok(Edited::Refused(Refusal::not_found("user"))) };
    let before = role_of(&members, user_id);
    if before == Some(role) {
        return Ok(Edited::Unchanged(Reply::Done));
    }
    if role == MemberRole::Member && is_last_owner(&members, user_id) {
        return Ok(Edited::Refused(no_owner_left()));
    }
    if before.is_none() && fetch_optional!(editing.db, (Uuid,), OTHER_SELLER, user_id.0, seller_id.0)?.is_some() {
        return Ok(Edited::Refused(Refusal::conflict("that person belongs to another seller")));
    }
    execute!(editing.db, PUT_MEMBER, seller_id.0, user_id.0, role.as_str())?;
    if !roles.contains(&Role::Artist) {
        roles.push(Role::Artist);
        execute!(editing.db, WRITE_ROLES, user_id.0, Json(&roles), editing.now)?;
    }
    let told = |role: Option<MemberRole>| serde_json::json!({"user_id": user_id, "role": role});
    editing.note(Some(by), AuditAction::SellerMember, seller_id.0, told(before), told(Some(role)));
    Ok(DONE)
}

/// Ends a membership. Tokens name the seller of their owner, so they end with it.
pub(super) async fn remove(
    editing: &mut Editing<'_, '_>,
    seller_id: SellerId,
    user_id: UserId,
    by: UserId,
) -> Result<Edited, Fault> {
    let Some(members) = members(editing, seller_id).await? else {
        return Ok(Edited::Refused(Refusal::not_found("seller")));
    };
    let Some(before) = role_of(&members, user_id) else {
        return Ok(Edited::Refused(Refusal::not_found("member")));
    };
    if is_last_owner(&members, user_id) {
        return Ok(Edited::Refused(no_owner_left()));
    }
    execute!(editing.db, DELETE_MEMBER, seller_id.0, user_id.0)?;
    execute!(editing.db, DISOWN_ARTIST, user_id.0, seller_id.0)?;
    people::end_sessions(editing, user_id).await?;
    let told = |role: Option<MemberRole>| serde_json::json!({"user_id": user_id, "role": role});
    editing.note(Some(by), AuditAction::SellerMember, seller_id.0, told(Some(before)), told(None));
    Ok(DONE)
}

type Members = Vec<(Uuid, String)>;

/// The members of a seller, locked with it; `None` when there is no such seller.
async fn members(editing: &mut Editing<'_, '_>, seller_id: SellerId) -> Result<Option<Members>, Fault> {
    if fetch_optional!(editing.db, (Uuid,), LOCK_SELLER, seller_id.0)?.is_none() {
        return Ok(None);
    }
    Ok(Some(fetch_all!(editing.db, (Uuid, String), MEMBERS_OF, seller_id.0)?))
}

fn role_of(members: &Members, user_id: UserId) -> Option<MemberRole> {
    let (_, role) = members.iter().find(|(id, _)| *id == user_id.0)?;
    MemberRole::parse(role)
}

fn is_last_owner(members: &Members, user_id: UserId) -> bool {
    let owners: Vec<&Uuid> =
        members.iter().filter(|(_, role)| role == MemberRole::Owner.as_str()).map(|(id, _)| id).collect();
    owners == [&user_id.0]
}

fn no_owner_left() -> Refusal {
    Refusal::conflict("a seller keeps an owner: make somebody else one first")
}
