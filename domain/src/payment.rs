//! Payments: one attempt to pay an order, and the table of its moves.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{OrderId, PaymentId};
use crate::money::Money;

/// Where an attempt stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// Asked for; the provider has not said the last word.
    Pending,
    /// The customer must authenticate first (3-D Secure, redirect).
    RequiresAction,
    /// The money is there.
    Succeeded,
    /// Declined or cancelled; final.
    Failed,
    /// Given back in full.
    Refunded,
}

impl PaymentStatus {
    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::RequiresAction => "requires_action",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Refunded => "refunded",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Pending, Self::RequiresAction, Self::Succeeded, Self::Failed, Self::Refunded]
            .into_iter()
            .find(|status| status.as_str() == name)
    }

    /// Whether the provider may still change its mind.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::RequiresAction)
    }

    /// Whether the table allows this move.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Pending, Self::RequiresAction | Self::Succeeded | Self::Failed)
                | (Self::RequiresAction, Self::Pending | Self::Succeeded | Self::Failed)
                // A provider may confirm after it was told to cancel: the money counts.
                | (Self::Failed, Self::Succeeded)
                | (Self::Succeeded, Self::Refunded)
        )
    }
}

/// One attempt to pay an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The attempt; also the root of every idempotency key sent to the provider.
    pub id: PaymentId,
    /// What it pays.
    pub order_id: OrderId,
    /// `test`, `stripe`, `paypal`.
    pub provider: String,
    /// Where it stands.
    pub status: PaymentStatus,
    /// How much.
    pub amount: Money,
    /// The provider's own name for it.
    pub provider_ref: Option<String>,
    /// The customer's token, as the provider's script or the test form made it; no card data.
    pub token: Option<String>,
    /// Why it was declined, in the provider's code.
    pub decline_code: Option<String>,
    /// What the browser needs to go on.
    pub client_secret: Option<String>,
    /// Where the browser must go.
    pub redirect_url: Option<String>,
    /// Where it comes back to from there, if not to the order's own page.
    #[serde(default)]
    pub return_url: Option<String>,
    /// Whether it brought money that found no goods (late, or twice) and therefore goes back whole.
    pub unapplied: bool,
    /// Money given back so far, minor units.
    pub refunded_minor: i64,
    /// When it was started.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl Payment {
    /// Where a provider's page leads back to: once the customer has paid there, and where they did not. To whoever asked
    /// for the payment, else to the order's page below `site_url`.
    #[must_use]
    pub fn ways_back(&self, site_url: &str) -> (String, String) {
        let page = format!("{site_url}/orders/{}", self.order_id);
        match &self.return_url {
            Some(chosen) => (chosen.clone(), chosen.clone()),
            None => (format!("{page}?returned=1"), page),
        }
    }
}
