//! Changing the counters of an edition by hand.

use super::draft::Draft;
use super::{Answer, Outcome};
use crate::audit::AuditAction;
use crate::command::StockChange;
use crate::edition::CopyState;
use crate::ids::{EditionId, SellerId, UserId};
use crate::refusal::Refusal;
use crate::state::{AuditLine, State};

/// Withdraws free copies, puts withdrawn ones back, or notes copies sold outside the house. Live holds are never
/// touched; an edition never grows past its size.
pub(super) fn adjust(
    state: &State,
    edition_id: EditionId,
    change: StockChange,
    by: UserId,
    seller_id: Option<SellerId>,
    reason: Option<&str>,
) -> Result<Outcome, Refusal> {
    let mut draft = Draft::new(state);
    let entry = draft.entry(edition_id)?;
    let head = state.artworks.get(&entry.edition.artwork_id).ok_or_else(|| Refusal::not_found("edition"))?;
    if seller_id.is_some_and(|seller_id| seller_id != head.seller_id) {
        return Err(Refusal::not_found("edition"));
    }
    if !entry.stock.is_counted() {
        return Err(Refusal::conflict("an open edition has no counted stock"));
    }
    let action = match change {
        StockChange::Withdraw(copies) => {
            withdraw(&mut draft, edition_id, copies).map(|()| AuditAction::EditionWithdraw)?
        }
        StockChange::SoldElsewhere(copies) => {
            withdraw(&mut draft, edition_id, copies).map(|()| AuditAction::EditionSoldElsewhere)?
        }
        StockChange::Restock(copies) => {
            restock(&mut draft, edition_id, copies).map(|()| AuditAction::EditionRestock)?
        }
    };
    let after = draft.stock(edition_id)?;
    draft.changes.audit.push(AuditLine {
        by: Some(by),
        action,
        subject: edition_id.0,
        before: serde_json::json!({"available": entry.stock.available, "withdrawn": entry.stock.withdrawn}),
        after: serde_json::json!({"available": after.available, "withdrawn": after.withdrawn, "reason": reason}),
    });
    draft.settle_artworks();
    Ok(Outcome { changes: draft.changes, answer: Answer::Stock(edition_id, 0) })
}

fn withdraw(draft: &mut Draft<'_>, edition_id: EditionId, copies: u32) -> Result<(), Refusal> {
    draft.take_copies(edition_id, copies, CopyState::Withdrawn)?;
    draft.change_stock(edition_id, |stock| {
        stock.available -= i64::from(copies);
        stock.withdrawn += i64::from(copies);
    })
}

fn restock(draft: &mut Draft<'_>, edition_id: EditionId, copies: u32) -> Result<(), Refusal> {
    let entry = draft.entry(edition_id)?;
    let withdrawn = entry.stock.withdrawn;
    if i64::from(copies) > withdrawn {
        return Err(Refusal::conflict(format!(
            "only {withdrawn} copies are withdrawn; an edition never grows past its size"
        )));
    }
    let back: Vec<_> = entry.withdrawn.values().take(copies as usize).cloned().collect();
    if back.len() < copies as usize {
        return Err(Refusal::conflict("the withdrawn copies are not at hand"));
    }
    for copy in &back {
        draft.move_copy(&copy.into(), edition_id, CopyState::Withdrawn, CopyState::Available, None);
    }
    draft.change_stock(edition_id, |stock| {
        stock.available += i64::from(copies);
        stock.withdrawn -= i64::from(copies);
    })
}
