//! A node's lane: one batch at a time, gathered and then committed.
//!
//! A batch is one request here: one of many is decided in order of arrival under one lock, which is the same as several
//! after each other. The commit's answer may be lost; the lane then runs the batch again and finds it carried out.

use crate::books::Books;
use crate::decide;
use crate::flaw::Flaw;
use crate::ids::{Buyer, CopyNo, Node};
use crate::request::{Answer, Request};

/// A request on its way through a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Batch {
    pub(crate) buyer: Buyer,
    pub(crate) request: Request,
    /// The free copy as it was read too early; only where that is the flaw.
    read: Option<CopyNo>,
    /// The outcome of a commit whose answer was lost.
    pub(crate) uncertain: Option<Answer>,
}

impl Batch {
    pub(crate) fn gathered(buyer: Buyer, request: Request, books: &Books, flaw: Option<Flaw>) -> Self {
        let read = if flaw == Some(Flaw::ReadBeforeLock) { books.stock.free().next() } else { None };
        Self { buyer, request, read, uncertain: None }
    }

    /// One transaction: the key is looked for, the stock row is locked, the request is decided, the answer is kept.
    /// `driver` is the node that will drive a payment it starts.
    pub(crate) fn commit(self, books: &mut Books, driver: Option<Node>, flaw: Option<Flaw>) -> Answer {
        let key = (self.buyer, self.request);
        let forgets = flaw == Some(Flaw::ForgottenAnswers);
        if let Some(answer) = books.answers.get(&key).filter(|_| !forgets) {
            return *answer;
        }
        let answer = match self.request {
            Request::Hold => {
                let read_now = books.stock.free().next();
                let copy = if flaw == Some(Flaw::ReadBeforeLock) { self.read } else { read_now };
                decide::place_hold(books, self.buyer, copy)
            }
            Request::Order => decide::place_order(books, self.buyer, driver),
            Request::PayAgain => decide::pay_again(books, self.buyer, driver),
            Request::Cancel => decide::cancel(books, self.buyer),
        };
        if answer == Answer::Granted {
            books.answers.insert(key, answer);
        }
        answer
    }

    /// Its commit's answer was lost.
    pub(crate) fn left_uncertain(self, answer: Answer) -> Self {
        Self { uncertain: Some(answer), ..self }
    }

    /// Runs it again after an uncertain commit: its own row tells that it was carried out, and the first outcome
    /// stands.
    pub(crate) fn run_again(self, books: &mut Books, driver: Option<Node>, flaw: Option<Flaw>) -> Answer {
        match self.uncertain {
            Some(answer) if flaw != Some(Flaw::ForgottenAnswers) => answer,
            _ => self.commit(books, driver, flaw),
        }
    }
}
