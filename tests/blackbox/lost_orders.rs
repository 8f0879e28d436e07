//! Orders of those who have no account, or have lost them: a link by mail opens one, and an account takes it in.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{
    Account, Engine, Guest, Program, Smtp, Tls, both, edition, link_in, purchase, run, text, token_in,
};

/// A house that sends its mails, with a paid order of a guest in it.
async fn open(engine: Engine, server: &Smtp, email: &str) -> (Program, Value) {
    let program = Program::start_with_mails(engine, server).await;
    let artist = Account::artist(&program).await;
    let listed = artist.list(&program, json!([edition(25)])).await;
    let guest = Guest::arrive(&program).await;
    guest.add(&program, &listed.editions[0], 1).await.ok(200);
    let mut body = purchase("tok_ok");
    body["email"] = json!(email);
    let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", "buy")];
    let order = program.post("/api/v1/checkout", &headers, body).await.ok(201)["order"].clone();
    (program, order)
}

async fn look_up(program: &Program, number: &str, email: &str) -> Vec<u8> {
    let answer = program.post("/api/v1/orders/lookup", &[], json!({"number": number, "email": email})).await;
    assert_eq!(answer.status, 202, "{}", answer.body);
    answer.bytes
}

#[test]
fn a_lost_order_is_found_by_its_number_and_address_and_by_nothing_less() {
    both(|engine| async move {
        let server = Smtp::start(Tls::None);
        let (program, order) = open(engine, &server, "Zoe@example.test").await;
        let (id, number) = (text(&order["id"]), text(&order["number"]));
        let wrong = look_up(&program, &number, "other@example.test").await;
        assert_eq!(look_up(&program, "IM-0000-0000-0000", "zoe@example.test").await, wrong);
        assert_eq!(look_up(&program, &number.to_lowercase(), "ZOE@example.test").await, wrong);
        let mail = server.wait_for("Zoe@example.test", &format!("Your order {number}")).await;
        assert!(server.to("other@example.test").is_empty());

        // The key opens the order, its documents and nothing else.
        let key = link_in(&mail, "?key=");
        let open = |path: String| {
            let program = &program;
            async move { program.get(&path, &[]).await }
        };
        open(format!("/api/v1/orders/{id}")).await.problem(401, "unauthenticated");
        assert_eq!(open(format!("/api/v1/orders/{id}?key={key}")).await.ok(200)["number"], number.as_str());
        assert_eq!(open(format!("/api/v1/orders/{id}/invoice.pdf?key={key}")).await.status, 200);
        let document = text(&order["documents"][0]["id"]);
        assert_eq!(open(format!("/api/v1/documents/{document}?key={key}")).await.status, 200);
        open(format!("/api/v1/orders/{id}?key={key}x")).await.problem(404, "not-found");
        open(format!("/api/v1/orders/{id}?key=o1.AAAA")).await.problem(404, "not-found");
        let cancel = program.request(Method::POST, &format!("/api/v1/orders/{id}/cancel?key={key}"), &[]);
        program.answer(cancel).await.problem(401, "unauthenticated");
        program.check();
    });
}

#[test]
fn the_page_takes_the_key_out_of_the_address_and_keeps_it() {
    both(|engine| async move {
        let server = Smtp::start(Tls::None);
        let (program, order) = open(engine, &server, "zoe@example.test").await;
        let (id, number) = (text(&order["id"]), text(&order["number"]));
        // The confirmation carries the way to the order of somebody without an account.
        let key = link_in(&server.wait_for("zoe@example.test", "confirmed").await, "?key=");
        let html = ("accept", "text/html");
        let page = format!("/orders/{id}");
        let stranger = program.get(&page, &[html]).await;
        assert_eq!((stranger.status, stranger.header("location").starts_with("/login?")), (303, true));
        let opened = program.get(&format!("{page}?key={key}"), &[html]).await;
        assert_eq!((opened.status, opened.header("location")), (303, page.as_str()));
        let line = opened.cookie("impasto_orders").expect("a cookie");
        assert!(line.contains("HttpOnly") && line.contains("SameSite=Lax"), "{line}");
        let cookie = line.split(';').next().expect("a pair").to_owned();
        let shown = program.get(&page, &[html, ("cookie", &cookie)]).await;
        assert_eq!(shown.status, 200);
        let words = String::from_utf8(shown.bytes).expect("text");
        assert!(words.contains(&number) && !words.contains("/cancel"), "who only has the key only looks");
        let document = format!("/api/v1/documents/{}", text(&order["documents"][0]["id"]));
        assert_eq!(program.get(&document, &[("cookie", &cookie)]).await.status, 200);
        let ended = program.get(&format!("{page}?key={key}x"), &[html]).await;
        assert_eq!((ended.status, ended.header("location")), (303, "/orders/find?notice=link-ended"));

        let form = program.get("/orders/find", &[html]).await;
        assert_eq!(form.status, 200);
        let sent = program.submit("/orders/find", &[], &[("number", &number), ("email", "zoe@example.test")]).await;
        assert_eq!((sent.status, sent.header("location")), (303, "/orders/find?notice=order-link-sent"));
        server.wait_for("zoe@example.test", &format!("Your order {number}")).await;
        assert_eq!(program.submit("/orders/find", &[], &[("number", ""), ("email", "zoe")]).await.status, 422);
    });
}

#[test]
fn an_order_is_taken_into_the_account_that_has_proven_its_address() {
    both(|engine| async move {
        let server = Smtp::start(Tls::None);
        let (program, order) = open(engine, &server, "claims@example.test").await;
        let path = format!("/orders/{}/claim", text(&order["id"]));
        let account = json!({"email": "claims@example.test", "password": crate::harness::PASSWORD,
            "display_name": "Zoë", "role": "customer"});
        program.post("/api/v1/auth/register", &[], account).await.ok(201);
        let person = Account::sign_in(&program, "claims@example.test").await;
        let other = Account::customer(&program).await;
        other.act(&program, &path).await.problem(404, "not-found");
        person.act(&program, &path).await.problem(403, "forbidden");
        assert_eq!(person.get(&program, "/orders").await.ok(200)["items"], json!([]));

        let token = token_in(&server.wait_for("claims@example.test", "Confirm your address").await);
        program.post("/api/v1/auth/verify-email", &[], json!({"token": token})).await.ok(204);
        for _ in 0..2 {
            let taken = person.act(&program, &path).await.ok(200);
            assert_eq!(taken["id"], order["id"]);
        }
        let listed = person.get(&program, "/orders").await.ok(200);
        assert_eq!(listed["items"][0]["id"], order["id"]);
        other.act(&program, &path).await.problem(404, "not-found");
        program.check();
    });
}

#[test]
fn nobodys_mailbox_is_filled_with_orders() {
    run(async {
        let server = Smtp::start(Tls::None);
        let (program, order) = open(Engine::Sqlite, &server, "zoe@example.test").await;
        let number = text(&order["number"]);
        for _ in 0..5 {
            look_up(&program, &number, "zoe@example.test").await;
        }
        let body = json!({"number": number, "email": "zoe@example.test"});
        program.post("/api/v1/orders/lookup", &[], body).await.problem(429, "rate-limited");
    });
}
