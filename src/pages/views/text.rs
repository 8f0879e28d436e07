//! The words and figures that pages and scripts must write alike: money, sizes, copies. `web/static/js/text.js` is the twin in the browser, and
//! `web/tests/text-cases.json` holds the cases that both must pass.
//! It does not know where the values come from.

use iso_currency::Currency;

/// Money for a reader: `€1,250`, `€1,250.50`, `CHF 80`, `−€5`. `minor` is in minor units; whole amounts leave the minor digits out.
#[must_use]
pub fn money(minor: i64, currency: Currency) -> String {
    let exponent = u32::from(currency.exponent().unwrap_or(0));
    let unit = 10_u64.pow(exponent);
    let (whole, rest) = (minor.unsigned_abs() / unit, minor.unsigned_abs() % unit);
    let sign = if minor < 0 { "\u{2212}" } else { "" };
    let mut text = format!("{sign}{}{}", symbol(currency), grouped(whole));
    if rest != 0 {
        text.push_str(&format!(".{rest:0width$}", width = exponent as usize));
    }
    text
}

/// A size in the art trade's order, with the letters that make it unmistakable: `H 40 × W 30 cm`, `H 40 × W 30 × D 5 cm`.
/// Centimetres; a missing or zero depth is left out.
#[must_use]
pub fn size(height_cm: f64, width_cm: f64, depth_cm: Option<f64>) -> String {
    let depth = match depth_cm {
        Some(depth) if depth > 0.0 => format!(" \u{d7} D {}", centimetres(depth)),
        _ => String::new(),
    };
    format!("H {} \u{d7} W {}{depth} cm", centimetres(height_cm), centimetres(width_cm))
}

/// A copy's label in words: `7/25` is `No. 7 of 25`, `AP 1/2` is `Artist’s proof 1 of 2`; anything else stays as it is.
#[must_use]
pub fn copy(label: &str) -> String {
    let (word, numbers) = match label.strip_prefix("AP ") {
        Some(rest) => ("Artist\u{2019}s proof ", rest),
        None => ("No. ", label),
    };
    match numbers.split_once('/') {
        Some((number, of)) if is_number(number) && is_number(of) => {
            format!("{word}{number} of {of}")
        }
        _ => label.to_owned(),
    }
}

/// The paragraphs of a text that a person typed: split at empty lines, blanks trimmed, empty ones left out.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()).map(str::to_owned).collect()
}

/// `1 work`, `2 works`: the count with the noun that fits it.
#[must_use]
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

fn symbol(currency: Currency) -> String {
    match currency {
        Currency::EUR => "\u{20ac}".to_owned(),
        Currency::GBP => "\u{a3}".to_owned(),
        Currency::USD => "$".to_owned(),
        Currency::JPY => "\u{a5}".to_owned(),
        // No space that breaks: the code belongs to the figure.
        other => format!("{}\u{a0}", other.code()),
    }
}

fn grouped(whole: u64) -> String {
    let digits = whole.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn centimetres(value: f64) -> String {
    let tenths = (value * 10.0).round() / 10.0;
    if tenths.fract() == 0.0 { format!("{tenths:.0}") } else { format!("{tenths:.1}") }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn cases(group: &str) -> Vec<Value> {
        let text = include_str!("../../../web/tests/text-cases.json");
        let all: Value = serde_json::from_str(text).unwrap();
        let cases = all[group].as_array().unwrap().clone();
        assert!(!cases.is_empty(), "the group {group} holds no case");
        cases
    }

    #[test]
    fn money_is_written_as_the_shared_cases_say() {
        for case in cases("money") {
            let currency = Currency::from_code(case["currency"].as_str().unwrap()).unwrap();
            let text = money(case["amount"].as_i64().unwrap(), currency);
            assert_eq!(text, case["text"].as_str().unwrap());
        }
    }

    #[test]
    fn copies_are_named_as_the_shared_cases_say() {
        for case in cases("copy") {
            let text = copy(case["label"].as_str().unwrap());
            assert_eq!(text, case["text"].as_str().unwrap());
        }
    }

    #[test]
    fn a_size_names_height_before_width_and_leaves_out_a_missing_depth() {
        assert_eq!(size(40.0, 30.5, None), "H 40 \u{d7} W 30.5 cm");
        assert_eq!(size(40.0, 30.0, Some(0.0)), "H 40 \u{d7} W 30 cm");
        assert_eq!(size(40.04, 30.0, Some(5.25)), "H 40 \u{d7} W 30 \u{d7} D 5.3 cm");
    }

    #[test]
    fn paragraphs_split_at_empty_lines_of_either_kind() {
        assert_eq!(paragraphs(" One\r\n\r\n\r\n\r\nTwo\nlines\n\n "), ["One", "Two\nlines"]);
    }

    #[test]
    fn one_is_singular_and_thousands_are_grouped() {
        assert_eq!(counted(1, "work", "works"), "1 work");
        assert_eq!(counted(12_345, "work", "works"), "12,345 works");
        assert_eq!(counted(0, "work", "works"), "0 works");
    }
}
