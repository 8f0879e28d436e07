//! Mails: sent after what they tell of, once while all goes well, and given up only when no server takes them.

use std::sync::atomic::Ordering;

use crate::fault::Place;
use crate::testing::{LIMITED_25, Mishap, UNIQUE, World, pass, quiet, visitor};

fn open(world: &World) -> usize {
    world.journal.open_jobs("send_mail").len()
}

#[actix::test]
async fn a_purchase_is_confirmed_by_one_mail_right_after_it() {
    let world = World::that_writes(|_| {});
    let before = world.clock.passed();
    world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    quiet(|| open(&world) == 0).await;
    assert_eq!(world.post.kinds(), ["order_paid"]);
    assert!(world.clock.passed() - before < std::time::Duration::from_secs(1));
    pass(3_600).await;
    assert_eq!(world.post.kinds(), ["order_paid"]);
    assert_eq!(world.engine.depths().mails, 0);
}

#[actix::test]
async fn a_house_without_mails_looks_for_none() {
    let world = World::start();
    world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    pass(60).await;
    assert_eq!((open(&world), world.post.kinds().len()), (0, 0));
}

#[actix::test]
async fn a_server_that_is_away_only_delays_a_mail() {
    let world = World::that_writes(|_| {});
    world.post.fails.store(5, Ordering::SeqCst);
    world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    quiet(|| open(&world) == 0).await;
    assert_eq!(world.post.kinds(), ["order_paid"]);
}

#[actix::test]
async fn a_mail_that_is_refused_for_good_becomes_a_dead_letter_at_once_with_the_reason() {
    let world = World::that_writes(|_| {});
    world.post.refuses.store(1, Ordering::SeqCst);
    world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    quiet(|| world.journal.open_jobs("send_mail").iter().any(|row| row.dead)).await;
    let row = world.journal.open_jobs("send_mail").remove(0);
    assert_eq!(row.job.attempts, 1);
    assert!(row.error.unwrap().contains("550 no such user"));
    pass(86_400).await;
    assert_eq!(world.post.kinds().len(), 0);
}

#[actix::test]
async fn a_server_that_never_comes_back_is_given_up_after_so_many_attempts() {
    let world = World::that_writes(|config| config.mail_attempts_max = 4);
    world.post.fails.store(u32::MAX, Ordering::SeqCst);
    world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    quiet(|| world.journal.open_jobs("send_mail").iter().any(|row| row.dead)).await;
    let row = world.journal.open_jobs("send_mail").remove(0);
    assert_eq!(row.job.attempts, 4);
    assert!(row.error.unwrap().contains("421 try again later"));
}

#[actix::test]
async fn an_answer_that_is_lost_sends_the_same_mail_again() {
    let world = World::that_writes(|_| {});
    world.post.silent.store(1, Ordering::SeqCst);
    world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    quiet(|| open(&world) == 0).await;
    let sent = world.post.sent.lock().unwrap().clone();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0].id, sent[1].id, "a reader's program knows it again");
}

#[actix::test]
async fn a_journal_that_stumbles_has_the_same_mail_sent_again_at_worst() {
    let world = World::that_writes(|_| {});
    world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    world.journal.plan("Edit", &[Mishap::Busy, Mishap::After, Mishap::Before, Mishap::After, Mishap::Busy]);
    quiet(|| open(&world) == 0).await;
    let sent = world.post.sent.lock().unwrap().clone();
    assert!(!sent.is_empty());
    assert!(sent.windows(2).all(|pair| pair[0].id == pair[1].id), "{sent:?}");
}

#[actix::test]
async fn what_has_nothing_to_say_any_more_is_done_without_a_mail() {
    let world = World::that_writes(|_| {});
    world.post.is_over.store(true, Ordering::SeqCst);
    world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    quiet(|| open(&world) == 0).await;
    assert_eq!(world.post.kinds().len(), 0);
}

#[actix::test]
async fn no_more_are_sent_at_once_than_configured_and_all_are_sent() {
    let world = World::that_writes(|config| config.mails_at_once = 3);
    for number in 0..20 {
        world.buy(visitor(number), LIMITED_25, "tok_ok").await.unwrap();
    }
    quiet(|| open(&world) == 0).await;
    assert_eq!(world.post.kinds().len(), 20);
    assert!(world.post.most_at_once.load(Ordering::SeqCst) <= 3);
}

#[actix::test]
async fn a_writer_or_a_supervisor_that_falls_takes_no_other_mail_along() {
    let world = World::that_writes(|_| {});
    world.post.falls.store(1, Ordering::SeqCst);
    world.engine.node().faults.plan(Place::Mail, 1);
    for number in 0..5 {
        world.buy(visitor(number), LIMITED_25, "tok_ok").await.unwrap();
    }
    quiet(|| open(&world) == 0).await;
    assert_eq!(world.post.kinds().len(), 5);
    assert_eq!(world.engine.node().faults.left(Place::Mail), 0);
}

#[actix::test]
async fn two_nodes_send_each_mail_once() {
    let world = World::that_writes(|_| {});
    let _other = world.another_engine(|_| {});
    for number in 0..10 {
        world.buy(visitor(number), LIMITED_25, "tok_ok").await.unwrap();
    }
    quiet(|| open(&world) == 0).await;
    pass(120).await;
    assert_eq!(world.post.kinds().len(), 10);
}

#[actix::test]
async fn an_order_that_waits_is_told_of_after_a_minute_and_only_if_it_still_waits() {
    let world = World::that_writes(|_| {});
    world.buy(visitor(1), UNIQUE, "tok_3ds").await.unwrap();
    pass(30).await;
    assert_eq!(world.post.kinds().len(), 0);
    quiet(|| open(&world) == 0).await;
    assert_eq!(world.post.kinds(), ["order_placed"]);
}
