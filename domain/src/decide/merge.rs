//! Moving a visitor's cart to the user who signed in.

use super::draft::Draft;
use super::{Answer, Outcome};
use crate::hold::Hold;
use crate::owner::Owner;
use crate::refusal::Refusal;
use crate::state::State;

/// Lines and holds change their owner, deadlines stay. Lines of the same edition become one; the user's own line
/// keeps its id. Two carts of different currencies are refused: both stay as they are.
pub(super) fn merge(state: &State, visitor: Owner, user: Owner) -> Result<Outcome, Refusal> {
    let from = state.cart_state(visitor);
    let into = state.cart(user);
    if let (Some(theirs), Some(own)) = (from.cart.currency(), into.currency())
        && theirs != own
    {
        return Err(Refusal::CurrencyMix);
    }
    let mut draft = Draft::new(state);
    if !from.cart.lines.is_empty() && visitor != user {
        for line in &from.cart.lines {
            let cart = draft.cart(user);
            let line_id = match cart.lines.iter_mut().find(|own| own.edition_id == line.edition_id) {
                Some(own) => {
                    own.quantity = own.quantity.saturating_add(line.quantity);
                    own.lost = own.lost.or(line.lost);
                    own.id
                }
                None => {
                    cart.lines.push(line.clone());
                    line.id
                }
            };
            let moved = from.holds_of(line.id).map(|hold| Hold { owner: user, line_id, ..hold.clone() });
            draft.changes.holds.extend(moved);
        }
        draft.cart(visitor).lines.clear();
    }
    Ok(Outcome { changes: draft.changes, answer: Answer::Cart(user, None) })
}
