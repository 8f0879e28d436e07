//! Coming and going: actors that nothing needs are gone, and come back as they were.

use std::time::Duration;

use impasto_domain::refusal::Refusal;

use crate::budget::ClientKey;
use crate::error::EngineError;
use crate::testing::{LIMITED_25, OPEN, UNIQUE, World, edition, pass, quiet, visitor};

#[actix::test]
async fn a_session_without_a_cart_leaves_at_once() {
    let world = World::start();
    world.engine.cart(visitor(1)).get().await.unwrap();
    quiet(|| world.engine.depths().sessions == 0).await;
    let line = world.add(visitor(1), UNIQUE).await.unwrap().state.cart.lines[0].id;
    assert_eq!(world.engine.depths().sessions, 1);
    world.engine.cart(visitor(1)).remove(line, None).await.unwrap();
    quiet(|| world.engine.depths().sessions == 0).await;
}

#[actix::test]
async fn a_session_is_gone_after_its_checkout() {
    let world = World::start();
    world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    quiet(|| world.engine.depths().sessions == 0 && world.engine.depths().checkouts == 0).await;
}

#[actix::test]
async fn an_abandoned_cart_keeps_its_session_until_the_warning_and_no_longer() {
    let world = World::start();
    world.add(visitor(1), UNIQUE).await.unwrap();
    pass(530).await;
    assert_eq!(world.engine.depths().sessions, 1);
    pass(80).await;
    assert_eq!(world.engine.depths().sessions, 0);
    assert_eq!(world.live.lapsing.lock().unwrap().len(), 1);
    // Revived, it knows what the store knows.
    let cart = world.engine.cart(visitor(1)).get().await.unwrap();
    assert_eq!(cart.state.cart.lines[0].edition_id, edition(UNIQUE));
}

#[actix::test]
async fn abandoned_visitors_are_bounded_and_the_latest_stay() {
    let world = World::with(|config| config.sessions_max = 20);
    for number in 0..500 {
        world.add(visitor(number), OPEN).await.unwrap();
    }
    quiet(|| world.engine.depths().sessions <= 20).await;
    world.engine.cart(visitor(499)).get().await.unwrap();
    assert_eq!(world.cart_reads(), 0, "the latest was let go");
    for number in 0..500 {
        let cart = world.engine.cart(visitor(number)).get().await.unwrap();
        assert_eq!(cart.state.cart.lines.len(), 1);
    }
    assert!(world.cart_reads() >= 480);
}

#[actix::test]
async fn one_that_is_used_again_outlives_those_that_are_not() {
    let world = World::with(|config| config.sessions_max = 20);
    for number in 0..200 {
        world.add(visitor(number), OPEN).await.unwrap();
        world.engine.cart(visitor(0)).get().await.unwrap();
    }
    assert_eq!(world.cart_reads(), 0);
}

#[actix::test]
async fn a_busy_session_is_not_let_go() {
    let world = World::with(|config| config.sessions_max = 2);
    world.journal.hold_back_owner(visitor(0));
    let cart = world.engine.cart(visitor(0));
    let slow = actix::spawn(async move { cart.add(edition(OPEN), 1, ClientKey::EXEMPT, None).await });
    quiet(|| world.journal.submissions() == 1).await;
    for number in 1..20 {
        // Twice the most are refused while none can be let go; here they can.
        world.add(visitor(number), OPEN).await.unwrap();
        tokio::task::yield_now().await;
    }
    world.journal.let_all_go();
    slow.await.unwrap().unwrap();
}

#[actix::test]
async fn past_twice_the_most_new_ones_are_refused() {
    let world = World::with(|config| config.sessions_max = 3);
    world.journal.hold_back("PlaceHold");
    let adds: Vec<_> = (0..10)
        .map(|number| {
            let cart = world.engine.cart(visitor(number));
            actix::spawn(async move { cart.add(edition(OPEN), 1, ClientKey::EXEMPT, None).await })
        })
        .collect();
    quiet(|| world.journal.submissions() == 6).await;
    world.journal.let_all_go();
    let mut busy = 0;
    for add in adds {
        busy += usize::from(matches!(add.await.unwrap(), Err(EngineError::Busy { .. })));
    }
    assert_eq!(busy, 4);
}

#[actix::test]
async fn an_unused_edition_has_no_actor() {
    let world = World::start();
    let line = world.add(visitor(1), LIMITED_25).await.unwrap().state.cart.lines[0].id;
    world.engine.cart(visitor(1)).remove(line, None).await.unwrap();
    assert_eq!(world.engine.depths().inventories, 1);
    pass(400).await;
    assert_eq!(world.engine.depths().inventories, 0);
}

#[actix::test]
async fn a_lone_node_answers_sold_out_from_memory_and_one_among_others_does_not() {
    let world = World::start();
    world.add(visitor(0), UNIQUE).await.unwrap();
    let refused =
        |answer| matches!(answer, Err(EngineError::Refused(Refusal::SoldOut { next_release_at: Some(_), .. })));
    for number in 1..100 {
        assert!(refused(world.add(visitor(number), UNIQUE).await));
    }
    assert_eq!(world.journal.count("PlaceHold"), 1);
    let other = world.another_engine(|_| {});
    let cart = other.cart(visitor(200));
    assert!(refused(cart.add(edition(UNIQUE), 1, ClientKey::EXEMPT, None).await));
    assert_eq!(world.journal.count("PlaceHold"), 2);
    // What is released is on the shelf for the next who asks.
    pass(601).await;
    world.add(visitor(1), UNIQUE).await.unwrap();
}

#[actix::test]
async fn a_fresh_inventory_actor_looks_before_it_answers_from_memory() {
    let world = World::start();
    world.add(visitor(0), UNIQUE).await.unwrap();
    world.engine.shutdown().await;
    let after = world.another_engine(|config| config.lone_node = true);
    let add = |number| {
        let cart = after.cart(visitor(number));
        async move { cart.add(edition(UNIQUE), 1, ClientKey::EXEMPT, None).await }
    };
    assert!(add(1).await.is_err());
    tokio::time::sleep(Duration::from_millis(1)).await;
    let before = world.journal.count("PlaceHold");
    assert!(add(2).await.is_err());
    assert_eq!(world.journal.count("PlaceHold"), before);
}
