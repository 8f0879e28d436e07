//! The languages of the house: of its pages, its mails and its documents.
//! It does not know what is said in them.

/// A language that pages, mails and documents are written in.
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

    /// The language in which somebody with this locale is written to; English for one that is not spoken here.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        Self::of_tag(locale).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_of_no_account() {
        assert_eq!(Language::of_tag("fr-CH"), Some(Language::French));
        assert_eq!(Language::of_tag("DE_at"), Some(Language::German));
        assert_eq!(Language::of_tag("den"), None);
        assert_eq!(Language::of_tag(""), None);
    }

    #[test]
    fn who_speaks_another_language_is_written_to_in_english() {
        assert_eq!(["de-AT", "fr_CH", "pl", ""].map(Language::of_locale).map(Language::tag), ["de", "fr", "en", "en"]);
    }

    #[test]
    fn every_language_is_found_by_its_tag() {
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.tag()), Some(language));
        }
    }
}
