//! What the API says of an endpoint and of what it was told.

use chrono::{DateTime, Utc};
use impasto_domain::webhook::WebhookEndpoint;
use impasto_store::reads::WebhookDelivery;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WebhookJson {
    /// The endpoint.
    pub id: Uuid,
    /// Where deliveries are posted.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// What it hears of: `order.paid`, `artwork.published`, …
    pub events: Vec<&'static str>,
    /// Whether it hears anything at the moment.
    pub enabled: bool,
    /// What its deliveries are signed with: told once, when it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Until when the secret before the present one signs as well.
    pub previous_secret_until: Option<DateTime<Utc>>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Last changed.
    pub updated_at: DateTime<Utc>,
}

/// Something that was or is to be told to an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WebhookDeliveryJson {
    /// The delivery.
    pub id: Uuid,
    /// To which endpoint.
    pub webhook_id: Uuid,
    /// What happened: the `id` of the message.
    pub event_id: String,
    /// What it is called: the `type` of the message.
    #[serde(rename = "type")]
    pub kind: String,
    /// `waiting`, `delivered` or `dead`.
    pub state: String,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// What the endpoint answered last.
    pub last_status: Option<u16>,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// Since when the endpoint has it.
    pub delivered_at: Option<DateTime<Utc>>,
    /// When it was promised.
    pub created_at: DateTime<Utc>,
}

impl From<&WebhookEndpoint> for WebhookJson {
    fn from(endpoint: &WebhookEndpoint) -> Self {
        Self {
            id: endpoint.id.0,
            url: endpoint.draft.url.clone(),
            description: endpoint.draft.description.clone(),
            events: endpoint.draft.kinds.iter().map(|kind| kind.as_str()).collect(),
            enabled: endpoint.draft.enabled,
            secret: None,
            previous_secret_until: endpoint.previous_until,
            created_at: endpoint.created_at,
            updated_at: endpoint.updated_at,
        }
    }
}

impl From<&WebhookDelivery> for WebhookDeliveryJson {
    fn from(delivery: &WebhookDelivery) -> Self {
        Self {
            id: delivery.id.0,
            webhook_id: delivery.endpoint_id.0,
            event_id: delivery.event_id.clone(),
            kind: delivery.kind.clone(),
            state: delivery.state.clone(),
            attempts: delivery.attempts,
            next_attempt_at: delivery.next_attempt_at,
            last_status: delivery.last_status,
            last_error: delivery.last_error.clone(),
            delivered_at: delivery.delivered_at,
            created_at: delivery.created_at,
        }
    }
}
