//! Idempotency keys on the calls of accounts and opinions: a repeat gets the first answer, another body is told so.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{
    Account, Answer, Guest, PASSWORD, Program, Smtp, Tls, both, edition, items, plain, purchase, text, token_in, work,
};

/// Names and values.
type Headers<'h> = &'h [(&'h str, &'h str)];

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

/// A call that is sent twice under a key: its path, its body, and another body under the same key.
type Row<'r> = (&'r str, Value, Value);

/// Sends a call twice under a key, which must give the same answer twice, and once more with another body, which must be
/// refused. The body `null` is none.
async fn once(program: &Program, who: &[(&str, &str)], key: &str, (path, body, other): Row<'_>, status: u16) -> Value {
    let mut headers = who.to_vec();
    headers.push(("idempotency-key", key));
    let path = format!("/api/v1{path}");
    let send = |body: &Value| {
        let body = Some(body.clone()).filter(|body| !body.is_null());
        program.send(Method::POST, &path, &headers, body)
    };
    let (first, again) = (send(&body).await, send(&body).await);
    assert_eq!((first.status, again.status), (status, status), "{path}: {} {}", first.body, again.body);
    assert_eq!(first.body, again.body, "{path}");
    if !other.is_null() {
        send(&other).await.problem(422, "idempotency-mismatch");
    }
    first.body
}

/// Waits until a key of somebody is kept: then even a body that is none is told that the key was used for another.
async fn until_kept(program: &Program, who: &[(&str, &str)], key: &str, path: &str, invalid: &Value) {
    let mut headers = who.to_vec();
    headers.push(("idempotency-key", key));
    loop {
        let answer = program.post(&format!("/api/v1{path}"), &headers, invalid.clone()).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        if answer.body["type"] == "/problems/idempotency-mismatch" {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// How many mails with these words in their subject went to an address.
fn told(server: &Smtp, address: &str, words: &str) -> usize {
    server.to(address).iter().filter(|mail| text(&mail["headers"]["Subject"]).contains(words)).count()
}

#[test]
fn what_an_account_does_by_mail_is_done_once_under_a_key() {
    both(|engine| async move {
        let server = Smtp::start(Tls::None);
        let program = Program::start_with_mails(engine, &server).await;
        let person = Account::customer(&program).await;
        let bearer = person.bearer();
        let own = [("authorization", bearer.as_str())];
        let first = token_in(&server.wait_for(&person.email, "Confirm your address").await);

        once(&program, &own, "ask", ("/me/verify-email", Value::Null, Value::Null), 202).await;
        let proof = loop {
            let tokens: Vec<String> = server.to(&person.email).iter().map(token_in).collect();
            if let Some(other) = tokens.into_iter().find(|token| *token != first) {
                break other;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        };
        // The secret is good once: what is answered the second time is the key.
        let rows = ("/auth/verify-email", json!({"token": proof}), json!({"token": first}));
        once(&program, &own, "prove", rows, 204).await;
        program.post("/api/v1/auth/verify-email", &[], json!({"token": proof})).await.problem(410, "expired");

        let wanted = |email: &str| json!({"email": email, "password": PASSWORD});
        let row = ("/me/email", wanted("moved@example.test"), wanted("elsewhere@example.test"));
        once(&program, &own, "move", row, 202).await;
        server.wait_for("moved@example.test", "Confirm your new address").await;
        let change = |new: &str| json!({"current": PASSWORD, "new": new});
        let row = ("/me/password", change("another battery, stapled twice"), change("a third battery, glued on"));
        once(&program, &own, "change", row, 204).await;
        server.wait_for(&person.email, "was changed").await;

        // Without a token the key is the visitor's, or theirs who know what is sent.
        let guest = Guest::arrive(&program).await;
        for who in [vec![("x-visitor", guest.token.as_str())], vec![]] {
            let other = json!({"email": person.email.to_uppercase()});
            let row = ("/auth/forgot-password", json!({"email": person.email}), Value::Null);
            once(&program, &who, "forgot", row, 202).await;
            server.wait_for(&person.email, "new password").await;
            if !who.is_empty() {
                until_kept(&program, &who, "forgot", "/auth/forgot-password", &json!({"email": "none"})).await;
                let headers = [who[0], ("idempotency-key", "forgot")];
                let answer = program.post("/api/v1/auth/forgot-password", &headers, other).await;
                answer.problem(422, "idempotency-mismatch");
            }
        }
        // That an address has no account is told by nothing, not even by the second use of a key.
        let visitor = [("x-visitor", guest.token.as_str())];
        let row = ("/auth/forgot-password", json!({"email": "nobody@example.test"}), Value::Null);
        once(&program, &visitor, "nobody", row, 202).await;
        until_kept(&program, &visitor, "nobody", "/auth/forgot-password", &json!({"email": "none"})).await;

        // The last link counts.
        while told(&server, &person.email, "new password") < 2 {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        let links = server.to(&person.email);
        let link = links.iter().rfind(|mail| text(&mail["headers"]["Subject"]).contains("new password"));
        let secret = token_in(link.expect("a link"));
        let set = |password: &str| json!({"token": secret, "password": password});
        let row = ("/auth/reset-password", set("a fourth battery, welded"), set("a fifth battery, bolted"));
        once(&program, &[], "set", row, 204).await;
        let signed = json!({"email": person.email, "password": "a fourth battery, welded"});
        program.post("/api/v1/auth/login", &[], signed).await.ok(200);
        while told(&server, &person.email, "was changed") < 2 {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        let mails =
            ["Confirm your address", "new password", "was changed"].map(|words| told(&server, &person.email, words));
        assert_eq!(mails, [2, 2, 2], "{:#?}", server.mails());
        assert_eq!(told(&server, "moved@example.test", "Confirm"), 1);
        assert!(server.to("elsewhere@example.test").is_empty() && server.to("nobody@example.test").is_empty());
        program.check();
    });
}

#[test]
fn a_lost_order_is_looked_for_and_claimed_once_under_a_key() {
    both(|engine| async move {
        let server = Smtp::start(Tls::None);
        let program = Program::start_with_mails(engine, &server).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let person = Account::customer(&program).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &listed.editions[0], 1).await.ok(200);
        let mut body = purchase("tok_ok");
        body["email"] = json!(person.email);
        let visitor = [("x-visitor", guest.token.as_str())];
        let order =
            program.post("/api/v1/checkout", &[visitor[0], ("idempotency-key", "buy")], body).await.ok(201)["order"]
                .clone();
        let number = text(&order["number"]);

        let look = |number: &str| json!({"number": number, "email": person.email});
        once(&program, &visitor, "lost", ("/orders/lookup", look(&number), Value::Null), 202).await;
        let words = format!("Your order {number}");
        server.wait_for(&person.email, &words).await;
        once(&program, &visitor, "lost", ("/orders/lookup", look(&number), look("IM-0000")), 202).await;
        // One that is not there keeps its key as well.
        once(&program, &visitor, "none", ("/orders/lookup", look("IM-0000-0000-0000"), Value::Null), 202).await;
        until_kept(&program, &visitor, "none", "/orders/lookup", &json!({"number": "", "email": "none"})).await;

        let token = token_in(&server.wait_for(&person.email, "Confirm your address").await);
        program.post("/api/v1/auth/verify-email", &[], json!({"token": token})).await.ok(204);
        let bearer = person.bearer();
        let own = [("authorization", bearer.as_str())];
        let path = format!("/orders/{}/claim", text(&order["id"]));
        let claimed = once(&program, &own, "claim", (&path, Value::Null, Value::Null), 200).await;
        assert_eq!(claimed["id"], order["id"]);
        let report = |reason: &str| json!({"reason": reason, "text": "Seen elsewhere."});
        let path = format!("/artworks/{}/report", listed.artwork_id);
        once(&program, &own, "report", (&path, report("copied"), report("misleading")), 201).await;

        // A mail that is asked for later comes, and still there is one link.
        let change = json!({"current": PASSWORD, "new": "another battery, stapled twice"});
        person.post(&program, "/me/password", change).await.ok(204);
        server.wait_for(&person.email, "was changed").await;
        assert_eq!(told(&server, &person.email, &words), 1, "{:#?}", server.mails());
        program.check();
    });
}

#[test]
fn calls_that_keep_no_key_do_not_mind_one() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let person = Account::customer(&program).await;
        person.add(&program, &listed.editions[0], 1).await.ok(200);
        let (bearer, staff) = (person.bearer(), admin.bearer());
        let (own, staff) = ([("authorization", bearer.as_str())], [("authorization", staff.as_str())]);
        let address = purchase("tok_ok")["shipping_address"].clone();
        let buying = [own[0], ("idempotency-key", "buy")];
        let credentials = json!({"email": person.email, "password": PASSWORD});
        let quote = json!({"shipping_address": address});
        let placed = program.post("/api/v1/checkout", &buying, purchase("tok_3ds")).await.ok(201);
        let (order, payment) = (text(&placed["order"]["id"]), text(&placed["payment"]["id"]));
        person.add(&program, &listed.editions[0], 1).await.ok(200);
        let confirm = format!("/orders/{order}/payments/{payment}/confirm");
        let authorize = format!("/test-payments/{payment}/authorize");
        let look = format!("/admin{confirm}");
        let reviewing = format!("/admin/artworks/{}/reviewing", listed.artwork_id);
        let refresh = json!({"refresh_token": person.refresh_token});
        let (nobody, nothing): (Headers<'_>, Value) = (&[], Value::Null);
        let calls: [(Headers<'_>, &str, &Value, u16); 8] = [
            (nobody, "/auth/login", &credentials, 200),
            (nobody, "/auth/refresh", &refresh, 200),
            (nobody, "/visitors", &nothing, 201),
            (&own, "/checkout/quote", &quote, 200),
            (&own, &authorize, &nothing, 200),
            (&own, &confirm, &nothing, 200),
            (&staff, &look, &nothing, 200),
            (&staff, &reviewing, &nothing, 200),
        ];
        for (who, path, body, status) in calls {
            for _ in 0..2 {
                let mut headers = who.to_vec();
                headers.push(("idempotency-key", "same"));
                let body = Some(body.clone()).filter(|body| !body.is_null());
                let answer = program.send(Method::POST, &format!("/api/v1{path}"), &headers, body).await;
                assert_eq!(answer.status, status, "{path}: {}", answer.body);
            }
        }
        let orders = person.get(&program, "/orders").await.ok(200);
        assert_eq!((items(&orders).len(), &orders["items"][0]["payment_status"]), (1, &json!("paid")));
        program.check();
    });
}
