//! Everything that can be sent wrong to every door: it is answered, named, and changes nothing.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Answer, Engine, Guest, Program, both, edition, purchase, text, work};

const UNKNOWN: &str = "01890000-0000-7000-8000-000000000000";

/// A call with a body that takes JSON.
struct Door {
    method: Method,
    path: String,
    /// Who may call it.
    headers: Vec<(&'static str, String)>,
    /// A body that would be taken.
    body: Value,
}

/// A house with something behind every door.
struct House {
    program: Program,
    doors: Vec<Door>,
}

impl House {
    async fn open(engine: Engine) -> Self {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let person = Account::customer(&program).await;
        let guest = Guest::arrive(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        let image = text(&listed.shown(&program).await["images"][0]["id"]);
        let cart = guest.add(&program, &listed.editions[0], 1).await.ok(200);
        let line = text(&cart["lines"][0]["id"]);
        let payer = Guest::arrive(&program).await;
        payer.add(&program, &listed.editions[0], 1).await.ok(200);
        let order = text(&payer.check_out(&program, "declined", "tok_declined").await.ok(201)["order"]["id"]);
        let sold = Guest::arrive(&program).await.buy(&program, &listed.editions[0], 2).await;
        let (bought, sold_line) = (text(&sold["id"]), text(&sold["seller_orders"][0]["lines"][0]["id"]));
        let refund = json!({
            "lines": [{"line_id": sold_line, "quantity": 1}], "shipping": true, "restock": true, "reason": "R",
        });
        let home = purchase("tok_ok")["shipping_address"].clone();
        let address = text(&person.post(&program, "/me/addresses", home.clone()).await.ok(201)["id"]);
        let (work_id, edition_id) = (&listed.artwork_id, &listed.editions[0]);

        let nobody: Vec<(&'static str, String)> = Vec::new();
        let bearer = |account: &Account| vec![("authorization", account.bearer())];
        let keyed =
            |account: &Account| vec![("authorization", account.bearer()), ("idempotency-key", "bad-input".to_owned())];
        let visitor =
            |guest: &Guest| vec![("x-visitor", guest.token.clone()), ("idempotency-key", "bad-input".to_owned())];
        let account = json!({"email": "new@example.test", "password": "a good long password", "display_name": "N", "role": "customer"});
        let doors = [
            (Method::POST, "/auth/register".to_owned(), nobody.clone(), account),
            (
                Method::POST,
                "/auth/login".to_owned(),
                nobody.clone(),
                json!({"email": "nobody@example.test", "password": "not the password"}),
            ),
            (Method::POST, "/auth/verify-email".to_owned(), nobody.clone(), json!({"token": "x"})),
            (Method::POST, "/auth/forgot-password".to_owned(), nobody.clone(), json!({"email": "nobody@example.test"})),
            (
                Method::POST,
                "/auth/reset-password".to_owned(),
                nobody.clone(),
                json!({"token": "x", "password": "a good long password"}),
            ),
            (
                Method::POST,
                "/orders/lookup".to_owned(),
                nobody.clone(),
                json!({"number": "IM-1", "email": "nobody@example.test"}),
            ),
            (
                Method::POST,
                "/me/password".to_owned(),
                bearer(&person),
                json!({"current": "not the password", "new": "a good long password"}),
            ),
            (
                Method::POST,
                "/me/email".to_owned(),
                bearer(&person),
                json!({"email": "other@example.test", "password": "not the password"}),
            ),
            (Method::POST, "/auth/refresh".to_owned(), nobody, json!({"refresh_token": "x"})),
            (Method::PATCH, "/me".to_owned(), bearer(&person), json!({"display_name": "P", "locale": "en"})),
            (Method::POST, "/me/addresses".to_owned(), bearer(&person), home.clone()),
            (Method::PATCH, format!("/me/addresses/{address}"), bearer(&person), home.clone()),
            (Method::POST, "/artworks".to_owned(), bearer(&artist), work(json!([edition(3)]))),
            (
                Method::PATCH,
                format!("/artworks/{work_id}"),
                bearer(&artist),
                json!({"title": "Patched", "year": 1999, "styles": ["a"]}),
            ),
            (
                Method::PATCH,
                format!("/artworks/{work_id}/images/{image}"),
                bearer(&artist),
                json!({"alt": "A", "order": 0}),
            ),
            (Method::POST, format!("/editions/{edition_id}/restock"), bearer(&artist), json!({"copies": 1})),
            (Method::POST, format!("/editions/{edition_id}/sold-elsewhere"), bearer(&artist), json!({"copies": 1})),
            (Method::POST, "/cart/items".to_owned(), visitor(&guest), json!({"edition_id": edition_id, "quantity": 1})),
            (Method::PATCH, format!("/cart/items/{line}"), visitor(&guest), json!({"quantity": 1})),
            (
                Method::POST,
                "/checkout/quote".to_owned(),
                visitor(&guest),
                json!({"shipping_address": home, "vat_id": "DE123456788"}),
            ),
            (Method::POST, "/checkout".to_owned(), visitor(&guest), purchase("tok_declined")),
            (
                Method::POST,
                format!("/orders/{order}/payments"),
                visitor(&payer),
                json!({"provider": "test", "token": "tok_declined"}),
            ),
            (
                Method::POST,
                format!("/artworks/{work_id}/reviews"),
                bearer(&person),
                json!({"rating": 5, "text": "Good."}),
            ),
            (
                Method::POST,
                format!("/admin/editions/{edition_id}/adjust"),
                bearer(&admin),
                json!({"delta": -1, "reason": "R"}),
            ),
            (Method::POST, format!("/admin/artworks/{work_id}/reject"), bearer(&admin), json!({"reason": "R"})),
            (
                Method::PUT,
                format!("/admin/users/{}/roles", text(&person.user["id"])),
                bearer(&admin),
                json!({"roles": ["customer"]}),
            ),
            (
                Method::POST,
                format!("/artworks/{work_id}/report"),
                visitor(&guest),
                json!({"reason": "other", "text": "Cracked."}),
            ),
            (
                Method::POST,
                "/admin/collections".to_owned(),
                bearer(&admin),
                json!({"title": "C", "words": "W", "artwork_ids": [work_id], "published": true}),
            ),
            (Method::POST, format!("/admin/orders/{bought}/refund"), keyed(&admin), refund.clone()),
            (Method::POST, format!("/admin/orders/{bought}/refund/preview"), bearer(&admin), refund),
            (
                Method::POST,
                format!("/admin/orders/{bought}/refund/preview"),
                bearer(&admin),
                json!({"amount": {"amount": 100, "currency": "EUR"}, "reason": "R"}),
            ),
            (Method::POST, format!("/admin/orders/{bought}/cancel"), bearer(&admin), json!({"reason": "R"})),
        ];
        let doors = doors.into_iter().map(|(method, path, headers, body)| Door { method, path, headers, body });
        Self { doors: doors.collect(), program }
    }

    /// Sends bytes as they are to a door.
    async fn send(&self, door: &Door, content_type: &str, body: impl Into<reqwest::Body>) -> Answer {
        let headers: Vec<(&str, &str)> = door.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let request = self.program.request(door.method.clone(), &format!("/api/v1{}", door.path), &headers);
        let request = if content_type.is_empty() { request } else { request.header("content-type", content_type) };
        self.program.answer(request.body(body)).await
    }

    async fn send_json(&self, door: &Door, body: &Value) -> Answer {
        self.send(door, "application/json", body.to_string()).await
    }

    /// The house stands, is small, and its books are right.
    async fn stands(&self) {
        for path in ["/healthz", "/readyz", "/api/v1/artworks"] {
            self.program.get(path, &[]).await.ok(200);
        }
        let peak_kib = self.program.peak_memory_kib();
        assert!(peak_kib < 250 * 1_024, "{peak_kib} KiB");
        self.program.check();
    }
}

#[test]
fn bodies_that_cannot_be_read_are_malformed() {
    both(|engine| async move {
        let house = House::open(engine).await;
        for door in &house.doors {
            let whole = door.body.to_string();
            let cut = whole[..whole.len() - 1].to_owned();
            let (deep, twice) = ("[".repeat(10_000), format!("{whole} {whole}"));
            for body in
                ["", "{", "nonsense", "{'a': 1}", "{\"a\": NaN}", "{\"a\": 01}", "\u{feff}{}", &cut, &deep, &twice]
            {
                let answer = house.send(door, "application/json", body.to_owned()).await;
                assert_eq!(answer.status, 400, "{} {} {body:.40?}: {}", door.method, door.path, answer.body);
                answer.problem(400, "malformed");
            }
            let broken = [
                b"{\"title\": \"\xff\xfe\"}".to_vec(),
                b"{\"a\": \"\xc3\x28\"}".to_vec(),
                vec![0; 64],
                b"{\"a\": \"\x00\"}".to_vec(),
            ];
            for body in broken {
                house.send(door, "application/json", body).await.problem(400, "malformed");
            }
        }
        house.stands().await;
    });
}

#[test]
fn bodies_of_another_type_are_not_taken() {
    both(|engine| async move {
        let house = House::open(engine).await;
        for door in &house.doors {
            let whole = door.body.to_string();
            for content_type in [
                "",
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "application/json; charset=latin1",
                "json",
            ] {
                let answer = house.send(door, content_type, whole.clone()).await;
                assert_eq!(answer.status, 415, "{} {} as {content_type:?}: {}", door.method, door.path, answer.body);
                answer.problem(415, "unsupported-media-type");
            }
        }
        house.stands().await;
    });
}

#[test]
fn a_body_over_the_cap_is_refused_with_an_answer_that_can_be_read() {
    both(|engine| async move {
        let house = House::open(engine).await;
        for door in &house.doors {
            let large = json!({"title": "x".repeat(300_000)}).to_string();
            house.send(door, "application/json", large.clone()).await.problem(413, "too-large");
            // Without saying how long it is.
            let chunks: Vec<Result<Vec<u8>, std::io::Error>> =
                large.as_bytes().chunks(8_000).map(|chunk| Ok(chunk.to_vec())).collect();
            let stream = reqwest::Body::wrap_stream(futures_util::stream::iter(chunks));
            house.send(door, "application/json", stream).await.problem(413, "too-large");
        }
        house.stands().await;
    });
}

#[test]
fn fields_that_do_not_fit_are_named() {
    both(|engine| async move {
        let house = House::open(engine).await;
        for door in &house.doors {
            for body in [json!([]), json!("text"), json!(7), json!(null), json!([[1]])] {
                let answer = house.send_json(door, &body).await;
                assert_eq!(answer.status, 422, "{} {} {body}: {}", door.method, door.path, answer.body);
                answer.problem(422, "invalid-fields");
            }
            let mut strange = door.body.clone();
            strange["nonsense"] = json!(1);
            house.send_json(door, &strange).await.invalid(&["/nonsense"]);
            for (pointer, right) in leaves(&door.body) {
                for wrong in others_than(&right) {
                    let mut body = door.body.clone();
                    *body.pointer_mut(&pointer).expect("a field") = wrong.clone();
                    let answer = house.send_json(door, &body).await;
                    let told = format!(
                        "{} {} {pointer} = {}: {} {}",
                        door.method,
                        door.path,
                        shown(&wrong),
                        answer.status,
                        answer.body
                    );
                    let problem = answer.problem_of(422, &told);
                    let errors = problem["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
                    let names = |error: &Value| {
                        error["pointer"]
                            .as_str()
                            .is_some_and(|named| named.starts_with(&pointer) || pointer.starts_with(named))
                    };
                    assert!(errors.iter().any(names), "{told}");
                }
            }
        }
        house.stands().await;
    });
}

#[test]
fn values_at_the_edge_never_break_anything() {
    both(|engine| async move {
        let house = House::open(engine).await;
        let numbers = [
            "-1",
            "0",
            "1e308",
            "-1e308",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775809",
            "4294967296",
            "0.1",
            "1e-400",
        ];
        let long = "x".repeat(10_000);
        let texts = [
            "\u{0}",
            "a\u{7}b",
            "\u{202e}gnihtemos",
            "\u{1f3a8}",
            "'; DROP TABLE users; --",
            "%00",
            "<script>",
            "\u{feff}",
            "\n",
            &long,
        ];
        for door in &house.doors {
            for (pointer, right) in leaves(&door.body) {
                let values: Vec<Value> = match right {
                    Value::Number(_) => numbers.iter().filter_map(|number| serde_json::from_str(number).ok()).collect(),
                    Value::String(_) => texts.iter().map(|text| json!(text)).collect(),
                    _ => continue,
                };
                for value in values {
                    let mut body = door.body.clone();
                    *body.pointer_mut(&pointer).expect("a field") = value.clone();
                    let answer = house.send_json(door, &body).await;
                    let told = format!(
                        "{} {} {pointer} = {}: {} {}",
                        door.method,
                        door.path,
                        shown(&value),
                        answer.status,
                        answer.body
                    );
                    assert!(answer.status < 500, "{told}");
                    // The longest text that any field takes has 10 000 characters, and none takes a control character.
                    let never = value.as_str().is_some_and(|text| text.contains(['\u{0}', '\u{7}']));
                    assert!(!never || answer.status == 422, "{told}");
                }
            }
        }
        house.stands().await;
    });
}

#[test]
fn ids_that_name_nothing_are_not_found() {
    both(|engine| async move {
        let house = House::open(engine).await;
        for door in house.doors.iter().filter(|door| door.path.contains("/0")) {
            let segments: Vec<&str> = door.path.split('/').collect();
            for (place, _) in segments.iter().enumerate().filter(|(_, segment)| segment.len() == 36) {
                for id in [UNKNOWN, "nonsense", "7", "%00", "%ff", "..%2f..", &"x".repeat(3_000)] {
                    let mut changed = segments.clone();
                    changed[place] = id;
                    let door = Door {
                        path: changed.join("/"),
                        headers: door.headers.clone(),
                        method: door.method.clone(),
                        body: door.body.clone(),
                    };
                    let answer = house.send_json(&door, &door.body).await;
                    assert_eq!(answer.status, 404, "{} {:.80}: {}", door.method, door.path, answer.body);
                    answer.problem(404, "not-found");
                }
            }
        }
        house.stands().await;
    });
}

#[test]
fn addresses_and_methods_that_are_none_are_told_so() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        for path in [
            "/api/v1/nonsense",
            "/api/v2/artworks",
            "/api",
            "/api/v1/",
            "/api/v1/artworks/",
            "/api/v1//artworks",
            "/.git/config",
            "/wp-login.php",
        ] {
            for method in [Method::GET, Method::POST, Method::DELETE] {
                let answer = program.send(method.clone(), path, &[], Some(json!({}))).await;
                assert_eq!(answer.status, 404, "{method} {path}: {}", answer.body);
                answer.problem(404, "not-found");
            }
        }
        for (method, path, allowed) in [
            (Method::DELETE, "/api/v1/artworks", &["GET", "POST"] as &[&str]),
            (Method::PUT, "/api/v1/cart", &["GET"]),
            (Method::GET, "/api/v1/checkout", &["POST"]),
            (Method::GET, "/api/v1/auth/login", &["POST"]),
            (Method::POST, "/api/v1/me", &["GET", "PATCH"]),
            (Method::PATCH, "/api/v1/orders", &["GET"]),
            (Method::POST, "/healthz", &["GET"]),
        ] {
            let answer = program.send(method.clone(), path, &[], None).await;
            let allow = answer.header("allow").to_owned();
            assert!(
                allowed.iter().all(|method| allow.split(", ").any(|one| one == *method)),
                "{method} {path}: {allow:?}"
            );
            assert!(!allow.split(", ").any(|one| one == method.as_str()), "{method} {path}: {allow:?}");
            answer.problem(405, "method-not-allowed");
        }
        let head = program.send(Method::HEAD, "/api/v1/artworks", &[], None).await;
        assert_eq!((head.status, head.bytes.len()), (200, 0));
    });
}

#[test]
fn a_call_that_moves_money_needs_a_key_and_keys_have_a_form() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &listed.editions[0], 1).await.ok(200);
        let pay = format!("/api/v1/orders/{UNKNOWN}/payments");
        let keyed = async |path: &str, keys: &[&str], body: Value| {
            let request = program.request(Method::POST, path, &[("x-visitor", &guest.token)]).json(&body);
            let request = keys.iter().fold(request, |request, key| request.header("idempotency-key", *key));
            program.answer(request).await
        };
        for (path, body) in
            [("/api/v1/checkout", purchase("tok_ok")), (pay.as_str(), json!({"provider": "test", "token": "tok_ok"}))]
        {
            keyed(path, &[], body.clone()).await.problem(400, "idempotency-key-required");
            // Fields come after the key, syntax before it.
            keyed(path, &[], json!({"nonsense": 1})).await.problem(400, "idempotency-key-required");
            let broken = program
                .request(Method::POST, path, &[("x-visitor", &guest.token)])
                .header("content-type", "application/json");
            program.answer(broken.body("{")).await.problem(400, "malformed");
            for keys in [&["a b"] as &[&str], &[""], &["one", "two"], &[&"x".repeat(256)]] {
                keyed(path, keys, body.clone()).await.problem(400, "malformed");
            }
        }
        keyed("/api/v1/checkout", &[&"x".repeat(255)], purchase("tok_ok")).await.ok(201);
        program.check();
    });
}

#[test]
fn bytes_that_are_no_http_end_nothing_but_their_connection() {
    both(|engine| async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let program = Program::start(engine).await;
        let address = program.url.trim_start_matches("http://").to_owned();
        let header = format!("GET / HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "x".repeat(300_000));
        let requests: [&[u8]; 8] = [
            b"nonsense\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\x01",
            &[0xff; 4_096],
            b"GET / HTTP/9.9\r\n\r\n",
            b"POST /api/v1/visitors HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
            b"POST /api/v1/visitors HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            b"POST /api/v1/visitors HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            header.as_bytes(),
        ];
        for request in requests {
            let mut stream = tokio::net::TcpStream::connect(&address).await.expect("a connection");
            // The other side may close before it has heard all of it.
            let _ = stream.write_all(request).await;
            let _ = stream.shutdown().await;
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer).await;
            let line = String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned();
            assert!(!line.contains(" 5") || line.contains(" 505"), "{line}");
        }
        let id = program.get("/api/v1/artworks", &[("x-request-id", "mine-417")]).await;
        assert_eq!((id.status, id.header("x-request-id")), (200, "mine-417"));
        program.get("/readyz", &[]).await.ok(200);
    });
}

impl Answer {
    fn problem_of(self, status: u16, told: &str) -> Value {
        assert_eq!(self.status, status, "{told}");
        self.body
    }
}

/// Every value in a body that holds no other, with its pointer.
fn leaves(body: &Value) -> Vec<(String, Value)> {
    fn walk(value: &Value, pointer: &str, found: &mut Vec<(String, Value)>) {
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(name, member)| walk(member, &format!("{pointer}/{name}"), found))
            }
            Value::Array(entries) => {
                entries.iter().enumerate().for_each(|(place, entry)| walk(entry, &format!("{pointer}/{place}"), found))
            }
            leaf => found.push((pointer.to_owned(), leaf.clone())),
        }
    }
    let mut found = Vec::new();
    walk(body, "", &mut found);
    found
}

/// Values of other types.
fn others_than(right: &Value) -> Vec<Value> {
    let all = [json!({}), json!([]), json!({"a": 1}), json!("text"), json!(7), json!(true)];
    let is_same = |value: &Value| {
        value.is_string() && right.is_string()
            || value.is_number() && right.is_number()
            || value.is_boolean() && right.is_boolean()
    };
    all.into_iter().filter(|value| !is_same(value)).collect()
}

fn shown(value: &Value) -> String {
    value.to_string().chars().take(60).collect()
}
