//! The process is killed in the middle of a crowd, again and again: nothing acknowledged is lost.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::harness::{Account, Engine, Guest, Program, both, edition, purchase};

/// What a buyer was told: the order, whose it is, and its copy.
type Told = Arc<Mutex<HashMap<String, (String, Value)>>>;

#[test]
fn nothing_acknowledged_is_lost_when_the_process_dies_in_a_crowd() {
    both(|engine| async move {
        let mut program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(5_000)])).await;
        let told: Told = Arc::default();
        for round in 0..3 {
            let stop = Arc::new(AtomicBool::new(false));
            let buyers: Vec<_> = (0..48)
                .map(|_| {
                    let (url, client) = (program.url.clone(), program.client().clone());
                    let (edition, told, stop) = (work.editions[0].clone(), told.clone(), stop.clone());
                    tokio::spawn(async move {
                        while !stop.load(Ordering::Relaxed) {
                            // A broken connection is what a killed process looks like; only answers count.
                            if let Some((id, token, copy)) = buy(&client, &url, &edition).await {
                                told.lock().await.insert(id, (token, copy));
                            }
                        }
                    })
                })
                .collect();
            // In the middle of it: more have bought since the last time, and all of them are at it again.
            let enough = told.lock().await.len() + 60 + 20 * round;
            while told.lock().await.len() < enough {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            program.kill();
            stop.store(true, Ordering::Relaxed);
            for buyer in buyers {
                buyer.await.expect("a buyer");
            }
            program.restart().await;
            program.check();
        }
        let told = told.lock().await;
        let mut copies = std::collections::HashSet::new();
        for (id, (token, copy)) in told.iter() {
            let order = program.get(&format!("/api/v1/orders/{id}"), &[("x-visitor", token)]).await.ok(200);
            assert_eq!(order["payment_status"], "paid");
            assert_eq!(&order["seller_orders"][0]["lines"][0]["copies"][0], copy);
            assert!(copies.insert(copy.to_string()), "{copy} was sold twice");
        }
        let shown = program.get(&format!("/api/v1/artworks/{}", work.artwork_id), &[]).await.ok(200);
        assert!(shown["editions"][0]["stock"]["sold"].as_u64() >= Some(told.len() as u64));
    });
}

#[test]
fn a_payment_under_way_when_the_process_died_is_driven_on_at_once() {
    both(|engine| async move {
        if engine == Engine::Postgres {
            // Other nodes may be at work there: a lease is waited for.
            return;
        }
        let mut program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(0)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &work.editions[0], 1).await.ok(200);
        let request = program
            .request(Method::POST, "/api/v1/checkout", &[("x-visitor", &guest.token), ("idempotency-key", "buy")])
            .json(&purchase("tok_lost"));
        // Its answer is cut off with the process.
        let asked = tokio::spawn(request.send());
        let orders = || async { guest.get(&program, "/orders").await.ok(200)["items"].clone() };
        while orders().await[0]["payments"][0]["status"] != "pending" {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        program.kill();
        let _ = asked.await;
        let answers_now = "UPDATE payments SET token = 'tok_ok'";
        program.change(answers_now, answers_now);
        program.restart().await;
        let since = std::time::Instant::now();
        while guest.get(&program, "/orders").await.ok(200)["items"][0]["payment_status"] != "paid" {
            assert!(since.elapsed() < Duration::from_secs(15), "the lease of a dead process is waited for");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        program.check();
    });
}

async fn buy(client: &reqwest::Client, url: &str, edition: &str) -> Option<(String, String, Value)> {
    let call = |path: &str, token: Option<&str>, body: Value| {
        let request = client.request(Method::POST, format!("{url}/api/v1{path}")).header("idempotency-key", "once");
        let request = token
            .map_or_else(|| request.try_clone(), |token| request.try_clone().map(|r| r.header("x-visitor", token)));
        let request = request.expect("a request without a stream").json(&body);
        async move {
            let answer = request.send().await.ok()?;
            let good = answer.status().is_success();
            let body: Value = answer.json().await.ok()?;
            good.then_some(body)
        }
    };
    let token = call("/visitors", None, json!({})).await?["visitor_token"].as_str()?.to_owned();
    call("/cart/items", Some(&token), json!({"edition_id": edition, "quantity": 1})).await?;
    let placed = call("/checkout", Some(&token), purchase("tok_ok")).await?;
    if placed["order"]["payment_status"] != "paid" {
        return None;
    }
    let copy = placed["order"]["seller_orders"][0]["lines"][0]["copies"][0].clone();
    Some((placed["order"]["id"].as_str()?.to_owned(), token, copy))
}
