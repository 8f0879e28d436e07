//! The page on which a card is entered: `GET /orders/{id}/card`. What is typed stands in a frame of Stripe's and never comes here.
//! It knows no payment but the one that waits for its customer.

use actix_web::{Error, HttpResponse};
use impasto_domain::ids::OrderId;
use impasto_domain::order::OrderStatus;
use impasto_domain::payment::PaymentStatus;

use super::seen;
use crate::gateway::params::Path;
use crate::pages::turn::{Known, see_other};
use crate::pages::views::order::CardPage;
use crate::pages::visit::{Visit, page};
use crate::pages::works;

/// The page, for the owner of an order that waits for a card; others are led to the order.
pub(super) async fn show(visit: Visit, _known: Known, id: Path<OrderId>) -> Result<HttpResponse, Error> {
    let seen = seen(&visit, id.0).await?;
    let is_open = seen.owner.is_some() && seen.order.head.status == OrderStatus::Open;
    let waits = seen
        .order
        .latest_payment()
        .filter(|payment| is_open && payment.provider == "stripe" && payment.status == PaymentStatus::RequiresAction);
    let secret = waits.and_then(|payment| payment.client_secret.clone());
    let key = visit.shared.config.payments.stripe.publishable_key.clone();
    let (Some(payment), Some(client_secret), Some(publishable_key)) = (waits, secret, key) else {
        return Ok(see_other(&format!("/orders/{}", id.0)));
    };
    let view = CardPage {
        chrome: visit.chrome().await,
        id: id.0.to_string(),
        payment_id: payment.id.to_string(),
        total: works::money(payment.amount),
        publishable_key,
        client_secret,
    };
    let mut answer = page(&view)?;
    for (name, value) in visit.shared.headers.of_card_page() {
        answer.headers_mut().insert(name, value);
    }
    Ok(answer)
}
