//! What buyers withdrew from or found damaged: of everybody, and of one seller.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use impasto_domain::ids::{OrderId, ReturnId, SellerId};
use impasto_domain::order::Order;
use impasto_domain::read::Page;
use impasto_domain::returns::Return;
use uuid::Uuid;

use super::ListError;
use super::cursor::{Key, page, probe};
use crate::journal::load;
use crate::open::Store;
use crate::sql::{fetch_all, statements};

statements! {
    /// What waits for an answer; what is due first comes first.
    RETURNS_OPEN =
        "SELECT r.refund_due_at, r.id, r.order_id FROM returns r WHERE r.status IN ('announced', 'received') \
         AND (r.refund_due_at, r.id) > ($1, $2) ORDER BY r.refund_due_at, r.id LIMIT $3";
    RETURNS_NEWEST =
        "SELECT r.created_at, r.id, r.order_id FROM returns r WHERE (r.created_at, r.id) < ($1, $2) \
         ORDER BY r.created_at DESC, r.id DESC LIMIT $3";
    RETURNS_OF_SELLER =
        "SELECT r.created_at, r.id, r.order_id FROM returns r WHERE r.seller_id = $4 \
         AND (r.created_at, r.id) < ($1, $2) ORDER BY r.created_at DESC, r.id DESC LIMIT $3";
}

/// Which returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReturnsWanted {
    /// What waits for an answer, by the day that the money has to be back.
    Open,
    /// All, the newest first.
    All,
    /// Of one seller, the newest first.
    Of(SellerId),
}

/// A return with its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnRecord {
    /// The order.
    pub order: Order,
    /// The return.
    pub back: Return,
}

impl Store {
    /// Returns.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn returns(
        &self,
        wanted: ReturnsWanted,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<ReturnRecord>, ListError> {
        type Row = (DateTime<Utc>, Uuid, Uuid);
        let start = if wanted == ReturnsWanted::Open { Key::oldest() } else { Key::newest() };
        let from = Key::decode(cursor, start)?;
        let mut snapshot = self.snapshot().await?;
        let mut db = snapshot.db();
        let rows = match wanted {
            ReturnsWanted::Open => fetch_all!(&mut db, Row, RETURNS_OPEN, from.at, from.id, probe(limit))?,
            ReturnsWanted::All => fetch_all!(&mut db, Row, RETURNS_NEWEST, from.at, from.id, probe(limit))?,
            ReturnsWanted::Of(seller_id) => {
                fetch_all!(&mut db, Row, RETURNS_OF_SELLER, from.at, from.id, probe(limit), seller_id.0)?
            }
        };
        let key = |row: &Row| Key { at: row.0, id: row.1 }.encode();
        let keys: Page<(OrderId, ReturnId)> =
            page(rows, limit, None, key, |(_, id, order_id)| Ok((OrderId(order_id), ReturnId(id))))?;
        let ids: BTreeSet<OrderId> = keys.items.iter().map(|(order_id, _)| *order_id).collect();
        let orders = load::orders(&mut db, &ids).await?;
        let record = |(order_id, id): &(OrderId, ReturnId)| {
            let order = orders.get(order_id)?;
            let back = order.returns.iter().find(|back| back.id == *id)?;
            Some(ReturnRecord { order: order.clone(), back: back.clone() })
        };
        let items = keys.items.iter().filter_map(record).collect();
        Ok(Page { items, next_cursor: keys.next_cursor, total: None })
    }
}
