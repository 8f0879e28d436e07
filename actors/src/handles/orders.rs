//! Placed orders: paying again, confirming, calling off, providers' events, documents. Knows nothing of who may ask
//! beyond the owner of an order.

use std::sync::Arc;

use impasto_domain::command::{Command, IdempotencyKey, InboxKey, StaffReason, Submission};
use impasto_domain::ids::{
    DocumentId, OrderId, OrderLineId, PaymentId, ReturnId, SellerId, SellerOrderId, ShipmentId, UserId,
};
use impasto_domain::money::Money;
use impasto_domain::order::Order;
use impasto_domain::owner::Owner;
use impasto_domain::ports::blob::Blob;
use impasto_domain::ports::hooks::DisputeNotice;
use impasto_domain::refund::RefundWanted;
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use impasto_domain::returns::{ReturnAnswer, ReturnPhoto, ReturnWanted};
use impasto_domain::shipment::ShipmentEvent;

use super::checkout::{OrderAnswer, check_provider, pay};
use crate::checkout::{self, Drive, Purpose};
use crate::error::EngineError;
use crate::invoice;
use crate::node::Node;
use crate::reply::ReplyTo;
use crate::session::PayDeed;

pub use crate::invoice::document_key;

/// Requests about placed orders.
#[derive(Clone)]
pub struct OrdersHandle {
    pub(crate) node: Arc<Node>,
}

/// What a provider tells by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProviderEvent {
    /// The money is there.
    Succeeded {
        /// The provider's own name for the attempt, where it tells one.
        provider_ref: Option<String>,
        /// What it keeps of the money, where it tells that.
        fee: Option<Money>,
    },
    /// A definite no.
    Failed {
        /// The provider's code.
        code: String,
    },
    /// Money is taken back, or stays.
    Dispute(DisputeWord),
}

/// What a provider tells of a dispute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DisputeWord {
    /// Money is taken back while a case lasts.
    Opened(DisputeNotice),
    /// The case is decided.
    Closed {
        /// The provider's own name for it.
        reference: String,
        /// Whether the house keeps the money.
        won: bool,
    },
}

/// Who says something of a parcel, and for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sender {
    /// Only of parts of this seller; `None` for the house.
    pub seller_id: Option<SellerId>,
    /// Who.
    pub by: UserId,
}

/// A parcel about to be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Who carries it.
    pub carrier: String,
    /// Its number there.
    pub tracking_number: Option<String>,
    /// What is in it.
    pub line_ids: Vec<OrderLineId>,
}

impl OrdersHandle {
    /// Starts another payment of an open order whose holds live, and waits for the provider's word as a checkout does.
    ///
    /// # Errors
    /// Refusals such as `HoldLapsed`, `Conflict` while another payment is under way, `NotFound`; `Busy`; `Unavailable`.
    pub async fn pay_again(
        &self,
        owner: Owner,
        order_id: OrderId,
        provider: String,
        token: Option<String>,
        key: IdempotencyKey,
    ) -> Result<OrderAnswer, EngineError> {
        check_provider(&self.node, &provider)?;
        pay(&self.node, owner, PayDeed::Again { order_id, provider, token }, key).await
    }

    /// Asks the provider how far a payment is (after a redirect, say) and answers with what is known within the
    /// configured time; `owner` is `None` for the house. Safe to repeat; a payment that is over is not asked for again.
    ///
    /// # Errors
    /// `NotFound` for an order or payment that is not the owner's; `Busy`; `Unavailable`.
    pub async fn confirm(
        &self,
        owner: Option<Owner>,
        order_id: OrderId,
        payment_id: PaymentId,
    ) -> Result<OrderAnswer, EngineError> {
        let order = match owner {
            Some(owner) => self.owned(owner, order_id).await?,
            None => self.found(order_id).await?,
        };
        let payment = order.payments.iter().find(|payment| payment.id == payment_id);
        let Some(payment) = payment else { return Err(Refusal::not_found("payment").into()) };
        let order = Arc::new(order.clone());
        if !payment.status.is_open() {
            return Ok(OrderAnswer { order, payment_id: Some(payment_id) });
        }
        let make = |reply: ReplyTo<OrderAnswer>| Drive {
            span: reply.span().clone(),
            order: Arc::clone(&order),
            payment_id,
            purpose: Purpose::Asked,
            wait_until: self.node.provider_deadline(),
            reply: Some(reply),
        };
        self.node.ask(&self.node.checkouts, payment_id, true, make).await
    }

    /// Calls an order off before shipment; `owner` is `None` for the house, whose `staff` say why. A paid one is refunded: at once where the
    /// provider answers in time, else by a job.
    ///
    /// # Errors
    /// `InvalidTransition` past shipment, `NotFound`; `Busy`; `Unavailable`.
    pub async fn cancel(
        &self,
        owner: Option<Owner>,
        order_id: OrderId,
        staff: Option<StaffReason>,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<OrderAnswer, EngineError> {
        let order = match owner {
            Some(owner) => self.owned(owner, order_id).await?,
            None => self.found(order_id).await?,
        };
        let command = Command::CancelOrder { owner, order_id, staff, editions: checkout::editions_of(&order) };
        self.give_back(Submission { command, idempotency }, "cancel an order").await
    }

    /// Gives money of a paid order back: at once where the provider answers in time, else by a job.
    ///
    /// # Errors
    /// `Invalid` for what is more than is left, `InvalidTransition` for what is not paid, `NotFound`; `Busy`;
    /// `Unavailable`.
    pub async fn refund(
        &self,
        order_id: OrderId,
        wanted: RefundWanted,
        by: UserId,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<OrderAnswer, EngineError> {
        let order = self.found(order_id).await?;
        let command = Command::RefundOrder { order_id, wanted, by, editions: checkout::editions_of(&order) };
        self.give_back(Submission { command, idempotency }, "refund an order").await
    }

    /// Takes a buyer's word: they withdraw, or found something damaged. Who may say so is the caller's to know. What has not
    /// left is paid back: at once where the provider answers in time, else by a job.
    ///
    /// # Errors
    /// `Conflict` when the period is over or everything was given back, `Invalid` for lines that cannot be meant,
    /// `InvalidTransition` for what is not paid or is over, `NotFound`; `Busy`; `Unavailable`.
    pub async fn announce_return(
        &self,
        order_id: OrderId,
        wanted: ReturnWanted,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<OrderAnswer, EngineError> {
        let order = self.found(order_id).await?;
        let (wanted, editions) = (Box::new(wanted), checkout::editions_of(&order));
        let command = Command::AnnounceReturn { order_id, wanted, editions };
        self.give_back(Submission { command, idempotency }, "take a return").await
    }

    /// Adds a stored photograph to a report of damage.
    ///
    /// # Errors
    /// `Conflict` for what is no damage, was answered, or has enough of them; `NotFound`; `Busy`; `Unavailable`.
    pub async fn add_return_photo(
        &self,
        order_id: OrderId,
        return_id: ReturnId,
        photo: ReturnPhoto,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<Order, EngineError> {
        let command = Command::AddReturnPhoto { order_id, return_id, photo };
        self.told_of_parcels(Submission { command, idempotency }).await
    }

    /// Answers a return for seller or house; money goes back at once where the provider answers in time, else by a job.
    ///
    /// # Errors
    /// `InvalidTransition` for one that was answered otherwise, `Invalid` for more money than is left, `NotFound`; `Busy`;
    /// `Unavailable`.
    pub async fn answer_return(
        &self,
        order_id: OrderId,
        return_id: ReturnId,
        answer: ReturnAnswer,
        sender: Sender,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<OrderAnswer, EngineError> {
        let order = self.found(order_id).await?;
        let Sender { seller_id, by } = sender;
        let editions = checkout::editions_of(&order);
        let command = Command::AnswerReturn { order_id, return_id, seller_id, by, answer, editions };
        self.give_back(Submission { command, idempotency }, "answer a return").await
    }

    async fn give_back(&self, submission: Submission, deed: &'static str) -> Result<OrderAnswer, EngineError> {
        match self.node.submit(submission).await? {
            Reply::Order { order, payment_id, .. } => {
                checkout::note_order(&self.node, &order);
                let node = Arc::clone(&self.node);
                let refund = async move { Ok(checkout::refund_at_once(&node, Arc::from(order)).await) };
                let order = self.node.carry_out(refund).await?;
                Ok(OrderAnswer { order, payment_id })
            }
            other => Err(Node::odd_reply(deed, &other)),
        }
    }

    /// Hands lines of one part of a paid order over to a carrier.
    ///
    /// # Errors
    /// `NotFound`, `Invalid` for lines that are not of the part, `Conflict` for what has left already,
    /// `InvalidTransition` for what is not paid or called off; `Busy`; `Unavailable`.
    pub async fn ship(
        &self,
        order_id: OrderId,
        seller_order_id: SellerOrderId,
        parcel: Parcel,
        sender: Sender,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<Order, EngineError> {
        let Parcel { carrier, tracking_number, line_ids } = parcel;
        let Sender { seller_id, by } = sender;
        let command = Command::Ship { order_id, seller_order_id, seller_id, by, carrier, tracking_number, line_ids };
        self.told_of_parcels(Submission { command, idempotency }).await
    }

    /// Notes that a parcel has arrived.
    ///
    /// # Errors
    /// `NotFound`, `InvalidTransition`; `Busy`; `Unavailable`.
    pub async fn deliver(
        &self,
        order_id: OrderId,
        shipment_id: ShipmentId,
        sender: Sender,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<Order, EngineError> {
        let Sender { seller_id, by } = sender;
        let command = Command::Deliver { order_id, shipment_id, seller_id, by };
        self.told_of_parcels(Submission { command, idempotency }).await
    }

    /// Takes what a carrier told of a parcel. Each event counts once for it; repeating it is safe.
    ///
    /// # Errors
    /// `NotFound`; `Busy` and `Unavailable`: let the carrier send it again.
    pub async fn track(
        &self,
        order_id: OrderId,
        shipment_id: ShipmentId,
        event: ShipmentEvent,
    ) -> Result<Order, EngineError> {
        self.told_of_parcels(Command::TrackParcel { order_id, shipment_id, event }.into()).await
    }

    async fn told_of_parcels(&self, submission: Submission) -> Result<Order, EngineError> {
        match self.node.submit(submission).await? {
            Reply::Order { order, .. } => Ok(*order),
            other => Err(Node::odd_reply("note a parcel", &other)),
        }
    }

    /// Takes what a provider told by itself about a payment (a webhook). Each event counts once; repeating it is safe.
    /// Goes on to its end even when the caller goes away.
    ///
    /// # Errors
    /// `NotFound` for a payment that is not known; `Busy` and `Unavailable`: let the provider send it again.
    pub async fn provider_event(
        &self,
        payment_id: PaymentId,
        inbox: InboxKey,
        event: ProviderEvent,
    ) -> Result<OrderAnswer, EngineError> {
        let node = Arc::clone(&self.node);
        self.node.carry_out(async move { checkout::take_event(&node, payment_id, inbox, event).await }).await
    }

    /// The bytes of an invoice or credit note: stored ones, those of a render under way, or rendered at once for the
    /// one who asks.
    ///
    /// # Errors
    /// `NotFound` for a document that is not there or has no invoice data; `Busy` when too many wait; `Unavailable`.
    pub async fn document(&self, document_id: DocumentId) -> Result<Blob, EngineError> {
        if let (_, Some(bytes)) = invoice::find(&self.node, document_id).await? {
            return Ok(bytes);
        }
        let make = |reply| invoice::Render { document_id, reply };
        self.node.ask(&self.node.invoices, (), true, make).await
    }

    async fn owned(&self, owner: Owner, order_id: OrderId) -> Result<Order, EngineError> {
        let order = self.found(order_id).await?;
        if order.head.owner == owner { Ok(order) } else { Err(Refusal::not_found("order").into()) }
    }

    async fn found(&self, order_id: OrderId) -> Result<Order, EngineError> {
        self.node.order(order_id).await?.ok_or_else(|| Refusal::not_found("order").into())
    }
}
