//! A node dies in the middle of a crowd: its customers go on at another one.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::crowd::Crowd;
use crate::harness::{Account, Engine, MASTER, Program, Socket, edition, run};
use crate::rounds;

#[test]
fn a_node_dies_and_its_listeners_resume_at_another_without_a_lost_or_repeated_order() {
    run(async {
        let (near, admin) = Program::start_with_admin(Engine::Postgres, &[MASTER]).await;
        let mut far = near.beside().await;
        let artist = Account::artist(&near).await;
        let listed = artist.list(&near, json!([edition(10_000)])).await;
        far.get(&format!("/api/v1/artworks/{}", listed.artwork_id), &[]).await.ok(200);
        let mut staff = Socket::open_as(&far, &admin.token).await;
        let mut at = staff.subscribe(&["orders"]).await["topics"]["orders"]["at"].clone();
        let mut heard: HashMap<String, usize> = HashMap::new();
        let crowd = Crowd::gather(&[&near, &far], &listed.editions[0], 16);
        for _ in 0..rounds(2) {
            crowd.buys(40).await;
            note(staff.drain().await, &mut heard, &mut at);
            far.kill();
            crowd.buys(40).await;
            // Where it was, at the node that lives.
            let mut moved = Socket::open_as(&near, &admin.token).await;
            let resumed = moved.subscribe_since(&["orders"], json!({"orders": at})).await;
            assert_eq!(resumed["topics"]["orders"]["resumed"], true, "{resumed}");
            far.restart().await;
            crowd.buys(40).await;
            note(moved.drain().await, &mut heard, &mut at);
            staff = Socket::open_as(&far, &admin.token).await;
            let resumed = staff.subscribe_since(&["orders"], json!({"orders": at})).await;
            assert_eq!(resumed["topics"]["orders"]["resumed"], true, "{resumed}");
        }
        let told = crowd.ends().await;
        let orders = told.orders();
        // What was paid last is still on its way.
        while orders.iter().any(|order| !heard.contains_key(*order)) {
            let frame = staff.wait_for(|frame| frame["topic"] == "orders").await;
            note(vec![frame], &mut heard, &mut at);
        }
        note(staff.drain().await, &mut heard, &mut at);
        let repeated: Vec<_> = heard.iter().filter(|(_, times)| **times > 1).collect();
        assert!(repeated.is_empty(), "{repeated:?}");
        told.is_true(&near).await;
        told.is_true(&far).await;
    });
}

/// Counts how often each order was said to be paid, and keeps the last position.
fn note(frames: Vec<Value>, heard: &mut HashMap<String, usize>, at: &mut Value) {
    for frame in frames.iter().filter(|frame| frame["topic"] == "orders") {
        if frame.get("at").is_some() {
            *at = frame["at"].clone();
        }
        if frame["type"] == "order" && frame["data"]["payment_status"] == "paid" {
            let order = frame["data"]["id"].as_str().or(frame["data"]["order_id"].as_str()).unwrap_or_default();
            *heard.entry(order.to_owned()).or_default() += 1;
        }
    }
}
