//! What carriers tell of parcels: signed messages, each of which counts once. Who speaks for the carriers (one of them, or
//! a service that gathers what they all say) has a secret of the configuration and signs with it.

use actix_web::http::header::HeaderMap;
use actix_web::web::{Data, Payload, ServiceConfig};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, post};
use chrono::{DateTime, TimeDelta, Utc};
use impasto_domain::shipment::{EventSource, ShipmentEvent, ShipmentStatus};
use impasto_domain::tracking::Carrier;
use impasto_integrations::signed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::config::Secret;
use crate::gateway::fields::Fields;
use crate::gateway::json::parse;
use crate::gateway::payload::{self, BodyCap};
use crate::gateway::problem::Problem;
use crate::gateway::shared::Shared;

/// Where the signature is: `t=<seconds>,v1=<hex>`, with as many `v1` as there are secrets in use.
const SIGNATURE: &str = "Impasto-Signature";

/// How far the time of a signature may be from ours, both ways.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// The largest message.
const BODY_BYTES: usize = 65_536;

/// The longest carrier, number and name of an event.
const NAME_CHARS: usize = 100;

/// The longest place and text.
const TEXT_CHARS: usize = 500;

/// How far ahead of us an event may have happened: clocks differ.
const AHEAD: TimeDelta = TimeDelta::days(1);

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(track);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(track))]
pub struct Doc;

/// What happened to a parcel.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrackingInput {
    /// The sender's name for the event: the same event has the same name however often it is sent.
    #[schema(max_length = 100)]
    pub event_id: String,
    /// Who carries the parcel.
    #[schema(max_length = 100)]
    pub carrier: String,
    /// Its number there.
    #[schema(max_length = 100)]
    pub tracking_number: String,
    /// `in_transit`, `delivered`, `exception` or `returned`.
    pub status: String,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Where.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub place: Option<String>,
    /// In words.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub text: Option<String>,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct TrackingTaken {
    /// How many parcels of the house have the number.
    pub parcels: usize,
}

/// Takes what a carrier tells of a parcel. The body is signed: `Impasto-Signature: t=<seconds>,v1=<hex>`, where `v1` is
/// the HMAC-SHA256 of `<seconds>.<body>`. An event counts once, in whatever order events come; a number that no parcel
/// has is answered with 202, so that nobody sends it for ever.
#[utoipa::path(post, path = "/api/v1/webhooks/tracking", tag = "webhooks", request_body = TrackingInput,
    params(("Impasto-Signature" = String, Header, description = "t=<seconds>,v1=<hex>")),
    responses((status = 200, body = TrackingTaken), (status = 202, body = TrackingTaken), (status = 400),
        (status = 401, description = "No signature, one that is too old, or one of no secret of this house"),
        (status = 404, description = "This house takes no such messages"), (status = 422)))]
#[post("/webhooks/tracking")]
async fn track(
    app: Data<App>,
    shared: Data<Shared>,
    request: HttpRequest,
    sent: Payload,
) -> Result<HttpResponse, Problem> {
    request.extensions_mut().insert(BodyCap(BODY_BYTES));
    let secrets = &shared.config.tracking.webhook_secrets;
    if secrets.is_empty() {
        return Err(Problem::not_found("webhook"));
    }
    let body = payload::read(sent.into_inner(), payload::declared_length(request.headers()), BODY_BYTES).await?;
    if !is_signed(request.headers(), &body, secrets, app.clock.now()) {
        metrics::counter!("impasto_tracking_events_total", "outcome" => "refused").increment(1);
        return Err(Problem::unauthenticated("This needs a signature that is right and not older than five minutes."));
    }
    let input: TrackingInput = parse(&body, Ok)?;
    let (carrier, number, event) = input.check(app.clock.now())?;
    let parcels = app.store.parcels_tracked_as(&carrier, &number).await?;
    for (shipment_id, order_id) in &parcels {
        app.engine.orders().track(*order_id, *shipment_id, event.clone()).await?;
    }
    let taken = TrackingTaken { parcels: parcels.len() };
    if parcels.is_empty() {
        tracing::info!(carrier, number, "a carrier tells of a parcel that is not known here");
        metrics::counter!("impasto_tracking_events_total", "outcome" => "unknown").increment(1);
        return Ok(HttpResponse::Accepted().json(taken));
    }
    metrics::counter!("impasto_tracking_events_total", "outcome" => "taken").increment(1);
    Ok(HttpResponse::Ok().json(taken))
}

impl TrackingInput {
    /// Carrier, number and event.
    fn check(&self, now: DateTime<Utc>) -> Result<(String, String, ShipmentEvent), Problem> {
        let mut fields = Fields::new();
        let event_id = fields.line("/event_id", &self.event_id, NAME_CHARS);
        let carrier = fields.line("/carrier", &self.carrier, NAME_CHARS);
        let number = fields.line("/tracking_number", &self.tracking_number, NAME_CHARS);
        let place = fields.optional_line("/place", self.place.as_deref(), TEXT_CHARS);
        let text = fields.optional_line("/text", self.text.as_deref(), TEXT_CHARS);
        let status = ShipmentStatus::parse(&self.status).filter(|status| *status != ShipmentStatus::Packed);
        fields.check(status.is_some(), "/status", "must be in_transit, delivered, exception or returned");
        fields.check(self.at <= now + AHEAD, "/at", "must not be in the future");
        fields.finish()?;
        let status = status.ok_or_else(|| Problem::field("/status", "is not known"))?;
        // Known carriers by one name, so that an event is the same however its carrier is written.
        let name =
            Carrier::of_name(&carrier).map_or_else(|| carrier.trim().to_lowercase(), |known| known.as_str().into());
        let source = Some(EventSource { name, event_id });
        // Databases keep microseconds: what is read again must be what was written.
        let at = DateTime::from_timestamp_micros(self.at.timestamp_micros()).unwrap_or(now);
        let event = ShipmentEvent { at, status, place, text: text.unwrap_or_default(), source };
        Ok((carrier, number, event))
    }
}

/// Whether a message was signed with one of the secrets, not long ago.
fn is_signed(headers: &HeaderMap, body: &[u8], secrets: &[Secret], now: DateTime<Utc>) -> bool {
    let signature = headers.get(SIGNATURE).and_then(|value| value.to_str().ok());
    signature
        .is_some_and(|signature| signed::holds(signature, body, secrets.iter().map(Secret::reveal), TOLERANCE, now))
}
