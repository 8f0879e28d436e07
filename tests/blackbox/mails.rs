//! Mails about orders, at a mail server that is not ours: what was decided is told, once, whoever is away meanwhile.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::{Account, Engine, Guest, Program, Smtp, Tls, at_once, both, edition, run, text};

/// A house that sends its mails to a server, with a work of 25 copies in it.
async fn open(engine: Engine, server: &Smtp) -> (Program, String) {
    let program = Program::start_with_mails(engine, server).await;
    let artist = Account::artist(&program).await;
    let listed = artist.list(&program, json!([edition(25)])).await;
    (program, listed.editions[0].clone())
}

/// Buys a copy as a guest with an address.
async fn buy(program: &Program, edition: &str, email: &str, token: &str) -> Value {
    let guest = Guest::arrive(program).await;
    guest.add(program, edition, 1).await.ok(200);
    let mut body = crate::harness::purchase(token);
    body["email"] = json!(email);
    let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", "buy")];
    program.post("/api/v1/checkout", &headers, body).await.ok(201)["order"].clone()
}

/// The confirmation of an order, looked at closely.
fn check_confirmation(mail: &Value, order: &Value, secured: bool) {
    let number = text(&order["number"]);
    assert_eq!(mail["headers"]["From"], "Galerie Zoë <hello@gallery.example>");
    assert_eq!(mail["from"], "hello@gallery.example");
    assert_eq!(text(&mail["headers"]["Subject"]), format!("Order {number} is confirmed"));
    assert!(text(&mail["headers"]["Message-ID"]).ends_with("@gallery.example>"), "{mail}");
    assert_eq!(mail["headers"]["Auto-Submitted"], "auto-generated");
    assert_eq!(mail["types"], json!(["multipart/alternative", "text/plain", "text/html"]));
    assert_eq!((&mail["secured"], &mail["signed_in"]), (&json!(secured), &json!(secured)));
    let page = format!("https://gallery.example/orders/{}?key=", text(&order["id"]));
    for form in ["text", "html"] {
        let words = text(&mail[form]);
        for expected in [number.as_str(), "Tide, receding", "Köln", "Zoë Łukasiewicz-Åström", page.as_str()] {
            assert!(words.contains(expected), "{expected} is not in:\n{words}");
        }
    }
}

#[test]
fn a_purchase_is_confirmed_by_one_mail_over_starttls() {
    both(|engine| async move {
        let server = Smtp::start(Tls::Starttls);
        let (program, edition) = open(engine, &server).await;
        let order = buy(&program, &edition, "zoe@example.test", "tok_ok").await;
        assert_eq!(order["payment_status"], "paid");
        let mail = server.wait_for("zoe@example.test", "confirmed").await;
        check_confirmation(&mail, &order, true);
        program.check();
        assert_eq!(server.to("zoe@example.test").len(), 1);
    });
}

#[test]
fn who_wishes_for_a_work_hears_that_it_is_free_again() {
    at_once(|engine| async move {
        let server = Smtp::start(Tls::None);
        let program = Program::start_with_mails(engine, &server).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(1)])).await;
        let (first, second) = (Guest::arrive(&program).await, Guest::arrive(&program).await);
        first.add(&program, &listed.editions[0], 1).await.ok(200);
        let wisher = Account::customer(&program).await;
        let wish = format!("/wishlist/{}", listed.artwork_id);
        wisher.call(&program, reqwest::Method::PUT, &wish, None).await.done();
        // Let go, taken again, let go: one letter.
        for guest in [&first, &second] {
            guest.add(&program, &listed.editions[0], 1).await;
            let line = text(&guest.get(&program, "/cart").await.ok(200)["lines"][0]["id"]);
            guest.call(&program, reqwest::Method::DELETE, &format!("/cart/items/{line}"), None).await.done();
        }
        let mail = server.wait_for(&wisher.email, "is free again").await;
        assert!(text(&mail["text"]).contains(&format!("/artworks/{}", listed.slug)), "{mail}");
        let told = server.to(&wisher.email);
        let told = told.iter().filter(|mail| text(&mail["headers"]["Subject"]).contains("is free again"));
        assert_eq!(told.count(), 1);
        program.check();
    });
}

#[test]
fn implicit_tls_and_a_server_on_the_same_machine_do_as_well() {
    run(async {
        for (tls, secured) in [(Tls::Implicit, true), (Tls::None, false)] {
            let server = Smtp::start(tls);
            let (program, edition) = open(Engine::Sqlite, &server).await;
            let order = buy(&program, &edition, "zoe@example.test", "tok_ok").await;
            check_confirmation(&server.wait_for("zoe@example.test", "confirmed").await, &order, secured);
        }
    });
}

#[test]
fn the_whole_way_of_an_order_is_told() {
    both(|engine| async move {
        let server = Smtp::start(Tls::Starttls);
        let (program, edition) = open(engine, &server).await;
        let declined = buy(&program, &edition, "declined@example.test", "tok_declined").await;
        assert_eq!(declined["payment_status"], "failed");
        let mail = server.wait_for("declined@example.test", "did not go through").await;
        assert!(text(&mail["text"]).contains("still held"), "{mail}");

        let guest = Guest::arrive(&program).await;
        let order = guest.buy(&program, &edition, 1).await;
        server.wait_for("zoe@example.test", "confirmed").await;
        let cancel = format!("/orders/{}/cancel", text(&order["id"]));
        guest.call(&program, reqwest::Method::POST, &cancel, None).await.ok(200);
        server.wait_for("zoe@example.test", "is cancelled").await;
        let refunded = server.wait_for("zoe@example.test", "on its way back").await;
        assert!(text(&refunded["headers"]["Subject"]).starts_with('€'), "{refunded}");
        assert_eq!(server.to("zoe@example.test").len(), 3);
        program.check();
    });
}

#[test]
fn a_parcel_is_told_with_its_number() {
    both(|engine| async move {
        let server = Smtp::start(Tls::None);
        let program = Program::start_with_mails(engine, &server).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        let order = Guest::arrive(&program).await.buy(&program, &listed.editions[0], 1).await;
        let part = &order["seller_orders"][0];
        let parcel = json!({"carrier": "DHL", "tracking_number": "00340434161094021501",
            "line_ids": [part["lines"][0]["id"]]});
        let path = format!("/studio/orders/{}/shipments", text(&part["id"]));
        artist.post(&program, &path, parcel).await.ok(201);
        let mail = server.wait_for("zoe@example.test", "on its way").await;
        assert!(text(&mail["text"]).contains("00340434161094021501"), "{mail}");
    });
}

#[test]
fn a_server_that_is_away_or_busy_only_delays_a_mail() {
    both(|engine| async move {
        let mut server = Smtp::away(Tls::Starttls);
        let (program, edition) = open(engine, &server).await;
        buy(&program, &edition, "busy@example.test", "tok_ok").await;
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        server.come_up();
        server.wait_for("busy@example.test", "confirmed").await;
        assert_eq!(server.to("busy@example.test").len(), 1);
    });
}

#[test]
fn an_address_that_is_refused_is_a_dead_letter_with_the_reason_and_keeps_nobody_waiting() {
    run(async {
        let server = Smtp::start(Tls::Starttls);
        let (program, edition) = open(Engine::Postgres, &server).await;
        buy(&program, &edition, "refused@example.test", "tok_ok").await;
        buy(&program, &edition, "zoe@example.test", "tok_ok").await;
        server.wait_for("zoe@example.test", "confirmed").await;
        let dead = "SELECT attempts, last_error FROM jobs WHERE kind = 'send_mail' AND dead";
        let told = loop {
            let told = program.ask(dead);
            if !told.is_empty() {
                break told;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        };
        assert!(told.starts_with("1|") && told.contains("no such user"), "{told}");
        assert!(server.to("refused@example.test").is_empty());
        program.check();
    });
}

#[test]
fn who_is_killed_in_the_middle_sends_the_same_mail_again_at_worst() {
    both(|engine| async move {
        let server = Smtp::start(Tls::Starttls);
        let (mut program, edition) = open(engine, &server).await;
        let mut ids = BTreeSet::new();
        for place in 0..3 {
            let email = format!("buyer{place}@example.test");
            buy(&program, &edition, &email, "tok_ok").await;
            tokio::time::sleep(std::time::Duration::from_millis(40 * place)).await;
            program.kill_and_restart().await;
            server.wait_for(&email, "confirmed").await;
            let own: BTreeSet<String> =
                server.to(&email).iter().map(|mail| text(&mail["headers"]["Message-ID"])).collect();
            assert_eq!(own.len(), 1, "{own:?}");
            ids.extend(own);
        }
        assert_eq!(ids.len(), 3, "each order has a mail of its own: {ids:?}");
        program.check();
    });
}

#[test]
fn without_a_server_nothing_is_written_for_mails() {
    run(async {
        let program = Program::start(Engine::Postgres).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(3)])).await;
        Account::customer(&program).await.buy(&program, &listed.editions[0], 1).await;
        assert_eq!(program.ask("SELECT count(*) FROM jobs WHERE kind = 'send_mail'"), "0");
        assert_eq!(program.ask("SELECT count(*) FROM account_tokens"), "0");
        program.get("/demo/mail", &[]).await.problem(404, "not-found");
    });
}
