//! Cells of a table by the names of their columns, and what is wrong with them by their lines. Decides nothing of what they say.

use chrono::NaiveDate;

use super::Table;
use crate::gateway::fields::Fields;
use crate::gateway::problem::Problem;

/// Where the columns of these names are.
///
/// # Errors
/// 422 when there is no such column, or no line below the head.
pub(super) fn columns<const N: usize>(table: &Table, names: &[&str; N]) -> Result<[usize; N], Problem> {
    let plain = |head: &str| head.trim().to_lowercase().replace([' ', '-'], "_");
    let mut places = [0; N];
    for (place, name) in places.iter_mut().zip(names) {
        let found = table.head.iter().position(|head| plain(head) == *name);
        let missing = || Problem::field("/csv", format!("has no column named {name} in its first line"));
        *place = found.ok_or_else(missing)?;
    }
    if table.rows.is_empty() { Err(Problem::field("/csv", "is empty")) } else { Ok(places) }
}

/// The cells of a line that stand at these places; one that is not there is empty.
pub(super) fn cells<const N: usize>(fields: &[String], places: [usize; N]) -> [&str; N] {
    places.map(|place| fields.get(place).map_or("", |field| bare(field)))
}

/// A cell without the apostrophe that keeps spreadsheets from running it.
fn bare(field: &str) -> &str {
    let field = field.trim();
    match field.strip_prefix('\'') {
        Some(rest) if rest.trim_start().starts_with(['=', '+', '-', '@']) => rest,
        _ => field,
    }
}

/// A day: `2026-11-30`, or `30.11.2026` as spreadsheets write it. What could be either of two days is none.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    ["%Y-%m-%d", "%d.%m.%Y"].iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok())
}

/// Ends the reading of a table. `checked` is what its check says of its rows; `place` names the line of each.
///
/// # Errors
/// 422 with everything that was noted.
pub(super) fn finish(mut fields: Fields, checked: Fields, place: impl Fn(&str) -> String) -> Result<(), Problem> {
    if let Err(problem) = checked.finish() {
        for error in problem.field_errors() {
            fields.add(place(&error.pointer), error.message.as_str());
        }
    }
    fields.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_whatever_their_order_and_case() {
        let table = Table::read(b"Valid from;country\n2021-01-01; DE \n", 9).unwrap();
        let places = columns(&table, &["country", "valid_from"]).unwrap();
        assert_eq!(cells(&table.rows[0].1, places), ["DE", "2021-01-01"]);
        assert_eq!(cells(&[], places), ["", ""]);
        let told = columns(&table, &["rate"]).unwrap_err();
        assert_eq!(told.field_errors()[0].message, "has no column named rate in its first line");
        let bare_head = Table::read(b"rate\n", 9).unwrap();
        assert_eq!(columns(&bare_head, &["rate"]).unwrap_err().field_errors()[0].message, "is empty");
    }

    #[test]
    fn what_was_kept_from_running_is_read_as_it_was() {
        assert_eq!((bare(" '=1+1 "), bare("'s-Gravenhage"), bare("'-2")), ("=1+1", "'s-Gravenhage", "-2"));
        let first = NaiveDate::from_ymd_opt(2026, 11, 30);
        assert_eq!((day("2026-11-30"), day("30.11.2026"), day("11/30/2026")), (first, first, None));
    }
}
