//! Frames of carts: the whole cart, read anew and in order, and only for carts that somebody watches.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::stream::{FuturesUnordered, StreamExt};
use impasto_actors::CartAnswer;
use impasto_domain::ids::LineId;
use impasto_domain::owner::Owner;
use impasto_ws::{Increment, LiveBus, LiveEvent, Topic};
use serde_json::json;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::frames::raw;
use crate::app::App;

/// Carts that are read at once: one that waits for its session holds up nobody else's.
const READS_AT_ONCE: usize = 32;

/// Pauses between two attempts to read a cart: the first, and the longest.
const PAUSES: [Duration; 2] = [Duration::from_millis(20), Duration::from_secs(2)];

/// The way of cart events to their frames. Cheap to clone.
#[derive(Clone)]
pub struct CartFrames {
    bus: LiveBus,
    changes: UnboundedSender<Change>,
}

/// A cart changed, once or several times.
#[derive(Debug)]
pub struct Change {
    owner: Owner,
    version: i64,
    lapsed: Vec<LineId>,
}

impl CartFrames {
    /// The way in, and the queue that [`CartFrames::run`] works through. Only watched carts enter the queue, one entry
    /// for each commit that touches them.
    #[must_use]
    pub fn new(bus: LiveBus) -> (Self, UnboundedReceiver<Change>) {
        let (changes, queue) = unbounded_channel();
        (Self { bus, changes }, queue)
    }

    /// Takes a change. Never waits.
    pub fn changed(&self, owner: Owner, version: i64, lapsed: Vec<LineId>) {
        if self.bus.is_heard(&Topic::Cart(owner.id())) {
            // Nobody works through the queue once the program is going down.
            let _ = self.changes.send(Change { owner, version, lapsed });
        }
    }

    /// Works through the queue until the program ends. A cart is read by one at a time, so that its frames keep the
    /// order of its versions; changes that come meanwhile are read together.
    pub async fn run(
        bus: LiveBus,
        mut queue: UnboundedReceiver<Change>,
        app: Arc<OnceLock<actix_web::web::Data<App>>>,
    ) {
        let places = Semaphore::new(READS_AT_ONCE);
        let mut reading = FuturesUnordered::new();
        // Owners whose cart is being read, with what has changed since.
        let mut busy: HashMap<Owner, Option<Change>> = HashMap::new();
        loop {
            let change = tokio::select! {
                change = queue.recv() => match change {
                    Some(change) => change,
                    None => return,
                },
                Some(owner) = reading.next() => match busy.remove(&owner).flatten() {
                    Some(since) => since,
                    None => continue,
                },
            };
            match busy.get_mut(&change.owner) {
                Some(Some(since)) => since.absorb(change),
                Some(since) => *since = Some(change),
                None => {
                    let Some(app) = app.get() else { continue };
                    busy.insert(change.owner, None);
                    reading.push(tell(&bus, app, &places, change));
                }
            }
        }
    }
}

impl Change {
    fn absorb(&mut self, later: Self) {
        self.version = self.version.max(later.version);
        self.lapsed.extend(later.lapsed);
    }
}

/// Reads a cart and tells its listeners, however long that takes while there are any: nothing else would ever tell them
/// that what they show is old. Answers whose cart it is.
async fn tell(bus: &LiveBus, app: &App, places: &Semaphore, change: Change) -> Owner {
    let [mut pause, longest] = PAUSES;
    while bus.is_heard(&Topic::Cart(change.owner.id())) {
        let read = {
            // Never closed; without a place it would be read all the same.
            let _place = places.acquire().await;
            app.engine.cart(change.owner).get().await
        };
        match read {
            Ok(answer) => {
                bus.publish(frames(app, &change, &answer));
                break;
            }
            Err(error) => {
                tracing::debug!(%error, "a cart could not be read for its listeners; it is tried again");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(longest);
            }
        }
    }
    change.owner
}

fn frames(app: &App, change: &Change, answer: &CartAnswer) -> Vec<LiveEvent> {
    // A newer cart than the event's stands for it: newest wins.
    let version = answer.state.cart.version.max(change.version);
    let at = Some(Increment::Version(u64::try_from(version).unwrap_or(0)));
    let frame = |kind: &'static str, key, data| LiveEvent {
        topic: Topic::Cart(change.owner.id()),
        at,
        key,
        kind: kind.into(),
        time: answer.now,
        data,
    };
    let mut frames = vec![frame("cart", None, raw(&app.cart_json(&answer.state, answer.now)))];
    if !change.lapsed.is_empty() {
        // Each has a key of its own: that other lines lapsed later does not make these old.
        let key = change.lapsed.iter().map(|line| format!(":{line}")).collect::<String>();
        frames.push(frame("lapsed", Some(format!("lapsed{key}")), raw(&json!({"lines": change.lapsed}))));
    }
    frames
}
