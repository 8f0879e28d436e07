//! Disputes: what banks took back, or tried to.

use chrono::{DateTime, Utc};
use impasto_domain::dispute::{Dispute, DisputeStatus};
use impasto_domain::money::Money;
use impasto_domain::ports::ReadError;
use impasto_domain::read::Page;
use uuid::Uuid;

use super::ListError;
use super::cursor::{Key, page, probe};
use crate::open::{Store, read_error};
use crate::record::stored;
use crate::records::{currency, unknown};
use crate::sql::{fetch_all, statements};

/// A dispute, with the number of its order and who told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputeRecord {
    /// The case.
    pub dispute: Dispute,
    /// The number of its order.
    pub order_number: String,
    /// `stripe`, `paypal`.
    pub provider: String,
}

statements! {
    LISTED_DISPUTES =
        "SELECT d.id, d.order_id, d.payment_id, d.reference, d.status, d.reason, d.amount_minor, d.currency, \
         d.taken_back_minor, d.evidence_due_at, d.created_at, d.updated_at, o.number, p.provider FROM disputes d \
         JOIN orders o ON o.id = d.order_id JOIN payments p ON p.id = d.payment_id \
         WHERE (d.created_at, d.id) < ($1, $2) AND d.status = coalesce($3, d.status) \
         ORDER BY d.created_at DESC, d.id DESC LIMIT $4";
    OPEN_DISPUTES = "SELECT count(*) AS cases FROM disputes d WHERE d.status = 'open'";
}

stored! {
    struct ListedRow {
        id: Uuid,
        order_id: Uuid,
        payment_id: Uuid,
        reference: String,
        status: String,
        reason: String,
        amount_minor: i64,
        currency: String,
        taken_back_minor: i64,
        evidence_due_at: Option<DateTime<Utc>>,
        created_at: DateTime<Utc>,
        updated_at: DateTime<Utc>,
        number: String,
        provider: String,
    }
}

fn record(row: ListedRow) -> Result<DisputeRecord, ListError> {
    Ok(DisputeRecord {
        dispute: Dispute {
            id: row.id.into(),
            order_id: row.order_id.into(),
            payment_id: row.payment_id.into(),
            reference: row.reference,
            status: DisputeStatus::parse(&row.status).ok_or_else(|| unknown("dispute status", &row.status))?,
            reason: row.reason,
            amount: Money::new(row.amount_minor, currency(&row.currency)?),
            taken_back_minor: row.taken_back_minor,
            evidence_due_at: row.evidence_due_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        },
        order_number: row.number,
        provider: row.provider,
    })
}

impl Store {
    /// Disputes, the newest first; all of them, or those of one status.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn disputes(
        &self,
        status: Option<DisputeStatus>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<DisputeRecord>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let status = status.map(DisputeStatus::as_str);
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), ListedRow, LISTED_DISPUTES, from.at, from.id, status, probe(limit))?;
        page(rows, limit, None, |row| Key { at: row.created_at, id: row.id }.encode(), record)
    }

    /// How many are not decided.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn open_disputes(&self) -> Result<i64, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), (i64,), OPEN_DISPUTES).map_err(read_error)?;
        Ok(rows.first().map_or(0, |(cases,)| *cases))
    }
}
