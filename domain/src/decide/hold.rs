//! Holding copies for a cart: place, pick, set a quantity, hold again, extend.

use chrono::{DateTime, TimeDelta, Utc};

use super::draft::{Draft, check_on_sale};
use super::{Answer, Outcome};
use crate::cart::{CartLine, CartState, LINES_MAX};
use crate::edition::{CopyRef, CopyState};
use crate::hold::Hold;
use crate::ids::{EditionId, LineId, Mint};
use crate::money::Money;
use crate::owner::Owner;
use crate::refusal::Refusal;
use crate::state::State;

/// Which copies of an edition are to be held.
#[derive(Clone, Copy)]
enum Wanted<'c> {
    /// So many, the lowest first.
    Any(u32),
    /// Exactly those at these places.
    These(&'c [u32]),
    /// So many: those at these places, which are free, and the lowest for the rest.
    First(&'c [u32], u32),
}

impl Wanted<'_> {
    fn quantity(self) -> u32 {
        match self {
            Self::Any(quantity) | Self::First(_, quantity) => quantity,
            Self::These(ordinals) => u32::try_from(ordinals.len()).unwrap_or(u32::MAX),
        }
    }
}

/// Adds copies of an edition to the cart and holds them.
pub(super) fn place(
    state: &State,
    owner: Owner,
    edition_id: EditionId,
    quantity: u32,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    add(state, owner, edition_id, Wanted::Any(quantity), now, mint)
}

/// Adds exactly these copies to the cart and holds them, or none of them.
pub(super) fn pick(
    state: &State,
    owner: Owner,
    edition_id: EditionId,
    ordinals: &[u32],
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let edition = &Draft::new(state).entry(edition_id)?.edition;
    let named: std::collections::BTreeSet<u32> = ordinals.iter().copied().collect();
    if named.len() != ordinals.len() {
        return Err(Refusal::invalid("/numbers", "names a copy twice"));
    }
    if let Some(place) = ordinals.iter().position(|ordinal| !edition.has_numbered(*ordinal)) {
        return Err(Refusal::invalid(&format!("/numbers/{place}"), "is not a copy of this edition"));
    }
    add(state, owner, edition_id, Wanted::These(ordinals), now, mint)
}

fn add(
    state: &State,
    owner: Owner,
    edition_id: EditionId,
    wanted: Wanted<'_>,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let quantity = wanted.quantity();
    let mut draft = Draft::new(state);
    let entry = draft.entry(edition_id)?;
    check_on_sale(state, &entry.edition, &entry.stock, now)?;
    let CartState { cart, holds } = &state.cart_state(owner);
    if cart.currency().is_some_and(|currency| currency != entry.edition.price.currency) {
        return Err(Refusal::CurrencyMix);
    }
    let known = cart.line_of(edition_id);
    let live = known.filter(|line| line.lost.is_none());
    if known.is_none() && cart.lines.len() >= LINES_MAX {
        return Err(Refusal::conflict(format!("a cart has at most {LINES_MAX} lines")));
    }
    let id = known.map_or_else(|| mint.mint(), |line| line.id);
    let held = || holds.iter().filter(move |hold| hold.line_id == id);
    let line = CartLine {
        id,
        edition_id,
        // A lost line starts again with what is asked for now; copies of it that are still held stay in it.
        quantity: held().fold(quantity, |sum, hold| sum.saturating_add(hold.quantity)),
        unit_price: live.map_or(entry.edition.price, |line| line.unit_price),
        lost: None,
        picked: picked_of(known, wanted, &|ordinal| held().any(|hold| is_copy(hold, ordinal))),
    };
    check_quantity(state, line.quantity, "/quantity")?;
    if quantity == 0 {
        return Err(Refusal::invalid("/quantity", "must be at least 1"));
    }
    hold_copies(&mut draft, owner, &line, wanted, now, mint)?;
    // Copies of a partly lost line that are still held cost what the line costs.
    reprice(&mut draft, held(), line.unit_price);
    put_line(&mut draft, owner, line);
    Ok(Outcome { changes: draft.changes, answer: Answer::Cart(owner, Some(edition_id)) })
}

/// What is picked of a line once more was added to it. Of a lost line, which starts again, only what is still held.
fn picked_of(known: Option<&CartLine>, wanted: Wanted<'_>, is_held: &dyn Fn(u32) -> bool) -> Vec<u32> {
    let mut picked = known.map(|line| line.picked.clone()).unwrap_or_default();
    if known.is_some_and(|line| line.lost.is_some()) {
        picked.retain(|ordinal| is_held(*ordinal));
    }
    if let Wanted::These(ordinals) = wanted {
        picked.retain(|ordinal| !ordinals.contains(ordinal));
        picked.extend(ordinals);
    }
    picked
}

/// Sets a line to a quantity: holds what is missing, releases what is too much, removes the line at 0. `named` are the
/// picked copies that the command knows of.
pub(super) fn set_quantity(
    state: &State,
    (owner, line_id, edition_id): (Owner, LineId, EditionId),
    quantity: u32,
    named: &[u32],
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let mut draft = Draft::new(state);
    let cart = state.cart_state(owner);
    let mut line = find_line(&cart.cart, line_id, edition_id)?;
    check_quantity(state, quantity, "/quantity")?;
    let held = cart.held_quantity(line_id);
    if quantity > held {
        let entry = draft.entry(edition_id)?;
        check_on_sale(state, &entry.edition, &entry.stock, now)?;
        if line.lost.is_some() {
            line.unit_price = entry.edition.price;
        }
        line.quantity = quantity;
        hold_missing(&mut draft, &cart, &mut line, quantity - held, named, (now, mint))?;
        reprice(&mut draft, cart.holds_of(line_id), line.unit_price);
    } else {
        let mut holds: Vec<Hold> = cart.holds_of(line_id).cloned().collect();
        // What was picked goes last.
        holds.sort_by_key(|hold| !line.picked.iter().any(|ordinal| is_copy(hold, *ordinal)));
        release_surplus(&mut draft, &holds, held - quantity)?;
        if quantity < held || line.lost.is_some() {
            let stay = holds.get(..quantity as usize).unwrap_or(&holds);
            line.picked.retain(|ordinal| stay.iter().any(|hold| is_copy(hold, *ordinal)));
        }
    }
    if quantity == 0 {
        draft.cart(owner).lines.retain(|line| line.id != line_id);
    } else {
        line.quantity = quantity;
        line.lost = None;
        put_line(&mut draft, owner, line);
    }
    draft.settle_artworks();
    Ok(Outcome { changes: draft.changes, answer: Answer::Cart(owner, Some(edition_id)) })
}

/// Holds a lapsed line again at today's price, with the copies that were picked where they are free. A line that is held
/// stays as it is. `named` are the picked copies that the command knows of.
pub(super) fn rehold(
    state: &State,
    (owner, line_id, edition_id): (Owner, LineId, EditionId),
    named: &[u32],
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let mut draft = Draft::new(state);
    let cart = state.cart_state(owner);
    let mut line = find_line(&cart.cart, line_id, edition_id)?;
    let missing = line.quantity.saturating_sub(cart.held_quantity(line_id));
    if line.lost.is_some() || missing > 0 {
        let entry = draft.entry(edition_id)?;
        check_on_sale(state, &entry.edition, &entry.stock, now)?;
        line.unit_price = entry.edition.price;
        line.lost = None;
        hold_missing(&mut draft, &cart, &mut line, missing, named, (now, mint))?;
        reprice(&mut draft, cart.holds_of(line_id), line.unit_price);
        put_line(&mut draft, owner, line);
    }
    Ok(Outcome { changes: draft.changes, answer: Answer::Cart(owner, Some(edition_id)) })
}

/// Lengthens the holds of a line, once.
pub(super) fn extend(state: &State, owner: Owner, line_id: LineId, edition_id: EditionId) -> Result<Outcome, Refusal> {
    let mut draft = Draft::new(state);
    let cart = state.cart_state(owner);
    let line = find_line(&cart.cart, line_id, edition_id)?;
    let holds: Vec<&Hold> = cart.holds_of(line_id).collect();
    if line.lost.is_some() || holds.is_empty() {
        return Err(Refusal::HoldLapsed);
    }
    if holds.iter().all(|hold| hold.extended) {
        return Err(Refusal::conflict("the hold was extended before; it can be extended once"));
    }
    let extension = TimeDelta::seconds(i64::from(state.rules.holds.extension_s));
    for hold in holds.into_iter().filter(|hold| !hold.extended) {
        draft.changes.holds.push(Hold { expires_at: hold.expires_at + extension, extended: true, ..hold.clone() });
    }
    draft.tell_next_release(edition_id)?;
    draft.cart(owner);
    Ok(Outcome { changes: draft.changes, answer: Answer::Cart(owner, Some(edition_id)) })
}

/// Holds what a line lacks: picked copies that are free before others. Those that others have taken stay among its picks;
/// what was picked beyond the line's quantity does not.
fn hold_missing(
    draft: &mut Draft<'_>,
    cart: &CartState,
    line: &mut CartLine,
    missing: u32,
    named: &[u32],
    (now, mint): (DateTime<Utc>, &mut Mint),
) -> Result<(), Refusal> {
    let unheld = cart.unheld_picks(line);
    // Only copies that the command names are loaded: whether others are free is not known here.
    if unheld.iter().any(|ordinal| !named.contains(ordinal)) {
        return Err(Refusal::CartStale);
    }
    let entry = draft.entry(line.edition_id)?;
    let (free, gone): (Vec<u32>, Vec<u32>) = unheld.into_iter().partition(|ordinal| entry.free.contains_key(ordinal));
    let (first, left) = free.split_at(free.len().min(missing as usize));
    hold_copies(draft, cart.cart.owner, line, Wanted::First(first, missing), now, mint)?;
    line.picked.retain(|ordinal| !left.contains(ordinal));
    let mut surplus = line.picked.len().saturating_sub(line.quantity as usize);
    line.picked.retain(|ordinal| {
        let stays = surplus == 0 || !gone.contains(ordinal);
        surplus -= usize::from(!stays);
        stays
    });
    Ok(())
}

fn hold_copies(
    draft: &mut Draft<'_>,
    owner: Owner,
    line: &CartLine,
    wanted: Wanted<'_>,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<(), Refusal> {
    let quantity = wanted.quantity();
    check_limits(draft.state, owner, line)?;
    let policy = draft.state.rules.holds;
    let expires_at = now + TimeDelta::seconds(i64::from(policy.ttl_s));
    let counted = draft.stock(line.edition_id)?.is_counted();
    let mut hold = |copy: Option<CopyRef>, quantity: u32, price: Money| Hold {
        id: mint.mint(),
        owner,
        line_id: line.id,
        edition_id: line.edition_id,
        copy,
        quantity,
        unit_price: price,
        placed_at: now,
        expires_at,
        extended: false,
        order_id: None,
    };
    if counted {
        let copies = match wanted {
            Wanted::Any(quantity) => draft.take_copies(line.edition_id, quantity, CopyState::Held)?,
            Wanted::These(ordinals) => draft.pick_copies(line.edition_id, ordinals, CopyState::Held)?,
            Wanted::First(ordinals, quantity) => {
                let mut copies = draft.pick_copies(line.edition_id, ordinals, CopyState::Held)?;
                let rest = quantity.saturating_sub(u32::try_from(copies.len()).unwrap_or(u32::MAX));
                copies.extend(draft.take_copies(line.edition_id, rest, CopyState::Held)?);
                copies
            }
        };
        for copy in copies {
            let hold = hold(Some((&copy).into()), 1, line.unit_price);
            draft.changes.holds.push(hold);
        }
    } else if quantity > 0 {
        let hold = hold(None, quantity, line.unit_price);
        draft.changes.holds.push(hold);
    }
    draft.change_stock(line.edition_id, |stock| {
        stock.held += i64::from(quantity);
        if counted {
            stock.available -= i64::from(quantity);
        }
    })
}

/// A visitor may hold so many works; a customer may have so many copies of an edition.
fn check_limits(state: &State, owner: Owner, line: &CartLine) -> Result<(), Refusal> {
    let mine = || state.holds.values().filter(move |hold| hold.owner == owner);
    if let (Owner::Visitor(_), Some(works_max)) = (owner, state.rules.holds.visitor_works_max) {
        let others: std::collections::BTreeSet<EditionId> =
            mine().map(|hold| hold.edition_id).filter(|id| *id != line.edition_id).collect();
        if others.len() >= works_max as usize {
            return Err(Refusal::HoldLimit { retry_at: mine().map(|hold| hold.expires_at).min() });
        }
    }
    check_customer_limit(state, owner, line)
}

/// What one customer may have of an edition counts the line, what is held for unpaid orders, and what was bought.
pub(super) fn check_customer_limit(state: &State, owner: Owner, line: &CartLine) -> Result<(), Refusal> {
    let limit = state.editions.get(&line.edition_id).and_then(|entry| entry.edition.max_per_customer);
    match limit {
        Some(max_per_customer)
            if line.quantity.saturating_add(state.had_by(owner, line.edition_id)) > max_per_customer =>
        {
            Err(Refusal::CustomerLimit { max_per_customer })
        }
        _ => Ok(()),
    }
}

/// Releases copies from the end of a line: the highest numbers first.
fn release_surplus(draft: &mut Draft<'_>, holds: &[Hold], mut surplus: u32) -> Result<(), Refusal> {
    for hold in holds.iter().rev() {
        if surplus == 0 {
            break;
        }
        if hold.quantity <= surplus {
            surplus -= hold.quantity;
            draft.release(hold)?;
        } else {
            let released = i64::from(surplus);
            draft.changes.holds.push(Hold { quantity: hold.quantity - surplus, ..hold.clone() });
            draft.change_stock(hold.edition_id, |stock| stock.held -= released)?;
            surplus = 0;
        }
    }
    Ok(())
}

fn reprice<'h>(draft: &mut Draft<'_>, holds: impl Iterator<Item = &'h Hold>, unit_price: Money) {
    for hold in holds.filter(|hold| hold.unit_price != unit_price) {
        draft.changes.holds.push(Hold { unit_price, ..hold.clone() });
    }
}

fn is_copy(hold: &Hold, ordinal: u32) -> bool {
    hold.copy.as_ref().is_some_and(|copy| copy.ordinal == ordinal)
}

fn put_line(draft: &mut Draft<'_>, owner: Owner, line: CartLine) {
    let cart = draft.cart(owner);
    match cart.lines.iter_mut().find(|known| known.id == line.id) {
        Some(known) => *known = line,
        None => cart.lines.push(line),
    }
}

fn find_line(cart: &crate::cart::Cart, line_id: LineId, edition_id: EditionId) -> Result<CartLine, Refusal> {
    let line = cart.line(line_id).ok_or_else(|| Refusal::not_found("cart line"))?;
    if line.edition_id == edition_id { Ok(line.clone()) } else { Err(Refusal::CartStale) }
}

fn check_quantity(state: &State, quantity: u32, pointer: &str) -> Result<(), Refusal> {
    let max = state.rules.holds.quantity_max;
    if quantity > max { Err(Refusal::invalid(pointer, format!("must be at most {max}"))) } else { Ok(()) }
}
