//! Shipping tables of sellers. What is in them was checked by who sends them.

use impasto_domain::audit::AuditAction;
use impasto_domain::edit::SeenShipping;
use impasto_domain::event::Event;
use impasto_domain::ids::{SellerId, UserId};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use impasto_domain::shipping::ShippingTable;
use sqlx::types::Json;

use super::{DONE, Edited, Editing};
use crate::journal::fault::Fault;
use crate::sql::{execute, fetch_optional, statements};

statements! {
    SHIPPING = "SELECT s.shipping FROM sellers s WHERE s.id = $1 {lock}";
    SET_SHIPPING = "UPDATE sellers SET shipping = $2 WHERE id = $1";
}

/// Gives a seller a table of its own, or the house's again. What was ordered before has its price.
pub(super) async fn set(
    editing: &mut Editing<'_, '_>,
    id: SellerId,
    table: Option<&ShippingTable>,
    seen: Option<&SeenShipping>,
    by: UserId,
) -> Result<Edited, Fault> {
    let Some((stored,)) = fetch_optional!(editing.db, (Option<Json<ShippingTable>>,), SHIPPING, id.0)? else {
        return Ok(Edited::Refused(Refusal::not_found("seller")));
    };
    let before = stored.map(|table| table.0);
    if seen.is_some_and(|seen| seen.table.as_deref() != before.as_ref()) {
        return Ok(Edited::Refused(Refusal::PreconditionFailed));
    }
    if before.as_ref() == table {
        return Ok(Edited::Unchanged(Reply::Done));
    }
    execute!(editing.db, SET_SHIPPING, id.0, table.map(Json))?;
    let told = |table: Option<&ShippingTable>| serde_json::to_value(table).unwrap_or_default();
    editing.note(Some(by), AuditAction::SellerShipping, id.0, told(before.as_ref()), told(table));
    // Whoever keeps the sellers reads them with the house.
    editing.events.push(Event::SettingsChanged);
    Ok(DONE)
}
