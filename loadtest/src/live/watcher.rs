//! A socket that watches works through restarts: it resumes where it was, and what it knows must only ever grow.
//! It does not buy. At the end it must know what the server knows.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::{Frame, Message, Socket, SocketError, read_frame, subscribe};
use crate::api::{Artwork, BASE, Stock};
use crate::caller::{CallError, Caller};
use crate::http::{Request, Target};
use crate::run::{Gate, SharedTally};

const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// What a watcher is given.
pub(crate) struct Watcher {
    /// The nodes; it turns to the next when one is away.
    pub(crate) targets: Arc<[Target]>,
    /// The node to begin with.
    pub(crate) node: usize,
    /// The works it watches.
    pub(crate) works: Arc<Vec<Uuid>>,
    /// People still at work: nothing changes by them when none is left.
    pub(crate) people: Arc<AtomicUsize>,
    /// The run's end.
    pub(crate) gate: Arc<Gate>,
    /// For comparing with the server at the end; patient.
    pub(crate) caller: Caller,
    /// Longest wait for a handshake.
    pub(crate) timeout: Duration,
    /// How long it may take to know everything after the end.
    pub(crate) settle: Duration,
}

/// What a watcher knows.
struct Knowledge {
    tally: SharedTally,
    stock: HashMap<Uuid, Stock>,
    positions: HashMap<String, String>,
}

/// Watches until all people are done and it knows what the server knows.
pub(crate) async fn watch(mut watcher: Watcher) {
    let topics: Vec<String> = watcher.works.iter().map(|work| format!("artwork:{work}")).collect();
    let mut know =
        Knowledge { tally: watcher.caller.tally().clone(), stock: HashMap::new(), positions: HashMap::new() };
    let mut pause = FIRST_PAUSE;
    let mut quiet_since: Option<Instant> = None;
    loop {
        match connect(&watcher, &topics, &know).await {
            Ok(mut socket) => {
                know.count("sockets opened");
                pause = FIRST_PAUSE;
                if read_on(&mut watcher, &mut socket, &topics, &mut know, &mut quiet_since).await {
                    return;
                }
            }
            Err(SocketError::Refused(reason)) if !reason.contains(" 503") => {
                know.find("socket-refused", format!("a watcher's handshake was refused: {reason}"));
                return;
            }
            Err(_) => know.count("sockets not opened"),
        }
        if quiet_since.is_some_and(|since| since.elapsed() > watcher.settle) {
            know.find("never-caught-up", "a watcher could not connect again after the end".to_owned());
            return;
        }
        if watcher.people.load(Ordering::Relaxed) == 0 {
            quiet_since.get_or_insert_with(Instant::now);
        }
        watcher.node = watcher.node.wrapping_add(1);
        tokio::time::sleep(pause.mul_f64(rand::random_range(0.5..1.5))).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

async fn connect(watcher: &Watcher, topics: &[String], know: &Knowledge) -> Result<Socket, SocketError> {
    let target = watcher.targets.get(watcher.node % watcher.targets.len().max(1)).ok_or(SocketError::Timeout)?;
    let mut socket = Socket::open(target, watcher.timeout).await?;
    socket.send(&subscribe(1, topics, know.positions.iter())).await?;
    Ok(socket)
}

/// Reads until the connection breaks (false) or everything is known (true).
async fn read_on(
    watcher: &mut Watcher,
    socket: &mut Socket,
    topics: &[String],
    know: &mut Knowledge,
    quiet_since: &mut Option<Instant>,
) -> bool {
    let mut missing: Option<HashMap<Uuid, Stock>> = None;
    let mut subscribed = false;
    let mut next_id = 2;
    loop {
        if subscribed && watcher.people.load(Ordering::Relaxed) == 0 && watcher.gate.over() {
            let since = *quiet_since.get_or_insert_with(Instant::now);
            if missing.is_none() {
                missing = Some(server_stock(watcher, know).await);
            }
            let behind = missing.as_ref().map(|server| know.behind(server)).unwrap_or_default();
            if behind.is_empty() {
                return true;
            }
            if since.elapsed() > watcher.settle {
                know.find("never-caught-up", format!("a watcher never learned of {}", behind.join(", ")));
                return true;
            }
        }
        let message = tokio::select! {
            message = socket.next() => message,
            () = tokio::time::sleep(LOOK_AGAIN) => continue,
        };
        let frame = match message {
            Ok(Message::Text(text)) => match read_frame(text) {
                Ok(frame) => frame,
                Err(error) => {
                    let detail = format!("a frame cannot be read ({error}): {}", String::from_utf8_lossy(text));
                    know.find("answer-not-as-contracted", detail);
                    continue;
                }
            },
            Ok(Message::Closed(code)) => {
                if matches!(code, 4000 | 4008 | 4029 | 1009) {
                    know.find("socket-closed", format!("a watcher that reads and pongs was closed with {code}"));
                }
                return false;
            }
            Err(_) => return false,
        };
        let again: Vec<String> = match frame {
            Frame::Subscribed(answered) => {
                subscribed = true;
                know.subscribed(answered);
                Vec::new()
            }
            Frame::Stock(event) => {
                know.count("events");
                know.learn(event.edition, event.stock, true);
                know.move_to(event.topic, event.at);
                Vec::new()
            }
            Frame::Event { topic, at } => {
                know.move_to(topic, at);
                Vec::new()
            }
            Frame::Lagged(topic) => {
                know.count("lagged");
                vec![topic]
            }
            // A position we do not have, on a topic that is quiet: its last message was lost, so ask for it.
            Frame::Heartbeat(positions) => {
                let lost: Vec<String> = positions
                    .iter()
                    .filter(|(topic, at)| topics.contains(topic) && know.positions.get(*topic) != Some(at))
                    .map(|(topic, _)| topic.clone())
                    .collect();
                lost.iter().for_each(|_| know.count("asked again after a heartbeat"));
                lost
            }
            Frame::Refused(reason) => {
                know.find("subscription-refused", format!("a watcher of published works was answered: {reason}"));
                return true;
            }
            Frame::Authed | Frame::Other => Vec::new(),
        };
        if !again.is_empty() {
            let since = know.positions.iter().filter(|(topic, _)| again.contains(topic));
            let text = subscribe(next_id, &again, since);
            next_id += 1;
            if socket.send(&text).await.is_err() {
                return false;
            }
        }
    }
}

/// The stock of all watched works as reads show it now.
async fn server_stock(watcher: &mut Watcher, know: &Knowledge) -> HashMap<Uuid, Stock> {
    let mut server = HashMap::new();
    for work in watcher.works.iter() {
        let path = format!("{BASE}/artworks/{work}");
        match watcher.caller.call::<Artwork>("artwork", &Request::get(&path, &[])).await {
            Ok(work) => {
                server.extend(work.editions.into_iter().filter_map(|edition| Some((edition.id, edition.stock?))))
            }
            // A work that left the shop window is not compared.
            Err(error) if error.is_status(404) => know.count("works gone"),
            Err(CallError::Refused { .. } | CallError::Unanswered(_) | CallError::Shape(_)) => {
                know.find(
                    "never-caught-up",
                    format!("work {work} could not be read to compare with what a watcher knows"),
                );
            }
        }
    }
    server
}

impl Knowledge {
    fn count(&self, name: &'static str) {
        self.tally.borrow_mut().stats.count(name, 1);
    }

    fn find(&self, rule: &'static str, detail: String) {
        self.tally.borrow_mut().findings.add(rule, detail);
    }

    fn subscribed(&mut self, answered: HashMap<String, super::Subscribed>) {
        for (topic, answer) in answered {
            self.count(if answer.snapshot.is_some() { "snapshots" } else { "resumed" });
            for (edition, stock) in answer.snapshot.map(|snapshot| snapshot.editions).unwrap_or_default() {
                self.learn(edition, stock, false);
            }
            self.positions.insert(topic, answer.at);
        }
    }

    fn move_to(&mut self, topic: String, at: Option<String>) {
        if let Some(at) = at {
            self.positions.insert(topic, at);
        }
    }

    /// What was told may never be taken back: a version that went back means that something was told before it was kept.
    fn learn(&mut self, edition: Uuid, stock: Stock, event: bool) {
        if let Some(known) = self.stock.get(&edition) {
            if stock.version < known.version {
                let what = if event { "event" } else { "snapshot" };
                self.find(
                    "version-went-back",
                    format!("edition {edition}: a watcher knew {known:?} and got the {what} {stock:?}"),
                );
                return;
            }
            if stock.version == known.version {
                if *known != stock {
                    self.find("one-version-two-stocks", format!("edition {edition}: {known:?} and {stock:?}"));
                }
                if event {
                    self.count("repeated versions");
                }
            }
        }
        self.stock.insert(edition, stock);
    }

    /// Editions whose stock is another one by now. A version alone says nothing: it may have been raised by another edition of the same work.
    fn behind(&self, server: &HashMap<Uuid, Stock>) -> Vec<String> {
        server
            .iter()
            .filter(|(edition, stock)| {
                self.stock.get(edition).is_none_or(|known| known.version < stock.version && !same_counts(known, stock))
            })
            .map(|(edition, stock)| format!("edition {edition}: {stock:?} (knows {:?})", self.stock.get(edition)))
            .collect()
    }
}

fn same_counts(a: &Stock, b: &Stock) -> bool {
    (a.available, a.held, a.sold, a.total) == (b.available, b.held, b.sold, b.total)
}
