//! Carts: order, memory, doubt.

use impasto_domain::command::Command;
use impasto_domain::ids::UserId;
use impasto_domain::refusal::Refusal;

use crate::budget::ClientKey;
use crate::error::EngineError;
use crate::testing::{LIMITED_25, Mishap, OPEN, UNIQUE, World, edition, key, pass, quiet, visitor};

#[actix::test]
async fn a_new_visitors_first_work_costs_no_read() {
    let world = World::start();
    let answer = world.add(visitor(1), UNIQUE).await.unwrap();
    assert_eq!(answer.state.cart.lines.len(), 1);
    assert_eq!(world.cart_reads(), 0);
    // Neither does looking at it again.
    assert_eq!(world.engine.cart(visitor(1)).get().await.unwrap().state, answer.state);
    assert_eq!(world.cart_reads(), 0);
}

#[actix::test]
async fn the_second_buyer_of_the_last_copy_is_told_so() {
    let world = World::start();
    world.add(visitor(1), UNIQUE).await.unwrap();
    let refused = world.add(visitor(2), UNIQUE).await;
    assert!(matches!(refused, Err(EngineError::Refused(Refusal::SoldOut { available: 0, next_release_at: Some(_) }))));
}

#[actix::test]
async fn one_owners_requests_keep_their_order() {
    let world = World::start();
    let cart = world.engine.cart(visitor(1));
    let line = world.add(visitor(1), LIMITED_25).await.unwrap().state.cart.lines[0].id;
    // Each is faster than the one before: only waiting keeps them in order.
    *world.journal.latencies.lock().unwrap() = (1..=20).map(std::time::Duration::from_millis).collect();
    let sets = (1..=20).rev().map(|quantity| cart.set_quantity(line, quantity, ClientKey::EXEMPT, None));
    let answers = futures_util::future::join_all(sets).await;
    for (quantity, answer) in (1..=20_u32).rev().zip(answers) {
        assert_eq!(answer.unwrap().state.cart.lines[0].quantity, quantity);
    }
    assert_eq!(world.cart(visitor(1)).held_quantity(line), 1);
    world.check();
}

#[actix::test]
async fn an_owner_whose_request_hangs_holds_up_nobody_else() {
    let world = World::start();
    world.journal.hold_back_owner(visitor(1));
    let engine = world.engine.clone();
    let slow =
        actix::spawn(async move { engine.cart(visitor(1)).add(edition(OPEN), 1, ClientKey::EXEMPT, None).await });
    quiet(|| world.journal.submissions() == 1).await;
    // The same edition, so through the same inventory actor.
    world.add(visitor(2), OPEN).await.unwrap();
    assert!(!slow.is_finished());
    world.journal.let_all_go();
    slow.await.unwrap().unwrap();
}

#[actix::test]
async fn a_full_mailbox_is_busy_and_changes_nothing() {
    let world = World::with(|config| config.session_mailbox = 4);
    world.journal.hold_back_owner(visitor(1));
    let cart = world.engine.cart(visitor(1));
    let adds = (0..10).map(|_| cart.add(edition(LIMITED_25), 1, ClientKey::EXEMPT, None));
    let (answers, ()) = tokio::join!(futures_util::future::join_all(adds), async {
        quiet(|| world.journal.submissions() == 1).await;
        world.journal.let_all_go();
    });
    let busy = answers.iter().filter(|answer| matches!(answer, Err(EngineError::Busy { .. }))).count();
    let done = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!((busy, done), (6, 4));
    assert_eq!(world.stock(LIMITED_25).held, 4);
}

#[actix::test]
async fn a_cart_changed_on_another_node_is_seen() {
    let world = World::start();
    world.add(visitor(1), LIMITED_25).await.unwrap();
    let more = Command::PlaceHold { owner: visitor(1), edition_id: edition(UNIQUE), quantity: 1 };
    world.journal.elsewhere(more).unwrap();
    assert_eq!(world.engine.cart(visitor(1)).get().await.unwrap().state.cart.lines.len(), 2);
    assert_eq!(world.cart_reads(), 1);
}

#[actix::test]
async fn a_line_that_memory_does_not_know_is_looked_for_in_the_store() {
    let world = World::start();
    world.add(visitor(1), LIMITED_25).await.unwrap();
    // The news of the other node has not come yet.
    world.journal.tell_nobody();
    let more = Command::PlaceHold { owner: visitor(1), edition_id: edition(UNIQUE), quantity: 1 };
    world.journal.elsewhere(more).unwrap();
    let line = world.cart(visitor(1)).cart.lines[1].id;
    let answer = world.engine.cart(visitor(1)).remove(line, None).await.unwrap();
    assert_eq!(answer.state.cart.lines.len(), 1);
    assert_eq!(world.stock(UNIQUE).available, 1);
    let unknown = world.engine.cart(visitor(1)).remove(line, None).await;
    assert!(matches!(unknown, Err(EngineError::Refused(Refusal::NotFound { .. }))));
}

#[actix::test]
async fn after_a_lost_answer_the_cart_is_read_again() {
    let world = World::start();
    world.journal.plan("PlaceHold", &[Mishap::After]);
    assert!(matches!(world.add(visitor(1), LIMITED_25).await, Err(EngineError::Unavailable(_))));
    let cart = world.engine.cart(visitor(1)).get().await.unwrap();
    assert_eq!(cart.state.cart.lines[0].quantity, 1);
    assert_eq!(world.stock(LIMITED_25).held, 1);
}

#[actix::test]
async fn a_repeat_with_the_same_key_holds_once() {
    let world = World::start();
    let cart = world.engine.cart(visitor(1));
    world.journal.plan("PlaceHold", &[Mishap::After]);
    let add = || cart.add(edition(UNIQUE), 1, ClientKey::EXEMPT, Some(key(visitor(1), "add")));
    assert!(add().await.is_err());
    // The work is sold out by now, by the first of the two: the repeat gets its answer all the same.
    let first = add().await.unwrap();
    assert_eq!(add().await.unwrap().state, first.state);
    assert_eq!(world.stock(UNIQUE).held, 1);
}

#[actix::test]
async fn a_journal_that_never_answers_is_not_waited_for_for_ever() {
    let world = World::start();
    world.journal.plan("PlaceHold", &[Mishap::Never]);
    assert!(matches!(world.add(visitor(1), UNIQUE).await, Err(EngineError::Unavailable(_))));
    world.add(visitor(1), UNIQUE).await.unwrap();
}

#[actix::test]
async fn a_busy_journal_leaves_the_memory_as_it_was() {
    let world = World::start();
    world.add(visitor(1), LIMITED_25).await.unwrap();
    world.journal.plan("PlaceHold", &[Mishap::Busy]);
    assert!(matches!(world.add(visitor(1), LIMITED_25).await, Err(EngineError::Busy { retry_after_s: 1 })));
    world.engine.cart(visitor(1)).get().await.unwrap();
    assert_eq!(world.cart_reads(), 0);
}

#[actix::test]
async fn signing_in_merges_the_carts_and_keeps_the_deadlines() {
    let world = World::start();
    world.add(visitor(1), UNIQUE).await.unwrap();
    let deadline = world.cart(visitor(1)).holds[0].expires_at;
    pass(60).await;
    world.add(visitor(2), LIMITED_25).await.unwrap();
    let merged = world.engine.merge_cart(visitor(1), visitor(2), None).await.unwrap();
    assert_eq!(merged.state.cart.lines.len(), 2);
    assert!(merged.state.holds.iter().any(|hold| hold.expires_at == deadline));
    assert!(world.engine.cart(visitor(1)).get().await.unwrap().state.cart.lines.is_empty());
}

#[actix::test]
async fn the_time_of_an_answer_goes_on_with_its_deadlines() {
    let world = World::start();
    let added = world.add(visitor(1), UNIQUE).await.unwrap();
    pass(42).await;
    let seen = world.engine.cart(visitor(1)).get().await.unwrap();
    let (then, now) = (added.state.holds[0].expires_at - added.now, seen.state.holds[0].expires_at - seen.now);
    assert_eq!((then - now).num_seconds(), 42);
    assert_eq!(world.cart_reads(), 0);
}

#[actix::test]
async fn a_repeated_request_gets_its_first_answer_and_changes_nothing_that_is_remembered() {
    let world = World::with(|config| config.session_idle = std::time::Duration::from_secs(1));
    let cart = world.engine.cart(visitor(1));
    let add = || cart.add(edition(UNIQUE), 1, ClientKey::EXEMPT, Some(key(visitor(1), "add")));
    let first = add().await.unwrap();
    world.checkout(visitor(1), "tok_ok").await.unwrap();
    pass(100).await;
    let repeated = add().await.unwrap();
    assert_eq!(repeated.state, first.state);
    let now = cart.get().await.unwrap();
    assert!(now.state.cart.lines.is_empty() && now.state.cart.version > first.state.cart.version);
    assert!((now.now - first.now).num_seconds() >= 100);
}

#[actix::test]
async fn a_repeat_for_a_line_that_is_gone_gets_its_first_answer() {
    let world = World::start();
    let line_id = world.add(visitor(1), UNIQUE).await.unwrap().state.cart.lines[0].id;
    let cart = world.engine.cart(visitor(1));
    let extended = cart.extend(line_id, Some(key(visitor(1), "extend"))).await.unwrap();
    let removed = cart.remove(line_id, Some(key(visitor(1), "remove"))).await.unwrap();
    let other = world.another_engine(|_| {}).cart(visitor(1));
    for cart in [&cart, &other] {
        assert_eq!(cart.remove(line_id, Some(key(visitor(1), "remove"))).await.unwrap().state, removed.state);
        assert_eq!(cart.extend(line_id, Some(key(visitor(1), "extend"))).await.unwrap().state, extended.state);
        let not_found = |answer| matches!(answer, Err(EngineError::Refused(Refusal::NotFound { .. })));
        assert!(not_found(cart.remove(line_id, Some(key(visitor(1), "another"))).await));
        assert!(not_found(cart.remove(line_id, None).await));
    }
    let other_body = impasto_domain::command::IdempotencyKey { body_hash: [2; 32], ..key(visitor(1), "remove") };
    let mismatch = cart.remove(line_id, Some(other_body)).await;
    assert!(matches!(mismatch, Err(EngineError::Refused(Refusal::IdempotencyMismatch))), "{mismatch:?}");
}

#[actix::test]
async fn a_repeat_is_not_refused_for_a_limit_that_the_first_has_reached() {
    let world = World::with(|config| {
        config.client_works_max = Some(5);
        config.client_copies_max = Some(2);
    });
    let client = ClientKey::of(std::net::IpAddr::from([192, 0, 2, 7]));
    let cart = world.engine.cart(visitor(1));
    let add = |name| cart.add(edition(LIMITED_25), 2, client, Some(key(visitor(1), name)));
    let first = add("first").await.unwrap();
    assert_eq!(add("first").await.unwrap().state, first.state);
    let more = add("second").await;
    assert!(matches!(more, Err(EngineError::Refused(Refusal::HoldLimit { .. }))), "{more:?}");
    assert_eq!(world.stock(LIMITED_25).held, 2);
    assert_eq!(world.engine.depths().budgeted_works, 1);
}

#[actix::test]
async fn a_pick_made_on_another_node_is_known_when_the_line_is_held_again() {
    let world = World::start();
    let cart = world.engine.cart(visitor(1));
    let line_id =
        cart.pick(edition(LIMITED_25), vec![7], ClientKey::EXEMPT, None).await.unwrap().state.cart.lines[0].id;
    // The news of the other node has not come yet.
    world.journal.tell_nobody();
    let more = Command::PickCopies { owner: visitor(1), edition_id: edition(LIMITED_25), ordinals: vec![9] };
    world.journal.elsewhere(more).unwrap();
    for hold in world.cart(visitor(1)).holds {
        let (hold_id, edition_id, by) = (hold.id, hold.edition_id, UserId(uuid::Uuid::from_u128(1)));
        world.journal.elsewhere(Command::ReleaseHold { hold_id, edition_id, by, reason: None }).unwrap();
    }
    let held = cart.rehold(line_id, ClientKey::EXEMPT, None).await.unwrap();
    assert_eq!(held.state.held_ordinals(line_id).into_iter().collect::<Vec<u32>>(), [7, 9]);
    world.check();
}
