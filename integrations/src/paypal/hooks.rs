//! PayPal's notices: their signatures, which PayPal itself checks, and what they say.

use impasto_domain::ids::PaymentId;
use impasto_domain::ports::PortFuture;
use impasto_domain::ports::hooks::{DisputeNotice, Hook, HookReader, HookRefusal, HookWord};
use serde_json::value::RawValue;

use super::PaypalPayments;
use super::api::Word;
use super::shapes::{Capture, Case, Notice, Order, SignatureCheck};
use super::{amount, decline};

/// The longest header that is passed on to be checked.
const HEADER_BYTES_MAX: usize = 2_000;

/// The most letters of a reason that are kept.
const REASON_MAX: usize = 100;

impl HookReader for PaypalPayments {
    fn name(&self) -> &'static str {
        "paypal"
    }

    fn verify<'a>(
        &'a self,
        headers: &'a [(String, String)],
        body: &'a [u8],
    ) -> PortFuture<'a, Result<(), HookRefusal>> {
        Box::pin(self.check(headers, body))
    }

    fn read(&self, body: &[u8]) -> Result<Hook, HookRefusal> {
        read(body)
    }
}

impl PaypalPayments {
    async fn check(&self, headers: &[(String, String)], body: &[u8]) -> Result<(), HookRefusal> {
        let webhook_id = self.webhook_id.as_deref().ok_or(HookRefusal::BadSignature)?;
        let header = |wanted: &str| {
            let found = headers.iter().find(|(name, value)| name == wanted && value.len() <= HEADER_BYTES_MAX);
            found.map(|(_, value)| value.as_str()).ok_or(HookRefusal::BadSignature)
        };
        let event: &RawValue = serde_json::from_slice(body).map_err(|error| malformed(&error))?;
        let check = SignatureCheck {
            auth_algo: header("paypal-auth-algo")?,
            cert_url: header("paypal-cert-url")?,
            transmission_id: header("paypal-transmission-id")?,
            transmission_sig: header("paypal-transmission-sig")?,
            transmission_time: header("paypal-transmission-time")?,
            webhook_id,
            webhook_event: event,
        };
        match self.api.check_signature(&check).await {
            Word::Yes(checked) if checked.verification_status == "SUCCESS" => Ok(()),
            Word::Yes(_) => Err(HookRefusal::BadSignature),
            // PayPal cannot make sense of the headers.
            Word::No(mistake) => {
                tracing::warn!(issue = mistake.issue(), "PayPal does not check a notice's signature");
                Err(HookRefusal::BadSignature)
            }
            Word::Unknown(reason) => Err(HookRefusal::Away(reason)),
        }
    }
}

fn malformed(error: &serde_json::Error) -> HookRefusal {
    HookRefusal::Malformed(error.to_string())
}

fn read(body: &[u8]) -> Result<Hook, HookRefusal> {
    let notice: Notice<'_> = serde_json::from_slice(body).map_err(|error| malformed(&error))?;
    if !is_name(&notice.id) || !is_name(&notice.event_type) {
        return Err(HookRefusal::Malformed("it has no name that could be kept".to_owned()));
    }
    let word = notice.resource.map_or(HookWord::Nothing, |resource| word(&notice.event_type, resource));
    Ok(Hook { event_id: notice.id, kind: notice.event_type, word })
}

fn is_name(text: &str) -> bool {
    (1..=100).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// What a kind of notice means for the attempt that its resource names. One that names none of ours means nothing.
fn word(kind: &str, resource: &RawValue) -> HookWord {
    match kind {
        "CHECKOUT.ORDER.APPROVED" | "CHECKOUT.ORDER.COMPLETED" => {
            of_order(resource).map_or(HookWord::Nothing, |payment_id| HookWord::Ask { payment_id })
        }
        "CHECKOUT.PAYMENT-APPROVAL.REVERSED" => of_order(resource)
            .map_or(HookWord::Nothing, |payment_id| HookWord::Failed { payment_id, code: "expired".to_owned() }),
        "PAYMENT.CAPTURE.COMPLETED" => of_capture(resource, |payment_id, capture| HookWord::Succeeded {
            payment_id,
            amount: capture.amount.as_ref().and_then(amount::read),
            fee: capture.fee(),
            provider_ref: capture.supplementary_data.and_then(|data| data.related_ids).and_then(|ids| ids.order_id),
        }),
        "PAYMENT.CAPTURE.PENDING" => of_capture(resource, |payment_id, _| HookWord::Ask { payment_id }),
        "PAYMENT.CAPTURE.DENIED" | "PAYMENT.CAPTURE.DECLINED" => of_capture(resource, |payment_id, capture| {
            let answer = capture.processor_response.and_then(|said| said.response_code);
            HookWord::Failed { payment_id, code: decline::of_processor(answer.as_deref()).to_owned() }
        }),
        "CUSTOMER.DISPUTE.CREATED" | "CUSTOMER.DISPUTE.UPDATED" => of_case(resource, |payment_id, case| {
            let dispute = DisputeNotice {
                amount: case.dispute_amount.as_ref().and_then(amount::read)?,
                reason: case.reason.unwrap_or_default().chars().take(REASON_MAX).collect::<String>().to_lowercase(),
                reference: case.dispute_id,
                fee: None,
                evidence_due_at: case.seller_response_due_date,
            };
            Some(HookWord::Disputed { payment_id, dispute })
        }),
        "CUSTOMER.DISPUTE.RESOLVED" => of_case(resource, |payment_id, case| {
            let won = is_won(case.dispute_outcome?.outcome_code.as_deref()?)?;
            Some(HookWord::DisputeClosed { payment_id, reference: case.dispute_id, won })
        }),
        _ => HookWord::Nothing,
    }
}

/// Whether the house keeps its money by how PayPal ended a case; nothing is concluded from what is not known.
fn is_won(outcome: &str) -> Option<bool> {
    match outcome {
        // With a payout PayPal itself pays the customer.
        "RESOLVED_SELLER_FAVOUR" | "RESOLVED_WITH_PAYOUT" | "CANCELED_BY_BUYER" => Some(true),
        "RESOLVED_BUYER_FAVOUR" | "ACCEPTED" => Some(false),
        _ => None,
    }
}

fn of_case(resource: &RawValue, word: impl FnOnce(PaymentId, Case) -> Option<HookWord>) -> HookWord {
    let Ok(case) = serde_json::from_str::<Case>(resource.get()) else { return HookWord::Nothing };
    if !is_name(&case.dispute_id) {
        return HookWord::Nothing;
    }
    let named = case.disputed_transactions.iter().find_map(|taken| taken.custom.as_deref()?.parse().ok());
    named.and_then(|payment_id| word(payment_id, case)).unwrap_or(HookWord::Nothing)
}

fn of_order(resource: &RawValue) -> Option<PaymentId> {
    let order: Order = serde_json::from_str(resource.get()).ok()?;
    order.purchase_units.iter().find_map(|unit| unit.custom_id.as_deref()?.parse().ok())
}

fn of_capture(resource: &RawValue, word: impl FnOnce(PaymentId, Capture) -> HookWord) -> HookWord {
    let Ok(capture) = serde_json::from_str::<Capture>(resource.get()) else { return HookWord::Nothing };
    match capture.custom_id.as_deref().and_then(|id| id.parse().ok()) {
        Some(payment_id) => word(payment_id, capture),
        None => HookWord::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use impasto_domain::money::{Currency, Money};
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;

    fn told(kind: &str, resource: &Value) -> HookWord {
        let notice = json!({"id": "WH-1", "event_type": kind, "resource_type": "any", "resource": resource});
        read(notice.to_string().as_bytes()).unwrap().word
    }

    #[test]
    fn notices_find_their_attempt() {
        let payment_id = PaymentId(Uuid::from_u128(7));
        let capture = json!({
            "id": "C1", "status": "COMPLETED", "custom_id": payment_id.to_string(),
            "amount": {"currency_code": "EUR", "value": "12.50"},
            "supplementary_data": {"related_ids": {"order_id": "O1"}},
            "seller_receivable_breakdown": {"paypal_fee": {"currency_code": "EUR", "value": "0.71"}},
        });
        let amount = Some(Money::new(1_250, Currency::EUR));
        let fee = Some(Money::new(71, Currency::EUR));
        let paid = HookWord::Succeeded { payment_id, provider_ref: Some("O1".to_owned()), amount, fee };
        assert_eq!(told("PAYMENT.CAPTURE.COMPLETED", &capture), paid);
        let order =
            json!({"id": "O1", "status": "APPROVED", "purchase_units": [{"custom_id": payment_id.to_string()}]});
        assert_eq!(told("CHECKOUT.ORDER.APPROVED", &order), HookWord::Ask { payment_id });
        let denied = json!({"id": "C1", "status": "DENIED", "custom_id": payment_id.to_string(),
            "processor_response": {"response_code": "5120"}});
        let failed = HookWord::Failed { payment_id, code: "insufficient_funds".to_owned() };
        assert_eq!(told("PAYMENT.CAPTURE.DENIED", &denied), failed);
    }

    #[test]
    fn a_case_is_opened_and_closed_for_its_attempt() {
        let payment_id = PaymentId(Uuid::from_u128(7));
        let mut case = json!({
            "dispute_id": "PP-D-4012", "reason": "MERCHANDISE_OR_SERVICE_NOT_RECEIVED", "status": "OPEN",
            "dispute_amount": {"currency_code": "EUR", "value": "12.50"},
            "seller_response_due_date": "2026-12-10T10:00:00.000Z",
            "disputed_transactions": [{"seller_transaction_id": "C1", "custom": payment_id.to_string()}],
        });
        let dispute = DisputeNotice {
            reference: "PP-D-4012".to_owned(),
            reason: "merchandise_or_service_not_received".to_owned(),
            amount: Money::new(1_250, Currency::EUR),
            fee: None,
            evidence_due_at: "2026-12-10T10:00:00Z".parse().ok(),
        };
        assert_eq!(told("CUSTOMER.DISPUTE.CREATED", &case), HookWord::Disputed { payment_id, dispute });
        for (code, won) in [("RESOLVED_BUYER_FAVOUR", false), ("RESOLVED_SELLER_FAVOUR", true)] {
            case["dispute_outcome"] = json!({"outcome_code": code});
            let reference = "PP-D-4012".to_owned();
            let closed = HookWord::DisputeClosed { payment_id, reference, won };
            assert_eq!(told("CUSTOMER.DISPUTE.RESOLVED", &case), closed);
        }
        case["dispute_outcome"] = json!({"outcome_code": "NONE"});
        assert_eq!(told("CUSTOMER.DISPUTE.RESOLVED", &case), HookWord::Nothing);
    }

    #[test]
    fn what_is_not_known_means_nothing_and_what_is_no_notice_is_refused() {
        assert_eq!(told("CUSTOMER.DISPUTE.CREATED", &json!({})), HookWord::Nothing);
        assert_eq!(told("PAYMENT.CAPTURE.COMPLETED", &json!({"id": "C1", "status": "COMPLETED"})), HookWord::Nothing);
        assert!(matches!(read(b"[]"), Err(HookRefusal::Malformed(_))));
        assert!(matches!(read(br#"{"id":"","event_type":"X"}"#), Err(HookRefusal::Malformed(_))));
    }
}
