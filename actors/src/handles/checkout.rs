//! Checkout: a cart becomes an order and its payment is asked for. Knows no provider.

use std::sync::Arc;

use impasto_domain::address::Address;
use impasto_domain::command::IdempotencyKey;
use impasto_domain::ids::{PaymentId, SellerId};
use impasto_domain::money::Money;
use impasto_domain::order::Order;
use impasto_domain::owner::Owner;
use impasto_domain::payment::Payment;
use impasto_domain::quote::QuoteSeal;
use impasto_domain::refusal::Refusal;

use crate::error::EngineError;
use crate::node::Node;
use crate::session::{PayCall, PayDeed};

/// The checkout of one owner.
#[derive(Clone)]
pub struct CheckoutHandle {
    pub(crate) node: Arc<Node>,
    pub(crate) owner: Owner,
}

/// What a customer sends at checkout; checked at the edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckoutRequest {
    /// Where the customer gets mail.
    pub email: String,
    /// Language of documents and mails.
    pub locale: String,
    /// Where it goes.
    pub shipping_address: Address,
    /// Who is invoiced; `None` is the shipping address.
    pub billing_address: Option<Address>,
    /// The buyer's VAT id.
    pub vat_id: Option<String>,
    /// The wanted shipping method of each seller; one without a seller is for all.
    pub shipping: Vec<(Option<SellerId>, String)>,
    /// Refuse when the total is another, or in another currency.
    pub expected_total: Option<Money>,
    /// The quote the customer saw; refuse when it no longer stands.
    pub quote: Option<QuoteSeal>,
    /// Through whom to pay: a provider's name.
    pub provider: String,
    /// The customer's token.
    pub token: Option<String>,
    /// Where the browser comes back to from the provider's pages, if not to the order's own page.
    pub return_url: Option<String>,
}

/// An order as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderAnswer {
    /// The order.
    pub order: Arc<Order>,
    /// The attempt to pay that the request was about.
    pub payment_id: Option<PaymentId>,
}

impl OrderAnswer {
    /// The attempt to pay that the request was about.
    #[must_use]
    pub fn payment(&self) -> Option<&Payment> {
        let id = self.payment_id?;
        self.order.payments.iter().find(|payment| payment.id == id)
    }
}

impl CheckoutHandle {
    /// Freezes the cart into an order and asks the provider for the money. Waits for the provider's word up to the
    /// configured time, then answers with what is known: an order whose payment is still pending. A repeat with the
    /// same key gets an equal answer and charges nothing twice.
    ///
    /// # Errors
    /// Refusals such as `CartChanged`, `CartEmpty`, `TotalChanged`, and `Invalid` for a provider that is not there;
    /// nothing is charged then. `Busy`; `Unavailable`: repeat with the same key. A decline is not an error.
    pub async fn place(&self, request: CheckoutRequest, key: IdempotencyKey) -> Result<OrderAnswer, EngineError> {
        check_provider(&self.node, &request.provider)?;
        pay(&self.node, self.owner, PayDeed::Place(Arc::new(request)), key).await
    }
}

/// Sends a deed that starts a payment through the owner's session; the saga answers.
pub(super) async fn pay(
    node: &Arc<Node>,
    owner: Owner,
    deed: PayDeed,
    key: IdempotencyKey,
) -> Result<OrderAnswer, EngineError> {
    let make = |reply| PayCall { deed: deed.clone(), key: key.clone(), reply };
    node.ask(&node.sessions, owner, true, make).await
}

pub(super) fn check_provider(node: &Node, name: &str) -> Result<(), EngineError> {
    match node.provider(name) {
        Some(_) => Ok(()),
        None => {
            Err(Refusal::invalid("/payment/provider", format!("there is no payment provider {name:?} here")).into())
        }
    }
}
