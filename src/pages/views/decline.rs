//! Why a payment was declined, and what the buyer can do about it.
//! It knows the codes that providers share (docs/languages.md); it does not know a provider.

use crate::words::t;

/// The codes that have words of their own, each with the name its words go by. Some mean the same to a buyer; some (a stolen
/// card) say no more than that the bank declined, as the one at the screen may not be the card's owner.
const CODES: &[(&str, &str)] = &[
    ("card_declined", "bank"),
    ("generic_decline", "bank"),
    ("do_not_honor", "bank"),
    ("lost_card", "bank"),
    ("stolen_card", "bank"),
    ("fraudulent", "bank"),
    ("insufficient_funds", "funds"),
    ("expired_card", "expired"),
    ("incorrect_number", "number"),
    ("invalid_number", "number"),
    ("incorrect_cvc", "cvc"),
    ("invalid_cvc", "cvc"),
    ("invalid_expiry_month", "expiry"),
    ("invalid_expiry_year", "expiry"),
    ("authentication_required", "authentication"),
    ("authentication_failed", "authentication"),
    ("card_not_supported", "unsupported"),
    ("currency_not_supported", "unsupported"),
    ("transaction_not_allowed", "unsupported"),
    ("card_velocity_exceeded", "limit"),
    ("withdrawal_count_limit_exceeded", "limit"),
    ("amount_too_large", "limit"),
    ("processing_error", "again"),
    ("issuer_not_available", "again"),
    ("try_again_later", "again"),
];

/// Whether the attempt was ended by this house rather than declined.
#[must_use]
pub fn is_called_off(code: &str) -> bool {
    matches!(code, "cancelled" | "expired" | "superseded")
}

/// Why, in a few words: `not enough money on the account`; `None` for a code that nobody has words for.
#[must_use]
pub fn reason(code: &str) -> Option<String> {
    name(code).map(|name| t(&format!("order-decline-{name}")).into())
}

/// What the buyer can do, as a sentence; a general one for a code that nobody has words for.
#[must_use]
pub fn advice(code: Option<&str>) -> String {
    let name = code.and_then(name).unwrap_or("other");
    t(&format!("order-advice-{name}")).into()
}

fn name(code: &str) -> Option<&'static str> {
    CODES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn every_code_has_words_in_every_language() {
        for language in Language::ALL {
            for (code, _) in CODES {
                let (why, advice) = within(language, || (reason(code), advice(Some(code))));
                assert!(why.is_some_and(|why| !why.starts_with("order-")), "{language:?} {code}");
                assert!(advice.ends_with('.') && !advice.starts_with("order-"), "{language:?} {code}: {advice}");
            }
        }
    }

    #[test]
    fn a_code_that_nobody_knows_gets_the_general_advice() {
        assert_eq!(reason("card_ate_the_dog"), None);
        assert_eq!(advice(Some("card_ate_the_dog")), advice(None));
        assert_ne!(advice(Some("insufficient_funds")), advice(None));
        assert_eq!(advice(Some("stolen_card")), advice(Some("card_declined")), "nobody is told that a card is stolen");
    }

    #[test]
    fn what_the_house_ended_was_not_declined() {
        assert!(["cancelled", "expired", "superseded"].into_iter().all(is_called_off));
        assert!(!is_called_off("card_declined"));
    }
}
