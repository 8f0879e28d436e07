//! The twin without a socket: the same frames over plain HTTP.

use std::time::Duration;

use impasto_ws::Topic;
use serde_json::{Value, json};

use crate::support::*;

async fn get(house: &House, query: &str, token: &str) -> (u16, Vec<Value>) {
    let token = if token.is_empty() { String::new() } else { format!("token: {token}\r\n") };
    let request = format!("GET /live?{query} HTTP/1.1\r\nHost: x\r\n{token}Connection: close\r\n\r\n");
    let answer = house.raw(request.as_bytes()).await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap_or_default())
}

#[actix_rt::test]
async fn without_a_position_the_answer_is_a_snapshot_at_once() {
    let house = House::open();
    house.publish(artwork(1), "e", json!({"n": 1}));
    let topics = format!("topics={},cart&wait_ms=3600000", artwork(1));
    let (_, frames) = get(&house, &topics, "").await;
    assert_eq!((&frames[0]["op"], &frames[0]["topic"]), (&json!("error"), &json!("cart")));
    assert_eq!(frames[1]["topics"][artwork(1).to_string()]["snapshot"]["events"], 1);
    assert_eq!(frames.len(), 2);
    assert_eq!(house.bus.stats().polls, 0);
}

#[actix_rt::test]
async fn with_a_position_the_missed_events_come_at_once_and_later_ones_when_they_happen() {
    let house = House::open();
    house.backend.grant("a1", user(1, "admin"));
    let (_, frames) = get(&house, "topics=orders", "a1").await;
    let at = frames[0]["topics"]["orders"]["at"].as_str().unwrap().to_owned();
    house.publish(Topic::Orders, "", json!({"n": 1}));
    let (_, frames) = get(&house, &format!("topics=orders&since=orders@{at}&wait_ms=3600000"), "a1").await;
    assert_eq!(frames[0]["topics"]["orders"], json!({"at": at, "resumed": true}));
    assert_eq!(frames[1]["data"]["n"], 1);
    let at = frames[1]["at"].as_str().unwrap().to_owned();
    let json = format!("%7B%22orders%22:%22{at}%22%7D");
    assert_eq!(get(&house, &format!("topics=orders&since={json}"), "a1").await.0, 400, "the handler decodes, not we");

    let waits = async {
        let (_, frames) = get(&house, &format!("topics=orders&since=orders@{at}&wait_ms=3600000"), "a1").await;
        assert_eq!(frames[0]["topics"]["orders"]["resumed"], true);
        assert_eq!(frames[1]["data"]["n"], 2);
    };
    let happens = async {
        house.until("the poll", |stats| stats.polls == 1).await;
        house.publish(Topic::Storefront, "", json!({"n": 0}));
        house.publish(Topic::Orders, "", json!({"n": 2}));
    };
    tokio::join!(waits, happens);
    assert_eq!(get(&house, "topics=orders", "").await.1[0]["type"], "/problems/unauthenticated");
}

#[actix_rt::test]
async fn a_quiet_wait_ends_with_the_positions() {
    let house = House::open();
    let (_, frames) = get(&house, "topics=storefront", "").await;
    let at = &frames[0]["topics"]["storefront"]["at"];
    let query = format!("topics=storefront&since=storefront@{}&wait_ms=50", at.as_str().unwrap());
    let (_, frames) = get(&house, &query, "").await;
    assert_eq!(frames[0]["topics"]["storefront"]["resumed"], true);
    assert_eq!(frames[1], json!({"op": "heartbeat", "topics": {"storefront": at}}));
}

#[actix_rt::test]
async fn a_query_that_makes_no_sense_is_refused_and_a_drain_ends_waiting_polls() {
    let house = House::open();
    assert_eq!(get(&house, "topics=", "").await.0, 400);
    assert_eq!(get(&house, "topics=cart&since=cart", "").await.0, 400);
    let (_, frames) = get(&house, "topics=storefront", "").await;
    let at = frames[0]["topics"]["storefront"]["at"].as_str().unwrap();
    let query = format!("topics=storefront&since=storefront@{at}&wait_ms=3600000");
    let poll = async { get(&house, &query, "").await };
    let drain = async {
        house.until("the poll", |stats| stats.polls == 1).await;
        house.bus.drain().await;
    };
    let ((status, frames), ()) = tokio::join!(poll, drain);
    assert_eq!((status, frames.len()), (200, 1));
    assert_eq!(get(&house, "topics=storefront", "").await.0, 503);
}

#[actix_rt::test]
async fn a_poll_that_is_given_up_leaves_nothing_behind() {
    let house = House::open();
    let (_, frames) = get(&house, "topics=storefront", "").await;
    let at = frames[0]["topics"]["storefront"]["at"].as_str().unwrap();
    let query = format!("topics=storefront&since=storefront@{at}&wait_ms=3600000");
    let gave_up = tokio::select! {
        _ = get(&house, &query, "") => false,
        () = async {
            house.until("the poll", |stats| stats.polls == 1).await;
        } => true,
    };
    assert!(gave_up);
    // The server notices the closed connection when it looks at it again.
    house.publish(Topic::Storefront, "", json!({"n": 1}));
    house.until("the poll to be gone", |stats| stats.polls == 0).await;
    tokio::time::sleep(Duration::from_millis(1)).await;
}
