//! Disputes: a customer's bank, or the provider, takes money back and asks the house for its side of the story.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{DisputeId, OrderId, PaymentId};
use crate::money::Money;
use crate::order::{Order, OrderPaymentStatus};
use crate::payment::{Payment, PaymentStatus};

/// Where a dispute stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeStatus {
    /// The money is away, and the case not decided.
    Open,
    /// Decided for the house: the money is back.
    Won,
    /// Decided for the customer: the money stays away.
    Lost,
    /// Said to be won before it was said to be open: notices come in any order.
    WonUnopened,
    /// Said to be lost before it was said to be open.
    LostUnopened,
}

impl DisputeStatus {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Open, Self::Won, Self::Lost, Self::WonUnopened, Self::LostUnopened];

    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::WonUnopened => "won_unopened",
            Self::LostUnopened => "lost_unopened",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// One case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// The case.
    pub id: DisputeId,
    /// Of which order.
    pub order_id: OrderId,
    /// The attempt whose money it is about.
    pub payment_id: PaymentId,
    /// The provider's own name for it.
    pub reference: String,
    /// Where it stands.
    pub status: DisputeStatus,
    /// Why, in the provider's words; empty while only its end is known.
    pub reason: String,
    /// How much was taken back; nothing while only its end is known.
    pub amount: Money,
    /// How much of it counts as given back to the buyer, since the case was lost: what had not been given back before.
    pub taken_back_minor: i64,
    /// Until when the provider waits for evidence.
    pub evidence_due_at: Option<DateTime<Utc>>,
    /// When it was first heard of.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl Order {
    /// Whether money of the order's sale is in dispute now.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        self.disputes.iter().any(|dispute| dispute.status == DisputeStatus::Open)
    }
}

/// Where the money of a sale stands, apart from disputes.
#[must_use]
pub fn standing_of(payment: &Payment) -> OrderPaymentStatus {
    match payment.status {
        PaymentStatus::Refunded => OrderPaymentStatus::Refunded,
        _ if payment.refunded_minor > 0 => OrderPaymentStatus::PartiallyRefunded,
        _ => OrderPaymentStatus::Paid,
    }
}
