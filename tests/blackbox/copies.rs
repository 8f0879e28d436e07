//! Numbered copies: the map of an edition, and buying the number one likes.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Answer, Guest, Program, both, edition, items, text};

/// State by ordinal.
fn unrolled(copies: &Value) -> BTreeMap<u64, String> {
    let runs = copies["runs"].as_array().expect("runs");
    let of = |run: &Value| {
        let (from, count) = (run["from"].as_u64().expect("from"), run["count"].as_u64().expect("count"));
        let state = text(&run["state"]);
        (from..from + count).map(move |ordinal| (ordinal, state.clone()))
    };
    runs.iter().flat_map(of).collect()
}

async fn copies(program: &Program, edition: &str, headers: &[(&str, &str)]) -> Answer {
    program.get(&format!("/api/v1/editions/{edition}/copies"), headers).await
}

async fn pick(guest: &Guest, program: &Program, edition: &str, numbers: Value) -> Answer {
    let body = json!({"edition_id": edition, "numbers": numbers});
    guest.call(program, Method::POST, "/cart/items", Some(body)).await
}

#[test]
fn the_map_tells_what_became_of_each_copy_and_which_are_ones_own() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let mut limited = edition(25);
        limited["artist_proofs"] = json!(2);
        let listed = artist.list(&program, json!([limited, edition(1)])).await;
        let edition = &listed.editions[0];
        let first = copies(&program, edition, &[]).await;
        let etag = first.header("etag").to_owned();
        let body = first.ok(200);
        assert_eq!((&body["size"], &body["artist_proofs"]), (&json!(25), &json!(2)));
        let numbers = json!({"state": "free", "from": 1, "count": 25, "first": "1/25", "last": "25/25"});
        let proofs = json!({"state": "free", "from": 26, "count": 2, "first": "AP 1/2", "last": "AP 2/2"});
        assert_eq!(body["runs"], json!([numbers, proofs]));
        assert_eq!(copies(&program, edition, &[("if-none-match", &etag)]).await.status, 304);

        let (one, two) = (Guest::arrive(&program).await, Guest::arrive(&program).await);
        let cart = pick(&one, &program, edition, json!(["7/25", "AP 1/2"])).await.ok(200);
        assert_eq!(cart["lines"][0]["copies"][0]["label"], "7/25");
        assert_eq!(cart["lines"][0]["copies"][1]["label"], "AP 1/2");
        two.buy(&program, edition, 1).await;

        let mine = copies(&program, edition, &[("x-visitor", &one.token)]).await;
        assert_ne!(mine.header("etag"), etag);
        assert!(mine.header("cache-control").contains("private"), "{}", mine.header("cache-control"));
        let states = unrolled(&mine.ok(200));
        assert_eq!((states[&7].as_str(), states[&26].as_str()), ("yours", "yours"));
        assert_eq!((states[&1].as_str(), states[&2].as_str()), ("sold", "free"));
        let others = unrolled(&copies(&program, edition, &[]).await.ok(200));
        assert_eq!((others[&7].as_str(), others[&26].as_str()), ("held", "held"));
        assert_eq!(copies(&program, edition, &[("if-none-match", &etag)]).await.status, 200, "it has changed since");

        // Stock of the seller's own hand is seen as well, and other kinds have no numbers.
        artist.post(&program, &format!("/editions/{edition}/sold-elsewhere"), json!({"copies": 1})).await.done();
        let states = unrolled(&copies(&program, edition, &[]).await.ok(200));
        assert_eq!(states.values().filter(|state| *state == "withdrawn").count(), 1);
        program.check();
    });
}

#[test]
fn a_picked_number_is_held_for_one_of_all_who_pick_it() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        let edition = &listed.editions[0];
        let mut guests = Vec::new();
        for _ in 0..16 {
            guests.push(Guest::arrive(&program).await);
        }
        let answers =
            join_all(guests.iter().map(|guest| pick(guest, &program, edition, json!(["9/25", "7/25"])))).await;
        let mut held = 0;
        for answer in answers {
            match answer.status {
                200 => {
                    held += 1;
                    let line = &answer.body["lines"][0];
                    assert_eq!((&line["quantity"], &line["copies"][0]["label"]), (&json!(2), &json!("7/25")));
                }
                _ => {
                    let problem = answer.problem(409, "sold-out");
                    assert_eq!(problem["copies"], json!(["9/25", "7/25"]));
                    assert_eq!((&problem["available"], &problem["next_release_at"]), (&json!(23), &Value::Null));
                }
            }
        }
        assert_eq!(held, 1);
        // Where one of several is taken, none is held.
        let late = Guest::arrive(&program).await;
        let problem = pick(&late, &program, edition, json!(["1/25", "7/25"])).await.problem(409, "sold-out");
        assert_eq!(problem["copies"], json!(["7/25"]));
        let states = unrolled(&copies(&program, edition, &[]).await.ok(200));
        assert_eq!((states[&1].as_str(), states[&7].as_str(), states[&9].as_str()), ("free", "held", "held"));
        // Who takes any gets the lowest; what is given back can be picked again.
        let cart = late.add(&program, edition, 7).await.ok(200);
        let labels: Vec<String> =
            cart["lines"][0]["copies"].as_array().expect("copies").iter().map(|copy| text(&copy["label"])).collect();
        assert_eq!(labels, ["1/25", "2/25", "3/25", "4/25", "5/25", "6/25", "8/25"]);
        let line = format!("/cart/items/{}", text(&cart["lines"][0]["id"]));
        late.call(&program, Method::DELETE, &line, None).await.ok(200);
        pick(&late, &program, edition, json!(["3/25"])).await.ok(200);
        let order = late.check_out(&program, "picked", "tok_ok").await.ok(201);
        assert_eq!(order["order"]["seller_orders"][0]["lines"][0]["copies"][0]["label"], "3/25");
        program.check();
    });
}

#[test]
fn numbers_that_are_none_are_named_and_a_repeat_picks_once() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let mut few = edition(10);
        few["max_per_customer"] = json!(2);
        let listed = artist.list(&program, json!([edition(25), edition(1), few])).await;
        let edition = &listed.editions[0];
        let guest = Guest::arrive(&program).await;
        let wrong = json!(["7/25", "26/25", "7/25", "0/25", "nonsense", "7"]);
        let wrong = pick(&guest, &program, edition, wrong).await;
        wrong.invalid(&["/numbers/1", "/numbers/2", "/numbers/3", "/numbers/4", "/numbers/5"]);
        pick(&guest, &program, edition, json!([])).await.invalid(&["/numbers"]);
        let body = json!({"edition_id": edition, "quantity": 2, "numbers": ["7/25"]});
        guest.call(&program, Method::POST, "/cart/items", Some(body)).await.invalid(&["/quantity"]);
        let unknown = "01890000-0000-7000-8000-000000000000";
        pick(&guest, &program, unknown, json!(["7/25"])).await.problem(404, "not-found");
        let person = Account::customer(&program).await;
        let body = json!({"edition_id": listed.editions[2], "numbers": ["1/10", "2/10", "3/10"]});
        let refused = person.post(&program, "/cart/items", body).await.problem(409, "customer-limit");
        assert_eq!(refused["max_per_customer"], 2);

        let body = json!({"edition_id": edition, "quantity": 1, "numbers": ["7/25"]});
        let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", "seven")];
        let first = program.post("/api/v1/cart/items", &headers, body.clone()).await.ok(200);
        let again = program.post("/api/v1/cart/items", &headers, body).await.ok(200);
        assert_eq!((&first["lines"], &first["version"]), (&again["lines"], &again["version"]));
        assert_eq!(listed.stock(&program).await["held"], 1);
        program.check();
    });
}

/// Lets an admin release everything that is held.
pub(crate) async fn release_all(program: &Program, admin: &Account) {
    for hold in items(&admin.get(program, "/admin/holds").await.ok(200)) {
        admin.delete(program, &format!("/admin/holds/{}", text(&hold["id"]))).await.ok(200);
    }
}

fn labels(line: &Value) -> Vec<String> {
    line["copies"].as_array().expect("copies").iter().map(|copy| text(&copy["label"])).collect()
}

#[test]
fn a_picked_number_is_held_again_or_its_loss_is_told() {
    both(|engine| async move {
        let (mut program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25), edition(10)])).await;
        let [first, second] = [&listed.editions[0], &listed.editions[1]];
        let (guest, rival) = (Guest::arrive(&program).await, Guest::arrive(&program).await);
        pick(&guest, &program, first, json!(["7/25"])).await.ok(200);
        let cart = pick(&guest, &program, second, json!(["4/10", "9/10"])).await.ok(200);
        assert_eq!(cart["lines"][0]["picked_numbers"], json!(["7/25"]));
        let again = |line: usize| format!("/cart/items/{}/rehold", text(&cart["lines"][line]["id"]));
        release_all(&program, &admin).await;
        // What was picked is in the cart, not in anybody's memory.
        program.kill_and_restart().await;
        let lapsed = guest.get(&program, "/cart").await.ok(200);
        assert_eq!((&lapsed["lines"][0]["status"], &lapsed["lines"][0]["copies"]), (&json!("lapsed"), &json!([])));
        assert_eq!(lapsed["lines"][0]["picked_numbers"], json!(["7/25"]));
        for line in [0, 1] {
            guest.call(&program, Method::POST, &again(line), None).await.ok(200);
        }
        let held = guest.get(&program, "/cart").await.ok(200);
        assert_eq!(labels(&held["lines"][0]), ["7/25"]);
        assert_eq!(labels(&held["lines"][1]), ["4/10", "9/10"]);
        assert_eq!(held["lines"][0]["missed_numbers"], json!([]));

        release_all(&program, &admin).await;
        pick(&rival, &program, first, json!(["7/25"])).await.ok(200);
        pick(&rival, &program, second, json!(["9/10"])).await.ok(200);
        let lapsed = guest.get(&program, "/cart").await.ok(200);
        assert_eq!(lapsed["lines"][0]["missed_numbers"], json!([]), "nothing is held, so nothing is held instead");
        // The form says so as well as the API.
        let cookie = format!("impasto_visitor={}", guest.token);
        let browser = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin"), ("accept", "text/html")];
        let sent = program.submit(&again(0), &browser, &[]).await;
        assert_eq!((sent.status, sent.header("location")), (303, "/cart?notice=reheld-other"));
        let cart = guest.call(&program, Method::POST, &again(1), None).await.ok(200);
        assert_eq!(
            (labels(&cart["lines"][0]), labels(&cart["lines"][1])),
            (vec!["1/25".into()], vec!["1/10".into(), "4/10".into()])
        );
        assert_eq!(
            (&cart["lines"][0]["picked_numbers"], &cart["lines"][0]["missed_numbers"]),
            (&json!(["7/25"]), &json!(["7/25"]))
        );
        assert_eq!(cart["lines"][1]["missed_numbers"], json!(["9/10"]));
        let page = program.get("/cart?notice=reheld-other", &browser).await;
        let page = String::from_utf8_lossy(&page.bytes).into_owned();
        let told = "No. 7 of 25 has gone to another collector. No. 1 of 25 is held for you instead.";
        assert!(page.contains(told) && page.contains("No. 9 of 10 has gone"), "{page}");
        for (language, told) in
            [("de", "Nr. 7 von 25 hat jetzt jemand anderes."), ("fr", "7 sur 25 : c\u{2019}est parti")]
        {
            let page = program.get(&format!("/cart?lang={language}"), &browser).await;
            let page = String::from_utf8_lossy(&page.bytes).into_owned();
            assert!(page.contains(told), "{page}");
        }
        // More time changes nothing of it.
        let extend = again(0).replace("rehold", "extend");
        let cart = guest.call(&program, Method::POST, &extend, None).await.ok(200);
        assert_eq!(
            (labels(&cart["lines"][0]), &cart["lines"][0]["missed_numbers"]),
            (vec!["1/25".into()], &json!(["7/25"]))
        );
        let states = unrolled(&copies(&program, first, &[]).await.ok(200));
        assert_eq!(states.values().filter(|state| *state == "held").count(), 2);
        program.check();
    });
}

#[test]
fn of_many_who_picked_one_number_one_holds_it_again() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        let edition = &listed.editions[0];
        let mut lines = Vec::new();
        for _ in 0..12 {
            let guest = Guest::arrive(&program).await;
            let cart = pick(&guest, &program, edition, json!(["7/25"])).await.ok(200);
            lines.push((guest, format!("/cart/items/{}/rehold", text(&cart["lines"][0]["id"]))));
            release_all(&program, &admin).await;
        }
        let again = lines.iter().map(|(guest, path)| guest.call(&program, Method::POST, path, None));
        let carts: Vec<Value> = join_all(again).await.into_iter().map(|answer| answer.ok(200)).collect();
        let mut held: Vec<String> = carts.iter().flat_map(|cart| labels(&cart["lines"][0])).collect();
        let missed = carts.iter().filter(|cart| cart["lines"][0]["missed_numbers"] == json!(["7/25"])).count();
        assert!(held.contains(&"7/25".to_owned()), "{held:?}");
        held.sort_unstable();
        held.dedup();
        assert_eq!((held.len(), missed), (12, 11), "each has a copy of their own, and all but one are told so");
        program.check();
    });
}

#[test]
fn the_copies_of_a_draft_are_its_sellers_alone() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (artist, rival) = (Account::artist(&program).await, Account::artist(&program).await);
        let draft = json!({"title": "Draft", "editions": [edition(5)]});
        let draft = artist.post(&program, "/artworks", draft).await.ok(201);
        let path = format!("/editions/{}/copies", text(&draft["editions"][0]["id"]));
        let own = artist.get(&program, &path).await.ok(200);
        assert_eq!(unrolled(&own).len(), 5);
        rival.get(&program, &path).await.problem(404, "not-found");
        program.get(&format!("/api/v1{path}"), &[]).await.problem(404, "not-found");
        for id in ["01890000-0000-7000-8000-000000000000", "nonsense"] {
            copies(&program, id, &[]).await.problem(404, "not-found");
        }
        program.check();
    });
}

#[test]
fn the_map_of_a_large_edition_is_small_and_a_number_can_be_typed() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5_000)])).await;
        let edition = &listed.editions[0];
        let guest = Guest::arrive(&program).await;
        let cookie = format!("impasto_visitor={}", guest.token);
        let own = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin"), ("accept", "text/html")];
        let form = |fields: &str| {
            let mut headers = own.to_vec();
            headers.push(("content-type", "application/x-www-form-urlencoded"));
            let request = program.request(Method::POST, "/cart/items", &headers).body(fields.to_owned());
            program.answer(request)
        };
        let sent = form(&format!("edition_id={edition}&quantity=1&numbers-{edition}=4999")).await;
        assert_eq!((sent.status, sent.header("location")), (303, "/cart?notice=added"));
        let sent = form(&format!("edition_id={edition}&quantity=1&numbers-{edition}=4999")).await;
        assert!(sent.header("location").ends_with("?notice=number-taken"), "{}", sent.header("location"));
        let sent = form(&format!("edition_id={edition}&quantity=1&numbers-{edition}=5001")).await;
        assert!(sent.header("location").ends_with("?notice=no-such-number"), "{}", sent.header("location"));
        let answer = copies(&program, edition, &[]).await;
        assert!(answer.bytes.len() < 1_000, "{} bytes", answer.bytes.len());
        assert_eq!(unrolled(&answer.ok(200))[&4_999], "held");
        program.check();
    });
}
