//! Stripe's shapes, as far as they are needed; what else they hold is passed over.

use serde::Deserialize;

/// Something that Stripe names, or shows whole where it was asked to.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Ref<T> {
    /// Its name.
    Name(String),
    /// The thing itself.
    Whole(Box<T>),
}

impl<T> Ref<T> {
    /// The thing itself, where Stripe shows it.
    pub(super) fn whole(&self) -> Option<&T> {
        match self {
            Self::Name(_) => None,
            Self::Whole(thing) => Some(thing),
        }
    }
}

/// What was written beside a thing when it was made.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Metadata {
    #[serde(default)]
    pub(super) payment_id: Option<String>,
    #[serde(default)]
    pub(super) refund_key: Option<String>,
    #[serde(default)]
    pub(super) payout_id: Option<String>,
}

/// A page of Stripe's on which somebody pays.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Session {
    pub(super) id: String,
    pub(super) livemode: bool,
    #[serde(default)]
    pub(super) status: Option<String>,
    pub(super) payment_status: String,
    #[serde(default)]
    pub(super) url: Option<String>,
    #[serde(default)]
    pub(super) amount_total: Option<i64>,
    #[serde(default)]
    pub(super) currency: Option<String>,
    #[serde(default)]
    pub(super) payment_intent: Option<Ref<Intent>>,
    #[serde(default)]
    pub(super) metadata: Option<Metadata>,
}

/// Money that somebody is to pay.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Intent {
    pub(super) id: String,
    pub(super) livemode: bool,
    pub(super) status: String,
    #[serde(default)]
    pub(super) amount_received: i64,
    pub(super) currency: String,
    #[serde(default)]
    pub(super) client_secret: Option<String>,
    #[serde(default)]
    pub(super) latest_charge: Option<Ref<Charge>>,
    #[serde(default)]
    pub(super) last_payment_error: Option<Mistake>,
    #[serde(default)]
    pub(super) metadata: Option<Metadata>,
}

/// Money that was paid, or was tried to be.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Charge {
    #[serde(default)]
    pub(super) balance_transaction: Option<Ref<Movement>>,
    #[serde(default)]
    pub(super) metadata: Option<Metadata>,
}

/// What a deed has done to the account's balance.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Movement {
    #[serde(default)]
    pub(super) fee: i64,
    pub(super) currency: String,
}

/// Money that goes back.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Refund {
    #[serde(default)]
    pub(super) status: Option<String>,
    #[serde(default)]
    pub(super) metadata: Option<Metadata>,
}

/// Money that goes to a seller's account.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Transfer {
    pub(super) id: String,
    pub(super) livemode: bool,
    #[serde(default)]
    pub(super) amount: i64,
    #[serde(default)]
    pub(super) currency: String,
    /// Whether all of it has come back.
    #[serde(default)]
    pub(super) reversed: bool,
    #[serde(default)]
    pub(super) metadata: Option<Metadata>,
}

/// Money that somebody's bank takes back.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Dispute {
    pub(super) id: String,
    pub(super) amount: i64,
    pub(super) currency: String,
    pub(super) reason: String,
    pub(super) status: String,
    #[serde(default)]
    pub(super) evidence_details: Option<Evidence>,
    #[serde(default)]
    pub(super) balance_transactions: Vec<Movement>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Evidence {
    /// Seconds since 1970.
    #[serde(default)]
    pub(super) due_by: Option<i64>,
}

/// Whatever it is: its name, and that of the intent it belongs to.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Named {
    pub(super) id: String,
    #[serde(default)]
    payment_intent: Option<Ref<Named>>,
}

impl Named {
    /// The intent's name; its own where it is one itself.
    pub(super) fn intent(self) -> Option<String> {
        match self.payment_intent {
            Some(Ref::Name(name)) => Some(name),
            Some(Ref::Whole(intent)) => Some(intent.id),
            None => Some(self.id).filter(|id| id.starts_with(super::INTENT)),
        }
    }
}

/// Several of a kind.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct List<T> {
    pub(super) data: Vec<T>,
}

/// Why Stripe says no, or a card did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Mistake {
    #[serde(rename = "type", default)]
    pub(super) kind: Option<String>,
    #[serde(default)]
    pub(super) code: Option<String>,
    #[serde(default)]
    pub(super) decline_code: Option<String>,
    #[serde(default)]
    pub(super) param: Option<String>,
}

/// How Stripe wraps it.
#[derive(Debug, Deserialize)]
pub(super) struct Mistaken {
    pub(super) error: Mistake,
}

/// A notice.
#[derive(Debug, Deserialize)]
pub(super) struct Notice<'n> {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) livemode: bool,
    #[serde(borrow)]
    pub(super) data: Told<'n>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Told<'n> {
    #[serde(borrow)]
    pub(super) object: &'n serde_json::value::RawValue,
}

/// What says by itself whether it moves real money.
pub(super) trait OfMode {
    /// Whether it does; `None` for what does not say so.
    fn is_live(&self) -> Option<bool> {
        None
    }
}

impl OfMode for Session {
    fn is_live(&self) -> Option<bool> {
        Some(self.livemode)
    }
}

impl OfMode for Intent {
    fn is_live(&self) -> Option<bool> {
        Some(self.livemode)
    }
}

impl OfMode for Transfer {
    fn is_live(&self) -> Option<bool> {
        Some(self.livemode)
    }
}

impl OfMode for Refund {}

impl<T: OfMode> OfMode for List<T> {
    fn is_live(&self) -> Option<bool> {
        self.data.iter().find_map(OfMode::is_live)
    }
}

impl Session {
    /// The name of its intent, once there is one.
    pub(super) fn intent(&self) -> Option<&str> {
        match self.payment_intent.as_ref()? {
            Ref::Name(name) => Some(name),
            Ref::Whole(intent) => Some(&intent.id),
        }
    }
}

impl Mistake {
    /// What it is, for people of the house.
    pub(super) fn name(&self) -> &str {
        let told = [&self.decline_code, &self.code, &self.kind].into_iter().flatten().next();
        told.map_or("no reason", String::as_str)
    }
}

/// The attempt that a thing belongs to.
pub(super) fn payment_of(metadata: Option<&Metadata>) -> Option<impasto_domain::ids::PaymentId> {
    metadata?.payment_id.as_deref()?.parse().ok()
}
