//! What providers pay out to the house's bank: each reference once, and never in a month that is closed.

use impasto_domain::audit::AuditAction;
use impasto_domain::bank_transfer::BankTransfer;
use impasto_domain::month::Month;
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use serde_json::json;
use uuid::Uuid;

use super::{Edited, Editing, months, payouts};
use crate::journal::fault::Fault;
use crate::record::stored;
use crate::sql::{execute, fetch_optional, statements};

statements! {
    KNOWN_BANK_TRANSFER =
        "SELECT t.id, t.currency, t.amount_minor, t.on_day FROM bank_transfers t \
         WHERE t.provider = $1 AND t.reference = $2";
    INSERT_BANK_TRANSFER =
        "INSERT INTO bank_transfers (id, provider, reference, currency, amount_minor, on_day, entered_by, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (provider, reference) DO NOTHING";
}

stored! {
    struct KnownRow {
        id: Uuid,
        currency: String,
        amount_minor: i64,
        on_day: String,
    }
}

/// Enters one. A repeat answers with the first.
pub(super) async fn enter(editing: &mut Editing<'_, '_>, transfer: &BankTransfer) -> Result<Edited, Fault> {
    let month = Month::of(transfer.at());
    // Who closes the month waits, or has closed it.
    months::hold_gate(editing, month).await?;
    if let Some(known) = known(editing, transfer).await? {
        return Ok(known);
    }
    if months::last_closed(editing).await?.is_some_and(|last| last >= month) {
        return Ok(Edited::Refused(months::is_closed()));
    }
    let day = transfer.on.to_string();
    let inserted = execute!(
        editing.db,
        INSERT_BANK_TRANSFER,
        transfer.posting_id.0,
        transfer.provider.as_str(),
        transfer.reference.as_str(),
        transfer.amount.currency.code(),
        transfer.amount.amount_minor,
        day.as_str(),
        transfer.by.0,
        editing.now
    )?;
    if inserted == 0 {
        // Somebody was quicker, for a day of another month.
        return Ok(known(editing, transfer).await?.unwrap_or(Edited::Refused(is_another())));
    }
    payouts::post(editing, &transfer.posting()).await?;
    let after = json!({"provider": transfer.provider, "reference": transfer.reference, "on": day,
        "amount_minor": transfer.amount.amount_minor, "currency": transfer.amount.currency.code()});
    let (by, id) = (Some(transfer.by), transfer.posting_id.0);
    editing.note(by, AuditAction::BankTransferEnter, id, serde_json::Value::Null, after);
    Ok(Edited::Written(Reply::Id(id)))
}

/// What is answered where the reference is known.
async fn known(editing: &mut Editing<'_, '_>, transfer: &BankTransfer) -> Result<Option<Edited>, Fault> {
    let (provider, reference) = (transfer.provider.as_str(), transfer.reference.as_str());
    let Some(row) = fetch_optional!(editing.db, KnownRow, KNOWN_BANK_TRANSFER, provider, reference)? else {
        return Ok(None);
    };
    let is_same = row.currency == transfer.amount.currency.code()
        && row.amount_minor == transfer.amount.amount_minor
        && row.on_day == transfer.on.to_string();
    Ok(Some(if is_same { Edited::Unchanged(Reply::Id(row.id)) } else { Edited::Refused(is_another()) }))
}

fn is_another() -> Refusal {
    Refusal::conflict("this reference is known with another sum or day")
}
