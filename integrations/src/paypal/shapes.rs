//! PayPal's shapes, as far as they are needed; what else they hold is passed over.

use chrono::{DateTime, Utc};
use impasto_domain::money::Money;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::amount;

/// A sum as PayPal writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Amount {
    pub(super) currency_code: String,
    pub(super) value: String,
}

/// An order about to be made.
#[derive(Debug, Serialize)]
pub(super) struct NewOrder {
    pub(super) intent: &'static str,
    pub(super) purchase_units: [NewUnit; 1],
    pub(super) payment_source: NewSource,
}

#[derive(Debug, Serialize)]
pub(super) struct NewUnit {
    /// The attempt: by it notices find their payment.
    pub(super) custom_id: String,
    pub(super) amount: Amount,
}

#[derive(Debug, Serialize)]
pub(super) struct NewSource {
    pub(super) paypal: NewWallet,
}

#[derive(Debug, Serialize)]
pub(super) struct NewWallet {
    pub(super) experience_context: Experience,
}

#[derive(Debug, Serialize)]
pub(super) struct Experience {
    pub(super) brand_name: String,
    pub(super) shipping_preference: &'static str,
    pub(super) user_action: &'static str,
    pub(super) payment_method_preference: &'static str,
    pub(super) return_url: String,
    pub(super) cancel_url: String,
}

/// An order.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Order {
    pub(super) id: String,
    pub(super) status: String,
    #[serde(default)]
    pub(super) purchase_units: Vec<Unit>,
    #[serde(default)]
    pub(super) links: Vec<Link>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Unit {
    #[serde(default)]
    pub(super) custom_id: Option<String>,
    #[serde(default)]
    pub(super) payments: Option<Payments>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Payments {
    #[serde(default)]
    pub(super) captures: Vec<Capture>,
}

/// Money that was taken, or was tried to be.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Capture {
    pub(super) id: String,
    pub(super) status: String,
    #[serde(default)]
    pub(super) amount: Option<Amount>,
    #[serde(default)]
    pub(super) custom_id: Option<String>,
    #[serde(default)]
    pub(super) processor_response: Option<Processor>,
    #[serde(default)]
    pub(super) supplementary_data: Option<Supplement>,
    #[serde(default)]
    pub(super) seller_receivable_breakdown: Option<Breakdown>,
}

/// What becomes of money that was taken.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Breakdown {
    #[serde(default)]
    pub(super) paypal_fee: Option<Amount>,
}

/// A case about money that was taken.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Case {
    pub(super) dispute_id: String,
    #[serde(default)]
    pub(super) reason: Option<String>,
    #[serde(default)]
    pub(super) dispute_amount: Option<Amount>,
    #[serde(default)]
    pub(super) seller_response_due_date: Option<DateTime<Utc>>,
    #[serde(default)]
    pub(super) disputed_transactions: Vec<Disputed>,
    #[serde(default)]
    pub(super) dispute_outcome: Option<CaseOutcome>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Disputed {
    /// The attempt, as it was given with the order.
    #[serde(default)]
    pub(super) custom: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct CaseOutcome {
    #[serde(default)]
    pub(super) outcome_code: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Processor {
    #[serde(default)]
    pub(super) response_code: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Supplement {
    #[serde(default)]
    pub(super) related_ids: Option<Related>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Related {
    #[serde(default)]
    pub(super) order_id: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Link {
    pub(super) href: String,
    pub(super) rel: String,
}

/// Money about to go back.
#[derive(Debug, Serialize)]
pub(super) struct RefundWanted {
    pub(super) amount: Amount,
}

/// Money on its way back.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Refund {
    pub(super) status: String,
}

/// Why PayPal says no.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Mistake {
    pub(super) name: String,
    #[serde(default)]
    pub(super) debug_id: Option<String>,
    #[serde(default)]
    details: Vec<Detail>,
    #[serde(default)]
    links: Vec<MistakeLink>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Detail {
    #[serde(default)]
    issue: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct MistakeLink {
    #[serde(default)]
    href: String,
    #[serde(default)]
    rel: String,
}

impl Mistake {
    /// The first issue; the mistake's name where it tells none.
    pub(super) fn issue(&self) -> &str {
        self.details.iter().find_map(|detail| detail.issue.as_deref()).unwrap_or(&self.name)
    }

    /// Where PayPal wants the customer to go to put it right.
    pub(super) fn way_on(&self) -> Option<String> {
        let way = self.links.iter().find(|link| matches!(link.rel.as_str(), "payer-action" | "redirect" | "approve"));
        way.map(|link| link.href.clone())
    }
}

impl Capture {
    /// What PayPal keeps of it.
    pub(super) fn fee(&self) -> Option<Money> {
        self.seller_receivable_breakdown.as_ref()?.paypal_fee.as_ref().and_then(amount::read)
    }
}

impl Order {
    /// Where the customer approves it.
    pub(super) fn approval(&self) -> Option<String> {
        let link = |rel: &str| self.links.iter().find(|link| link.rel == rel).map(|link| link.href.clone());
        link("payer-action").or_else(|| link("approve"))
    }

    /// Every try to take its money.
    pub(super) fn captures(&self) -> impl Iterator<Item = &Capture> {
        self.purchase_units.iter().filter_map(|unit| unit.payments.as_ref()).flat_map(|payments| &payments.captures)
    }
}

/// What PayPal checks a notice's signature by. The notice goes as it came, byte by byte.
#[derive(Debug, Serialize)]
pub(super) struct SignatureCheck<'h> {
    pub(super) auth_algo: &'h str,
    pub(super) cert_url: &'h str,
    pub(super) transmission_id: &'h str,
    pub(super) transmission_sig: &'h str,
    pub(super) transmission_time: &'h str,
    pub(super) webhook_id: &'h str,
    pub(super) webhook_event: &'h RawValue,
}

#[derive(Debug, Deserialize)]
pub(super) struct Checked {
    pub(super) verification_status: String,
}

/// A notice.
#[derive(Debug, Deserialize)]
pub(super) struct Notice<'n> {
    pub(super) id: String,
    pub(super) event_type: String,
    #[serde(borrow, default)]
    pub(super) resource: Option<&'n RawValue>,
}
