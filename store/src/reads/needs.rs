//! What needs somebody of the house: how much of it there is.

use chrono::{DateTime, Utc};
use impasto_domain::ports::ReadError;

use crate::open::{Store, read_error};
use crate::sql::{fetch_optional, statements};

use super::jobs::JobRecord;
use super::jobs::stuck_jobs;
use super::orders::overdue;

/// How much needs somebody; each up to a bound.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Needs {
    /// Paid orders that should have left.
    pub overdue: i64,
    /// Jobs about money that fail and are tried again.
    pub stuck: i64,
    /// Jobs that were given up.
    pub dead: i64,
    /// Sellers who wait for the house's word.
    pub sellers: i64,
    /// Works that wait for a moderator.
    pub reviews: i64,
}

statements! {
    NEEDS =
        concat!("SELECT (SELECT count(*) FROM (SELECT 1 AS one FROM (", overdue!("paid"), " UNION ALL ",
         overdue!("partially_refunded"), ") q LIMIT $2) c) AS overdue, \
         (SELECT count(*) FROM (SELECT 1 AS one FROM jobs j WHERE j.last_error IS NOT NULL AND NOT j.dead \
         AND j.attempts >= 2 AND (j.kind || '') IN ('drive_payment', 'expire_order', 'refund_payment') LIMIT $2) c) AS stuck, \
         (SELECT count(*) FROM (SELECT 1 AS one FROM jobs j WHERE j.dead LIMIT $2) c) AS dead, \
         (SELECT count(*) FROM (SELECT 1 AS one FROM sellers s WHERE NOT s.verified LIMIT $2) c) AS sellers, \
         (SELECT count(*) FROM (SELECT 1 AS one FROM artwork_heads h WHERE h.status = 'in_review' LIMIT $2) c) AS reviews");
}

impl Store {
    /// How much needs somebody, each up to `most`. An order is overdue of which something should have left before `today`, or
    /// that was placed before `placed` where no such day was set.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn needs(&self, placed: DateTime<Utc>, today: DateTime<Utc>, most: i64) -> Result<Needs, ReadError> {
        let mut reader = self.reader().await?;
        let found = fetch_optional!(&mut reader.db(), (i64, i64, i64, i64, i64), NEEDS, placed, most, today);
        let (overdue, stuck, dead, sellers, reviews) = found.map_err(read_error)?.unwrap_or_default();
        Ok(Needs { overdue, stuck, dead, sellers, reviews })
    }

    /// Jobs about money that fail and are tried again, the oldest first.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn stuck_jobs(&self, limit: u32) -> Result<Vec<JobRecord>, ReadError> {
        let mut reader = self.reader().await?;
        stuck_jobs(&mut reader.db(), limit).await.map_err(read_error)
    }
}
