//! Double-entry bookkeeping: every posting sums to zero in its currency, and no entry is ever changed.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{OrderId, PayoutId, PostingId, SellerId};
use crate::money::{Currency, Money};
use crate::order::{Order, OrderLine, SellerOrder};
use crate::refund::RefundPart;

macro_rules! accounts {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)*) => {
        /// What an account is for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum AccountKind {
            $($(#[$doc])* $kind,)*
        }

        impl AccountKind {
            /// All of them, as a chart of accounts lists them.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The stored and published name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }
        }
    };
}

accounts! {
    /// Money that payment providers hold for the house (an asset: debits are positive).
    ProviderClearing = "provider_clearing",
    /// Money in the house's bank account (an asset).
    Bank = "bank",
    /// What banks of customers have taken back while a dispute lasts (an asset).
    Disputed = "disputed",
    /// What the house owes a seller of his sales: without tax, commission and resale right (a liability).
    SellerPayable = "seller_payable",
    /// The tax contained in a seller's sales: he remits it, so it is paid out with his earnings (a liability).
    SellerVat = "seller_vat",
    /// Artists' resale right that a seller's sales owe (a liability).
    ResaleRight = "resale_right",
    /// Payouts to a seller that have not arrived (a liability).
    PayoutsInTransit = "payouts_in_transit",
    /// Money that came without goods and must go back; what a customer was given twice stands against it (a liability).
    CustomerRefundable = "customer_refundable",
    /// The house's commission, gross until the month's commission invoice parts its tax (income).
    Commission = "commission",
    /// The tax that the house owes on its commission (a liability).
    CommissionVat = "commission_vat",
    /// What payment providers keep for themselves (an expense).
    ProviderFees = "provider_fees",
}

/// What an account is in a balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountClass {
    /// What the house has.
    Asset,
    /// What the house owes.
    Liability,
    /// What the house earns.
    Income,
    /// What the house spends.
    Expense,
}

impl AccountClass {
    /// The published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asset => "asset",
            Self::Liability => "liability",
            Self::Income => "income",
            Self::Expense => "expense",
        }
    }
}

impl AccountKind {
    /// The account of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == name)
    }

    /// What it is in a balance.
    #[must_use]
    pub fn class(self) -> AccountClass {
        match self {
            Self::ProviderClearing | Self::Bank | Self::Disputed => AccountClass::Asset,
            Self::SellerPayable
            | Self::SellerVat
            | Self::ResaleRight
            | Self::PayoutsInTransit
            | Self::CustomerRefundable
            | Self::CommissionVat => AccountClass::Liability,
            Self::Commission => AccountClass::Income,
            Self::ProviderFees => AccountClass::Expense,
        }
    }
}

/// Why something was posted, as it is stored.
pub mod reason {
    /// An order was paid.
    pub const SALE: &str = "sale";
    /// Money went back.
    pub const REFUND: &str = "refund";
    /// Money came that found no goods.
    pub const LATE_MONEY: &str = "late_money";
    /// A provider kept something for itself.
    pub const FEE: &str = "fee";
    /// A bank took money back.
    pub const DISPUTE_OPENED: &str = "dispute_opened";
    /// It came back again.
    pub const DISPUTE_WON: &str = "dispute_won";
    /// It stays away.
    pub const DISPUTE_LOST: &str = "dispute_lost";

    /// All that the life of an order posts. What is posted of payouts and months is not among them.
    pub const OF_ORDERS: [&str; 7] = [SALE, REFUND, LATE_MONEY, FEE, DISPUTE_OPENED, DISPUTE_WON, DISPUTE_LOST];
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
    /// Why: one of [`reason`], or of what payouts and months post.
    pub reason: String,
    /// The order behind it; none for what is of no single order.
    pub order_id: Option<OrderId>,
    /// The payout behind it.
    #[serde(default)]
    pub payout_id: Option<PayoutId>,
    /// When it was posted.
    pub at: DateTime<Utc>,
}

/// What a seller's part of an order comes to, or what is given back of it, minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Shares {
    total: i64,
    tax: i64,
    commission: i64,
    resale_right: i64,
}

impl Shares {
    fn of(part: &SellerOrder) -> Self {
        Self {
            total: part.totals.total_minor,
            tax: part.totals.tax_included_minor,
            commission: part.commission_minor,
            resale_right: part.lines.iter().map(|line: &OrderLine| line.resale_right_minor).sum(),
        }
    }

    fn given(part: &RefundPart) -> Self {
        Self {
            total: part.total_minor(),
            tax: part.tax_minor(),
            commission: part.commission_minor,
            resale_right: part.resale_right_minor,
        }
    }

    /// What is the seller's own.
    fn earned(self) -> i64 {
        self.total - self.tax - self.commission - self.resale_right
    }
}

/// The posting of a sale: the provider's clearing account is debited with what the customer paid. Each seller is credited
/// with his part and, apart from it, with its tax and its resale right; the house with its commission.
#[must_use]
pub fn sale(order: &Order, posting_id: PostingId, at: DateTime<Utc>) -> Vec<LedgerEntry> {
    let mut book = Book::open(order, posting_id, at, reason::SALE);
    book.enter(AccountKind::ProviderClearing, None, order.head.totals.total_minor);
    book.parts(order.seller_orders.iter().map(|part| (Some(part.seller_id), Shares::of(part))), -1);
    book.entries
}

/// The posting that takes a whole sale back: the mirror image of [`sale`].
#[must_use]
pub fn full_refund(order: &Order, posting_id: PostingId, at: DateTime<Utc>) -> Vec<LedgerEntry> {
    let mut book = Book::open(order, posting_id, at, reason::REFUND);
    book.enter(AccountKind::ProviderClearing, None, -order.head.totals.total_minor);
    book.parts(order.seller_orders.iter().map(|part| (Some(part.seller_id), Shares::of(part))), 1);
    book.entries
}

/// The posting of a refund of parts of a sale: what each seller and the house give up, and what leaves the provider.
#[must_use]
pub fn refund(order: &Order, parts: &[RefundPart], posting_id: PostingId, at: DateTime<Utc>) -> Vec<LedgerEntry> {
    let mut book = Book::open(order, posting_id, at, reason::REFUND);
    book.enter(AccountKind::ProviderClearing, None, -total_of(parts));
    book.given(parts);
    book.entries
}

/// Money that found no goods: debited to clearing, owed to the customer.
#[must_use]
pub fn late_money(order: &Order, posting_id: PostingId, at: DateTime<Utc>, amount_minor: i64) -> Vec<LedgerEntry> {
    let mut book = Book::open(order, posting_id, at, reason::LATE_MONEY);
    book.move_minor(AccountKind::CustomerRefundable, AccountKind::ProviderClearing, amount_minor);
    book.entries
}

/// Money given back that found no goods: the mirror image of [`late_money`].
#[must_use]
pub fn late_money_returned(
    order: &Order,
    posting_id: PostingId,
    at: DateTime<Utc>,
    amount_minor: i64,
) -> Vec<LedgerEntry> {
    let mut book = Book::open(order, posting_id, at, reason::REFUND);
    book.move_minor(AccountKind::ProviderClearing, AccountKind::CustomerRefundable, amount_minor);
    book.entries
}

/// What a provider keeps for itself, in whatever currency it does.
#[must_use]
pub fn fee(order: &Order, posting_id: PostingId, at: DateTime<Utc>, fee: Money) -> Vec<LedgerEntry> {
    let mut book = Book { currency: fee.currency, ..Book::open(order, posting_id, at, reason::FEE) };
    book.move_minor(AccountKind::ProviderClearing, AccountKind::ProviderFees, fee.amount_minor);
    book.entries
}

/// A bank took money back: it is with the provider no longer, and whose it is will be decided.
#[must_use]
pub fn dispute_opened(order: &Order, posting_id: PostingId, at: DateTime<Utc>, amount_minor: i64) -> Vec<LedgerEntry> {
    let mut book = Book::open(order, posting_id, at, reason::DISPUTE_OPENED);
    book.move_minor(AccountKind::ProviderClearing, AccountKind::Disputed, amount_minor);
    book.entries
}

/// It was decided for the house: the mirror image of [`dispute_opened`].
#[must_use]
pub fn dispute_won(order: &Order, posting_id: PostingId, at: DateTime<Utc>, amount_minor: i64) -> Vec<LedgerEntry> {
    let mut book = Book::open(order, posting_id, at, reason::DISPUTE_WON);
    book.move_minor(AccountKind::Disputed, AccountKind::ProviderClearing, amount_minor);
    book.entries
}

/// It was decided for the customer: each seller and the house give up what they do in a refund of these parts. What the
/// bank took beyond them the customer had been given before, or was promised, and owes.
#[must_use]
pub fn dispute_lost(
    order: &Order,
    parts: &[RefundPart],
    posting_id: PostingId,
    at: DateTime<Utc>,
    amount_minor: i64,
) -> Vec<LedgerEntry> {
    let mut book = Book::open(order, posting_id, at, reason::DISPUTE_LOST);
    book.enter(AccountKind::Disputed, None, -amount_minor);
    book.given(parts);
    book.enter(AccountKind::CustomerRefundable, None, amount_minor - total_of(parts));
    book.entries
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

fn total_of(parts: &[RefundPart]) -> i64 {
    parts.iter().map(RefundPart::total_minor).sum()
}

struct Book<'a> {
    order: &'a Order,
    currency: Currency,
    posting_id: PostingId,
    at: DateTime<Utc>,
    reason: &'a str,
    entries: Vec<LedgerEntry>,
}

impl<'a> Book<'a> {
    fn open(order: &'a Order, posting_id: PostingId, at: DateTime<Utc>, reason: &'a str) -> Self {
        let entries = Vec::with_capacity(2 * order.seller_orders.len() + 2);
        Self { order, currency: order.head.currency, posting_id, at, reason, entries }
    }

    /// Credits one account and debits another.
    fn move_minor(&mut self, from: AccountKind, to: AccountKind, amount_minor: i64) {
        self.enter(to, None, amount_minor);
        self.enter(from, None, -amount_minor);
    }

    fn given(&mut self, parts: &[RefundPart]) {
        let order = self.order;
        let seller_of = |given: &RefundPart| {
            let part = order.seller_orders.iter().find(|part| part.id == given.seller_order_id);
            part.map(|part| part.seller_id)
        };
        self.parts(parts.iter().map(|given| (seller_of(given), Shares::given(given))), 1);
    }

    /// What sellers and the house get, or with a positive sign give up.
    fn parts(&mut self, parts: impl Iterator<Item = (Option<SellerId>, Shares)>, sign: i64) {
        let mut commission_minor = 0;
        for (seller_id, shares) in parts {
            self.enter(AccountKind::SellerPayable, seller_id, sign * shares.earned());
            self.enter(AccountKind::SellerVat, seller_id, sign * shares.tax);
            self.enter(AccountKind::ResaleRight, seller_id, sign * shares.resale_right);
            commission_minor += shares.commission;
        }
        self.enter(AccountKind::Commission, None, sign * commission_minor);
    }

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
            currency: self.currency,
            reason: self.reason.to_owned(),
            order_id: Some(self.order.head.id),
            payout_id: None,
            at: self.at,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::testing::{House, visitor};

    fn placed() -> Order {
        let mut house = House::new();
        for edition in [0, 1, 4] {
            house.hold(visitor(1), edition, 1).unwrap();
        }
        let (order_id, _) = house.place(visitor(1)).unwrap();
        let mut order = house.order(order_id);
        order.seller_orders[0].lines[0].resale_right_minor = 500;
        order
    }

    fn sum(entries: &[LedgerEntry], account: AccountKind) -> i64 {
        entries.iter().filter(|entry| entry.account == account).map(|entry| entry.amount_minor).sum()
    }

    #[test]
    fn a_sale_gives_each_account_its_share() {
        let order = placed();
        let entries = sale(&order, PostingId(Uuid::from_u128(1)), DateTime::UNIX_EPOCH);
        assert!(balances(&entries));
        let totals = order.head.totals;
        let commission: i64 = order.seller_orders.iter().map(|part| part.commission_minor).sum();
        assert!(commission > 0 && totals.tax_included_minor > 0);
        assert_eq!(sum(&entries, AccountKind::ProviderClearing), totals.total_minor);
        assert_eq!(sum(&entries, AccountKind::SellerVat), -totals.tax_included_minor);
        assert_eq!(sum(&entries, AccountKind::Commission), -commission);
        assert_eq!(sum(&entries, AccountKind::ResaleRight), -500);
        let earned = totals.total_minor - totals.tax_included_minor - commission - 500;
        assert_eq!(sum(&entries, AccountKind::SellerPayable), -earned);
        let places: Vec<u32> = entries.iter().map(|entry| entry.position).collect();
        assert_eq!(places, (0..u32::try_from(entries.len()).unwrap()).collect::<Vec<_>>());
        let back = full_refund(&order, PostingId(Uuid::from_u128(2)), DateTime::UNIX_EPOCH);
        for kind in AccountKind::ALL {
            assert_eq!(sum(&entries, *kind) + sum(&back, *kind), 0, "{kind:?}");
        }
    }

    #[test]
    fn nothing_is_posted_for_nothing_and_a_fee_keeps_its_currency() {
        let order = placed();
        let posting = PostingId(Uuid::from_u128(1));
        assert!(fee(&order, posting, DateTime::UNIX_EPOCH, Money::zero(Currency::EUR)).is_empty());
        let entries = fee(&order, posting, DateTime::UNIX_EPOCH, Money::new(30, Currency::USD));
        assert!(balances(&entries) && entries.iter().all(|entry| entry.currency == Currency::USD));
        assert_eq!(sum(&entries, AccountKind::ProviderFees), 30);
    }

    #[test]
    fn every_account_is_found_by_its_name() {
        for kind in AccountKind::ALL {
            assert_eq!(AccountKind::parse(kind.as_str()), Some(*kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        assert_eq!(AccountKind::parse("moon"), None);
    }
}
