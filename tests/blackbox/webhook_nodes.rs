//! Webhooks out from two nodes of one house: everything is told at least once, whichever node it happened on, and whichever
//! node is still there.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::json;

use crate::harness::{Account, Engine, Guest, Hook, MASTER, Program, edition, run, text};
use crate::webhooks::{NEAR, register};

/// What is told of each order.
const TOLD: [&str; 2] = ["order.placed", "order.paid"];

/// Waits until the endpoint has taken both messages of every order.
async fn all_told(hook: &Hook, orders: &BTreeSet<String>) {
    for kind in TOLD {
        loop {
            let heard = hook.heard().into_iter().filter(|heard| heard.answered == 200 && heard.body["type"] == kind);
            let told: BTreeSet<String> = heard.map(|heard| text(&heard.body["data"]["id"])).collect();
            if told.is_superset(orders) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

async fn buy(node: &Program, edition: &str) -> String {
    text(&Guest::arrive(node).await.buy(node, edition, 1).await["id"])
}

#[test]
fn everything_is_told_from_both_nodes_and_one_goes_on_when_the_other_dies() {
    run(async {
        let settings = [MASTER, NEAR[0], NEAR[1]];
        let (mut near, admin) = Program::start_with_admin(Engine::Postgres, &settings).await;
        let far = near.beside().await;
        let artist = Account::artist(&near).await;
        let listed = artist.list(&near, json!([edition(100)])).await;
        while far.get(&format!("/api/v1/artworks/{}", listed.artwork_id), &[]).await.status != 200 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let hook = Hook::start(&[]).await;
        let (_, secret) = register(&near, &admin, &hook, &TOLD).await;

        let mut orders = BTreeSet::new();
        for turn in 0..8 {
            let node = if turn % 2 == 0 { &near } else { &far };
            orders.insert(buy(node, &listed.editions[0]).await);
        }
        all_told(&hook, &orders).await;

        // One dies while nothing is taken: some of it is promised, some under way, some has not been looked at.
        hook.answer(&[503; 10_000]);
        for turn in 0..8 {
            let node = if turn % 2 == 0 { &near } else { &far };
            orders.insert(buy(node, &listed.editions[0]).await);
        }
        near.kill();
        for _ in 0..4 {
            orders.insert(buy(&far, &listed.editions[0]).await);
        }
        hook.answer(&[]);
        all_told(&hook, &orders).await;

        // What was told more than once was about the same each time, and nothing was told that did not happen.
        let mut messages: BTreeMap<String, (String, String)> = BTreeMap::new();
        for heard in hook.heard() {
            assert!(heard.is_signed_with(&secret));
            let said = (text(&heard.body["type"]), text(&heard.body["data"]["id"]));
            assert!(orders.contains(&said.1), "{}", heard.raw);
            assert_eq!(*messages.entry(text(&heard.body["id"])).or_insert_with(|| said.clone()), said);
        }
        assert_eq!(messages.len(), TOLD.len() * orders.len(), "one message for each thing that happened");
        far.check();
    });
}
