//! Tax from the order to its invoice: every regime, the buyer's VAT id, editions that are too large for works of art, artists'
//! resale rights and the books of the seller.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Guest, Listed, Program, both, edition, plain, purchase, text, work_with};

/// A French business, of a made-up number whose key fits.
const FRENCH: &str = "FR15345678901";

/// An artist who sells from Germany and has a VAT id.
async fn german_artist(program: &Program) -> Account {
    let artist = Account::artist(program).await;
    let address =
        json!({"name": "Ada Berg", "line1": "Hafenstraße 3", "city": "Kiel", "postal_code": "24103", "country": "DE"});
    let seller = json!({"legal_name": "Ada Berg Kunst GmbH", "vat_id": "DE123456788", "address": address});
    artist.patch(program, "/studio/seller", seller).await.ok(200);
    artist
}

fn taxed(size: i64, regime: &str, price: i64) -> Value {
    let mut edition = edition(size);
    edition["tax_regime"] = json!(regime);
    edition["price"]["amount"] = json!(price);
    edition
}

/// A purchase that goes to a country, of a business where a VAT id is given.
fn sent_to(country: &str, vat_id: Option<&str>) -> Value {
    let mut wanted = purchase("tok_ok");
    wanted["shipping_address"]["country"] = json!(country);
    if let Some(id) = vat_id {
        wanted["vat_id"] = json!(id);
    }
    wanted
}

/// Buys a copy and answers the order, after its quote said the same and its invoice was made.
async fn bought(program: &Program, listed: &Listed, wanted: Value) -> (Guest, Value) {
    let guest = Guest::arrive(program).await;
    guest.add(program, &listed.editions[0], 1).await.ok(200);
    let asked = json!({"shipping_address": wanted["shipping_address"], "vat_id": wanted["vat_id"]});
    let quote = guest.call(program, Method::POST, "/checkout/quote", Some(asked)).await.ok(200);
    let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", "buy")];
    let order = program.post("/api/v1/checkout", &headers, wanted).await.ok(201)["order"].clone();
    assert_eq!(order["totals"], quote["totals"], "the quote tells what is asked for");
    let invoice = guest.get(program, &format!("/orders/{}/invoice.pdf", text(&order["id"]))).await;
    assert!(invoice.bytes.starts_with(b"%PDF-"), "an invoice that is inconsistent is not rendered");
    (guest, order)
}

#[test]
fn every_regime_is_sold_at_the_price_that_is_shown_and_has_its_invoice() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = german_artist(&program).await;
        let cases = [
            ("standard", "DE", None, ("standard", 19.0, "chosen")),
            ("reduced_art", "DE", None, ("reduced_art", 7.0, "chosen")),
            ("reduced_art", "FR", None, ("reduced_art", 7.0, "chosen")),
            ("margin_art", "FR", Some(FRENCH), ("margin_art", 0.0, "chosen")),
            ("exempt_small_business", "CH", None, ("exempt_small_business", 0.0, "chosen")),
            ("reduced_art", "FR", Some(FRENCH), ("reverse_charge", 0.0, "business_buyer")),
            ("standard", "DE", Some(FRENCH), ("standard", 19.0, "chosen")),
            ("reduced_art", "CH", Some(FRENCH), ("export", 0.0, "leaves_the_union")),
        ];
        for (regime, country, vat_id, (expected, rate, reason)) in cases {
            let listed = artist.list(&program, json!([taxed(0, regime, 107_100)])).await;
            let (_, order) = bought(&program, &listed, sent_to(country, vat_id)).await;
            let tax = &order["seller_orders"][0]["lines"][0]["tax"];
            let found = (text(&tax["regime"]), tax["rate"].as_f64().expect("a rate"), text(&tax["reason"]));
            assert_eq!(found, (expected.to_owned(), rate, reason.to_owned()), "{regime} to {country}");
            assert_eq!(order["totals"]["items"]["amount"], 107_100, "the price stays gross");
            let amount = |money: &Value| money["amount"].as_i64().expect("an amount");
            assert_eq!(amount(&tax["base"]) + amount(&tax["amount"]), 107_100);
            let included = amount(&order["totals"]["tax_included"]);
            assert_eq!(included == 0, rate == 0.0, "shipping is taxed as what it carries");
        }
        program.check();
    });
}

#[test]
fn a_vat_id_that_cannot_be_is_refused_at_its_field() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = german_artist(&program).await;
        let listed = artist.list(&program, json!([taxed(0, "reduced_art", 50_000)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &listed.editions[0], 1).await.ok(200);
        for wrong in ["12345678", "QQ123456", "FR1534567890", "FR16345678901", "DE123456789"] {
            let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", wrong)];
            let placed = program.post("/api/v1/checkout", &headers, sent_to("FR", Some(wrong))).await;
            placed.invalid(&["/vat_id"]);
            artist.patch(&program, "/studio/seller", json!({"vat_id": wrong})).await.invalid(&["/vat_id"]);
        }
        // As people write it, and as it is kept.
        let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", "spaced")];
        let spaced = sent_to("FR", Some("fr 15 345.678.901"));
        let order = program.post("/api/v1/checkout", &headers, spaced).await.ok(201)["order"].clone();
        assert_eq!(order["seller_orders"][0]["lines"][0]["tax"]["regime"], "reverse_charge");
        program.check();
    });
}

#[test]
fn an_edition_that_is_too_large_is_taxed_as_no_work_of_art_and_the_studio_says_so() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = german_artist(&program).await;
        let photograph = json!({"medium": "Colour photograph"});
        let small = work_with(&photograph, json!([taxed(30, "reduced_art", 10_700)]));
        let large = work_with(&photograph, json!([taxed(31, "reduced_art", 10_700)]));
        let (small, large) = (
            artist.publish(&program, small, plain([10, 20, 30])).await,
            artist.publish(&program, large, plain([90, 20, 30])).await,
        );
        for (listed, regime, reason) in [(&small, "reduced_art", "chosen"), (&large, "standard", "edition_too_large")] {
            let books = artist.get(&program, &format!("/studio/artworks/{}/books", listed.artwork_id)).await.ok(200);
            let told = &books["editions"][0];
            assert_eq!((&told["regime"], &told["reason"]), (&json!(regime), &json!(reason)));
            assert_eq!(told["copies_max"], 30);
            let (_, order) = bought(&program, listed, sent_to("DE", None)).await;
            let tax = &order["seller_orders"][0]["lines"][0]["tax"];
            assert_eq!((&tax["regime"], &tax["reason"]), (&json!(regime), &json!(reason)));
        }
        // The limit is the house's to set, and what was sold keeps its own.
        let mut art = admin.get(&program, "/admin/settings").await.ok(200)["art"].clone();
        art["edition_limits"][0]["copies_max"] = json!(31);
        admin.call(&program, Method::PUT, "/admin/settings", Some(json!({"art": art}))).await.ok(200);
        let (_, order) = bought(&program, &large, sent_to("DE", None)).await;
        assert_eq!(order["seller_orders"][0]["lines"][0]["tax"]["regime"], "reduced_art");
        art["edition_limits"][0]["copies_max"] = json!(0);
        art["resale_rules"][0]["bands"][4]["up_to"] = json!(1);
        let refused = admin.call(&program, Method::PUT, "/admin/settings", Some(json!({"art": art}))).await;
        refused.invalid(&["/art/edition_limits/0/copies_max", "/art/resale_rules/0/bands/4/up_to"]);
        program.check();
    });
}

#[test]
fn a_resale_owes_its_artist_a_share_that_no_buyer_sees() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = german_artist(&program).await;
        let listed = artist.list(&program, json!([taxed(0, "standard", 500_000)])).await;
        let path = format!("/studio/artworks/{}/books", listed.artwork_id);
        let wrong = json!({"purchase": {"price": {"amount": -1, "currency": "EUR"}, "on": "2999-01-01"},
            "resale": {"nationality": "XX", "died": 3000}});
        artist.call(&program, Method::PUT, &path, Some(wrong)).await.invalid(&[
            "/purchase/price/amount",
            "/purchase/on",
            "/resale/nationality",
            "/resale/died",
        ]);
        let books = json!({"resale": {"nationality": "FR", "died": 1987}});
        let told = artist.call(&program, Method::PUT, &path, Some(books)).await.ok(200);
        // 4 % of 5 000 € without 19 % of tax.
        let right = json!({"outcome": "due", "amount": {"amount": 16_807, "currency": "EUR"}});
        assert_eq!(told["editions"][0]["resale_right"], right);
        let (guest, order) = bought(&program, &listed, sent_to("DE", None)).await;
        let of_buyer = guest.get(&program, &format!("/orders/{}", text(&order["id"]))).await.ok(200);
        assert!(of_buyer["seller_orders"][0]["lines"][0].get("resale_right").is_none(), "{of_buyer}");
        let part = text(&order["seller_orders"][0]["id"]);
        let of_seller = artist.get(&program, &format!("/studio/orders/{part}")).await.ok(200);
        assert_eq!(of_seller["seller_order"]["lines"][0]["resale_right"]["amount"], 16_807);
        let file = admin.get(&program, "/admin/resale-rights.csv").await;
        let file = String::from_utf8_lossy(&file.bytes).into_owned();
        let sold: Vec<&str> = file.lines().skip(1).collect();
        assert_eq!(sold.len(), 1, "{file}");
        assert!(sold[0].contains(",FR,1987,1,0,4201.68,168.07,EUR"), "{file}");
        let none = admin.get(&program, "/admin/resale-rights.csv?until=2020-01-01").await;
        assert_eq!(String::from_utf8_lossy(&none.bytes).lines().count(), 1);
        admin.get(&program, "/admin/resale-rights.csv?from=soon").await.invalid(&["/from"]);
        program.check();
    });
}

#[test]
fn the_stock_book_tells_the_margin_of_what_was_sold() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = german_artist(&program).await;
        let listed = artist.list(&program, json!([taxed(0, "margin_art", 200_000)])).await;
        let purchase = json!({"price": {"amount": 81_000, "currency": "EUR"}, "on": "2025-02-03", "of": "Estate"});
        let path = format!("/studio/artworks/{}/books", listed.artwork_id);
        let told = artist.call(&program, Method::PUT, &path, Some(json!({"purchase": purchase}))).await.ok(200);
        assert_eq!(told["purchase"], purchase);
        assert_eq!(artist.get(&program, &path).await.ok(200), told);
        let lines = async || {
            let file = artist.get(&program, "/studio/stock-book.csv").await;
            let file = String::from_utf8_lossy(&file.bytes).into_owned();
            file.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
        };
        let in_stock = lines().await;
        assert_eq!(in_stock.len(), 1);
        assert!(in_stock[0].contains(",2025-02-03,Estate,810,EUR,,"), "{in_stock:?}");
        bought(&program, &listed, sent_to("DE", None)).await;
        let sold = lines().await;
        assert_eq!(sold.len(), 1);
        assert!(sold[0].ends_with(",margin_art,1,2000,EUR,1190,19,190"), "{sold:?}");
        program.check();
    });
}
