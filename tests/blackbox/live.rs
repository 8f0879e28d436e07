//! Live topics: snapshots, then every change, to everybody who may hear it and to nobody else.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Guest, Program, Socket, both, edition, items, png, text, work};

#[test]
fn a_work_is_watched_from_its_snapshot_to_its_last_copy() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(2)])).await;
        let (topic, id) = (format!("artwork:{}", listed.artwork_id), listed.editions[0].as_str());
        let mut socket = Socket::open(&program).await;
        assert_eq!(socket.hello["heartbeat_s"], 25);
        assert!(socket.hello["connection_id"].is_string() && socket.hello["server_time"].is_string());
        let subscribed = socket.subscribe(&[&topic]).await;
        let start = &subscribed["topics"][&topic];
        assert!(start["at"].is_string());
        assert_eq!(start["snapshot"]["status"], "published");
        assert_eq!(start["snapshot"]["editions"][id], listed.stock(&program).await);
        let mut version = start["snapshot"]["editions"][id]["version"].as_i64().expect("a version");

        let guest = Guest::arrive(&program).await;
        let cart = guest.add(&program, id, 1).await.ok(200);
        let mut heard = |stock: Value, counters: [i64; 3]| {
            assert_eq!(stock["edition_id"], id);
            assert_eq!(json!([stock["available"], stock["held"], stock["sold"]]), json!(counters));
            let next = stock["version"].as_i64().expect("a version");
            assert!(next > version, "{next} after {version}");
            version = next;
        };
        heard(socket.event(&topic, "stock", |stock| stock["held"] == 1).await, [1, 1, 0]);
        let item = format!("/cart/items/{}", text(&cart["lines"][0]["id"]));
        guest.call(&program, Method::DELETE, &item, None).await.ok(200);
        heard(socket.event(&topic, "stock", |stock| stock["held"] == 0).await, [2, 0, 0]);
        guest.buy(&program, id, 2).await;
        heard(socket.event(&topic, "stock", |stock| stock["sold"] == 2).await, [0, 0, 2]);
        socket.event(&topic, "status", |told| told["status"] == "sold_out").await;

        // Who comes now starts where the others are.
        let mut late = Socket::open(&program).await;
        let started = late.subscribe(&[&topic]).await["topics"][&topic]["snapshot"].clone();
        assert_eq!((&started["status"], &started["editions"][id]["version"]), (&json!("sold_out"), &json!(version)));
        program.check();
    });
}

#[test]
fn a_cart_is_followed_by_its_owner() {
    both(|engine| async move {
        // A second more than the minute in which the end is announced.
        let program = Program::start_with(engine, &[("IMPASTO_HOLDS__TTL_S", "61")]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let (guest, other) = (Guest::arrive(&program).await, Guest::arrive(&program).await);
        let mut socket = Socket::open(&program).await;
        assert_eq!(socket.refused("cart").await, "/problems/unauthenticated");
        assert_eq!(socket.authenticate(&guest.token).await["expires_at"], Value::Null, "visitors stay");
        let subscribed = socket.subscribe(&["cart"]).await;
        assert_eq!(subscribed["topics"]["cart"]["snapshot"]["lines"], json!([]));

        other.add(&program, &listed.editions[0], 1).await.ok(200);
        let cart = guest.add(&program, &listed.editions[0], 2).await.ok(200);
        let told = socket.event("cart", "cart", |_| true).await;
        assert_eq!(
            (&told["lines"], &told["version"]),
            (&cart["lines"], &cart["version"]),
            "and nothing of the other's"
        );
        let soon = socket.event("cart", "lapsing", |_| true).await;
        assert_eq!(soon["line_id"], cart["lines"][0]["id"]);
        let item = format!("/cart/items/{}", text(&cart["lines"][0]["id"]));
        guest.call(&program, Method::PATCH, &item, Some(json!({"quantity": 1}))).await.ok(200);
        socket.event("cart", "cart", |cart| cart["lines"][0]["quantity"] == 1).await;
        guest.buy(&program, &listed.editions[0], 1).await;
        socket.event("cart", "cart", |cart| cart["lines"] == json!([])).await;
    });
}

#[test]
fn a_hold_that_runs_out_is_told_to_its_owner_and_to_the_watchers() {
    both(|engine| async move {
        let program = Program::start_with(engine, &[("IMPASTO_HOLDS__TTL_S", "1")]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(1)])).await;
        let guest = Guest::arrive(&program).await;
        let topic = format!("artwork:{}", listed.artwork_id);
        let mut socket = Socket::open_as(&program, &guest.token).await;
        socket.subscribe(&["cart", &topic]).await;
        let cart = guest.add(&program, &listed.editions[0], 1).await.ok(200);
        let lapsed = socket.event("cart", "lapsed", |_| true).await;
        assert!(lapsed.to_string().contains(&text(&cart["lines"][0]["id"])), "{lapsed}");
        socket.event("cart", "cart", |cart| cart["lines"][0]["status"] == "lapsed").await;
        socket.event(&topic, "stock", |stock| stock["available"] == 1).await;
    });
}

#[test]
fn an_orders_log_is_whole_across_reconnects() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &listed.editions[0], 1).await.ok(200);
        let placed = guest.check_out(&program, "3ds", "tok_3ds").await.ok(201);
        let (order, payment) = (text(&placed["order"]["id"]), text(&placed["payment"]["id"]));
        let topic = format!("order:{order}");

        let mut stays = Socket::open_as(&program, &guest.token).await;
        let started = stays.subscribe(&[&topic]).await["topics"][&topic].clone();
        assert_eq!(started["snapshot"]["id"], order.as_str());
        let mut position = started["at"].clone();
        program.post(&format!("/api/v1/test-payments/{payment}/authorize"), &[], json!({})).await.ok(200);
        let is = |frame: &Value, status: &str| {
            let data = &frame["data"];
            frame["type"] == "status" && (data["payment_status"] == status || data["status"] == status)
        };
        let mut all = of_topic(stays.until(|frame| is(frame, "paid")).await, &topic);
        all.extend(of_topic(stays.until(|frame| frame["type"] == "document").await, &topic));
        guest.call(&program, Method::POST, &format!("/orders/{order}/cancel"), None).await.ok(200);
        all.extend(of_topic(stays.until(|frame| is(frame, "cancelled")).await, &topic));

        // Somebody whose connection breaks after every single frame hears the same, each once and in order.
        let mut heard = Vec::new();
        while !heard.last().is_some_and(|frame| is(frame, "cancelled")) {
            let mut socket = Socket::open_as(&program, &guest.token).await;
            let again = socket.subscribe_since(&[&topic], json!({topic.as_str(): position})).await;
            assert_eq!(again["topics"][&topic]["resumed"], true, "{again}");
            let next = socket.wait_for(|frame| frame["topic"] == topic.as_str()).await;
            position = next["at"].clone();
            heard.push(next);
            socket.leave().await;
        }
        let plain = |frames: &[Value]| {
            frames.iter().map(|frame| json!([frame["type"], frame["at"], frame["data"]])).collect::<Vec<_>>()
        };
        assert_eq!(plain(&heard), plain(&all));
        let types: Vec<&str> = all.iter().filter_map(|frame| frame["type"].as_str()).collect();
        assert!(types.contains(&"payment") && types.contains(&"document"), "{types:?}");
        program.check();
    });
}

#[test]
fn sellers_and_staff_hear_what_concerns_them() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(1)])).await;
        let sales = format!("seller:{}:sales", text(&artist.user["seller_id"]));
        let mut seller = Socket::open_as(&program, &artist.token).await;
        let mut staff = Socket::open_as(&program, &admin.token).await;
        let mut anybody = Socket::open(&program).await;
        let today = seller.subscribe(&[&sales]).await["topics"][&sales]["snapshot"].clone();
        assert!(today.is_object(), "{today}");
        let started = staff.subscribe(&["inventory", "orders", &sales]).await;
        assert_eq!(items(&started["topics"]["inventory"]["snapshot"]).len(), 1, "{started}");
        anybody.subscribe(&["storefront"]).await;

        let (person, guest) = (Account::customer(&program).await, Guest::arrive(&program).await);
        person.call(&program, Method::PUT, &format!("/wishlist/{}", listed.artwork_id), None).await.ok(204);
        let order = guest.buy(&program, &listed.editions[0], 1).await;
        for socket in [&mut seller, &mut staff] {
            socket.event(&sales, "wishlist", |_| true).await;
            socket.event(&sales, "hold", |hold| hold["edition_id"] == listed.editions[0].as_str()).await;
            let sale = socket.event(&sales, "sale", |_| true).await;
            assert_eq!((&sale["order_number"], &sale["quantity"]), (&order["number"], &json!(1)));
            assert_eq!(
                (&sale["amount"]["amount"], &sale["artwork"]["id"]),
                (&json!(12_500), &json!(listed.artwork_id))
            );
            assert_eq!(sale["copies"][0]["label"], "1/1");
            assert!(!sale.to_string().contains("tok_ok") && !sale.to_string().contains("zoe@"), "{sale}");
        }
        staff.event("inventory", "stock", |stock| stock["sold"] == 1).await;
        staff
            .event("orders", "order", |told| told["payment_status"] == "paid" && told["number"] == order["number"])
            .await;
        anybody.event("storefront", "sold_out", |work| work["artwork_id"] == listed.artwork_id.as_str()).await;
        let another = artist.list(&program, json!([edition(-1)])).await;
        anybody.event("storefront", "published", |work| work["artwork_id"] == another.artwork_id.as_str()).await;
        let buyer = Account::customer(&program).await;
        buyer.buy(&program, &another.editions[0], 1).await;
        let review = json!({"rating": 4, "text": "Good."});
        buyer.post(&program, &format!("/artworks/{}/reviews", another.artwork_id), review).await.ok(201);
        seller.event(&sales, "review", |review| review["rating"] == 4).await;
        program.check();
    });
}

#[test]
fn each_topic_is_refused_to_those_it_is_not_for() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (artist, rival) = (Account::artist(&program).await, Account::artist(&program).await);
        let listed = artist.list(&program, json!([edition(5)])).await;
        let draft = artist.post(&program, "/artworks", json!({"title": "Draft"})).await.ok(201);
        let (guest, stranger) = (Guest::arrive(&program).await, Guest::arrive(&program).await);
        let order = format!("order:{}", text(&guest.buy(&program, &listed.editions[0], 1).await["id"]));
        let sales = format!("seller:{}:sales", text(&artist.user["seller_id"]));
        let hidden = format!("artwork:{}", text(&draft["id"]));
        let (shown, unknown) =
            (format!("artwork:{}", listed.artwork_id), "artwork:01890000-0000-7000-8000-000000000000");

        let mut nobody = Socket::open(&program).await;
        for topic in ["cart", "inventory", "orders", "presence", &order, &sales] {
            assert_eq!(nobody.refused(topic).await, "/problems/unauthenticated", "{topic}");
        }
        for who in [&stranger.token, &rival.token] {
            let mut socket = Socket::open_as(&program, who).await;
            for topic in ["inventory", "orders", "presence", &sales] {
                assert_eq!(socket.refused(topic).await, "/problems/forbidden", "{topic}");
            }
            for topic in [&order, &hidden, unknown, "order:01890000-0000-7000-8000-000000000000"] {
                assert_eq!(socket.refused(topic).await, "/problems/not-found", "{topic}");
            }
            for topic in ["nonsense", "artwork:7", "artwork:", "cart:1", "", "seller:x:sales"] {
                assert_eq!(socket.refused(topic).await, "/problems/malformed", "{topic:?}");
            }
        }
        let mut own = Socket::open_as(&program, &artist.token).await;
        own.subscribe(&[&hidden, &sales]).await;

        // Of several, each refused one gets an error and the rest one answer; of none granted, only errors.
        let mut mixed = Socket::open_as(&program, &stranger.token).await;
        mixed.send(&json!({"op": "subscribe", "id": 1, "topics": ["orders", "storefront", order, shown]})).await;
        mixed.send(&json!({"op": "subscribe", "id": 2, "topics": ["orders", "inventory"]})).await;
        let frames = mixed.drain().await;
        let of = |id: i64, op: &str| {
            frames.iter().filter(|frame| frame["id"] == id && frame["op"] == op).collect::<Vec<_>>()
        };
        assert_eq!((of(1, "error").len(), of(1, "subscribed").len()), (2, 1), "{frames:?}");
        let granted: Vec<&String> = of(1, "subscribed")[0]["topics"].as_object().expect("topics").keys().collect();
        assert_eq!(granted, [&shown, "storefront"]);
        assert_eq!((of(2, "error").len(), of(2, "subscribed").len()), (2, 0), "{frames:?}");
    });
}

#[test]
fn a_sign_in_that_ends_loses_its_private_topics_at_once() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let person = Account::customer(&program).await;
        let again = Account::sign_in(&program, &person.email).await;
        let topic = format!("artwork:{}", listed.artwork_id);
        let mut socket = Socket::open_as(&program, &person.token).await;
        socket.subscribe(&["cart", &topic]).await;
        // In place: the same person with another token keeps what it has.
        socket.authenticate(&again.token).await;
        person.add(&program, &listed.editions[0], 1).await.ok(200);
        socket.event("cart", "cart", |cart| cart["lines"][0]["quantity"] == 1).await;

        again.act(&program, "/auth/logout").await.done();
        let lost = socket.wait_for(|frame| frame["op"] == "unsubscribed").await;
        assert_eq!((&lost["topic"], &lost["type"]), (&json!("cart"), &json!("/problems/unauthenticated")));
        assert_eq!(socket.refused("cart").await, "/problems/unauthenticated");
        person.add(&program, &listed.editions[0], 1).await.ok(200);
        socket.event(&topic, "stock", |stock| stock["held"] == 2).await;
        let private = socket.drain().await.into_iter().filter(|frame| frame["topic"] == "cart").collect::<Vec<_>>();
        assert_eq!(private, Vec::<Value>::new());
        socket.send(&json!({"op": "auth", "id": 3, "token": again.token})).await;
        let refused = socket.wait_for(|frame| frame["id"] == 3).await;
        assert_eq!((&refused["op"], &refused["type"]), (&json!("error"), &json!("/problems/unauthenticated")));
        // Somebody else on the same socket has only what is theirs.
        socket.authenticate(&person.token).await;
        socket.subscribe(&["cart"]).await;
        let stranger = Guest::arrive(&program).await;
        socket.authenticate(&stranger.token).await;
        let lost = socket.wait_for(|frame| frame["op"] == "unsubscribed").await;
        assert_eq!(lost["topic"], "cart");
        assert_eq!(socket.subscribe(&["cart"]).await["topics"]["cart"]["snapshot"]["lines"], json!([]));
    });
}

#[test]
fn viewers_are_those_who_look_at_the_page() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let topic = format!("artwork:{}", listed.artwork_id);
        let mut watcher = Socket::open(&program).await;
        assert_eq!(
            watcher.subscribe(&[&topic]).await["topics"][&topic]["snapshot"]["viewers"],
            0,
            "a listener is no viewer"
        );
        let mut staff = Socket::open_as(&program, &admin.token).await;
        let here = staff.subscribe(&["presence"]).await["topics"]["presence"]["snapshot"].clone();
        assert!(here["by_role"].is_object() && here["by_artwork"].is_object(), "{here}");
        let view = json!({"op": "view", "artwork_id": listed.artwork_id});
        let mut first = Socket::open(&program).await;
        let mut second = Socket::open_as(&program, &Guest::arrive(&program).await.token).await;
        first.send(&view).await;
        watcher.event(&topic, "viewers", |viewers| viewers["count"] == 1).await;
        second.send(&view).await;
        // Looking twice is looking once.
        second.send(&view).await;
        watcher.event(&topic, "viewers", |viewers| viewers["count"] == 2).await;
        let told = |frame: &Value| frame["type"] == "presence" && frame["data"]["by_artwork"][&listed.artwork_id] == 2;
        let told = staff.wait_for(told).await;
        assert_eq!((&told["data"]["by_role"]["admin"], &told["data"]["by_role"]["visitor"]), (&json!(1), &json!(1)));
        assert!(told.get("at").is_none(), "presence is not kept: {told}");
        // Who signs in goes on looking, as somebody else.
        first.authenticate(&Account::customer(&program).await.token).await;
        let told = |frame: &Value| frame["type"] == "presence" && frame["data"]["by_role"]["customer"] == 1;
        assert_eq!(staff.wait_for(told).await["data"]["by_artwork"][&listed.artwork_id], 2);
        let counts = watcher.drain().await.into_iter().filter(|frame| frame["type"] == "viewers");
        assert_eq!(counts.collect::<Vec<_>>(), Vec::<Value>::new());
        first.send(&json!({"op": "unview"})).await;
        watcher.event(&topic, "viewers", |viewers| viewers["count"] == 1).await;
        second.leave().await;
        let last = watcher.wait_for(|frame| frame["type"] == "viewers" && frame["data"]["count"] == 0).await;
        assert!(last.get("at").is_none(), "viewers are not kept: {last}");
        // Nobody can look at what is not shown.
        let draft = artist.post(&program, "/artworks", json!({"title": "Draft"})).await.ok(201);
        first.send(&json!({"op": "view", "id": 9, "artwork_id": draft["id"]})).await;
        assert_eq!(first.wait_for(|frame| frame["id"] == 9).await["type"], "/problems/not-found");
    });
}

#[test]
fn the_long_poll_tells_the_same() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let guest = Guest::arrive(&program).await;
        let topic = format!("artwork:{}", listed.artwork_id);
        let mut socket = Socket::open_as(&program, &guest.token).await;
        let subscribed = socket.subscribe(&[&topic, "cart"]).await;
        let polled = async |query: &str| {
            let answer = guest.get(&program, &format!("/live?{query}")).await;
            assert!(answer.header("cache-control").contains("no-store"));
            answer.ok(200)["frames"].as_array().expect("frames").clone()
        };
        let first = polled(&format!("topics={topic},cart")).await;
        let started = first.iter().find(|frame| frame["op"] == "subscribed").expect("a start");
        for name in [topic.as_str(), "cart"] {
            let (mut here, mut there) = (started["topics"][name].clone(), subscribed["topics"][name].clone());
            for snapshot in [&mut here, &mut there] {
                if let Some(time) = snapshot["snapshot"].get_mut("server_time") {
                    *time = Value::Null;
                }
            }
            assert_eq!(here, there, "{name}");
        }
        // From there on it waits for what happens.
        let at = text(&started["topics"][&topic]["at"]);
        let query = format!("topics={topic}&since={topic}@{at}");
        let (frames, ()) = tokio::join!(polled(&query), async {
            guest.add(&program, &listed.editions[0], 1).await.ok(200);
        });
        let heard =
            frames.iter().find(|frame| frame["topic"] == topic.as_str() && frame["type"] == "stock").expect("the hold");
        let mut told = socket.wait_for(|frame| frame["topic"] == topic.as_str() && frame["type"] == "stock").await;
        assert_eq!((&heard["at"], &heard["data"]), (&told["at"], &told["data"]));
        told["data"] = Value::Null;
        // What came before is found without waiting.
        let missed = polled(&query).await;
        assert!(missed.iter().any(|frame| frame["type"] == "stock" || frame["op"] == "subscribed"), "{missed:?}");

        let stranger = Guest::arrive(&program).await;
        let refused = stranger.get(&program, "/live?topics=orders").await.ok(200);
        assert_eq!(
            (&refused["frames"][0]["op"], &refused["frames"][0]["type"]),
            (&json!("error"), &json!("/problems/forbidden"))
        );
        let nobody = program.get("/api/v1/live?topics=cart", &[]).await.ok(200);
        assert_eq!(nobody["frames"][0]["type"], "/problems/unauthenticated");
        for query in ["", "?topics=", "?topics=cart&since=nonsense"] {
            let answer = guest.get(&program, &format!("/live{query}")).await;
            assert!(matches!(answer.status, 400 | 422), "{query}: {}", answer.status);
        }
    });
}

#[test]
fn what_is_private_is_never_told_to_a_watcher() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let draft = artist.post(&program, "/artworks", work(json!([edition(5)]))).await.ok(201);
        let id = text(&draft["id"]);
        let mut watcher = Socket::open(&program).await;
        watcher.subscribe(&["storefront"]).await;
        artist.patch(&program, &format!("/artworks/{id}"), json!({"title": "Secret"})).await.ok(200);
        artist.upload(&program, &id, png(40, 30, 3)).await.ok(201);
        let published = artist.act(&program, &format!("/artworks/{id}/submit")).await.ok(200);
        let guest = Guest::arrive(&program).await;
        guest.buy(&program, &text(&published["editions"][0]["id"]), 5).await;
        watcher.event("storefront", "sold_out", |_| true).await;
        let frames = watcher.drain().await;
        let kinds: Vec<&Value> = frames.iter().map(|frame| &frame["type"]).collect();
        assert_eq!(kinds, [&json!("published")], "{frames:?}");
        assert!(!format!("{frames:?}").contains(&guest.id));
    });
}

fn of_topic(frames: Vec<Value>, topic: &str) -> Vec<Value> {
    frames.into_iter().filter(|frame| frame["topic"] == topic && frame.get("op").is_none()).collect()
}
