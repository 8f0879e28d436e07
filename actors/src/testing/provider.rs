//! A provider that does what its tokens say, keeps the money it took, and counts what it was asked.
//!
//! `tok_ok`, `tok_declined`, `tok_3ds` (until authorised), `tok_late:<seconds>`, `tok_transfer:<seconds>` (late, and cannot
//! be called back), `tok_lost` (never answers), `tok_muddled:<n>` (takes the money, but its first n answers are unknown).

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use impasto_domain::ids::PaymentId;
use impasto_domain::payment::Payment;
use impasto_domain::ports::{CancelAnswer, Clock, PaymentProvider, PortFuture, ProviderAnswer, RefundAnswer};

use super::doubles::TestClock;

/// The test provider.
pub(crate) struct ScriptedProvider {
    clock: Arc<TestClock>,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    taken: HashSet<PaymentId>,
    returned: HashSet<PaymentId>,
    cancelled: HashSet<PaymentId>,
    authorised: HashSet<PaymentId>,
    asked: HashMap<PaymentId, u32>,
    cancels: HashMap<PaymentId, u32>,
    refunds: HashMap<PaymentId, u32>,
    unknown_cancels: u32,
    unknown_refunds: u32,
    refused_refunds: u32,
}

impl ScriptedProvider {
    pub(crate) fn new(clock: Arc<TestClock>) -> Self {
        Self { clock, inner: Mutex::default() }
    }

    /// The customer has authenticated.
    pub(crate) fn authorise(&self, payment_id: PaymentId) {
        self.inner.lock().unwrap().authorised.insert(payment_id);
    }

    /// The provider has the money, whatever it says.
    pub(crate) fn take(&self, payment_id: PaymentId) {
        self.inner.lock().unwrap().taken.insert(payment_id);
    }

    pub(crate) fn unknown_cancels(&self, times: u32) {
        self.inner.lock().unwrap().unknown_cancels = times;
    }

    pub(crate) fn unknown_refunds(&self, times: u32) {
        self.inner.lock().unwrap().unknown_refunds = times;
    }

    pub(crate) fn refused_refunds(&self, times: u32) {
        self.inner.lock().unwrap().refused_refunds = times;
    }

    pub(crate) fn asked(&self, payment_id: PaymentId) -> u32 {
        self.inner.lock().unwrap().asked.get(&payment_id).copied().unwrap_or(0)
    }

    pub(crate) fn refunds(&self, payment_id: PaymentId) -> u32 {
        self.inner.lock().unwrap().refunds.get(&payment_id).copied().unwrap_or(0)
    }

    /// Whether the provider has the customer's money now.
    pub(crate) fn keeps(&self, payment_id: PaymentId) -> bool {
        let inner = self.inner.lock().unwrap();
        inner.taken.contains(&payment_id) && !inner.returned.contains(&payment_id)
    }

    fn answer(&self, payment: &Payment) -> Option<ProviderAnswer> {
        let now = self.clock.now();
        let mut inner = self.inner.lock().unwrap();
        let asked = inner.asked.entry(payment.id).or_default();
        *asked += 1;
        let asked = *asked;
        let provider_ref = format!("ref_{}", payment.id);
        let succeeded = ProviderAnswer::Succeeded { provider_ref: provider_ref.clone() };
        if inner.taken.contains(&payment.id) && !payment.token.as_deref().unwrap_or("").starts_with("tok_muddled") {
            return Some(succeeded);
        }
        if inner.cancelled.contains(&payment.id) {
            return Some(ProviderAnswer::Declined { code: "cancelled".into() });
        }
        let token = payment.token.clone().unwrap_or_default();
        let (word, number) = token.split_once(':').unwrap_or((&token, "0"));
        let number: i64 = number.parse().unwrap();
        match word {
            "tok_ok" => {
                inner.taken.insert(payment.id);
                Some(succeeded)
            }
            "tok_declined" => Some(ProviderAnswer::Declined { code: "card_declined".into() }),
            "tok_3ds" if inner.authorised.contains(&payment.id) => {
                inner.taken.insert(payment.id);
                Some(succeeded)
            }
            "tok_3ds" => Some(ProviderAnswer::RequiresAction {
                provider_ref,
                client_secret: Some("secret".into()),
                redirect_url: None,
            }),
            "tok_late" | "tok_transfer" => {
                let ready = payment.created_at + TimeDelta::seconds(number);
                if now >= ready {
                    inner.taken.insert(payment.id);
                    Some(succeeded)
                } else {
                    Some(ProviderAnswer::Pending { provider_ref, ask_again_at: ready })
                }
            }
            "tok_muddled" => {
                inner.taken.insert(payment.id);
                let muddled = i64::from(asked) <= number;
                Some(if muddled { ProviderAnswer::Unknown { reason: "502".into() } } else { succeeded })
            }
            "tok_lost" => None,
            other => panic!("no such token: {other}"),
        }
    }
}

impl PaymentProvider for ScriptedProvider {
    fn name(&self) -> &'static str {
        "test"
    }

    fn drive<'a>(&'a self, payment: &'a Payment) -> PortFuture<'a, ProviderAnswer> {
        Box::pin(async move {
            match self.answer(payment) {
                Some(answer) => answer,
                None => std::future::pending().await,
            }
        })
    }

    fn cancel<'a>(&'a self, payment: &'a Payment) -> PortFuture<'a, CancelAnswer> {
        Box::pin(async move {
            let mut inner = self.inner.lock().unwrap();
            *inner.cancels.entry(payment.id).or_default() += 1;
            if inner.unknown_cancels > 0 {
                inner.unknown_cancels -= 1;
                return CancelAnswer::Unknown { reason: "timeout".into() };
            }
            if inner.taken.contains(&payment.id) {
                return CancelAnswer::AlreadyPaid { provider_ref: format!("ref_{}", payment.id) };
            }
            let transfer = payment.token.as_deref().and_then(|token| token.strip_prefix("tok_transfer:"));
            if let Some(seconds) = transfer {
                let ask_again_at = payment.created_at + TimeDelta::seconds(seconds.parse().unwrap());
                return CancelAnswer::OnItsWay { ask_again_at };
            }
            inner.cancelled.insert(payment.id);
            CancelAnswer::Cancelled
        })
    }

    fn refund<'a>(&'a self, payment: &'a Payment, _: i64) -> PortFuture<'a, RefundAnswer> {
        Box::pin(async move {
            let mut inner = self.inner.lock().unwrap();
            *inner.refunds.entry(payment.id).or_default() += 1;
            if inner.refused_refunds > 0 {
                inner.refused_refunds -= 1;
                return RefundAnswer::Refused { code: "insufficient_balance".into() };
            }
            inner.returned.insert(payment.id);
            if inner.unknown_refunds > 0 {
                inner.unknown_refunds -= 1;
                return RefundAnswer::Unknown { reason: "timeout".into() };
            }
            RefundAnswer::Refunded
        })
    }
}
