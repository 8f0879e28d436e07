//! Form bodies of the pages (`application/x-www-form-urlencoded`).
//! Knows nothing of a particular form.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use serde::de::DeserializeOwned;

use super::params::parse_pairs;
use super::payload::{self, BodyCap};
use super::problem::{Problem, ProblemType};
use super::shared::shared;

/// What a form of a page has sent. Fields that the type does not know are ignored unless it denies them.
#[derive(Debug, Clone)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let payload = payload.take();
        let declared = payload::declared_length(request.headers());
        let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = content_type.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
        let is_form = essence.eq_ignore_ascii_case("application/x-www-form-urlencoded");
        let cap = shared(request).map(|shared| shared.config.limits.json_bytes);
        if let Ok(cap) = cap {
            request.extensions_mut().insert(BodyCap(cap));
        }
        Box::pin(async move {
            if !is_form {
                let detail = "The body must be application/x-www-form-urlencoded.";
                return Err(Problem::new(ProblemType::UnsupportedMediaType).detail(detail));
            }
            let body = payload::read(payload, declared, cap?).await?;
            parse_pairs(&body).map(Self)
        })
    }
}
