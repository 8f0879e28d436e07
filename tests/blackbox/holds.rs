//! Carts that really hold: deadlines, extension, taking again, limits, merging at sign-in.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::copies::release_all;
use crate::harness::{Account, Guest, Program, both, edition};

#[test]
fn a_hold_shows_its_copies_and_deadline_and_can_be_changed() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(3)])).await;
        let guest = Guest::arrive(&program).await;
        let cart = guest.add(&program, &work.editions[0], 2).await.ok(200);
        let line = &cart["lines"][0];
        assert_eq!((&line["status"], &line["extendable"]), (&json!("held"), &json!(true)));
        assert!(line["held_until"].as_str() > cart["server_time"].as_str());
        let item = format!("/cart/items/{}", line["id"].as_str().expect("an id"));
        let cart = guest.call(&program, Method::PATCH, &item, Some(json!({"quantity": 3}))).await.ok(200);
        assert_eq!(cart["lines"][0]["copies"].as_array().map(Vec::len), Some(3));
        guest.call(&program, Method::PATCH, &item, Some(json!({"quantity": 4}))).await.problem(409, "sold-out");
        let cart = guest.call(&program, Method::POST, &format!("{item}/extend"), None).await.ok(200);
        assert_eq!(cart["lines"][0]["extendable"], false);
        guest.call(&program, Method::POST, &format!("{item}/extend"), None).await.problem(409, "conflict");
        assert_eq!(stock(&program, &work.artwork_id).await["held"], 3);
        guest.call(&program, Method::DELETE, &item, None).await.ok(200);
        assert_eq!(stock(&program, &work.artwork_id).await["available"], 3);
        guest.call(&program, Method::DELETE, &item, None).await.problem(404, "not-found");
        program.check();
    });
}

#[test]
fn a_lapsed_hold_is_free_for_others_and_never_charged() {
    both(|engine| async move {
        let program = Program::start_with(engine, &[("IMPASTO_HOLDS__TTL_S", "1")]).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(0)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &work.editions[0], 1).await.ok(200);
        let cart = loop {
            let cart = guest.call(&program, Method::GET, "/cart", None).await.ok(200);
            if cart["lines"][0]["status"] == "lapsed" {
                break cart;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        let problem = guest.check_out(&program, "late", "tok_ok").await.problem(409, "cart-changed");
        assert_eq!(problem["lines"], json!([cart["lines"][0]["id"]]));
        let again = format!("/cart/items/{}/rehold", cart["lines"][0]["id"].as_str().expect("an id"));
        let cart = guest.call(&program, Method::POST, &again, None).await.ok(200);
        assert_eq!(cart["lines"][0]["status"], "held");
        program.check();
    });
}

#[test]
fn what_has_lapsed_is_held_again_at_once_and_what_is_gone_is_told() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(0), edition(0), edition(25)])).await;
        let guest = Guest::arrive(&program).await;
        for (place, edition) in listed.editions.iter().enumerate() {
            guest.add(&program, edition, if place == 2 { 2 } else { 1 }).await.ok(200);
        }
        let lapsed = async || {
            release_all(&program, &admin).await;
            let cart = guest.get(&program, "/cart").await.ok(200);
            assert!(lines(&cart).iter().all(|line| line["status"] == "lapsed"), "{cart}");
            cart
        };
        let before = lapsed().await;
        let all = async || guest.call(&program, Method::POST, "/cart/rehold", None).await.ok(200);
        let again = all().await;
        assert_eq!(again["failed"], json!([]));
        assert!(lines(&again["cart"]).iter().all(|line| line["status"] == "held"), "{again}");
        assert_eq!(lines(&again["cart"])[2]["quantity"], 2);
        // Nothing is lapsed, so nothing is done.
        let idle = all().await;
        assert_eq!((&idle["cart"]["version"], &idle["failed"]), (&again["cart"]["version"], &json!([])));

        lapsed().await;
        Guest::arrive(&program).await.add(&program, &listed.editions[1], 1).await.ok(200);
        let some = all().await;
        let gone = &lines(&before)[1]["id"];
        assert_eq!(some["failed"].as_array().map(Vec::len), Some(1), "{some}");
        assert_eq!(&some["failed"][0]["line_id"], gone);
        let problem = &some["failed"][0]["problem"];
        assert!(problem["type"].as_str().is_some_and(|kind| kind.ends_with("sold-out")), "{problem}");
        assert_eq!((&problem["status"], &problem["available"]), (&json!(409), &json!(0)));
        let held = |place: usize| lines(&some["cart"])[place]["status"] == "held";
        assert_eq!((held(0), held(1), held(2)), (true, false, true), "{some}");

        // The form as well; a stranger's cart has nothing to hold.
        release_all(&program, &admin).await;
        let cookie = format!("impasto_visitor={}", guest.token);
        let browser = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin"), ("accept", "text/html")];
        let page = program.get("/cart", &browser).await;
        assert!(String::from_utf8_lossy(&page.bytes).contains("Hold all 3 again"));
        Guest::arrive(&program).await.add(&program, &listed.editions[1], 1).await.ok(200);
        let sent = program.submit("/cart/rehold", &browser, &[]).await;
        assert_eq!((sent.status, sent.header("location")), (303, "/cart?notice=reheld-some"));
        let stranger = Guest::arrive(&program).await;
        let nothing = stranger.call(&program, Method::POST, "/cart/rehold", None).await.ok(200);
        assert_eq!((&nothing["cart"]["lines"], &nothing["failed"]), (&json!([]), &json!([])));
        program.check();
    });
}

#[test]
fn a_repeated_wish_to_hold_all_again_holds_nothing_twice() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5), edition(5)])).await;
        let guest = Guest::arrive(&program).await;
        for edition in &listed.editions {
            guest.add(&program, edition, 2).await.ok(200);
        }
        release_all(&program, &admin).await;
        let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", "again")];
        let ask = async || program.answer(program.request(Method::POST, "/api/v1/cart/rehold", &headers)).await.ok(200);
        let first = ask().await;
        assert!(lines(&first["cart"]).iter().all(|line| line["status"] == "held"), "{first}");
        let second = ask().await;
        assert_eq!(first["cart"]["lines"], second["cart"]["lines"]);
        assert_eq!(stock(&program, &listed.artwork_id).await["held"], 2);
        program.check();
    });
}

#[test]
fn a_visitor_holds_five_works_and_one_address_leaves_copies_for_others() {
    both(|engine| async move {
        let limited = [("IMPASTO_LIMITS__HOLDS_PER_ADDRESS", "8")];
        let program = Program::start_with(engine, &limited).await;
        let artist = Account::artist(&program).await;
        let works =
            artist.list(&program, json!([edition(30), edition(1), edition(1), edition(1), edition(1), edition(1)]));
        let works = works.await;
        let guest = Guest::arrive(&program).await;
        for edition in &works.editions[1..] {
            guest.add(&program, edition, 1).await.ok(200);
        }
        guest.add(&program, &works.editions[0], 1).await.problem(409, "hold-limit");
        // Any number of visitors behind one address share its budget.
        let mut held = 0;
        for _ in 0..20 {
            let answer = Guest::arrive(&program).await.add(&program, &works.editions[0], 1).await;
            match answer.status {
                200 => held += 1,
                _ => drop(answer.problem(409, "hold-limit")),
            }
        }
        assert_eq!(held, 3);
        program.check();
    });
}

#[test]
fn signing_in_takes_the_cart_along() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(5)])).await;
        let guest = Guest::arrive(&program).await;
        let before = guest.add(&program, &work.editions[0], 2).await.ok(200);
        let account = json!({"email": "merge@example.test", "password": "correct horse battery staple", "display_name": "M", "role": "customer"});
        program.post("/api/v1/auth/register", &[("x-visitor", &guest.token)], account).await.ok(201);
        let credentials = json!({"email": "merge@example.test", "password": "correct horse battery staple"});
        let signed = program.post("/api/v1/auth/login", &[("x-visitor", &guest.token)], credentials).await.ok(200);
        let bearer = format!("Bearer {}", signed["access_token"].as_str().expect("a token"));
        let after = program.get("/api/v1/cart", &[("authorization", &bearer)]).await.ok(200);
        assert_eq!(after["lines"][0]["held_until"], before["lines"][0]["held_until"]);
        assert_eq!(after["lines"][0]["copies"], before["lines"][0]["copies"]);
        let left = guest.call(&program, Method::GET, "/cart", None).await.ok(200);
        assert_eq!(left["lines"], json!([]));
        program.check();
    });
}

fn lines(cart: &Value) -> &[Value] {
    cart["lines"].as_array().expect("lines")
}

async fn stock(program: &Program, artwork_id: &str) -> Value {
    program.get(&format!("/api/v1/artworks/{artwork_id}"), &[]).await.ok(200)["editions"][0]["stock"].clone()
}
