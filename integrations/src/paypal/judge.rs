//! Where an order of PayPal's stands, from what it holds. Pure.

use impasto_domain::money::Money;

use super::shapes::{Capture, Order};
use super::{amount, decline};

/// Where an order stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// The customer has not approved it.
    Waiting,
    /// The customer has approved it; its money was not taken.
    Approved,
    /// Its money is there.
    Paid,
    /// Its money was taken and is looked at.
    Pending,
    /// A definite no, with its code.
    Declined(&'static str),
    /// It says what cannot be: nothing is concluded.
    Odd(String),
}

/// Where an order stands that is to bring `wanted`.
pub(super) fn standing(order: &Order, wanted: Money) -> Standing {
    let captures = || order.captures();
    if let Some(capture) = captures().find(|capture| brought_money(capture)) {
        return match &capture.amount {
            Some(brought) if !amount::is(brought, wanted) => {
                Standing::Odd(format!("PayPal took {} {}", brought.value, brought.currency_code))
            }
            _ => Standing::Paid,
        };
    }
    if captures().any(|capture| capture.status == "PENDING") {
        return Standing::Pending;
    }
    if let Some(capture) = captures().find(|capture| matches!(capture.status.as_str(), "DECLINED" | "FAILED")) {
        let answer = capture.processor_response.as_ref().and_then(|said| said.response_code.as_deref());
        return Standing::Declined(decline::of_processor(answer));
    }
    match order.status.as_str() {
        "CREATED" | "SAVED" | "PAYER_ACTION_REQUIRED" => Standing::Waiting,
        "APPROVED" => Standing::Approved,
        "VOIDED" => Standing::Declined("cancelled"),
        other => Standing::Odd(format!("the order is {other} without money")),
    }
}

/// Whether money came, whatever became of it since.
pub(super) fn brought_money(capture: &Capture) -> bool {
    matches!(capture.status.as_str(), "COMPLETED" | "PARTIALLY_REFUNDED" | "REFUNDED")
}

/// What the money of an order has cost, where PayPal tells that.
pub(super) fn fee_of(order: &Order) -> Option<Money> {
    order.captures().find(|capture| brought_money(capture)).and_then(Capture::fee)
}

/// Whether any money of an order was taken, or was tried to be.
pub(super) fn is_taken(order: &Order) -> bool {
    order.captures().next().is_some()
}

#[cfg(test)]
mod tests {
    use impasto_domain::money::Currency;
    use serde_json::json;

    use super::*;

    fn of(status: &str, capture: Option<(&str, &str)>) -> Standing {
        let captures: Vec<_> = capture
            .map(|(status, value)| json!({"id": "C1", "status": status, "amount": {"currency_code": "EUR", "value": value}}))
            .into_iter()
            .collect();
        let order = json!({"id": "O1", "status": status, "purchase_units": [{"payments": {"captures": captures}}]});
        standing(&serde_json::from_value(order).unwrap(), Money::new(12_500, Currency::EUR))
    }

    #[test]
    fn an_order_stands_where_its_money_is() {
        assert_eq!(of("PAYER_ACTION_REQUIRED", None), Standing::Waiting);
        assert_eq!(of("APPROVED", None), Standing::Approved);
        assert_eq!(of("COMPLETED", Some(("COMPLETED", "125.00"))), Standing::Paid);
        assert_eq!(of("COMPLETED", Some(("PARTIALLY_REFUNDED", "125.00"))), Standing::Paid);
        assert_eq!(of("COMPLETED", Some(("PENDING", "125.00"))), Standing::Pending);
        assert_eq!(of("COMPLETED", Some(("DECLINED", "125.00"))), Standing::Declined("card_declined"));
        assert_eq!(of("VOIDED", None), Standing::Declined("cancelled"));
    }

    #[test]
    fn what_cannot_be_is_not_concluded_from() {
        assert!(matches!(of("COMPLETED", None), Standing::Odd(_)));
        assert!(matches!(of("SOMETHING_NEW", None), Standing::Odd(_)));
        assert!(matches!(of("COMPLETED", Some(("COMPLETED", "1.00"))), Standing::Odd(_)));
    }
}
