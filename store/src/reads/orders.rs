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
use crate::sql::{Sql, fetch_all, fetch_optional, statements};

/// Orders counted at most: a total past it is not told, for counting millions is not cheap.
const COUNTED_MAX: i64 = 10_000;

/// Orders looked through at most for a page of a status that most orders have.
const LOOKED_THROUGH_MAX: i64 = 20_000;

/// Places of orders in a list.
type Keys = Vec<(DateTime<Utc>, Uuid)>;

statements! {
    KEYS_OF_OWNER =
        "SELECT o.placed_at, o.id FROM orders o WHERE o.owner_id = $1 AND (o.placed_at, o.id) < ($2, $3) \
         ORDER BY o.placed_at DESC, o.id DESC LIMIT $4";
    COUNT_OF_OWNER =
        "SELECT count(*) AS total FROM (SELECT 1 FROM orders o WHERE o.owner_id = $1 LIMIT $2) counted";
    KEYS =
        "SELECT o.placed_at, o.id FROM orders o WHERE (o.placed_at, o.id) < ($1, $2) \
         ORDER BY o.placed_at DESC, o.id DESC LIMIT $3";
    COUNT = "SELECT count(*) AS total FROM (SELECT 1 FROM orders o ORDER BY o.placed_at, o.id LIMIT $1) counted";
    // Statuses that few orders have are indexed; the texts say so, so that both planners know. A status that is not
    // asked for is every status.
    KEYS_OF_STATUS =
        "SELECT o.placed_at, o.id FROM orders o WHERE o.status = $3 AND o.status <> 'open' \
         AND (o.placed_at, o.id) < ($1, $2) AND o.payment_status = coalesce($4, o.payment_status) \
         AND o.fulfilment_status = coalesce($5, o.fulfilment_status) \
         ORDER BY o.placed_at DESC, o.id DESC LIMIT $6";
    COUNT_OF_STATUS =
        "SELECT count(*) AS total FROM (SELECT 1 FROM orders o WHERE o.status = $1 AND o.status <> 'open' LIMIT $2) \
         counted";
    KEYS_OF_PAYMENT =
        "SELECT o.placed_at, o.id FROM orders o WHERE o.payment_status = $4 \
         AND o.payment_status NOT IN ('pending', 'paid') AND (o.placed_at, o.id) < ($1, $2) \
         AND o.status = coalesce($3, o.status) AND o.fulfilment_status = coalesce($5, o.fulfilment_status) \
         ORDER BY o.placed_at DESC, o.id DESC LIMIT $6";
    COUNT_OF_PAYMENT =
        "SELECT count(*) AS total FROM (SELECT 1 FROM orders o WHERE o.payment_status = $1 \
         AND o.payment_status NOT IN ('pending', 'paid') LIMIT $2) counted";
    KEYS_OF_FULFILMENT =
        "SELECT o.placed_at, o.id FROM orders o WHERE o.fulfilment_status = $5 \
         AND o.fulfilment_status <> 'unfulfilled' AND (o.placed_at, o.id) < ($1, $2) \
         AND o.status = coalesce($3, o.status) AND o.payment_status = coalesce($4, o.payment_status) \
         ORDER BY o.placed_at DESC, o.id DESC LIMIT $6";
    COUNT_OF_FULFILMENT =
        "SELECT count(*) AS total FROM (SELECT 1 FROM orders o WHERE o.fulfilment_status = $1 \
         AND o.fulfilment_status <> 'unfulfilled' LIMIT $2) counted";
    /// Statuses that most orders have, among so many orders from a place on.
    KEYS_LOOKED_THROUGH =
        "SELECT o.placed_at, o.id FROM (SELECT k.placed_at, k.id, k.status, k.payment_status, k.fulfilment_status \
         FROM orders k WHERE (k.placed_at, k.id) < ($1, $2) ORDER BY k.placed_at DESC, k.id DESC LIMIT $7) o \
         WHERE o.status = coalesce($3, o.status) AND o.payment_status = coalesce($4, o.payment_status) \
         AND o.fulfilment_status = coalesce($5, o.fulfilment_status) \
         ORDER BY o.placed_at DESC, o.id DESC LIMIT $6";
    /// The last of so many orders from a place on.
    LOOKED_UP_TO =
        "SELECT o.placed_at, o.id FROM orders o WHERE (o.placed_at, o.id) < ($1, $2) \
         ORDER BY o.placed_at DESC, o.id DESC LIMIT 1 OFFSET $3";
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
        let mut snapshot = self.snapshot().await?;
        let mut db = snapshot.db();
        let total = fetch_optional!(&mut db, (i64,), COUNT_OF_OWNER, owner.id(), COUNTED_MAX + 1)?;
        let keys =
            fetch_all!(&mut db, (DateTime<Utc>, Uuid), KEYS_OF_OWNER, owner.id(), from.at, from.id, probe(limit))?;
        order_page(&mut db, keys, limit, told(total)).await
    }

    /// Everybody's orders of the given statuses, newest first. The total is told up to 10 000, and only where it is
    /// cheap. A page of a status that most orders have looks through 20 000 orders at most: it may be short, or empty,
    /// and still go on.
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
        let wanted = Wanted { status, payment_status, fulfilment_status };
        let mut snapshot = self.snapshot().await?;
        let mut db = snapshot.db();
        let (mut page, looked_up_to) = match wanted.index() {
            None if wanted == Wanted::default() => {
                let total = fetch_optional!(&mut db, (i64,), COUNT, COUNTED_MAX + 1)?;
                let keys = fetch_all!(&mut db, (DateTime<Utc>, Uuid), KEYS, from.at, from.id, probe(limit))?;
                (order_page(&mut db, keys, limit, told(total)).await?, None)
            }
            None => {
                let keys = wanted.looked_through(&mut db, from, limit).await?;
                let last = fetch_optional!(
                    &mut db,
                    (DateTime<Utc>, Uuid),
                    LOOKED_UP_TO,
                    from.at,
                    from.id,
                    LOOKED_THROUGH_MAX - 1
                )?;
                (order_page(&mut db, keys, limit, None).await?, last)
            }
            Some((keys, count, named)) => {
                let total = if wanted.is_only_one() {
                    fetch_optional!(&mut db, (i64,), count, named, COUNTED_MAX + 1)?
                } else {
                    None
                };
                let keys = wanted.keys(&mut db, keys, from, limit).await?;
                (order_page(&mut db, keys, limit, told(total)).await?, None)
            }
        };
        if let (None, Some((at, id))) = (&page.next_cursor, looked_up_to) {
            page.next_cursor = Some(Key { at, id }.encode());
        }
        Ok(page)
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

/// The statuses that are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Wanted {
    status: Option<OrderStatus>,
    payment_status: Option<OrderPaymentStatus>,
    fulfilment_status: Option<FulfilmentStatus>,
}

impl Wanted {
    /// The statements that go along an index of the rarest status asked for, and its name; `None` when most orders have
    /// what is asked for.
    fn index(self) -> Option<(&'static Sql, &'static Sql, &'static str)> {
        use {FulfilmentStatus as F, OrderPaymentStatus as P, OrderStatus as S};
        let payment = self.payment_status.filter(|status| !matches!(status, P::Pending | P::Paid));
        let fulfilment = self.fulfilment_status.filter(|status| *status != F::Unfulfilled);
        let status = self.status.filter(|status| *status != S::Open);
        let payment = payment.map(|status| (&KEYS_OF_PAYMENT, &COUNT_OF_PAYMENT, status.as_str()));
        let fulfilment = fulfilment.map(|status| (&KEYS_OF_FULFILMENT, &COUNT_OF_FULFILMENT, status.as_str()));
        let status = status.map(|status| (&KEYS_OF_STATUS, &COUNT_OF_STATUS, status.as_str()));
        payment.or(fulfilment).or(status)
    }

    fn is_only_one(self) -> bool {
        let asked = [self.status.is_some(), self.payment_status.is_some(), self.fulfilment_status.is_some()];
        asked.into_iter().filter(|asked| *asked).count() == 1
    }

    async fn keys(self, db: &mut Db<'_>, keys: &Sql, from: Key, limit: u32) -> Result<Keys, sqlx::Error> {
        let (status, payment, fulfilment) = self.names();
        fetch_all!(db, (DateTime<Utc>, Uuid), keys, from.at, from.id, status, payment, fulfilment, probe(limit))
    }

    async fn looked_through(self, db: &mut Db<'_>, from: Key, limit: u32) -> Result<Keys, sqlx::Error> {
        let (status, payment, fulfilment) = self.names();
        fetch_all!(
            db,
            (DateTime<Utc>, Uuid),
            KEYS_LOOKED_THROUGH,
            from.at,
            from.id,
            status,
            payment,
            fulfilment,
            probe(limit),
            LOOKED_THROUGH_MAX
        )
    }

    fn names(self) -> (Option<&'static str>, Option<&'static str>, Option<&'static str>) {
        (
            self.status.map(OrderStatus::as_str),
            self.payment_status.map(OrderPaymentStatus::as_str),
            self.fulfilment_status.map(FulfilmentStatus::as_str),
        )
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
