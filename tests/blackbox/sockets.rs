//! The socket itself: handshakes, frames that make no sense, limits, the end of a node.

use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::harness::{Account, Guest, PASSWORD, Program, Socket, both, edition};

#[test]
fn a_page_of_another_site_opens_no_socket() {
    both(|engine| async move {
        let program = Program::start_with(engine, &[("IMPASTO_CORS__ALLOWED_ORIGINS", "https://shop.example")]).await;
        for origin in ["https://evil.example", "null", "https://shop.example.evil.example", "http://shop.example"] {
            let refused = Socket::open_with(&program, &[("origin", origin)]).await.err().expect("refused");
            assert_eq!((refused.status, &refused.body["type"]), (403, &json!("/problems/forbidden")), "{origin}");
        }
        for origin in ["https://shop.example", &program.url] {
            let mut socket = Socket::open_with(&program, &[("origin", origin)]).await.expect("a socket");
            socket.subscribe(&["storefront"]).await;
        }
    });
}

#[test]
fn cookies_count_for_the_sites_own_pages_only() {
    both(|engine| async move {
        let program = Program::start_with(engine, &[("IMPASTO_CORS__ALLOWED_ORIGINS", "https://shop.example")]).await;
        let person = Account::customer(&program).await;
        let fields = [("email", person.email.as_str()), ("password", PASSWORD)];
        let signed = program.submit("/login", &[("origin", &program.url)], &fields).await;
        let line = signed.cookie("impasto_access").expect("a cookie");
        let cookie = line.split(';').next().expect("a pair");
        let mut own =
            Socket::open_with(&program, &[("origin", &program.url), ("cookie", cookie)]).await.expect("a socket");
        own.subscribe(&["cart"]).await;
        // Without an origin it is no browser, and anybody can write a cookie down.
        let mut tool = Socket::open_with(&program, &[("cookie", cookie)]).await.expect("a socket");
        assert_eq!(tool.refused("cart").await, "/problems/unauthenticated");
        tool.authenticate(&person.token).await;
        tool.subscribe(&["cart"]).await;
        let allowed = [("origin", "https://shop.example"), ("cookie", cookie)];
        let mut shop = Socket::open_with(&program, &allowed).await.expect("a socket");
        assert_eq!(shop.refused("cart").await, "/problems/unauthenticated");
        let stale = [("origin", program.url.as_str()), ("cookie", "impasto_access=x.y.z")];
        let mut stale = Socket::open_with(&program, &stale).await.expect("a socket, for nobody");
        assert_eq!(stale.refused("cart").await, "/problems/unauthenticated");
    });
}

#[test]
fn what_makes_no_sense_is_an_error_and_no_end() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let mut socket = Socket::open(&program).await;
        for text in [
            "",
            "hello",
            "[]",
            "null",
            "{",
            "{}",
            r#"{"op":7}"#,
            r#"{"op":"fly"}"#,
            r#"{"op":"auth"}"#,
            r#"{"op":"auth","token":7}"#,
            r#"{"op":"subscribe"}"#,
            r#"{"op":"subscribe","topics":"cart"}"#,
            r#"{"op":"subscribe","topics":[7]}"#,
            r#"{"op":"subscribe","topics":["storefront"],"since":"x"}"#,
            r#"{"op":"view","artwork_id":"x"}"#,
            "{\"op\":\"ping\"} {\"op\":\"ping\"}",
        ] {
            socket.send_text(text).await;
            let error = socket.wait_for(|frame| frame["op"] == "error").await;
            assert_eq!(error["type"], "/problems/malformed", "{text}");
        }
        for token in ["", "x", "v1.x", "a.b.c"] {
            socket.send(&json!({"op": "auth", "id": 4, "token": token})).await;
            let error = socket.wait_for(|frame| frame["id"] == 4).await;
            assert_eq!(error["type"], "/problems/unauthenticated", "{token}");
        }
        // A position that is none of ours is no reason to hear nothing.
        let topic = format!("artwork:{}", listed.artwork_id);
        socket
            .send(&json!({"op": "subscribe", "id": 5, "topics": [topic], "since": {topic.as_str(): "nonsense"}}))
            .await;
        let answer = socket.wait_for(|frame| frame["id"] == 5).await;
        assert!(answer["op"] == "error" || answer["topics"][&topic]["snapshot"].is_object(), "{answer}");
        socket.subscribe(&[&topic]).await;
        Guest::arrive(&program).await.add(&program, &listed.editions[0], 1).await.ok(200);
        socket.event(&topic, "stock", |stock| stock["held"] == 1).await;
        socket.send(&json!({"op": "unsubscribe", "topics": [topic]})).await;
        Guest::arrive(&program).await.add(&program, &listed.editions[0], 1).await.ok(200);
        let frames = socket.drain().await;
        assert!(!frames.iter().any(|frame| frame["topic"] == topic.as_str()), "{frames:?}");
    });
}

#[test]
fn a_socket_that_asks_too_much_is_closed_with_its_code() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let mut large = Socket::open(&program).await;
        large.send_text(&format!(r#"{{"op":"ping","id":"{}"}}"#, "x".repeat(16 * 1_024))).await;
        assert_eq!(large.closed().await, 1009);
        let mut many = Socket::open(&program).await;
        for _ in 0..70 {
            many.send(&json!({"op": "ping"})).await;
        }
        assert_eq!(many.closed().await, 4029);
        let mut binary = Socket::open(&program).await;
        binary.send_message(Message::binary(vec![1, 2, 3])).await;
        assert_eq!(binary.closed().await, 1003);

        // More topics than a socket may have: those are refused, the socket stays.
        let mut greedy = Socket::open(&program).await;
        let topics: Vec<String> =
            (0..301).map(|number| format!("artwork:01890000-0000-7000-8000-{number:012}")).collect();
        greedy.send(&json!({"op": "subscribe", "id": 1, "topics": topics})).await;
        let frames = greedy.drain().await;
        let of = |kind: &str| frames.iter().filter(|frame| frame["op"] == "error" && frame["type"] == kind).count();
        assert_eq!((of("/problems/too-large"), of("/problems/not-found")), (1, 300), "{:?}", frames.last());
        greedy.subscribe(&["storefront"]).await;
    });
}

#[test]
fn a_handshake_that_is_none_gets_an_answer() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let plain = program.get("/ws", &[]).await;
        assert!(matches!(plain.status, 400 | 404 | 426), "{}", plain.status);
        assert!(
            plain.header("content-type").starts_with("application/problem+json"),
            "{}",
            plain.header("content-type")
        );
        let upgrade = [
            ("connection", "upgrade"),
            ("upgrade", "websocket"),
            ("sec-websocket-version", "8"),
            ("sec-websocket-key", "x"),
        ];
        let old = program.get("/ws", &upgrade).await;
        assert_eq!((old.status, old.header("sec-websocket-version")), (426, "13"));
        // An upgrade that nobody asked for on another path.
        let stray = program.get("/api/v1/artworks", &upgrade).await;
        assert!(matches!(stray.status, 200 | 400), "{}", stray.status);
        program.get("/readyz", &[]).await.ok(200);
    });
}

#[test]
fn a_node_that_stops_sends_its_sockets_away_and_finishes_its_work() {
    both(|engine| async move {
        let mut program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let guest = Guest::arrive(&program).await;
        let order = guest.buy(&program, &listed.editions[0], 1).await;
        let topic = format!("artwork:{}", listed.artwork_id);
        let mut sockets = Vec::new();
        for _ in 0..30 {
            let mut socket = Socket::open(&program).await;
            socket.subscribe(&[&topic]).await;
            sockets.push(socket);
        }
        let began = std::time::Instant::now();
        program.ask_to_stop();
        for socket in &mut sockets {
            assert_eq!(socket.closed().await, 1012);
        }
        let ended = program.wait_for_end().await;
        assert!(ended.success(), "{ended}");
        // The contract's own number: every socket is away within ten seconds.
        assert!(began.elapsed().as_secs() < 10 + 30, "{:?}", began.elapsed());
        program.check();
        program.restart().await;
        let id = order["id"].as_str().expect("an id");
        assert_eq!(guest.get(&program, &format!("/orders/{id}")).await.ok(200)["payment_status"], "paid");
    });
}
