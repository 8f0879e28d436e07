//! What limits over all nodes promise. Left out where no Redis answers.

use std::time::Duration;

use impasto_domain::ids::{EditionId, OrderId, UserId, VisitorId};
use impasto_domain::owner::Owner;
use impasto_domain::ports::limits::{Claim, HoldNews, SharedHolds, SharedSignIns, SignInAttempt, SignInEnd, Verdict};
use uuid::Uuid;

use crate::RedisLimits;

const MINUTE: Duration = Duration::from_secs(60);

/// Two nodes of a house of its own.
fn nodes() -> Option<(RedisLimits, RedisLimits)> {
    let url = std::env::var("IMPASTO_TEST_REDIS").unwrap_or_else(|_| "redis://127.0.0.1:6379".to_owned());
    let address = url.trim_start_matches("redis://").split('/').next().unwrap_or_default().to_owned();
    if std::net::TcpStream::connect(&address).is_err() {
        eprintln!("no Redis at {address}: left out");
        return None;
    }
    let house = format!("test-{}", Uuid::new_v4());
    let node = || RedisLimits::start(&url, &house).unwrap();
    Some((node(), node()))
}

fn visitor(number: u128) -> Owner {
    Owner::Visitor(VisitorId(Uuid::from_u128(number)))
}

fn edition(number: u128) -> EditionId {
    EditionId(Uuid::from_u128(1_000 + number))
}

fn order(number: u128) -> OrderId {
    OrderId(Uuid::from_u128(2_000 + number))
}

fn claim(owner: u128, of: u128, copies: u32) -> Claim {
    Claim {
        client: 7,
        owner: visitor(owner),
        edition_id: edition(of),
        copies,
        works_max: 2,
        copies_max: None,
        for_at_most: MINUTE,
    }
}

/// Whether it is within the limit; if not, that the wait is no longer than `most`.
async fn fits(node: &RedisLimits, claim: Claim, most: Duration) -> bool {
    match node.reserve(claim).await.unwrap() {
        Verdict::Within => true,
        Verdict::Reached(wait) => {
            assert!(wait <= most, "{wait:?}");
            false
        }
    }
}

/// Says something and waits until it has arrived: one more question on the same connection comes after it.
async fn say(node: &RedisLimits, news: HoldNews) {
    SharedHolds::note(node, news);
    tokio::time::sleep(Duration::from_millis(50)).await;
}

#[tokio::test]
async fn owners_behind_one_address_share_its_works_whichever_node_they_ask() {
    let Some((near, far)) = nodes() else { return };
    assert!(fits(&near, claim(1, 1, 1), MINUTE).await);
    assert!(fits(&far, claim(2, 1, 1), MINUTE).await);
    assert!(!fits(&near, claim(3, 1, 1), MINUTE).await);
    assert!(!fits(&far, claim(3, 2, 1), MINUTE).await);
    // More of a work that is held needs no further place.
    assert!(fits(&far, claim(1, 1, 1), MINUTE).await);
    let neighbour = Claim { client: 8, ..claim(4, 1, 1) };
    assert!(fits(&near, neighbour, MINUTE).await);
}

#[tokio::test]
async fn copies_of_one_edition_count_over_all_nodes() {
    let Some((near, far)) = nodes() else { return };
    let counted = |owner, copies| Claim { copies_max: Some(4), ..claim(owner, 1, copies) };
    assert!(fits(&near, counted(1, 3), MINUTE).await);
    assert!(!fits(&far, counted(2, 2), MINUTE).await);
    assert!(fits(&far, counted(2, 1), MINUTE).await);
    let news = HoldNews::GivenBack { owner: visitor(1), edition_id: edition(1), copies: 2 };
    say(&far, news).await;
    assert!(fits(&near, counted(2, 2), MINUTE).await);
    assert!(!fits(&near, counted(2, 1), MINUTE).await);
}

#[tokio::test]
async fn of_a_thousand_requests_at_once_no_more_fit_than_may() {
    let Some((near, far)) = nodes() else { return };
    let asks = (0..1_000_u128).map(|number| {
        let node = if number.is_multiple_of(2) { &near } else { &far };
        async move { fits(node, Claim { works_max: 10, ..claim(number, number, 1) }, MINUTE).await }
    });
    let answers = futures_util::future::join_all(asks).await;
    assert_eq!(answers.into_iter().filter(|fits| *fits).count(), 10);
}

#[tokio::test]
async fn an_order_of_one_node_ends_at_another() {
    let Some((near, far)) = nodes() else { return };
    let alone = |owner, of| Claim { works_max: 1, ..claim(owner, of, 1) };
    assert!(fits(&near, alone(1, 1), MINUTE).await);
    let ordered = HoldNews::Ordered { owner: visitor(1), order_id: order(1), holds_for: 15 * MINUTE };
    say(&far, ordered).await;
    say(&near, HoldNews::InCart { owner: visitor(1), held: Vec::new() }).await;
    assert!(!fits(&far, alone(2, 2), 15 * MINUTE).await);
    say(&far, HoldNews::OrderOver { owner: visitor(1), order_id: order(2) }).await;
    assert!(!fits(&near, alone(2, 2), 15 * MINUTE).await);
    say(&far, HoldNews::OrderOver { owner: visitor(1), order_id: order(1) }).await;
    assert!(fits(&near, alone(2, 2), MINUTE).await);
}

#[tokio::test]
async fn what_a_cart_really_holds_replaces_what_was_set_aside_and_lapses() {
    let Some((near, far)) = nodes() else { return };
    let alone = |owner, of| Claim { works_max: 1, ..claim(owner, of, 1) };
    assert!(fits(&near, alone(1, 1), MINUTE).await);
    let soon = Duration::from_millis(300);
    say(&near, HoldNews::InCart { owner: visitor(1), held: vec![(edition(1), 1, soon)] }).await;
    assert!(!fits(&far, alone(2, 2), soon).await);
    tokio::time::sleep(soon).await;
    assert!(fits(&far, alone(2, 2), MINUTE).await);
}

#[tokio::test]
async fn a_merged_cart_takes_its_places_along_and_an_owner_counts_where_it_asked_last() {
    let Some((near, far)) = nodes() else { return };
    let user = Owner::User(UserId(Uuid::from_u128(5)));
    assert!(fits(&near, claim(1, 1, 1), MINUTE).await);
    say(&far, HoldNews::Merged { visitor: visitor(1), user }).await;
    assert!(fits(&near, Claim { owner: user, ..claim(0, 2, 1) }, MINUTE).await);
    assert!(!fits(&far, claim(2, 3, 1), MINUTE).await);
    // The user has gone elsewhere, with both works.
    let elsewhere = Claim { owner: user, client: 8, ..claim(0, 1, 1) };
    assert!(fits(&far, elsewhere, MINUTE).await);
    assert!(fits(&near, claim(2, 3, 1), MINUTE).await);
    assert!(!fits(&near, Claim { client: 8, ..claim(3, 3, 1) }, MINUTE).await);
}

fn attempt(pair: u64, address: u64) -> SignInAttempt {
    SignInAttempt { id: Uuid::new_v4(), pair, address, pair_max: Some(3), address_max: Some(5), window: MINUTE }
}

/// Whether an attempt is let in, which then ends as said.
async fn tries(node: &RedisLimits, attempt: SignInAttempt, ended: SignInEnd) -> bool {
    let is_in = node.begin(&attempt).await.unwrap() == Verdict::Within;
    if is_in {
        SharedSignIns::note(node, &attempt, ended);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    is_in
}

#[tokio::test]
async fn failures_count_over_all_nodes_and_a_success_wipes_the_pairs() {
    let Some((near, far)) = nodes() else { return };
    assert!(tries(&near, attempt(1, 1), SignInEnd::Failed).await);
    assert!(tries(&far, attempt(1, 1), SignInEnd::Failed).await);
    assert!(tries(&near, attempt(1, 1), SignInEnd::Succeeded).await);
    for node in [&near, &far, &near] {
        assert!(tries(node, attempt(1, 1), SignInEnd::Failed).await);
    }
    assert!(!tries(&far, attempt(1, 1), SignInEnd::Succeeded).await);
    // Five from this address by now: others behind it wait too, those elsewhere do not.
    assert!(!tries(&near, attempt(2, 1), SignInEnd::Failed).await);
    assert!(tries(&near, attempt(3, 2), SignInEnd::Failed).await);
}

#[tokio::test]
async fn a_burst_tries_no_more_than_the_limit_and_what_nobody_found_out_does_not_count() {
    let Some((near, far)) = nodes() else { return };
    let burst = (0..50).map(|number: usize| {
        let node = if number.is_multiple_of(2) { &near } else { &far };
        async move { node.begin(&attempt(1, 1)).await.unwrap() == Verdict::Within }
    });
    assert_eq!(futures_util::future::join_all(burst).await.into_iter().filter(|is_in| *is_in).count(), 3);
    for _ in 0..10 {
        assert!(tries(&far, attempt(2, 2), SignInEnd::Unknown).await);
    }
}

#[tokio::test]
async fn failures_are_forgotten_with_the_window_and_no_limit_is_none() {
    let Some((near, far)) = nodes() else { return };
    let short = || SignInAttempt { window: Duration::from_millis(300), ..attempt(1, 1) };
    for _ in 0..3 {
        assert!(tries(&near, short(), SignInEnd::Failed).await);
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(tries(&far, short(), SignInEnd::Failed).await);
    for _ in 0..20 {
        let free = SignInAttempt { pair_max: None, address_max: None, ..attempt(2, 2) };
        assert!(tries(&far, free, SignInEnd::Failed).await);
    }
}

#[tokio::test]
async fn words_arrive_though_redis_has_forgotten_the_scripts() {
    let Some((near, far)) = nodes() else { return };
    let alone = |owner, of| Claim { works_max: 1, ..claim(owner, of, 1) };
    assert!(fits(&near, alone(1, 1), MINUTE).await);
    let url = std::env::var("IMPASTO_TEST_REDIS").unwrap_or_else(|_| "redis://127.0.0.1:6379".to_owned());
    let mut connection = redis::Client::open(url).unwrap().get_multiplexed_async_connection().await.unwrap();
    redis::cmd("SCRIPT").arg("FLUSH").exec_async(&mut connection).await.unwrap();
    say(&far, HoldNews::InCart { owner: visitor(1), held: Vec::new() }).await;
    assert!(fits(&near, alone(2, 2), MINUTE).await);
}

#[tokio::test]
async fn with_redis_gone_nobody_waits_long_and_only_once_in_a_while() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let limits = RedisLimits::start(&format!("redis://{nobody}"), "test").unwrap();
    assert!(limits.reserve(claim(1, 1, 1)).await.is_err());
    let again = limits.reserve(claim(1, 1, 1)).await.unwrap_err();
    assert!(again.0.contains("a moment ago"), "{again}");
    SharedHolds::note(&limits, HoldNews::OrderOver { owner: visitor(1), order_id: order(1) });
}
