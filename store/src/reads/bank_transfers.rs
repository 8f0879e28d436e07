//! What providers paid out to the house's bank.

use chrono::{DateTime, NaiveDate, Utc};
use impasto_domain::ids::PostingId;
use impasto_domain::money::Money;
use impasto_domain::month::Month;
use impasto_domain::ports::ReadError;
use uuid::Uuid;

use crate::open::{Store, read_error};
use crate::record::stored;
use crate::records::{currency, unknown};
use crate::sql::{fetch_all, statements};

/// A transfer as it was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankTransferRecord {
    /// Its posting.
    pub id: PostingId,
    /// Who paid it.
    pub provider: String,
    /// What it is called.
    pub reference: String,
    /// How much; less than nothing where the provider took money from the bank.
    pub amount: Money,
    /// The day of the bank's statement.
    pub on: NaiveDate,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
}

statements! {
    BANK_TRANSFERS_OF_DAYS =
        "SELECT t.id, t.provider, t.reference, t.currency, t.amount_minor, t.on_day, t.created_at FROM bank_transfers t \
         WHERE t.on_day >= $1 AND t.on_day <= $2 ORDER BY t.on_day, t.id";
}

stored! {
    struct TransferRow {
        id: Uuid,
        provider: String,
        reference: String,
        currency: String,
        amount_minor: i64,
        on_day: String,
        created_at: DateTime<Utc>,
    }
}

impl TryFrom<TransferRow> for BankTransferRecord {
    type Error = sqlx::Error;

    fn try_from(row: TransferRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: PostingId(row.id),
            amount: Money::new(row.amount_minor, currency(&row.currency)?),
            on: row.on_day.parse().map_err(|_| unknown("day", &row.on_day))?,
            provider: row.provider,
            reference: row.reference,
            created_at: row.created_at,
        })
    }
}

impl Store {
    /// The transfers of a month by their days.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn bank_transfers_of(&self, month: Month) -> Result<Vec<BankTransferRecord>, ReadError> {
        let (first, last) = (month.first_day().to_string(), month.last_day().to_string());
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), TransferRow, BANK_TRANSFERS_OF_DAYS, first.as_str(), last.as_str());
        let rows = rows.map_err(read_error)?.into_iter().map(BankTransferRecord::try_from);
        rows.collect::<Result<_, _>>().map_err(read_error)
    }
}
