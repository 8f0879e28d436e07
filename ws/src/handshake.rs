//! The door: what the HTTP server hands over because it asks for an upgrade. Everything but a valid `GET /ws` gets a
//! real HTTP answer: a stray `Upgrade: websocket` on any path and every CONNECT land here too.
//! Knows nothing of the gateway; limits and origins are the backend's word.

use std::{convert::Infallible, fmt::Write as _, future::poll_fn, io, io::IoSlice, rc::Rc, time::Duration};

use actix_codec::Framed;
use actix_http::{
    Method, Request, RequestHead, Version, h1,
    header::{self, HeaderMap},
};
use actix_rt::net::TcpStream;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use tokio::time::timeout;

use crate::{
    backend::{Arrival, Pass},
    hub::{Conn, Hub},
    problem::{Problem, Refusal},
    protocol, socket,
    stats::count,
    transport::{Tcp, Transport},
};

/// The path of the socket.
pub const SOCKET_PATH: &str = "/ws";

/// How long a client may take to take the handshake's answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// How much of a refused request's body is read away, in bytes, so that its sender reads the answer.
const BODY_MAX: usize = 256 * 1024;

/// A handshake that may go on.
#[derive(Debug)]
struct Welcome {
    accept_key: [u8; 28],
    /// The cookies that count: a request without an `Origin` is not a browser's, and anybody can write cookies.
    cookies: Option<Box<str>>,
    pass: Pass,
}

/// An HTTP answer instead of a socket.
#[derive(Debug)]
struct Answer {
    status: u16,
    refusal: Refusal,
    header: Option<&'static str>,
}

/// Serves what `HttpService::upgrade` hands over: opens a socket on this thread's hub, or answers with a problem.
/// Returns as soon as the socket stands; from then on it lives in the hub alone.
pub async fn accept(request: Request, framed: Framed<TcpStream, h1::Codec>, hub: Hub) -> Result<(), Infallible> {
    let parts = framed.into_parts();
    let judged = judge(request.head(), &hub);
    let config = hub.config();
    let transport = match Tcp::new(parts.io, config.send_buffer_bytes, config.receive_buffer_bytes) {
        Ok(transport) => Rc::new(transport),
        Err(error) => {
            tracing::debug!(%error, "a socket was gone before its handshake");
            return Ok(());
        }
    };
    let mut answer = parts.write_buf.to_vec();
    let welcome = match judged {
        Ok(welcome) => welcome,
        Err(refusal) => {
            hub.with(|state| count(&state.shared.counters.refused, 1));
            let head_only = request.method() == Method::HEAD;
            answer.extend_from_slice(refusal.to_http(&hub.new_connection_id().to_string(), head_only).as_bytes());
            refuse(&*transport, &answer).await;
            return Ok(());
        }
    };
    let connection = hub.new_connection_id();
    answer.extend_from_slice(switching(&welcome.accept_key).as_bytes());
    answer.extend_from_slice(&protocol::hello(connection, hub.backend().now(), config.heartbeat.as_secs()));
    if let Err(error) = within(write_all(&*transport, &answer)).await {
        tracing::debug!(%error, "a socket was gone before its greeting");
        return Ok(());
    }
    let transport: Rc<dyn Transport> = transport;
    let mut conn = Conn::new(connection, Rc::clone(&transport), false);
    conn._pass = welcome.pass;
    conn.carry = parts.read_buf.to_vec();
    let id = hub.add(conn);
    actix_rt::spawn(socket::serve(hub, id, transport, welcome.cookies));
    Ok(())
}

/// Whether the request may become a socket here and now.
fn judge(head: &RequestHead, hub: &Hub) -> Result<Welcome, Answer> {
    let accept_key = check_request(head)?;
    let is_browser = check_origin(head.headers(), |origin| hub.backend().origin_allowed(origin))?;
    if hub.bus().is_draining() {
        return Err(unavailable("this node is going down: connect again"));
    }
    if hub.occupancy() >= hub.config().sockets_max {
        return Err(unavailable("this node is full: try again"));
    }
    let arrival = Arrival { peer: head.peer_addr, headers: head.headers() };
    let pass = hub.backend().admit(arrival).map_err(Answer::from)?;
    let cookies = if is_browser && hub.backend().cookies_count(arrival) { cookies(head.headers()) } else { None };
    Ok(Welcome { accept_key, cookies, pass })
}

/// The form of the request by RFC 6455 §4.2.1; answers the accept key.
fn check_request(head: &RequestHead) -> Result<[u8; 28], Answer> {
    if head.method == Method::CONNECT {
        return Err(Answer::from(Refusal::new(Problem::MethodNotAllowed, "this server is no proxy")));
    }
    if head.uri.path() != SOCKET_PATH {
        return Err(malformed("this path does not upgrade: ask without `Upgrade`"));
    }
    if head.method != Method::GET {
        let refusal = Refusal::new(Problem::MethodNotAllowed, "a socket is opened with GET");
        return Err(Answer { header: Some("Allow: GET\r\n"), ..Answer::from(refusal) });
    }
    if head.version != Version::HTTP_11 {
        return Err(malformed("a socket is opened over HTTP/1.1"));
    }
    let has = |name, token: &str| list_has(head.headers(), name, token);
    if !has(header::UPGRADE, "websocket") || !has(header::CONNECTION, "upgrade") {
        return Err(malformed("a socket is opened with `Connection: Upgrade` and `Upgrade: websocket`"));
    }
    if single(head.headers(), header::SEC_WEBSOCKET_VERSION) != Some("13") {
        let header = Some("Sec-WebSocket-Version: 13\r\nUpgrade: websocket\r\n");
        return Err(Answer { status: 426, header, ..malformed("`Sec-WebSocket-Version` is 13") });
    }
    let key = single(head.headers(), header::SEC_WEBSOCKET_KEY).unwrap_or_default();
    if STANDARD.decode(key).map(|bytes| bytes.len()) != Ok(16) {
        return Err(malformed("`Sec-WebSocket-Key` is 16 bytes in base64"));
    }
    Ok(actix_http::ws::hash_key(key.as_bytes()))
}

/// Whether the request comes from a browser, and if so from a page that may.
fn check_origin(headers: &HeaderMap, allowed: impl Fn(&str) -> bool) -> Result<bool, Answer> {
    let mut origins = headers.get_all(header::ORIGIN);
    let Some(origin) = origins.next() else { return Ok(false) };
    match origin.to_str() {
        Ok(origin) if origins.next().is_none() && allowed(origin) => Ok(true),
        _ => Err(Answer::from(Refusal::new(Problem::Forbidden, "pages of this origin may not open a socket here"))),
    }
}

fn cookies(headers: &HeaderMap) -> Option<Box<str>> {
    let values: Vec<&str> = headers.get_all(header::COOKIE).filter_map(|value| value.to_str().ok()).collect();
    if values.is_empty() { None } else { Some(values.join("; ").into_boxed_str()) }
}

/// Whether a header that is a comma-separated list has a token, in any letter case.
fn list_has(headers: &HeaderMap, name: header::HeaderName, token: &str) -> bool {
    headers
        .get_all(name)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|item| item.trim().eq_ignore_ascii_case(token))
}

/// The value of a header that is there exactly once.
fn single(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name);
    let value = values.next()?.to_str().ok()?.trim();
    if values.next().is_some() { None } else { Some(value) }
}

fn malformed(detail: &'static str) -> Answer {
    Answer::from(Refusal::new(Problem::Malformed, detail))
}

fn unavailable(detail: &'static str) -> Answer {
    Answer::from(Refusal { retry_after_s: Some(1), ..Refusal::new(Problem::Unavailable, detail) })
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        Answer { status: refusal.problem.status(), refusal, header: None }
    }
}

impl Answer {
    fn to_http(&self, instance: &str, head_only: bool) -> String {
        let body = serde_json::json!({
            "type": self.refusal.problem.path(),
            "title": self.refusal.problem.title(),
            "status": self.status,
            "detail": self.refusal.detail,
            "instance": instance,
        })
        .to_string();
        let mut text = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        // Writing to a String does not fail.
        let _ = write!(
            text,
            "Content-Type: application/problem+json\r\nContent-Length: {}\r\nCache-Control: no-store\r\nX-Request-Id: {instance}\r\n",
            body.len()
        );
        if let Some(seconds) = self.refusal.retry_after_s {
            let _ = write!(text, "Retry-After: {seconds}\r\n");
        }
        text.push_str(self.header.unwrap_or_default());
        text.push_str("Connection: close\r\n\r\n");
        if !head_only {
            text.push_str(&body);
        }
        text
    }
}

fn reason(status: u16) -> &'static str {
    actix_http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Refused")
}

fn switching(accept_key: &[u8; 28]) -> String {
    let key = String::from_utf8_lossy(accept_key);
    format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {key}\r\n\r\n"
    )
}

/// Answers, then reads away what the client still sends, up to a bound: a reset would take the answer from it.
async fn refuse(transport: &dyn Transport, answer: &[u8]) {
    let done = within(async {
        write_all(transport, answer).await?;
        transport.finish();
        let mut read = 0;
        let mut buffer = vec![0; 4096];
        while read < BODY_MAX {
            poll_fn(|context| transport.poll_readable(context)).await?;
            match transport.try_read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => read += count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    });
    if let Err(error) = done.await {
        tracing::trace!(%error, "a refused client went without its answer");
    }
}

async fn write_all(transport: &dyn Transport, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match transport.try_write(&[IoSlice::new(bytes)]) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                poll_fn(|context| transport.poll_writable(context)).await?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn within(work: impl Future<Output = io::Result<()>>) -> io::Result<()> {
    timeout(ANSWER_WITHIN, work).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

#[cfg(test)]
mod tests {
    use actix_http::test::TestRequest;

    use super::*;

    fn valid() -> TestRequest {
        let mut request = TestRequest::with_uri("/ws?x=1");
        request
            .insert_header((header::UPGRADE, "websocket"))
            .insert_header((header::CONNECTION, "keep-alive, Upgrade"))
            .insert_header((header::SEC_WEBSOCKET_VERSION, "13"))
            .insert_header((header::SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ=="));
        request
    }

    fn status(request: &mut TestRequest) -> u16 {
        check_request(request.finish().head()).map_or_else(|answer| answer.status, |_| 101)
    }

    #[test]
    fn the_accept_key_is_the_one_of_the_standard() {
        let key = check_request(valid().finish().head()).unwrap();
        assert_eq!(&key, b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn everything_but_a_valid_request_has_its_status() {
        assert_eq!(status(&mut valid()), 101);
        assert_eq!(status(valid().uri("/")), 400);
        assert_eq!(status(valid().uri("/ws/")), 400);
        assert_eq!(status(valid().method(Method::POST)), 405);
        assert_eq!(status(valid().method(Method::CONNECT)), 405);
        assert_eq!(status(valid().version(Version::HTTP_10)), 400);
        assert_eq!(status(valid().insert_header((header::UPGRADE, "h2c"))), 400);
        assert_eq!(status(valid().insert_header((header::CONNECTION, "close"))), 400);
        assert_eq!(status(valid().insert_header((header::SEC_WEBSOCKET_VERSION, "8"))), 426);
        assert_eq!(status(valid().insert_header((header::SEC_WEBSOCKET_KEY, "c2hvcnQ="))), 400);
        assert_eq!(status(valid().append_header((header::SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ=="))), 400);
    }

    #[test]
    fn only_pages_of_allowed_origins_are_browsers_that_may() {
        let origin = |values: &[&str]| {
            let mut request = valid();
            for value in values {
                request.append_header((header::ORIGIN, *value));
            }
            check_origin(request.finish().head().headers(), |origin| origin == "https://ours.example")
                .map_err(|a| a.status)
        };
        assert_eq!(origin(&[]), Ok(false));
        assert_eq!(origin(&["https://ours.example"]), Ok(true));
        assert_eq!(origin(&["https://theirs.example"]), Err(403));
        assert_eq!(origin(&["null"]), Err(403));
        assert_eq!(origin(&["https://ours.example", "https://ours.example"]), Err(403));
    }

    #[test]
    fn an_answer_is_a_whole_problem() {
        let text = unavailable("later").to_http("id-1", false);
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 503 Service Unavailable\r\n"));
        assert!(head.contains("Retry-After: 1") && head.contains(&format!("Content-Length: {}", body.len())));
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!((&body["type"], &body["status"]), (&"/problems/unavailable".into(), &503.into()));
    }
}
