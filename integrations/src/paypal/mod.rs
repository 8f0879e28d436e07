//! PayPal behind the ports of payments: Orders v2 with approval on PayPal's own pages.
//!
//! An attempt is an order there, made once under the attempt's id and taken once under the same: whatever answer is lost,
//! asking again finds what was done. Money is only ever taken by [`PaymentProvider::drive`] of an attempt that is still open,
//! so an attempt that was called off brings none. Keeps nothing but the access token.

mod amount;
mod api;
mod decline;
mod hooks;
mod judge;
mod shapes;
mod token;

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use impasto_domain::money::Money;
use impasto_domain::payment::{Payment, PaymentStatus};
use impasto_domain::ports::{CancelAnswer, Clock, PaymentProvider, PortFuture, ProviderAnswer, RefundAnswer};
use uuid::Uuid;

use self::api::{Api, Word};
use self::judge::{Standing, is_taken, standing};
use self::shapes::{Experience, Mistake, NewOrder, NewSource, NewUnit, NewWallet, Order, RefundWanted};
use self::token::Tokens;
use crate::wire::Wire;

/// The sandbox, where no money moves.
pub const SANDBOX_URL: &str = "https://api-m.sandbox.paypal.com";
/// Where money moves.
pub const LIVE_URL: &str = "https://api-m.paypal.com";

/// When to ask again for money that PayPal holds back for a look.
const PENDING_PAUSE: TimeDelta = TimeDelta::minutes(15);

/// How PayPal is reached.
#[derive(Clone)]
pub struct PaypalSettings {
    /// The client's id.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: String,
    /// The id of the webhook, which its signatures name; without it no notice is believed.
    pub webhook_id: Option<String>,
    /// The base address: the sandbox's, the live one, or another's that speaks the same.
    pub base_url: String,
    /// How long one exchange may take.
    pub timeout: Duration,
    /// The house's address, without a slash at its end: customers come back there.
    pub site_url: String,
    /// What the house is called on PayPal's pages.
    pub site_name: String,
}

/// Secrets are not shown.
impl std::fmt::Debug for PaypalSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PaypalSettings")
            .field("client_id", &self.client_id)
            .field("client_secret", &"(secret)")
            .field("webhook_id", &self.webhook_id)
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

/// The way to PayPal cannot be secured: a fault of the program's own TLS.
#[derive(Debug, thiserror::Error)]
#[error("TLS to PayPal cannot be set up: {0}")]
pub struct PaypalError(String);

/// The provider behind `payment.provider = "paypal"`.
pub struct PaypalPayments {
    api: Api,
    webhook_id: Option<String>,
    site_url: String,
    site_name: String,
    clock: Arc<dyn Clock>,
}

impl PaypalPayments {
    /// A provider with these settings. Nothing is asked for yet.
    ///
    /// # Errors
    /// [`PaypalError`].
    pub fn new(settings: &PaypalSettings, clock: Arc<dyn Clock>) -> Result<Self, PaypalError> {
        let wire = Wire::new(&settings.base_url, settings.timeout).map_err(|error| PaypalError(error.to_string()))?;
        let tokens = Tokens::new(&settings.client_id, &settings.client_secret);
        Ok(Self {
            api: Api { wire, tokens },
            webhook_id: settings.webhook_id.clone(),
            site_url: settings.site_url.trim_end_matches('/').to_owned(),
            // PayPal takes no longer name.
            site_name: settings.site_name.chars().take(127).collect(),
            clock,
        })
    }

    fn new_order(&self, payment: &Payment) -> NewOrder {
        let (return_url, cancel_url) = payment.ways_back(&self.site_url);
        NewOrder {
            intent: "CAPTURE",
            purchase_units: [NewUnit { custom_id: payment.id.to_string(), amount: amount::written(payment.amount) }],
            payment_source: NewSource {
                paypal: NewWallet {
                    experience_context: Experience {
                        brand_name: self.site_name.clone(),
                        // The address was asked for here.
                        shipping_preference: "NO_SHIPPING",
                        user_action: "PAY_NOW",
                        payment_method_preference: "IMMEDIATE_PAYMENT_REQUIRED",
                        return_url,
                        cancel_url,
                    },
                },
            },
        }
    }

    async fn ask(&self, payment: &Payment) -> ProviderAnswer {
        let is_open = payment.status.is_open();
        let found = match payment.provider_ref.as_deref() {
            Some(id) => self.api.order(id).await,
            None if is_open => self.api.create(&self.new_order(payment), &key(payment, "create")).await,
            // Nobody has ever been sent to approve it.
            None => return ProviderAnswer::Declined { code: "cancelled".to_owned() },
        };
        let order = match found {
            Word::Yes(order) => order,
            Word::No(mistake) => return declined(payment, &mistake),
            Word::Unknown(reason) => return ProviderAnswer::Unknown { reason },
        };
        if standing(&order, payment.amount) != Standing::Approved {
            return self.told(&order, payment.amount);
        }
        if !is_open {
            return ProviderAnswer::Declined { code: "cancelled".to_owned() };
        }
        match self.api.capture(&order.id, &key(payment, "capture")).await {
            Word::Yes(taken) => self.told(&taken, payment.amount),
            Word::No(mistake) => self.not_taken(order, payment, &mistake).await,
            Word::Unknown(reason) => ProviderAnswer::Unknown { reason },
        }
    }

    /// What a definite no to taking the money means.
    async fn not_taken(&self, order: Order, payment: &Payment, mistake: &Mistake) -> ProviderAnswer {
        match mistake.issue() {
            // Somebody else was quicker, another node or an earlier try whose answer was lost.
            "ORDER_ALREADY_CAPTURED" => match self.api.order(&order.id).await {
                Word::Yes(order) if is_taken(&order) => self.told(&order, payment.amount),
                Word::Yes(_) => {
                    ProviderAnswer::Unknown { reason: "the order is said to be paid, and is not".to_owned() }
                }
                Word::No(mistake) => ProviderAnswer::Unknown { reason: mistake.issue().to_owned() },
                Word::Unknown(reason) => ProviderAnswer::Unknown { reason },
            },
            "PAYER_ACTION_REQUIRED" | "ORDER_NOT_APPROVED" => ProviderAnswer::RequiresAction {
                redirect_url: mistake.way_on().or_else(|| order.approval()),
                provider_ref: order.id,
                client_secret: None,
            },
            _ => declined(payment, mistake),
        }
    }

    fn told(&self, order: &Order, amount: Money) -> ProviderAnswer {
        let provider_ref = order.id.clone();
        match standing(order, amount) {
            Standing::Paid => ProviderAnswer::Succeeded { provider_ref, fee: judge::fee_of(order) },
            Standing::Pending => {
                ProviderAnswer::Pending { provider_ref, ask_again_at: self.clock.now() + PENDING_PAUSE }
            }
            Standing::Declined(code) => ProviderAnswer::Declined { code: code.to_owned() },
            Standing::Waiting | Standing::Approved => {
                ProviderAnswer::RequiresAction { provider_ref, client_secret: None, redirect_url: order.approval() }
            }
            Standing::Odd(reason) => ProviderAnswer::Unknown { reason },
        }
    }

    async fn call_off(&self, payment: &Payment) -> CancelAnswer {
        // An order that nobody was told of was never approved, and nothing takes its money any more.
        let Some(id) = payment.provider_ref.as_deref() else { return CancelAnswer::Cancelled };
        let order = match self.api.order(id).await {
            Word::Yes(order) => order,
            Word::No(mistake) if is_gone(&mistake) => return CancelAnswer::Cancelled,
            Word::No(mistake) => return CancelAnswer::Unknown { reason: mistake.issue().to_owned() },
            Word::Unknown(reason) => return CancelAnswer::Unknown { reason },
        };
        match standing(&order, payment.amount) {
            Standing::Paid => CancelAnswer::AlreadyPaid { fee: judge::fee_of(&order), provider_ref: order.id },
            Standing::Pending => CancelAnswer::OnItsWay { ask_again_at: self.clock.now() + PENDING_PAUSE },
            Standing::Odd(reason) => CancelAnswer::Unknown { reason },
            Standing::Waiting | Standing::Approved | Standing::Declined(_) => CancelAnswer::Cancelled,
        }
    }

    async fn give_back(&self, payment: &Payment, amount_minor: i64, key: Uuid) -> RefundAnswer {
        let unknown = |reason: &str| RefundAnswer::Unknown { reason: reason.to_owned() };
        if !matches!(payment.status, PaymentStatus::Succeeded | PaymentStatus::Refunded) {
            return RefundAnswer::Refused { code: "not_paid".to_owned() };
        }
        let Some(id) = payment.provider_ref.as_deref() else { return unknown("the payment has no name at PayPal") };
        let order = match self.api.order(id).await {
            Word::Yes(order) => order,
            Word::No(mistake) => return RefundAnswer::Refused { code: mistake.issue().to_lowercase() },
            Word::Unknown(reason) => return RefundAnswer::Unknown { reason },
        };
        let Some(capture) = order.captures().find(|capture| judge::brought_money(capture)) else {
            return unknown("PayPal knows of no money that came");
        };
        let wanted = RefundWanted { amount: amount::written(Money::new(amount_minor, payment.amount.currency)) };
        match self.api.refund(&capture.id, &wanted, &format!("{}-refund", key.simple())).await {
            Word::Yes(refund) => match refund.status.as_str() {
                "COMPLETED" | "PENDING" => RefundAnswer::Refunded,
                "FAILED" | "CANCELLED" => RefundAnswer::Refused { code: refund.status.to_lowercase() },
                other => RefundAnswer::Unknown { reason: format!("the refund is {other}") },
            },
            Word::No(mistake) => RefundAnswer::Refused { code: mistake.issue().to_lowercase() },
            Word::Unknown(reason) => RefundAnswer::Unknown { reason },
        }
    }
}

impl PaymentProvider for PaypalPayments {
    fn name(&self) -> &'static str {
        "paypal"
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

fn is_gone(mistake: &Mistake) -> bool {
    mistake.name == "RESOURCE_NOT_FOUND"
}

fn declined(payment: &Payment, mistake: &Mistake) -> ProviderAnswer {
    let (issue, debug_id) = (mistake.issue(), mistake.debug_id.as_deref().unwrap_or_default());
    let code = decline::of_issue(issue);
    tracing::warn!(payment.id = %payment.id, issue, debug_id, code, "PayPal says no");
    ProviderAnswer::Declined { code: code.to_owned() }
}
