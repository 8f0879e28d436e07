//! Crowds for few copies: exactly the edition is sold, everybody else is told so at once.

use std::collections::HashSet;

use serde_json::json;

use crate::harness::{Account, Engine, Guest, Program, both, edition};

#[test]
fn two_hundred_guests_for_twenty_five_copies() {
    both(|engine| crowd(engine, 25));
}

#[test]
fn two_hundred_guests_for_a_unique_work() {
    both(|engine| crowd(engine, 0));
}

async fn crowd(engine: Engine, size: i64) {
    let program = std::sync::Arc::new(Program::start(engine).await);
    let artist = Account::artist(&program).await;
    let work = artist.list(&program, json!([edition(size)])).await;
    let copies = size.max(1) as usize;

    let barrier = std::sync::Arc::new(tokio::sync::Barrier::new(200));
    let guests = (0..200).map(|_| {
        let (program, barrier, edition) = (program.clone(), barrier.clone(), work.editions[0].clone());
        tokio::spawn(async move {
            let guest = Guest::arrive(&program).await;
            barrier.wait().await;
            let held = guest.add(&program, &edition, 1).await;
            if held.status != 200 {
                held.problem(409, "sold-out");
                return None;
            }
            let order = guest.check_out(&program, "mine", "tok_ok").await.ok(201)["order"].clone();
            assert_eq!(order["payment_status"], "paid");
            Some(order)
        })
    });
    let mut sold = HashSet::new();
    let mut paid = 0;
    for guest in guests.collect::<Vec<_>>() {
        let Some(order) = guest.await.expect("a guest") else { continue };
        paid += 1;
        let copy = &order["seller_orders"][0]["lines"][0]["copies"][0];
        assert!(sold.insert(copy["id"].to_string()), "copy {copy} was sold twice");
    }
    assert_eq!(paid, copies);
    let shown = program.get(&format!("/api/v1/artworks/{}", work.artwork_id), &[]).await.ok(200);
    let stock = &shown["editions"][0]["stock"];
    assert_eq!((&stock["sold"], &stock["available"], &stock["held"]), (&json!(copies), &json!(0), &json!(0)));
    assert_eq!(shown["status"], "sold_out");
    program.check();
}

#[test]
fn one_key_from_fifty_threads_is_one_order_and_one_charge() {
    both(|engine| async move {
        let program = std::sync::Arc::new(Program::start(engine).await);
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(25)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &work.editions[0], 1).await.ok(200);
        let calls = (0..50).map(|_| {
            let (program, guest) = (program.clone(), guest.clone());
            tokio::spawn(async move { guest.check_out(&program, "one-key", "tok_ok").await.ok(201) })
        });
        let mut answers = Vec::new();
        for call in calls.collect::<Vec<_>>() {
            let mut answer = call.await.expect("an answer");
            // Rendering the invoice goes on beside the answers, and certificates come with it.
            let documents = answer["order"]["documents"].as_array_mut().expect("documents");
            documents.retain(|document| document["kind"] != "certificate");
            for document in documents {
                document["ready"] = json!(null);
            }
            answers.push(answer);
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "fifty equal answers");
        assert_eq!(answers[0]["order"]["payments"].as_array().map(Vec::len), Some(1));
        let shown = program.get(&format!("/api/v1/artworks/{}", work.artwork_id), &[]).await.ok(200);
        assert_eq!(shown["editions"][0]["stock"]["sold"], 1);
        let orders = guest.call(&program, reqwest::Method::GET, "/orders", None).await.ok(200);
        assert_eq!(orders["items"].as_array().map(Vec::len), Some(1));
        program.check();
    });
}
