//! Webhooks out: what happens in the house reaches who asked to hear it, signed, at least once, whatever falls meanwhile.

use std::collections::BTreeSet;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Engine, Guest, Hook, Program, at_once, both, edition, items, text};

/// Endpoints on this machine are spoken to, and what fails is tried again soon.
pub(crate) const NEAR: [(&str, &str); 2] =
    [("IMPASTO_WEBHOOKS__ALLOW_PRIVATE", "true"), ("IMPASTO_WEBHOOKS__RETRY_FIRST_MS", "50")];

/// A house with somebody who runs it and a work of 25 copies.
async fn open(engine: Engine, settings: &[(&str, &str)]) -> (Program, Account, String) {
    let (program, admin) = Program::start_with_admin(engine, settings).await;
    let artist = Account::artist(&program).await;
    let listed = artist.list(&program, json!([edition(25)])).await;
    (program, admin, listed.editions[0].clone())
}

/// Registers an endpoint; answers its id and its secret.
pub(crate) async fn register(program: &Program, admin: &Account, hook: &Hook, events: &[&str]) -> (String, String) {
    let body = json!({"url": hook.url, "description": "Accounts", "events": events});
    let made = admin.post(program, "/admin/webhooks", body).await.ok(201);
    (text(&made["id"]), text(&made["secret"]))
}

/// Waits until the newest delivery of an endpoint is in a state.
async fn delivery(program: &Program, admin: &Account, id: &str, state: &str) -> Value {
    loop {
        let page = admin.get(program, &format!("/admin/webhooks/{id}/deliveries")).await.ok(200);
        if let Some(newest) = items(&page).first().filter(|newest| newest["state"] == state) {
            return newest.clone();
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}

#[test]
fn an_order_that_is_placed_and_paid_arrives_signed() {
    both(|engine| async move {
        let (program, admin, edition) = open(engine, &NEAR).await;
        let hook = Hook::start(&[]).await;
        let (id, secret) = register(&program, &admin, &hook, &["order.paid", "order.placed", "stock.changed"]).await;
        assert!(secret.starts_with("whsec_"));
        let shown = admin.get(&program, &format!("/admin/webhooks/{id}")).await.ok(200);
        assert_eq!(shown["events"], json!(["order.placed", "order.paid", "stock.changed"]));
        assert!(shown.get("secret").is_none(), "a secret is told once: {shown}");

        let order = Guest::arrive(&program).await.buy(&program, &edition, 1).await;
        hook.wait_for("order.placed", 1).await;
        let paid = hook.wait_for("order.paid", 1).await.remove(0);
        assert_eq!(paid.line(), "POST /hook HTTP/1.1");
        assert_eq!(paid.header("content-type"), "application/json");
        assert_eq!(paid.header("impasto-event"), "order.paid");
        assert!(paid.is_signed_with(&secret) && !paid.is_signed_with("whsec_other"));
        assert_eq!(paid.signatures(), 1);
        assert_eq!(paid.body["api_version"], "v1");
        assert!(paid.body["created_at"].is_string());
        let data = &paid.body["data"];
        assert_eq!((&data["id"], &data["number"]), (&order["id"], &order["number"]));
        assert_eq!(data["payment_status"], "paid");
        assert!(data["seller_orders"][0]["commission"].is_object(), "as staff see it: {data}");
        let stock = hook.wait_for("stock.changed", 1).await.remove(0);
        assert!(stock.body["data"]["editions"].is_array(), "{}", stock.raw);

        // Each once, under ids of their own, and nothing that was not asked for.
        let newest = delivery(&program, &admin, &id, "delivered").await;
        assert_eq!((&newest["last_status"], &newest["attempts"]), (&json!(200), &json!(1)));
        let page = admin.get(&program, &format!("/admin/webhooks/{id}/deliveries")).await.ok(200);
        let promised: BTreeSet<String> = items(&page).iter().map(|one| text(&one["event_id"])).collect();
        assert_eq!(promised.len(), items(&page).len());
        let kinds: BTreeSet<String> = hook.heard().iter().map(|heard| text(&heard.body["type"])).collect();
        assert!(kinds.iter().all(|kind| ["order.placed", "order.paid", "stock.changed"].contains(&kind.as_str())));
        assert_eq!(hook.wait_for("order.paid", 1).await.len(), 1);
        program.check();
    });
}

#[test]
fn the_rest_of_an_orders_way_and_works_are_told_as_well() {
    at_once(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &NEAR).await;
        let hook = Hook::start(&[]).await;
        let events = [
            "order.shipped",
            "order.delivered",
            "order.cancelled",
            "order.refunded",
            "artwork.published",
            "artwork.updated",
            "seller.verified",
        ];
        register(&program, &admin, &hook, &events).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        let published = hook.wait_for("artwork.published", 1).await.remove(0);
        assert_eq!(published.body["data"]["id"], listed.artwork_id.as_str());
        artist
            .patch(&program, &format!("/artworks/{}", listed.artwork_id), json!({"title": "Tide, again"}))
            .await
            .ok(200);
        hook.wait_for("artwork.updated", 1).await;

        let order = Guest::arrive(&program).await.buy(&program, &listed.editions[0], 1).await;
        let part = &order["seller_orders"][0];
        let path = format!("/studio/orders/{}/shipments", text(&part["id"]));
        let parcel = json!({"carrier": "DHL", "line_ids": [part["lines"][0]["id"]]});
        let parcel = text(&artist.post(&program, &path, parcel).await.ok(201)["id"]);
        let shipped = hook.wait_for("order.shipped", 1).await.remove(0);
        assert_eq!(shipped.body["data"]["id"], order["id"]);
        artist.act(&program, &format!("{path}/{parcel}/delivered")).await.done();
        hook.wait_for("order.delivered", 1).await;

        let guest = Guest::arrive(&program).await;
        let other = guest.buy(&program, &listed.editions[0], 1).await;
        guest.call(&program, Method::POST, &format!("/orders/{}/cancel", text(&other["id"])), None).await.ok(200);
        hook.wait_for("order.cancelled", 1).await;
        let refunded = hook.wait_for("order.refunded", 1).await.remove(0);
        assert_eq!(refunded.body["data"]["id"], other["id"]);

        let seller = text(&part["seller"]["id"]);
        let verify = format!("/admin/sellers/{seller}/verify");
        admin.post(&program, &verify, json!({"verified": false})).await.ok(200);
        admin.post(&program, &verify, json!({"verified": true})).await.ok(200);
        let verified = hook.wait_for("seller.verified", 1).await.remove(0);
        assert_eq!(verified.body["data"]["id"], seller.as_str());
        program.check();
    });
}

#[test]
fn what_is_answered_with_an_error_is_told_again_until_it_is_taken() {
    both(|engine| async move {
        let (program, admin, edition) = open(engine, &NEAR).await;
        let hook = Hook::start(&[500, 302]).await;
        let (id, secret) = register(&program, &admin, &hook, &["order.paid"]).await;
        Guest::arrive(&program).await.buy(&program, &edition, 1).await;
        let heard = hook.wait_for("order.paid", 3).await;
        let answers: Vec<u16> = heard.iter().map(|heard| heard.answered).collect();
        assert_eq!(answers, [500, 302, 200]);
        assert!(heard.windows(2).all(|pair| pair[0].raw == pair[1].raw), "each try says the same");
        assert!(heard.iter().all(|heard| heard.is_signed_with(&secret)));
        let newest = delivery(&program, &admin, &id, "delivered").await;
        assert_eq!((&newest["attempts"], &newest["last_error"]), (&json!(3), &Value::Null));
        program.check();
    });
}

#[test]
fn what_was_promised_arrives_after_a_kill() {
    both(|engine| async move {
        let (mut program, admin, edition) = open(engine, &NEAR).await;
        // Nobody takes it before the end.
        let hook = Hook::start(&[503; 1_000]).await;
        let (id, secret) = register(&program, &admin, &hook, &["order.paid"]).await;
        let order = Guest::arrive(&program).await.buy(&program, &edition, 1).await;
        program.kill();
        hook.answer(&[]);
        program.restart().await;
        let taken = loop {
            let heard = hook.wait_for("order.paid", 1).await;
            if let Some(taken) = heard.into_iter().find(|heard| heard.answered == 200) {
                break taken;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        };
        assert_eq!(taken.body["data"]["id"], order["id"]);
        assert!(taken.is_signed_with(&secret));
        let admin = Account::sign_in(&program, &admin.email).await;
        delivery(&program, &admin, &id, "delivered").await;
        program.check();
    });
}

#[test]
fn while_a_secret_is_changed_both_sign() {
    both(|engine| async move {
        let (program, admin, _) = open(engine, &NEAR).await;
        let hook = Hook::start(&[]).await;
        let (id, before) = register(&program, &admin, &hook, &["order.paid"]).await;
        let rotated = admin.act(&program, &format!("/admin/webhooks/{id}/rotate")).await.ok(200);
        let after = text(&rotated["secret"]);
        assert!(after != before && rotated["previous_secret_until"].is_string(), "{rotated}");
        let trial = admin.act(&program, &format!("/admin/webhooks/{id}/test")).await.ok(201);
        assert_eq!(trial["type"], "ping");
        let ping = hook.wait_for("ping", 1).await.remove(0);
        assert_eq!(ping.signatures(), 2);
        assert!(ping.is_signed_with(&before) && ping.is_signed_with(&after));
        assert_eq!(ping.body["data"]["webhook_id"], id.as_str());
        assert_eq!(ping.header("impasto-delivery"), text(&trial["id"]));
        program.check();
    });
}

#[test]
fn a_repeated_registration_is_one_endpoint_whose_secret_is_not_told_again() {
    both(|engine| async move {
        let (program, admin, _) = open(engine, &NEAR).await;
        let body = json!({"url": "https://hooks.example/in", "events": ["order.paid"]});
        let bearer = admin.bearer();
        let headers = [("authorization", bearer.as_str()), ("idempotency-key", "once")];
        let first = program.post("/api/v1/admin/webhooks", &headers, body.clone()).await.ok(201);
        let again = program.post("/api/v1/admin/webhooks", &headers, body).await.ok(201);
        assert_eq!(first["id"], again["id"]);
        assert!(first["secret"].is_string() && again.get("secret").is_none(), "{again}");
        assert_eq!(items(&admin.get(&program, "/admin/webhooks").await.ok(200)).len(), 1);
    });
}

#[test]
fn a_delivery_is_told_again_when_somebody_says_so() {
    both(|engine| async move {
        let (program, admin, edition) = open(engine, &NEAR).await;
        let hook = Hook::start(&[]).await;
        let (id, _) = register(&program, &admin, &hook, &["order.paid"]).await;
        Guest::arrive(&program).await.buy(&program, &edition, 1).await;
        hook.wait_for("order.paid", 1).await;
        let delivered = delivery(&program, &admin, &id, "delivered").await;
        let replay = format!("/admin/webhook-deliveries/{}/replay", text(&delivered["id"]));
        admin.act(&program, &replay).await.ok(200);
        let heard = hook.wait_for("order.paid", 2).await;
        assert_eq!(heard[0].raw, heard[1].raw, "the same message under the same id");
        assert_eq!(heard[0].header("impasto-delivery"), heard[1].header("impasto-delivery"));
        let unknown = "/admin/webhook-deliveries/01890000-0000-7000-8000-000000000000/replay";
        admin.act(&program, unknown).await.problem(404, "not-found");
        let log = admin.get(&program, "/admin/audit?action=webhook.replay").await.ok(200);
        assert_eq!(items(&log).len(), 1, "{log}");
        program.check();
    });
}

#[test]
fn this_machine_is_not_spoken_to_unless_it_may_be() {
    both(|engine| async move {
        let (program, admin, _) = open(engine, &NEAR[1..]).await;
        let hook = Hook::start(&[]).await;
        let (id, _) = register(&program, &admin, &hook, &["order.paid"]).await;
        admin.act(&program, &format!("/admin/webhooks/{id}/test")).await.ok(201);
        let refused = loop {
            let newest = delivery(&program, &admin, &id, "waiting").await;
            if newest["last_error"].is_string() {
                break newest;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        };
        assert!(text(&refused["last_error"]).starts_with("the address is refused"), "{refused}");
        assert!(hook.heard().is_empty());
        // What is no public address is no secured one either.
        for (url, pointer) in [("http://hooks.example/", "/url"), ("ftp://hooks.example/", "/url"), ("", "/url")] {
            let body = json!({"url": url, "events": ["order.paid"]});
            admin.post(&program, "/admin/webhooks", body).await.invalid(&[pointer]);
        }
        let body = json!({"url": "https://hooks.example/", "events": ["moon.howl"]});
        admin.post(&program, "/admin/webhooks", body).await.invalid(&["/events/0"]);
        program.check();
    });
}

#[test]
fn an_endpoint_is_changed_switched_off_and_taken_away_by_whoever_runs_the_house() {
    both(|engine| async move {
        let (program, admin, edition) = open(engine, &NEAR).await;
        let hook = Hook::start(&[]).await;
        let (id, _) = register(&program, &admin, &hook, &["order.paid"]).await;
        let path = format!("/admin/webhooks/{id}");
        let changed = admin.patch(&program, &path, json!({"enabled": false})).await.ok(200);
        assert_eq!((&changed["enabled"], &changed["description"]), (&json!(false), &json!("Accounts")));
        let customer = Account::customer(&program).await;
        for answer in [
            customer.get(&program, "/admin/webhooks").await,
            customer.get(&program, &path).await,
            customer.patch(&program, &path, json!({"enabled": true})).await,
            customer.act(&program, &format!("{path}/rotate")).await,
            customer.delete(&program, &path).await,
        ] {
            answer.problem(403, "forbidden");
        }
        // What happens while it is off is not told later.
        let guest = Guest::arrive(&program).await;
        guest.buy(&program, &edition, 1).await;
        admin.patch(&program, &path, json!({"enabled": true})).await.ok(200);
        let order = Guest::arrive(&program).await.buy(&program, &edition, 2).await;
        let heard = hook.wait_for("order.paid", 1).await;
        assert_eq!(heard[0].body["data"]["id"], order["id"]);
        delivery(&program, &admin, &id, "delivered").await;

        let bearer = admin.bearer();
        let stale = [("authorization", bearer.as_str()), ("if-match", "\"1\"")];
        let body = json!({"description": "Late"});
        let answer = program.send(Method::PATCH, &format!("/api/v1{path}"), &stale, Some(body)).await;
        answer.problem(412, "precondition-failed");
        admin.delete(&program, &path).await.done();
        admin.get(&program, &path).await.problem(404, "not-found");
        admin.delete(&program, &path).await.problem(404, "not-found");
        let log = admin.get(&program, "/admin/audit?action=webhook.put").await.ok(200);
        assert_eq!(items(&log).len(), 3, "registered, switched off, switched on: {log}");
        assert!(!log.to_string().contains("whsec_"), "no secret is in the log");
        program.check();
    });
}

#[test]
fn the_room_registers_shows_the_secret_once_and_lists_what_was_told() {
    both(|engine| async move {
        let (program, admin, _) = open(engine, &NEAR).await;
        let hook = Hook::start(&[]).await;
        let bearer = admin.bearer();
        let headers = [("authorization", bearer.as_str()), ("accept", "text/html")];
        let page = async |path: &str| {
            let answer = program.get(path, &headers).await;
            (answer.status, String::from_utf8(answer.bytes).expect("text"))
        };
        let (status, room) = page("/console/webhooks").await;
        assert_eq!(status, 200);
        assert!(room.contains("href=\"/console/webhooks\"") && room.contains("name=\"event.order.paid\""), "{room}");
        let (id, _) = register(&program, &admin, &hook, &["order.paid"]).await;
        admin.act(&program, &format!("/admin/webhooks/{id}/test")).await.ok(201);
        delivery(&program, &admin, &id, "delivered").await;
        let (status, one) = page(&format!("/console/webhooks/{id}")).await;
        assert_eq!(status, 200);
        assert!(one.contains("ping") && one.contains("Delivered") && one.contains("/replay\""), "{one}");
        assert!(!one.contains("whsec_"), "{one}");
        assert!(page("/console/webhooks").await.1.contains(&hook.url));
        let found = admin.get(&program, "/admin/find?q=webh").await.ok(200);
        assert!(found.to_string().contains("/console/webhooks"), "{found}");
    });
}
