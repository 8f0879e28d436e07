//! Webhooks: `GET /console/webhooks`, one endpoint at `/console/webhooks/{id}`. Forms post `url`, `description`, `enabled` and a
//! ticked `event.<name>` for each event there; `…/rotate`, `…/test` and `…/remove` do what they say, and
//! `/console/webhook-deliveries/{id}/replay` tells something once more.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::form::Errors;
use super::super::moment::Moment;
use super::ConsoleFrame;

/// All endpoints.
#[derive(Clone, Debug, Template)]
#[template(path = "console_webhooks.html")]
pub struct WebhooksPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// `3 deliveries wait`.
    pub waiting: String,
    /// `No delivery was given up`.
    pub dead: String,
    /// The endpoints, the newest first.
    pub endpoints: Vec<EndpointRow>,
    /// The address of the next page.
    pub next_url: Option<String>,
    /// A new one.
    pub form: EndpointForm,
}

/// One endpoint.
#[derive(Clone, Debug, Template)]
#[template(path = "console_webhook.html")]
pub struct WebhookPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// The endpoint's id.
    pub id: String,
    /// Where deliveries are posted, as it is stored.
    pub url: String,
    /// Its secret, right after it was made: it is shown once.
    pub secret: Option<String>,
    /// Until when the secret before the present one signs as well.
    pub previous_until: Option<Moment>,
    /// What is in the form.
    pub form: EndpointForm,
    /// What was or is to be told there, the newest first.
    pub deliveries: Vec<DeliveryRow>,
    /// The address of the next page of deliveries.
    pub next_url: Option<String>,
}

/// An endpoint in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointRow {
    /// The endpoint's id.
    pub id: String,
    /// Where deliveries are posted.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// `order.paid, order.shipped`.
    pub events: String,
    /// Whether it hears anything at the moment.
    pub is_enabled: bool,
}

/// What is said of an endpoint, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndpointForm {
    /// What is wrong.
    pub errors: Errors,
    /// The revision that is changed; empty for a new one.
    pub revision: String,
    /// Where deliveries are posted.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// What it can hear of.
    pub events: Vec<EventBox>,
    /// Whether it hears anything at the moment.
    pub is_enabled: bool,
}

/// A box for an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventBox {
    /// `order.paid`.
    pub name: String,
    /// `An order is paid`.
    pub label: String,
    /// Whether it is ticked.
    pub is_ticked: bool,
}

/// Something that was or is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryRow {
    /// The delivery's id.
    pub id: String,
    /// `order.paid`.
    pub kind: String,
    /// `Delivered`.
    pub state: String,
    /// When it was promised.
    pub at: Moment,
    /// When it is tried next.
    pub next: Option<Moment>,
    /// How often it was tried.
    pub attempts: u32,
    /// What came back: `204`, or what went wrong.
    pub answer: String,
}
