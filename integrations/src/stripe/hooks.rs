//! Stripe's notices: their signatures, and what they say.
//!
//! A notice leaves out whose payment a dispute is about and what the money has cost; Stripe is asked for that. Notices may be
//! of an older or newer version of the wire format than calls are, so no more is read of them than has long been the same.

use chrono::DateTime;
use impasto_domain::ids::{PaymentId, PayoutId};
use impasto_domain::ports::PortFuture;
use impasto_domain::ports::hooks::{DisputeNotice, Hook, HookReader, HookRefusal, HookWord};

use super::api::Word;
use super::shapes::{Charge, Dispute, Intent, Metadata, Named, Notice, Session, Transfer, payment_of};
use super::transfers::RETURNED;
use super::{StripePayments, amount, judge};
use crate::signed;

/// Where the signature is.
const SIGNATURE: &str = "stripe-signature";

/// The longest signature that is looked at.
const SIGNATURE_BYTES_MAX: usize = 2_000;

impl HookReader for StripePayments {
    fn name(&self) -> &'static str {
        "stripe"
    }

    fn verify<'a>(
        &'a self,
        headers: &'a [(String, String)],
        body: &'a [u8],
    ) -> PortFuture<'a, Result<(), HookRefusal>> {
        let signature = headers.iter().find(|(name, value)| name == SIGNATURE && value.len() <= SIGNATURE_BYTES_MAX);
        let secrets = self.webhook_secrets.iter().map(String::as_str);
        let holds = signature.is_some_and(|(_, signature)| {
            signed::holds(signature, body, secrets, self.webhook_tolerance, self.clock.now())
        });
        Box::pin(std::future::ready(if holds { Ok(()) } else { Err(HookRefusal::BadSignature) }))
    }

    fn read(&self, body: &[u8]) -> Result<Hook, HookRefusal> {
        read(body, self.api.is_live)
    }

    fn complete<'a>(&'a self, hook: Hook, body: &'a [u8]) -> PortFuture<'a, Result<Hook, HookRefusal>> {
        Box::pin(self.completed(hook, body))
    }
}

impl StripePayments {
    async fn completed(&self, hook: Hook, body: &[u8]) -> Result<Hook, HookRefusal> {
        let Ok(notice) = serde_json::from_slice::<Notice<'_>>(body) else { return Ok(hook) };
        if notice.livemode != self.api.is_live {
            return Ok(hook);
        }
        let object = notice.data.object.get();
        let word = match (hook.kind.as_str(), &hook.word) {
            (_, HookWord::Succeeded { .. }) => self.with_fee(&hook.word, object).await?,
            ("charge.refunded", HookWord::Ask { payment_id }) => self.given_back(*payment_id, object).await?,
            ("charge.dispute.created" | "charge.dispute.funds_withdrawn", _) => self.disputed(object).await?,
            ("charge.dispute.closed", _) => self.dispute_closed(object).await?,
            _ => return Ok(hook),
        };
        Ok(Hook { word, ..hook })
    }

    /// What the money has cost, which a notice does not say.
    async fn with_fee(&self, word: &HookWord, object: &str) -> Result<HookWord, HookRefusal> {
        let HookWord::Succeeded { payment_id, provider_ref, amount: Some(amount), .. } = word else {
            return Ok(word.clone());
        };
        let Some(intent) = self.intent_behind(object).await? else { return Ok(word.clone()) };
        Ok(HookWord::Succeeded {
            payment_id: *payment_id,
            provider_ref: provider_ref.clone(),
            amount: Some(*amount),
            fee: judge::fee_of(&intent, *amount),
        })
    }

    /// Money went back: nothing new where it was this house that gave it, else something to look at.
    async fn given_back(&self, payment_id: PaymentId, object: &str) -> Result<HookWord, HookRefusal> {
        let named = serde_json::from_str::<Named>(object).ok();
        let Some(intent) = named.and_then(Named::intent) else { return Ok(HookWord::Nothing) };
        let refunds = match self.api.refunds(&intent).await {
            Word::Yes(refunds) => refunds.data,
            Word::No(_) => return Ok(HookWord::Nothing),
            Word::Unknown(reason) => return Err(HookRefusal::Away(reason)),
        };
        let is_ours = |metadata: &Metadata| metadata.refund_key.is_some();
        if !refunds.iter().all(|refund| refund.metadata.as_ref().is_some_and(is_ours)) {
            tracing::warn!(payment.id = %payment_id, "money was given back at Stripe, past this house");
            return Ok(HookWord::Nothing);
        }
        Ok(HookWord::Ask { payment_id })
    }

    async fn disputed(&self, object: &str) -> Result<HookWord, HookRefusal> {
        let Some((dispute, payment_id)) = self.dispute(object).await? else { return Ok(HookWord::Nothing) };
        let Some(sum) = amount::read(dispute.amount, &dispute.currency) else { return Ok(HookWord::Nothing) };
        let due_by = dispute.evidence_details.and_then(|evidence| evidence.due_by);
        let notice = DisputeNotice {
            fee: judge::fee(&dispute.balance_transactions, sum),
            reference: dispute.id,
            reason: dispute.reason,
            amount: sum,
            evidence_due_at: due_by.and_then(|seconds| DateTime::from_timestamp(seconds, 0)),
        };
        Ok(HookWord::Disputed { payment_id, dispute: notice })
    }

    async fn dispute_closed(&self, object: &str) -> Result<HookWord, HookRefusal> {
        let Some((dispute, payment_id)) = self.dispute(object).await? else { return Ok(HookWord::Nothing) };
        let won = match dispute.status.as_str() {
            "won" => true,
            "lost" => false,
            _ => return Ok(HookWord::Nothing),
        };
        Ok(HookWord::DisputeClosed { payment_id, reference: dispute.id, won })
    }

    /// A dispute with the attempt it is about. Of a bank's mere question, which takes no money, nothing.
    async fn dispute(&self, object: &str) -> Result<Option<(Dispute, PaymentId)>, HookRefusal> {
        let Ok(dispute) = serde_json::from_str::<Dispute>(object) else { return Ok(None) };
        if dispute.status.starts_with("warning_") {
            return Ok(None);
        }
        let intent = self.intent_behind(object).await?;
        let payment_id = intent.and_then(|intent| payment_of(intent.metadata.as_ref()));
        Ok(payment_id.map(|payment_id| (dispute, payment_id)))
    }

    /// The intent that a thing is, or belongs to; `None` where there is none that Stripe knows.
    async fn intent_behind(&self, object: &str) -> Result<Option<Intent>, HookRefusal> {
        let named = serde_json::from_str::<Named>(object).ok();
        let Some(id) = named.and_then(Named::intent) else { return Ok(None) };
        match self.api.intent(&id).await {
            Word::Yes(intent) => Ok(Some(intent)),
            Word::No(mistake) => {
                tracing::warn!(intent = id, reason = mistake.name(), "Stripe does not know what its notice is about");
                Ok(None)
            }
            Word::Unknown(reason) => Err(HookRefusal::Away(reason)),
        }
    }
}

fn read(body: &[u8], is_live: bool) -> Result<Hook, HookRefusal> {
    let notice: Notice<'_> = serde_json::from_slice(body).map_err(|error| HookRefusal::Malformed(error.to_string()))?;
    if !is_name(&notice.id) || !is_name(&notice.kind) {
        return Err(HookRefusal::Malformed("it has no name that could be kept".to_owned()));
    }
    let word = if notice.livemode == is_live {
        word(&notice.kind, notice.data.object.get())
    } else {
        tracing::warn!(event_id = notice.id, "a notice of Stripe's is of the other mode: test and live are mixed up");
        HookWord::Nothing
    };
    Ok(Hook { event_id: notice.id, kind: notice.kind, word })
}

fn is_name(text: &str) -> bool {
    (1..=100).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// What a kind of notice means for the attempt that its object names. One that names none of ours means nothing.
fn word(kind: &str, object: &str) -> HookWord {
    let word = match kind {
        "payment_intent.succeeded" => of_intent(object, |payment_id, intent| HookWord::Succeeded {
            payment_id,
            amount: amount::read(intent.amount_received, &intent.currency),
            provider_ref: Some(intent.id),
            fee: None,
        }),
        // A card that was declined can be tried again, or another, while the page is open: Stripe says what that means.
        "payment_intent.payment_failed" | "payment_intent.processing" | "payment_intent.amount_capturable_updated" => {
            of_intent(object, |payment_id, _| HookWord::Ask { payment_id })
        }
        "payment_intent.canceled" => {
            of_intent(object, |payment_id, _| HookWord::Failed { payment_id, code: "cancelled".to_owned() })
        }
        "checkout.session.completed" | "checkout.session.async_payment_succeeded" => of_session(object, completed),
        "checkout.session.async_payment_failed" => of_session(object, |payment_id, _| HookWord::Ask { payment_id }),
        "checkout.session.expired" => {
            of_session(object, |payment_id, _| HookWord::Failed { payment_id, code: "expired".to_owned() })
        }
        "charge.refunded" => serde_json::from_str::<Charge>(object).ok().and_then(|charge| {
            let payment_id = payment_of(charge.metadata.as_ref())?;
            Some(HookWord::Ask { payment_id })
        }),
        "transfer.reversed" => serde_json::from_str(object).ok().and_then(|transfer| returned(transfer, RETURNED)),
        // Of accounts with an older version of the API: money that never arrived is reversed there by itself.
        "transfer.failed" => serde_json::from_str::<Transfer>(object)
            .ok()
            .and_then(|transfer| returned(Transfer { reversed: true, ..transfer }, "transfer_failed")),
        _ => None,
    };
    word.unwrap_or(HookWord::Nothing)
}

/// What a transfer that came back means. Of one that came back in part nothing is concluded: somebody has to look.
fn returned(transfer: Transfer, code: &str) -> Option<HookWord> {
    let payout_id: PayoutId = transfer.metadata?.payout_id?.parse().ok()?;
    if !transfer.reversed {
        tracing::warn!(payout.id = %payout_id, transfer.id, "some of a transfer has come back; a person must look");
        return None;
    }
    let amount = amount::read(transfer.amount, &transfer.currency)?;
    Some(HookWord::TransferReturned { payout_id, reference: transfer.id, amount, code: code.to_owned() })
}

fn completed(payment_id: PaymentId, session: Session) -> HookWord {
    if session.payment_status != "paid" {
        return HookWord::Ask { payment_id };
    }
    let sum = session.amount_total.zip(session.currency.as_deref()).and_then(|(sum, code)| amount::read(sum, code));
    HookWord::Succeeded { payment_id, provider_ref: Some(session.id), amount: sum, fee: None }
}

fn of_intent(object: &str, word: impl FnOnce(PaymentId, Intent) -> HookWord) -> Option<HookWord> {
    let intent: Intent = serde_json::from_str(object).ok()?;
    Some(word(payment_of(intent.metadata.as_ref())?, intent))
}

fn of_session(object: &str, word: impl FnOnce(PaymentId, Session) -> HookWord) -> Option<HookWord> {
    let session: Session = serde_json::from_str(object).ok()?;
    Some(word(payment_of(session.metadata.as_ref())?, session))
}

#[cfg(test)]
mod tests {
    use impasto_domain::money::{Currency, Money};
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;

    const PAYMENT: PaymentId = PaymentId(Uuid::from_u128(7));

    fn told_in(kind: &str, is_live: bool, object: &Value) -> HookWord {
        let notice = json!({"id": "evt_1", "type": kind, "livemode": false, "data": {"object": object}});
        read(notice.to_string().as_bytes(), is_live).unwrap().word
    }

    fn told(kind: &str, object: &Value) -> HookWord {
        told_in(kind, false, object)
    }

    fn intent(status: &str) -> Value {
        json!({"id": "pi_1", "livemode": false, "status": status, "currency": "eur", "amount_received": 1_250,
            "latest_charge": "ch_1", "metadata": {"payment_id": PAYMENT.to_string()}})
    }

    fn session(paid: &str) -> Value {
        json!({"id": "cs_1", "livemode": false, "status": "complete", "payment_status": paid, "currency": "eur",
            "amount_total": 1_250, "payment_intent": "pi_1", "metadata": {"payment_id": PAYMENT.to_string()}})
    }

    #[test]
    fn notices_find_their_attempt() {
        let paid = |name: &str| HookWord::Succeeded {
            payment_id: PAYMENT,
            provider_ref: Some(name.to_owned()),
            amount: Some(Money::new(1_250, Currency::EUR)),
            fee: None,
        };
        let ask = HookWord::Ask { payment_id: PAYMENT };
        let failed = |code: &str| HookWord::Failed { payment_id: PAYMENT, code: code.to_owned() };
        assert_eq!(told("payment_intent.succeeded", &intent("succeeded")), paid("pi_1"));
        assert_eq!(told("payment_intent.payment_failed", &intent("requires_payment_method")), ask);
        assert_eq!(told("payment_intent.processing", &intent("processing")), ask);
        assert_eq!(told("payment_intent.canceled", &intent("canceled")), failed("cancelled"));
        assert_eq!(told("checkout.session.completed", &session("paid")), paid("cs_1"));
        assert_eq!(told("checkout.session.completed", &session("unpaid")), ask);
        assert_eq!(told("checkout.session.async_payment_succeeded", &session("paid")), paid("cs_1"));
        assert_eq!(told("checkout.session.async_payment_failed", &session("unpaid")), ask);
        assert_eq!(told("checkout.session.expired", &session("unpaid")), failed("expired"));
        let charge = json!({"id": "ch_1", "payment_intent": "pi_1", "metadata": {"payment_id": PAYMENT.to_string()}});
        assert_eq!(told("charge.refunded", &charge), ask);
    }

    #[test]
    fn only_a_transfer_that_came_back_whole_is_a_payout_that_failed() {
        let payout_id = PayoutId(Uuid::from_u128(9));
        let transfer = |is_back: bool| {
            json!({"id": "tr_1", "livemode": false, "amount": 8_400, "currency": "eur", "amount_reversed": 100,
                "reversed": is_back, "metadata": {"payout_id": payout_id.to_string()}})
        };
        let back = |code: &str| HookWord::TransferReturned {
            payout_id,
            reference: "tr_1".to_owned(),
            amount: Money::new(8_400, Currency::EUR),
            code: code.to_owned(),
        };
        assert_eq!(told("transfer.reversed", &transfer(true)), back("transfer_reversed"));
        assert_eq!(told("transfer.failed", &transfer(false)), back("transfer_failed"));
        assert_eq!(told("transfer.reversed", &transfer(false)), HookWord::Nothing);
        let mut strange = transfer(true);
        strange["metadata"] = json!({});
        assert_eq!(told("transfer.reversed", &strange), HookWord::Nothing);
    }

    #[test]
    fn what_is_not_known_means_nothing_and_what_is_no_notice_is_refused() {
        assert_eq!(told("transfer.created", &json!({"id": "tr_1"})), HookWord::Nothing);
        let other_mode = told_in("payment_intent.succeeded", true, &intent("succeeded"));
        assert_eq!(other_mode, HookWord::Nothing);
        let mut strange = intent("succeeded");
        strange["metadata"] = json!({});
        assert_eq!(told("payment_intent.succeeded", &strange), HookWord::Nothing);
        assert!(matches!(read(b"[]", false), Err(HookRefusal::Malformed(_))));
        let nameless = br#"{"id":"","type":"x","livemode":false,"data":{"object":{}}}"#;
        assert!(matches!(read(nameless, false), Err(HookRefusal::Malformed(_))));
    }
}
