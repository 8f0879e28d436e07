//! What every request passes before anybody looks at what it wants: proxies, limits, caches, other sites' pages.

use reqwest::Method;
use serde_json::json;

use crate::harness::{Account, Answer, Guest, PASSWORD, Program, Socket, both, edition, text};

#[test]
fn behind_a_trusted_proxy_the_client_is_whom_the_proxy_names() {
    both(|engine| async move {
        let settings = [("IMPASTO_TRUSTED_PROXIES", "127.0.0.0/8"), ("IMPASTO_LIMITS__SIGN_IN_FAILURES", "2")];
        let program = Program::start_with(engine, &settings).await;
        let person = Account::customer(&program).await;
        let tried = |forwarded: &'static [u8]| {
            let wrong = json!({"email": person.email, "password": "not the password"});
            let value = reqwest::header::HeaderValue::from_bytes(forwarded).expect("a value");
            let request = program.request(Method::POST, "/api/v1/auth/login", &[]).header("x-forwarded-for", value);
            program.answer(request.json(&wrong))
        };
        for _ in 0..2 {
            tried(b"203.0.113.7").await.problem(401, "unauthenticated");
        }
        tried(b"203.0.113.7").await.problem(429, "rate-limited");
        // What the client has written in front of it does not count, whatever it is.
        tried(b"198.51.100.1, 203.0.113.7").await.problem(429, "rate-limited");
        tried(b"\xff\xfe, 203.0.113.7").await.problem(429, "rate-limited");
        tried(b"198.51.100.1").await.problem(401, "unauthenticated");
    });
}

#[test]
fn nobody_names_themselves_without_a_trusted_proxy() {
    both(|engine| async move {
        let program = Program::start_with(engine, &[("IMPASTO_LIMITS__SIGN_IN_FAILURES", "2")]).await;
        let person = Account::customer(&program).await;
        let wrong = json!({"email": person.email, "password": "not the password"});
        for place in 0..3 {
            let header = format!("203.0.113.{place}");
            let headers = [("x-forwarded-for", header.as_str())];
            let answer = program.post("/api/v1/auth/login", &headers, wrong.clone()).await;
            assert_eq!(answer.status, if place < 2 { 401 } else { 429 });
        }
    });
}

#[test]
fn sockets_are_counted_by_address_and_zero_is_unlimited() {
    both(|engine| async move {
        let settings = [("IMPASTO_LIMITS__SOCKETS", "0"), ("IMPASTO_LIMITS__SOCKETS_PER_ADDRESS", "3")];
        let program = Program::start_with(engine, &settings).await;
        let first = Socket::open(&program).await;
        let _second = Socket::open(&program).await;
        let third = Socket::open(&program).await;
        let refused = Socket::open_with(&program, &[]).await.err().expect("one too many");
        assert_eq!((refused.status, &refused.body["type"]), (429, &json!("/problems/rate-limited")));
        assert!(refused.retry_after_s.is_some_and(|wait_s| wait_s >= 1), "{refused:?}");
        let poll = program.get("/api/v1/live?topics=storefront", &[]).await;
        assert!(poll.header("retry-after").parse::<u32>().is_ok());
        poll.problem(429, "rate-limited");
        // Who leaves makes room, however they leave.
        first.leave().await;
        drop(third);
        let mut open = Vec::new();
        while open.len() < 2 {
            match Socket::open_with(&program, &[]).await {
                Ok(socket) => open.push(socket),
                Err(refused) => assert_eq!(refused.status, 429),
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    });
}

#[test]
fn a_handshake_over_the_rate_is_told_when_to_come_back() {
    both(|engine| async move {
        let settings = [("IMPASTO_LIMITS__ADDRESS_PER_SECOND", "1"), ("IMPASTO_LIMITS__ADDRESS_BURST", "200")];
        let program = Program::start_with(engine, &settings).await;
        let refused = loop {
            match Socket::open_with(&program, &[]).await {
                Ok(socket) => drop(socket),
                Err(refused) => break refused,
            }
        };
        assert_eq!(refused.status, 429);
        assert!(refused.retry_after_s.is_some_and(|wait_s| wait_s >= 1), "{refused:?}");
    });
}

#[test]
fn a_token_that_has_ended_is_not_in_the_way_of_a_new_sign_in() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let person = Account::customer(&program).await;
        person.act(&program, "/auth/logout").await.done();
        let again = Account::sign_in(&program, &person.email).await;
        let stale = person.bearer();
        let guest = Guest::arrive(&program).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        guest.add(&program, &listed.editions[0], 1).await.ok(200);
        for bearer in [stale.as_str(), "Bearer x.y.z"] {
            let headers = [("authorization", bearer), ("x-visitor", guest.token.as_str())];
            let credentials = json!({"email": person.email, "password": PASSWORD});
            program.post("/api/v1/auth/login", &headers, credentials).await.ok(200);
            let wrong = json!({"email": person.email, "password": "not the password"});
            program.post("/api/v1/auth/login", &headers, wrong).await.problem(401, "unauthenticated");
            program.get("/api/v1/cart", &[("authorization", bearer)]).await.problem(401, "unauthenticated");
        }
        let cart = again.get(&program, "/cart").await.ok(200);
        assert_eq!(cart["lines"].as_array().map(Vec::len), Some(1), "the visitor's cart moved: {cart}");
        let out = json!({"refresh_token": again.refresh_token});
        program.post("/api/v1/auth/logout", &[("authorization", &stale)], out).await.done();
        again.get(&program, "/me").await.problem(401, "unauthenticated");
        let bare = program.send(Method::POST, "/api/v1/auth/logout", &[("authorization", &stale)], None).await;
        bare.problem(401, "unauthenticated");
    });
}

#[test]
fn what_has_not_changed_is_not_sent_again_and_stays_as_long() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let shown = listed.shown(&program).await;
        let draft = text(&artist.post(&program, "/artworks", json!({"title": "Draft"})).await.ok(201)["id"]);
        let (own, slug) = (artist.bearer(), text(&shown["artist"]["slug"]));
        let owner: &[(&str, &str)] = &[("authorization", &own)];
        for (path, headers) in [
            (format!("/api/v1/artworks/{}", listed.artwork_id), &[][..]),
            (format!("/api/v1/artworks/{draft}"), owner),
            ("/api/v1/artists".to_owned(), &[][..]),
            (format!("/api/v1/artists/{slug}"), &[][..]),
            ("/api/v1/config".to_owned(), &[][..]),
            ("/.well-known/jwks.json".to_owned(), &[][..]),
            ("/api/openapi.json".to_owned(), &[][..]),
            ("/api/asyncapi.json".to_owned(), &[][..]),
            (text(&shown["images"][0]["variants"][0]["url"]), &[][..]),
        ] {
            let first = program.get(&path, headers).await;
            assert_eq!(first.status, 200, "{path}");
            let etag = first.header("etag").to_owned();
            assert!(etag.starts_with('"') && etag.ends_with('"'), "{path}: {etag}");
            let again: Vec<(&str, &str)> = headers.iter().copied().chain([("if-none-match", etag.as_str())]).collect();
            let again = program.get(&path, &again).await;
            assert_eq!((again.status, again.bytes.len()), (304, 0), "{path}");
            for name in ["cache-control", "etag"] {
                assert_eq!(again.header(name), first.header(name), "{path}: {name}");
            }
            let other: Vec<(&str, &str)> = headers.iter().copied().chain([("if-none-match", "\"other\"")]).collect();
            assert_eq!(program.get(&path, &other).await.status, 200, "{path}");
        }
        let missing = [("if-none-match", "\"nothing.webp\"")];
        program.get("/media/nothing.webp", &missing).await.problem(404, "not-found");
    });
}

#[test]
fn cookies_are_for_one_browser_and_never_for_a_cache() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let person = Account::customer(&program).await;
        let fields = [("email", person.email.as_str()), ("password", PASSWORD)];
        let signed = program.submit("/login", &[("origin", &program.url)], &fields).await;
        let line = signed.cookie("impasto_refresh").expect("a cookie");
        let mut cookie = line.split(';').next().expect("a pair").to_owned();
        // Only the refresh token is left: each of these renews the sign-in.
        for path in ["/api/v1/config", "/.well-known/jwks.json", "/api/openapi.json", "/api/asyncapi.json"] {
            let answer = program.get(path, &[("cookie", &cookie)]).await;
            assert_eq!(answer.header("cache-control"), "private, no-store", "{path}");
            let renewed = answer.cookie("impasto_refresh").unwrap_or_else(|| panic!("{path} renews the sign-in"));
            cookie = renewed.split(';').next().expect("a pair").to_owned();
        }
        let plain = program.get("/api/v1/config", &[]).await;
        assert!(plain.header("cache-control").starts_with("public"));
    });
}

#[test]
fn behind_tls_cookies_are_secure_and_only_the_public_origin_is_ours() {
    both(|engine| async move {
        let program = Program::start_with(engine, &[("IMPASTO_PUBLIC_URL", "https://gallery.example")]).await;
        let person = Account::customer(&program).await;
        let fields = [("email", person.email.as_str()), ("password", PASSWORD)];
        let signed = program.submit("/login", &[("origin", "https://gallery.example")], &fields).await;
        assert_eq!(signed.status, 303);
        assert!(signed.header("strict-transport-security").starts_with("max-age="));
        for name in ["impasto_access", "impasto_refresh"] {
            let line = signed.cookie(name).unwrap_or_else(|| panic!("no cookie {name}")).to_ascii_lowercase();
            assert!(line.contains("; secure"), "{line}");
        }
        // The address of the connection is not the site's any more.
        let inner = program.submit("/login", &[("origin", &program.url)], &fields).await;
        assert_eq!(inner.status, 403, "{}", inner.body);
        let refused = Socket::open_with(&program, &[("origin", &program.url)]).await.err().expect("refused");
        assert_eq!(refused.status, 403);
        Socket::open_with(&program, &[("origin", "https://gallery.example")]).await.expect("a socket");
    });
}

#[test]
fn pages_of_allowed_sites_may_call_and_read() {
    both(|engine| async move {
        let program = Program::start_with(engine, &[("IMPASTO_CORS__ALLOWED_ORIGINS", "https://shop.example")]).await;
        let asked = |origin: &'static str| {
            let headers = [("origin", origin), ("access-control-request-method", "POST")];
            let request = program.request(Method::OPTIONS, "/api/v1/cart/items", &headers);
            program.answer(request)
        };
        let allowed: Answer = asked("https://shop.example").await;
        assert_eq!(allowed.status, 204);
        assert_eq!(allowed.header("access-control-allow-origin"), "https://shop.example");
        for header in ["authorization", "idempotency-key", "x-visitor", "if-match"] {
            assert!(allowed.header("access-control-allow-headers").contains(header), "{header}");
        }
        assert_eq!(asked("https://evil.example").await.header("access-control-allow-origin"), "");
        let read = program.get("/api/v1/cart", &[("origin", "https://shop.example")]).await;
        assert_eq!(read.header("access-control-allow-origin"), "https://shop.example", "refusals can be read as well");
        assert!(read.header("access-control-expose-headers").contains("retry-after"));
        assert!(read.header("vary").to_ascii_lowercase().contains("origin"));
        assert_eq!(read.header("access-control-allow-credentials"), "");
    });
}

#[test]
fn what_is_no_text_is_malformed_in_addresses_and_forms_too() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        for query in ["q=%FF", "medium=%E2%82", "%C3=1"] {
            program.get(&format!("/api/v1/artworks?{query}"), &[]).await.problem(400, "malformed");
        }
        program.get("/api/v1/artworks?q=a%07b", &[]).await.invalid(&["/q"]);
        let form = program
            .request(Method::POST, "/login", &[("origin", &program.url)])
            .header("content-type", "application/x-www-form-urlencoded")
            .body("email=%FF&password=x");
        program.answer(form).await.problem(400, "malformed");
    });
}
