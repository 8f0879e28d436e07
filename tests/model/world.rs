//! The world: the books, the provider, two nodes, the buyers, and what may still go wrong. Each action is one step.

use std::collections::BTreeMap;

use crate::action::Action;
use crate::books::Books;
use crate::buyer::Told;
use crate::decide;
use crate::flaw::Flaw;
use crate::ids::{Buyer, Node, PaymentId};
use crate::job::Task;
use crate::lane::Batch;
use crate::provider::{Mood, Provider, Standing};
use crate::request::{Answer, Request};
use crate::shape::{Budget, Shape};
use crate::worker::{Call, DECLINED, Finding, Work};

/// A state of everything.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct World {
    pub(crate) books: Books,
    pub(crate) provider: Provider,
    /// In the order of [`Node::ALL`].
    pub(crate) machines: [Machine; 2],
    pub(crate) buyers: BTreeMap<Buyer, Told>,
    pub(crate) budget: Budget,
}

/// What a node has in memory, and loses when it falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Machine {
    pub(crate) lane: Option<Batch>,
    pub(crate) work: Option<Work>,
}

impl World {
    pub(crate) fn new(shape: &Shape) -> Self {
        Self {
            books: Books::opened(shape.copies),
            provider: Provider::telling(shape.tellings),
            machines: [Machine::default(); 2],
            buyers: (0..shape.buyers).map(|buyer| (Buyer(buyer), Told::Nothing)).collect(),
            budget: shape.budget,
        }
    }

    /// The nodes with their memory.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = (Node, &Machine)> {
        Node::ALL.into_iter().zip(&self.machines)
    }

    /// The node that works on a job under its lease, as far as it knows.
    pub(crate) fn holder_at_work(&self, task: Task) -> Option<Node> {
        let holder = self.books.jobs.get(task)?.lease.filter(|lease| !lease.ended)?.node;
        self.work_of(holder).filter(|work| work.task == task && !work.slept).map(|_| holder)
    }

    /// Of this world and the one with the nodes' names changed over, always the same one: the nodes are alike, so one
    /// of the two tells of both.
    pub(crate) fn canonical(mut self) -> Self {
        let [one, two] = self.machines;
        if one < two {
            return self;
        }
        let jobs = self.books.jobs.mirrored();
        if one > two || jobs < self.books.jobs {
            self.machines = [two, one];
            self.books.jobs = jobs;
        }
        self
    }

    /// Takes one step.
    pub(crate) fn step(&mut self, action: Action, flaw: Option<Flaw>) {
        match action {
            Action::Gather { buyer, request, node } => self.gather(buyer, request, node, flaw),
            Action::Commit { node, heard } => self.commit(node, heard, flaw),
            Action::RunAgain { node } => self.run_again(node, flaw),
            Action::DeadlinePasses { buyer } => self.books.stock.change_holds(buyer, |hold| hold.due = true),
            Action::ExpireHolds => decide::expire_holds(&mut self.books, flaw),
            Action::Take { node, task } => self.take(node, task, flaw),
            Action::Call { node, mood, heard } => self.call(node, mood, heard, flaw),
            Action::Write { node, heard } => self.write(node, heard, flaw),
            Action::LeaseEnds { task } => self.end_lease(task),
            Action::Crash { node } => {
                self.budget.crashes -= 1;
                self.change(node, |machine| *machine = Machine::default());
            }
            Action::Decide { payment, standing } => self.provider.decide(payment, standing),
            Action::Tell { payment } => self.tell(payment, flaw),
            Action::ChangeMind { payment } => {
                self.budget.changes_of_mind -= 1;
                self.provider.change_its_mind(payment);
            }
        }
    }

    fn gather(&mut self, buyer: Buyer, request: Request, node: Node, flaw: Option<Flaw>) {
        if self.machines.iter().any(|machine| machine.lane.is_some_and(|batch| batch.buyer == buyer)) {
            self.budget.losses -= 1;
        }
        let batch = Batch::gathered(buyer, request, &self.books, flaw);
        self.change(node, |machine| machine.lane = Some(batch));
    }

    fn commit(&mut self, node: Node, heard: bool, flaw: Option<Flaw>) {
        let Some(batch) = self.batch_of(node) else { return };
        let driver = self.driver(node);
        let answer = batch.commit(&mut self.books, driver, flaw);
        if heard {
            self.answer(node, batch, answer);
        } else {
            self.budget.losses -= 1;
            self.change(node, |machine| machine.lane = Some(batch.left_uncertain(answer)));
        }
    }

    fn run_again(&mut self, node: Node, flaw: Option<Flaw>) {
        let Some(batch) = self.batch_of(node) else { return };
        let driver = self.driver(node);
        let answer = batch.run_again(&mut self.books, driver, flaw);
        self.answer(node, batch, answer);
    }

    /// A buyer hears its answer; a payment that was started is driven at once.
    fn answer(&mut self, node: Node, batch: Batch, answer: Answer) {
        self.change(node, |machine| machine.lane = None);
        if let Some(told) = self.buyers.get_mut(&batch.buyer) {
            *told = told.after(batch.request, answer);
        }
        let starts = matches!(batch.request, Request::Order | Request::PayAgain) && answer == Answer::Granted;
        let Some(payment) = self.books.latest_payment(batch.buyer).filter(|_| starts) else { return };
        let task = Task::Drive(payment);
        let lease = self.books.jobs.get(task).and_then(|job| job.lease);
        // Its job was born leased to this node; whoever took it meanwhile drives it now.
        if let Some(lease) = lease.filter(|lease| lease.node == node) {
            let work = Work { slept: lease.ended, ..Work::on(task) };
            self.change(node, |machine| machine.work = machine.work.or(Some(work)));
        }
    }

    fn take(&mut self, node: Node, task: Task, flaw: Option<Flaw>) {
        self.books.jobs.take(task, node);
        if flaw == Some(Flaw::DoneWhenTaken) {
            self.books.jobs.kept(task);
        }
        self.change(node, |machine| machine.work = Some(Work::on(task)));
    }

    fn call(&mut self, node: Node, mood: Mood, heard: bool, flaw: Option<Flaw>) {
        let Some(work) = self.work_of(node) else { return };
        let said = Call::about(work.task, &self.books).make(&mut self.provider, mood, flaw);
        if !heard {
            self.budget.losses -= 1;
        }
        let finding = if heard { said } else { Finding::Unknown };
        self.change(node, |machine| machine.work = Some(Work { finding: Some(finding), ..work }));
    }

    fn write(&mut self, node: Node, heard: bool, flaw: Option<Flaw>) {
        let Some((work, finding)) = self.work_of(node).and_then(|work| Some((work, work.finding?))) else { return };
        let left = work.write(finding, node, &mut self.books, flaw);
        if heard {
            self.change(node, |machine| machine.work = left.map(|left| Work { finding: Some(left), ..work }));
        } else {
            self.budget.losses -= 1;
        }
    }

    fn end_lease(&mut self, task: Task) {
        if let Some(node) = self.holder_at_work(task) {
            self.budget.sleeps -= 1;
            self.change(node, |machine| machine.work = machine.work.map(|work| Work { slept: true, ..work }));
        }
        self.books.jobs.end_lease(task);
    }

    fn tell(&mut self, payment: PaymentId, flaw: Option<Flaw>) {
        match self.provider.tell(payment) {
            Standing::Charged => decide::settle(&mut self.books, payment, flaw),
            _ => decide::fail(&mut self.books, payment, DECLINED),
        }
    }

    /// Who will drive a payment that a node's batch starts: the node itself, unless it is at work.
    fn driver(&self, node: Node) -> Option<Node> {
        self.work_of(node).is_none().then_some(node)
    }

    fn batch_of(&self, node: Node) -> Option<Batch> {
        self.machines[node.index()].lane
    }

    fn work_of(&self, node: Node) -> Option<Work> {
        self.machines[node.index()].work
    }

    fn change(&mut self, node: Node, change: impl FnOnce(&mut Machine)) {
        change(&mut self.machines[node.index()]);
    }
}
