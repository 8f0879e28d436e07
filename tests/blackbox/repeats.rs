//! Idempotency keys on the calls of accounts and opinions: a repeat gets the first answer, another body is told so.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Answer, Guest, PASSWORD, Program, both, edition, items, plain, purchase, text, work};

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

#[test]
fn works_are_illustrated_and_wished_for_once_under_a_key() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(1)])).await;
        let images = format!("/artworks/{}/images", listed.artwork_id);
        let upload = async |bytes: Vec<u8>| {
            let part = reqwest::multipart::Part::bytes(bytes).file_name("a.png");
            let form = reqwest::multipart::Form::new().part("file", part);
            let bearer = artist.bearer();
            let headers = [("authorization", bearer.as_str()), ("idempotency-key", "u")];
            let request = program.request(Method::POST, &format!("/api/v1{images}"), &headers);
            program.answer(request.multipart(form)).await
        };
        let first = upload(plain([200, 30, 30])).await.ok(201);
        assert_eq!(upload(plain([200, 30, 30])).await.ok(201), first);
        upload(plain([30, 200, 30])).await.problem(422, "idempotency-mismatch");
        assert_eq!(listed.shown(&program).await["images"].as_array().map(Vec::len), Some(2));
        let path = format!("{images}/{}", text(&first["id"]));
        for _ in 0..2 {
            keyed(&program, &artist, Method::DELETE, &path, "d", Value::Null).await.done();
        }
        artist.delete(&program, &path).await.problem(404, "not-found");

        let person = Account::customer(&program).await;
        let wish = format!("/wishlist/{}", listed.artwork_id);
        keyed(&program, &person, Method::PUT, &wish, "w", Value::Null).await.done();
        person.call(&program, Method::DELETE, &wish, None).await.done();
        // The repeat of the first wish is no new wish.
        keyed(&program, &person, Method::PUT, &wish, "w", Value::Null).await.done();
        assert_eq!(items(&person.get(&program, "/wishlist").await.ok(200)).len(), 0);
        program.check();
    });
}

#[test]
fn the_console_decides_once_under_a_key() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[("IMPASTO_MODERATION", "on")]).await;
        let artist = Account::artist(&program).await;
        let draft = artist.post(&program, "/artworks", work(json!([edition(3)]))).await.ok(201);
        let path = format!("/artworks/{}", text(&draft["id"]));
        artist.upload(&program, &text(&draft["id"]), plain([9, 9, 9])).await.ok(201);
        let submitted = artist.act(&program, &format!("{path}/submit")).await.ok(200);
        assert_eq!(submitted["status"], "in_review");
        for _ in 0..2 {
            let approve = format!("/admin{path}/approve");
            let told = keyed(&program, &admin, Method::POST, &approve, "a", Value::Null).await.ok(200);
            assert_eq!(told["status"], "published");
        }
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &text(&draft["editions"][0]["id"]), 1).await.ok(200);
        let holds = admin.get(&program, "/admin/holds").await.ok(200);
        let hold = format!("/admin/holds/{}", text(&holds["items"][0]["id"]));
        for _ in 0..2 {
            let stock = keyed(&program, &admin, Method::DELETE, &hold, "h", Value::Null).await.ok(200);
            assert_eq!(stock["available"], 3);
        }
        admin.delete(&program, &hold).await.problem(404, "not-found");
        keyed(&program, &admin, Method::DELETE, &hold, "other", Value::Null).await.problem(404, "not-found");
        keyed(&program, &admin, Method::POST, "/admin/sales/pause", "p", Value::Null).await.ok(200);
        admin.act(&program, "/admin/sales/resume").await.ok(200);
        keyed(&program, &admin, Method::POST, "/admin/sales/pause", "p", Value::Null).await.ok(200);
        guest.add(&program, &text(&draft["editions"][0]["id"]), 1).await.ok(200);
        program.check();
    });
}

async fn keyed(program: &Program, who: &Account, method: Method, path: &str, key: &str, body: Value) -> Answer {
    let headers = [("authorization", who.bearer()), ("idempotency-key", key.to_owned())];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let body = Some(body).filter(|body| !body.is_null());
    program.send(method, &format!("/api/v1{path}"), &headers, body).await
}
