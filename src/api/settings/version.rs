//! The version of all settings as an entity tag, and the one that a change was made from.

use actix_web::http::header::{HeaderMap, IF_MATCH};
use impasto_domain::refusal::Refusal;

use crate::gateway::problem::Problem;

/// Kept by the caller alone, and asked for again each time.
pub(super) const KEPT: &str = "private, no-cache";

/// The entity tag of a version.
pub(super) fn etag_of(version: i64) -> String {
    format!("\"{version}\"")
}

/// The version in `If-Match`; `None` where any will do.
pub(super) fn wanted_version(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get(IF_MATCH) else { return Ok(None) };
    let tag = value.to_str().unwrap_or_default().trim();
    if tag == "*" {
        return Ok(None);
    }
    let tag = tag.strip_prefix("W/").unwrap_or(tag);
    let version = tag.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).and_then(|text| text.parse().ok());
    version.map(Some).ok_or_else(|| Refusal::PreconditionFailed.into())
}
