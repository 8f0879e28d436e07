//! Where a browser is sent on to: after a form, and when somebody must sign in first.
//! It does not know any page.

use std::fmt::Write as _;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::error::InternalError;
use actix_web::http::header::LOCATION;
use actix_web::{Error, FromRequest, HttpRequest, HttpResponse};

use crate::gateway::problem::{Problem, ProblemType};
use crate::identity::permission::Needs;
use crate::identity::{Allowed, Caller};

/// A signed-in person with a permission. Who is not signed in is sent to the sign-in page and comes back after it; who
/// lacks the permission is answered 403.
pub(super) struct Member<P>(pub(super) Allowed<P>);

/// A user or a visitor. A browser that is neither is sent to the sign-in page.
pub(super) struct Known(pub(super) Caller);

impl<P: Needs> FromRequest for Member<P> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let allowed = Allowed::<P>::from_request(request, payload).into_inner();
        ready(allowed.map(Self).map_err(|problem| or_sign_in(request, problem)))
    }
}

impl FromRequest for Known {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = Caller::from_request(request, payload).into_inner();
        ready(caller.map(Self).map_err(|problem| or_sign_in(request, problem)))
    }
}

/// 303 to a path of this site.
pub(super) fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, ascii(path))).finish()
}

/// 303 to a path of this site, with a notice for its page.
pub(super) fn see_other_with(path: &str, notice: &str) -> HttpResponse {
    see_other(&with_notice(path, notice))
}

/// The path with this notice, in place of the one with which the page was shown.
fn with_notice(path: &str, notice: &str) -> String {
    let (path, fragment) = path.split_once('#').map_or((path, None), |(path, fragment)| (path, Some(fragment)));
    let (page, query) = path.split_once('?').unwrap_or((path, ""));
    let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("notice="));
    let query: Vec<&str> = kept.collect();
    let mut target = format!("{page}?{}", query.join("&"));
    if !query.is_empty() {
        target.push('&');
    }
    target.push_str("notice=");
    target.push_str(notice);
    if let Some(fragment) = fragment {
        target.push('#');
        target.push_str(fragment);
    }
    target
}

/// A path to go on to that came from outside: only a path of this site is taken, anything else is `fallback`.
pub(super) fn own_path<'p>(path: &'p str, fallback: &'p str) -> &'p str {
    let second = path.as_bytes().get(1);
    let own = path.starts_with('/')
        && !matches!(second, Some(b'/' | b'\\'))
        && path.len() <= 2_000
        && !path.chars().any(char::is_control);
    if own { path } else { fallback }
}

fn or_sign_in(request: &HttpRequest, problem: Problem) -> Error {
    if problem.kind() != Some(ProblemType::Unauthenticated) {
        return problem.into();
    }
    let next = return_path(request);
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", &next).finish();
    InternalError::from_response(problem, see_other(&format!("/login?{query}"))).into()
}

/// Where to come back to: the page itself, or for a form the page that it stands on.
fn return_path(request: &HttpRequest) -> String {
    let path = request.path();
    if request.method().is_safe() {
        let query = request.query_string();
        return if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    }
    let segments = if path.starts_with("/orders/") { 2 } else { 1 };
    path.split('/').take(segments + 1).collect::<Vec<_>>().join("/")
}

/// A path for a header: what is not ASCII is percent-encoded, and so is what would end the header or begin another.
fn ascii(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_graphic() {
            text.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn location(answer: &HttpResponse) -> &str {
        answer.headers().get(LOCATION).unwrap().to_str().unwrap()
    }

    #[test]
    fn a_notice_joins_the_query_and_stays_before_the_fragment() {
        assert_eq!(location(&see_other_with("/cart", "added")), "/cart?notice=added");
        assert_eq!(location(&see_other_with("/?q=tide#results", "added")), "/?q=tide&notice=added#results");
        assert_eq!(
            location(&see_other_with("/artworks/salt?notice=signed-in&page=2", "wished")),
            "/artworks/salt?page=2&notice=wished"
        );
    }

    #[test]
    fn no_line_break_and_no_foreign_letter_gets_into_the_header() {
        let answer = see_other("/artworks/草間\r\nset-cookie: x");
        assert_eq!(location(&answer), "/artworks/%E8%8D%89%E9%96%93%0D%0Aset-cookie:%20x");
    }

    #[test]
    fn only_paths_of_this_site_are_gone_on_to() {
        for own in ["/", "/cart", "/artworks/tide?x=1#y"] {
            assert_eq!(own_path(own, "/account"), own);
        }
        for foreign in ["", "//evil.example", "/\\evil.example", "https://evil.example", "cart", "/a\nb", "\t/cart"] {
            assert_eq!(own_path(foreign, "/account"), "/account", "{foreign:?}");
        }
    }

    #[test]
    fn who_signs_in_comes_back_to_the_page_or_to_the_page_of_the_form() {
        let path = |request: TestRequest| return_path(&request.to_http_request());
        assert_eq!(path(TestRequest::get().uri("/studio?cursor=x")), "/studio?cursor=x");
        assert_eq!(path(TestRequest::post().uri("/studio/artworks")), "/studio");
        assert_eq!(path(TestRequest::post().uri("/orders/7/pay")), "/orders/7");
    }
}
