//! What a type of problem means: `GET /problems/{type}`, the address that every `type` of the API leads to.
//! It does not know the types; the gateway's table does.

use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

use crate::gateway::html::prefers_html;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::gateway::shared::Shared;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service.service(web::resource("/problems/{type}").route(web::get().to(show)));
}

async fn show(request: HttpRequest, shared: Data<Shared>, slug: Path<String>) -> Result<HttpResponse, Problem> {
    let kind = ProblemType::from_slug(&slug.0).ok_or_else(|| Problem::not_found("type of problem"))?;
    if prefers_html(request.headers()) {
        return Ok(HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .body(shared.pages.about(&request, kind)));
    }
    let about = json!({"type": kind, "title": kind.title(), "status": kind.status().as_u16(), "about": kind.about()});
    Ok(HttpResponse::Ok().json(about))
}
