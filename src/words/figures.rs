//! Figures and dates as each language writes them.
//! `web/static/js/text.js` is the twin in the browser.

use chrono::{DateTime, Datelike as _, Utc};

use super::language::{Language, current};
use super::message::t;

/// A whole number in groups of three: `12,345`, `12.345`, `12 345` (with the narrow space that does not break).
#[must_use]
pub fn grouped(whole: u64) -> String {
    let separator = match current() {
        Language::English => ',',
        Language::German => '.',
        Language::French => '\u{202f}',
    };
    let digits = whole.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * separator.len_utf8());
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// What stands between a number and its fraction.
#[must_use]
pub fn decimal() -> char {
    if current() == Language::English { '.' } else { ',' }
}

/// A day of the calendar, in UTC: `23 November 2026`, `23. November 2026`, `23 novembre 2026`.
#[must_use]
pub fn day(at: DateTime<Utc>) -> String {
    let month = format!("month-{}", at.month());
    t("date-day").with("day", at.day()).with("month", t(&month)).with("year", at.year().to_string()).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::language::within;
    use super::*;

    #[test]
    fn thousands_stand_apart_as_each_language_has_them() {
        for (language, text) in [
            (Language::English, "1,234,567"),
            (Language::German, "1.234.567"),
            (Language::French, "1\u{202f}234\u{202f}567"),
        ] {
            assert_eq!(within(language, || grouped(1_234_567)), text);
        }
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
    }
}
