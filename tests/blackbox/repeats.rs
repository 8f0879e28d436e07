//! Idempotency keys on the calls of accounts and opinions: a repeat gets the first answer, another body is told so.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Answer, PASSWORD, Program, both, edition, items, purchase, text};

#[test]
fn an_address_is_added_once_under_a_key() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let person = Account::customer(&program).await;
        let home = purchase("tok_ok")["shipping_address"].clone();
        let first = keyed(&program, &person, Method::POST, "/me/addresses", "a", home.clone()).await.ok(201);
        assert_eq!(text(&first["id"]).as_bytes()[14], b'7', "ids are UUIDv7: {first}");
        for _ in 0..2 {
            let again = keyed(&program, &person, Method::POST, "/me/addresses", "a", home.clone()).await.ok(201);
            assert_eq!(again, first);
        }
        assert_eq!(items(&person.get(&program, "/me/addresses").await.ok(200)).len(), 1);
        let path = format!("/me/addresses/{}", text(&first["id"]));
        let moved = json!({"city": "Bonn"});
        for _ in 0..2 {
            keyed(&program, &person, Method::PATCH, &path, "b", moved.clone()).await.ok(200);
        }
        keyed(&program, &person, Method::PATCH, &path, "b", json!({"city": "Ulm"}))
            .await
            .problem(422, "idempotency-mismatch");
        // Another's key of the same name is another key.
        let other = Account::customer(&program).await;
        let others = keyed(&program, &other, Method::POST, "/me/addresses", "a", home).await.ok(201);
        assert_ne!(others["id"], first["id"]);
        program.check();
    });
}

#[test]
fn a_key_that_was_used_comes_before_the_fields() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let person = Account::customer(&program).await;
        let home = purchase("tok_ok")["shipping_address"].clone();
        keyed(&program, &person, Method::POST, "/me/addresses", "k", home.clone()).await.ok(201);
        let mut abroad = home.clone();
        abroad["country"] = json!("XX");
        let mut odd = home.clone();
        odd["planet"] = json!("Earth");
        let mut wrong = home;
        wrong["city"] = json!(5);
        for body in [abroad, odd, wrong] {
            let answer = keyed(&program, &person, Method::POST, "/me/addresses", "k", body.clone()).await;
            answer.problem(422, "idempotency-mismatch");
            let answer = keyed(&program, &person, Method::POST, "/me/addresses", "fresh", body).await;
            answer.problem(422, "invalid-fields");
        }
        program.check();
    });
}

#[test]
fn a_review_is_written_once_under_a_key() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let buyer = Account::customer(&program).await;
        buyer.buy(&program, &listed.editions[0], 1).await;
        let path = format!("/artworks/{}/reviews", listed.artwork_id);
        let review = json!({"rating": 5, "text": "Better than in the picture."});
        let first = keyed(&program, &buyer, Method::POST, &path, "r", review.clone()).await.ok(201);
        let again = keyed(&program, &buyer, Method::POST, &path, "r", review).await.ok(201);
        assert_eq!(again, first);
        let shown = buyer.get(&program, &path).await.ok(200);
        assert_eq!((items(&shown).len(), &shown["items"][0]["id"]), (1, &first["id"]), "{shown}");
        assert_eq!(shown["items"][0]["at"], first["at"]);
        let other = json!({"rating": 1, "text": "On second thought."});
        keyed(&program, &buyer, Method::POST, &path, "r", other).await.problem(422, "idempotency-mismatch");
        program.check();
    });
}

#[test]
fn an_account_is_made_and_changed_once_under_a_key() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let account =
            json!({"email": "new@example.test", "password": PASSWORD, "display_name": "N", "role": "customer"});
        let register = |body: Value| program.post("/api/v1/auth/register", &[("idempotency-key", "x")], body);
        let first = register(account.clone()).await.ok(201);
        assert_eq!(register(account.clone()).await.ok(201), first);
        let mut other = account;
        other["display_name"] = json!("M");
        register(other).await.problem(422, "idempotency-mismatch");

        let person = Account::sign_in(&program, "new@example.test").await;
        for _ in 0..2 {
            let renamed = keyed(&program, &person, Method::PATCH, "/me", "m", json!({"display_name": "O"})).await;
            assert_eq!(renamed.ok(200)["display_name"], "O");
        }
        keyed(&program, &person, Method::PATCH, "/me", "m", json!({"display_name": "P"}))
            .await
            .problem(422, "idempotency-mismatch");
        program.check();
    });
}

async fn keyed(program: &Program, who: &Account, method: Method, path: &str, key: &str, body: Value) -> Answer {
    let headers = [("authorization", who.bearer()), ("idempotency-key", key.to_owned())];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    program.send(method, &format!("/api/v1{path}"), &headers, Some(body)).await
}
