//! Conditional reads: entity tags, `If-None-Match`, and how long an answer may be kept.
//! Knows nothing of what is read. A 304 carries the same `Cache-Control` as the answer it stands for: the stored answer
//! takes over the headers of the 304 (RFC 9111, section 4.3.4).

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use bytes::Bytes;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::problem::Problem;

/// Whether the caller has the answer with this entity tag (quotes included). Compared weakly, as RFC 9110 wants it of
/// `If-None-Match`: a tag that a proxy has made weak is still ours.
#[must_use]
pub fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let lines = headers.get_all(IF_NONE_MATCH).filter_map(|value| value.to_str().ok());
    let mut tags = lines.flat_map(|line| line.split(',')).map(str::trim);
    tags.any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

/// An answer with its entity tag: 304 without a body when the caller has it already, else what `make` makes of it.
pub fn answer(
    request: &HttpRequest,
    etag: &str,
    cache_control: &'static str,
    make: impl FnOnce(&mut HttpResponseBuilder) -> HttpResponse,
) -> HttpResponse {
    let known = is_known(request.headers(), etag);
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((ETAG, etag)).insert_header((CACHE_CONTROL, cache_control));
    if known { answer.finish() } else { make(&mut answer) }
}

/// JSON text whose entity tag is a hash of it.
pub fn json_text(request: &HttpRequest, cache_control: &'static str, text: impl Into<Bytes>) -> HttpResponse {
    let text = text.into();
    let etag = tag_of(&text);
    answer(request, &etag, cache_control, |answer| answer.insert_header((CONTENT_TYPE, "application/json")).body(text))
}

/// A value as JSON whose entity tag is a hash of it.
///
/// # Errors
/// 500 for a value that JSON cannot carry.
pub fn json(
    request: &HttpRequest,
    cache_control: &'static str,
    value: &impl Serialize,
) -> Result<HttpResponse, Problem> {
    let text = serde_json::to_vec(value).map_err(|error| Problem::internal(&error))?;
    Ok(json_text(request, cache_control, text))
}

/// The entity tag of these bytes, quotes included.
#[must_use]
pub fn tag_of(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut tag = String::with_capacity(34);
    tag.push('"');
    for byte in Sha256::digest(bytes).iter().take(16) {
        // Writing to a String does not fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn a_tag_is_known_in_any_of_its_forms() {
        let known = |value: &str| {
            let request = TestRequest::get().insert_header((IF_NONE_MATCH, value)).to_http_request();
            is_known(request.headers(), "\"a1\"")
        };
        for value in ["\"a1\"", "W/\"a1\"", "\"b2\", W/\"a1\"", "*"] {
            assert!(known(value), "{value}");
        }
        assert!(!known("\"b2\"") && !known("a1"));
    }

    #[test]
    fn a_304_is_kept_as_long_as_what_it_stands_for() {
        let first = json_text(&TestRequest::get().to_http_request(), "public, max-age=60", "{}");
        let etag = first.headers().get(ETAG).unwrap().clone();
        let again = TestRequest::get().insert_header((IF_NONE_MATCH, etag)).to_http_request();
        let again = json_text(&again, "public, max-age=60", "{}");
        assert_eq!((first.status().as_u16(), again.status().as_u16()), (200, 304));
        assert_eq!(again.headers().get(CACHE_CONTROL).unwrap(), "public, max-age=60");
        assert!(!again.headers().contains_key(CONTENT_TYPE));
    }
}
