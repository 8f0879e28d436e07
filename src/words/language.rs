//! The language that is spoken now, and the one that a browser would like.
//! It does not know what is said.

use std::future::Future;

pub use impasto_domain::language::Language;

tokio::task_local! {
    static CURRENT: Language;
}

/// The best of `offered` for an `Accept-Language` header (RFC 9110, 12.5.4): the highest weight, and of equal ones the
/// first named. `None` when the header names none of them.
#[must_use]
pub fn accepted(header: &str, offered: &[Language]) -> Option<Language> {
    let mut best: Option<(Language, f32)> = None;
    for range in header.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default();
        let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
        let Some(language) = Language::of_tag(tag).filter(|language| offered.contains(language)) else { continue };
        if weight > best.map_or(0.0, |(_, weight)| weight) {
            best = Some((language, weight));
        }
    }
    best.map(|(language, _)| language)
}

/// The language that is spoken here and now; English where nobody has said.
#[must_use]
pub fn current() -> Language {
    CURRENT.try_with(|language| *language).unwrap_or_default()
}

/// Lets a future speak a language.
pub fn scope<F: Future>(language: Language, future: F) -> impl Future<Output = F::Output> {
    CURRENT.scope(language, future)
}

/// Lets a function speak a language.
pub fn within<R>(language: Language, speak: impl FnOnce() -> R) -> R {
    CURRENT.sync_scope(language, speak)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_that_is_offered_wins() {
        let all = Language::ALL;
        let tag = |header: &str| accepted(header, &all).map(Language::tag);
        assert_eq!(tag("de-AT,de;q=0.9,en;q=0.8"), Some("de"));
        assert_eq!(tag("pl, en;q=0.3, fr;q=0.7"), Some("fr"));
        assert_eq!(tag("fr, de"), Some("fr"));
        assert_eq!(tag("de;q=0, pl"), None);
        assert_eq!(tag(""), None);
        assert_eq!(tag("de;q=abc"), Some("de"));
        assert_eq!(accepted("de, en;q=0.1", &[Language::English]), Some(Language::English));
    }

    #[test]
    fn what_nobody_has_set_is_english_and_a_language_ends_with_its_scope() {
        assert_eq!(current(), Language::English);
        assert_eq!(within(Language::French, || within(Language::German, current)), Language::German);
        assert_eq!(current(), Language::English);
    }
}
