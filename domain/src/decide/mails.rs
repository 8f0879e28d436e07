//! Which mails a decision owes, and that each is owed once.

use super::testing::{House, id, user, visitor};
use crate::command::Command;
use crate::ids::{OrderId, SellerId, ShipmentId, UserId};
use crate::job::{Job, Task};
use crate::mail::{Letter, PLACED_AFTER, REVIEW_AFTER, placed_mail};
use crate::owner::Owner;

/// The letters that were written so far, by kind, with the jobs that send them.
fn letters(house: &House) -> Vec<(&'static str, Job)> {
    let letter = |job: &Job| match &job.task {
        Task::SendMail { letter, .. } => Some((letter.kind(), job.clone())),
        _ => None,
    };
    house.state.appended.jobs.iter().filter_map(letter).collect()
}

fn kinds(house: &House) -> Vec<&'static str> {
    letters(house).into_iter().map(|(kind, _)| kind).collect()
}

fn bought(house: &mut House, owner: Owner) -> OrderId {
    house.hold(owner, 1, 1).unwrap();
    let (order_id, payment_id) = house.place(owner).unwrap();
    house.settle(order_id, payment_id).unwrap();
    order_id
}

fn ship(house: &mut House, order_id: OrderId) -> (SellerId, ShipmentId) {
    let part = house.order(order_id).seller_orders.remove(0);
    let command = Command::Ship {
        order_id,
        seller_order_id: part.id,
        seller_id: None,
        by: UserId(id(1)),
        carrier: "DHL".to_owned(),
        tracking_number: None,
        line_ids: part.lines.iter().map(|line| line.id).collect(),
    };
    house.submit(&command).unwrap();
    (part.seller_id, house.order(order_id).shipments[0].id)
}

#[test]
fn a_purchase_that_is_paid_at_once_is_one_mail_however_often_it_is_settled() {
    let mut house = House::new();
    let order_id = bought(&mut house, visitor(1));
    let payment_id = house.order(order_id).payments[0].id;
    house.settle(order_id, payment_id).unwrap();
    assert_eq!(kinds(&house), ["order_paid"]);
    let (_, job) = letters(&house).remove(0);
    assert_eq!((job.run_at, job.lease), (house.now, None));
    assert!(!house.state.appended.jobs_done.iter().any(|(kind, _)| *kind == "send_mail"));
}

#[test]
fn a_house_that_sends_no_mails_writes_nothing_for_them() {
    let mut house = House::new();
    let rules = crate::settings::HouseRules { mails: false, ..(*house.state.rules).clone() };
    house.state.rules = std::sync::Arc::new(rules);
    let order_id = bought(&mut house, user(3));
    let (_, shipment_id) = ship(&mut house, order_id);
    let deliver = Command::Deliver { order_id, shipment_id, seller_id: None, by: UserId(id(1)) };
    house.submit(&deliver).unwrap();
    assert_eq!(kinds(&house), <[&str; 0]>::default());
}

#[test]
fn an_order_that_waits_for_its_money_says_so_once_and_its_confirmation_calls_that_off() {
    let mut house = House::new();
    house.hold(visitor(1), 1, 1).unwrap();
    let (order_id, payment_id) = house.place(visitor(1)).unwrap();
    for requires_action in [true, false, true] {
        house.wait(order_id, payment_id, requires_action);
    }
    let (kind, job) = letters(&house).remove(0);
    assert_eq!((kind, job.run_at), ("order_placed", house.now + PLACED_AFTER));
    assert_eq!(job.task.subject(), order_id.0);
    house.settle(order_id, payment_id).unwrap();
    assert_eq!(kinds(&house), ["order_placed", "order_paid"]);
    assert!(house.state.appended.jobs_done.contains(&("send_mail", placed_mail(order_id).0)));
}

#[test]
fn a_declined_attempt_is_told_and_the_end_of_its_order_is_not_told_again() {
    let mut house = House::new();
    house.hold(visitor(1), 1, 1).unwrap();
    let (order_id, payment_id) = house.place(visitor(1)).unwrap();
    house.fail(order_id, payment_id, false).unwrap();
    house.fail(order_id, payment_id, true).unwrap();
    assert_eq!(kinds(&house), ["payment_failed"]);
}

#[test]
fn who_calls_an_order_off_hears_of_that_and_of_the_money_and_not_of_the_open_attempt() {
    let mut house = House::new();
    let order_id = bought(&mut house, visitor(1));
    let cancel = |order_id| Command::CancelOrder { owner: None, order_id, staff: None, editions: vec![] };
    house.submit(&cancel(order_id)).unwrap();
    let payment = house.order(order_id).payments.remove(0);
    let amount_minor = payment.amount.amount_minor;
    for _ in 0..2 {
        house.submit(&Command::RefundPaid { order_id, payment_id: payment.id, amount_minor, refund_id: None }).unwrap();
    }
    assert_eq!(kinds(&house), ["order_paid", "order_cancelled", "order_refunded"]);

    let mut house = House::new();
    house.hold(visitor(1), 1, 1).unwrap();
    let (order_id, payment_id) = house.place(visitor(1)).unwrap();
    house.submit(&cancel(order_id)).unwrap();
    house.fail(order_id, payment_id, true).unwrap();
    assert_eq!(kinds(&house), ["order_cancelled"]);
}

#[test]
fn parcels_are_told_and_a_week_after_the_last_has_come_its_buyer_is_asked() {
    for (owner, asked) in [(user(3), true), (visitor(1), false)] {
        let mut house = House::new();
        let order_id = bought(&mut house, owner);
        let (_, shipment_id) = ship(&mut house, order_id);
        let deliver = Command::Deliver { order_id, shipment_id, seller_id: None, by: UserId(id(1)) };
        for _ in 0..2 {
            house.submit(&deliver).unwrap();
        }
        let mut expected = vec!["order_paid", "order_shipped"];
        if asked {
            expected.push("review_asked");
            assert_eq!(letters(&house)[2].1.run_at, house.now + REVIEW_AFTER);
        }
        assert_eq!(kinds(&house), expected);
        let shipped = letters(&house).remove(1).1;
        let wanted = Letter::OrderShipped { order_id, shipment_id };
        assert!(matches!(shipped.task, Task::SendMail { letter, .. } if *letter == wanted));
    }
}
