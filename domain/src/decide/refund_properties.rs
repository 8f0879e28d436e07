//! In whatever pieces money goes back, it is what was paid, to the minor unit: of each line, of its tax, of each account.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::testing::{House, visitor};
use crate::command::{Command, StaffReason};
use crate::document::{DocumentKind, InvoiceData};
use crate::ids::{CopyId, OrderId, SellerId, UserId};
use crate::job::Task;
use crate::ledger::AccountKind;
use crate::money::Money;
use crate::order::{FulfilmentStatus, Order, OrderPaymentStatus, OrderStatus};
use crate::refund::{LineWanted, RefundOf, RefundStatus, RefundWanted, price};
use crate::refusal::Refusal;

const BY: UserId = UserId(uuid::Uuid::from_u128(1));

/// A unique work, three prints and two posters of one seller, and a print of another's.
fn paid_order(house: &mut House) -> OrderId {
    for (edition, quantity) in [(0, 1), (1, 3), (3, 2), (4, 1)] {
        house.hold(visitor(1), edition, quantity).unwrap();
    }
    let (order_id, payment_id) = house.place(visitor(1)).unwrap();
    house.settle(order_id, payment_id).unwrap();
    order_id
}

fn refund(house: &mut House, order_id: OrderId, of: RefundOf, restock: bool) -> Result<Order, Refusal> {
    let wanted = RefundWanted { of, restock, reason: "Damaged".to_owned() };
    house.submit(&Command::RefundOrder { order_id, wanted, by: BY, editions: vec![] })?;
    Ok(house.order(order_id))
}

/// The provider gives back whatever it was asked to.
fn pay_back(house: &mut House, order_id: OrderId) {
    let asked: Vec<Task> = house.state.appended.jobs.iter().map(|job| job.task.clone()).collect();
    for task in asked {
        if let Task::RefundPayment { payment_id, amount_minor, refund_id } = task {
            house.submit(&Command::RefundPaid { order_id, payment_id, amount_minor, refund_id }).unwrap();
        }
    }
}

fn lines(order: &Order, wanted: &[(usize, u32)], shipping: bool) -> RefundOf {
    let all: Vec<_> = order.lines().collect();
    let lines = wanted.iter().map(|(index, quantity)| LineWanted {
        line_id: all[*index].id,
        quantity: *quantity,
        copies: vec![],
    });
    RefundOf::Lines { lines: lines.collect(), shipping }
}

fn ship(house: &mut House, order_id: OrderId, line: usize) {
    let order = house.order(order_id);
    let line_id = order.lines().nth(line).unwrap().id;
    let part = order.seller_orders.iter().find(|part| part.lines.iter().any(|line| line.id == line_id)).unwrap();
    let command = Command::Ship {
        order_id,
        seller_order_id: part.id,
        seller_id: None,
        by: BY,
        carrier: "DHL".to_owned(),
        tracking_number: None,
        line_ids: vec![line_id],
    };
    house.submit(&command).unwrap();
}

/// What documents of a kind say, by seller: net, tax, gross.
fn said(house: &House, kind: DocumentKind) -> BTreeMap<SellerId, (i64, i64, i64)> {
    let mut sums = BTreeMap::new();
    for document in house.state.appended.documents.iter().filter(|document| document.row.kind == kind) {
        let data: InvoiceData = serde_json::from_value(document.data.clone()).unwrap();
        assert_eq!(data.check(), Ok(()), "{data:?}");
        let sum: &mut (i64, i64, i64) = sums.entry(document.row.seller_id).or_default();
        let more = data.totals;
        *sum = (sum.0 + more.net_minor, sum.1 + more.tax_minor, sum.2 + more.gross_minor);
    }
    sums
}

#[derive(Debug, Clone)]
enum Piece {
    Lines(Vec<(usize, u32)>, bool, bool),
    Amount(i64),
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let line = (0..4_usize, 1..3_u32);
    let piece = prop_oneof![
        (prop::collection::vec(line, 0..3), any::<bool>(), any::<bool>())
            .prop_map(|(lines, shipping, restock)| Piece::Lines(lines, shipping, restock)),
        (1..20_000_i64).prop_map(Piece::Amount),
    ];
    prop::collection::vec(piece, 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_the_pieces_all_of_it_comes_back_and_no_more(pieces in pieces(), paid_at_once in any::<bool>()) {
        let mut house = House::new();
        let order_id = paid_order(&mut house);
        let total_minor = house.order(order_id).head.totals.total_minor;
        for piece in &pieces {
            let order = house.order(order_id);
            let (of, restock) = match piece {
                Piece::Lines(wanted, shipping, restock) => (lines(&order, wanted, *shipping), *restock),
                Piece::Amount(minor) => (RefundOf::Amount(Money::new(*minor, order.head.currency)), false),
            };
            let wanted = RefundWanted { of: of.clone(), restock, reason: "Damaged".to_owned() };
            let told = price(&order, &wanted);
            let decided = refund(&mut house, order_id, of, restock);
            match (told, decided) {
                (Ok(told), Ok(order)) => {
                    let made = order.refunds.last().unwrap();
                    prop_assert_eq!((&made.parts, made.amount), (&told.parts, told.amount), "told before, done after");
                    prop_assert_eq!(order.refundable_minor(), told.refundable_minor - told.amount.amount_minor);
                }
                (Err(told), Err(refused)) => prop_assert_eq!(told, refused),
                other => return Err(TestCaseError::fail(format!("told and done differ: {other:?}"))),
            }
            if paid_at_once {
                pay_back(&mut house, order_id);
            }
        }
        if house.order(order_id).refundable_minor() > 0 {
            refund(&mut house, order_id, RefundOf::Rest, false).unwrap();
        }
        pay_back(&mut house, order_id);
        let order = house.order(order_id);
        prop_assert_eq!(order.head.payment_status, OrderPaymentStatus::Refunded);
        prop_assert_eq!(order.payments[0].refunded_minor, total_minor);
        prop_assert!(order.refunds.iter().all(|refund| refund.status == RefundStatus::Refunded));
        for part in &order.seller_orders {
            prop_assert_eq!(order.shipping_left_of(part), 0);
        }
        for line in order.lines() {
            prop_assert_eq!(order.left_of(line).1, 0);
        }
        for kind in AccountKind::ALL {
            prop_assert_eq!(house.account(*kind), 0, "{:?}", kind);
        }
        prop_assert_eq!(said(&house, DocumentKind::CreditNote), said(&house, DocumentKind::Invoice));
        let once_more = refund(&mut house, order_id, RefundOf::Rest, false);
        prop_assert!(matches!(once_more, Err(Refusal::InvalidTransition { .. })), "{:?}", once_more);
    }

    #[test]
    fn a_refund_that_would_be_more_than_is_left_changes_nothing(more in 1..1_000_000_i64, quantity in 0..9_u32) {
        let mut house = House::new();
        let order_id = paid_order(&mut house);
        let order = house.order(order_id);
        let too_much = RefundOf::Amount(Money::new(order.refundable_minor() + more, order.head.currency));
        let refused = refund(&mut house, order_id, too_much, false);
        prop_assert!(matches!(&refused, Err(Refusal::Invalid { pointer, .. }) if pointer == "/amount"), "{:?}", refused);
        let refused = refund(&mut house, order_id, lines(&order, &[(0, 1), (1, quantity)], true), true);
        if (1..=3).contains(&quantity) {
            prop_assert!(refused.is_ok(), "{:?}", refused);
        } else {
            let is_named = |pointer: &str| pointer == "/lines/1/quantity";
            prop_assert!(matches!(&refused, Err(Refusal::Invalid { pointer, .. }) if is_named(pointer)), "{:?}", refused);
            prop_assert_eq!(house.order(order_id), order);
        }
    }
}

#[test]
fn one_of_three_prints_goes_back_with_its_share_of_the_tax() {
    let mut house = House::new();
    let order_id = paid_order(&mut house);
    let order = house.order(order_id);
    let line = order.lines().nth(1).unwrap().clone();
    let order = refund(&mut house, order_id, lines(&order, &[(1, 1)], false), true).unwrap();
    let made = &order.refunds[0];
    assert_eq!((made.status, made.amount), (RefundStatus::Pending, line.unit_price));
    let given = &made.parts[0].lines[0];
    assert_eq!(given.copies, [line.copies[2].clone()], "the last of them, unless told");
    let tax = line.tax.tax_minor as f64 / 3.0;
    assert!((given.share.tax_minor as f64 - tax).abs() <= 0.5, "{given:?}");
    assert_eq!((house.stock(1).available, house.stock(1).sold), (23, 2));
    let kept = order.lines().nth(1).unwrap();
    assert_eq!((kept.copies.len(), kept.restocked), (2, 1));
    assert_eq!(order.head.payment_status, OrderPaymentStatus::Paid, "nothing has gone back yet");
    let note = order.documents.last().unwrap();
    assert_eq!((note.kind, note.seller_id), (DocumentKind::CreditNote, order.seller_orders[0].seller_id));
    pay_back(&mut house, order_id);
    let order = house.order(order_id);
    assert_eq!(order.head.payment_status, OrderPaymentStatus::PartiallyRefunded);
    assert_eq!(order.payments[0].refunded_minor, line.unit_price.amount_minor);
    let version = order.head.version;
    pay_back(&mut house, order_id);
    assert_eq!(house.order(order_id).head.version, version, "to say it twice changes nothing");
    // What is left of the line is still to be sent.
    ship(&mut house, order_id, 1);
}

#[test]
fn the_copies_that_are_named_go_back() {
    let mut house = House::new();
    let order_id = paid_order(&mut house);
    let order = house.order(order_id);
    let line = order.lines().nth(1).unwrap().clone();
    let wanted = |copies: Vec<CopyId>| RefundOf::Lines {
        lines: vec![LineWanted { line_id: line.id, quantity: 1, copies }],
        shipping: false,
    };
    for foreign in [vec![CopyId(uuid::Uuid::nil())], vec![line.copies[0].id, line.copies[1].id]] {
        let refused = refund(&mut house, order_id, wanted(foreign), true);
        assert!(
            matches!(&refused, Err(Refusal::Invalid { pointer, .. }) if pointer == "/lines/0/copies"),
            "{refused:?}"
        );
    }
    refund(&mut house, order_id, wanted(vec![line.copies[0].id]), true).unwrap();
    let kept = house.order(order_id).lines().nth(1).unwrap().copies.clone();
    assert_eq!(kept, line.copies[1..]);
}

#[test]
fn what_has_left_is_not_restocked() {
    let mut house = House::new();
    let order_id = paid_order(&mut house);
    ship(&mut house, order_id, 0);
    let order = house.order(order_id);
    let refused = refund(&mut house, order_id, lines(&order, &[(0, 1)], false), true);
    assert!(matches!(&refused, Err(Refusal::Invalid { pointer, .. }) if pointer == "/restock"), "{refused:?}");
    // Beside what has not left, its money goes back and its copies stay.
    let order = refund(&mut house, order_id, lines(&order, &[(0, 1), (1, 3)], false), true).unwrap();
    let restocked: Vec<u32> = order.lines().map(|line| line.restocked).collect();
    assert_eq!(restocked, [0, 3, 0, 0]);
    assert_eq!((house.stock(0).sold, house.stock(1).sold), (1, 0));
    // The refunded prints are not to be sent any more.
    let part = &order.seller_orders[0];
    let command = Command::Ship {
        order_id,
        seller_order_id: part.id,
        seller_id: None,
        by: BY,
        carrier: "DHL".to_owned(),
        tracking_number: None,
        line_ids: vec![part.lines[1].id],
    };
    let refused = house.submit(&command);
    assert!(matches!(refused, Err(Refusal::Conflict { .. })), "{refused:?}");
}

#[test]
fn an_order_is_sent_whole_once_what_has_not_left_went_back() {
    let mut house = House::new();
    let order_id = paid_order(&mut house);
    for line in [0, 1, 2] {
        ship(&mut house, order_id, line);
    }
    let order = house.order(order_id);
    assert_eq!(order.head.fulfilment_status, FulfilmentStatus::PartiallyShipped);
    let order = refund(&mut house, order_id, lines(&order, &[(3, 1)], true), true).unwrap();
    assert_eq!((order.head.status, order.head.fulfilment_status), (OrderStatus::Open, FulfilmentStatus::Shipped));
    assert_eq!(order.refunds[0].parts[0].shipping.amount_minor, order.seller_orders[1].shipping_minor);
}

#[test]
fn an_order_of_which_everything_went_back_is_called_off() {
    let mut house = House::new();
    let order_id = paid_order(&mut house);
    let order = refund(&mut house, order_id, RefundOf::Rest, true).unwrap();
    assert_eq!(order.head.status, OrderStatus::Cancelled);
    pay_back(&mut house, order_id);
    assert_eq!(house.order(order_id).head.payment_status, OrderPaymentStatus::Refunded);
    for edition in [0, 1, 3, 4] {
        assert_eq!(house.stock(edition).sold, 0);
    }
}

#[test]
fn an_order_called_off_after_a_refund_gives_back_the_rest_only() {
    let mut house = House::new();
    let order_id = paid_order(&mut house);
    let order = house.order(order_id);
    let total_minor = order.head.totals.total_minor;
    // One print is refunded and stays where it is: with the order it goes back to stock as well.
    refund(&mut house, order_id, lines(&order, &[(1, 1)], false), false).unwrap();
    pay_back(&mut house, order_id);
    let staff = Some(StaffReason { by: BY, reason: "The buyer asked".to_owned() });
    house.submit(&Command::CancelOrder { owner: None, order_id, staff, editions: vec![] }).unwrap();
    pay_back(&mut house, order_id);
    let order = house.order(order_id);
    assert_eq!((order.head.status, order.head.payment_status), (OrderStatus::Cancelled, OrderPaymentStatus::Refunded));
    assert_eq!(order.payments[0].refunded_minor, total_minor);
    assert_eq!(house.account(AccountKind::SellerPayable), 0);
    assert_eq!((house.stock(1).sold, house.stock(0).sold), (0, 0));
    let line = house.state.appended.audit.last().unwrap();
    assert_eq!(
        (line.action.as_str(), line.by, &line.after["reason"]),
        ("order.cancel", Some(BY), &"The buyer asked".into())
    );
}

#[test]
fn what_was_called_off_is_not_refunded_once_more() {
    let mut house = House::new();
    let order_id = paid_order(&mut house);
    house.submit(&Command::CancelOrder { owner: None, order_id, staff: None, editions: vec![] }).unwrap();
    let refused = refund(&mut house, order_id, RefundOf::Rest, true);
    assert!(matches!(&refused, Err(Refusal::InvalidTransition { from, .. }) if from == "cancelled"), "{refused:?}");
    pay_back(&mut house, order_id);
    assert_eq!(house.account(AccountKind::ProviderClearing), 0);
}

#[test]
fn what_is_not_paid_is_not_refunded() {
    let mut house = House::new();
    house.hold(visitor(1), 0, 1).unwrap();
    let (order_id, payment_id) = house.place(visitor(1)).unwrap();
    let refused = |house: &mut House| match refund(house, order_id, RefundOf::Rest, true) {
        Err(Refusal::InvalidTransition { from, .. }) => from,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(&mut house), "pending");
    house.fail(order_id, payment_id, true).unwrap();
    assert_eq!(refused(&mut house), "failed");
}
