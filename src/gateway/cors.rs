//! CORS: which other sites' pages may call the API. Exact origins, bearer tokens only: cookies stay at home.
//! Knows the configuration and the headers; knows nothing of a particular route.

use actix_web::HttpResponse;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderValue};

use crate::config::Config;

/// What a page of another site may send.
const METHODS: &str = "GET, HEAD, POST, PUT, PATCH, DELETE";
const SENT: &str = "authorization, content-type, idempotency-key, if-match, if-none-match, x-request-id, x-visitor";
/// What it may read beside the usual.
const READ: &str = "etag, location, retry-after, x-request-id";

/// The answer to a preflight; `None` when the request is none.
#[must_use]
pub fn preflight(config: &Config, method: &Method, headers: &HeaderMap) -> Option<HttpResponse> {
    if method != Method::OPTIONS || !headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
        return None;
    }
    let mut answer = HttpResponse::NoContent();
    answer.insert_header((header::VARY, "Origin"));
    // An origin that is not allowed gets an answer without permission, which the browser understands.
    if let Some(origin) = allowed(config, headers) {
        answer
            .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone()))
            .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, METHODS))
            .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, SENT))
            .insert_header((header::ACCESS_CONTROL_MAX_AGE, 600));
    }
    Some(answer.finish())
}

/// Lets the page of an allowed origin read an answer. Without configured origins no answer depends on who asks.
pub fn permit(config: &Config, asked: &HeaderMap, answer: &mut HeaderMap) {
    if config.cors.allowed_origins.is_empty() {
        return;
    }
    answer.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = allowed(config, asked) {
        answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        answer.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(READ));
    }
}

fn allowed<'a>(config: &Config, headers: &'a HeaderMap) -> Option<&'a HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    let is_allowed = config.cors.allowed_origins.iter().any(|allowed| allowed.origin().as_bytes() == origin.as_bytes());
    is_allowed.then_some(origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(origin: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
        headers.insert(header::ACCESS_CONTROL_REQUEST_METHOD, HeaderValue::from_static("POST"));
        headers
    }

    fn config() -> Config {
        let mut config = Config::default();
        config.cors.allowed_origins = vec!["https://shop.example".parse().unwrap()];
        config
    }

    #[test]
    fn only_exact_origins_are_allowed() {
        let config = config();
        for (origin, good) in [
            ("https://shop.example", true),
            ("https://shop.example.evil.test", false),
            ("http://shop.example", false),
            ("null", false),
        ] {
            let answer = preflight(&config, &Method::OPTIONS, &asked(origin)).unwrap();
            assert_eq!(answer.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN), good, "{origin}");
            let mut headers = HeaderMap::new();
            permit(&config, &asked(origin), &mut headers);
            assert_eq!(headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN), good, "{origin}");
            assert!(!headers.contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS));
        }
    }

    #[test]
    fn other_requests_are_no_preflights() {
        assert!(preflight(&config(), &Method::POST, &asked("https://shop.example")).is_none());
        assert!(preflight(&config(), &Method::OPTIONS, &HeaderMap::new()).is_none());
    }
}
