//! Serving public files: `/media/…`, immutable for ever.

use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use impasto_domain::ports::{MediaArea, MediaError};

use crate::app::App;
use crate::gateway::conditional;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;

/// Adds the route.
pub fn routes(service: &mut actix_web::web::ServiceConfig) {
    service.service(file);
}

/// A derivative by its key. The name is a hash of the content, so it never changes.
#[get("/media/{key:.*}")]
async fn file(app: Data<App>, request: HttpRequest, key: Path<String>) -> Result<HttpResponse, Problem> {
    let missing = || Problem::not_found("file");
    // Read first: a tag is easily made up, and a file that is not there has none.
    let bytes = match app.media.get(MediaArea::Public, &key.0).await {
        Ok(bytes) => bytes.ok_or_else(missing)?,
        Err(MediaError::BadKey(_)) => return Err(missing()),
        Err(error) => return Err(error.into()),
    };
    let content_type = match key.0.rsplit('.').next() {
        Some("webp") => "image/webp",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    let etag = format!("\"{}\"", key.0);
    Ok(conditional::answer(&request, &etag, "public, max-age=31536000, immutable", |answer| {
        answer.insert_header((CONTENT_TYPE, content_type)).body(bytes.to_vec())
    }))
}
