//! The console: inventory, holds, orders, people, money back, settings, the audit log, the switch of the house.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Guest, Program, both, edition, items, text};

#[test]
fn stock_is_adjusted_with_a_reason_that_is_kept() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let inventory = admin.get(&program, "/admin/inventory").await.ok(200);
        assert_eq!(items(&inventory).len(), 1);
        assert_eq!(inventory["items"][0]["stock"]["available"], 5);

        let path = format!("/admin/editions/{}/adjust", listed.editions[0]);
        let adjust = |delta: Value, reason: &str| {
            let body = json!({"delta": delta, "reason": reason});
            let (admin, program, path) = (&admin, &program, &path);
            async move { admin.post(program, path, body).await }
        };
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &listed.editions[0], 2).await.ok(200);
        assert_eq!(adjust(json!(-3), "Damaged in the flood of 1997").await.ok(200)["available"], 0);
        assert_eq!(listed.stock(&program).await["held"], 2, "live holds are not touched");
        adjust(json!(-1), "One more").await.problem(409, "sold-out");
        adjust(json!(4), "Found").await.problem(409, "conflict");
        assert_eq!(adjust(json!(1), "Restored").await.ok(200)["available"], 1);
        for delta in [json!(0), json!(1e30), json!(-9_223_372_036_854_775_808_i64), json!("1"), json!(0.5)] {
            adjust(delta, "No").await.invalid(&["/delta"]);
        }
        adjust(json!(1), "").await.invalid(&["/reason"]);

        let audit = admin.get(&program, "/admin/audit?limit=100").await.ok(200);
        assert!(
            audit.to_string().contains("Damaged in the flood of 1997") && audit.to_string().contains("Restored"),
            "{audit}"
        );
        let withdrawn =
            items(&audit).iter().find(|line| line["before"]["available"] == 3 && line["after"]["available"] == 0);
        let withdrawn = withdrawn.unwrap_or_else(|| panic!("before and after: {audit}"));
        assert_eq!((&withdrawn["by"], &withdrawn["subject"]), (&admin.user["id"], &json!(listed.editions[0])));
        program.check();
    });
}

#[test]
fn a_hold_is_released_unless_it_pays_an_order() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let (idle, paying) = (Guest::arrive(&program).await, Guest::arrive(&program).await);
        idle.add(&program, &listed.editions[0], 1).await.ok(200);
        paying.add(&program, &listed.editions[0], 1).await.ok(200);
        let placed = paying.check_out(&program, "slow", "tok_3ds").await.ok(201);

        let holds = admin.get(&program, "/admin/holds").await.ok(200);
        assert_eq!(items(&holds).len(), 2, "{holds}");
        let of = |guest: &Guest| {
            let hold = items(&holds).iter().find(|hold| hold.to_string().contains(&guest.id));
            text(&hold.unwrap_or_else(|| panic!("{}: {holds}", guest.id))["id"])
        };
        admin.delete(&program, &format!("/admin/holds/{}", of(&paying))).await.problem(409, "conflict");
        let reason = json!({"reason": "Asked for by mail"});
        admin.call(&program, Method::DELETE, &format!("/admin/holds/{}", of(&idle)), Some(reason)).await.done();
        let audit = admin.get(&program, "/admin/audit?limit=100").await.ok(200);
        let noted = items(&audit).iter().find(|entry| entry["action"] == "hold.release").expect("an audit line");
        assert_eq!(noted["after"]["reason"], "Asked for by mail");
        assert_eq!(listed.stock(&program).await["held"], 1);
        let cart = idle.get(&program, "/cart").await.ok(200);
        assert_eq!(cart["lines"][0]["status"], "lapsed");
        admin.delete(&program, &format!("/admin/holds/{}", of(&idle))).await.problem(404, "not-found");
        program
            .post(&format!("/api/v1/test-payments/{}/authorize", text(&placed["payment"]["id"])), &[], json!({}))
            .await
            .ok(200);
        let paid = paying.get(&program, &format!("/orders/{}", text(&placed["order"]["id"]))).await.ok(200);
        assert_eq!(paid["payment_status"], "paid");
        program.check();
    });
}

#[test]
fn every_order_is_found_by_its_status() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        let (first, second) = (Guest::arrive(&program).await, Guest::arrive(&program).await);
        let paid = first.buy(&program, &listed.editions[0], 1).await;
        second.add(&program, &listed.editions[0], 1).await.ok(200);
        let declined = second.check_out(&program, "no", "tok_declined").await.ok(201)["order"].clone();
        let by_number = format!("number={}", text(&paid["number"]).to_lowercase());
        let by_email = format!("email={}", text(&paid["email"]).to_uppercase());
        for (query, wanted) in [
            ("", vec![&declined, &paid]),
            ("payment_status=paid", vec![&paid]),
            ("payment_status=failed", vec![&declined]),
            ("status=open&fulfilment_status=unfulfilled", vec![&declined, &paid]),
            ("status=cancelled", vec![]),
            ("lane=to_pay", vec![&declined]),
            ("lane=to_ship", vec![&paid]),
            ("lane=shipped", vec![]),
            ("lane=ended", vec![]),
            (by_number.as_str(), vec![&paid]),
            ("number=IM-0000-0000-0000", vec![]),
            (by_email.as_str(), vec![&declined, &paid]),
            ("email=nobody@example.test", vec![]),
            ("from=2020-01-01&until=2020-12-31", vec![]),
            ("from=2020-01-01", vec![&declined, &paid]),
        ] {
            let found = admin.get(&program, &format!("/admin/orders?{query}")).await.ok(200);
            let numbers: Vec<&Value> = items(&found).iter().map(|order| &order["number"]).collect();
            assert_eq!(
                numbers,
                wanted.iter().map(|order| &order["number"]).collect::<Vec<_>>(),
                "{query}, newest first"
            );
        }
        for wrong in ["status=lost", "lane=lost", "email=nobody", "from=yesterday", "until=2026-13-01"] {
            let pointer = format!("/{}", wrong.split('=').next().expect("a name"));
            admin.get(&program, &format!("/admin/orders?{wrong}")).await.invalid(&[pointer.as_str()]);
        }
        admin.get(&program, "/admin/orders?lane=to_pay&status=open").await.invalid(&["/lane"]);
        // Who looks after orders sees each of them, with its documents.
        let id = text(&paid["id"]);
        assert_eq!(admin.get(&program, &format!("/orders/{id}")).await.ok(200)["number"], paid["number"]);
        let invoice = admin.get(&program, &format!("/orders/{id}/invoice.pdf")).await;
        assert!(invoice.status == 200 && invoice.bytes.starts_with(b"%PDF-"), "{}", invoice.status);
        program.check();
    });
}

#[test]
fn while_sales_are_paused_only_what_is_held_is_sold() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let (early, late) = (Guest::arrive(&program).await, Guest::arrive(&program).await);
        let cart = early.add(&program, &listed.editions[0], 1).await.ok(200);
        artist.act(&program, "/admin/sales/pause").await.problem(403, "forbidden");
        admin.act(&program, "/admin/sales/pause").await.done();
        late.add(&program, &listed.editions[0], 1).await.problem(409, "sales-paused");
        let item = format!("/cart/items/{}", text(&cart["lines"][0]["id"]));
        early.call(&program, Method::PATCH, &item, Some(json!({"quantity": 2}))).await.problem(409, "sales-paused");
        early.check_out(&program, "held", "tok_ok").await.ok(201);
        admin.act(&program, "/admin/sales/resume").await.done();
        late.add(&program, &listed.editions[0], 1).await.ok(200);
        let audit = admin.get(&program, "/admin/audit").await.ok(200);
        assert!(audit.to_string().contains("sales_paused") || audit.to_string().contains("sales"), "{audit}");
        program.check();
    });
}

#[test]
fn orders_come_out_as_a_table_that_no_spreadsheet_takes_for_formulas() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(200)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &listed.editions[0], 1).await.ok(200);
        let mut purchase = crate::harness::purchase("tok_ok");
        purchase["shipping_address"]["name"] = json!("=HYPERLINK(\"http://evil.example\")");
        let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", "formula")];
        let bought = program.post("/api/v1/checkout", &headers, purchase).await.ok(201)["order"].clone();
        // More than one page of them.
        for _ in 0..104 {
            Guest::arrive(&program).await.buy(&program, &listed.editions[0], 1).await;
        }
        let signed_in = [("authorization", admin.bearer())];
        let signed_in = [(signed_in[0].0, signed_in[0].1.as_str())];
        let answer = program.get("/console/orders.csv", &signed_in).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "text/csv; charset=utf-8"));
        let table = String::from_utf8(answer.bytes.to_vec()).expect("UTF-8");
        assert_eq!(table.lines().count(), 1 + 105, "a heading and a line an order");
        let number = text(&bought["number"]);
        let line = table.lines().find(|line| line.starts_with(&number)).expect("its line");
        assert!(line.contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\""), "{line}");
        let one = program.get(&format!("/console/orders.csv?q={number}"), &signed_in).await;
        assert_eq!(String::from_utf8(one.bytes.to_vec()).expect("UTF-8").lines().count(), 2);
        let customer = Account::customer(&program).await.bearer();
        assert_eq!(program.get("/console/orders.csv", &[("authorization", &customer)]).await.status, 403);
        program.check();
    });
}
