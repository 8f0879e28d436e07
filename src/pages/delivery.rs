//! What ways of delivery are called.
//! It does not know what they cost.

use chrono::{NaiveDate, NaiveTime};
use impasto_domain::order::SellerOrder;

pub(super) use crate::app::defaults::method_name;
use crate::words::{self, t};

/// By when a part leaves or is ready, in words, as it stands on `today`; empty for one without such a day.
pub(super) fn leaves(part: &SellerOrder, today: NaiveDate) -> String {
    let Some(by) = part.ship_by else { return String::new() };
    let id = match (part.pickup.is_some(), part.is_due_before(today)) {
        (false, false) => "frame-leaves-by",
        (false, true) => "frame-leaves-late",
        (true, false) => "frame-ready-by",
        (true, true) => "frame-ready-late",
    };
    t(id).with("day", words::day(by.and_time(NaiveTime::MIN).and_utc())).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::defaults::{EXPRESS_NAME, STANDARD_NAME};
    use crate::words::{Language, within};

    #[test]
    fn the_first_tables_names_are_translated_and_a_houses_own_are_not() {
        assert_eq!(method_name(STANDARD_NAME), STANDARD_NAME);
        assert_eq!(within(Language::German, || method_name(EXPRESS_NAME)), "Express, versichert");
        assert_eq!(within(Language::German, || method_name("By barge")), "By barge");
    }
}
