//! Reports of works.

use chrono::{DateTime, Utc};
use impasto_domain::ids::{ArtworkId, ReportId, UserId};
use impasto_domain::owner::Owner;
use impasto_domain::read::Page;
use impasto_domain::report::{ReportReason, ReportStatus};
use uuid::Uuid;

use super::ListError;
use super::cursor::{Key, page, probe};
use crate::open::Store;
use crate::record::stored;
use crate::records::unknown;
use crate::sql::{fetch_all, fetch_optional, statements};

/// A report with the work it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRecord {
    /// The report.
    pub id: ReportId,
    /// The work.
    pub artwork_id: ArtworkId,
    /// Its title.
    pub title: String,
    /// Its address on the storefront.
    pub slug: String,
    /// Who reported it.
    pub owner: Owner,
    /// What is wrong.
    pub reason: ReportReason,
    /// In words.
    pub text: String,
    /// Where it stands.
    pub status: ReportStatus,
    /// What staff noted when they decided.
    pub note: Option<String>,
    /// When it came in.
    pub created_at: DateTime<Utc>,
    /// When it was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// By whom.
    pub decided_by: Option<UserId>,
}

macro_rules! reports {
    () => {
        "SELECT r.id, r.artwork_id, a.title, a.slug, r.owner_kind, r.owner_id, r.reason, r.text, r.status, r.note, \
         r.created_at, r.decided_at, r.decided_by FROM reports r JOIN artwork_heads a ON a.id = r.artwork_id "
    };
}

statements! {
    REPORTS_OF_STATUS = concat!(
        reports!(),
        "WHERE r.status = $1 AND (r.created_at, r.id) < ($2, $3) ORDER BY r.created_at DESC, r.id DESC LIMIT $4"
    );
    REPORT_BY_ID = concat!(reports!(), "WHERE r.id = $1");
    COUNT_REPORTS = "SELECT count(*) AS total FROM reports r WHERE r.status = $1";
}

stored! {
    struct ReportRow {
        id: Uuid,
        artwork_id: Uuid,
        title: String,
        slug: String,
        owner_kind: String,
        owner_id: Uuid,
        reason: String,
        text: String,
        status: String,
        note: Option<String>,
        created_at: DateTime<Utc>,
        decided_at: Option<DateTime<Utc>>,
        decided_by: Option<Uuid>,
    }
}

fn record(row: ReportRow) -> Result<ReportRecord, ListError> {
    Ok(ReportRecord {
        id: ReportId(row.id),
        artwork_id: ArtworkId(row.artwork_id),
        title: row.title,
        slug: row.slug,
        owner: Owner::from_parts(&row.owner_kind, row.owner_id),
        reason: ReportReason::parse(&row.reason).ok_or_else(|| unknown("reason", &row.reason))?,
        text: row.text,
        status: ReportStatus::parse(&row.status).ok_or_else(|| unknown("report status", &row.status))?,
        note: row.note,
        created_at: row.created_at,
        decided_at: row.decided_at,
        decided_by: row.decided_by.map(UserId),
    })
}

impl Store {
    /// Reports of one status, the newest first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn reports(
        &self,
        status: ReportStatus,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<ReportRecord>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let total = fetch_optional!(&mut db, (i64,), COUNT_REPORTS, status.as_str())?.map(|(total,)| total);
        let rows = fetch_all!(&mut db, ReportRow, REPORTS_OF_STATUS, status.as_str(), from.at, from.id, probe(limit))?;
        page(rows, limit, total, |row| Key { at: row.created_at, id: row.id }.encode(), record)
    }

    /// One report.
    ///
    /// # Errors
    /// [`ListError::Away`] when the database is away.
    pub async fn report(&self, id: ReportId) -> Result<Option<ReportRecord>, ListError> {
        let mut reader = self.reader().await?;
        fetch_optional!(&mut reader.db(), ReportRow, REPORT_BY_ID, id.0)?.map(record).transpose()
    }

    /// How many reports wait for somebody.
    ///
    /// # Errors
    /// [`ListError::Away`] when the database is away.
    pub async fn open_reports(&self) -> Result<i64, ListError> {
        let mut reader = self.reader().await?;
        let open = ReportStatus::Open.as_str();
        Ok(fetch_optional!(&mut reader.db(), (i64,), COUNT_REPORTS, open)?.map_or(0, |(total,)| total))
    }
}
