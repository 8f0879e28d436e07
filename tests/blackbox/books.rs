//! The books from outside: sales, fees, refunds and commission rules, as the API shows them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Guest, Program, both, edition, items, text};

/// An order that a guest has paid.
async fn paid(program: &Program, admin: &Account, edition: &str, token: &str) -> Value {
    let guest = Guest::arrive(program).await;
    guest.add(program, edition, 2).await.ok(200);
    let placed = guest.check_out(program, "once", token).await.ok(201);
    assert_eq!(placed["order"]["payment_status"], "paid", "{placed}");
    admin.get(program, &format!("/orders/{}", text(&placed["order"]["id"]))).await.ok(200)
}

fn minor(value: &Value) -> i64 {
    value["amount"].as_i64().expect("an amount")
}

/// What the entries of an order come to, by account.
async fn account(program: &Program, admin: &Account, order: &Value, account: &str) -> i64 {
    let path = format!("/admin/ledger?order={}&account={account}&limit=100", text(&order["id"]));
    let found = admin.get(program, &path).await.ok(200);
    items(&found).iter().map(|entry| minor(&entry["amount"])).sum()
}

#[test]
fn a_sale_with_a_fee_is_booked_to_everybodys_account() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        let order = paid(&program, &admin, &listed.editions[0], "tok_fee:70").await;
        let total = minor(&order["totals"]["total"]);
        let tax = minor(&order["totals"]["tax_included"]);
        let commission = minor(&order["seller_orders"][0]["commission"]);
        let of = async |name: &str| account(&program, &admin, &order, name).await;
        assert_eq!((of("provider_clearing").await, of("provider_fees").await), (total - 70, 70));
        assert_eq!((of("seller_vat").await, of("commission").await), (-tax, -commission));
        assert_eq!(of("seller_payable").await, -(total - tax - commission));

        let balance = admin.get(&program, "/admin/ledger/trial-balance").await.ok(200);
        let sides = &balance["totals"][0];
        assert_eq!(minor(&sides["debit"]), minor(&sides["credit"]), "{balance}");
        let none = admin.get(&program, "/admin/ledger/trial-balance?at=2001-01-01").await.ok(200);
        assert_eq!(none["accounts"], json!([]));
        admin.get(&program, "/admin/ledger/trial-balance?at=soon").await.invalid(&["/at"]);
        let wrong = admin.get(&program, "/admin/ledger?account=moon&seller=x&order=y&from=soon").await;
        wrong.invalid(&["/account", "/seller", "/order", "/from"]);

        let file = admin.get(&program, "/admin/ledger.csv").await;
        let table = String::from_utf8(file.bytes).expect("text");
        assert!(table.starts_with("at,posting,account,class,seller,"), "{table}");
        assert_eq!(table.lines().count(), 1 + 6, "two postings of four and two entries: {table}");

        // Page by page it is the same.
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = admin.get(&program, &format!("/admin/ledger?limit=4{cursor}")).await.ok(200);
            seen.extend(items(&page).iter().map(|entry| (text(&entry["posting_id"]), entry["position"].as_i64())));
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 6);
        artist.get(&program, "/admin/ledger").await.problem(403, "forbidden");
        program.check();
    });
}

#[test]
fn what_goes_back_whole_leaves_nobody_anything() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        let order = paid(&program, &admin, &listed.editions[0], "tok_ok").await;
        let bearer = admin.bearer();
        for (key, amount) in [("first", json!(333)), ("rest", Value::Null)] {
            let path = format!("/api/v1/admin/orders/{}/refund", text(&order["id"]));
            let headers = [("authorization", bearer.as_str()), ("idempotency-key", key)];
            let left = minor(&order["totals"]["total"]) - 333;
            let amount = if amount.is_null() { json!(left) } else { amount };
            let body = json!({"amount": {"amount": amount, "currency": "EUR"}, "reason": "Torn corner"});
            program.post(&path, &headers, body).await.ok(200);
        }
        let refunded = loop {
            let order = admin.get(&program, &format!("/orders/{}", text(&order["id"]))).await.ok(200);
            if order["payment_status"] == "refunded" {
                break order;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        };
        for name in ["provider_clearing", "seller_payable", "seller_vat", "commission"] {
            assert_eq!(account(&program, &admin, &refunded, name).await, 0, "{name}");
        }
        program.check();
    });
}

#[test]
fn the_most_specific_commission_rule_is_frozen_with_the_order() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        let commission = |order: &Value| {
            let part = &order["seller_orders"][0];
            (minor(&part["commission"]), minor(&part["totals"]["items"]))
        };
        let put = async |rules: Value| {
            let body = json!({"commission_rules": {"rules": rules}});
            admin.call(&program, Method::PUT, "/admin/settings", Some(body)).await
        };
        put(json!([{"rate": 10, "valid_from": "2020-01-01"}, {"kind": "limited", "rate": 20, "valid_from": "2020-01-01"}]))
            .await
            .ok(200);
        let order = paid(&program, &admin, &listed.editions[0], "tok_ok").await;
        let (taken, of) = commission(&order);
        assert_eq!(taken, (of * 20 + 50) / 100);
        put(json!([])).await.ok(200);
        let again = admin.get(&program, &format!("/orders/{}", text(&order["id"]))).await.ok(200);
        assert_eq!(commission(&again), (taken, of), "what was ordered keeps its own");
        put(json!([{"kind": "mural", "rate": 101, "valid_from": "2020-01-01"}]))
            .await
            .invalid(&["/commission_rules/rules/0/kind", "/commission_rules/rules/0/rate"]);
        program.check();
    });
}
