//! Commission rules as a table: one rule a line. The table is whole: what is not in it is gone.

use impasto_domain::commission::CommissionRules;
use uuid::Uuid;

use super::Table;
use super::cells::{cells, columns, day, finish};
use super::compare::Entry;
use super::rates::place;
use crate::api::csv;
use crate::api::numbers::decimal;
use crate::api::settings::{CommissionRuleJson, CommissionRulesJson};
use crate::gateway::fields::Fields;
use crate::gateway::problem::Problem;

/// The columns; others are left alone. An empty seller or kind is all of them.
pub const COMMISSION_COLUMNS: [&str; 4] = ["seller_id", "kind", "rate", "valid_from"];

/// Reads the rules.
///
/// # Errors
/// 422 with everything that is wrong, each with its line: `/lines/3/rate`.
pub fn read_commissions(table: &Table) -> Result<CommissionRules, Problem> {
    let places = columns(table, &COMMISSION_COLUMNS)?;
    let mut fields = Fields::new();
    let (mut rules, mut lines) = (Vec::new(), Vec::new());
    for (line, row) in &table.rows {
        let [seller, kind, rate, valid_from] = cells(row, places);
        let seller_id = (!seller.is_empty()).then(|| Uuid::parse_str(seller).ok());
        fields.check(seller_id != Some(None), format_args!("/lines/{line}/seller_id"), "must be an id");
        let percent = decimal(rate.trim_end_matches('%').trim_end());
        fields.check(percent.is_some(), format_args!("/lines/{line}/rate"), "must be a number");
        let first = day(valid_from);
        let message = "must be a day, such as 2026-11-30";
        fields.check(first.is_some(), format_args!("/lines/{line}/valid_from"), message);
        if let (Some(rate), Some(valid_from)) = (percent, first) {
            let kind = (!kind.is_empty()).then(|| kind.to_owned());
            rules.push(CommissionRuleJson { seller_id: seller_id.flatten(), kind, rate, valid_from });
            lines.push(*line);
        }
    }
    let mut checked = Fields::new();
    let rules = CommissionRulesJson { rules }.check(&mut checked);
    finish(fields, checked, |pointer| place(pointer, &lines))?;
    Ok(rules)
}

/// The rules as a table that is read again as it is.
#[must_use]
pub fn commission_csv(rules: &CommissionRulesJson) -> String {
    let line = |rule: &CommissionRuleJson| {
        let seller = rule.seller_id.map(|id| id.to_string()).unwrap_or_default();
        let (percent, first) = (rule.rate.to_string(), rule.valid_from.to_string());
        csv::line([seller.as_str(), rule.kind.as_deref().unwrap_or_default(), &percent, &first])
    };
    csv::line(COMMISSION_COLUMNS) + &rules.rules.iter().map(line).collect::<String>()
}

/// The rules as they are compared: seller, kind and day, with the percentage.
#[must_use]
pub fn commission_entries(rules: &CommissionRulesJson) -> Vec<Entry> {
    let entry = |rule: &CommissionRuleJson| {
        let seller = rule.seller_id.map_or_else(|| "*".to_owned(), |id| id.to_string());
        Entry {
            about: format!("{seller}, {}, {}", rule.kind.as_deref().unwrap_or("*"), rule.valid_from),
            says: format!("{} %", rule.rate),
        }
    };
    rules.rules.iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<CommissionRules, Problem> {
        read_commissions(&Table::read(text.as_bytes(), 100).unwrap())
    }

    #[test]
    fn what_goes_out_comes_in_as_it_was() {
        let text = "seller_id,kind,rate,valid_from\r\n\
                    01890000-0000-7000-8000-000000000007,limited,12.5,2026-01-01\r\n,,20,2025-01-01\r\n";
        let rules = read(text).unwrap();
        assert_eq!((rules.rules[0].basis_points, rules.rules[1].seller_id), (1_250, None));
        assert_eq!(commission_csv(&CommissionRulesJson::from(&rules)), text);
    }

    #[test]
    fn every_mistake_is_named_by_its_line() {
        let told = read("seller_id;kind;rate;valid_from\nx;;much;soon\n;mural;10;2026-01-01\n").unwrap_err();
        let pointers: Vec<&str> = told.field_errors().iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/lines/2/seller_id", "/lines/2/rate", "/lines/2/valid_from", "/lines/3/kind"]);
    }
}
