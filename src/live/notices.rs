//! Ephemeral notices of the engine on their way to sockets: a hold that runs out soon, viewers of a work.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use impasto_actors::LiveNotices;
use impasto_domain::ids::{ArtworkId, LineId};
use impasto_domain::owner::Owner;
use impasto_domain::ports::{Clock, PresenceSummary};
use impasto_ws::{LiveBus, LiveEvent, Topic};
use serde_json::json;

use super::frames::raw;

/// Who is connected, as the topic `presence` tells it from its snapshot on.
pub(super) fn presence_data(summary: &PresenceSummary) -> serde_json::Value {
    json!({"by_role": summary.by_role, "by_artwork": summary.by_artwork})
}

/// The engine's way to the sockets.
pub struct Notices {
    bus: LiveBus,
    clock: Arc<dyn Clock>,
}

impl Notices {
    /// Notices through a bus.
    #[must_use]
    pub fn new(bus: LiveBus, clock: Arc<dyn Clock>) -> Self {
        Self { bus, clock }
    }

    fn tell(&self, topic: Topic, kind: &'static str, key: Option<String>, data: &serde_json::Value) {
        let time = self.clock.now();
        self.bus.publish(vec![LiveEvent { topic, at: None, key, kind: kind.into(), time, data: raw(data) }]);
    }
}

impl LiveNotices for Notices {
    fn lapsing(&self, owner: Owner, line_id: LineId, held_until: DateTime<Utc>) {
        let data = json!({"line_id": line_id, "held_until": held_until, "server_time": self.clock.now()});
        self.tell(Topic::Cart(owner.id()), "lapsing", Some(format!("lapsing:{line_id}")), &data);
    }

    fn viewers(&self, artwork_id: ArtworkId, count: u32) {
        self.tell(Topic::Artwork(artwork_id.0), "viewers", Some("viewers".to_owned()), &json!({"count": count}));
    }

    fn presence_is_heard(&self) -> bool {
        self.bus.is_heard(&Topic::Presence)
    }

    fn presence(&self, summary: &PresenceSummary) {
        self.tell(Topic::Presence, "presence", None, &presence_data(summary));
    }
}
