//! Double-entry bookkeeping: every posting sums to zero in its currency.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{OrderId, PostingId, SellerId};
use crate::money::Currency;
use crate::order::Order;
use crate::refund::RefundPart;

/// What an account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// Money that payment providers hold for the house (an asset: debits are positive).
    ProviderClearing,
    /// What the house owes a seller, tax included (the seller is the taxable person).
    SellerPayable,
    /// The house's commission.
    Commission,
    /// Money that came without goods and must go back.
    CustomerRefundable,
}

impl AccountKind {
    /// The stored name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ProviderClearing => "provider_clearing",
            Self::SellerPayable => "seller_payable",
            Self::Commission => "commission",
            Self::CustomerRefundable => "customer_refundable",
        }
    }
}

/// One side of a posting. Positive is a debit, negative a credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// The posting; its entries sum to zero.
    pub posting_id: PostingId,
    /// Its place in the posting.
    pub position: u32,
    /// What kind of account.
    pub account: AccountKind,
    /// Whose account, for sellers.
    pub seller_id: Option<SellerId>,
    /// Minor units; positive is a debit.
    pub amount_minor: i64,
    /// Currency.
    pub currency: Currency,
    /// Why: `sale`, `refund`, `late_money`.
    pub reason: String,
    /// The order behind it.
    pub order_id: OrderId,
    /// When it was posted.
    pub at: DateTime<Utc>,
}

/// The posting of a sale: the provider's clearing account is debited with what the customer paid; each seller is
/// credited with his part less commission, the house with its commission.
#[must_use]
pub fn sale(order: &Order, posting_id: PostingId, at: DateTime<Utc>) -> Vec<LedgerEntry> {
    posting(order, posting_id, at, "sale", 1)
}

/// The posting that takes a whole sale back: the mirror image of [`sale`].
#[must_use]
pub fn full_refund(order: &Order, posting_id: PostingId, at: DateTime<Utc>) -> Vec<LedgerEntry> {
    posting(order, posting_id, at, "refund", -1)
}

/// The posting of a refund of parts of a sale: what each seller and the house give up, and what leaves the provider.
#[must_use]
pub fn refund(order: &Order, parts: &[RefundPart], posting_id: PostingId, at: DateTime<Utc>) -> Vec<LedgerEntry> {
    let mut book = Book { order, posting_id, at, reason: "refund", entries: Vec::with_capacity(parts.len() + 2) };
    let total_minor: i64 = parts.iter().map(RefundPart::total_minor).sum();
    let commission_minor: i64 = parts.iter().map(|part| part.commission_minor).sum();
    book.enter(AccountKind::ProviderClearing, None, -total_minor);
    for given in parts {
        let part = order.seller_orders.iter().find(|part| part.id == given.seller_order_id);
        let seller_id = part.map(|part| part.seller_id);
        book.enter(AccountKind::SellerPayable, seller_id, given.total_minor() - given.commission_minor);
    }
    book.enter(AccountKind::Commission, None, commission_minor);
    book.entries
}

/// Money that found no goods: debited to clearing, owed to the customer.
#[must_use]
pub fn late_money(order: &Order, posting_id: PostingId, at: DateTime<Utc>, amount_minor: i64) -> Vec<LedgerEntry> {
    two_sided(order, posting_id, at, "late_money", amount_minor)
}

/// Money given back that found no goods: the mirror image of [`late_money`].
#[must_use]
pub fn late_money_returned(
    order: &Order,
    posting_id: PostingId,
    at: DateTime<Utc>,
    amount_minor: i64,
) -> Vec<LedgerEntry> {
    two_sided(order, posting_id, at, "refund", -amount_minor)
}

/// Whether the entries of each posting sum to zero in each currency.
#[must_use]
pub fn balances(entries: &[LedgerEntry]) -> bool {
    let mut sums: std::collections::BTreeMap<(Uuid, &'static str), i128> = std::collections::BTreeMap::new();
    for entry in entries {
        *sums.entry((entry.posting_id.0, entry.currency.code())).or_default() += i128::from(entry.amount_minor);
    }
    sums.values().all(|sum| *sum == 0)
}

fn posting(order: &Order, posting_id: PostingId, at: DateTime<Utc>, reason: &str, sign: i64) -> Vec<LedgerEntry> {
    let mut book = Book { order, posting_id, at, reason, entries: Vec::with_capacity(order.seller_orders.len() + 2) };
    book.enter(AccountKind::ProviderClearing, None, sign * order.head.totals.total_minor);
    let mut commission_minor = 0;
    for part in &order.seller_orders {
        commission_minor += part.commission_minor;
        let earned_minor = part.totals.total_minor - part.commission_minor;
        book.enter(AccountKind::SellerPayable, Some(part.seller_id), -sign * earned_minor);
    }
    book.enter(AccountKind::Commission, None, -sign * commission_minor);
    book.entries
}

fn two_sided(
    order: &Order,
    posting_id: PostingId,
    at: DateTime<Utc>,
    reason: &str,
    debit_minor: i64,
) -> Vec<LedgerEntry> {
    let mut book = Book { order, posting_id, at, reason, entries: Vec::with_capacity(2) };
    book.enter(AccountKind::ProviderClearing, None, debit_minor);
    book.enter(AccountKind::CustomerRefundable, None, -debit_minor);
    book.entries
}

struct Book<'a> {
    order: &'a Order,
    posting_id: PostingId,
    at: DateTime<Utc>,
    reason: &'a str,
    entries: Vec<LedgerEntry>,
}

impl Book<'_> {
    fn enter(&mut self, account: AccountKind, seller_id: Option<SellerId>, amount_minor: i64) {
        if amount_minor == 0 {
            return;
        }
        self.entries.push(LedgerEntry {
            posting_id: self.posting_id,
            position: u32::try_from(self.entries.len()).unwrap_or(u32::MAX),
            account,
            seller_id,
            amount_minor,
            currency: self.order.head.currency,
            reason: self.reason.to_owned(),
            order_id: self.order.head.id,
            at: self.at,
        });
    }
}
