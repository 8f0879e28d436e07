//! Jobs that wait, and those that were given up.

use chrono::{DateTime, Utc};
use impasto_domain::ids::JobId;
use impasto_domain::ports::ReadError;
use uuid::Uuid;

use crate::open::{Store, read_error};
use crate::records::small;
use crate::sql::{fetch_all, fetch_optional, statements};

/// A job that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadJob {
    /// The job.
    pub id: JobId,
    /// What kind of job: a kind's stored name, also of one that this program does not know.
    pub kind: String,
    /// What it is about.
    pub subject: Uuid,
    /// How often it was tried.
    pub attempts: u32,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was promised.
    pub created_at: DateTime<Utc>,
}

/// Open jobs of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobBacklog {
    /// The kind.
    pub kind: String,
    /// How many are open.
    pub open: i64,
    /// When the one that waits longest was due.
    pub oldest_due: DateTime<Utc>,
}

statements! {
    DEAD_JOBS =
        "SELECT j.id, j.kind, j.subject, j.attempts, j.last_error, j.created_at FROM jobs j WHERE j.dead \
         ORDER BY j.created_at DESC, j.id LIMIT $1";
    BACKLOG =
        "SELECT j.kind, count(*) AS open, min(j.run_at) AS oldest_due FROM jobs j WHERE NOT j.dead \
         GROUP BY j.kind ORDER BY j.kind";
    /// Of the dead no more are counted than somebody would look at.
    HOLDS_AND_DEAD =
        "SELECT (SELECT count(*) FROM holds h) AS holds, \
         (SELECT count(*) FROM (SELECT 1 AS one FROM jobs j WHERE j.dead LIMIT 10000) d) AS dead";
}

impl Store {
    /// Dead letters, the newest first.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn dead_jobs(&self, limit: u32) -> Result<Vec<DeadJob>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(
            &mut reader.db(),
            (Uuid, String, Uuid, i64, Option<String>, DateTime<Utc>),
            DEAD_JOBS,
            i64::from(limit)
        )
        .map_err(read_error)?;
        rows.into_iter()
            .map(|(id, kind, subject, attempts, last_error, created_at)| {
                let attempts = small("number of attempts", attempts).map_err(read_error)?;
                Ok(DeadJob { id: JobId(id), kind, subject, attempts, last_error, created_at })
            })
            .collect()
    }

    /// Open jobs by kind, for the figures of the house.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn job_backlog(&self) -> Result<Vec<JobBacklog>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), (String, i64, DateTime<Utc>), BACKLOG).map_err(read_error)?;
        Ok(rows.into_iter().map(|(kind, open, oldest_due)| JobBacklog { kind, open, oldest_due }).collect())
    }

    /// How many holds there are, and how many dead letters (at most 10 000 are counted).
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn live_holds_and_dead_jobs(&self) -> Result<(i64, i64), ReadError> {
        let mut reader = self.reader().await?;
        let counted = fetch_optional!(&mut reader.db(), (i64, i64), HOLDS_AND_DEAD).map_err(read_error)?;
        Ok(counted.unwrap_or_default())
    }
}
