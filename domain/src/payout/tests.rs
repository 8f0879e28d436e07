//! Random lives of a seller's orders: sold, delivered, disputed, refunded, paid out, failed.

use std::collections::BTreeMap;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::ledger::balances;

const DAYS: u32 = 14;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000 + seconds, 0).unwrap()
}

fn owed(number: u128, payable_minor: i64, vat_minor: i64) -> OwedOrder {
    OwedOrder {
        order_id: OrderId(Uuid::from_u128(number)),
        number: format!("IM-{number}"),
        placed_at: at(i64::try_from(number).unwrap()),
        payable_minor,
        vat_minor,
        status: OrderStatus::Completed,
        payment_status: OrderPaymentStatus::Paid,
        fulfilment_status: FulfilmentStatus::Delivered,
        delivered_at: Some(at(0)),
    }
}

fn balance(orders: Vec<OwedOrder>) -> SellerBalance {
    SellerBalance {
        seller_id: SellerId(Uuid::from_u128(7)),
        seller_name: "Galerie Nord".to_owned(),
        currency: Currency::EUR,
        account: PayoutAccount::parse("DE89370400440532013000").ok(),
        orders,
    }
}

fn rules(minimum_minor: i64) -> PayoutRules {
    PayoutRules {
        withdrawal_days: DAYS,
        minimum: BTreeMap::from([("EUR".to_owned(), minimum_minor)]),
        can_transfer: false,
    }
}

fn payout_id(number: u128) -> PayoutId {
    PayoutId(Uuid::from_u128(1_000 + number))
}

#[test]
fn an_order_is_held_back_until_it_is_completed_and_while_it_is_disputed() {
    let whole = owed(1, 100, 19);
    assert_eq!(whole.held_back(DAYS), None);
    let open = OwedOrder { status: OrderStatus::Open, ..whole.clone() };
    assert_eq!(open.held_back(DAYS), Some(HeldBack::Withdrawal { until: at(14 * 86_400) }));
    let on_its_way = OwedOrder { fulfilment_status: FulfilmentStatus::Shipped, ..open.clone() };
    assert_eq!(on_its_way.held_back(DAYS), Some(HeldBack::NotDelivered));
    let disputed = OwedOrder { payment_status: OrderPaymentStatus::Disputed, ..whole };
    assert_eq!(disputed.held_back(DAYS), Some(HeldBack::Dispute));
    // What the seller owes is taken off whatever the order is.
    let owes = OwedOrder { payable_minor: -100, ..disputed };
    assert_eq!(owes.held_back(DAYS), None);
}

#[test]
fn what_keeps_a_payout_back_is_said() {
    let planned = plan(&balance(vec![owed(1, 1_000, 190), owed(2, -300, -57)]), &rules(833), payout_id(1)).unwrap();
    assert_eq!((planned.amount_minor(), planned.orders.len()), (833, 2));
    let less = plan(&balance(vec![owed(1, 1_000, 190), owed(2, -300, -57)]), &rules(834), payout_id(1));
    assert_eq!(less, Err(NotPaid::BelowMinimum));
    assert_eq!(plan(&balance(vec![owed(2, -300, -57)]), &rules(1), payout_id(1)), Err(NotPaid::Nothing));
    assert_eq!(plan(&balance(Vec::new()), &rules(1), payout_id(1)), Err(NotPaid::Nothing));
    let nowhere = SellerBalance { account: None, ..balance(vec![owed(1, 1_000, 0)]) };
    assert_eq!(plan(&nowhere, &rules(1), payout_id(1)), Err(NotPaid::NoAccount));
    let account = PayoutAccount::parse("acct_1").ok();
    let transfer = SellerBalance { account, ..balance(vec![owed(1, 1_000, 0)]) };
    assert_eq!(plan(&transfer, &rules(1), payout_id(1)), Err(NotPaid::NoWay));
    let can = PayoutRules { can_transfer: true, ..rules(1) };
    assert!(plan(&transfer, &can, payout_id(1)).is_ok());
}

#[test]
fn states_go_forward_and_what_was_paid_may_still_come_back() {
    use PayoutState as S;
    assert!(S::Pending.may_become(S::Sent) && S::Sent.may_become(S::Paid) && S::Paid.may_become(S::Failed));
    for state in S::ALL {
        assert!(!S::Failed.may_become(state), "a payout that failed stays so");
        assert!(!state.may_become(S::Pending));
        assert_eq!(S::parse(state.as_str()), Some(state));
    }
}

#[derive(Debug, Clone)]
enum Step {
    Sell { net: i64, vat: i64 },
    Complete(usize),
    Dispute(usize, bool),
    Refund(usize, u8),
    Run,
    Settle(usize, bool),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (1_i64..500_000, 0_i64..90_000).prop_map(|(net, vat)| Step::Sell { net, vat }),
        3 => (0_usize..20).prop_map(Step::Complete),
        1 => (0_usize..20, any::<bool>()).prop_map(|(order, on)| Step::Dispute(order, on)),
        2 => (0_usize..20, 1_u8..=100).prop_map(|(order, percent)| Step::Refund(order, percent)),
        3 => Just(Step::Run),
        3 => (0_usize..20, any::<bool>()).prop_map(|(payout, fails)| Step::Settle(payout, fails)),
    ]
}

/// A ledger of one seller, with what happened to it.
#[derive(Default)]
struct Life {
    orders: Vec<OwedOrder>,
    /// What is left of each sale after refunds: earnings and tax.
    earned: Vec<(i64, i64)>,
    /// What each sale was.
    sold: Vec<i64>,
    entries: Vec<LedgerEntry>,
    payouts: Vec<Payout>,
    postings: u128,
}

impl Life {
    fn posting(&mut self) -> PostingId {
        self.postings += 1;
        PostingId(Uuid::from_u128(self.postings))
    }

    fn post(&mut self, entries: Vec<LedgerEntry>) {
        assert!(balances(&entries), "{entries:?}");
        self.entries.extend(entries);
    }

    /// A sale or a refund of it, against the provider's account.
    fn sale(&mut self, order_id: OrderId, net: i64, vat: i64, reason: &'static str) {
        let posting_id = self.posting();
        let entry = |position, account, amount_minor| LedgerEntry {
            posting_id,
            position,
            account,
            seller_id: Some(SellerId(Uuid::from_u128(7))),
            amount_minor,
            currency: Currency::EUR,
            reason: reason.to_owned(),
            order_id: Some(order_id),
            payout_id: None,
            at: at(0),
        };
        self.post(vec![
            entry(0, AccountKind::ProviderClearing, net + vat),
            entry(1, AccountKind::SellerPayable, -net),
            entry(2, AccountKind::SellerVat, -vat),
        ]);
    }

    fn sum(&self, account: AccountKind, order_id: Option<OrderId>) -> i64 {
        let of = |entry: &&LedgerEntry| entry.account == account && (order_id.is_none() || entry.order_id == order_id);
        self.entries.iter().filter(of).map(|entry| entry.amount_minor).sum()
    }

    /// Orders as the ledger has them.
    fn owed(&self) -> Vec<OwedOrder> {
        let as_booked = |order: &OwedOrder| OwedOrder {
            payable_minor: -self.sum(AccountKind::SellerPayable, Some(order.order_id)),
            vat_minor: -self.sum(AccountKind::SellerVat, Some(order.order_id)),
            ..order.clone()
        };
        self.orders.iter().map(as_booked).filter(|order| order.amount_minor() != 0).collect()
    }

    fn run(&mut self, minimum_minor: i64) {
        let id = payout_id(self.payouts.len() as u128);
        let Ok(planned) = plan(&balance(self.owed()), &rules(minimum_minor), id) else { return };
        assert!(planned.amount_minor() >= minimum_minor);
        let posting_id = self.posting();
        self.post(started(&planned, posting_id, at(1)));
        self.payouts.push(Payout {
            id,
            run_id: PayoutRunId(Uuid::nil()),
            seller_id: planned.seller_id,
            seller_name: String::new(),
            amount: Money::new(planned.amount_minor(), planned.currency),
            way: planned.account.way(),
            account: planned.account,
            state: PayoutState::Pending,
            reference: None,
            failure: None,
            created_at: at(1),
            sent_at: None,
            settled_at: None,
        });
    }

    fn settle(&mut self, place: usize, fails: bool) {
        let target = if fails { PayoutState::Failed } else { PayoutState::Paid };
        let Some(payout) = self.payouts.get(place).filter(|payout| payout.state.may_become(target)).cloned() else {
            return;
        };
        let posting_id = self.posting();
        let entries = if fails {
            let posted: Vec<LedgerEntry> =
                self.entries.iter().filter(|entry| entry.payout_id == Some(payout.id)).cloned().collect();
            failed(&posted, posting_id, at(2))
        } else {
            arrived(&payout, posting_id, at(2))
        };
        self.post(entries);
        self.payouts[place].state = target;
    }

    fn step(&mut self, step: &Step, minimum_minor: i64) {
        match *step {
            Step::Sell { net, vat } => {
                let mut order = owed(self.orders.len() as u128 + 1, 0, 0);
                order.status = OrderStatus::Open;
                self.sale(order.order_id, net, vat, "sale");
                self.orders.push(order);
                self.earned.push((net, vat));
                self.sold.push(net + vat);
            }
            Step::Complete(place) => {
                if let Some(order) = self.orders.get_mut(place) {
                    order.status = OrderStatus::Completed;
                }
            }
            Step::Dispute(place, on) => {
                if let Some(order) = self.orders.get_mut(place) {
                    let (disputed, paid) = (OrderPaymentStatus::Disputed, OrderPaymentStatus::Paid);
                    order.payment_status = if on { disputed } else { paid };
                }
            }
            Step::Refund(place, percent) => {
                let Some((net, vat)) = self.earned.get(place).copied() else { return };
                let (net, vat) = (net * i64::from(percent) / 100, vat * i64::from(percent) / 100);
                if net + vat > 0 {
                    let order_id = self.orders[place].order_id;
                    self.sale(order_id, -net, -vat, "refund");
                    self.earned[place].0 -= net;
                    self.earned[place].1 -= vat;
                }
            }
            Step::Run => self.run(minimum_minor),
            Step::Settle(place, fails) => self.settle(place, fails),
        }
    }

    fn holds(&self) {
        let live = |payout: &&Payout| payout.state != PayoutState::Failed;
        let paid_out: i64 = self.payouts.iter().filter(live).map(|payout| payout.amount.amount_minor).sum();
        let earned: i64 = self.earned.iter().map(|(net, vat)| net + vat).sum();
        let owed: i64 = self.owed().iter().map(OwedOrder::amount_minor).sum();
        assert_eq!(paid_out + owed, earned, "what was paid and what is owed is what was earned");
        for (order, sold) in self.orders.iter().zip(&self.sold) {
            let of = |entry: &&LedgerEntry| entry.order_id == Some(order.order_id) && entry.payout_id.is_some();
            let out: i64 = self.entries.iter().filter(of).map(|entry| entry.amount_minor).sum();
            assert!(out <= *sold, "{out} paid of {sold}");
        }
        let in_transit: i64 = self
            .payouts
            .iter()
            .filter(|payout| matches!(payout.state, PayoutState::Pending | PayoutState::Sent))
            .map(|payout| payout.amount.amount_minor)
            .sum();
        assert_eq!(-self.sum(AccountKind::PayoutsInTransit, None), in_transit);
        let arrived: i64 = self
            .payouts
            .iter()
            .filter(|payout| payout.state == PayoutState::Paid)
            .map(|payout| payout.amount.amount_minor)
            .sum();
        assert_eq!(-self.sum(AccountKind::Bank, None), arrived);
        assert!(balances(&self.entries));
    }
}

proptest! {
    #[test]
    fn never_more_is_paid_than_was_earned(steps in prop::collection::vec(step(), 1..80), minimum in 1_i64..20_000) {
        let mut life = Life::default();
        for step in &steps {
            life.step(step, minimum);
            life.holds();
        }
    }

    #[test]
    fn two_runs_pay_an_order_once(net in 1_i64..1_000_000, vat in 0_i64..190_000) {
        let mut life = Life::default();
        life.step(&Step::Sell { net, vat }, 1);
        life.step(&Step::Complete(0), 1);
        life.run(1);
        life.run(1);
        prop_assert_eq!(life.payouts.len(), 1);
        life.settle(0, true);
        life.run(1);
        prop_assert_eq!(life.payouts.len(), 2, "a payout that failed is paid again");
        life.holds();
    }
}
