//! Quotes and totals: what a cart is said to cost, in its own currency, and what is charged when that has changed.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Guest, Program, both, edition, purchase, text};

fn priced(kind: i64, amount: i64, currency: &str) -> Value {
    let mut edition = edition(kind);
    edition["price"] = json!({"amount": amount, "currency": currency});
    edition
}

async fn quote(program: &Program, guest: &Guest) -> Value {
    let body = json!({"shipping_address": purchase("tok_ok")["shipping_address"]});
    guest.call(program, Method::POST, "/checkout/quote", Some(body)).await.ok(200)
}

#[test]
fn a_cart_in_yen_pays_yen_for_its_parcel() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let (euros, yen) = (
            artist.list(&program, json!([priced(3, 50_000, "EUR")])).await,
            artist.list(&program, json!([priced(3, 80_000, "JPY")])).await,
        );
        let mut parcels = Vec::new();
        for work in [&euros, &yen] {
            let guest = Guest::arrive(&program).await;
            guest.add(&program, &work.editions[0], 1).await.ok(200);
            let quote = quote(&program, &guest).await;
            parcels.push(quote["totals"]["shipping"].clone());
            let mut wanted = purchase("tok_ok");
            wanted["expected_total"] = quote["totals"]["total"].clone();
            wanted["quote_id"] = quote["id"].clone();
            let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", "buy")];
            let placed = program.post("/api/v1/checkout", &headers, wanted).await.ok(201);
            assert_eq!(placed["payment"]["amount"], quote["totals"]["total"]);
            let path = format!("/orders/{}/invoice.pdf", text(&placed["order"]["id"]));
            assert!(guest.get(&program, &path).await.bytes.starts_with(b"%PDF-"));
        }
        assert_eq!(parcels[0], json!({"amount": 590, "currency": "EUR"}));
        assert_eq!(parcels[1], json!({"amount": 950, "currency": "JPY"}));
        let mut francs = crate::harness::work(json!([priced(3, 50_000, "KWD")]));
        let problem = artist.post(&program, "/artworks", francs.clone()).await.problem(422, "invalid-fields");
        assert_eq!(problem["errors"][0]["pointer"], "/editions/0/price/currency");
        francs["editions"][0]["price"]["currency"] = json!("CHF");
        for regime in ["reverse_charge", "export", "none"] {
            francs["editions"][0]["tax_regime"] = json!(regime);
            let problem = artist.post(&program, "/artworks", francs.clone()).await.problem(422, "invalid-fields");
            assert_eq!(problem["errors"][0]["pointer"], "/editions/0/tax_regime");
        }
        program.check();
    });
}

#[test]
fn a_currency_without_delivery_prices_is_not_sold_in() {
    both(|engine| async move {
        let program = Program::start_with(engine, &[("IMPASTO_SITE__CURRENCIES", "EUR,SEK")]).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([priced(3, 50_000, "SEK")])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &work.editions[0], 1).await.ok(200);
        let body = json!({"shipping_address": purchase("tok_ok")["shipping_address"]});
        let quoted = guest.call(&program, Method::POST, "/checkout/quote", Some(body)).await;
        assert_eq!(quoted.problem(422, "invalid-fields")["errors"][0]["pointer"], "/shipping");
        let placed = guest.check_out(&program, "buy", "tok_ok").await;
        assert_eq!(placed.problem(422, "invalid-fields")["errors"][0]["pointer"], "/shipping");
        program.check();
    });
}

#[test]
fn a_quote_that_no_longer_stands_charges_nothing() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(25)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &work.editions[0], 1).await.ok(200);
        let first = quote(&program, &guest).await;
        guest.add(&program, &work.editions[0], 1).await.ok(200);
        let second = quote(&program, &guest).await;
        let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", "buy")];
        let with = |name: &str, value: Value| {
            let mut wanted = purchase("tok_ok");
            wanted[name] = value;
            program.post("/api/v1/checkout", &headers, wanted)
        };
        let changed = with("quote_id", first["id"].clone()).await;
        let problem = changed.problem(409, "total-changed");
        assert_eq!(problem["total"], second["totals"]["total"]);
        let unknown = with("quote_id", json!("5b1f6a06-52a0-4f0c-8c0d-2f0e4d9b7a11")).await;
        assert_eq!(unknown.problem(422, "invalid-fields")["errors"][0]["pointer"], "/quote_id");
        // As long ago as a UUIDv7 may be.
        with("quote_id", json!("01890a5d-ac96-774b-bcce-b302099a8057")).await.problem(410, "expired");

        let total = second["totals"]["total"]["amount"].clone();
        let dollars = with("expected_total", json!({"amount": total, "currency": "USD"})).await;
        assert_eq!(dollars.problem(409, "total-changed")["total"], second["totals"]["total"]);
        let nonsense = with("expected_total", json!({"amount": total, "currency": "ZZZ"})).await;
        assert_eq!(nonsense.problem(422, "invalid-fields")["errors"][0]["pointer"], "/expected_total/currency");
        let placed = with("quote_id", second["id"].clone()).await.ok(201);
        assert_eq!(placed["order"]["totals"], second["totals"]);
        let repeated = with("quote_id", second["id"].clone()).await.ok(201);
        assert_eq!(repeated["order"]["id"], placed["order"]["id"]);
        program.check();
    });
}

#[test]
fn a_cart_always_tells_its_sums() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(25)])).await;
        let guest = Guest::arrive(&program).await;
        let empty = guest.get(&program, "/cart").await.ok(200);
        assert_eq!(empty["currency"], "EUR");
        assert_eq!(empty["totals"]["total"], json!({"amount": 0, "currency": "EUR"}));
        let cart = guest.add(&program, &work.editions[0], 2).await.ok(200);
        assert_eq!(cart["totals"]["tax_included"]["amount"], 3_992);
        assert_eq!(cart["totals"]["total"]["amount"], 25_000);
        for (quantity, line) in [(json!(0), None), (json!(4_294_967_295_u32), None), (json!(1_001), Some(()))] {
            let body = json!({"edition_id": uuid_of_nothing(), "quantity": quantity});
            let answer = match line {
                None => guest.call(&program, Method::POST, "/cart/items", Some(body)).await,
                Some(()) => {
                    let path = format!("/cart/items/{}", text(&cart["lines"][0]["id"]));
                    guest.call(&program, Method::PATCH, &path, Some(json!({"quantity": quantity}))).await
                }
            };
            assert_eq!(answer.problem(422, "invalid-fields")["errors"][0]["pointer"], "/quantity");
        }
        program.check();
    });
}

fn uuid_of_nothing() -> &'static str {
    "01890a5d-ac96-774b-bcce-b302099a8057"
}
