//! Jobs and documents: what must happen once something is decided.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::document::DocumentKind;
use crate::ids::{DocumentId, JobId, MailId, OrderId, PaymentId, PayoutId, RefundId, SellerId, WebhookDeliveryId};
use crate::mail::Letter;

/// A promise written in the transaction of its cause. It may be kept more than once, so each is idempotent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// The job.
    pub id: JobId,
    /// What to do.
    pub task: Task,
    /// Not before; of a leased job the end of its lease.
    pub run_at: DateTime<Utc>,
    /// Attempts made so far.
    pub attempts: u32,
    /// A fresh token of who works on it, and until when; a job may be born leased to the actor that made it.
    pub lease: Option<Lease>,
}

/// The exclusive right to work on a job until a time. Every write of its owner names the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// Unique to this taking.
    pub token: uuid::Uuid,
    /// In the database's time.
    pub until: DateTime<Utc>,
}

/// How long a lease is wanted for. It begins when the journal decides, in the database's time, so that nodes whose clocks
/// differ agree on its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaseTerm {
    /// Unique to this taking.
    pub token: uuid::Uuid,
    /// How long.
    pub lasts_ms: u32,
}

impl LeaseTerm {
    /// The lease that begins now.
    #[must_use]
    pub fn from(self, now: DateTime<Utc>) -> Lease {
        Lease { token: self.token, until: now + TimeDelta::milliseconds(i64::from(self.lasts_ms)) }
    }
}

/// What a job does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub enum Task {
    /// Ask the provider to take the money, or how far it is, until it says the last word.
    DrivePayment {
        /// The attempt.
        payment_id: PaymentId,
    },
    /// Have the provider cancel the open attempts of an order whose holds ran out or that was called off, then
    /// release its holds (`FailPayment` with `expire`); "already paid" settles the sale instead.
    ExpireOrder {
        /// The order.
        order_id: OrderId,
    },
    /// Give money back.
    RefundPayment {
        /// The attempt that brought it.
        payment_id: PaymentId,
        /// How much, minor units.
        amount_minor: i64,
        /// The refund that staff decided; none where everything an attempt brought goes back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        refund_id: Option<RefundId>,
    },
    /// Render a document and store its bytes.
    RenderDocument {
        /// The document.
        document_id: DocumentId,
    },
    /// Write a mail and send it.
    SendMail {
        /// The mail.
        mail_id: MailId,
        /// What it is about.
        letter: Box<Letter>,
    },
    /// Tell an endpoint of others what happened.
    DeliverWebhook {
        /// The delivery.
        delivery_id: WebhookDeliveryId,
    },
    /// Have the provider send a seller its money, or say how that ended.
    SendPayout {
        /// The payout.
        payout_id: PayoutId,
    },
}

impl Task {
    /// Every kind there is.
    pub const KINDS: [&'static str; 7] = [
        "drive_payment",
        "expire_order",
        "refund_payment",
        "render_document",
        "send_mail",
        "deliver_webhook",
        "send_payout",
    ];

    /// Kinds that may not be forgotten, even when they were given up: money waits for them, or a document that the law
    /// wants.
    pub const KEPT: [&'static str; 5] =
        ["drive_payment", "expire_order", "refund_payment", "render_document", "send_payout"];

    /// The stored name, also the worker pool's.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::DrivePayment { .. } => "drive_payment",
            Self::ExpireOrder { .. } => "expire_order",
            Self::RefundPayment { .. } => "refund_payment",
            Self::RenderDocument { .. } => "render_document",
            Self::SendMail { .. } => "send_mail",
            Self::DeliverWebhook { .. } => "deliver_webhook",
            Self::SendPayout { .. } => "send_payout",
        }
    }

    /// What the job is about; at most one open job of a kind exists for a subject.
    #[must_use]
    pub fn subject(&self) -> uuid::Uuid {
        match self {
            Self::RefundPayment { refund_id: Some(refund_id), .. } => refund_id.0,
            Self::DrivePayment { payment_id } | Self::RefundPayment { payment_id, .. } => payment_id.0,
            Self::ExpireOrder { order_id } => order_id.0,
            Self::RenderDocument { document_id } => document_id.0,
            Self::SendMail { mail_id, .. } => mail_id.0,
            Self::DeliverWebhook { delivery_id } => delivery_id.0,
            Self::SendPayout { payout_id } => payout_id.0,
        }
    }
}

/// A numbered document with its frozen data; the bytes come later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRow {
    /// The document.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// Its number in full; ends in the running number.
    pub number: String,
    /// Whose number series.
    pub seller_id: SellerId,
    /// About which order.
    pub order_id: OrderId,
    /// When the number was given.
    pub issued_at: DateTime<Utc>,
    /// Hash of the rendered bytes, once they are stored.
    pub content_hash: Option<String>,
}

impl DocumentRow {
    /// Whether a document can be had at once. A certificate always can: it is rendered for who asks.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.content_hash.is_some() || self.kind == DocumentKind::Certificate
    }
}
