//! A server to measure fan-out with, and the load to measure it.
//!
//! ```text
//! fanout_server serve 127.0.0.1:9100
//! fanout_server idle  127.0.0.1:9100 20000 <server pid>          memory per idle connection: authenticated, 3 topics
//! fanout_server load  127.0.0.1:9100 1000 8 10 <server pid>      1 000 subscribers, 8 events in flight, for 10 s
//! fanout_server steady 127.0.0.1:9100 1000 30000 10 <server pid> 30 000 deliveries a second, open loop
//! ```
//!
//! A request to `/publish?n=<number>&count=<events>` publishes events on one artwork's topic; `load` waits until every
//! subscriber has got an event before it counts as done, and keeps so many under way. Figures are read from `/proc`.
//!
//! `ws/examples/peers/` has the same server on Bun and on socket.io; an address `socket.io/<host:port>` is spoken to as
//! socket.io wants it. `scripts/bench peers` runs all three, interleaved.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a tool for the bench, run by hand")]

use std::{
    collections::HashMap,
    convert::Infallible,
    io::{Read as _, Write as _},
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use actix_http::{HttpService, Request, Response};
use actix_service::fn_service;
use impasto_ws::{Hub, LiveBackend, LiveBus, LiveConfig, MemoryBackend, Principal, Topic, accept};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::mpsc,
};
use uuid::Uuid;

const ARTWORK: Topic = Topic::Artwork(Uuid::from_u128(1));

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = actix_rt::System::new();
    match words.as_slice() {
        ["serve", address] => runtime.block_on(serve(address)),
        ["idle", address, count, pid] => runtime.block_on(idle(address, count.parse().unwrap(), pid)),
        ["load", address, count, flight, seconds, pid] => runtime.block_on(load(
            address,
            count.parse().unwrap(),
            Pace::InFlight(flight.parse().unwrap()),
            seconds.parse().unwrap(),
            pid,
        )),
        ["steady", address, count, rate, seconds, pid] => runtime.block_on(load(
            address,
            count.parse().unwrap(),
            Pace::PerSecond(rate.parse().unwrap()),
            seconds.parse().unwrap(),
            pid,
        )),
        _ => eprintln!("serve | idle | load | steady: see the head of this file"),
    }
}

async fn serve(address: &str) {
    let bus = LiveBus::new(LiveConfig { frames_max: u32::MAX, ..LiveConfig::default() });
    let backend = Arc::new(MemoryBackend::default());
    for n in 0..100_000u128 {
        let principal = Principal {
            owners: vec![Uuid::from_u128(n)],
            user: Some(Uuid::from_u128(n)),
            session: Some(Uuid::from_u128(n)),
            role: "customer".into(),
            permissions: Vec::new(),
            expires_at: None,
        };
        backend.grant(&format!("token-{n}"), principal);
    }
    let listener = std::net::TcpListener::bind(address).unwrap();
    println!("pid {}", std::process::id());
    let server = actix_server::Server::build().workers(1).backlog(4096).listen("http", listener, move || {
        let hub = Hub::here(&bus, &(Arc::clone(&backend) as Arc<dyn LiveBackend>));
        let (bus, backend) = (bus.clone(), Arc::clone(&backend));
        HttpService::build()
            .upgrade(fn_service(move |(request, framed)| accept(request, framed, hub.clone())))
            .finish(fn_service(move |request: Request| {
                publish(&bus, &backend, request.uri().query().unwrap_or_default());
                async { Ok::<_, Infallible>(Response::ok().set_body("")) }
            }))
            .tcp()
    });
    server.unwrap().run().await.unwrap();
}

/// Publishes events whose frame is 213 bytes long.
fn publish(bus: &LiveBus, backend: &MemoryBackend, query: &str) {
    let values: HashMap<&str, u64> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name, value.parse().unwrap()))
        .collect();
    for n in values["n"]..values["n"] + values["count"] {
        let mut event =
            backend.ephemeral(ARTWORK, "stock", json!({"available": n, "held": 12, "sold": 3, "total": 25, "v": 1}));
        event.key = Some(n.to_string());
        bus.publish(vec![event]);
    }
}

enum Pace {
    /// So many events under way at once.
    InFlight(u64),
    /// So many deliveries a second, come what may.
    PerSecond(u64),
}

/// The address of an engine.io server, if it is one.
fn socket_io(address: &str) -> Option<&str> {
    address.strip_prefix("socket.io/")
}

fn plain(address: &str) -> &str {
    socket_io(address).unwrap_or(address)
}

async fn connect(address: &str, n: u64, topics: &str) -> TcpStream {
    let mut stream = TcpStream::connect(plain(address).parse::<SocketAddr>().unwrap()).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let (path, done) = match socket_io(address) {
        Some(_) => ("/socket.io/?EIO=4&transport=websocket", r#"42["subscribed"]"#),
        None => ("/ws", r#""op":"subscribed""#),
    };
    let handshake = format!(
        "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(handshake.as_bytes()).await.unwrap();
    let mut heard = Vec::new();
    if socket_io(address).is_some() {
        // The namespace is joined before anything can be said in it.
        until(&mut stream, &mut heard, r#"0{"sid""#).await;
        stream.write_all(&masked("40")).await.unwrap();
        until(&mut stream, &mut heard, r#"40{"sid""#).await;
        stream.write_all(&masked(&format!(r#"42["subscribe",[{topics}]]"#))).await.unwrap();
    } else {
        let mut said = masked(&json!({"op": "auth", "token": format!("token-{n}")}).to_string());
        said.extend(masked(&format!(r#"{{"op":"subscribe","topics":[{topics}]}}"#)));
        stream.write_all(&said).await.unwrap();
    }
    until(&mut stream, &mut heard, done).await;
    stream
}

async fn until(stream: &mut TcpStream, heard: &mut Vec<u8>, words: &str) {
    while !String::from_utf8_lossy(heard).contains(words) {
        assert_ne!(stream.read_buf(heard).await.unwrap(), 0);
    }
}

/// A text frame with a mask of zeros.
fn masked(text: &str) -> Vec<u8> {
    let mut frame = vec![0x81];
    if text.len() < 126 {
        frame.push(0x80 | text.len() as u8);
    } else {
        frame.push(0x80 | 126);
        frame.extend_from_slice(&(text.len() as u16).to_be_bytes());
    }
    frame.extend_from_slice(&[0; 4]);
    frame.extend_from_slice(text.as_bytes());
    frame
}

async fn idle(address: &str, count: u64, pid: &str) {
    let before = memory_kb(pid);
    let mut open = Vec::new();
    for n in 0..count {
        let topics = format!(r#""{ARTWORK}","storefront","cart""#);
        open.push(connect(address, n, &topics).await);
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let after = memory_kb(pid);
    println!("{count} idle connections: {:.2} KB each", (after - before) as f64 / count as f64);
}

async fn load(address: &str, count: u64, pace: Pace, seconds: u64, pid: &str) {
    let (got, mut is_got) = mpsc::unbounded_channel();
    for n in 0..count {
        let stream = connect(address, n, &format!(r#""{ARTWORK}""#)).await;
        actix_rt::spawn(read(stream, got.clone()));
    }
    let book = Arc::new(Book::default());
    let (cpu, start) = (cpu_s(pid), Instant::now());
    let publisher = {
        let (book, address) = (Arc::clone(&book), address.to_owned());
        std::thread::spawn(move || publish_until(&book, &address, count, pace, Duration::from_secs(seconds)))
    };
    let mut frames = 0;
    let mut waits_us: Vec<u64> = Vec::new();
    while !book.is_over.load(Ordering::SeqCst) {
        let news = tokio::time::timeout(Duration::from_millis(50), is_got.recv()).await.unwrap_or(None);
        frames += news.unwrap_or(0);
        while frames / count > waits_us.len() as u64 {
            let sent_at = book.sent_at.lock().unwrap()[waits_us.len()];
            waits_us.push(sent_at.elapsed().as_micros() as u64);
            book.done.store(waits_us.len() as u64, Ordering::SeqCst);
        }
    }
    let (cpu, seconds) = (cpu_s(pid) - cpu, start.elapsed().as_secs_f64());
    publisher.join().unwrap();
    waits_us.sort_unstable();
    let quantile = |q: f64| waits_us.get((waits_us.len() as f64 * q) as usize).copied().unwrap_or(0) as f64 / 1000.0;
    println!(
        "{count} subscribers: {frames} deliveries, {:.0}/s, server CPU {:.3} us a delivery, to the last p50 {:.1} ms p99 {:.1} ms",
        frames as f64 / seconds,
        cpu * 1e6 / frames as f64,
        quantile(0.5),
        quantile(0.99),
    );
}

/// What the publishing thread and the counting one share.
#[derive(Default)]
struct Book {
    sent_at: Mutex<Vec<Instant>>,
    done: AtomicU64,
    is_over: AtomicBool,
}

/// Asks for events at the wanted pace, from a thread of its own: readers must not wait for it.
fn publish_until(book: &Book, address: &str, count: u64, pace: Pace, lasts: Duration) {
    let mut stream = std::net::TcpStream::connect(plain(address)).unwrap();
    stream.set_nodelay(true).unwrap();
    let (start, mut sent) = (Instant::now(), 0);
    while start.elapsed() < lasts {
        let due = match pace {
            Pace::InFlight(flight) => book.done.load(Ordering::SeqCst) + flight,
            Pace::PerSecond(rate) => (start.elapsed().as_secs_f64() * rate as f64 / count as f64) as u64,
        };
        if due > sent {
            book.sent_at.lock().unwrap().resize(due as usize, Instant::now());
            ask(&mut stream, sent, due - sent);
            sent = due;
        } else {
            std::thread::sleep(Duration::from_micros(200));
        }
    }
    book.is_over.store(true, Ordering::SeqCst);
}

/// Counts whole text frames.
async fn read(mut stream: TcpStream, got: mpsc::UnboundedSender<u64>) {
    let mut buffer = vec![0u8; 64 * 1024];
    let mut held = 0;
    loop {
        let count = stream.read(&mut buffer[held..]).await.unwrap();
        if count == 0 {
            return;
        }
        let end = held + count;
        let (mut place, mut frames) = (0, 0);
        while end - place >= 4 {
            let (head, len) = match buffer[place + 1] {
                126 => (4, usize::from(u16::from_be_bytes([buffer[place + 2], buffer[place + 3]]))),
                len => (2, usize::from(len)),
            };
            if end - place < head + len {
                break;
            }
            let text = &buffer[place + head..place + head + len];
            if buffer[place] == 0x81 && (text.starts_with(br#"{"topic""#) || text.starts_with(br#"42["stock""#)) {
                frames += 1;
            }
            place += head + len;
        }
        buffer.copy_within(place..end, 0);
        held = end - place;
        if frames > 0 {
            got.send(frames).unwrap();
        }
    }
}

fn ask(publisher: &mut std::net::TcpStream, n: u64, count: u64) {
    let request = format!("GET /publish?n={n}&count={count} HTTP/1.1\r\nHost: x\r\n\r\n");
    publisher.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        let mut buffer = [0; 1024];
        let count = publisher.read(&mut buffer).unwrap();
        assert_ne!(count, 0);
        answer.extend_from_slice(&buffer[..count]);
    }
}

/// Resident memory of a process, in KB.
fn memory_kb(pid: &str) -> i64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// CPU time a process has used, in seconds (100 ticks a second on Linux).
fn cpu_s(pid: &str) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
}
