//! What a payment provider pays out to the house's bank: entered from the bank's statement, once for each of its references.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{PostingId, UserId};
use crate::ledger::{AccountKind, LedgerEntry};
use crate::money::Money;

/// Why it is posted, as it is stored.
pub const BANK_TRANSFER: &str = "bank_transfer";

/// The longest reference.
pub const REFERENCE_CHARS: usize = 100;

/// For how many days back one may be entered: as long as books are kept.
pub const DAYS_BACK_MAX: i64 = 3_653;

/// Money that went from a provider to the house's bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankTransfer {
    /// Its posting.
    pub posting_id: PostingId,
    /// Who paid it: `stripe`, `paypal`, …
    pub provider: String,
    /// What the provider or the bank calls it; the provider never uses it again.
    pub reference: String,
    /// How much; less than nothing where the provider has taken money from the bank.
    pub amount: Money,
    /// The day of the bank's statement.
    pub on: NaiveDate,
    /// Who entered it.
    pub by: UserId,
}

impl BankTransfer {
    /// The moment its entries are dated: the beginning of its day, so that they are of the month of the bank's statement.
    #[must_use]
    pub fn at(&self) -> DateTime<Utc> {
        self.on.and_time(NaiveTime::MIN).and_utc()
    }

    /// Its posting: the bank has what the provider held.
    #[must_use]
    pub fn posting(&self) -> Vec<LedgerEntry> {
        let entry = |position, account, amount_minor| LedgerEntry {
            posting_id: self.posting_id,
            position,
            account,
            seller_id: None,
            amount_minor,
            currency: self.amount.currency,
            reason: BANK_TRANSFER.to_owned(),
            order_id: None,
            payout_id: None,
            at: self.at(),
        };
        if self.amount.amount_minor == 0 {
            return Vec::new();
        }
        vec![
            entry(0, AccountKind::Bank, self.amount.amount_minor),
            entry(1, AccountKind::ProviderClearing, -self.amount.amount_minor),
        ]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::ledger::balances;
    use crate::money::{AMOUNT_MINOR_MAX, Currency};
    use crate::month::Month;

    proptest! {
        #[test]
        fn what_leaves_the_provider_is_in_the_bank(
            minor in -AMOUNT_MINOR_MAX..=AMOUNT_MINOR_MAX,
            day in 0_i64..20_000,
        ) {
            let on = DateTime::from_timestamp(day * 86_400, 0).unwrap().date_naive();
            let transfer = BankTransfer {
                posting_id: PostingId(Uuid::from_u128(1)),
                provider: "stripe".to_owned(),
                reference: "po_1".to_owned(),
                amount: Money::new(minor, Currency::EUR),
                on,
                by: UserId(Uuid::from_u128(2)),
            };
            let entries = transfer.posting();
            prop_assert!(balances(&entries));
            prop_assert_eq!(entries.len(), if minor == 0 { 0 } else { 2 });
            let of = |kind| {
                let those = entries.iter().filter(|entry| entry.account == kind);
                those.map(|entry| entry.amount_minor).sum::<i64>()
            };
            prop_assert_eq!(of(AccountKind::Bank), minor);
            prop_assert_eq!(of(AccountKind::ProviderClearing), -minor);
            let month = Month::of(transfer.at());
            prop_assert!((month.first_day()..=month.last_day()).contains(&on));
        }
    }
}
