//! What is said of an event: the API's own words for staff, as they are when it is first said.

use impasto_domain::ids::{OrderId, SellerId};
use impasto_domain::ports::ReadError;
use impasto_domain::webhook::PING;
use impasto_store::reads::WebhookDelivery;
use serde_json::{Value, json};

use crate::api::seller::SellerJson;
use crate::api::shapes::{ArtworkJson, OrderJson};
use crate::app::App;

/// The version of the API whose shapes are sent.
const API_VERSION: &str = "v1";

/// Why nothing can be said.
#[derive(Debug, thiserror::Error)]
pub(super) enum Speechless {
    /// The database is away; later.
    #[error(transparent)]
    Away(#[from] ReadError),
    /// Nothing will ever be.
    #[error("what happened cannot be put into words: {0}")]
    Never(String),
}

/// The body of a delivery.
///
/// # Errors
/// [`Speechless`] when it cannot be put together.
pub(super) async fn body(app: &App, delivery: &WebhookDelivery) -> Result<String, Speechless> {
    let never = |error: serde_json::Error| Speechless::Never(error.to_string());
    let id = delivery.subject;
    let family = delivery.kind.split('.').next().unwrap_or_default();
    let data = match family {
        "order" => match app.reads.order(OrderId(id)).await? {
            Some(order) => serde_json::to_value(OrderJson::for_staff(&order)).map_err(never)?,
            None => Value::Null,
        },
        "artwork" | "stock" => match app.store.artwork(&id.to_string()).await? {
            Some(record) => {
                let shape = ArtworkJson::of(&record, &|key| app.catalogue.public_url(key));
                serde_json::to_value(shape).map_err(never)?
            }
            None => Value::Null,
        },
        "seller" => match app.store.seller(SellerId(id)).await? {
            Some(seller) => serde_json::to_value(SellerJson::from(&seller)).map_err(never)?,
            None => Value::Null,
        },
        PING => json!({"webhook_id": delivery.endpoint_id}),
        other => return Err(Speechless::Never(format!("{other} is not known to this program"))),
    };
    let said = json!({
        "id": delivery.event_id,
        "type": delivery.kind,
        "created_at": delivery.happened_at,
        "api_version": API_VERSION,
        "data": data,
    });
    serde_json::to_string(&said).map_err(never)
}
