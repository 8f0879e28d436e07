//! The gateway: the layers every request crosses, and what handlers read requests with.
//! Knows nothing of artworks, carts or orders.
//!
//! The order of checks is the contract's: route → authentication → role → syntax (400) → idempotency → fields (422) →
//! state (409). Routing and the layer [`front`] come first; a handler keeps the rest by listing its extractors in that
//! order: `Caller` / `SignedIn` / `Allowed<…>`, then `Path`, `Query`, then `Body`, and by checking fields with `Fields`
//! before it asks the engine.

pub mod client;
pub mod conditional;
pub mod cors;
pub mod fields;
pub mod file_form;
pub mod form;
mod front;
pub mod health;
pub mod html;
pub mod json;
pub mod language;
pub mod limits;
pub mod origin;
pub mod params;
pub mod parts;
pub mod payload;
pub mod problem;
mod problem_type;
pub mod profile;
pub mod raw;
pub mod request_id;
pub mod request_key;
pub mod security;
pub mod shared;
pub mod sockets;
#[cfg(test)]
pub(crate) mod testing;
pub mod under_way;
pub mod upload;

pub use client::Client;
pub use fields::Fields;
pub use file_form::FileForm;
pub use form::Form;
pub use front::front;
pub use json::{Body, KeyedBody, MaybeBody};
pub use params::{Limit, Paging, Path, Query};
pub use problem::{FieldError, Problem, ProblemType};
pub use request_key::{Key, RequestKey};
pub use shared::{CartMerger, KeyUse, Parts, Shared, UsedKeys};
pub use upload::Upload;

use actix_web::{HttpResponse, Resource, Route, web};

/// The last service of the application and of every scope: takes what no route before it takes. actix answers 405 with
/// `Allow` when the path has routes of other methods, and a bare 405 when it has none at all; [`front`] makes a 404 of
/// the latter. Only a resource learns which methods were tried, and a default service cannot be one.
#[must_use]
pub fn unmatched() -> Resource {
    web::resource("/{unmatched:.*}")
}

/// The answer where not even [`unmatched`] matches (a scope's bare prefix): `App::default_service(gateway::unrouted())`.
#[must_use]
pub fn unrouted() -> Route {
    web::to(|| std::future::ready(HttpResponse::MethodNotAllowed().finish()))
}
