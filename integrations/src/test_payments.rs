//! The `test` payment provider: settles by itself what its tokens say.
//!
//! It keeps nothing: every answer follows from the attempt itself and the clock, so that a restart in the middle of a
//! purchase changes nothing, and driving an attempt twice charges it once. The customer's word for `tok_3ds` reaches
//! the engine as a provider event, not through here.

use std::sync::Arc;

use chrono::TimeDelta;
use impasto_domain::money::{AMOUNT_MINOR_MAX, Money};
use impasto_domain::payment::{Payment, PaymentStatus};
use impasto_domain::ports::{CancelAnswer, Clock, PaymentProvider, PortFuture, ProviderAnswer, RefundAnswer};
use uuid::Uuid;

/// The longest delay that `tok_late:<seconds>` may ask for.
const LATE_S_MAX: i64 = 86_400;

/// The provider behind `payment.provider = "test"`.
pub struct TestPayments {
    clock: Arc<dyn Clock>,
}

/// What a token asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Succeed,
    /// Succeeds, and keeps so many minor units of it.
    Charge(i64),
    Decline,
    Authenticate,
    Late(TimeDelta),
    Lost,
}

impl TestPayments {
    /// A provider on that clock.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock }
    }

    /// Whether the token is one that the provider knows; anything else is a field error at the edge.
    #[must_use]
    pub fn knows(token: &str) -> bool {
        Script::parse(token).is_some()
    }

    fn answer(&self, payment: &Payment) -> ProviderAnswer {
        let provider_ref = reference(payment);
        match payment.token.as_deref().and_then(Script::parse) {
            Some(Script::Succeed) => ProviderAnswer::Succeeded { provider_ref, fee: None },
            Some(Script::Charge(minor)) => {
                let fee = Money::new(minor.min(payment.amount.amount_minor), payment.amount.currency);
                ProviderAnswer::Succeeded { provider_ref, fee: Some(fee) }
            }
            Some(Script::Decline) => ProviderAnswer::Declined { code: "card_declined".to_owned() },
            Some(Script::Authenticate) => ProviderAnswer::RequiresAction {
                provider_ref,
                client_secret: Some(format!("test_secret_{}", payment.id.0.simple())),
                redirect_url: None,
            },
            Some(Script::Late(delay)) => {
                let due = payment.created_at + delay;
                if self.clock.now() >= due {
                    ProviderAnswer::Succeeded { provider_ref, fee: None }
                } else {
                    ProviderAnswer::Pending { provider_ref, ask_again_at: due }
                }
            }
            Some(Script::Lost) | None => ProviderAnswer::Unknown { reason: "no answer".to_owned() },
        }
    }
}

impl PaymentProvider for TestPayments {
    fn name(&self) -> &'static str {
        "test"
    }

    fn drive<'a>(&'a self, payment: &'a Payment) -> PortFuture<'a, ProviderAnswer> {
        Box::pin(async move {
            if payment.token.as_deref().and_then(Script::parse) == Some(Script::Lost) {
                // An answer that never comes: the caller's own time-out has to end it.
                std::future::pending::<()>().await;
            }
            self.answer(payment)
        })
    }

    fn cancel<'a>(&'a self, payment: &'a Payment) -> PortFuture<'a, CancelAnswer> {
        Box::pin(async move {
            match self.answer(payment) {
                ProviderAnswer::Succeeded { provider_ref, fee } => CancelAnswer::AlreadyPaid { provider_ref, fee },
                // A transfer that was sent cannot be called back.
                ProviderAnswer::Pending { ask_again_at, .. } => CancelAnswer::OnItsWay { ask_again_at },
                _ => CancelAnswer::Cancelled,
            }
        })
    }

    fn refund<'a>(&'a self, payment: &'a Payment, amount_minor: i64, _key: Uuid) -> PortFuture<'a, RefundAnswer> {
        Box::pin(async move {
            let left_minor = payment.amount.amount_minor - payment.refunded_minor;
            match payment.status {
                PaymentStatus::Succeeded if amount_minor <= left_minor => RefundAnswer::Refunded,
                PaymentStatus::Refunded => RefundAnswer::Refunded,
                _ => RefundAnswer::Refused { code: "amount_too_large".to_owned() },
            }
        })
    }
}

impl Script {
    fn parse(token: &str) -> Option<Self> {
        match token {
            "tok_ok" => Some(Self::Succeed),
            "tok_declined" => Some(Self::Decline),
            "tok_3ds" => Some(Self::Authenticate),
            "tok_lost" => Some(Self::Lost),
            _ => {
                if let Some(minor) = token.strip_prefix("tok_fee:") {
                    let minor: i64 = minor.parse().ok()?;
                    return (0..=AMOUNT_MINOR_MAX).contains(&minor).then_some(Self::Charge(minor));
                }
                let seconds: i64 = token.strip_prefix("tok_late:")?.parse().ok()?;
                (0..=LATE_S_MAX).contains(&seconds).then(|| Self::Late(TimeDelta::seconds(seconds)))
            }
        }
    }
}

fn reference(payment: &Payment) -> String {
    format!("test_{}", payment.id.0.simple())
}
