//! Stock by hand: what admins and sellers do to it. Knows nothing of roles: the caller has checked who asks.

use std::sync::Arc;

use impasto_domain::artwork::{ArtworkMove, ArtworkStatus};
use impasto_domain::command::{Command, IdempotencyKey, StockChange, Submission};
use impasto_domain::edition::Stock;
use impasto_domain::ids::{ArtworkId, EditionId, HoldId, SellerId, UserId};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;

use crate::error::EngineError;
use crate::inventory::Pass;
use crate::node::Node;

/// Requests about stock.
#[derive(Clone)]
pub struct InventoryHandle {
    pub(crate) node: Arc<Node>,
}

impl InventoryHandle {
    /// Changes the counters of an edition by hand; with `seller_id` only if that seller sells it.
    /// `reason` goes into the audit log.
    ///
    /// # Errors
    /// Refusals such as `SoldOut` when fewer are free; `Busy`; `Unavailable`.
    pub async fn adjust(
        &self,
        edition_id: EditionId,
        change: StockChange,
        by: UserId,
        seller_id: Option<SellerId>,
        reason: Option<String>,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<Stock, EngineError> {
        self.pass(edition_id, Command::Adjust { edition_id, change, by, seller_id, reason }, idempotency).await
    }

    /// Releases one hold by an admin's hand. `reason` goes into the audit log.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` for a hold that pays an order; `Busy`; `Unavailable`.
    pub async fn release_hold(
        &self,
        hold_id: HoldId,
        edition_id: EditionId,
        by: UserId,
        reason: Option<String>,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<Stock, EngineError> {
        self.pass(edition_id, Command::ReleaseHold { hold_id, edition_id, by, reason }, idempotency).await
    }

    /// Moves a work to another status; with `seller_id` only if that seller sells it. `reason` is for a rejection.
    ///
    /// # Errors
    /// `InvalidTransition`, `Conflict` while copies are held, `NotFound`; `Busy`; `Unavailable`.
    pub async fn move_artwork(
        &self,
        artwork_id: ArtworkId,
        wanted: ArtworkMove,
        by: UserId,
        seller_id: Option<SellerId>,
        reason: Option<String>,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<ArtworkStatus, EngineError> {
        // A work has many editions; what they must know of it reaches their actors with the committed events.
        let command = Command::MoveArtwork { artwork_id, wanted, by, seller_id, reason };
        match self.node.submit(Submission { command, idempotency }).await? {
            Reply::Artwork { status } => Ok(status),
            other => Err(Node::odd_reply("move a work", &other)),
        }
    }

    async fn pass(
        &self,
        edition_id: EditionId,
        command: Command,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<Stock, EngineError> {
        let repeatable = idempotency.is_some();
        let submission = Submission { command, idempotency };
        let make = |reply| Pass { submission: submission.clone(), take: None, reply };
        match self.node.ask(&self.node.inventories, edition_id, repeatable, make).await? {
            Reply::Stock { stock, .. } => Ok(stock),
            Reply::Done => Err(Refusal::not_found("edition").into()),
            other => Err(Node::odd_reply("change stock by hand", &other)),
        }
    }
}
