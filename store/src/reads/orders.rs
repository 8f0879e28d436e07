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

/// Keys of open orders that have not left whole, of one payment status, along their own index.
macro_rules! to_do {
    ($payment:literal) => {
        concat!(
            "SELECT p.placed_at, p.id FROM (SELECT o.placed_at, o.id FROM orders o WHERE o.payment_status = '",
            $payment,
            "' AND o.status = 'open' AND o.fulfilment_status IN ('unfulfilled', 'partially_shipped') \
             AND (o.placed_at, o.id) < ($1, $2) AND o.placed_at >= $4 \
             ORDER BY o.placed_at DESC, o.id DESC LIMIT $3) p"
        )
    };
}

/// Keys of orders of one rare status, along the index of what is rare.
macro_rules! of_index {
    ($column:literal, $status:literal, $rare:literal) => {
        concat!(
            "SELECT p.placed_at, p.id FROM (SELECT o.placed_at, o.id FROM orders o WHERE o.",
            $column,
            " = '",
            $status,
            "' AND o.",
            $column,
            " ",
            $rare,
            " AND (o.placed_at, o.id) < ($1, $2) AND o.placed_at >= $4 \
             ORDER BY o.placed_at DESC, o.id DESC LIMIT $3) p"
        )
    };
}

/// Of the orders that have waited longest to leave those that should have: some part of which something has not left was due
/// before the day `$3` or, where it has no such day, was placed before `$1`. Only so many are looked at: sellers differ in how
/// long they take, so that no index knows which are late.
macro_rules! overdue {
    ($payment:literal) => {
        concat!(
            "SELECT w.placed_at, w.id FROM (SELECT o.placed_at, o.id FROM orders o WHERE o.payment_status = '",
            $payment,
            "' AND o.status = 'open' AND o.fulfilment_status IN ('unfulfilled', 'partially_shipped') \
             ORDER BY o.placed_at, o.id LIMIT 1000) w WHERE (SELECT count(*) FROM seller_orders p \
             WHERE p.order_id = w.id AND (p.ship_by < $3 OR (p.ship_by IS NULL AND p.placed_at < $1)) \
             AND (SELECT count(*) FROM order_lines l WHERE l.order_id = p.order_id AND l.seller_position = p.position \
             AND l.restocked < l.quantity AND (SELECT count(*) FROM shipments s \
             JOIN shipment_lines sl ON sl.shipment_id = s.id WHERE s.order_id = p.order_id \
             AND sl.order_line_id = l.id) = 0) > 0) > 0"
        )
    };
}
pub(super) use overdue;

macro_rules! newest_first {
    () => {
        " ORDER BY placed_at DESC, id DESC LIMIT $3"
    };
}

/// How many orders there are, up to `$1`.
macro_rules! counted {
    ($which:literal) => {
        concat!("(SELECT count(*) FROM (SELECT 1 AS one FROM orders o WHERE ", $which, " LIMIT $1) c)")
    };
}

statements! {
    KEYS_OF_OWNER =
        "SELECT o.placed_at, o.id FROM orders o WHERE o.owner_id = $1 AND (o.placed_at, o.id) < ($2, $3) \
         ORDER BY o.placed_at DESC, o.id DESC LIMIT $4";
    COUNT_OF_OWNER =
        "SELECT count(*) AS total FROM (SELECT 1 FROM orders o WHERE o.owner_id = $1 LIMIT $2) counted";
    KEYS =
        "SELECT o.placed_at, o.id FROM orders o WHERE (o.placed_at, o.id) < ($1, $2) AND o.placed_at >= $4 \
         ORDER BY o.placed_at DESC, o.id DESC LIMIT $3";
    COUNT = "SELECT count(*) AS total FROM (SELECT 1 FROM orders o ORDER BY o.placed_at, o.id LIMIT $1) counted";
    // Statuses that few orders have are indexed; the texts say so, so that both planners know. A status that is not
    // asked for is every status.
    KEYS_OF_STATUS =
        "SELECT o.placed_at, o.id FROM orders o WHERE o.status = $3 AND o.status <> 'open' \
         AND (o.placed_at, o.id) < ($1, $2) AND o.payment_status = coalesce($4, o.payment_status) \
         AND o.fulfilment_status = coalesce($5, o.fulfilment_status) \
         AND o.placed_at >= $7 ORDER BY o.placed_at DESC, o.id DESC LIMIT $6";
    COUNT_OF_STATUS =
        "SELECT count(*) AS total FROM (SELECT 1 FROM orders o WHERE o.status = $1 AND o.status <> 'open' LIMIT $2) \
         counted";
    KEYS_OF_PAYMENT =
        "SELECT o.placed_at, o.id FROM orders o WHERE o.payment_status = $4 \
         AND o.payment_status NOT IN ('pending', 'paid') AND (o.placed_at, o.id) < ($1, $2) \
         AND o.status = coalesce($3, o.status) AND o.fulfilment_status = coalesce($5, o.fulfilment_status) \
         AND o.placed_at >= $7 ORDER BY o.placed_at DESC, o.id DESC LIMIT $6";
    COUNT_OF_PAYMENT =
        "SELECT count(*) AS total FROM (SELECT 1 FROM orders o WHERE o.payment_status = $1 \
         AND o.payment_status NOT IN ('pending', 'paid') LIMIT $2) counted";
    KEYS_OF_FULFILMENT =
        "SELECT o.placed_at, o.id FROM orders o WHERE o.fulfilment_status = $5 \
         AND o.fulfilment_status <> 'unfulfilled' AND (o.placed_at, o.id) < ($1, $2) \
         AND o.status = coalesce($3, o.status) AND o.payment_status = coalesce($4, o.payment_status) \
         AND o.placed_at >= $7 ORDER BY o.placed_at DESC, o.id DESC LIMIT $6";
    COUNT_OF_FULFILMENT =
        "SELECT count(*) AS total FROM (SELECT 1 FROM orders o WHERE o.fulfilment_status = $1 \
         AND o.fulfilment_status <> 'unfulfilled' LIMIT $2) counted";
    /// Statuses that most orders have, among so many orders from a place on.
    KEYS_LOOKED_THROUGH =
        "SELECT o.placed_at, o.id FROM (SELECT k.placed_at, k.id, k.status, k.payment_status, k.fulfilment_status \
         FROM orders k WHERE (k.placed_at, k.id) < ($1, $2) AND k.placed_at >= $8 ORDER BY k.placed_at DESC, k.id DESC LIMIT $7) o \
         WHERE o.status = coalesce($3, o.status) AND o.payment_status = coalesce($4, o.payment_status) \
         AND o.fulfilment_status = coalesce($5, o.fulfilment_status) \
         ORDER BY o.placed_at DESC, o.id DESC LIMIT $6";
    /// The last of so many orders from a place on.
    LOOKED_UP_TO =
        "SELECT o.placed_at, o.id FROM orders o WHERE (o.placed_at, o.id) < ($1, $2) AND o.placed_at >= $4 \
         ORDER BY o.placed_at DESC, o.id DESC LIMIT 1 OFFSET $3";
    /// Of a buyer, whatever their statuses.
    KEYS_OF_EMAIL =
        "SELECT o.placed_at, o.id FROM orders o WHERE lower(o.email) = $8 AND (o.placed_at, o.id) < ($1, $2) \
         AND o.status = coalesce($3, o.status) AND o.payment_status = coalesce($4, o.payment_status) \
         AND o.fulfilment_status = coalesce($5, o.fulfilment_status) AND o.placed_at >= $7 \
         ORDER BY o.placed_at DESC, o.id DESC LIMIT $6";
    KEYS_TO_PAY = concat!(
        to_do!("pending"), " UNION ALL ", to_do!("requires_action"), " UNION ALL ", to_do!("failed"), newest_first!()
    );
    KEYS_TO_SHIP = concat!(to_do!("paid"), " UNION ALL ", to_do!("partially_refunded"), newest_first!());
    KEYS_SHIPPED = concat!(of_index!("fulfilment_status", "shipped", "<> 'unfulfilled'"), newest_first!());
    KEYS_DONE = concat!(
        of_index!("fulfilment_status", "delivered", "<> 'unfulfilled'"), " UNION ALL ",
        of_index!("fulfilment_status", "returned", "<> 'unfulfilled'"), newest_first!()
    );
    KEYS_ENDED = concat!(
        of_index!("status", "cancelled", "<> 'open'"), " UNION ALL ", of_index!("status", "expired", "<> 'open'"),
        newest_first!()
    );
    KEYS_REFUNDED = concat!(
        of_index!("payment_status", "partially_refunded", "NOT IN ('pending', 'paid')"), " UNION ALL ",
        of_index!("payment_status", "refunded", "NOT IN ('pending', 'paid')"), newest_first!()
    );
    /// Each lane up to so many: more is not told, for counting what lies there for years is not cheap.
    LANE_COUNTS = concat!(
        "SELECT ", counted!("o.payment_status IN ('pending', 'requires_action', 'failed') AND o.status = 'open' \
         AND o.fulfilment_status IN ('unfulfilled', 'partially_shipped')"), " AS to_pay, ",
        counted!("o.payment_status IN ('paid', 'partially_refunded') AND o.status = 'open' \
         AND o.fulfilment_status IN ('unfulfilled', 'partially_shipped')"), " AS to_ship, ",
        counted!("o.fulfilment_status = 'shipped' AND o.fulfilment_status <> 'unfulfilled'"), " AS shipped, ",
        counted!("o.fulfilment_status IN ('delivered', 'returned') AND o.fulfilment_status <> 'unfulfilled'"), " AS done, ",
        counted!("o.status IN ('cancelled', 'expired') AND o.status <> 'open'"), " AS ended, ",
        counted!("o.payment_status IN ('partially_refunded', 'refunded') \
         AND o.payment_status NOT IN ('pending', 'paid')"), " AS refunded"
    );
    /// Paid, and not sent though it was placed long ago; what is due first comes first.
    KEYS_OVERDUE = concat!(
        "SELECT q.placed_at, q.id FROM (", overdue!("paid"), " UNION ALL ", overdue!("partially_refunded"), ") q \
         ORDER BY q.placed_at, q.id LIMIT $2"
    );
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

    /// Everybody's orders that a filter lets through, newest first. The total is told up to 10 000, and only where it is
    /// cheap. A page of a status that most orders have looks through 20 000 orders at most: it may be short, or empty,
    /// and still go on.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn orders(
        &self,
        filter: &OrderFilter,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<Order>, ListError> {
        let from = filter.start(Key::decode(cursor, Key::newest())?);
        let since = filter.from.unwrap_or(DateTime::UNIX_EPOCH);
        let wanted = filter.wanted();
        let mut snapshot = self.snapshot().await?;
        let mut db = snapshot.db();
        if let Some(email) = &filter.email {
            let (status, payment, fulfilment) = wanted.names();
            let keys = fetch_all!(
                &mut db,
                (DateTime<Utc>, Uuid),
                KEYS_OF_EMAIL,
                from.at,
                from.id,
                status,
                payment,
                fulfilment,
                probe(limit),
                since,
                email.as_str()
            )?;
            return order_page(&mut db, keys, limit, None).await;
        }
        if let Some(lane) = filter.lane {
            let keys = fetch_all!(&mut db, (DateTime<Utc>, Uuid), lane.keys(), from.at, from.id, probe(limit), since)?;
            return order_page(&mut db, keys, limit, None).await;
        }
        let (mut page, looked_up_to) = match wanted.index() {
            None if wanted == Wanted::default() => {
                let total = match filter.is_unbounded() {
                    true => fetch_optional!(&mut db, (i64,), COUNT, COUNTED_MAX + 1)?,
                    false => None,
                };
                let keys = fetch_all!(&mut db, (DateTime<Utc>, Uuid), KEYS, from.at, from.id, probe(limit), since)?;
                (order_page(&mut db, keys, limit, told(total)).await?, None)
            }
            None => {
                let keys = wanted.looked_through(&mut db, from, since, limit).await?;
                let last = fetch_optional!(
                    &mut db,
                    (DateTime<Utc>, Uuid),
                    LOOKED_UP_TO,
                    from.at,
                    from.id,
                    LOOKED_THROUGH_MAX - 1,
                    since
                )?;
                (order_page(&mut db, keys, limit, None).await?, last)
            }
            Some((keys, count, named)) => {
                let total = if wanted.is_only_one() && filter.is_unbounded() {
                    fetch_optional!(&mut db, (i64,), count, named, COUNTED_MAX + 1)?
                } else {
                    None
                };
                let keys = wanted.keys(&mut db, keys, from, since, limit).await?;
                (order_page(&mut db, keys, limit, told(total)).await?, None)
            }
        };
        if let (None, Some((at, id))) = (&page.next_cursor, looked_up_to) {
            page.next_cursor = Some(Key { at, id }.encode());
        }
        Ok(page)
    }

    /// How many orders each lane has, up to `most`.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn order_lanes(&self, most: i64) -> Result<LaneCounts, ReadError> {
        let mut reader = self.reader().await?;
        let counted = fetch_optional!(&mut reader.db(), (i64, i64, i64, i64, i64, i64), LANE_COUNTS, most);
        let (to_pay, to_ship, shipped, done, ended, refunded) = counted.map_err(read_error)?.unwrap_or_default();
        Ok(LaneCounts { to_pay, to_ship, shipped, done, ended, refunded })
    }

    /// Paid orders of which something should have left before the day that begins at `today`, or was placed before `placed`
    /// where no such day was set; the oldest first, of the thousand that have waited longest.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn orders_overdue(
        &self,
        placed: DateTime<Utc>,
        today: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Order>, ReadError> {
        let mut snapshot = self.snapshot().await?;
        let mut db = snapshot.db();
        let keys = fetch_all!(&mut db, (DateTime<Utc>, Uuid), KEYS_OVERDUE, placed, i64::from(limit), today);
        let keys = keys.map_err(read_error)?;
        let ids: BTreeSet<OrderId> = keys.iter().map(|(_, id)| OrderId(*id)).collect();
        let mut found = load::orders(&mut db, &ids).await.map_err(read_error)?;
        Ok(keys.into_iter().filter_map(|(_, id)| found.remove(&OrderId(id))).collect())
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

/// Which of everybody's orders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderFilter {
    /// Of this status.
    pub status: Option<OrderStatus>,
    /// Of this payment status.
    pub payment_status: Option<OrderPaymentStatus>,
    /// Of this fulfilment status.
    pub fulfilment_status: Option<FulfilmentStatus>,
    /// Of this lane; the statuses above are not looked at then.
    pub lane: Option<OrderLane>,
    /// Of a buyer with this address, in small letters; the lane is not looked at then.
    pub email: Option<String>,
    /// Placed then or later.
    pub from: Option<DateTime<Utc>>,
    /// Placed before.
    pub until: Option<DateTime<Utc>>,
}

/// Where an order stands, for whoever looks after it. One may stand in two lanes: partly refunded and yet to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderLane {
    /// Waits for its money.
    ToPay,
    /// Paid, and something of it has yet to leave.
    ToShip,
    /// On its way.
    Shipped,
    /// Arrived, or came back.
    Done,
    /// Called off, or not paid in time.
    Ended,
    /// Some or all of its money went back.
    Refunded,
}

/// How many orders the lanes have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LaneCounts {
    /// Wait for their money.
    pub to_pay: i64,
    /// Paid, and something of them has yet to leave.
    pub to_ship: i64,
    /// On their way.
    pub shipped: i64,
    /// Arrived, or came back.
    pub done: i64,
    /// Called off, or not paid in time.
    pub ended: i64,
    /// Some or all of their money went back.
    pub refunded: i64,
}

impl OrderLane {
    /// Every lane, in the order of an order's way.
    pub const ALL: [Self; 6] = [Self::ToPay, Self::ToShip, Self::Shipped, Self::Done, Self::Ended, Self::Refunded];

    fn keys(self) -> &'static Sql {
        match self {
            Self::ToPay => &KEYS_TO_PAY,
            Self::ToShip => &KEYS_TO_SHIP,
            Self::Shipped => &KEYS_SHIPPED,
            Self::Done => &KEYS_DONE,
            Self::Ended => &KEYS_ENDED,
            Self::Refunded => &KEYS_REFUNDED,
        }
    }
}

impl LaneCounts {
    /// How many orders a lane has.
    #[must_use]
    pub fn of(&self, lane: OrderLane) -> i64 {
        match lane {
            OrderLane::ToPay => self.to_pay,
            OrderLane::ToShip => self.to_ship,
            OrderLane::Shipped => self.shipped,
            OrderLane::Done => self.done,
            OrderLane::Ended => self.ended,
            OrderLane::Refunded => self.refunded,
        }
    }
}

impl OrderFilter {
    fn wanted(&self) -> Wanted {
        let Self { status, payment_status, fulfilment_status, .. } = *self;
        Wanted { status, payment_status, fulfilment_status }
    }

    fn is_unbounded(&self) -> bool {
        self.from.is_none() && self.until.is_none()
    }

    /// Where a page starts: at its cursor, or at the end of the time that is asked for.
    fn start(&self, cursor: Key) -> Key {
        match self.until {
            Some(until) if (until, Uuid::nil()) < (cursor.at, cursor.id) => Key { at: until, id: Uuid::nil() },
            _ => cursor,
        }
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

    async fn keys(
        self,
        db: &mut Db<'_>,
        keys: &Sql,
        from: Key,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<Keys, sqlx::Error> {
        let (status, payment, fulfilment) = self.names();
        fetch_all!(db, (DateTime<Utc>, Uuid), keys, from.at, from.id, status, payment, fulfilment, probe(limit), since)
    }

    async fn looked_through(
        self,
        db: &mut Db<'_>,
        from: Key,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<Keys, sqlx::Error> {
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
            LOOKED_THROUGH_MAX,
            since
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
