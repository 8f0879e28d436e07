//! Where committed events go on this node: catalogue, identity, engine, sockets. Called in commit order, never waits.

use std::sync::{Arc, OnceLock};

use impasto_actors::Engine;
use impasto_domain::event::{Committed, Event};
use impasto_domain::ids::ArtworkId;
use impasto_domain::ports::EventSink;
use impasto_ws::{LiveBus, LiveEvent, Topic};
use tokio::sync::mpsc::UnboundedSender;

use super::carts::CartFrames;
use super::frames::frames_of;
use crate::app::Happened;
use crate::catalogue::Catalogue;
use crate::gateway::shared::Shared;
use crate::webhooks::Bell;

/// The sink of one node. What is made after the journal is set once it is there.
pub struct Sink {
    catalogue: Arc<Catalogue>,
    bus: LiveBus,
    carts: CartFrames,
    reload: UnboundedSender<Reload>,
    freed: UnboundedSender<ArtworkId>,
    happened: Arc<Happened>,
    bell: Arc<Bell>,
    engine: OnceLock<Engine>,
    shared: OnceLock<actix_web::web::Data<Shared>>,
}

/// What must be read again from the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reload {
    /// The words, images or editions of a work.
    Artwork(ArtworkId),
    /// The rules of the house and the sellers.
    House,
    /// Every public work, and the search index with them.
    Works,
}

impl Sink {
    /// A sink; `reload` takes what must be read again, `freed` the wished works that have something free again. Both are
    /// bounded by the events of the journal's queue. `happened` counts for the node's pulse, `bell` wakes who feeds endpoints.
    #[must_use]
    pub fn new(
        catalogue: Arc<Catalogue>,
        bus: LiveBus,
        carts: CartFrames,
        reload: UnboundedSender<Reload>,
        freed: UnboundedSender<ArtworkId>,
        happened: Arc<Happened>,
        bell: Arc<Bell>,
    ) -> Self {
        Self { catalogue, bus, carts, reload, freed, happened, bell, engine: OnceLock::new(), shared: OnceLock::new() }
    }

    /// Lets the engine hear events from now on.
    pub fn attach_engine(&self, engine: Engine) {
        // A second engine would be a mistake of the wiring; the first stays.
        let _ = self.engine.set(engine);
    }

    /// Lets identity hear events from now on.
    pub fn attach_shared(&self, shared: actix_web::web::Data<Shared>) {
        let _ = self.shared.set(shared);
    }

    /// Lets the catalogue take in a commit, and has read again what events do not tell in full. Answers which of them
    /// came late.
    fn to_catalogue(&self, events: &[Committed]) -> Vec<usize> {
        let taken = self.catalogue.apply(events);
        let works = taken.stale.into_iter().map(Reload::Artwork);
        let house = events.iter().any(|committed| committed.event == Event::SettingsChanged).then_some(Reload::House);
        let all = events.iter().any(|committed| committed.event == Event::ReindexAsked).then_some(Reload::Works);
        for reload in works.chain(house).chain(all) {
            // Nobody reads again once the program is going down.
            let _ = self.reload.send(reload);
        }
        for work in taken.freed {
            let _ = self.freed.send(work);
        }
        taken.late
    }
}

impl EventSink for Sink {
    fn publish(&self, events: &[Committed]) {
        self.happened.observe(events);
        let late = self.to_catalogue(events);
        let mut frames = Vec::with_capacity(events.len() * 2);
        for (place, committed) in events.iter().enumerate() {
            let told = frames.len();
            frames.extend(frames_of(committed));
            if late.contains(&place) {
                // Whoever subscribed meanwhile stands past its version, and would not be told under it.
                let of_work = |frame: &&mut LiveEvent| matches!(frame.topic, Topic::Artwork(_));
                frames.iter_mut().skip(told).filter(of_work).for_each(|frame| frame.at = None);
            }
            if let Event::SessionRevoked { session_id, .. } = &committed.event {
                self.bus.revoke_session(session_id.0);
            }
        }
        if let Some(shared) = self.shared.get() {
            shared.observe(events);
        }
        if let Some(engine) = self.engine.get() {
            engine.observe(events);
        }
        // After the engine has heard of it: a cart read for its listeners must not be the one before.
        for committed in events {
            if let Event::CartChanged { owner, version, lapsed } = &committed.event {
                self.carts.changed(*owner, *version, lapsed.clone());
            }
        }
        self.bell.observe(events);
        tracing::Span::current().record("frames", frames.len());
        self.bus.publish(frames);
        let ends = events
            .iter()
            .map(|committed| (impasto_ws::Lane::from(committed.lane.0), u64::try_from(committed.seq).unwrap_or(0)));
        self.bus.advance(&ends.collect());
    }
}
