//! Jobs: promises written with their cause, and the leases under which they are worked on.
//!
//! A lease's token is the number of its node: a node works on one job at a time and forgets it when it falls, so it
//! never meets a token of its own that is another's.

use std::collections::BTreeMap;

use crate::ids::{Buyer, Node, PaymentId};

/// What is promised. There is at most one job of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Task {
    /// Ask the provider for the money, until it says the last word.
    Drive(PaymentId),
    /// Have the provider cancel what is open for an order, then let the order expire.
    Expire(Buyer),
    /// Give money back.
    Refund(PaymentId),
}

/// The right to work on a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Lease {
    pub(crate) node: Node,
    /// Its time is over: whoever comes next may take the job. Until then its token is still in the row.
    pub(crate) ended: bool,
}

/// A job's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Job {
    pub(crate) lease: Option<Lease>,
    /// It waits for a provider that has not decided.
    pub(crate) postponed: bool,
}

/// All jobs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Jobs(BTreeMap<Task, Job>);

impl Job {
    /// Whether somebody may work on it now.
    pub(crate) fn is_leased(self) -> bool {
        self.lease.is_some_and(|lease| !lease.ended)
    }
}

impl Jobs {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Task, Job)> + '_ {
        self.0.iter().map(|(task, job)| (*task, *job))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn get(&self, task: Task) -> Option<Job> {
        self.0.get(&task).copied()
    }

    pub(crate) fn has(&self, task: Task) -> bool {
        self.0.contains_key(&task)
    }

    /// Promises a task; a promise that is open already stays as it is.
    pub(crate) fn promise(&mut self, task: Task, born_to: Option<Node>) {
        let lease = born_to.map(|node| Lease { node, ended: false });
        self.0.entry(task).or_insert(Job { lease, postponed: false });
    }

    /// A decision kept the promise, whoever holds the job.
    pub(crate) fn kept(&mut self, task: Task) {
        self.0.remove(&task);
    }

    /// A decision puts the job off until the provider has decided, whoever holds it.
    pub(crate) fn postpone(&mut self, task: Task) {
        if let Some(job) = self.0.get_mut(&task) {
            *job = Job { lease: None, postponed: true };
        }
    }

    pub(crate) fn take(&mut self, task: Task, node: Node) {
        if let Some(job) = self.0.get_mut(&task) {
            *job = Job { lease: Some(Lease { node, ended: false }), postponed: false };
        }
    }

    pub(crate) fn end_lease(&mut self, task: Task) {
        if let Some(lease) = self.0.get_mut(&task).and_then(|job| job.lease.as_mut()) {
            lease.ended = true;
        }
    }

    /// Its worker found nothing left to do. Names the token, unless it is not `fenced`.
    pub(crate) fn finish(&mut self, task: Task, node: Node, fenced: bool) {
        if self.names_token(task, node, fenced) {
            self.0.remove(&task);
        }
    }

    /// Its worker gives it back, to be tried again. Names the token, unless it is not `fenced`.
    pub(crate) fn give_back(&mut self, task: Task, node: Node, fenced: bool) {
        if self.names_token(task, node, fenced) {
            self.0.insert(task, Job::default());
        }
    }

    /// The same jobs with the nodes' names changed over.
    pub(crate) fn mirrored(&self) -> Self {
        let renamed = |lease: Lease| Lease { node: lease.node.other(), ..lease };
        Self(self.0.iter().map(|(task, job)| (*task, Job { lease: job.lease.map(renamed), ..*job })).collect())
    }

    fn names_token(&self, task: Task, node: Node, fenced: bool) -> bool {
        let holds = |job: &Job| !fenced || job.lease.is_some_and(|lease| lease.node == node);
        self.0.get(&task).is_some_and(holds)
    }
}
