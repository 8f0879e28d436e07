//! Frames of carts: the whole cart, read anew and in order, and only for carts that somebody watches.

use std::sync::{Arc, OnceLock};

use impasto_domain::ids::LineId;
use impasto_domain::owner::Owner;
use impasto_ws::{Increment, LiveBus, LiveEvent, Topic};
use serde_json::json;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::frames::raw;
use crate::app::App;

/// The way of cart events to their frames. Cheap to clone.
#[derive(Clone)]
pub struct CartFrames {
    bus: LiveBus,
    changes: UnboundedSender<Change>,
}

/// A cart changed.
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

    /// Works through the queue until the program ends. Carts are read one after the other, so that their frames keep
    /// the order of their versions.
    pub async fn run(
        bus: LiveBus,
        mut queue: UnboundedReceiver<Change>,
        app: Arc<OnceLock<actix_web::web::Data<App>>>,
    ) {
        while let Some(change) = queue.recv().await {
            let Some(app) = app.get() else { continue };
            match app.engine.cart(change.owner).get().await {
                Ok(answer) => bus.publish(frames(app, &change, &answer)),
                Err(error) => tracing::warn!(%error, "a cart could not be read for its listeners"),
            }
        }
    }
}

fn frames(app: &App, change: &Change, answer: &impasto_actors::CartAnswer) -> Vec<LiveEvent> {
    // A newer cart than the event's stands for it: newest wins.
    let version = answer.state.cart.version.max(change.version);
    let at = Some(Increment::Version(u64::try_from(version).unwrap_or(0)));
    let frame = |kind: &'static str, data| LiveEvent {
        topic: Topic::Cart(change.owner.id()),
        at,
        key: None,
        kind: kind.into(),
        time: answer.now,
        data,
    };
    let mut frames = vec![frame("cart", raw(&app.cart_json(&answer.state, answer.now)))];
    if !change.lapsed.is_empty() {
        frames.push(frame("lapsed", raw(&json!({"lines": change.lapsed}))));
    }
    frames
}
