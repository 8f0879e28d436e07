//! An owner's cart: what can be asked of it. Knows nothing of how an owner proved who they are.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use impasto_domain::cart::CartState;
use impasto_domain::command::IdempotencyKey;
use impasto_domain::ids::{EditionId, LineId};
use impasto_domain::owner::Owner;

use crate::budget::ClientKey;
use crate::error::EngineError;
use crate::node::Node;
use crate::session::{CartCall, Deed};

/// The cart of one owner. Requests of one owner are carried out in the order they were made.
#[derive(Clone)]
pub struct CartHandle {
    pub(crate) node: Arc<Node>,
    pub(crate) owner: Owner,
}

/// A cart as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CartAnswer {
    /// The cart with its live holds.
    pub state: Arc<CartState>,
    /// The time by which its deadlines are to be read.
    pub now: DateTime<Utc>,
}

impl CartHandle {
    /// The cart. From memory when its session is live, else from the store.
    ///
    /// # Errors
    /// `Busy` when too many requests of the owner wait; `Unavailable` when the store is away.
    pub async fn get(&self) -> Result<CartAnswer, EngineError> {
        self.ask(Deed::Get).await
    }

    /// Puts `quantity` more copies of an edition into the cart and holds them. `client` is who asks, for the budget of
    /// an address.
    ///
    /// # Errors
    /// Refusals such as `SoldOut` and `HoldLimit`; `Busy`; `Unavailable` when the outcome is unknown.
    pub async fn add(
        &self,
        edition_id: EditionId,
        quantity: u32,
        client: ClientKey,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<CartAnswer, EngineError> {
        self.ask(Deed::Add { edition_id, quantity, client, idempotency }).await
    }

    /// Puts exactly these copies of an edition into the cart and holds them, or none of them. `ordinals` are places in the
    /// edition, 1-based.
    ///
    /// # Errors
    /// As [`add`](Self::add), and `CopiesTaken` when any of them is not free.
    pub async fn pick(
        &self,
        edition_id: EditionId,
        ordinals: Vec<u32>,
        client: ClientKey,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<CartAnswer, EngineError> {
        self.ask(Deed::Pick { edition_id, ordinals, client, idempotency }).await
    }

    /// Sets a line to a quantity; 0 removes it.
    ///
    /// # Errors
    /// As [`add`](Self::add), and `NotFound` for a line that is not in the cart.
    pub async fn set_quantity(
        &self,
        line_id: LineId,
        quantity: u32,
        client: ClientKey,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<CartAnswer, EngineError> {
        self.ask(Deed::SetQuantity { line_id, quantity, client, idempotency }).await
    }

    /// Removes a line and releases its holds.
    ///
    /// # Errors
    /// `NotFound` for a line that is not in the cart; `Busy`; `Unavailable`.
    pub async fn remove(
        &self,
        line_id: LineId,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<CartAnswer, EngineError> {
        self.ask(Deed::SetQuantity { line_id, quantity: 0, client: ClientKey::EXEMPT, idempotency }).await
    }

    /// Holds a lapsed line again, at today's price: the copies that were picked where they are free, others for the rest.
    ///
    /// # Errors
    /// As [`add`](Self::add), and `NotFound` for a line that is not in the cart.
    pub async fn rehold(
        &self,
        line_id: LineId,
        client: ClientKey,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<CartAnswer, EngineError> {
        self.ask(Deed::Rehold { line_id, client, idempotency }).await
    }

    /// Lengthens a line's holds, once.
    ///
    /// # Errors
    /// `HoldLapsed`, `Conflict` when it was extended before, `NotFound`; `Busy`; `Unavailable`.
    pub async fn extend(
        &self,
        line_id: LineId,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<CartAnswer, EngineError> {
        self.ask(Deed::Extend { line_id, idempotency }).await
    }

    pub(crate) async fn ask(&self, deed: Deed) -> Result<CartAnswer, EngineError> {
        let repeatable = deed.is_repeatable();
        let make = |reply| CartCall { deed: deed.clone(), reply };
        self.node.ask(&self.node.sessions, self.owner, repeatable, make).await
    }
}
