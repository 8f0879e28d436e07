//! Names of countries, as an address shows them.
//!
//! The names are those of Unicode CLDR (licence beside the table in `data/`). Knows no addresses.

use impasto_domain::language::Language;

static NAMES: &str = include_str!("../../data/countries.tsv");

/// The name of a country by its ISO 3166-1 alpha-2 code in upper case; the code itself where it is unknown.
///
/// ```
/// use impasto_render::document::{Language, country_name};
/// assert_eq!(country_name("CZ", Language::German), "Tschechien");
/// ```
#[must_use]
pub fn country_name(code: &str, language: Language) -> &str {
    let column = match language {
        Language::English => 1,
        Language::German => 2,
        Language::French => 3,
    };
    NAMES
        .lines()
        .map(|line| line.split('\t'))
        .find(|fields| fields.clone().next() == Some(code))
        .and_then(|mut fields| fields.nth(column))
        .unwrap_or(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use impasto_domain::address::Country;

    #[test]
    fn every_country_has_a_name_in_every_language() {
        for code in Country::all() {
            for language in Language::ALL {
                assert!(country_name(code, language).chars().count() > 2, "{code}");
            }
        }
        assert_eq!(country_name("ZZ", Language::English), "ZZ");
    }
}
