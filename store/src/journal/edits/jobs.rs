//! Claiming, finishing and retrying jobs. Every write of a worker names its lease.

use chrono::{DateTime, Utc};
use impasto_domain::ids::JobId;
use impasto_domain::job::{Job, LeaseTerm};
use impasto_domain::reply::Reply;
use uuid::Uuid;

use super::{DONE, Edited, Editing};
use crate::journal::fault::Fault;
use crate::records::JobRow;
use crate::sql::{Rows, execute, fetch_all, statements};

statements! {
    /// Along the index of what is due: it costs what it takes, however many jobs wait.
    DUE_JOBS =
        "SELECT j.id, j.task, j.run_at, j.attempts, j.lease_token, j.lease_until FROM jobs j \
         WHERE NOT j.dead AND j.kind = $1 AND j.run_at <= $2 ORDER BY j.run_at, j.id LIMIT $3 {lock_skip}";
    LEASE_JOBS [id: Uuid, token: Uuid, until: Time] =
        "WITH {rows} UPDATE jobs SET run_at = v.until, lease_token = v.token, lease_until = v.until, \
         attempts = jobs.attempts + 1 FROM v WHERE jobs.id = v.id";
    /// What cannot be understood must not keep others waiting.
    BURY_JOBS [id: Uuid, error: Text] =
        "WITH {rows} UPDATE jobs SET dead = true, last_error = v.error, lease_token = NULL, lease_until = NULL \
         FROM v WHERE jobs.id = v.id";
    FINISH_JOB = "DELETE FROM jobs WHERE id = $1 AND lease_token = $2";
    /// A job that only waits has not been attempted.
    RETRY_JOB =
        "UPDATE jobs SET run_at = $3, last_error = coalesce($4, last_error), dead = $5, \
         attempts = CASE WHEN $4 IS NULL AND attempts > 0 THEN attempts - 1 ELSE attempts END, \
         lease_token = NULL, lease_until = NULL WHERE id = $1 AND lease_token = $2";
}

/// Takes due jobs of some kinds; each is another's no longer and nobody else's until the lease ends.
pub(super) async fn claim(
    editing: &mut Editing<'_, '_>,
    kinds: &[String],
    limit: u32,
    term: LeaseTerm,
) -> Result<Edited, Fault> {
    let lease = term.from(editing.now);
    let mut due: Vec<JobRow> = Vec::new();
    for kind in kinds {
        due.extend(fetch_all!(editing.db, JobRow, DUE_JOBS, kind.as_str(), editing.now, i64::from(limit))?);
    }
    // Of several kinds the ones that have waited longest; the others are left as they are.
    due.sort_by_key(|job| (job.run_at, job.id));
    due.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    if due.is_empty() {
        return Ok(Edited::Unchanged(Reply::Jobs(Vec::new())));
    }
    let (mut leased, mut buried, mut jobs) = (Rows::of(&LEASE_JOBS), Rows::of(&BURY_JOBS), Vec::new());
    for row in due {
        let id = row.id;
        match Job::try_from(row) {
            Ok(job) => {
                leased.push([id.into(), lease.token.into(), lease.until.into()]);
                jobs.push(Job { run_at: lease.until, lease: Some(lease), ..job });
            }
            Err(error) => {
                tracing::error!(job = %id, %error, "a job cannot be understood and is given up");
                buried.push([id.into(), format!("it cannot be understood: {error}").into()]);
            }
        }
    }
    for rows in [leased, buried] {
        if !rows.is_empty() {
            rows.execute(editing.db).await?;
        }
    }
    Ok(Edited::Written(Reply::Jobs(jobs)))
}

/// A job is done.
pub(super) async fn finish(editing: &mut Editing<'_, '_>, id: JobId, token: Uuid) -> Result<Edited, Fault> {
    let affected = execute!(editing.db, FINISH_JOB, id.0, token)?;
    Ok(written(affected))
}

/// A job failed or must wait.
pub(super) async fn retry(
    editing: &mut Editing<'_, '_>,
    (id, token): (JobId, Uuid),
    run_at: DateTime<Utc>,
    error: Option<&str>,
    dead: bool,
) -> Result<Edited, Fault> {
    let affected = execute!(editing.db, RETRY_JOB, id.0, token, run_at, error, dead)?;
    Ok(written(affected))
}

fn written(affected: u64) -> Edited {
    if affected == 0 { Edited::Unchanged(Reply::Done) } else { DONE }
}
