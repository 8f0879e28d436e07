//! What carriers tell of parcels: signed, counted once, in any order, and never back from the buyer.

use std::time::{SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::harness::{Account, Answer, Engine, Guest, Program, Socket, both, edition, text};

const OLD: &str = "an old secret that is on its way out";
const NEW: &str = "a new secret that has just come in !";
const PATH: &str = "/api/v1/webhooks/tracking";

/// What stands in the header for this body.
fn signature(secret: &str, seconds: u64, body: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key of any length");
    let tag = mac.chain_update(format!("{seconds}.{body}")).finalize().into_bytes();
    let hex: String = tag.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("t={seconds},v1={hex}")
}

#[allow(clippy::disallowed_methods, reason = "the program's clock is the machine's")]
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970").as_secs()
}

fn event(event_id: &str, number: &str, status: &str, minute: u32) -> Value {
    json!({
        "event_id": event_id, "carrier": "dhl", "tracking_number": number, "status": status,
        "at": format!("2026-01-05T10:{minute:02}:00Z"), "place": "Köln", "text": "Said by the carrier",
    })
}

async fn send(program: &Program, signature: &str, body: &str) -> Answer {
    let headers = [("impasto-signature", signature), ("content-type", "application/json")];
    program.answer(program.request(Method::POST, PATH, &headers).body(body.to_owned())).await
}

async fn tell(program: &Program, secret: &str, event: &Value) -> Answer {
    let body = event.to_string();
    send(program, &signature(secret, now(), &body), &body).await
}

async fn open(engine: Engine) -> Program {
    let secrets = format!("{NEW},{OLD}");
    Program::start_with(engine, &[("IMPASTO_TRACKING__WEBHOOK_SECRETS", secrets.as_str())]).await
}

/// An order of one print that has left with DHL under a number.
async fn shipped(program: &Program, number: &str) -> (Guest, String) {
    let artist = Account::artist(program).await;
    let listed = artist.list(program, json!([edition(25)])).await;
    let guest = Guest::arrive(program).await;
    let order = guest.buy(program, &listed.editions[0], 1).await;
    let part = &order["seller_orders"][0];
    let parcel = json!({"carrier": "DHL", "tracking_number": number, "line_ids": [part["lines"][0]["id"]]});
    artist.post(program, &format!("/studio/orders/{}/shipments", text(&part["id"])), parcel).await.ok(201);
    (guest, text(&order["id"]))
}

#[test]
fn a_signed_event_moves_the_order_once_and_its_page_hears_of_it() {
    both(|engine| async move {
        let program = open(engine).await;
        let (guest, order_id) = shipped(&program, "33188 10025").await;
        let topic = format!("order:{order_id}");
        let mut socket = Socket::open_as(&program, &guest.token).await;
        socket.subscribe(&[&topic]).await;
        let arrived = event("e1", "3318810025", "delivered", 30);
        assert_eq!(tell(&program, NEW, &arrived).await.ok(200)["parcels"], 1);
        socket.event(&topic, "shipment", |told| told["status"] == "delivered").await;
        socket.event(&topic, "status", |told| told["fulfilment_status"] == "delivered").await;
        let path = format!("/orders/{order_id}");
        let seen = guest.get(&program, &path).await.ok(200);
        // The other secret opens as well, and a hundred repetitions are one event.
        for _ in 0..100 {
            tell(&program, OLD, &arrived).await.ok(200);
        }
        let again = guest.get(&program, &path).await.ok(200);
        for part in ["seller_orders", "timeline", "fulfilment_status", "status"] {
            assert_eq!(again[part], seen[part], "{part}");
        }
        let parcel = &seen["seller_orders"][0]["shipments"][0];
        let events = parcel["events"].as_array().expect("events");
        let told = events.iter().find(|event| event["status"] == "delivered").expect("the carrier's event");
        assert_eq!((events.len(), &told["place"], &parcel["status"]), (2, &json!("Köln"), &json!("delivered")));

        let unknown = tell(&program, NEW, &event("e2", "3318810014", "delivered", 31)).await.ok(202);
        assert_eq!(unknown["parcels"], 0);
        program.check();
    });
}

#[test]
fn events_may_come_in_any_order() {
    both(|engine| async move {
        let program = open(engine).await;
        let told = [("a", "in_transit", 10), ("b", "exception", 20), ("c", "in_transit", 30), ("d", "delivered", 40)];
        let mut seen = Vec::new();
        for (place, order) in [[0, 1, 2, 3], [3, 1, 0, 2], [2, 3, 0, 1]].into_iter().enumerate() {
            let number = ["3318810025", "3318810036", "8487135506"][place];
            let (guest, order_id) = shipped(&program, number).await;
            for at in order {
                let (event_id, status, minute) = told[at];
                tell(&program, NEW, &event(event_id, number, status, minute)).await.ok(200);
            }
            let order = guest.get(&program, &format!("/orders/{order_id}")).await.ok(200);
            assert_eq!(order["fulfilment_status"], "delivered");
            let events = order["seller_orders"][0]["shipments"][0]["events"].as_array().expect("events").clone();
            let of_carrier = |event: &&Value| event["place"] == "Köln";
            seen.push(events.iter().filter(of_carrier).map(|event| event["at"].clone()).collect::<Vec<_>>());
        }
        assert_eq!(seen[0].len(), 4);
        assert!(seen.iter().all(|events| *events == seen[0]), "{seen:?}");
        program.check();
    });
}

#[test]
fn what_is_not_signed_now_and_with_a_secret_of_the_house_is_refused() {
    both(|engine| async move {
        let program = open(engine).await;
        let (guest, order_id) = shipped(&program, "3318810025").await;
        let body = event("e1", "3318810025", "delivered", 30).to_string();
        let time = now();
        for wrong in [
            String::new(),
            "t=1,v1=00".to_owned(),
            signature("somebody else's secret, long enough", time, &body),
            signature(NEW, time - 3_600, &body),
            signature(NEW, time + 3_600, &body),
            signature(NEW, time, &body.replace("e1", "e2")),
        ] {
            send(&program, &wrong, &body).await.problem(401, "unauthenticated");
        }
        program.post(PATH, &[], json!({})).await.problem(401, "unauthenticated");
        let order = guest.get(&program, &format!("/orders/{order_id}")).await.ok(200);
        assert_eq!(order["fulfilment_status"], "shipped");
        send(&program, &signature(NEW, time, "{"), "{").await.problem(400, "malformed");
        let mut odd = event("e1", "3318810025", "packed", 30);
        tell(&program, NEW, &odd).await.invalid(&["/status"]);
        odd["status"] = json!("delivered");
        odd["at"] = json!("2999-01-01T00:00:00Z");
        tell(&program, NEW, &odd).await.invalid(&["/at"]);
        program.check();

        let closed = Program::start(engine).await;
        send(&closed, &signature(NEW, time, &body), &body).await.problem(404, "not-found");
    });
}
