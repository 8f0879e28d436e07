//! A provider that does what its tokens say, keeps the money it took, and counts what it was asked.
//!
//! `tok_ok`, `tok_declined`, `tok_3ds` (until authorised), `tok_late:<seconds>`, `tok_transfer:<seconds>` (late, and cannot
//! be called back), `tok_lost` (never answers), `tok_muddled:<n>` (takes the money, but its first n answers are unknown).

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use impasto_domain::ids::PaymentId;
use impasto_domain::money::Money;
use impasto_domain::payment::Payment;
use impasto_domain::ports::{CancelAnswer, Clock, PaymentProvider, PortFuture, ProviderAnswer, RefundAnswer};
use uuid::Uuid;

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
    /// What was given back of a payment, by the key it was asked under.
    given: HashMap<PaymentId, HashMap<Uuid, i64>>,
    /// What banks have taken back for good.
    lost: HashMap<PaymentId, i64>,
    unknown_cancels: u32,
    unknown_refunds: u32,
    refused_refunds: u32,
    /// Transfers, and when their money comes, whether or not anybody asks by then.
    transfers: HashMap<PaymentId, DateTime<Utc>>,
    /// How long it takes to say what it has done at once.
    pause: Duration,
    /// What nobody should have asked for.
    complaints: Vec<String>,
}

impl ScriptedProvider {
    pub(crate) fn new(clock: Arc<TestClock>) -> Self {
        Self { clock, inner: Mutex::default() }
    }

    /// The customer has authenticated.
    pub(crate) fn authorise(&self, payment_id: PaymentId) {
        self.inner().authorised.insert(payment_id);
    }

    /// The provider has the money, whatever it says.
    pub(crate) fn take(&self, payment_id: PaymentId) {
        self.inner().taken.insert(payment_id);
    }

    /// The provider will never bring this money, unless it changes its mind.
    pub(crate) fn decline(&self, payment_id: PaymentId) {
        let mut inner = self.inner();
        inner.transfers.remove(&payment_id);
        inner.cancelled.insert(payment_id);
    }

    /// Whether nobody was told yet that the money will never come.
    pub(crate) fn is_undecided(&self, payment: &Payment) -> bool {
        payment.token.as_deref() != Some("tok_declined") && !self.inner().cancelled.contains(&payment.id)
    }

    /// From now on every answer takes so long; what was asked for is done before.
    pub(crate) fn pause(&self, pause: Duration) {
        self.inner().pause = pause;
    }

    pub(crate) fn unknown_cancels(&self, times: u32) {
        self.inner().unknown_cancels = times;
    }

    pub(crate) fn unknown_refunds(&self, times: u32) {
        self.inner().unknown_refunds = times;
    }

    pub(crate) fn refused_refunds(&self, times: u32) {
        self.inner().refused_refunds = times;
    }

    pub(crate) fn asked(&self, payment_id: PaymentId) -> u32 {
        self.inner().asked.get(&payment_id).copied().unwrap_or(0)
    }

    pub(crate) fn refunds(&self, payment_id: PaymentId) -> u32 {
        self.inner().refunds.get(&payment_id).copied().unwrap_or(0)
    }

    /// Whether the provider has the customer's money now.
    pub(crate) fn keeps(&self, payment_id: PaymentId) -> bool {
        let inner = self.inner();
        inner.taken.contains(&payment_id) && !inner.returned.contains(&payment_id)
    }

    /// Whether the provider has ever had the money.
    pub(crate) fn took(&self, payment_id: PaymentId) -> bool {
        self.inner().taken.contains(&payment_id)
    }

    /// Whether the provider has given the money back.
    pub(crate) fn returned(&self, payment_id: PaymentId) -> bool {
        self.inner().returned.contains(&payment_id)
    }

    /// A customer's bank keeps so much of the money.
    pub(crate) fn lose(&self, payment: &Payment, amount_minor: i64) {
        let mut inner = self.inner();
        *inner.lost.entry(payment.id).or_default() += amount_minor;
        inner.note_returned(payment);
    }

    /// Whether a customer's bank keeps some of the money.
    pub(crate) fn lost(&self, payment_id: PaymentId) -> bool {
        self.inner().lost.contains_key(&payment_id)
    }

    /// Transfers whose money has not come yet.
    pub(crate) fn on_their_way(&self) -> usize {
        self.inner().transfers.len()
    }

    /// What nobody should have asked for.
    pub(crate) fn complaints(&self) -> Vec<String> {
        self.inner().complaints.clone()
    }

    /// What it knows, with the transfers that have come by now.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        let now = self.clock.now();
        let mut inner = self.inner.lock().unwrap();
        let Inner { transfers, taken, .. } = &mut *inner;
        transfers.retain(|payment_id, ready| {
            let comes = *ready <= now;
            if comes {
                taken.insert(*payment_id);
            }
            !comes
        });
        inner
    }

    /// Waits as long as an answer takes now.
    async fn think(&self) {
        let pause = self.inner().pause;
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
    }

    fn answer(&self, payment: &Payment) -> Option<ProviderAnswer> {
        let now = self.clock.now();
        let mut inner = self.inner();
        let asked = inner.asked.entry(payment.id).or_default();
        *asked += 1;
        let asked = *asked;
        let provider_ref = format!("ref_{}", payment.id);
        let succeeded = ProviderAnswer::Succeeded { provider_ref: provider_ref.clone(), fee: fee_of(payment) };
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
                    if word == "tok_transfer" {
                        inner.transfers.insert(payment.id, ready);
                    }
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

/// What the provider keeps of an attempt's money: a hundredth.
pub(crate) fn fee_of(payment: &Payment) -> Option<Money> {
    Some(Money::new(payment.amount.amount_minor / 100, payment.amount.currency))
}

impl PaymentProvider for ScriptedProvider {
    fn name(&self) -> &'static str {
        "test"
    }

    fn drive<'a>(&'a self, payment: &'a Payment) -> PortFuture<'a, ProviderAnswer> {
        Box::pin(async move {
            let answer = self.answer(payment);
            self.think().await;
            match answer {
                Some(answer) => answer,
                None => std::future::pending().await,
            }
        })
    }

    fn cancel<'a>(&'a self, payment: &'a Payment) -> PortFuture<'a, CancelAnswer> {
        Box::pin(async move {
            let answer = self.inner().cancel(payment);
            self.think().await;
            answer
        })
    }

    fn refund<'a>(&'a self, payment: &'a Payment, amount_minor: i64, key: Uuid) -> PortFuture<'a, RefundAnswer> {
        Box::pin(async move {
            let answer = self.inner().refund(payment, amount_minor, key);
            self.think().await;
            answer
        })
    }
}

impl Inner {
    fn cancel(&mut self, payment: &Payment) -> CancelAnswer {
        *self.cancels.entry(payment.id).or_default() += 1;
        if self.unknown_cancels > 0 {
            self.unknown_cancels -= 1;
            return CancelAnswer::Unknown { reason: "timeout".into() };
        }
        if self.taken.contains(&payment.id) {
            return CancelAnswer::AlreadyPaid { provider_ref: format!("ref_{}", payment.id), fee: fee_of(payment) };
        }
        let transfer = payment.token.as_deref().and_then(|token| token.strip_prefix("tok_transfer:"));
        if let Some(seconds) = transfer.filter(|_| !self.cancelled.contains(&payment.id)) {
            let ask_again_at = payment.created_at + TimeDelta::seconds(seconds.parse().unwrap());
            self.transfers.insert(payment.id, ask_again_at);
            return CancelAnswer::OnItsWay { ask_again_at };
        }
        self.cancelled.insert(payment.id);
        CancelAnswer::Cancelled
    }

    /// Whether all of an attempt's money is with the customer again, in whatever ways it went there.
    fn note_returned(&mut self, payment: &Payment) {
        let given: i64 = self.given.get(&payment.id).map_or(0, |given| given.values().sum());
        let lost = self.lost.get(&payment.id).copied().unwrap_or(0);
        if given + lost >= payment.amount.amount_minor {
            self.returned.insert(payment.id);
        }
    }

    fn refund(&mut self, payment: &Payment, amount_minor: i64, key: Uuid) -> RefundAnswer {
        *self.refunds.entry(payment.id).or_default() += 1;
        let given = self.given.entry(payment.id).or_default();
        given.insert(key, amount_minor);
        let given: i64 = given.values().sum();
        if !self.taken.contains(&payment.id) || given > payment.amount.amount_minor {
            self.complaints.push(format!("{amount_minor} cannot be given back of {payment:?}"));
        }
        if self.refused_refunds > 0 {
            self.refused_refunds -= 1;
            return RefundAnswer::Refused { code: "insufficient_balance".into() };
        }
        self.note_returned(payment);
        if self.unknown_refunds > 0 {
            self.unknown_refunds -= 1;
            return RefundAnswer::Unknown { reason: "timeout".into() };
        }
        RefundAnswer::Refunded
    }
}
