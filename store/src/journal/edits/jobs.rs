//! Claiming, finishing and retrying jobs. Every write of a worker names its lease; staff revive and forget by hand.

use chrono::{DateTime, Utc};
use impasto_domain::audit::AuditAction;
use impasto_domain::ids::{JobId, UserId};
use impasto_domain::job::{Job, LeaseTerm, Task};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use uuid::Uuid;

use super::{DONE, Edited, Editing};
use crate::journal::fault::Fault;
use crate::record::stored;
use crate::records::JobRow;
use crate::sql::{Rows, execute, fetch_all, fetch_optional, statements};

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
    JOB_TO_CHANGE =
        "SELECT j.kind, j.subject, j.attempts, j.dead, j.lease_until, j.last_error FROM jobs j WHERE j.id = $1 {lock}";
    PROMISED_ELSEWHERE =
        "SELECT j.id FROM jobs j WHERE j.subject = $1 AND j.kind = $2 AND NOT j.dead AND j.id <> $3";
    REVIVE_JOB =
        "UPDATE jobs SET dead = false, run_at = $2, attempts = 0, lease_token = NULL, lease_until = NULL WHERE id = $1";
    DROP_JOB = "DELETE FROM jobs WHERE id = $1";
}

stored! {
    struct JobToChange {
        kind: String,
        subject: Uuid,
        attempts: i64,
        dead: bool,
        lease_until: Option<DateTime<Utc>>,
        last_error: Option<String>,
    }
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

/// A job is done now, by staff's hand.
pub(super) async fn revive(editing: &mut Editing<'_, '_>, id: JobId, by: UserId) -> Result<Edited, Fault> {
    let Some(job) = fetch_optional!(editing.db, JobToChange, JOB_TO_CHANGE, id.0)? else {
        return Ok(Edited::Refused(Refusal::not_found("job")));
    };
    if !job.dead && job.lease_until.is_some_and(|until| until > editing.now) {
        return Ok(Edited::Refused(Refusal::conflict("somebody works on it at the moment")));
    }
    let promised =
        fetch_optional!(editing.db, (Uuid,), PROMISED_ELSEWHERE, job.subject, job.kind.as_str(), id.0)?.is_some();
    if promised {
        return Ok(Edited::Refused(Refusal::conflict("another job has promised the same; forget this one")));
    }
    execute!(editing.db, REVIVE_JOB, id.0, editing.now)?;
    let (before, mut after) = (told(&job), told(&job));
    after["state"] = "open".into();
    after["attempts"] = 0.into();
    editing.note(Some(by), AuditAction::JobRetry, id.0, before, after);
    Ok(DONE)
}

/// A job that was given up is forgotten.
pub(super) async fn forget(
    editing: &mut Editing<'_, '_>,
    id: JobId,
    by: UserId,
    reason: &str,
) -> Result<Edited, Fault> {
    let Some(job) = fetch_optional!(editing.db, JobToChange, JOB_TO_CHANGE, id.0)? else {
        return Ok(Edited::Refused(Refusal::not_found("job")));
    };
    if !job.dead {
        return Ok(Edited::Refused(Refusal::conflict("it is not given up; what is tried again cannot be forgotten")));
    }
    // A letter whose promise another job has taken over keeps nobody.
    let promised =
        fetch_optional!(editing.db, (Uuid,), PROMISED_ELSEWHERE, job.subject, job.kind.as_str(), id.0)?.is_some();
    if Task::KEPT.contains(&job.kind.as_str()) && !promised {
        return Ok(Edited::Refused(Refusal::conflict("money or a document waits for it; have it tried again instead")));
    }
    execute!(editing.db, DROP_JOB, id.0)?;
    editing.note(Some(by), AuditAction::JobDrop, id.0, told(&job), serde_json::json!({"reason": reason}));
    Ok(DONE)
}

fn told(job: &JobToChange) -> serde_json::Value {
    serde_json::json!({
        "kind": job.kind,
        "subject": job.subject,
        "state": if job.dead { "dead" } else { "open" },
        "attempts": job.attempts,
        "last_error": job.last_error,
    })
}

fn written(affected: u64) -> Edited {
    if affected == 0 { Edited::Unchanged(Reply::Done) } else { DONE }
}
