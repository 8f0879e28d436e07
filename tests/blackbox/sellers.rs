//! Sellers: who sells in law, and where.

use serde_json::json;

use crate::harness::{Account, Program, both, edition, png, text, work};

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
        let changed = json!({"legal_name": "Ada Berg Kunst GmbH", "vat_id": "DE123456789", "address": address});
        let seller = artist.patch(&program, "/studio/seller", changed).await.ok(200);
        assert_eq!(seller["vat_id"], "DE123456789");
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
