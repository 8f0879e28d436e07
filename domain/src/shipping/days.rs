//! Working days: Monday to Friday. Holidays differ by country and region, and are nowhere in it.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Working days within which a seller sends, where a table does not say.
pub const USUAL_HANDLING_DAYS: u32 = 3;

/// For tables that were stored before they said.
pub(super) fn usual() -> u32 {
    USUAL_HANDLING_DAYS
}

/// The day that lies so many working days after `from`; of none, the next working day or `from` itself.
#[must_use]
pub fn after_working_days(from: NaiveDate, days: u32) -> NaiveDate {
    let mut day = from;
    let mut left = days;
    while left > 0 || is_weekend(day) {
        let Some(next) = day.checked_add_days(Days::new(1)) else { return day };
        day = next;
        if !is_weekend(day) {
            left = left.saturating_sub(1);
        }
    }
    day
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekends_do_not_count() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        // 2 January 2026 is a Friday.
        assert_eq!(after_working_days(day("2026-01-02"), 0), day("2026-01-02"));
        assert_eq!(after_working_days(day("2026-01-02"), 1), day("2026-01-05"));
        assert_eq!(after_working_days(day("2026-01-03"), 0), day("2026-01-05"));
        assert_eq!(after_working_days(day("2026-01-03"), 1), day("2026-01-05"));
        assert_eq!(after_working_days(day("2026-01-04"), 3), day("2026-01-07"));
        assert_eq!(after_working_days(day("2025-12-29"), 5), day("2026-01-05"));
    }
}
