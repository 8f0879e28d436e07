//! The sweeper: looks every second for editions with holds past their deadline, so that no restart and no passivation
//! loses a deadline, and now and then for orders whose withdrawal period is over. Knows nothing of why a deadline was not
//! noticed; the inventory actor has holds expired. Every node looks: closing an order twice is closing it once.

use std::sync::Arc;

use actix::prelude::*;
use impasto_domain::command::Command;
use impasto_domain::ids::{OrderId, ReturnId};
use impasto_domain::ports::MediaArea;

use crate::directory::{Leave, Seat, Tenant};
use crate::error::EngineError;
use crate::inventory::Due;
use crate::node::Node;

/// Looks for what is past. One a node; it stays.
pub(crate) struct Sweeper {
    node: Arc<Node>,
    seat: Arc<Seat<()>>,
    looking: bool,
    completing: bool,
    rounds: u32,
}

/// Editions taken with one look; what is more has its turn with the next.
const TAKEN_AT_ONCE: u32 = 256;

/// Orders closed with one look; what is more has its turn with the next.
const COMPLETED_AT_ONCE: u32 = 100;

/// Rounds between two looks for orders to close.
const COMPLETION_ROUNDS: u32 = 60;

/// Rounds between two clearings of the clients' budgets.
const BUDGET_ROUNDS: u32 = 30;

impl Tenant for Sweeper {
    type Key = ();
    type Note = ();

    fn take_seat(node: Arc<Node>, (): (), seat: Arc<Seat<()>>) -> Self {
        Self { node, seat, looking: false, completing: false, rounds: 0 }
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
        if self.rounds.is_multiple_of(COMPLETION_ROUNDS) {
            self.complete(ctx);
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

    /// Closes orders whose withdrawal period is over.
    fn complete(&mut self, ctx: &mut Context<Self>) {
        if self.completing || self.node.is_closing() {
            return;
        }
        self.completing = true;
        let node = Arc::clone(&self.node);
        let closing = async move {
            let due = node.read(node.ports.reads.orders_to_complete(COMPLETED_AT_ONCE)).await?;
            for order_id in due {
                if let Err(error) = node.submit(Command::CompleteOrder { order_id }).await {
                    // Another node was faster, or something happened to the order since it was found.
                    tracing::debug!(%error, order.id = %order_id, "not completed");
                }
            }
            for (order_id, return_id) in node.read(node.ports.reads.photos_to_forget(COMPLETED_AT_ONCE)).await? {
                forget(&node, order_id, return_id).await?;
            }
            Ok::<(), EngineError>(())
        };
        ctx.spawn(closing.into_actor(self).map(|closed, actor, _| {
            actor.completing = false;
            if let Err(error) = closed {
                tracing::warn!(%error, "orders to complete, or photographs to forget, could not be looked after");
            }
        }));
    }
}

/// Takes the photographs of a return out of the media store, then out of the books: what falls between is done again.
async fn forget(node: &Node, order_id: OrderId, return_id: ReturnId) -> Result<(), EngineError> {
    let Some(order) = node.order(order_id).await? else { return Ok(()) };
    let back = order.returns.iter().find(|back| back.id == return_id);
    for photo in back.iter().flat_map(|back| back.photos.iter()) {
        if let Err(error) = node.ports.media.delete(MediaArea::Private, &photo.key).await {
            tracing::warn!(%error, order.id = %order_id, "a photograph could not be taken away; it is tried again");
            return Ok(());
        }
    }
    if let Err(error) = node.submit(Command::ForgetReturnPhotos { order_id, return_id }).await {
        tracing::debug!(%error, order.id = %order_id, "photographs are not forgotten yet");
    }
    Ok(())
}
