//! What ways of delivery are called.
//! It does not know what they cost.

pub(super) use crate::app::defaults::method_name;

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
