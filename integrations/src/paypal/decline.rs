//! PayPal's reasons in the codes that buyers get words for (docs/languages.md).

/// The code of an issue that ended a call with a definite no.
pub(super) fn of_issue(issue: &str) -> &'static str {
    match issue {
        "INSTRUMENT_DECLINED" | "CARD_TYPE_NOT_SUPPORTED_BY_PROCESSOR" => "card_declined",
        "TRANSACTION_REFUSED" | "PAYEE_BLOCKED_TRANSACTION" | "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING" => "do_not_honor",
        "PAYER_CANNOT_PAY"
        | "PAYER_ACCOUNT_RESTRICTED"
        | "PAYER_ACCOUNT_LOCKED_OR_CLOSED"
        | "PAYER_COUNTRY_NOT_SUPPORTED"
        | "TRANSACTION_BLOCKED_BY_PAYEE"
        | "COMPLIANCE_VIOLATION" => "transaction_not_allowed",
        "CARD_EXPIRED" => "expired_card",
        "CARD_CLOSED" => "card_declined",
        "CURRENCY_NOT_SUPPORTED_FOR_CARD_TYPE"
        | "CURRENCY_NOT_SUPPORTED_FOR_COUNTRY"
        | "CURRENCY_NOT_SUPPORTED"
        | "DECIMALS_NOT_SUPPORTED" => "currency_not_supported",
        "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED" => "card_velocity_exceeded",
        "TRANSACTION_LIMIT_EXCEEDED" | "TRANSACTION_AMOUNT_EXCEEDS_MONTHLY_MAX_LIMIT" | "MAX_VALUE_EXCEEDED" => {
            "amount_too_large"
        }
        "RESOURCE_NOT_FOUND" | "INVALID_RESOURCE_ID" | "ORDER_EXPIRED" | "ORDER_CANNOT_BE_CONFIRMED" => "expired",
        _ => "processing_error",
    }
}

/// The code of a capture that a processor declined, by the processor's own answer where PayPal passes it on.
pub(super) fn of_processor(response_code: Option<&str>) -> &'static str {
    match response_code {
        Some("5120") => "insufficient_funds",
        Some("5400") => "expired_card",
        Some("5110") => "incorrect_cvc",
        Some("9500" | "9520") => "fraudulent",
        Some("5100") => "generic_decline",
        Some("1330") => "incorrect_number",
        _ => "card_declined",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definite_no_has_a_code_that_buyers_get_words_for() {
        assert_eq!(of_issue("INSTRUMENT_DECLINED"), "card_declined");
        assert_eq!(of_issue("SOMETHING_NEW"), "processing_error");
        assert_eq!((of_processor(Some("5120")), of_processor(None)), ("insufficient_funds", "card_declined"));
    }
}
