//! The fake's HTTP/1.1: one thread with its own runtime, keep-alive connections, `/ws` handed to `live.rs`. It can crash and come back on the same port.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::broadcast;
use tokio::task::{JoinHandle, JoinSet};

use crate::live;
use crate::shop::{Lie, Shop};

/// A fake server. Dropping it ends it.
pub(crate) struct Fake {
    pub(crate) address: SocketAddr,
    state: Arc<State>,
    accepting: Option<JoinHandle<()>>,
    runtime: Runtime,
}

pub(crate) struct State {
    pub(crate) shop: Mutex<Shop>,
    pub(crate) events: broadcast::Sender<live::Event>,
}

impl Fake {
    pub(crate) fn start(lie: Lie, size: usize) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let state = Arc::new(State { shop: Mutex::new(Shop::new(lie, size)), events: broadcast::channel(10_000).0 });
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let accepting = Some(runtime.spawn(accept(listener, state.clone())));
        Self { address, state, accepting, runtime }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn shop(&self) -> MutexGuard<'_, Shop> {
        self.state.shop.lock().unwrap()
    }

    /// All connections break, new ones are refused.
    pub(crate) fn crash(&mut self) {
        if let Some(accepting) = self.accepting.take() {
            accepting.abort();
            // Its end drops the listener and every connection.
            let _ = self.runtime.block_on(accepting);
        }
    }

    /// Comes back on the same port with what it kept.
    pub(crate) fn come_back(&mut self) {
        let listener = self.runtime.block_on(async {
            loop {
                match TcpListener::bind(self.address).await {
                    Ok(listener) => return listener,
                    Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
                }
            }
        });
        self.accepting = Some(self.runtime.spawn(accept(listener, self.state.clone())));
    }

    /// Waits until the shop is as wanted.
    pub(crate) fn wait_until(&self, wanted: impl Fn(&Shop) -> bool) {
        while !wanted(&self.shop()) {
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

async fn accept(listener: TcpListener, state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => if let Ok((stream, _)) = accepted {
                connections.spawn(connection(stream, state.clone()));
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(mut stream: TcpStream, state: Arc<State>) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut first = [0_u8; 8];
    while stream.peek(&mut first).await.ok()? < first.len() {}
    if &first == b"GET /ws " {
        return live::serve(stream, state).await;
    }
    let mut input = Vec::new();
    loop {
        let head = loop {
            if let Some(end) = input.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break end + 4;
            }
            read(&mut stream, &mut input).await?;
        };
        let text = String::from_utf8(input[..head].to_vec()).ok()?;
        let header = |name: &str| {
            text.lines().find_map(|line| {
                line.split_once(": ")
                    .filter(|(key, _)| key.eq_ignore_ascii_case(name))
                    .map(|(_, value)| value.to_owned())
            })
        };
        let length: usize = header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        while input.len() < head + length {
            read(&mut stream, &mut input).await?;
        }
        let body: Value = serde_json::from_slice(&input[head..head + length]).unwrap_or(Value::Null);
        let mut line = text.split(' ');
        let (method, path) = (line.next()?, line.next()?);
        let token = header("x-visitor").unwrap_or_default();
        let key = header("idempotency-key").unwrap_or_default();
        let reply = {
            let mut shop = state.shop.lock().unwrap();
            let (reply, moved) = shop.answer(method, path, &token, &key, &body);
            if let Some(edition) = moved {
                let event = live::Event::of(&shop, edition);
                // Nobody may be watching.
                let _ = state.events.send(event);
            }
            reply
        };
        input.drain(..head + length);
        if reply.hang_up {
            return None;
        }
        let body = reply.body.to_string();
        // Both ways of ending a body are used.
        let answer = if body.len() % 2 == 0 {
            format!("HTTP/1.1 {} Fake\r\ncontent-length: {}\r\n\r\n{body}", reply.status, body.len())
        } else {
            format!(
                "HTTP/1.1 {} Fake\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
                reply.status,
                body.len()
            )
        };
        stream.write_all(answer.as_bytes()).await.ok()?;
    }
}

async fn read(stream: &mut TcpStream, input: &mut Vec<u8>) -> Option<()> {
    match stream.read_buf(input).await {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(()),
    }
}
