//! What wakes those who feed and send. Knows what may be of interest, not to whom.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use impasto_domain::event::{Committed, Event};
use impasto_domain::webhook::WebhookKind;
use impasto_store::reads::WebhookFeed;
use tokio::sync::Notify;

const ORDERS: u8 = 1;
const ARTWORKS: u8 = 2;
const STOCK: u8 = 4;
const SELLERS: u8 = 8;

/// The bell of a node.
#[derive(Debug, Default)]
pub struct Bell {
    /// What any endpoint wants to hear of, by family.
    wanted: AtomicU8,
    /// Whether there is any endpoint, enabled or not.
    has_endpoints: AtomicBool,
    news: Notify,
    work: Notify,
}

impl Bell {
    /// Hears a commit. Rings when an endpoint may want to hear of it, and when endpoints may have changed.
    pub fn observe(&self, events: &[Committed]) {
        let wanted = self.wanted.load(Ordering::Relaxed);
        let is_news = |committed: &Committed| match &committed.event {
            Event::SettingsChanged => true,
            event => wanted & family(event) != 0,
        };
        if events.iter().any(is_news) {
            self.news.notify_one();
        }
    }

    /// Says that there may be something to feed.
    pub fn ring(&self) {
        self.news.notify_one();
    }

    /// Says that there is something to send.
    pub fn ring_for_work(&self) {
        self.work.notify_one();
    }

    /// Notes what endpoints there are.
    pub(super) fn note(&self, feeds: &[WebhookFeed]) {
        let enabled = feeds.iter().filter(|feed| feed.enabled);
        let wanted = enabled.flat_map(|feed| &feed.kinds).fold(0, |wanted, kind| wanted | family_of(*kind));
        self.wanted.store(wanted, Ordering::Relaxed);
        self.has_endpoints.store(!feeds.is_empty(), Ordering::Relaxed);
    }

    /// Whether there is any endpoint, enabled or not.
    pub(super) fn has_endpoints(&self) -> bool {
        self.has_endpoints.load(Ordering::Relaxed)
    }

    pub(super) async fn news(&self) {
        self.news.notified().await;
    }

    pub(super) async fn work(&self) {
        self.work.notified().await;
    }
}

fn family(event: &Event) -> u8 {
    match event {
        Event::OrderChanged { .. } => ORDERS,
        Event::ArtworkStatusChanged { .. } | Event::ArtworkEdited { .. } | Event::PriceChanged { .. } => ARTWORKS,
        Event::StockChanged { .. } => STOCK,
        Event::SellerVerified { .. } => SELLERS,
        _ => 0,
    }
}

fn family_of(kind: WebhookKind) -> u8 {
    match kind {
        WebhookKind::OrderPlaced
        | WebhookKind::OrderPaid
        | WebhookKind::OrderShipped
        | WebhookKind::OrderDelivered
        | WebhookKind::OrderCompleted
        | WebhookKind::OrderCancelled
        | WebhookKind::OrderRefunded => ORDERS,
        WebhookKind::ArtworkPublished | WebhookKind::ArtworkUpdated => ARTWORKS,
        WebhookKind::StockChanged => STOCK,
        WebhookKind::SellerVerified => SELLERS,
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use futures_util::FutureExt;
    use impasto_domain::ids::{ArtworkId, LaneId, WebhookEndpointId};
    use uuid::Uuid;

    use super::*;

    fn committed(event: Event) -> [Committed; 1] {
        [Committed { lane: LaneId(Uuid::nil()), seq: 1, at: DateTime::UNIX_EPOCH, event }]
    }

    #[test]
    fn it_rings_for_what_somebody_wants_to_hear_of_and_for_nothing_else() {
        let bell = Bell::default();
        let edited = committed(Event::ArtworkEdited { artwork_id: ArtworkId(Uuid::nil()), artwork_version: 2 });
        let rings = |events: &[Committed]| {
            bell.observe(events);
            bell.news().now_or_never().is_some()
        };
        assert!(!rings(&edited), "there is nobody");
        assert!(rings(&committed(Event::SettingsChanged)), "there may be somebody now");
        let feed = |kinds: Vec<WebhookKind>, enabled| WebhookFeed {
            id: WebhookEndpointId(Uuid::nil()),
            kinds,
            enabled,
            fed: 0,
            told: Vec::new(),
        };
        bell.note(&[feed(vec![WebhookKind::OrderPaid], true), feed(vec![WebhookKind::ArtworkUpdated], false)]);
        assert!(bell.has_endpoints());
        assert!(!rings(&edited), "nobody who is enabled wants to hear of works");
        bell.note(&[feed(vec![WebhookKind::ArtworkPublished], true)]);
        assert!(rings(&edited));
        bell.note(&[]);
        assert!(!rings(&edited) && !bell.has_endpoints());
    }
}
