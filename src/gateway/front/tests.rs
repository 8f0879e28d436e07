//! The layer as a whole, around handlers that stand for the program's own.

use std::sync::atomic::Ordering;

use actix_web::dev::{Service, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, HttpResponse, get, web};
use chrono::Duration;
use impasto_domain::ids::SessionId;
use impasto_domain::ports::Clock;
use serde::Deserialize;

use crate::config::Config;
use crate::gateway::testing::Answer;
use crate::gateway::{Body, Fields, KeyedBody, MaybeBody, Path, Problem, front, unmatched, unrouted};
use crate::identity::account::{self, Registration, SignIn};
use crate::identity::testing::House;
use crate::identity::{Allowed, Caller, Identity, SignedIn, cookies, permission};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    title: String,
}

async fn create(caller: Caller, body: Body<Sent>) -> Result<HttpResponse, Problem> {
    let mut fields = Fields::new();
    fields.line("/title", &body.value.title, 10);
    fields.finish()?;
    Ok(HttpResponse::Created().body(caller.owner.kind()))
}

async fn pay(_: Caller, body: KeyedBody<Sent>) -> HttpResponse {
    HttpResponse::Ok().body(body.key.key + &body.value.title)
}

async fn leave(_: Identity, body: MaybeBody<Sent>) -> HttpResponse {
    HttpResponse::Ok().body(body.value.map(|sent| sent.title).unwrap_or_default())
}

async fn studio(user: Allowed<permission::Studio>, path: Path<SessionId>) -> HttpResponse {
    HttpResponse::Ok().body(format!("{} {}", user.display_name, path.0))
}

#[get("/account")]
async fn me(user: SignedIn) -> HttpResponse {
    HttpResponse::Ok().body(user.display_name.clone())
}

#[get("/me")]
async fn me_there(user: SignedIn) -> HttpResponse {
    HttpResponse::Ok().body(user.display_name.clone())
}

async fn anybody(identity: Identity) -> HttpResponse {
    HttpResponse::Ok().body(identity.owner().map_or("nobody", impasto_domain::owner::Owner::kind))
}

async fn broken() -> HttpResponse {
    HttpResponse::InternalServerError().body("stack trace at /secret/path")
}

struct Site<S> {
    house: House,
    shared: web::Data<crate::gateway::Shared>,
    app: S,
}

async fn site(
    change: impl FnOnce(&mut Config),
) -> Site<
    impl Service<
        actix_http::Request,
        Response = ServiceResponse<impl actix_web::body::MessageBody>,
        Error = actix_web::Error,
    >,
> {
    let house = House::new();
    let shared = web::Data::new(house.shared(change).await);
    let app = App::new()
        .app_data(shared.clone())
        .service(web::resource("/works").route(web::post().to(create)).route(web::get().to(anybody)))
        .service(web::resource("/pay").route(web::post().to(pay)))
        .service(web::resource("/leave").route(web::post().to(leave)))
        .service(web::resource("/studio/{id}").route(web::get().to(studio)))
        .service(me)
        .service(web::resource("/static/file").route(web::get().to(anybody)))
        .service(web::resource("/broken").route(web::get().to(broken)))
        .service(web::scope("/scope").service(me_there).service(unmatched()))
        .service(unmatched())
        .default_service(unrouted())
        .wrap(from_fn(front));
    let app = init_service(app).await;
    Site { house, shared, app }
}

async fn send<S, B>(site: &Site<S>, request: TestRequest) -> Answer
where
    S: Service<actix_http::Request, Response = ServiceResponse<B>, Error = actix_web::Error>,
    B: actix_web::body::MessageBody + 'static,
{
    Answer::of(&site.app, request).await
}

async fn signed_in<S>(site: &Site<S>, is_artist: bool) -> SignIn {
    let wanted = Registration {
        email: "ada@example.test".into(),
        password: "correct horse battery".into(),
        display_name: "Ada".into(),
        is_artist,
    };
    let user = account::register(&site.shared, &wanted, None, None).await.unwrap();
    account::begin(&site.shared, user, "test").await.unwrap()
}

fn bearer(request: TestRequest, signed: &SignIn) -> TestRequest {
    request.insert_header(("authorization", format!("Bearer {}", signed.access_token)))
}

#[actix_web::test]
async fn every_answer_has_an_id_and_the_security_headers() {
    let site = site(|_| {}).await;
    for request in [TestRequest::get().uri("/works"), TestRequest::get().uri("/nowhere")] {
        let answer = send(&site, request.insert_header(("x-request-id", "my-id"))).await;
        assert_eq!(answer.headers.get("x-request-id").unwrap(), "my-id");
        for name in [
            "content-security-policy",
            "x-content-type-options",
            "referrer-policy",
            "permissions-policy",
            "cache-control",
        ] {
            assert!(answer.headers.contains_key(name), "{name}");
        }
    }
}

#[actix_web::test]
async fn the_checks_come_in_the_order_of_the_contract() {
    let site = site(|_| {}).await;
    let (_, visitor) = account::new_visitor(&site.shared).unwrap();
    let post = |uri: &str| TestRequest::post().uri(uri).insert_header(("content-type", "application/json"));
    let known = |request: TestRequest| request.insert_header(("x-visitor", visitor.clone()));

    assert_eq!(send(&site, post("/nowhere").set_payload("{")).await.kind(), "not-found");
    let wrong = send(&site, TestRequest::delete().uri("/works").set_payload("{")).await;
    assert_eq!(wrong.kind(), "method-not-allowed");
    let allow = wrong.headers.get("allow").unwrap().to_str().unwrap();
    assert!(allow.contains("GET") && allow.contains("POST") && allow.contains("HEAD"), "{allow}");
    assert_eq!(send(&site, post("/works").set_payload("{")).await.kind(), "unauthenticated");
    assert_eq!(send(&site, known(post("/works")).set_payload("{")).await.kind(), "malformed");
    let text = TestRequest::post().uri("/works").insert_header(("content-type", "text/plain"));
    assert_eq!(send(&site, known(text).set_payload("{}")).await.kind(), "unsupported-media-type");
    let unknown = send(&site, known(post("/works")).set_payload(r#"{"title":"a","x":1}"#)).await;
    assert_eq!((unknown.kind().as_str(), unknown.status), ("invalid-fields", 422));
    assert_eq!(unknown.json()["errors"][0]["pointer"], "/x");
    assert_eq!(send(&site, known(post("/works")).set_payload(r#"{"title":""}"#)).await.status, 422);
    assert_eq!(send(&site, known(post("/works")).set_payload(r#"{"title":"a"}"#)).await.text, "visitor");

    assert_eq!(send(&site, known(post("/pay")).set_payload("{")).await.kind(), "malformed");
    assert_eq!(send(&site, known(post("/pay")).set_payload("{}")).await.kind(), "idempotency-key-required");
    let keyed = known(post("/pay")).insert_header(("idempotency-key", "k1"));
    assert_eq!(send(&site, keyed.set_payload("{}")).await.kind(), "invalid-fields");
    let keyed = known(post("/pay")).insert_header(("idempotency-key", "k1"));
    assert_eq!(send(&site, keyed.set_payload(r#"{"title":"a"}"#)).await.text, "k1a");
}

#[actix_web::test]
async fn a_method_that_a_path_does_not_take_is_told_from_a_path_that_is_not() {
    let site = site(|_| {}).await;
    for (path, status, kind) in [
        ("/account", 405, "method-not-allowed"),
        ("/works", 405, "method-not-allowed"),
        ("/scope/me", 405, "method-not-allowed"),
        ("/nowhere", 404, "not-found"),
        ("/scope/nowhere", 404, "not-found"),
        ("/scope", 404, "not-found"),
    ] {
        let answer = send(&site, TestRequest::delete().uri(path)).await;
        assert_eq!((answer.status, answer.kind().as_str()), (status, kind), "{path}");
        assert_eq!(answer.headers.contains_key("allow"), status == 405, "{path}");
    }
}

#[actix_web::test]
async fn a_body_that_may_be_left_out_may_be_left_out() {
    let site = site(|_| {}).await;
    assert_eq!(send(&site, TestRequest::post().uri("/leave")).await.status, 200);
    let sent = TestRequest::post().uri("/leave").insert_header(("content-type", "application/json"));
    assert_eq!(send(&site, sent.set_payload(r#"{"title":"a"}"#)).await.text, "a");
    let empty = TestRequest::post().uri("/leave").insert_header(("content-type", "application/json"));
    assert_eq!(send(&site, empty.insert_header(("content-length", "0"))).await.status, 200);
}

#[actix_web::test]
async fn a_body_over_the_limit_is_too_large() {
    let site = site(|config| config.limits.json_bytes = 2_000).await;
    let (_, visitor) = account::new_visitor(&site.shared).unwrap();
    let request = TestRequest::post()
        .uri("/works")
        .insert_header(("x-visitor", visitor))
        .insert_header(("content-type", "application/json"));
    let answer = send(&site, request.set_payload(vec![b' '; 2_001])).await;
    assert_eq!((answer.kind().as_str(), answer.status), ("too-large", 413));
}

#[actix_web::test]
async fn head_goes_where_get_goes() {
    let site = site(|_| {}).await;
    let request = TestRequest::default().method(actix_web::http::Method::HEAD).uri("/works");
    assert_eq!(send(&site, request).await.status, 200);
}

#[actix_web::test]
async fn who_asks_for_html_gets_a_page() {
    let site = site(|_| {}).await;
    let accept = ("accept", "text/html,*/*;q=0.8");
    let answer = send(&site, TestRequest::get().uri("/nowhere").insert_header(accept)).await;
    assert_eq!(answer.status, 404);
    assert!(answer.text.starts_with("<!doctype html>"));
    assert!(answer.headers.get("content-type").unwrap().to_str().unwrap().starts_with("text/html"));
}

#[actix_web::test]
async fn a_failure_below_shows_nothing_of_its_inside() {
    let site = site(|_| {}).await;
    let answer = send(&site, TestRequest::get().uri("/broken")).await;
    assert_eq!(answer.status, 500);
    assert_eq!(answer.json()["type"], "about:blank");
    assert!(!answer.text.contains("secret"));
}

#[actix_web::test]
async fn roles_are_told_apart_from_strangers() {
    let site = site(|_| {}).await;
    let id = uuid::Uuid::nil();
    let uri = format!("/studio/{id}");
    assert_eq!(send(&site, TestRequest::get().uri(&uri)).await.kind(), "unauthenticated");
    let customer = signed_in(&site, false).await;
    let refused = send(&site, bearer(TestRequest::get().uri(&uri), &customer)).await;
    assert_eq!((refused.kind().as_str(), refused.status), ("forbidden", 403));
    assert_eq!(send(&site, bearer(TestRequest::get().uri("/account"), &customer)).await.text, "Ada");

    let other = self::site(|_| {}).await;
    let artist = signed_in(&other, true).await;
    assert_eq!(send(&other, bearer(TestRequest::get().uri(&uri), &artist)).await.text, format!("Ada {id}"));
    assert_eq!(send(&other, bearer(TestRequest::get().uri("/studio/x"), &artist)).await.kind(), "not-found");
}

#[actix_web::test]
async fn a_bearer_token_wins_over_the_visitor_header_and_a_bad_one_is_refused() {
    let site = site(|_| {}).await;
    let signed = signed_in(&site, false).await;
    let (_, visitor) = account::new_visitor(&site.shared).unwrap();
    let both = bearer(TestRequest::get().uri("/works"), &signed).insert_header(("x-visitor", visitor.clone()));
    assert_eq!(send(&site, both).await.text, "user");
    let bad = TestRequest::get()
        .uri("/works")
        .insert_header(("authorization", "Bearer x"))
        .insert_header(("x-visitor", visitor.clone()));
    let bad = send(&site, bad).await;
    assert_eq!(bad.kind(), "unauthenticated");
    assert!(bad.headers.contains_key("www-authenticate"));
    let bad = TestRequest::get().uri("/works").insert_header(("x-visitor", format!("{visitor}x")));
    assert_eq!(send(&site, bad).await.kind(), "unauthenticated");
    let proxys_own = TestRequest::get()
        .uri("/works")
        .insert_header(("authorization", "Basic dTpw"))
        .insert_header(("x-visitor", visitor));
    assert_eq!(send(&site, proxys_own).await.text, "visitor");
}

#[actix_web::test]
async fn a_revoked_sign_in_is_refused_at_once() {
    let site = site(|_| {}).await;
    let signed = signed_in(&site, false).await;
    assert_eq!(send(&site, bearer(TestRequest::get().uri("/account"), &signed)).await.status, 200);
    account::sign_out(&site.shared, signed.claims.session_id, signed.user.id).await.unwrap();
    assert_eq!(send(&site, bearer(TestRequest::get().uri("/account"), &signed)).await.kind(), "unauthenticated");
    // A node that starts later has not seen the event, and refuses as well.
    let later = web::Data::new(site.house.shared(|_| {}).await);
    assert!(later.revoked.contains(signed.claims.session_id));
}

#[actix_web::test]
async fn a_change_with_cookies_needs_the_sites_own_origin() {
    let site = site(|_| {}).await;
    let signed = signed_in(&site, false).await;
    let change = || {
        TestRequest::post()
            .uri("/works")
            .insert_header(("cookie", format!("{}={}", cookies::ACCESS, signed.access_token)))
            .insert_header(("content-type", "application/json"))
            .insert_header(("host", "gallery.example"))
            .set_payload(r#"{"title":"a"}"#)
    };
    assert_eq!(send(&site, change()).await.kind(), "forbidden");
    assert_eq!(send(&site, change().insert_header(("sec-fetch-site", "cross-site"))).await.kind(), "forbidden");
    assert_eq!(send(&site, change().insert_header(("origin", "https://evil.example"))).await.kind(), "forbidden");
    assert_eq!(send(&site, change().insert_header(("sec-fetch-site", "same-origin"))).await.text, "user");
    assert_eq!(send(&site, change().insert_header(("origin", "http://gallery.example"))).await.text, "user");
    let read = TestRequest::get()
        .uri("/account")
        .insert_header(("cookie", format!("{}={}", cookies::ACCESS, signed.access_token)));
    assert_eq!(send(&site, read).await.text, "Ada", "reading needs no origin");
}

#[actix_web::test]
async fn a_form_from_another_site_cannot_even_act_for_nobody() {
    let site = site(|_| {}).await;
    let form = TestRequest::post().uri("/leave").insert_header(("content-type", "application/x-www-form-urlencoded"));
    let answer = send(&site, form.insert_header(("sec-fetch-site", "cross-site")).set_payload("a=1")).await;
    assert_eq!(answer.kind(), "forbidden");
}

#[actix_web::test]
async fn a_browser_that_comes_back_is_renewed_while_it_browses() {
    let site = site(|_| {}).await;
    let signed = signed_in(&site, false).await;
    site.house.clock.advance(Duration::minutes(20));
    let line = format!("{}={}; {}={}", cookies::ACCESS, signed.access_token, cookies::REFRESH, signed.refresh_token);
    let page = || TestRequest::get().uri("/account").insert_header(("cookie", line.clone()));
    let first = send(&site, page()).await;
    assert_eq!(first.text, "Ada");
    let renewed = first.cookies();
    assert!(renewed.iter().any(|c| c.starts_with("impasto_access=ey")), "{renewed:?}");
    let refresh = |cookies: &[String]| cookies.iter().find(|c| c.starts_with("impasto_refresh=")).cloned().unwrap();
    // A second tab with the same old cookie gets the same successor.
    site.house.clock.advance(Duration::seconds(20));
    let second = send(&site, page()).await;
    assert_eq!(second.text, "Ada");
    assert_eq!(refresh(&second.cookies()), refresh(&renewed));
    // Much later it can only be a stolen one: the sign-in ends, cookies go.
    site.house.clock.advance(Duration::seconds(60));
    let stolen = send(&site, page()).await;
    assert_eq!(stolen.status, 401);
    assert!(refresh(&stolen.cookies()).contains("Max-Age=0"));
    let token = renewed.iter().find_map(|c| c.strip_prefix("impasto_refresh=")?.split(';').next()).unwrap();
    assert!(account::refresh(&site.shared, token).await.is_err(), "its successor is worth nothing either");
}

#[actix_web::test]
async fn files_cost_no_renewal() {
    let site = site(|_| {}).await;
    let signed = signed_in(&site, false).await;
    let line = format!("{}={}", cookies::REFRESH, signed.refresh_token);
    let answer = send(&site, TestRequest::get().uri("/static/file").insert_header(("cookie", line))).await;
    assert_eq!((answer.text.as_str(), answer.cookies().len()), ("nobody", 0));
}

#[actix_web::test]
async fn with_the_database_away_pages_for_anybody_still_open() {
    let site = site(|_| {}).await;
    let signed = signed_in(&site, false).await;
    site.house.people.is_away.store(true, Ordering::SeqCst);
    let line = format!("{}={}", cookies::REFRESH, signed.refresh_token);
    let get = |uri: &str| TestRequest::get().uri(uri).insert_header(("cookie", line.clone()));
    let page = send(&site, get("/works")).await;
    assert_eq!((page.status, page.cookies().len()), (200, 0), "and the cookies stay");
    let refused = send(&site, get("/account")).await;
    assert_eq!(refused.kind(), "unavailable");
    assert!(refused.headers.contains_key("retry-after"));
}

#[actix_web::test]
async fn a_visitors_cookie_is_written_anew_once_it_is_old() {
    let site = site(|_| {}).await;
    let (id, token) = account::new_visitor(&site.shared).unwrap();
    let get = |token: &str| {
        TestRequest::get().uri("/works").insert_header(("cookie", format!("{}={token}", cookies::VISITOR)))
    };
    let young = send(&site, get(&token)).await;
    assert_eq!((young.text.as_str(), young.cookies().len()), ("visitor", 0));
    site.house.clock.advance(Duration::days(31));
    let old = send(&site, get(&token)).await;
    assert_eq!(old.text, "visitor");
    let renewed = old
        .cookies()
        .iter()
        .find_map(|c| c.strip_prefix("impasto_visitor=")?.split(';').next().map(str::to_owned))
        .unwrap();
    let now = site.house.clock.now();
    let claims = crate::identity::visitor::verify(&site.shared.keys.known(), &renewed, now, Duration::days(1)).unwrap();
    assert_eq!(claims.visitor_id, id);
    let bad = send(&site, get("v1.rubbish")).await;
    assert_eq!(bad.text, "nobody");
    assert!(bad.cookies()[0].contains("Max-Age=0"));
}

#[actix_web::test]
async fn a_token_of_another_node_is_accepted_even_when_its_key_is_new() {
    let site = site(|_| {}).await;
    let other = site.house.shared(|_| {}).await;
    let user = signed_in(&site, false).await.user;
    site.house.clock.advance(Duration::days(100));
    other.maintain().await.unwrap();
    site.house.clock.advance(Duration::seconds(61));
    let signed = account::begin(&other, user, "test").await.unwrap();
    assert_eq!(send(&site, bearer(TestRequest::get().uri("/account"), &signed)).await.text, "Ada");
}

#[actix_web::test]
async fn too_many_requests_of_one_address_are_told_to_wait() {
    let site = site(|config| {
        config.limits.address_per_second = 1;
        config.limits.address_burst = 3;
    })
    .await;
    let peer = "9.9.9.9:1000".parse().unwrap();
    for _ in 0..3 {
        assert_eq!(send(&site, TestRequest::get().uri("/works").peer_addr(peer)).await.status, 200);
    }
    let refused = send(&site, TestRequest::get().uri("/works").peer_addr(peer)).await;
    assert_eq!(refused.kind(), "rate-limited");
    assert!(refused.headers.contains_key("retry-after"));
    let other = "9.9.9.8:1000".parse().unwrap();
    assert_eq!(send(&site, TestRequest::get().uri("/works").peer_addr(other)).await.status, 200);
}

#[actix_web::test]
async fn preflights_are_answered_before_routing() {
    let site = site(|config| config.cors.allowed_origins = vec!["https://shop.example".parse().unwrap()]).await;
    let preflight = TestRequest::default()
        .method(actix_web::http::Method::OPTIONS)
        .uri("/works")
        .insert_header(("origin", "https://shop.example"))
        .insert_header(("access-control-request-method", "POST"));
    let answer = send(&site, preflight).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.headers.get("access-control-allow-origin").unwrap(), "https://shop.example");
    let read = send(&site, TestRequest::get().uri("/works").insert_header(("origin", "https://shop.example"))).await;
    assert_eq!(read.headers.get("access-control-allow-origin").unwrap(), "https://shop.example");
    let foreign = send(&site, TestRequest::get().uri("/works").insert_header(("origin", "https://evil.example"))).await;
    assert!(!foreign.headers.contains_key("access-control-allow-origin"));
}
