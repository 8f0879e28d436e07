//! Shipping tables of sellers: made by them and by staff, priced by, collected from, and the day by which things leave.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Program, both, edition, items, purchase, text};

fn eur(amount: i64) -> Value {
    json!([{"amount": amount, "currency": "EUR"}])
}

/// A table with everything: bands for home and one country, insurance as a choice, crates, collecting.
fn table() -> Value {
    let band = |zone: &str, price: i64| {
        json!({"zone": zone, "weight_kg_max": 50, "longest_side_cm_max": 300, "prices": eur(price),
               "days_min": 2, "days_max": 4})
    };
    json!({
        "volumetric_divisor": 5_000,
        "handling_days": 0,
        "methods": [
            {"id": "standard", "name": "Own post", "bands": [band("home", 700), band("CH", 3_100)], "handling_days": 10,
             "insurance": {"percent": 1, "minimum": eur(250), "chosen_as": "Own post, insured"},
             "crate": {"framed": true, "longest_side_cm_over": null, "weight_kg_over": null, "prices": eur(8_000)}},
            {"id": "pickup", "name": "Collect", "bands": [],
             "pickup": {"address": "Hof 1\n20095 Hamburg", "hours": "Friday", "everywhere": false, "prices": eur(0)}},
        ],
    })
}

#[test]
fn a_seller_has_a_table_of_its_own_or_the_houses() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let first = artist.get(&program, "/studio/shipping").await;
        let etag = first.header("etag").to_owned();
        let first = first.ok(200);
        assert_eq!(first["own"], json!(false));
        let mut wrong = table();
        wrong["methods"][0]["bands"][1]["zone"] = json!("moon");
        wrong["methods"][1]["pickup"]["prices"] = json!([]);
        let put = async |who: &Account, path: &str, table: Value| {
            who.call(&program, Method::PUT, path, Some(json!({"table": table}))).await
        };
        put(&artist, "/studio/shipping", wrong)
            .await
            .invalid(&["/table/methods/0/bands/1/zone", "/table/methods/1/pickup/prices"]);
        let own = put(&artist, "/studio/shipping", table()).await.ok(200);
        assert_eq!((&own["own"], &own["table"]["methods"][0]["name"]), (&json!(true), &json!("Own post")));
        assert_eq!(artist.get(&program, "/studio/shipping").await.ok(200), own);
        // Staff do the same, from what they have read.
        let id = text(&artist.get(&program, "/studio/seller").await.ok(200)["id"]);
        let path = format!("/admin/sellers/{id}/shipping");
        assert_eq!(admin.get(&program, &path).await.ok(200), own);
        artist.get(&program, &path).await.problem(403, "forbidden");
        let request = program.client().put(format!("{}/api/v1{path}", program.url));
        let request = request.header("authorization", admin.bearer()).header("if-match", etag);
        program.answer(request.json(&json!({"table": null}))).await.problem(412, "precondition-failed");
        assert_eq!(put(&admin, &path, json!(null)).await.ok(200), first);
        let log = admin.get(&program, "/admin/audit").await.ok(200);
        assert_eq!(items(&log).iter().filter(|line| line["action"] == "seller.shipping").count(), 2);
        let customer = Account::customer(&program).await;
        customer.get(&program, "/studio/shipping").await.problem(403, "forbidden");
        program.check();
    });
}

#[test]
fn orders_are_priced_by_it_leave_by_its_days_and_are_collected() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        artist.call(&program, Method::PUT, "/studio/shipping", Some(json!({"table": table()}))).await.ok(200);
        let shown = artist.list(&program, json!([edition(0)])).await.shown(&program).await;
        let edition_id = text(&shown["editions"][0]["id"]);
        let price = shown["editions"][0]["price"]["amount"].as_i64().expect("a price");
        let customer = Account::customer(&program).await;
        customer.add(&program, &edition_id, 1).await.ok(200);
        let order = purchase("tok_ok");
        let quote = json!({"shipping_address": order["shipping_address"]});
        let quote = customer.post(&program, "/checkout/quote", quote).await.ok(200);
        let methods = quote["methods"].as_object().expect("methods").values().next().expect("a seller").clone();
        let told: Vec<(String, i64)> = methods
            .as_array()
            .expect("methods")
            .iter()
            .map(|method| (text(&method["id"]), method["price"]["amount"].as_i64().expect("a price")))
            .collect();
        let insured = 700 + 250_i64.max(price / 100);
        let expected = [("standard", 700), ("standard+insured", insured), ("pickup", 0)];
        assert_eq!(told, expected.map(|(id, price)| (id.to_owned(), price)));

        let mut order = order;
        order["shipping_method"] = json!("pickup");
        let bearer = customer.bearer();
        let headers = [("authorization", bearer.as_str()), ("idempotency-key", "collect")];
        let placed = program.post("/api/v1/checkout", &headers, order).await.ok(201);
        let id = text(&placed["order"]["id"]);
        let order = customer.get(&program, &format!("/orders/{id}")).await.ok(200);
        let part = &order["seller_orders"][0];
        assert_eq!(part["shipping"]["pickup"]["address"], "Hof 1\n20095 Hamburg");
        let by: chrono::NaiveDate = text(&part["ship_by"]).parse().expect("a day");
        let placed: chrono::DateTime<chrono::Utc> = text(&order["placed_at"]).parse().expect("a time");
        assert!((0..=2).contains(&(by - placed.date_naive()).num_days()), "no days but weekends: {by}");

        // It waits, and is collected: nothing goes with a carrier.
        let path = format!("/studio/orders/{}/shipments", text(&part["id"]));
        let parcel = json!({"carrier": "DHL", "line_ids": [part["lines"][0]["id"]]});
        let parcel = artist.post(&program, &path, parcel).await.ok(201);
        assert_eq!((&parcel["carrier"], &parcel["status"]), (&json!("pickup"), &json!("packed")));
        let delivered = format!("{path}/{}/delivered", text(&parcel["id"]));
        assert_eq!(artist.act(&program, &delivered).await.ok(200)["status"], "delivered");
        let order = customer.get(&program, &format!("/orders/{id}")).await.ok(200);
        assert_eq!(order["fulfilment_status"], "delivered");
        program.check();
    });
}
