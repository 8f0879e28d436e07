//! What can happen next.

use crate::buyer::Told;
use crate::ids::{Buyer, Node, PaymentId};
use crate::job::{Job, Task};
use crate::order::OrderStatus;
use crate::provider::{Mood, Standing};
use crate::request::Request;
use crate::shape::Shape;
use crate::worker::Call;
use crate::world::World;

/// One step of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    /// A buyer's request reaches a lane.
    Gather { buyer: Buyer, request: Request, node: Node },
    /// A lane commits its batch; the answer is heard, or lost.
    Commit { node: Node, heard: bool },
    /// A lane runs a batch again whose commit it is uncertain of.
    RunAgain { node: Node },
    /// The deadline of a buyer's hold passes.
    DeadlinePasses { buyer: Buyer },
    /// `ExpireHolds`, by whichever node.
    ExpireHolds,
    /// A worker takes a job that is nobody's.
    Take { node: Node, task: Task },
    /// A worker calls the provider, if it must; the answer is heard, or lost.
    Call { node: Node, mood: Mood, heard: bool },
    /// A worker writes what it found; the commit's answer is heard, or lost.
    Write { node: Node, heard: bool },
    /// The time of a job's lease is over.
    LeaseEnds { task: Task },
    /// A node falls and starts again, knowing nothing.
    Crash { node: Node },
    /// The provider decides what it took its time for.
    Decide { payment: PaymentId, standing: Standing },
    /// The provider tells its word by itself.
    Tell { payment: PaymentId },
    /// The provider charges what it had declined or cancelled.
    ChangeMind { payment: PaymentId },
}

impl Action {
    /// Whether nobody needs to do it, however long the world waits: a buyer's free choice, or a mishap.
    pub(crate) fn is_optional(self, world: &World) -> bool {
        match self {
            Self::Gather { request, .. } => matches!(request, Request::PayAgain | Request::Cancel),
            Self::Commit { heard, .. } | Self::Call { heard, .. } | Self::Write { heard, .. } => !heard,
            Self::LeaseEnds { task } => world.holder_at_work(task).is_some(),
            Self::Crash { .. } | Self::ChangeMind { .. } => true,
            _ => false,
        }
    }

    /// Everything that can happen next in a world.
    pub(crate) fn all(shape: &Shape, world: &World, found: &mut Vec<Self>) {
        of_buyers(shape, world, found);
        of_lanes(world, found);
        of_time(world, found);
        of_workers(world, found);
        of_the_provider(world, found);
    }
}

fn of_buyers(shape: &Shape, world: &World, found: &mut Vec<Action>) {
    for (&buyer, &told) in &world.buyers {
        let asking = world.machines.iter().any(|machine| machine.lane.is_some_and(|batch| batch.buyer == buyer));
        // An impatient buyer asks at the other node too; the first answer is then as good as lost.
        if asking && world.budget.losses == 0 {
            continue;
        }
        for request in wishes(shape, world, buyer, told) {
            let free = world.nodes().filter(|(_, machine)| machine.lane.is_none());
            found.extend(free.map(|(node, _)| Action::Gather { buyer, request, node }));
        }
    }
}

fn wishes(shape: &Shape, world: &World, buyer: Buyer, told: Told) -> Vec<Request> {
    match told {
        Told::Nothing => vec![Request::Hold],
        Told::Held => vec![Request::Order],
        Told::Ordered => {
            let books = &world.books;
            let is_open =
                books.orders.get(&buyer).is_some_and(|order| order.status == OrderStatus::Open && !order.sold);
            let failed = books.open_payment(buyer).is_none() && books.payments_of(buyer).count() == 1;
            let pays_again = shape.pays_again && is_open && failed;
            let choices = [(pays_again, Request::PayAgain), (shape.cancels, Request::Cancel)];
            choices.into_iter().filter(|(may, _)| *may).map(|(_, request)| request).collect()
        }
        Told::Gone => Vec::new(),
    }
}

fn of_lanes(world: &World, found: &mut Vec<Action>) {
    for (node, machine) in world.nodes() {
        match machine.lane {
            Some(batch) if batch.uncertain.is_some() => found.push(Action::RunAgain { node }),
            Some(_) => push_heard(world, found, |heard| Action::Commit { node, heard }),
            None => {}
        }
        if world.budget.crashes > 0 && (machine.lane.is_some() || machine.work.is_some()) {
            found.push(Action::Crash { node });
        }
    }
}

fn of_time(world: &World, found: &mut Vec<Action>) {
    let books = &world.books;
    for hold in books.stock.holds.iter().filter(|hold| !hold.due) {
        // While an order is being expired another deadline would only ask for the same once more.
        if !(hold.ordered && books.jobs.has(Task::Expire(hold.buyer))) {
            found.push(Action::DeadlinePasses { buyer: hold.buyer });
        }
    }
    if books.stock.holds.iter().any(|hold| hold.due) {
        found.push(Action::ExpireHolds);
    }
    for (task, _) in books.jobs.iter().filter(|(_, job)| job.is_leased()) {
        if world.holder_at_work(task).is_none() || world.budget.sleeps > 0 {
            found.push(Action::LeaseEnds { task });
        }
    }
}

fn of_workers(world: &World, found: &mut Vec<Action>) {
    for (node, machine) in world.nodes() {
        match machine.work {
            None => {
                let due = world.books.jobs.iter().filter(|(task, job)| is_due(world, *task, *job));
                found.extend(due.map(|(task, _)| Action::Take { node, task }));
            }
            Some(work) if work.finding.is_some_and(|finding| !finding.is_repeated()) => {
                found.push(Action::Write { node, heard: true });
            }
            Some(work) if work.finding.is_some() => push_heard(world, found, |heard| Action::Write { node, heard }),
            Some(work) => {
                let call = Call::about(work.task, &world.books);
                for &mood in call.moods(&world.provider) {
                    if matches!(call, Call::Nobody(_)) {
                        found.push(Action::Call { node, mood, heard: true });
                    } else {
                        push_heard(world, found, |heard| Action::Call { node, mood, heard });
                    }
                }
            }
        }
    }
}

/// Whether a job may be taken. One that was put off waits for the provider: before, it would only be put off again.
fn is_due(world: &World, task: Task, job: Job) -> bool {
    let waits = match task {
        Task::Drive(payment) => job.postponed && world.provider.standing(payment) == Standing::Undecided,
        Task::Expire(_) | Task::Refund(_) => false,
    };
    !job.is_leased() && !waits
}

fn of_the_provider(world: &World, found: &mut Vec<Action>) {
    for (&payment, account) in &world.provider.accounts {
        match account.standing {
            Standing::Undecided => found
                .extend([Standing::Charged, Standing::Declined].map(|standing| Action::Decide { payment, standing })),
            Standing::Charged | Standing::Declined if account.tellings > 0 => found.push(Action::Tell { payment }),
            _ => {}
        }
        let refused = matches!(account.standing, Standing::Declined | Standing::Cancelled);
        if refused && world.budget.changes_of_mind > 0 {
            found.push(Action::ChangeMind { payment });
        }
    }
}

fn push_heard(world: &World, found: &mut Vec<Action>, action: impl Fn(bool) -> Action) {
    found.push(action(true));
    if world.budget.losses > 0 {
        found.push(action(false));
    }
}
