//! Deadlines: holds released on time, extended, warned of; none lost by restart or passivation.

use std::sync::atomic::Ordering;

use impasto_domain::cart::LineLoss;
use impasto_domain::command::Command;

use crate::budget::ClientKey;
use crate::testing::{LIMITED_25, Mishap, UNIQUE, World, edition, pass, quiet, visitor};

#[actix::test]
async fn a_hold_is_released_when_its_time_is_over() {
    // Without the sweeper, and without looking around when idle: the edition's own actor keeps the time.
    let world = World::with(|config| {
        config.sweep_every = std::time::Duration::from_secs(86_400);
        config.inventory_idle = std::time::Duration::from_secs(86_400);
    });
    world.add(visitor(1), UNIQUE).await.unwrap();
    pass(599).await;
    assert_eq!(world.stock(UNIQUE).held, 1);
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    assert_eq!((world.stock(UNIQUE).held, world.stock(UNIQUE).available), (0, 1));
    let cart = world.engine.cart(visitor(1)).get().await.unwrap();
    assert_eq!(cart.state.cart.lines[0].lost, Some(LineLoss::Lapsed));
    world.check();
}

#[actix::test]
async fn many_deadlines_of_one_edition_are_each_kept() {
    let world = World::with(|config| config.sweep_every = std::time::Duration::from_secs(86_400));
    for number in 0..10 {
        world.add(visitor(number), LIMITED_25).await.unwrap();
        pass(30).await;
    }
    pass(600 - 300).await;
    for released in 0..10 {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        assert_eq!(world.stock(LIMITED_25).held, 9 - released);
        pass(30).await;
    }
}

#[actix::test]
async fn an_extension_moves_the_deadline_once() {
    let world = World::start();
    let line = world.add(visitor(1), UNIQUE).await.unwrap().state.cart.lines[0].id;
    let cart = world.engine.cart(visitor(1));
    pass(500).await;
    cart.extend(line, None).await.unwrap();
    assert!(cart.extend(line, None).await.is_err());
    pass(399).await;
    assert_eq!(world.stock(UNIQUE).held, 1);
    pass(2).await;
    assert_eq!(world.stock(UNIQUE).held, 0);
}

#[actix::test]
async fn a_lapsed_line_can_be_held_again() {
    let world = World::start();
    let line = world.add(visitor(1), UNIQUE).await.unwrap().state.cart.lines[0].id;
    pass(602).await;
    let again = world.engine.cart(visitor(1)).rehold(line, ClientKey::EXEMPT, None).await.unwrap();
    assert_eq!(again.state.cart.lines[0].lost, None);
    assert_eq!(world.stock(UNIQUE).held, 1);
}

#[actix::test]
async fn a_minute_before_the_end_the_owner_is_warned_once() {
    let world = World::start();
    let answer = world.add(visitor(1), UNIQUE).await.unwrap();
    let (line, until) = (answer.state.cart.lines[0].id, answer.state.holds[0].expires_at);
    pass(539).await;
    assert!(world.live.lapsing.lock().unwrap().is_empty());
    pass(2).await;
    assert_eq!(*world.live.lapsing.lock().unwrap(), [(visitor(1), line, until)]);
    // An extended line is warned of again, by its new deadline.
    let extended = world.engine.cart(visitor(1)).extend(line, None).await.unwrap().state.holds[0].expires_at;
    pass(400).await;
    assert_eq!(world.live.lapsing.lock().unwrap()[1..], [(visitor(1), line, extended)]);
}

#[actix::test]
async fn no_warning_comes_for_what_was_removed() {
    let world = World::start();
    let line = world.add(visitor(1), UNIQUE).await.unwrap().state.cart.lines[0].id;
    world.add(visitor(1), LIMITED_25).await.unwrap();
    world.engine.cart(visitor(1)).remove(line, None).await.unwrap();
    pass(700).await;
    assert_eq!(world.live.lapsing.lock().unwrap().len(), 1);
}

#[actix::test]
async fn a_restart_loses_no_deadline() {
    let world = World::start();
    world.add(visitor(1), UNIQUE).await.unwrap();
    world.engine.shutdown().await;
    let _after = world.another_engine(|_| {});
    pass(599).await;
    assert_eq!(world.stock(UNIQUE).held, 1);
    pass(3).await;
    assert_eq!(world.stock(UNIQUE).held, 0);
}

#[actix::test]
async fn the_sweeper_finds_what_another_node_held_and_survives_a_store_that_is_away() {
    let world = World::start();
    let elsewhere = Command::PlaceHold { owner: visitor(1), edition_id: edition(UNIQUE), quantity: 1 };
    world.journal.elsewhere(elsewhere).unwrap();
    pass(598).await;
    world.journal.failing_reads.store(3, Ordering::SeqCst);
    world.journal.plan("ExpireHolds", &[Mishap::Before, Mishap::Busy]);
    quiet(|| world.stock(UNIQUE).available == 1).await;
    assert_eq!(world.journal.failing_reads.load(Ordering::SeqCst), 0);
    assert_eq!(world.journal.count("ExpireHolds"), 3);
}

#[actix::test]
async fn a_store_that_stays_away_is_not_asked_in_a_storm() {
    let world = World::start();
    world.add(visitor(1), UNIQUE).await.unwrap();
    world.journal.plan("ExpireHolds", &[Mishap::Before; 100]);
    pass(630).await;
    let asked = world.journal.count("ExpireHolds");
    assert!((20..=35).contains(&asked), "asked {asked} times in 30 s");
}

#[actix::test]
async fn holds_of_an_order_in_payment_are_not_asked_for_every_second() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_lost").await.unwrap();
    world.provider.unknown_cancels(1_000);
    // The payment's time is over after 900 s; the provider does not say whether it has cancelled.
    pass(900 + 300).await;
    let asked = world.journal.count("ExpireHolds");
    assert!(asked < 25, "asked {asked} times");
    assert_eq!(world.stock(UNIQUE).held, 1);
    assert!(!world.provider.keeps(answer.payment_id.unwrap()));
}
