//! Bodies that are taken as they came, byte by byte, for signatures over them.
//! Knows nothing of what is in them.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use bytes::Bytes;

use super::payload::{self, BodyCap};
use super::problem::Problem;
use super::shared::shared;

/// A body as it came, no larger than a JSON body may be.
#[derive(Debug, Clone)]
pub struct Raw(pub Bytes);

impl FromRequest for Raw {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let payload = payload.take();
        let declared = payload::declared_length(request.headers());
        let cap = shared(request).map(|shared| shared.config.limits.json_bytes);
        if let Ok(cap) = cap {
            request.extensions_mut().insert(BodyCap(cap));
        }
        Box::pin(async move { payload::read(payload, declared, cap?).await.map(Self) })
    }
}
