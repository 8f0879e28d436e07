//! The hub against scripted peers in memory, in virtual time.

mod delivery;
mod identity;
mod limits;
mod races;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeSet, VecDeque},
    io::{self, IoSlice},
    rc::Rc,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::{backend::Principal, frame, memory::MemoryBackend, topic::Topic, transport::Transport};

/// Runs a test on one thread whose clock only moves when everybody waits.
fn in_virtual_time(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, test);
}

/// Lets everything run that can run now.
async fn settle() {
    tokio::time::sleep(Duration::from_millis(30)).await;
}

/// A hub with its bus and backend.
struct House {
    bus: LiveBus,
    backend: Arc<MemoryBackend>,
    hub: Hub,
}

impl House {
    fn open() -> House {
        House::with(LiveConfig::default())
    }

    fn with(config: LiveConfig) -> House {
        let bus = LiveBus::new(config);
        let backend = Arc::new(MemoryBackend::default());
        let hub = Hub::start(&bus, &(Arc::clone(&backend) as Arc<dyn LiveBackend>));
        House { bus, backend, hub }
    }

    /// A socket with a peer that reads everything.
    fn connect(&self) -> Peer {
        let wire = Rc::new(Wire::default());
        wire.room.set(usize::MAX / 2);
        let transport: Rc<dyn Transport> = Rc::clone(&wire) as Rc<dyn Transport>;
        let id = self.hub.add(Conn::new(self.hub.new_connection_id(), Rc::clone(&transport), false));
        actix_rt::spawn(socket::serve(self.hub.clone(), id, transport, None));
        Peer { wire, id, half: RefCell::default(), polite: Cell::new(true) }
    }

    /// A socket that speaks for `principal`.
    async fn connect_as(&self, principal: Principal) -> Peer {
        let token = format!("token-of-{:?}-{}", principal.user, principal.role);
        self.backend.grant(&token, principal);
        let peer = self.connect();
        peer.say(json!({"op": "auth", "token": token}));
        settle().await;
        assert_eq!(peer.heard()[0]["op"], "authed");
        peer
    }

    fn publish(&self, topic: Topic, key: &str, n: u64) {
        self.backend.publish(&self.bus, topic, "stock", Some(key), json!({ "n": n }));
    }
}

fn user(id: u128, role: &'static str) -> Principal {
    let id = Uuid::from_u128(id);
    Principal {
        owners: vec![id],
        user: Some(id),
        session: Some(Uuid::from_u128(id.as_u128() + 1000)),
        role: role.into(),
        permissions: Vec::new(),
        expires_at: None,
    }
}

fn artwork(id: u128) -> Topic {
    Topic::Artwork(Uuid::from_u128(id))
}

/// The client's end of a socket.
struct Peer {
    wire: Rc<Wire>,
    id: ConnId,
    /// Bytes of a frame that is not whole yet.
    half: RefCell<Vec<u8>>,
    /// Whether pings are answered when they are heard.
    polite: Cell<bool>,
}

impl Peer {
    fn say(&self, message: Value) {
        self.say_text(&message.to_string());
    }

    fn say_text(&self, text: &str) {
        self.send(0x81, text.as_bytes());
    }

    fn send(&self, first: u8, payload: &[u8]) {
        let mask = [7, 13, 21, 34];
        let mut bytes = vec![first];
        if payload.len() < 126 {
            bytes.push(0x80 | payload.len() as u8);
        } else if payload.len() < 65536 {
            bytes.push(0x80 | 126);
            bytes.extend_from_slice(&(payload.len() as u16).to_be_bytes());
        } else {
            bytes.push(0x80 | 127);
            bytes.extend_from_slice(&(payload.len() as u64).to_be_bytes());
        }
        bytes.extend_from_slice(&mask);
        let start = bytes.len();
        bytes.extend_from_slice(payload);
        frame::unmask(&mut bytes[start..], mask);
        self.send_raw(&bytes);
    }

    fn send_raw(&self, bytes: &[u8]) {
        self.wire.incoming.borrow_mut().extend(bytes);
        wake(&self.wire.reader);
    }

    fn subscribe(&self, topics: &[Topic]) {
        let topics: Vec<String> = topics.iter().map(Topic::to_string).collect();
        self.say(json!({"op": "subscribe", "id": 1, "topics": topics}));
    }

    fn subscribe_since(&self, topic: Topic, since: &Value) {
        let topic = topic.to_string();
        self.say(json!({"op": "subscribe", "id": 1, "topics": [topic], "since": {topic: since}}));
    }

    /// Frames that came since the last look: texts as they are, others as `{"opcode", "code"}`.
    fn heard(&self) -> Vec<Value> {
        let mut half = self.half.borrow_mut();
        half.extend(self.wire.written.take());
        let mut frames = Vec::new();
        while let Some((payload, _)) = frame::split_server_frame(&half) {
            let opcode = half[0] & 0x0f;
            frames.push(match opcode {
                1 => serde_json::from_slice(payload).expect("a text frame is JSON"),
                9 if self.polite.get() => {
                    self.send(0x8a, payload);
                    json!({ "opcode": 9 })
                }
                8 => json!({"opcode": 8, "code": payload.first_chunk().map(|code| u16::from_be_bytes(*code))}),
                opcode => json!({ "opcode": opcode, "payload": String::from_utf8_lossy(payload) }),
            });
            let len = frame::server_frame_len(&half).unwrap();
            half.drain(..len);
        }
        frames
    }

    /// Texts that came since the last look.
    fn texts(&self) -> Vec<Value> {
        self.heard().into_iter().filter(|frame| frame.get("opcode").is_none()).collect()
    }

    /// The close code that came, if one did.
    fn close_code(&self) -> Option<u64> {
        self.heard().iter().find(|frame| frame["opcode"] == 8).and_then(|frame| frame["code"].as_u64())
    }

    fn takes(&self, room: usize) {
        self.wire.room.set(room);
        wake(&self.wire.writer);
    }

    fn hang_up(&self) {
        self.wire.hung_up.set(true);
        wake(&self.wire.reader);
    }

    fn is_ended(&self) -> bool {
        self.wire.ended.get()
    }
}

/// A wire whose other end takes `room` bytes.
#[derive(Default)]
struct Wire {
    room: Cell<usize>,
    written: RefCell<Vec<u8>>,
    incoming: RefCell<VecDeque<u8>>,
    hung_up: Cell<bool>,
    finished: Cell<bool>,
    ended: Cell<bool>,
    reader: Cell<Option<Waker>>,
    writer: Cell<Option<Waker>>,
}

fn wake(waker: &Cell<Option<Waker>>) {
    if let Some(waker) = waker.take() {
        waker.wake();
    }
}

impl Transport for Wire {
    fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut incoming = self.incoming.borrow_mut();
        if incoming.is_empty() {
            let over = self.hung_up.get() || self.ended.get();
            return if over { Ok(0) } else { Err(io::ErrorKind::WouldBlock.into()) };
        }
        let count = incoming.len().min(buffer.len());
        for (place, byte) in buffer.iter_mut().zip(incoming.drain(..count)) {
            *place = byte;
        }
        Ok(count)
    }

    fn poll_readable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.incoming.borrow().is_empty() || self.hung_up.get() || self.ended.get() {
            return Poll::Ready(Ok(()));
        }
        self.reader.set(Some(context.waker().clone()));
        Poll::Pending
    }

    fn try_write(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        let mut count = 0;
        for slice in slices {
            let part = slice.len().min(self.room.get() - count);
            self.written.borrow_mut().extend_from_slice(&slice[..part]);
            count += part;
        }
        self.room.set(self.room.get() - count);
        if count == 0 { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(count) }
    }

    fn poll_writable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.room.get() > 0 || self.ended.get() {
            return Poll::Ready(Ok(()));
        }
        self.writer.set(Some(context.waker().clone()));
        Poll::Pending
    }

    fn finish(&self) {
        self.finished.set(true);
    }

    fn end(&self, _abort: bool) {
        self.ended.set(true);
        wake(&self.reader);
        wake(&self.writer);
    }
}

/// The `n` of each event among frames.
fn numbers(frames: &[Value]) -> Vec<u64> {
    frames.iter().filter(|frame| frame.get("op").is_none()).filter_map(|frame| frame["data"]["n"].as_u64()).collect()
}

/// How many different positions frames say.
fn positions(frames: &[Value]) -> usize {
    frames.iter().filter_map(|frame| frame["at"].as_str()).collect::<BTreeSet<_>>().len()
}
