//! What both presences promise.

use std::time::Duration;

use impasto_domain::ids::ArtworkId;
use impasto_domain::ports::{ConnectionSeen, Presence, PresenceSummary};
use uuid::Uuid;

use crate::{LocalPresence, RedisPresence};

const LONG: Duration = Duration::from_secs(60);

/// One on Redis, of a house of its own; none where no Redis answers.
fn on_redis(lease: Duration) -> Option<RedisPresence> {
    let url = std::env::var("IMPASTO_TEST_REDIS").unwrap_or_else(|_| "redis://127.0.0.1:6379".to_owned());
    let address = url.trim_start_matches("redis://").split('/').next().unwrap_or_default().to_owned();
    if std::net::TcpStream::connect(&address).is_err() {
        eprintln!("no Redis at {address}: left out");
        return None;
    }
    Some(RedisPresence::start(&url, &format!("test-{}", Uuid::new_v4()), lease).unwrap())
}

macro_rules! on_both {
    ($($name:ident($lease:expr);)+) => {
        mod local {
            use super::*;
            $(#[tokio::test] async fn $name() { super::$name(&LocalPresence::new($lease)).await; })+
        }
        mod redis {
            use super::*;
            $(#[tokio::test] async fn $name() {
                let Some(presence) = on_redis($lease) else { return };
                super::$name(&presence).await;
            })+
        }
    };
}

on_both! {
    two_tabs_of_one_person_count_once_and_leave_with_their_lease(Duration::from_millis(300));
    who_signs_in_or_turns_to_another_work_is_counted_there_and_nowhere_else(LONG);
    saying_the_same_again_changes_nothing_but_the_lease(Duration::from_millis(300));
    an_end_that_is_told_twice_or_of_a_stranger_does_no_harm(LONG);
}

fn seen(connection: u128, owner: Option<u128>, viewing: Option<ArtworkId>) -> ConnectionSeen {
    ConnectionSeen {
        connection_id: Uuid::from_u128(connection),
        owner_id: owner.map(Uuid::from_u128),
        role: "visitor".to_owned(),
        viewing,
    }
}

fn work(id: u128) -> ArtworkId {
    ArtworkId(Uuid::from_u128(id))
}

async fn two_tabs_of_one_person_count_once_and_leave_with_their_lease(presence: &impl Presence) {
    presence.seen(seen(1, Some(7), Some(work(9)))).await.unwrap();
    presence.seen(seen(2, Some(7), Some(work(9)))).await.unwrap();
    presence.seen(seen(3, None, Some(work(9)))).await.unwrap();
    assert_eq!(presence.viewers(work(9)).await, Ok(2));
    presence.gone(Uuid::from_u128(3)).await.unwrap();
    assert_eq!(presence.viewers(work(9)).await, Ok(1));
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(presence.viewers(work(9)).await, Ok(0));
    assert_eq!(presence.summary().await, Ok(PresenceSummary::default()));
}

async fn who_signs_in_or_turns_to_another_work_is_counted_there_and_nowhere_else(presence: &impl Presence) {
    let (one, two) = (work(1), work(2));
    presence.seen(seen(1, None, Some(one))).await.unwrap();
    presence.seen(seen(2, Some(7), Some(one))).await.unwrap();
    assert_eq!(presence.viewers(one).await, Ok(2));
    // The same person now, on both connections.
    presence.seen(seen(1, Some(7), Some(one))).await.unwrap();
    assert_eq!(presence.viewers(one).await, Ok(1));
    presence.seen(seen(1, Some(7), Some(two))).await.unwrap();
    assert_eq!((presence.viewers(one).await, presence.viewers(two).await), (Ok(1), Ok(1)));
    let both = presence.summary().await.unwrap();
    assert_eq!((both.by_role.get("visitor"), both.by_artwork.len()), (Some(&2), 2));
    presence.seen(seen(1, Some(7), None)).await.unwrap();
    presence.gone(Uuid::from_u128(2)).await.unwrap();
    let summary = presence.summary().await.unwrap();
    assert_eq!((summary.by_role.get("visitor"), summary.by_artwork.len()), (Some(&1), 0));
}

async fn saying_the_same_again_changes_nothing_but_the_lease(presence: &impl Presence) {
    for _ in 0..4 {
        presence.seen(seen(1, Some(7), Some(work(9)))).await.unwrap();
        tokio::time::sleep(Duration::from_millis(120)).await;
        assert_eq!(presence.viewers(work(9)).await, Ok(1));
    }
    let summary = presence.summary().await.unwrap();
    assert_eq!((summary.by_role.get("visitor"), summary.by_artwork.get(&work(9))), (Some(&1), Some(&1)));
}

async fn an_end_that_is_told_twice_or_of_a_stranger_does_no_harm(presence: &impl Presence) {
    presence.seen(seen(1, Some(7), Some(work(9)))).await.unwrap();
    presence.seen(seen(2, Some(8), Some(work(9)))).await.unwrap();
    for connection in [2, 2, 5] {
        presence.gone(Uuid::from_u128(connection)).await.unwrap();
    }
    assert_eq!(presence.viewers(work(9)).await, Ok(1));
    assert_eq!(presence.summary().await.unwrap().by_role.get("visitor"), Some(&1));
}

/// Counts are unknown then, and known again afterwards.
#[tokio::test]
async fn with_redis_gone_counts_are_unknown_and_nobody_waits_long() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let presence = RedisPresence::start(&format!("redis://{nobody}"), "test", LONG).unwrap();
    let begun = std::time::Instant::now();
    assert!(presence.viewers(work(9)).await.is_err());
    assert!(presence.seen(seen(1, None, None)).await.is_err());
    assert!(begun.elapsed() < Duration::from_secs(30));
}
