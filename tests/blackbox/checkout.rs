//! Paying: every token of the test provider, several sellers, repeats, refusals, cancelling.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Guest, Program, at_once, both, edition, purchase, text};

#[test]
fn a_guest_buys_from_two_sellers_and_gets_two_invoices() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (first, second) = (Account::artist(&program).await, Account::artist(&program).await);
        let one = first.list(&program, json!([edition(25)])).await;
        let other = second.list(&program, json!([edition(-1)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &one.editions[0], 2).await.ok(200);
        let cart = guest.add(&program, &other.editions[0], 3).await.ok(200);
        assert_eq!(cart["lines"][0]["copies"][0]["label"], "1/25");
        assert_eq!(cart["lines"][1]["copies"], json!([]));
        assert_eq!(cart["totals"]["items"]["amount"], 5 * 12_500);

        let address = purchase("tok_ok")["shipping_address"].clone();
        let quote = guest.call(&program, Method::POST, "/checkout/quote", Some(json!({"shipping_address": address})));
        let quote = quote.await.ok(200);
        assert_eq!(quote["methods"].as_object().map(serde_json::Map::len), Some(2));
        let mut wanted = purchase("tok_ok");
        wanted["expected_total"] = quote["totals"]["total"].clone();
        let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", "two-sellers")];
        let placed = program.post("/api/v1/checkout", &headers, wanted).await.ok(201);
        let order = &placed["order"];
        assert_eq!(order["payment_status"], "paid");
        assert_eq!(placed["payment"]["status"], "succeeded");
        assert_eq!(order["totals"], quote["totals"]);
        assert_eq!(order["seller_orders"].as_array().map(Vec::len), Some(2));
        assert_eq!(order["documents"].as_array().map(Vec::len), Some(2));
        for document in order["documents"].as_array().expect("documents") {
            assert!(document["number"].as_str().is_some_and(|number| number.ends_with("000001")), "{document}");
            let pdf = program.get(document["url"].as_str().expect("a url"), &[("x-visitor", &guest.token)]).await;
            assert_eq!(pdf.status, 200);
            assert!(pdf.bytes.starts_with(b"%PDF-"));
        }
        let stranger = Guest::arrive(&program).await;
        let id = order["id"].as_str().expect("an id");
        stranger.call(&program, Method::GET, &format!("/orders/{id}"), None).await.problem(404, "not-found");
        stranger
            .call(&program, Method::GET, &format!("/orders/{id}/invoice.pdf"), None)
            .await
            .problem(404, "not-found");
        let cart = guest.call(&program, Method::GET, "/cart", None).await.ok(200);
        assert_eq!(cart["lines"], json!([]));
        program.check();
    });
}

#[test]
fn a_declined_order_is_open_and_can_be_paid_again() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(0)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &work.editions[0], 1).await.ok(200);
        let placed = guest.check_out(&program, "first", "tok_declined").await.ok(201);
        assert_eq!(placed["payment"]["status"], "failed");
        assert!(placed["payment"]["decline_code"].is_string());
        assert_eq!(
            (&placed["order"]["status"], &placed["order"]["payment_status"]),
            (&json!("open"), &json!("failed"))
        );
        Guest::arrive(&program).await.add(&program, &work.editions[0], 1).await.problem(409, "sold-out");

        let id = placed["order"]["id"].as_str().expect("an id");
        let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", "second")];
        let body = json!({"provider": "test", "token": "tok_ok"});
        let path = format!("/api/v1/orders/{id}/payments");
        let again = program.post(&path, &headers, body.clone()).await.ok(201);
        assert_eq!(again["order"]["payment_status"], "paid");
        let repeated = program.post(&path, &headers, body).await.ok(201);
        assert_eq!(repeated["payment"]["id"], again["payment"]["id"]);
        program.check();
    });
}

#[test]
fn a_customer_who_must_authenticate_is_waited_for() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(0)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &work.editions[0], 1).await.ok(200);
        let placed = guest.check_out(&program, "3ds", "tok_3ds").await.ok(201);
        assert_eq!(placed["order"]["payment_status"], "requires_action");
        let (order, payment) = (text(&placed["order"]["id"]), text(&placed["payment"]["id"]));
        let confirm = format!("/orders/{order}/payments/{payment}/confirm");
        let waiting = guest.call(&program, Method::POST, &confirm, None).await.ok(200);
        assert_eq!(waiting["payment"]["status"], "requires_action");
        program.post(&format!("/api/v1/test-payments/{payment}/authorize"), &[], json!({})).await.ok(200);
        let paid = guest.call(&program, Method::GET, &format!("/orders/{order}"), None).await.ok(200);
        assert_eq!(paid["payment_status"], "paid");
        // Once more changes nothing.
        program.post(&format!("/api/v1/test-payments/{payment}/authorize"), &[], json!({})).await.ok(200);
        program.check();
    });
}

#[test]
fn a_customer_whose_bank_fails_pays_otherwise() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(0)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &work.editions[0], 1).await.ok(200);
        let placed = guest.check_out(&program, "3ds", "tok_3ds").await.ok(201);
        let id = text(&placed["order"]["id"]);
        let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", "other-card")];
        let body = json!({"provider": "test", "token": "tok_ok"});
        let paid = program.post(&format!("/api/v1/orders/{id}/payments"), &headers, body).await.ok(201);
        assert_eq!(
            (&paid["order"]["payment_status"], &paid["payment"]["status"]),
            (&json!("paid"), &json!("succeeded"))
        );
        assert_eq!(paid["order"]["payments"][0]["status"], "failed");
        program.check();
    });
}

#[test]
fn money_that_comes_late_settles_the_order() {
    at_once(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(0)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &work.editions[0], 1).await.ok(200);
        let placed = guest.check_out(&program, "late", "tok_late:8").await.ok(201);
        assert_eq!(placed["payment"]["status"], "pending");
        wait_for(&program, &guest, &text(&placed["order"]["id"]), |order| order["payment_status"] == "paid").await;
        program.check();
    });
}

#[test]
fn money_that_came_while_the_house_was_dark_buys_or_goes_back() {
    at_once(|engine| async move {
        let short = [("IMPASTO_HOLDS__TTL_S", "1"), ("IMPASTO_HOLDS__PAYMENT_EXTENSION_S", "1")];
        let mut program = Program::start_with(engine, &short).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(0), edition(0)])).await;
        let mut orders = Vec::new();
        for edition in &work.editions {
            let guest = Guest::arrive(&program).await;
            guest.add(&program, edition, 1).await.ok(200);
            let placed = guest.check_out(&program, "late", "tok_late:6").await.ok(201);
            assert_eq!(placed["payment"]["status"], "pending");
            orders.push((guest, text(&placed["order"]["id"])));
        }
        program.kill();
        // Longer than the holds and than the bank's word: both are overdue when the house opens again.
        tokio::time::sleep(Duration::from_secs(8)).await;
        program.restart().await;
        // Somebody is quick: gets the second work, or comes after the one whose money is there.
        let quick = Guest::arrive(&program).await;
        let taken = quick.add(&program, &work.editions[1], 1).await.status == 200;
        let bought = taken && {
            let placed = quick.check_out(&program, "quick", "tok_ok").await;
            placed.status == 201 && placed.body["order"]["payment_status"] == "paid"
        };
        let is_settled =
            |order: &Value| order["payment_status"] == "paid" || order["payments"][0]["status"] == "refunded";
        let mut paid = Vec::new();
        for (guest, id) in &orders {
            let order = wait_for(&program, guest, id, is_settled).await;
            paid.push(order["payment_status"] == "paid");
        }
        assert!(paid[0], "nobody else wanted the first");
        assert!(paid[1] != bought, "the second is sold once");
        let shown = work.shown(&program).await;
        let sold = |place: usize| &shown["editions"][place]["stock"]["sold"];
        assert_eq!((sold(0), sold(1)), (&json!(1), &json!(1)));
        program.check();
    });
}

#[test]
fn money_after_the_holds_ran_out_buys_what_is_left_or_goes_back_by_itself() {
    both(|engine| async move {
        let short = [("IMPASTO_HOLDS__TTL_S", "2"), ("IMPASTO_HOLDS__PAYMENT_EXTENSION_S", "2")];
        let program = Program::start_with(engine, &short).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(0), edition(0)])).await;
        let mut orders = Vec::new();
        for edition in &work.editions {
            let guest = Guest::arrive(&program).await;
            guest.add(&program, edition, 1).await.ok(200);
            let placed = guest.check_out(&program, "late", "tok_late:10").await.ok(201);
            assert_eq!(placed["payment"]["status"], "pending");
            orders.push((guest, text(&placed["order"]["id"])));
        }
        for (guest, id) in &orders {
            wait_for(&program, guest, id, |order| order["status"] == "expired").await;
        }
        Guest::arrive(&program).await.buy(&program, &work.editions[1], 1).await;

        let bought = wait_for(&program, &orders[0].0, &orders[0].1, |order| order["payment_status"] == "paid").await;
        assert_eq!(bought["status"], "open");
        assert_eq!(kinds(&bought), ["invoice"]);
        let refunded = |order: &Value| order["payment_status"] == "refunded";
        let returned = wait_for(&program, &orders[1].0, &orders[1].1, refunded).await;
        assert_eq!((&returned["status"], &returned["documents"]), (&json!("expired"), &json!([])));
        assert_eq!(returned["payments"][0]["status"], "refunded");
        let timeline = returned["timeline"].as_array().expect("a timeline").iter();
        let said: Vec<&str> = timeline.filter_map(|entry| entry["type"].as_str()).collect();
        assert!(said.ends_with(&["expired", "late_payment_refunding", "refunded"]), "{said:?}");
        let shown = work.shown(&program).await;
        let sold = |place: usize| &shown["editions"][place]["stock"]["sold"];
        assert_eq!((sold(0), sold(1)), (&json!(1), &json!(1)));
        program.check();
    });
}

#[test]
fn an_unpaid_order_without_an_answer_expires_and_frees_its_copies() {
    both(|engine| async move {
        let short = [("IMPASTO_HOLDS__TTL_S", "1"), ("IMPASTO_HOLDS__PAYMENT_EXTENSION_S", "1")];
        let program = Program::start_with(engine, &short).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(0)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &work.editions[0], 1).await.ok(200);
        let placed = guest.check_out(&program, "lost", "tok_lost").await.ok(201);
        assert_eq!(placed["payment"]["status"], "pending");
        let id = text(&placed["order"]["id"]);
        let order = wait_for(&program, &guest, &id, |order| order["status"] == "expired").await;
        assert_eq!(order["payment_status"], "failed");
        Guest::arrive(&program).await.add(&program, &work.editions[0], 1).await.ok(200);
        program.check();
    });
}

#[test]
fn a_paid_order_can_be_cancelled_before_shipment_and_is_refunded() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(0)])).await;
        let guest = Guest::arrive(&program).await;
        let order = guest.buy(&program, &work.editions[0], 1).await;
        let id = text(&order["id"]);
        let cancelled = guest.call(&program, Method::POST, &format!("/orders/{id}/cancel"), None).await.ok(200);
        assert_eq!(cancelled["status"], "cancelled");
        assert_eq!(cancelled["payment_status"], "refunded");
        let order = guest.get(&program, &format!("/orders/{id}")).await.ok(200);
        assert_eq!(kinds(&order), ["invoice", "credit_note"]);
        let again = guest.call(&program, Method::POST, &format!("/orders/{id}/cancel"), None).await;
        let problem = again.problem(409, "invalid-transition");
        assert_eq!(problem["from"], "cancelled");
        let shown = program.get(&format!("/api/v1/artworks/{}", work.artwork_id), &[]).await.ok(200);
        assert_eq!((&shown["status"], &shown["editions"][0]["stock"]["available"]), (&json!("published"), &json!(1)));
        program.check();
    });
}

#[test]
fn checkout_says_what_is_wrong_and_charges_nothing() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(5)])).await;
        let guest = Guest::arrive(&program).await;
        guest.check_out(&program, "empty", "tok_ok").await.problem(409, "cart-empty");
        guest.add(&program, &work.editions[0], 1).await.ok(200);

        let headers = [("x-visitor", guest.token.as_str())];
        program.post("/api/v1/checkout", &headers, purchase("tok_ok")).await.problem(400, "idempotency-key-required");
        let keyed = [("x-visitor", guest.token.as_str()), ("idempotency-key", "k")];
        let mut wrong = purchase("tok_nonsense");
        wrong["email"] = json!("nobody");
        wrong["shipping_address"]["country"] = json!("XX");
        let problem = program.post("/api/v1/checkout", &keyed, wrong).await.problem(422, "invalid-fields");
        let pointers: Vec<&str> =
            problem["errors"].as_array().expect("errors").iter().filter_map(|e| e["pointer"].as_str()).collect();
        assert_eq!(pointers, ["/email", "/shipping_address/country", "/payment/token"]);

        let mut dear = purchase("tok_ok");
        dear["expected_total"] = json!({"amount": 1, "currency": "EUR"});
        program.post("/api/v1/checkout", &keyed, dear).await.problem(409, "total-changed");
        guest.check_out(&program, "good", "tok_ok").await.ok(201);
        let mut other = purchase("tok_ok");
        other["email"] = json!("other@example.test");
        let reused = [("x-visitor", guest.token.as_str()), ("idempotency-key", "good")];
        program.post("/api/v1/checkout", &reused, other).await.problem(422, "idempotency-mismatch");
        program.check();
    });
}

async fn wait_for(program: &Program, guest: &Guest, id: &str, reached: impl Fn(&Value) -> bool) -> Value {
    loop {
        let order = guest.call(program, Method::GET, &format!("/orders/{id}"), None).await.ok(200);
        if reached(&order) {
            return order;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The documents of an order by their kinds, without certificates, which come when the invoice was rendered.
fn kinds(order: &Value) -> Vec<&str> {
    let documents = order["documents"].as_array().expect("documents").iter();
    documents.filter_map(|document| document["kind"].as_str()).filter(|kind| *kind != "certificate").collect()
}
