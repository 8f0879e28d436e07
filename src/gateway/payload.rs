//! Request bodies: read up to a cap, and drained when they were refused, so that the client reads the answer.
//! Knows nothing of what is in them.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::HttpMessage;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::error::PayloadError;
use actix_web::http::header::{self, HeaderMap};
use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};

use super::problem::{Problem, ProblemType};

/// How long a client may take to send one body.
pub const BODY_TIMEOUT: Duration = Duration::from_secs(60);

/// What is drained of a refused body beyond half as much again as the route's cap: a body that is a little too large
/// is still answered with 413 and not with a broken connection.
const DRAIN_FLOOR_BYTES: usize = 1 << 20;

/// How long draining may take: half of what a body may, so that slow senders read their refusal as well.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(30);

/// How much the extractors of this request's handler would have read. Left in the request's extensions by each of
/// them, so that a refusal before reading drains just as far.
#[derive(Debug, Clone, Copy)]
pub struct BodyCap(pub usize);

/// Reads a body of at most `cap` bytes.
///
/// # Errors
/// 413 when it is larger (known from its length before anything is read, or found while reading), 400 when it breaks
/// off, its transfer coding is broken or it takes too long.
pub async fn read(mut payload: Payload, declared: Option<u64>, cap: usize) -> Result<Bytes, Problem> {
    if declared.is_some_and(|length| length > cap as u64) {
        return Err(too_large(cap));
    }
    let reading = async {
        let mut body: Option<BytesMut> = None;
        let mut single: Option<Bytes> = None;
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(broken)?;
            let so_far = body.as_ref().map_or(0, BytesMut::len) + single.as_ref().map_or(0, Bytes::len);
            if so_far + chunk.len() > cap {
                return Err(too_large(cap));
            }
            // Most bodies arrive in one piece, which is then not copied.
            match (&mut body, single.take()) {
                (Some(body), _) => body.extend_from_slice(&chunk),
                (None, None) => single = Some(chunk),
                (None, Some(first)) => {
                    let mut joined = BytesMut::with_capacity(first.len() + chunk.len());
                    joined.extend_from_slice(&first);
                    joined.extend_from_slice(&chunk);
                    body = Some(joined);
                }
            }
        }
        Ok(body.map(BytesMut::freeze).or(single).unwrap_or_default())
    };
    match actix_web::rt::time::timeout(BODY_TIMEOUT, reading).await {
        Ok(read) => read,
        Err(_) => Err(Problem::malformed("The body took too long to arrive.")),
    }
}

/// The declared length of a body.
#[must_use]
pub fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// 413 that names the limit.
#[must_use]
pub fn too_large(cap: usize) -> Problem {
    Problem::new(ProblemType::TooLarge).detail(format!("At most {cap} bytes are taken here."))
}

/// A request's body that can be drained after its handler has let go of it.
pub struct Tracked(Rc<RefCell<Source>>);

struct Source {
    payload: Payload,
    ended: bool,
}

struct Handed(Rc<RefCell<Source>>);

impl Tracked {
    /// Puts a tracked body in the place of the request's own. `None` when the request has none.
    pub fn track(request: &mut ServiceRequest) -> Option<Self> {
        let payload = match request.take_payload() {
            Payload::None => return None,
            payload => payload,
        };
        let source = Rc::new(RefCell::new(Source { payload, ended: false }));
        let handed = Handed(Rc::clone(&source));
        request.set_payload(Payload::Stream { payload: Box::pin(handed) });
        Some(Self(source))
    }

    /// Reads what the handler has left, somewhat beyond the cap of its route, and throws it away. Gives up quietly: the
    /// answer goes out in any case, and a client that sends far more than its share finds its connection closed.
    pub async fn drain(self, cap: Option<BodyCap>) {
        let mut left = cap.map_or(0, |BodyCap(cap)| cap + cap / 2) + DRAIN_FLOOR_BYTES;
        let mut rest = Handed(self.0);
        let draining = async {
            while let Some(Ok(chunk)) = rest.next().await {
                match left.checked_sub(chunk.len()) {
                    Some(less) => left = less,
                    None => return,
                }
            }
        };
        // A client that stops sending must not keep the answer from others behind it.
        let _gave_up = actix_web::rt::time::timeout(DRAIN_TIMEOUT, draining).await;
    }

    /// Whether the body was read to its end.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.0.borrow().ended
    }
}

impl Stream for Handed {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut source = self.0.borrow_mut();
        if source.ended {
            return Poll::Ready(None);
        }
        let next = Pin::new(&mut source.payload).poll_next(context);
        if matches!(next, Poll::Ready(None | Some(Err(_)))) {
            source.ended = true;
        }
        next
    }
}

fn broken(error: PayloadError) -> Problem {
    match error {
        PayloadError::Overflow => Problem::new(ProblemType::TooLarge),
        other => Problem::malformed(format!("The body could not be read: {other}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload(chunks: Vec<&'static [u8]>) -> Payload {
        let chunks = chunks.into_iter().map(|chunk| Ok(Bytes::from_static(chunk)));
        Payload::Stream { payload: Box::pin(futures_util::stream::iter(chunks)) }
    }

    #[actix_web::test]
    async fn a_body_in_pieces_is_joined_and_one_over_the_cap_is_refused() {
        assert_eq!(read(payload(vec![b"ab", b"cd", b"e"]), None, 5).await.unwrap(), "abcde");
        assert_eq!(read(payload(vec![b"abc"]), None, 3).await.unwrap(), "abc");
        assert_eq!(read(payload(vec![]), None, 3).await.unwrap(), "");
        let refused = read(payload(vec![b"ab", b"cd"]), None, 3).await.unwrap_err();
        assert_eq!(refused.kind(), Some(ProblemType::TooLarge));
        let refused = read(payload(vec![]), Some(4), 3).await.unwrap_err();
        assert_eq!(refused.kind(), Some(ProblemType::TooLarge));
    }

    #[actix_web::test]
    async fn what_a_handler_left_is_drained_up_to_the_cap() {
        let mut request = actix_web::test::TestRequest::post().to_srv_request();
        request.set_payload(payload(vec![b"ab", b"cd"]));
        let tracked = Tracked::track(&mut request).unwrap();
        drop(request.take_payload());
        assert!(!tracked.is_read());
        let source = Rc::clone(&tracked.0);
        tracked.drain(Some(BodyCap(2))).await;
        assert!(source.borrow().ended, "both chunks lie under the floor and are read to the end");
    }

    #[actix_web::test]
    async fn a_request_without_a_body_is_not_tracked() {
        let mut request = actix_web::test::TestRequest::get().to_srv_request();
        request.set_payload(Payload::None);
        assert!(Tracked::track(&mut request).is_none());
    }
}
