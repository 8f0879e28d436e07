//! The cookies of the pages: access token, refresh token, visitor token, the chosen language.
//! Knows nothing of what they say.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::{self, HeaderMap};
use actix_web::{HttpMessage, HttpRequest};

/// The access token.
pub const ACCESS: &str = "impasto_access";
/// The refresh token.
pub const REFRESH: &str = "impasto_refresh";
/// The visitor token.
pub const VISITOR: &str = "impasto_visitor";
/// The language that was chosen.
pub const LANGUAGE: &str = "impasto_language";
/// Keys to orders that came by mail.
pub const ORDER_KEYS: &str = "impasto_orders";

/// Cookies that the answer to a request will set, whoever makes the answer.
#[derive(Default)]
pub(crate) struct Jar(pub(crate) Vec<Cookie<'static>>);

/// A cookie of the site: for its own pages only, out of reach of scripts, over TLS where the site has it.
#[must_use]
pub fn make(name: &'static str, value: String, seconds: i64, secure: bool) -> Cookie<'static> {
    Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax)
        .max_age(Duration::seconds(seconds))
        .finish()
}

/// A cookie that takes another away.
#[must_use]
pub fn removal(name: &'static str, secure: bool) -> Cookie<'static> {
    make(name, String::new(), 0, secure)
}

/// Lets the answer to this request set a cookie.
pub fn set(request: &HttpRequest, cookie: Cookie<'static>) {
    let mut extensions = request.extensions_mut();
    match extensions.get_mut::<Jar>() {
        Some(jar) => jar.0.push(cookie),
        None => {
            extensions.insert(Jar(vec![cookie]));
        }
    }
}

/// A cookie of a request. Read without parsing the others: most requests have none of ours.
#[must_use]
pub fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get_all(header::COOKIE).filter_map(|value| value.to_str().ok()).find_map(|line| {
        line.split(';').find_map(|pair| {
            let (found, value) = pair.split_once('=')?;
            (found.trim() == name).then(|| value.trim().trim_matches('"')).filter(|value| !value.is_empty())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    #[test]
    fn cookies_are_for_the_sites_own_pages_only() {
        let cookie = make(ACCESS, "t".into(), 900, true).to_string();
        for part in ["impasto_access=t", "HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=900"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!make(ACCESS, "t".into(), 900, false).to_string().contains("Secure"));
        assert!(removal(ACCESS, false).to_string().contains("Max-Age=0"));
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; ximpasto_access=no; impasto_access=ey.x"));
        headers.append(header::COOKIE, HeaderValue::from_static("impasto_visitor=\"v1.y\"; impasto_refresh="));
        assert_eq!(get(&headers, ACCESS), Some("ey.x"));
        assert_eq!(get(&headers, VISITOR), Some("v1.y"));
        assert_eq!(get(&headers, REFRESH), None);
    }
}
