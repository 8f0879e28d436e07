//! Several nodes are one house: what is limited is limited over all of them, and every node takes every node's tokens.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{
    Account, Answer, Engine, Guest, MASTER, PASSWORD, Program, edition, own_master, redis, run, text,
};

/// Where somebody asks from.
fn from(address: &str) -> (&'static str, &str) {
    ("x-forwarded-for", address)
}

#[test]
fn wrong_passwords_count_over_all_nodes() {
    let Some(redis) = redis() else { return };
    run(async {
        let master = own_master("sign-ins");
        let settings = [
            ("IMPASTO_SECRETS__MASTER", master.as_str()),
            ("IMPASTO_REDIS__URL", &redis),
            ("IMPASTO_TRUSTED_PROXIES", "127.0.0.1/32"),
        ];
        let near = Program::start_with(Engine::Postgres, &settings).await;
        let far = near.beside().await;
        let person = Account::customer(&near).await;
        let sign_in = |node: &'static str, password: &'static str| {
            let program = if node == "near" { &near } else { &far };
            let body = json!({"email": person.email, "password": password});
            async move { program.post("/api/v1/auth/login", &[from("192.0.2.7")], body).await }
        };
        for node in ["near", "far", "near", "far"] {
            sign_in(node, "wrong").await.problem(401, "unauthenticated");
        }
        // The right one wipes the slate, everywhere.
        sign_in("far", PASSWORD).await.ok(200);
        for node in ["near", "far", "near", "far", "near"] {
            sign_in(node, "wrong").await.problem(401, "unauthenticated");
        }
        for node in ["near", "far"] {
            sign_in(node, PASSWORD).await.problem(429, "rate-limited");
        }
        let body = json!({"email": person.email, "password": PASSWORD});
        far.post("/api/v1/auth/login", &[from("192.0.2.8")], body).await.ok(200);
    });
}

#[test]
fn one_address_holds_no_more_because_there_are_more_nodes() {
    let Some(redis) = redis() else { return };
    run(async {
        let master = own_master("holds");
        let settings = [
            ("IMPASTO_SECRETS__MASTER", master.as_str()),
            ("IMPASTO_REDIS__URL", &redis),
            ("IMPASTO_TRUSTED_PROXIES", "127.0.0.1/32"),
            ("IMPASTO_LIMITS__HOLDS_PER_ADDRESS", "20"),
        ];
        let near = Program::start_with(Engine::Postgres, &settings).await;
        let far = near.beside().await;
        let artist = Account::artist(&near).await;
        let work = artist.list(&near, json!([edition(8)])).await;
        let add = |program: &'static str, address: &'static str, visitor: String| {
            let (program, edition) = (if program == "near" { &near } else { &far }, work.editions[0].clone());
            async move {
                let body = json!({"edition_id": edition, "quantity": 1});
                program.post("/api/v1/cart/items", &[("x-visitor", &visitor), from(address)], body).await
            }
        };
        let mut holders = Vec::new();
        for turn in 0..6 {
            let guest = Guest::arrive(&near).await;
            let answer = add(["near", "far"][turn % 2], "192.0.2.7", guest.token.clone()).await;
            if turn < 4 {
                answer.ok(200);
                holders.push(guest);
            } else {
                assert!(answer.problem(409, "hold-limit")["retry_at"].is_string());
            }
        }
        assert_eq!(work.stock(&near).await["held"], 4);
        // What is bought or let go at one node makes room at the other.
        let line = text(&holders[0].get(&far, "/cart").await.ok(200)["lines"][0]["id"]);
        holders[0].call(&far, Method::DELETE, &format!("/cart/items/{line}"), None).await.ok(200);
        holders[1].check_out(&near, "buy", "tok_ok").await.ok(201);
        for node in ["near", "far"] {
            let guest = Guest::arrive(&near).await;
            heard(|| add(node, "192.0.2.7", guest.token.clone())).await;
        }
        let guest = Guest::arrive(&near).await;
        add("near", "192.0.2.7", guest.token.clone()).await.problem(409, "hold-limit");
        add("far", "192.0.2.8", guest.token).await.ok(200);
        near.check();
    });
}

/// Asks until what another node has said is known: it is told without waiting.
async fn heard<F: Future<Output = Answer>>(ask: impl Fn() -> F) {
    while ask().await.status != 200 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[test]
fn keys_are_rotated_while_all_nodes_serve() {
    run(async {
        let near = Program::start_with(Engine::Postgres, &[MASTER]).await;
        let (far, third) = (near.beside().await, near.beside().await);
        let person = Account::customer(&near).await;
        let old = key_of(&person.token);
        person.get(&far, "/me").await.ok(200);
        let rotated = third.run(&["keys", "rotate"]);
        assert!(rotated.status.success(), "{}", String::from_utf8_lossy(&rotated.stderr));
        let visitors = third.run(&["keys", "rotate", "--visitors"]);
        assert!(visitors.status.success(), "{}", String::from_utf8_lossy(&visitors.stderr));
        let guest = Guest::arrive(&far).await;
        // Every node publishes the new key long before the first token is signed with it.
        for program in [&near, &far, &third] {
            while published(program).await.len() < 2 {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        let mut younger = Account::sign_in(&near, &person.email).await;
        assert_eq!(key_of(&younger.token), old, "a key signs that not everybody knows yet");
        while key_of(&younger.token) == old {
            tokio::time::sleep(Duration::from_secs(1)).await;
            younger = Account::sign_in(&near, &person.email).await;
        }
        let second = Guest::arrive(&third).await;
        for program in [&near, &far, &third] {
            assert!(published(program).await.contains(&key_of(&younger.token)));
            younger.get(program, "/me").await.ok(200);
            person.get(program, "/me").await.ok(200);
            for guest in [&guest, &second] {
                guest.get(program, "/cart").await.ok(200);
            }
        }
        near.check();
    });
}

/// The key a token names.
fn key_of(token: &str) -> String {
    use base64::Engine as _;
    let head = token.split('.').next().unwrap_or_default();
    let head = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(head).expect("base64url");
    text(&serde_json::from_slice::<Value>(&head).expect("JSON")["kid"])
}

/// The keys a node publishes.
async fn published(program: &Program) -> Vec<String> {
    let keys = program.get("/.well-known/jwks.json", &[]).await.ok(200);
    keys["keys"].as_array().expect("keys").iter().map(|key| text(&key["kid"])).collect()
}
