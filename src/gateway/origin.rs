//! Where a browser's request comes from: the site itself, an allowed site, a foreign one.
//! Knows the configuration and the headers that browsers set themselves; knows nothing of who sends it.

use actix_web::http::header::{self, HeaderMap};

use super::problem::Problem;
use super::shared::Shared;
use crate::config::{Config, PublicUrl};

/// Where a request comes from, by the headers that no page can forge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    /// The site's own page, or the person themselves.
    Own,
    /// Another site.
    Foreign,
    /// Nothing says so: an old browser or no browser at all.
    Unknown,
}

/// Where a socket's handshake comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handshake {
    /// The site's own page: cookies count.
    Own,
    /// A page of an allowed origin: cookies do not count.
    Allowed,
    /// No `Origin`, so no browser: cookies do not count.
    NoBrowser,
    /// A foreign page: 403.
    Foreign,
}

/// Where a request comes from: `Sec-Fetch-Site` where the browser sends it, else `Origin`.
#[must_use]
pub fn provenance(shared: &Shared, headers: &HeaderMap) -> Provenance {
    of(&shared.config, headers)
}

/// Where a socket's handshake comes from.
#[must_use]
pub fn of_handshake(shared: &Shared, headers: &HeaderMap) -> Handshake {
    let Some(origin) = headers.get(header::ORIGIN) else { return Handshake::NoBrowser };
    let Ok(origin) = origin.to_str() else { return Handshake::Foreign };
    if is_own(&shared.config, origin, headers) {
        Handshake::Own
    } else if shared.config.cors.allowed_origins.iter().any(|allowed| allowed.origin() == origin) {
        Handshake::Allowed
    } else {
        Handshake::Foreign
    }
}

/// Whether a browser may be sent to an address that somebody else has chosen: only below the configured site and the allowed
/// origins. Without a configured site nothing says which host is ours: the header that names it is chosen by others as well.
#[must_use]
pub fn may_return_to(config: &Config, address: &str) -> bool {
    let is_below = |origin: &str| {
        let rest = address.strip_prefix(origin);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    };
    let mut known = config.public_url.iter().chain(&config.cors.allowed_origins).map(PublicUrl::origin);
    known.any(is_below) && address.chars().all(|letter| letter.is_ascii_graphic() && !matches!(letter, '\\' | '#'))
}

/// What a change with cookies from elsewhere is answered with.
#[must_use]
pub fn refusal() -> Problem {
    Problem::forbidden("A change with cookies must come from this site's own pages.")
}

fn of(config: &Config, headers: &HeaderMap) -> Provenance {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    match text(header::HeaderName::from_static("sec-fetch-site")) {
        Some("same-origin" | "none") => return Provenance::Own,
        Some("cross-site") => return Provenance::Foreign,
        // A neighbour under the same domain: only its exact origin can be ours.
        Some(_) | None => {}
    }
    match text(header::ORIGIN) {
        Some(origin) if is_own(config, origin, headers) => Provenance::Own,
        Some(_) => Provenance::Foreign,
        None if headers.contains_key("sec-fetch-site") => Provenance::Foreign,
        None => Provenance::Unknown,
    }
}

/// Whether an origin is this site: the configured one, or the host that the request itself was sent to.
fn is_own(config: &Config, origin: &str, headers: &HeaderMap) -> bool {
    if let Some(public) = &config.public_url {
        return public.origin() == origin;
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let named = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    matches!((host, named), (Some(host), Some(named)) if host.eq_ignore_ascii_case(named))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter();
        pairs.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn the_browser_says_where_a_request_comes_from() {
        let config = Config::default();
        let is = |pairs: &[(&'static str, &'static str)]| of(&config, &headers(pairs));
        assert_eq!(is(&[]), Provenance::Unknown);
        assert_eq!(is(&[("sec-fetch-site", "same-origin")]), Provenance::Own);
        assert_eq!(is(&[("sec-fetch-site", "none")]), Provenance::Own);
        assert_eq!(is(&[("sec-fetch-site", "cross-site")]), Provenance::Foreign);
        assert_eq!(is(&[("sec-fetch-site", "same-site")]), Provenance::Foreign);
        assert_eq!(is(&[("origin", "http://a.example"), ("host", "a.example")]), Provenance::Own);
        assert_eq!(is(&[("origin", "http://b.example"), ("host", "a.example")]), Provenance::Foreign);
        assert_eq!(is(&[("origin", "null"), ("host", "a.example")]), Provenance::Foreign);
        let liar = [("sec-fetch-site", "cross-site"), ("origin", "http://a.example"), ("host", "a.example")];
        assert_eq!(is(&liar), Provenance::Foreign);
    }

    #[test]
    fn a_browser_is_sent_to_known_origins_only() {
        let mut config = Config { public_url: Some("https://a.example".parse().unwrap()), ..Config::default() };
        config.cors.allowed_origins = vec!["https://shop.example:8443".parse().unwrap()];
        for address in [
            "https://a.example",
            "https://a.example/paid?order=1",
            "https://a.example?paid",
            "https://shop.example:8443/checkout/done",
        ] {
            assert!(may_return_to(&config, address), "{address}");
            assert!(!may_return_to(&Config::default(), address), "{address} without a site");
        }
        for address in [
            "https://evil.example/",
            "https://a.example.evil.example/",
            "https://a.example@evil.example/",
            "https://a.example:8443/",
            "https://a.example\\@evil.example/",
            "https://a.example/\\evil",
            "https://a.example/#part",
            "https://a.example/a b",
            "https://a.example/\u{e4}",
            "http://a.example/",
            "https://shop.example/",
            "//a.example/",
            "/orders",
            "javascript:alert(1)",
            "",
        ] {
            assert!(!may_return_to(&config, address), "{address}");
        }
    }

    #[test]
    fn with_a_public_url_the_host_header_says_nothing() {
        let config = Config { public_url: Some("https://a.example".parse().unwrap()), ..Config::default() };
        let own = headers(&[("origin", "https://a.example"), ("host", "inner:8080")]);
        assert_eq!(of(&config, &own), Provenance::Own);
        let rebound = headers(&[("origin", "https://evil.example"), ("host", "evil.example")]);
        assert_eq!(of(&config, &rebound), Provenance::Foreign);
    }
}
