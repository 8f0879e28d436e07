//! The state a batch decides on: rows loaded from the store, changed in memory by each outcome, and written back.
//!
//! A decision reads it and returns [`Changes`]; applying them is the only way it changes. What the batch must write
//! is what the changes touched.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::artwork::ArtworkHead;
use crate::audit::AuditAction;
use crate::cart::{Cart, CartState};
use crate::command::InboxKey;
use crate::dispute::Dispute;
use crate::document::DocumentKind;
use crate::edition::{Copy, CopyState, Edition, Stock};
use crate::event::Event;
use crate::hold::Hold;
use crate::hook::KeptHook;
use crate::ids::{
    ArtworkId, DisputeId, DocumentId, EditionId, HoldId, LineId, OrderId, OrderLineId, PaymentId, RefundId, ReturnId,
    SellerId, ShipmentId, UserId,
};
use crate::job::{DocumentRow, Job};
use crate::ledger::LedgerEntry;
use crate::order::{Order, OrderHead};
use crate::owner::Owner;
use crate::payment::Payment;
use crate::refund::Refund;
use crate::returns::Return;
use crate::seller::Seller;
use crate::settings::HouseRules;
use crate::shipment::Shipment;

/// Rows of a batch in memory.
#[derive(Debug, Clone)]
pub struct State {
    /// The rules of the house.
    pub rules: Arc<HouseRules>,
    /// Works whose editions are loaded.
    pub artworks: BTreeMap<ArtworkId, ArtworkHead>,
    /// Sellers of those works.
    pub sellers: HashMap<SellerId, Arc<Seller>>,
    /// Editions and their counters; every edition a command names and that exists.
    pub editions: BTreeMap<EditionId, EditionEntry>,
    /// Carts of the owners a command names; absent means empty.
    pub carts: BTreeMap<Owner, Cart>,
    /// Live holds: all of those owners, of those orders, and the due ones of editions to be expired.
    pub holds: BTreeMap<HoldId, Hold>,
    /// Orders a command names.
    pub orders: BTreeMap<OrderId, Order>,
    /// Copies of limited-per-customer editions that an owner has bought and kept, for the pairs a command names.
    pub bought: BTreeMap<(Owner, EditionId), i64>,
    /// Next running number by seller, kind and year; absent means 1.
    pub series: BTreeMap<SeriesKey, i64>,
    /// Provider events among those named that were seen before.
    pub inbox: HashSet<InboxKey>,
    /// What the applied changes touched.
    pub dirty: Dirty,
    /// Everything the applied changes append.
    pub appended: Appended,
    touched_holds: HashSet<HoldId>,
    originals: HashMap<EditionId, Stock>,
    /// Copies that the batch's holds took, by edition; what was released again meanwhile counts as well.
    newly_held: HashMap<EditionId, i64>,
    lapsed: BTreeMap<Owner, Vec<LineId>>,
}

/// An edition with its counters and the free copies that are loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionEntry {
    /// The edition.
    pub edition: Edition,
    /// Its counters.
    pub stock: Stock,
    /// Free copies by ordinal: at least as many of the lowest as the batch could take.
    pub free: BTreeMap<u32, Copy>,
    /// Withdrawn copies by ordinal, loaded when a command restocks.
    pub withdrawn: BTreeMap<u32, Copy>,
    /// The earliest deadline among all live holds when the batch was loaded, and whose hold it is.
    pub earliest_release: Option<(HoldId, DateTime<Utc>)>,
}

/// Names a number series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SeriesKey {
    /// Whose.
    pub seller_id: SellerId,
    /// Of what.
    pub kind: DocumentKind,
    /// Of which year.
    pub year: i32,
}

/// The rows and lines one outcome changes. Rows are whole new values.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// Copies that move from one state to another.
    pub copies: Vec<CopyMove>,
    /// Counters.
    pub stocks: Vec<Stock>,
    /// Heads of works.
    pub artworks: Vec<ArtworkHead>,
    /// Holds that are new or changed.
    pub holds: Vec<Hold>,
    /// Holds that are gone.
    pub holds_gone: Vec<HoldId>,
    /// Carts.
    pub carts: Vec<Cart>,
    /// Lines whose holds lapsed by the deadline, for the cart's event.
    pub lapsed: Vec<(Owner, LineId)>,
    /// Orders that are new.
    pub new_orders: Vec<Order>,
    /// Heads of orders that changed.
    pub order_heads: Vec<OrderHead>,
    /// Payments that are new or changed.
    pub payments: Vec<Payment>,
    /// Copies of order lines that changed (late money that found other copies).
    pub line_copies: Vec<(OrderId, OrderLineId, Vec<crate::edition::CopyRef>)>,
    /// Copies of order lines that went back to stock, in all.
    pub lines_restocked: Vec<(OrderId, OrderLineId, u32)>,
    /// Parcels that are new or changed.
    pub shipments: Vec<Shipment>,
    /// Refunds that are new or changed.
    pub refunds: Vec<Refund>,
    /// Cases that are new or changed.
    pub disputes: Vec<Dispute>,
    /// Returns that are new or changed.
    pub returns: Vec<Return>,
    /// Next numbers.
    pub series: Vec<(SeriesKey, i64)>,
    /// Documents that are new.
    pub new_documents: Vec<NewDocument>,
    /// Documents whose bytes are stored: order, document, content hash.
    pub documents_rendered: Vec<(OrderId, DocumentId, String)>,
    /// Ledger entries; each posting sums to zero.
    pub ledger: Vec<LedgerEntry>,
    /// Provider events that are now known, with the payment they spoke of.
    pub inbox: Vec<(InboxKey, PaymentId)>,
    /// Notices that had their effect, or needed none any more, each as often as it was delivered.
    pub notices: Vec<KeptHook>,
    /// Events besides those of stock and carts, which are made once for the whole batch.
    pub events: Vec<Event>,
    /// Jobs that are new. A job of a kind and subject that is still open is not doubled.
    pub jobs: Vec<Job>,
    /// Jobs that are done, by kind and subject.
    pub jobs_done: Vec<(&'static str, uuid::Uuid)>,
    /// Jobs that must wait until a time, by kind and subject; their lease ends.
    pub jobs_postponed: Vec<(&'static str, uuid::Uuid, DateTime<Utc>)>,
    /// Lines of the audit log.
    pub audit: Vec<AuditLine>,
}

/// A copy changes its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyMove {
    /// The copy as it becomes.
    pub copy: Copy,
    /// The state it must be in.
    pub from: CopyState,
}

/// A document with its frozen data.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDocument {
    /// The row.
    pub row: DocumentRow,
    /// What is printed on it, as JSON of the kind's data type.
    pub data: serde_json::Value,
}

/// Who changed what.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditLine {
    /// Who; `None` for the program itself.
    pub by: Option<UserId>,
    /// What.
    pub action: AuditAction,
    /// About what.
    pub subject: uuid::Uuid,
    /// Before.
    pub before: serde_json::Value,
    /// After.
    pub after: serde_json::Value,
}

/// Keys of rows that must be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dirty {
    /// Copies by edition and ordinal: the state they had in the store, and the copy as it becomes.
    pub copies: BTreeMap<(EditionId, u32), (CopyState, Copy)>,
    /// Counters.
    pub stocks: BTreeSet<EditionId>,
    /// Heads of works.
    pub artworks: BTreeSet<ArtworkId>,
    /// Holds to insert.
    pub holds_new: BTreeSet<HoldId>,
    /// Holds to update.
    pub holds_changed: BTreeSet<HoldId>,
    /// Holds to delete.
    pub holds_gone: BTreeSet<HoldId>,
    /// Carts.
    pub carts: BTreeSet<Owner>,
    /// Orders to insert whole.
    pub orders_new: BTreeSet<OrderId>,
    /// Orders whose head changed.
    pub orders_changed: BTreeSet<OrderId>,
    /// Payments to insert or update, with their order.
    pub payments: BTreeMap<PaymentId, OrderId>,
    /// Order lines whose copies changed, or went back to stock.
    pub lines: BTreeMap<OrderLineId, OrderId>,
    /// Parcels to insert or update, with their order.
    pub shipments: BTreeMap<ShipmentId, OrderId>,
    /// Refunds to insert or update, with their order.
    pub refunds: BTreeMap<RefundId, OrderId>,
    /// Cases to insert or update, with their order.
    pub disputes: BTreeMap<DisputeId, OrderId>,
    /// Returns to insert or update: their ids are unique within an order.
    pub returns: BTreeSet<(OrderId, ReturnId)>,
    /// Series.
    pub series: BTreeSet<SeriesKey>,
    /// Documents whose bytes were stored, with their order.
    pub documents_rendered: BTreeMap<DocumentId, OrderId>,
}

/// What a batch appends.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Appended {
    /// New documents.
    pub documents: Vec<NewDocument>,
    /// Ledger entries.
    pub ledger: Vec<LedgerEntry>,
    /// Provider events.
    pub inbox: Vec<(InboxKey, PaymentId)>,
    /// Notices to keep.
    pub notices: Vec<KeptHook>,
    /// Events, in order of decision.
    pub events: Vec<Event>,
    /// New jobs.
    pub jobs: Vec<Job>,
    /// Jobs done.
    pub jobs_done: Vec<(&'static str, uuid::Uuid)>,
    /// Jobs postponed.
    pub jobs_postponed: Vec<(&'static str, uuid::Uuid, DateTime<Utc>)>,
    /// Audit lines.
    pub audit: Vec<AuditLine>,
}

impl State {
    /// A state with nothing loaded yet.
    #[must_use]
    pub fn new(rules: Arc<HouseRules>) -> Self {
        Self {
            rules,
            artworks: BTreeMap::new(),
            sellers: HashMap::new(),
            editions: BTreeMap::new(),
            carts: BTreeMap::new(),
            holds: BTreeMap::new(),
            orders: BTreeMap::new(),
            bought: BTreeMap::new(),
            series: BTreeMap::new(),
            inbox: HashSet::new(),
            dirty: Dirty::default(),
            appended: Appended::default(),
            touched_holds: HashSet::new(),
            newly_held: HashMap::new(),
            originals: HashMap::new(),
            lapsed: BTreeMap::new(),
        }
    }

    /// The owner's cart, empty when none is stored.
    #[must_use]
    pub fn cart(&self, owner: Owner) -> Cart {
        self.carts.get(&owner).cloned().unwrap_or_else(|| Cart::empty(owner))
    }

    /// The owner's cart with the holds of its lines.
    #[must_use]
    pub fn cart_state(&self, owner: Owner) -> CartState {
        let mut holds: Vec<Hold> =
            self.holds.values().filter(|hold| hold.owner == owner && hold.order_id.is_none()).cloned().collect();
        holds.sort_by_key(|hold| (hold.edition_id, hold.copy.as_ref().map(|copy| copy.ordinal), hold.id));
        CartState { cart: self.cart(owner), holds }
    }

    /// The live holds of an order.
    pub fn holds_of_order(&self, order_id: OrderId) -> impl Iterator<Item = &Hold> {
        self.holds.values().filter(move |hold| hold.order_id == Some(order_id))
    }

    /// Copies of an edition that count against what one customer may have, besides those in the cart: held for orders
    /// that are not paid, and bought.
    #[must_use]
    pub fn had_by(&self, owner: Owner, edition_id: EditionId) -> u32 {
        let in_orders: u32 = self
            .holds
            .values()
            .filter(|hold| hold.owner == owner && hold.edition_id == edition_id && hold.order_id.is_some())
            .map(|hold| hold.quantity)
            .sum();
        let bought = self.bought.get(&(owner, edition_id)).copied().unwrap_or(0);
        in_orders.saturating_add(u32::try_from(bought.max(0)).unwrap_or(u32::MAX))
    }

    /// The counters with the earliest release, as events and answers tell them.
    #[must_use]
    pub fn stock_told(&self, edition_id: EditionId) -> Option<Stock> {
        let entry = self.editions.get(&edition_id)?;
        let mut stock = entry.stock.clone();
        stock.next_release_at = self.next_release_at(entry);
        Some(stock)
    }

    /// The earliest deadline of a live hold on a counted edition that has nothing free.
    #[must_use]
    pub fn next_release_at(&self, entry: &EditionEntry) -> Option<DateTime<Utc>> {
        if !entry.stock.is_counted() || entry.stock.available > 0 || entry.stock.held == 0 {
            return None;
        }
        let loaded =
            entry.earliest_release.filter(|(id, _)| !self.touched_holds.contains(id)).map(|(_, expires_at)| expires_at);
        let in_memory =
            self.holds.values().filter(|hold| hold.edition_id == entry.edition.id).map(|hold| hold.expires_at).min();
        [loaded, in_memory].into_iter().flatten().min()
    }

    /// Applies an outcome. Later commands of the batch see it.
    pub fn apply(&mut self, changes: Changes) {
        self.apply_stock(changes.copies, changes.stocks, changes.artworks);
        self.apply_holds(changes.holds, changes.holds_gone);
        for cart in changes.carts {
            self.dirty.carts.insert(cart.owner);
            self.carts.insert(cart.owner, cart);
        }
        for (owner, line) in changes.lapsed {
            self.lapsed.entry(owner).or_default().push(line);
        }
        self.apply_orders(changes.new_orders, changes.order_heads, changes.payments, changes.line_copies);
        self.apply_restocked(changes.lines_restocked);
        self.apply_shipments(changes.shipments);
        self.apply_refunds(changes.refunds);
        self.apply_disputes(changes.disputes);
        self.apply_returns(changes.returns);
        for (key, next) in changes.series {
            self.dirty.series.insert(key);
            self.series.insert(key, next);
        }
        self.apply_documents(changes.new_documents, changes.documents_rendered);
        self.inbox.extend(changes.inbox.iter().map(|(key, _)| key.clone()));
        self.appended.inbox.extend(changes.inbox);
        self.appended.notices.extend(changes.notices);
        self.appended.ledger.extend(changes.ledger);
        self.appended.events.extend(changes.events);
        self.appended.jobs.extend(changes.jobs);
        self.appended.jobs_done.extend(changes.jobs_done);
        self.appended.jobs_postponed.extend(changes.jobs_postponed);
        self.appended.audit.extend(changes.audit);
    }

    /// The events of stock and carts, one for each that the batch touched; to be called once, after the last
    /// command.
    #[must_use]
    pub fn closing_events(&self) -> Vec<Event> {
        let stocks = self.dirty.stocks.iter().filter_map(|id| self.stock_event(*id));
        let carts = self.dirty.carts.iter().filter_map(|owner| {
            let cart = self.carts.get(owner)?;
            let lapsed = self.lapsed.get(owner).cloned().unwrap_or_default();
            Some(Event::CartChanged { owner: *owner, version: cart.version, lapsed })
        });
        stocks.chain(carts).collect()
    }

    fn stock_event(&self, id: EditionId) -> Option<Event> {
        let stock = self.stock_told(id)?;
        let head = self.artworks.get(&stock.artwork_id)?;
        let before = self.originals.get(&id);
        Some(Event::StockChanged {
            seller_id: head.seller_id,
            artwork_version: head.version,
            held_delta: stock.held - before.map_or(0, |before| before.held),
            newly_held: self.newly_held.get(&id).copied().unwrap_or(0),
            sold_delta: stock.sold - before.map_or(0, |before| before.sold),
            stock,
        })
    }

    fn apply_stock(&mut self, copies: Vec<CopyMove>, stocks: Vec<Stock>, artworks: Vec<ArtworkHead>) {
        for CopyMove { copy, from } in copies {
            if let Some(entry) = self.editions.get_mut(&copy.edition_id) {
                entry.free.remove(&copy.ordinal);
                entry.withdrawn.remove(&copy.ordinal);
                match copy.state {
                    CopyState::Available => drop(entry.free.insert(copy.ordinal, copy.clone())),
                    CopyState::Withdrawn => drop(entry.withdrawn.insert(copy.ordinal, copy.clone())),
                    CopyState::Held | CopyState::Sold => {}
                }
            }
            let key = (copy.edition_id, copy.ordinal);
            let stored = self.dirty.copies.get(&key).map_or(from, |(stored, _)| *stored);
            self.dirty.copies.insert(key, (stored, copy));
        }
        for stock in stocks {
            self.dirty.stocks.insert(stock.edition_id);
            if let Some(entry) = self.editions.get_mut(&stock.edition_id) {
                self.originals.entry(stock.edition_id).or_insert_with(|| entry.stock.clone());
                entry.stock = stock;
            }
        }
        for head in artworks {
            self.dirty.artworks.insert(head.id);
            self.artworks.insert(head.id, head);
        }
    }

    fn apply_holds(&mut self, holds: Vec<Hold>, gone: Vec<HoldId>) {
        for hold in holds {
            self.touched_holds.insert(hold.id);
            let before = self.holds.insert(hold.id, hold.clone());
            let more = i64::from(hold.quantity) - before.as_ref().map_or(0, |before| i64::from(before.quantity));
            *self.newly_held.entry(hold.edition_id).or_default() += more.max(0);
            if before.is_none() {
                self.dirty.holds_new.insert(hold.id);
            } else if !self.dirty.holds_new.contains(&hold.id) {
                self.dirty.holds_changed.insert(hold.id);
            }
        }
        for id in gone {
            self.touched_holds.insert(id);
            self.holds.remove(&id);
            self.dirty.holds_changed.remove(&id);
            if !self.dirty.holds_new.remove(&id) {
                self.dirty.holds_gone.insert(id);
            }
        }
    }

    fn apply_orders(
        &mut self,
        new_orders: Vec<Order>,
        heads: Vec<OrderHead>,
        payments: Vec<Payment>,
        line_copies: Vec<(OrderId, OrderLineId, Vec<crate::edition::CopyRef>)>,
    ) {
        for order in new_orders {
            self.dirty.orders_new.insert(order.head.id);
            self.dirty.payments.extend(order.payments.iter().map(|payment| (payment.id, order.head.id)));
            self.orders.insert(order.head.id, order);
        }
        for head in heads {
            if let Some(order) = self.orders.get_mut(&head.id) {
                if !self.dirty.orders_new.contains(&head.id) {
                    self.dirty.orders_changed.insert(head.id);
                }
                let kept = i64::from(head.is_kept()) - i64::from(order.head.is_kept());
                if kept != 0 {
                    for line in order.lines() {
                        let key = (head.owner, line.edition_id);
                        *self.bought.entry(key).or_default() += kept * i64::from(line.quantity);
                    }
                }
                order.head = head;
            }
        }
        for payment in payments {
            self.dirty.payments.insert(payment.id, payment.order_id);
            if let Some(order) = self.orders.get_mut(&payment.order_id) {
                match order.payments.iter_mut().find(|known| known.id == payment.id) {
                    Some(known) => *known = payment,
                    None => order.payments.push(payment),
                }
            }
        }
        for (order_id, line_id, copies) in line_copies {
            let Some(order) = self.orders.get_mut(&order_id) else { continue };
            let line = order.seller_orders.iter_mut().flat_map(|part| part.lines.iter_mut()).find(|l| l.id == line_id);
            if let Some(line) = line {
                line.copies = copies;
                self.dirty.lines.insert(line_id, order_id);
            }
        }
    }

    fn apply_restocked(&mut self, restocked: Vec<(OrderId, OrderLineId, u32)>) {
        for (order_id, line_id, copies) in restocked {
            let Some(order) = self.orders.get_mut(&order_id) else { continue };
            let line = order.seller_orders.iter_mut().flat_map(|part| part.lines.iter_mut()).find(|l| l.id == line_id);
            if let Some(line) = line {
                line.restocked = copies;
                self.dirty.lines.insert(line_id, order_id);
            }
        }
    }

    fn apply_refunds(&mut self, refunds: Vec<Refund>) {
        for refund in refunds {
            let Some(order) = self.orders.get_mut(&refund.order_id) else { continue };
            self.dirty.refunds.insert(refund.id, refund.order_id);
            match order.refunds.iter_mut().find(|known| known.id == refund.id) {
                Some(known) => *known = refund,
                None => order.refunds.push(refund),
            }
        }
    }

    fn apply_disputes(&mut self, disputes: Vec<Dispute>) {
        for dispute in disputes {
            let Some(order) = self.orders.get_mut(&dispute.order_id) else { continue };
            self.dirty.disputes.insert(dispute.id, dispute.order_id);
            match order.disputes.iter_mut().find(|known| known.id == dispute.id) {
                Some(known) => *known = dispute,
                None => order.disputes.push(dispute),
            }
        }
    }

    fn apply_returns(&mut self, returns: Vec<Return>) {
        for back in returns {
            let Some(order) = self.orders.get_mut(&back.order_id) else { continue };
            self.dirty.returns.insert((back.order_id, back.id));
            match order.returns.iter_mut().find(|known| known.id == back.id) {
                Some(known) => *known = back,
                None => order.returns.push(back),
            }
        }
    }

    fn apply_shipments(&mut self, shipments: Vec<Shipment>) {
        for shipment in shipments {
            let Some(order) = self.orders.get_mut(&shipment.order_id) else { continue };
            self.dirty.shipments.insert(shipment.id, shipment.order_id);
            match order.shipments.iter_mut().find(|known| known.id == shipment.id) {
                Some(known) => *known = shipment,
                None => order.shipments.push(shipment),
            }
        }
    }

    fn apply_documents(&mut self, new: Vec<NewDocument>, rendered: Vec<(OrderId, DocumentId, String)>) {
        for document in new {
            if let Some(order) = self.orders.get_mut(&document.row.order_id) {
                order.documents.push(document.row.clone());
            }
            self.appended.documents.push(document);
        }
        for (order_id, document_id, hash) in rendered {
            let Some(order) = self.orders.get_mut(&order_id) else { continue };
            if let Some(row) = order.documents.iter_mut().find(|row| row.id == document_id) {
                row.content_hash = Some(hash);
                self.dirty.documents_rendered.insert(document_id, order_id);
            }
        }
    }
}
