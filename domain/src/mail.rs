//! Mails: what they are about, and a written one. Knows no words and no transport.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{ArtworkId, JobId, MailId, OrderId, PaymentId, ReturnId, ShipmentId, UserId};
use crate::job::{Job, Task};

/// How long after its delivery a work's buyer is asked for a review.
pub const REVIEW_AFTER: TimeDelta = TimeDelta::days(7);

/// How long an order waits for its money before a mail says that it was placed: one that is paid sooner is told of once.
pub const PLACED_AFTER: TimeDelta = TimeDelta::seconds(60);

/// How long a work that came free is left alone before those who wish for it are written to: a hold that ends is often taken
/// up again at once.
pub const FREE_AFTER: TimeDelta = TimeDelta::seconds(60);

/// For how long nobody is written to again about the same wish.
pub const WISH_TOLD_AGAIN_AFTER: TimeDelta = TimeDelta::days(1);

/// How many are told of one work at once, those who wait longest first.
pub const WISHERS_TOLD: u32 = 500;

/// What a mail is about. Its words are found when it is sent, from what is true then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// Whether an address belongs to the account that names it.
    VerifyEmail {
        /// Whose account.
        user_id: UserId,
        /// The link's secret.
        secret: LetterSecret,
    },
    /// A way back in for who forgot the password.
    ResetPassword {
        /// Whose account.
        user_id: UserId,
        /// The link's secret.
        secret: LetterSecret,
    },
    /// Whether an account shall have another address; goes there.
    ConfirmEmail {
        /// Whose account.
        user_id: UserId,
        /// The new address.
        email: String,
        /// The link's secret.
        secret: LetterSecret,
    },
    /// An account has another address now; goes to the old one.
    EmailChanged {
        /// Whose account.
        user_id: UserId,
        /// The old address.
        email: String,
    },
    /// Somebody wanted the address of an account for another one; goes to its owner.
    EmailInUse {
        /// Whose account has the address.
        user_id: UserId,
    },
    /// The password of an account is another one now.
    PasswordChanged {
        /// Whose account.
        user_id: UserId,
    },
    /// An order waits for its money.
    OrderPlaced {
        /// The order.
        order_id: OrderId,
    },
    /// An order is paid: its confirmation.
    OrderPaid {
        /// The order.
        order_id: OrderId,
    },
    /// An attempt to pay brought no money.
    PaymentFailed {
        /// The order.
        order_id: OrderId,
        /// The attempt.
        payment_id: PaymentId,
    },
    /// A parcel is on its way.
    OrderShipped {
        /// The order.
        order_id: OrderId,
        /// The parcel.
        shipment_id: ShipmentId,
    },
    /// An order was called off.
    OrderCancelled {
        /// The order.
        order_id: OrderId,
    },
    /// Money went back.
    OrderRefunded {
        /// The order.
        order_id: OrderId,
        /// How much, minor units of the order's currency.
        amount_minor: i64,
    },
    /// The receipt of a withdrawal or of a report of damage: what was said, and when.
    ReturnAnnounced {
        /// The order.
        order_id: OrderId,
        /// The return.
        return_id: ReturnId,
    },
    /// What comes back has arrived, or was refused.
    ReturnAnswered {
        /// The order.
        order_id: OrderId,
        /// The return.
        return_id: ReturnId,
    },
    /// What the buyer thinks of the works, some days after they arrived.
    ReviewAsked {
        /// The order.
        order_id: OrderId,
    },
    /// The way to an order for who has lost it.
    OrderLink {
        /// The order.
        order_id: OrderId,
    },
    /// A work on somebody's wish list can be had again.
    WishFree {
        /// Whose wish.
        user_id: UserId,
        /// The work.
        artwork_id: ArtworkId,
    },
}

/// The secret of a link in a mail: sealed with the house's own keys, so that a stolen database opens nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterSecret {
    /// The sealed secret.
    pub sealed: Vec<u8>,
    /// When the link ends.
    pub expires_at: DateTime<Utc>,
}

impl Letter {
    /// Every kind there is.
    pub const KINDS: [&'static str; 17] = [
        "verify_email",
        "reset_password",
        "confirm_email",
        "email_changed",
        "email_in_use",
        "password_changed",
        "order_placed",
        "order_paid",
        "payment_failed",
        "order_shipped",
        "order_cancelled",
        "order_refunded",
        "return_announced",
        "return_answered",
        "review_asked",
        "order_link",
        "wish_free",
    ];

    /// The kind's name.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::VerifyEmail { .. } => "verify_email",
            Self::ResetPassword { .. } => "reset_password",
            Self::ConfirmEmail { .. } => "confirm_email",
            Self::EmailChanged { .. } => "email_changed",
            Self::EmailInUse { .. } => "email_in_use",
            Self::PasswordChanged { .. } => "password_changed",
            Self::OrderPlaced { .. } => "order_placed",
            Self::OrderPaid { .. } => "order_paid",
            Self::PaymentFailed { .. } => "payment_failed",
            Self::OrderShipped { .. } => "order_shipped",
            Self::OrderCancelled { .. } => "order_cancelled",
            Self::OrderRefunded { .. } => "order_refunded",
            Self::ReturnAnnounced { .. } => "return_announced",
            Self::ReturnAnswered { .. } => "return_answered",
            Self::ReviewAsked { .. } => "review_asked",
            Self::OrderLink { .. } => "order_link",
            Self::WishFree { .. } => "wish_free",
        }
    }

    /// The job that sends it, not before a time.
    #[must_use]
    pub fn job(self, id: JobId, mail_id: MailId, run_at: DateTime<Utc>) -> Job {
        let task = Task::SendMail { mail_id, letter: Box::new(self) };
        Job { id, task, run_at, attempts: 0, lease: None }
    }
}

/// The id of the mail that says that an order was placed: the order's own, by which it is called off when the money comes
/// before it is sent.
#[must_use]
pub fn placed_mail(order_id: OrderId) -> MailId {
    MailId(order_id.0)
}

/// A mail as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The mail; its `Message-ID` is made from it, so that a repeat can be told from another mail.
    pub id: MailId,
    /// What kind of letter it is.
    pub kind: String,
    /// The address it goes to.
    pub to: String,
    /// Its subject, one line.
    pub subject: String,
    /// What it says, for readers that show no HTML.
    pub text: String,
    /// What it says, as a whole HTML document.
    pub html: String,
}
