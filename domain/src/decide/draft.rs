//! A draft of changes: new values of rows, made from the state as they are first touched.
//!
//! Versions are raised once a draft: an edition's and its work's when its counters change, a cart's when its lines or
//! holds change, an order's when anything of it changes.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use crate::artwork::{ArtworkHead, ArtworkStatus};
use crate::cart::Cart;
use crate::command::InboxKey;
use crate::edition::{Copy, CopyRef, CopyState, Edition, EditionKind, Stock};
use crate::event::{Event, PaymentChange, ShipmentChange};
use crate::hold::Hold;
use crate::ids::{ArtworkId, EditionId, Mint, OrderLineId, PaymentId};
use crate::ledger;
use crate::money::Money;
use crate::order::{Order, OrderHead};
use crate::owner::Owner;
use crate::payment::Payment;
use crate::refusal::Refusal;
use crate::shipment::Shipment;
use crate::state::{Changes, CopyMove, EditionEntry, State};

pub(super) struct Draft<'a> {
    pub(super) state: &'a State,
    pub(super) changes: Changes,
    taken: HashSet<(EditionId, u32)>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(state: &'a State) -> Self {
        Self { state, changes: Changes::default(), taken: HashSet::new() }
    }

    pub(super) fn entry(&self, id: EditionId) -> Result<&'a EditionEntry, Refusal> {
        self.state.editions.get(&id).ok_or_else(|| Refusal::not_found("edition"))
    }

    /// The counters as drafted so far.
    pub(super) fn stock(&self, id: EditionId) -> Result<Stock, Refusal> {
        let drafted = self.changes.stocks.iter().find(|stock| stock.edition_id == id).cloned();
        match drafted {
            Some(stock) => Ok(stock),
            None => Ok(self.entry(id)?.stock.clone()),
        }
    }

    /// Changes the counters of an edition, raises its and its work's version, and keeps the work's count of
    /// editions that have something left.
    pub(super) fn change_stock(&mut self, id: EditionId, change: impl FnOnce(&mut Stock)) -> Result<(), Refusal> {
        let edition_kind = self.entry(id)?.edition.kind;
        let before = self.stock(id)?;
        let mut after = before.clone();
        change(&mut after);
        let first_touch = !self.changes.stocks.iter().any(|stock| stock.edition_id == id);
        if first_touch {
            after.version += 1;
        }
        debug_assert!(after.is_consistent(), "stock equation broken: {after:?}");
        let shift =
            i64::from(has_something_left(edition_kind, &after)) - i64::from(has_something_left(edition_kind, &before));
        let artwork_id = after.artwork_id;
        match self.changes.stocks.iter_mut().find(|stock| stock.edition_id == id) {
            Some(drafted) => *drafted = after,
            None => self.changes.stocks.push(after),
        }
        self.change_artwork(artwork_id, first_touch, |head| head.editions_left += shift)
    }

    /// Raises the version of an edition of which nothing is free, since a deadline of its holds has moved: what is told
    /// of the next release must not be older than the holds.
    pub(super) fn tell_next_release(&mut self, id: EditionId) -> Result<(), Refusal> {
        let stock = self.stock(id)?;
        if stock.is_counted() && stock.available == 0 { self.change_stock(id, |_| {}) } else { Ok(()) }
    }

    /// Changes the head of a work; `raise` tells whether its version goes up.
    pub(super) fn change_artwork(
        &mut self,
        id: ArtworkId,
        raise: bool,
        change: impl FnOnce(&mut ArtworkHead),
    ) -> Result<(), Refusal> {
        let place = match self.changes.artworks.iter().position(|head| head.id == id) {
            Some(place) => place,
            None => {
                let head = self.state.artworks.get(&id).ok_or_else(|| Refusal::not_found("artwork"))?;
                self.changes.artworks.push(head.clone());
                self.changes.artworks.len() - 1
            }
        };
        if let Some(head) = self.changes.artworks.get_mut(place) {
            change(head);
            head.version += i64::from(raise);
        }
        Ok(())
    }

    /// Lets each touched work become sold out, or come back, as its stock has it. To be called last.
    pub(super) fn settle_artworks(&mut self) {
        for head in &mut self.changes.artworks {
            let next = match (head.status, head.editions_left) {
                (ArtworkStatus::Published, 0) => ArtworkStatus::SoldOut,
                (ArtworkStatus::SoldOut, left) if left > 0 => ArtworkStatus::Published,
                _ => continue,
            };
            head.status = next;
            head.version += 1;
            self.changes.events.push(status_event(head));
        }
    }

    /// Takes the lowest free copies of a counted edition; refuses when there are not enough.
    pub(super) fn take_copies(&mut self, id: EditionId, quantity: u32, to: CopyState) -> Result<Vec<Copy>, Refusal> {
        let entry = self.entry(id)?;
        let stock = self.stock(id)?;
        let copies: Vec<Copy> = entry
            .free
            .values()
            .filter(|copy| !self.taken.contains(&(id, copy.ordinal)))
            .take(quantity as usize)
            .cloned()
            .collect();
        if stock.available < i64::from(quantity) || copies.len() < quantity as usize {
            let next_release_at = self.state.next_release_at(entry);
            return Err(Refusal::SoldOut { available: stock.available, next_release_at });
        }
        for copy in &copies {
            self.taken.insert((id, copy.ordinal));
            self.move_copy(&copy.into(), id, CopyState::Available, to, None);
        }
        Ok(copies)
    }

    /// Takes exactly these copies of a counted edition; refuses when any of them is not free, and says which.
    pub(super) fn pick_copies(&mut self, id: EditionId, ordinals: &[u32], to: CopyState) -> Result<Vec<Copy>, Refusal> {
        let entry = self.entry(id)?;
        let is_free = |ordinal: &&u32| entry.free.contains_key(ordinal) && !self.taken.contains(&(id, **ordinal));
        let taken: Vec<String> =
            ordinals.iter().filter(|ordinal| !is_free(ordinal)).filter_map(|n| entry.edition.copy_label(*n)).collect();
        if !taken.is_empty() {
            let next_release_at = self.state.next_release_at(entry);
            return Err(Refusal::CopiesTaken { copies: taken, available: entry.stock.available, next_release_at });
        }
        let copies: Vec<Copy> = ordinals.iter().filter_map(|ordinal| entry.free.get(ordinal)).cloned().collect();
        for copy in &copies {
            self.taken.insert((id, copy.ordinal));
            self.move_copy(&copy.into(), id, CopyState::Available, to, None);
        }
        Ok(copies)
    }

    /// Moves one copy from a state to another.
    pub(super) fn move_copy(
        &mut self,
        copy: &CopyRef,
        edition_id: EditionId,
        from: CopyState,
        to: CopyState,
        order_line_id: Option<OrderLineId>,
    ) {
        let copy = Copy {
            id: copy.id,
            edition_id,
            ordinal: copy.ordinal,
            label: copy.label.clone(),
            state: to,
            order_line_id,
        };
        self.changes.copies.push(CopyMove { copy, from });
    }

    /// Ends a hold and gives its copies back to the shelf.
    pub(super) fn release(&mut self, hold: &Hold) -> Result<(), Refusal> {
        let quantity = i64::from(hold.quantity);
        if let Some(copy) = &hold.copy {
            self.move_copy(copy, hold.edition_id, CopyState::Held, CopyState::Available, None);
        }
        self.changes.holds_gone.push(hold.id);
        self.change_stock(hold.edition_id, |stock| {
            stock.held -= quantity;
            if stock.is_counted() {
                stock.available += quantity;
            }
        })
    }

    /// The owner's cart as drafted, its version raised once.
    pub(super) fn cart(&mut self, owner: Owner) -> &mut Cart {
        let place = match self.changes.carts.iter().position(|cart| cart.owner == owner) {
            Some(place) => place,
            None => {
                let mut cart = self.state.cart(owner);
                cart.version += 1;
                self.changes.carts.push(cart);
                self.changes.carts.len() - 1
            }
        };
        &mut self.changes.carts[place]
    }

    /// Takes in the event by which a provider told something of an attempt, with its notice; answers whether it was taken
    /// in before.
    pub(super) fn take_notice(&mut self, inbox: Option<&InboxKey>, payment_id: PaymentId) -> bool {
        let Some(key) = inbox else { return false };
        self.changes.notices.extend(key.notice.as_deref().cloned());
        let is_known = self.state.inbox.contains(key);
        if !is_known {
            self.changes.inbox.push((InboxKey { notice: None, ..key.clone() }, payment_id));
        }
        is_known
    }

    /// Books what a provider keeps for itself, if it keeps anything.
    pub(super) fn book_fee(&mut self, order: &Order, fee: Option<Money>, now: DateTime<Utc>, mint: &mut Mint) {
        if let Some(fee) = fee.filter(|fee| fee.amount_minor != 0) {
            self.changes.ledger.extend(ledger::fee(order, mint.mint(), now, fee));
        }
    }

    /// The head of an order as drafted, its version raised once.
    pub(super) fn head(&mut self, order: &Order) -> &mut OrderHead {
        let place = match self.changes.order_heads.iter().position(|head| head.id == order.head.id) {
            Some(place) => place,
            None => {
                let mut head = order.head.clone();
                head.version += 1;
                self.changes.order_heads.push(head);
                self.changes.order_heads.len() - 1
            }
        };
        &mut self.changes.order_heads[place]
    }

    /// Announces an order as drafted; `payment` is the attempt that changed with it.
    pub(super) fn announce(&mut self, order: &Order, payment: Option<&Payment>) {
        let head = self.head(order).clone();
        self.changes.events.push(order_event(&head, payment));
    }

    /// Announces an order as drafted, with the parcel that changed with it.
    pub(super) fn announce_parcel(&mut self, order: &Order, parcel: &Shipment) {
        let mut event = order_event(self.head(order), None);
        if let Event::OrderChanged { shipment, .. } = &mut event {
            *shipment = Some(ShipmentChange {
                id: parcel.id,
                seller_order_id: parcel.seller_order_id,
                status: parcel.status,
                carrier: parcel.carrier.clone(),
                tracking_number: parcel.tracking_number.clone(),
                tracking_url: parcel.tracking_url(),
                lines: parcel.lines.clone(),
            });
        }
        self.changes.events.push(event);
    }
}

/// The event of an order that changed.
pub(super) fn order_event(head: &OrderHead, payment: Option<&Payment>) -> Event {
    Event::OrderChanged {
        order_id: head.id,
        number: head.number.clone(),
        owner: head.owner,
        version: head.version,
        status: head.status,
        payment_status: head.payment_status,
        fulfilment_status: head.fulfilment_status,
        total: Money::new(head.totals.total_minor, head.currency),
        payment: payment.map(|payment| PaymentChange {
            id: payment.id,
            status: payment.status,
            decline_code: payment.decline_code.clone(),
        }),
        shipment: None,
    }
}

/// The event of a work that moved to another status.
pub(super) fn status_event(head: &ArtworkHead) -> Event {
    Event::ArtworkStatusChanged {
        artwork_id: head.id,
        seller_id: head.seller_id,
        status: head.status,
        title: head.title.clone(),
        slug: head.slug.clone(),
        artwork_version: head.version,
    }
}

/// Whether an edition can be bought at `now`; the status of its work and the switch of the house decide.
pub(super) fn check_on_sale(
    state: &State,
    edition: &Edition,
    stock: &Stock,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let head = state.artworks.get(&edition.artwork_id).ok_or_else(|| Refusal::not_found("edition"))?;
    match head.status {
        ArtworkStatus::Published => {}
        ArtworkStatus::Paused => return Err(Refusal::SalesPaused),
        ArtworkStatus::SoldOut => {
            return Err(Refusal::SoldOut { available: stock.available, next_release_at: None });
        }
        _ => return Err(Refusal::not_found("edition")),
    }
    if state.rules.sales_paused {
        return Err(Refusal::SalesPaused);
    }
    match edition.available_from {
        Some(from) if from > now => Err(Refusal::conflict(format!("not for sale before {}", from.to_rfc3339()))),
        _ => Ok(()),
    }
}

fn has_something_left(kind: EditionKind, stock: &Stock) -> bool {
    kind == EditionKind::Open || stock.available + stock.held > 0
}
