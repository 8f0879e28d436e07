//! The words and figures that pages and scripts must write alike: money, sizes, copies. `web/static/js/text.js` is the twin in the browser, and
//! `web/tests/text-cases.json` holds the cases that both must pass.
//! It does not know where the values come from.

use iso_currency::Currency;

use crate::words::{Language, current, decimal, grouped, t};

/// Money for a reader, as the language has it: `€1,250`, `€1,250.50`, `CHF 80`, `−€5` in English, `1.250 €` in German,
/// `1 250 €` in French. `minor` is in minor units; whole amounts leave the minor digits out.
#[must_use]
pub fn money(minor: i64, currency: Currency) -> String {
    let exponent = u32::from(currency.exponent().unwrap_or(0));
    let unit = 10_u64.pow(exponent);
    let (whole, rest) = (minor.unsigned_abs() / unit, minor.unsigned_abs() % unit);
    let sign = if minor < 0 { "\u{2212}" } else { "" };
    let mut figure = grouped(whole);
    if rest != 0 {
        figure.push_str(&format!("{}{rest:0width$}", decimal(), width = exponent as usize));
    }
    match (symbol(currency), current()) {
        (Some(symbol), Language::English) => format!("{sign}{symbol}{figure}"),
        // No space that breaks: what is counted belongs to the figure.
        (None, Language::English) => format!("{sign}{}\u{a0}{figure}", currency.code()),
        (symbol, _) => format!("{sign}{figure}\u{a0}{}", symbol.unwrap_or_else(|| currency.code())),
    }
}

/// A size in the art trade's order, with the letters that make it unmistakable: `H 40 × W 30 cm`, `H 40 × W 30 × D 5 cm`,
/// in German `H 40 × B 30 × T 5 cm`. Centimetres; a missing or zero depth is left out.
#[must_use]
pub fn size(height_cm: f64, width_cm: f64, depth_cm: Option<f64>) -> String {
    let (high, wide, deep) = match current() {
        Language::English => ("H", "W", "D"),
        Language::German => ("H", "B", "T"),
        Language::French => ("H", "L", "P"),
    };
    let depth = match depth_cm {
        Some(depth) if depth > 0.0 => format!(" \u{d7} {deep} {}", tenths(depth)),
        _ => String::new(),
    };
    format!("{high} {} \u{d7} {wide} {}{depth} cm", tenths(height_cm), tenths(width_cm))
}

/// The same size in inches, `15.7 × 11.8 in`: in English only, whose readers are of both minds. An inch is 2.54 cm.
#[must_use]
pub fn inches(height_cm: f64, width_cm: f64, depth_cm: Option<f64>) -> Option<String> {
    const CM_AN_INCH: f64 = 2.54;
    if current() != Language::English {
        return None;
    }
    let sides = [Some(height_cm), Some(width_cm), depth_cm].into_iter().flatten().filter(|side| *side > 0.0);
    let sides: Vec<String> = sides.map(|side| tenths(side / CM_AN_INCH)).collect();
    Some(format!("{} in", sides.join(" \u{d7} ")))
}

/// A copy's label in words: `7/25` is `No. 7 of 25`, `AP 1/2` is `Artist’s proof 1 of 2`; anything else stays as it is.
#[must_use]
pub fn copy(label: &str) -> String {
    let (id, numbers) = match label.strip_prefix("AP ") {
        Some(rest) => ("copy-proof", rest),
        None => ("copy-number", label),
    };
    match numbers.split_once('/') {
        Some((number, of)) if is_number(number) && is_number(of) => {
            t(id).with("number", number).with("of", of).to_string()
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

fn symbol(currency: Currency) -> Option<&'static str> {
    match currency {
        Currency::EUR => Some("\u{20ac}"),
        Currency::GBP => Some("\u{a3}"),
        Currency::USD => Some("$"),
        Currency::JPY => Some("\u{a5}"),
        _ => None,
    }
}

/// A length to a tenth, without a fraction that is none.
fn tenths(value: f64) -> String {
    let tenths = (value * 10.0).round() / 10.0;
    if tenths.fract() == 0.0 {
        format!("{tenths:.0}")
    } else {
        format!("{tenths:.1}").replace('.', decimal().encode_utf8(&mut [0; 4]))
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    use crate::words::within;

    fn cases(group: &str) -> Vec<Value> {
        let text = include_str!("../../../web/tests/text-cases.json");
        let all: Value = serde_json::from_str(text).unwrap();
        let cases = all[group].as_array().unwrap().clone();
        assert!(!cases.is_empty(), "the group {group} holds no case");
        cases
    }

    fn spoken(case: &Value) -> Language {
        Language::of_tag(case["language"].as_str().unwrap_or("en")).unwrap()
    }

    #[test]
    fn money_is_written_as_the_shared_cases_say() {
        for case in cases("money") {
            let currency = Currency::from_code(case["currency"].as_str().unwrap()).unwrap();
            let text = within(spoken(&case), || money(case["amount"].as_i64().unwrap(), currency));
            assert_eq!(text, case["text"].as_str().unwrap());
        }
    }

    #[test]
    fn copies_are_named_as_the_shared_cases_say() {
        for case in cases("copy") {
            let text = within(spoken(&case), || copy(case["label"].as_str().unwrap()));
            assert_eq!(text, case["text"].as_str().unwrap());
        }
    }

    #[test]
    fn a_size_names_height_before_width_and_leaves_out_a_missing_depth() {
        assert_eq!(size(40.0, 30.5, None), "H 40 \u{d7} W 30.5 cm");
        assert_eq!(size(40.0, 30.0, Some(0.0)), "H 40 \u{d7} W 30 cm");
        assert_eq!(size(40.04, 30.0, Some(5.25)), "H 40 \u{d7} W 30 \u{d7} D 5.3 cm");
        let spoken = |language| within(language, || (size(40.0, 30.5, Some(5.0)), inches(40.0, 30.0, None)));
        assert_eq!(spoken(Language::German), ("H 40 \u{d7} B 30,5 \u{d7} T 5 cm".to_owned(), None));
        assert_eq!(spoken(Language::French).0, "H 40 \u{d7} L 30,5 \u{d7} P 5 cm");
        assert_eq!(spoken(Language::English).1.as_deref(), Some("15.7 \u{d7} 11.8 in"));
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
