//! Amounts, rates and dates as a reader of the language writes them.
//!
//! Knows the minor units of currencies; knows no documents.

use chrono::{Datelike, NaiveDate};
use impasto_domain::language::Language;
use impasto_domain::money::{Currency, Money};

/// An amount without its currency: `1,250.00`, `1.250,00`, `1 250,00` (with a narrow no-break space).
#[must_use]
pub fn format_amount(money: Money, language: Language) -> String {
    let (group, point) = match language {
        Language::English => (',', '.'),
        Language::German => ('.', ','),
        Language::French => ('\u{202f}', ','),
    };
    let digits = usize::try_from(money.exponent()).unwrap_or(2);
    let minor = format!("{:0>width$}", money.amount_minor.unsigned_abs(), width = digits + 1);
    let (whole, fraction) = minor.split_at(minor.len() - digits);
    let mut text = String::with_capacity(minor.len() * 2);
    if money.amount_minor < 0 {
        text.push('\u{2212}');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(group);
        }
        text.push(digit);
    }
    if digits > 0 {
        text.push(point);
        text.push_str(fraction);
    }
    text
}

/// An amount with its currency: `€1,250.00`, `1.250,00 €`; by code where a sign would be ambiguous: `CHF 1,250.00`.
#[must_use]
pub fn format_money(money: Money, language: Language) -> String {
    let amount = format_amount(money, language);
    match (sign(money.currency), language) {
        (Some(sign), Language::English) if sign.chars().count() == 1 => match amount.strip_prefix('\u{2212}') {
            Some(positive) => format!("\u{2212}{sign}{positive}"),
            None => format!("{sign}{amount}"),
        },
        (sign, Language::English) => {
            format!("{}\u{a0}{amount}", sign.unwrap_or(money.currency.code()))
        }
        (sign, _) => format!("{amount}\u{a0}{}", sign.unwrap_or(money.currency.code())),
    }
}

/// A rate in basis points: `19%`, `5.5%`; `19 %`, `5,5 %` (with a no-break space).
#[must_use]
pub fn format_rate(basis_points: u32, language: Language) -> String {
    let (whole, hundredths) = (basis_points / 100, basis_points % 100);
    let fraction = format!("{hundredths:02}");
    let fraction = fraction.trim_end_matches('0');
    let (point, unit) = match language {
        Language::English => (".", "%"),
        Language::German | Language::French => (",", "\u{a0}%"),
    };
    if fraction.is_empty() { format!("{whole}{unit}") } else { format!("{whole}{point}{fraction}{unit}") }
}

/// A date in words: `3 May 2026`, `3. Mai 2026`, `3 mai 2026`, `1er mai 2026`.
#[must_use]
pub fn format_date(date: NaiveDate, language: Language) -> String {
    let months: [&str; 12] = match language {
        Language::English => [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        Language::German => [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ],
        Language::French => [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
    };
    let month = usize::try_from(date.month0()).ok().and_then(|index| months.get(index)).copied().unwrap_or("");
    let day = match language {
        Language::German => format!("{}.", date.day()),
        Language::French if date.day() == 1 => "1er".to_owned(),
        _ => date.day().to_string(),
    };
    format!("{day}\u{a0}{month} {}", date.year())
}

/// The sign of a currency that everybody reads the same way.
fn sign(currency: Currency) -> Option<&'static str> {
    match currency {
        Currency::EUR => Some("€"),
        Currency::GBP => Some("£"),
        Currency::CZK => Some("Kč"),
        Currency::PLN => Some("zł"),
        Currency::UAH => Some("₴"),
        Currency::INR => Some("₹"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(minor: i64, currency: Currency, language: Language) -> String {
        format_amount(Money::new(minor, currency), language)
    }

    #[test]
    fn amounts_follow_the_language_and_the_currency() {
        use Language::*;
        assert_eq!(amount(125_000, Currency::EUR, English), "1,250.00");
        assert_eq!(amount(125_000, Currency::EUR, German), "1.250,00");
        assert_eq!(amount(123_456_789, Currency::EUR, French), "1\u{202f}234\u{202f}567,89");
        assert_eq!(amount(5, Currency::EUR, English), "0.05");
        assert_eq!(amount(0, Currency::JPY, English), "0");
        assert_eq!(amount(1_250_000, Currency::JPY, English), "1,250,000");
        assert_eq!(amount(1_234_567, Currency::KWD, English), "1,234.567");
        assert_eq!(amount(-99_999, Currency::EUR, English), "\u{2212}999.99");
    }

    #[test]
    fn currencies_stand_where_the_language_puts_them() {
        use Language::*;
        let money = |minor, currency, language| format_money(Money::new(minor, currency), language);
        assert_eq!(money(125_000, Currency::EUR, English), "€1,250.00");
        assert_eq!(money(125_000, Currency::EUR, German), "1.250,00\u{a0}€");
        assert_eq!(money(125_000, Currency::CHF, English), "CHF\u{a0}1,250.00");
        assert_eq!(money(125_000, Currency::PLN, English), "zł\u{a0}1,250.00");
        assert_eq!(money(-100, Currency::GBP, English), "\u{2212}£1.00");
        assert_eq!(money(125_000, Currency::JPY, French), "125\u{202f}000\u{a0}JPY");
    }

    #[test]
    fn rates_drop_what_is_nought() {
        assert_eq!(format_rate(1_900, Language::English), "19%");
        assert_eq!(format_rate(550, Language::French), "5,5\u{a0}%");
        assert_eq!(format_rate(725, Language::English), "7.25%");
        assert_eq!(format_rate(0, Language::German), "0\u{a0}%");
    }

    #[test]
    fn dates_are_in_words() {
        let date = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        assert_eq!(format_date(date(3), Language::English), "3\u{a0}March 2026");
        assert_eq!(format_date(date(3), Language::German), "3.\u{a0}März 2026");
        assert_eq!(format_date(date(1), Language::French), "1er\u{a0}mars 2026");
    }
}
