//! The jobs of a test house: made by decisions, taken and given back under leases.

use chrono::{DateTime, Utc};
use impasto_domain::edit::Edit;
use impasto_domain::ids::JobId;
use impasto_domain::job::Job;
use impasto_domain::reply::Reply;
use impasto_domain::state::Changes;
use uuid::Uuid;

/// Every job there ever was.
#[derive(Debug, Default)]
pub(super) struct Jobs(Vec<JobRow>);

/// A stored job.
#[derive(Debug, Clone)]
pub(crate) struct JobRow {
    pub(crate) job: Job,
    pub(crate) done: bool,
    pub(crate) dead: bool,
    pub(crate) error: Option<String>,
}

impl Jobs {
    pub(super) fn rows(&self) -> &[JobRow] {
        &self.0
    }

    /// Whether a job of a kind for a subject is still to be done; dead ones count.
    pub(super) fn is_open(&self, kind: &str, subject: Uuid) -> bool {
        self.0.iter().any(|row| is_about(row, kind, subject))
    }

    /// Keeps what a decision says of jobs.
    pub(super) fn keep(&mut self, changes: &Changes) {
        for (kind, subject) in &changes.jobs_done {
            for row in self.open(kind, *subject) {
                row.done = true;
            }
        }
        for (kind, subject, run_at) in &changes.jobs_postponed {
            for row in self.open(kind, *subject) {
                row.job.run_at = *run_at;
                row.job.lease = None;
            }
        }
        for job in &changes.jobs {
            if !self.is_open(job.task.kind(), job.task.subject()) {
                self.0.push(JobRow { job: job.clone(), done: false, dead: false, error: None });
            }
        }
    }

    /// Carries out an edit of jobs; `None` for any other edit.
    pub(super) fn edit(&mut self, edit: &Edit, now: DateTime<Utc>) -> Option<Reply> {
        match edit {
            Edit::ClaimJobs { kinds, limit, lease } => {
                let due = |row: &&mut JobRow| {
                    let wanted = kinds.iter().any(|kind| kind == row.job.task.kind());
                    !row.done && !row.dead && row.job.run_at <= now && wanted
                };
                let lease = lease.from(now);
                let taken = self.0.iter_mut().filter(due).take(*limit as usize).map(|row| {
                    row.job.run_at = lease.until;
                    row.job.lease = Some(lease);
                    row.job.attempts += 1;
                    row.job.clone()
                });
                return Some(Reply::Jobs(taken.collect()));
            }
            Edit::FinishJob { id, token } => {
                for row in self.leased(id, token) {
                    row.done = true;
                }
            }
            Edit::RetryJob { id, token, run_at, error, dead } => {
                for row in self.leased(id, token) {
                    row.job.run_at = *run_at;
                    row.job.lease = None;
                    row.error.clone_from(error);
                    row.dead = *dead;
                }
            }
            _ => return None,
        }
        Some(Reply::Done)
    }

    fn open<'a>(&'a mut self, kind: &'a str, subject: Uuid) -> impl Iterator<Item = &'a mut JobRow> {
        self.0.iter_mut().filter(move |row| is_about(row, kind, subject))
    }

    fn leased<'a>(&'a mut self, id: &'a JobId, token: &'a Uuid) -> impl Iterator<Item = &'a mut JobRow> {
        let is_of = move |row: &&mut JobRow| {
            row.job.id == *id && !row.done && row.job.lease.is_some_and(|lease| lease.token == *token)
        };
        self.0.iter_mut().filter(is_of)
    }
}

fn is_about(row: &JobRow, kind: &str, subject: Uuid) -> bool {
    !row.done && row.job.task.kind() == kind && row.job.task.subject() == subject
}
