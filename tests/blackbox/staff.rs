//! Those who run the house: people are looked up and shut out, its rules are read and changed.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Answer, Guest, PASSWORD, Program, Socket, both, edition, items, purchase, text};

#[test]
fn people_are_found_and_paged() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let (artist, customer) = (Account::artist(&program).await, Account::customer(&program).await);
        customer.patch(&program, "/me", json!({"display_name": "Żółć 100%"})).await.ok(200);
        let all = admin.get(&program, "/admin/users").await.ok(200);
        assert_eq!((items(&all).len(), &all["total"]), (3, &json!(3)), "{all}");
        assert_eq!(all["items"][0]["id"], customer.user["id"], "newest first");
        assert!(!all.to_string().contains("password"), "{all}");
        let shown = &all["items"][1];
        assert_eq!(
            (&shown["email"], &shown["roles"], &shown["suspended"], &shown["seller_id"]),
            (&json!(artist.email), &artist.user["roles"], &json!(false), &artist.user["seller_id"])
        );
        assert!(shown["created_at"].is_string());
        let id = text(&customer.user["id"]);
        for query in [customer.email.to_uppercase(), "%C5%BC%C3%B3%C5%82%C4%86".to_owned(), "100%25".to_owned(), id] {
            let found = admin.get(&program, &format!("/admin/users?q={query}")).await.ok(200);
            assert_eq!((items(&found).len(), &found["items"][0]["id"]), (1, &customer.user["id"]), "{query}");
        }
        for query in ["%25%25", "person_", "nobody@"] {
            assert!(
                items(&admin.get(&program, &format!("/admin/users?q={query}")).await.ok(200)).is_empty(),
                "{query}"
            );
        }
        let first = admin.get(&program, "/admin/users?limit=2").await.ok(200);
        let rest = format!("/admin/users?limit=2&cursor={}", text(&first["next_cursor"]));
        let rest = admin.get(&program, &rest).await.ok(200);
        assert_eq!((items(&first).len(), items(&rest).len(), &rest["next_cursor"]), (2, 1, &Value::Null));
        program.check();
    });
}

#[test]
fn who_is_shut_out_is_out_at_once_and_can_be_let_in_again() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let person = Account::customer(&program).await;
        let mut socket = Socket::open_as(&program, &person.token).await;
        socket.subscribe(&["cart"]).await;
        let path = format!("/admin/users/{}/suspend", text(&person.user["id"]));
        let shown = admin.post(&program, &path, json!({"reason": "Stolen card"})).await.ok(200);
        assert_eq!((&shown["suspended"], &shown["email"]), (&json!(true), &json!(person.email)));
        person.get(&program, "/me").await.problem(401, "unauthenticated");
        let lost = socket.wait_for(|frame| frame["op"] == "unsubscribed").await;
        assert_eq!((&lost["topic"], &lost["type"]), (&json!("cart"), &json!("/problems/unauthenticated")));
        let renewal = json!({"refresh_token": person.refresh_token});
        program.post("/api/v1/auth/refresh", &[], renewal).await.problem(401, "unauthenticated");
        let credentials = json!({"email": person.email, "password": PASSWORD});
        program.post("/api/v1/auth/login", &[], credentials).await.problem(403, "forbidden");

        admin.act(&program, &path).await.ok(200);
        let shown = admin.post(&program, &path, json!({"suspended": false})).await.ok(200);
        assert_eq!(shown["suspended"], false);
        let back = Account::sign_in(&program, &person.email).await;
        back.get(&program, "/me").await.ok(200);
        person.get(&program, "/me").await.problem(401, "unauthenticated");

        let log = admin.get(&program, "/admin/audit").await.ok(200);
        let lines: Vec<&Value> = items(&log).iter().filter(|line| line["action"] == "user.suspend").collect();
        assert_eq!(lines.len(), 2, "a repeat changes nothing: {log}");
        assert_eq!(lines[1]["after"], json!({"suspended": true, "reason": "Stolen card"}));
        assert_eq!(lines[1]["before"], json!({"suspended": false}));
        assert!(lines.iter().all(|line| line["by"] == admin.user["id"] && line["subject"] == person.user["id"]));

        let own = format!("/admin/users/{}/suspend", text(&admin.user["id"]));
        admin.act(&program, &own).await.problem(409, "conflict");
        admin.get(&program, "/me").await.ok(200);
        let unknown = "/admin/users/01890000-0000-7000-8000-000000000000/suspend";
        admin.act(&program, unknown).await.problem(404, "not-found");
        admin.post(&program, &path, json!({"suspended": "yes"})).await.invalid(&["/suspended"]);
        admin.post(&program, &path, json!({"until": 5})).await.invalid(&["/until"]);
        program.check();
    });
}

#[test]
fn the_rules_of_the_house_are_changed_for_the_version_that_was_read() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &listed.editions[0], 1).await.ok(200);
        let read = admin.get(&program, "/admin/settings").await;
        let etag = read.header("etag").to_owned();
        let settings = read.ok(200);
        assert_eq!(settings["sales_paused"], false);
        let headers = [("authorization", admin.bearer()), ("if-none-match", etag.clone())];
        assert_eq!(program.get("/api/v1/admin/settings", &borrowed(&headers)).await.status, 304);

        // What is shown can be sent back; nothing changes by it.
        let same = put(&program, &admin, &etag, settings.clone()).await;
        assert_eq!(same.header("etag"), etag);
        assert_eq!(same.ok(200), settings);

        let mut shipping = settings["shipping"].clone();
        for band in shipping["methods"][0]["bands"].as_array_mut().expect("bands") {
            band["prices"][0]["amount"] = json!(4_321);
        }
        let changed = put(&program, &admin, &etag, json!({"shipping": shipping, "sales_paused": true})).await;
        let next = changed.header("etag").to_owned();
        assert_ne!(next, etag);
        let changed = changed.ok(200);
        assert_eq!((&changed["sales_paused"], &changed["tax"]), (&json!(true), &settings["tax"]));
        put(&program, &admin, &etag, json!({"sales_paused": false})).await.problem(412, "precondition-failed");

        // The very next quote and the very next hold see it.
        let body = json!({"shipping_address": purchase("tok_ok")["shipping_address"]});
        let quote = guest.call(&program, Method::POST, "/checkout/quote", Some(body)).await.ok(200);
        assert!(quote["methods"].to_string().contains("4321"), "{quote}");
        let late = Guest::arrive(&program).await;
        late.add(&program, &listed.editions[0], 1).await.problem(409, "sales-paused");
        admin.call(&program, Method::PUT, "/admin/settings", Some(json!({"sales_paused": false}))).await.ok(200);
        late.add(&program, &listed.editions[0], 1).await.ok(200);

        let log = admin.get(&program, "/admin/audit").await.ok(200);
        let line = items(&log).iter().rfind(|line| line["action"] == "settings.put").expect("a line");
        assert_eq!((&line["by"], &line["after"]["sales_paused"]), (&admin.user["id"], &json!(true)), "{line}");
        assert!(line["before"].as_object().is_some_and(|before| before.len() == 2), "{line}");
        program.check();
    });
}

#[test]
fn rules_that_make_no_sense_change_nothing() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let settings = admin.get(&program, "/admin/settings").await.ok(200);
        let changed = async |pointer: &str, value: Value| {
            let mut wanted = settings.clone();
            *wanted.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
            admin.call(&program, Method::PUT, "/admin/settings", Some(wanted)).await
        };
        for (pointer, value) in [
            ("/sales_paused", json!("no")),
            ("/tax/rates/0/country", json!("XX")),
            ("/tax/rates/0/rate", json!(-1)),
            ("/tax/rates/0/rate", json!(19.005)),
            ("/tax/rates/0/regime", json!("none")),
            ("/tax/rates/0/valid_from", json!("soon")),
            ("/shipping/volumetric_divisor", json!(0)),
            ("/shipping/methods/0/name", json!("")),
            ("/shipping/methods/0/bands", json!([])),
            ("/shipping/methods/0/bands/0/zone", json!("moon")),
            ("/shipping/methods/0/bands/0/prices/0/amount", json!(-1)),
            ("/shipping/methods/0/bands/0/prices", json!([])),
            ("/shipping/methods/0/bands/0/prices/0/currency", json!("EURO")),
            ("/shipping/methods/0/bands/0/weight_kg_max", json!(0)),
        ] {
            changed(pointer, value.clone()).await.invalid(&[pointer]);
        }
        changed("/shipping/methods/0/id", json!("slow")).await.invalid(&["/shipping/methods"]);
        let unknown = json!({"colour": "red"});
        admin.call(&program, Method::PUT, "/admin/settings", Some(unknown)).await.invalid(&["/colour"]);
        assert_eq!(admin.get(&program, "/admin/settings").await.ok(200), settings);
        put(&program, &admin, "nonsense", json!({})).await.problem(412, "precondition-failed");
        program.check();
    });
}

async fn put(program: &Program, admin: &Account, etag: &str, body: Value) -> Answer {
    let headers = [("authorization", admin.bearer()), ("if-match", etag.to_owned())];
    program.send(Method::PUT, "/api/v1/admin/settings", &borrowed(&headers), Some(body)).await
}

fn borrowed<'a>(headers: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    headers.iter().map(|(name, value)| (*name, value.as_str())).collect()
}
