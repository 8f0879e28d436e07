//! What search engines ask for: `GET /robots.txt`, `GET /sitemap.xml` and, where one file cannot hold all works, `GET /sitemap/{n}.xml`
//! (the protocol of sitemaps.org: at most 50 000 addresses and 50 MB a file).
//! It does not know the pages, only their addresses.

use std::fmt::Write as _;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::{self, ServiceConfig};
use bytes::Bytes;
use chrono::SecondsFormat;
use impasto_domain::collection::Collection;

use super::visit::Visit;
use crate::catalogue::Place;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;

/// Addresses a file: fewer than allowed, so that long ones fit as well.
const ADDRESSES_A_FILE: usize = 20_000;

/// The files may be this old, seconds.
const FRESH_FOR: &str = "public, max-age=600";

/// What holds nothing for strangers.
const PRIVATE: [&str; 13] = [
    "/api/",
    "/account",
    "/cart",
    "/checkout",
    "/console",
    "/demo",
    "/forgot-password",
    "/login",
    "/orders/",
    "/register",
    "/reset-password",
    "/studio",
    "/verify-email",
];

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/robots.txt").route(web::get().to(robots)))
        .service(web::resource("/sitemap.xml").route(web::get().to(whole)))
        .service(web::resource("/sitemap/{file}").route(web::get().to(part)));
}

async fn robots(visit: Visit) -> HttpResponse {
    let mut text = "User-agent: *\n".to_owned();
    for path in PRIVATE {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "Disallow: {path}");
    }
    let _ = writeln!(text, "Sitemap: {}", visit.full_address("/sitemap.xml"));
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((CACHE_CONTROL, FRESH_FOR))
        .body(text)
}

async fn whole(visit: Visit) -> Result<HttpResponse, Problem> {
    let collections = visit.app.house.collections();
    kept(&visit, &format!("sitemap {}", stamp(&collections)), || {
        let places = visit.app.catalogue.places();
        if places.len() < ADDRESSES_A_FILE {
            return Ok(file(&visit, &places, true, &collections));
        }
        let files = places.len().div_ceil(ADDRESSES_A_FILE);
        let mut index = opening("sitemapindex");
        for number in 1..=files {
            let _ = write!(
                index,
                "<sitemap><loc>{}</loc></sitemap>",
                escaped(&visit.full_address(&format!("/sitemap/{number}.xml")))
            );
        }
        index.push_str("</sitemapindex>\n");
        Ok(index.into())
    })
}

async fn part(visit: Visit, name: Path<String>) -> Result<HttpResponse, Problem> {
    let missing = || Problem::not_found("file");
    let number: usize = name.0.strip_suffix(".xml").and_then(|number| number.parse().ok()).ok_or_else(missing)?;
    let collections = visit.app.house.collections();
    kept(&visit, &format!("sitemap/{number} {}", stamp(&collections)), || {
        let places = visit.app.catalogue.places();
        let place = number.checked_sub(1).and_then(|place| places.chunks(ADDRESSES_A_FILE).nth(place));
        place.map(|places| file(&visit, places, number == 1, &collections)).ok_or_else(missing)
    })
}

/// Made anew only when a work has changed.
fn kept(visit: &Visit, name: &str, make: impl FnOnce() -> Result<Bytes, Problem>) -> Result<HttpResponse, Problem> {
    // Behind two names the house has two sitemaps.
    let name = format!("{name} {}", visit.full_address("/"));
    let listing = visit.app.catalogue.listing(&name, make)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/xml; charset=utf-8"))
        .insert_header((CACHE_CONTROL, FRESH_FOR))
        .body(listing.body.clone()))
}

/// What tells the collections of one moment from those of another.
fn stamp(collections: &[Collection]) -> String {
    let last = collections.iter().map(|collection| collection.updated_at.timestamp_micros()).max();
    format!("{}-{}", collections.len(), last.unwrap_or(0))
}

fn file(visit: &Visit, places: &[Place], with_home: bool, collections: &[Collection]) -> Bytes {
    let mut text = opening("urlset");
    if with_home {
        let _ = write!(text, "<url><loc>{}</loc></url>", escaped(&visit.full_address("/")));
        for collection in collections {
            let address = visit.full_address(&format!("/collections/{}", encoded(&collection.slug)));
            let _ = write!(text, "<url><loc>{}</loc></url>", escaped(&address));
        }
    }
    for place in places {
        let address = match place {
            Place::Work { slug, .. } => visit.full_address(&format!("/artworks/{}", encoded(slug))),
            Place::Artist { slug } => visit.full_address(&format!("/artists/{}", encoded(slug))),
        };
        let _ = write!(text, "<url><loc>{}</loc>", escaped(&address));
        if let Place::Work { updated_at, .. } = place {
            let _ = write!(text, "<lastmod>{}</lastmod>", updated_at.to_rfc3339_opts(SecondsFormat::Secs, true));
        }
        text.push_str("</url>");
    }
    text.push_str("</urlset>\n");
    text.into()
}

fn opening(element: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{element} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
    )
}

fn encoded(slug: &str) -> String {
    percent_encoding::utf8_percent_encode(slug, percent_encoding::NON_ALPHANUMERIC).to_string().replace("%2D", "-")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_any_script_are_ascii_and_keep_their_hyphens() {
        assert_eq!(encoded("low-tide-2"), "low-tide-2");
        assert_eq!(encoded("草間"), "%E8%8D%89%E9%96%93");
        assert_eq!(escaped("/?a=1&b=<2>"), "/?a=1&amp;b=&lt;2&gt;");
    }
}
