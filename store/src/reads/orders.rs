//! Orders of one owner and of everybody.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use impasto_domain::ids::{DocumentId, OrderId};
use impasto_domain::job::DocumentRow;
use impasto_domain::order::{FulfilmentStatus, Order, OrderPaymentStatus, OrderStatus};
use impasto_domain::owner::Owner;
use impasto_domain::ports::ReadError;
use impasto_domain::read::Page;
use uuid::Uuid;

use super::ListError;
use super::cursor::{Key, page, probe};
use crate::db::Db;
use crate::journal::load;
use crate::open::{Store, read_error};
use crate::records::DocumentRecord;
use crate::sql::{fetch_all, fetch_optional, statements};

/// Orders counted at most: a total past it is not told, for counting millions is not cheap.
const COUNTED_MAX: i64 = 10_000;

statements! {
    KEYS_OF_OWNER =
        "SELECT o.placed_at, o.id FROM orders o WHERE o.owner_id = $1 AND (o.placed_at, o.id) < ($2, $3) \
         ORDER BY o.placed_at DESC, o.id DESC LIMIT $4";
    COUNT_OF_OWNER =
        "SELECT count(*) AS total FROM (SELECT 1 FROM orders o WHERE o.owner_id = $1 LIMIT $2) counted";
    /// A status that is not asked for is every status.
    KEYS =
        "SELECT o.placed_at, o.id FROM orders o WHERE (o.placed_at, o.id) < ($1, $2) \
         AND o.status = coalesce($3, o.status) AND o.payment_status = coalesce($4, o.payment_status) \
         AND o.fulfilment_status = coalesce($5, o.fulfilment_status) \
         ORDER BY o.placed_at DESC, o.id DESC LIMIT $6";
    COUNT =
        "SELECT count(*) AS total FROM (SELECT 1 FROM orders o WHERE o.status = coalesce($1, o.status) \
         AND o.payment_status = coalesce($2, o.payment_status) \
         AND o.fulfilment_status = coalesce($3, o.fulfilment_status) LIMIT $4) counted";
    ORDER_OF_NUMBER = "SELECT o.id FROM orders o WHERE o.number = $1";
    ORDER_OF_DOCUMENT = "SELECT d.order_id FROM documents d WHERE d.id = $1";
    DOCUMENT =
        "SELECT d.id, d.kind, d.number, d.seller_id, d.order_id, d.position, d.issued_at, d.content_hash \
         FROM documents d WHERE d.id = $1";
}

impl Store {
    /// An owner's orders, newest first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn orders_of(&self, owner: Owner, cursor: Option<&str>, limit: u32) -> Result<Page<Order>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let total = fetch_optional!(&mut db, (i64,), COUNT_OF_OWNER, owner.id(), COUNTED_MAX + 1)?;
        let keys =
            fetch_all!(&mut db, (DateTime<Utc>, Uuid), KEYS_OF_OWNER, owner.id(), from.at, from.id, probe(limit))?;
        order_page(&mut db, keys, limit, told(total)).await
    }

    /// Everybody's orders of the given statuses, newest first. The total is told up to 10 000.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn orders(
        &self,
        status: Option<OrderStatus>,
        payment_status: Option<OrderPaymentStatus>,
        fulfilment_status: Option<FulfilmentStatus>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<Order>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let status = status.map(OrderStatus::as_str);
        let payment = payment_status.map(OrderPaymentStatus::as_str);
        let fulfilment = fulfilment_status.map(FulfilmentStatus::as_str);
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let total = fetch_optional!(&mut db, (i64,), COUNT, status, payment, fulfilment, COUNTED_MAX + 1)?;
        let keys = fetch_all!(
            &mut db,
            (DateTime<Utc>, Uuid),
            KEYS,
            from.at,
            from.id,
            status,
            payment,
            fulfilment,
            probe(limit)
        )?;
        order_page(&mut db, keys, limit, told(total)).await
    }

    /// The order of a number, as people write it.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn order_of_number(&self, number: &str) -> Result<Option<OrderId>, ReadError> {
        if number.contains('\0') {
            return Ok(None);
        }
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), (Uuid,), ORDER_OF_NUMBER, number).map_err(read_error)?;
        Ok(row.map(|(id,)| OrderId(id)))
    }

    /// The order a document belongs to.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn order_of_document(&self, id: DocumentId) -> Result<Option<OrderId>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), (Uuid,), ORDER_OF_DOCUMENT, id.0).map_err(read_error)?;
        Ok(row.map(|(id,)| OrderId(id)))
    }

    /// A document, without its data.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn document(&self, id: DocumentId) -> Result<Option<DocumentRow>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), DocumentRecord, DOCUMENT, id.0).map_err(read_error)?;
        row.map(DocumentRow::try_from).transpose().map_err(read_error)
    }
}

async fn order_page(
    db: &mut Db<'_>,
    keys: Vec<(DateTime<Utc>, Uuid)>,
    limit: u32,
    total: Option<i64>,
) -> Result<Page<Order>, ListError> {
    let keys: Page<OrderId> =
        page(keys, limit, total, |(at, id)| Key { at: *at, id: *id }.encode(), |(_, id)| Ok(OrderId(id)))?;
    let ids: BTreeSet<OrderId> = keys.items.iter().copied().collect();
    let mut found = load::orders(db, &ids).await?;
    let items = keys.items.iter().filter_map(|id| found.remove(id)).collect();
    Ok(Page { items, next_cursor: keys.next_cursor, total })
}

fn told(total: Option<(i64,)>) -> Option<i64> {
    total.map(|(total,)| total).filter(|total| *total <= COUNTED_MAX)
}
