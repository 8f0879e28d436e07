//! Who was away hears what was missed, over restarts and however much it is: nothing twice, nothing left out.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Guest, Program, Socket, both, edition, text};

#[test]
fn feeds_are_resumed_over_a_restart_with_what_was_missed_and_nothing_else() {
    both(|engine| async move {
        let (mut program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(20)])).await;
        let last = artist.list(&program, json!([edition(1)])).await;
        let sales = format!("seller:{}:sales", text(&artist.user["seller_id"]));
        let topics = [sales.as_str(), "orders", "storefront", "inventory"];
        // What the snapshot has is not missed.
        Guest::arrive(&program).await.buy(&program, &listed.editions[0], 1).await;
        let mut socket = Socket::open_as(&program, &admin.token).await;
        let started = socket.subscribe(&topics).await;
        let mut since = positions(&started);
        socket.leave().await;

        for round in 0..3 {
            let guest = Guest::arrive(&program).await;
            let edition = if round == 1 { &last.editions[0] } else { &listed.editions[0] };
            let order = guest.buy(&program, edition, 1).await;
            if round == 2 {
                assert!(program.terminate().await.success());
                program.restart().await;
            } else {
                program.kill_and_restart().await;
            }
            // At once, as the page of a browser comes back: nothing has happened on this node yet.
            let mut socket = Socket::open_as(&program, &admin.token).await;
            let resumed = socket.subscribe_since(&topics, since.clone()).await;
            for topic in topics {
                assert_eq!(resumed["topics"][topic]["resumed"], true, "{topic} in round {round}: {resumed}");
            }
            let missed = socket.drain().await;
            let sold: Vec<&Value> = of(&missed, &sales, "sale");
            assert_eq!(sold.len(), 1, "{missed:?}");
            assert_eq!(sold[0]["data"]["order_number"], order["number"]);
            assert_eq!(of(&missed, &sales, "hold").len(), 1, "{missed:?}");
            let orders = of(&missed, "orders", "order");
            assert!(orders.iter().all(|told| told["data"]["number"] == order["number"]), "{orders:?}");
            assert!(orders.iter().any(|told| told["data"]["payment_status"] == "paid"), "{orders:?}");
            assert_eq!(of(&missed, "storefront", "sold_out").len(), usize::from(round == 1));
            for frame in missed.iter().filter(|frame| frame.get("at").is_some()) {
                since[text(&frame["topic"])] = frame["at"].clone();
            }
            // A second time from there, on the same node and before anything new: nothing at all.
            let again = socket.subscribe_since(&topics, since.clone()).await;
            assert!(topics.iter().all(|topic| again["topics"][topic]["resumed"] == true), "{again}");
            assert_eq!(socket.drain().await, Vec::<Value>::new());
            socket.leave().await;
        }
        // A position given out by a node to which nothing had happened is as good.
        program.kill_and_restart().await;
        let mut socket = Socket::open_as(&program, &admin.token).await;
        let since = positions(&socket.subscribe(&topics).await);
        socket.leave().await;
        program.kill_and_restart().await;
        program.kill_and_restart().await;
        Guest::arrive(&program).await.buy(&program, &listed.editions[0], 1).await;
        let mut socket = Socket::open_as(&program, &admin.token).await;
        let resumed = socket.subscribe_since(&topics, since).await;
        assert!(topics.iter().all(|topic| resumed["topics"][topic]["resumed"] == true), "{resumed}");
        assert_eq!(of(&socket.drain().await, &sales, "sale").len(), 1);
        program.check();
    });
}

#[test]
fn a_log_has_no_hole_however_much_was_missed() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(20)])).await;
        let sales = format!("seller:{}:sales", text(&artist.user["seller_id"]));
        let person = Account::customer(&program).await;
        let wish = async |wanted: bool| {
            let method = if wanted { Method::PUT } else { Method::DELETE };
            person.call(&program, method, &format!("/wishlist/{}", listed.artwork_id), None).await.ok(204);
        };
        let mut socket = Socket::open_as(&program, &artist.token).await;
        let started = socket.subscribe(&[&sales]).await;
        let mut since = started["topics"][&sales]["at"].clone();
        socket.leave().await;
        const WISHES: usize = 1_100;
        for number in 0..WISHES {
            wish(number % 2 == 0).await;
        }
        // In as many pieces as it takes: told `lagged`, the reader asks for the rest.
        let mut heard = Vec::new();
        let mut socket = Socket::open_as(&program, &artist.token).await;
        while heard.len() < WISHES {
            let had = heard.len();
            let resumed = socket.subscribe_since(&[&sales], json!({sales.as_str(): since})).await;
            assert_eq!(resumed["topics"][&sales]["resumed"], true, "after {had}: {resumed}");
            for frame in socket.drain().await {
                if frame["op"] != "lagged" {
                    assert_eq!(frame["type"], "wishlist", "{frame}");
                    since = frame["at"].clone();
                    heard.push(frame);
                }
            }
            assert!(heard.len() > had, "nothing came after {had}");
        }
        assert_eq!(heard.len(), WISHES);
        let wanted: Vec<bool> = heard.iter().map(|frame| frame["data"]["wishlisted"] == 1).collect();
        assert!(wanted.iter().enumerate().all(|(number, wanted)| *wanted == (number % 2 == 0)), "out of order");
        wish(true).await;
        assert_eq!(socket.event(&sales, "wishlist", |_| true).await["wishlisted"], 1, "and from here on it listens");
    });
}

#[test]
fn the_end_of_a_hold_is_announced_to_who_came_back_after_a_restart() {
    both(|engine| async move {
        let mut program = Program::start_with(engine, &[("IMPASTO_HOLDS__TTL_S", "75")]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let (guest, person) = (Guest::arrive(&program).await, Account::customer(&program).await);
        let mut since = Vec::new();
        for token in [&guest.token, &person.token] {
            let mut socket = Socket::open_as(&program, token).await;
            socket.subscribe(&["cart"]).await;
            since.push((socket, token));
        }
        let carts = [
            guest.add(&program, &listed.editions[0], 1).await.ok(200),
            person.add(&program, &listed.editions[0], 1).await.ok(200),
        ];
        let mut away = Vec::new();
        for (mut socket, token) in since {
            away.push((socket.wait_for(|frame| frame["type"] == "cart").await["at"].clone(), token));
        }
        program.kill_and_restart().await;
        for ((at, token), cart) in away.into_iter().zip(carts) {
            let mut socket = Socket::open_as(&program, token).await;
            let resumed = socket.subscribe_since(&["cart"], json!({"cart": at})).await;
            assert_eq!(resumed["topics"]["cart"]["resumed"], true, "{resumed}");
            let soon = socket.event("cart", "lapsing", |_| true).await;
            assert_eq!(soon["line_id"], cart["lines"][0]["id"]);
        }
    });
}

fn positions(started: &Value) -> Value {
    let topics = started["topics"].as_object().expect("topics");
    Value::Object(topics.iter().map(|(topic, start)| (topic.clone(), start["at"].clone())).collect())
}

fn of<'f>(frames: &'f [Value], topic: &str, kind: &str) -> Vec<&'f Value> {
    frames.iter().filter(|frame| frame["topic"] == topic && frame["type"] == kind).collect()
}
