//! What stands in the audit log as done: a closed list, so that whoever shows the log knows every name in it.

use serde::{Deserialize, Serialize};

macro_rules! actions {
    ($($(#[$doc:meta])* $action:ident = $name:literal,)*) => {
        /// What was done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum AuditAction {
            $($(#[$doc])* $action,)*
        }

        impl AuditAction {
            /// All of them, by their names.
            pub const ALL: &'static [Self] = &[$(Self::$action,)*];

            /// The stored name: what it is about, a dot, what was done.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$action => $name,)*
                }
            }
        }
    };
}

actions! {
    /// A work was approved.
    ArtworkApprove = "artwork.approve",
    /// A work was taken away for good.
    ArtworkArchive = "artwork.archive",
    /// A work was paused.
    ArtworkPause = "artwork.pause",
    /// A work was sent back.
    ArtworkReject = "artwork.reject",
    /// A paused work is shown again.
    ArtworkResume = "artwork.resume",
    /// A work was handed in.
    ArtworkSubmit = "artwork.submit",
    /// What a provider paid to the house's bank was entered.
    BankTransferEnter = "bank_transfer.enter",
    /// A collection was made or changed.
    CollectionPut = "collection.put",
    /// A collection was taken away.
    CollectionRemove = "collection.remove",
    /// Withdrawn copies were put back.
    EditionRestock = "edition.restock",
    /// Copies were sold elsewhere.
    EditionSoldElsewhere = "edition.sold_elsewhere",
    /// Copies were taken out of sale.
    EditionWithdraw = "edition.withdraw",
    /// A hold was let go.
    HoldRelease = "hold.release",
    /// A job that was given up is forgotten.
    JobDrop = "job.drop",
    /// A job is tried again.
    JobRetry = "job.retry",
    /// A month was closed.
    MonthClose = "month.close",
    /// An order was called off by staff.
    OrderCancel = "order.cancel",
    /// An order that was bought without an account came into one.
    OrderClaim = "order.claim",
    /// A parcel has arrived.
    OrderDelivered = "order.delivered",
    /// Something of an order was given back.
    OrderRefund = "order.refund",
    /// What a buyer gives back is there.
    OrderReturnReceived = "order.return_received",
    /// A return ended with money back.
    OrderReturnRefunded = "order.return_refunded",
    /// A return was refused.
    OrderReturnRefused = "order.return_refused",
    /// A parcel has left.
    OrderShipped = "order.shipped",
    /// A payout did not arrive.
    PayoutFail = "payout.fail",
    /// A payout has arrived.
    PayoutPaid = "payout.paid",
    /// Payouts were started.
    PayoutRun = "payout.run",
    /// A payout is with the bank.
    PayoutSent = "payout.sent",
    /// A report was decided.
    ReportDecide = "report.decide",
    /// The search was made anew.
    SearchReindex = "search.reindex",
    /// The commission of a seller was changed.
    SellerCommission = "seller.commission",
    /// Somebody became a member of a seller, got another role there or left it.
    SellerMember = "seller.member",
    /// A seller is paid to another account.
    SellerPayoutAccount = "seller.payout_account",
    /// A seller got a shipping table of its own, another one, or the house's again.
    SellerShipping = "seller.shipping",
    /// A seller was verified, or no longer is.
    SellerVerify = "seller.verify",
    /// Settings were changed.
    SettingsPut = "settings.put",
    /// Somebody has other roles.
    UserRoles = "user.roles",
    /// Somebody was signed out everywhere.
    UserSignOut = "user.sign_out",
    /// Somebody was shut out or let in.
    UserSuspend = "user.suspend",
    /// An endpoint was sent a trial.
    WebhookPing = "webhook.ping",
    /// An endpoint was registered or changed.
    WebhookPut = "webhook.put",
    /// What a provider had told was taken once more.
    WebhookRedeliver = "webhook.redeliver",
    /// An endpoint was taken away.
    WebhookRemove = "webhook.remove",
    /// Something is told to an endpoint once more.
    WebhookReplay = "webhook.replay",
    /// An endpoint got another secret.
    WebhookRotate = "webhook.rotate",
}

impl AuditAction {
    /// The action of a stored name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_and_in_order() {
        let names: Vec<&str> = AuditAction::ALL.iter().map(|action| action.as_str()).collect();
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "{names:?}");
        for action in AuditAction::ALL {
            assert_eq!(AuditAction::parse(action.as_str()), Some(*action));
            assert_eq!(action.as_str().split('.').count(), 2, "{action:?}");
        }
        assert_eq!(AuditAction::parse("moon.howl"), None);
    }
}
