//! Buyers: visitors and customers who fill carts, pay in every way there is, change their minds and repeat themselves.

use std::sync::Arc;

use impasto_domain::command::IdempotencyKey;
use impasto_domain::ids::{LineId, OrderId, UserId};
use impasto_domain::money::Money;
use impasto_domain::order::{Order, OrderStatus};
use impasto_domain::owner::Owner;
use impasto_domain::payment::PaymentStatus;
use impasto_domain::state::State;
use uuid::Uuid;

use super::books::email;
use super::deed::Deed;
use super::dice::Dice;
use super::requests::Call;
use crate::budget::ClientKey;
use crate::handles::CheckoutRequest;
use crate::testing::{Parts, edition, offer, request, visitor};

/// Everybody who buys.
pub(super) struct Buyers {
    owners: Vec<Owner>,
    /// Requests that were made under a key, to be repeated.
    keyed: Vec<Call>,
    /// Lines that were in some cart, to be asked for when they are gone.
    lines: Vec<(Owner, LineId)>,
    /// Who did something last.
    last: Option<Owner>,
    keys: u32,
    parts: Parts,
}

const VISITORS: u128 = 5;
const USERS: u128 = 3;

/// How buyers pay, and how often.
const TOKENS: [(u64, &str); 14] = [
    (30, "tok_ok"),
    (10, "tok_declined"),
    (14, "tok_3ds"),
    (4, "tok_late:3"),
    (4, "tok_late:40"),
    (3, "tok_late:400"),
    (3, "tok_late:1500"),
    (3, "tok_transfer:60"),
    (3, "tok_transfer:1000"),
    (2, "tok_transfer:4000"),
    (4, "tok_lost"),
    (4, "tok_muddled:1"),
    (3, "tok_muddled:3"),
    (2, "tok_muddled:9"),
];

/// The editions, and how often each is wanted: few of them, so that buyers get in each other's way.
const WANTED: [(u64, u128); 9] = [(12, 0), (14, 1), (5, 2), (5, 3), (3, 4), (2, 5), (2, 6), (1, 7), (1, 8)];

/// What a buyer may do.
#[derive(Clone, Copy)]
enum Wish {
    Look,
    Add,
    Set,
    Remove,
    Rehold,
    Extend,
    Checkout,
    Repeat,
    Tamper,
    PayAgain,
    Confirm,
    Cancel,
    Document,
    Merge,
}

const WISHES: [(u64, Wish); 14] = [
    (16, Wish::Look),
    (26, Wish::Add),
    (6, Wish::Set),
    (3, Wish::Remove),
    (7, Wish::Rehold),
    (4, Wish::Extend),
    (22, Wish::Checkout),
    (10, Wish::Repeat),
    (1, Wish::Tamper),
    (10, Wish::PayAgain),
    (6, Wish::Confirm),
    (3, Wish::Cancel),
    (8, Wish::Document),
    (5, Wish::Merge),
];

impl Buyers {
    pub(super) fn new(parts: &Parts) -> Self {
        let users = (0..USERS).map(|number| Owner::User(UserId(Uuid::from_u128(700_000 + number))));
        let owners = (0..VISITORS).map(visitor).chain(users).collect();
        Self { owners, keyed: Vec::new(), lines: Vec::new(), last: None, keys: 0, parts: parts.clone() }
    }

    /// What somebody asks for next; nothing when it makes no sense now.
    pub(super) fn next(&mut self, dice: &mut Dice) -> Option<Call> {
        let owner = *dice.pick(&self.owners)?;
        let client = client(dice);
        let deed = match dice.weigh(&WISHES) {
            // Mostly to see what has become of what was asked for last, maybe elsewhere.
            Wish::Look => Deed::Look { owner: self.last.filter(|_| dice.percent(75)).unwrap_or(owner) },
            Wish::Add => {
                let quantity = if dice.percent(75) { 1 } else { dice.between(2, 5) as u32 };
                Deed::Add { owner, edition_id: edition(dice.weigh(&WANTED)), quantity, client }
            }
            Wish::Set => {
                let quantity = dice.between(0, 4) as u32;
                Deed::Set { owner, line_id: self.line(owner, dice)?, quantity, client }
            }
            Wish::Remove => Deed::Set { owner, line_id: self.line(owner, dice)?, quantity: 0, client },
            Wish::Rehold => match self.one_who_lost(dice) {
                Some((owner, line_id)) => Deed::Rehold { owner, line_id, client },
                None => Deed::Rehold { owner, line_id: self.line(owner, dice)?, client },
            },
            Wish::Extend => Deed::Extend { owner, line_id: self.line(owner, dice)? },
            Wish::Checkout => {
                let owner = self.one_with_a_cart(dice).unwrap_or(owner);
                return Some(self.checkout(owner, dice));
            }
            Wish::Repeat => return dice.pick(&self.keyed).cloned(),
            Wish::Tamper => {
                let mut call = dice.pick(&self.keyed).cloned()?;
                call.key.as_mut()?.body_hash = [2; 32];
                return Some(call);
            }
            Wish::PayAgain => {
                let failed = |order: &Order| {
                    let latest = order.latest_payment().is_some_and(|payment| payment.status != PaymentStatus::Pending);
                    order.head.status == OrderStatus::Open && order.documents.is_empty() && latest
                };
                let only_failed = dice.percent(80);
                let wanted = |order: &Order| failed(order) || (!only_failed && order.documents.is_empty());
                let (owner, order_id) = self.order(dice, wanted)?;
                let deed = Deed::PayAgain { owner, order_id, token: dice.weigh(&TOKENS) };
                let key = self.key(owner, "pay");
                return Some(self.remembered(deed, Some(key)));
            }
            Wish::Confirm => {
                let (owner, order_id) = self.order(dice, |_| true)?;
                let attempts: Vec<_> = self
                    .parts
                    .journal
                    .peek(|state| state.orders[&order_id].payments.iter().map(|payment| payment.id).collect());
                Deed::Confirm { owner, order_id, payment_id: *dice.pick(&attempts)? }
            }
            Wish::Cancel => {
                let (owner, order_id) = self.order(dice, |_| true)?;
                Deed::Cancel { owner: Some(owner), order_id }
            }
            Wish::Document => self.document(dice)?,
            Wish::Merge => {
                let (visitors, users) = self.owners.split_at(VISITORS as usize);
                let strangers = (*dice.pick(visitors)?, *dice.pick(users)?);
                let (visitor, user) = self.two_who_want_the_same(visitors, users, dice).unwrap_or(strangers);
                Deed::Merge { visitor, user }
            }
        };
        let has_key =
            dice.percent(60) && !matches!(deed, Deed::Look { .. } | Deed::Confirm { .. } | Deed::Document { .. });
        self.last = Some(owner_of(&deed).unwrap_or(owner));
        let key = has_key.then(|| self.key(owner_of(&deed).unwrap_or(owner), "do"));
        Some(self.remembered(deed, key))
    }

    /// Somebody lets go what others want, who ask for it at once, wherever they are.
    pub(super) fn hand_over(&mut self, dice: &mut Dice) -> Option<(Call, Vec<Call>)> {
        let held = self.parts.journal.peek(|state| {
            let in_carts = state.holds.values().filter(|hold| hold.order_id.is_none() && hold.copy.is_some());
            let held: Vec<_> = in_carts.map(|hold| (hold.owner, hold.line_id, hold.edition_id)).collect();
            dice.pick(&held).copied()
        });
        let (owner, line_id, edition_id) = held?;
        let dropped = Deed::Set { owner, line_id, quantity: 0, client: ClientKey::EXEMPT };
        let others = (0..3).filter_map(|_| dice.pick(&self.owners).copied()).collect::<Vec<_>>();
        let wants = |owner| Deed::Add { owner, edition_id, quantity: 1, client: ClientKey::EXEMPT };
        let wanted =
            others.into_iter().filter(|other| *other != owner).map(|owner| Call { deed: wants(owner), key: None });
        Some((Call { deed: dropped, key: None }, wanted.collect()))
    }

    /// A key that nobody has used.
    pub(super) fn key(&mut self, owner: Owner, what: &str) -> IdempotencyKey {
        self.keys += 1;
        let key = format!("{what}-{}", self.keys);
        IdempotencyKey { owner_id: owner.id(), route: what.to_owned(), key, body_hash: [1; 32] }
    }

    fn remembered(&mut self, deed: Deed, key: Option<IdempotencyKey>) -> Call {
        let call = Call { deed, key };
        if call.key.is_some() {
            self.keyed.push(call.clone());
            // Mostly what was done lately is repeated.
            if self.keyed.len() > 24 {
                self.keyed.remove(0);
            }
        }
        call
    }

    /// Mostly who has a cart that can be bought goes to the till.
    fn one_with_a_cart(&self, dice: &mut Dice) -> Option<Owner> {
        let can_buy = |owner: &Owner| {
            let cart = self.parts.journal.peek(|state| state.cart(*owner));
            !cart.lines.is_empty() && cart.lines.iter().all(|line| line.lost.is_none())
        };
        let full: Vec<Owner> = self.owners.iter().copied().filter(can_buy).collect();
        dice.pick(&full).copied().filter(|_| dice.percent(85))
    }

    /// Mostly who signs in has something in both carts.
    fn two_who_want_the_same(&self, visitors: &[Owner], users: &[Owner], dice: &mut Dice) -> Option<(Owner, Owner)> {
        let pairs: Vec<(Owner, Owner)> = self.parts.journal.peek(|state| {
            let share = |visitor: Owner, user: Owner| {
                let own = state.cart(user);
                state.cart(visitor).lines.iter().any(|line| own.line_of(line.edition_id).is_some())
            };
            let pairs = visitors.iter().flat_map(|visitor| users.iter().map(|user| (*visitor, *user)));
            pairs.filter(|(visitor, user)| share(*visitor, *user)).collect()
        });
        dice.pick(&pairs).copied().filter(|_| dice.percent(80))
    }

    /// Mostly who has lost what was held tries to get it back.
    fn one_who_lost(&self, dice: &mut Dice) -> Option<(Owner, LineId)> {
        let lost = |owner: &Owner| {
            let cart = self.parts.journal.peek(|state| state.cart(*owner));
            cart.lines.iter().find(|line| line.lost.is_some()).map(|line| (*owner, line.id))
        };
        let who: Vec<_> = self.owners.iter().filter_map(lost).collect();
        dice.pick(&who).copied().filter(|_| dice.percent(80))
    }

    fn checkout(&mut self, owner: Owner, dice: &mut Dice) -> Call {
        let key = self.key(owner, "buy");
        let now = self.parts.now();
        let offer = self.parts.journal.peek(|state| offer(state, owner, now));
        let offered = offer.filter(|_| dice.percent(40));
        let agreed = offered.map(|(_, total)| total);
        let expected_total =
            if dice.percent(8) { Some(Money::new(1, agreed.map_or(EUR, |total| total.currency))) } else { agreed };
        let request = CheckoutRequest {
            email: email(&key.key),
            expected_total,
            quote: offered.map(|(seal, _)| seal).filter(|_| dice.percent(50)),
            ..request(dice.weigh(&TOKENS))
        };
        self.remembered(Deed::Checkout { owner, request: Arc::new(request) }, Some(key))
    }

    /// A line of the owner's cart, or one that was there once.
    fn line(&mut self, owner: Owner, dice: &mut Dice) -> Option<LineId> {
        let cart = self.parts.journal.cart_of(owner).cart;
        let known: Vec<LineId> = cart.lines.iter().map(|line| line.id).collect();
        self.lines.extend(known.iter().map(|line| (owner, *line)));
        let surplus = self.lines.len().saturating_sub(64);
        self.lines.drain(..surplus);
        if known.is_empty() || dice.percent(10) {
            let own: Vec<LineId> = self.lines.iter().filter(|(of, _)| *of == owner).map(|(_, line)| *line).collect();
            return dice.pick(&own).copied();
        }
        dice.pick(&known).copied()
    }

    fn order(&self, dice: &mut Dice, wanted: impl Fn(&Order) -> bool) -> Option<(Owner, OrderId)> {
        self.parts.journal.peek(|state| pick_order(state, dice, wanted).map(|order| (order.head.owner, order.head.id)))
    }

    /// A document; mostly one that is not rendered yet.
    fn document(&self, dice: &mut Dice) -> Option<Deed> {
        self.parts.journal.peek(|state| {
            let waits = |order: &Order| order.documents.iter().any(|row| row.content_hash.is_none());
            let waiting = pick_order(state, dice, waits).filter(|_| dice.percent(80));
            let order = waiting.or_else(|| pick_order(state, dice, |order| !order.documents.is_empty()))?;
            let row = dice.pick(&order.documents)?;
            Some(Deed::Document { id: row.id, number: row.number.clone() })
        })
    }
}

const EUR: impasto_domain::money::Currency = impasto_domain::money::Currency::EUR;

/// An order of some kind; mostly one of the latest.
pub(super) fn pick_order<'s>(state: &'s State, dice: &mut Dice, wanted: impl Fn(&Order) -> bool) -> Option<&'s Order> {
    let mut orders: Vec<&Order> = state.orders.values().filter(|order| wanted(order)).collect();
    orders.sort_by_key(|order| (order.head.placed_at, order.head.id));
    let surplus = if dice.percent(80) { orders.len().saturating_sub(8) } else { 0 };
    dice.pick(&orders[surplus..]).copied()
}

/// An attempt that waits for its customer, with its order.
pub(super) fn pick_waiting(state: &State, dice: &mut Dice) -> Option<Deed> {
    let waits = |order: &Order| order.payments.iter().any(|payment| payment.status == PaymentStatus::RequiresAction);
    let order = pick_order(state, dice, waits)?;
    let payment = order.payments.iter().find(|payment| payment.status == PaymentStatus::RequiresAction)?;
    Some(Deed::Confirm { owner: order.head.owner, order_id: order.head.id, payment_id: payment.id })
}

fn owner_of(deed: &Deed) -> Option<Owner> {
    match deed {
        Deed::Cancel { owner, .. } => *owner,
        Deed::Merge { user: owner, .. } | Deed::Rehold { owner, .. } => Some(*owner),
        _ => None,
    }
}

fn client(dice: &mut Dice) -> ClientKey {
    match dice.below(4) {
        0 => ClientKey::EXEMPT,
        number => ClientKey::of(std::net::IpAddr::from([192, 0, 2, number as u8])),
    }
}
