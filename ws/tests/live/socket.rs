//! The conversation, exactly as the contract writes it.

use std::time::Duration;

use futures_util::SinkExt as _;
use impasto_ws::{LiveBackend as _, LiveConfig, PresenceChange, Principal, Topic};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use crate::support::*;

#[actix_rt::test]
async fn a_whole_conversation() {
    let house = House::open();
    house.backend.grant("c1", user(1, "customer"));
    let mut client = house.connect().await;
    client.say(json!({"op": "ping", "id": 1})).await;
    assert_eq!(client.next().await, json!({"op": "pong", "id": 1}));
    client.say(json!({"op": "auth", "id": 2, "token": "nobody's"})).await;
    let refused = client.next().await;
    assert_eq!((&refused["op"], &refused["type"]), (&json!("error"), &json!("/problems/unauthenticated")));
    client.say(json!({"op": "auth", "id": 3, "token": "c1"})).await;
    assert_eq!(client.next().await, json!({"op": "authed", "id": 3, "expires_at": null}));

    house.publish(artwork(1), "e1", json!({"available": 3}));
    let start = client.subscribe(artwork(1), None).await;
    assert_eq!(start["snapshot"]["last"]["available"], 3);
    client.say(json!({"op": "subscribe", "id": 4, "topics": ["cart", "orders"]})).await;
    let refused = client.next().await;
    assert_eq!(
        (&refused["op"], &refused["id"], &refused["topic"], &refused["type"]),
        (&json!("error"), &json!(4), &json!("orders"), &json!("/problems/forbidden"))
    );
    let granted = client.next().await;
    assert_eq!((&granted["op"], &granted["id"]), (&json!("subscribed"), &json!(4)));

    house.publish(artwork(1), "e1", json!({"available": 2}));
    let stock = client.next().await;
    assert_eq!((&stock["type"], &stock["data"]["available"]), (&json!("stock"), &json!(2)));
    assert_ne!(stock["at"], start["at"]);
    house.publish(Topic::Cart(Uuid::from_u128(1)), "", json!({"lines": []}));
    house.publish(Topic::Cart(Uuid::from_u128(2)), "", json!({"lines": ["not mine"]}));
    assert_eq!(client.next().await["topic"], "cart");

    client.say(json!({"op": "unsubscribe", "topics": [artwork(1).to_string()]})).await;
    assert!(client.pong().await.is_empty());
    house.publish(artwork(1), "e1", json!({"available": 1}));
    house.publish(Topic::Cart(Uuid::from_u128(1)), "", json!({"lines": []}));
    assert_eq!(client.next().await["topic"], "cart");

    for nonsense in ["", "{", "[1]", "\"ping\"", r#"{"op":"fly"}"#, r#"{"op":"subscribe"}"#] {
        client.socket.send(Message::text(nonsense)).await.unwrap();
        assert_eq!(client.next().await["type"], "/problems/malformed", "{nonsense}");
    }
    assert!(client.pong().await.is_empty(), "the socket is still open");
}

#[actix_rt::test]
async fn every_worker_thread_hears_what_is_published() {
    let house = House::open();
    let mut clients = Vec::new();
    for _ in 0..8 {
        let mut client = house.connect().await;
        client.subscribe(Topic::Storefront, None).await;
        clients.push(client);
    }
    assert_eq!(house.bus.stats().hubs, 2);
    house.publish(Topic::Storefront, "", json!({"n": 1}));
    let mut positions = std::collections::BTreeSet::new();
    for client in &mut clients {
        let event = client.next().await;
        assert_eq!(event["data"]["n"], 1);
        positions.insert(event["at"].as_str().unwrap().to_owned());
    }
    assert_eq!(positions.len(), 1);
    let stats = house.bus.stats();
    assert_eq!((stats.published, stats.framed, stats.deliveries), (1, 1, 8));
}

#[actix_rt::test]
async fn a_client_resumes_on_a_new_socket() {
    let house = House::open();
    let mut client = house.connect().await;
    let mut at = client.subscribe(Topic::Storefront, None).await["at"].clone();
    let mut next = 1;
    for round in 0..5 {
        for n in 0..20 {
            house.publish(Topic::Storefront, "", json!({"n": round * 20 + n + 1}));
        }
        for _ in 0..10 {
            let event = client.next().await;
            assert_eq!(event["data"]["n"], next);
            next += 1;
            at = event["at"].clone();
        }
        drop(client);
        client = house.connect().await;
        assert_eq!(client.subscribe(Topic::Storefront, Some(&at)).await["resumed"], true);
        for _ in 0..10 {
            let event = client.next().await;
            assert_eq!(event["data"]["n"], next);
            next += 1;
        }
        assert!(client.pong().await.is_empty());
    }
}

#[actix_rt::test]
async fn a_token_that_ends_takes_private_topics_and_leaves_the_socket() {
    let house = House::open();
    let ends = house.backend.now() + Duration::from_secs(3600);
    house.backend.grant("c1", Principal { expires_at: Some(ends), ..user(1, "customer") });
    let mut client = house.connect().await;
    client.say(json!({"op": "auth", "token": "c1"})).await;
    assert!(client.next().await["expires_at"].as_str().unwrap().ends_with('Z'));
    client.subscribe(Topic::Cart(Uuid::from_u128(1)), None).await;
    client.subscribe(artwork(1), None).await;
    house.backend.pass(Duration::from_secs(3550));
    assert_eq!(client.next().await["op"], "auth_expiring");
    house.backend.pass(Duration::from_secs(60));
    assert_eq!(
        client.next().await,
        json!({"op": "unsubscribed", "topic": "cart", "type": "/problems/unauthenticated"})
    );
    house.publish(Topic::Cart(Uuid::from_u128(1)), "", json!({}));
    house.publish(artwork(1), "e", json!({}));
    assert_eq!(client.next().await["topic"], artwork(1).to_string());
    let again = house.connect_with(&[]).await;
    let mut again = again.unwrap();
    again.say(json!({"op": "auth", "token": "c1"})).await;
    assert_eq!(again.next().await["type"], "/problems/unauthenticated");
}

#[actix_rt::test]
async fn a_revoked_session_hears_nothing_private_any_more() {
    let house = House::open();
    house.backend.grant("a1", user(1, "admin"));
    let mut admin = house.connect_as("a1").await;
    admin.subscribe(Topic::Orders, None).await;
    house.until("an admin", |stats| stats.sockets.get("admin") == Some(&1)).await;
    house.bus.revoke_session(Uuid::from_u128(1001));
    assert_eq!(
        admin.next().await,
        json!({"op": "unsubscribed", "topic": "orders", "type": "/problems/unauthenticated"})
    );
    house.publish(Topic::Orders, "", json!({}));
    assert!(admin.pong().await.is_empty());
}

#[actix_rt::test]
async fn viewers_are_told_to_presence_and_come_back_as_counts() {
    let house = House::open();
    let mut client = house.connect().await;
    let id = Uuid::from_u128(1);
    client.subscribe(artwork(1), None).await;
    client.say(json!({"op": "view", "artwork_id": id})).await;
    assert!(client.pong().await.is_empty());
    let watching = |change| house.backend.presence_log().iter().any(|presence| presence.change == change);
    assert!(watching(PresenceChange::Viewing(id)));
    house.bus.publish(vec![house.backend.ephemeral(artwork(1), "viewers", json!({"count": 1}))]);
    let viewers = client.next().await;
    assert_eq!((&viewers["type"], viewers.get("at")), (&json!("viewers"), None));
    drop(client);
    house.until("the socket to be gone", |stats| stats.sockets_total() == 0).await;
    while !watching(PresenceChange::Disconnected) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(watching(PresenceChange::Left(id)));
}

#[actix_rt::test]
async fn a_frame_over_the_limit_closes_with_1009_and_a_flood_with_4029() {
    let house = House::open();
    let mut big = house.connect().await;
    big.socket.send(Message::text("x".repeat(16 * 1024))).await.unwrap();
    assert_eq!(big.next().await["type"], "/problems/malformed", "16 KiB are allowed");
    big.socket.send(Message::text("x".repeat(300_000))).await.unwrap();
    assert_eq!(big.until_closed().await.1, Some(1009));
    let mut noisy = house.connect().await;
    for id in 0..61 {
        noisy.say(json!({"op": "ping", "id": id})).await;
    }
    let (pongs, code) = noisy.until_closed().await;
    assert_eq!((pongs.len(), code), (60, Some(4029)));
    let mut binary = house.connect().await;
    binary.socket.send(Message::binary(vec![1, 2, 3])).await.unwrap();
    assert_eq!(binary.until_closed().await.1, Some(1003));
    drop((big, noisy, binary));
    house.until("all to be gone", |stats| stats.sockets_total() == 0).await;
}

#[actix_rt::test]
async fn quiet_topics_are_named_by_the_heartbeat_and_a_dead_client_is_closed() {
    let house = House::with(LiveConfig { heartbeat: Duration::from_millis(400), ..LiveConfig::default() });
    let mut client = house.connect().await;
    let start = client.subscribe(artwork(1), None).await;
    let beat = loop {
        let beat = client.next().await;
        if beat["topics"].get(artwork(1).to_string()).is_some() {
            break beat;
        }
    };
    assert_eq!(beat, json!({"op": "heartbeat", "topics": {artwork(1).to_string(): start["at"]}}));
    // A client that does not read does not answer pings either.
    house.until("the close", |stats| stats.closed.get(&4000) == Some(&1)).await;
    assert_eq!(client.until_closed().await.1, Some(4000));
}
