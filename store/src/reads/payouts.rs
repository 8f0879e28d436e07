//! What sellers are owed, and how they were paid.

use chrono::{DateTime, Utc};
use impasto_domain::ids::{OrderId, PayoutId, PayoutRunId, SellerId, UserId};
use impasto_domain::money::Money;
use impasto_domain::order::{FulfilmentStatus, OrderPaymentStatus, OrderStatus};
use impasto_domain::payout::{
    OwedOrder, PAYOUT_MINIMUM, Payout, PayoutRules, PayoutRun, PayoutState, SellerBalance, WITHDRAWAL_DAYS,
    WITHDRAWAL_DAYS_USUAL,
};
use impasto_domain::payout_account::PayoutWay;
use impasto_domain::ports::ReadError;
use impasto_domain::read::Page;
use sqlx::types::Json;
use uuid::Uuid;

use super::ListError;
use super::cursor::{Key, page, probe};
use crate::open::{Store, read_error};
use crate::record::stored;
use crate::records::{account_of, currency, small, unknown};
use crate::sql::{fetch_all, fetch_optional, statements};

/// An order in a payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidOrder {
    /// The order.
    pub order_id: OrderId,
    /// Its number.
    pub number: String,
    /// Earnings paid, minor units; less than nothing for what was taken off.
    pub payable_minor: i64,
    /// Tax paid, minor units.
    pub vat_minor: i64,
}

macro_rules! owed {
    ($of_seller:literal) => {
        concat!(
            "SELECT w.seller_id, s.name AS seller_name, s.payout_account, w.currency, w.order_id, o.number, o.placed_at, \
             o.status, o.payment_status, o.fulfilment_status, w.payable, w.vat, \
             (SELECT max(k.updated_at) FROM shipments k WHERE k.order_id = w.order_id) AS delivered_at \
             FROM (SELECT e.seller_id, e.currency, e.order_id, \
             CAST(-sum(CASE WHEN e.account = 'seller_payable' THEN e.amount_minor ELSE 0 END) AS bigint) AS payable, \
             CAST(-sum(CASE WHEN e.account = 'seller_vat' THEN e.amount_minor ELSE 0 END) AS bigint) AS vat \
             FROM ledger_entries e WHERE e.seller_id IS NOT NULL AND e.order_id IS NOT NULL \
             AND e.account IN ('seller_payable', 'seller_vat')",
            $of_seller,
            " GROUP BY e.seller_id, e.order_id, e.currency HAVING sum(e.amount_minor) <> 0) w \
             JOIN orders o ON o.id = w.order_id JOIN sellers s ON s.id = w.seller_id \
             ORDER BY w.seller_id, w.currency, o.placed_at, o.id"
        )
    };
}

macro_rules! payouts {
    () => {
        "SELECT p.id, p.run_id, p.seller_id, s.name AS seller_name, p.currency, p.amount_minor, p.way, p.account, \
         p.state, p.reference, p.failure, p.created_at, p.sent_at, p.settled_at FROM payouts p \
         JOIN sellers s ON s.id = p.seller_id "
    };
}

macro_rules! runs {
    () => {
        "SELECT r.id, r.by, r.created_at, \
         (SELECT count(*) FROM payouts p WHERE p.run_id = r.id AND p.state = 'pending') AS pending, \
         (SELECT count(*) FROM payouts p WHERE p.run_id = r.id AND p.state = 'sent') AS sent, \
         (SELECT count(*) FROM payouts p WHERE p.run_id = r.id AND p.state = 'paid') AS paid, \
         (SELECT count(*) FROM payouts p WHERE p.run_id = r.id AND p.state = 'failed') AS failed FROM payout_runs r "
    };
}

statements! {
    OWED = owed!("");
    OWED_TO_SELLER = owed!(" AND e.seller_id = $1");
    PAYOUT_BY_ID = concat!(payouts!(), "WHERE p.id = $1");
    PAYOUTS_OF_RUN = concat!(payouts!(), "WHERE p.run_id = $1 ORDER BY s.name, p.seller_id, p.currency");
    PAYOUTS_OF_SELLER = concat!(
        payouts!(),
        "WHERE p.seller_id = $1 AND (p.created_at, p.id) < ($2, $3) ORDER BY p.created_at DESC, p.id DESC LIMIT $4"
    );
    ORDERS_OF_PAYOUT =
        "SELECT r.order_id, o.number, r.payable_minor, r.vat_minor FROM payout_orders r \
         JOIN orders o ON o.id = r.order_id WHERE r.payout_id = $1 ORDER BY o.placed_at, o.id";
    PAYOUT_RUN_BY_ID = concat!(runs!(), "WHERE r.id = $1");
    PAYOUT_RUNS = concat!(
        runs!(),
        "WHERE (r.created_at, r.id) < ($1, $2) ORDER BY r.created_at DESC, r.id DESC LIMIT $3"
    );
    PAYOUT_SETTINGS = "SELECT s.key, s.value FROM settings s WHERE s.key IN ('payout_minimum', 'withdrawal_days')";
}

stored! {
    struct OwedRow {
        seller_id: Uuid,
        seller_name: String,
        payout_account: Option<String>,
        currency: String,
        order_id: Uuid,
        number: String,
        placed_at: DateTime<Utc>,
        status: String,
        payment_status: String,
        fulfilment_status: String,
        payable: i64,
        vat: i64,
        delivered_at: Option<DateTime<Utc>>,
    }
}

stored! {
    struct PayoutRow {
        id: Uuid,
        run_id: Uuid,
        seller_id: Uuid,
        seller_name: String,
        currency: String,
        amount_minor: i64,
        way: String,
        account: String,
        state: String,
        reference: Option<String>,
        failure: Option<String>,
        created_at: DateTime<Utc>,
        sent_at: Option<DateTime<Utc>>,
        settled_at: Option<DateTime<Utc>>,
    }
}

stored! {
    struct RunRow {
        id: Uuid,
        by: Uuid,
        created_at: DateTime<Utc>,
        pending: i64,
        sent: i64,
        paid: i64,
        failed: i64,
    }
}

fn order_of(row: &OwedRow) -> Result<OwedOrder, sqlx::Error> {
    let strange = |name: &str| unknown("order status", name);
    Ok(OwedOrder {
        order_id: OrderId(row.order_id),
        number: row.number.clone(),
        placed_at: row.placed_at,
        payable_minor: row.payable,
        vat_minor: row.vat,
        status: OrderStatus::parse(&row.status).ok_or_else(|| strange(&row.status))?,
        payment_status: OrderPaymentStatus::parse(&row.payment_status).ok_or_else(|| strange(&row.payment_status))?,
        fulfilment_status: FulfilmentStatus::parse(&row.fulfilment_status)
            .ok_or_else(|| strange(&row.fulfilment_status))?,
        delivered_at: row.delivered_at,
    })
}

/// Orders by seller and currency, as they are read in that order.
fn balances(rows: Vec<OwedRow>) -> Result<Vec<SellerBalance>, sqlx::Error> {
    let mut found: Vec<SellerBalance> = Vec::new();
    for row in rows {
        let (seller_id, code) = (SellerId(row.seller_id), currency(&row.currency)?);
        let order = order_of(&row)?;
        match found.last_mut().filter(|last| last.seller_id == seller_id && last.currency == code) {
            Some(last) => last.orders.push(order),
            None => found.push(SellerBalance {
                seller_id,
                seller_name: row.seller_name,
                currency: code,
                account: row.payout_account.map(|account| account_of(&account)).transpose()?,
                orders: vec![order],
            }),
        }
    }
    Ok(found)
}

impl TryFrom<PayoutRow> for Payout {
    type Error = sqlx::Error;

    fn try_from(row: PayoutRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: PayoutId(row.id),
            run_id: PayoutRunId(row.run_id),
            seller_id: SellerId(row.seller_id),
            seller_name: row.seller_name,
            amount: Money::new(row.amount_minor, currency(&row.currency)?),
            way: PayoutWay::parse(&row.way).ok_or_else(|| unknown("way of a payout", &row.way))?,
            account: account_of(&row.account)?,
            state: PayoutState::parse(&row.state).ok_or_else(|| unknown("payout state", &row.state))?,
            reference: row.reference,
            failure: row.failure,
            created_at: row.created_at,
            sent_at: row.sent_at,
            settled_at: row.settled_at,
        })
    }
}

impl TryFrom<RunRow> for PayoutRun {
    type Error = sqlx::Error;

    fn try_from(row: RunRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: PayoutRunId(row.id),
            by: UserId(row.by),
            created_at: row.created_at,
            pending: small("count of payouts", row.pending)?,
            sent: small("count of payouts", row.sent)?,
            paid: small("count of payouts", row.paid)?,
            failed: small("count of payouts", row.failed)?,
        })
    }
}

impl Store {
    /// What every seller is owed, by currency, or one of them: order by order.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn seller_balances(&self, seller_id: Option<SellerId>) -> Result<Vec<SellerBalance>, ReadError> {
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let rows = match seller_id {
            Some(seller_id) => fetch_all!(&mut db, OwedRow, OWED_TO_SELLER, seller_id.0),
            None => fetch_all!(&mut db, OwedRow, OWED),
        };
        balances(rows.map_err(read_error)?).map_err(read_error)
    }

    /// What the house pays, as it is set; `can_transfer` says whether there is a provider that sends money to sellers.
    /// What cannot be read counts as not set.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn payout_rules(&self, can_transfer: bool) -> Result<PayoutRules, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), (String, Json<serde_json::Value>), PAYOUT_SETTINGS);
        let mut rules = PayoutRules { withdrawal_days: WITHDRAWAL_DAYS_USUAL, can_transfer, ..PayoutRules::default() };
        for (key, Json(value)) in rows.map_err(read_error)? {
            match key.as_str() {
                PAYOUT_MINIMUM => rules.minimum = serde_json::from_value(value).unwrap_or_default(),
                WITHDRAWAL_DAYS => {
                    rules.withdrawal_days = serde_json::from_value(value).unwrap_or(WITHDRAWAL_DAYS_USUAL);
                }
                _ => {}
            }
        }
        Ok(rules)
    }

    /// A payout.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn payout(&self, id: PayoutId) -> Result<Option<Payout>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), PayoutRow, PAYOUT_BY_ID, id.0).map_err(read_error)?;
        row.map(Payout::try_from).transpose().map_err(read_error)
    }

    /// The payouts of a run, by the names of the sellers.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn payouts_of_run(&self, id: PayoutRunId) -> Result<Vec<Payout>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), PayoutRow, PAYOUTS_OF_RUN, id.0).map_err(read_error)?;
        rows.into_iter().map(Payout::try_from).collect::<Result<_, _>>().map_err(read_error)
    }

    /// The payouts of a seller, the newest first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn payouts_of_seller(
        &self,
        seller_id: SellerId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<Payout>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let rows = fetch_all!(&mut db, PayoutRow, PAYOUTS_OF_SELLER, seller_id.0, from.at, from.id, probe(limit))?;
        let key = |row: &PayoutRow| Key { at: row.created_at, id: row.id }.encode();
        page(rows, limit, None, key, |row| Ok(Payout::try_from(row)?))
    }

    /// What a payout pays, order by order.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn orders_of_payout(&self, id: PayoutId) -> Result<Vec<PaidOrder>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), (Uuid, String, i64, i64), ORDERS_OF_PAYOUT, id.0);
        let order = |(order_id, number, payable_minor, vat_minor)| PaidOrder {
            order_id: OrderId(order_id),
            number,
            payable_minor,
            vat_minor,
        };
        Ok(rows.map_err(read_error)?.into_iter().map(order).collect())
    }

    /// A run.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn payout_run(&self, id: PayoutRunId) -> Result<Option<PayoutRun>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), RunRow, PAYOUT_RUN_BY_ID, id.0).map_err(read_error)?;
        row.map(PayoutRun::try_from).transpose().map_err(read_error)
    }

    /// Runs, the newest first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn payout_runs(&self, cursor: Option<&str>, limit: u32) -> Result<Page<PayoutRun>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), RunRow, PAYOUT_RUNS, from.at, from.id, probe(limit))?;
        let key = |row: &RunRow| Key { at: row.created_at, id: row.id }.encode();
        page(rows, limit, None, key, |row| Ok(PayoutRun::try_from(row)?))
    }
}
