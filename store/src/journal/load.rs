//! Loading the state a batch decides on: locks first, then a handful of set reads.
//!
//! Knows the tables of stock, carts, holds and orders; decides nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Datelike, Utc};
use impasto_domain::artwork::ArtworkHead;
use impasto_domain::cart::Cart;
use impasto_domain::command::InboxKey;
use impasto_domain::document::DocumentKind;
use impasto_domain::edition::{Edition, Stock};
use impasto_domain::hold::Hold;
use impasto_domain::ids::{ArtworkId, EditionId, HoldId, OrderId, ReturnId, SellerId, ShipmentId, UserId, VisitorId};
use impasto_domain::order::{FulfilmentStatus, Order};
use impasto_domain::owner::Owner;
use impasto_domain::settings::HouseRules;
use impasto_domain::state::{EditionEntry, SeriesKey, State};
use uuid::Uuid;

use super::batch::{KeptRow, Opened};
use super::needs::Needs;
use super::order_cache::OrderCache;
use crate::db::Db;
use crate::records::{
    CartRow, CopyRow, DisputeRow, EditionRow, HeadRow, HoldRow, RefundRow, ReturnLineRow, ReturnRow, SellerRow,
    ShipmentEventRow, ShipmentRow, StockRow, assemble_orders, take_in_disputes, take_in_refunds, take_in_returns,
    take_in_shipments, unknown,
};
use crate::sql::{Rows, statements, together};

/// What is written is asserted against these: the versions the rows had when they were loaded.
#[derive(Debug, Default)]
pub(crate) struct Before {
    pub(crate) stocks: HashMap<EditionId, i64>,
    pub(crate) heads: HashMap<ArtworkId, ArtworkHead>,
    pub(crate) carts: HashMap<Owner, i64>,
    pub(crate) orders: HashMap<OrderId, i64>,
    /// How many documents each order had: the places of new ones follow.
    pub(crate) documents: HashMap<OrderId, usize>,
    /// How many events each parcel had: new ones follow.
    pub(crate) shipments: HashMap<ShipmentId, usize>,
    /// Returns that were there: the lines of new ones follow.
    pub(crate) returns: HashSet<(OrderId, ReturnId)>,
    pub(crate) series: HashMap<SeriesKey, i64>,
}

macro_rules! hold_columns {
    () => {
        "h.id, h.owner_kind, h.owner_id, h.line_id, h.edition_id, h.copy_ordinal, h.copy_id, h.copy_label, \
         h.quantity, h.unit_price_minor, h.currency, h.placed_at, h.expires_at, h.extended, h.order_id"
    };
}
pub(crate) use hold_columns;

statements! {
    /// The lock of everything that is counted, in the one order all lanes keep.
    LOCK_STOCK [id: Uuid] =
        "WITH {rows} SELECT s.edition_id, s.artwork_id, s.total, s.available, s.held, s.sold, s.withdrawn, s.version \
         FROM v CROSS JOIN stock s WHERE s.edition_id = v.id ORDER BY s.edition_id {lock}";
    LOCK_HEADS [id: Uuid] =
        "WITH {rows} SELECT a.id, a.seller_id, a.artist_id, a.title, a.slug, a.artist_name, a.medium, a.resale, \
         a.status, a.editions_left, a.version, a.published_at, a.framed \
         FROM v CROSS JOIN artwork_heads a WHERE a.id = v.id ORDER BY a.id {lock}";
    /// The same by their editions.
    LOCK_HEADS_OF_EDITIONS [id: Uuid] =
        "WITH {rows} SELECT a.id, a.seller_id, a.artist_id, a.title, a.slug, a.artist_name, a.medium, a.resale, \
         a.status, a.editions_left, a.version, a.published_at, a.framed FROM artwork_heads a \
         WHERE a.id IN (SELECT e.artwork_id FROM v CROSS JOIN editions e WHERE e.id = v.id) ORDER BY a.id {lock}";
    EDITIONS_OF_ARTWORKS [id: Uuid] =
        "WITH {rows} SELECT e.id FROM v CROSS JOIN editions e WHERE e.artwork_id = v.id";
    /// Which never change.
    WORKS_OF_EDITIONS [id: Uuid] =
        "WITH {rows} SELECT e.artwork_id FROM v CROSS JOIN editions e WHERE e.id = v.id";
    EDITIONS [id: Uuid] =
        "WITH {rows} SELECT e.id, e.artwork_id, e.kind, e.label, e.size, e.artist_proofs, e.width_tenth_mm, \
         e.height_tenth_mm, e.depth_tenth_mm, e.weight_g, e.price_minor, e.currency, e.tax_regime, \
         e.max_per_customer, e.available_from, e.made_to_order \
         FROM v CROSS JOIN editions e WHERE e.id = v.id";
    SELLERS [id: Uuid] =
        "WITH {rows} SELECT s.id, s.slug, s.name, s.legal_name, s.address, s.vat_id, s.tax_number, s.email, \
         s.currency, s.commission_basis_points, s.series_prefix, s.verified, s.trader, s.shipping, s.payout_account \
         FROM v CROSS JOIN sellers s WHERE s.id = v.id";
    /// The earliest deadline of each edition, and whose it is.
    EARLIEST [id: Uuid] =
        "WITH {rows} SELECT h.edition_id, h.id, h.expires_at FROM v CROSS JOIN holds h WHERE h.id = \
         (SELECT first.id FROM holds first WHERE first.edition_id = v.id ORDER BY first.expires_at, first.id LIMIT 1)";
    /// The lowest free numbers of each edition, one step along the index of free copies each.
    FREE [id: Uuid, wanted: Int] =
        "WITH RECURSIVE {rows}, free (id, wanted, taken, ordinal) AS (\
         SELECT v.id, v.wanted, 1, (SELECT c.ordinal FROM copies c WHERE c.edition_id = v.id \
         AND c.state = 'available' ORDER BY c.ordinal LIMIT 1) FROM v \
         UNION ALL \
         SELECT f.id, f.wanted, f.taken + 1, (SELECT c.ordinal FROM copies c WHERE c.edition_id = f.id \
         AND c.state = 'available' AND c.ordinal > f.ordinal ORDER BY c.ordinal LIMIT 1) \
         FROM free f WHERE f.taken < f.wanted AND f.ordinal IS NOT NULL) \
         SELECT c.edition_id, c.ordinal, c.id, c.label, c.state, c.order_line_id \
         FROM free f CROSS JOIN copies c WHERE c.edition_id = f.id AND c.ordinal = f.ordinal";
    /// Those of the picked copies that are free.
    PICKED [id: Uuid, ordinal: Int] =
        "WITH {rows} SELECT c.edition_id, c.ordinal, c.id, c.label, c.state, c.order_line_id \
         FROM v CROSS JOIN copies c WHERE c.edition_id = v.id AND c.ordinal = v.ordinal AND c.state = 'available'";
    WITHDRAWN [id: Uuid] =
        "WITH {rows} SELECT c.edition_id, c.ordinal, c.id, c.label, c.state, c.order_line_id \
         FROM v CROSS JOIN copies c WHERE c.edition_id = v.id AND c.state = 'withdrawn'";
    CARTS [id: Uuid] =
        "WITH {rows} SELECT c.owner_id, c.owner_kind, c.version, c.lines \
         FROM v CROSS JOIN carts c WHERE c.owner_id = v.id";
    /// Holds by owner (0), edition and deadline (1) and id (2), in one go; some come twice.
    HOLDS [id: Uuid, by: Int, at: Time] = concat!(
        "WITH {rows} SELECT ", hold_columns!(), " FROM v CROSS JOIN holds h WHERE v.by = 0 AND h.owner_id = v.id \
         UNION ALL SELECT ", hold_columns!(), " FROM v CROSS JOIN holds h WHERE v.by = 1 AND h.edition_id = v.id \
         AND h.expires_at <= v.at \
         UNION ALL SELECT ", hold_columns!(), " FROM v CROSS JOIN holds h WHERE v.by = 2 AND h.id = v.id"
    );
    /// Copies that owners have paid for and keep: the statuses of `OrderHead::is_kept`.
    BOUGHT [owner: Uuid, edition: Uuid] =
        "WITH {rows} SELECT v.owner, v.edition, CAST(sum(l.quantity) AS bigint) AS copies FROM v \
         CROSS JOIN orders o CROSS JOIN order_lines l \
         WHERE o.owner_id = v.owner AND l.order_id = o.id AND l.edition_id = v.edition \
         AND o.status IN ('open', 'completed') AND o.payment_status IN ('paid', 'partially_refunded', 'disputed') \
         GROUP BY v.owner, v.edition";
    LOCK_ORDERS [id: Uuid] =
        "WITH {rows} SELECT o.id, o.version FROM v CROSS JOIN orders o WHERE o.id = v.id ORDER BY o.id {lock}";
    ORDERS [id: Uuid] =
        "WITH {rows} SELECT o.id, o.number, o.owner_kind, o.owner_id, o.version, o.status, o.payment_status, \
         o.fulfilment_status, o.email, o.locale, o.currency, o.items_minor, o.shipping_minor, o.tax_included_minor, \
         o.total_minor, o.shipping_address, o.billing_address, o.vat_id, o.placed_at, o.hold_extended, o.timeline, \
         o.delivered_at \
         FROM v CROSS JOIN orders o WHERE o.id = v.id";
    SELLER_ORDERS [id: Uuid] =
        "WITH {rows} SELECT p.order_id, p.position, p.id, p.seller_id, p.seller_name, p.seller_slug, \
         p.shipping_method, p.shipping_name, p.shipping_price_minor, p.shipping_tax, p.commission_minor, \
         p.items_minor, p.shipping_minor, p.tax_included_minor, p.total_minor, p.cheapest_shipping_minor, p.ship_by, \
         p.pickup \
         FROM v CROSS JOIN seller_orders p WHERE p.order_id = v.id";
    ORDER_LINES [id: Uuid] =
        "WITH {rows} SELECT l.order_id, l.seller_position, l.position, l.id, l.cart_line_id, l.edition_id, \
         l.artwork_id, l.title, l.artist_name, l.edition_label, l.quantity, l.unit_price_minor, l.currency, \
         l.copies, l.tax, l.restocked, l.commission_minor, l.resale_right_minor, l.made_to_order \
         FROM v CROSS JOIN order_lines l WHERE l.order_id = v.id";
    PAYMENTS [id: Uuid] =
        "WITH {rows} SELECT p.id, p.order_id, p.provider, p.status, p.amount_minor, p.currency, p.provider_ref, \
         p.token, p.decline_code, p.client_secret, p.redirect_url, p.return_url, p.unapplied, p.refunded_minor, \
         p.position, p.created_at, p.updated_at \
         FROM v CROSS JOIN payments p WHERE p.order_id = v.id";
    DOCUMENTS [id: Uuid] =
        "WITH {rows} SELECT d.id, d.kind, d.number, d.seller_id, d.order_id, d.position, d.issued_at, d.content_hash \
         FROM v CROSS JOIN documents d WHERE d.order_id = v.id";
    REFUNDS [id: Uuid] =
        "WITH {rows} SELECT r.id, r.order_id, r.position, r.payment_id, r.status, r.amount_minor, r.currency, r.parts, \
         r.reason, r.by, r.created_at, r.updated_at FROM v CROSS JOIN refunds r WHERE r.order_id = v.id";
    DISPUTES [id: Uuid] =
        "WITH {rows} SELECT d.id, d.order_id, d.position, d.payment_id, d.reference, d.status, d.reason, d.amount_minor, \
         d.currency, d.taken_back_minor, d.evidence_due_at, d.created_at, d.updated_at \
         FROM v CROSS JOIN disputes d WHERE d.order_id = v.id";
    RETURNS [id: Uuid] =
        "WITH {rows} SELECT r.order_id, r.id, r.position, r.seller_order_id, r.kind, r.status, r.name, r.email, \
         r.statement, r.answer, r.refund_id, r.refund_due_at, r.created_at, r.received_at, r.updated_at, r.photos \
         FROM v CROSS JOIN returns r WHERE r.order_id = v.id";
    RETURN_LINES [id: Uuid] =
        "WITH {rows} SELECT l.order_id, l.return_id, l.position, l.order_line_id, l.quantity \
         FROM v CROSS JOIN return_lines l WHERE l.order_id = v.id";
    SHIPMENTS [id: Uuid] =
        "WITH {rows} SELECT s.id, s.order_id, s.seller_order_id, s.carrier, s.tracking_number, s.status, s.created_at, \
         s.updated_at FROM v CROSS JOIN shipments s WHERE s.order_id = v.id";
    SHIPMENT_LINES [id: Uuid] =
        "WITH {rows} SELECT l.shipment_id, l.order_line_id FROM v CROSS JOIN shipments s CROSS JOIN shipment_lines l \
         WHERE s.order_id = v.id AND l.shipment_id = s.id";
    SHIPMENT_EVENTS [id: Uuid] =
        "WITH {rows} SELECT e.shipment_id, e.position, e.at, e.status, e.place, e.text, \
         e.source, e.event_id \
         FROM v CROSS JOIN shipments s CROSS JOIN shipment_events e WHERE s.order_id = v.id AND e.shipment_id = s.id";
    SERIES [seller_id: Uuid, kind: Text, year: Int] =
        "WITH {rows} SELECT n.seller_id, n.kind, n.year, n.next FROM v CROSS JOIN number_series n \
         WHERE n.seller_id = v.seller_id AND n.kind = v.kind AND n.year = v.year \
         ORDER BY n.seller_id, n.kind, n.year {lock}";
    INBOX [provider: Text, event_id: Text] =
        "WITH {rows} SELECT i.provider, i.event_id FROM v CROSS JOIN payment_inbox i \
         WHERE i.provider = v.provider AND i.event_id = v.event_id";
}

/// Loads what the commands need: what was read ahead of it and what that leads to, or all of it. Rows are locked in the
/// order every lane keeps: stock, works, orders, series.
pub(crate) async fn load(
    db: &mut Db<'_>,
    (mut needs, ahead): (Needs, Option<First>),
    rules: Arc<HouseRules>,
    known: &mut OrderCache,
    now: DateTime<Utc>,
) -> Result<(State, Before), sqlx::Error> {
    let mut state = State::new(rules);
    let mut before = Before::default();
    if needs.is_empty() {
        return Ok((state, before));
    }
    let found = match ahead {
        Some(found) => found,
        None => {
            let heads = heads_to_lock(db, &mut needs).await?;
            first(db, Wanted::of(&needs, heads, now)).await?
        }
    };
    let locked = take_in(found, &mut state, &mut before)?;
    load_orders(db, locked, known, &mut state, &mut before).await?;
    second(db, &needs, &mut state, &mut before, now).await?;
    load_carts(db, &mut state, &mut before).await?;
    Ok((state, before))
}

/// Whole orders by their ids, without locking them.
pub(crate) async fn orders(db: &mut Db<'_>, ids: &BTreeSet<OrderId>) -> Result<BTreeMap<OrderId, Order>, sqlx::Error> {
    let of = |sql| Rows::ids(sql, ids.iter().copied());
    let (heads, parts, lines) = (of(&ORDERS), of(&SELLER_ORDERS), of(&ORDER_LINES));
    let (payments, documents) = (of(&PAYMENTS), of(&DOCUMENTS));
    let (heads, parts, lines, payments, documents) = together!(db, heads, parts, lines, payments, documents)?;
    let mut orders = assemble_orders(heads, parts, lines, payments, documents)?;
    shipments(db, &mut orders).await?;
    refunds(db, &mut orders).await?;
    disputes(db, &mut orders).await?;
    returns(db, &mut orders).await?;
    Ok(orders)
}

/// The returns of the orders whose timeline tells of one: most orders have none.
async fn returns(db: &mut Db<'_>, orders: &mut BTreeMap<OrderId, Order>) -> Result<(), sqlx::Error> {
    let has_one = |order: &&Order| {
        order.head.timeline.iter().any(|entry| matches!(entry.kind.as_str(), "withdrawn" | "damage_reported"))
    };
    let ids: Vec<OrderId> = orders.values().filter(has_one).map(|order| order.head.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let (rows, lines) = (Rows::ids(&RETURNS, ids.iter().copied()), Rows::ids(&RETURN_LINES, ids.iter().copied()));
    let (rows, lines): (Vec<ReturnRow>, Vec<ReturnLineRow>) = together!(db, rows, lines)?;
    take_in_returns(orders, rows, lines)
}

/// The refunds of the orders that have a credit note: none is made without one, and most orders have none.
async fn refunds(db: &mut Db<'_>, orders: &mut BTreeMap<OrderId, Order>) -> Result<(), sqlx::Error> {
    let has_note = |order: &&Order| order.documents.iter().any(|row| row.kind == DocumentKind::CreditNote);
    let ids: Vec<OrderId> = orders.values().filter(has_note).map(|order| order.head.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let found: Vec<RefundRow> = Rows::ids(&REFUNDS, ids).fetch(db).await?;
    take_in_refunds(orders, found)
}

/// The disputes of the orders whose timeline tells of one: most have none.
async fn disputes(db: &mut Db<'_>, orders: &mut BTreeMap<OrderId, Order>) -> Result<(), sqlx::Error> {
    let tells = |order: &&Order| order.head.timeline.iter().any(|entry| entry.kind.starts_with("dispute_"));
    let ids: Vec<OrderId> = orders.values().filter(tells).map(|order| order.head.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let found: Vec<DisputeRow> = Rows::ids(&DISPUTES, ids).fetch(db).await?;
    take_in_disputes(orders, found)
}

/// The parcels of the orders of which something has left: of most orders nothing has.
async fn shipments(db: &mut Db<'_>, orders: &mut BTreeMap<OrderId, Order>) -> Result<(), sqlx::Error> {
    let has_left = |order: &&Order| order.head.fulfilment_status != FulfilmentStatus::Unfulfilled;
    let ids: Vec<OrderId> = orders.values().filter(has_left).map(|order| order.head.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let of = |sql| Rows::ids(sql, ids.iter().copied());
    let (parcels, lines, events) = (of(&SHIPMENTS), of(&SHIPMENT_LINES), of(&SHIPMENT_EVENTS));
    let (parcels, lines, events): (Vec<ShipmentRow>, Vec<(Uuid, Uuid)>, Vec<ShipmentEventRow>) =
        together!(db, parcels, lines, events)?;
    take_in_shipments(orders, parcels, lines, events)
}

/// The works to lock. Those that are named by themselves may have no editions, and bring all they have.
async fn heads_to_lock(db: &mut Db<'_>, needs: &mut Needs) -> Result<Rows<'static>, sqlx::Error> {
    if needs.artworks.is_empty() {
        return Ok(Rows::ids(&LOCK_HEADS_OF_EDITIONS, needs.editions.keys().copied()));
    }
    let named = Rows::ids(&EDITIONS_OF_ARTWORKS, needs.artworks.iter().copied());
    let by_edition = Rows::ids(&WORKS_OF_EDITIONS, needs.editions.keys().copied());
    let (editions, works): (Vec<(Uuid,)>, Vec<(Uuid,)>) = together!(db, named, by_edition)?;
    for (id,) in editions {
        needs.editions.entry(EditionId(id)).or_default();
    }
    let mut all = needs.artworks.clone();
    all.extend(works.into_iter().map(|(id,)| ArtworkId(id)));
    Ok(Rows::ids(&LOCK_HEADS, all))
}

/// What the keys of the commands lead to at once.
pub(crate) struct First {
    stocks: Vec<StockRow>,
    heads: Vec<HeadRow>,
    /// Orders, with their versions.
    orders: Vec<(Uuid, i64)>,
    editions: Vec<EditionRow>,
    free: Vec<CopyRow>,
    picked: Vec<CopyRow>,
    withdrawn: Vec<CopyRow>,
    holds: Vec<HoldRow>,
    carts: Vec<CartRow>,
    inbox: Vec<(String, String)>,
}

/// The sets of keys that [`First`] is read by.
struct Wanted<'n> {
    stocks: Rows<'static>,
    heads: Rows<'static>,
    orders: Rows<'static>,
    editions: Rows<'static>,
    free: Rows<'static>,
    picked: Rows<'static>,
    withdrawn: Rows<'static>,
    holds: Rows<'static>,
    carts: Rows<'static>,
    inbox: Rows<'n>,
}

impl<'n> Wanted<'n> {
    /// `now` is what due holds are due by.
    fn of(needs: &'n Needs, heads: Rows<'static>, now: DateTime<Utc>) -> Self {
        let editions = || needs.editions.keys().copied();
        let mut free = Rows::of(&FREE);
        for (id, wanted) in needs.editions.iter().filter(|(_, wanted)| **wanted > 0) {
            free.push([(*id).into(), (*wanted).into()]);
        }
        let mut picked = Rows::of(&PICKED);
        for (id, ordinal) in &needs.picked {
            picked.push([(*id).into(), i64::from(*ordinal).into()]);
        }
        let mut holds = Rows::of(&HOLDS);
        let keys = (needs.owners.iter().map(|owner| (owner.id(), 0_i64)))
            .chain(needs.due.iter().map(|edition| (edition.0, 1)))
            .chain(needs.holds.iter().map(|hold| (hold.0, 2)));
        for (id, by) in keys {
            holds.push([id.into(), by.into(), now.into()]);
        }
        let mut inbox = Rows::of(&INBOX);
        for key in &needs.inbox {
            inbox.push([(&key.provider).into(), (&key.event_id).into()]);
        }
        Self {
            stocks: Rows::ids(&LOCK_STOCK, editions()),
            heads,
            orders: Rows::ids(&LOCK_ORDERS, needs.orders.iter().copied()),
            editions: Rows::ids(&EDITIONS, editions()),
            free,
            picked,
            withdrawn: Rows::ids(&WITHDRAWN, needs.withdrawn.iter().copied()),
            holds,
            carts: Rows::ids(&CARTS, needs.owners.iter().map(|owner| owner.id())),
            inbox,
        }
    }
}

async fn first(db: &mut Db<'_>, wanted: Wanted<'_>) -> Result<First, sqlx::Error> {
    let Wanted { stocks, heads, orders, editions, free, picked, withdrawn, holds, carts, inbox } = wanted;
    let (stocks, heads, orders, editions, free, picked, withdrawn, holds, carts, inbox) =
        together!(db, stocks, heads, orders, editions, free, picked, withdrawn, holds, carts, inbox)?;
    Ok(First { stocks, heads, orders, editions, free, picked, withdrawn, holds, carts, inbox })
}

/// Opens a batch and reads ahead what its commands need, in one go with the answers that are kept under its keys.
///
/// # Errors
/// What the database says of the first statement that failed.
pub(crate) async fn ahead(
    db: &mut Db<'_>,
    begun: bool,
    (opening, keys): (Rows<'_>, Rows<'_>),
    needs: &Needs,
) -> Result<(Vec<Opened>, Vec<KeptRow>, First), sqlx::Error> {
    debug_assert!(needs.are_known_ahead(), "what is due by the batch's time cannot be read before it is known");
    let heads = Rows::ids(&LOCK_HEADS_OF_EDITIONS, needs.editions.keys().copied());
    let Wanted { stocks, heads, orders, editions, free, picked, withdrawn, holds, carts, inbox } =
        Wanted::of(needs, heads, DateTime::UNIX_EPOCH);
    let (opened, kept, stocks, heads, orders, editions, free, picked, withdrawn, holds, carts, inbox) = if begun {
        together!(db, opening, keys, stocks, heads, orders, editions, free, picked, withdrawn, holds, carts, inbox)
    } else {
        together!(db, begin; opening, keys, stocks, heads, orders, editions, free, picked, withdrawn, holds, carts, inbox)
    }?;
    Ok((opened, kept, First { stocks, heads, orders, editions, free, picked, withdrawn, holds, carts, inbox }))
}

/// Puts what was found where decisions look for it; answers the locked orders with their versions.
fn take_in(found: First, state: &mut State, before: &mut Before) -> Result<Vec<(Uuid, i64)>, sqlx::Error> {
    for head in found.heads {
        let head = ArtworkHead::try_from(head)?;
        before.heads.insert(head.id, head.clone());
        state.artworks.insert(head.id, head);
    }
    let mut stocks: HashMap<EditionId, Stock> =
        found.stocks.into_iter().map(Stock::from).map(|stock| (stock.edition_id, stock)).collect();
    for row in found.editions {
        let edition = Edition::try_from(row)?;
        let Some(stock) = stocks.remove(&edition.id) else { continue };
        before.stocks.insert(edition.id, stock.version);
        let entry =
            EditionEntry { edition, stock, free: BTreeMap::new(), withdrawn: BTreeMap::new(), earliest_release: None };
        state.editions.insert(entry.edition.id, entry);
    }
    for row in found.free.into_iter().chain(found.picked) {
        if let Some(entry) = state.editions.get_mut(&EditionId(row.edition_id)) {
            let copy = impasto_domain::edition::Copy::try_from(row)?;
            entry.free.insert(copy.ordinal, copy);
        }
    }
    for row in found.withdrawn {
        if let Some(entry) = state.editions.get_mut(&EditionId(row.edition_id)) {
            let copy = impasto_domain::edition::Copy::try_from(row)?;
            entry.withdrawn.insert(copy.ordinal, copy);
        }
    }
    take_in_holds(found.holds, state)?;
    take_in_carts(found.carts, state, before);
    let known = |(provider, event_id)| InboxKey { provider, event_id, notice: None };
    state.inbox.extend(found.inbox.into_iter().map(known));
    Ok(found.orders)
}

fn take_in_holds(found: Vec<HoldRow>, state: &mut State) -> Result<(), sqlx::Error> {
    for row in found {
        let hold = Hold::try_from(row)?;
        state.holds.insert(hold.id, hold);
    }
    Ok(())
}

fn take_in_carts(found: Vec<CartRow>, state: &mut State, before: &mut Before) {
    for row in found {
        let cart = Cart::from(row);
        before.carts.insert(cart.owner, cart.version);
        state.carts.insert(cart.owner, cart);
    }
}

/// What only that leads to.
struct Second {
    /// Edition, its hold that ends first, and when.
    earliest: Vec<(Uuid, Uuid, DateTime<Utc>)>,
    /// Of the owners of orders.
    holds: Vec<HoldRow>,
    /// Owner, edition, copies.
    bought: Vec<(Uuid, Uuid, i64)>,
    sellers: Vec<SellerRow>,
    /// Seller, kind of document, year, next number.
    series: Vec<(Uuid, String, i64, i64)>,
}

/// Reads and takes in what only the first leads to: the next releases of what is scarce, the holds of orders, what was
/// bought before, sellers and number series.
async fn second(
    db: &mut Db<'_>,
    needs: &Needs,
    state: &mut State,
    before: &mut Before,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    // The next release is told only of what is sold out, or could be by the end of this batch.
    let is_scarce = |id: &EditionId, stock: &Stock| {
        stock.is_counted() && stock.available <= needs.editions.get(id).copied().unwrap_or(0)
    };
    let scarce = state.editions.iter().filter(|(id, entry)| is_scarce(id, &entry.stock)).map(|(id, _)| *id);
    let earliest = Rows::ids(&EARLIEST, scarce);
    // The holds of an order are its owner's: they need no index of their own.
    let of_orders: BTreeSet<Owner> = state.orders.values().map(|order| order.head.owner).collect();
    let mut holds = Rows::of(&HOLDS);
    for owner in of_orders.difference(&needs.owners) {
        holds.push([owner.id().into(), 0_i64.into(), now.into()]);
    }
    let bought = bought_of_limited(needs, state);
    let sellers = if needs.sellers { sellers_of(state) } else { BTreeSet::new() };
    let sellers = Rows::ids(&SELLERS, sellers);
    let series = series_of(needs, state, now.year());
    let (earliest, holds, bought, sellers, series) = together!(db, earliest, holds, bought, sellers, series)?;
    let found = Second { earliest, holds, bought, sellers, series };
    for (edition, hold, expires_at) in found.earliest {
        if let Some(entry) = state.editions.get_mut(&EditionId(edition)) {
            entry.earliest_release = Some((HoldId(hold), expires_at));
        }
    }
    take_in_holds(found.holds, state)?;
    for (owner, edition, copies) in found.bought {
        let taker = [Owner::User(UserId(owner)), Owner::Visitor(VisitorId(owner))]
            .into_iter()
            .map(|owner| (owner, EditionId(edition)))
            .find(|taker| needs.takes.contains(taker));
        state.bought.extend(taker.map(|taker| (taker, copies)));
    }
    for row in found.sellers {
        let seller = impasto_domain::seller::Seller::try_from(row)?;
        state.sellers.insert(seller.id, Arc::new(seller));
    }
    for (seller, kind, year, next) in found.series {
        let key = SeriesKey {
            seller_id: SellerId(seller),
            kind: kind.parse().map_err(|_| unknown("document kind", &kind))?,
            year: i32::try_from(year).map_err(|_| unknown("year", &year.to_string()))?,
        };
        before.series.insert(key, next);
        state.series.insert(key, next);
    }
    Ok(())
}

/// A released hold changes its owner's cart.
async fn load_carts(db: &mut Db<'_>, state: &mut State, before: &mut Before) -> Result<(), sqlx::Error> {
    let loose = state.holds.values().filter(|hold| hold.order_id.is_none()).map(|hold| hold.owner);
    let missing: BTreeSet<Owner> = loose.filter(|owner| !state.carts.contains_key(owner)).collect();
    let found: Vec<CartRow> = Rows::ids(&CARTS, missing.iter().map(|owner| owner.id())).fetch(db).await?;
    take_in_carts(found, state, before);
    Ok(())
}

/// Only of editions of which one customer may have so many.
fn bought_of_limited(needs: &Needs, state: &State) -> Rows<'static> {
    let mut wanted = Rows::of(&BOUGHT);
    for (owner, edition_id) in &needs.takes {
        let limited = state.editions.get(edition_id).is_some_and(|entry| entry.edition.max_per_customer.is_some());
        if limited {
            wanted.push([owner.id().into(), (*edition_id).into()]);
        }
    }
    wanted
}

fn sellers_of(state: &State) -> BTreeSet<SellerId> {
    let of_works = state.artworks.values().map(|head| head.seller_id);
    let of_orders = state.orders.values().flat_map(|order| order.seller_orders.iter().map(|part| part.seller_id));
    of_works.chain(of_orders).collect()
}

fn series_of(needs: &Needs, state: &State, year: i32) -> Rows<'static> {
    let sellers: BTreeSet<SellerId> = needs
        .numbered
        .iter()
        .filter_map(|id| state.orders.get(id))
        .flat_map(|order| order.seller_orders.iter().map(|part| part.seller_id))
        .collect();
    let mut wanted = Rows::of(&SERIES);
    for seller in sellers {
        for kind in [DocumentKind::Invoice, DocumentKind::CreditNote] {
            wanted.push([seller.into(), kind.as_str().into(), year.into()]);
        }
    }
    wanted
}

async fn load_orders(
    db: &mut Db<'_>,
    locked: Vec<(Uuid, i64)>,
    known: &mut OrderCache,
    state: &mut State,
    before: &mut Before,
) -> Result<(), sqlx::Error> {
    let mut unknown = BTreeSet::new();
    for (id, version) in locked {
        match known.take(OrderId(id), version) {
            Some(order) => drop(state.orders.insert(OrderId(id), order)),
            None => drop(unknown.insert(OrderId(id))),
        }
    }
    if !unknown.is_empty() {
        state.orders.append(&mut orders(db, &unknown).await?);
    }
    for (id, order) in &state.orders {
        before.orders.insert(*id, order.head.version);
        before.documents.insert(*id, order.documents.len());
        before.returns.extend(order.returns.iter().map(|back| (*id, back.id)));
        before.shipments.extend(order.shipments.iter().map(|parcel| (parcel.id, parcel.events.len())));
    }
    Ok(())
}
