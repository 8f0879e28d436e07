//! Subscribing, leaving and coming back while others publish as fast as they can: no gap, no repetition.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use impasto_ws::{Position, Topic};
use rand::{RngExt as _, SeedableRng as _, rngs::SmallRng};
use serde_json::{Value, json};

use crate::support::*;

/// Follows a topic whose events are numbered 1, 2, 3 …; in random legs over new sockets and over new subscriptions.
async fn follow(house: Arc<House>, topic: Topic, seed: u64, last: u64) -> u64 {
    let mut random = SmallRng::seed_from_u64(seed);
    let mut client = house.connect_as("a1").await;
    let mut known = 0;
    let mut at: Option<Value> = None;
    let mut resumed = 0;
    while known < last {
        let start = client.subscribe(topic, at.as_ref()).await;
        if let Some(events) = start["snapshot"]["events"].as_u64() {
            assert!(events >= known, "seed {seed}");
            known = events;
        } else {
            resumed += 1;
        }
        at = Some(start["at"].clone());
        let leg = random.random_range(0..200);
        for _ in 0..leg {
            if known >= last {
                break;
            }
            let frame = client.next().await;
            if frame["op"] == "lagged" {
                break;
            }
            assert_eq!(frame["data"]["n"], known + 1, "seed {seed}: {frame}");
            known += 1;
            at = Some(frame["at"].clone());
        }
        match random.random_range(0..3) {
            0 => {
                client.say(json!({"op": "unsubscribe", "topics": [topic.to_string()]})).await;
                for frame in client.pong().await.iter().filter(|frame| is_event(frame)) {
                    assert_eq!(frame["data"]["n"], known + 1, "seed {seed}");
                    known += 1;
                    at = Some(frame["at"].clone());
                }
                // Frames are rationed: a new socket for the next leg.
                client = house.connect_as("a1").await;
            }
            1 => at = None,
            _ => client = house.connect_as("a1").await,
        }
        if at.is_none() {
            client = house.connect_as("a1").await;
        }
    }
    resumed
}

async fn race(topic: Topic) {
    const LAST: u64 = 20_000;
    let house = Arc::new(House::open());
    house.backend.grant("a1", user(1, "admin"));
    let done = Arc::new(AtomicBool::new(false));
    let writer = {
        let (house, done) = (Arc::clone(&house), Arc::clone(&done));
        std::thread::spawn(move || {
            let mut batch = Vec::new();
            for n in 1..=LAST {
                batch.push(house.backend.commit(topic, "e", None, json!({ "n": n })));
                // Committed first, published a little later, several at a time.
                if n % 7 == 0 || n == LAST {
                    house.bus.publish(std::mem::take(&mut batch));
                    std::thread::sleep(std::time::Duration::from_micros(300));
                }
            }
            done.store(true, Ordering::SeqCst);
        })
    };
    let readers = (0..6).map(|seed| follow(Arc::clone(&house), topic, seed, LAST));
    let resumed: u64 = futures_util::future::join_all(readers).await.iter().sum();
    writer.join().unwrap();
    assert!(done.load(Ordering::SeqCst));
    assert!(resumed > 10, "the race was one: {resumed} resumed");
    assert_eq!(house.bus.stats().dropped_batches, 0);
}

#[actix_rt::test]
async fn a_log_topic_has_no_gap_and_no_repetition() {
    race(Topic::Storefront).await;
}

#[actix_rt::test]
async fn an_order_has_no_gap_and_no_repetition() {
    race(Topic::Order(uuid::Uuid::from_u128(3))).await;
}

#[actix_rt::test]
async fn a_position_of_another_node_is_good_here() {
    let (here, there) = (House::open(), House::open());
    for house in [&here, &there] {
        for n in 1..=5 {
            house.backend.commit(Topic::Storefront, "e", None, json!({ "n": n }));
        }
    }
    let mut client = there.connect().await;
    let at = client.subscribe(Topic::Storefront, None).await["at"].clone();
    assert!(Position::parse(at.as_str().unwrap()).is_ok());
    here.publish(Topic::Storefront, "", json!({"n": 6}));
    let mut client = here.connect().await;
    assert_eq!(client.subscribe(Topic::Storefront, Some(&at)).await["resumed"], true);
    assert_eq!(client.next().await["data"]["n"], 6);
}
