//! Many who watch while many buy: everybody ends with the truth, and a log has everything once.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::harness::{Account, Guest, Program, Socket, both, edition, text};

#[test]
fn watchers_of_a_crowd_end_with_the_truth() {
    both(|engine| async move {
        let program = Arc::new(Program::start(engine).await);
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        let topic = format!("artwork:{}", listed.artwork_id);
        let sales = format!("seller:{}:sales", text(&artist.user["seller_id"]));
        let mut seller = Socket::open_as(&program, &artist.token).await;
        seller.subscribe(&[&sales]).await;
        let watchers = (0..40).map(|_| {
            let (program, topic) = (program.clone(), topic.clone());
            tokio::spawn(async move { watch(&program, &topic).await })
        });
        let watchers: Vec<_> = watchers.collect();

        let crowd = (0..80).map(|number| {
            let (program, edition) = (program.clone(), listed.editions[0].clone());
            tokio::spawn(async move {
                let guest = Guest::arrive(&program).await;
                let held = guest.add(&program, &edition, 1).await;
                if held.status != 200 {
                    held.problem(409, "sold-out");
                    return None;
                }
                // Some change their mind first, and come back.
                if number % 5 == 0 {
                    let item = format!("/cart/items/{}", text(&held.body["lines"][0]["id"]));
                    guest.call(&program, reqwest::Method::DELETE, &item, None).await.ok(200);
                    return None;
                }
                let placed = guest.check_out(&program, "mine", "tok_ok").await.ok(201);
                Some(text(&placed["order"]["number"]))
            })
        });
        let mut bought = BTreeSet::new();
        for guest in crowd.collect::<Vec<_>>() {
            bought.extend(guest.await.expect("a guest"));
        }
        while bought.len() < 25 {
            let order = Guest::arrive(&program).await.buy(&program, &listed.editions[0], 1).await;
            bought.insert(text(&order["number"]));
        }
        let truth = listed.stock(&program).await;
        for watcher in watchers {
            let last = watcher.await.expect("a watcher");
            assert_eq!((&last["version"], &last["sold"]), (&truth["version"], &truth["sold"]));
        }
        let mut told = Vec::new();
        while told.len() < bought.len() {
            told.push(text(&seller.event(&sales, "sale", |_| true).await["order_number"]));
        }
        let more = seller.drain().await.into_iter().filter(|frame| frame["type"] == "sale").count();
        assert_eq!((told.iter().cloned().collect::<BTreeSet<_>>(), told.len() + more), (bought, 25), "once each");
        program.check();
    });
}

/// Follows the counters until everything is sold, through reconnects; answers the last ones.
async fn watch(program: &Program, topic: &str) -> Value {
    let mut version = -1;
    let mut position = Value::Null;
    loop {
        let mut socket = Socket::open(program).await;
        let since = if position.is_null() { json!({}) } else { json!({topic: position}) };
        let started = socket.subscribe_since(&[topic], since).await["topics"][topic].clone();
        position = started["at"].clone();
        let editions = started["snapshot"]["editions"].as_object();
        if let Some(stock) = editions.and_then(|editions| editions.values().next()) {
            let next = stock["version"].as_i64().expect("a version");
            assert!(next >= version, "{next} after {version}");
            version = next;
            if stock["sold"] == 25 {
                return stock.clone();
            }
        }
        for _ in 0..8 {
            let frame = socket.wait_for(|frame| frame["topic"] == topic && frame["type"] == "stock").await;
            let next = frame["data"]["version"].as_i64().expect("a version");
            assert!(next > version, "{next} after {version}");
            version = next;
            position = frame["at"].clone();
            if frame["data"]["sold"] == 25 {
                return frame["data"].clone();
            }
        }
        socket.leave().await;
    }
}
