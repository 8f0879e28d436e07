//! From the entries of a month to what each seller is told of it, and to the commission that the house invoices.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::MonthCommission;
use crate::ids::{OrderId, PayoutId, PostingId, SellerId};
use crate::ledger::AccountKind;
use crate::money::{Currency, allocate_minor, portion_minor};
use crate::payout::statement_of;
use crate::statement::{StatementKind, StatementLine};

/// An entry of the books with the number of its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// The posting.
    pub posting_id: PostingId,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// The account.
    pub account: AccountKind,
    /// Whose, for sellers.
    pub seller_id: Option<SellerId>,
    /// Minor units; positive is a debit.
    pub amount_minor: i64,
    /// The currency.
    pub currency: Currency,
    /// The order behind it, with its number.
    pub order: Option<(OrderId, String)>,
    /// The payout behind it.
    pub payout_id: Option<PayoutId>,
}

/// A seller's part of an order: what it came to and what of it is commission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartShare {
    /// The order.
    pub order_id: OrderId,
    /// The seller.
    pub seller_id: SellerId,
    /// The whole part, minor units.
    pub total_minor: i64,
    /// The house's commission of it, minor units.
    pub commission_minor: i64,
}

/// The account of a seller in one currency.
pub type SellerAccount = (SellerId, String);

/// What happened to each seller's account, in the order of the entries, which stand posting by posting.
#[must_use]
pub fn seller_lines(entries: &[Posted], parts: &[PartShare]) -> BTreeMap<SellerAccount, Vec<StatementLine>> {
    let mut of_order: BTreeMap<OrderId, Vec<PartShare>> = BTreeMap::new();
    for part in parts {
        of_order.entry(part.order_id).or_default().push(*part);
    }
    let mut lines: BTreeMap<SellerAccount, Vec<StatementLine>> = BTreeMap::new();
    for posting in entries.chunk_by(|one, next| one.posting_id == next.posting_id) {
        let Some(first) = posting.first() else { continue };
        let none = Vec::new();
        let parts = first.order.as_ref().and_then(|(id, _)| of_order.get(id)).unwrap_or(&none);
        for (seller_id, line) in lines_of(posting, first, parts) {
            lines.entry((seller_id, first.currency.code().to_owned())).or_default().push(line);
        }
    }
    lines
}

/// Commission of each seller and currency, as the lines have it.
#[must_use]
pub fn commission_of(lines: &[StatementLine]) -> MonthCommission {
    let mut commission = MonthCommission { earned_minor: 0, returned_minor: 0 };
    for line in lines {
        if line.commission_minor >= 0 {
            commission.earned_minor += line.commission_minor;
        } else {
            commission.returned_minor -= line.commission_minor;
        }
    }
    commission
}

fn lines_of(posting: &[Posted], first: &Posted, parts: &[PartShare]) -> Vec<(SellerId, StatementLine)> {
    let kind = StatementKind::of_reason(&first.reason);
    let mut sums: BTreeMap<SellerId, (i64, i64)> = BTreeMap::new();
    let mut commission_minor = 0;
    let mut payouts: BTreeMap<SellerId, PayoutId> = BTreeMap::new();
    for entry in posting {
        if entry.account == AccountKind::Commission {
            commission_minor -= entry.amount_minor;
        }
        let Some(seller_id) = entry.seller_id else { continue };
        let sum = sums.entry(seller_id).or_default();
        match entry.account {
            AccountKind::SellerPayable | AccountKind::SellerVat => sum.0 -= entry.amount_minor,
            AccountKind::ResaleRight => sum.1 -= entry.amount_minor,
            _ => {}
        }
        if let Some(payout_id) = entry.payout_id {
            payouts.insert(seller_id, payout_id);
        }
    }
    if kind == StatementKind::Sale {
        // Who sold for nothing but commission has no entry of his own.
        for part in parts {
            sums.entry(part.seller_id).or_default();
        }
    }
    let shares = commission_shares(commission_minor, &sums, parts);
    sums.into_iter()
        .zip(shares)
        .filter(|((_, (amount, resale)), commission)| (*amount, *resale, *commission) != (0, 0, 0))
        .map(|((seller_id, (amount_minor, resale_right_minor)), commission_minor)| {
            let reference = match (payouts.get(&seller_id), &first.order) {
                (Some(payout_id), _) => statement_of(*payout_id),
                (None, Some((_, number))) => number.clone(),
                (None, None) => String::new(),
            };
            let of_payout = payouts.contains_key(&seller_id);
            let gross_minor = if of_payout { 0 } else { amount_minor + commission_minor + resale_right_minor };
            let line = StatementLine {
                at: first.at,
                kind,
                reference,
                gross_minor,
                commission_minor,
                resale_right_minor,
                amount_minor,
            };
            (seller_id, line)
        })
        .collect()
}

/// What of a posting's commission is each seller's: of a whole sale what stands on its parts, else in proportion, so that the
/// shares always sum to it.
fn commission_shares(commission_minor: i64, sums: &BTreeMap<SellerId, (i64, i64)>, parts: &[PartShare]) -> Vec<i64> {
    let of = |seller_id: &SellerId| {
        let mine = parts.iter().filter(|part| part.seller_id == *seller_id);
        mine.fold((0_i64, 0_i64), |sum, part| (sum.0 + part.total_minor, sum.1 + part.commission_minor))
    };
    let whole: Vec<i64> = sums.keys().map(|seller_id| of(seller_id).1).collect();
    if whole.iter().sum::<i64>() == commission_minor.abs() {
        return whole.into_iter().map(|share| share * commission_minor.signum()).collect();
    }
    let weights: Vec<u64> = sums
        .iter()
        .map(|(seller_id, (amount_minor, resale_minor))| {
            let (total_minor, share_minor) = of(seller_id);
            let net_minor = (amount_minor + resale_minor).abs();
            portion_minor(net_minor, share_minor, total_minor - share_minor).unsigned_abs()
        })
        .collect();
    allocate_minor(commission_minor, &weights)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn seller(number: u128) -> SellerId {
        SellerId(Uuid::from_u128(number))
    }

    fn order() -> OrderId {
        OrderId(Uuid::from_u128(9))
    }

    fn posting(number: u128, reason: &str, entries: &[(AccountKind, Option<u128>, i64)]) -> Vec<Posted> {
        let entry = |(account, whose, amount_minor): &(AccountKind, Option<u128>, i64)| Posted {
            posting_id: PostingId(Uuid::from_u128(number)),
            at: DateTime::UNIX_EPOCH,
            reason: reason.to_owned(),
            account: *account,
            seller_id: whose.map(seller),
            amount_minor: *amount_minor,
            currency: Currency::EUR,
            order: Some((order(), "IM-9".to_owned())),
            payout_id: None,
        };
        entries.iter().map(entry).collect()
    }

    fn parts() -> Vec<PartShare> {
        let part = |number, total_minor, commission_minor| PartShare {
            order_id: order(),
            seller_id: seller(number),
            total_minor,
            commission_minor,
        };
        vec![part(1, 10_000, 1_500), part(2, 20_000, 6_000)]
    }

    #[test]
    fn a_sale_and_its_refund_tell_each_seller_his_commission() {
        use AccountKind as A;
        let mut entries = posting(
            1,
            "sale",
            &[
                (A::ProviderClearing, None, 30_000),
                (A::SellerPayable, Some(1), -6_903),
                (A::SellerVat, Some(1), -1_597),
                (A::SellerPayable, Some(2), -13_500),
                (A::ResaleRight, Some(2), -500),
                (A::Commission, None, -7_500),
            ],
        );
        entries.extend(posting(
            2,
            "refund",
            &[(A::ProviderClearing, None, -10_000), (A::SellerPayable, Some(2), 7_000), (A::Commission, None, 3_000)],
        ));
        let lines = seller_lines(&entries, &parts());
        let of = |number| &lines[&(seller(number), "EUR".to_owned())];
        let told = |line: &StatementLine| {
            (line.gross_minor, line.commission_minor, line.resale_right_minor, line.amount_minor)
        };
        assert_eq!(of(1).iter().map(told).collect::<Vec<_>>(), [(10_000, 1_500, 0, 8_500)]);
        assert_eq!(
            of(2).iter().map(told).collect::<Vec<_>>(),
            [(20_000, 6_000, 500, 13_500), (-10_000, -3_000, 0, -7_000)]
        );
        assert_eq!(commission_of(of(2)), MonthCommission { earned_minor: 6_000, returned_minor: 3_000 });
    }

    #[test]
    fn shares_of_a_partial_refund_of_both_sum_to_it() {
        use AccountKind as A;
        let entries = posting(
            3,
            "refund",
            &[
                (A::ProviderClearing, None, -3_001),
                (A::SellerPayable, Some(1), 850),
                (A::SellerPayable, Some(2), 1_401),
                (A::Commission, None, 750),
            ],
        );
        let lines = seller_lines(&entries, &parts());
        let commission: i64 = lines.values().flatten().map(|line| line.commission_minor).sum();
        assert_eq!(commission, -750);
        let gross: i64 = lines.values().flatten().map(|line| line.gross_minor).sum();
        assert_eq!(gross, -3_001);
    }
}
