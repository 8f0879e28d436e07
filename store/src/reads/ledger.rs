//! The books: entries, and what each account sums to.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use impasto_domain::ids::{OrderId, PayoutId, PostingId, SellerId};
use impasto_domain::ledger::{AccountKind, LedgerEntry};
use impasto_domain::ports::ReadError;
use impasto_domain::read::Page;
use uuid::Uuid;

use super::ListError;
use super::cursor::{Key, page, probe};
use crate::open::{Store, read_error};
use crate::record::stored;
use crate::records::{currency, small, unknown};
use crate::sql::{fetch_all, statements};

/// Which entries of the ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerWanted {
    /// Of an account.
    pub account: Option<AccountKind>,
    /// Of a seller's accounts.
    pub seller: Option<SellerId>,
    /// Of an order.
    pub order: Option<OrderId>,
    /// From this time on.
    pub from: Option<DateTime<Utc>>,
    /// Before this time.
    pub until: Option<DateTime<Utc>>,
}

/// An entry, with the names of what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRecord {
    /// The entry.
    pub entry: LedgerEntry,
    /// The number of its order.
    pub order_number: Option<String>,
    /// The name of its seller.
    pub seller_name: Option<String>,
}

/// What an account comes to in a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountBalance {
    /// The account.
    pub account: AccountKind,
    /// The currency.
    pub currency: impasto_domain::money::Currency,
    /// All debits, minor units.
    pub debit_minor: i64,
    /// All credits, minor units, as a positive number.
    pub credit_minor: i64,
}

/// Entries between two times, the newest posting first; `$1` and `$2` are the place to go on from. Postings are in order of
/// their ids, which begin with the time they were made at.
macro_rules! entries {
    ($where:literal) => {
        concat!(
            "SELECT e.posting_id, e.position, e.account, e.seller_id, e.amount_minor, e.currency, e.reason, e.order_id, \
             e.payout_id, e.at, o.number AS order_number, s.name AS seller_name FROM ledger_entries e \
             LEFT JOIN orders o ON o.id = e.order_id LEFT JOIN sellers s ON s.id = e.seller_id \
             WHERE (e.posting_id, e.position) < ($1, $2) AND e.at >= $3 AND e.at < $4 \
             AND e.account = coalesce($5, e.account) ",
            $where,
            " ORDER BY e.posting_id DESC, e.position DESC LIMIT $6"
        )
    };
}

statements! {
    LEDGER = entries!("");
    LEDGER_OF_ORDER = entries!("AND e.order_id = $7");
    LEDGER_OF_SELLER = entries!("AND e.seller_id = $7");
    LEDGER_OF_ORDER_AND_SELLER = entries!("AND e.order_id = $7 AND e.seller_id = $8");
    TRIAL_BALANCE =
        "SELECT e.account, e.currency, \
         CAST(sum(CASE WHEN e.amount_minor > 0 THEN e.amount_minor ELSE 0 END) AS bigint) AS debit, \
         CAST(sum(CASE WHEN e.amount_minor < 0 THEN -e.amount_minor ELSE 0 END) AS bigint) AS credit \
         FROM ledger_entries e WHERE e.at < $1 GROUP BY e.account, e.currency";
}

stored! {
    struct EntryRow {
        posting_id: Uuid,
        position: i64,
        account: String,
        seller_id: Option<Uuid>,
        amount_minor: i64,
        currency: String,
        reason: String,
        order_id: Option<Uuid>,
        payout_id: Option<Uuid>,
        at: DateTime<Utc>,
        order_number: Option<String>,
        seller_name: Option<String>,
    }
}

fn account(name: &str) -> Result<AccountKind, ListError> {
    AccountKind::parse(name).ok_or_else(|| unknown("account", name).into())
}

fn record(row: EntryRow) -> Result<LedgerRecord, ListError> {
    Ok(LedgerRecord {
        entry: LedgerEntry {
            posting_id: PostingId(row.posting_id),
            position: small("position", row.position)?,
            account: account(&row.account)?,
            seller_id: row.seller_id.map(SellerId),
            amount_minor: row.amount_minor,
            currency: currency(&row.currency)?,
            reason: row.reason,
            order_id: row.order_id.map(OrderId),
            payout_id: row.payout_id.map(PayoutId),
            at: row.at,
        },
        order_number: row.order_number,
        seller_name: row.seller_name,
    })
}

/// The text of a place for clients to send back.
fn encode(row: &EntryRow) -> String {
    let mut bytes = [0_u8; 24];
    bytes[..16].copy_from_slice(row.posting_id.as_bytes());
    bytes[16..].copy_from_slice(&row.position.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The place behind a cursor, or before the newest without one.
fn decode(cursor: Option<&str>) -> Result<(Uuid, i64), ListError> {
    let Some(cursor) = cursor else { return Ok((Uuid::max(), i64::MAX)) };
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| ListError::BadCursor)?;
    let bytes: [u8; 24] = bytes.try_into().map_err(|_| ListError::BadCursor)?;
    let (posting, position) = bytes.split_at(16);
    let posting = Uuid::from_slice(posting).map_err(|_| ListError::BadCursor)?;
    let position = position.try_into().map(i64::from_be_bytes).map_err(|_| ListError::BadCursor)?;
    Ok((posting, position))
}

impl Store {
    /// Entries of the ledger, the newest posting first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn ledger(
        &self,
        wanted: &LedgerWanted,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<LedgerRecord>, ListError> {
        let (posting, position) = decode(cursor)?;
        let (oldest, newest) = (Key::oldest().at, Key::newest().at);
        let from = wanted.from.unwrap_or(oldest).clamp(oldest, newest);
        let until = wanted.until.unwrap_or(newest).clamp(oldest, newest);
        let (of, most) = (wanted.account.map(AccountKind::as_str), probe(limit));
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let rows = match (wanted.order, wanted.seller) {
            (None, None) => fetch_all!(&mut db, EntryRow, LEDGER, posting, position, from, until, of, most),
            (Some(order), None) => {
                fetch_all!(&mut db, EntryRow, LEDGER_OF_ORDER, posting, position, from, until, of, most, order.0)
            }
            (None, Some(seller)) => {
                fetch_all!(&mut db, EntryRow, LEDGER_OF_SELLER, posting, position, from, until, of, most, seller.0)
            }
            (Some(order), Some(seller)) => {
                let (order, seller) = (order.0, seller.0);
                let both = &LEDGER_OF_ORDER_AND_SELLER;
                fetch_all!(&mut db, EntryRow, both, posting, position, from, until, of, most, order, seller)
            }
        };
        page(rows?, limit, None, encode, record)
    }

    /// What every account that was ever used comes to before a time, by currency, then as the chart lists them.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn trial_balance(&self, until: Option<DateTime<Utc>>) -> Result<Vec<AccountBalance>, ReadError> {
        let until = until.unwrap_or(Key::newest().at).clamp(Key::oldest().at, Key::newest().at);
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), (String, String, i64, i64), TRIAL_BALANCE, until);
        let mut balances = Vec::new();
        for (name, code, debit_minor, credit_minor) in rows.map_err(read_error)? {
            let account = AccountKind::parse(&name).ok_or_else(|| read_error(unknown("account", &name)))?;
            let currency = currency(&code).map_err(read_error)?;
            balances.push(AccountBalance { account, currency, debit_minor, credit_minor });
        }
        balances.sort_by_key(|balance| (balance.currency.code(), balance.account));
        Ok(balances)
    }
}
