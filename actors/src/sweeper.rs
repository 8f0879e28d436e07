//! The sweeper: looks every second for editions with holds past their deadline, so that no restart and no passivation
//! loses a deadline. Knows nothing of why one was not noticed; the inventory actor has them expired.

use std::sync::Arc;

use actix::prelude::*;

use crate::directory::{Leave, Seat, Tenant};
use crate::inventory::Due;
use crate::node::Node;

/// Looks for what is past. One a node; it stays.
pub(crate) struct Sweeper {
    node: Arc<Node>,
    seat: Arc<Seat<()>>,
    looking: bool,
    rounds: u32,
}

/// Editions taken with one look; what is more has its turn with the next.
const TAKEN_AT_ONCE: u32 = 256;

/// Rounds between two clearings of the clients' budgets.
const BUDGET_ROUNDS: u32 = 30;

impl Tenant for Sweeper {
    type Key = ();
    type Note = ();

    fn take_seat(node: Arc<Node>, (): (), seat: Arc<Seat<()>>) -> Self {
        Self { node, seat, looking: false, rounds: 0 }
    }
}

impl Actor for Sweeper {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        self.look(ctx);
        ctx.run_interval(self.node.config.sweep_every, |actor, ctx| actor.look(ctx));
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        self.node.sweeper.forget((), &self.seat);
    }
}

impl Handler<Leave> for Sweeper {
    type Result = ();

    fn handle(&mut self, _: Leave, _: &mut Self::Context) {}
}

impl Sweeper {
    fn look(&mut self, ctx: &mut Context<Self>) {
        self.node.faults.hit(crate::fault::Place::Sweep);
        self.rounds += 1;
        if self.rounds.is_multiple_of(BUDGET_ROUNDS) {
            self.node.budgets.drop_past();
        }
        if self.looking || self.node.is_closing() {
            return;
        }
        self.looking = true;
        let node = Arc::clone(&self.node);
        let look = async move { node.read(node.ports.reads.due_editions(TAKEN_AT_ONCE)).await };
        ctx.spawn(look.into_actor(self).map(|due, actor, _| {
            actor.looking = false;
            match due {
                Ok(editions) => {
                    for edition_id in editions {
                        // A full mailbox is a busy edition: its turn comes with the next look.
                        if let Err(undelivered) = actor.node.inventories.send(&actor.node, edition_id, Due) {
                            tracing::debug!(error = %undelivered.error, edition.id = %edition_id, "not swept");
                        }
                    }
                }
                Err(error) => tracing::warn!(%error, "due holds could not be looked for"),
            }
        }));
    }
}
