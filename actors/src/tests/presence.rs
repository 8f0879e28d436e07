//! Presence: counts that are right, seldom enough, and gone with the connections.

use std::sync::atomic::Ordering;
use std::time::Duration;

use impasto_domain::ids::ArtworkId;
use impasto_domain::ports::ConnectionSeen;
use uuid::Uuid;

use crate::error::EngineError;
use crate::testing::{World, pass, quiet};

fn work(number: u128) -> ArtworkId {
    ArtworkId(Uuid::from_u128(2_000 + number))
}

fn connection(number: u128, viewing: Option<ArtworkId>) -> ConnectionSeen {
    ConnectionSeen { connection_id: Uuid::from_u128(number), owner_id: None, role: "visitor".into(), viewing }
}

fn counts(world: &World, artwork_id: ArtworkId) -> Vec<u32> {
    let viewers = world.live.viewers.lock().unwrap();
    viewers.iter().filter(|(id, ..)| *id == artwork_id).map(|(_, count, _)| *count).collect()
}

#[actix::test]
async fn counts_follow_who_comes_and_goes_at_most_twice_a_second() {
    let world = World::start();
    let presence = world.engine.presence();
    for number in 0..100 {
        presence.seen(connection(number, Some(work(1))));
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    quiet(|| counts(&world, work(1)).last() == Some(&100)).await;
    {
        let viewers = world.live.viewers.lock().unwrap();
        for pair in viewers.windows(2) {
            assert!(pair[1].2 - pair[0].2 >= Duration::from_millis(490), "two counts within half a second");
        }
    }
    for number in 0..99 {
        presence.gone(Uuid::from_u128(number));
    }
    presence.seen(connection(99, Some(work(2))));
    quiet(|| counts(&world, work(1)).last() == Some(&0) && counts(&world, work(2)) == [1]).await;
    assert_eq!(world.engine.depths().connections, 1);
}

#[actix::test]
async fn leases_are_renewed_while_a_connection_lives() {
    let world = World::start();
    let presence = world.engine.presence();
    for number in 0..10 {
        presence.seen(connection(number, Some(work(1))));
    }
    pass(600).await;
    assert_eq!(presence.viewers(work(1)).await.unwrap(), 10);
    assert_eq!(presence.summary().await.unwrap().by_role["visitor"], 10);
    let calls = world.presence.calls.load(Ordering::SeqCst);
    // 10 connections every 25 s, and one count every 2 s.
    assert!((450..700).contains(&calls), "{calls} calls in ten minutes");
}

#[actix::test]
async fn viewers_of_other_nodes_are_counted_too() {
    let world = World::start();
    world.engine.presence().seen(connection(1, Some(work(1))));
    quiet(|| counts(&world, work(1)) == [1]).await;
    world.presence.seen_elsewhere(connection(2, Some(work(1))));
    quiet(|| counts(&world, work(1)) == [1, 2]).await;
}

#[actix::test]
async fn who_is_connected_is_told_to_those_who_listen_when_it_changes() {
    let world = World::start();
    let presence = world.engine.presence();
    let told = || world.live.presence.lock().unwrap().clone();
    presence.seen(connection(1, None));
    pass(5).await;
    assert!(told().is_empty(), "nobody listens");
    world.live.presence_heard.store(true, Ordering::Relaxed);
    quiet(|| told().len() == 1).await;
    assert_eq!(told()[0].by_role["visitor"], 1);
    pass(5).await;
    assert_eq!(told().len(), 1, "nothing has changed");
    // Who signs in changes places; who looks at a work is counted there.
    presence.seen(ConnectionSeen { role: "admin".into(), ..connection(1, None) });
    presence.seen(connection(2, Some(work(1))));
    quiet(|| {
        told().last().is_some_and(|last| {
            let of = |role: &str| last.by_role.get(role).copied();
            (of("admin"), of("visitor"), last.by_artwork.get(&work(1)).copied()) == (Some(1), Some(1), Some(1))
        })
    })
    .await;
    world.presence.seen_elsewhere(connection(3, None));
    quiet(|| told().last().is_some_and(|last| last.by_role["visitor"] == 2)).await;
    presence.gone(Uuid::from_u128(1));
    quiet(|| told().last().is_some_and(|last| !last.by_role.contains_key("admin"))).await;
}

#[actix::test]
async fn a_store_that_is_away_costs_nothing_but_counts() {
    let world = World::start();
    world.presence.fails.store(20, Ordering::SeqCst);
    let presence = world.engine.presence();
    presence.seen(connection(1, Some(work(1))));
    assert!(matches!(presence.viewers(work(1)).await, Err(EngineError::Unavailable(_))));
    quiet(|| counts(&world, work(1)).last() == Some(&1)).await;
}

#[actix::test]
async fn one_that_comes_and_goes_at_once_is_never_told() {
    let world = World::start();
    let presence = world.engine.presence();
    presence.gone(Uuid::from_u128(7));
    pass(5).await;
    assert_eq!(world.presence.calls.load(Ordering::SeqCst), 0);
}
