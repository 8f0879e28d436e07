//! What the test journal notes of everything it carries out: where every copy is, what every cart, order and counter
//! has ever been, and which decision was against the rules. Answers are compared with it.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use impasto_domain::cart::CartState;
use impasto_domain::command::Command;
use impasto_domain::edition::{CopyState, Stock};
use impasto_domain::ids::{EditionId, OrderId};
use impasto_domain::ledger;
use impasto_domain::order::Order;
use impasto_domain::owner::Owner;
use impasto_domain::state::{Changes, State};

/// All that has been; the commit that made something is noted with it.
pub(crate) struct Audit {
    /// Commits so far.
    pub(crate) commits: u64,
    pub(super) copies: BTreeMap<(EditionId, u32), CopyState>,
    pub(crate) carts: BTreeMap<Owner, Vec<(u64, CartState)>>,
    pub(crate) orders: BTreeMap<OrderId, Vec<(u64, Order)>>,
    pub(crate) stocks: BTreeMap<EditionId, Vec<(u64, Stock)>>,
    /// What should not have happened.
    pub(super) complaints: Vec<String>,
}

impl Audit {
    pub(super) fn new(state: &State) -> Self {
        let free = state.editions.iter().flat_map(|(id, entry)| entry.free.keys().map(|ordinal| (*id, *ordinal)));
        Self {
            commits: 0,
            copies: free.map(|copy| (copy, CopyState::Available)).collect(),
            carts: BTreeMap::new(),
            orders: BTreeMap::new(),
            stocks: state.editions.iter().map(|(id, entry)| (*id, vec![(0, entry.stock.clone())])).collect(),
            complaints: Vec::new(),
        }
    }

    /// Looks a decision over before it is applied.
    pub(super) fn before(&mut self, state: &State, command: &Command, changes: &Changes, now: DateTime<Utc>) {
        if matches!(command, Command::ExpireHolds { .. }) {
            for hold in changes.holds_gone.iter().map(|id| &state.holds[id]) {
                let due = hold.expires_at <= now && hold.order_id.is_none();
                self.hold(due, || format!("a hold was released before its time: {hold:?}"));
            }
        }
        let paying = TimeDelta::seconds(i64::from(state.rules.holds.payment_extension_s));
        for order in &changes.new_orders {
            let kept: Vec<_> = changes.holds.iter().filter(|hold| hold.order_id == Some(order.head.id)).collect();
            let long = !kept.is_empty() && kept.iter().all(|hold| hold.expires_at >= now + paying);
            self.hold(long, || format!("an order is not held as long as it may be paid: {kept:?}"));
        }
        for moved in &changes.copies {
            let known = self.copies.insert((moved.copy.edition_id, moved.copy.ordinal), moved.copy.state);
            self.hold(known == Some(moved.from), || format!("a copy moved from a state it was not in: {moved:?}"));
        }
        self.hold(ledger::balances(&changes.ledger), || format!("a posting does not balance: {:?}", changes.ledger));
        for head in &changes.order_heads {
            let old = &state.orders[&head.id].head;
            let moves = old.status == head.status || old.status.may_become(head.status);
            let pays = old.payment_status == head.payment_status || old.payment_status.may_become(head.payment_status);
            self.hold(moves && pays && head.version == old.version + 1, || format!("{old:?} became {head:?}"));
        }
        for payment in &changes.payments {
            let old = state.orders[&payment.order_id].payments.iter().find(|old| old.id == payment.id);
            let moves = old.is_none_or(|old| old.status == payment.status || old.status.may_become(payment.status));
            self.hold(moves, || format!("{old:?} became {payment:?}"));
        }
    }

    /// Notes what a decision made.
    pub(super) fn after(&mut self, state: &State, changes: &Changes) {
        self.commits += 1;
        for stock in &changes.stocks {
            let seen = self.stocks.entry(stock.edition_id).or_default();
            seen.push((self.commits, stock.clone()));
        }
        for cart in &changes.carts {
            self.carts.entry(cart.owner).or_default().push((self.commits, state.cart_state(cart.owner)));
        }
        let orders = changes
            .new_orders
            .iter()
            .map(|order| order.head.id)
            .chain(changes.order_heads.iter().map(|head| head.id))
            .chain(changes.payments.iter().map(|payment| payment.order_id));
        let orders: std::collections::BTreeSet<OrderId> = orders.collect();
        for id in orders {
            self.orders.entry(id).or_default().push((self.commits, state.orders[&id].clone()));
        }
    }

    fn hold(&mut self, holds: bool, complaint: impl FnOnce() -> String) {
        if !holds {
            self.complaints.push(complaint());
        }
    }
}
