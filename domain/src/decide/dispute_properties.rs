//! Random lives of orders with refunds, disputes and fees: every posting sums to zero, each account is the sum of its
//! entries, what came is somebody's (the house checks that after every step), and no word counts twice.

use proptest::prelude::*;

use super::testing::{House, visitor};
use crate::command::{Command, InboxKey};
use crate::dispute::DisputeStatus;
use crate::document::DocumentKind;
use crate::ids::{OrderId, PaymentId, SellerId, UserId};
use crate::job::Task;
use crate::ledger::{AccountKind, balances, reason};
use crate::money::{Currency, Money};
use crate::order::{Order, OrderPaymentStatus};
use crate::ports::hooks::DisputeNotice;
use crate::refund::{RefundOf, RefundWanted};
use crate::refusal::Refusal;

const BY: UserId = UserId(uuid::Uuid::from_u128(1));

fn paid_order(house: &mut House, fee: Option<Money>) -> (OrderId, PaymentId) {
    for (edition, quantity) in [(0, 1), (1, 3), (3, 2), (4, 1)] {
        house.hold(visitor(1), edition, quantity).unwrap();
    }
    let (order_id, payment_id) = house.place(visitor(1)).unwrap();
    let order = house.state.orders.get_mut(&order_id).unwrap();
    for line in order.seller_orders.iter_mut().flat_map(|part| part.lines.iter_mut()) {
        line.resale_right_minor = 401;
    }
    match fee {
        Some(fee) => house.settle_with_fee(order_id, payment_id, fee),
        None => drop(house.settle(order_id, payment_id).unwrap()),
    }
    (order_id, payment_id)
}

fn inbox(event: u32) -> Option<InboxKey> {
    Some(InboxKey { provider: "test".to_owned(), event_id: format!("evt_{event}"), notice: None })
}

fn open(
    house: &mut House,
    (order_id, payment_id): (OrderId, PaymentId),
    case: u8,
    amount_minor: i64,
    event: u32,
) -> Result<Order, Refusal> {
    let dispute = DisputeNotice {
        reference: format!("case_{case}"),
        reason: "fraudulent".to_owned(),
        amount: Money::new(amount_minor, Currency::EUR),
        fee: Some(Money::new(1_500, Currency::EUR)),
        evidence_due_at: None,
    };
    house.submit(&Command::OpenDispute { order_id, payment_id, dispute, inbox: inbox(event) })?;
    Ok(house.order(order_id))
}

fn close(
    house: &mut House,
    (order_id, payment_id): (OrderId, PaymentId),
    case: u8,
    won: bool,
    event: u32,
) -> Result<Order, Refusal> {
    let reference = format!("case_{case}");
    house.submit(&Command::CloseDispute { order_id, payment_id, reference, won, inbox: inbox(event) })?;
    Ok(house.order(order_id))
}

fn refund(house: &mut House, order_id: OrderId, of: RefundOf) -> Result<(), Refusal> {
    let wanted = RefundWanted { of, restock: false, reason: "Damaged".to_owned() };
    house.submit(&Command::RefundOrder { order_id, wanted, by: BY, editions: vec![] }).map(drop)
}

fn pay_back(house: &mut House, order_id: OrderId) {
    let asked: Vec<Task> = house.state.appended.jobs.iter().map(|job| job.task.clone()).collect();
    for task in asked {
        if let Task::RefundPayment { payment_id, amount_minor, refund_id } = task {
            house.submit(&Command::RefundPaid { order_id, payment_id, amount_minor, refund_id }).unwrap();
        }
    }
}

/// What a seller is owed of everything, tax and resale right included.
fn owed_to(house: &House, seller: SellerId) -> i64 {
    let own = house.ledger().iter().filter(|entry| entry.seller_id == Some(seller));
    -own.map(|entry| entry.amount_minor).sum::<i64>()
}

#[derive(Debug, Clone)]
enum Deed {
    Refund(i64),
    PayBack,
    Open(u8, i64),
    Close(u8, bool),
    Repeat,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        (1..30_000_i64).prop_map(Deed::Refund),
        Just(Deed::PayBack),
        (0..3_u8, 1..120_000_i64).prop_map(|(case, minor)| Deed::Open(case, minor)),
        (0..3_u8, any::<bool>()).prop_map(|(case, won)| Deed::Close(case, won)),
        Just(Deed::Repeat),
    ];
    prop::collection::vec(deed, 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_happens_to_an_order_its_money_is_somebodys(
        deeds in deeds(),
        fee in prop::option::of(0..2_000_i64),
        commission in 0..10_001_u32,
    ) {
        let mut house = House::new();
        for seller in house.state.sellers.values_mut() {
            let changed = crate::seller::Seller { commission_basis_points: commission, ..(**seller).clone() };
            *seller = std::sync::Arc::new(changed);
        }
        let (order_id, payment_id) = paid_order(&mut house, fee.map(|minor| Money::new(minor, Currency::EUR)));
        let whole = house.order(order_id);
        let at = (order_id, payment_id);
        for (event, deed) in (0_u32..).zip(&deeds) {
            let before = house.order(order_id);
            match deed {
                Deed::Refund(minor) => {
                    let refused = refund(&mut house, order_id, RefundOf::Amount(Money::new(*minor, Currency::EUR)));
                    prop_assert!(refused.is_err() || before.head.payment_status != OrderPaymentStatus::Disputed);
                }
                Deed::PayBack => pay_back(&mut house, order_id),
                Deed::Open(case, minor) => drop(open(&mut house, at, *case, *minor, event).unwrap()),
                Deed::Close(case, won) => drop(close(&mut house, at, *case, *won, event).unwrap()),
                Deed::Repeat => {
                    // Whatever a notice says that was taken in before, it says nothing new.
                    let seen = event.saturating_sub(1);
                    if house.state.inbox.contains(&inbox(seen).unwrap()) {
                        open(&mut house, at, 2, 1, seen).unwrap();
                        close(&mut house, at, 2, false, seen).unwrap();
                        prop_assert_eq!(house.order(order_id), before);
                    }
                }
            }
            let order = house.order(order_id);
            let disputed = order.head.payment_status == OrderPaymentStatus::Disputed;
            prop_assert!(order.is_disputed() || !disputed);
            prop_assert!(disputed || !order.is_disputed() || order.head.payment_status == OrderPaymentStatus::Refunded);
            prop_assert!(balances(house.ledger()));
            for part in &whole.seller_orders {
                let earned = part.totals.total_minor - part.commission_minor;
                prop_assert!((0..=earned).contains(&owed_to(&house, part.seller_id)));
            }
        }
        // In the end all cases are closed, and what is left goes back: nobody keeps anything of the sale.
        for case in 0..3 {
            if house.order(order_id).disputes.iter().any(|known| known.reference == format!("case_{case}")) {
                close(&mut house, at, case, case == 1, 1_000 + u32::from(case)).unwrap();
            }
        }
        if house.order(order_id).refundable_minor() > 0 {
            refund(&mut house, order_id, RefundOf::Rest).unwrap();
        }
        pay_back(&mut house, order_id);
        let order = house.order(order_id);
        prop_assert_eq!(order.head.payment_status, OrderPaymentStatus::Refunded);
        prop_assert_eq!(house.account(AccountKind::Disputed), 0);
        prop_assert_eq!(house.account(AccountKind::SellerPayable), 0);
        prop_assert_eq!(house.account(AccountKind::SellerVat), 0);
        prop_assert_eq!(house.account(AccountKind::Commission), 0);
        prop_assert_eq!(house.account(AccountKind::ResaleRight), 0);
    }
}

#[test]
fn a_lost_dispute_takes_back_what_a_refund_would() {
    let mut house = House::new();
    let at = paid_order(&mut house, None);
    let total_minor = house.order(at.0).head.totals.total_minor;
    let order = open(&mut house, at, 1, total_minor, 1).unwrap();
    assert_eq!(order.head.payment_status, OrderPaymentStatus::Disputed);
    assert_eq!(house.account(AccountKind::Disputed), total_minor);
    assert_eq!(house.account(AccountKind::ProviderFees), 1_500);
    let cancelled = house.submit(&Command::CancelOrder { owner: None, order_id: at.0, staff: None, editions: vec![] });
    assert!(matches!(cancelled, Err(Refusal::InvalidTransition { .. })), "{cancelled:?}");
    let jobs = house.state.appended.jobs.len();
    let order = close(&mut house, at, 1, false, 2).unwrap();
    assert_eq!(order.head.payment_status, OrderPaymentStatus::Refunded);
    assert_eq!(order.disputes[0].status, DisputeStatus::Lost);
    assert_eq!(order.disputes[0].taken_back_minor, total_minor);
    let refunds = house.state.appended.jobs[jobs..].iter().filter(|job| job.task.kind() == "refund_payment");
    assert_eq!(refunds.count(), 0, "the provider gives nothing a second time");
    assert_eq!(house.account(AccountKind::SellerPayable), 0);
    assert_eq!(house.account(AccountKind::ResaleRight), 0);
    assert_eq!(house.account(AccountKind::ProviderClearing), -1_500, "the fee of the case stays spent");
    let notes = order.documents.iter().filter(|document| document.kind == DocumentKind::CreditNote).count();
    assert_eq!(notes, order.seller_orders.len());
}

#[test]
fn a_dispute_that_is_won_leaves_the_sale_as_it_was() {
    let mut house = House::new();
    let at = paid_order(&mut house, Some(Money::new(70, Currency::EUR)));
    let before: Vec<i64> = AccountKind::ALL.iter().map(|kind| house.account(*kind)).collect();
    open(&mut house, at, 1, 5_000, 1).unwrap();
    let order = close(&mut house, at, 1, true, 2).unwrap();
    assert_eq!(order.head.payment_status, OrderPaymentStatus::Paid);
    let fee = |kind: AccountKind| match kind {
        AccountKind::ProviderClearing => -1_500,
        AccountKind::ProviderFees => 1_500,
        _ => 0,
    };
    for (kind, before) in AccountKind::ALL.iter().zip(before) {
        assert_eq!(house.account(*kind), before + fee(*kind), "{kind:?}");
    }
    // A case is decided once.
    let again = close(&mut house, at, 1, false, 3).unwrap();
    assert_eq!(again.disputes[0].status, DisputeStatus::Won);
    assert!(house.ledger().iter().all(|entry| entry.reason != reason::DISPUTE_LOST));
}

#[test]
fn an_end_that_comes_before_its_beginning_is_kept_for_it() {
    for won in [true, false] {
        let mut house = House::new();
        let at = paid_order(&mut house, None);
        let order = close(&mut house, at, 1, won, 1).unwrap();
        assert_eq!(order.head.payment_status, OrderPaymentStatus::Paid, "nothing is known of any money");
        let order = open(&mut house, at, 1, 5_000, 2).unwrap();
        let (status, payment) = if won {
            (DisputeStatus::Won, OrderPaymentStatus::Paid)
        } else {
            (DisputeStatus::Lost, OrderPaymentStatus::PartiallyRefunded)
        };
        assert_eq!((order.disputes[0].status, order.head.payment_status), (status, payment));
        assert_eq!(order.disputes.len(), 1);
        assert_eq!(house.account(AccountKind::Disputed), 0);
    }
}

#[test]
fn what_the_bank_takes_beyond_what_was_left_the_customer_owes() {
    let mut house = House::new();
    let at = paid_order(&mut house, None);
    let total_minor = house.order(at.0).head.totals.total_minor;
    refund(&mut house, at.0, RefundOf::Amount(Money::new(10_000, Currency::EUR))).unwrap();
    pay_back(&mut house, at.0);
    open(&mut house, at, 1, total_minor, 1).unwrap();
    let order = close(&mut house, at, 1, false, 2).unwrap();
    assert_eq!(order.disputes[0].taken_back_minor, total_minor - 10_000);
    assert_eq!(house.account(AccountKind::CustomerRefundable), 10_000);
    assert_eq!(house.account(AccountKind::SellerPayable), 0);
    assert_eq!(order.head.payment_status, OrderPaymentStatus::Refunded);
}

#[test]
fn what_brought_no_money_is_not_disputed() {
    let mut house = House::new();
    house.hold(visitor(1), 0, 1).unwrap();
    let at = house.place(visitor(1)).unwrap();
    assert!(matches!(open(&mut house, at, 1, 100, 1), Err(Refusal::InvalidTransition { .. })));
    assert!(matches!(close(&mut house, at, 1, true, 2), Err(Refusal::InvalidTransition { .. })));
}
