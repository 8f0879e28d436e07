//! Moving a work from one status to another.

use chrono::{DateTime, Utc};

use super::draft::{Draft, status_event};
use super::payment::transition;
use super::{Answer, Outcome};
use crate::artwork::{ArtworkMove, ArtworkStatus};
use crate::audit::AuditAction;
use crate::ids::{ArtworkId, SellerId, UserId};
use crate::refusal::Refusal;
use crate::state::{AuditLine, State};

/// Moves a work by its table of moves. Live holds keep their deadline and may still be bought after a pause; a work
/// with held copies cannot be archived.
pub(super) fn move_to(
    state: &State,
    artwork_id: ArtworkId,
    wanted: ArtworkMove,
    by: UserId,
    seller_id: Option<SellerId>,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Outcome, Refusal> {
    let head = state.artworks.get(&artwork_id).ok_or_else(|| Refusal::not_found("artwork"))?;
    if seller_id.is_some_and(|seller_id| seller_id != head.seller_id) {
        return Err(Refusal::not_found("artwork"));
    }
    let next = head
        .status
        .after(wanted, state.rules.moderated)
        .ok_or_else(|| transition(head.status.as_str(), wanted_name(wanted)))?;
    if wanted == ArtworkMove::Submit && state.sellers.get(&head.seller_id).is_some_and(|seller| !seller.verified) {
        return Err(Refusal::conflict("the seller has not been verified yet"));
    }
    if next == ArtworkStatus::Archived {
        check_unheld(state, artwork_id)?;
    }
    let mut draft = Draft::new(state);
    draft.change_artwork(artwork_id, true, |head| {
        head.status = next;
        if next == ArtworkStatus::Published {
            head.published_at = head.published_at.or(Some(now));
        }
    })?;
    if let Some(head) = draft.changes.artworks.first() {
        draft.changes.events.push(status_event(head));
    }
    draft.changes.audit.push(AuditLine {
        by: Some(by),
        action: action(wanted),
        subject: artwork_id.0,
        before: serde_json::json!({"status": head.status}),
        after: serde_json::json!({"status": next, "reason": reason}),
    });
    // A work that comes back from a pause with nothing left is sold out.
    draft.settle_artworks();
    Ok(Outcome { changes: draft.changes, answer: Answer::Artwork(artwork_id) })
}

fn check_unheld(state: &State, artwork_id: ArtworkId) -> Result<(), Refusal> {
    let held: i64 = state.editions.values().filter(|e| e.edition.artwork_id == artwork_id).map(|e| e.stock.held).sum();
    if held > 0 {
        return Err(Refusal::conflict(format!("{held} copies of it are held; wait until they are sold or released")));
    }
    Ok(())
}

fn wanted_name(wanted: ArtworkMove) -> &'static str {
    match wanted {
        ArtworkMove::Submit => "in_review",
        ArtworkMove::Approve | ArtworkMove::Resume => "published",
        ArtworkMove::Reject => "rejected",
        ArtworkMove::Pause => "paused",
        ArtworkMove::Archive => "archived",
    }
}

fn action(wanted: ArtworkMove) -> AuditAction {
    match wanted {
        ArtworkMove::Submit => AuditAction::ArtworkSubmit,
        ArtworkMove::Approve => AuditAction::ArtworkApprove,
        ArtworkMove::Reject => AuditAction::ArtworkReject,
        ArtworkMove::Pause => AuditAction::ArtworkPause,
        ArtworkMove::Resume => AuditAction::ArtworkResume,
        ArtworkMove::Archive => AuditAction::ArtworkArchive,
    }
}
