//! The house's tables as lines of text, one row a line: what staff read, change and take along.
//! It does not check the rows; the API's own shapes do.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::api::numbers::{price_of, price_text};
use crate::api::settings::{CommissionRuleJson, CommissionRulesJson};
use crate::api::shapes::{
    MoneyJson, ShippingBandJson, ShippingMethodJson, ShippingTableJson, TaxRateJson, TaxTableJson,
};
use crate::words::{Message, t};

/// A table that was read, or the first line that cannot be.
pub(in crate::pages) type Read<T> = Result<T, String>;

/// `DE; standard; 19; 2021-01-01`: country, regime, percent, first day.
pub(super) fn tax_lines(table: &TaxTableJson) -> String {
    let line = |rate: &TaxRateJson| format!("{}; {}; {}; {}", rate.country, rate.regime, rate.rate, rate.valid_from);
    table.rates.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The rates of such lines, with the numbers of their lines.
pub(super) fn tax_of(text: &str) -> Read<(TaxTableJson, Vec<usize>)> {
    let (mut rates, mut lines) = (Vec::new(), Vec::new());
    for (number, cells) in rows(text) {
        let [country, regime, rate, from] = cells[..] else {
            return Err(wrong("console-table-tax-entries", number).into());
        };
        let told = |id, text: &str| wrong(id, number).with("text", text).to_string();
        let rate: f64 = rate.parse().map_err(|_| told("console-table-percentage", rate))?;
        let valid_from = NaiveDate::parse_from_str(from, "%Y-%m-%d").map_err(|_| told("console-table-day", from))?;
        rates.push(TaxRateJson { country: country.to_owned(), regime: regime.to_owned(), rate, valid_from });
        lines.push(number);
    }
    Ok((TaxTableJson { rates }, lines))
}

/// What stands for everything in a rule.
const ALL: &str = "*";

/// `galerie-deich; limited; 12.5; 2026-01-01`: seller, kind, percent, first day. `name_of` is what a seller is called by.
pub(super) fn commission_lines(rules: &CommissionRulesJson, name_of: &dyn Fn(Uuid) -> Option<String>) -> String {
    let line = |rule: &CommissionRuleJson| {
        let seller = rule.seller_id.map(|id| name_of(id).unwrap_or_else(|| id.to_string()));
        let kind = rule.kind.as_deref().unwrap_or(ALL);
        format!("{}; {kind}; {}; {}", seller.as_deref().unwrap_or(ALL), rule.rate, rule.valid_from)
    };
    rules.rules.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The rules of such lines, with the numbers of their lines. `id_of` finds the seller that is called so.
pub(super) fn commission_of(
    text: &str,
    id_of: &dyn Fn(&str) -> Option<Uuid>,
) -> Read<(CommissionRulesJson, Vec<usize>)> {
    let (mut rules, mut lines) = (Vec::new(), Vec::new());
    for (number, cells) in rows(text) {
        let [seller, kind, rate, from] = cells[..] else {
            return Err(wrong("console-table-commission-entries", number).into());
        };
        let told = |id, text: &str| wrong(id, number).with("text", text).to_string();
        let seller_id = match seller {
            ALL => None,
            name => {
                let known = id_of(name).or_else(|| name.parse().ok());
                Some(known.ok_or_else(|| told("console-table-seller", name))?)
            }
        };
        let rate: f64 = rate.parse().map_err(|_| told("console-table-percentage", rate))?;
        let valid_from = NaiveDate::parse_from_str(from, "%Y-%m-%d").map_err(|_| told("console-table-day", from))?;
        let kind = (kind != ALL).then(|| kind.to_owned());
        rules.push(CommissionRuleJson { seller_id, kind, rate, valid_from });
        lines.push(number);
    }
    Ok((CommissionRulesJson { rules }, lines))
}

/// `standard; Standard; home; 5; 60; EUR 9, USD 10.50; 2-4`: method, its name, zone, kilograms and centimetres at most, prices,
/// working days.
pub(in crate::pages) fn shipping_lines(table: &ShippingTableJson) -> String {
    let mut lines = Vec::new();
    for method in &table.methods {
        for band in &method.bands {
            let prices: Vec<String> = band.prices.iter().map(price_text).collect();
            lines.push(format!(
                "{}; {}; {}; {}; {}; {}; {}-{}",
                method.id,
                method.name.replace(';', ","),
                band.zone,
                band.weight_kg_max,
                band.longest_side_cm_max,
                prices.join(", "),
                band.days_min,
                band.days_max
            ));
        }
    }
    lines.join("\n")
}

/// The table of such lines. Bands of one method stand together in the order of their lines; the answer says beside it on
/// which line each band of each method is.
pub(in crate::pages) fn shipping_of(
    text: &str,
    present: &ShippingTableJson,
) -> Read<(ShippingTableJson, Vec<Vec<usize>>)> {
    let mut methods: Vec<ShippingMethodJson> = Vec::new();
    let mut lines: Vec<Vec<usize>> = Vec::new();
    for (number, cells) in rows(text) {
        let [id, name, zone, weight, side, prices, days] = cells[..] else {
            return Err(wrong("console-table-shipping-entries", number).into());
        };
        let told = |id, text: &str| wrong(id, number).with("text", text).to_string();
        let amount = |text: &str, id| text.parse::<f64>().map_err(|_| told(id, text));
        let days_wrong = || told("console-table-days", days);
        let (least, most) = days.split_once('-').unwrap_or((days, days));
        let prices: Option<Vec<MoneyJson>> = prices.split(',').map(|price| price_of(price.trim())).collect();
        let band = ShippingBandJson {
            zone: zone.to_owned(),
            weight_kg_max: amount(weight, "console-table-kilograms")?,
            longest_side_cm_max: amount(side, "console-table-centimetres")?,
            prices: prices.ok_or_else(|| wrong("console-table-price", number).to_string())?,
            days_min: least.trim().parse().map_err(|_| days_wrong())?,
            days_max: most.trim().parse().map_err(|_| days_wrong())?,
        };
        match methods.iter_mut().zip(&mut lines).find(|(method, _)| method.id == id) {
            Some((method, lines)) => {
                if method.name != name {
                    let told = wrong("console-table-names", number).with("method", id).with("name", name);
                    return Err(told.with("before", &method.name).into());
                }
                method.bands.push(band);
                lines.push(number);
            }
            None => {
                let (id, name) = (id.to_owned(), name.to_owned());
                methods.push(ShippingMethodJson { id, name, bands: vec![band], ..ShippingMethodJson::default() });
                lines.push(vec![number]);
            }
        }
    }
    let (volumetric_divisor, handling_days) = (present.volumetric_divisor, present.handling_days);
    Ok((ShippingTableJson { volumetric_divisor, handling_days, methods }.with_rest_of(present), lines))
}

/// What is wrong with a line.
pub(super) fn wrong(id: &str, line: usize) -> Message<'_> {
    t(id).with("line", line.to_string())
}

/// The lines that are not empty, with their numbers from 1 and their entries.
pub(super) fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(place, line)| (place + 1, line.split(';').map(str::trim).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn tax_lines_are_read_as_they_are_written() {
        let text = "DE; standard; 19; 2021-01-01\nFR; reduced_art; 5.5; 2015-01-01";
        let (table, lines) = tax_of(&format!("\n{text}\n")).unwrap();
        assert_eq!((tax_lines(&table).as_str(), lines), (text, vec![2, 3]));
        assert!(tax_of("DE; standard; 19").unwrap_err().starts_with("Line 1 needs four"));
        assert!(tax_of("\nDE; standard; much; 2021-01-01").unwrap_err().contains("Line 2: much"));
        assert!(tax_of("DE; standard; 19; soon").unwrap_err().contains("soon is no day"));
        let german = within(Language::German, || tax_of("DE; standard; viel; 2021-01-01"));
        assert_eq!(german.unwrap_err(), "Zeile 1: viel ist kein Prozentsatz.");
    }

    #[test]
    fn commission_lines_are_read_as_they_are_written() {
        let deich = Uuid::from_u128(7);
        let id_of = |name: &str| (name == "galerie-deich").then_some(deich);
        let name_of = |id: Uuid| (id == deich).then(|| "galerie-deich".to_owned());
        let text = "galerie-deich; limited; 12.5; 2026-01-01\n*; *; 20; 2025-01-01";
        let (rules, lines) = commission_of(text, &id_of).unwrap();
        assert_eq!((commission_lines(&rules, &name_of).as_str(), lines), (text, vec![1, 2]));
        assert_eq!((rules.rules[0].seller_id, rules.rules[1].kind.as_deref()), (Some(deich), None));
        assert!(commission_of("*; *; 20", &id_of).unwrap_err().contains("four entries"));
        assert!(commission_of("nobody; *; 20; 2026-01-01", &id_of).unwrap_err().contains("nobody"));
        assert!(commission_of("*; *; much; 2026-01-01", &id_of).unwrap_err().contains("no percentage"));
    }

    #[test]
    fn shipping_lines_are_read_as_they_are_written() {
        let present = ShippingTableJson { volumetric_divisor: 5_000, handling_days: 3, methods: Vec::new() };
        let text = "standard; Standard; home; 5; 60; EUR 9.05, JPY 1200; 2-4\n\
                    express; Express; home; 5; 60; EUR 19; 1-1\n\
                    standard; Standard; eu; 5.5; 60; EUR 12; 3-7";
        let (table, lines) = shipping_of(text, &present).unwrap();
        assert_eq!((table.methods.len(), table.methods[0].bands.len()), (2, 2));
        assert_eq!(table.methods[0].bands[0].prices[0].amount, 905);
        assert_eq!(table.methods[0].bands[0].prices[1].amount, 1_200);
        assert_eq!(lines, [vec![1, 3], vec![2]]);
        let written = shipping_lines(&table);
        assert_eq!(shipping_of(&written, &present).unwrap().0, table);
        for (wrong, told) in [
            ("a; b; c", "seven entries"),
            ("a; A; home; x; 60; EUR 9; 2-4", "x is no number of kilograms"),
            ("a; A; home; 5; 60; 9 EUR; 2-4", "EUR 9.50"),
            ("a; A; home; 5; 60; EUR nine; 2-4", "EUR 9.50"),
            ("a; A; home; 5; 60; EUR 9; soon", "working days"),
            ("a; A; home; 5; 60; EUR 9; 2-4\na; B; eu; 5; 60; EUR 9; 2-4", "a line before it A"),
        ] {
            assert!(shipping_of(wrong, &present).unwrap_err().contains(told), "{wrong}");
        }
    }
}
