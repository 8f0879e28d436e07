//! Countries by their names in the language that is spoken, as forms and addresses show them.
//! It does not know where anything is sent.

use impasto_domain::address::Country;
use impasto_search::fold;

use super::views::form::Choice;
use crate::words::t;

/// The choices of a form: every country that `is_taken`, by name; `chosen` is a code.
pub(super) fn choices(chosen: &str, is_taken: impl Fn(Country) -> bool) -> Vec<Choice> {
    let taken = Country::all().filter(|code| Country::parse(code).is_some_and(&is_taken));
    let mut choices: Vec<Choice> = taken
        .map(|code| Choice { value: code.to_owned(), label: named(code), selected: code.eq_ignore_ascii_case(chosen) })
        .collect();
    // By the letters alone: Österreich stands with O, Égypte with E.
    choices.sort_by_cached_key(|choice| fold(&choice.label));
    choices
}

/// A country's name.
pub(super) fn name(country: Country) -> String {
    named(country.as_str())
}

fn named(code: &str) -> String {
    t(&format!("country-{code}")).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn every_country_of_the_domain_has_a_name_of_its_own_in_every_language() {
        for language in Language::ALL {
            let mut names: Vec<String> = within(language, || Country::all().map(named).collect());
            assert!(names.iter().all(|name| !name.starts_with("country-")), "{names:?}");
            names.sort_unstable();
            let all = names.len();
            names.dedup();
            assert_eq!(names.len(), all, "{language:?}");
        }
        let germany = |language| within(language, || Country::parse("DE").map(name));
        assert_eq!(germany(Language::English).as_deref(), Some("Germany"));
        assert_eq!(germany(Language::French).as_deref(), Some("Allemagne"));
    }

    #[test]
    fn only_what_is_taken_can_be_chosen() {
        let choices = super::choices("fr", |country| country.is_eu());
        assert_eq!(choices.len(), 27);
        let chosen: Vec<&str> =
            choices.iter().filter(|choice| choice.selected).map(|choice| choice.label.as_str()).collect();
        assert_eq!(chosen, ["France"]);
    }

    #[test]
    fn names_stand_where_readers_look_for_them() {
        let around = |language, code: &str| {
            let choices = within(language, || super::choices("", |_| true));
            let place = choices.iter().position(|choice| choice.value == code).unwrap();
            [choices[place - 1].label.clone(), choices[place + 1].label.clone()]
        };
        assert_eq!(around(Language::English, "AX"), ["Afghanistan", "Albania"]);
        assert_eq!(around(Language::German, "AT"), ["Oman", "Pakistan"]);
        assert_eq!(around(Language::French, "EG"), ["Dominique", "Émirats arabes unis"]);
    }
}
