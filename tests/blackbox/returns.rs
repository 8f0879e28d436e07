//! Withdrawals and damage: stated and confirmed by their buyer, answered by their seller, seen by nobody else.

use serde_json::{Value, json};

use crate::harness::{Account, Answer, Guest, Listed, Program, Smtp, Tls, both, edition, items, plain, text};

/// An artist, what hangs, and a guest's paid order of three prints.
async fn paid(program: &Program, edition: Value) -> (Account, Listed, Guest, Value) {
    let artist = Account::artist(program).await;
    let listed = artist.list(program, json!([edition])).await;
    let guest = Guest::arrive(program).await;
    let order = guest.buy(program, &listed.editions[0], 3).await;
    (artist, listed, guest, order)
}

fn part(order: &Value) -> &Value {
    &order["seller_orders"][0]
}

/// What a buyer asks, without a key.
async fn asked(program: &Program, guest: &Guest, path: &str, body: Value) -> Answer {
    guest.call(program, reqwest::Method::POST, path, Some(body)).await
}

/// What a buyer says, under a key.
async fn said(program: &Program, guest: &Guest, path: &str, key: &str, body: Value) -> Answer {
    let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", key)];
    program.post(&format!("/api/v1{path}"), &headers, body).await
}

async fn answered(program: &Program, who: &Account, path: &str, key: &str, body: Value) -> Answer {
    program.post(&format!("/api/v1{path}"), &[("authorization", &who.bearer()), ("idempotency-key", key)], body).await
}

/// Sends the whole part and notes its arrival.
async fn delivered(program: &Program, artist: &Account, order: &Value) {
    let path = format!("/studio/orders/{}/shipments", text(&part(order)["id"]));
    let parcel = json!({"carrier": "By hand", "line_ids": [part(order)["lines"][0]["id"]]});
    let parcel = artist.post(program, &path, parcel).await.ok(201);
    artist.act(program, &format!("{path}/{}/delivered", text(&parcel["id"]))).await.ok(200);
}

#[test]
fn a_withdrawal_takes_two_steps_and_its_money_two_more() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let (artist, listed, guest, order) = paid(&program, edition(25)).await;
        let id = text(&order["id"]);
        delivered(&program, &artist, &order).await;
        let line = part(&order)["lines"][0]["id"].clone();
        let price = part(&order)["lines"][0]["unit_price"]["amount"].as_i64().expect("a price");
        let body = json!({"lines": [{"line_id": line, "quantity": 2}], "statement": "Too large."});

        // The first step stores nothing.
        let path = format!("/orders/{id}/withdrawal");
        let stated = asked(&program, &guest, &path, body.clone()).await.ok(200);
        assert_eq!((&stated["amount"]["amount"], &stated["shipping"]["amount"]), (&json!(price * 2), &json!(0)));
        assert!(stated["ends_at"].is_string() && stated["name"].is_string() && stated["email"].is_string(), "{stated}");
        let shown = guest.get(&program, &format!("/orders/{id}")).await.ok(200);
        assert_eq!(shown["returns"], json!([]));

        let confirm = format!("{path}/{}/confirm", text(&stated["return_id"]));
        asked(&program, &guest, &confirm, body.clone()).await.problem(400, "idempotency-key-required");
        let made = said(&program, &guest, &confirm, "once", body.clone()).await.ok(201);
        let again = said(&program, &guest, &confirm, "twice", body.clone()).await.ok(201);
        assert_eq!((&made, &made["status"]), (&again, &json!("announced")));
        asked(&program, &guest, &path, body).await.invalid(&["/lines/0/quantity"]);

        let returns = artist.get(&program, "/studio/returns").await.ok(200);
        assert_eq!((items(&returns).len(), &items(&returns)[0]["return"]["id"]), (1, &made["id"]));
        assert_eq!(items(&admin.get(&program, "/admin/returns?open=true").await.ok(200)).len(), 1);
        let rival = Account::artist(&program).await;
        assert_eq!(items(&rival.get(&program, "/studio/returns").await.ok(200)).len(), 0);
        let at = format!("/studio/orders/{}/returns/{}/answer", text(&part(&order)["id"]), text(&made["id"]));
        answered(&program, &rival, &at, "a", json!({"answer": "received"})).await.problem(404, "not-found");
        answered(&program, &artist, &at, "b", json!({"answer": "maybe"})).await.invalid(&["/answer"]);
        answered(&program, &artist, &at, "c", json!({"answer": "refuse"})).await.invalid(&["/reason"]);
        let received = answered(&program, &artist, &at, "d", json!({"answer": "received"})).await.ok(200);
        assert_eq!(received["status"], "received");
        let refund = json!({"answer": "refund", "restock": [line]});
        let refunded = answered(&program, &artist, &at, "e", refund).await.ok(200);
        assert_eq!(refunded["status"], "refunded");
        let refuse = json!({"answer": "refuse", "reason": "No."});
        answered(&program, &artist, &at, "f", refuse).await.problem(409, "invalid-transition");

        let order = guest.get(&program, &format!("/orders/{id}")).await.ok(200);
        assert_eq!(order["refunds"][0]["id"], refunded["refund_id"]);
        assert_eq!(order["refunds"][0]["amount"]["amount"], price * 2);
        assert_eq!(listed.stock(&program).await["sold"], 1);
        // What is left goes back with its delivery, and then all of it has come back.
        let rest = asked(&program, &guest, &path, json!({})).await.ok(200);
        let shipping = part(&order)["shipping"]["price"]["amount"].as_i64().expect("a price");
        let told = (&rest["amount"]["amount"], &rest["shipping"]["amount"]);
        assert_eq!(told, (&json!(price + shipping), &json!(shipping)));
        let confirm = format!("{path}/{}/confirm", text(&rest["return_id"]));
        let last = said(&program, &guest, &confirm, "rest", json!({})).await.ok(201);
        let at = format!("/admin/orders/{id}/returns/{}/answer", text(&last["id"]));
        answered(&program, &admin, &at, "g", json!({"answer": "refund"})).await.ok(200);
        let order = guest.get(&program, &format!("/orders/{id}")).await.ok(200);
        assert_eq!(order["fulfilment_status"], "returned");
        assert_eq!(asked(&program, &guest, &path, json!({})).await.status, 409, "nothing is left");
        program.check();
    });
}

#[test]
fn what_has_not_left_is_paid_back_with_the_confirmation() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (_, listed, guest, order) = paid(&program, edition(25)).await;
        let path = format!("/orders/{}/withdrawal", text(&order["id"]));
        let stated = asked(&program, &guest, &path, json!({})).await.ok(200);
        assert_eq!((&stated["ends_at"], &stated["amount"]), (&json!(null), &order["totals"]["total"]));
        let confirm = format!("{path}/{}/confirm", text(&stated["return_id"]));
        let made = said(&program, &guest, &confirm, "k", json!({})).await.ok(201);
        assert_eq!(made["status"], "refunded");
        let order = guest.get(&program, &format!("/orders/{}", text(&order["id"]))).await.ok(200);
        assert_eq!((&order["status"], &listed.stock(&program).await["sold"]), (&json!("cancelled"), &json!(0)));
        program.check();
    });
}

#[test]
fn made_to_order_private_sellers_and_strangers_are_refused_in_words() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let mut made = edition(25);
        made["made_to_order"] = json!(true);
        let (artist, _, guest, order) = paid(&program, made).await;
        let line = &part(&order)["lines"][0];
        assert_eq!(line["made_to_order"], true);
        let path = format!("/orders/{}/withdrawal", text(&order["id"]));
        let body = json!({"lines": [{"line_id": line["id"], "quantity": 1}]});
        let refused = asked(&program, &guest, &path, body).await.invalid(&["/lines/0/line_id"]);
        assert!(refused.to_string().contains("made to order"), "{refused}");
        let stranger = Guest::arrive(&program).await;
        asked(&program, &stranger, &path, json!({})).await.problem(404, "not-found");
        artist.patch(&program, "/studio/seller", json!({"trader": false})).await.ok(200);
        let listed = artist.list(&program, json!([edition(5)])).await;
        let guest = Guest::arrive(&program).await;
        let other = guest.buy(&program, &listed.editions[0], 1).await;
        let path = format!("/orders/{}/withdrawal", text(&other["id"]));
        let private = asked(&program, &guest, &path, json!({})).await.problem(409, "conflict");
        assert!(private.to_string().contains("private person"), "{private}");
    });
}

#[test]
fn damage_is_told_and_a_sum_given_for_it() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (artist, _, guest, order) = paid(&program, edition(25)).await;
        let path = format!("/orders/{}/damage", text(&order["id"]));
        let line = json!([{"line_id": part(&order)["lines"][0]["id"], "quantity": 1}]);
        let body = json!({"lines": line, "statement": "The glass is broken."});
        said(&program, &guest, &path, "a", body.clone()).await.invalid(&["/lines/0/line_id"]);
        delivered(&program, &artist, &order).await;
        said(&program, &guest, &path, "b", json!({"lines": line})).await.invalid(&["/statement"]);
        let made = said(&program, &guest, &path, "c", body.clone()).await.ok(201);
        let again = said(&program, &guest, &path, "c", body).await.ok(201);
        assert_eq!(made["id"], again["id"], "the same key is the same report");
        let at = format!("/studio/orders/{}/returns/{}/answer", text(&part(&order)["id"]), text(&made["id"]));
        let (part_id, id) = (text(&part(&order)["id"]), text(&made["id"]));
        let images = format!("/api/v1/orders/{}/returns/{id}/images", text(&order["id"]));
        let send = async |bytes: Vec<u8>| {
            let file = reqwest::multipart::Part::bytes(bytes).file_name("damage.png");
            let request = program.request(reqwest::Method::POST, &images, &[("x-visitor", guest.token.as_str())]);
            program.answer(request.multipart(reqwest::multipart::Form::new().part("file", file))).await
        };
        assert!(send(b"no picture".to_vec()).await.status >= 415, "what is no picture is refused");
        let photo = text(&send(plain([90, 20, 20])).await.ok(201)["photos"][0]);
        let seen = format!("/studio/orders/{part_id}/returns/{id}/images/{photo}");
        assert_eq!(artist.get(&program, &seen).await.status, 200);
        Account::artist(&program).await.get(&program, &seen).await.problem(404, "not-found");
        let house = format!("/admin/orders/{}/returns/{id}/images/{photo}", text(&order["id"]));
        artist.get(&program, &house).await.problem(403, "forbidden");
        let sum = json!({"answer": "refund", "amount": {"amount": 1_500, "currency": "EUR"}});
        let done = answered(&program, &artist, &at, "d", sum).await.ok(200);
        assert_eq!(done["status"], "refunded");
        send(plain([20, 90, 20])).await.problem(409, "conflict");
        let order = guest.get(&program, &format!("/orders/{}", text(&order["id"]))).await.ok(200);
        assert_eq!(order["refunds"][0]["amount"]["amount"], 1_500);
        program.check();
    });
}

#[test]
fn the_receipt_is_mailed_at_once() {
    both(|engine| async move {
        let server = Smtp::start(Tls::Starttls);
        let program = Program::start_with_mails(engine, &server).await;
        let (_, _, guest, order) = paid(&program, edition(25)).await;
        let path = format!("/orders/{}/withdrawal", text(&order["id"]));
        let body = json!({"email": "zoe@example.test", "name": "Zoë Weber", "statement": "I withdraw."});
        let stated = asked(&program, &guest, &path, body.clone()).await.ok(200);
        let confirm = format!("{path}/{}/confirm", text(&stated["return_id"]));
        said(&program, &guest, &confirm, "k", body).await.ok(201);
        let mail = server.wait_for("zoe@example.test", "Receipt of your withdrawal").await;
        let number = text(&order["number"]);
        for words in [number.as_str(), "Zoë Weber", "I withdraw.", "UTC"] {
            assert!(text(&mail["text"]).contains(words), "{words} is not in: {mail}");
        }
        program.check();
    });
}
