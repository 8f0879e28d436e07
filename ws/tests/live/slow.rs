//! Readers that do not read: what waits for them is bounded, and what they miss they are told.

use std::time::Duration;

use impasto_ws::{LiveConfig, Topic};
use serde_json::{Value, json};

use crate::support::*;

/// What the kernel may hold between the two ends: both buffers, doubled by Linux, with room to spare.
const KERNEL_BYTES: usize = 512 * 1024;

fn patient() -> LiveConfig {
    LiveConfig { stall: Duration::from_secs(3600), ..LiveConfig::default() }
}

/// Publishes events of about 1 KB, slowly enough that the hub's inbox holds.
async fn flood(house: &House, topic: Topic, numbers: std::ops::RangeInclusive<u64>, key: impl Fn(u64) -> String) {
    let padding = "x".repeat(900);
    for n in numbers {
        house.publish(topic, &key(n), json!({"n": n, "padding": padding}));
        if n % 32 == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

#[actix_rt::test]
async fn a_stalled_reader_of_stock_holds_little_and_ends_at_the_newest_values() {
    let house = House::with(patient());
    let (mut stalled, mut reads) = (house.connect().await, house.connect().await);
    stalled.subscribe(artwork(1), None).await;
    reads.subscribe(artwork(1), None).await;
    let reader = actix_rt::spawn(async move {
        let mut last = 0;
        while last < 5000 {
            let event = reads.next().await;
            last = event["data"]["n"].as_u64().unwrap();
        }
    });
    flood(&house, artwork(1), 1..=5000, |n| format!("e{}", n % 4)).await;
    reader.await.unwrap();
    house.until("values to be left out", |stats| stats.conflated > 0).await;
    let mut newest = [0; 4];
    let mut bytes = 0;
    let mut jumps = 0;
    while newest != [5000, 4997, 4998, 4999] {
        let event = stalled.next().await;
        bytes += event.to_string().len();
        jumps += usize::from(event["jump"] == true);
        let n = event["data"]["n"].as_u64().unwrap();
        let place = &mut newest[(n % 4) as usize];
        assert!(n > *place, "newer values only");
        *place = n;
    }
    assert!(jumps > 0);
    assert!(bytes < KERNEL_BYTES + 64 * 1024, "{bytes} bytes were kept for it");
    flood(&house, artwork(1), 5001..=5001, |_| "e1".into()).await;
    let event = stalled.next().await;
    assert_eq!((&event["data"]["n"], event.get("jump")), (&json!(5001), None));
}

#[actix_rt::test]
async fn a_stalled_reader_of_a_log_is_told_and_misses_nothing() {
    let house = House::with(patient());
    let mut stalled = house.connect().await;
    let mut at = stalled.subscribe(Topic::Storefront, None).await["at"].clone();
    flood(&house, Topic::Storefront, 1..=3000, |_| String::new()).await;
    house.until("the lag", |stats| stats.lagged == 1).await;
    let mut expected = 1;
    let mut bytes = 0;
    let mut rounds = 0;
    while expected <= 3000 {
        let frame = stalled.next().await;
        if is_event(&frame) {
            assert_eq!(frame["data"]["n"], expected);
            expected += 1;
            at = frame["at"].clone();
            bytes += frame.to_string().len();
        } else {
            assert_eq!(frame, json!({"op": "lagged", "topic": "storefront"}));
            if rounds == 0 {
                assert!(bytes < KERNEL_BYTES + 256 * 1024, "{bytes} bytes were kept for it");
            }
            rounds += 1;
            assert_eq!(stalled.subscribe(Topic::Storefront, Some(&at)).await["resumed"], true);
        }
    }
    assert!(rounds > 1);
}

#[actix_rt::test]
async fn a_reader_that_takes_nothing_is_closed_with_4008() {
    let house = House::with(LiveConfig { stall: Duration::from_millis(700), ..LiveConfig::default() });
    let (mut stalled, mut healthy) = (house.connect().await, house.connect().await);
    stalled.subscribe(artwork(1), None).await;
    healthy.subscribe(artwork(2), None).await;
    flood(&house, artwork(1), 1..=2000, |n| format!("e{}", n % 4)).await;
    house.until("the close", |stats| stats.closed.get(&4008) == Some(&1)).await;
    house.publish(artwork(2), "e", json!({"n": 1}));
    assert_eq!(healthy.next().await["data"]["n"], 1, "nobody else is harmed");
    let (texts, code) = stalled.until_closed().await;
    assert_eq!(code, Some(4008));
    assert!(texts.iter().all(|frame: &Value| is_event(frame)));
}

#[actix_rt::test]
async fn one_who_asks_without_reading_is_closed_at_a_megabyte() {
    let house = House::with(LiveConfig { frames_max: u32::MAX, ..patient() });
    house.publish(artwork(1), "e", json!({"blob": "x".repeat(100_000)}));
    let mut greedy = house.connect().await;
    for _ in 0..40 {
        greedy.say(json!({"op": "subscribe", "topics": [artwork(1).to_string()]})).await;
    }
    house.until("the close", |stats| stats.closed.get(&4008) == Some(&1)).await;
    assert_eq!(greedy.until_closed().await.1, Some(4008));
}
