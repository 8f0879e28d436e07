//! Static files: style sheets, scripts, fonts, carried inside the program.
//! It does not know what is in them.
//!
//! `/static/<fingerprint>/…` never changes and is kept for ever by browsers; `/static/…` is asked for again each time. Files refer to each
//! other relatively, so both work. Texts are packed by brotli as small as they get, once, when they are first asked for; under
//! the fingerprint, where only browsers ask, without the lines that are comments. What every page has of style sheets is one
//! file, put together in build.rs.

use std::sync::{LazyLock, OnceLock};

use actix_web::http::header::{
    AcceptEncoding, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ContentEncoding, ETAG, Encoding, Header as _,
    IF_NONE_MATCH, VARY,
};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;

use crate::gateway::params::Path;
use crate::gateway::problem::Problem;

/// A file with its entity tag, quotes included.
struct File {
    name: &'static str,
    etag: &'static str,
    bytes: &'static [u8],
}

/// Whether texts are packed here. In a build for finding faults that takes seconds a file, so there the middleware does it.
const PACKS: bool = !cfg!(debug_assertions);

/// The largest of brotli's degrees of effort, and its usual window of 4 MiB.
const EFFORT: i32 = 11;
const WINDOW_BITS: i32 = 22;

/// The files as brotli packs them, in the order of the list: as they are, and without comments.
static PACKED: LazyLock<Box<[[OnceLock<Bytes>; 2]]>> =
    LazyLock::new(|| list::FILES.iter().map(|_| [OnceLock::new(), OnceLock::new()]).collect());

mod list {
    use super::File;

    include!(concat!(env!("OUT_DIR"), "/static_files.rs"));
}

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service.service(web::resource("/static/{path:.*}").route(web::get().to(serve)));
}

/// Where pages find the files of this very program, without a trailing slash.
pub(super) const fn base() -> &'static str {
    list::BASE
}

async fn serve(request: HttpRequest, path: Path<String>) -> Result<HttpResponse, Problem> {
    let (name, fingerprint) = split(&path.0);
    let place = find(name).ok_or_else(|| Problem::not_found("file"))?;
    let file = &list::FILES[place];
    // Another version's page asks during an upgrade of several nodes: it gets what there is, but does not keep it.
    let kept = if fingerprint == Some(list::FINGERPRINT) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known =
        known.is_some_and(|known| known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == file.etag));
    let mut answer = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((CACHE_CONTROL, kept)).insert_header((ETAG, file.etag));
    if is_known {
        return Ok(answer.finish());
    }
    let (kind, is_packed) = content_type(name);
    answer.insert_header((CONTENT_TYPE, kind));
    if PACKS && !is_packed && takes_brotli(&request) {
        let for_browsers = fingerprint == Some(list::FINGERPRINT);
        let bytes = web::block(move || packed(place, for_browsers)).await.map_err(|error| Problem::internal(&error))?;
        answer.insert_header((CONTENT_ENCODING, "br")).insert_header((VARY, "accept-encoding"));
        return Ok(answer.body(bytes));
    }
    if is_packed {
        // Fonts are compressed by their own format: once more would only cost time.
        answer.insert_header((CONTENT_ENCODING, "identity"));
    }
    Ok(answer.body(file.bytes))
}

fn takes_brotli(request: &HttpRequest) -> bool {
    let offered = [Encoding::Known(ContentEncoding::Brotli), Encoding::Known(ContentEncoding::Identity)];
    let wished = AcceptEncoding::parse(request).ok().and_then(|accepted| accepted.negotiate(offered.iter()));
    wished == Some(Encoding::Known(ContentEncoding::Brotli))
}

/// A file as brotli packs it; of two who come first at once one waits for the other.
fn packed(place: usize, for_browsers: bool) -> Bytes {
    let file = &list::FILES[place];
    let make = || match std::str::from_utf8(file.bytes) {
        Ok(text) if for_browsers => pack(bare(text).as_bytes()),
        _ => pack(file.bytes),
    };
    PACKED[place][usize::from(for_browsers)].get_or_init(make).clone()
}

/// A script or a style sheet without the lines that are comments and nothing else. Comments behind code stay: to tell them
/// from texts would take a parser.
fn bare(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut within = false;
    for line in text.lines() {
        let trimmed = line.trim();
        let begins = trimmed.starts_with("/*") && (trimmed.ends_with("*/") || !trimmed.contains("*/"));
        if within || begins {
            within = !trimmed.ends_with("*/");
        } else if !trimmed.starts_with("//") && !trimmed.is_empty() {
            kept.push_str(trimmed);
            kept.push('\n');
        }
    }
    kept
}

fn pack(bytes: &[u8]) -> Bytes {
    let parameters = brotli::enc::BrotliEncoderParams { quality: EFFORT, lgwin: WINDOW_BITS, ..Default::default() };
    let mut packed = Vec::with_capacity(bytes.len() / 3);
    // Reading from and writing to memory cannot fail.
    let _ = brotli::BrotliCompress(&mut &bytes[..], &mut packed, &parameters);
    packed.into()
}

/// A path as the file's name and the fingerprint before it, if there is one.
fn split(path: &str) -> (&str, Option<&str>) {
    match path.split_once('/') {
        Some((first, rest))
            if first.len() == list::FINGERPRINT.len() && first.bytes().all(|b| b.is_ascii_hexdigit()) =>
        {
            (rest, Some(first))
        }
        _ => (path, None),
    }
}

/// The place of a file in the list.
fn find(name: &str) -> Option<usize> {
    list::FILES.binary_search_by(|file| file.name.cmp(name)).ok()
}

/// The content type by the name's ending, and whether the format is compressed already.
fn content_type(name: &str) -> (&'static str, bool) {
    match name.rsplit('.').next() {
        Some("css") => ("text/css; charset=utf-8", false),
        Some("js") => ("text/javascript; charset=utf-8", false),
        Some("svg") => ("image/svg+xml", false),
        Some("woff2") => ("font/woff2", true),
        Some("txt") => ("text/plain; charset=utf-8", false),
        _ => ("application/octet-stream", false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_a_known_type_and_is_found_by_its_name() {
        assert!(list::FILES.len() > 20, "the list is empty");
        for file in list::FILES {
            assert_ne!(content_type(file.name).0, "application/octet-stream", "{}", file.name);
            assert_eq!(find(file.name).map(|found| list::FILES[found].name), Some(file.name));
        }
        assert!(find("nothing.css").is_none() && find("").is_none() && find("../Cargo.toml").is_none());
    }

    #[test]
    fn the_fingerprint_stands_before_the_name_or_is_left_out() {
        assert_eq!(split("css/site.css"), ("css/site.css", None));
        assert_eq!(split(&format!("{}/css/site.css", list::FINGERPRINT)), ("css/site.css", Some(list::FINGERPRINT)));
        assert_eq!(split("0123456789abcdef/js/app.js"), ("js/app.js", Some("0123456789abcdef")));
        assert!(base().ends_with(list::FINGERPRINT));
    }

    #[test]
    fn a_packed_file_is_the_file_and_smaller() {
        let place = find("css/site.css").unwrap();
        let (plain, packed) = (list::FILES[place].bytes, packed(place, false));
        assert!(packed.len() * 2 < plain.len(), "{} of {}", packed.len(), plain.len());
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &packed[..], &mut unpacked).unwrap();
        assert_eq!(unpacked, plain);
    }

    #[test]
    fn comments_are_left_out_where_browsers_ask_and_code_stays() {
        let text = "/**\n * What it is.\n */\nimport { a } from './a.js'; // why\n\n  // more\n  /* one */\n/* b */ c();\nx(`//`);\n";
        assert_eq!(bare(text), "import { a } from './a.js'; // why\n/* b */ c();\nx(`//`);\n");
        for file in list::FILES.iter().filter(|file| file.name.ends_with(".js") || file.name.ends_with(".css")) {
            let text = std::str::from_utf8(file.bytes).unwrap();
            let bare = bare(text);
            // A text over several lines could have one like a comment: there is none, and none may come.
            assert!(bare.lines().all(|line| line.matches('`').count().is_multiple_of(2)), "{}", file.name);
            assert!(bare.len() < text.len() && !bare.contains("/**"), "{}", file.name);
        }
    }

    #[test]
    fn brotli_is_for_those_who_take_it() {
        let takes = |accepted: &str| {
            let request = actix_web::test::TestRequest::get().insert_header(("accept-encoding", accepted));
            takes_brotli(&request.to_http_request())
        };
        assert!(takes("gzip, deflate, br, zstd") && takes("br"));
        assert!(!takes("gzip") && !takes("br;q=0") && !takes("identity"));
        assert!(!takes_brotli(&actix_web::test::TestRequest::get().to_http_request()));
    }

    #[actix_web::test]
    async fn only_this_programs_own_fingerprint_is_kept_for_ever() {
        let app = actix_web::test::init_service(actix_web::App::new().configure(routes)).await;
        let get = |path: String| actix_web::test::TestRequest::get().uri(&path).to_request();
        let own = actix_web::test::call_service(&app, get(format!("{}/css/site.css", base()))).await;
        let header = |answer: &actix_web::dev::ServiceResponse, name: &str| {
            answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
        };
        assert_eq!(own.status(), 200);
        assert!(header(&own, "cache-control").contains("immutable"));
        assert_eq!(header(&own, "content-type"), "text/css; charset=utf-8");
        let other = actix_web::test::call_service(&app, get("/static/0123456789abcdef/css/site.css".into())).await;
        assert_eq!((other.status().as_u16(), header(&other, "cache-control").as_str()), (200, "no-cache"));
        let tag = header(&other, "etag");
        let again = actix_web::test::TestRequest::get().uri("/static/css/site.css").insert_header((IF_NONE_MATCH, tag));
        assert_eq!(actix_web::test::call_service(&app, again.to_request()).await.status(), 304);
        let missing = actix_web::test::call_service(&app, get("/static/css/no.css".into())).await;
        assert_eq!(missing.status(), 404);
    }
}
