//! The checkout supervisor: takes due jobs about money, each pool no more than it has places for. One a node; it stays.
//!
//! It looks when it is poked, every [`job_poll`](crate::EngineConfig::job_poll) in any case, and again at once while
//! there is more than it could take. It keeps no jobs: what it took and lost comes back after its lease.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix::prelude::*;
use impasto_domain::edit::Edit;
use impasto_domain::job::Job;
use impasto_domain::reply::Reply;
use tracing::Instrument;

use super::job::{self, PoolGauge, Slot};
use crate::directory::{Leave, Seat, Tenant};
use crate::error::EngineError;
use crate::node::Node;
use crate::trace::alone;

/// Looks for due jobs about money.
pub(crate) struct CheckoutSupervisor {
    node: Arc<Node>,
    seat: Arc<Seat<PokeNote>>,
    pools: [Pool; 2],
}

/// Jobs of some kinds, so many at once.
struct Pool {
    kinds: &'static [&'static str],
    places: usize,
    gauge: Arc<PoolGauge>,
    looking: bool,
}

/// Whether a poke is on its way already.
#[derive(Debug, Default)]
pub(crate) struct PokeNote(AtomicBool);

impl PokeNote {
    /// True for the first who pokes.
    pub(super) fn take(&self) -> bool {
        !self.0.swap(true, Ordering::AcqRel)
    }
}

/// Look for jobs soon.
#[derive(Debug, Clone, Copy, Message)]
#[rtype(result = "()")]
pub(super) struct Poke;

/// Pokes that come within this time are one look.
const GATHER: Duration = Duration::from_millis(20);

/// Jobs taken with one look, at most.
const TAKEN_AT_ONCE: usize = 32;

impl Tenant for CheckoutSupervisor {
    type Key = ();
    type Note = PokeNote;

    fn take_seat(node: Arc<Node>, (): (), seat: Arc<Seat<PokeNote>>) -> Self {
        // Payments of silent providers must not keep cancellations and refunds from their turn.
        let drives = Pool {
            kinds: &["drive_payment"],
            places: node.config.drives_at_once,
            gauge: Arc::clone(&node.gauges.drives),
            looking: false,
        };
        let money = Pool {
            kinds: &["expire_order", "refund_payment"],
            places: node.config.money_jobs_at_once,
            gauge: Arc::clone(&node.gauges.money_jobs),
            looking: false,
        };
        Self { node, seat, pools: [drives, money] }
    }
}

impl Actor for CheckoutSupervisor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        self.look(ctx);
        ctx.run_interval(self.node.config.job_poll, |actor, ctx| actor.look(ctx));
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        self.node.checkout_supervisor.forget((), &self.seat);
    }
}

impl Handler<Poke> for CheckoutSupervisor {
    type Result = ();

    fn handle(&mut self, _: Poke, ctx: &mut Self::Context) {
        ctx.run_later(GATHER, |actor, ctx| {
            actor.seat.note.0.store(false, Ordering::Release);
            actor.look(ctx);
        });
    }
}

impl Handler<Leave> for CheckoutSupervisor {
    type Result = ();

    fn handle(&mut self, _: Leave, _: &mut Self::Context) {}
}

impl CheckoutSupervisor {
    fn look(&mut self, ctx: &mut Context<Self>) {
        self.node.faults.hit(crate::fault::Place::CheckoutPoll);
        if self.node.is_closing() {
            return;
        }
        for place in 0..self.pools.len() {
            self.look_for(place, ctx);
        }
    }

    fn look_for(&mut self, place: usize, ctx: &mut Context<Self>) {
        let Some(pool) = self.pools.get_mut(place) else { return };
        let free = pool.places.saturating_sub(pool.gauge.taken()).min(TAKEN_AT_ONCE);
        if free == 0 {
            pool.gauge.starves();
        }
        if pool.looking || free == 0 {
            return;
        }
        pool.looking = true;
        let (node, kinds) = (Arc::clone(&self.node), pool.kinds);
        let look = async move { claim(&node, kinds, free).await };
        ctx.spawn(look.into_actor(self).map(move |jobs, actor, ctx| {
            let Some(pool) = actor.pools.get_mut(place) else { return };
            pool.looking = false;
            match jobs {
                Ok(jobs) => {
                    let more = jobs.len() >= free;
                    for job in jobs {
                        // In a task of its own: a provider that hangs keeps nobody waiting, and a fall loses one try.
                        let span = alone!("job", otel.name = job.task.kind(), job.id = %job.id, job.attempts);
                        let slot = Slot::take(&actor.node, &pool.gauge);
                        actix::spawn(job::run(Arc::clone(&actor.node), job, slot).instrument(span));
                    }
                    if more {
                        ctx.run_later(GATHER, move |actor, ctx| actor.look_for(place, ctx));
                    }
                }
                Err(error) => tracing::warn!(%error, "jobs could not be looked for"),
            }
        }));
    }
}

/// Takes due jobs of some kinds.
///
/// # Errors
/// `Busy`; `Unavailable`.
pub(crate) async fn claim(node: &Arc<Node>, kinds: &[&str], limit: usize) -> Result<Vec<Job>, EngineError> {
    let claim = Edit::ClaimJobs {
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        limit: u32::try_from(limit).unwrap_or(u32::MAX),
        lease: node.lease(),
    };
    match node.edit(claim).await? {
        Reply::Jobs(jobs) => Ok(jobs),
        other => Err(Node::odd_reply("take jobs", &other)),
    }
}
