//! What ways of delivery are called.
//! It does not know what they cost.

use crate::app::defaults::{EXPRESS_NAME, STANDARD_NAME};
use crate::words::t;

/// A method by its name: those that a house begins with in the language that is spoken, its own as it has them.
pub(super) fn method_name(name: &str) -> String {
    match name {
        STANDARD_NAME => t("frame-delivery-standard").into(),
        EXPRESS_NAME => t("frame-delivery-express").into(),
        own => own.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn the_first_tables_names_are_translated_and_a_houses_own_are_not() {
        assert_eq!(method_name(STANDARD_NAME), STANDARD_NAME);
        assert_eq!(within(Language::German, || method_name(EXPRESS_NAME)), "Express, versichert");
        assert_eq!(within(Language::German, || method_name("By barge")), "By barge");
    }
}
