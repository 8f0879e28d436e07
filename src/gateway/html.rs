//! Errors as pages, for those who ask for HTML, and the sentence about one for scripts of the pages.
//! Knows the port behind which the house's own pages stand, and a plain page for when they do not.

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderMap};

use super::problem::{Problem, ProblemType};

/// Makes the pages for what went wrong. Must not fail, and should not need the database: it may be what is away.
pub trait ErrorPages: Send + Sync {
    /// The whole page for a problem; `request_id` is what to quote when asking for help.
    fn error(&self, request: &HttpRequest, problem: &Problem, request_id: &str) -> String;
    /// The whole page at `/problems/<type>`.
    fn about(&self, request: &HttpRequest, kind: ProblemType) -> String;
    /// What a reader is told of a problem in the language that is spoken; `None` in English, which has the problem's own words.
    fn told(&self, _problem: &Problem) -> Option<String> {
        None
    }
}

/// Pages without any style, for programs without pages of their own.
pub struct PlainPages;

impl ErrorPages for PlainPages {
    fn error(&self, _: &HttpRequest, problem: &Problem, request_id: &str) -> String {
        let detail = problem.detail_text().unwrap_or_default();
        let errors: String = problem
            .field_errors()
            .iter()
            .map(|error| format!("<li>{}: {}</li>", escaped(&error.pointer), escaped(&error.message)))
            .collect();
        page(
            problem.title(),
            &format!("<p>{}</p><ul>{errors}</ul><p>Request {}</p>", escaped(detail), escaped(request_id)),
        )
    }

    fn about(&self, _: &HttpRequest, kind: ProblemType) -> String {
        page(
            kind.title(),
            &format!("<p>{}</p><p>Status {}. Type <code>{}</code>.</p>", kind.about(), kind.status(), kind.uri()),
        )
    }
}

fn page(title: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title}</title></head><body><main><h1>{title}</h1>{body}</main></body></html>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Whether the client asks for HTML rather than JSON: it names `text/html` (or XHTML) with a weight above zero that no
/// JSON type exceeds. `*/*` alone does not ask for it.
#[must_use]
pub fn prefers_html(headers: &HeaderMap) -> bool {
    let mut html = 0.0_f32;
    let mut json = 0.0_f32;
    for line in headers.get_all(header::ACCEPT).filter_map(|value| value.to_str().ok()) {
        for range in line.split(',') {
            let mut parts = range.split(';').map(str::trim);
            let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
            let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
            match kind.as_str() {
                "text/html" | "application/xhtml+xml" => html = html.max(weight),
                kind if kind.ends_with("/json") || kind.ends_with("+json") => json = json.max(weight),
                _ => {}
            }
        }
    }
    html > 0.0 && html >= json
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn asks(accept: &'static str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        prefers_html(&headers)
    }

    #[test]
    fn a_browser_going_to_a_page_asks_for_html_and_a_script_does_not() {
        assert!(asks("text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"));
        assert!(!asks("*/*"));
        assert!(!asks("application/json"));
        assert!(!asks("application/json, text/html;q=0.5"));
        assert!(asks("text/html, application/json;q=0.5"));
        assert!(!asks("text/html;q=0"));
        assert!(!prefers_html(&HeaderMap::new()));
    }

    #[test]
    fn a_page_escapes_what_came_from_outside() {
        let request = actix_web::test::TestRequest::get().to_http_request();
        let problem = Problem::malformed("<script>alert(1)</script>");
        let page = PlainPages.error(&request, &problem, "r\"1");
        assert!(!page.contains("<script>") && page.contains("&lt;script&gt;") && page.contains("r&quot;1"));
    }
}
