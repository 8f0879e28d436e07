//! The adapter to Stripe against a Stripe of our own that fails as it is told to: whatever answer is lost, an attempt is made
//! there once and brings its money once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/asked.rs"]
mod asked;
#[path = "support/stripe.rs"]
mod fake;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use impasto_domain::ids::{OrderId, PaymentId, PayoutId};
use impasto_domain::money::{Currency, Money};
use impasto_domain::payment::{Payment, PaymentStatus};
use impasto_domain::ports::hooks::{Hook, HookReader, HookRefusal, HookWord};
use impasto_domain::ports::transfers::{TransferAnswer, TransferOrder, Transfers};
use impasto_domain::ports::{CancelAnswer, Clock, PaymentProvider, ProviderAnswer, RefundAnswer};
use impasto_integrations::stripe::{API_VERSION, ELEMENT, StripePayments, StripeSettings};
use serde_json::json;
use uuid::Uuid;

use self::fake::{
    Card, DISPUTE_FEE, FEE, FakeStripe, Fault, Notice, SECRET_KEY, Step, WEBHOOK_SECRET, notice, notice_in,
};

/// What the clock says, in seconds since 1970.
const NOW_S: u64 = 20_000 * 86_400;

struct Still;

impl Clock for Still {
    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
    }
}

/// An attempt, and those who are asked for it.
struct House {
    fake: FakeStripe,
    stripe: StripePayments,
    payment: Payment,
}

fn settings(url: &str) -> StripeSettings {
    StripeSettings {
        secret_key: SECRET_KEY.to_owned(),
        webhook_secrets: vec!["whsec_an_older_one".to_owned(), WEBHOOK_SECRET.to_owned()],
        webhook_tolerance: Duration::from_secs(300),
        base_url: url.to_owned(),
        timeout: Duration::from_millis(1_500),
        api_version: API_VERSION.to_owned(),
        manual_capture: false,
        site_url: "https://gallery.example".to_owned(),
        site_name: "Gallery".to_owned(),
    }
}

impl House {
    async fn open() -> Self {
        Self::open_with(None, |_| {}).await
    }

    /// A house whose customer enters a card there.
    async fn with_element() -> Self {
        Self::open_with(Some(ELEMENT), |_| {}).await
    }

    async fn open_with(token: Option<&str>, change: impl FnOnce(&mut StripeSettings)) -> Self {
        let fake = FakeStripe::start().await;
        let mut settings = settings(&fake.url);
        change(&mut settings);
        let stripe = StripePayments::new(&settings, Arc::new(Still)).unwrap();
        let payment = Payment {
            id: PaymentId(Uuid::from_u128(7)),
            order_id: OrderId(Uuid::from_u128(8)),
            provider: "stripe".to_owned(),
            status: PaymentStatus::Pending,
            amount: Money::new(24_990, Currency::EUR),
            provider_ref: None,
            token: token.map(str::to_owned),
            decline_code: None,
            client_secret: None,
            redirect_url: None,
            return_url: None,
            unapplied: false,
            refunded_minor: 0,
            created_at: Still.now(),
            updated_at: Still.now(),
        };
        Self { fake, stripe, payment }
    }

    /// One where the customer has paid.
    async fn paid() -> Self {
        let mut house = Self::open().await;
        house.begin().await;
        house.fake.pay(&house.id(), Card::Good);
        house.drive().await;
        house
    }

    fn id(&self) -> String {
        self.payment.id.to_string()
    }

    fn key(&self, step: &str) -> String {
        format!("{}-{step}", self.payment.id.0.simple())
    }

    /// Asks, and keeps what the saga would keep.
    async fn drive(&mut self) -> ProviderAnswer {
        let answer = self.stripe.drive(&self.payment).await;
        match &answer {
            ProviderAnswer::Succeeded { provider_ref, .. } => {
                self.payment.status = PaymentStatus::Succeeded;
                self.payment.provider_ref = Some(provider_ref.clone());
            }
            ProviderAnswer::RequiresAction { provider_ref, redirect_url, client_secret } => {
                self.payment.status = PaymentStatus::RequiresAction;
                self.payment.provider_ref = Some(provider_ref.clone());
                self.payment.redirect_url = redirect_url.clone();
                self.payment.client_secret = client_secret.clone();
            }
            _ => {}
        }
        answer
    }

    async fn begin(&mut self) {
        let answer = self.drive().await;
        assert!(matches!(answer, ProviderAnswer::RequiresAction { .. }), "{answer:?}");
    }

    /// Asks once in vain, and then until it is known.
    async fn drive_after_one_in_vain(&mut self) -> ProviderAnswer {
        let answer = self.drive().await;
        assert!(matches!(answer, ProviderAnswer::Unknown { .. }), "{answer:?}");
        self.drive().await
    }

    async fn declined(&mut self) -> String {
        match self.drive().await {
            ProviderAnswer::Declined { code } => code,
            other => panic!("{other:?}"),
        }
    }

    /// A notice as the program takes it: believed, read and completed.
    async fn take(&self, told: &Notice) -> Result<Hook, HookRefusal> {
        let told = told.clone().signed(&[WEBHOOK_SECRET], NOW_S);
        let headers: Vec<_> = told.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        self.stripe.verify(&headers, told.body.as_bytes()).await?;
        self.stripe.complete(self.stripe.read(told.body.as_bytes())?, told.body.as_bytes()).await
    }

    fn fee() -> Option<Money> {
        Some(Money::new(FEE, Currency::EUR))
    }

    fn paid_once(&self) {
        let charges = self.fake.charges(&self.id());
        assert_eq!(charges.len(), 1, "{charges:?}");
        assert_eq!((charges[0]["amount"].as_i64(), charges[0]["currency"].as_str()), (Some(24_990), Some("eur")));
        assert_eq!((self.fake.intents(), self.fake.complaints()), (1, Vec::new()));
    }
}

/// Ways in which an answer says nothing although all was done.
fn lost() -> [Fault; 5] {
    [Fault::Lost, Fault::BrokenAfter, Fault::Unreadable, Fault::Slow(Duration::from_secs(3)), Fault::OtherMode]
}

#[tokio::test]
async fn an_attempt_is_paid_on_stripes_page_and_has_its_price() {
    let mut house = House::open().await;
    house.begin().await;
    let url = house.payment.redirect_url.clone().unwrap();
    assert!(url.starts_with("https://checkout.stripe.com/c/pay/cs_test_"), "{url}");
    let page = house.fake.session(&house.id());
    assert_eq!(page["success_url"], format!("https://gallery.example/orders/{}?returned=1", house.payment.order_id));
    assert_eq!(page["expires_at"], (Still.now() + TimeDelta::hours(1)).timestamp());
    house.begin().await;
    house.fake.pay(&house.id(), Card::Good);
    let answer = house.drive().await;
    let provider_ref = page["id"].as_str().unwrap().to_owned();
    assert_eq!(answer, ProviderAnswer::Succeeded { provider_ref, fee: House::fee() });
    assert_eq!(house.drive().await, answer);
    house.paid_once();
    assert_eq!(house.fake.keys(Step::Session), [house.key("create")]);
}

#[tokio::test]
async fn a_card_can_be_entered_here_and_its_bank_asked() {
    let mut house = House::with_element().await;
    house.begin().await;
    assert!(house.payment.client_secret.as_deref().is_some_and(|secret| secret.starts_with("pi_")));
    assert_eq!(house.payment.redirect_url, None);
    house.fake.pay(&house.id(), Card::Challenged);
    house.begin().await;
    house.fake.authenticate(&house.id(), true);
    assert!(matches!(house.drive().await, ProviderAnswer::Succeeded { fee, .. } if fee == House::fee()));
    house.paid_once();
    assert_eq!(house.fake.keys(Step::Intent), [house.key("create")]);
}

#[tokio::test]
async fn whatever_answer_to_the_making_is_lost_it_is_made_once() {
    for fault in lost().into_iter().chain([Fault::Broken]) {
        let mut house = House::open().await;
        house.fake.fail(Step::Session, fault.clone());
        let answer = house.drive_after_one_in_vain().await;
        assert!(matches!(answer, ProviderAnswer::RequiresAction { .. }), "{fault:?}: {answer:?}");
        assert_eq!((house.fake.sessions(), house.fake.complaints()), (1, Vec::new()), "{fault:?}");
        let mut house = House::with_element().await;
        house.fake.fail(Step::Intent, fault.clone());
        let answer = house.drive_after_one_in_vain().await;
        assert!(matches!(answer, ProviderAnswer::RequiresAction { .. }), "{fault:?}: {answer:?}");
        assert_eq!(house.fake.intents(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn whatever_answer_to_a_look_is_lost_the_money_is_found() {
    for fault in lost().into_iter().chain([Fault::Refuse("invalid_request_error", "resource_missing")]) {
        let mut house = House::open().await;
        house.begin().await;
        house.fake.pay(&house.id(), Card::Good);
        house.fake.fail(Step::GetSession, fault.clone());
        let answer = house.drive_after_one_in_vain().await;
        assert!(matches!(answer, ProviderAnswer::Succeeded { .. }), "{fault:?}: {answer:?}");
        house.paid_once();
    }
}

#[tokio::test]
async fn a_bank_that_was_asked_first_pays_only_what_is_still_open() {
    for fault in lost() {
        let mut house = House::open_with(None, |settings| settings.manual_capture = true).await;
        house.begin().await;
        house.fake.pay(&house.id(), Card::Good);
        assert!(house.fake.charges(&house.id()).is_empty(), "agreed to, not taken");
        house.fake.fail(Step::Capture, fault.clone());
        let answer = house.drive_after_one_in_vain().await;
        assert!(matches!(answer, ProviderAnswer::Succeeded { .. }), "{fault:?}: {answer:?}");
        house.paid_once();
        assert_eq!(house.fake.keys(Step::Capture)[0], house.key("capture"));
    }
    let mut house = House::open_with(None, |settings| settings.manual_capture = true).await;
    house.begin().await;
    house.fake.pay(&house.id(), Card::Good);
    house.payment.status = PaymentStatus::Failed;
    assert_eq!(house.declined().await, "cancelled");
    assert_eq!(house.fake.intent(&house.id())["status"], "canceled", "the bank is told that nothing will be taken");
    assert!(house.fake.charges(&house.id()).is_empty());
}

#[tokio::test]
async fn a_decline_has_its_code_and_ends_the_attempt_where_it_was_told_here() {
    for (told, code) in [
        ("insufficient_funds", "insufficient_funds"),
        ("expired_card", "expired_card"),
        ("stolen_card", "stolen_card"),
        ("call_issuer", "do_not_honor"),
        ("something_new", "card_declined"),
    ] {
        let mut house = House::with_element().await;
        house.begin().await;
        house.fake.pay(&house.id(), Card::Declined(told));
        assert_eq!(house.declined().await, code);
        assert_eq!(house.fake.intent(&house.id())["status"], "canceled", "no other card pays it any more");
    }
    let mut house = House::with_element().await;
    house.begin().await;
    house.fake.pay(&house.id(), Card::Challenged);
    house.fake.authenticate(&house.id(), false);
    assert_eq!(house.declined().await, "authentication_failed");
    // On Stripe's own page another card can be tried, and is.
    let mut house = House::open().await;
    house.begin().await;
    house.fake.pay(&house.id(), Card::Declined("insufficient_funds"));
    house.begin().await;
    house.fake.pay(&house.id(), Card::Good);
    assert!(matches!(house.drive().await, ProviderAnswer::Succeeded { .. }));
    house.paid_once();
}

#[tokio::test]
async fn a_definite_no_to_the_making_is_a_decline() {
    let mut house = House::open().await;
    house.fake.fail(Step::Session, Fault::Refuse("invalid_request_error", "amount_too_large"));
    assert_eq!(house.declined().await, "amount_too_large");
}

#[tokio::test]
async fn a_debit_is_on_its_way_until_the_bank_has_spoken() {
    for (is_good, wanted) in [(true, None), (false, Some("insufficient_funds"))] {
        let mut house = House::open().await;
        house.begin().await;
        house.fake.pay(&house.id(), Card::Debit);
        let answer = house.drive().await;
        assert!(matches!(answer, ProviderAnswer::Pending { .. }), "{answer:?}");
        let cancelled = house.stripe.cancel(&house.payment).await;
        assert!(matches!(cancelled, CancelAnswer::OnItsWay { .. }), "{cancelled:?}");
        house.fake.settle(&house.id(), is_good);
        match wanted {
            None => assert!(matches!(house.drive().await, ProviderAnswer::Succeeded { .. })),
            Some(code) => assert_eq!(house.declined().await, code),
        }
    }
}

#[tokio::test]
async fn what_is_called_off_is_closed_there_and_brings_nothing() {
    for fault in [None].into_iter().chain(lost().map(Some)) {
        let mut house = House::open().await;
        assert_eq!(house.stripe.cancel(&house.payment).await, CancelAnswer::Cancelled, "nobody was told where to pay");
        house.begin().await;
        if let Some(fault) = fault {
            house.fake.fail(Step::Expire, fault);
            let answer = house.stripe.cancel(&house.payment).await;
            assert!(matches!(answer, CancelAnswer::Unknown { .. }), "{answer:?}");
        }
        assert_eq!(house.stripe.cancel(&house.payment).await, CancelAnswer::Cancelled);
        assert_eq!(house.fake.session(&house.id())["status"], "expired");
        assert_eq!(house.fake.keys(Step::Expire)[0], house.key("expire"));
    }
    let mut house = House::with_element().await;
    house.begin().await;
    assert_eq!(house.stripe.cancel(&house.payment).await, CancelAnswer::Cancelled);
    assert_eq!(house.fake.intent(&house.id())["status"], "canceled");
    let house = House::paid().await;
    let answer = house.stripe.cancel(&house.payment).await;
    assert!(matches!(&answer, CancelAnswer::AlreadyPaid { fee, .. } if *fee == House::fee()), "{answer:?}");
}

#[tokio::test]
async fn who_asks_after_a_failed_attempt_closes_it() {
    let mut house = House::open().await;
    house.begin().await;
    house.payment.status = PaymentStatus::Failed;
    assert_eq!(house.declined().await, "cancelled");
    assert_eq!(house.fake.session(&house.id())["status"], "expired");
}

#[tokio::test]
async fn money_goes_back_once_whatever_is_lost_and_however_late_it_is_tried_again() {
    let key = Uuid::from_u128(9);
    for fault in lost() {
        let house = House::paid().await;
        house.fake.fail(Step::Refund, fault.clone());
        let first = house.stripe.refund(&house.payment, 1_000, key).await;
        // A refund does not say of which mode it is.
        if fault != Fault::OtherMode {
            assert!(matches!(first, RefundAnswer::Unknown { .. }), "{fault:?}: {first:?}");
        }
        // A day later Stripe knows the key no more.
        house.fake.forget_keys();
        assert_eq!(house.stripe.refund(&house.payment, 1_000, key).await, RefundAnswer::Refunded, "{fault:?}");
        assert_eq!(house.fake.refunds().len(), 1, "{fault:?}");
        assert_eq!(house.fake.keys(Step::Refund)[0], format!("{}-refund", key.simple()));
    }
    let house = House::paid().await;
    assert_eq!(house.stripe.refund(&house.payment, 24_990, key).await, RefundAnswer::Refunded);
    let more = house.stripe.refund(&house.payment, 1, Uuid::from_u128(10)).await;
    assert_eq!(more, RefundAnswer::Refused { code: "charge_already_refunded".to_owned() });
    house.fake.fail(Step::Refunds, Fault::Broken);
    let unknown = house.stripe.refund(&house.payment, 1, Uuid::from_u128(11)).await;
    assert!(matches!(unknown, RefundAnswer::Unknown { .. }), "{unknown:?}");
    let mut unpaid = House::open().await;
    unpaid.begin().await;
    assert!(matches!(unpaid.stripe.refund(&unpaid.payment, 1, key).await, RefundAnswer::Refused { .. }));
}

#[tokio::test]
async fn the_same_key_asks_for_the_same_only() {
    let mut house = House::open().await;
    house.begin().await;
    // As if a node with another configuration went on with the attempt.
    let changed = StripeSettings { site_name: "Another".to_owned(), ..settings(&house.fake.url) };
    let other = StripePayments::new(&changed, Arc::new(Still)).unwrap();
    house.payment.provider_ref = None;
    let answer = other.drive(&house.payment).await;
    assert!(matches!(answer, ProviderAnswer::Unknown { .. }), "{answer:?}");
    assert_eq!(house.fake.sessions(), 1);
}

#[tokio::test]
async fn a_wrong_key_decides_nothing() {
    let mut house = House::open_with(None, |settings| settings.secret_key = "sk_test_wrong".to_owned()).await;
    assert!(matches!(house.drive().await, ProviderAnswer::Unknown { .. }));
    assert_eq!(house.fake.sessions(), 0);
}

#[tokio::test]
async fn money_reaches_a_seller_once() {
    let order = TransferOrder {
        payout_id: PayoutId(Uuid::from_u128(20)),
        account: "acct_1032D82eZvKYlo2C".to_owned(),
        amount: Money::new(8_400, Currency::EUR),
        statement: "Gallery, March".to_owned(),
    };
    for fault in lost() {
        let house = House::open().await;
        house.fake.fail(Step::Transfer, fault.clone());
        let first = house.stripe.send(&order).await;
        assert!(matches!(first, TransferAnswer::Unknown { .. }), "{fault:?}: {first:?}");
        house.fake.forget_keys();
        let sent = house.stripe.send(&order).await;
        let TransferAnswer::Sent { reference } = &sent else { panic!("{fault:?}: {sent:?}") };
        assert!(reference.starts_with("tr_"), "{reference}");
        let transfers = house.fake.transfers();
        assert_eq!(transfers.len(), 1, "{fault:?}");
        assert_eq!((&transfers[0]["amount"], &transfers[0]["destination"]), (&json!(8_400), &json!(order.account)));
        assert!(house.fake.keys(Step::Transfer).iter().all(|key| *key == order.payout_id.to_string()));
        assert_eq!(house.fake.complaints(), Vec::<String>::new());
        // It comes back: the notice says whose it was, and whoever asks again is told so as well.
        let told = house.take(&house.fake.transfer_returns("evt_1", 8_400)).await.unwrap().word;
        let whose = matches!(&told, HookWord::TransferReturned { payout_id, amount, .. }
            if (*payout_id, *amount) == (order.payout_id, order.amount));
        assert!(whose, "{told:?}");
        let gone = TransferAnswer::Refused { code: "transfer_reversed".to_owned() };
        assert_eq!(house.stripe.send(&order).await, gone);
    }
    let house = House::open().await;
    house.fake.fail(Step::Transfer, Fault::Refuse("invalid_request_error", "balance_insufficient"));
    let refused = house.stripe.send(&order).await;
    assert_eq!(refused, TransferAnswer::Refused { code: "balance_insufficient".to_owned() });
    let bank = TransferOrder { account: "DE89370400440532013000".to_owned(), ..order };
    assert!(matches!(house.stripe.send(&bank).await, TransferAnswer::Refused { .. }));
}

#[tokio::test]
async fn notices_say_what_became_of_the_money_and_what_it_has_cost() {
    let house = House::paid().await;
    let payment_id = house.payment.id;
    let (intent, session) = (house.fake.intent(&house.id()), house.fake.session(&house.id()));
    let paid = |reference: &serde_json::Value| HookWord::Succeeded {
        payment_id,
        provider_ref: reference.as_str().map(str::to_owned),
        amount: Some(house.payment.amount),
        fee: House::fee(),
    };
    let told = house.fake.told_of_intent("evt_1", "payment_intent.succeeded", &house.id());
    let hook = house.take(&told).await.unwrap();
    assert_eq!((hook.event_id.as_str(), hook.kind.as_str()), ("evt_1", "payment_intent.succeeded"));
    assert_eq!(hook.word, paid(&intent["id"]));
    let told = house.fake.told_of_session("evt_2", "checkout.session.completed", &house.id());
    assert_eq!(house.take(&told).await.unwrap().word, paid(&session["id"]));
    house.fake.fail(Step::GetIntent, Fault::Broken);
    assert!(matches!(house.take(&told).await, Err(HookRefusal::Away(_))), "it is sent again");
    let transfer = notice("evt_3", "transfer.created", &json!({"id": "tr_1", "object": "transfer"}));
    assert_eq!(house.take(&transfer).await.unwrap().word, HookWord::Nothing);
}

#[tokio::test]
async fn a_dispute_finds_its_payment_and_ends() {
    let house = House::paid().await;
    let opened = house.take(&house.fake.dispute("evt_1", &house.id())).await.unwrap().word;
    let HookWord::Disputed { payment_id, dispute } = opened else { panic!("{opened:?}") };
    assert_eq!(payment_id, house.payment.id);
    assert_eq!((dispute.amount, dispute.fee), (house.payment.amount, Some(Money::new(DISPUTE_FEE, Currency::EUR))));
    assert_eq!((dispute.reason.as_str(), dispute.evidence_due_at.is_some()), ("product_not_received", true));
    for (status, won) in [("won", true), ("lost", false)] {
        let closed = house.take(&house.fake.dispute_ends("evt_2", &house.id(), status)).await.unwrap().word;
        let wanted = HookWord::DisputeClosed { payment_id, reference: dispute.reference.clone(), won };
        assert_eq!(closed, wanted);
    }
    // A bank's mere question takes no money.
    let asked = house.fake.dispute_ends("evt_3", &house.id(), "warning_closed");
    assert_eq!(house.take(&asked).await.unwrap().word, HookWord::Nothing);
    house.fake.fail(Step::GetIntent, Fault::Lost);
    let away = house.take(&house.fake.dispute_ends("evt_4", &house.id(), "won")).await;
    assert!(matches!(away, Err(HookRefusal::Away(_))), "{away:?}");
}

#[tokio::test]
async fn money_that_was_given_back_past_the_house_is_something_to_look_at() {
    let house = House::paid().await;
    house.stripe.refund(&house.payment, 1_000, Uuid::from_u128(9)).await;
    let told = |event_id: &str| house.fake.told_of_charge(event_id, "charge.refunded", &house.id());
    let ask = HookWord::Ask { payment_id: house.payment.id };
    assert_eq!(house.take(&told("evt_1")).await.unwrap().word, ask);
    house.fake.refund_past_the_house(&house.id(), 500);
    assert_eq!(house.take(&told("evt_2")).await.unwrap().word, HookWord::Nothing);
}

#[tokio::test]
async fn only_what_stripe_has_signed_a_moment_ago_is_believed() {
    let house = House::paid().await;
    let told = house.fake.told_of_intent("evt_1", "payment_intent.succeeded", &house.id());
    let verify = async |told: &Notice| {
        let headers: Vec<_> = told.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        house.stripe.verify(&headers, told.body.as_bytes()).await
    };
    for secrets in [vec![WEBHOOK_SECRET], vec!["whsec_an_older_one"], vec!["whsec_newest_of_all", WEBHOOK_SECRET]] {
        assert_eq!(verify(&told.clone().signed(&secrets, NOW_S)).await, Ok(()), "{secrets:?}");
    }
    let refused = Err(HookRefusal::BadSignature);
    assert_eq!(verify(&told.clone().signed(&["whsec_of_somebody_else"], NOW_S)).await, refused);
    assert_eq!(verify(&told.clone().signed(&[WEBHOOK_SECRET], NOW_S - 301)).await, refused, "old");
    assert_eq!(verify(&told.clone().signed(&[WEBHOOK_SECRET], NOW_S - 299)).await, Ok(()));
    let signed = told.clone().signed(&[WEBHOOK_SECRET], NOW_S);
    let changed = Notice { body: signed.body.replace("evt_1", "evt_2"), ..signed.clone() };
    assert_eq!(verify(&changed).await, refused);
    assert_eq!(verify(&Notice { headers: Vec::new(), ..signed }).await, refused);
    let live = notice_in("true", "evt_3", "payment_intent.succeeded", &house.fake.intent(&house.id()));
    assert_eq!(house.take(&live).await.unwrap().word, HookWord::Nothing, "live and test are told apart");
}
