//! How many requests are under way, each until the last byte of its answer is handed over: who stops a node waits for
//! them, and for nobody who merely keeps a connection open.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use bytes::Bytes;

/// The count.
#[derive(Debug, Clone, Default)]
pub struct UnderWay(Arc<AtomicUsize>, Arc<AtomicU64>);

/// One of them, until it is dropped.
#[derive(Debug)]
pub struct Place(Arc<AtomicUsize>);

/// The body of an answer, which is under way as long as it is there.
pub struct Counted<B> {
    body: Pin<Box<B>>,
    _place: Place,
}

impl UnderWay {
    /// Counts one more.
    #[must_use]
    pub fn begin(&self) -> Place {
        self.0.fetch_add(1, Ordering::Relaxed);
        self.1.fetch_add(1, Ordering::Relaxed);
        Place(Arc::clone(&self.0))
    }

    /// How many have begun since the node started.
    #[must_use]
    pub fn begun(&self) -> u64 {
        self.1.load(Ordering::Relaxed)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }
}

impl Place {
    /// Keeps it for as long as a body.
    #[must_use]
    pub fn with<B>(self, body: B) -> Counted<B> {
        Counted { body: Box::pin(body), _place: self }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl<B: MessageBody> MessageBody for Counted<B> {
    type Error = B::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        self.body.as_mut().poll_next(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_under_way_until_its_body_is_gone() {
        let requests = UnderWay::default();
        assert!(requests.is_none());
        let (one, two) = (requests.begin(), requests.begin());
        drop(one);
        let body = two.with(Bytes::from_static(b"words"));
        assert!(!requests.is_none());
        drop(body);
        assert!(requests.is_none());
    }
}
