//! What a provider tells by itself: a webhook's word about a payment, stored once. Knows no signature and no HTTP.

use std::sync::Arc;

use impasto_domain::command::InboxKey;
use impasto_domain::ids::PaymentId;
use impasto_domain::refusal::Refusal;
use tokio::time::Instant;

use super::saga;
use crate::error::EngineError;
use crate::handles::{OrderAnswer, ProviderEvent};
use crate::node::Node;

/// Stores a provider's event. Repeating it is harmless: the inbox knows its key.
///
/// # Errors
/// `NotFound` for a payment that is not known; `Busy`, `Unavailable`: it may be sent again.
pub(crate) async fn take_event(
    node: &Arc<Node>,
    payment_id: PaymentId,
    inbox: InboxKey,
    event: ProviderEvent,
) -> Result<OrderAnswer, EngineError> {
    let order = node.read(node.ports.reads.order_of_payment(payment_id)).await?;
    let order = order.ok_or_else(|| Refusal::not_found("payment"))?;
    // The provider repeats what is not taken, so the journal is tried for no longer than its caller waits.
    let give_up = Instant::now() + node.config.provider_timeout;
    let order = match event {
        ProviderEvent::Succeeded { provider_ref, fee } => {
            let receipt = saga::Receipt { provider_ref, fee, inbox: Some(inbox), key: None };
            saga::settle(node, &order, payment_id, receipt, give_up).await?
        }
        ProviderEvent::Failed { code } => {
            let told = saga::Failure { inbox: Some(inbox), ..saga::Failure::declined(&code) };
            saga::fail(node, &order, payment_id, told, give_up).await?
        }
        ProviderEvent::Dispute(word) => saga::dispute(node, &order, payment_id, &word, &inbox, give_up).await?,
    };
    Ok(OrderAnswer { order, payment_id: Some(payment_id) })
}
