//! Requests under way: made on a node, answered some time, or cut off.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use impasto_domain::command::IdempotencyKey;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::deed::{Deed, Said, carry_out};
use super::dice::Dice;
use super::nodes::Node;
use crate::error::EngineError;
use crate::testing::Parts;

/// A deed with the key it is done under, if any.
#[derive(Clone)]
pub(super) struct Call {
    pub(super) deed: Deed,
    pub(super) key: Option<IdempotencyKey>,
}

/// What became of a request.
pub(super) struct Heard {
    /// The step it was made in.
    pub(super) step: usize,
    pub(super) call: Call,
    /// Whether it repeats one that had been answered.
    pub(super) repeats: bool,
    /// Commits there were when it was made, and when it was answered.
    pub(super) began: u64,
    pub(super) ended: u64,
    /// The answer; `None` when the caller went away or the node died.
    pub(super) answer: Option<Result<Said, EngineError>>,
}

/// All that are under way.
pub(super) struct Requests {
    open: BTreeMap<u64, Open>,
    made: u64,
    answers: Rc<RefCell<Vec<Answer>>>,
    parts: Parts,
}

struct Open {
    step: usize,
    node: u32,
    call: Call,
    repeats: bool,
    began: u64,
    since: Instant,
    task: JoinHandle<()>,
}

/// Everything in an engine is bounded: a full mailbox of calls that each take their longest is over by then.
const PATIENCE: Duration = Duration::from_secs(1_800);

struct Answer {
    id: u64,
    ended: u64,
    result: Result<Said, EngineError>,
}

impl Requests {
    pub(super) fn new(parts: &Parts) -> Self {
        Self { open: BTreeMap::new(), made: 0, answers: Rc::default(), parts: parts.clone() }
    }

    /// Makes a request of a node; `repeats` tells whether it was answered before.
    pub(super) fn make(&mut self, step: usize, node: &Node, call: Call, repeats: bool) {
        self.made += 1;
        let (id, began) = (self.made, self.commits());
        let (answers, journal) = (Rc::clone(&self.answers), Arc::clone(&self.parts.journal));
        let work = carry_out(call.deed.clone(), call.key.clone(), node.engine.clone(), Arc::clone(&node.line));
        let task = actix::spawn(async move {
            let result = work.await;
            let ended = journal.audit(|audit| audit.commits);
            answers.borrow_mut().push(Answer { id, ended, result });
        });
        self.open.insert(id, Open { step, node: node.number, call, repeats, began, since: Instant::now(), task });
    }

    pub(super) fn under_way(&self) -> usize {
        self.open.len() - self.answers.borrow().len()
    }

    /// The answers since the last question, in their order.
    pub(super) fn heard(&mut self) -> Vec<Heard> {
        let answers: Vec<Answer> = self.answers.borrow_mut().drain(..).collect();
        let heard = answers.into_iter().filter_map(|Answer { id, ended, result }| {
            let Open { step, call, repeats, began, .. } = self.open.remove(&id)?;
            Some(Heard { step, call, repeats, began, ended, answer: Some(result) })
        });
        heard.collect()
    }

    /// The callers of some requests go away.
    pub(super) fn hang_up(&mut self, whose: impl Fn(usize, u32) -> bool) -> Vec<Heard> {
        let answered: Vec<u64> = self.answers.borrow().iter().map(|answer| answer.id).collect();
        let gone = |(id, open): (&u64, &Open)| {
            let goes = !answered.contains(id) && whose(open.step, open.node);
            goes.then_some(*id)
        };
        let gone: Vec<u64> = self.open.iter().filter_map(gone).collect();
        let ended = self.commits();
        let cut_off = gone.into_iter().filter_map(|id| {
            let Open { step, call, repeats, began, task, .. } = self.open.remove(&id)?;
            task.abort();
            Some(Heard { step, call, repeats, began, ended, answer: None })
        });
        cut_off.collect()
    }

    /// A step whose requests are under way.
    pub(super) fn any_step(&self, dice: &mut Dice) -> Option<usize> {
        let steps: Vec<usize> = self.open.values().map(|open| open.step).collect();
        dice.pick(&steps).copied()
    }

    /// # Errors
    /// Who waits longer than any row of calls that take as long as they may.
    pub(super) fn verdict(&self) -> Result<(), String> {
        let forgotten = self.open.values().find(|open| open.since.elapsed() > PATIENCE);
        match forgotten {
            Some(Open { step, call, .. }) => Err(format!("nobody answers to {} of step {step}", call.deed)),
            None => Ok(()),
        }
    }

    fn commits(&self) -> u64 {
        self.parts.journal.audit(|audit| audit.commits)
    }
}
