//! Fairness: who let a hold go lets others who wait take it, and no client hoards.

use impasto_domain::refusal::Refusal;

use crate::budget::ClientKey;
use crate::error::EngineError;
use crate::testing::{LIMITED_25, OPEN, UNIQUE, World, edition, key, pass, request, visitor};

fn retry_in(world: &World, answer: Result<crate::CartAnswer, EngineError>) -> i64 {
    use impasto_domain::ports::Clock;
    match answer {
        Err(EngineError::Refused(Refusal::HoldLimit { retry_at: Some(at) })) => (at - world.clock.now()).num_seconds(),
        other => panic!("not told to wait: {other:?}"),
    }
}

#[actix::test]
async fn who_let_a_hold_lapse_waits_while_others_want_it() {
    let world = World::start();
    let line = world.add(visitor(1), UNIQUE).await.unwrap().state.cart.lines[0].id;
    pass(580).await;
    assert!(world.add(visitor(2), UNIQUE).await.is_err());
    pass(21).await;
    let cart = world.engine.cart(visitor(1));
    let wait = retry_in(&world, cart.rehold(line, ClientKey::EXEMPT, None).await);
    assert!((55..=60).contains(&wait), "{wait}");
    assert!(retry_in(&world, world.add(visitor(1), UNIQUE).await) >= 55);
    // Neither does a key help.
    let keyed = cart.rehold(line, ClientKey::EXEMPT, Some(key(visitor(1), "again"))).await;
    assert!(retry_in(&world, keyed) >= 55);
    world.add(visitor(2), UNIQUE).await.unwrap();
}

#[actix::test]
async fn who_let_a_hold_lapse_may_have_it_after_a_minute_if_the_others_did_not_come() {
    let world = World::start();
    let line = world.add(visitor(1), UNIQUE).await.unwrap().state.cart.lines[0].id;
    pass(580).await;
    assert!(world.add(visitor(2), UNIQUE).await.is_err());
    pass(21).await;
    let cart = world.engine.cart(visitor(1));
    assert!(cart.rehold(line, ClientKey::EXEMPT, None).await.is_err());
    pass(60).await;
    cart.rehold(line, ClientKey::EXEMPT, None).await.unwrap();
}

#[actix::test]
async fn dropping_and_taking_again_does_not_jump_the_queue() {
    let world = World::start();
    let line = world.add(visitor(1), UNIQUE).await.unwrap().state.cart.lines[0].id;
    assert!(world.add(visitor(2), UNIQUE).await.is_err());
    world.engine.cart(visitor(1)).remove(line, None).await.unwrap();
    assert!(retry_in(&world, world.add(visitor(1), UNIQUE).await) >= 59);
    // Somebody who never held it may take it.
    world.add(visitor(3), UNIQUE).await.unwrap();
}

#[actix::test]
async fn nobody_waits_where_nobody_else_wants_it() {
    let world = World::start();
    let line = world.add(visitor(1), UNIQUE).await.unwrap().state.cart.lines[0].id;
    world.engine.cart(visitor(1)).remove(line, None).await.unwrap();
    world.add(visitor(1), UNIQUE).await.unwrap();
}

#[actix::test]
async fn a_hold_lost_on_another_node_counts_as_lost_here() {
    let world = World::start();
    let line = world.add(visitor(1), UNIQUE).await.unwrap().state.cart.lines[0].id;
    pass(601).await;
    let other = world.another_engine(|_| {});
    let add = |number| {
        let cart = other.cart(visitor(number));
        async move { cart.add(edition(UNIQUE), 1, ClientKey::EXEMPT, None).await }
    };
    let cart = add(2).await.unwrap();
    assert!(add(3).await.is_err());
    other.cart(visitor(2)).remove(cart.state.cart.lines[0].id, None).await.unwrap();
    let again = other.cart(visitor(1)).rehold(line, ClientKey::EXEMPT, None).await;
    assert!(retry_in(&world, again) >= 59);
}

#[actix::test]
async fn an_unpaid_order_that_expired_counts_as_a_lost_hold() {
    let world = World::start();
    world.buy(visitor(1), UNIQUE, "tok_declined").await.unwrap();
    pass(880).await;
    assert!(world.add(visitor(2), UNIQUE).await.is_err());
    pass(60).await;
    assert_eq!(world.stock(UNIQUE).available, 1);
    assert!(world.add(visitor(3), UNIQUE).await.is_ok());
}

#[actix::test]
async fn a_client_with_a_thousand_tokens_leaves_copies_for_others() {
    let world = World::with(|config| config.client_works_max = Some(10));
    let hoarder = ClientKey::of("192.0.2.7".parse().unwrap());
    let add = |number, client| {
        let cart = world.engine.cart(visitor(number));
        async move { cart.add(edition(LIMITED_25), 1, client, None).await }
    };
    let answers = futures_util::future::join_all((0..1_000).map(|number| add(number, hoarder))).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 10);
    for answer in answers.into_iter().filter(Result::is_err) {
        assert!(matches!(answer, Err(EngineError::Refused(Refusal::HoldLimit { .. }))));
    }
    assert_eq!(world.stock(LIMITED_25).available, 15);
    add(2_000, ClientKey::of("192.0.2.8".parse().unwrap())).await.unwrap();
    assert_eq!(world.engine.depths().budgeted_works, 11);
    // What lapses makes room.
    pass(602).await;
    add(3_000, hoarder).await.unwrap();
}

#[actix::test]
async fn a_refused_request_costs_no_place_and_a_purchase_gives_its_own_back() {
    let world = World::with(|config| config.client_works_max = Some(1));
    let home = ClientKey::of("192.0.2.7".parse().unwrap());
    world.add(visitor(9), UNIQUE).await.unwrap();
    let cart = world.engine.cart(visitor(1));
    assert!(cart.add(edition(UNIQUE), 1, home, None).await.is_err());
    cart.add(edition(OPEN), 1, home, None).await.unwrap();
    assert!(retry_in(&world, cart.add(edition(LIMITED_25), 1, home, None).await) > 590);
    world.engine.checkout(visitor(1)).place(request("tok_ok"), key(visitor(1), "checkout")).await.unwrap();
    let second = world.engine.cart(visitor(2));
    second.add(edition(LIMITED_25), 1, home, None).await.unwrap();
}

#[actix::test]
async fn an_unpaid_order_keeps_its_clients_place() {
    let world = World::with(|config| config.client_works_max = Some(1));
    let home = ClientKey::of("192.0.2.7".parse().unwrap());
    world.engine.cart(visitor(1)).add(edition(OPEN), 1, home, None).await.unwrap();
    let checkout = world.engine.checkout(visitor(1));
    let answer = checkout.place(request("tok_lost"), key(visitor(1), "checkout")).await.unwrap();
    let order_id = answer.order.head.id;
    let second = world.engine.cart(visitor(2));
    assert!(second.add(edition(LIMITED_25), 1, home, None).await.is_err());
    world.engine.orders().cancel(Some(visitor(1)), order_id, None, None).await.unwrap();
    second.add(edition(LIMITED_25), 1, home, None).await.unwrap();
}

#[actix::test]
async fn one_client_leaves_half_of_an_edition_whatever_it_asks_for() {
    let world = World::with(|config| {
        config.client_works_max = Some(20);
        config.client_copies_max = Some(100);
    });
    let hoarder = ClientKey::of("192.0.2.7".parse().unwrap());
    let add = |number, quantity, client| {
        let cart = world.engine.cart(visitor(number));
        async move { cart.add(edition(LIMITED_25), quantity, client, None).await }
    };
    assert!(matches!(add(1, 25, hoarder).await, Err(EngineError::Refused(Refusal::HoldLimit { .. }))));
    add(1, 10, hoarder).await.unwrap();
    for number in 2..1_000 {
        let _ = add(number, 1, hoarder).await;
    }
    assert_eq!(world.stock(LIMITED_25).held, 13);
    let line = world.cart(visitor(1)).cart.lines[0].id;
    let more = world.engine.cart(visitor(1)).set_quantity(line, 11, hoarder, None).await;
    assert!(matches!(more, Err(EngineError::Refused(Refusal::HoldLimit { .. }))));
    add(2_000, 12, ClientKey::of("192.0.2.8".parse().unwrap())).await.unwrap();
    // Where nothing is left, that is what is said.
    assert!(matches!(add(3_000, 1, hoarder).await, Err(EngineError::Refused(Refusal::SoldOut { .. }))));
}

#[actix::test]
async fn a_refusal_does_not_empty_the_budget_of_an_address() {
    let world = World::with(|config| {
        config.client_works_max = Some(1);
        config.session_idle = std::time::Duration::from_secs(10);
    });
    let home = ClientKey::of("192.0.2.7".parse().unwrap());
    world.add(visitor(9), UNIQUE).await.unwrap();
    let cart = world.engine.cart(visitor(1));
    cart.add(edition(OPEN), 1, home, None).await.unwrap();
    pass(590).await;
    // The session has gone; what it held still counts.
    assert!(cart.add(edition(UNIQUE), 1, home, None).await.is_err());
    assert!(world.engine.cart(visitor(2)).add(edition(LIMITED_25), 1, home, None).await.is_err());
}

#[actix::test]
async fn an_unpaid_order_that_is_called_off_counts_as_a_dropped_hold() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_3ds").await.unwrap();
    assert!(world.add(visitor(2), UNIQUE).await.is_err());
    world.engine.orders().cancel(Some(visitor(1)), answer.order.head.id, None, None).await.unwrap();
    pass(1).await;
    assert!(retry_in(&world, world.add(visitor(1), UNIQUE).await) >= 55);
    world.add(visitor(2), UNIQUE).await.unwrap();
}

#[actix::test]
async fn a_hold_released_by_hand_counts_as_a_lost_one() {
    let world = World::start();
    let hold = world.add(visitor(1), UNIQUE).await.unwrap().state.holds[0].id;
    assert!(world.add(visitor(2), UNIQUE).await.is_err());
    let by = impasto_domain::ids::UserId(uuid::Uuid::from_u128(5));
    world.engine.inventory().release_hold(hold, edition(UNIQUE), by, None, None).await.unwrap();
    world.engine.cart(visitor(1)).remove(world.cart(visitor(1)).cart.lines[0].id, None).await.unwrap();
    assert!(retry_in(&world, world.add(visitor(1), UNIQUE).await) >= 55);
}
