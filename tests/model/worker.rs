//! A node's worker: takes a job, calls the provider, writes down what it found. Each step may be repeated.
//!
//! One job at a time. What a worker found may be old when it is written: its lease may have ended, the other node may
//! have gone on, the provider may have told by itself.

use crate::books::Books;
use crate::decide::{self, Failure};
use crate::flaw::Flaw;
use crate::ids::{Node, PaymentId};
use crate::job::Task;
use crate::order::PaymentStatus;
use crate::provider::{Mood, Provider, Standing};

/// A job under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Work {
    pub(crate) task: Task,
    /// What it has found, once it has called.
    pub(crate) finding: Option<Finding>,
    /// Whether it slept through the end of its lease. It does not know.
    pub(crate) slept: bool,
}

/// What a worker has to write down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Finding {
    Paid(PaymentId),
    Failed(PaymentId, Failure),
    Undecided(PaymentId),
    PaidBack(PaymentId),
    /// There is nothing (more) to do.
    NothingLeft,
    /// The provider's answer was lost.
    Unknown,
}

/// What a worker is about to do, from the books as it reads them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Call {
    Charge(PaymentId),
    Cancel(PaymentId),
    Refund(PaymentId),
    /// Nobody needs to be called.
    Nobody(Finding),
}

impl Work {
    pub(crate) fn on(task: Task) -> Self {
        Self { task, finding: None, slept: false }
    }

    /// Writes a finding: one commit. Answers what is left to write.
    pub(crate) fn write(self, finding: Finding, node: Node, books: &mut Books, flaw: Option<Flaw>) -> Option<Finding> {
        let fenced = flaw != Some(Flaw::UnfencedLease);
        match finding {
            Finding::Paid(payment) => {
                decide::settle(books, payment, flaw);
                // A cancellation that came too late: the settlement may leave its job open.
                return matches!(self.task, Task::Expire(_)).then_some(Finding::NothingLeft);
            }
            Finding::Failed(payment, failure) => decide::fail(books, payment, failure),
            Finding::Undecided(payment) => decide::wait(books, payment),
            Finding::PaidBack(payment) => decide::paid_back(books, payment),
            Finding::NothingLeft => books.jobs.finish(self.task, node, fenced),
            Finding::Unknown => books.jobs.give_back(self.task, node, fenced),
        }
        None
    }
}

impl Finding {
    /// Whether its writer tries again until it hears that it is written. The others are tried once: without them the
    /// job comes back when its lease has ended.
    pub(crate) fn is_repeated(self) -> bool {
        !matches!(self, Self::NothingLeft | Self::Unknown)
    }
}

impl Call {
    pub(crate) fn about(task: Task, books: &Books) -> Self {
        let payment = |id: PaymentId| books.payments.get(&id);
        match task {
            Task::Drive(id) if payment(id).is_some_and(|attempt| attempt.may_bring_money()) => Self::Charge(id),
            Task::Refund(id) if payment(id).is_some_and(|attempt| attempt.status == PaymentStatus::Succeeded) => {
                Self::Refund(id)
            }
            Task::Drive(_) | Task::Refund(_) => Self::Nobody(Finding::NothingLeft),
            Task::Expire(order) => match (books.open_payment(order), books.latest_payment(order)) {
                (Some(open), _) => Self::Cancel(open),
                // Every attempt had failed before: there is only a hold to release.
                (None, Some(latest)) => Self::Nobody(Finding::Failed(latest, EXPIRED)),
                (None, None) => Self::Nobody(Finding::NothingLeft),
            },
        }
    }

    /// How the provider may take it.
    pub(crate) fn moods(self, provider: &Provider) -> &'static [Mood] {
        match self {
            Self::Charge(payment) => provider.moods_to_charge(payment),
            Self::Cancel(payment) => provider.moods_to_cancel(payment),
            Self::Refund(_) | Self::Nobody(_) => &[Mood::AsBefore],
        }
    }

    /// Calls the provider; answers what it says.
    pub(crate) fn make(self, provider: &mut Provider, mood: Mood, flaw: Option<Flaw>) -> Finding {
        match self {
            Self::Charge(payment) => match provider.charge(payment, mood, flaw != Some(Flaw::NewKeyEachTime)) {
                Standing::Charged => Finding::Paid(payment),
                Standing::Declined | Standing::Cancelled => Finding::Failed(payment, DECLINED),
                Standing::Unasked | Standing::Undecided => Finding::Undecided(payment),
            },
            Self::Cancel(payment) => match provider.cancel(payment, mood) {
                Standing::Charged => Finding::Paid(payment),
                Standing::Undecided => Finding::Failed(payment, ON_ITS_WAY),
                Standing::Unasked | Standing::Declined | Standing::Cancelled => Finding::Failed(payment, EXPIRED),
            },
            Self::Refund(payment) => {
                provider.refund(payment);
                Finding::PaidBack(payment)
            }
            Self::Nobody(finding) => finding,
        }
    }
}

/// A definite no.
pub(crate) const DECLINED: Failure = Failure { expire: false, recheck: false };

const EXPIRED: Failure = Failure { expire: true, recheck: false };

/// Money that could not be called back does not keep the copy; should it come, it is late money.
const ON_ITS_WAY: Failure = Failure { expire: true, recheck: true };
