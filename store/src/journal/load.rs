//! Loading the state a batch decides on: locks first, then a handful of set reads.
//!
//! Knows the tables of stock, carts, holds and orders; decides nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Datelike, Utc};
use impasto_domain::artwork::ArtworkHead;
use impasto_domain::cart::Cart;
use impasto_domain::command::InboxKey;
use impasto_domain::document::DocumentKind;
use impasto_domain::edition::{Edition, Stock};
use impasto_domain::hold::Hold;
use impasto_domain::ids::{ArtworkId, EditionId, HoldId, OrderId, SellerId};
use impasto_domain::order::Order;
use impasto_domain::owner::Owner;
use impasto_domain::settings::HouseRules;
use impasto_domain::state::{EditionEntry, SeriesKey, State};
use uuid::Uuid;

use super::needs::Needs;
use super::order_cache::OrderCache;
use crate::db::Db;
use crate::records::{
    CartRow, CopyRow, DocumentRecord, EditionRow, HeadRow, HoldRow, OrderLineRow, OrderRow, PaymentRow, SellerOrderRow,
    SellerRow, StockRow, assemble_orders, unknown,
};
use crate::sql::{Rows, statements};

/// What is written is asserted against these: the versions the rows had when they were loaded.
#[derive(Debug, Default)]
pub(crate) struct Before {
    pub(crate) stocks: HashMap<EditionId, i64>,
    pub(crate) heads: HashMap<ArtworkId, ArtworkHead>,
    pub(crate) carts: HashMap<Owner, i64>,
    pub(crate) orders: HashMap<OrderId, i64>,
    /// How many documents each order had: the places of new ones follow.
    pub(crate) documents: HashMap<OrderId, usize>,
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
        "WITH {rows} SELECT a.id, a.seller_id, a.artist_id, a.title, a.slug, a.artist_name, a.status, \
         a.editions_left, a.version, a.published_at \
         FROM v CROSS JOIN artwork_heads a WHERE a.id = v.id ORDER BY a.id {lock}";
    EDITIONS_OF_ARTWORKS [id: Uuid] =
        "WITH {rows} SELECT e.id FROM v CROSS JOIN editions e WHERE e.artwork_id = v.id";
    EDITIONS [id: Uuid] =
        "WITH {rows} SELECT e.id, e.artwork_id, e.kind, e.label, e.size, e.artist_proofs, e.width_tenth_mm, \
         e.height_tenth_mm, e.depth_tenth_mm, e.weight_g, e.price_minor, e.currency, e.tax_regime, \
         e.max_per_customer, e.available_from \
         FROM v CROSS JOIN editions e WHERE e.id = v.id";
    SELLERS [id: Uuid] =
        "WITH {rows} SELECT s.id, s.slug, s.name, s.legal_name, s.address, s.vat_id, s.tax_number, s.email, \
         s.currency, s.commission_basis_points, s.series_prefix, s.verified \
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
         o.total_minor, o.shipping_address, o.billing_address, o.vat_id, o.placed_at, o.hold_extended, o.timeline \
         FROM v CROSS JOIN orders o WHERE o.id = v.id";
    SELLER_ORDERS [id: Uuid] =
        "WITH {rows} SELECT p.order_id, p.position, p.id, p.seller_id, p.seller_name, p.seller_slug, \
         p.shipping_method, p.shipping_name, p.shipping_price_minor, p.shipping_tax, p.commission_minor, \
         p.items_minor, p.shipping_minor, p.tax_included_minor, p.total_minor \
         FROM v CROSS JOIN seller_orders p WHERE p.order_id = v.id";
    ORDER_LINES [id: Uuid] =
        "WITH {rows} SELECT l.order_id, l.seller_position, l.position, l.id, l.cart_line_id, l.edition_id, \
         l.artwork_id, l.title, l.artist_name, l.edition_label, l.quantity, l.unit_price_minor, l.currency, \
         l.copies, l.tax \
         FROM v CROSS JOIN order_lines l WHERE l.order_id = v.id";
    PAYMENTS [id: Uuid] =
        "WITH {rows} SELECT p.id, p.order_id, p.provider, p.status, p.amount_minor, p.currency, p.provider_ref, \
         p.token, p.decline_code, p.client_secret, p.redirect_url, p.unapplied, p.refunded_minor, p.position, \
         p.created_at, p.updated_at \
         FROM v CROSS JOIN payments p WHERE p.order_id = v.id";
    DOCUMENTS [id: Uuid] =
        "WITH {rows} SELECT d.id, d.kind, d.number, d.seller_id, d.order_id, d.position, d.issued_at, d.content_hash \
         FROM v CROSS JOIN documents d WHERE d.order_id = v.id";
    SERIES [seller_id: Uuid, kind: Text, year: Int] =
        "WITH {rows} SELECT n.seller_id, n.kind, n.year, n.next FROM v CROSS JOIN number_series n \
         WHERE n.seller_id = v.seller_id AND n.kind = v.kind AND n.year = v.year \
         ORDER BY n.seller_id, n.kind, n.year {lock}";
    INBOX [provider: Text, event_id: Text] =
        "WITH {rows} SELECT i.provider, i.event_id FROM v CROSS JOIN payment_inbox i \
         WHERE i.provider = v.provider AND i.event_id = v.event_id";
}

/// Loads what the commands need. Rows are locked in the order every lane keeps: stock, works, orders, series.
pub(crate) async fn load(
    db: &mut Db<'_>,
    mut needs: Needs,
    rules: Arc<HouseRules>,
    known: &mut OrderCache,
    now: DateTime<Utc>,
) -> Result<(State, Before), sqlx::Error> {
    let mut state = State::new(rules);
    let mut before = Before::default();
    if needs.is_empty() {
        return Ok((state, before));
    }
    load_stock(db, &mut needs, &mut state, &mut before).await?;
    load_orders(db, &needs, known, &mut state, &mut before).await?;
    load_holds(db, &needs, &mut state, now).await?;
    load_carts(db, &needs, &mut state, &mut before).await?;
    load_bought(db, &needs, &mut state).await?;
    if needs.sellers {
        load_sellers(db, &mut state).await?;
    }
    load_series(db, &needs, &mut state, &mut before, now.year()).await?;
    load_inbox(db, &needs.inbox, &mut state).await?;
    Ok((state, before))
}

/// Whole orders by their ids, without locking them.
pub(crate) async fn orders(db: &mut Db<'_>, ids: &BTreeSet<OrderId>) -> Result<BTreeMap<OrderId, Order>, sqlx::Error> {
    let heads: Vec<OrderRow> = Rows::ids(&ORDERS, ids.iter().copied()).fetch(db).await?;
    parts_of_orders(db, ids, heads).await
}

async fn load_stock(
    db: &mut Db<'_>,
    needs: &mut Needs,
    state: &mut State,
    before: &mut Before,
) -> Result<(), sqlx::Error> {
    let all: Vec<(Uuid,)> = Rows::ids(&EDITIONS_OF_ARTWORKS, needs.artworks.iter().copied()).fetch(db).await?;
    for (id,) in all {
        needs.editions.entry(EditionId(id)).or_default();
    }
    let stocks: Vec<StockRow> = Rows::ids(&LOCK_STOCK, needs.editions.keys().copied()).fetch(db).await?;
    let stocks: BTreeMap<EditionId, Stock> =
        stocks.into_iter().map(Stock::from).map(|stock| (stock.edition_id, stock)).collect();
    let mut works: BTreeSet<ArtworkId> = stocks.values().map(|stock| stock.artwork_id).collect();
    works.extend(&needs.artworks);
    let heads: Vec<HeadRow> = Rows::ids(&LOCK_HEADS, works).fetch(db).await?;
    for head in heads {
        let head = ArtworkHead::try_from(head)?;
        before.heads.insert(head.id, head.clone());
        state.artworks.insert(head.id, head);
    }
    let editions: Vec<EditionRow> = Rows::ids(&EDITIONS, stocks.keys().copied()).fetch(db).await?;
    for row in editions {
        let edition = Edition::try_from(row)?;
        let Some(stock) = stocks.get(&edition.id).cloned() else { continue };
        before.stocks.insert(edition.id, stock.version);
        let entry =
            EditionEntry { edition, stock, free: BTreeMap::new(), withdrawn: BTreeMap::new(), earliest_release: None };
        state.editions.insert(entry.edition.id, entry);
    }
    load_copies(db, needs, state).await
}

async fn load_copies(db: &mut Db<'_>, needs: &Needs, state: &mut State) -> Result<(), sqlx::Error> {
    let mut free = Rows::of(&FREE);
    let mut scarce = Vec::new();
    for (id, entry) in &state.editions {
        let wanted = needs.editions.get(id).copied().unwrap_or(0);
        if !entry.stock.is_counted() {
            continue;
        }
        if wanted > 0 && entry.stock.available > 0 {
            free.push([(*id).into(), wanted.min(entry.stock.available).into()]);
        }
        // The next release is told only of what is sold out, or could be by the end of this batch.
        if entry.stock.available <= wanted {
            scarce.push(*id);
        }
    }
    let free: Vec<CopyRow> = free.fetch(db).await?;
    let withdrawn: Vec<CopyRow> = Rows::ids(&WITHDRAWN, needs.withdrawn.iter().copied()).fetch(db).await?;
    for row in free {
        if let Some(entry) = state.editions.get_mut(&EditionId(row.edition_id)) {
            let copy = impasto_domain::edition::Copy::try_from(row)?;
            entry.free.insert(copy.ordinal, copy);
        }
    }
    for row in withdrawn {
        if let Some(entry) = state.editions.get_mut(&EditionId(row.edition_id)) {
            let copy = impasto_domain::edition::Copy::try_from(row)?;
            entry.withdrawn.insert(copy.ordinal, copy);
        }
    }
    let earliest: Vec<(Uuid, Uuid, DateTime<Utc>)> = Rows::ids(&EARLIEST, scarce).fetch(db).await?;
    for (edition, hold, expires_at) in earliest {
        if let Some(entry) = state.editions.get_mut(&EditionId(edition)) {
            entry.earliest_release = Some((HoldId(hold), expires_at));
        }
    }
    Ok(())
}

async fn load_holds(db: &mut Db<'_>, needs: &Needs, state: &mut State, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    let mut wanted = Rows::of(&HOLDS);
    // The holds of an order are its owner's: they need no index of their own.
    let of_orders = state.orders.values().map(|order| order.head.owner);
    let owners: BTreeSet<Owner> = needs.owners.iter().copied().chain(of_orders).collect();
    let keys = (owners.iter().map(|owner| (owner.id(), 0_i64)))
        .chain(needs.due.iter().map(|edition| (edition.0, 1)))
        .chain(needs.holds.iter().map(|hold| (hold.0, 2)));
    for (id, by) in keys {
        wanted.push([id.into(), by.into(), now.into()]);
    }
    let found: Vec<HoldRow> = wanted.fetch(db).await?;
    for row in found {
        let hold = Hold::try_from(row)?;
        state.holds.insert(hold.id, hold);
    }
    Ok(())
}

async fn load_carts(db: &mut Db<'_>, needs: &Needs, state: &mut State, before: &mut Before) -> Result<(), sqlx::Error> {
    let mut owners = needs.owners.clone();
    // A released hold changes its owner's cart.
    owners.extend(state.holds.values().filter(|hold| hold.order_id.is_none()).map(|hold| hold.owner));
    let found: Vec<CartRow> = Rows::ids(&CARTS, owners.iter().map(|owner| owner.id())).fetch(db).await?;
    for row in found {
        let cart = Cart::from(row);
        before.carts.insert(cart.owner, cart.version);
        state.carts.insert(cart.owner, cart);
    }
    Ok(())
}

/// Only of editions of which one customer may have so many.
async fn load_bought(db: &mut Db<'_>, needs: &Needs, state: &mut State) -> Result<(), sqlx::Error> {
    let mut wanted = Rows::of(&BOUGHT);
    let mut owners = HashMap::new();
    for (owner, edition_id) in &needs.takes {
        let limited = state.editions.get(edition_id).is_some_and(|entry| entry.edition.max_per_customer.is_some());
        if limited {
            owners.insert(owner.id(), *owner);
            wanted.push([owner.id().into(), (*edition_id).into()]);
        }
    }
    let found: Vec<(Uuid, Uuid, i64)> = wanted.fetch(db).await?;
    for (owner, edition, copies) in found {
        if let Some(owner) = owners.get(&owner) {
            state.bought.insert((*owner, EditionId(edition)), copies);
        }
    }
    Ok(())
}

async fn load_orders(
    db: &mut Db<'_>,
    needs: &Needs,
    known: &mut OrderCache,
    state: &mut State,
    before: &mut Before,
) -> Result<(), sqlx::Error> {
    if needs.orders.is_empty() {
        return Ok(());
    }
    let locked: Vec<(Uuid, i64)> = Rows::ids(&LOCK_ORDERS, needs.orders.iter().copied()).fetch(db).await?;
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
    }
    Ok(())
}

async fn parts_of_orders(
    db: &mut Db<'_>,
    ids: &BTreeSet<OrderId>,
    heads: Vec<OrderRow>,
) -> Result<BTreeMap<OrderId, Order>, sqlx::Error> {
    let parts: Vec<SellerOrderRow> = Rows::ids(&SELLER_ORDERS, ids.iter().copied()).fetch(db).await?;
    let lines: Vec<OrderLineRow> = Rows::ids(&ORDER_LINES, ids.iter().copied()).fetch(db).await?;
    let payments: Vec<PaymentRow> = Rows::ids(&PAYMENTS, ids.iter().copied()).fetch(db).await?;
    let documents: Vec<DocumentRecord> = Rows::ids(&DOCUMENTS, ids.iter().copied()).fetch(db).await?;
    assemble_orders(heads, parts, lines, payments, documents)
}

async fn load_sellers(db: &mut Db<'_>, state: &mut State) -> Result<(), sqlx::Error> {
    let mut ids: BTreeSet<SellerId> = state.artworks.values().map(|head| head.seller_id).collect();
    ids.extend(state.orders.values().flat_map(|order| order.seller_orders.iter().map(|part| part.seller_id)));
    let found: Vec<SellerRow> = Rows::ids(&SELLERS, ids).fetch(db).await?;
    for row in found {
        let seller = impasto_domain::seller::Seller::try_from(row)?;
        state.sellers.insert(seller.id, Arc::new(seller));
    }
    Ok(())
}

async fn load_series(
    db: &mut Db<'_>,
    needs: &Needs,
    state: &mut State,
    before: &mut Before,
    year: i32,
) -> Result<(), sqlx::Error> {
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
    let found: Vec<(Uuid, String, i64, i64)> = wanted.fetch(db).await?;
    for (seller, kind, year, next) in found {
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

async fn load_inbox(db: &mut Db<'_>, keys: &[InboxKey], state: &mut State) -> Result<(), sqlx::Error> {
    let mut wanted = Rows::of(&INBOX);
    for key in keys {
        wanted.push([(&key.provider).into(), (&key.event_id).into()]);
    }
    let seen: Vec<(String, String)> = wanted.fetch(db).await?;
    state.inbox.extend(seen.into_iter().map(|(provider, event_id)| InboxKey { provider, event_id }));
    Ok(())
}
