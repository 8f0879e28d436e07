//! The header `Idempotency-Key`: the caller's own name for a request, with a fingerprint of the request.
//! Knows nothing of what the engine keeps under it.

use actix_web::dev::Payload;
use actix_web::http::header::HeaderMap;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use impasto_domain::command::IdempotencyKey;
use impasto_domain::owner::Owner;
use std::future::{Ready, ready};

use super::problem::{Problem, ProblemType};
use super::shared::shared;

/// A caller's key with the route it was sent to and the fingerprint of path and body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey {
    /// Method and path pattern: `POST /api/v1/checkout`.
    pub route: String,
    /// The key as sent: 1 to 255 visible ASCII characters.
    pub key: String,
    /// HMAC-SHA256 of path and body under a key of the house: what is stored tells nobody a password in a body.
    pub fingerprint: [u8; 32],
}

impl RequestKey {
    /// The key as the engine takes it.
    #[must_use]
    pub fn of(self, owner: Owner) -> IdempotencyKey {
        self.of_id(owner.id())
    }

    /// The key of somebody who is not an owner yet; `owner_id` must be theirs alone.
    #[must_use]
    pub fn of_id(self, owner_id: uuid::Uuid) -> IdempotencyKey {
        IdempotencyKey { owner_id, route: self.route, key: self.key, body_hash: self.fingerprint }
    }

    /// The key of a request with that body; `None` when it carries none.
    ///
    /// # Errors
    /// 400 when the header does not have its form.
    pub fn read(request: &HttpRequest, body: &[u8]) -> Result<Option<Self>, Problem> {
        let Some(key) = header_of(request.headers())? else { return Ok(None) };
        let pattern = request.match_pattern().unwrap_or_else(|| request.path().to_owned());
        let shared = shared(request)?;
        let key = Self {
            route: format!("{} {pattern}", request.method()),
            key: key.to_owned(),
            fingerprint: shared.secrets.fingerprint(&[request.path().as_bytes(), body]),
        };
        // Left for the gateway: a refusal of fields gives way to that of a key that was used for something else.
        request.extensions_mut().insert(key.clone());
        Ok(Some(key))
    }

    /// What the calls say that move money and have got no key.
    #[must_use]
    pub fn required() -> Problem {
        Problem::new(ProblemType::IdempotencyKeyRequired)
    }
}

/// The key of a call without a body, if it carries one. Calls with a body get theirs from
/// [`Body`](super::json::Body).
#[derive(Debug, Clone)]
pub struct Key(pub Option<RequestKey>);

impl FromRequest for Key {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(RequestKey::read(request, b"").map(Self))
    }
}

fn header_of(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let mut sent = headers.get_all("idempotency-key");
    let Some(value) = sent.next() else { return Ok(None) };
    let good = |text: &&str| (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    match value.to_str().ok().filter(good) {
        Some(key) if sent.next().is_none() => Ok(Some(key)),
        _ => Err(Problem::malformed("Idempotency-Key must be one value of 1 to 255 visible ASCII characters.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    fn headers(values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(HeaderName::from_static("idempotency-key"), HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[test]
    fn a_key_is_one_value_of_visible_characters() {
        assert_eq!(header_of(&headers(&[])).unwrap(), None);
        assert_eq!(header_of(&headers(&["order-417"])).unwrap(), Some("order-417"));
        for bad in [vec![""], vec!["a b"], vec!["a", "b"]] {
            assert!(header_of(&headers(&bad)).is_err(), "{bad:?}");
        }
        let long = "x".repeat(256);
        assert!(header_of(&headers(&[&long])).is_err());
    }
}
