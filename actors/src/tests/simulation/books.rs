//! The books: what the engine has answered so far, and whether each answer was true. An answer must tell what was
//! stored at some moment between question and answer; a key stands for one answer; a refusal leaves no trace.

use std::collections::BTreeMap;
use std::sync::Arc;

use impasto_domain::cart::CartState;
use impasto_domain::command::IdempotencyKey;
use impasto_domain::edition::Stock;
use impasto_domain::ids::{EditionId, LineId, OrderId, PaymentId};
use impasto_domain::order::{Order, OrderStatus};
use impasto_domain::owner::Owner;
use impasto_domain::refusal::Refusal;

use super::deed::{Deed, Said};
use super::requests::{Call, Heard};
use crate::error::EngineError;
use crate::testing::{Audit, MemoryJournal, ensure};

/// What is known of each key.
#[derive(Default)]
pub(super) struct Books {
    keys: BTreeMap<String, Entry>,
}

/// A key and all that was answered under it.
struct Entry {
    key: IdempotencyKey,
    tries: u32,
    open: u32,
    /// Whether what became of a try is not known.
    in_doubt: bool,
    answered: Option<Answered>,
}

/// What every answer under one key has in common.
#[derive(Debug, Clone, PartialEq)]
enum Answered {
    Order(OrderId, Option<PaymentId>),
    Cart(Arc<CartState>),
    Stock(i64),
    Something,
}

/// The commits between which an answer must have been true; without a beginning when it may be one of an earlier try.
struct Window {
    began: Option<u64>,
    ended: u64,
}

impl Books {
    /// A request is made. Answers whether it repeats one that was answered.
    pub(super) fn asked(&mut self, call: &Call) -> bool {
        let mut was_answered = false;
        if let Some(key) = &call.key {
            let new = || Entry { key: key.clone(), tries: 0, open: 0, in_doubt: false, answered: None };
            let entry = self.keys.entry(key.key.clone()).or_insert_with(new);
            entry.tries += 1;
            entry.open += 1;
            was_answered = entry.answered.is_some();
        }
        was_answered
    }

    /// Whether the first body under a key has had its answer, if this is another one: before, the other might be first.
    pub(super) fn may_be_asked(&self, call: &Call) -> bool {
        let Some(key) = &call.key else { return true };
        self.keys.get(&key.key).is_none_or(|entry| entry.key == *key || entry.answered.is_some())
    }

    /// Judges what was heard.
    ///
    /// # Errors
    /// Why it is not true.
    pub(super) fn judge(&mut self, heard: &Heard, journal: &MemoryJournal) -> Result<(), String> {
        let repeated = heard.call.key.as_ref().is_some_and(|key| self.keys[&key.key].tries > 1);
        let window = Window { began: (!repeated).then_some(heard.began), ended: heard.ended };
        journal.audit(|audit| match &heard.answer {
            Some(Ok(said)) => judge_answer(audit, &heard.call, said, &window),
            Some(Err(EngineError::Refused(refusal))) if !repeated => {
                judge_refusal(audit, &heard.call.deed, refusal, &window)
            }
            _ => Ok(()),
        })?;
        self.settle(heard, journal)
    }

    /// Every answer under one key is the same, and stands for what was done; a refusal for nothing.
    fn settle(&mut self, heard: &Heard, journal: &MemoryJournal) -> Result<(), String> {
        let Some(key) = &heard.call.key else { return Ok(()) };
        let Some(entry) = self.keys.get_mut(&key.key) else { return Ok(()) };
        entry.open -= 1;
        let is_tampered = entry.key.body_hash != key.body_hash;
        match &heard.answer {
            Some(Ok(_)) if is_tampered => return Err(format!("another request under {} was carried out", key.key)),
            Some(Ok(said)) => {
                let answered = Answered::of(said, &heard.call.deed);
                let first = entry.answered.get_or_insert_with(|| answered.clone());
                ensure!(*first == answered, "{} was answered with {first:?}, and then with {answered:?}", key.key);
            }
            Some(Err(EngineError::Refused(Refusal::IdempotencyMismatch))) => {
                ensure!(is_tampered, "a repeat under {} is not known again", key.key);
            }
            Some(Err(EngineError::Refused(refusal))) if heard.repeats && !is_tampered => {
                return Err(format!("a repeat under {} was refused: {refusal:?}", key.key));
            }
            Some(Err(EngineError::Refused(_) | EngineError::Busy { .. })) => {}
            Some(Err(EngineError::Unavailable(_))) | None => entry.in_doubt = true,
        }
        let done = journal.knows(&entry.key);
        let answered = entry.answered.is_some();
        ensure!(done || !answered, "what was answered under {} was not done", key.key);
        let doubtless = entry.open == 0 && !entry.in_doubt;
        ensure!(answered || !doubtless || !done, "what was refused under {} was done", key.key);
        Ok(())
    }
}

impl Answered {
    fn of(said: &Said, deed: &Deed) -> Self {
        match said {
            Said::Order(answer) => Self::Order(answer.order.head.id, answer.payment_id),
            // A repeated merge answers how the cart is now.
            Said::Cart(_) if matches!(deed, Deed::Merge { .. }) => Self::Something,
            Said::Cart(answer) => Self::Cart(Arc::clone(&answer.state)),
            Said::Stock(stock) => Self::Stock(stock.version),
            Said::Status(_) | Said::Bytes(_) | Said::Done => Self::Something,
        }
    }
}

impl Window {
    /// Whether something that was so from one commit until before another was so in the window.
    fn meets(&self, from: u64, until: Option<u64>) -> bool {
        from <= self.ended && self.began.is_none_or(|began| until.is_none_or(|until| until > began))
    }
}

fn judge_answer(audit: &Audit, call: &Call, said: &Said, window: &Window) -> Result<(), String> {
    match (said, &call.deed) {
        (Said::Cart(answer), deed) => judge_cart(audit, owner_of(deed), &answer.state, window),
        (Said::Order(answer), deed) => judge_order(audit, call, deed, &answer.order, answer.payment_id, window),
        (Said::Stock(stock), _) => judge_stock(audit, stock, window),
        (Said::Bytes(bytes), Deed::Document { number, .. }) => {
            ensure!(**bytes == *format!("PDF {number}").as_bytes(), "{number} is another document");
            Ok(())
        }
        _ => Ok(()),
    }
}

fn owner_of(deed: &Deed) -> Option<Owner> {
    match deed {
        Deed::Look { owner }
        | Deed::Add { owner, .. }
        | Deed::Set { owner, .. }
        | Deed::Rehold { owner, .. }
        | Deed::Extend { owner, .. }
        | Deed::Checkout { owner, .. }
        | Deed::PayAgain { owner, .. }
        | Deed::Confirm { owner, .. } => Some(*owner),
        Deed::Merge { user, .. } => Some(*user),
        Deed::Cancel { owner, .. } => *owner,
        _ => None,
    }
}

/// The states of something in the window, oldest first.
fn states<'h, T>(history: &'h [(u64, T)], window: &'h Window) -> impl Iterator<Item = &'h T> {
    let until = |place: usize| history.get(place + 1).map(|(commit, _)| *commit);
    let met =
        move |(place, (commit, state)): (usize, &'h (u64, T))| window.meets(*commit, until(place)).then_some(state);
    history.iter().enumerate().filter_map(met)
}

/// The states of an owner's cart in the window; it was empty before the first.
fn carts<'h>(audit: &'h Audit, owner: Owner, window: &'h Window) -> impl Iterator<Item = CartState> {
    let history = audit.carts.get(&owner).map_or(&[][..], Vec::as_slice);
    let first = history.first().map(|(commit, _)| *commit);
    let empty = CartState { cart: impasto_domain::cart::Cart::empty(owner), holds: Vec::new() };
    window.meets(0, first).then_some(empty).into_iter().chain(states(history, window).cloned())
}

fn judge_cart(audit: &Audit, owner: Option<Owner>, told: &CartState, window: &Window) -> Result<(), String> {
    let owner = owner.unwrap_or(told.cart.owner);
    let true_then = carts(audit, owner, window).any(|cart| cart == *told);
    ensure!(true_then, "no such cart was there when it was asked for: {told:?}");
    Ok(())
}

fn judge_order(
    audit: &Audit,
    call: &Call,
    deed: &Deed,
    told: &Order,
    payment_id: Option<PaymentId>,
    window: &Window,
) -> Result<(), String> {
    let id = told.head.id;
    let history = audit.orders.get(&id).map_or(&[][..], Vec::as_slice);
    // Sagas remember how they ended; that may have been a while ago.
    let ever = Window { began: None, ..*window };
    ensure!(states(history, &ever).any(|order| order == told), "there never was such an order: {told:?}");
    ensure!(owner_of(deed).is_none_or(|owner| owner == told.head.owner), "somebody else's order was told: {told:?}");
    let attempt = |id: PaymentId| told.payments.iter().any(|payment| payment.id == id);
    ensure!(payment_id.is_none_or(attempt), "an attempt of another order was told: {payment_id:?} of {told:?}");
    match deed {
        Deed::Checkout { request, .. } => {
            let key = call.key.as_ref().map(|key| key.key.as_str()).unwrap_or_default();
            ensure!(told.head.email == email(key), "{key} was answered with another order: {told:?}");
            let total = request.expected_total.is_none_or(|expected| expected == told.total());
            ensure!(total, "another total was taken than was agreed to: {told:?}");
        }
        Deed::PayAgain { order_id, .. } | Deed::Confirm { order_id, .. } => {
            ensure!(*order_id == id, "another order was told: {told:?}");
        }
        Deed::Cancel { order_id, .. } => {
            let called_off = told.head.status == OrderStatus::Cancelled;
            ensure!(*order_id == id && called_off, "it was not called off: {told:?}");
        }
        Deed::Tell { payment_id, .. } => ensure!(attempt(*payment_id), "another order was told: {told:?}"),
        _ => {}
    }
    Ok(())
}

fn judge_stock(audit: &Audit, told: &Stock, window: &Window) -> Result<(), String> {
    let counters = |stock: &Stock| (stock.version, stock.available, stock.held, stock.sold, stock.withdrawn);
    let history = audit.stocks.get(&told.edition_id).map_or(&[][..], Vec::as_slice);
    let true_then = states(history, window).any(|stock| counters(stock) == counters(told));
    ensure!(true_then, "there were no such counters when they were asked for: {told:?}");
    Ok(())
}

/// A refusal must have had its reason.
fn judge_refusal(audit: &Audit, deed: &Deed, refusal: &Refusal, window: &Window) -> Result<(), String> {
    let cart = |is: &dyn Fn(&CartState) -> bool| {
        owner_of(deed).is_none_or(|owner| carts(audit, owner, window).any(|cart| is(&cart)))
    };
    let had_reason = match (refusal, deed) {
        (Refusal::CartStale | Refusal::HoldsGone, _) => false,
        (Refusal::SoldOut { available, .. }, deed) => edition_of(audit, deed, window).is_none_or(|edition_id| {
            let history = audit.stocks.get(&edition_id).map_or(&[][..], Vec::as_slice);
            states(history, window).any(|stock| stock.available == *available)
        }),
        (
            Refusal::NotFound { what },
            Deed::Set { line_id, .. } | Deed::Rehold { line_id, .. } | Deed::Extend { line_id, .. },
        ) if what == "cart line" => cart(&|cart| cart.cart.line(*line_id).is_none()),
        (Refusal::HoldLapsed, Deed::Extend { line_id, .. }) => cart(&|cart| is_not_whole(cart, *line_id)),
        (Refusal::CartEmpty, Deed::Checkout { .. }) => cart(&|cart| cart.cart.lines.is_empty()),
        // Lines that are not held, or a cart that was changed while it was decided on.
        (Refusal::CartChanged { lines }, Deed::Checkout { owner, .. }) => {
            lines.iter().any(|line_id| cart(&|cart| is_not_whole(cart, *line_id)))
                || carts(audit, *owner, window).nth(1).is_some()
        }
        _ => true,
    };
    ensure!(had_reason, "it was refused without a reason: {refusal:?}");
    Ok(())
}

fn is_not_whole(cart: &CartState, line_id: LineId) -> bool {
    cart.cart.line(line_id).is_none_or(|line| line.lost.is_some() || cart.held_quantity(line_id) != line.quantity)
}

fn edition_of(audit: &Audit, deed: &Deed, window: &Window) -> Option<EditionId> {
    match deed {
        Deed::Add { edition_id, .. } | Deed::Adjust { edition_id, .. } => Some(*edition_id),
        Deed::Set { owner, line_id, .. } | Deed::Rehold { owner, line_id, .. } => {
            carts(audit, *owner, window).find_map(|cart| Some(cart.cart.line(*line_id)?.edition_id))
        }
        _ => None,
    }
}

/// The address a checkout gives, so that its order tells which key made it.
pub(super) fn email(key: &str) -> String {
    format!("{key}@example.test")
}
