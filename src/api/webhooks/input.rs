//! What staff write of an endpoint, and whether it can be one.

use actix_web::http::Uri;
use impasto_domain::webhook::{WebhookDraft, WebhookKind};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::gateway::fields::Fields;
use crate::gateway::problem::Problem;

/// The longest address.
const URL_CHARS: usize = 2_000;
/// The longest description.
const DESCRIPTION_CHARS: usize = 200;

/// A new endpoint.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookInput {
    /// Where deliveries are posted: an address that begins with `https://`.
    #[schema(max_length = 2000)]
    pub url: String,
    /// What it is for.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub description: String,
    /// What it hears of; at least one.
    pub events: Vec<String>,
    /// Whether it hears anything at the moment; `true` unless told.
    #[serde(default)]
    pub enabled: Option<bool>,
}

/// What changes of an endpoint; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WebhookPatch {
    /// Where deliveries are posted.
    #[schema(max_length = 2000)]
    pub url: Option<String>,
    /// What it is for.
    #[schema(max_length = 200)]
    pub description: Option<String>,
    /// What it hears of; at least one.
    pub events: Option<Vec<String>>,
    /// Whether it hears anything at the moment.
    pub enabled: Option<bool>,
}

impl WebhookInput {
    /// What is to be stored. `may_be_plain` lets this machine be spoken to without TLS.
    ///
    /// # Errors
    /// 422 with every field that is not acceptable.
    pub fn check(&self, may_be_plain: bool) -> Result<WebhookDraft, Problem> {
        let mut fields = Fields::new();
        let url = fields.line("/url", &self.url, URL_CHARS);
        if !url.is_empty() {
            fields.check(is_acceptable(&url, may_be_plain), "/url", "must be an address that begins with https://");
        }
        let description = fields.optional_line("/description", Some(&self.description), DESCRIPTION_CHARS);
        fields.check(!self.events.is_empty(), "/events", "must not be empty");
        for (place, name) in self.events.iter().enumerate() {
            fields.check(WebhookKind::parse(name).is_some(), format_args!("/events/{place}"), "is not known");
        }
        fields.finish()?;
        let is_wanted = |kind: &WebhookKind| self.events.iter().any(|name| name == kind.as_str());
        Ok(WebhookDraft {
            url,
            description: description.unwrap_or_default(),
            kinds: WebhookKind::ALL.iter().copied().filter(is_wanted).collect(),
            enabled: self.enabled.unwrap_or(true),
        })
    }
}

/// Whether deliveries may be posted there. Where its name leads is looked at when something is sent.
fn is_acceptable(url: &str, may_be_plain: bool) -> bool {
    let Ok(uri) = url.parse::<Uri>() else { return false };
    let host = uri.host().unwrap_or_default();
    let has_user = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
    if host.is_empty() || has_user || url.contains('#') {
        return false;
    }
    match uri.scheme_str() {
        Some("https") => true,
        Some("http") => may_be_plain && is_this_machine(host),
        _ => false,
    }
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(url: &str) -> WebhookInput {
        WebhookInput {
            url: url.to_owned(),
            description: String::new(),
            events: vec!["order.paid".to_owned(), "order.placed".to_owned(), "order.paid".to_owned()],
            enabled: None,
        }
    }

    #[test]
    fn an_endpoint_is_secured_unless_it_is_this_machine_on_trial() {
        for (url, real, trial) in [
            ("https://hooks.example/in?a=b", true, true),
            ("https://hooks.example:8443/", true, true),
            ("http://127.0.0.1:9000/", false, true),
            ("http://localhost/", false, true),
            ("http://[::1]:9000/", false, true),
            ("http://hooks.example/", false, false),
            ("http://127.0.0.1.example/", false, false),
            ("https://user:pass@hooks.example/", false, false),
            ("https://hooks.example/#part", false, false),
            ("ftp://hooks.example/", false, false),
            ("hooks.example", false, false),
            ("/in", false, false),
            ("https:///in", false, false),
        ] {
            assert_eq!(input(url).check(false).is_ok(), real, "{url}");
            assert_eq!(input(url).check(true).is_ok(), trial, "{url} on trial");
        }
    }

    #[test]
    fn what_it_hears_of_is_kept_once_and_in_order() {
        let draft = input("https://hooks.example/").check(false).unwrap();
        assert_eq!(draft.kinds, [WebhookKind::OrderPlaced, WebhookKind::OrderPaid]);
        assert!(draft.enabled);
        let unknown = WebhookInput { events: vec!["moon.howl".to_owned()], ..input("https://hooks.example/") };
        assert_eq!(unknown.check(false).unwrap_err().field_errors()[0].pointer, "/events/0");
        let none = WebhookInput { events: Vec::new(), ..input("") };
        let error = none.check(false).unwrap_err();
        let pointers: Vec<&str> = error.field_errors().iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/url", "/events"]);
    }
}
