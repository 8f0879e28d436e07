//! Stripe's reasons in the codes that buyers get words for (docs/languages.md). Many are Stripe's own.

use super::shapes::Mistake;

/// Codes of Stripe's that mean here what they mean there.
const SHARED: [&str; 24] = [
    "amount_too_large",
    "authentication_required",
    "card_declined",
    "card_not_supported",
    "card_velocity_exceeded",
    "currency_not_supported",
    "do_not_honor",
    "expired_card",
    "fraudulent",
    "generic_decline",
    "incorrect_cvc",
    "incorrect_number",
    "insufficient_funds",
    "invalid_cvc",
    "invalid_expiry_month",
    "invalid_expiry_year",
    "invalid_number",
    "issuer_not_available",
    "lost_card",
    "processing_error",
    "stolen_card",
    "transaction_not_allowed",
    "try_again_later",
    "withdrawal_count_limit_exceeded",
];

/// The code of a definite no: the bank's reason where there is one, else Stripe's.
pub(super) fn code(mistake: &Mistake) -> &'static str {
    let told = [mistake.decline_code.as_deref(), mistake.code.as_deref()];
    let known = told.into_iter().flatten().find_map(known);
    known.unwrap_or(match mistake.kind.as_deref() {
        Some("card_error") => "card_declined",
        _ => "processing_error",
    })
}

fn known(code: &str) -> Option<&'static str> {
    if let Some(shared) = SHARED.into_iter().find(|shared| *shared == code) {
        return Some(shared);
    }
    Some(match code {
        "call_issuer"
        | "do_not_try_again"
        | "no_action_taken"
        | "payment_method_provider_decline"
        | "payment_method_customer_decline"
        | "revocation_of_all_authorizations"
        | "revocation_of_authorization"
        | "security_violation"
        | "stop_payment_order"
        | "testmode_decline" => "do_not_honor",
        "merchant_blacklist" => "generic_decline",
        "pickup_card" | "restricted_card" => "lost_card",
        "invalid_account" | "new_account_information_available" | "incorrect_zip" | "incorrect_address" => {
            "card_declined"
        }
        "not_permitted" | "service_not_allowed" | "live_mode_test_card" => "transaction_not_allowed",
        "invalid_amount" => "amount_too_large",
        "payment_intent_authentication_failure"
        | "setup_intent_authentication_failure"
        | "incorrect_pin"
        | "invalid_pin"
        | "offline_pin_required"
        | "online_or_offline_pin_required" => "authentication_failed",
        "pin_try_exceeded" => "card_velocity_exceeded",
        "approve_with_id" | "reenter_transaction" | "duplicate_transaction" | "payment_method_provider_timeout" => {
            "try_again_later"
        }
        "payment_intent_payment_attempt_expired" => "expired",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: &str, code: &str, decline_code: &str) -> &'static str {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        super::code(&Mistake { kind: some(kind), code: some(code), decline_code: some(decline_code), param: None })
    }

    #[test]
    fn a_definite_no_has_a_code_that_buyers_get_words_for() {
        assert_eq!(of("card_error", "card_declined", "insufficient_funds"), "insufficient_funds");
        assert_eq!(of("card_error", "expired_card", ""), "expired_card");
        assert_eq!(of("card_error", "card_declined", "something_new"), "card_declined");
        assert_eq!(of("invalid_request_error", "payment_intent_authentication_failure", ""), "authentication_failed");
        assert_eq!(of("invalid_request_error", "parameter_missing", ""), "processing_error");
        assert_eq!(of("card_error", "", ""), "card_declined");
    }
}
