//! The descriptions: `/api/openapi.json` and Swagger UI at `/api/docs`, `/api/asyncapi.json` for the sockets.
//! Made from the handlers themselves, so that they cannot drift from the code.

use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::middleware::DefaultHeaders;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get};
use utoipa::openapi::path::{ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{Components, ContentBuilder, OpenApi, RefOr, Required, ResponseBuilder};
use utoipa::{OpenApi as _, PartialSchema, ToSchema};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::gateway::conditional;
use crate::gateway::problem::{FieldError, PROBLEM_JSON};

/// The header that names a call.
const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// What Swagger UI needs beyond the site's own policy: it sets styles from its script.
const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Calls that change something, or may, and take no idempotency key. To repeat them does nothing more by their nature, except
/// for those that give tokens, which nobody keeps, and for an import that was told to make works a second time.
const WITHOUT_KEY: [(&str, &str); 17] = [
    ("POST", "/api/v1/webhooks/tracking"),
    ("POST", "/api/v1/auth/login"),
    ("POST", "/api/v1/auth/refresh"),
    ("POST", "/api/v1/auth/logout"),
    ("POST", "/api/v1/visitors"),
    ("DELETE", "/api/v1/me/sessions/{id}"),
    ("POST", "/api/v1/checkout/quote"),
    ("POST", "/api/v1/orders/{id}/payments/{payment_id}/confirm"),
    ("POST", "/api/v1/test-payments/{payment_id}/authorize"),
    ("POST", "/api/v1/studio/import"),
    ("POST", "/api/v1/admin/orders/{id}/refund/preview"),
    ("POST", "/api/v1/admin/orders/{id}/payments/{payment_id}/confirm"),
    ("POST", "/api/v1/admin/artworks/{id}/reviewing"),
    ("PUT", "/api/v1/admin/settings/logo"),
    ("POST", "/api/v1/webhooks/{provider}"),
    ("POST", "/api/v1/admin/webhook-inbox/{id}/redeliver"),
    ("POST", "/api/v1/admin/months/{month}/reconcile"),
];

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    let ui = SwaggerUi::new("/{_:.*}").config(Config::new(["/api/openapi.json"]).validator_url("none"));
    service.service(document_json).service(sockets_json).service(docs).service(
        web::scope("/api/docs")
            .wrap(DefaultHeaders::new().add((header::CONTENT_SECURITY_POLICY, DOCS_POLICY)))
            .service(ui),
    );
}

/// The whole description of the HTTP API.
#[must_use]
pub fn document() -> OpenApi {
    let mut document = Root::openapi();
    for part in parts() {
        document.merge(part);
    }
    let components = document.components.get_or_insert_with(Components::new);
    for (name, schema) in [(Problem::name(), Problem::schema()), (FieldError::name(), FieldError::schema())] {
        components.schemas.insert(name.into_owned(), schema);
    }
    components.add_security_scheme(
        "bearer",
        SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build()),
    );
    components.add_security_scheme("visitor", SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new("X-Visitor"))));
    // Either token or none: which calls need one, their 401 says.
    let schemes = ["bearer", "visitor"].map(|name| SecurityRequirement::new(name, Vec::<String>::new()));
    document.security = Some(schemes.into_iter().chain([SecurityRequirement::default()]).collect());
    describe_keys(&mut document);
    describe_problems(&mut document);
    document
}

fn parts() -> Vec<OpenApi> {
    vec![
        super::auth::Doc::openapi(),
        super::mailed::Doc::openapi(),
        super::visitors::Doc::openapi(),
        super::me::Doc::openapi(),
        super::config::Doc::openapi(),
        super::health::Doc::openapi(),
        super::well_known::Doc::openapi(),
        super::artworks::Doc::openapi(),
        super::search::Doc::openapi(),
        super::wishlist::Doc::openapi(),
        super::copies::Doc::openapi(),
        super::cart::Doc::openapi(),
        super::checkout::Doc::openapi(),
        super::order_links::Doc::openapi(),
        super::orders::Doc::openapi(),
        super::certificates::Doc::openapi(),
        super::seller::Doc::openapi(),
        super::sellers::Doc::openapi(),
        super::seller_terms::Doc::openapi(),
        super::seller_shipping::Doc::openapi(),
        super::members::Doc::openapi(),
        super::studio::Doc::openapi(),
        super::shipments::Doc::openapi(),
        super::packing_slips::Doc::openapi(),
        super::books::Doc::openapi(),
        super::stock_book::Doc::openapi(),
        super::tracking::Doc::openapi(),
        super::images::Doc::openapi(),
        super::import::Doc::openapi(),
        super::stock_import::Doc::openapi(),
        super::admin::Doc::openapi(),
        super::audit::Doc::openapi(),
        super::collections::Doc::openapi(),
        super::find::Doc::openapi(),
        super::health_board::Doc::openapi(),
        super::reports::Doc::openapi(),
        super::refunds::Doc::openapi(),
        super::returns::Doc::openapi(),
        super::disputes::Doc::openapi(),
        super::ledger::Doc::openapi(),
        super::return_photos::Doc::openapi(),
        super::jobs::Doc::openapi(),
        super::webhooks::Doc::openapi(),
        super::payouts::Doc::openapi(),
        super::studio_payouts::Doc::openapi(),
        super::months::Doc::openapi(),
        super::bank_transfers::Doc::openapi(),
        super::people::Doc::openapi(),
        super::review::Doc::openapi(),
        super::settings::history::Doc::openapi(),
        super::settings::logo::Doc::openapi(),
        super::settings::tables::Doc::openapi(),
        super::settings::whole::Doc::openapi(),
        super::webhook_inbox::Doc::openapi(),
        crate::live::Doc::openapi(),
    ]
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Impasto",
        description = "A real-time art marketplace. Errors are RFC 9457 problems; money is in minor units; lengths are in \
            centimetres; times are RFC 3339 in UTC. Sockets are described in /api/asyncapi.json. A call that takes an \
            Idempotency-Key is carried out once under it: for 24 hours the same caller gets the first answer when the call is \
            sent again, and with another path or body a 422 idempotency-mismatch. Other calls ignore the header: to repeat \
            them does nothing more, or, where they give tokens, gives others."
    ),
    tags(
        (name = "artworks", description = "Works, editions, artists"),
        (name = "cart", description = "The cart, whose lines hold copies"),
        (name = "checkout", description = "Quotes, orders, payments"),
        (name = "orders", description = "Orders and their documents"),
        (name = "auth", description = "Accounts, sign-ins, visitors"),
        (name = "me", description = "The signed-in person"),
        (name = "studio", description = "What artists do"),
        (name = "admin", description = "What runs the house"),
        (name = "webhooks", description = "What others tell the house, signed"),
        (name = "house", description = "What a client needs to know before it starts"),
        (name = "live", description = "What happens, as it happens"),
        (name = "operations", description = "For load balancers and operators"),
    )
)]
struct Root;

/// What every answer of status 400 or more is.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes what `gateway::problem` writes")]
struct Problem {
    /// One of a closed list, each with a page of its own: `/problems/sold-out`. `about:blank` for failures without one.
    r#type: String,
    /// The same for every occurrence of the type.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What happened here, for people, in English.
    detail: Option<String>,
    /// The same in the language of the request (`Accept-Language`, the cookie, the account's), unless that is English.
    told: Option<String>,
    /// The id of the request, as in `X-Request-Id`.
    instance: Option<String>,
    /// Fields that are not acceptable.
    errors: Option<Vec<FieldError>>,
}

/// Gives every call that takes an idempotency key the header, and the failure that a key can bring.
fn describe_keys(document: &mut OpenApi) {
    for (path, item) in document.paths.paths.iter_mut() {
        let operations = [
            ("POST", &mut item.post),
            ("PUT", &mut item.put),
            ("PATCH", &mut item.patch),
            ("DELETE", &mut item.delete),
        ];
        for (method, operation) in operations {
            let Some(operation) = operation.as_mut().filter(|_| !WITHOUT_KEY.contains(&(method, path.as_str()))) else {
                continue;
            };
            let parameters = operation.parameters.get_or_insert_default();
            let is_key = |known: &RefOr<utoipa::openapi::path::Parameter>| matches!(known, RefOr::T(known) if known.name == IDEMPOTENCY_KEY);
            // Where it is required, the call says so itself.
            if !parameters.iter().any(is_key) {
                let header = ParameterBuilder::new()
                    .name(IDEMPOTENCY_KEY)
                    .parameter_in(ParameterIn::Header)
                    .required(Required::False)
                    .description(Some(
                        "The caller's own name for this call: sent again under it, it is carried out once.",
                    ))
                    .schema(Some(ObjectBuilder::new().schema_type(Type::String).max_length(Some(255))));
                parameters.push(RefOr::T(header.build()));
            }
            let mismatch = || RefOr::T(ResponseBuilder::new().description("idempotency-mismatch").build());
            operation.responses.responses.entry("422".to_owned()).or_insert_with(mismatch);
        }
    }
}

/// Gives every described failure the problem as its body, and every call the failures that any call can have.
fn describe_problems(document: &mut OpenApi) {
    let body = || {
        let schema = utoipa::openapi::Ref::from_schema_name(Problem::name());
        ContentBuilder::new().schema(Some(schema)).build()
    };
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            let responses = &mut operation.responses.responses;
            for (status, about) in [("429", "rate-limited"), ("503", "unavailable")] {
                let missing = || RefOr::T(ResponseBuilder::new().description(about).build());
                responses.entry(status.to_owned()).or_insert_with(missing);
            }
            for (status, response) in responses.iter_mut() {
                if let RefOr::T(response) = response
                    && status.starts_with(['4', '5'])
                    && response.content.is_empty()
                {
                    response.content.insert(PROBLEM_JSON.to_owned(), body().into());
                }
            }
        }
    }
}

static DOCUMENT: LazyLock<Fixed> = LazyLock::new(|| Fixed::new(document().to_json().unwrap_or_default()));
static SOCKETS: LazyLock<Fixed> = LazyLock::new(|| Fixed::new(sockets().to_string()));

/// The whole description of the sockets.
fn sockets() -> serde_json::Value {
    let components = serde_json::to_value(document().components).unwrap_or_default();
    crate::live::asyncapi(components["schemas"].as_object().cloned().unwrap_or_default())
}

#[get("/api/openapi.json")]
async fn document_json(request: HttpRequest) -> HttpResponse {
    json(&request, &DOCUMENT)
}

#[get("/api/asyncapi.json")]
async fn sockets_json(request: HttpRequest) -> HttpResponse {
    json(&request, &SOCKETS)
}

#[get("/api/docs")]
async fn docs() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/api/docs/")).finish()
}

/// A text that stays as long as the program does, with its entity tag.
struct Fixed {
    text: String,
    etag: String,
}

impl Fixed {
    fn new(text: String) -> Self {
        Self { etag: conditional::tag_of(text.as_bytes()), text }
    }
}

fn json(request: &HttpRequest, fixed: &'static Fixed) -> HttpResponse {
    conditional::answer(request, &fixed.etag, "public, max-age=300", |answer| {
        answer.content_type("application/json").body(fixed.text.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_and_snapshot_of_the_sockets_is_described() {
        fn check(document: &serde_json::Value, part: &serde_json::Value, found: &mut usize) {
            match part {
                serde_json::Value::Object(members) => {
                    if let Some(target) = members.get("$ref").and_then(serde_json::Value::as_str) {
                        assert!(document.pointer(&target[1..]).is_some(), "{target} leads nowhere");
                        *found += 1;
                    }
                    members.values().for_each(|member| check(document, member, found));
                }
                serde_json::Value::Array(items) => items.iter().for_each(|item| check(document, item, found)),
                _ => {}
            }
        }
        let document = sockets();
        let mut found = 0;
        check(&document, &document, &mut found);
        assert!(found > 60, "{found}");
        let messages = document["components"]["messages"].as_object().unwrap();
        for (name, kind) in
            [("artwork_stock", "stock"), ("seller_sales_sale", "sale"), ("presence_presence", "presence")]
        {
            assert_eq!(messages[name]["payload"]["properties"]["type"]["const"], kind);
        }
    }

    #[test]
    fn every_described_failure_is_a_problem() {
        let document = serde_json::to_value(document()).unwrap();
        let paths = document["paths"].as_object().unwrap();
        assert!(paths.contains_key("/api/v1/auth/login"));
        for (path, item) in paths {
            for (method, operation) in item.as_object().unwrap() {
                for (status, response) in operation["responses"].as_object().unwrap() {
                    if status.starts_with('4') || status.starts_with('5') {
                        assert!(
                            response["content"]["application/problem+json"].is_object(),
                            "{method} {path} {status}"
                        );
                    }
                }
            }
        }
        assert!(document["components"]["schemas"]["Problem"].is_object());
    }

    #[test]
    fn every_call_that_changes_something_takes_a_key_unless_it_is_told_why_not() {
        let document = serde_json::to_value(document()).unwrap();
        let mut without = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap().iter().filter(|(method, _)| *method != "get") {
                let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
                let keys: Vec<_> = parameters.iter().filter(|known| known["name"] == IDEMPOTENCY_KEY).collect();
                match keys.as_slice() {
                    [] => without.push((method.to_uppercase(), path.clone())),
                    [key] => {
                        assert_eq!(key["in"], "header", "{method} {path}");
                        assert!(operation["responses"]["422"].is_object(), "{method} {path}");
                    }
                    _ => panic!("{method} {path} has the header twice"),
                }
            }
        }
        let mut told: Vec<_> =
            WITHOUT_KEY.iter().map(|(method, path)| ((*method).to_owned(), (*path).to_owned())).collect();
        told.sort_unstable();
        without.sort_unstable();
        assert_eq!(without, told);
        let checkout = &document["paths"]["/api/v1/checkout"]["post"]["parameters"];
        let key = checkout.as_array().unwrap().iter().find(|known| known["name"] == IDEMPOTENCY_KEY);
        assert_eq!(key.unwrap()["required"], true);
    }

    #[test]
    fn nothing_that_the_description_points_to_is_missing() {
        let document = serde_json::to_value(document()).unwrap();
        let text = document.to_string();
        for pointer in text.split("\"$ref\":\"#").skip(1) {
            let pointer = pointer.split('"').next().unwrap();
            assert!(document.pointer(pointer).is_some(), "{pointer}");
        }
    }

    #[actix_web::test]
    async fn the_documentation_has_a_policy_of_its_own_and_shows_our_description() {
        use crate::gateway::testing::Answer;
        use actix_web::test::{TestRequest, init_service};
        let app = init_service(actix_web::App::new().configure(routes)).await;
        let page = Answer::of(&app, TestRequest::get().uri("/api/docs/")).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.header("content-security-policy"), DOCS_POLICY);
        assert!(!page.text.contains("<script>"), "nothing inline: the policy would stop it");
        let start = Answer::of(&app, TestRequest::get().uri("/api/docs/swagger-initializer.js")).await;
        assert!(start.text.contains("/api/openapi.json"), "{}", start.text);
        let short = Answer::of(&app, TestRequest::get().uri("/api/docs")).await;
        assert_eq!((short.status, short.header("location")), (308, "/api/docs/"));
        for path in ["/api/openapi.json", "/api/asyncapi.json"] {
            let text = Answer::of(&app, TestRequest::get().uri(path)).await;
            assert_eq!((text.status, text.header("content-type")), (200, "application/json"));
            assert!(text.json().is_object());
        }
    }
}
