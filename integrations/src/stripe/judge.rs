//! Where an attempt stands at Stripe, from what its page or its intent holds. Pure.

use impasto_domain::money::Money;

use super::shapes::{Intent, Movement, Ref, Session};
use super::{amount, decline};

/// Where an attempt stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// The customer has not paid.
    Waiting,
    /// The bank has said yes; the money of the intent of this name was not taken.
    Approved(String),
    /// The money is there, and has cost this much where that is known.
    Paid(Option<Money>),
    /// It is on its way.
    Pending,
    /// The bank has said no, with this code; the customer could try again there.
    Refused(&'static str),
    /// It will never bring money, for this reason.
    Over(&'static str),
    /// It says what cannot be: nothing is concluded.
    Odd(String),
}

/// Where a page stands that is to bring `wanted`.
pub(super) fn of_session(session: &Session, wanted: Money) -> Standing {
    let intent = session.payment_intent.as_ref().and_then(Ref::whole);
    let brought = session.amount_total.zip(session.currency.as_deref()).and_then(|(sum, code)| amount::read(sum, code));
    match (session.payment_status.as_str(), session.status.as_deref(), intent) {
        ("paid", _, intent) => match brought {
            Some(brought) if brought != wanted => odd_sum(brought),
            Some(_) => Standing::Paid(intent.and_then(|intent| fee_of(intent, wanted))),
            None => Standing::Odd("the page is paid with no sum that could be read".to_owned()),
        },
        // A card that was declined there can be tried again, or another.
        (_, Some("open"), _) => Standing::Waiting,
        (_, Some("expired"), _) => Standing::Over("expired"),
        (_, Some("complete"), Some(intent)) => match of_intent(intent, wanted) {
            // The page has done its part: what was refused now, a bank's transfer or debit, is not tried again.
            Standing::Refused(code) => Standing::Over(code),
            // Nobody can act on a page that is complete but the bank.
            Standing::Waiting => Standing::Pending,
            standing => standing,
        },
        (_, Some("complete"), None) => Standing::Pending,
        (paid, status, _) => Standing::Odd(format!("the page is {}, and {paid}", status.unwrap_or("nowhere"))),
    }
}

/// Where an intent stands that is to bring `wanted`.
pub(super) fn of_intent(intent: &Intent, wanted: Money) -> Standing {
    match intent.status.as_str() {
        "succeeded" => match amount::read(intent.amount_received, &intent.currency) {
            Some(brought) if brought == wanted => Standing::Paid(fee_of(intent, wanted)),
            Some(brought) => odd_sum(brought),
            None => Standing::Odd("the intent brought no sum that could be read".to_owned()),
        },
        "processing" => Standing::Pending,
        "requires_capture" => Standing::Approved(intent.id.clone()),
        "requires_payment_method" => match &intent.last_payment_error {
            Some(mistake) => Standing::Refused(decline::code(mistake)),
            None => Standing::Waiting,
        },
        "requires_action" | "requires_confirmation" => Standing::Waiting,
        "canceled" => Standing::Over("cancelled"),
        other => Standing::Odd(format!("the intent is {other}")),
    }
}

/// What an intent's money has cost, where Stripe has settled it in the same currency: a fee in another is none of this
/// payment's ledger.
pub(super) fn fee_of(intent: &Intent, wanted: Money) -> Option<Money> {
    let charge = intent.latest_charge.as_ref()?.whole()?;
    let movement = charge.balance_transaction.as_ref()?.whole()?;
    fee(std::slice::from_ref(movement), wanted)
}

/// What movements have cost together, in the currency of `like`.
pub(super) fn fee(movements: &[Movement], like: Money) -> Option<Money> {
    let fees = movements.iter().filter_map(|movement| amount::read(movement.fee, &movement.currency));
    let fees = fees.filter(|fee| fee.currency == like.currency && fee.amount_minor > 0);
    fees.reduce(|sum, fee| Money::new(sum.amount_minor.saturating_add(fee.amount_minor), sum.currency))
}

fn odd_sum(brought: Money) -> Standing {
    Standing::Odd(format!("Stripe took {} {}", brought.amount_minor, brought.currency.code()))
}

#[cfg(test)]
mod tests {
    use impasto_domain::money::Currency;
    use serde_json::{Value, json};

    use super::*;

    const WANTED: Money = Money::new(12_500, Currency::EUR);

    fn intent(status: &str) -> Value {
        json!({"id": "pi_1", "livemode": false, "status": status, "currency": "eur",
            "amount_received": if status == "succeeded" { 12_500 } else { 0 },
            "latest_charge": {"id": "ch_1", "balance_transaction": {"id": "txn_1", "fee": 213, "currency": "eur"}}})
    }

    fn standing(intent: Value) -> Standing {
        of_intent(&serde_json::from_value(intent).unwrap(), WANTED)
    }

    fn page(status: &str, paid: &str, intent: Value) -> Standing {
        let session = json!({"id": "cs_1", "livemode": false, "status": status, "payment_status": paid,
            "amount_total": 12_500, "currency": "eur", "payment_intent": intent});
        of_session(&serde_json::from_value(session).unwrap(), WANTED)
    }

    #[test]
    fn an_intent_stands_where_its_money_is() {
        assert_eq!(standing(intent("succeeded")), Standing::Paid(Some(Money::new(213, Currency::EUR))));
        assert_eq!(standing(intent("processing")), Standing::Pending);
        assert_eq!(standing(intent("requires_capture")), Standing::Approved("pi_1".to_owned()));
        assert_eq!(standing(intent("requires_action")), Standing::Waiting);
        assert_eq!(standing(intent("requires_payment_method")), Standing::Waiting);
        assert_eq!(standing(intent("canceled")), Standing::Over("cancelled"));
        assert!(matches!(standing(intent("something_new")), Standing::Odd(_)));
        let mut declined = intent("requires_payment_method");
        declined["last_payment_error"] = json!({"type": "card_error", "decline_code": "insufficient_funds"});
        assert_eq!(standing(declined), Standing::Refused("insufficient_funds"));
        let mut other = intent("succeeded");
        other["amount_received"] = json!(1);
        assert!(matches!(standing(other), Standing::Odd(_)));
    }

    #[test]
    fn a_fee_in_another_currency_is_no_fee_of_the_payment() {
        let mut dollars = intent("succeeded");
        dollars["latest_charge"]["balance_transaction"]["currency"] = json!("usd");
        assert_eq!(standing(dollars), Standing::Paid(None));
        let mut named = intent("succeeded");
        named["latest_charge"] = json!("ch_1");
        assert_eq!(standing(named), Standing::Paid(None));
    }

    #[test]
    fn a_page_waits_until_it_is_paid_or_over() {
        let mut declined = intent("requires_payment_method");
        declined["last_payment_error"] = json!({"type": "card_error", "code": "card_declined"});
        assert_eq!(page("open", "unpaid", Value::Null), Standing::Waiting);
        assert_eq!(page("open", "unpaid", declined.clone()), Standing::Waiting, "another card can be tried there");
        assert_eq!(page("complete", "unpaid", declined), Standing::Over("card_declined"));
        assert_eq!(page("complete", "unpaid", intent("processing")), Standing::Pending);
        assert_eq!(page("complete", "paid", json!("pi_1")), Standing::Paid(None));
        assert_eq!(page("complete", "paid", intent("succeeded")), Standing::Paid(Some(Money::new(213, Currency::EUR))));
        assert_eq!(page("expired", "unpaid", Value::Null), Standing::Over("expired"));
        assert!(matches!(page("open", "no_payment_required", Value::Null), Standing::Waiting));
        assert!(matches!(page("gone", "unpaid", Value::Null), Standing::Odd(_)));
    }
}
