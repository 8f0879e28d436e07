//! Moving a visitor's cart to the user who signed in.

use super::draft::Draft;
use super::{Answer, Outcome};
use crate::cart::{CartLine, CartState};
use crate::hold::Hold;
use crate::owner::Owner;
use crate::refusal::Refusal;
use crate::state::State;

/// Lines and holds change their owner, deadlines stay. Lines of the same edition become one; the user's own line
/// keeps its id. Two carts of different currencies are refused: both stay as they are.
pub(super) fn merge(state: &State, visitor: Owner, user: Owner) -> Result<Outcome, Refusal> {
    let (from, into) = (state.cart_state(visitor), state.cart_state(user));
    if let (Some(theirs), Some(own)) = (from.cart.currency(), into.cart.currency())
        && theirs != own
    {
        return Err(Refusal::CurrencyMix);
    }
    let mut draft = Draft::new(state);
    if !from.cart.lines.is_empty() && visitor != user {
        for line in &from.cart.lines {
            let own = into.cart.line_of(line.edition_id);
            let joined = own.map_or_else(|| line.clone(), |own| joined((own, &into), (line, &from)));
            let held = own.into_iter().flat_map(|own| into.holds_of(own.id)).chain(from.holds_of(line.id));
            let price = own.map(|_| joined.unit_price);
            let moved = held.map(|hold| Hold {
                owner: user,
                line_id: joined.id,
                unit_price: price.unwrap_or(hold.unit_price),
                ..hold.clone()
            });
            draft.changes.holds.extend(moved);
            let lines = &mut draft.cart(user).lines;
            match lines.iter_mut().find(|known| known.id == joined.id) {
                Some(known) => *known = joined,
                None => lines.push(joined),
            }
        }
        draft.cart(visitor).lines.clear();
    }
    Ok(Outcome { changes: draft.changes, answer: Answer::Cart(user, None) })
}

/// One line of two for the same edition. Wishes add up where both are held; where a hold was lost, the line is what is
/// still held of both, so that a cart which can be bought stays one. Nothing becomes dearer by signing in: of two frozen
/// prices the lower one counts.
fn joined((own, into): (&CartLine, &CartState), (theirs, from): (&CartLine, &CartState)) -> CartLine {
    if own.lost.is_none() && theirs.lost.is_none() {
        let cheaper = if theirs.unit_price.amount_minor < own.unit_price.amount_minor { theirs } else { own };
        let quantity = own.quantity.saturating_add(theirs.quantity);
        let picked = picked_of(own, theirs).collect();
        return CartLine { quantity, unit_price: cheaper.unit_price, picked, ..own.clone() };
    }
    let held = || into.holds_of(own.id).chain(from.holds_of(theirs.id));
    let quantity = held().map(|hold| hold.quantity).sum();
    match held().map(|hold| hold.unit_price).min_by_key(|price| price.amount_minor) {
        Some(unit_price) => {
            let is_held = |ordinal: &u32| held().any(|hold| hold.copy.as_ref().is_some_and(|c| c.ordinal == *ordinal));
            let picked = picked_of(own, theirs).filter(is_held).collect();
            CartLine { quantity, unit_price, lost: None, picked, ..own.clone() }
        }
        None => own.clone(),
    }
}

/// What was picked of either line, each copy once: of one that others have taken both may tell.
fn picked_of<'l>(own: &'l CartLine, theirs: &'l CartLine) -> impl Iterator<Item = u32> {
    let others = theirs.picked.iter().filter(move |ordinal| !own.picked.contains(ordinal));
    own.picked.iter().chain(others).copied()
}
