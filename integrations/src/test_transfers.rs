//! The `test` way of money to sellers: does what the account's name says, and moves none.
//!
//! It keeps nothing: every answer follows from the order itself, so that sending a payout twice sends it once.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use impasto_domain::ids::PayoutId;
use impasto_domain::ports::PortFuture;
use impasto_domain::ports::transfers::{TransferAnswer, TransferOrder, Transfers};

/// Transfers of a house in which nothing that is sold is real. Accounts that begin with `acct_refused` are refused, those with
/// `acct_lost` lose their first answer.
#[derive(Default)]
pub struct TestTransfers {
    /// Payouts whose first answer was lost, for as long as the program runs: only so that asking again is seen to help.
    lost: Mutex<HashSet<PayoutId>>,
}

impl Transfers for TestTransfers {
    fn name(&self) -> &'static str {
        "test"
    }

    fn send<'a>(&'a self, order: &'a TransferOrder) -> PortFuture<'a, TransferAnswer> {
        Box::pin(std::future::ready(self.answer(order)))
    }
}

impl TestTransfers {
    fn answer(&self, order: &TransferOrder) -> TransferAnswer {
        if order.account.starts_with("acct_refused") {
            return TransferAnswer::Refused { code: "account_closed".to_owned() };
        }
        if order.account.starts_with("acct_lost") {
            let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
            if lost.insert(order.payout_id) {
                return TransferAnswer::Unknown { reason: "the answer was lost".to_owned() };
            }
        }
        TransferAnswer::Sent { reference: format!("test_tr_{}", order.payout_id.0.simple()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use impasto_domain::money::{Currency, Money};

    #[tokio::test]
    async fn accounts_say_what_becomes_of_their_money() {
        let transfers = TestTransfers::default();
        let order = |account: &str| TransferOrder {
            payout_id: PayoutId(uuid::Uuid::from_u128(1)),
            account: account.to_owned(),
            amount: Money::new(100, Currency::EUR),
            statement: "PAYOUT 1".to_owned(),
        };
        let good = transfers.send(&order("acct_1")).await;
        assert!(matches!(&good, TransferAnswer::Sent { reference } if reference.starts_with("test_tr_")));
        assert_eq!(transfers.send(&order("acct_1")).await, good, "asked again it is the same transfer");
        assert!(matches!(transfers.send(&order("acct_refused_1")).await, TransferAnswer::Refused { .. }));
        assert!(matches!(transfers.send(&order("acct_lost_1")).await, TransferAnswer::Unknown { .. }));
        assert!(matches!(transfers.send(&order("acct_lost_1")).await, TransferAnswer::Sent { .. }));
    }
}
