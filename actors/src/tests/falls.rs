//! Each kind of actor made to fall in the middle of its work: the next request gets a fresh one, and nothing is lost or
//! done twice.

use impasto_domain::order::OrderPaymentStatus;
use impasto_domain::ports::ConnectionSeen;

use crate::budget::ClientKey;
use crate::error::EngineError;
use crate::fault::Place;
use crate::testing::{LIMITED_25, Mishap, UNIQUE, World, edition, in_a_house_of_its_own, key, pass, quiet, visitor};

fn plan(world: &World, place: Place, times: u32) {
    world.engine.node().faults.plan(place, times);
}

fn fell(world: &World, place: Place) -> bool {
    world.engine.node().faults.left(place) == 0
}

#[actix::test]
async fn a_session_that_falls_before_the_store_is_replaced_unnoticed() {
    let world = World::start();
    world.add(visitor(1), LIMITED_25).await.unwrap();
    plan(&world, Place::SessionBefore, 1);
    let cart = world.add(visitor(1), LIMITED_25).await.unwrap();
    assert_eq!(cart.state.cart.lines[0].quantity, 2);
    assert!(fell(&world, Place::SessionBefore));
    world.check();
}

#[actix::test]
async fn a_session_that_falls_after_the_store_does_not_add_twice() {
    let world = World::start();
    plan(&world, Place::SessionAfter, 1);
    let doubt = world.add(visitor(1), LIMITED_25).await;
    assert!(matches!(doubt, Err(EngineError::Unavailable(_))), "{doubt:?}");
    assert_eq!(world.engine.cart(visitor(1)).get().await.unwrap().state.cart.lines[0].quantity, 1);
    // With a key the engine repeats it by itself.
    plan(&world, Place::SessionAfter, 1);
    let cart = world.engine.cart(visitor(1));
    let added = cart.add(edition(LIMITED_25), 1, ClientKey::EXEMPT, Some(key(visitor(1), "add"))).await.unwrap();
    assert_eq!(added.state.cart.lines[0].quantity, 2);
    assert_eq!(world.stock(LIMITED_25).held, 2);
}

/// Whoever hears `Busy` or a refusal may rely on it that nothing was changed.
#[actix::test]
async fn what_was_carried_out_before_a_fall_is_not_called_busy_or_refused() {
    let world = World::start();
    let cart = world.engine.cart(visitor(1));
    let add = || cart.add(edition(LIMITED_25), 1, ClientKey::EXEMPT, Some(key(visitor(1), "add")));
    plan(&world, Place::SessionAfter, 1);
    world.journal.plan_nth(1, Mishap::Busy);
    let doubt = add().await;
    assert!(matches!(doubt, Err(EngineError::Unavailable(_))), "{doubt:?}");
    let line_id = add().await.unwrap().state.cart.lines[0].id;
    assert_eq!(world.stock(LIMITED_25).held, 1);
    // The second try finds no line to remove.
    plan(&world, Place::SessionAfter, 1);
    let doubt = cart.remove(line_id, None).await;
    assert!(matches!(doubt, Err(EngineError::Unavailable(_))), "{doubt:?}");
    assert_eq!(world.stock(LIMITED_25).held, 0);
}

#[actix::test]
async fn requests_that_wait_behind_a_fall_are_carried_out() {
    let world = World::start();
    plan(&world, Place::SessionBefore, 1);
    let cart = world.engine.cart(visitor(1));
    let adds = (0..10).map(|_| cart.add(edition(LIMITED_25), 1, ClientKey::EXEMPT, None));
    for answer in futures_util::future::join_all(adds).await {
        answer.unwrap();
    }
    assert_eq!(world.stock(LIMITED_25).held, 10);
}

#[actix::test]
async fn one_that_falls_every_time_is_not_tried_for_ever() {
    let world = World::start();
    plan(&world, Place::SessionBefore, 1_000);
    assert!(matches!(world.add(visitor(1), UNIQUE).await, Err(EngineError::Unavailable(_))));
    plan(&world, Place::SessionBefore, 0);
    world.add(visitor(1), UNIQUE).await.unwrap();
}

#[actix::test]
async fn an_inventory_actor_that_falls_is_replaced_and_what_was_passed_on_is_answered() {
    let world = World::start();
    world.journal.hold_back_owner(visitor(1));
    let engine = world.engine.clone();
    let passed =
        actix::spawn(async move { engine.cart(visitor(1)).add(edition(LIMITED_25), 1, ClientKey::EXEMPT, None).await });
    quiet(|| world.journal.submissions() == 1).await;
    plan(&world, Place::Inventory, 1);
    world.add(visitor(2), LIMITED_25).await.unwrap();
    assert!(fell(&world, Place::Inventory));
    world.journal.let_all_go();
    passed.await.unwrap().unwrap();
    assert_eq!(world.stock(LIMITED_25).held, 2);
    // Both deadlines are kept, the first by the sweeper at the latest.
    pass(602).await;
    assert_eq!(world.stock(LIMITED_25).held, 0);
}

#[test]
fn a_checkout_that_falls_charges_once_and_answers_everybody() {
    for place in [Place::SessionAfter, Place::CheckoutAsked, Place::CheckoutStored] {
        in_a_house_of_its_own(ten_checkouts_with_a_fall(place));
    }
}

async fn ten_checkouts_with_a_fall(place: Place) {
    let world = World::start();
    world.add(visitor(1), UNIQUE).await.unwrap();
    plan(&world, place, 1);
    let checkouts = (0..10).map(|_| world.checkout(visitor(1), "tok_ok"));
    for answer in futures_util::future::join_all(checkouts).await {
        assert_eq!(answer.unwrap().order.head.payment_status, OrderPaymentStatus::Paid, "{place:?}");
    }
    assert!(fell(&world, place));
    assert_eq!(world.order().payments.len(), 1);
    world.check();
}

#[actix::test]
async fn a_checkout_that_falls_again_and_again_is_finished_by_the_pollers() {
    let world = World::start();
    world.add(visitor(1), UNIQUE).await.unwrap();
    plan(&world, Place::CheckoutAsked, 5);
    assert!(matches!(world.checkout(visitor(1), "tok_ok").await, Err(EngineError::Unavailable(_))));
    quiet(|| world.order().head.payment_status == OrderPaymentStatus::Paid).await;
    assert!(fell(&world, Place::CheckoutAsked));
    let answer = world.checkout(visitor(1), "tok_ok").await.unwrap();
    assert_eq!(answer.order.head.payment_status, OrderPaymentStatus::Paid);
    world.check();
}

#[actix::test]
async fn a_checkout_supervisor_that_falls_is_replaced_without_being_asked() {
    let world = World::start();
    world.buy(visitor(1), UNIQUE, "tok_late:30").await.unwrap();
    plan(&world, Place::CheckoutPoll, 3);
    quiet(|| world.order().head.payment_status == OrderPaymentStatus::Paid).await;
    assert!(fell(&world, Place::CheckoutPoll));
    world.check();
}

#[actix::test]
async fn a_sweeper_that_falls_is_replaced_without_being_asked() {
    let world = World::start();
    plan(&world, Place::Sweep, 3);
    world.add(visitor(1), UNIQUE).await.unwrap();
    world.engine.node().inventories.note(edition(UNIQUE), |_| {});
    plan(&world, Place::Inventory, 1);
    // Its own actor falls and forgets the deadline; only the sweeper can find it.
    assert!(world.add(visitor(2), UNIQUE).await.is_err());
    quiet(|| fell(&world, Place::Sweep)).await;
    pass(602).await;
    assert_eq!(world.stock(UNIQUE).available, 1);
}

#[actix::test]
async fn an_invoice_supervisor_that_falls_is_replaced() {
    let world = World::start();
    plan(&world, Place::Invoice, 1);
    let answer = world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    let bytes = world.engine.orders().document(answer.order.documents[0].id).await.unwrap();
    assert!(bytes.starts_with(b"PDF "));
    assert!(fell(&world, Place::Invoice));
}

#[actix::test]
async fn a_presence_actor_that_falls_is_replaced_and_forgets_nobody() {
    let world = World::start();
    let artwork_id = impasto_domain::ids::ArtworkId(uuid::Uuid::from_u128(2_000));
    plan(&world, Place::Presence, 2);
    world.engine.presence().seen(ConnectionSeen {
        connection_id: uuid::Uuid::from_u128(1),
        owner_id: None,
        role: "visitor".into(),
        viewing: Some(artwork_id),
    });
    quiet(|| !world.live.viewers.lock().unwrap().is_empty()).await;
    assert!(fell(&world, Place::Presence));
    // Its lease is kept alive by the fresh one.
    pass(300).await;
    assert_eq!(world.engine.presence().viewers(artwork_id).await.unwrap(), 1);
}
