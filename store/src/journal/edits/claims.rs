//! Orders that were bought without an account, on their way into one.

use chrono::{DateTime, Utc};
use impasto_domain::audit::AuditAction;
use impasto_domain::ids::{OrderId, UserId};
use impasto_domain::owner::Owner;
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use uuid::Uuid;

use super::people::email_key;
use super::{DONE, Edited, Editing};
use crate::journal::fault::Fault;
use crate::sql::{execute, fetch_optional, statements};

statements! {
    CLAIMED_ORDER =
        "SELECT o.owner_kind, o.owner_id, o.email, o.payment_status, \
         EXISTS (SELECT 1 FROM holds h WHERE h.owner_id = o.owner_id AND h.order_id = o.id) AS held \
         FROM orders o WHERE o.id = $1 {lock}";
    CLAIMANT = "SELECT u.email, u.email_verified_at FROM users u WHERE u.id = $1";
    CLAIM_ORDER = "UPDATE orders SET owner_kind = 'user', owner_id = $2 WHERE id = $1";
}

/// Moves an order to the account that has proven its address. One that waits for its money stays: its holds are its
/// owner's.
pub(super) async fn claim(editing: &mut Editing<'_, '_>, order_id: OrderId, user_id: UserId) -> Result<Edited, Fault> {
    let missing = || Ok(Edited::Refused(Refusal::not_found("order")));
    let order = fetch_optional!(editing.db, (String, Uuid, String, String, bool), CLAIMED_ORDER, order_id.0)?;
    let Some((kind, owner_id, email, payment_status, held)) = order else { return missing() };
    let person = fetch_optional!(editing.db, (String, Option<DateTime<Utc>>), CLAIMANT, user_id.0)?;
    let Some((own_email, verified_at)) = person else { return missing() };
    match Owner::from_parts(&kind, owner_id) {
        Owner::User(owner) if owner == user_id => return Ok(Edited::Unchanged(Reply::Done)),
        Owner::User(_) => return missing(),
        Owner::Visitor(_) => {}
    }
    if email_key(&own_email) != email_key(&email) {
        return missing();
    }
    if verified_at.is_none() {
        let reason = "the account's e-mail address must be proven first".to_owned();
        return Ok(Edited::Refused(Refusal::Forbidden { reason }));
    }
    if held || matches!(payment_status.as_str(), "pending" | "requires_action") {
        return Ok(Edited::Refused(Refusal::conflict("the order still waits for its money")));
    }
    execute!(editing.db, CLAIM_ORDER, order_id.0, user_id.0)?;
    let owner = |kind: &str, id: Uuid| serde_json::json!({"owner_kind": kind, "owner_id": id});
    editing.note(
        Some(user_id),
        AuditAction::OrderClaim,
        order_id.0,
        owner("visitor", owner_id),
        owner("user", user_id.0),
    );
    Ok(DONE)
}
