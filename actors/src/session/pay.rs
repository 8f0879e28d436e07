//! What starts a payment: a checkout, or another attempt for a placed order. The owner's session keeps it in order with
//! the rest; the saga behind it is the checkout actor's. Knows no provider.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use impasto_domain::command::{Command, IdempotencyKey, PlaceOrder, Submission};
use impasto_domain::ids::{EditionId, OrderId, PaymentId};
use impasto_domain::order::Order;
use impasto_domain::owner::Owner;
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use tokio::time::Instant;

use super::deed::load;
use super::known::Known;
use crate::checkout::{self, CalledOff, Drive, Purpose, editions_of};
use crate::error::EngineError;
use crate::handles::{CheckoutRequest, OrderAnswer};
use crate::inventory::Bought;
use crate::node::Node;
use crate::reply::ReplyTo;

/// What is paid.
#[derive(Debug, Clone)]
pub(crate) enum PayDeed {
    /// The cart.
    Place(Arc<CheckoutRequest>),
    /// An order that was placed before.
    Again { order_id: OrderId, provider: String, token: Option<String> },
}

impl PayDeed {
    /// What it is called in a trace.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Place(_) => "session place_order",
            Self::Again { .. } => "session pay_again",
        }
    }
}

/// A payment that was started, or the stored answer of one that was started before.
#[derive(Debug, Clone)]
pub(super) struct Started {
    pub(super) key: IdempotencyKey,
    order: Arc<Order>,
    payment_id: PaymentId,
    /// The batch's time.
    at: DateTime<Utc>,
}

/// Starts a payment. Answers with the cart as it is then known.
pub(super) async fn start(
    node: &Arc<Node>,
    owner: Owner,
    cart: Option<Known>,
    deed: &PayDeed,
    key: IdempotencyKey,
    reply: &mut ReplyTo<OrderAnswer>,
) -> (Option<Known>, Result<Started, EngineError>) {
    match deed {
        PayDeed::Place(request) => place(node, owner, cart, request, key, reply).await,
        PayDeed::Again { order_id, provider, token } => {
            reply.begin();
            (cart, again(node, owner, *order_id, provider, token.as_ref(), key).await)
        }
    }
}

/// Hands a started payment and its caller to the checkout actor. When there are too many checkouts, the caller is told
/// what is known; the payment's job is driven by the pollers once its lease has run out.
pub(super) fn hand_on(node: &Arc<Node>, started: &Started, reply: ReplyTo<OrderAnswer>) {
    let drive = Drive {
        span: reply.span().clone(),
        order: Arc::clone(&started.order),
        payment_id: started.payment_id,
        purpose: Purpose::Placed { at: started.at },
        wait_until: node.provider_deadline(),
        reply: Some(reply),
    };
    if let Err(undelivered) = node.checkouts.send(node, started.payment_id, drive) {
        tracing::warn!(error = %undelivered.error, payment.id = %started.payment_id, "a payment is left to the pollers");
        undelivered.message.answer_known();
    }
}

async fn place(
    node: &Arc<Node>,
    owner: Owner,
    mut cart: Option<Known>,
    request: &CheckoutRequest,
    key: IdempotencyKey,
    reply: &mut ReplyTo<OrderAnswer>,
) -> (Option<Known>, Result<Started, EngineError>) {
    let mut fresh = false;
    loop {
        let known = match cart.take() {
            Some(known) => known,
            None => {
                fresh = true;
                match load(node, owner).await {
                    Ok(known) => known,
                    Err(error) => return (None, Err(error)),
                }
            }
        };
        let command = Command::PlaceOrder(Box::new(order_command(node, owner, &known, request)));
        reply.begin();
        match node.submit(Submission { command, idempotency: Some(key.clone()) }).await {
            Ok(Reply::Order { order, payment_id: Some(payment_id), now, repeated }) => {
                let started = Started { key, order: Arc::from(order), payment_id, at: now };
                // A repeat has placed nothing: what is in the cart now is not that order's.
                if !repeated {
                    note_placed(node, owner, &started);
                }
                // The cart's lines are the order's now; what else became of it is the store's to say.
                return (None, Ok(started));
            }
            Ok(other) => return (None, Err(Node::odd_reply("place an order", &other))),
            // Decided on an old cart: once more on the stored one. An empty one may be as old.
            Err(EngineError::Refused(Refusal::CartStale | Refusal::CartEmpty)) if !fresh => {}
            Err(EngineError::Refused(Refusal::CartStale)) => {
                let lines = known.state.cart.lines.iter().map(|line| line.id).collect();
                return (None, Err(Refusal::CartChanged { lines }.into()));
            }
            Err(EngineError::Refused(refusal)) => return (Some(known), Err(refusal.into())),
            Err(EngineError::Busy { retry_after_s }) => return (Some(known), Err(EngineError::Busy { retry_after_s })),
            Err(error) => return (None, Err(error)),
        }
    }
}

async fn again(
    node: &Arc<Node>,
    owner: Owner,
    order_id: OrderId,
    provider: &str,
    token: Option<&String>,
    key: IdempotencyKey,
) -> Result<Started, EngineError> {
    let order = node.order(order_id).await?.ok_or_else(|| Refusal::not_found("order"))?;
    if order.head.owner != owner {
        return Err(Refusal::not_found("order").into());
    }
    let command = Command::StartPayment {
        owner,
        order_id,
        provider: provider.to_owned(),
        token: token.cloned(),
        lease: node.lease(),
        editions: editions_of(&order),
    };
    let submission = Submission { command, idempotency: Some(key.clone()) };
    let mut answer = node.submit(submission.clone()).await;
    if let Err(EngineError::Refused(Refusal::Conflict { .. })) = answer {
        // An attempt that waits for a customer who now wants to pay otherwise is called off: two must not both bring
        // money. Only now, since a repeat of this very request is answered before.
        match checkout::call_off_waiting(node, &order, &key).await? {
            CalledOff::Nothing => {}
            CalledOff::One => answer = node.submit(submission).await,
            CalledOff::Paid(order, payment_id) => {
                return Ok(Started { key, order, payment_id, at: node.now() });
            }
        }
    }
    match answer? {
        Reply::Order { order, payment_id: Some(payment_id), now, .. } => {
            Ok(Started { key, order: Arc::from(order), payment_id, at: now })
        }
        other => Err(Node::odd_reply("start a payment", &other)),
    }
}

fn order_command(node: &Node, owner: Owner, known: &Known, request: &CheckoutRequest) -> PlaceOrder {
    let mut editions: Vec<EditionId> = known.state.cart.lines.iter().map(|line| line.edition_id).collect();
    editions.sort_unstable();
    editions.dedup();
    PlaceOrder {
        owner,
        cart_version: known.state.cart.version,
        editions,
        email: request.email.clone(),
        locale: request.locale.clone(),
        shipping_address: request.shipping_address.clone(),
        billing_address: request.billing_address.as_ref().unwrap_or(&request.shipping_address).clone(),
        vat_id: request.vat_id.clone(),
        shipping: request.shipping.clone(),
        expected_total: request.expected_total,
        quote: request.quote,
        provider: request.provider.clone(),
        token: request.token.clone(),
        return_url: request.return_url.clone(),
        lease: node.lease(),
    }
}

/// The order holds the works now: their inventory actors need not watch the cart's deadlines, and the budget counts
/// them until the order is over.
fn note_placed(node: &Arc<Node>, owner: Owner, started: &Started) {
    for edition_id in editions_of(&started.order) {
        node.inventories.nudge(edition_id, Bought { owner }, |_| true);
    }
    node.budgets.ordered(owner, started.order.head.id, Instant::now() + node.config.payment_hold);
}
