//! Whatever is sent, withdrawn from, found damaged, answered and refunded in whatever order: never more goes back than was
//! paid, nothing comes back twice, and no order is closed too early.

use chrono::TimeDelta;
use proptest::prelude::*;
use uuid::Uuid;

use super::testing::{House, visitor};
use crate::command::Command;
use crate::ids::{OrderId, ReturnId, UserId};
use crate::job::Task;
use crate::order::{Order, OrderStatus};
use crate::refund::{RefundOf, RefundWanted};
use crate::refusal::Refusal;
use crate::returns::{ReturnAnswer, ReturnKind, ReturnLine, ReturnStatus, ReturnWanted};

const BY: UserId = UserId(Uuid::from_u128(1));

#[derive(Debug, Clone)]
enum Deed {
    Ship { part: usize },
    Deliver { parcel: usize },
    Announce { id: u128, damage: bool, part: usize, line: usize, quantity: u32 },
    Receive { id: u128 },
    Refund { id: u128, amount_minor: Option<i64>, restock: bool },
    Refuse { id: u128 },
    Staff { amount_minor: i64 },
    PayBack,
    Wait { hours: i64 },
    Complete,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        2 => (0_usize..2).prop_map(|part| Deed::Ship { part }),
        2 => (0_usize..2).prop_map(|parcel| Deed::Deliver { parcel }),
        4 => (0_u128..6, any::<bool>(), 0_usize..2, 0_usize..3, 1_u32..4).prop_map(|(id, damage, part, line, quantity)| {
            Deed::Announce { id, damage, part, line, quantity }
        }),
        2 => (0_u128..6).prop_map(|id| Deed::Receive { id }),
        3 => (0_u128..6, proptest::option::of(1_i64..20_000), any::<bool>())
            .prop_map(|(id, amount_minor, restock)| Deed::Refund { id, amount_minor, restock }),
        1 => (0_u128..6).prop_map(|id| Deed::Refuse { id }),
        1 => (1_i64..9_000).prop_map(|amount_minor| Deed::Staff { amount_minor }),
        1 => Just(Deed::PayBack),
        2 => (1_i64..400).prop_map(|hours| Deed::Wait { hours }),
        2 => Just(Deed::Complete),
    ]
}

fn return_id(id: u128) -> ReturnId {
    ReturnId(Uuid::from_u128(id))
}

fn answer(order_id: OrderId, id: u128, answer: ReturnAnswer) -> Command {
    Command::AnswerReturn { order_id, return_id: return_id(id), seller_id: None, by: BY, answer, editions: vec![] }
}

fn command(order: &Order, deed: &Deed) -> Option<Command> {
    let order_id = order.head.id;
    Some(match *deed {
        Deed::Ship { part } => {
            let part = &order.seller_orders[part];
            let line_ids = part.lines.iter().filter(|line| order.lines_to_fulfil().any(|due| due.id == line.id));
            Command::Ship {
                order_id,
                seller_order_id: part.id,
                seller_id: None,
                by: BY,
                carrier: "DHL".into(),
                tracking_number: None,
                line_ids: line_ids.map(|line| line.id).collect(),
            }
        }
        Deed::Deliver { parcel } => {
            let shipment_id = order.shipments.get(parcel)?.id;
            Command::Deliver { order_id, shipment_id, seller_id: None, by: BY }
        }
        Deed::Announce { id, damage, part, line, quantity } => {
            let part = &order.seller_orders[part];
            let wanted = ReturnWanted {
                id: return_id(id),
                seller_order_id: part.id,
                kind: if damage { ReturnKind::Damage } else { ReturnKind::Withdrawal },
                lines: vec![ReturnLine { line_id: part.lines.get(line)?.id, quantity }],
                name: "Jo Weber".into(),
                email: "jo@example.test".into(),
                statement: String::new(),
            };
            Command::AnnounceReturn { order_id, wanted: Box::new(wanted), editions: vec![] }
        }
        Deed::Receive { id } => answer(order_id, id, ReturnAnswer::Received),
        Deed::Refund { id, amount_minor, restock } => {
            let lines = order.returns.iter().find(|back| back.id == return_id(id)).map(|back| back.lines.clone());
            let restock = lines.unwrap_or_default().iter().filter(|_| restock).map(|line| line.line_id).collect();
            answer(order_id, id, ReturnAnswer::Refund { amount_minor, restock })
        }
        Deed::Refuse { id } => answer(order_id, id, ReturnAnswer::Refuse { reason: "No".into() }),
        Deed::Staff { amount_minor } => {
            let of = RefundOf::Amount(crate::money::Money::new(amount_minor, order.head.currency));
            let wanted = RefundWanted { of, restock: false, reason: "Goodwill".into() };
            Command::RefundOrder { order_id, wanted, by: BY, editions: vec![] }
        }
        Deed::Complete => Command::CompleteOrder { order_id },
        Deed::PayBack | Deed::Wait { .. } => return None,
    })
}

fn pay_back(house: &mut House, order_id: OrderId) {
    let asked: Vec<Task> = house.state.appended.jobs.iter().map(|job| job.task.clone()).collect();
    for task in asked {
        if let Task::RefundPayment { payment_id, amount_minor, refund_id } = task {
            house.submit(&Command::RefundPaid { order_id, payment_id, amount_minor, refund_id }).unwrap();
        }
    }
}

fn check(order: &Order) {
    let paid = order.payments[0].amount.amount_minor;
    let given: i64 = order.refunds.iter().map(|refund| refund.amount.amount_minor).sum();
    assert!((0..=paid).contains(&given), "{given} of {paid} went back");
    for line in order.lines() {
        let answered = order.returns.iter().filter(|back| back.status != ReturnStatus::Refused);
        let taken: u32 = answered.map(|back| back.quantity_of(line.id)).sum();
        // What was damaged and reduced in price may be withdrawn from afterwards.
        let reduced = order.returns.iter().filter(|back| back.kind == ReturnKind::Damage);
        let reduced: u32 = reduced.map(|back| back.quantity_of(line.id)).sum();
        assert!(taken <= line.quantity + reduced, "{taken} of {line:?} came back");
    }
    for back in &order.returns {
        let refund = order.refunds.iter().find(|refund| Some(refund.id) == back.refund_id);
        assert_eq!(back.status == ReturnStatus::Refunded, refund.is_some(), "{back:?}");
    }
    let closed = order.head.status == OrderStatus::Completed;
    assert!(!(closed && order.has_open_return()), "closed with an open return");
}

proptest! {
    #[test]
    fn returns_never_give_back_more_than_was_paid(deeds in proptest::collection::vec(deed(), 1..40)) {
        let mut house = House::new();
        for (edition, quantity) in [(0, 1), (1, 3), (3, 2), (4, 2)] {
            house.hold(visitor(1), edition, quantity).unwrap();
        }
        let (order_id, payment_id) = house.place(visitor(1)).unwrap();
        house.settle(order_id, payment_id).unwrap();
        for deed in &deeds {
            let before = house.order(order_id);
            match deed {
                Deed::PayBack => pay_back(&mut house, order_id),
                Deed::Wait { hours } => house.now += TimeDelta::hours(*hours),
                deed => {
                    let Some(command) = command(&before, deed) else { continue };
                    let ready = before.may_complete(14, house.now);
                    let done = house.submit(&command);
                    if matches!(deed, Deed::Complete) {
                        let closed = house.order(order_id).head.status == OrderStatus::Completed;
                        prop_assert_eq!(closed, ready || before.head.status == OrderStatus::Completed);
                    }
                    if let Err(refusal) = done {
                        prop_assert!(!matches!(refusal, Refusal::CartStale | Refusal::HoldsGone), "{refusal:?}");
                        prop_assert_eq!(&house.order(order_id), &before, "a refusal changes nothing");
                    }
                }
            }
            check(&house.order(order_id));
        }
    }
}
