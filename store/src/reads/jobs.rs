//! Jobs that wait, those that fail and are tried again, and those that were given up.

use chrono::{DateTime, Utc};
use impasto_domain::ids::{JobId, OrderId};
use impasto_domain::ports::ReadError;
use impasto_domain::read::Page;
use uuid::Uuid;

use super::ListError;
use super::cursor::{Key, page, probe};
use crate::db::Db;
use crate::open::{Store, read_error};
use crate::record::stored;
use crate::records::small;
use crate::sql::{Rows, fetch_all, fetch_optional, statements};

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

/// A job as staff see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRecord {
    /// The job.
    pub id: JobId,
    /// What kind of job: a kind's stored name, also of one that this program does not know.
    pub kind: String,
    /// What it is about: a payment, an order, a refund, a document, …
    pub subject: Uuid,
    /// The order behind it, where that is known.
    pub order_id: Option<OrderId>,
    /// Not before; while it is worked on, the end of its lease.
    pub run_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: u32,
    /// Until when somebody works on it.
    pub leased_until: Option<DateTime<Utc>>,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// Whether it was given up.
    pub is_dead: bool,
    /// When it was promised.
    pub created_at: DateTime<Utc>,
}

/// Which jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Given up, the newest first.
    Dead,
    /// Failed, and tried again; the newest first.
    Failing,
    /// All that are not given up, the newest first.
    Open,
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

/// A job with the order that its payment, refund or document belongs to, or that it is about itself.
macro_rules! job_columns {
    () => {
        "j.id, j.kind, j.subject, j.run_at, j.attempts, j.lease_until, j.last_error, j.dead, j.created_at, \
         coalesce((SELECT p.order_id FROM payments p WHERE p.id = j.subject), \
         (SELECT r.order_id FROM refunds r WHERE r.id = j.subject), \
         (SELECT d.order_id FROM documents d WHERE d.id = j.subject), \
         (SELECT o.id FROM orders o WHERE o.id = j.subject)) AS order_id"
    };
}

statements! {
    DEAD_JOBS =
        "SELECT j.id, j.kind, j.subject, j.attempts, j.last_error, j.created_at FROM jobs j WHERE j.dead \
         ORDER BY j.created_at DESC, j.id LIMIT $1";
    JOBS_DEAD = concat!(
        "SELECT ", job_columns!(), " FROM jobs j WHERE j.dead AND (j.created_at, j.id) < ($1, $2) \
         ORDER BY j.created_at DESC, j.id DESC LIMIT $3"
    );
    JOBS_FAILING = concat!(
        "SELECT ", job_columns!(), " FROM jobs j WHERE j.last_error IS NOT NULL AND NOT j.dead AND (j.created_at, j.id) < ($1, $2) \
         ORDER BY j.created_at DESC, j.id DESC LIMIT $3"
    );
    /// Ids are made in time order near enough for a list.
    JOBS_OPEN = concat!(
        "SELECT ", job_columns!(), " FROM jobs j WHERE NOT j.dead AND j.id < $1 ORDER BY j.id DESC LIMIT $2"
    );
    JOBS_ABOUT [id: Uuid] = concat!(
        "WITH {rows} SELECT ", job_columns!(), " FROM v CROSS JOIN jobs j WHERE j.subject = v.id AND NOT j.dead"
    );
    /// Along what fails, not along all of these kinds, which a rush has many of.
    JOBS_STUCK = concat!(
        "SELECT ", job_columns!(), " FROM jobs j WHERE j.last_error IS NOT NULL AND NOT j.dead AND j.attempts >= 2 \
         AND (j.kind || '') IN ('drive_payment', 'expire_order', 'refund_payment') ORDER BY j.created_at, j.id LIMIT $1"
    );
    JOB = concat!("SELECT ", job_columns!(), " FROM jobs j WHERE j.id = $1");
    BACKLOG =
        "SELECT j.kind, count(*) AS open, min(j.run_at) AS oldest_due FROM jobs j WHERE NOT j.dead \
         GROUP BY j.kind ORDER BY j.kind";
    /// Of the dead no more are counted than somebody would look at.
    HOLDS_AND_DEAD =
        "SELECT (SELECT count(*) FROM holds h) AS holds, \
         (SELECT count(*) FROM (SELECT 1 AS one FROM jobs j WHERE j.dead LIMIT 10000) d) AS dead";
}

stored! {
    struct ShownJob {
        id: Uuid,
        kind: String,
        subject: Uuid,
        run_at: DateTime<Utc>,
        attempts: i64,
        lease_until: Option<DateTime<Utc>>,
        last_error: Option<String>,
        dead: bool,
        created_at: DateTime<Utc>,
        order_id: Option<Uuid>,
    }
}

impl TryFrom<ShownJob> for JobRecord {
    type Error = sqlx::Error;

    fn try_from(row: ShownJob) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: JobId(row.id),
            kind: row.kind,
            subject: row.subject,
            order_id: row.order_id.map(OrderId),
            run_at: row.run_at,
            attempts: small("number of attempts", row.attempts)?,
            leased_until: row.lease_until,
            last_error: row.last_error,
            is_dead: row.dead,
            created_at: row.created_at,
        })
    }
}

/// Jobs about money that fail and are tried again, the oldest first.
pub(super) async fn stuck_jobs(db: &mut Db<'_>, limit: u32) -> Result<Vec<JobRecord>, sqlx::Error> {
    let rows = fetch_all!(db, ShownJob, JOBS_STUCK, i64::from(limit))?;
    rows.into_iter().map(JobRecord::try_from).collect()
}

impl Store {
    /// Jobs of a state, the newest first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn jobs(&self, state: JobState, cursor: Option<&str>, limit: u32) -> Result<Page<JobRecord>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let rows = match state {
            JobState::Dead => fetch_all!(&mut db, ShownJob, JOBS_DEAD, from.at, from.id, probe(limit))?,
            JobState::Failing => fetch_all!(&mut db, ShownJob, JOBS_FAILING, from.at, from.id, probe(limit))?,
            JobState::Open => fetch_all!(&mut db, ShownJob, JOBS_OPEN, from.id, probe(limit))?,
        };
        let key = |row: &ShownJob| Key { at: row.created_at, id: row.id }.encode();
        page(rows, limit, None, key, |row| Ok(JobRecord::try_from(row)?))
    }

    /// One job.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn job(&self, id: JobId) -> Result<Option<JobRecord>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), ShownJob, JOB, id.0).map_err(read_error)?;
        row.map(JobRecord::try_from).transpose().map_err(read_error)
    }

    /// Jobs that are not given up and are about any of some things.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn jobs_about(&self, subjects: &[Uuid]) -> Result<Vec<JobRecord>, ReadError> {
        if subjects.is_empty() {
            return Ok(Vec::new());
        }
        let mut reader = self.reader().await?;
        let rows: Vec<ShownJob> =
            Rows::ids(&JOBS_ABOUT, subjects.iter().copied()).fetch(&mut reader.db()).await.map_err(read_error)?;
        rows.into_iter().map(|row| JobRecord::try_from(row).map_err(read_error)).collect()
    }

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
