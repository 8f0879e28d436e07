//! Presence: one actor a node that tells the presence store which connections are here and what they look at, keeps
//! their leases alive, and publishes how many people look at a work and, to staff who listen, who is connected. Counts
//! only; it never says who.
//!
//! Sockets send no messages: they change a table in which the latest word of a connection replaces the one before, so
//! that nothing is lost when many come at once, nothing grows beyond the number of connections, and an actor that falls
//! takes nothing along.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use actix::prelude::*;
use futures_util::StreamExt;
use futures_util::stream;
use impasto_domain::ids::ArtworkId;
use impasto_domain::ports::{ConnectionSeen, PresenceError, PresenceSummary};
use tokio::time::{Instant, timeout};
use uuid::Uuid;

use crate::directory::{Leave, Seat, Tenant, locked};
use crate::error::EngineError;
use crate::node::Node;

/// The one who tells and counts.
pub(crate) struct PresenceActor {
    node: Arc<Node>,
    seat: Arc<Seat<()>>,
    /// Works somebody here looks at or has just left, with what was last published of them.
    published: BTreeMap<ArtworkId, Published>,
    /// Who was connected when that was last published; `None` while nobody listens.
    summed: Option<Summed>,
    /// When leases were last looked over.
    looked_over: Option<Instant>,
    /// Whether a round is under way; the next one waits for it.
    busy: bool,
}

struct Published {
    count: Option<u32>,
    at: Instant,
}

struct Summed {
    summary: Option<PresenceSummary>,
    at: Instant,
}

/// This node's connections. What is told of them goes in the order of their ids, so that a simulation of the engine can
/// be repeated.
#[derive(Debug, Default)]
pub(crate) struct Connections(Mutex<Table>);

#[derive(Debug, Default)]
struct Table {
    live: BTreeMap<Uuid, Live>,
    /// Those that said something the store was not told yet.
    news: BTreeSet<Uuid>,
    /// Those that have ended since.
    gone: BTreeSet<Uuid>,
    /// Connections here by the work they look at.
    viewers: BTreeMap<ArtworkId, u32>,
    /// Works somebody came to or left since they were counted.
    changed: BTreeSet<ArtworkId>,
    /// Whether anybody came, went, became another or turned to another work since all were summed up.
    stirred: bool,
}

#[derive(Debug)]
struct Live {
    seen: ConnectionSeen,
    told: Option<Instant>,
}

/// What the presence store is told.
enum Call {
    Seen(ConnectionSeen),
    Gone(Uuid),
}

/// Calls to the presence store at once.
const CALLS_AT_ONCE: usize = 32;

/// Leases are looked over so many times a heartbeat.
const LOOKS_A_HEARTBEAT: u32 = 5;

/// How many people look at a work, over all nodes.
///
/// # Errors
/// `Unavailable` when the presence store is away.
pub(crate) async fn viewers(node: &Node, artwork_id: ArtworkId) -> Result<u32, EngineError> {
    node.read(node.ports.presence.viewers(artwork_id)).await
}

/// Everybody by role and by what they look at.
///
/// # Errors
/// `Unavailable` when the presence store is away.
pub(crate) async fn summary(node: &Node) -> Result<PresenceSummary, EngineError> {
    node.read(node.ports.presence.summary()).await
}

impl From<PresenceError> for EngineError {
    fn from(error: PresenceError) -> Self {
        Self::Unavailable(error.0)
    }
}

impl Connections {
    /// A connection is there, or looks at something else now.
    pub(crate) fn seen(&self, seen: ConnectionSeen) {
        let mut table = locked(&self.0);
        let id = seen.connection_id;
        let known = table.live.get(&id);
        let stirs = known.is_none_or(|live| live.seen != seen);
        let before = known.and_then(|live| live.seen.viewing);
        table.stirred |= stirs;
        table.moves(before, seen.viewing);
        table.live.insert(id, Live { seen, told: None });
        table.news.insert(id);
        table.gone.remove(&id);
    }

    /// A connection has ended.
    pub(crate) fn gone(&self, id: Uuid) {
        let mut table = locked(&self.0);
        if let Some(live) = table.live.remove(&id) {
            table.moves(live.seen.viewing, None);
            table.stirred = true;
            table.news.remove(&id);
            table.gone.insert(id);
        }
    }

    /// What the store must be told: news, ends, and, when asked, leases older than `renew_after`.
    fn calls(&self, renew_after: Option<std::time::Duration>) -> (Vec<Call>, usize) {
        let now = Instant::now();
        let mut table = locked(&self.0);
        let table = &mut *table;
        let mut calls: Vec<Call> = std::mem::take(&mut table.gone).into_iter().map(Call::Gone).collect();
        let mut tell = |live: &mut Live| {
            live.told = Some(now);
            calls.push(Call::Seen(live.seen.clone()));
        };
        for id in std::mem::take(&mut table.news) {
            table.live.get_mut(&id).map(&mut tell);
        }
        if let Some(renew_after) = renew_after {
            let due = |live: &&mut Live| live.told.is_none_or(|told| now.duration_since(told) >= renew_after);
            table.live.values_mut().filter(due).for_each(&mut tell);
        }
        (calls, table.live.len())
    }

    /// The store could not be told of a connection: again when leases are looked over next.
    fn untold(&self, id: Uuid) {
        if let Some(live) = locked(&self.0).live.get_mut(&id) {
            live.told = None;
        }
    }

    /// Whether anything changed since the last question.
    fn were_stirred(&self) -> bool {
        std::mem::take(&mut locked(&self.0).stirred)
    }

    /// Works somebody came to or left, and all that are looked at.
    fn works(&self) -> (BTreeSet<ArtworkId>, Vec<ArtworkId>) {
        let mut table = locked(&self.0);
        (std::mem::take(&mut table.changed), table.viewers.keys().copied().collect())
    }
}

impl Table {
    fn moves(&mut self, before: Option<ArtworkId>, after: Option<ArtworkId>) {
        if before == after {
            return;
        }
        if let Some(left) = before {
            self.changed.insert(left);
            if let Some(here) = self.viewers.get_mut(&left) {
                *here -= 1;
                if *here == 0 {
                    self.viewers.remove(&left);
                }
            }
        }
        if let Some(reached) = after {
            self.changed.insert(reached);
            *self.viewers.entry(reached).or_default() += 1;
        }
    }
}

impl Tenant for PresenceActor {
    type Key = ();
    type Note = ();

    fn take_seat(node: Arc<Node>, (): (), seat: Arc<Seat<()>>) -> Self {
        Self { node, seat, published: BTreeMap::new(), summed: None, looked_over: None, busy: false }
    }
}

impl Actor for PresenceActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        ctx.run_interval(self.node.config.viewers_every, Self::round);
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        self.node.presence.forget((), &self.seat);
    }
}

impl Handler<Leave> for PresenceActor {
    type Result = ();

    fn handle(&mut self, _: Leave, _: &mut Self::Context) {}
}

impl PresenceActor {
    /// Twice a second: news to the store, leases that run low, counts that may have changed.
    fn round(&mut self, ctx: &mut Context<Self>) {
        self.node.faults.hit(crate::fault::Place::PresenceRound);
        if self.busy {
            return;
        }
        let renew_after = self.renew_after();
        let (calls, connections) = self.node.connections.calls(renew_after);
        self.node.gauges.connections.store(connections, Ordering::Relaxed);
        let counts = self.works_to_count();
        let sums_up = self.is_to_sum_up();
        if calls.is_empty() && counts.is_empty() && !sums_up {
            return;
        }
        self.node.faults.hit(crate::fault::Place::Presence);
        self.busy = true;
        let node = Arc::clone(&self.node);
        let work = async move {
            stream::iter(calls).for_each_concurrent(CALLS_AT_ONCE, |call| call.make(&node)).await;
            let count = |artwork_id| {
                let node = &node;
                async move { (artwork_id, viewers(node, artwork_id).await) }
            };
            let counted = stream::iter(counts).map(count).buffer_unordered(CALLS_AT_ONCE).collect::<Vec<_>>().await;
            let summed = if sums_up { Some(summary(&node).await) } else { None };
            (counted, summed)
        };
        ctx.spawn(work.into_actor(self).map(|(counted, summed), actor, _| {
            actor.busy = false;
            actor.publish(counted);
            if let Some(summed) = summed {
                actor.tell_who_is_here(summed);
            }
        }));
    }

    /// Whether all connections are to be summed up: while staff listen, when one here has changed at once; for those of
    /// other nodes every now and then, since who listens here to a work may be told of viewers who are all elsewhere.
    fn is_to_sum_up(&mut self) -> bool {
        let is_heard = self.node.ports.live.presence_is_heard();
        if !is_heard && self.node.config.lone_node {
            self.summed = None;
            return false;
        }
        let (now, refresh) = (Instant::now(), self.node.config.viewers_refresh);
        let stirred = is_heard && self.node.connections.were_stirred();
        stirred || self.summed.as_ref().is_none_or(|last| now.duration_since(last.at) >= refresh)
    }

    fn tell_who_is_here(&mut self, summed: Result<PresenceSummary, EngineError>) {
        let last = self.summed.get_or_insert(Summed { summary: None, at: Instant::now() });
        last.at = Instant::now();
        match summed {
            Ok(summary) if last.summary.as_ref() != Some(&summary) => {
                self.node.ports.live.presence(&summary);
                let works = summary.by_artwork.clone();
                last.summary = Some(summary);
                self.publish_elsewhere(&works);
            }
            Ok(_) => {}
            Err(error) => tracing::debug!(%error, "who is connected could not be counted"),
        }
    }

    /// Publishes what a sum tells of works that nobody here looks at.
    fn publish_elsewhere(&mut self, works: &BTreeMap<ArtworkId, u32>) {
        let left = self.published.keys().filter(|id| !works.contains_key(id)).map(|id| (*id, Ok(0)));
        let told = works.iter().map(|(id, count)| (*id, Ok(*count))).chain(left).collect();
        self.publish(told);
    }

    /// Every now and then, how old a lease may be before it is renewed: a heartbeat; they last three.
    fn renew_after(&mut self) -> Option<std::time::Duration> {
        let (now, heartbeat) = (Instant::now(), self.node.config.presence_heartbeat);
        let due = self.looked_over.is_none_or(|at| now.duration_since(at) >= heartbeat / LOOKS_A_HEARTBEAT);
        if due {
            self.looked_over = Some(now);
        }
        due.then_some(heartbeat)
    }

    /// Works whose count may have changed: by somebody here at once, by others every now and then.
    fn works_to_count(&self) -> Vec<ArtworkId> {
        let (now, refresh) = (Instant::now(), self.node.config.viewers_refresh);
        let (mut due, watched) = self.node.connections.works();
        let stale = |id: &ArtworkId| self.published.get(id).is_none_or(|last| now.duration_since(last.at) >= refresh);
        due.extend(watched.into_iter().filter(stale));
        due.into_iter().collect()
    }

    fn publish(&mut self, counted: Vec<(ArtworkId, Result<u32, EngineError>)>) {
        let now = Instant::now();
        for (artwork_id, count) in counted {
            let last = self.published.entry(artwork_id).or_insert(Published { count: None, at: now });
            last.at = now;
            match count {
                Ok(count) if last.count != Some(count) => {
                    last.count = Some(count);
                    self.node.ports.live.viewers(artwork_id, count);
                }
                Ok(_) => {}
                // Counts are unknown, nothing else suffers; asked again with the next refresh.
                Err(error) => tracing::debug!(%error, artwork.id = %artwork_id, "viewers could not be counted"),
            }
        }
        // What nobody here looks at any more is forgotten some refreshes later.
        let keep = self.node.config.viewers_refresh * 3;
        self.published.retain(|_, last| now.duration_since(last.at) < keep);
    }
}

impl Call {
    async fn make(self, node: &Node) {
        let told = match self {
            Self::Seen(seen) => {
                let id = seen.connection_id;
                let told = timeout(node.config.port_timeout, node.ports.presence.seen(seen)).await;
                if !matches!(told, Ok(Ok(()))) {
                    node.connections.untold(id);
                }
                told
            }
            // One that is not told has lost its lease soon by itself.
            Self::Gone(id) => timeout(node.config.port_timeout, node.ports.presence.gone(id)).await,
        };
        match told {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::debug!(%error, "presence could not be told"),
            Err(_) => tracing::debug!("presence did not answer in time"),
        }
    }
}
