//! What the books say of a month, and what was kept of those that are closed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use impasto_domain::document::{DocumentKind, InvoiceData};
use impasto_domain::ids::{HouseDocumentId, OrderId, PayoutId, PostingId, SellerId, UserId};
use impasto_domain::ledger::AccountKind;
use impasto_domain::month::books::{PartShare, Posted, SellerAccount};
use impasto_domain::month::{Month, MonthTotal, MonthVat};
use impasto_domain::ports::ReadError;
use impasto_domain::reconcile::ProviderMove;
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::Db;
use crate::open::{Store, read_error};
use crate::record::stored;
use crate::records::{currency, unknown};
use crate::sql::{fetch_all, fetch_optional, statements};

/// Documents that are read at once.
const DOCUMENTS_AT_ONCE: i64 = 500;

/// What the books say of a month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthBooks {
    /// Sums of each account.
    pub totals: Vec<MonthTotal>,
    /// Every entry that concerns a seller or the commission, posting by posting, the oldest first.
    pub entries: Vec<Posted>,
    /// The parts of the orders behind them.
    pub parts: Vec<PartShare>,
    /// What each seller was owed when the month began, minor units.
    pub openings: BTreeMap<SellerAccount, i64>,
    /// Tax of the sellers' sales, as their invoices and credit notes of the month say it.
    pub vat: Vec<MonthVat>,
}

/// A month that is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedMonth {
    /// Which.
    pub month: Month,
    /// When it was closed.
    pub closed_at: DateTime<Utc>,
    /// By whom.
    pub closed_by: UserId,
    /// Its trial balance.
    pub totals: Vec<MonthTotal>,
    /// Its tax.
    pub vat: Vec<MonthVat>,
}

/// An invoice of the house to a seller, or a seller's statement.
#[derive(Debug, Clone, PartialEq)]
pub struct HouseDocument {
    /// The document.
    pub id: HouseDocumentId,
    /// `commission_invoice` or `statement`.
    pub kind: String,
    /// The number, of invoices.
    pub number: Option<String>,
    /// Whose.
    pub seller_id: SellerId,
    /// The seller's name, as it is now.
    pub seller_name: String,
    /// Of which month.
    pub month: Month,
    /// The currency's code.
    pub currency: String,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// What it says, frozen.
    pub data: serde_json::Value,
}

macro_rules! house_documents {
    () => {
        "SELECT d.id, d.kind, d.number, d.seller_id, s.name AS seller_name, d.month, d.currency, d.issued_at, d.data \
         FROM house_documents d JOIN sellers s ON s.id = d.seller_id "
    };
}

statements! {
    TOTALS_OF_MONTH =
        "SELECT e.account, e.currency, \
         CAST(sum(CASE WHEN e.amount_minor > 0 THEN e.amount_minor ELSE 0 END) AS bigint) AS debit_minor, \
         CAST(sum(CASE WHEN e.amount_minor < 0 THEN -e.amount_minor ELSE 0 END) AS bigint) AS credit_minor, \
         count(*) AS entries FROM ledger_entries e WHERE e.at >= $1 AND e.at < $2 \
         GROUP BY e.account, e.currency ORDER BY e.account, e.currency";
    ENTRIES_OF_MONTH =
        "SELECT e.posting_id, e.at, e.reason, e.account, e.seller_id, e.amount_minor, e.currency, e.order_id, o.number, \
         e.payout_id FROM ledger_entries e LEFT JOIN orders o ON o.id = e.order_id \
         WHERE e.at >= $1 AND e.at < $2 AND e.reason <> 'month_close' \
         AND (e.seller_id IS NOT NULL OR e.account = 'commission') ORDER BY e.at, e.posting_id, e.position";
    PARTS_OF_MONTH =
        "SELECT s.order_id, s.seller_id, s.total_minor, s.commission_minor FROM seller_orders s \
         WHERE s.order_id IN (SELECT e.order_id FROM ledger_entries e WHERE e.at >= $1 AND e.at < $2 \
         AND e.order_id IS NOT NULL) ORDER BY s.order_id, s.position";
    OPENINGS_OF_MONTH =
        "SELECT e.seller_id, e.currency, CAST(-sum(e.amount_minor) AS bigint) AS owed FROM ledger_entries e \
         WHERE e.at < $1 AND e.seller_id IS NOT NULL AND e.account IN ('seller_payable', 'seller_vat') \
         GROUP BY e.seller_id, e.currency HAVING sum(e.amount_minor) <> 0";
    INVOICES_OF_MONTH =
        "SELECT d.id, d.kind, d.data FROM documents d WHERE d.id > $3 AND d.kind IN ('invoice', 'credit_note') \
         AND d.issued_at >= $1 AND d.issued_at < $2 ORDER BY d.id LIMIT $4";
    FIRST_ENTRY = "SELECT min(e.at) AS at FROM ledger_entries e";
    CLOSED_MONTHS = "SELECT c.month, c.closed_at, c.closed_by, c.vat FROM month_closes c ORDER BY c.month DESC";
    CLOSED_MONTH = "SELECT c.month, c.closed_at, c.closed_by, c.vat FROM month_closes c WHERE c.month = $1";
    TOTALS_OF_CLOSED =
        "SELECT t.account, t.currency, t.debit_minor, t.credit_minor, t.entries FROM month_totals t WHERE t.month = $1 \
         ORDER BY t.account, t.currency";
    HOUSE_DOCUMENT = concat!(house_documents!(), "WHERE d.id = $1");
    HOUSE_DOCUMENTS_OF_MONTH = concat!(house_documents!(), "WHERE d.month = $1 ORDER BY d.kind, d.running, s.name, d.id");
    HOUSE_DOCUMENTS_OF_SELLER = concat!(
        house_documents!(),
        "WHERE d.seller_id = $1 ORDER BY d.month DESC, d.kind, d.currency LIMIT $2"
    );
    TAKEN_BY_PROVIDER =
        "SELECT coalesce(p.provider_ref, '') AS reference, p.currency, p.amount_minor FROM payments p \
         WHERE p.provider = $1 AND p.status IN ('succeeded', 'refunded') AND EXISTS \
         (SELECT 1 FROM ledger_entries e WHERE e.order_id = p.order_id AND e.account = 'provider_clearing' \
         AND e.reason IN ('sale', 'late_money') AND e.amount_minor = p.amount_minor AND e.at >= $2 AND e.at < $3)";
    RETURNED_BY_PROVIDER =
        "SELECT coalesce(p.provider_ref, '') AS reference, r.currency, -r.amount_minor AS amount_minor FROM refunds r \
         JOIN payments p ON p.id = r.payment_id WHERE p.provider = $1 AND r.status = 'refunded' \
         AND r.updated_at >= $2 AND r.updated_at < $3";
    RETURNED_WHOLE_BY_PROVIDER =
        "SELECT coalesce(p.provider_ref, '') AS reference, p.currency, -p.refunded_minor AS amount_minor FROM payments p \
         WHERE p.provider = $1 AND p.status = 'refunded' AND p.refunded_minor > 0 AND p.updated_at >= $2 \
         AND p.updated_at < $3 AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.order_id = p.order_id \
         AND r.payment_id = p.id)";
}

stored! {
    struct TotalRow {
        account: String,
        currency: String,
        debit_minor: i64,
        credit_minor: i64,
        entries: i64,
    }
}

stored! {
    struct EntryRow {
        posting_id: Uuid,
        at: DateTime<Utc>,
        reason: String,
        account: String,
        seller_id: Option<Uuid>,
        amount_minor: i64,
        currency: String,
        order_id: Option<Uuid>,
        number: Option<String>,
        payout_id: Option<Uuid>,
    }
}

stored! {
    struct CloseRow {
        month: String,
        closed_at: DateTime<Utc>,
        closed_by: Uuid,
        vat: Json<Vec<MonthVat>>,
    }
}

stored! {
    struct HouseDocumentRow {
        id: Uuid,
        kind: String,
        number: Option<String>,
        seller_id: Uuid,
        seller_name: String,
        month: String,
        currency: String,
        issued_at: DateTime<Utc>,
        data: Json<serde_json::Value>,
    }
}

fn account(name: &str) -> Result<AccountKind, sqlx::Error> {
    AccountKind::parse(name).ok_or_else(|| unknown("account", name))
}

fn month_of(name: &str) -> Result<Month, sqlx::Error> {
    Month::parse(name).map_err(|_| unknown("month", name))
}

impl TryFrom<TotalRow> for MonthTotal {
    type Error = sqlx::Error;

    fn try_from(row: TotalRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            account: account(&row.account)?,
            currency: currency(&row.currency)?,
            debit_minor: row.debit_minor,
            credit_minor: row.credit_minor,
            entries: row.entries,
        })
    }
}

impl TryFrom<EntryRow> for Posted {
    type Error = sqlx::Error;

    fn try_from(row: EntryRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            posting_id: PostingId(row.posting_id),
            at: row.at,
            reason: row.reason,
            account: account(&row.account)?,
            seller_id: row.seller_id.map(SellerId),
            amount_minor: row.amount_minor,
            currency: currency(&row.currency)?,
            order: row.order_id.map(OrderId).zip(row.number),
            payout_id: row.payout_id.map(PayoutId),
        })
    }
}

impl TryFrom<HouseDocumentRow> for HouseDocument {
    type Error = sqlx::Error;

    fn try_from(row: HouseDocumentRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: HouseDocumentId(row.id),
            kind: row.kind,
            number: row.number,
            seller_id: SellerId(row.seller_id),
            seller_name: row.seller_name,
            month: month_of(&row.month)?,
            currency: row.currency,
            issued_at: row.issued_at,
            data: row.data.0,
        })
    }
}

impl Store {
    /// What the books say of a month: one state of them, whole.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn month_books(&self, month: Month) -> Result<MonthBooks, ReadError> {
        let mut snapshot = self.snapshot_of_everything().await?;
        books(&mut snapshot.db(), month).await.map_err(read_error)
    }

    /// When the first entry was posted.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn first_entry_at(&self) -> Result<Option<DateTime<Utc>>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), (Option<DateTime<Utc>>,), FIRST_ENTRY).map_err(read_error)?;
        Ok(row.and_then(|(at,)| at))
    }

    /// Every closed month, the newest first, without their figures.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn closed_months(&self) -> Result<Vec<ClosedMonth>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), CloseRow, CLOSED_MONTHS).map_err(read_error)?;
        let month = |row: CloseRow| {
            Ok(ClosedMonth {
                month: month_of(&row.month)?,
                closed_at: row.closed_at,
                closed_by: UserId(row.closed_by),
                totals: Vec::new(),
                vat: row.vat.0,
            })
        };
        rows.into_iter().map(month).collect::<Result<_, sqlx::Error>>().map_err(read_error)
    }

    /// A closed month with its figures.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn closed_month(&self, month: Month) -> Result<Option<ClosedMonth>, ReadError> {
        let name = month.to_string();
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let row = fetch_optional!(&mut db, CloseRow, CLOSED_MONTH, name.as_str()).map_err(read_error)?;
        let Some(row) = row else { return Ok(None) };
        let totals = fetch_all!(&mut db, TotalRow, TOTALS_OF_CLOSED, name.as_str()).map_err(read_error)?;
        let totals = totals.into_iter().map(MonthTotal::try_from).collect::<Result<_, _>>().map_err(read_error)?;
        Ok(Some(ClosedMonth {
            month,
            closed_at: row.closed_at,
            closed_by: UserId(row.closed_by),
            totals,
            vat: row.vat.0,
        }))
    }

    /// A document of the house.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn house_document(&self, id: HouseDocumentId) -> Result<Option<HouseDocument>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), HouseDocumentRow, HOUSE_DOCUMENT, id.0).map_err(read_error)?;
        row.map(HouseDocument::try_from).transpose().map_err(read_error)
    }

    /// The documents of a closed month: its invoices by their numbers, then the statements.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn house_documents_of_month(&self, month: Month) -> Result<Vec<HouseDocument>, ReadError> {
        let mut reader = self.reader().await?;
        let name = month.to_string();
        let rows = fetch_all!(&mut reader.db(), HouseDocumentRow, HOUSE_DOCUMENTS_OF_MONTH, name.as_str());
        let rows = rows.map_err(read_error)?.into_iter().map(HouseDocument::try_from);
        rows.collect::<Result<_, _>>().map_err(read_error)
    }

    /// The documents of a seller, those of the newest month first.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn house_documents_of_seller(
        &self,
        seller_id: SellerId,
        limit: u32,
    ) -> Result<Vec<HouseDocument>, ReadError> {
        let mut reader = self.reader().await?;
        let limit = i64::from(limit);
        let rows = fetch_all!(&mut reader.db(), HouseDocumentRow, HOUSE_DOCUMENTS_OF_SELLER, seller_id.0, limit);
        let rows = rows.map_err(read_error)?.into_iter().map(HouseDocument::try_from);
        rows.collect::<Result<_, _>>().map_err(read_error)
    }

    /// What moved at a provider in a month, as the house has it.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn provider_moves(&self, provider: &str, month: Month) -> Result<Vec<ProviderMove>, ReadError> {
        let (from, to) = (month.begins_at(), month.ends_at());
        let mut snapshot = self.snapshot_of_everything().await?;
        let mut db = snapshot.db();
        let mut moves = Vec::new();
        for sql in [&TAKEN_BY_PROVIDER, &RETURNED_BY_PROVIDER, &RETURNED_WHOLE_BY_PROVIDER] {
            let rows = fetch_all!(&mut db, (String, String, i64), sql, provider, from, to).map_err(read_error)?;
            let as_move = |(reference, currency, amount_minor)| ProviderMove { reference, currency, amount_minor };
            moves.extend(rows.into_iter().map(as_move));
        }
        Ok(moves)
    }
}

async fn books(db: &mut Db<'_>, month: Month) -> Result<MonthBooks, sqlx::Error> {
    let (from, to) = (month.begins_at(), month.ends_at());
    let totals = fetch_all!(db, TotalRow, TOTALS_OF_MONTH, from, to)?;
    let entries = fetch_all!(db, EntryRow, ENTRIES_OF_MONTH, from, to)?;
    let parts = fetch_all!(db, (Uuid, Uuid, i64, i64), PARTS_OF_MONTH, from, to)?;
    let openings = fetch_all!(db, (Uuid, String, i64), OPENINGS_OF_MONTH, from)?;
    let part = |(order_id, seller_id, total_minor, commission_minor)| PartShare {
        order_id: OrderId(order_id),
        seller_id: SellerId(seller_id),
        total_minor,
        commission_minor,
    };
    Ok(MonthBooks {
        totals: totals.into_iter().map(MonthTotal::try_from).collect::<Result<_, _>>()?,
        entries: entries.into_iter().map(Posted::try_from).collect::<Result<_, _>>()?,
        parts: parts.into_iter().map(part).collect(),
        openings: openings.into_iter().map(|(seller, code, owed)| ((SellerId(seller), code), owed)).collect(),
        vat: vat_of_sales(db, month).await?,
    })
}

/// Tax by country, regime and rate, summed over the invoices and credit notes of a month.
async fn vat_of_sales(db: &mut Db<'_>, month: Month) -> Result<Vec<MonthVat>, sqlx::Error> {
    let (from, to) = (month.begins_at(), month.ends_at());
    let mut sums: BTreeMap<(String, &'static str, u32, &'static str), MonthVat> = BTreeMap::new();
    let mut after = Uuid::nil();
    loop {
        let rows =
            fetch_all!(db, (Uuid, String, Json<InvoiceData>), INVOICES_OF_MONTH, from, to, after, DOCUMENTS_AT_ONCE)?;
        let Some((last, _, _)) = rows.last() else { break };
        after = *last;
        for (_, kind, Json(data)) in &rows {
            let sign = if kind == DocumentKind::CreditNote.as_str() { -1 } else { 1 };
            for row in &data.vat_summary {
                let country = data.seller.country;
                let code = data.currency.code();
                let key = (country.to_string(), row.regime.as_str(), row.rate_basis_points, code);
                let sum = sums.entry(key).or_insert_with(|| MonthVat {
                    of: "sellers".to_owned(),
                    country,
                    regime: row.regime.as_str().to_owned(),
                    rate_basis_points: row.rate_basis_points,
                    currency: data.currency,
                    base_minor: 0,
                    tax_minor: 0,
                });
                sum.base_minor = sum.base_minor.saturating_add(sign * row.base_minor);
                sum.tax_minor = sum.tax_minor.saturating_add(sign * row.tax_minor);
            }
        }
    }
    Ok(sums.into_values().collect())
}
