//! Tax rates as a table: one rate a line. The table is whole: what is not in it is gone.

use impasto_domain::tax::TaxTable;

use super::Table;
use super::cells::{cells, columns, day, finish};
use super::compare::Entry;
use crate::api::csv;
use crate::api::numbers::decimal;
use crate::api::shapes::{TaxRateJson, TaxTableJson};
use crate::gateway::fields::Fields;
use crate::gateway::problem::Problem;

/// The columns; others are left alone.
pub const TAX_COLUMNS: [&str; 4] = ["country", "regime", "rate", "valid_from"];

/// Reads the rates.
///
/// # Errors
/// 422 with everything that is wrong, each with its line: `/lines/3/rate`.
pub fn read_tax(table: &Table) -> Result<TaxTable, Problem> {
    let places = columns(table, &TAX_COLUMNS)?;
    let mut fields = Fields::new();
    let (mut rates, mut lines) = (Vec::new(), Vec::new());
    for (line, row) in &table.rows {
        let [country, regime, rate, valid_from] = cells(row, places);
        let percent = decimal(rate.trim_end_matches('%').trim_end());
        fields.check(percent.is_some(), format_args!("/lines/{line}/rate"), "must be a number");
        let first = day(valid_from);
        let message = "must be a day, such as 2026-11-30";
        fields.check(first.is_some(), format_args!("/lines/{line}/valid_from"), message);
        if let (Some(rate), Some(valid_from)) = (percent, first) {
            rates.push(TaxRateJson { country: country.to_owned(), regime: regime.to_owned(), rate, valid_from });
            lines.push(*line);
        }
    }
    let mut checked = Fields::new();
    let tax = TaxTableJson { rates }.check(&mut checked);
    finish(fields, checked, |pointer| place(pointer, &lines))?;
    Ok(tax)
}

/// `/rates/1/rate` as `/lines/3/rate`.
pub(super) fn place(pointer: &str, lines: &[usize]) -> String {
    let mut parts = pointer.trim_start_matches('/').split('/').skip(1);
    let line = parts.next().and_then(|text| text.parse::<usize>().ok()).and_then(|row| lines.get(row));
    match (line, parts.next()) {
        (Some(line), Some(member)) => format!("/lines/{line}/{member}"),
        (Some(line), None) => format!("/lines/{line}"),
        (None, _) => "/csv".to_owned(),
    }
}

/// The rates as a table that is read again as it is.
#[must_use]
pub fn tax_csv(table: &TaxTableJson) -> String {
    let line = |rate: &TaxRateJson| {
        let (percent, first) = (rate.rate.to_string(), rate.valid_from.to_string());
        csv::line([rate.country.as_str(), &rate.regime, &percent, &first])
    };
    csv::line(TAX_COLUMNS) + &table.rates.iter().map(line).collect::<String>()
}

/// The rates as they are compared: country, regime and day, with the percentage.
#[must_use]
pub fn tax_entries(table: &TaxTableJson) -> Vec<Entry> {
    let entry = |rate: &TaxRateJson| Entry {
        about: format!("{}, {}, {}", rate.country, rate.regime, rate.valid_from),
        says: format!("{} %", rate.rate),
    };
    table.rates.iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::defaults::house_rules;
    use crate::config::Config;

    fn read(text: &str) -> Result<TaxTable, Problem> {
        read_tax(&Table::read(text.as_bytes(), 100).unwrap())
    }

    #[test]
    fn what_goes_out_comes_in_as_it_was() {
        let rules = house_rules(&Config::default(), true);
        let text = tax_csv(&TaxTableJson::from(&rules.tax));
        let table = Table::read(text.as_bytes(), 5_000).unwrap();
        assert_eq!(read_tax(&table).unwrap(), rules.tax);
    }

    #[test]
    fn every_mistake_is_named_by_its_line() {
        let told = read(
            "country;regime;rate;valid_from\n\
             DE;standard;19;01.01.2021\n\
             XX;standard;19;2021-01-01\n\
             FR;luxury;much;2015-01-01\n\n\
             IT;standard;22,5 %;soon\n\
             DE;standard;16;2021-01-01\n",
        );
        let told = told.unwrap_err();
        let pointers: Vec<&str> = told.field_errors().iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/lines/4/rate", "/lines/6/valid_from", "/lines/3/country", "/lines/7"]);
        let rates = read("country,regime,rate,valid_from\nDE,standard,\"5,5\",2021-01-01\n").unwrap().rates;
        assert_eq!(rates[0].rate_basis_points, 550);
    }
}
