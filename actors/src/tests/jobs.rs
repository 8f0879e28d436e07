//! Jobs: what was abandoned is done, by whoever takes it; money is never given up.

use impasto_domain::command::{Command, PlaceOrder};
use impasto_domain::job::LeaseTerm;
use impasto_domain::order::{OrderPaymentStatus, OrderStatus};
use impasto_domain::payment::PaymentStatus;
use impasto_domain::reply::Reply;
use tokio::time::Instant;

use crate::testing::{LIMITED_25, Mishap, UNIQUE, World, edition, pass, quiet, request, visitor};

/// Places an order as a node that dies right after would have.
fn place_and_die(world: &World, lasts_ms: u32) {
    let owner = visitor(1);
    world.journal.elsewhere(Command::PlaceHold { owner, edition_id: edition(UNIQUE), quantity: 1 }).unwrap();
    let asked = request("tok_ok");
    let order = PlaceOrder {
        owner,
        cart_version: world.cart(owner).cart.version,
        editions: vec![edition(UNIQUE)],
        email: asked.email,
        locale: asked.locale,
        shipping_address: asked.shipping_address.clone(),
        billing_address: asked.shipping_address,
        vat_id: None,
        shipping: asked.shipping,
        expected_total: None,
        quote: None,
        provider: asked.provider,
        token: asked.token,
        return_url: asked.return_url,
        lease: LeaseTerm { token: uuid::Uuid::from_u128(77), lasts_ms },
    };
    let reply = world.journal.elsewhere(Command::PlaceOrder(Box::new(order))).unwrap();
    assert!(matches!(reply, Reply::Order { .. }));
}

#[actix::test]
async fn a_payment_whose_node_died_is_driven_after_its_lease_and_not_before() {
    let world = World::start();
    let before = Instant::now();
    place_and_die(&world, 60_000);
    quiet(|| world.order().head.payment_status == OrderPaymentStatus::Paid).await;
    assert!((60..=63).contains(&before.elapsed().as_secs()), "{:?}", before.elapsed());
    quiet(|| world.journal.open_jobs("drive_payment").is_empty()).await;
    world.check();
}

#[actix::test]
async fn many_nodes_drive_one_abandoned_payment_to_one_sale() {
    let world = World::start();
    let _others = [world.another_engine(|_| {}), world.another_engine(|_| {})];
    place_and_die(&world, 10_000);
    quiet(|| world.order().head.payment_status == OrderPaymentStatus::Paid).await;
    assert_eq!(world.provider.asked(world.order().payments[0].id), 1);
    world.check();
}

#[actix::test]
async fn claims_that_fail_are_made_again() {
    let world = World::start();
    place_and_die(&world, 1_000);
    world.journal.plan("Edit", &[Mishap::Before, Mishap::Busy, Mishap::Before, Mishap::After, Mishap::Before]);
    quiet(|| world.order().head.payment_status == OrderPaymentStatus::Paid).await;
    world.check();
}

#[actix::test]
async fn a_refund_that_is_refused_goes_on_for_ever_with_longer_pauses() {
    let world = World::with(|config| {
        config.job_poll = std::time::Duration::from_secs(30);
        config.sweep_every = std::time::Duration::from_secs(60);
        config.viewers_every = std::time::Duration::from_secs(60);
    });
    let answer = world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    world.provider.refused_refunds(20);
    world.engine.orders().cancel(None, answer.order.head.id, None, None).await.unwrap();
    pass(6 * 3_600).await;
    let row = world.journal.open_jobs("refund_payment").remove(0);
    assert!(!row.dead);
    assert!(row.error.unwrap().contains("insufficient_balance"));
    let tries = world.provider.refunds(answer.payment_id.unwrap());
    assert!((10..20).contains(&tries), "{tries} tries in six hours");
    quiet(|| world.journal.open_jobs("refund_payment").is_empty()).await;
    world.check();
}

#[actix::test]
async fn silent_payments_do_not_keep_refunds_from_their_turn() {
    let world = World::with(|config| {
        config.drives_at_once = 2;
        config.provider_call_timeout = std::time::Duration::from_secs(40);
    });
    let sale = world.buy(visitor(0), LIMITED_25, "tok_ok").await.unwrap();
    for number in 1..6 {
        world.buy(visitor(number), LIMITED_25, "tok_lost").await.unwrap();
    }
    pass(120).await;
    let before = Instant::now();
    world.engine.orders().cancel(None, sale.order.head.id, None, None).await.unwrap();
    quiet(|| world.journal.open_jobs("refund_payment").is_empty()).await;
    assert!(before.elapsed().as_secs() <= 1);
}

#[actix::test]
async fn more_jobs_than_places_are_all_done() {
    let world = World::with(|config| config.drives_at_once = 3);
    for number in 0..20 {
        world.buy(visitor(number), LIMITED_25, "tok_late:30").await.unwrap();
    }
    let paid = || {
        let orders = world.journal.orders();
        orders.iter().all(|order| order.head.payment_status == OrderPaymentStatus::Paid)
    };
    let before = Instant::now();
    quiet(paid).await;
    assert!(before.elapsed().as_secs() <= 40, "{:?}", before.elapsed());
    assert_eq!(world.engine.depths().money_jobs, 0);
    world.check();
}

#[actix::test]
async fn a_transfer_that_cannot_be_called_back_buys_what_is_still_there() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_transfer:1200").await.unwrap();
    let payment_id = answer.payment_id.unwrap();
    quiet(|| world.order().head.status == OrderStatus::Expired).await;
    // The copy waits for nobody; the transfer is still asked about.
    assert_eq!(world.stock(UNIQUE).available, 1);
    assert_eq!(world.order().payments[0].status, PaymentStatus::Failed);
    quiet(|| world.order().head.payment_status == OrderPaymentStatus::Paid).await;
    assert_eq!(world.order().head.status, OrderStatus::Open);
    assert_eq!(world.stock(UNIQUE).sold, 1);
    assert!(world.provider.keeps(payment_id));
    assert!(world.order().head.timeline.iter().any(|entry| entry.kind == "paid" && entry.data["late"] == true));
    world.check();
}

#[actix::test]
async fn a_transfer_that_comes_after_the_copy_has_gone_goes_back() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_transfer:1200").await.unwrap();
    let (order_id, payment_id) = (answer.order.head.id, answer.payment_id.unwrap());
    let order = || world.journal.orders().into_iter().find(|order| order.head.id == order_id).unwrap();
    quiet(|| order().head.status == OrderStatus::Expired).await;
    world.buy(visitor(2), UNIQUE, "tok_ok").await.unwrap();
    quiet(|| order().head.payment_status == OrderPaymentStatus::Refunded).await;
    assert_eq!(order().head.status, OrderStatus::Expired);
    assert_eq!(world.provider.refunds(payment_id), 1);
    let said: Vec<_> = order().head.timeline.iter().map(|entry| entry.kind.clone()).collect();
    assert_eq!(said[said.len() - 2..], ["late_payment_refunding", "refunded"]);
    pass(3_600).await;
    assert!(world.journal.open_jobs("drive_payment").is_empty());
    world.check();
}

#[actix::test]
async fn a_transfer_for_an_order_that_was_called_off_goes_back() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_transfer:100").await.unwrap();
    world.engine.orders().cancel(Some(visitor(1)), answer.order.head.id, None, None).await.unwrap();
    quiet(|| world.order().payments[0].status == PaymentStatus::Refunded).await;
    assert_eq!(world.order().head.status, OrderStatus::Cancelled);
    assert_eq!(world.stock(UNIQUE).available, 1);
    world.check();
}
