//! Money back: by lines and by sums, told beforehand, never more than was paid, with credit notes and copies.

use serde_json::{Value, json};

use crate::harness::{Account, Guest, Program, both, edition, items, text};

/// An admin, an artist and a paid order of three prints.
async fn paid(program: &Program, admin: &Account) -> (Account, crate::harness::Listed, Value) {
    let artist = Account::artist(program).await;
    let listed = artist.list(program, json!([edition(25)])).await;
    let order = Guest::arrive(program).await.buy(program, &listed.editions[0], 3).await;
    let order = admin.get(program, &format!("/orders/{}", text(&order["id"]))).await.ok(200);
    (artist, listed, order)
}

fn line(order: &Value) -> String {
    text(&order["seller_orders"][0]["lines"][0]["id"])
}

async fn refund(program: &Program, admin: &Account, order: &Value, key: &str, body: Value) -> crate::harness::Answer {
    let path = format!("/api/v1/admin/orders/{}/refund", text(&order["id"]));
    program.post(&path, &[("authorization", &admin.bearer()), ("idempotency-key", key)], body).await
}

/// Waits until the provider has given everything back that was decided.
async fn given_back(program: &Program, admin: &Account, id: &str) -> Value {
    loop {
        let order = admin.get(program, &format!("/orders/{id}")).await.ok(200);
        if items_of(&order, "refunds").iter().all(|refund| refund["status"] == "refunded") {
            return order;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

fn items_of<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn a_print_of_three_goes_back_with_its_copy_and_a_credit_note() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let (artist, listed, order) = paid(&program, &admin).await;
        let id = text(&order["id"]);
        let body =
            json!({"lines": [{"line_id": line(&order), "quantity": 1}], "restock": true, "reason": "Torn corner"});
        let path = format!("/admin/orders/{id}/refund/preview");
        let told = admin.post(&program, &path, body.clone()).await.ok(200);
        let price = order["seller_orders"][0]["lines"][0]["unit_price"]["amount"].as_i64().expect("a price");
        let total = order["totals"]["total"]["amount"].as_i64().expect("a total");
        assert_eq!(told["total"]["amount"], price);
        assert_eq!(
            (&told["refundable"]["amount"], &told["refundable_after"]["amount"]),
            (&json!(total), &json!(total - price))
        );
        assert_eq!((&told["restocked"], told["taxes"].as_array().map(Vec::len)), (&json!(1), Some(1)));
        assert_eq!(
            told["taxes"][0]["base"]["amount"].as_i64().expect("a base")
                + told["taxes"][0]["amount"]["amount"].as_i64().expect("a tax"),
            price
        );
        assert_eq!(listed.stock(&program).await["sold"], 3, "telling changes nothing");

        // Without a key it is not done; with one it is done once.
        let unkeyed = admin.post(&program, &format!("/admin/orders/{id}/refund"), body.clone()).await;
        unkeyed.problem(400, "idempotency-key-required");
        let made = refund(&program, &admin, &order, "once", body.clone()).await.ok(200);
        let again = refund(&program, &admin, &order, "once", body.clone()).await.ok(200);
        assert_eq!((items_of(&made, "refunds").len(), items_of(&again, "refunds").len()), (1, 1));
        assert_eq!(made["refunds"][0]["lines"], told["lines"]);
        let order = given_back(&program, &admin, &id).await;
        assert_eq!(order["payment_status"], "partially_refunded");
        let sold = &order["seller_orders"][0]["lines"][0];
        assert_eq!(
            (&sold["quantity"], &sold["restocked"], sold["copies"].as_array().map(Vec::len)),
            (&json!(3), &json!(1), Some(2))
        );
        let stock = listed.stock(&program).await;
        assert_eq!((&stock["available"], &stock["sold"]), (&json!(23), &json!(2)));
        let note =
            items_of(&order, "documents").iter().find(|row| row["kind"] == "credit_note").expect("a credit note");
        assert!(text(&note["number"]).contains("-C"), "{note}");
        let pdf = admin.get(&program, &format!("/documents/{}", text(&note["id"]))).await;
        assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF-"), "{}", pdf.status);

        let audit = admin.get(&program, "/admin/audit?limit=100").await.ok(200);
        let noted = items(&audit).iter().find(|entry| entry["action"] == "order.refund").expect("an audit line");
        assert_eq!((&noted["subject"], &noted["by"]), (&order["id"], &admin.user["id"]));
        assert_eq!(
            (&noted["after"]["reason"], &noted["before"]["refundable_minor"]),
            (&json!("Torn corner"), &json!(total))
        );
        assert_eq!(noted["after"]["refundable_minor"], total - price);
        // The seller sees what is left to pack, and not why.
        let to_pack = artist.get(&program, "/studio/orders?to_pack=true").await.ok(200);
        assert_eq!(items(&to_pack).len(), 1);
        assert!(!order.to_string().contains("Torn corner"), "the reason is the house's own");
        program.check();
    });
}

#[test]
fn never_more_goes_back_than_was_paid() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let (_, _, order) = paid(&program, &admin).await;
        let total = order["totals"]["total"]["amount"].as_i64().expect("a total");
        let line = line(&order);
        let sum = |amount: i64| json!({"amount": {"amount": amount, "currency": "EUR"}, "reason": "Goodwill"});
        let lines = |quantity: i64| json!({"lines": [{"line_id": line, "quantity": quantity}], "reason": "R"});
        let sent = |key: &'static str, body: Value| refund(&program, &admin, &order, key, body);
        sent("a", sum(total + 1)).await.invalid(&["/amount"]);
        sent("b", sum(0)).await.invalid(&["/amount"]);
        sent("c", json!({"amount": {"amount": 5, "currency": "USD"}, "reason": "R"}))
            .await
            .invalid(&["/amount/currency"]);
        sent("d", lines(4)).await.invalid(&["/lines/0/quantity"]);
        sent("e", lines(0)).await.invalid(&["/lines/0/quantity"]);
        sent("f", json!({"reason": "R"})).await.invalid(&["/lines"]);
        let unknown = "01890000-0000-7000-8000-000000000000";
        sent("g", json!({"lines": [{"line_id": unknown, "quantity": 1}], "reason": "R"}))
            .await
            .invalid(&["/lines/0/line_id"]);
        sent("h", json!({"lines": [], "amount": {"amount": 5, "currency": "EUR"}, "reason": "R"}))
            .await
            .invalid(&["/amount"]);
        sent("i", json!({"amount": {"amount": 5, "currency": "EUR"}, "reason": " "})).await.invalid(&["/reason"]);
        sent("j", json!({"amount": {"amount": 5, "currency": "EUR"}, "restock": true, "reason": "R"}))
            .await
            .invalid(&["/restock"]);
        sent(
            "k",
            json!({"lines": [{"line_id": line, "quantity": 1, "copies": [unknown]}], "restock": true, "reason": "R"}),
        )
        .await
        .invalid(&["/lines/0/copies"]);
        let missing = json!({"id": unknown});
        refund(&program, &admin, &missing, "l", sum(5)).await.problem(404, "not-found");

        // All but one cent, then the rest in whole lines: what is left of them is given, and no more.
        sent("m", sum(total - 1)).await.ok(200);
        sent("n", sum(2)).await.invalid(&["/amount"]);
        sent("o", sum(1)).await.ok(200);
        let order = given_back(&program, &admin, &text(&order["id"])).await;
        assert_eq!((&order["payment_status"], &order["status"]), (&json!("refunded"), &json!("open")));
        refund(&program, &admin, &order, "p", sum(1)).await.problem(409, "invalid-transition");
        program.check();
    });
}

#[test]
fn a_whole_order_goes_back_and_is_called_off() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let (_, listed, order) = paid(&program, &admin).await;
        let body = json!({
            "lines": [{"line_id": line(&order), "quantity": 3}], "shipping": true, "restock": true, "reason": "Lost at sea",
        });
        refund(&program, &admin, &order, "all", body).await.ok(200);
        let order = given_back(&program, &admin, &text(&order["id"])).await;
        assert_eq!((&order["status"], &order["payment_status"]), (&json!("cancelled"), &json!("refunded")));
        let stock = listed.stock(&program).await;
        assert_eq!((&stock["available"], &stock["sold"]), (&json!(25), &json!(0)));
        program.check();
    });
}

#[test]
fn what_has_left_goes_back_as_money_only() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let (artist, listed, order) = paid(&program, &admin).await;
        let part = &order["seller_orders"][0];
        let parcel = json!({"carrier": "DHL", "line_ids": [part["lines"][0]["id"]]});
        artist.post(&program, &format!("/studio/orders/{}/shipments", text(&part["id"])), parcel).await.ok(201);
        let body = |restock: bool| json!({"lines": [{"line_id": line(&order), "quantity": 3}], "restock": restock, "reason": "R"});
        refund(&program, &admin, &order, "back", body(true)).await.invalid(&["/restock"]);
        refund(&program, &admin, &order, "money", body(false)).await.ok(200);
        assert_eq!(listed.stock(&program).await["sold"], 3);
        program.check();
    });
}

#[test]
fn staff_call_an_order_off_with_a_reason_and_ask_the_provider_again() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &listed.editions[0], 1).await.ok(200);
        let placed = guest.check_out(&program, "late", "tok_3ds").await.ok(201);
        let (id, payment) = (text(&placed["order"]["id"]), text(&placed["payment"]["id"]));
        let asked = admin.act(&program, &format!("/admin/orders/{id}/payments/{payment}/confirm")).await.ok(200);
        assert_eq!(asked["payment"]["status"], "requires_action");
        refund(
            &program,
            &admin,
            &placed["order"],
            "unpaid",
            json!({"amount": {"amount": 1, "currency": "EUR"}, "reason": "R"}),
        )
        .await
        .problem(409, "invalid-transition");
        let path = format!("/admin/orders/{id}/cancel");
        admin.post(&program, &path, json!({"reason": ""})).await.invalid(&["/reason"]);
        let called_off = admin.post(&program, &path, json!({"reason": "The buyer wrote"})).await.ok(200);
        assert_eq!(called_off["status"], "cancelled");
        admin.post(&program, &path, json!({"reason": "Again"})).await.problem(409, "invalid-transition");
        let audit = admin.get(&program, "/admin/audit?limit=100").await.ok(200);
        let noted = items(&audit).iter().find(|entry| entry["action"] == "order.cancel").expect("an audit line");
        assert_eq!(
            (&noted["after"]["reason"], &noted["before"]["status"]),
            (&json!("The buyer wrote"), &json!("open"))
        );
        program.check();
    });
}
