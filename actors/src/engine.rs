//! The engine: starts the actors of one node, hands out handles, listens to committed events, stops. Knows no actor's
//! inside.

use std::sync::Arc;

use actix::{Arbiter, ArbiterHandle};
use impasto_domain::command::IdempotencyKey;
use impasto_domain::event::{Committed, Event};
use impasto_domain::order::OrderPaymentStatus;
use impasto_domain::owner::Owner;

use crate::config::EngineConfig;
use crate::error::EngineError;
use crate::handles::{CartAnswer, CartHandle, CheckoutHandle, InventoryHandle, OrdersHandle, PresenceHandle};
use crate::node::Node;
use crate::ports::Ports;
use crate::session::Deed;
use crate::{checkout, invoice, notification};

/// The engine of one node. Cheap to clone; every clone is the same engine.
#[derive(Clone)]
pub struct Engine {
    node: Arc<Node>,
    own_arbiters: Arc<[ArbiterHandle]>,
}

/// Why an engine did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// There is no actix system on this thread.
    #[error("the engine must be started inside an actix system")]
    NoSystem,
    /// A thread could not be made.
    #[error("a thread for the engine could not be started")]
    Thread(#[source] std::io::Error),
}

/// What is alive and what waits, for metrics.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Depths {
    /// Live session actors.
    pub sessions: usize,
    /// Live inventory actors.
    pub inventories: usize,
    /// Open checkouts.
    pub checkouts: usize,
    /// Requests that wait in mailboxes or are under way.
    pub waiting: usize,
    /// Payments being driven, cancelled or refunded for abandoned and due jobs.
    pub money_jobs: usize,
    /// Documents being rendered or waiting for it.
    pub renders: usize,
    /// Mails being sent.
    pub mails: usize,
    /// Connections of this node.
    pub connections: usize,
    /// Works held together by the owners behind all client addresses that have a budget.
    pub budgeted_works: usize,
}

impl Engine {
    /// Starts the engine on its own threads, or on the calling one when none are configured. To be called inside an
    /// actix system.
    ///
    /// # Errors
    /// [`StartError`] without a system or when a thread cannot be made.
    pub fn start(config: EngineConfig, ports: Ports) -> Result<Self, StartError> {
        let here = Arbiter::try_current().ok_or(StartError::NoSystem)?;
        let mut own = Vec::with_capacity(config.arbiters);
        for _ in 0..config.arbiters {
            own.push(Arbiter::try_new().map_err(StartError::Thread)?.handle());
        }
        let arbiters = if own.is_empty() { vec![here] } else { own.clone() };
        let node = Arc::new(Node::new(config, ports, arbiters));
        node.keep_standing_actors();
        Ok(Self { node, own_arbiters: own.into() })
    }

    /// The cart of an owner.
    #[must_use]
    pub fn cart(&self, owner: Owner) -> CartHandle {
        CartHandle { node: Arc::clone(&self.node), owner }
    }

    /// Moves a visitor's cart and holds to the user who signed in; deadlines stay. Answers the user's cart.
    ///
    /// # Errors
    /// `CurrencyMix` when the two carts are in different currencies: both stay as they are. `Busy`; `Unavailable`.
    pub async fn merge_cart(
        &self,
        visitor: Owner,
        user: Owner,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<CartAnswer, EngineError> {
        self.cart(user).ask(Deed::Merge { visitor, idempotency }).await
    }

    /// The checkout of an owner.
    #[must_use]
    pub fn checkout(&self, owner: Owner) -> CheckoutHandle {
        CheckoutHandle { node: Arc::clone(&self.node), owner }
    }

    /// Placed orders and their documents.
    #[must_use]
    pub fn orders(&self) -> OrdersHandle {
        OrdersHandle { node: Arc::clone(&self.node) }
    }

    /// Stock by hand.
    #[must_use]
    pub fn inventory(&self) -> InventoryHandle {
        InventoryHandle { node: Arc::clone(&self.node) }
    }

    /// Who looks at what.
    #[must_use]
    pub fn presence(&self) -> PresenceHandle {
        PresenceHandle { node: Arc::clone(&self.node) }
    }

    /// Takes the committed events of every node, this one's included, in the order of each lane. Never waits: it leaves
    /// notes for actors that are alive and forgets the rest.
    pub fn observe(&self, events: &[Committed]) {
        for committed in events {
            self.note(&committed.event);
        }
    }

    /// Stops taking requests (they are answered with `Busy`), waits for open checkouts up to the configured time, and
    /// stops the engine's own threads. What is still open is driven on by another node or after the next start.
    pub async fn shutdown(&self) {
        self.node.close().await;
        for arbiter in self.own_arbiters.iter() {
            arbiter.stop();
        }
    }

    /// There is a mail to be sent that no event tells of; without this it is found at the next look.
    pub fn mail_written(&self) {
        notification::poke(&self.node);
    }

    /// What is alive and what waits.
    #[must_use]
    pub fn depths(&self) -> Depths {
        self.node.depths()
    }

    fn note(&self, event: &Event) {
        let node = &self.node;
        match event {
            Event::StockChanged { stock, .. } => node.inventories.note(stock.edition_id, |note| note.offer(stock)),
            Event::CartChanged { owner, version, .. } => node.sessions.note(*owner, |note| note.offer(*version)),
            Event::OrderChanged { payment_status, payment, .. } => {
                if let Some(payment) = payment
                    && !payment.status.is_open()
                {
                    checkout::told_elsewhere(node, payment.id);
                }
                if matches!(payment_status, OrderPaymentStatus::Paid | OrderPaymentStatus::Refunded) {
                    invoice::poke(node);
                }
                notification::poke(node);
            }
            _ => {}
        }
    }

    #[cfg(test)]
    pub(crate) fn node(&self) -> &Arc<Node> {
        &self.node
    }
}
