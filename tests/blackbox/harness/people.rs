//! Those who use the program: people with accounts, guests who buy.

use std::sync::atomic::{AtomicU32, Ordering};

use reqwest::Method;
use serde_json::{Value, json};

use super::{Answer, Program, png, text};

/// The password of everybody here.
pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// Somebody with an account, signed in.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) email: String,
    pub(crate) token: String,
    pub(crate) refresh_token: String,
    pub(crate) user: Value,
}

/// A published work.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub(crate) artwork_id: String,
    pub(crate) slug: String,
    pub(crate) editions: Vec<String>,
}

/// Somebody with a visitor token.
#[derive(Debug, Clone)]
pub(crate) struct Guest {
    pub(crate) id: String,
    pub(crate) token: String,
}

impl Account {
    /// An artist with a seller of one.
    pub(crate) async fn artist(program: &Program) -> Self {
        Self::register(program, "artist").await
    }

    /// A customer.
    pub(crate) async fn customer(program: &Program) -> Self {
        Self::register(program, "customer").await
    }

    pub(crate) async fn sign_in(program: &Program, email: &str) -> Self {
        let signed =
            program.post("/api/v1/auth/login", &[], json!({"email": email, "password": PASSWORD})).await.ok(200);
        Self {
            email: email.to_owned(),
            token: text(&signed["access_token"]),
            refresh_token: text(&signed["refresh_token"]),
            user: signed["user"].clone(),
        }
    }

    pub(crate) fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }

    pub(crate) async fn call(&self, program: &Program, method: Method, path: &str, body: Option<Value>) -> Answer {
        program.send(method, &format!("/api/v1{path}"), &[("authorization", &self.bearer())], body).await
    }

    pub(crate) async fn get(&self, program: &Program, path: &str) -> Answer {
        self.call(program, Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, program: &Program, path: &str, body: Value) -> Answer {
        self.call(program, Method::POST, path, Some(body)).await
    }

    /// A post without any body.
    pub(crate) async fn act(&self, program: &Program, path: &str) -> Answer {
        self.call(program, Method::POST, path, None).await
    }

    pub(crate) async fn patch(&self, program: &Program, path: &str, body: Value) -> Answer {
        self.call(program, Method::PATCH, path, Some(body)).await
    }

    pub(crate) async fn delete(&self, program: &Program, path: &str) -> Answer {
        self.call(program, Method::DELETE, path, None).await
    }

    /// Creates, illustrates and publishes a work with these editions.
    pub(crate) async fn list(&self, program: &Program, editions: Value) -> Listed {
        self.publish(program, work(editions), png(400, 300, 90)).await
    }

    /// Creates, illustrates and publishes a work.
    pub(crate) async fn publish(&self, program: &Program, work: Value, image: Vec<u8>) -> Listed {
        let draft = self.post(program, "/artworks", work).await.ok(201);
        let id = text(&draft["id"]);
        self.upload(program, &id, image).await.ok(201);
        let published = self.act(program, &format!("/artworks/{id}/submit")).await.ok(200);
        assert_eq!(published["status"], "published");
        Listed::of(&published)
    }

    /// Uploads bytes as an image of a work.
    pub(crate) async fn upload(&self, program: &Program, id: &str, bytes: Vec<u8>) -> Answer {
        self.upload_as(program, id, "work.jpg", bytes).await
    }

    /// The same under a file name.
    pub(crate) async fn upload_as(&self, program: &Program, id: &str, file_name: &str, bytes: Vec<u8>) -> Answer {
        let part = reqwest::multipart::Part::bytes(bytes).file_name(file_name.to_owned());
        let form = reqwest::multipart::Form::new().part("file", part);
        let request = program.client().post(format!("{}/api/v1/artworks/{id}/images", program.url));
        program.answer(request.header("authorization", self.bearer()).multipart(form)).await
    }

    pub(crate) async fn add(&self, program: &Program, edition: &str, quantity: u32) -> Answer {
        self.post(program, "/cart/items", json!({"edition_id": edition, "quantity": quantity})).await
    }

    /// The whole way: holds, pays, answers the paid order.
    pub(crate) async fn buy(&self, program: &Program, edition: &str, quantity: u32) -> Value {
        self.add(program, edition, quantity).await.ok(200);
        let key = format!("buy-{edition}");
        let headers = [("authorization", self.bearer()), ("idempotency-key", key)];
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        paid(&program.post("/api/v1/checkout", &headers, purchase("tok_ok")).await.ok(201))
    }

    /// Buys a copy of what was bought before.
    pub(crate) async fn buy_again(&self, program: &Program, edition: &str) -> Value {
        self.add(program, edition, 1).await.ok(200);
        let headers = [("authorization", self.bearer()), ("idempotency-key", "again".to_owned())];
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        paid(&program.post("/api/v1/checkout", &headers, purchase("tok_ok")).await.ok(201))
    }

    async fn register(program: &Program, role: &str) -> Self {
        let email = fresh_email();
        let account = json!({"email": email, "password": PASSWORD, "display_name": "Ines Aldana", "role": role});
        let user = program.post("/api/v1/auth/register", &[], account).await.ok(201);
        Self { user, ..Self::sign_in(program, &email).await }
    }
}

impl Listed {
    /// What a published work says of itself.
    pub(crate) fn of(published: &Value) -> Self {
        let editions = published["editions"].as_array().expect("editions").iter();
        Self {
            artwork_id: text(&published["id"]),
            slug: text(&published["slug"]),
            editions: editions.map(|edition| text(&edition["id"])).collect(),
        }
    }

    /// The work as everybody sees it.
    pub(crate) async fn shown(&self, program: &Program) -> Value {
        program.get(&format!("/api/v1/artworks/{}", self.artwork_id), &[]).await.ok(200)
    }

    /// The counters of its first edition.
    pub(crate) async fn stock(&self, program: &Program) -> Value {
        self.shown(program).await["editions"][0]["stock"].clone()
    }
}

impl Guest {
    pub(crate) async fn arrive(program: &Program) -> Self {
        let visitor = program.post("/api/v1/visitors", &[], json!({})).await.ok(201);
        Self { id: text(&visitor["visitor_id"]), token: text(&visitor["visitor_token"]) }
    }

    pub(crate) async fn call(&self, program: &Program, method: Method, path: &str, body: Option<Value>) -> Answer {
        program.send(method, &format!("/api/v1{path}"), &[("x-visitor", &self.token)], body).await
    }

    pub(crate) async fn get(&self, program: &Program, path: &str) -> Answer {
        self.call(program, Method::GET, path, None).await
    }

    pub(crate) async fn add(&self, program: &Program, edition: &str, quantity: u32) -> Answer {
        self.call(program, Method::POST, "/cart/items", Some(json!({"edition_id": edition, "quantity": quantity})))
            .await
    }

    pub(crate) async fn check_out(&self, program: &Program, key: &str, token: &str) -> Answer {
        let headers = [("x-visitor", self.token.as_str()), ("idempotency-key", key)];
        program.post("/api/v1/checkout", &headers, purchase(token)).await
    }

    /// The whole way: holds, pays, answers the paid order.
    pub(crate) async fn buy(&self, program: &Program, edition: &str, quantity: u32) -> Value {
        self.add(program, edition, quantity).await.ok(200);
        paid(&self.check_out(program, "buy", "tok_ok").await.ok(201))
    }
}

/// An e-mail address that nobody else has.
fn fresh_email() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("person{}@example.test", NEXT.fetch_add(1, Ordering::Relaxed))
}

fn paid(placed: &Value) -> Value {
    assert_eq!(placed["order"]["payment_status"], "paid", "{placed}");
    placed["order"].clone()
}

/// The body of a purchase.
pub(crate) fn purchase(token: &str) -> Value {
    json!({
        "email": "zoe@example.test",
        "shipping_address": {
            "name": "Zoë Łukasiewicz-Åström", "line1": "Lange Straße 1", "city": "Köln", "postal_code": "50667", "country": "DE",
        },
        "shipping_method": "standard",
        "payment": {"provider": "test", "token": token},
    })
}

/// The body of a work with these editions.
pub(crate) fn work(editions: Value) -> Value {
    json!({
        "title": "Tide, receding",
        "description": "Low water at dusk, laid down in thick strokes.",
        "year": 2024,
        "medium": "Oil on linen",
        "styles": ["impasto"],
        "subjects": ["sea"],
        "editions": editions,
    })
}

/// A work with other words in some of its fields.
pub(crate) fn work_with(changes: &Value, editions: Value) -> Value {
    let mut work = work(editions);
    for (name, value) in changes.as_object().expect("fields") {
        work[name] = value.clone();
    }
    work
}

/// A limited edition of a size, or a unique work at 0, or an open edition at -1.
pub(crate) fn edition(size: i64) -> Value {
    let mut edition = json!({
        "kind": "limited", "width_cm": 40, "height_cm": 30, "depth_cm": 0.2, "weight_kg": 0.6,
        "price": {"amount": 12500, "currency": "EUR"}, "tax_regime": "standard",
    });
    match size {
        0 => edition["kind"] = json!("unique"),
        size if size < 0 => edition["kind"] = json!("open"),
        size => edition["size"] = json!(size),
    }
    edition
}
