//! The description tells the truth: what the calls answer has the described shape, lists take what lists take.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Answer, Guest, Program, both, edition, items, plain, purchase, text};

/// Calls whose answers are compared with their descriptions, and what was seen.
struct Described<'p> {
    program: &'p Program,
    document: Value,
    seen: BTreeSet<String>,
}

#[test]
fn every_answer_has_the_shape_that_is_described() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[("IMPASTO_MODERATION", "on")]).await;
        let document = program.get("/api/openapi.json", &[]).await.ok(200);
        let mut described = Described { program: &program, document, seen: BTreeSet::new() };
        let (artist, customer) = (Account::artist(&program).await, Account::customer(&program).await);
        let (own, buyer, staff) = (artist.bearer(), customer.bearer(), admin.bearer());
        let (own, buyer, staff) = (
            [("authorization", own.as_str())],
            [("authorization", buyer.as_str())],
            [("authorization", staff.as_str())],
        );
        let guest = Guest::arrive(&program).await;
        let visitor = [("x-visitor", guest.token.as_str())];

        for path in ["/healthz", "/readyz", "/.well-known/jwks.json", "/api/v1/config"] {
            described.get(path, path, &[]).await;
        }
        let work = described.post("/api/v1/artworks", "/api/v1/artworks", &own, Some(full_work())).await;
        let id = text(&work["id"]);
        artist.upload(&program, &id, plain([200, 30, 60])).await.ok(201);
        let at = |deed: &str| (format!("/api/v1/artworks/{id}/{deed}"), format!("/api/v1/artworks/{{id}}/{deed}"));
        let (path, pattern) = at("submit");
        described.post(&path, &pattern, &own, None).await;
        described.get("/api/v1/admin/artworks", "/api/v1/admin/artworks", &staff).await;
        let (path, pattern) = (format!("/api/v1/admin/artworks/{id}/approve"), "/api/v1/admin/artworks/{id}/approve");
        let published = described.post(&path, pattern, &staff, None).await;
        let edition_id = text(&published["editions"][0]["id"]);
        described.get("/api/v1/artworks", "/api/v1/artworks", &[]).await;
        described.get(&format!("/api/v1/artworks/{id}"), "/api/v1/artworks/{id}", &[]).await;
        let (path, pattern) = at("similar");
        described.get(&path, &pattern, &[]).await;
        described.get(&format!("/api/v1/editions/{edition_id}/copies"), "/api/v1/editions/{id}/copies", &[]).await;
        let title = text(&published["title"]);
        let typed = title.split(' ').next().unwrap_or_default();
        described.get(&format!("/api/v1/search/suggest?q={typed}"), "/api/v1/search/suggest", &[]).await;
        let artists = described.get("/api/v1/artists", "/api/v1/artists", &[]).await;
        let slug = text(&artists["items"][0]["slug"]);
        described.get(&format!("/api/v1/artists/{slug}"), "/api/v1/artists/{id}", &[]).await;

        let item = json!({"edition_id": edition_id, "quantity": 2});
        described.post("/api/v1/cart/items", "/api/v1/cart/items", &visitor, Some(item.clone())).await;
        described.get("/api/v1/cart", "/api/v1/cart", &visitor).await;
        described.post("/api/v1/cart/rehold", "/api/v1/cart/rehold", &visitor, None).await;
        described.post("/api/v1/cart/items", "/api/v1/cart/items", &buyer, Some(item)).await;
        let body = json!({"shipping_address": purchase("tok_ok")["shipping_address"]});
        described.post("/api/v1/checkout/quote", "/api/v1/checkout/quote", &buyer, Some(body)).await;
        described.get("/api/v1/admin/holds", "/api/v1/admin/holds", &staff).await;
        let keyed = [buyer[0], ("idempotency-key", "k")];
        let placed = described.post("/api/v1/checkout", "/api/v1/checkout", &keyed, Some(purchase("tok_ok"))).await;
        let order = text(&placed["order"]["id"]);
        described.get("/api/v1/orders", "/api/v1/orders", &buyer).await;
        described.get(&format!("/api/v1/orders/{order}"), "/api/v1/orders/{id}", &buyer).await;
        let documents = format!("/api/v1/orders/{order}/documents");
        described.get(&documents, "/api/v1/orders/{id}/documents", &buyer).await;
        let certificate = crate::certificates::certificate_of(&program, &documents, buyer[0]).await;
        let path = format!("/api/v1/certificates/{}", text(&certificate["id"]));
        described.get(&path, "/api/v1/certificates/{id}", &[]).await;

        let (path, pattern) = at("reviews");
        described.post(&path, &pattern, &buyer, Some(json!({"rating": 4, "text": "Good."}))).await;
        described.get(&path, &pattern, &[]).await;
        customer.call(&program, Method::PUT, &format!("/wishlist/{id}"), None).await.ok(204);
        described.get("/api/v1/wishlist", "/api/v1/wishlist", &buyer).await;
        let home = purchase("tok_ok")["shipping_address"].clone();
        described.post("/api/v1/me/addresses", "/api/v1/me/addresses", &buyer, Some(home)).await;
        for path in ["/api/v1/me", "/api/v1/me/addresses", "/api/v1/me/sessions"] {
            described.get(path, path, &buyer).await;
        }
        let part = text(&placed["order"]["seller_orders"][0]["id"]);
        let line = &placed["order"]["seller_orders"][0]["lines"][0]["id"];
        let (path, pattern) =
            (format!("/api/v1/studio/orders/{part}/shipments"), "/api/v1/studio/orders/{seller_order_id}/shipments");
        let parcel = json!({"carrier": "DHL", "tracking_number": "JJD 1", "line_ids": [line]});
        let parcel = described.post(&path, pattern, &own, Some(parcel)).await;
        described.get(&format!("/api/v1/studio/orders/{part}"), "/api/v1/studio/orders/{seller_order_id}", &own).await;
        let path = format!("{path}/{}/delivered", text(&parcel["id"]));
        let pattern = "/api/v1/studio/orders/{seller_order_id}/shipments/{shipment_id}/delivered";
        described.post(&path, pattern, &own, None).await;
        described.get(&format!("/api/v1/orders/{order}"), "/api/v1/orders/{id}", &buyer).await;
        let statement = json!({"name": "Zoe"});
        let withdrawal = format!("/api/v1/orders/{order}/withdrawal");
        let pattern = "/api/v1/orders/{id}/withdrawal";
        let stated = described.post(&withdrawal, pattern, &buyer, Some(statement.clone())).await;
        let back = text(&stated["return_id"]);
        let (path, pattern) = (format!("{withdrawal}/{back}/confirm"), format!("{pattern}/{{return_id}}/confirm"));
        described.post(&path, &pattern, &keyed, Some(statement)).await;
        described.get(&format!("/api/v1/orders/{order}"), "/api/v1/orders/{id}", &buyer).await;
        for path in ["artworks", "sales", "seller", "shipping", "summary", "orders", "returns", "artists", "members"] {
            let path = format!("/api/v1/studio/{path}");
            described.get(&path, &path, &own).await;
        }
        let (path, pattern) =
            (format!("/api/v1/studio/artworks/{id}/books"), "/api/v1/studio/artworks/{artwork_id}/books");
        described.get(&path, pattern, &own).await;
        described.post("/api/v1/admin/sales/pause", "/api/v1/admin/sales/pause", &staff, None).await;
        described.post("/api/v1/admin/sales/resume", "/api/v1/admin/sales/resume", &staff, None).await;
        let alikes = format!("/api/v1/admin/artworks/{id}/look-alikes");
        described.get(&alikes, "/api/v1/admin/artworks/{id}/look-alikes", &staff).await;
        let (path, pattern) = at("report");
        described.post(&path, &pattern, &visitor, Some(json!({"reason": "copied"}))).await;
        let collection = json!({"title": "Blue hours", "artwork_ids": [id], "published": true});
        let path = "/api/v1/admin/collections";
        described.post(path, path, &staff, Some(collection)).await;
        described.get("/api/v1/collections", "/api/v1/collections", &[]).await;
        described.get("/api/v1/collections/blue-hours", "/api/v1/collections/{id}", &[]).await;
        // Trials to this machine are refused, which is told as well.
        let endpoint = json!({"url": "http://127.0.0.1:9/hook", "events": ["order.paid"]});
        let path = "/api/v1/admin/webhooks";
        let endpoint = text(&described.post(path, path, &staff, Some(endpoint)).await["id"]);
        let at_hook = |rest: &str| format!("{path}/{endpoint}{rest}");
        described.get(&at_hook(""), "/api/v1/admin/webhooks/{id}", &staff).await;
        described.post(&at_hook("/rotate"), "/api/v1/admin/webhooks/{id}/rotate", &staff, None).await;
        described.post(&at_hook("/test"), "/api/v1/admin/webhooks/{id}/test", &staff, None).await;
        described.get(&at_hook("/deliveries"), "/api/v1/admin/webhooks/{id}/deliveries", &staff).await;
        let previewed = json!({"amount": {"amount": 1, "currency": "EUR"}, "reason": "R"});
        let pattern = "/api/v1/admin/orders/{id}/refund/preview";
        described.post(&format!("/api/v1/admin/orders/{order}/refund/preview"), pattern, &staff, Some(previewed)).await;
        let calls = [
            "inventory",
            "webhook-inbox",
            "jobs",
            "orders",
            "users",
            "audit",
            "settings",
            "settings/history",
            "sellers",
            "find",
            "health",
            "reports",
            "returns",
            "collections",
            "webhooks",
            "disputes",
            "ledger",
            "ledger/trial-balance",
            "payouts/preview",
            "payouts/runs",
            "months",
        ];
        for path in calls {
            let path = format!("/api/v1/admin/{path}");
            described.get(&path, &path, &staff).await;
        }
        let sellers = admin.get(&program, "/admin/sellers").await.ok(200);
        let seller = text(&items(&sellers)[0]["id"]);
        described.get(&format!("/api/v1/admin/sellers/{seller}"), "/api/v1/admin/sellers/{id}", &staff).await;
        let path = format!("/api/v1/admin/sellers/{seller}/shipping");
        described.get(&path, "/api/v1/admin/sellers/{id}/shipping", &staff).await;
        let user = text(&customer.user["id"]);
        let (path, pattern) = (format!("/api/v1/admin/users/{user}/suspend"), "/api/v1/admin/users/{id}/suspend");
        described.post(&path, pattern, &staff, None).await;
        described.get("/api/v1/admin/months/2026-05", "/api/v1/admin/months/{month}", &staff).await;
        let house =
            json!({"legal_name": "House", "address_lines": ["Am Deich 1"], "country": "DE", "series_prefix": "HC"});
        admin.call(&program, Method::PUT, "/admin/house-identity", Some(house)).await.ok(200);
        described.get("/api/v1/admin/house-identity", "/api/v1/admin/house-identity", &staff).await;
        for path in ["payouts", "payouts/balance", "statements"] {
            let path = format!("/api/v1/studio/{path}");
            described.get(&path, &path, &own).await;
        }
        // Where there are payouts to look at.
        for pattern in ["admin/payouts/runs/{id}", "admin/payouts/{id}", "studio/payouts/{id}"] {
            described.seen.insert(format!("get /api/v1/{pattern}"));
        }
        let live = "/api/v1/live?topics=storefront";
        described.get(live, "/api/v1/live", &[]).await;
        described.nothing_is_read_without_a_shape();
    });
}

#[test]
fn every_list_takes_a_limit_and_a_cursor_and_nothing_else() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let order = admin.buy(&program, &listed.editions[0], 1).await;
        let endpoint = json!({"url": "https://hooks.example/in", "events": ["order.paid"]});
        let endpoint = text(&admin.post(&program, "/admin/webhooks", endpoint).await.ok(201)["id"]);
        let document = program.get("/api/openapi.json", &[]).await.ok(200);
        let mut lists = 0;
        for (pattern, item) in document["paths"].as_object().expect("paths") {
            let shape = resolved(&document, &item["get"]["responses"]["200"]["content"]["application/json"]["schema"]);
            let is_list = shape.to_string().contains("next_cursor");
            let takes = |name: &str| {
                let parameters = item["get"]["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
                parameters.iter().any(|parameter| parameter["name"] == name && parameter["in"] == "query")
            };
            assert_eq!((takes("limit"), takes("cursor")), (is_list, is_list), "{pattern}");
            if !is_list {
                continue;
            }
            lists += 1;
            let id = match pattern {
                pattern if pattern.contains("/orders/") => text(&order["id"]),
                pattern if pattern.contains("/webhooks/") => endpoint.clone(),
                _ => listed.artwork_id.clone(),
            };
            let path = pattern.replace("{id}", &id);
            let token = if pattern.contains("/studio/") { artist.bearer() } else { admin.bearer() };
            let get =
                async |query: &str| program.get(&format!("{path}?{query}"), &[("authorization", token.as_str())]).await;
            for limit in ["0", "101", "-1", "x", "1.5", "99999999999"] {
                get(&format!("limit={limit}")).await.invalid(&["/limit"]);
            }
            get("cursor=!").await.invalid(&["/cursor"]);
            get("nonsense=1").await.invalid(&["/nonsense"]);
            for limit in ["1", "100"] {
                let page = get(&format!("limit={limit}")).await.ok(200);
                assert!(page["items"].is_array() && page.get("next_cursor").is_some(), "{path}: {page}");
            }
        }
        assert!(lists >= 14, "{lists} lists");
    });
}

#[test]
fn short_lists_go_on_where_their_page_ended() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let person = Account::customer(&program).await;
        for _ in 0..5 {
            let listed = artist.list(&program, json!([edition(5)])).await;
            person.call(&program, Method::PUT, &format!("/wishlist/{}", listed.artwork_id), None).await.ok(204);
            let home = purchase("tok_ok")["shipping_address"].clone();
            person.post(&program, "/me/addresses", home).await.ok(201);
            Account::sign_in(&program, &person.email).await;
        }
        for (path, total) in [("/wishlist", 5), ("/me/addresses", 5), ("/me/sessions", 6)] {
            let whole = person.get(&program, path).await.ok(200);
            assert_eq!((items(&whole).len(), &whole["total"]), (total, &json!(total)), "{path}");
            let mut found = Vec::new();
            let mut cursor = String::new();
            loop {
                let page = person.get(&program, &format!("{path}?limit=2{cursor}")).await.ok(200);
                assert!(items(&page).len() <= 2);
                found.extend(items(&page).iter().map(|item| item["id"].clone()));
                match page["next_cursor"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            let all: Vec<Value> = items(&whole).iter().map(|item| item["id"].clone()).collect();
            assert_eq!(found, all, "{path}");
        }
    });
}

impl Described<'_> {
    async fn get(&mut self, path: &str, pattern: &str, headers: &[(&str, &str)]) -> Value {
        let answer = self.program.get(path, headers).await;
        self.fits(answer, "get", pattern)
    }

    async fn post(&mut self, path: &str, pattern: &str, headers: &[(&str, &str)], body: Option<Value>) -> Value {
        let answer = self.program.send(Method::POST, path, headers, body).await;
        self.fits(answer, "post", pattern)
    }

    #[track_caller]
    fn fits(&mut self, answer: Answer, method: &str, pattern: &str) -> Value {
        assert!((200..300).contains(&answer.status), "{method} {pattern}: {} {}", answer.status, answer.body);
        let response = &self.document["paths"][pattern][method]["responses"][answer.status.to_string()];
        let schema = &response["content"]["application/json"]["schema"];
        assert!(!schema.is_null(), "{method} {pattern} {}: no shape is described", answer.status);
        let wrong = misfits(&self.document, schema, &answer.body, pattern);
        assert!(wrong.is_empty(), "{method} {pattern}: {wrong:#?}\n{}", answer.body);
        self.seen.insert(format!("{method} {pattern}"));
        answer.body
    }

    /// No read of the description was left out above, but for those that answer files.
    fn nothing_is_read_without_a_shape(&self) {
        for (pattern, item) in self.document["paths"].as_object().expect("paths") {
            let ok = &item["get"]["responses"]["200"];
            let is_file = ok["content"].as_object().is_some_and(|content| !content.contains_key("application/json"));
            if !ok.is_null() && !is_file {
                assert!(self.seen.contains(&format!("get {pattern}")), "get {pattern} was not compared");
            }
        }
    }
}

/// A schema behind its references.
fn resolved(document: &Value, schema: &Value) -> Value {
    match schema["$ref"].as_str() {
        Some(pointer) => {
            let target = document.pointer(pointer.trim_start_matches('#'));
            resolved(document, target.unwrap_or_else(|| panic!("{pointer} is missing")))
        }
        None => match schema["allOf"].as_array() {
            Some(parts) => json!({"allOf": parts.iter().map(|part| resolved(document, part)).collect::<Vec<_>>()}),
            None => schema.clone(),
        },
    }
}

/// Where a value is not as a schema has it. Members that are not described are misfits as well.
fn misfits(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let schema = resolved(document, schema);
    for any in ["oneOf", "anyOf"] {
        if let Some(choices) = schema[any].as_array() {
            let each: Vec<_> = choices.iter().map(|choice| misfits(document, choice, value, at)).collect();
            let fits = each.iter().any(Vec::is_empty);
            return if fits { Vec::new() } else { each.into_iter().flatten().collect() };
        }
    }
    let parts = schema["allOf"].as_array().cloned().unwrap_or_else(|| vec![schema.clone()]);
    if value.is_object() && parts.iter().any(|part| part["properties"].is_object()) {
        return object_misfits(document, &parts, value, at);
    }
    let mut wrong = Vec::new();
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind.as_str()],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return wrong,
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let is_number = kind == "integer" && kinds.contains(&"number");
    if !kinds.contains(&kind) && !is_number {
        wrong.push(format!("{at}: {kind} is none of {kinds:?}"));
    }
    if let (Some(words), false) = (schema["enum"].as_array(), value.is_null())
        && !words.contains(value)
    {
        wrong.push(format!("{at}: {value} is none of {words:?}"));
    }
    for (place, item) in value.as_array().into_iter().flatten().enumerate() {
        wrong.extend(misfits(document, &schema["items"], item, &format!("{at}/{place}")));
    }
    if let (Some(members), Some(more)) = (value.as_object(), schema.get("additionalProperties")) {
        for (name, member) in members {
            wrong.extend(misfits(document, more, member, &format!("{at}/{name}")));
        }
    }
    wrong
}

fn object_misfits(document: &Value, parts: &[Value], value: &Value, at: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let parts: Vec<Value> = parts
        .iter()
        .flat_map(|part| {
            let part = resolved(document, part);
            part["allOf"].as_array().cloned().unwrap_or_else(|| vec![part])
        })
        .collect();
    for part in &parts {
        for name in part["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if value.get(name).is_none() {
                wrong.push(format!("{at}: {name} is missing"));
            }
        }
    }
    for (name, member) in value.as_object().into_iter().flatten() {
        match parts.iter().find_map(|part| part["properties"].get(name)) {
            Some(schema) => wrong.extend(misfits(document, schema, member, &format!("{at}/{name}"))),
            None => wrong.push(format!("{at}: {name} is not described")),
        }
    }
    wrong
}

/// A work with everything that can be said of one.
fn full_work() -> Value {
    let mut work = crate::harness::work(json!([edition(25)]));
    work["date_text"] = json!("around 1987");
    work["provenance"] = json!(["The artist's studio"]);
    work["condition"] = json!("Excellent");
    work
}
