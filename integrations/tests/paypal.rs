//! The adapter to PayPal against a PayPal of our own that fails as it is told to: whatever answer is lost, an attempt has one
//! order and its money is taken once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/asked.rs"]
mod asked;
#[path = "support/paypal.rs"]
mod fake;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use impasto_domain::ids::{OrderId, PaymentId};
use impasto_domain::money::{Currency, Money};
use impasto_domain::payment::{Payment, PaymentStatus};
use impasto_domain::ports::hooks::{HookReader, HookRefusal, HookWord};
use impasto_domain::ports::{CancelAnswer, Clock, PaymentProvider, ProviderAnswer, RefundAnswer};
use impasto_integrations::paypal::{PaypalPayments, PaypalSettings};
use uuid::Uuid;

use self::fake::{CLIENT_ID, CLIENT_SECRET, FEE_CENTS, FakePaypal, Fault, Step, WEBHOOK_ID};

struct Still;

impl Clock for Still {
    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
    }
}

/// An attempt, and those who are asked for it.
struct House {
    fake: FakePaypal,
    paypal: PaypalPayments,
    payment: Payment,
}

fn settings(url: &str) -> PaypalSettings {
    PaypalSettings {
        client_id: CLIENT_ID.to_owned(),
        client_secret: CLIENT_SECRET.to_owned(),
        webhook_id: Some(WEBHOOK_ID.to_owned()),
        base_url: url.to_owned(),
        timeout: Duration::from_millis(1_500),
        site_url: "https://gallery.example".to_owned(),
        site_name: "Gallery".to_owned(),
    }
}

impl House {
    async fn open() -> Self {
        let fake = FakePaypal::start().await;
        let paypal = PaypalPayments::new(&settings(&fake.url), Arc::new(Still)).unwrap();
        let payment = Payment {
            id: PaymentId(Uuid::from_u128(7)),
            order_id: OrderId(Uuid::from_u128(8)),
            provider: "paypal".to_owned(),
            status: PaymentStatus::Pending,
            amount: Money::new(24_990, Currency::EUR),
            provider_ref: None,
            token: None,
            decline_code: None,
            client_secret: None,
            redirect_url: None,
            return_url: None,
            unapplied: false,
            refunded_minor: 0,
            created_at: Still.now(),
            updated_at: Still.now(),
        };
        Self { fake, paypal, payment }
    }

    /// One where the customer has approved.
    async fn approved() -> Self {
        let mut house = Self::open().await;
        house.begin().await;
        house.fake.approve(&house.id());
        house
    }

    fn id(&self) -> String {
        self.payment.id.to_string()
    }

    /// Asks, and keeps what the saga would keep.
    async fn drive(&mut self) -> ProviderAnswer {
        let answer = self.paypal.drive(&self.payment).await;
        match &answer {
            ProviderAnswer::Succeeded { provider_ref, .. } => {
                self.payment.status = PaymentStatus::Succeeded;
                self.payment.provider_ref = Some(provider_ref.clone());
            }
            ProviderAnswer::RequiresAction { provider_ref, redirect_url, .. } => {
                self.payment.status = PaymentStatus::RequiresAction;
                self.payment.provider_ref = Some(provider_ref.clone());
                self.payment.redirect_url = redirect_url.clone();
            }
            _ => {}
        }
        answer
    }

    async fn begin(&mut self) {
        let answer = self.drive().await;
        assert!(matches!(answer, ProviderAnswer::RequiresAction { .. }), "{answer:?}");
    }

    /// Asks until something is known; nothing was known `times` times.
    async fn drive_until_known(&mut self, times: usize) -> ProviderAnswer {
        for _ in 0..times {
            let answer = self.drive().await;
            assert!(matches!(answer, ProviderAnswer::Unknown { .. }), "{answer:?}");
        }
        self.drive().await
    }

    fn paid_once(&self) {
        let captures = self.fake.captures(&self.id());
        assert_eq!(captures.len(), 1, "{captures:?}");
        assert_eq!(
            (captures[0]["status"].as_str(), captures[0]["amount"]["value"].as_str()),
            (Some("COMPLETED"), Some("249.90"))
        );
        assert_eq!((self.fake.orders(), self.fake.complaints()), (1, Vec::new()));
    }
}

#[tokio::test]
async fn the_customer_comes_back_to_the_order_or_to_where_it_was_asked_for() {
    let mut house = House::open().await;
    house.begin().await;
    let page = format!("https://gallery.example/orders/{}", house.payment.order_id);
    assert_eq!(house.fake.ways_back(), [[format!("{page}?returned=1"), page]]);
    let mut house = House::open().await;
    house.payment.return_url = Some("https://shop.example/done".to_owned());
    house.begin().await;
    assert_eq!(house.fake.ways_back(), [["https://shop.example/done"; 2]]);
}

#[tokio::test]
async fn an_attempt_is_approved_there_and_taken_once() {
    let mut house = House::open().await;
    house.begin().await;
    let url = house.payment.redirect_url.clone().unwrap();
    assert!(url.starts_with("https://www.sandbox.paypal.com/checkoutnow?token="), "{url}");
    // Not approved yet: nothing is taken however often it is asked.
    house.begin().await;
    assert_eq!(house.fake.asked(Step::Capture), 0);
    house.fake.approve(&house.id());
    assert!(matches!(house.drive().await, ProviderAnswer::Succeeded { .. }));
    assert!(matches!(house.drive().await, ProviderAnswer::Succeeded { .. }));
    house.paid_once();
    assert_eq!(house.fake.asked(Step::Token), 1, "the token is kept");
    let simple = house.payment.id.0.simple();
    assert_eq!(house.fake.keys(Step::Create), [format!("{simple}-create")]);
    assert_eq!(house.fake.keys(Step::Capture), [format!("{simple}-capture")]);
}

#[tokio::test]
async fn whatever_answer_to_the_making_is_lost_there_is_one_order() {
    for fault in
        [Fault::Lost, Fault::BrokenAfter, Fault::Unreadable, Fault::Slow(Duration::from_secs(3)), Fault::Broken]
    {
        let mut house = House::open().await;
        house.fake.fail(Step::Create, fault);
        let answer = house.drive_until_known(1).await;
        assert!(matches!(answer, ProviderAnswer::RequiresAction { .. }), "{answer:?}");
        let keys = house.fake.keys(Step::Create);
        assert!(keys.len() == 2 && keys[0] == keys[1], "{keys:?}");
        house.fake.approve(&house.id());
        house.drive().await;
        house.paid_once();
    }
}

#[tokio::test]
async fn whatever_answer_to_the_taking_is_lost_it_is_paid_once() {
    for fault in
        [Fault::Lost, Fault::BrokenAfter, Fault::Unreadable, Fault::Slow(Duration::from_secs(3)), Fault::Broken]
    {
        let mut house = House::approved().await;
        house.fake.fail(Step::Capture, fault);
        let answer = house.drive_until_known(1).await;
        assert!(matches!(answer, ProviderAnswer::Succeeded { .. }), "{answer:?}");
        house.paid_once();
    }
}

#[tokio::test]
async fn who_is_late_to_take_finds_what_was_taken() {
    let mut house = House::approved().await;
    // Between the look and the taking somebody else was quicker.
    house.fake.fail(Step::Capture, Fault::Refuse("ORDER_ALREADY_CAPTURED"));
    assert!(
        matches!(house.drive().await, ProviderAnswer::Unknown { .. }),
        "nothing was taken, so nothing is concluded"
    );
    assert!(matches!(house.drive().await, ProviderAnswer::Succeeded { .. }));
    house.paid_once();
}

#[tokio::test]
async fn a_definite_no_has_a_code_and_what_the_customer_must_do_is_no_no() {
    for (issue, code) in [("INSTRUMENT_DECLINED", "card_declined"), ("PAYER_CANNOT_PAY", "transaction_not_allowed")] {
        let mut house = House::approved().await;
        house.fake.fail(Step::Capture, Fault::Refuse(issue));
        assert_eq!(house.drive().await, ProviderAnswer::Declined { code: code.to_owned() });
        assert!(house.fake.captures(&house.id()).is_empty());
    }
    let mut house = House::approved().await;
    house.fake.fail(Step::Capture, Fault::Refuse("PAYER_ACTION_REQUIRED"));
    let answer = house.drive().await;
    assert!(matches!(&answer, ProviderAnswer::RequiresAction { redirect_url: Some(_), .. }), "{answer:?}");
    let mut house = House::approved().await;
    house.fake.fail(Step::Capture, Fault::Declined("5120"));
    assert_eq!(house.drive().await, ProviderAnswer::Declined { code: "insufficient_funds".to_owned() });
}

#[tokio::test]
async fn money_that_is_looked_at_is_pending_and_cannot_be_called_back() {
    let mut house = House::approved().await;
    house.fake.fail(Step::Capture, Fault::Pending);
    assert!(matches!(house.drive().await, ProviderAnswer::Pending { .. }));
    assert!(matches!(house.paypal.cancel(&house.payment).await, CancelAnswer::OnItsWay { .. }));
}

#[tokio::test]
async fn a_token_that_ended_early_is_asked_for_again() {
    let mut house = House::open().await;
    house.fake.fail(Step::Create, Fault::Expired);
    house.begin().await;
    assert_eq!((house.fake.asked(Step::Token), house.fake.orders()), (2, 1));
    // Credentials that PayPal does not take are no decline: nothing was asked for.
    let wrong = PaypalSettings { client_secret: "wrong".to_owned(), ..settings(&house.fake.url) };
    let stranger = PaypalPayments::new(&wrong, Arc::new(Still)).unwrap();
    let answer = stranger.drive(&house.payment).await;
    assert!(matches!(&answer, ProviderAnswer::Unknown { reason } if !reason.contains("wrong")), "{answer:?}");
}

#[tokio::test]
async fn an_attempt_that_was_called_off_brings_no_money() {
    let mut house = House::open().await;
    assert_eq!(house.paypal.cancel(&house.payment).await, CancelAnswer::Cancelled, "nobody was sent there");
    house.begin().await;
    assert_eq!(house.paypal.cancel(&house.payment).await, CancelAnswer::Cancelled);
    house.payment.status = PaymentStatus::Failed;
    house.fake.approve(&house.id());
    assert_eq!(house.drive().await, ProviderAnswer::Declined { code: "cancelled".to_owned() });
    assert_eq!(house.fake.asked(Step::Capture), 0);
    house.fake.fail(Step::Get, Fault::Broken);
    assert!(matches!(house.paypal.cancel(&house.payment).await, CancelAnswer::Unknown { .. }));

    let mut paid = House::approved().await;
    paid.fake.fail(Step::Capture, Fault::Lost);
    assert!(matches!(paid.drive().await, ProviderAnswer::Unknown { .. }));
    let (answer, cost) = (paid.paypal.cancel(&paid.payment).await, Some(Money::new(FEE_CENTS, Currency::EUR)));
    assert!(matches!(&answer, CancelAnswer::AlreadyPaid { fee, .. } if *fee == cost), "{answer:?}");
}

#[tokio::test]
async fn money_goes_back_once_under_its_key() {
    let mut house = House::approved().await;
    house.drive().await;
    let (some, rest) = (Uuid::from_u128(20), Uuid::from_u128(21));
    for fault in [Fault::Lost, Fault::BrokenAfter, Fault::Unreadable] {
        house.fake.fail(Step::Refund, fault);
        assert!(matches!(house.paypal.refund(&house.payment, 990, some).await, RefundAnswer::Unknown { .. }));
    }
    assert_eq!(house.paypal.refund(&house.payment, 990, some).await, RefundAnswer::Refunded);
    assert_eq!(house.fake.refunds().len(), 1);
    let too_much = house.paypal.refund(&house.payment, 24_990, Uuid::from_u128(22)).await;
    assert_eq!(too_much, RefundAnswer::Refused { code: "refund_amount_exceeded".to_owned() });
    assert_eq!(house.paypal.refund(&house.payment, 24_000, rest).await, RefundAnswer::Refunded);
    let given: Vec<_> = house.fake.refunds().iter().map(|refund| refund["amount"]["value"].clone()).collect();
    assert_eq!(given, ["9.90", "240.00"]);
    assert_eq!(house.fake.complaints(), Vec::<String>::new());
}

#[tokio::test]
async fn a_notice_is_believed_by_its_signature_over_its_very_bytes() {
    let house = House::approved().await;
    let notice = house.fake.captured("WH-1", &house.id());
    let headers: Vec<(String, String)> =
        notice.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let body = notice.body.as_bytes();
    assert_eq!(house.paypal.verify(&headers, body).await, Ok(()));
    let hook = house.paypal.read(body).unwrap();
    let order_id = Some(house.fake.order_of(&house.id()));
    assert_eq!(
        hook.word,
        HookWord::Succeeded {
            payment_id: house.payment.id,
            provider_ref: order_id,
            amount: Some(house.payment.amount),
            // It was sent before the money was taken.
            fee: None,
        }
    );

    let other = notice.body.replace("COMPLETED", "COMPLETED ");
    assert_eq!(house.paypal.verify(&headers, other.as_bytes()).await, Err(HookRefusal::BadSignature));
    assert_eq!(house.paypal.verify(&headers[1..], body).await, Err(HookRefusal::BadSignature), "a header is missing");
    assert!(matches!(house.paypal.verify(&headers, b"no json").await, Err(HookRefusal::Malformed(_))));
    house.fake.fail(Step::Verify, Fault::Broken);
    assert!(matches!(house.paypal.verify(&headers, body).await, Err(HookRefusal::Away(_))), "it may be sent again");
}

#[test]
fn the_secret_is_shown_nowhere() {
    assert!(!format!("{:?}", settings("https://a.example")).contains(CLIENT_SECRET));
}
