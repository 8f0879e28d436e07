//! Accounts over HTTP: sign-ins, the own account, addresses, devices.

use actix_web::dev::{Service, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, web};
use chrono::Duration;
use serde_json::{Value, json};

use crate::api::{health, me, visitors, well_known};
use crate::gateway::testing::Answer;
use crate::gateway::{Shared, front, unmatched};
use crate::identity::testing::House;

struct Site<S> {
    house: House,
    shared: web::Data<Shared>,
    app: S,
}

type AnyError = actix_web::Error;

async fn site() -> Site<
    impl Service<actix_http::Request, Response = ServiceResponse<impl actix_web::body::MessageBody>, Error = AnyError>,
> {
    let house = House::new();
    let shared = web::Data::new(house.shared(|_| {}).await);
    let api = web::scope("/api/v1")
        .configure(super::routes)
        .configure(me::routes)
        .configure(visitors::routes)
        .service(unmatched());
    let app = App::new()
        .app_data(shared.clone())
        .configure(health::routes)
        .configure(well_known::routes)
        .service(api)
        .service(unmatched())
        .wrap(from_fn(front));
    Site { house, shared, app: init_service(app).await }
}

impl<S, B> Site<S>
where
    S: Service<actix_http::Request, Response = ServiceResponse<B>, Error = AnyError>,
    B: actix_web::body::MessageBody + 'static,
{
    async fn send(&self, request: TestRequest) -> Answer {
        Answer::of(&self.app, request).await
    }

    async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(TestRequest::post().uri(&format!("/api/v1{path}")).set_json(body)).await
    }

    async fn as_user(&self, token: &str, request: TestRequest) -> Answer {
        self.send(request.insert_header(("authorization", format!("Bearer {token}")))).await
    }

    async fn signed_in(&self, email: &str) -> Value {
        let account = json!({"email": email, "password": PASSWORD, "display_name": "Ada", "role": "customer"});
        assert_eq!(self.post("/auth/register", account).await.status, 201);
        let answer = self.post("/auth/login", json!({"email": email, "password": PASSWORD})).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }
}

const PASSWORD: &str = "correct horse battery";

fn token(signed: &Value) -> String {
    signed["access_token"].as_str().unwrap().to_owned()
}

fn request(method: &str, path: &str) -> TestRequest {
    TestRequest::default().method(method.parse().unwrap()).uri(&format!("/api/v1{path}"))
}

fn berlin() -> Value {
    json!({"name": "Ada", "line1": "Kantstr. 1", "line2": "3rd floor", "city": "Berlin", "postal_code": "10623", "country": "de"})
}

#[actix_web::test]
async fn the_answers_have_the_shapes_of_the_contract() {
    let site = site().await;
    let account = json!({"email": "ada@example.test", "password": PASSWORD, "display_name": "Ada", "role": "artist"});
    let registered = site.post("/auth/register", account).await;
    assert_eq!(registered.status, 201);
    let user = registered.json();
    assert_eq!(user["email"], "ada@example.test");
    assert_eq!(user["roles"], json!(["customer", "artist"]));
    assert!(user["artist_id"].is_string() && user["seller_id"].is_string());
    let signed = site.post("/auth/login", json!({"email": "ada@example.test", "password": PASSWORD})).await.json();
    assert_eq!((&signed["expires_in"], &signed["user"]), (&json!(900), &user));
    let me = site.as_user(&token(&signed), request("GET", "/me")).await;
    assert_eq!(me.json(), user);
    let refreshed = site.post("/auth/refresh", json!({"refresh_token": signed["refresh_token"]})).await;
    assert_eq!((refreshed.status, &refreshed.json()["user"]), (200, &user));
    assert!(!refreshed.text.contains("password"));
}

#[actix_web::test]
async fn what_is_wrong_with_a_registration_is_named() {
    let site = site().await;
    let unknown = json!({"email": "a@b.test", "password": PASSWORD, "display_name": "A", "role": "admin"});
    let refused = site.post("/auth/register", unknown).await;
    assert_eq!((refused.status, refused.json()["errors"][0]["pointer"].as_str()), (422, Some("/role")));
    let weak = json!({"email": "a@b.test", "password": "1234567890", "display_name": "A", "role": "customer"});
    assert_eq!(site.post("/auth/register", weak).await.kind(), "weak-password");
    site.signed_in("ada@example.test").await;
    let taken = json!({"email": "ADA@example.test", "password": PASSWORD, "display_name": "A", "role": "customer"});
    let taken = site.post("/auth/register", taken).await;
    assert_eq!((taken.status, taken.kind().as_str()), (409, "email-taken"));
}

#[actix_web::test]
async fn a_registration_sent_twice_with_its_key_is_one() {
    let site = site().await;
    let send = |name: &str| {
        let body = json!({"email": "ada@example.test", "password": PASSWORD, "display_name": name, "role": "customer"});
        TestRequest::post().uri("/api/v1/auth/register").insert_header(("idempotency-key", "k")).set_json(body)
    };
    let first = site.send(send("Ada")).await;
    let again = site.send(send("Ada")).await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.json(), again.json());
    assert_eq!(site.send(send("Eve")).await.kind(), "idempotency-mismatch");
}

#[actix_web::test]
async fn a_visitor_who_signs_in_brings_the_cart_along() {
    let site = site().await;
    let visitor = site.post("/visitors", json!({})).await;
    assert_eq!(visitor.status, 201);
    let visitor = visitor.json();
    let account = json!({"email": "ada@example.test", "password": PASSWORD, "display_name": "Ada", "role": "customer"});
    let with = |path: &str, body: Value| {
        let header = ("x-visitor", visitor["visitor_token"].as_str().unwrap().to_owned());
        TestRequest::post().uri(&format!("/api/v1{path}")).insert_header(header).set_json(body)
    };
    assert_eq!(site.send(with("/auth/register", account)).await.status, 201);
    let given = json!({"email": "ada@example.test", "password": PASSWORD});
    assert_eq!(site.send(with("/auth/login", given)).await.status, 200);
    let merged = site.house.carts.0.lock().unwrap().clone();
    assert_eq!(merged.len(), 2);
    assert!(merged.iter().all(|(from, _)| from.0.to_string() == visitor["visitor_id"].as_str().unwrap()));
}

#[actix_web::test]
async fn five_failures_are_told_to_wait() {
    let site = site().await;
    site.signed_in("ada@example.test").await;
    let wrong = || site.post("/auth/login", json!({"email": "ada@example.test", "password": "wrong horse battery"}));
    for _ in 0..5 {
        assert_eq!(wrong().await.kind(), "unauthenticated");
    }
    let refused = wrong().await;
    assert_eq!((refused.status, refused.kind().as_str()), (429, "rate-limited"));
    assert!(!refused.header("retry-after").is_empty());
}

#[actix_web::test]
async fn signing_out_ends_every_token_of_the_sign_in() {
    let site = site().await;
    let signed = site.signed_in("ada@example.test").await;
    assert_eq!(site.as_user(&token(&signed), request("POST", "/auth/logout")).await.status, 204);
    assert_eq!(site.as_user(&token(&signed), request("GET", "/me")).await.kind(), "unauthenticated");
    let refresh = json!({"refresh_token": signed["refresh_token"]});
    assert_eq!(site.post("/auth/refresh", refresh).await.kind(), "unauthenticated");
    assert_eq!(site.post("/auth/logout", json!({"refresh_token": "x"})).await.kind(), "unauthenticated");
    assert_eq!(site.send(request("POST", "/auth/logout")).await.kind(), "unauthenticated");
}

#[actix_web::test]
async fn a_refresh_token_alone_can_sign_out() {
    let site = site().await;
    let signed = site.signed_in("ada@example.test").await;
    let refresh = json!({"refresh_token": signed["refresh_token"]});
    assert_eq!(site.post("/auth/logout", refresh).await.status, 204);
    assert_eq!(site.as_user(&token(&signed), request("GET", "/me")).await.kind(), "unauthenticated");
}

#[actix_web::test]
async fn another_device_can_be_signed_out_from_this_one() {
    let site = site().await;
    let here = site.signed_in("ada@example.test").await;
    site.house.clock.advance(Duration::seconds(1));
    let there = site.post("/auth/login", json!({"email": "ada@example.test", "password": PASSWORD})).await.json();
    let list = site.as_user(&token(&here), request("GET", "/me/sessions")).await.json();
    assert_eq!(list["total"], 2);
    let other = list["items"].as_array().unwrap().iter().find(|item| item["current"] == false).unwrap();
    let path = format!("/me/sessions/{}", other["id"].as_str().unwrap());
    assert_eq!(site.as_user(&token(&here), request("DELETE", &path)).await.status, 204);
    assert_eq!(site.as_user(&token(&there), request("GET", "/me")).await.kind(), "unauthenticated");
    assert_eq!(site.as_user(&token(&here), request("GET", "/me")).await.status, 200);
    assert_eq!(site.as_user(&token(&here), request("DELETE", &path)).await.kind(), "not-found");
    let stranger = site.signed_in("bob@example.test").await;
    let mine = list["items"].as_array().unwrap().iter().find(|item| item["current"] == true).unwrap();
    let path = format!("/me/sessions/{}", mine["id"].as_str().unwrap());
    assert_eq!(site.as_user(&token(&stranger), request("DELETE", &path)).await.kind(), "not-found");
}

#[actix_web::test]
async fn name_and_language_can_be_changed() {
    let site = site().await;
    let signed = site.signed_in("ada@example.test").await;
    let patch = |body: Value| site_patch(&site, token(&signed), body);
    let changed = patch(json!({"display_name": " Ada Berg ", "locale": "de"})).await;
    assert_eq!((changed.status, changed.json()["display_name"].as_str()), (200, Some("Ada Berg")));
    assert_eq!(changed.json()["locale"], "de");
    assert_eq!(patch(json!({})).await.json(), changed.json());
    let refused = patch(json!({"display_name": "", "locale": "xx"})).await.json();
    assert_eq!(refused["errors"].as_array().unwrap().len(), 2);
    assert_eq!(patch(json!({"email": "x@y.test"})).await.status, 422);
}

async fn site_patch<S, B>(site: &Site<S>, token: String, body: Value) -> Answer
where
    S: Service<actix_http::Request, Response = ServiceResponse<B>, Error = AnyError>,
    B: actix_web::body::MessageBody + 'static,
{
    site.as_user(&token, request("PATCH", "/me").set_json(body)).await
}

#[actix_web::test]
async fn addresses_are_kept_changed_and_removed() {
    let site = site().await;
    let ada = token(&site.signed_in("ada@example.test").await);
    let bob = token(&site.signed_in("bob@example.test").await);
    let added = site.as_user(&ada, request("POST", "/me/addresses").set_json(berlin())).await;
    assert_eq!(added.status, 201);
    let added = added.json();
    assert_eq!(added["country"], "DE");
    let path = format!("/me/addresses/{}", added["id"].as_str().unwrap());

    let changed = site.as_user(&ada, request("PATCH", &path).set_json(json!({"city": "Potsdam", "line2": null}))).await;
    assert_eq!(changed.status, 200);
    let changed = changed.json();
    assert_eq!(
        (&changed["city"], &changed["line2"], &changed["name"]),
        (&json!("Potsdam"), &json!(null), &json!("Ada"))
    );
    let list = site.as_user(&ada, request("GET", "/me/addresses")).await.json();
    assert_eq!((&list["total"], &list["items"][0]), (&json!(1), &changed));

    for (method, body) in [("PATCH", json!({"city": "X"})), ("DELETE", json!({}))] {
        let foreign = site.as_user(&bob, request(method, &path).set_json(body)).await;
        assert_eq!(foreign.kind(), "not-found", "{method}");
    }
    assert_eq!(site.as_user(&bob, request("GET", "/me/addresses")).await.json()["total"], 0);
    assert_eq!(site.as_user(&ada, request("DELETE", &path)).await.status, 204);
    assert_eq!(site.as_user(&ada, request("DELETE", &path)).await.kind(), "not-found");
    assert_eq!(site.as_user(&ada, request("DELETE", "/me/addresses/x")).await.kind(), "not-found");

    let mut wrong = berlin();
    wrong["country"] = json!("XX");
    wrong["city"] = json!("");
    let refused = site.as_user(&ada, request("POST", "/me/addresses").set_json(wrong)).await.json();
    let pointers: Vec<&str> =
        refused["errors"].as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap()).collect();
    assert_eq!(pointers, ["/country", "/city"]);
}

#[actix_web::test]
async fn an_address_added_twice_with_its_key_is_one() {
    let site = site().await;
    let ada = token(&site.signed_in("ada@example.test").await);
    let add = || request("POST", "/me/addresses").insert_header(("idempotency-key", "k")).set_json(berlin());
    let first = site.as_user(&ada, add()).await;
    let again = site.as_user(&ada, add()).await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.json(), again.json());
    assert_eq!(site.as_user(&ada, request("GET", "/me/addresses")).await.json()["total"], 1);
}

#[actix_web::test]
async fn a_node_is_ready_when_all_its_conditions_hold_and_the_database_answers() {
    use std::sync::atomic::Ordering;
    let site = site().await;
    let ready = || site.send(TestRequest::get().uri("/readyz"));
    assert_eq!(ready().await.status, 200);
    site.shared.ready.set("demo", false);
    let waiting = ready().await;
    assert_eq!((waiting.status, waiting.kind().as_str()), (503, "unavailable"));
    assert_eq!(waiting.json()["conditions"]["demo"], false);
    site.shared.ready.set("demo", true);
    assert_eq!(ready().await.status, 200);
    site.house.people.is_away.store(true, Ordering::SeqCst);
    assert_eq!(ready().await.json()["conditions"]["database"], false);
    assert_eq!(site.send(TestRequest::get().uri("/healthz")).await.status, 200, "alive all the same");
}

#[actix_web::test]
async fn the_published_keys_verify_what_was_signed() {
    use jsonwebtoken::jwk::JwkSet;
    use jsonwebtoken::{Algorithm, DecodingKey, Validation};
    let site = site().await;
    let signed = site.signed_in("ada@example.test").await;
    let keys: JwkSet =
        serde_json::from_str(&site.send(TestRequest::get().uri("/.well-known/jwks.json")).await.text).unwrap();
    let kid = jsonwebtoken::decode_header(token(&signed)).unwrap().kid.unwrap();
    let key = DecodingKey::from_jwk(keys.find(&kid).unwrap()).unwrap();
    let mut validation = Validation::new(Algorithm::EdDSA);
    // The house's clock of this test stands in another year.
    validation.validate_exp = false;
    let claims = jsonwebtoken::decode::<Value>(token(&signed), &key, &validation).unwrap().claims;
    assert_eq!(claims["sub"], signed["user"]["id"]);
}
