//! What a socket may expect and what is expected of it, in time: heartbeats, pongs, tokens, readers that are too slow.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Account, Guest, Program, Socket, at_once, both, edition};

const QUICK: (&str, &str) = ("IMPASTO_SERVER__HEARTBEAT_S", "2");

#[test]
fn a_heartbeat_names_the_last_position_of_what_is_quiet() {
    both(|engine| async move {
        let program = Program::start_with(engine, &[QUICK]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let topic = format!("artwork:{}", listed.artwork_id);
        let guest = Guest::arrive(&program).await;
        let mut socket = Socket::open_as(&program, &guest.token).await;
        assert_eq!(socket.hello["heartbeat_s"], 2);
        let topics = [topic.as_str(), "storefront", "cart"];
        let started = socket.subscribe(&topics).await;
        let beat = socket.wait_for(|frame| frame["op"] == "heartbeat").await;
        for name in topics {
            assert_eq!(beat["topics"][name], started["topics"][name]["at"], "{name}");
        }
        guest.add(&program, &listed.editions[0], 1).await.ok(200);
        let stock = socket.wait_for(|frame| frame["type"] == "stock").await;
        let cart = socket.wait_for(|frame| frame["type"] == "cart").await;
        let beat = |frame: &Value| frame["op"] == "heartbeat" && frame["topics"][&topic] == stock["at"];
        assert_eq!(socket.wait_for(beat).await["topics"]["cart"], cart["at"]);
    });
}

#[test]
fn who_answers_no_ping_twice_is_closed_and_who_answers_stays() {
    at_once(|engine| async move {
        let program = Program::start_with(engine, &[QUICK]).await;
        let (mut deaf, mut polite) = (Socket::open(&program).await, Socket::open(&program).await);
        let reading = async {
            for _ in 0..5 {
                polite.wait_for(|frame| frame["op"] == "heartbeat").await;
            }
        };
        // Who does not read answers no ping either.
        tokio::join!(reading, tokio::time::sleep(Duration::from_secs(8)));
        assert_eq!(deaf.closed().await, 4000);
        polite.subscribe(&["storefront"]).await;
    });
}

#[test]
fn the_end_of_a_token_is_announced_and_takes_only_private_topics() {
    at_once(|engine| async move {
        let program = Program::start_with(engine, &[("IMPASTO_IDENTITY__ACCESS_TTL_S", "30")]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let person = Account::customer(&program).await;
        let topic = format!("artwork:{}", listed.artwork_id);
        let (mut lost, mut renewed) = (Socket::open(&program).await, Socket::open(&program).await);
        let ends = lost.authenticate(&person.token).await["expires_at"].clone();
        assert!(ends.is_string(), "{ends}");
        renewed.authenticate(&person.token).await;
        for socket in [&mut lost, &mut renewed] {
            socket.subscribe(&["cart", &topic]).await;
            assert_eq!(socket.wait_for(|frame| frame["op"] == "auth_expiring").await["expires_at"], ends);
        }
        tokio::time::sleep(Duration::from_secs(15)).await;
        let again = Account::sign_in(&program, &person.email).await;
        renewed.authenticate(&again.token).await;
        let unsubscribed = lost.wait_for(|frame| frame["op"] == "unsubscribed").await;
        assert_eq!(
            (&unsubscribed["topic"], &unsubscribed["type"]),
            (&json!("cart"), &json!("/problems/unauthenticated"))
        );
        again.add(&program, &listed.editions[0], 1).await.ok(200);
        renewed.event("cart", "cart", |_| true).await;
        lost.event(&topic, "stock", |stock| stock["held"] == 1).await;
        assert!(lost.drain().await.iter().all(|frame| frame["topic"] != "cart"));
    });
}
