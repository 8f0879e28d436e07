//! The languages there are, and the one that is spoken now.
//! It does not know what is said.

use std::future::Future;

tokio::task_local! {
    static CURRENT: Language;
}

/// A language that pages and mails are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// The house's own, in which nothing is missing.
    #[default]
    English,
    /// German.
    German,
    /// French.
    French,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::English, Self::German, Self::French];

    /// Its tag by BCP 47: `en`, `de`, `fr`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
        }
    }

    /// What it calls itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
        }
    }

    /// The language of a tag, whatever region follows: `de`, `de-AT`, `DE_ch`; `None` for one that is not spoken here.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let first = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(first.trim()))
    }

    /// The best of `offered` for an `Accept-Language` header (RFC 9110, 12.5.4): the highest weight, and of equal ones the
    /// first named. `None` when the header names none of them.
    #[must_use]
    pub fn accepted(header: &str, offered: &[Self]) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for range in header.split(',') {
            let mut parts = range.split(';').map(str::trim);
            let tag = parts.next().unwrap_or_default();
            let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
            let Some(language) = Self::of_tag(tag).filter(|language| offered.contains(language)) else { continue };
            if weight > best.map_or(0.0, |(_, weight)| weight) {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }
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
        let accepted = |header: &str| Language::accepted(header, &all).map(Language::tag);
        assert_eq!(accepted("de-AT,de;q=0.9,en;q=0.8"), Some("de"));
        assert_eq!(accepted("pl, en;q=0.3, fr;q=0.7"), Some("fr"));
        assert_eq!(accepted("fr, de"), Some("fr"));
        assert_eq!(accepted("de;q=0, pl"), None);
        assert_eq!(accepted(""), None);
        assert_eq!(accepted("de;q=abc"), Some("de"));
        assert_eq!(Language::accepted("de, en;q=0.1", &[Language::English]), Some(Language::English));
    }

    #[test]
    fn regions_are_of_no_account() {
        assert_eq!(Language::of_tag("fr-CH"), Some(Language::French));
        assert_eq!(Language::of_tag("DE_at"), Some(Language::German));
        assert_eq!(Language::of_tag("den"), None);
        assert_eq!(Language::of_tag(""), None);
    }

    #[test]
    fn what_nobody_has_set_is_english_and_a_language_ends_with_its_scope() {
        assert_eq!(current(), Language::English);
        assert_eq!(within(Language::French, || within(Language::German, current)), Language::German);
        assert_eq!(current(), Language::English);
    }
}
