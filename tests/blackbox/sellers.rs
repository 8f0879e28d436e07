//! Sellers: who sells in law, and where.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Program, both, edition, items, png, text, work};

#[test]
fn a_seller_gives_name_and_address_in_law() {
    both(|engine| async move {
        // A house that takes real money: nothing is sold before there is an address for the invoices.
        let program = Program::start_with(engine, &[("IMPASTO_PAYMENTS__TEST", "false")]).await;
        let artist = Account::artist(&program).await;
        let seller = artist.get(&program, "/studio/seller").await.ok(200);
        assert_eq!((&seller["address"]["line1"], &seller["verified"]), (&json!(""), &json!(true)));
        let draft = artist.post(&program, "/artworks", work(json!([edition(0)]))).await.ok(201);
        let id = text(&draft["id"]);
        artist.upload(&program, &id, png(400, 300, 90)).await.ok(201);
        let submit = format!("/artworks/{id}/submit");
        let problem = artist.act(&program, &submit).await.problem(422, "invalid-fields");
        assert_eq!(problem["errors"][0]["pointer"], "/seller/address");

        let address = json!({"name": "Ada Berg", "line1": "Hafenstraße 3", "city": "Kiel", "postal_code": "24103", "country": "DE"});
        let wrong = json!({"email": "nobody", "address": {"name": "A", "line1": "", "city": "Oslo", "postal_code": "1", "country": "NO"}});
        let problem = artist.patch(&program, "/studio/seller", wrong).await.problem(422, "invalid-fields");
        let pointers: Vec<&str> =
            problem["errors"].as_array().expect("errors").iter().filter_map(|e| e["pointer"].as_str()).collect();
        assert_eq!(pointers, ["/email", "/address/line1", "/address/country"]);
        let changed = json!({"legal_name": "Ada Berg Kunst GmbH", "vat_id": "de 123 456 788", "address": address});
        let seller = artist.patch(&program, "/studio/seller", changed).await.ok(200);
        assert_eq!(seller["vat_id"], "DE123456788");
        assert_eq!(artist.get(&program, "/studio/seller").await.ok(200), seller);
        assert_eq!(artist.act(&program, &submit).await.ok(200)["status"], "published");
        let customer = Account::customer(&program).await;
        customer.get(&program, "/studio/seller").await.problem(403, "forbidden");
        let without = artist.patch(&program, "/studio/seller", json!({"vat_id": null})).await.ok(200);
        assert_eq!(without["vat_id"], json!(null));
        program.check();
    });
}

#[test]
fn a_trial_house_gives_its_sellers_an_example_of_an_address() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let seller = artist.get(&program, "/studio/seller").await.ok(200);
        assert_eq!(seller["address"]["line1"], "1 Example Street");
        artist.list(&program, json!([edition(0)])).await;
    });
}

/// The commission of the only part of an order, and what its only line cost, both in minor units.
async fn commission_of(program: &Program, admin: &Account, order: &Value) -> (i64, i64) {
    let found = admin.get(program, &format!("/admin/orders?number={}", text(&order["number"]))).await.ok(200);
    let part = &items(&found)[0]["seller_orders"][0];
    let minor = |money: &Value| money["amount"].as_i64().unwrap_or_else(|| panic!("no amount: {part}"));
    (minor(&part["commission"]), minor(&part["lines"][0]["unit_price"]))
}

#[test]
fn a_commission_holds_for_what_is_placed_from_then_on_and_is_noted() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25), edition(5)])).await;
        let seller = artist.get(&program, "/studio/seller").await.ok(200);
        assert_eq!(seller["commission_percent"].as_f64(), Some(15.0));
        let path = format!("/admin/sellers/{}", text(&seller["id"]));
        let first = Account::customer(&program).await.buy(&program, &listed.editions[0], 1).await;
        assert!(
            first["seller_orders"][0].get("commission").is_none(),
            "what the house earns is not the buyer's business"
        );

        let shown = admin.get(&program, &path).await;
        let etag = shown.header("etag").to_owned();
        assert_eq!(shown.ok(200), seller, "staff and the seller see the same");
        let put = async |who: &Account, percent: Value, etag: &str| {
            let bearer = who.bearer();
            let headers = [("authorization", bearer.as_str()), ("if-match", etag)];
            let body = json!({"commission_percent": percent});
            program.send(Method::PATCH, &format!("/api/v1{path}"), &headers, Some(body)).await
        };
        let changed = put(&admin, json!(12.5), &etag).await;
        let newer = changed.header("etag").to_owned();
        assert_eq!(changed.ok(200)["commission_percent"], json!(12.5));
        // The second of two who looked at the same is told, and overwrites nothing.
        put(&admin, json!(30), &etag).await.problem(412, "precondition-failed");
        put(&admin, json!(12.5), &newer).await.ok(200);
        for wrong in [json!(101), json!(-1), json!(12.345), json!("a lot"), json!(null)] {
            put(&admin, wrong, "*").await.invalid(&["/commission_percent"]);
        }
        admin.patch(&program, &path, json!({"commission": 3})).await.invalid(&["/commission"]);
        admin
            .patch(&program, "/admin/sellers/01890000-0000-7000-8000-000000000000", json!({"commission_percent": 1}))
            .await
            .problem(404, "not-found");
        for stranger in [&artist, &Account::customer(&program).await] {
            put(stranger, json!(0), "*").await.problem(403, "forbidden");
            stranger.get(&program, &path).await.problem(403, "forbidden");
        }

        let second = Account::customer(&program).await.buy(&program, &listed.editions[1], 2).await;
        let (earned, price) = commission_of(&program, &admin, &second).await;
        assert_eq!(earned * 1_000, 2 * price * 125, "12.5 % of two at {price}");
        let (earned, price) = commission_of(&program, &admin, &first).await;
        assert_eq!(earned * 100, price * 15, "what was placed keeps its own");
        // Whatever the seller changes of itself, its commission stays.
        let own = artist.patch(&program, "/studio/seller", json!({"tax_number": "12/345"})).await.ok(200);
        assert_eq!(own["commission_percent"], json!(12.5));
        artist
            .patch(&program, "/studio/seller", json!({"commission_percent": 0}))
            .await
            .invalid(&["/commission_percent"]);

        let query = format!("/admin/audit?action=seller.commission&subject={}", text(&seller["id"]));
        let log = admin.get(&program, &query).await.ok(200);
        let [line] = items(&log) else { panic!("{log}") };
        let (before, after) = (json!({"commission_percent": 15}), json!({"commission_percent": 12.5}));
        assert_eq!((&line["before"], &line["after"], &line["by"]), (&before, &after, &admin.user["id"]));
        program.check();
    });
}

#[test]
fn the_page_of_a_seller_changes_its_commission() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let id = text(&artist.get(&program, "/studio/seller").await.ok(200)["id"]);
        let bearer = admin.bearer();
        let headers = [("authorization", bearer.as_str()), ("accept", "text/html")];
        let page = async |path: &str| {
            let answer = program.get(path, &headers).await;
            assert_eq!(answer.status, 200, "{path}");
            String::from_utf8(answer.bytes).expect("text")
        };
        let person = page(&format!("/console/people/{}", text(&artist.user["id"]))).await;
        assert!(person.contains(&format!("href=\"/console/sellers/{id}\"")), "{person}");
        let path = format!("/console/sellers/{id}");
        assert!(page(&path).await.contains("name=\"seen\" value=\"1500\""));
        let form = async |commission: &str, seen: &str| {
            let fields = [("commission", commission), ("seen", seen)];
            program.submit(&format!("{path}/commission"), &headers, &fields).await
        };
        for (typed, told) in [("much", "must be a number"), ("101", "between 0 and 100"), ("", "must be a number")] {
            let wrong = form(typed, "1500").await;
            assert_eq!(wrong.status, 422, "{typed}");
            let wrong = String::from_utf8(wrong.bytes).expect("text");
            assert!(wrong.contains(told) && wrong.contains("aria-invalid"), "{typed}: {wrong}");
        }
        assert_eq!(form("20", "1500").await.header("location"), format!("{path}?notice=commission-saved"));
        assert_eq!(form("25", "1500").await.header("location"), format!("{path}?notice=commission-changed"));
        let shown = page(&path).await;
        assert!(shown.contains("value=\"20\"") && shown.contains("Changed the commission of a seller"), "{shown}");
        let bearer = artist.bearer();
        let stranger = [("authorization", bearer.as_str()), ("accept", "text/html")];
        assert_eq!(program.get(&path, &stranger).await.status, 403);
        assert_eq!(program.submit(&format!("{path}/commission"), &stranger, &[("commission", "0")]).await.status, 403);
        program.check();
    });
}
