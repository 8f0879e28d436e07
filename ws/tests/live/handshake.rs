//! The door: who gets a socket, and what everybody else is told.

use futures_util::StreamExt as _;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::support::*;
use impasto_ws::LiveConfig;

const UPGRADE: &str = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
const REST: &str = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/// Status and problem of an answer.
fn problem(answer: &str) -> (u16, Value) {
    let (head, body) = answer.split_once("\r\n\r\n").expect("a whole answer");
    assert!(head.contains("application/problem+json"), "{head}");
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["status"], status);
    (status, body["type"].clone())
}

#[actix_rt::test]
async fn the_server_greets() {
    let house = House::open();
    let client = house.connect().await;
    assert_eq!(client.hello["heartbeat_s"], 25);
    assert!(client.hello["connection_id"].as_str().unwrap().len() == 36);
    assert!(client.hello["server_time"].as_str().unwrap().ends_with('Z'));
}

#[actix_rt::test]
async fn plain_requests_are_served_on_the_same_port_and_connection() {
    let house = House::open();
    let mut stream = TcpStream::connect(house.address).await.unwrap();
    for path in ["/", "/ws", "/anything"] {
        stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await.unwrap();
        let mut answer = [0; 1024];
        let count = stream.read(&mut answer).await.unwrap();
        assert!(answer[..count].ends_with(b"plain"));
    }
    // The same connection becomes a socket, and a frame that travelled with the handshake is heard.
    let mut request = format!("GET /ws HTTP/1.1\r\nHost: x\r\n{UPGRADE}{REST}").into_bytes();
    request.extend_from_slice(&[0x81, 0x8d, 0, 0, 0, 0]);
    request.extend_from_slice(br#"{"op":"ping"}"#);
    stream.write_all(&request).await.unwrap();
    let mut heard = Vec::new();
    while !heard.ends_with(br#"{"op":"pong"}"#) {
        assert_ne!(stream.read_buf(&mut heard).await.unwrap(), 0, "{}", String::from_utf8_lossy(&heard));
    }
    let heard = String::from_utf8_lossy(&heard);
    assert!(heard.starts_with("HTTP/1.1 101 ") && heard.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "{heard}");
    assert!(heard.contains(r#"{"op":"hello""#));
}

#[actix_rt::test]
async fn everything_but_a_valid_request_gets_a_problem() {
    let house = House::open();
    let get = |path: &str, rest: &str| format!("GET {path} HTTP/1.1\r\nHost: x\r\n{UPGRADE}{rest}");
    let cases = [
        (get("/", REST), 400, "malformed"),
        (get("/api/v1/cart", REST), 400, "malformed"),
        (get("/ws", "Sec-WebSocket-Version: 13\r\n\r\n"), 400, "malformed"),
        (get("/ws", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"), 426, "malformed"),
        (get("/ws", &REST.replace("13", "8")), 426, "malformed"),
        (format!("GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n{REST}"), 400, "malformed"),
        (format!("POST /ws HTTP/1.1\r\nHost: x\r\n{UPGRADE}{REST}"), 405, "method-not-allowed"),
        ("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n".into(), 405, "method-not-allowed"),
        (get("/ws", &format!("Origin: https://evil.example\r\n{REST}")), 403, "forbidden"),
    ];
    for (request, status, kind) in cases {
        let answer = house.raw(request.as_bytes()).await;
        assert_eq!(problem(&answer), (status, json!(format!("/problems/{kind}"))), "{request}");
    }
    assert!(house.raw(get("/ws", &REST.replace("13", "7")).as_bytes()).await.contains("Sec-WebSocket-Version: 13"));
    assert_eq!(house.bus.stats().refused, 10);
    assert_eq!(house.bus.stats().sockets_total(), 0);
}

#[actix_rt::test]
async fn a_refused_sender_of_a_body_still_reads_its_answer() {
    let house = House::open();
    let mut request =
        format!("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n{UPGRADE}\r\n").into_bytes();
    request.extend(std::iter::repeat_n(b'x', 200_000));
    assert_eq!(problem(&house.raw(&request).await).0, 400);
}

#[actix_rt::test]
async fn cookies_count_for_pages_of_an_allowed_origin_only() {
    let house = House::open();
    house.backend.allow_origin("https://gallery.example");
    house.backend.grant("c1", user(1, "customer"));
    let cookie = ("Cookie", "theme=dark; token=c1");
    let mut page = house.connect_with(&[("Origin", "https://gallery.example"), cookie]).await.unwrap();
    page.say(json!({"op": "subscribe", "topics": ["cart"]})).await;
    assert_eq!(page.next().await["op"], "subscribed");
    let mut tool = house.connect_with(&[cookie]).await.unwrap();
    tool.say(json!({"op": "subscribe", "topics": ["cart"]})).await;
    assert_eq!(tool.next().await["type"], "/problems/unauthenticated");
    tool.say(json!({"op": "auth", "id": 2, "token": "c1"})).await;
    assert_eq!(tool.next().await, json!({"op": "authed", "id": 2, "expires_at": null}));
    assert_eq!(house.connect_with(&[("Origin", "https://evil.example"), cookie]).await.err(), Some(403));
    assert_eq!(house.connect_with(&[("Origin", "null")]).await.err(), Some(403));
    let stale = [("Origin", "https://gallery.example"), ("Cookie", "token=gone")];
    let mut stale = house.connect_with(&stale).await.unwrap();
    assert!(stale.pong().await.is_empty(), "a stale cookie makes nobody, and no noise");
}

#[actix_rt::test]
async fn over_the_limits_nobody_is_let_in() {
    let house = House::with(LiveConfig { sockets_max: 1, ..LiveConfig::default() });
    // Connections go to the two workers in turn: one fits on each.
    let mut kept = Vec::new();
    let mut refused = 0;
    for _ in 0..6 {
        match house.connect_with(&[]).await {
            Ok(client) => kept.push(client),
            Err(status) => {
                assert_eq!(status, 503);
                refused += 1;
            }
        }
    }
    assert_eq!((kept.len(), refused), (2, 4));
    drop(kept);
    house.until("the places to be free", |stats| stats.sockets_total() == 0).await;
    let mut next = house.connect().await;
    house.backend.set_full(true);
    assert_eq!(house.connect_with(&[]).await.err(), Some(429));
    assert!(next.pong().await.is_empty(), "who is in stays in");
}

#[actix_rt::test]
async fn a_client_that_leaves_without_a_word_is_gone() {
    let house = House::open();
    let mut client = house.connect().await;
    client.subscribe(artwork(1), None).await;
    assert_eq!(house.bus.stats().sockets_total(), 1);
    drop(client);
    house.until("the socket to be gone", |stats| stats.sockets_total() == 0).await;
    let mut polite = house.connect().await;
    polite.socket.close(None).await.unwrap();
    while let Some(Ok(_)) = polite.socket.next().await {}
    house.until("the socket to be gone", |stats| stats.sockets_total() == 0).await;
}
