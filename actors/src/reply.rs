//! The answer to a message: a oneshot that also tells when an actor fell before answering. Knows no message.
//!
//! A request that was never begun is safe to repeat. One that was begun may have changed the store, so whether it may
//! be repeated is the request's own affair. The trace of the request goes along.

use tokio::sync::oneshot;
use tracing::Span;

use crate::error::EngineError;

/// Where an actor answers. Dropping it unanswered tells the caller that the request was lost.
pub(crate) struct ReplyTo<T> {
    sender: Option<oneshot::Sender<Outcome<T>>>,
    begun: bool,
    span: Span,
}

/// Where a caller waits.
pub(crate) type Waiting<T> = oneshot::Receiver<Outcome<T>>;

/// What became of a request.
pub(crate) enum Outcome<T> {
    /// It was answered.
    Answered(Result<T, EngineError>),
    /// The actor that had it is gone; `begun` tells whether the store may have been reached.
    Lost { begun: bool },
}

impl<T> ReplyTo<T> {
    /// For a request of whoever runs now, in whose span.
    pub(crate) fn pair() -> (Self, Waiting<T>) {
        let (sender, waiting) = oneshot::channel();
        (Self { sender: Some(sender), begun: false, span: Span::current() }, waiting)
    }

    /// The span of who asked.
    pub(crate) fn span(&self) -> &Span {
        &self.span
    }

    /// From here on the request may have changed the store.
    pub(crate) fn begin(&mut self) {
        self.begun = true;
    }

    /// Whether nobody waits any more: a request that was not begun need not be.
    pub(crate) fn is_abandoned(&self) -> bool {
        self.sender.as_ref().is_none_or(oneshot::Sender::is_closed)
    }

    pub(crate) fn answer(mut self, result: Result<T, EngineError>) {
        if let Some(sender) = self.sender.take() {
            // A caller that went away needs no answer.
            let _ = sender.send(Outcome::Answered(result));
        }
    }
}

impl<T> Drop for ReplyTo<T> {
    fn drop(&mut self) {
        if let Some(sender) = self.sender.take() {
            let _ = sender.send(Outcome::Lost { begun: self.begun });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_answer_dropped_on_the_way_says_whether_it_was_begun() {
        let (reply, waiting) = ReplyTo::<()>::pair();
        drop(reply);
        assert!(matches!(waiting.await, Ok(Outcome::Lost { begun: false })));
        let (mut reply, waiting) = ReplyTo::<()>::pair();
        reply.begin();
        drop(reply);
        assert!(matches!(waiting.await, Ok(Outcome::Lost { begun: true })));
    }
}
