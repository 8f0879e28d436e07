//! Ending holds whose time is over, or by an admin's hand.

use chrono::{DateTime, TimeDelta, Utc};

use super::draft::Draft;
use super::{Answer, Outcome};
use crate::audit::AuditAction;
use crate::cart::LineLoss;
use crate::hold::Hold;
use crate::ids::{EditionId, HoldId, Mint, OrderId, UserId};
use crate::job::{Job, Task};
use crate::refusal::Refusal;
use crate::state::{AuditLine, State};

/// How long the holds of an order in payment wait for the provider's word after their deadline, so that the sweeper
/// does not ask again every second.
const PROVIDER_WORD_S: i64 = 30;

/// Releases every hold of an edition whose deadline has passed. Holds of an order in payment stay: a job has the
/// provider cancel first, and releases them, or settles the sale.
pub(super) fn expire(
    state: &State,
    edition_id: EditionId,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let mut draft = Draft::new(state);
    let due: Vec<&Hold> =
        state.holds.values().filter(|hold| hold.edition_id == edition_id && hold.expires_at <= now).collect();
    let (mut released, mut moved) = (0, false);
    for hold in due {
        match hold.order_id {
            None => {
                draft.release(hold)?;
                lose_line(&mut draft, hold, LineLoss::Lapsed);
                released += hold.quantity;
            }
            Some(order_id) => {
                let expires_at = now + TimeDelta::seconds(PROVIDER_WORD_S);
                draft.changes.holds.push(Hold { expires_at, ..hold.clone() });
                ask_to_expire(&mut draft, order_id, now, mint);
                moved = true;
            }
        }
    }
    if moved {
        draft.tell_next_release(edition_id)?;
    }
    draft.settle_artworks();
    Ok(Outcome { changes: draft.changes, answer: Answer::Stock(edition_id, released) })
}

/// Releases one hold by an admin's hand. A hold that pays an order is not the admin's to release: the order is
/// cancelled instead.
pub(super) fn release(state: &State, hold_id: HoldId, by: UserId, reason: Option<&str>) -> Result<Outcome, Refusal> {
    let mut draft = Draft::new(state);
    let hold = state.holds.get(&hold_id).ok_or_else(|| Refusal::not_found("hold"))?;
    if hold.order_id.is_some() {
        return Err(Refusal::conflict("the hold belongs to an order; cancel the order instead"));
    }
    draft.release(hold)?;
    lose_line(&mut draft, hold, LineLoss::Released);
    draft.changes.audit.push(AuditLine {
        by: Some(by),
        action: AuditAction::HoldRelease,
        subject: hold.id.0,
        before: serde_json::json!({"edition_id": hold.edition_id, "quantity": hold.quantity, "expires_at": hold.expires_at}),
        after: reason.map_or(serde_json::Value::Null, |reason| serde_json::json!({"reason": reason})),
    });
    draft.settle_artworks();
    Ok(Outcome { changes: draft.changes, answer: Answer::Released(hold.edition_id, hold.owner) })
}

fn lose_line(draft: &mut Draft<'_>, hold: &Hold, loss: LineLoss) {
    let line_id = hold.line_id;
    if let Some(line) = draft.cart(hold.owner).lines.iter_mut().find(|line| line.id == line_id) {
        line.lost = Some(loss);
    }
    if loss == LineLoss::Lapsed && !draft.changes.lapsed.contains(&(hold.owner, line_id)) {
        draft.changes.lapsed.push((hold.owner, line_id));
    }
}

fn ask_to_expire(draft: &mut Draft<'_>, order_id: OrderId, now: DateTime<Utc>, mint: &mut Mint) {
    let task = Task::ExpireOrder { order_id };
    if !draft.changes.jobs.iter().any(|job| job.task == task) {
        draft.changes.jobs.push(Job { id: mint.mint(), task, run_at: now, attempts: 0, lease: None });
    }
}
