//! The studio: what a seller sees of its sales, and nobody else.

use serde_json::json;

use crate::harness::{Account, Guest, Program, both, edition, items};

#[test]
fn a_seller_sees_its_own_sales_and_never_how_they_were_paid() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (artist, rival) = (Account::artist(&program).await, Account::artist(&program).await);
        let listed = artist.list(&program, json!([edition(25), edition(-1)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &listed.editions[1], 3).await.ok(200);
        let order = guest.buy(&program, &listed.editions[0], 2).await;

        let sales = artist.get(&program, "/studio/sales").await.ok(200);
        assert_eq!(items(&sales).len(), 2, "one for each line: {sales}");
        let sale = items(&sales)
            .iter()
            .find(|sale| sale["edition_id"] == listed.editions[0].as_str())
            .expect("the limited one");
        assert_eq!((&sale["order_number"], &sale["quantity"]), (&order["number"], &json!(2)));
        assert_eq!(sale["amount"], json!({"amount": 25_000, "currency": "EUR"}));
        let labels: Vec<&str> =
            sale["copies"].as_array().expect("copies").iter().filter_map(|copy| copy["label"].as_str()).collect();
        assert_eq!(labels, ["1/25", "2/25"]);
        assert_eq!(sale["artwork"]["id"], listed.artwork_id.as_str());

        let parts = artist.get(&program, "/studio/orders").await.ok(200);
        assert_eq!(items(&parts).len(), 1);
        let part = &parts["items"][0];
        assert_eq!(part["seller_order"]["id"], order["seller_orders"][0]["id"]);
        assert_eq!(part["number"], order["number"]);
        for secret in ["tok_ok", "client_secret", "\"payments\""] {
            assert!(
                !sales.to_string().contains(secret) && !parts.to_string().contains(secret),
                "{secret}: {sales} {parts}"
            );
        }
        let summary = artist.get(&program, "/studio/summary").await.ok(200);
        assert!(summary.to_string().contains("37500") || summary.to_string().contains("62500"), "{summary}");

        for path in ["/studio/sales", "/studio/orders"] {
            assert_eq!(items(&rival.get(&program, path).await.ok(200)).len(), 0);
        }
        program.check();
    });
}
