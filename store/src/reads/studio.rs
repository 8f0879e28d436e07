//! What a seller sees of the orders of its works.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveTime, Utc};
use impasto_domain::address::Address;
use impasto_domain::edition::CopyRef;
use impasto_domain::ids::{ArtistId, ArtworkId, EditionId, OrderId, OrderLineId, SellerId, SellerOrderId, ShipmentId};
use impasto_domain::money::{Currency, Money};
use impasto_domain::order::{FulfilmentStatus, Order, OrderPaymentStatus, OrderStatus, SellerOrder};
use impasto_domain::ports::ReadError;
use impasto_domain::read::Page;
use impasto_domain::returns::Return;
use impasto_domain::shipment::Shipment;
use impasto_domain::tracking::{compact, is_same_carrier};
use sqlx::types::Json;
use uuid::Uuid;

use super::ListError;
use super::cursor::{Key, page, probe};
use crate::db::Db;
use crate::journal::load;
use crate::open::{Store, read_error};
use crate::record::stored;
use crate::records::{currency, small};
use crate::sql::{fetch_all, fetch_optional, statements};

/// A line that was sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleRecord {
    /// The line.
    pub line_id: OrderLineId,
    /// Number of its order.
    pub order_number: String,
    /// When the order was placed.
    pub at: DateTime<Utc>,
    /// What.
    pub artwork_id: ArtworkId,
    /// Its title, as it was sold.
    pub title: String,
    /// Which edition.
    pub edition_id: EditionId,
    /// How many.
    pub quantity: u32,
    /// Gross, the whole line.
    pub amount: Money,
    /// Which copies.
    pub copies: Vec<CopyRef>,
}

/// A seller's part of an order, with what the seller may know of the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SellerOrderRecord {
    /// The order.
    pub order_id: OrderId,
    /// Its number.
    pub number: String,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// Whether it goes on.
    pub status: OrderStatus,
    /// Where the money stands.
    pub payment_status: OrderPaymentStatus,
    /// Where the goods of the part stand.
    pub fulfilment_status: FulfilmentStatus,
    /// Where it goes.
    pub shipping_address: Address,
    /// Currency of every amount.
    pub currency: Currency,
    /// The part.
    pub part: SellerOrder,
    /// Its parcels, in the order they were handed over.
    pub shipments: Vec<Shipment>,
    /// What the buyer withdrew from or found damaged of it, oldest first.
    pub returns: Vec<Return>,
}

/// What a work is called, to be told from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkName {
    /// Its title.
    pub title: String,
    /// Whose it is.
    pub artist_id: ArtistId,
    /// The year.
    pub year: Option<i64>,
    /// The date in words.
    pub date_text: Option<String>,
    /// What it is made of.
    pub medium: String,
}

/// A seller's figures since midnight UTC, and what is held and wished for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SellerToday {
    /// Orders with a part of this seller, placed today and paid.
    pub sales: i64,
    /// Copies in them.
    pub copies: i64,
    /// Gross of the works in them.
    pub amount: Money,
    /// Copies held now.
    pub held: i64,
    /// Wishes for the seller's works now.
    pub wishlisted: i64,
}

/// Parts of paid orders with a line that is in no parcel.
macro_rules! to_pack {
    () => {
        "FROM seller_orders p JOIN orders o ON o.id = p.order_id WHERE p.seller_id = $1 AND o.status = 'open' \
         AND o.payment_status IN ('paid', 'partially_refunded') \
         AND o.fulfilment_status IN ('unfulfilled', 'partially_shipped') \
         AND EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = p.order_id AND l.seller_position = p.position \
         AND l.restocked < l.quantity \
         AND NOT EXISTS (SELECT 1 FROM shipments s JOIN shipment_lines sl ON sl.shipment_id = s.id \
         WHERE s.order_id = p.order_id AND sl.order_line_id = l.id))"
    };
}

statements! {
    SALES =
        "SELECT p.placed_at, l.id, o.number, l.artwork_id, l.title, l.edition_id, l.quantity, l.unit_price_minor, \
         l.currency, l.copies \
         FROM seller_orders p JOIN orders o ON o.id = p.order_id \
         JOIN order_lines l ON l.order_id = p.order_id AND l.seller_position = p.position \
         WHERE p.seller_id = $1 AND o.payment_status IN ('paid', 'partially_refunded', 'refunded', 'disputed') \
         AND p.placed_at <= $2 AND (p.placed_at < $2 OR l.id < $3) ORDER BY p.placed_at DESC, l.id DESC LIMIT $4";
    PARTS =
        "SELECT p.placed_at, p.id, p.order_id, p.position FROM seller_orders p JOIN orders o ON o.id = p.order_id \
         WHERE p.seller_id = $1 AND o.payment_status IN ('paid', 'partially_refunded', 'refunded', 'disputed') \
         AND (p.placed_at, p.id) < ($2, $3) ORDER BY p.placed_at DESC, p.id DESC LIMIT $4";
    /// Parts of which something has yet to leave, what is due first before the rest; without a day, as old as it is.
    PARTS_TO_PACK = concat!(
        "SELECT coalesce(p.ship_by, p.placed_at) AS placed_at, p.id, p.order_id, p.position ", to_pack!(),
        " AND (coalesce(p.ship_by, p.placed_at), p.id) > ($2, $3) \
         ORDER BY coalesce(p.ship_by, p.placed_at), p.id LIMIT $4"
    );
    COUNT_LATE = concat!("SELECT count(*) AS total ", to_pack!(), " AND p.ship_by < $2");
    COUNT_TO_PACK = concat!("SELECT count(*) AS total ", to_pack!());
    /// As the index has it. Numbers are few enough of one kind that who carries them is looked at afterwards.
    PARCELS_BY_NUMBER =
        "SELECT s.id, s.order_id, s.carrier FROM shipments s WHERE s.tracking_number IS NOT NULL \
         AND upper(replace(replace(s.tracking_number, ' ', ''), '-', '')) = $1 ORDER BY s.id LIMIT 100";
    PART = "SELECT p.order_id, p.seller_id FROM seller_orders p WHERE p.id = $1";
    SOLD_BETWEEN =
        "SELECT p.placed_at, CAST(sum(l.quantity) AS bigint) AS copies, \
         CAST(sum(l.quantity * l.unit_price_minor) AS bigint) AS amount \
         FROM seller_orders p JOIN orders o ON o.id = p.order_id \
         JOIN order_lines l ON l.order_id = p.order_id AND l.seller_position = p.position \
         WHERE p.seller_id = $1 AND p.placed_at >= $2 AND p.placed_at < $3 \
         AND o.payment_status IN ('paid', 'partially_refunded') GROUP BY p.order_id, p.placed_at ORDER BY p.placed_at";
    SELLER_CURRENCY = "SELECT s.currency FROM sellers s WHERE s.id = $1";
    SOLD_SINCE =
        "SELECT count(DISTINCT p.order_id) AS sales, CAST(coalesce(sum(l.quantity), 0) AS bigint) AS copies, \
         CAST(coalesce(sum(l.quantity * l.unit_price_minor), 0) AS bigint) AS amount \
         FROM seller_orders p JOIN orders o ON o.id = p.order_id \
         JOIN order_lines l ON l.order_id = p.order_id AND l.seller_position = p.position \
         WHERE p.seller_id = $1 AND p.placed_at >= $2 AND o.payment_status IN ('paid', 'partially_refunded')";
    HELD_OF_SELLER =
        "SELECT CAST(coalesce(sum(s.held), 0) AS bigint) AS held FROM artwork_heads h \
         JOIN editions e ON e.artwork_id = h.id JOIN stock s ON s.edition_id = e.id WHERE h.seller_id = $1";
    NAMES_OF_SELLER =
        "SELECT h.title, h.artist_id, a.year, a.date_text, a.medium FROM artwork_heads h \
         JOIN artworks a ON a.id = h.id WHERE h.seller_id = $1 AND h.status <> 'archived'";
    WISHED_OF_SELLER =
        "SELECT CAST(coalesce(sum(st.wishlisted), 0) AS bigint) AS wishlisted FROM artwork_heads h \
         JOIN artwork_stats st ON st.artwork_id = h.id WHERE h.seller_id = $1";
}

stored! {
    struct SaleRow {
        placed_at: DateTime<Utc>,
        id: Uuid,
        number: String,
        artwork_id: Uuid,
        title: String,
        edition_id: Uuid,
        quantity: i64,
        unit_price_minor: i64,
        currency: String,
        copies: Json<Vec<CopyRef>>,
    }
}

impl TryFrom<SaleRow> for SaleRecord {
    type Error = sqlx::Error;

    fn try_from(row: SaleRow) -> Result<Self, sqlx::Error> {
        let quantity = small("quantity", row.quantity)?;
        Ok(Self {
            line_id: row.id.into(),
            order_number: row.number,
            at: row.placed_at,
            artwork_id: row.artwork_id.into(),
            title: row.title,
            edition_id: row.edition_id.into(),
            quantity,
            amount: Money::new(row.unit_price_minor, currency(&row.currency)?).times(quantity),
            copies: row.copies.0,
        })
    }
}

impl Store {
    /// Lines that a seller sold, newest first. What was refunded since is among them.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn sales_of(
        &self,
        seller_id: SellerId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<SaleRecord>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), SaleRow, SALES, seller_id.0, from.at, from.id, probe(limit))?;
        let key = |row: &SaleRow| Key { at: row.placed_at, id: row.id }.encode();
        page(rows, limit, None, key, |row| Ok(SaleRecord::try_from(row)?))
    }

    /// A seller's parts of paid orders, newest first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn seller_orders_of(
        &self,
        seller_id: SellerId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<SellerOrderRecord>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut snapshot = self.snapshot().await?;
        let mut db = snapshot.db();
        let rows = fetch_all!(&mut db, PartRow, PARTS, seller_id.0, from.at, from.id, probe(limit))?;
        part_page(&mut db, rows, limit, None).await
    }

    /// A seller's parts of paid orders of which something has yet to leave, what is due first before the rest, with their number.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn seller_orders_to_pack(
        &self,
        seller_id: SellerId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<SellerOrderRecord>, ListError> {
        let from = Key::decode(cursor, Key::oldest())?;
        let mut snapshot = self.snapshot().await?;
        let mut db = snapshot.db();
        let total = fetch_optional!(&mut db, (i64,), COUNT_TO_PACK, seller_id.0)?.map(|(total,)| total);
        let rows = fetch_all!(&mut db, PartRow, PARTS_TO_PACK, seller_id.0, from.at, from.id, probe(limit))?;
        part_page(&mut db, rows, limit, total).await
    }

    /// How many parts of a seller have something that has yet to leave.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn seller_orders_waiting(&self, seller_id: SellerId) -> Result<i64, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), (i64,), COUNT_TO_PACK, seller_id.0).map_err(read_error)?;
        Ok(row.map_or(0, |(total,)| total))
    }

    /// How many parts of a seller should have left before the day that begins at `today`, and have not.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn seller_orders_late(&self, seller_id: SellerId, today: DateTime<Utc>) -> Result<i64, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), (i64,), COUNT_LATE, seller_id.0, today).map_err(read_error)?;
        Ok(row.map_or(0, |(total,)| total))
    }

    /// One part of an order, if it is that seller's.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn seller_order(
        &self,
        seller_id: SellerId,
        id: SellerOrderId,
    ) -> Result<Option<SellerOrderRecord>, ReadError> {
        let mut snapshot = self.snapshot().await?;
        let mut db = snapshot.db();
        let found = fetch_optional!(&mut db, (Uuid, Uuid), PART, id.0).map_err(read_error)?;
        let Some((order_id, _)) = found.filter(|(_, seller)| *seller == seller_id.0) else { return Ok(None) };
        let order_id = OrderId(order_id);
        let orders = load::orders(&mut db, &BTreeSet::from([order_id])).await.map_err(read_error)?;
        Ok(orders.get(&order_id).and_then(|order| part_record(order, |part| part.id == id)))
    }

    /// The parcels that a carrier means with a number, with their orders.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn parcels_tracked_as(
        &self,
        carrier: &str,
        number: &str,
    ) -> Result<Vec<(ShipmentId, OrderId)>, ReadError> {
        let number = compact(number);
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), (Uuid, Uuid, String), PARCELS_BY_NUMBER, number.as_str())
            .map_err(read_error)?;
        let own = rows.into_iter().filter(|(_, _, own)| is_same_carrier(own, carrier));
        Ok(own.map(|(id, order_id, _)| (ShipmentId(id), OrderId(order_id))).collect())
    }

    /// Whose a part of an order is.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn seller_of_part(&self, id: SellerOrderId) -> Result<Option<SellerId>, ReadError> {
        let mut reader = self.reader().await?;
        let found = fetch_optional!(&mut reader.db(), (Uuid, Uuid), PART, id.0).map_err(read_error)?;
        Ok(found.map(|(_, seller_id)| SellerId(seller_id)))
    }

    /// When a seller's works were bought and paid between two times, oldest first: moment, copies, gross in minor units.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn seller_sold_between(
        &self,
        seller_id: SellerId,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<(DateTime<Utc>, i64, i64)>, ReadError> {
        let mut reader = self.reader().await?;
        fetch_all!(&mut reader.db(), (DateTime<Utc>, i64, i64), SOLD_BETWEEN, seller_id.0, from, until)
            .map_err(read_error)
    }

    /// A seller's figures of the day that `now` is in, UTC.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn seller_today(&self, seller_id: SellerId, now: DateTime<Utc>) -> Result<SellerToday, ReadError> {
        let midnight = now.date_naive().and_time(NaiveTime::MIN).and_utc();
        self.seller_since(seller_id, midnight).await
    }

    /// What the works of a seller are called, without those that are archived.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn work_names_of_seller(&self, seller_id: SellerId) -> Result<Vec<WorkName>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), NameRow, NAMES_OF_SELLER, seller_id.0).map_err(read_error)?;
        let name = |(title, artist, year, date_text, medium): NameRow| WorkName {
            title,
            artist_id: ArtistId(artist),
            year,
            date_text,
            medium,
        };
        Ok(rows.into_iter().map(name).collect())
    }

    /// A seller's figures since a time.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn seller_since(&self, seller_id: SellerId, since: DateTime<Utc>) -> Result<SellerToday, ReadError> {
        let mut snapshot = self.snapshot().await?;
        let mut db = snapshot.db();
        let code = fetch_optional!(&mut db, (String,), SELLER_CURRENCY, seller_id.0).map_err(read_error)?;
        let currency = match code {
            Some((code,)) => currency(&code).map_err(read_error)?,
            None => Currency::EUR,
        };
        let sold = fetch_optional!(&mut db, (i64, i64, i64), SOLD_SINCE, seller_id.0, since).map_err(read_error)?;
        let (sales, copies, amount_minor) = sold.unwrap_or_default();
        let held = fetch_optional!(&mut db, (i64,), HELD_OF_SELLER, seller_id.0).map_err(read_error)?;
        let wished = fetch_optional!(&mut db, (i64,), WISHED_OF_SELLER, seller_id.0).map_err(read_error)?;
        Ok(SellerToday {
            sales,
            copies,
            amount: Money::new(amount_minor, currency),
            held: held.map_or(0, |(held,)| held),
            wishlisted: wished.map_or(0, |(wished,)| wished),
        })
    }
}

/// Title, artist, year, date in words, medium.
type NameRow = (String, Uuid, Option<i64>, Option<String>, String);

/// When a part was placed, its id, its order, its place there.
type PartRow = (DateTime<Utc>, Uuid, Uuid, i64);

async fn part_page(
    db: &mut Db<'_>,
    rows: Vec<PartRow>,
    limit: u32,
    total: Option<i64>,
) -> Result<Page<SellerOrderRecord>, ListError> {
    let key = |row: &PartRow| Key { at: row.0, id: row.1 }.encode();
    let keys: Page<(OrderId, i64)> =
        page(rows, limit, total, key, |(_, _, order, position)| Ok((OrderId(order), position)))?;
    let ids: BTreeSet<OrderId> = keys.items.iter().map(|(order, _)| *order).collect();
    let orders = load::orders(db, &ids).await?;
    let record =
        |(id, position): &(OrderId, i64)| part_record(orders.get(id)?, |part| i64::from(part.position) == *position);
    let items = keys.items.iter().filter_map(record).collect();
    Ok(Page { items, next_cursor: keys.next_cursor, total })
}

fn part_record(order: &Order, is_it: impl Fn(&SellerOrder) -> bool) -> Option<SellerOrderRecord> {
    let part = order.seller_orders.iter().find(|part| is_it(part))?;
    Some(SellerOrderRecord {
        order_id: order.head.id,
        number: order.head.number.clone(),
        placed_at: order.head.placed_at,
        status: order.head.status,
        payment_status: order.head.payment_status,
        fulfilment_status: order.fulfilment_of(part),
        shipping_address: order.head.shipping_address.clone(),
        currency: order.head.currency,
        part: part.clone(),
        shipments: order.shipments_of(part.id).cloned().collect(),
        returns: order.returns.iter().filter(|back| back.seller_order_id == part.id).cloned().collect(),
    })
}
