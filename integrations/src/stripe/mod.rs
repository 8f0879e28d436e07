//! Stripe behind the ports of payments: hosted Checkout by redirect, or the Payment Element on a page of this house.
//!
//! An attempt is a Checkout Session or a `PaymentIntent` there, made once under the attempt's id: whatever answer is lost,
//! asking again finds what was done. Card data never comes here. Spoken is Stripe's documented wire format, pinned by the
//! `Stripe-Version` header, over the HTTP client that is here in any case. Keeps nothing.

mod amount;
mod api;
mod decline;
mod form;
mod hooks;
mod judge;
mod shapes;
mod transfers;

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use impasto_domain::money::Money;
use impasto_domain::payment::{Payment, PaymentStatus};
use impasto_domain::ports::{CancelAnswer, Clock, PaymentProvider, PortFuture, ProviderAnswer, RefundAnswer};
use uuid::Uuid;

use self::api::{Api, Word};
use self::form::Form;
use self::judge::{Standing, of_intent, of_session};
use self::shapes::{Intent, Mistake, Session};
use crate::wire::Wire;

/// Where Stripe answers, in test mode and live.
pub const API_URL: &str = "https://api.stripe.com";
/// The version of the wire format that this module was written for.
pub const API_VERSION: &str = "2024-06-20";
/// The token of an attempt that is paid on a page of this house by the Payment Element, rather than on Stripe's.
pub const ELEMENT: &str = "element";

/// What names of intents begin with.
const INTENT: &str = "pi_";
/// When to ask again for money that is on its way, as a bank's debit is.
const PENDING_PAUSE: TimeDelta = TimeDelta::minutes(15);
/// How long a page of Stripe's is open at most. Stripe takes no less than half an hour; an order that ends before has it closed.
const PAGE_LASTS: TimeDelta = TimeDelta::hours(1);

/// How Stripe is reached.
#[derive(Clone)]
pub struct StripeSettings {
    /// The secret key; it says itself whether it moves real money.
    pub secret_key: String,
    /// The secrets that notices may be signed with; without one none is believed.
    pub webhook_secrets: Vec<String>,
    /// How old a notice's signature may be.
    pub webhook_tolerance: Duration,
    /// The base address: [`API_URL`], or another's that speaks the same.
    pub base_url: String,
    /// How long one exchange may take.
    pub timeout: Duration,
    /// The version of the wire format; [`API_VERSION`].
    pub api_version: String,
    /// Whether banks are asked first, and the money is taken only while the order is still open.
    pub manual_capture: bool,
    /// The house's address, without a slash at its end: customers come back there.
    pub site_url: String,
    /// What the house is called on Stripe's pages.
    pub site_name: String,
}

/// Secrets are not shown.
impl std::fmt::Debug for StripeSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StripeSettings")
            .field("secret_key", &"(secret)")
            .field("webhook_secrets", &self.webhook_secrets.len())
            .field("base_url", &self.base_url)
            .field("api_version", &self.api_version)
            .finish_non_exhaustive()
    }
}

/// The way to Stripe cannot be secured: a fault of the program's own TLS.
#[derive(Debug, thiserror::Error)]
#[error("TLS to Stripe cannot be set up: {0}")]
pub struct StripeError(String);

/// The provider behind `payment.provider = "stripe"`.
pub struct StripePayments {
    api: Api,
    webhook_secrets: Vec<String>,
    webhook_tolerance: TimeDelta,
    manual_capture: bool,
    site_url: String,
    site_name: String,
    clock: Arc<dyn Clock>,
}

/// An attempt as Stripe shows it.
struct Seen {
    provider_ref: String,
    standing: Standing,
    /// Where the customer pays, if on a page of Stripe's.
    url: Option<String>,
    /// What the browser pays with, if on a page of this house.
    client_secret: Option<String>,
}

impl Seen {
    fn of_session(session: Session, wanted: Money) -> Self {
        let standing = of_session(&session, wanted);
        Self { provider_ref: session.id, standing, url: session.url, client_secret: None }
    }

    fn of_intent(intent: Intent, wanted: Money) -> Self {
        let standing = of_intent(&intent, wanted);
        Self { provider_ref: intent.id, standing, url: None, client_secret: intent.client_secret }
    }
}

impl StripePayments {
    /// A provider with these settings. Nothing is asked for yet.
    ///
    /// # Errors
    /// [`StripeError`].
    pub fn new(settings: &StripeSettings, clock: Arc<dyn Clock>) -> Result<Self, StripeError> {
        let wire = Wire::new(&settings.base_url, settings.timeout).map_err(|error| StripeError(error.to_string()))?;
        let key = &settings.secret_key;
        Ok(Self {
            api: Api {
                wire,
                authorization: format!("Bearer {key}"),
                version: settings.api_version.clone(),
                is_live: key.starts_with("sk_live_") || key.starts_with("rk_live_"),
            },
            webhook_secrets: settings.webhook_secrets.clone(),
            webhook_tolerance: TimeDelta::from_std(settings.webhook_tolerance).unwrap_or(TimeDelta::minutes(5)),
            manual_capture: settings.manual_capture,
            site_url: settings.site_url.trim_end_matches('/').to_owned(),
            site_name: settings.site_name.chars().take(250).collect(),
            clock,
        })
    }

    /// Makes an attempt there: a page of Stripe's, or an intent for a page of this house. What is asked for follows from the
    /// attempt alone, as the same key may not ask for something else.
    async fn begin(&self, payment: &Payment) -> Word<Seen> {
        let Some(sum) = amount::written(payment.amount) else {
            return Word::No(Mistake { code: Some("currency_not_supported".to_owned()), ..Mistake::default() });
        };
        let (currency, key) = (amount::code(payment.amount.currency), key(payment, "create"));
        let capture = if self.manual_capture { "manual" } else { "automatic" };
        if payment.token.as_deref() == Some(ELEMENT) {
            let form = Form::default()
                .with("amount", sum)
                .with("currency", currency)
                .with("automatic_payment_methods[enabled]", true)
                .with("capture_method", capture)
                .with("metadata[payment_id]", payment.id)
                .with("metadata[order_id]", payment.order_id);
            return self.api.create_intent(form, &key).await.map(|intent| Seen::of_intent(intent, payment.amount));
        }
        let (success_url, cancel_url) = payment.ways_back(&self.site_url);
        let form = Form::default()
            .with("mode", "payment")
            .with("success_url", success_url)
            .with("cancel_url", cancel_url)
            .with("client_reference_id", payment.id)
            .with("expires_at", (payment.created_at + PAGE_LASTS).timestamp())
            .with("line_items[0][quantity]", 1)
            .with("line_items[0][price_data][currency]", currency)
            .with("line_items[0][price_data][unit_amount]", sum)
            .with("line_items[0][price_data][product_data][name]", &self.site_name)
            .with("metadata[payment_id]", payment.id)
            .with("metadata[order_id]", payment.order_id)
            .with("payment_intent_data[capture_method]", capture)
            .with("payment_intent_data[metadata][payment_id]", payment.id)
            .with("payment_intent_data[metadata][order_id]", payment.order_id);
        self.api.create_session(form, &key).await.map(|session| Seen::of_session(session, payment.amount))
    }

    async fn look(&self, id: &str, wanted: Money) -> Word<Seen> {
        if id.starts_with(INTENT) {
            self.api.intent(id).await.map(|intent| Seen::of_intent(intent, wanted))
        } else {
            self.api.session(id).await.map(|session| Seen::of_session(session, wanted))
        }
    }

    async fn ask(&self, payment: &Payment) -> ProviderAnswer {
        let is_open = payment.status.is_open();
        let found = match payment.provider_ref.as_deref() {
            Some(id) => self.look(id, payment.amount).await,
            None if is_open => self.begin(payment).await,
            // Nobody was ever told where to pay it.
            None => return ProviderAnswer::Declined { code: "cancelled".to_owned() },
        };
        let seen = match found {
            Word::Yes(seen) => seen,
            Word::No(mistake) if payment.provider_ref.is_none() => return declined(payment, &mistake),
            // That it cannot be looked at says nothing of its money.
            Word::No(mistake) => return ProviderAnswer::Unknown { reason: mistake.name().to_owned() },
            Word::Unknown(reason) => return ProviderAnswer::Unknown { reason },
        };
        match seen.standing.clone() {
            Standing::Approved(intent) if is_open => self.take(payment, seen, &intent).await,
            // The customer was told no and has left that page: no other card is to pay this attempt any more.
            Standing::Refused(code) => self.ended(payment, seen, code).await,
            Standing::Waiting | Standing::Approved(_) if !is_open => self.ended(payment, seen, "cancelled").await,
            _ => self.told(seen),
        }
    }

    /// Ends an attempt at Stripe that is to bring nothing any more, and says so once that is certain.
    async fn ended(&self, payment: &Payment, seen: Seen, code: &str) -> ProviderAnswer {
        match self.void(payment, seen).await {
            CancelAnswer::Cancelled => ProviderAnswer::Declined { code: code.to_owned() },
            CancelAnswer::AlreadyPaid { provider_ref, fee } => ProviderAnswer::Succeeded { provider_ref, fee },
            CancelAnswer::OnItsWay { ask_again_at } => {
                ProviderAnswer::Pending { provider_ref: payment.provider_ref.clone().unwrap_or_default(), ask_again_at }
            }
            CancelAnswer::Unknown { reason } => ProviderAnswer::Unknown { reason },
        }
    }

    /// Takes the money that a bank has agreed to.
    async fn take(&self, payment: &Payment, seen: Seen, intent: &str) -> ProviderAnswer {
        match self.api.capture(intent, &key(payment, "capture")).await {
            Word::Yes(taken) => self.told(Seen { standing: of_intent(&taken, payment.amount), ..seen }),
            // Somebody else was quicker, another node or an earlier try whose answer was lost.
            Word::No(mistake) => match self.look(&seen.provider_ref, payment.amount).await {
                Word::Yes(now) if now.standing != seen.standing => self.told(now),
                Word::Yes(_) => declined(payment, &mistake),
                Word::No(mistake) => ProviderAnswer::Unknown { reason: mistake.name().to_owned() },
                Word::Unknown(reason) => ProviderAnswer::Unknown { reason },
            },
            Word::Unknown(reason) => ProviderAnswer::Unknown { reason },
        }
    }

    fn told(&self, seen: Seen) -> ProviderAnswer {
        let Seen { provider_ref, standing, url, client_secret } = seen;
        match standing {
            Standing::Paid(fee) => ProviderAnswer::Succeeded { provider_ref, fee },
            Standing::Pending => {
                ProviderAnswer::Pending { provider_ref, ask_again_at: self.clock.now() + PENDING_PAUSE }
            }
            Standing::Over(code) | Standing::Refused(code) => ProviderAnswer::Declined { code: code.to_owned() },
            Standing::Waiting | Standing::Approved(_) => {
                ProviderAnswer::RequiresAction { provider_ref, client_secret, redirect_url: url }
            }
            Standing::Odd(reason) => ProviderAnswer::Unknown { reason },
        }
    }

    async fn call_off(&self, payment: &Payment) -> CancelAnswer {
        // Nobody was ever told where to pay what has no name.
        let Some(id) = payment.provider_ref.as_deref() else { return CancelAnswer::Cancelled };
        match self.look(id, payment.amount).await {
            Word::Yes(seen) => self.void(payment, seen).await,
            Word::No(mistake) => CancelAnswer::Unknown { reason: mistake.name().to_owned() },
            Word::Unknown(reason) => CancelAnswer::Unknown { reason },
        }
    }

    /// Sees to it that an attempt brings no money, where that can still be.
    async fn void(&self, payment: &Payment, seen: Seen) -> CancelAnswer {
        let wanted = payment.amount;
        let voided = match &seen.standing {
            Standing::Approved(intent) => {
                let cancelled = self.api.cancel(intent, &key(payment, "cancel")).await;
                cancelled.map(|intent| of_intent(&intent, wanted))
            }
            Standing::Waiting | Standing::Refused(_) if seen.provider_ref.starts_with(INTENT) => {
                let cancelled = self.api.cancel(&seen.provider_ref, &key(payment, "cancel")).await;
                cancelled.map(|intent| of_intent(&intent, wanted))
            }
            Standing::Waiting | Standing::Refused(_) => {
                let expired = self.api.expire_session(&seen.provider_ref, &key(payment, "expire")).await;
                expired.map(|session| of_session(&session, wanted))
            }
            standing => Word::Yes(standing.clone()),
        };
        let standing = match voided {
            Word::Yes(standing) => standing,
            // It has moved on meanwhile.
            Word::No(mistake) => match self.look(&seen.provider_ref, wanted).await {
                Word::Yes(now) if now.standing != seen.standing => now.standing,
                _ => return CancelAnswer::Unknown { reason: mistake.name().to_owned() },
            },
            Word::Unknown(reason) => return CancelAnswer::Unknown { reason },
        };
        match standing {
            Standing::Paid(fee) => CancelAnswer::AlreadyPaid { provider_ref: seen.provider_ref, fee },
            Standing::Pending => CancelAnswer::OnItsWay { ask_again_at: self.clock.now() + PENDING_PAUSE },
            Standing::Over(_) => CancelAnswer::Cancelled,
            Standing::Odd(reason) => CancelAnswer::Unknown { reason },
            Standing::Waiting | Standing::Approved(_) | Standing::Refused(_) => {
                CancelAnswer::Unknown { reason: "it could not be called off".to_owned() }
            }
        }
    }

    async fn give_back(&self, payment: &Payment, amount_minor: i64, refund_id: Uuid) -> RefundAnswer {
        let unknown = |reason: &str| RefundAnswer::Unknown { reason: reason.to_owned() };
        if !matches!(payment.status, PaymentStatus::Succeeded | PaymentStatus::Refunded) {
            return RefundAnswer::Refused { code: "not_paid".to_owned() };
        }
        let Some(id) = payment.provider_ref.as_deref() else { return unknown("the payment has no name at Stripe") };
        let intent = match self.intent_of(id).await {
            Ok(intent) => intent,
            Err(reason) => return RefundAnswer::Unknown { reason },
        };
        let Some(sum) = amount::written(Money::new(amount_minor, payment.amount.currency)) else {
            return RefundAnswer::Refused { code: "invalid_amount".to_owned() };
        };
        let refund_key = refund_id.simple().to_string();
        // Stripe forgets keys after a day, and a refund may be tried for longer: what was given back says so itself.
        match self.api.refunds(&intent).await {
            Word::Yes(given) => {
                let made = given.data.iter().find(|refund| {
                    let told = refund.metadata.as_ref().and_then(|metadata| metadata.refund_key.as_deref());
                    told == Some(refund_key.as_str())
                });
                if let Some(refund) = made {
                    return refunded(refund.status.as_deref());
                }
            }
            Word::No(mistake) => return unknown(mistake.name()),
            Word::Unknown(reason) => return RefundAnswer::Unknown { reason },
        }
        let form = Form::default()
            .with("payment_intent", intent)
            .with("amount", sum)
            .with("metadata[refund_key]", &refund_key)
            .with("metadata[payment_id]", payment.id);
        match self.api.refund(&form, &format!("{refund_key}-refund")).await {
            Word::Yes(refund) => refunded(refund.status.as_deref()),
            Word::No(mistake) => RefundAnswer::Refused { code: mistake.name().to_owned() },
            Word::Unknown(reason) => RefundAnswer::Unknown { reason },
        }
    }

    /// The name of the intent that brought an attempt's money.
    async fn intent_of(&self, id: &str) -> Result<String, String> {
        if id.starts_with(INTENT) {
            return Ok(id.to_owned());
        }
        match self.api.session(id).await {
            Word::Yes(session) => session.intent().map(str::to_owned).ok_or_else(|| "the page brought none".to_owned()),
            Word::No(mistake) => Err(mistake.name().to_owned()),
            Word::Unknown(reason) => Err(reason),
        }
    }
}

impl PaymentProvider for StripePayments {
    fn name(&self) -> &'static str {
        "stripe"
    }

    fn drive<'a>(&'a self, payment: &'a Payment) -> PortFuture<'a, ProviderAnswer> {
        Box::pin(self.ask(payment))
    }

    fn cancel<'a>(&'a self, payment: &'a Payment) -> PortFuture<'a, CancelAnswer> {
        Box::pin(self.call_off(payment))
    }

    fn refund<'a>(&'a self, payment: &'a Payment, amount_minor: i64, key: Uuid) -> PortFuture<'a, RefundAnswer> {
        Box::pin(self.give_back(payment, amount_minor, key))
    }
}

/// The key of a step of an attempt: the same whoever asks, and however often.
fn key(payment: &Payment, step: &str) -> String {
    format!("{}-{step}", payment.id.0.simple())
}

fn refunded(status: Option<&str>) -> RefundAnswer {
    match status {
        // Some ways to pay need a word of the customer's first, which Stripe asks for by mail.
        Some("succeeded" | "pending" | "requires_action") => RefundAnswer::Refunded,
        Some(status @ ("failed" | "canceled")) => RefundAnswer::Refused { code: status.to_owned() },
        other => RefundAnswer::Unknown { reason: format!("the refund is {}", other.unwrap_or("nowhere")) },
    }
}

fn declined(payment: &Payment, mistake: &Mistake) -> ProviderAnswer {
    let (name, param) = (mistake.name(), mistake.param.as_deref().unwrap_or_default());
    let code = decline::code(mistake);
    tracing::warn!(payment.id = %payment.id, name, param, code, "Stripe says no");
    ProviderAnswer::Declined { code: code.to_owned() }
}
