//! Paying sellers: what of their sales is payable, what holds the rest back, and the postings of a payout.
//!
//! What an order owes a seller is the sum of its entries in the ledger, those of payouts included: an order that was paid out
//! owes nothing, one that is refunded afterwards owes less than nothing, and the next payout is less by it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::bank_transfer::BANK_TRANSFER;
use crate::ids::{OrderId, PayoutId, PayoutRunId, PostingId, SellerId, UserId};
use crate::ledger::{AccountKind, LedgerEntry};
use crate::money::{Currency, Money};
use crate::order::{FulfilmentStatus, OrderPaymentStatus, OrderStatus};
use crate::payout_account::{PayoutAccount, PayoutWay};

/// Name of the setting with the smallest payout of each currency: an object of codes and minor units.
pub const PAYOUT_MINIMUM: &str = "payout_minimum";

/// Name of the setting with the days after delivery in which buyers may withdraw.
pub const WITHDRAWAL_DAYS: &str = "withdrawal_days";

/// The withdrawal period where the house has set none (Directive 2011/83/EU, Article 9).
pub const WITHDRAWAL_DAYS_USUAL: u32 = 14;

/// The most orders of one payout; the others wait for the next run.
pub const PAYOUT_ORDERS_MAX: usize = 2_000;

/// The most payouts of one run; the others wait for the next.
pub const RUN_PAYOUTS_MAX: usize = 500;

/// Why payouts, the close of a month and what comes to the bank post something, as it is stored.
pub const REASONS: [&str; 5] = ["payout", "payout_paid", "payout_failed", "month_close", BANK_TRANSFER];

/// The longest reason for which a payout failed.
pub const FAILURE_CHARS: usize = 200;

/// Where a payout stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayoutState {
    /// Decided and posted; nobody has sent the money yet.
    Pending,
    /// With the bank or the provider.
    Sent,
    /// The money is with the seller.
    Paid,
    /// It did not arrive; what it paid is payable again.
    Failed,
}

impl PayoutState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Sent, Self::Paid, Self::Failed];

    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sent => "sent",
            Self::Paid => "paid",
            Self::Failed => "failed",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Whether a payout may come to the next state. What was paid may still come back from the bank.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Pending, Self::Sent | Self::Paid | Self::Failed)
                | (Self::Sent, Self::Paid | Self::Failed)
                | (Self::Paid, Self::Failed)
        )
    }
}

/// What a person says of payouts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PayoutMove {
    /// The bank has them.
    HandOver,
    /// The money is with the sellers.
    Pay,
    /// They did not arrive.
    Fail {
        /// Why.
        reason: String,
    },
}

impl PayoutMove {
    /// The state it leads to.
    #[must_use]
    pub fn target(&self) -> PayoutState {
        match self {
            Self::HandOver => PayoutState::Sent,
            Self::Pay => PayoutState::Paid,
            Self::Fail { .. } => PayoutState::Failed,
        }
    }
}

/// What a provider's word on a payout comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TransferOutcome {
    /// The money is with the seller.
    Sent {
        /// The provider's name for it.
        reference: String,
    },
    /// It never will be.
    Refused {
        /// The provider's code.
        code: String,
    },
    /// Nobody knows; it is asked again.
    Unknown {
        /// What went wrong.
        error: String,
        /// When to ask.
        run_at: DateTime<Utc>,
    },
}

/// What an order owes a seller at the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedOrder {
    /// The order.
    pub order_id: OrderId,
    /// Its number.
    pub number: String,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// What the seller earned, without tax, minor units; less than nothing after a refund that followed a payout.
    pub payable_minor: i64,
    /// The tax that the seller remits, minor units.
    pub vat_minor: i64,
    /// How far the order is.
    pub status: OrderStatus,
    /// How far its money is.
    pub payment_status: OrderPaymentStatus,
    /// How far its goods are.
    pub fulfilment_status: FulfilmentStatus,
    /// When the last of it was delivered, as far as is known.
    pub delivered_at: Option<DateTime<Utc>>,
}

/// Why an order is not payable yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldBack {
    /// The buyer's bank has taken the money back for now.
    Dispute,
    /// It has not arrived, or nobody has said so.
    NotDelivered,
    /// The buyer may still withdraw.
    Withdrawal {
        /// Until then.
        until: DateTime<Utc>,
    },
}

impl HeldBack {
    /// The published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dispute => "dispute",
            Self::NotDelivered => "not_delivered",
            Self::Withdrawal { .. } => "withdrawal",
        }
    }
}

impl OwedOrder {
    /// Earnings and tax together, minor units.
    #[must_use]
    pub fn amount_minor(&self) -> i64 {
        self.payable_minor.saturating_add(self.vat_minor)
    }

    /// What holds the order back; `None` for what is payable. What a seller owes is taken off at once, whatever the order.
    #[must_use]
    pub fn held_back(&self, withdrawal_days: u32) -> Option<HeldBack> {
        if self.amount_minor() < 0 {
            return None;
        }
        if self.payment_status == OrderPaymentStatus::Disputed {
            return Some(HeldBack::Dispute);
        }
        if self.status == OrderStatus::Completed {
            return None;
        }
        match self.delivered_at.filter(|_| self.fulfilment_status == FulfilmentStatus::Delivered) {
            Some(at) => Some(HeldBack::Withdrawal { until: at + TimeDelta::days(i64::from(withdrawal_days)) }),
            None => Some(HeldBack::NotDelivered),
        }
    }
}

/// What a seller is owed in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SellerBalance {
    /// The seller.
    pub seller_id: SellerId,
    /// Its name.
    pub seller_name: String,
    /// The currency.
    pub currency: Currency,
    /// Where its money goes.
    pub account: Option<PayoutAccount>,
    /// Every order that owes something, the oldest first.
    pub orders: Vec<OwedOrder>,
}

/// Why nothing is paid to a seller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotPaid {
    /// Nothing is payable, or the seller owes the house.
    Nothing,
    /// Less than the house pays out.
    BelowMinimum,
    /// Nobody knows where to.
    NoAccount,
    /// The account is with a provider that this house does not send through.
    NoWay,
}

impl NotPaid {
    /// The published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing_payable",
            Self::BelowMinimum => "below_minimum",
            Self::NoAccount => "no_account",
            Self::NoWay => "no_transfers",
        }
    }
}

/// What the house pays, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PayoutRules {
    /// Days after delivery in which buyers may withdraw.
    pub withdrawal_days: u32,
    /// The smallest payout by currency code, minor units.
    pub minimum: std::collections::BTreeMap<String, i64>,
    /// Whether there is a provider that sends money to sellers.
    pub can_transfer: bool,
}

impl PayoutRules {
    /// The smallest payout in a currency, minor units.
    #[must_use]
    pub fn minimum_minor(&self, currency: Currency) -> i64 {
        self.minimum.get(currency.code()).copied().unwrap_or(1).max(1)
    }
}

/// An order in a payout, with what it pays of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutOrder {
    /// The order.
    pub order_id: OrderId,
    /// Earnings, minor units.
    pub payable_minor: i64,
    /// Tax, minor units.
    pub vat_minor: i64,
}

impl PayoutOrder {
    /// Both together, minor units.
    #[must_use]
    pub fn amount_minor(&self) -> i64 {
        self.payable_minor.saturating_add(self.vat_minor)
    }
}

/// A payout as it is to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedPayout {
    /// The payout; the root of the provider's idempotency key.
    pub id: PayoutId,
    /// To whom.
    pub seller_id: SellerId,
    /// Where it goes, frozen.
    pub account: PayoutAccount,
    /// In which currency.
    pub currency: Currency,
    /// What for.
    pub orders: Vec<PayoutOrder>,
}

impl PlannedPayout {
    /// What is paid, minor units.
    #[must_use]
    pub fn amount_minor(&self) -> i64 {
        self.orders.iter().map(PayoutOrder::amount_minor).fold(0, i64::saturating_add)
    }
}

/// A payout as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payout {
    /// The payout.
    pub id: PayoutId,
    /// In which run.
    pub run_id: PayoutRunId,
    /// To whom.
    pub seller_id: SellerId,
    /// The seller's name, as it is now.
    pub seller_name: String,
    /// How much.
    pub amount: Money,
    /// Which way.
    pub way: PayoutWay,
    /// Where it goes, as it was when the run was started.
    pub account: PayoutAccount,
    /// How far it is.
    pub state: PayoutState,
    /// What the bank or the provider calls it.
    pub reference: Option<String>,
    /// Why it failed.
    pub failure: Option<String>,
    /// When it was decided.
    pub created_at: DateTime<Utc>,
    /// When it was handed over.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it arrived, or failed.
    pub settled_at: Option<DateTime<Utc>>,
}

impl Payout {
    /// What stands beside the money on a statement of the bank: short, and the same wherever it is told.
    #[must_use]
    pub fn statement(&self) -> String {
        statement_of(self.id)
    }
}

/// `PAYOUT 0192F3A4B5C6`: the end of an id is its random part.
#[must_use]
pub fn statement_of(id: PayoutId) -> String {
    let simple = id.0.simple().to_string().to_ascii_uppercase();
    format!("PAYOUT {}", simple.get(20..).unwrap_or_default())
}

/// A run of payouts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutRun {
    /// The run.
    pub id: PayoutRunId,
    /// Who started it.
    pub by: UserId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// How many payouts there are in each state.
    pub pending: u32,
    /// With the bank or the provider.
    pub sent: u32,
    /// Arrived.
    pub paid: u32,
    /// Failed.
    pub failed: u32,
}

/// What would be paid to a seller now.
///
/// # Errors
/// [`NotPaid`], with why nothing is.
pub fn plan(balance: &SellerBalance, rules: &PayoutRules, id: PayoutId) -> Result<PlannedPayout, NotPaid> {
    let payable = balance.orders.iter().filter(|order| order.held_back(rules.withdrawal_days).is_none());
    let mut orders: Vec<&OwedOrder> = payable.filter(|order| order.amount_minor() != 0).collect();
    // What is owed to the house is taken off first: where a payout takes only some orders, never those that pay.
    orders.sort_by_key(|order| (order.amount_minor() >= 0, order.placed_at, order.order_id));
    orders.truncate(PAYOUT_ORDERS_MAX);
    let orders: Vec<PayoutOrder> = orders
        .into_iter()
        .map(|order| PayoutOrder {
            order_id: order.order_id,
            payable_minor: order.payable_minor,
            vat_minor: order.vat_minor,
        })
        .collect();
    let amount_minor = orders.iter().map(PayoutOrder::amount_minor).fold(0, i64::saturating_add);
    if amount_minor <= 0 {
        return Err(NotPaid::Nothing);
    }
    if amount_minor < rules.minimum_minor(balance.currency) {
        return Err(NotPaid::BelowMinimum);
    }
    let account = balance.account.clone().ok_or(NotPaid::NoAccount)?;
    if account.way() == PayoutWay::Transfer && !rules.can_transfer {
        return Err(NotPaid::NoWay);
    }
    Ok(PlannedPayout { id, seller_id: balance.seller_id, account, currency: balance.currency, orders })
}

/// The posting of a payout: what each order owes goes from the seller's accounts into what is on its way.
#[must_use]
pub fn started(payout: &PlannedPayout, posting_id: PostingId, at: DateTime<Utc>) -> Vec<LedgerEntry> {
    let mut book = Book::new(payout.id, payout.seller_id, payout.currency, (posting_id, at, "payout"));
    for order in &payout.orders {
        book.enter(AccountKind::SellerPayable, Some(order.order_id), order.payable_minor);
        book.enter(AccountKind::SellerVat, Some(order.order_id), order.vat_minor);
    }
    book.enter(AccountKind::PayoutsInTransit, None, -payout.amount_minor());
    book.entries
}

/// The posting of a payout that has arrived: the money has left the bank, or the provider.
#[must_use]
pub fn arrived(payout: &Payout, posting_id: PostingId, at: DateTime<Utc>) -> Vec<LedgerEntry> {
    let whole = (posting_id, at, "payout_paid");
    let mut book = Book::new(payout.id, payout.seller_id, payout.amount.currency, whole);
    let from = match payout.way {
        PayoutWay::Bank => AccountKind::Bank,
        PayoutWay::Transfer => AccountKind::ProviderClearing,
    };
    book.enter(AccountKind::PayoutsInTransit, None, payout.amount.amount_minor);
    book.enter(from, None, -payout.amount.amount_minor);
    book.entries
}

/// The posting that takes everything back that was posted for a payout: its mirror image.
#[must_use]
pub fn failed(posted: &[LedgerEntry], posting_id: PostingId, at: DateTime<Utc>) -> Vec<LedgerEntry> {
    let mirrored = (0_u32..).zip(posted).map(|(position, entry)| LedgerEntry {
        posting_id,
        position,
        amount_minor: -entry.amount_minor,
        reason: "payout_failed".to_owned(),
        at,
        ..entry.clone()
    });
    mirrored.collect()
}

struct Book {
    payout_id: PayoutId,
    seller_id: SellerId,
    currency: Currency,
    posting_id: PostingId,
    at: DateTime<Utc>,
    reason: &'static str,
    entries: Vec<LedgerEntry>,
}

impl Book {
    fn new(
        payout_id: PayoutId,
        seller_id: SellerId,
        currency: Currency,
        (posting_id, at, reason): (PostingId, DateTime<Utc>, &'static str),
    ) -> Self {
        Self { payout_id, seller_id, currency, posting_id, at, reason, entries: Vec::new() }
    }

    fn enter(&mut self, account: AccountKind, order_id: Option<OrderId>, amount_minor: i64) {
        if amount_minor == 0 {
            return;
        }
        // The bank and the provider are the house's.
        let of_seller = !matches!(account, AccountKind::Bank | AccountKind::ProviderClearing);
        self.entries.push(LedgerEntry {
            posting_id: self.posting_id,
            position: u32::try_from(self.entries.len()).unwrap_or(u32::MAX),
            account,
            seller_id: of_seller.then_some(self.seller_id),
            amount_minor,
            currency: self.currency,
            reason: self.reason.to_owned(),
            order_id,
            payout_id: Some(self.payout_id),
            at: self.at,
        });
    }
}

#[cfg(test)]
mod tests;
