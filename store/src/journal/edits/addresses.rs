//! A person's address book.

use impasto_domain::address::{ADDRESSES_MAX, Address};
use impasto_domain::ids::{AddressId, UserId};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use sqlx::types::Json;
use uuid::Uuid;

use super::{DONE, Edited, Editing};
use crate::journal::fault::Fault;
use crate::sql::{execute, fetch_optional, statements};

statements! {
    /// Locked, so that two lanes do not both add the last entry that fits.
    USER_EXISTS = "SELECT u.id FROM users u WHERE u.id = $1 {lock}";
    COUNT_ADDRESSES = "SELECT count(*) AS kept FROM addresses a WHERE a.user_id = $1";
    INSERT_ADDRESS = "INSERT INTO addresses (id, user_id, address, created_at) VALUES ($1, $2, $3, $4)";
    UPDATE_ADDRESS = "UPDATE addresses SET address = $3 WHERE id = $1 AND user_id = $2";
    DELETE_ADDRESS = "DELETE FROM addresses WHERE id = $1 AND user_id = $2";
}

/// Adds an entry to a book that is not full.
pub(super) async fn add(
    editing: &mut Editing<'_, '_>,
    id: AddressId,
    user_id: UserId,
    address: &Address,
) -> Result<Edited, Fault> {
    if fetch_optional!(editing.db, (Uuid,), USER_EXISTS, user_id.0)?.is_none() {
        return Ok(Edited::Refused(Refusal::not_found("user")));
    }
    let kept = fetch_optional!(editing.db, (i64,), COUNT_ADDRESSES, user_id.0)?.map_or(0, |(kept,)| kept);
    if kept >= ADDRESSES_MAX {
        return Ok(Edited::Refused(Refusal::conflict(format!("at most {ADDRESSES_MAX} addresses are kept"))));
    }
    execute!(editing.db, INSERT_ADDRESS, id.0, user_id.0, Json(address), editing.now)?;
    Ok(Edited::Written(Reply::Id(id.0)))
}

/// Changes an entry of that person.
pub(super) async fn edit(
    editing: &mut Editing<'_, '_>,
    id: AddressId,
    user_id: UserId,
    address: &Address,
) -> Result<Edited, Fault> {
    let affected = execute!(editing.db, UPDATE_ADDRESS, id.0, user_id.0, Json(address))?;
    Ok(found(affected))
}

/// Removes an entry of that person.
pub(super) async fn remove(editing: &mut Editing<'_, '_>, id: AddressId, user_id: UserId) -> Result<Edited, Fault> {
    let affected = execute!(editing.db, DELETE_ADDRESS, id.0, user_id.0)?;
    Ok(found(affected))
}

fn found(affected: u64) -> Edited {
    if affected == 1 { DONE } else { Edited::Refused(Refusal::not_found("address")) }
}
