//! Tokens: whose they are, how long, and that nobody can make or change one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ed25519_dalek::{Signature, VerifyingKey};
use serde_json::{Value, json};

use crate::harness::{Account, Guest, Program, Socket, at_once, both, edition, text};

#[test]
fn access_tokens_are_signed_with_a_published_key_and_with_nothing_else() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let person = Account::customer(&program).await;
        let (header, payload, signature) = parts(&person.token);
        let head = decoded(header);
        assert_eq!(head["alg"], "EdDSA");

        let keys = program.get("/.well-known/jwks.json", &[]).await.ok(200);
        let keys = keys["keys"].as_array().expect("keys");
        let key = keys.iter().find(|key| key["kid"] == head["kid"]).expect("the key of the token is published");
        assert_eq!((&key["kty"], &key["crv"]), (&json!("OKP"), &json!("Ed25519")));
        assert!(keys.iter().all(|key| key.get("d").is_none()), "a private key is published");
        let public = BASE64.decode(text(&key["x"])).expect("base64url");
        let verifying = VerifyingKey::from_bytes(&public.clone().try_into().expect("32 bytes")).expect("a key");
        let signed = Signature::from_slice(&BASE64.decode(signature).expect("base64url")).expect("a signature");
        verifying.verify_strict(format!("{header}.{payload}").as_bytes(), &signed).expect("the signature is the key's");

        let mut raised = decoded(payload);
        raised["roles"] = json!(["admin"]);
        let raised = BASE64.encode(raised.to_string());
        let none = BASE64.encode(json!({"alg": "none", "typ": "JWT", "kid": head["kid"]}).to_string());
        let symmetric = BASE64.encode(json!({"alg": "HS256", "typ": "JWT", "kid": head["kid"]}).to_string());
        let forged = [
            format!("{header}.{raised}.{signature}"),
            format!("{none}.{raised}."),
            format!("{none}.{payload}."),
            format!("{symmetric}.{raised}.{}", hmac_sha256(&public, &format!("{symmetric}.{raised}"))),
            format!("{header}.{payload}."),
            format!("{header}.{payload}"),
            format!("{header}.{payload}.{}", flipped(signature)),
            "x".to_owned(),
            "a.b.c".to_owned(),
            "x".repeat(6_000),
        ];
        for token in forged {
            let bearer = format!("Bearer {token}");
            program.get("/api/v1/me", &[("authorization", &bearer)]).await.problem(401, "unauthenticated");
            // Not even where anybody may come: a token that is not valid is not nobody.
            program.get("/api/v1/admin/audit", &[("authorization", &bearer)]).await.problem(401, "unauthenticated");
        }
        person.get(&program, "/me").await.ok(200);
    });
}

#[test]
fn visitor_tokens_cannot_be_made_or_changed() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(3)])).await;
        let (guest, other) = (Guest::arrive(&program).await, Guest::arrive(&program).await);
        guest.add(&program, &work.editions[0], 1).await.ok(200);
        assert_eq!(other.get(&program, "/cart").await.ok(200)["lines"], json!([]));

        let mut forged = vec![String::new(), "x".into(), "v1.".into(), guest.token[..guest.token.len() - 4].to_owned()];
        // Every letter of the token counts.
        for place in (3..guest.token.len()).step_by(7) {
            let letter = if &guest.token[place..=place] == "A" { "B" } else { "A" };
            forged.push(format!("{}{letter}{}", &guest.token[..place], &guest.token[place + 1..]));
        }
        for token in forged {
            let answer = program.get("/api/v1/cart", &[("x-visitor", &token)]).await;
            answer.problem(401, "unauthenticated");
        }
        // A token of one kind is none of the other.
        let swapped = format!("Bearer {}", guest.token);
        program.get("/api/v1/cart", &[("authorization", &swapped)]).await.problem(401, "unauthenticated");
        program.get("/api/v1/cart", &[("x-visitor", &artist.token)]).await.problem(401, "unauthenticated");
    });
}

#[test]
fn the_bearer_wins_over_the_visitor() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(3)])).await;
        let (person, guest) = (Account::customer(&program).await, Guest::arrive(&program).await);
        guest.add(&program, &work.editions[0], 2).await.ok(200);
        let both = [("authorization", person.bearer()), ("x-visitor", guest.token.clone())];
        let both: Vec<(&str, &str)> = both.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(program.get("/api/v1/cart", &both).await.ok(200)["lines"], json!([]));
        // A bearer that is not valid is not made good by a visitor who is.
        let bad = [("authorization", "Bearer x"), ("x-visitor", guest.token.as_str())];
        program.get("/api/v1/cart", &bad).await.problem(401, "unauthenticated");
        assert_eq!(guest.get(&program, "/cart").await.ok(200)["lines"][0]["quantity"], 2);
    });
}

#[test]
fn refresh_tokens_rotate_and_late_reuse_ends_the_sign_in() {
    both(|engine| async move {
        let mut program = Program::start(engine).await;
        let first = Account::customer(&program).await;
        let elsewhere = Account::sign_in(&program, &first.email).await;
        let second = renewed(&program, &first.refresh_token).await;
        assert_ne!(second.refresh_token, first.refresh_token);
        second.get(&program, "/me").await.ok(200);
        // Two tabs may renew at once: the same old token gets the same successor.
        assert_eq!(renewed(&program, &first.refresh_token).await.refresh_token, second.refresh_token);
        let third = renewed(&program, &second.refresh_token).await;
        assert_ne!(third.refresh_token, second.refresh_token);

        program.terminate().await;
        let later = "UPDATE refresh_tokens SET used_at =";
        program.change(
            &format!(
                "{later} strftime('%Y-%m-%dT%H:%M:%S', used_at, '-31 seconds') || '.000000Z' WHERE used_at IS NOT NULL"
            ),
            &format!("{later} used_at - interval '31 seconds' WHERE used_at IS NOT NULL"),
        );
        program.restart().await;
        third.get(&program, "/me").await.ok(200);
        refused(&program, &first.refresh_token).await;
        // Somebody has a stolen token: nobody of this family goes on, not even with the newest.
        refused(&program, &third.refresh_token).await;
        third.get(&program, "/me").await.problem(401, "unauthenticated");
        // Another sign-in of the same person is another family.
        renewed(&program, &elsewhere.refresh_token).await;
        program.check();
    });
}

#[test]
fn what_is_no_refresh_token_renews_nothing() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let person = Account::customer(&program).await;
        for token in ["", "x", &person.token, &flipped(&person.refresh_token), &"A".repeat(5_000)] {
            refused(&program, token).await;
        }
        renewed(&program, &person.refresh_token).await;
    });
}

#[test]
fn an_access_token_ends_at_its_time_for_calls_and_for_sockets() {
    at_once(|engine| async move {
        let program = Program::start_with(engine, &[("IMPASTO_IDENTITY__ACCESS_TTL_S", "30")]).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(3)])).await;
        let topic = format!("artwork:{}", work.artwork_id);
        let person = Account::customer(&program).await;
        let mut socket = Socket::open(&program).await;
        let authed = socket.authenticate(&person.token).await;
        assert!(authed["expires_at"].is_string());
        socket.subscribe(&["cart", &topic]).await;
        // It is said a minute ahead, so here at once.
        socket.wait_for(|frame| frame["op"] == "auth_expiring").await;

        let lost = socket.wait_for(|frame| frame["op"] == "unsubscribed").await;
        assert_eq!((&lost["topic"], &lost["type"]), (&json!("cart"), &json!("/problems/unauthenticated")));
        loop {
            let answer = person.get(&program, "/me").await;
            if answer.status != 200 {
                answer.problem(401, "unauthenticated");
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        // What everybody may hear goes on; and with a new token, so does the rest.
        let quiet = socket.wait_for(|frame| frame["op"] == "heartbeat").await;
        assert!(quiet["topics"][&topic].is_string(), "{quiet}");
        Guest::arrive(&program).await.add(&program, &work.editions[0], 1).await.ok(200);
        socket.event(&topic, "stock", |stock| stock["held"] == 1).await;
        let again = renewed(&program, &person.refresh_token).await;
        socket.authenticate(&again.token).await;
        socket.subscribe(&["cart"]).await;
        again.add(&program, &work.editions[0], 1).await.ok(200);
        socket.event("cart", "cart", |cart| cart["lines"][0]["quantity"] == 1).await;
    });
}

/// What an access token says.
pub(crate) fn claims(token: &str) -> Value {
    decoded(parts(token).1)
}

async fn renewed(program: &Program, refresh_token: &str) -> Account {
    let signed = program.post("/api/v1/auth/refresh", &[], json!({"refresh_token": refresh_token})).await.ok(200);
    Account {
        email: text(&signed["user"]["email"]),
        token: text(&signed["access_token"]),
        refresh_token: text(&signed["refresh_token"]),
        user: signed["user"].clone(),
    }
}

async fn refused(program: &Program, refresh_token: &str) {
    let answer = program.post("/api/v1/auth/refresh", &[], json!({"refresh_token": refresh_token})).await;
    answer.problem(401, "unauthenticated");
}

fn parts(token: &str) -> (&str, &str, &str) {
    let mut parts = token.split('.');
    let mut next = || parts.next().expect("three parts");
    (next(), next(), next())
}

fn decoded(part: &str) -> Value {
    serde_json::from_slice(&BASE64.decode(part).expect("base64url")).expect("JSON")
}

/// The text with its first letter changed.
fn flipped(text: &str) -> String {
    let letter = if text.starts_with('A') { "B" } else { "A" };
    format!("{letter}{}", &text[1..])
}

fn hmac_sha256(key: &[u8], text: &str) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key).expect("any key");
    mac.update(text.as_bytes());
    BASE64.encode(mac.finalize().into_bytes())
}
