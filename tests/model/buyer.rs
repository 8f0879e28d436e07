//! A buyer's session: what it knows, and therefore what it asks next. It asks again under the same key until it hears
//! an answer.

use crate::request::{Answer, Request};

/// What a buyer was told last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Told {
    Nothing,
    Held,
    Ordered,
    /// Refused, or it called its order off: it asks for nothing more.
    Gone,
}

impl Told {
    /// What is known after an answer; one to an earlier request says nothing new.
    pub(crate) fn after(self, request: Request, answer: Answer) -> Self {
        match (self, request, answer) {
            (Self::Nothing, Request::Hold, Answer::Granted) => Self::Held,
            (Self::Held, Request::Order, Answer::Granted) => Self::Ordered,
            (Self::Nothing, Request::Hold, Answer::Refused)
            | (Self::Held, Request::Order, Answer::Refused)
            | (Self::Ordered, Request::PayAgain, Answer::Refused)
            | (Self::Ordered, Request::Cancel, _) => Self::Gone,
            (known, ..) => known,
        }
    }
}
