//! What the house says of itself: its legal pages at `/legal/{page}`, and the colour that stands out at `/house.css`.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};
use impasto_domain::settings::LegalPage;

use super::views::legal::LegalPage as View;
use super::views::markup;
use super::visit::{Visit, page};
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::words::t;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/house.css").route(web::get().to(colours)))
        .service(web::resource("/legal/{page}").route(web::get().to(show)));
}

/// What a legal page is called.
pub(super) fn title(page: LegalPage) -> String {
    t(&format!("legal-{}", page.as_str())).into()
}

async fn show(visit: Visit, name: Path<String>) -> Result<HttpResponse, Error> {
    let missing = || Problem::not_found("page");
    let wanted = LegalPage::parse(&name.0).ok_or_else(missing)?;
    let profile = visit.shared.profile.get();
    let text = profile.legal.get(&wanted).ok_or_else(missing)?;
    let view = View {
        chrome: visit.chrome().await,
        title: title(wanted),
        blocks: markup::blocks(text),
        address: visit.own_address(&format!("/legal/{}", wanted.as_str())),
    };
    Ok(page(&view)?)
}

/// The accent as custom properties. Its colours were checked to be colours, so they end no rule and begin no other.
async fn colours(visit: Visit) -> HttpResponse {
    let profile = visit.shared.profile.get();
    let css = match &profile.accent {
        Some(accent) => format!(
            ":root {{ --accent: {}; }}\n@media (prefers-color-scheme: dark) {{ :root {{ --accent: {}; }} }}\n",
            accent.light, accent.dark
        ),
        None => String::new(),
    };
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/css; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "public, max-age=60"))
        .body(css)
}
