//! Headers that tell browsers what the site's pages may do. Strict: nothing inline, nothing foreign.
//! Knows the configuration; knows nothing of a particular page.

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::config::Config;

/// The headers of every answer, made once.
pub struct SecurityHeaders(Vec<(HeaderName, HeaderValue)>);

impl SecurityHeaders {
    /// The headers for a site as configured.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        let mut headers = vec![
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin")),
            (HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS)),
            (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
            (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        ];
        if let Ok(policy) = HeaderValue::from_str(&policy(config)) {
            headers.push((header::CONTENT_SECURITY_POLICY, policy));
        }
        if config.public_url.as_ref().is_some_and(crate::config::PublicUrl::is_https) {
            let year = HeaderValue::from_static("max-age=31536000");
            headers.push((header::STRICT_TRANSPORT_SECURITY, year));
        }
        Self(headers)
    }

    /// The policy of a page that frames another page of the site.
    #[must_use]
    pub fn framing_policy(&self) -> Option<HeaderValue> {
        let policy = self.0.iter().find(|(name, _)| *name == header::CONTENT_SECURITY_POLICY)?;
        let text = policy.1.to_str().ok()?;
        HeaderValue::from_str(&format!("{text}; frame-src 'self'")).ok()
    }

    /// The headers of the one page on which a card is entered: by a script of Stripe's, in frames of Stripe's, as Stripe's
    /// documentation has it. Nowhere else may anything of Stripe's run.
    #[must_use]
    pub fn of_card_page(&self) -> Vec<(HeaderName, HeaderValue)> {
        let policy = self.0.iter().find(|(name, _)| *name == header::CONTENT_SECURITY_POLICY);
        let policy = policy.and_then(|(_, policy)| policy.to_str().ok()).map(with_stripe);
        let texts = [
            (header::CONTENT_SECURITY_POLICY, policy),
            // Wallets ask for it in a frame.
            (
                HeaderName::from_static("permissions-policy"),
                Some(PERMISSIONS.replace("payment=(self)", "payment=(self \"https://js.stripe.com\")")),
            ),
        ];
        let headers = texts.into_iter().filter_map(|(name, text)| Some((name, HeaderValue::from_str(&text?).ok()?)));
        headers.collect()
    }

    /// Adds to a file of the program itself what concerns files: what pages may do is said by the pages.
    pub fn add_to_file(&self, answer: &mut HeaderMap) {
        for (name, value) in &self.0 {
            if [header::X_CONTENT_TYPE_OPTIONS, header::STRICT_TRANSPORT_SECURITY].contains(name) {
                answer.insert(name.clone(), value.clone());
            }
        }
    }

    /// Adds the headers to an answer. One that the answer has already stays: the API's documentation has its own
    /// policy.
    pub fn add_to(&self, answer: &mut HeaderMap) {
        for (name, value) in &self.0 {
            if !answer.contains_key(name) {
                answer.insert(name.clone(), value.clone());
            }
        }
    }
}

/// The camera is for trying a work on the own wall; payment is for wallets; the rest is nobody's.
const PERMISSIONS: &str = "camera=(self), microphone=(), geolocation=(), payment=(self), usb=()";

fn policy(config: &Config) -> String {
    let media = config.media.s3.public_url.as_ref().map(|url| format!(" {}", url.origin())).unwrap_or_default();
    // 'self' covers the socket of the same origin in browsers of today; older ones need its address spelled out.
    let socket = config.public_url.as_ref().map(|url| {
        let scheme = if url.is_https() { "wss" } else { "ws" };
        format!(" {scheme}://{}", url.host())
    });
    // A form that pays leads on to the provider's page, which browsers count as the form's own target.
    let stripe = if config.payments.stripe.secret_key.is_some() { " https://checkout.stripe.com" } else { "" };
    let paypal = match &config.payments.paypal {
        paypal if paypal.client_secret.is_none() => "",
        paypal if paypal.live => " https://www.paypal.com",
        _ => " https://www.sandbox.paypal.com",
    };
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:{media}; font-src 'self'; \
         connect-src 'self'{}; manifest-src 'self'; form-action 'self'{stripe}{paypal}; frame-ancestors 'none'; base-uri 'none'",
        socket.unwrap_or_default()
    )
}

/// A policy that lets Stripe's script and frames in.
fn with_stripe(policy: &str) -> String {
    let policy = policy
        .replace("script-src 'self'", "script-src 'self' https://js.stripe.com https://*.js.stripe.com")
        .replace("connect-src 'self'", "connect-src 'self' https://api.stripe.com");
    format!("{policy}; frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_inline_and_nothing_foreign_is_allowed() {
        let policy = policy(&Config::default());
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"));
        assert!(!policy.contains("unsafe") && !policy.contains('*'));
    }

    #[test]
    fn the_media_host_and_the_socket_are_named_where_they_are_elsewhere() {
        let mut config = Config { public_url: Some("https://a.example".parse().unwrap()), ..Config::default() };
        config.media.s3.public_url = Some("https://cdn.example".parse().unwrap());
        let policy = policy(&config);
        assert!(policy.contains("img-src 'self' data: blob: https://cdn.example;"), "{policy}");
        assert!(policy.contains("connect-src 'self' wss://a.example;"), "{policy}");
    }

    #[test]
    fn a_form_leads_to_paypal_where_it_is_configured_only() {
        let mut config = Config::default();
        assert!(policy(&config).contains("form-action 'self';"));
        config.payments.paypal.client_secret = Some(crate::config::Secret::new("s"));
        assert!(policy(&config).contains("form-action 'self' https://www.sandbox.paypal.com;"));
        config.payments.paypal.live = true;
        assert!(policy(&config).contains("form-action 'self' https://www.paypal.com;"));
    }

    #[test]
    fn a_form_leads_to_stripe_where_it_is_configured_and_its_script_runs_on_one_page_only() {
        let mut config = Config::default();
        config.payments.stripe.secret_key = Some(crate::config::Secret::new("sk_test_1"));
        assert!(policy(&config).contains("form-action 'self' https://checkout.stripe.com;"));
        assert!(!policy(&config).contains("js.stripe.com"));
        config.payments.paypal.client_secret = Some(crate::config::Secret::new("s"));
        let both = "form-action 'self' https://checkout.stripe.com https://www.sandbox.paypal.com;";
        assert!(policy(&config).contains(both));
        let of_page = SecurityHeaders::new(&config).of_card_page();
        let text = |wanted: &str| {
            let found = of_page.iter().find(|(name, _)| name == wanted).unwrap();
            found.1.to_str().unwrap().to_owned()
        };
        let own = text("content-security-policy");
        for part in [
            "default-src 'none'; ",
            "script-src 'self' https://js.stripe.com https://*.js.stripe.com; ",
            "connect-src 'self' https://api.stripe.com; ",
            "; frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com",
        ] {
            assert!(own.contains(part), "{own}");
        }
        assert!(text("permissions-policy").contains("payment=(self \"https://js.stripe.com\")"));
    }

    #[test]
    fn transport_security_is_for_sites_with_tls_and_an_answers_own_policy_stays() {
        let mut plain = HeaderMap::new();
        SecurityHeaders::new(&Config::default()).add_to(&mut plain);
        assert!(!plain.contains_key(header::STRICT_TRANSPORT_SECURITY));
        let config = Config { public_url: Some("https://a.example".parse().unwrap()), ..Config::default() };
        let mut own = HeaderMap::new();
        own.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'self'"));
        SecurityHeaders::new(&config).add_to(&mut own);
        assert!(own.contains_key(header::STRICT_TRANSPORT_SECURITY));
        assert_eq!(own.get(header::CONTENT_SECURITY_POLICY).unwrap(), "default-src 'self'");
        let mut file = HeaderMap::new();
        SecurityHeaders::new(&config).add_to_file(&mut file);
        assert!(
            file.contains_key(header::X_CONTENT_TYPE_OPTIONS) && file.contains_key(header::STRICT_TRANSPORT_SECURITY)
        );
        assert_eq!(file.len(), 2);
    }
}
