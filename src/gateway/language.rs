//! Whose language a request is answered in.
//! It does not know what is said.

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderMap};

use super::shared::Shared;
use crate::identity::{Resolved, cookies};
use crate::words::{self, Language};

/// The parameter of an address that chooses a language, for this answer and those after it.
const PARAMETER: &str = "lang";

/// How long a choice is remembered.
const REMEMBERED_SECONDS: i64 = 365 * 24 * 60 * 60;

/// The language of a request: the one its address names, else the one chosen before, else that of the person's account,
/// else the browser's, else the house's first.
pub(super) fn of(shared: &Shared, headers: &HeaderMap, query: &str, found: Option<&Resolved>) -> Language {
    let offered = shared.languages.as_slice();
    let known = |tag: &str| Language::of_tag(tag).filter(|language| offered.contains(language));
    let account = || found?.who.as_ref().ok()?.user.as_deref().and_then(|user| known(&user.locale));
    let browser = || {
        let header = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        words::accepted(header, offered)
    };
    named(query, offered)
        .or_else(|| cookies::get(headers, cookies::LANGUAGE).and_then(known))
        .or_else(account)
        .or_else(browser)
        .or_else(|| offered.first().copied())
        .unwrap_or_default()
}

/// Remembers the language that an address names.
pub(super) fn remember(shared: &Shared, request: &HttpRequest) {
    if let Some(language) = named_by(shared, request.query_string()) {
        choose(request, language, shared.is_secure());
    }
}

/// The language that an address names, of those that are offered.
#[must_use]
pub fn named_by(shared: &Shared, query: &str) -> Option<Language> {
    named(query, &shared.languages)
}

/// An address that names a language.
#[must_use]
pub fn naming(address: &str, language: Language) -> String {
    let sign = if address.contains('?') { '&' } else { '?' };
    format!("{address}{sign}{PARAMETER}={}", language.tag())
}

/// Lets the answer remember a language.
pub fn choose(request: &HttpRequest, language: Language, secure: bool) {
    let cookie = cookies::make(cookies::LANGUAGE, language.tag().to_owned(), REMEMBERED_SECONDS, secure);
    cookies::set(request, cookie);
}

/// The languages a house speaks, of those there are; English where the configuration names none of them.
#[must_use]
pub(super) fn offered(locales: &[String]) -> Vec<Language> {
    let mut offered: Vec<Language> = Vec::with_capacity(locales.len());
    for language in locales.iter().filter_map(|tag| Language::of_tag(tag)) {
        if !offered.contains(&language) {
            offered.push(language);
        }
    }
    if offered.is_empty() {
        offered.push(Language::English);
    }
    offered
}

fn named(query: &str, offered: &[Language]) -> Option<Language> {
    if !query.contains(PARAMETER) {
        return None;
    }
    let (_, tag) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == PARAMETER)?;
    Language::of_tag(&tag).filter(|language| offered.contains(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_language_that_is_offered() {
        let all = Language::ALL;
        assert_eq!(named("q=tide&lang=de", &all), Some(Language::German));
        assert_eq!(named("lang=fr-CH", &all), Some(Language::French));
        assert_eq!(named("lang=xx", &all), None);
        assert_eq!(named("lang=de", &[Language::English]), None);
        assert_eq!(named("language=de", &all), None);
    }

    #[test]
    fn an_address_is_told_a_language() {
        assert_eq!(naming("/", Language::German), "/?lang=de");
        let address = naming("/?q=tide", Language::French);
        assert_eq!(address, "/?q=tide&lang=fr");
        assert_eq!(named(&address[2..], &Language::ALL), Some(Language::French));
    }

    #[test]
    fn a_house_speaks_what_it_is_told_to_in_that_order() {
        let offered = |tags: &[&str]| offered(&tags.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(offered(&["de", "en", "de"]), [Language::German, Language::English]);
        assert_eq!(offered(&["pl"]), [Language::English]);
    }
}
