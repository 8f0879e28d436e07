//! The rules of art as lines of text, one rule a line: what staff read, change and take along.
//! It does not check the rules; the API's own shapes do.

use chrono::NaiveDate;
use impasto_domain::money::Currency;

use super::tables::{Read, rows, wrong};
use crate::api::numbers::{minor_units, typed_amount};
use crate::api::shapes::{ArtRulesJson, EditionLimitJson, ResaleBandJson, ResaleRuleJson, TaxNoteJson};
use crate::words::t;

/// Stands for every country, and for a band without an end.
const ALL: &str = "*";

/// `photograph, gelatin silver; *; 30; 2025-01-01`: words of the medium, country, the most copies, first day.
pub(super) fn limit_lines(rules: &ArtRulesJson) -> String {
    let line = |limit: &EditionLimitJson| {
        let country = limit.country.as_deref().unwrap_or(ALL);
        format!("{}; {country}; {}; {}", limit.mediums.join(", "), limit.copies_max, limit.valid_from)
    };
    rules.edition_limits.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The limits of such lines, with the numbers of their lines.
pub(super) fn limits_of(text: &str) -> Read<(Vec<EditionLimitJson>, Vec<usize>)> {
    let (mut limits, mut lines) = (Vec::new(), Vec::new());
    for (number, cells) in rows(text) {
        let [mediums, country, copies, from] = cells[..] else {
            return Err(wrong("console-table-limit-entries", number).into());
        };
        let told = || wrong("console-table-whole", number).with("text", copies).to_string();
        limits.push(EditionLimitJson {
            mediums: listed(mediums),
            country: country_of(country),
            copies_max: copies.parse().map_err(|_| told())?,
            valid_from: day(number, from)?,
        });
        lines.push(number);
    }
    Ok((limits, lines))
}

/// `*; EUR; 3000; 12500; 50000: 4, 200000: 3, *: 0.25; 0; 0; 2006-01-01; AT, BE`: country, currency, threshold, cap, bands, years and
/// price of what is exempt, first day, nationalities.
pub(super) fn resale_lines(rules: &ArtRulesJson) -> String {
    let line = |rule: &ResaleRuleJson| {
        let currency = Currency::from_code(&rule.currency).unwrap_or(Currency::EUR);
        let amount = |minor| typed_amount(minor, currency);
        let bands = rule.bands.iter().map(|band| {
            let end = band.up_to.map_or_else(|| ALL.to_owned(), amount);
            format!("{end}: {}", band.rate)
        });
        let cells = [
            rule.country.clone().unwrap_or_else(|| ALL.to_owned()),
            rule.currency.clone(),
            amount(rule.threshold),
            amount(rule.cap),
            bands.collect::<Vec<_>>().join(", "),
            rule.exempt_years.to_string(),
            amount(rule.exempt_up_to),
            rule.valid_from.to_string(),
            rule.nationalities.join(", "),
        ];
        cells.join("; ")
    };
    rules.resale_rules.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The rules of such lines, with the numbers of their lines.
pub(super) fn resale_of(text: &str) -> Read<(Vec<ResaleRuleJson>, Vec<usize>)> {
    let (mut rules, mut lines) = (Vec::new(), Vec::new());
    for (number, cells) in rows(text) {
        let [country, code, threshold, cap, bands, years, exempt, from, nationalities] = cells[..] else {
            return Err(wrong("console-table-resale-entries", number).into());
        };
        // An unknown currency is told by the rule's own check.
        let currency = Currency::from_code(code).unwrap_or(Currency::EUR);
        let amount = |text: &str| {
            let told = || wrong("console-table-amount", number).with("text", text).to_string();
            minor_units(text, currency).ok_or_else(told)
        };
        let percent = |text: &str| {
            let told = || wrong("console-table-percentage", number).with("text", text).to_string();
            text.parse::<f64>().map_err(|_| told())
        };
        let band = |text: &str| {
            let (end, rate) = text.split_once(':').unwrap_or((ALL, text));
            let end = Some(end.trim()).filter(|end| *end != ALL);
            Ok::<_, String>(ResaleBandJson { up_to: end.map(amount).transpose()?, rate: percent(rate.trim())? })
        };
        let told = || wrong("console-table-whole", number).with("text", years).to_string();
        rules.push(ResaleRuleJson {
            country: country_of(country),
            currency: code.to_owned(),
            threshold: amount(threshold)?,
            cap: amount(cap)?,
            bands: bands.split(',').map(band).collect::<Result<_, _>>()?,
            nationalities: listed(nationalities),
            exempt_years: years.parse().map_err(|_| told())?,
            exempt_up_to: amount(exempt)?,
            valid_from: day(number, from)?,
        });
        lines.push(number);
    }
    Ok((rules, lines))
}

/// `export; de; Steuerfreie Ausfuhr nach …`: regime, language, text.
pub(super) fn note_lines(rules: &ArtRulesJson) -> String {
    let line = |note: &TaxNoteJson| format!("{}; {}; {}", note.regime, note.language, note.text);
    rules.notes.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The texts of such lines, with the numbers of their lines. A text may have semicolons of its own.
pub(super) fn notes_of(text: &str) -> Read<(Vec<TaxNoteJson>, Vec<usize>)> {
    let (mut notes, mut lines) = (Vec::new(), Vec::new());
    for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.splitn(3, ';').map(str::trim).collect();
        let [regime, language, text] = cells[..] else {
            return Err(wrong("console-table-note-entries", place + 1).into());
        };
        notes.push(TaxNoteJson { regime: regime.to_owned(), language: language.to_owned(), text: text.to_owned() });
        lines.push(place + 1);
    }
    Ok((notes, lines))
}

fn listed(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn country_of(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| text != ALL)
}

fn day(line: usize, text: &str) -> Read<NaiveDate> {
    let told = |_| t("console-table-day").with("line", line.to_string()).with("text", text).to_string();
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::defaults::house_rules;
    use crate::config::Config;

    #[test]
    fn the_rules_are_read_as_they_are_written() {
        let mut rules = ArtRulesJson::from(&house_rules(&Config::default(), true).art);
        rules.notes.push(TaxNoteJson { regime: "export".into(), language: "de".into(), text: "Ausfuhr; frei.".into() });
        assert_eq!(limits_of(&limit_lines(&rules)).unwrap().0, rules.edition_limits);
        assert_eq!(resale_of(&resale_lines(&rules)).unwrap().0, rules.resale_rules);
        assert_eq!(notes_of(&note_lines(&rules)).unwrap(), (rules.notes.clone(), vec![1]));
    }

    #[test]
    fn the_first_line_that_cannot_be_read_is_told() {
        assert!(limits_of("photograph; *; 30").unwrap_err().starts_with("Line 1"));
        assert!(limits_of("\nphotograph; *; some; 2025-01-01").unwrap_err().contains("Line 2"));
        assert!(resale_of("*; EUR; 3000").unwrap_err().starts_with("Line 1"));
        assert!(resale_of("*; EUR; 3000; x; *: 4; 0; 0; 2006-01-01; DE").unwrap_err().contains("Line 1: x"));
        assert!(notes_of("export; de").unwrap_err().starts_with("Line 1"));
    }
}
