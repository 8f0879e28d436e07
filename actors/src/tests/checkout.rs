//! Checkout: what the customer is answered, whatever the provider does.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use impasto_domain::command::{Command, InboxKey};
use impasto_domain::ids::{PaymentId, UserId};
use impasto_domain::money::{Currency, Money};
use impasto_domain::order::{OrderPaymentStatus, OrderStatus};
use impasto_domain::payment::PaymentStatus;
use impasto_domain::ports::hooks::DisputeNotice;
use impasto_domain::refund::{RefundOf, RefundWanted};
use impasto_domain::refusal::Refusal;
use tokio::time::Instant;

use crate::error::EngineError;
use crate::handles::{DisputeWord, ProviderEvent};
use crate::testing::{
    LIMITED_25, Mishap, UNIQUE, World, edition, in_a_house_of_its_own, key, pass, quiet, request, visitor,
};

fn inbox(event_id: &str) -> InboxKey {
    InboxKey { provider: "test".into(), event_id: event_id.into(), notice: None }
}

async fn told(world: &World, payment_id: PaymentId, event_id: &str, event: ProviderEvent) -> OrderPaymentStatus {
    let answer = world.engine.orders().provider_event(payment_id, inbox(event_id), event).await.unwrap();
    answer.order.head.payment_status
}

#[actix::test]
async fn money_at_once_is_answered_as_paid() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    assert_eq!(answer.order.head.payment_status, OrderPaymentStatus::Paid);
    assert_eq!(answer.payment().unwrap().status, PaymentStatus::Succeeded);
    assert_eq!(answer.order.documents.len(), 1);
    assert_eq!(world.stock(UNIQUE).sold, 1);
    assert_eq!(world.provider.asked(answer.payment_id.unwrap()), 1);
    assert_eq!(world.cart_reads(), 0, "the cart was known from its first work");
    world.check();
}

#[actix::test]
async fn a_decline_leaves_the_order_open_and_the_holds_alive() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_declined").await.unwrap();
    assert_eq!(answer.payment().unwrap().status, PaymentStatus::Failed);
    assert_eq!(answer.payment().unwrap().decline_code.as_deref(), Some("card_declined"));
    assert_eq!(answer.order.head.status, OrderStatus::Open);
    assert_eq!(world.stock(UNIQUE).held, 1);
    let orders = world.engine.orders();
    let again = |name: &str, token: &str| {
        let key = key(visitor(1), name);
        orders.pay_again(visitor(1), answer.order.head.id, "test".into(), Some(token.into()), key)
    };
    assert_eq!(again("2", "tok_declined").await.unwrap().order.payments.len(), 2);
    let paid = again("3", "tok_ok").await.unwrap();
    assert_eq!(paid.order.head.payment_status, OrderPaymentStatus::Paid);
    assert_eq!(again("3", "tok_ok").await.unwrap(), paid);
    assert!(again("4", "tok_ok").await.is_err());
    world.check();
}

#[actix::test]
async fn a_customer_who_must_authenticate_is_answered_at_once_and_confirms() {
    let world = World::start();
    let before = Instant::now();
    let answer = world.buy(visitor(1), UNIQUE, "tok_3ds").await.unwrap();
    assert!(before.elapsed().as_secs() < 1);
    let payment_id = answer.payment_id.unwrap();
    assert_eq!(answer.payment().unwrap().status, PaymentStatus::RequiresAction);
    assert_eq!(answer.payment().unwrap().client_secret.as_deref(), Some("secret"));
    let orders = world.engine.orders();
    let confirm = || orders.confirm(Some(visitor(1)), answer.order.head.id, payment_id);
    assert_eq!(confirm().await.unwrap().payment().unwrap().status, PaymentStatus::RequiresAction);
    world.provider.authorise(payment_id);
    assert_eq!(confirm().await.unwrap().payment().unwrap().status, PaymentStatus::Succeeded);
    let asked = world.provider.asked(payment_id);
    assert_eq!(confirm().await.unwrap().payment().unwrap().status, PaymentStatus::Succeeded);
    assert_eq!(world.provider.asked(payment_id), asked, "a payment that is over was asked for again");
    let strangers = world.engine.orders().confirm(Some(visitor(2)), answer.order.head.id, payment_id).await;
    assert!(matches!(strangers, Err(EngineError::Refused(Refusal::NotFound { .. }))));
    world.check();
}

#[actix::test]
async fn a_customer_who_authenticated_and_never_came_back_is_charged_all_the_same() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_3ds").await.unwrap();
    world.provider.authorise(answer.payment_id.unwrap());
    quiet(|| world.order().head.payment_status == OrderPaymentStatus::Paid).await;
    world.check();
}

#[actix::test]
async fn a_webhook_settles_once_however_often_it_comes() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_3ds").await.unwrap();
    let payment_id = answer.payment_id.unwrap();
    world.provider.take(payment_id);
    let paid = || ProviderEvent::Succeeded { provider_ref: Some("ref".into()), fee: None };
    for event in ["evt_1", "evt_1", "evt_2"] {
        assert_eq!(told(&world, payment_id, event, paid()).await, OrderPaymentStatus::Paid);
    }
    let unknown = PaymentId(uuid::Uuid::from_u128(5));
    let answer = world.engine.orders().provider_event(unknown, inbox("evt_3"), paid()).await;
    assert!(matches!(answer, Err(EngineError::Refused(Refusal::NotFound { .. }))));
    world.check();
}

#[actix::test]
async fn a_dispute_counts_once_and_in_any_order() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    let payment_id = answer.payment_id.unwrap();
    let amount = answer.order.total();
    let opened = |reference: &str| {
        let dispute = DisputeNotice {
            reference: reference.to_owned(),
            reason: "fraudulent".to_owned(),
            amount,
            fee: None,
            evidence_due_at: None,
        };
        ProviderEvent::Dispute(DisputeWord::Opened(dispute))
    };
    let closed =
        |reference: &str, won| ProviderEvent::Dispute(DisputeWord::Closed { reference: reference.to_owned(), won });
    for event in ["evt_1", "evt_1", "evt_2"] {
        assert_eq!(told(&world, payment_id, event, opened("one")).await, OrderPaymentStatus::Disputed);
    }
    world.check();
    assert_eq!(told(&world, payment_id, "evt_3", closed("one", true)).await, OrderPaymentStatus::Paid);
    // The second is lost, which is heard first.
    assert_eq!(told(&world, payment_id, "evt_5", closed("two", false)).await, OrderPaymentStatus::Paid);
    assert_eq!(told(&world, payment_id, "evt_4", opened("two")).await, OrderPaymentStatus::Refunded);
    assert_eq!(world.order().disputes.len(), 2);
    assert_eq!(world.provider.refunds(payment_id), 0, "the provider gives nothing a second time");
    world.check();
}

#[actix::test]
async fn a_webhook_may_say_no() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_3ds").await.unwrap();
    let failed = ProviderEvent::Failed { code: "expired_card".into() };
    let status = told(&world, answer.payment_id.unwrap(), "evt_1", failed).await;
    assert_eq!(status, OrderPaymentStatus::Failed);
    assert_eq!(world.stock(UNIQUE).held, 1);
}

#[actix::test]
async fn money_within_the_wait_is_answered_as_paid() {
    let world = World::start();
    world.add(visitor(1), UNIQUE).await.unwrap();
    let before = Instant::now();
    let answer = world.checkout(visitor(1), "tok_late:3").await.unwrap();
    assert_eq!(answer.order.head.payment_status, OrderPaymentStatus::Paid);
    assert_eq!(before.elapsed().as_secs(), 3);
    world.check();
}

#[actix::test]
async fn money_after_the_wait_is_answered_as_pending_at_once_and_comes_in_later() {
    let world = World::start();
    world.add(visitor(1), UNIQUE).await.unwrap();
    let before = Instant::now();
    let answer = world.checkout(visitor(1), "tok_late:60").await.unwrap();
    assert_eq!(answer.payment().unwrap().status, PaymentStatus::Pending);
    assert!(before.elapsed().as_secs() < 1, "nobody waits for what is known to be late");
    quiet(|| world.order().head.payment_status == OrderPaymentStatus::Paid).await;
    assert!((60..=63).contains(&before.elapsed().as_secs()));
    world.check();
}

#[actix::test]
async fn a_webhook_ends_the_wait_for_a_late_payment() {
    let world = World::start();
    world.add(visitor(1), UNIQUE).await.unwrap();
    let before = Instant::now();
    let checkout = world.checkout(visitor(1), "tok_late:4");
    let webhook = async {
        quiet(|| world.journal.count("HoldPayment") == 1).await;
        let payment_id = world.order().payments[0].id;
        world.provider.take(payment_id);
        told(&world, payment_id, "evt_1", ProviderEvent::Succeeded { provider_ref: None, fee: None }).await
    };
    let (answer, _) = tokio::join!(checkout, webhook);
    assert_eq!(answer.unwrap().order.head.payment_status, OrderPaymentStatus::Paid);
    assert!(before.elapsed().as_secs() < 1);
}

#[actix::test]
async fn a_silent_provider_is_answered_as_pending_after_the_wait_and_the_order_expires() {
    let world = World::start();
    world.add(visitor(1), UNIQUE).await.unwrap();
    let before = Instant::now();
    let answer = world.checkout(visitor(1), "tok_lost").await.unwrap();
    assert_eq!(answer.payment().unwrap().status, PaymentStatus::Pending);
    assert_eq!(before.elapsed().as_secs(), 5);
    quiet(|| world.order().head.status == OrderStatus::Expired).await;
    assert!((900..1_000).contains(&before.elapsed().as_secs()), "{:?}", before.elapsed());
    assert_eq!(world.stock(UNIQUE).available, 1);
    quiet(|| world.journal.open_jobs("drive_payment").is_empty()).await;
    world.check();
}

#[actix::test]
async fn an_answer_that_is_lost_is_asked_for_again() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_muddled:2").await.unwrap();
    assert_eq!(answer.order.head.payment_status, OrderPaymentStatus::Paid);
    assert_eq!(world.provider.asked(answer.payment_id.unwrap()), 3);
    world.check();
}

#[actix::test]
async fn money_after_the_holds_takes_the_stock_again_if_it_is_there() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_declined").await.unwrap();
    quiet(|| world.order().head.status == OrderStatus::Expired).await;
    // The bank changes its mind.
    let payment_id = answer.payment_id.unwrap();
    world.provider.take(payment_id);
    let paid = ProviderEvent::Succeeded { provider_ref: None, fee: None };
    assert_eq!(told(&world, payment_id, "evt_1", paid).await, OrderPaymentStatus::Paid);
    assert_eq!(world.order().head.status, OrderStatus::Open);
    assert_eq!(world.journal.count("SettlePayment"), 2, "not sent again as late money");
    assert_eq!(world.stock(UNIQUE).sold, 1);
    world.check();
}

#[actix::test]
async fn money_after_the_goods_are_gone_goes_back_by_itself() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_declined").await.unwrap();
    quiet(|| world.order().head.status == OrderStatus::Expired).await;
    world.add(visitor(2), UNIQUE).await.unwrap();
    let payment_id = answer.payment_id.unwrap();
    world.provider.take(payment_id);
    world.provider.unknown_refunds(2);
    told(&world, payment_id, "evt_1", ProviderEvent::Succeeded { provider_ref: None, fee: None }).await;
    quiet(|| world.order().payments[0].status == PaymentStatus::Refunded).await;
    assert_eq!(world.provider.refunds(payment_id), 3);
    assert_eq!(world.stock(UNIQUE).held, 1);
    world.check();
}

#[test]
fn fifty_equal_checkouts_are_one_with_fifty_equal_answers() {
    for token in ["tok_ok", "tok_late:2", "tok_3ds", "tok_declined", "tok_muddled:1"] {
        in_a_house_of_its_own(fifty_equal_checkouts(token));
    }
}

async fn fifty_equal_checkouts(token: &'static str) {
    let world = World::start();
    world.add(visitor(1), UNIQUE).await.unwrap();
    let checkouts = (0..50).map(|_| world.checkout(visitor(1), token));
    let answers = futures_util::future::join_all(checkouts).await;
    let first = answers[0].as_ref().unwrap();
    for answer in &answers {
        assert_eq!(answer.as_ref().unwrap(), first);
    }
    let asked = world.provider.asked(first.payment_id.unwrap());
    assert_eq!(asked, if matches!(token, "tok_late:2" | "tok_muddled:1") { 2 } else { 1 }, "{token}");
    // One that comes much later gets the same, though the invoice was rendered meanwhile.
    pass(4).await;
    assert_eq!(world.checkout(visitor(1), token).await.unwrap(), *first);
    assert_eq!(world.provider.asked(first.payment_id.unwrap()), asked, "{token}");
    assert_eq!(world.order().payments.len(), 1);
    world.check();
}

#[actix::test]
async fn a_repeat_on_another_node_is_answered_with_what_became_of_it() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    pass(60).await;
    let other = world.another_engine(|_| {});
    let again = other.checkout(visitor(1)).place(request("tok_ok"), key(visitor(1), "checkout")).await.unwrap();
    assert_eq!(again.payment(), answer.payment());
    assert_eq!(world.provider.asked(answer.payment_id.unwrap()), 1);
    let mut body = key(visitor(1), "checkout");
    body.body_hash = [2; 32];
    let mismatch = other.checkout(visitor(1)).place(request("tok_3ds"), body).await;
    assert!(matches!(mismatch, Err(EngineError::Refused(Refusal::IdempotencyMismatch))));
}

#[actix::test]
async fn a_caller_who_goes_away_is_charged_for_what_was_placed() {
    let world = World::start();
    world.add(visitor(1), UNIQUE).await.unwrap();
    let engine = world.engine.clone();
    let checkout = actix::spawn(async move {
        engine.checkout(visitor(1)).place(request("tok_late:2"), key(visitor(1), "checkout")).await
    });
    quiet(|| world.journal.count("PlaceOrder") == 1).await;
    checkout.abort();
    quiet(|| world.order().head.payment_status == OrderPaymentStatus::Paid).await;
    world.check();
}

#[actix::test]
async fn a_lapsed_line_stops_the_checkout_and_nothing_is_charged() {
    let world = World::start();
    world.add(visitor(1), UNIQUE).await.unwrap();
    pass(601).await;
    let answer = world.checkout(visitor(1), "tok_ok").await;
    assert!(matches!(answer, Err(EngineError::Refused(Refusal::CartChanged { lines })) if lines.len() == 1));
    assert!(world.journal.orders().is_empty());
}

#[actix::test]
async fn a_checkout_decided_on_an_old_cart_is_decided_again() {
    let world = World::start();
    world.add(visitor(1), UNIQUE).await.unwrap();
    world.journal.tell_nobody();
    let more = Command::PlaceHold { owner: visitor(1), edition_id: edition(LIMITED_25), quantity: 2 };
    world.journal.elsewhere(more).unwrap();
    let answer = world.checkout(visitor(1), "tok_ok").await.unwrap();
    assert_eq!(answer.order.lines().count(), 2);
    assert_eq!(world.journal.count("PlaceOrder"), 2);
}

#[actix::test]
async fn an_expected_total_is_checked_and_an_unknown_provider_refused() {
    let world = World::start();
    let checkout = world.engine.checkout(visitor(1));
    let empty = checkout.place(request("tok_ok"), key(visitor(1), "a")).await;
    assert!(matches!(empty, Err(EngineError::Refused(Refusal::CartEmpty))));
    world.add(visitor(1), UNIQUE).await.unwrap();
    let wrong = crate::CheckoutRequest { expected_total: Some(Money::new(1, Currency::EUR)), ..request("tok_ok") };
    let refused = checkout.place(wrong, key(visitor(1), "b")).await;
    assert!(matches!(refused, Err(EngineError::Refused(Refusal::TotalChanged { .. }))));
    let nobody = crate::CheckoutRequest { provider: "nobody".into(), ..request("tok_ok") };
    let refused = checkout.place(nobody, key(visitor(1), "c")).await;
    assert!(matches!(refused, Err(EngineError::Refused(Refusal::Invalid { .. }))));
    let right =
        crate::CheckoutRequest { expected_total: Some(Money::new(12_345 + 990, Currency::EUR)), ..request("tok_ok") };
    checkout.place(right, key(visitor(1), "d")).await.unwrap();
}

#[actix::test]
async fn too_many_open_checkouts_are_answered_as_pending_and_driven_later() {
    let world = World::with(|config| config.checkouts_max = 1);
    world.add(visitor(1), UNIQUE).await.unwrap();
    world.add(visitor(2), LIMITED_25).await.unwrap();
    let slow = world.checkout(visitor(1), "tok_late:4");
    let other = async {
        quiet(|| world.engine.depths().checkouts == 1).await;
        world.checkout(visitor(2), "tok_ok").await
    };
    let (slow, other) = tokio::join!(slow, other);
    assert_eq!(slow.unwrap().order.head.payment_status, OrderPaymentStatus::Paid);
    let other = other.unwrap();
    assert_eq!(other.payment().unwrap().status, PaymentStatus::Pending);
    let before = Instant::now();
    let paid = || {
        let orders = world.journal.orders();
        orders.iter().all(|order| order.head.payment_status == OrderPaymentStatus::Paid)
    };
    quiet(paid).await;
    assert!(before.elapsed().as_secs() <= 63, "not before its lease ran out, and not much later");
    world.check();
}

#[actix::test]
async fn a_checkout_waits_out_a_journal_that_is_away() {
    let world = World::start();
    world.add(visitor(1), UNIQUE).await.unwrap();
    world.journal.plan("SettlePayment", &[Mishap::Before, Mishap::Busy, Mishap::After]);
    let answer = world.checkout(visitor(1), "tok_ok").await.unwrap();
    assert_eq!(answer.order.head.payment_status, OrderPaymentStatus::Paid);
    assert_eq!(world.provider.asked(answer.payment_id.unwrap()), 1);
    world.check();
}

#[actix::test]
async fn a_cancelled_order_gives_the_money_back() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    let orders = world.engine.orders();
    let strangers = orders.cancel(Some(visitor(2)), answer.order.head.id, None, None).await;
    assert!(matches!(strangers, Err(EngineError::Refused(Refusal::NotFound { .. }))));
    world.provider.refused_refunds(3);
    let cancelled = orders.cancel(Some(visitor(1)), answer.order.head.id, None, None).await.unwrap();
    assert_eq!(cancelled.order.head.status, OrderStatus::Cancelled);
    assert_eq!(world.stock(UNIQUE).available, 1);
    quiet(|| world.order().payments[0].status == PaymentStatus::Refunded).await;
    assert!(orders.cancel(None, answer.order.head.id, None, None).await.is_err());
    world.check();
}

#[actix::test]
async fn an_order_cancelled_while_it_is_paid_keeps_nobodys_money() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_3ds").await.unwrap();
    let payment_id = answer.payment_id.unwrap();
    world.provider.take(payment_id);
    world.engine.orders().cancel(Some(visitor(1)), answer.order.head.id, None, None).await.unwrap();
    quiet(|| world.order().payments[0].status == PaymentStatus::Refunded).await;
    quiet(|| world.journal.open_jobs("expire_order").is_empty()).await;
    world.check();
}

#[actix::test]
async fn an_expiring_order_whose_money_is_there_is_a_sale() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_lost").await.unwrap();
    world.provider.take(answer.payment_id.unwrap());
    world.provider.unknown_cancels(2);
    quiet(|| world.order().head.payment_status == OrderPaymentStatus::Paid).await;
    assert_eq!(world.stock(UNIQUE).sold, 1);
    world.check();
}

#[actix::test]
async fn a_stopping_engine_finishes_its_checkouts_and_takes_no_more() {
    let world = World::start();
    world.add(visitor(1), UNIQUE).await.unwrap();
    let checkout = world.checkout(visitor(1), "tok_late:3");
    let stop = async {
        quiet(|| world.journal.count("HoldPayment") == 1).await;
        world.engine.shutdown().await;
        world.add(visitor(2), LIMITED_25).await
    };
    let (paid, refused) = tokio::join!(checkout, stop);
    assert_eq!(paid.unwrap().order.head.payment_status, OrderPaymentStatus::Paid);
    assert!(matches!(refused, Err(EngineError::Busy { .. })));
}

#[actix::test]
async fn answers_are_shared_not_copied() {
    let world = World::start();
    world.add(visitor(1), UNIQUE).await.unwrap();
    let (first, second) = tokio::join!(world.checkout(visitor(1), "tok_ok"), world.checkout(visitor(1), "tok_ok"));
    assert!(Arc::ptr_eq(&first.unwrap().order, &second.unwrap().order));
    assert!(world.order().head.placed_at - world.order().payments[0].created_at < TimeDelta::seconds(1));
}

#[actix::test]
async fn an_attempt_that_waits_for_its_customer_gives_way_to_another() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_3ds").await.unwrap();
    let order_id = answer.order.head.id;
    assert_eq!(answer.order.head.payment_status, OrderPaymentStatus::RequiresAction);
    let again = |token: &str, name: &str| {
        let (orders, key) = (world.engine.orders(), key(visitor(1), name));
        let token = Some(token.to_owned());
        async move { orders.pay_again(visitor(1), order_id, "test".into(), token, key).await }
    };
    let second = again("tok_3ds", "second").await.unwrap();
    assert_eq!(second.payment().unwrap().status, PaymentStatus::RequiresAction);
    assert_eq!(second.order.payments[0].decline_code.as_deref(), Some("superseded"));
    // A repeat is not another attempt.
    assert_eq!(again("tok_3ds", "second").await.unwrap().payment_id, second.payment_id);
    let paid = again("tok_ok", "third").await.unwrap();
    assert_eq!(paid.order.head.payment_status, OrderPaymentStatus::Paid);
    assert_eq!(world.order().payments.len(), 3);
    pass(120).await;
    world.check();
}

#[actix::test]
async fn an_attempt_whose_money_has_come_is_not_called_off() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_3ds").await.unwrap();
    world.provider.take(answer.payment_id.unwrap());
    let (order_id, key) = (answer.order.head.id, key(visitor(1), "again"));
    let other = world.another_engine(|_| {});
    // A repeat gets the same answer, wherever it comes.
    for engine in [&world.engine, &world.engine, &other] {
        let (orders, key) = (engine.orders(), key.clone());
        let paid = orders.pay_again(visitor(1), order_id, "test".into(), Some("tok_ok".into()), key).await.unwrap();
        assert_eq!((paid.payment_id, paid.order.head.payment_status), (answer.payment_id, OrderPaymentStatus::Paid));
    }
    assert_eq!(world.order().payments.len(), 1);
    world.check();
}

#[actix::test]
async fn an_attempt_that_is_under_way_keeps_others_out() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_late:100").await.unwrap();
    let (order_id, key) = (answer.order.head.id, key(visitor(1), "again"));
    let orders = world.engine.orders();
    let refused = orders.pay_again(visitor(1), order_id, "test".into(), Some("tok_ok".into()), key).await;
    assert!(matches!(refused, Err(EngineError::Refused(Refusal::Conflict { .. }))));
}

#[actix::test]
async fn a_paid_order_that_is_called_off_is_answered_refunded() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    let orders = world.engine.orders();
    let cancel = || orders.cancel(None, answer.order.head.id, None, Some(key(visitor(1), "cancel")));
    let cancelled = cancel().await.unwrap();
    assert_eq!(cancelled.order.head.payment_status, OrderPaymentStatus::Refunded);
    assert_eq!(cancel().await.unwrap().order, cancelled.order);
    assert_eq!(world.provider.refunds(answer.payment_id.unwrap()), 1);
    quiet(|| world.journal.open_jobs("refund_payment").is_empty()).await;
    world.check();
}

#[actix::test]
async fn two_refunds_of_one_order_each_go_back_once_whatever_the_provider_says() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    let (order_id, payment_id) = (answer.order.head.id, answer.payment_id.unwrap());
    let total = answer.order.total();
    let staff = UserId(uuid::Uuid::from_u128(1));
    let orders = world.engine.orders();
    let refund = |minor: i64, name: &str| {
        let of = RefundOf::Amount(Money::new(minor, total.currency));
        let wanted = RefundWanted { of, restock: false, reason: "Torn corner".to_owned() };
        orders.refund(order_id, wanted, staff, Some(key(visitor(1), name)))
    };
    world.provider.unknown_refunds(2);
    let first = refund(1_000, "first").await.unwrap();
    assert_eq!(first.order.head.payment_status, OrderPaymentStatus::Paid, "the provider has not answered");
    let again = refund(1_000, "first").await.unwrap();
    assert_eq!(again.order.refunds.len(), 1, "the same key is the same refund");
    let rest = total.amount_minor - 1_000;
    let more = refund(rest + 1, "more").await;
    assert!(matches!(more, Err(EngineError::Refused(Refusal::Invalid { .. }))), "what is on its way counts: {more:?}");
    refund(rest, "rest").await.unwrap();
    quiet(|| world.order().payments[0].status == PaymentStatus::Refunded).await;
    assert_eq!(world.order().payments[0].refunded_minor, total.amount_minor);
    assert!(world.provider.refunds(payment_id) >= 3, "asked again where it did not answer");
    quiet(|| world.journal.open_jobs("refund_payment").is_empty()).await;
    world.check();
}

/// A read that is under way when its thread ends could not give its connection back.
#[actix::test]
async fn a_stopping_engine_waits_for_what_it_reads_and_reads_no_more() {
    let world = World::start();
    let node = world.engine.node();
    let before = Instant::now();
    let slow = node.read(async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        Ok::<_, EngineError>(7)
    });
    let (read, ()) = tokio::join!(slow, world.engine.shutdown());
    assert_eq!(read.unwrap(), 7);
    assert!(before.elapsed() >= Duration::from_secs(3));
    let after = node.read(async { Ok::<_, EngineError>(()) }).await;
    assert!(matches!(after, Err(EngineError::Busy { .. })));
}
