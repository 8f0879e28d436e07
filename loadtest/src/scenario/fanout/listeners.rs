//! One thread's share of the sockets: opens them, subscribes, and counts what arrives as cheaply as it can.
//! It does not make changes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::Semaphore;
use uuid::Uuid;

use super::TO_EACH;
use super::counts::Counts;
use crate::api::{BASE, Visitor};
use crate::args::FanoutArgs;
use crate::caller::Caller;
use crate::clock;
use crate::http::{Client, Request, Target};
use crate::live::{Frame, Message, Socket, auth, read_frame, subscribe};
use crate::run::{Gate, SharedTally};

// Handshakes under way at the same time on one thread: less than a listen queue.
const OPENING: usize = 64;
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// What a listening thread is given.
pub(super) struct Job {
    pub(super) targets: Arc<[Target]>,
    pub(super) gate: Arc<Gate>,
    pub(super) counts: Arc<Counts>,
    pub(super) artwork: Uuid,
    pub(super) args: FanoutArgs,
    pub(super) sockets: usize,
}

struct Thread {
    job: Job,
    tally: SharedTally,
    opening: Semaphore,
    deliveries: Cell<u64>,
    // Every subscriber gets the same bytes, so what was read once need not be read again.
    last_read: RefCell<(Vec<u8>, Read)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Read {
    /// The watched edition's stock: its version and commit time (0 if not told).
    Stock {
        version: i64,
        commit_us: i64,
    },
    /// Subscribe again.
    Lagged,
    Other,
}

/// Listens until the run is over.
pub(super) async fn listen(job: Job, tally: SharedTally) {
    let sockets = job.sockets;
    let thread = Rc::new(Thread {
        job,
        tally,
        opening: Semaphore::new(OPENING),
        deliveries: Cell::new(0),
        last_read: RefCell::new((Vec::new(), Read::Other)),
    });
    let tasks: Vec<_> = (0..sockets)
        .map(|number| {
            let thread = thread.clone();
            tokio::task::spawn_local(async move {
                if let Err(reason) = thread.one_socket(number).await {
                    thread.job.counts.fail();
                    thread.tally.borrow_mut().stats.answered("socket", 0, &reason);
                }
            })
        })
        .collect();
    while !thread.job.gate.over() {
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    for task in tasks {
        task.abort();
    }
    thread.tally.borrow_mut().stats.count("deliveries", thread.deliveries.get());
}

impl Thread {
    /// Serves one socket; it only ends with an error.
    async fn one_socket(&self, number: usize) -> Result<(), String> {
        let permit = self.opening.acquire().await.map_err(|error| error.to_string())?;
        let job = &self.job;
        let target = job.targets.get(number % job.targets.len().max(1)).ok_or("there is no node")?;
        let timeout = job.args.server.timeout();
        let mut socket = Socket::open(target, timeout).await.map_err(|error| error.to_string())?;
        let topic = format!("artwork:{}", job.artwork);
        let mut topics = vec![topic.clone()];
        topics.extend(job.args.topic.iter().cloned());
        if job.args.authenticate {
            let token = self.visitor_token(number).await?;
            socket.send(&auth(&token)).await.map_err(|error| error.to_string())?;
            topics.push("cart".to_owned());
        }
        socket.send(&subscribe(1, &topics, std::iter::empty())).await.map_err(|error| error.to_string())?;
        let mut known = tokio::time::timeout(timeout, self.subscribed(&mut socket, &topic))
            .await
            .map_err(|_| "not subscribed in time")??;
        job.counts.learned(job.counts.base(), known, clock::now_us());
        job.counts.subscribe();
        drop(permit);
        loop {
            let read = match socket.next().await.map_err(|error| error.to_string())? {
                Message::Text(text) => self.read(text)?,
                Message::Closed(code) => return Err(format!("closed with {code}")),
            };
            match read {
                Read::Stock { version, commit_us } => self.delivered(&mut known, version, commit_us),
                Read::Lagged => {
                    self.tally.borrow_mut().stats.count("lagged", 1);
                    let again = subscribe(2, std::slice::from_ref(&topic), std::iter::empty());
                    socket.send(&again).await.map_err(|error| error.to_string())?;
                }
                Read::Other => {}
            }
        }
    }

    /// Reads until the artwork's snapshot came and says its version.
    async fn subscribed(&self, socket: &mut Socket, topic: &str) -> Result<i64, String> {
        loop {
            let Message::Text(text) = socket.next().await.map_err(|error| error.to_string())? else {
                return Err("closed before it was subscribed".to_owned());
            };
            match read_frame(text).map_err(|error| format!("unreadable frame: {error}"))? {
                Frame::Subscribed(topics) => {
                    let snapshot = topics.get(topic).and_then(|answer| answer.snapshot.as_ref());
                    let stock = snapshot.and_then(|snapshot| snapshot.editions.get(&self.job.counts.edition));
                    return stock
                        .map(|stock| stock.version)
                        .ok_or_else(|| "subscribed without the edition's stock".to_owned());
                }
                Frame::Refused(reason) => return Err(format!("subscription refused: {reason}")),
                _ => {}
            }
        }
    }

    fn read(&self, text: &[u8]) -> Result<Read, String> {
        let mut last = self.last_read.borrow_mut();
        if last.0 == text {
            return Ok(last.1);
        }
        let read = match read_frame(text).map_err(|error| format!("unreadable frame: {error}"))? {
            Frame::Stock(event) if event.edition == self.job.counts.edition => {
                let commit_us = event.time.as_deref().and_then(clock::parse_us).unwrap_or(0);
                self.job.counts.committed(event.stock.version, commit_us);
                Read::Stock { version: event.stock.version, commit_us }
            }
            Frame::Lagged(_) => Read::Lagged,
            Frame::Subscribed(topics) => {
                // The answer after `lagged`: its snapshot is as good as the newest event.
                let stock = topics
                    .values()
                    .filter_map(|answer| answer.snapshot.as_ref())
                    .find_map(|snapshot| snapshot.editions.get(&self.job.counts.edition));
                stock.map_or(Read::Other, |stock| Read::Stock { version: stock.version, commit_us: 0 })
            }
            _ => Read::Other,
        };
        last.0.clear();
        last.0.extend_from_slice(text);
        last.1 = read;
        Ok(read)
    }

    fn delivered(&self, known: &mut i64, version: i64, commit_us: i64) {
        let now_us = clock::now_us();
        self.deliveries.set(self.deliveries.get() + 1);
        self.job.gate.live.units.fetch_add(1, Ordering::Relaxed);
        let mut tally = self.tally.borrow_mut();
        if commit_us > 0 {
            tally.stats.record(TO_EACH, Duration::from_micros(u64::try_from(now_us - commit_us).unwrap_or(0)));
        }
        if version < *known {
            tally.findings.add("version-went-back", format!("a socket knew version {known} and got version {version}"));
            return;
        }
        if version == *known {
            tally.stats.count("repeated versions", 1);
            return;
        }
        let skipped = u64::try_from(version - *known - 1).unwrap_or(0);
        if skipped > 0 {
            tally.stats.count("versions skipped for newer ones", skipped);
        }
        self.job.counts.learned(*known, version, now_us);
        *known = version;
    }

    async fn visitor_token(&self, number: usize) -> Result<String, String> {
        let client = Client::new(self.job.targets.clone(), number, self.job.args.server.timeout());
        let mut caller = Caller::new(client, self.tally.clone(), self.job.gate.clone());
        let path = format!("{BASE}/visitors");
        let visitor: Visitor =
            caller.call("visitor", &Request::json("POST", &path, &[], b"")).await.map_err(|error| error.to_string())?;
        Ok(visitor.visitor_token)
    }
}
