//! No sequence of commands breaks an invariant of the house; and the stories worth telling one by one.

use proptest::prelude::*;

use super::testing::{House, edition_id, id, user, visitor};
use crate::cart::CartLine;
use crate::command::{Command, StockChange};
use crate::document::{DocumentKind, InvoiceData};
use crate::ids::{OrderId, PaymentId, SellerId, UserId};
use crate::job::Task;
use crate::ledger::AccountKind;
use crate::money::Money;
use crate::order::{FulfilmentStatus, OrderPaymentStatus, OrderStatus};
use crate::payment::PaymentStatus;
use crate::refund::{LineWanted, RefundOf, RefundWanted};
use crate::refusal::Refusal;

#[derive(Debug, Clone)]
enum Step {
    Hold { who: u128, edition: u128, quantity: u32 },
    Pick { who: u128, edition: u128, ordinals: Vec<u32> },
    Set { who: u128, line: usize, quantity: u32 },
    Rehold { who: u128, line: usize },
    Extend { who: u128, line: usize },
    Merge { visitor: u128, user: u128 },
    Place { who: u128 },
    PayAgain { order: usize },
    Settle { order: usize, payment: usize },
    Fail { order: usize, payment: usize, expire: bool },
    Wait { order: usize, payment: usize, requires_action: bool },
    Price { edition: u128, minor: i64 },
    Cancel { order: usize },
    Refunded { order: usize, payment: usize },
    Refund { order: usize, lines: u8, quantity: u32, minor: i64, restock: bool },
    Ship { order: usize, part: usize, lines: u8, foreign: bool },
    Deliver { order: usize, shipment: usize },
    Adjust { edition: u128, copies: u32, withdraw: bool },
    Expire,
    Pass(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0..6_u128, 0..5_u128, 0..4_u32).prop_map(|(who, edition, quantity)| Step::Hold { who, edition, quantity }),
        4 => (0..6_u128, 0..5_u128, prop::collection::vec(0..7_u32, 0..4)).prop_map(|(who, edition, ordinals)| Step::Pick { who, edition, ordinals }),
        2 => (0..6_u128, 0..3_usize, 0..4_u32).prop_map(|(who, line, quantity)| Step::Set { who, line, quantity }),
        1 => (0..6_u128, 0..3_usize).prop_map(|(who, line)| Step::Rehold { who, line }),
        1 => (0..6_u128, 0..3_usize).prop_map(|(who, line)| Step::Extend { who, line }),
        1 => (0..3_u128, 3..6_u128).prop_map(|(visitor, user)| Step::Merge { visitor, user }),
        5 => (0..6_u128).prop_map(|who| Step::Place { who }),
        2 => (0..8_usize).prop_map(|order| Step::PayAgain { order }),
        5 => (0..8_usize, 0..3_usize).prop_map(|(order, payment)| Step::Settle { order, payment }),
        3 => (0..8_usize, 0..3_usize, any::<bool>()).prop_map(|(order, payment, expire)| Step::Fail { order, payment, expire }),
        2 => (0..8_usize, 0..3_usize, any::<bool>()).prop_map(|(order, payment, requires_action)| Step::Wait { order, payment, requires_action }),
        1 => (0..5_u128, 1..20_000_i64).prop_map(|(edition, minor)| Step::Price { edition, minor }),
        1 => (0..8_usize).prop_map(|order| Step::Cancel { order }),
        2 => (0..8_usize, 0..3_usize).prop_map(|(order, payment)| Step::Refunded { order, payment }),
        3 => (0..8_usize, 0..9_u8, 0..3_u32, 0..30_000_i64, any::<bool>())
            .prop_map(|(order, lines, quantity, minor, restock)| Step::Refund { order, lines, quantity, minor, restock }),
        3 => (0..8_usize, 0..3_usize, 0..8_u8, any::<bool>()).prop_map(|(order, part, lines, foreign)| Step::Ship { order, part, lines, foreign }),
        2 => (0..8_usize, 0..3_usize).prop_map(|(order, shipment)| Step::Deliver { order, shipment }),
        1 => (0..5_u128, 0..4_u32, any::<bool>()).prop_map(|(edition, copies, withdraw)| Step::Adjust { edition, copies, withdraw }),
        2 => Just(Step::Expire),
        2 => (1..700_i64).prop_map(Step::Pass),
    ];
    prop::collection::vec(step, 1..120)
}

/// Owners 0 to 2 are visitors, 3 to 5 users.
fn owner(number: u128) -> crate::owner::Owner {
    if number < 3 { visitor(number) } else { user(number) }
}

fn take(house: &mut House, step: &Step) {
    let orders: Vec<OrderId> = house.state.orders.keys().copied().collect();
    let pick = |order: usize| orders.get(order % orders.len().max(1)).copied();
    let payment_of = |house: &House, order: OrderId, payment: usize| -> PaymentId {
        let payments = &house.order(order).payments;
        payments[payment % payments.len()].id
    };
    let line_of = |house: &House, who: u128, line: usize| house.state.cart(owner(who)).lines.get(line).cloned();
    // Refusals are fine; broken invariants panic inside.
    let _ = match step {
        Step::Hold { who, edition, quantity } => house.hold(owner(*who), *edition, *quantity).map(drop),
        Step::Pick { who, edition, ordinals } => pick_copies(house, owner(*who), *edition, ordinals),
        Step::Set { who, line, quantity } => line_of(house, *who, *line).map_or(Ok(()), |line| {
            let command = Command::SetQuantity {
                owner: owner(*who),
                line_id: line.id,
                edition_id: line.edition_id,
                quantity: *quantity,
                picked: line.picked,
            };
            house.submit(&command).map(drop)
        }),
        Step::Rehold { who, line } => {
            line_of(house, *who, *line).map_or(Ok(()), |line| hold_again(house, owner(*who), &line))
        }
        Step::Extend { who, line } => line_of(house, *who, *line).map_or(Ok(()), |line| {
            let (line_id, edition_id) = (line.id, line.edition_id);
            house.submit(&Command::ExtendHold { owner: owner(*who), line_id, edition_id }).map(drop)
        }),
        Step::Merge { visitor, user } => {
            house.submit(&Command::MergeCart { visitor: owner(*visitor), user: owner(*user) }).map(drop)
        }
        Step::Place { who } => house.place(owner(*who)).map(drop),
        Step::PayAgain { order } => pick(*order).map_or(Ok(()), |order_id| {
            let owner = house.order(order_id).head.owner;
            let lease = crate::job::LeaseTerm { token: id(2), lasts_ms: 0 };
            let (provider, token) = ("test".to_owned(), None);
            house.submit(&Command::StartPayment { owner, order_id, provider, token, lease, editions: vec![] }).map(drop)
        }),
        Step::Settle { order, payment } => pick(*order).map_or(Ok(()), |order| {
            let payment = payment_of(house, order, *payment);
            house.settle(order, payment).map(drop)
        }),
        Step::Fail { order, payment, expire } => pick(*order).map_or(Ok(()), |order| {
            let payment = payment_of(house, order, *payment);
            house.fail(order, payment, *expire).map(drop)
        }),
        Step::Wait { order, payment, requires_action } => {
            if let Some(order) = pick(*order) {
                let payment = payment_of(house, order, *payment);
                house.wait(order, payment, *requires_action);
            }
            Ok(())
        }
        Step::Price { edition, minor } => {
            house.change_edition(*edition, |edition| edition.price.amount_minor = *minor);
            Ok(())
        }
        Step::Cancel { order } => pick(*order).map_or(Ok(()), |order_id| {
            house.submit(&Command::CancelOrder { owner: None, order_id, staff: None, editions: vec![] }).map(drop)
        }),
        Step::Refunded { order, payment } => refunded(house, pick(*order), *payment),
        Step::Refund { order, lines, quantity, minor, restock } => pick(*order).map_or(Ok(()), |order_id| {
            let order = house.order(order_id);
            let chosen = order.lines().enumerate().filter(|(index, _)| lines >> (index % 3) & 1 == 1);
            let chosen = chosen.map(|(_, line)| LineWanted { line_id: line.id, quantity: *quantity, copies: vec![] });
            let of = match lines {
                0 => RefundOf::Amount(Money::new(*minor, order.head.currency)),
                8 => RefundOf::Rest,
                _ => RefundOf::Lines { lines: chosen.collect(), shipping: minor % 2 == 0 },
            };
            let wanted = RefundWanted { of, restock: *restock, reason: "Damaged".to_owned() };
            let by = UserId(id(1));
            house.submit(&Command::RefundOrder { order_id, wanted, by, editions: vec![] }).map(drop)
        }),
        Step::Ship { order, part, lines, foreign } => {
            pick(*order).map_or(Ok(()), |order_id| ship(house, order_id, *part, *lines, *foreign))
        }
        Step::Deliver { order, shipment } => pick(*order).map_or(Ok(()), |order_id| {
            let order = house.order(order_id);
            let Some(parcel) = order.shipments.get(shipment % order.shipments.len().max(1)) else { return Ok(()) };
            let (shipment_id, by) = (parcel.id, UserId(id(1)));
            house.submit(&Command::Deliver { order_id, shipment_id, seller_id: None, by }).map(drop)
        }),
        Step::Adjust { edition, copies, withdraw } => {
            let change = if *withdraw { StockChange::Withdraw(*copies) } else { StockChange::Restock(*copies) };
            let by = UserId(id(1));
            house
                .submit(&Command::Adjust {
                    edition_id: edition_id(*edition),
                    change,
                    by,
                    seller_id: None,
                    reason: None,
                })
                .map(drop)
        }
        Step::Expire => (0..5)
            .try_for_each(|edition| house.submit(&Command::ExpireHolds { edition_id: edition_id(edition) }).map(drop)),
        Step::Pass(seconds) => {
            house.pass(*seconds);
            Ok(())
        }
    };
}

/// Picks copies; what is held afterwards is exactly what was picked, besides what was held before.
fn pick_copies(house: &mut House, owner: crate::owner::Owner, edition: u128, ordinals: &[u32]) -> Result<(), Refusal> {
    let held = |house: &House| -> std::collections::BTreeSet<u32> {
        let holds = house.state.holds.values().filter(|hold| hold.owner == owner && hold.order_id.is_none());
        let holds = holds.filter(|hold| hold.edition_id == edition_id(edition));
        holds.filter_map(|hold| Some(hold.copy.as_ref()?.ordinal)).collect()
    };
    let before = held(house);
    let answered = house.pick(owner, edition, ordinals).map(drop);
    let mut expected = before;
    if answered.is_ok() {
        expected.extend(ordinals);
    }
    assert_eq!(held(house), expected, "{ordinals:?} were picked: {answered:?}");
    answered
}

/// Holds a line again; of the copies that were picked all that were free are held then, as far as the line lacked copies.
fn hold_again(house: &mut House, owner: crate::owner::Owner, line: &CartLine) -> Result<(), Refusal> {
    let cart = house.state.cart_state(owner);
    let free = &house.state.editions[&line.edition_id].free;
    let wanted = cart.unheld_picks(line).into_iter().filter(|ordinal| free.contains_key(ordinal));
    let missing = line.quantity.saturating_sub(cart.held_quantity(line.id));
    let wanted: Vec<u32> = wanted.take(missing as usize).collect();
    let answered = rehold(house, owner, line).map(drop);
    let held = house.state.cart_state(owner).held_ordinals(line.id);
    if answered.is_ok() {
        assert!(wanted.iter().all(|ordinal| held.contains(ordinal)), "{wanted:?} were free, held are {held:?}");
    } else {
        assert_eq!(held, cart.held_ordinals(line.id), "what is refused changes nothing");
    }
    answered
}

fn rehold(house: &mut House, owner: crate::owner::Owner, line: &CartLine) -> Result<crate::reply::Reply, Refusal> {
    let (line_id, edition_id, quantity, picked) = (line.id, line.edition_id, line.quantity, line.picked.clone());
    house.submit(&Command::Rehold { owner, line_id, edition_id, quantity, picked })
}

/// Lets time pass until every hold of the limited edition 1 has lapsed.
fn lapse(house: &mut House) {
    house.pass(901);
    house.submit(&Command::ExpireHolds { edition_id: edition_id(1) }).unwrap();
}

/// The places that an owner's first line holds.
fn held_by(house: &House, owner: crate::owner::Owner) -> Vec<u32> {
    let cart = house.state.cart_state(owner);
    cart.held_ordinals(cart.cart.lines[0].id).into_iter().collect()
}

/// The picked places that others had taken when the first line was held again.
fn missed_by(house: &House, owner: crate::owner::Owner) -> Vec<u32> {
    let cart = house.state.cart_state(owner);
    cart.missed_picks(&cart.cart.lines[0])
}

fn first_line(house: &House, owner: crate::owner::Owner) -> CartLine {
    house.state.cart(owner).lines[0].clone()
}

/// Hands over those lines of a part whose bits are set; of another part's seller it must be refused.
fn ship(house: &mut House, order_id: OrderId, part: usize, lines: u8, foreign: bool) -> Result<(), Refusal> {
    let order = house.order(order_id);
    let part = &order.seller_orders[part % order.seller_orders.len()];
    let chosen = part.lines.iter().enumerate().filter(|(index, _)| lines >> (index % 3) & 1 == 1);
    let seller_id = if foreign { SellerId(id(77)) } else { part.seller_id };
    let command = Command::Ship {
        order_id,
        seller_order_id: part.id,
        seller_id: Some(seller_id),
        by: UserId(id(1)),
        carrier: "DHL".to_owned(),
        tracking_number: None,
        line_ids: chosen.map(|(_, line)| line.id).collect(),
    };
    let answered = house.submit(&command).map(drop);
    assert!(!foreign || answered == Err(Refusal::not_found("seller order")));
    answered
}

/// A provider gives back only what a job asked it to.
fn refunded(house: &mut House, order: Option<OrderId>, payment: usize) -> Result<(), Refusal> {
    let Some(order_id) = order else { return Ok(()) };
    let payments = house.order(order_id).payments;
    let payment = &payments[payment % payments.len()];
    let asked: Vec<Task> = house.state.appended.jobs.iter().map(|job| job.task.clone()).collect();
    for task in asked {
        match task {
            Task::RefundPayment { payment_id, amount_minor, refund_id } if payment_id == payment.id => {
                house.submit(&Command::RefundPaid { order_id, payment_id, amount_minor, refund_id })?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Each sale is confirmed by one mail, each parcel and each refund told by one.
fn confirmed_once(house: &House) {
    use crate::job::Task;
    use crate::mail::Letter;

    let letters: Vec<&Letter> = house
        .state
        .appended
        .jobs
        .iter()
        .filter_map(|job| if let Task::SendMail { letter, .. } = &job.task { Some(&**letter) } else { None })
        .collect();
    for order in house.state.orders.values() {
        let order_id = order.head.id;
        let happened = |kind: &str| order.head.timeline.iter().filter(|entry| entry.kind == kind).count();
        let told = |wanted: &dyn Fn(&Letter) -> bool| letters.iter().filter(|letter| wanted(letter)).count();
        assert_eq!(told(&|l| *l == Letter::OrderPaid { order_id }), happened("paid"));
        assert_eq!(told(&|l| *l == Letter::OrderCancelled { order_id }), happened("cancelled"));
        assert_eq!(
            told(&|l| matches!(l, Letter::OrderRefunded { order_id: id, .. } if *id == order_id)),
            happened("refunded")
        );
        assert_eq!(
            told(&|l| matches!(l, Letter::OrderShipped { order_id: id, .. } if *id == order_id)),
            happened("shipped")
        );
        assert!(told(&|l| *l == Letter::OrderPlaced { order_id }) <= 1);
        assert!(told(&|l| *l == Letter::ReviewAsked { order_id }) <= 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_sequence_of_commands_breaks_the_house(steps in steps()) {
        let mut house = House::new();
        house.change_edition(1, |edition| edition.max_per_customer = Some(4));
        for step in &steps {
            take(&mut house, step);
        }
        confirmed_once(&house);
    }

    #[test]
    fn the_same_commands_give_the_same_state(steps in steps()) {
        let (mut first, mut second) = (House::new(), House::new());
        for step in &steps {
            take(&mut first, step);
            take(&mut second, step);
        }
        prop_assert_eq!(&first.state.orders, &second.state.orders);
        prop_assert_eq!(&first.state.holds, &second.state.holds);
        prop_assert_eq!(&first.state.carts, &second.state.carts);
        prop_assert_eq!(&first.state.dirty, &second.state.dirty);
    }
}

#[test]
fn two_buyers_of_the_last_copy_are_told_apart() {
    let mut house = House::new();
    assert!(house.hold(visitor(1), 0, 1).is_ok());
    let refused = house.hold(visitor(2), 0, 1);
    let until = house.now + chrono::TimeDelta::seconds(600);
    assert_eq!(refused, Err(Refusal::SoldOut { available: 0, next_release_at: Some(until) }));
}

#[test]
fn a_buyer_gets_the_number_they_picked_and_nobody_else_does() {
    let mut house = House::new();
    house.pick(visitor(1), 1, &[7]).unwrap();
    let taken = Refusal::CopiesTaken { copies: vec!["7/25".to_owned()], available: 24, next_release_at: None };
    assert_eq!(house.pick(visitor(2), 1, &[6, 7]), Err(taken.clone()));
    assert_eq!(house.stock(1).held, 1, "where one is taken none is held");
    assert_eq!(house.pick(visitor(1), 1, &[7]), Err(taken), "not twice by the same hand either");
    house.pick(visitor(2), 1, &[25, 6]).unwrap();
    house.hold(visitor(3), 1, 7).unwrap();
    let cart = house.state.cart_state(visitor(3));
    let numbers: Vec<u32> = cart.holds.iter().map(|hold| hold.copy.as_ref().unwrap().ordinal).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 8, 9], "who takes any gets the lowest that nobody picked");
}

#[test]
fn what_was_picked_is_what_is_sold_and_what_is_free_again_can_be_picked() {
    let mut house = House::new();
    house.pick(visitor(1), 2, &[2, 4]).unwrap();
    let (order_id, payment_id) = house.place(visitor(1)).unwrap();
    let order = house.settle(order_id, payment_id).unwrap();
    let labels: Vec<_> = order.lines().flat_map(|line| &line.copies).filter_map(|copy| copy.label.clone()).collect();
    assert_eq!(labels, ["2/3", "AP 1/1"]);
    house.pick(visitor(2), 2, &[3]).unwrap();
    house.pass(601);
    house.submit(&Command::ExpireHolds { edition_id: edition_id(2) }).unwrap();
    assert!(house.pick(visitor(3), 2, &[3, 1]).is_ok());
    let refused = house.pick(visitor(4), 2, &[2]);
    let until = house.now + chrono::TimeDelta::seconds(600);
    let expected = Refusal::CopiesTaken { copies: vec!["2/3".into()], available: 0, next_release_at: Some(until) };
    assert_eq!(refused, Err(expected));
}

#[test]
fn a_picked_number_is_held_again_while_it_is_free() {
    let mut house = House::new();
    house.pick(visitor(1), 1, &[7]).unwrap();
    house.hold(visitor(1), 1, 1).unwrap();
    assert_eq!(held_by(&house, visitor(1)), [1, 7]);
    lapse(&mut house);
    let line = first_line(&house, visitor(1));
    assert_eq!((line.picked.as_slice(), missed_by(&house, visitor(1))), ([7].as_slice(), vec![]));
    rehold(&mut house, visitor(1), &line).unwrap();
    assert_eq!((held_by(&house, visitor(1)), missed_by(&house, visitor(1))), (vec![1, 7], vec![]));
    // An extension leaves it as it is.
    let extend = Command::ExtendHold { owner: visitor(1), line_id: line.id, edition_id: line.edition_id };
    house.submit(&extend).unwrap();
    assert_eq!(held_by(&house, visitor(1)), [1, 7]);
}

#[test]
fn a_picked_number_that_others_have_is_told_and_comes_back_when_they_let_go() {
    let mut house = House::new();
    house.pick(visitor(1), 1, &[7, 12]).unwrap();
    lapse(&mut house);
    house.pick(visitor(2), 1, &[7]).unwrap();
    let line = first_line(&house, visitor(1));
    rehold(&mut house, visitor(1), &line).unwrap();
    assert_eq!((held_by(&house, visitor(1)), missed_by(&house, visitor(1))), (vec![1, 12], vec![7]));
    // A line that is held is not touched, even when the number is free again.
    let others = first_line(&house, visitor(2));
    let (owner, line_id, edition_id) = (visitor(2), others.id, others.edition_id);
    house.submit(&Command::SetQuantity { owner, line_id, edition_id, quantity: 0, picked: vec![7] }).unwrap();
    rehold(&mut house, visitor(1), &line).unwrap();
    assert_eq!(held_by(&house, visitor(1)), [1, 12]);
    lapse(&mut house);
    rehold(&mut house, visitor(1), &line).unwrap();
    assert_eq!((held_by(&house, visitor(1)), missed_by(&house, visitor(1))), (vec![7, 12], vec![]));
}

#[test]
fn what_the_command_does_not_know_to_be_picked_is_looked_at_again() {
    let mut house = House::new();
    house.pick(visitor(1), 1, &[7]).unwrap();
    lapse(&mut house);
    let line = first_line(&house, visitor(1));
    let stale = CartLine { picked: vec![9], ..line.clone() };
    assert_eq!(rehold(&mut house, visitor(1), &stale), Err(Refusal::CartStale));
    rehold(&mut house, visitor(1), &line).unwrap();
    assert_eq!(held_by(&house, visitor(1)), [7]);
}

#[test]
fn setting_a_quantity_keeps_the_picked_numbers_first() {
    let mut house = House::new();
    let set = |house: &mut House, quantity| {
        let line = first_line(house, visitor(1));
        let (owner, line_id, edition_id, picked) = (visitor(1), line.id, line.edition_id, line.picked);
        house.submit(&Command::SetQuantity { owner, line_id, edition_id, quantity, picked }).unwrap();
    };
    house.pick(visitor(1), 1, &[7, 8, 9]).unwrap();
    house.hold(visitor(1), 1, 2).unwrap();
    set(&mut house, 3);
    assert_eq!(held_by(&house, visitor(1)), [7, 8, 9], "others go first");
    lapse(&mut house);
    house.pick(visitor(2), 1, &[7]).unwrap();
    set(&mut house, 2);
    assert_eq!((held_by(&house, visitor(1)), missed_by(&house, visitor(1))), (vec![8, 9], vec![]));
    set(&mut house, 1);
    assert_eq!((held_by(&house, visitor(1)), first_line(&house, visitor(1)).picked), (vec![8], vec![8]));
    // A line that starts again has no picks but what is asked for now.
    lapse(&mut house);
    house.hold(visitor(1), 1, 1).unwrap();
    assert_eq!((held_by(&house, visitor(1)), first_line(&house, visitor(1)).picked), (vec![1], vec![]));
}

#[test]
fn picks_follow_their_visitor_into_the_account() {
    let mut house = House::new();
    house.pick(user(3), 1, &[3]).unwrap();
    house.pick(visitor(1), 1, &[7]).unwrap();
    house.submit(&Command::MergeCart { visitor: visitor(1), user: user(3) }).unwrap();
    lapse(&mut house);
    let line = first_line(&house, user(3));
    assert_eq!(line.picked, [3, 7]);
    rehold(&mut house, user(3), &line).unwrap();
    assert_eq!(held_by(&house, user(3)), [3, 7]);
}

#[test]
fn a_line_that_was_stored_before_picks_were_remembered_can_be_read() {
    let mut line = CartLine {
        id: crate::ids::LineId(id(1)),
        edition_id: edition_id(1),
        quantity: 1,
        unit_price: Money::new(5_000, crate::money::Currency::EUR),
        lost: None,
        picked: Vec::new(),
    };
    let text = serde_json::to_string(&line).unwrap();
    assert!(!text.contains("picked"), "{text}");
    assert_eq!(serde_json::from_str::<CartLine>(&text).unwrap(), line);
    line.picked = vec![7];
    let text = serde_json::to_string(&line).unwrap();
    assert_eq!(serde_json::from_str::<CartLine>(&text).unwrap(), line);
}

#[test]
fn only_numbered_copies_can_be_picked_each_once_and_within_the_limits() {
    let mut house = House::new();
    let pointer = |answer: Result<crate::reply::Reply, Refusal>| match answer {
        Err(Refusal::Invalid { pointer, .. }) => pointer,
        other => panic!("{other:?}"),
    };
    assert_eq!(pointer(house.pick(visitor(1), 1, &[3, 26])), "/numbers/1");
    assert_eq!(pointer(house.pick(visitor(1), 1, &[0])), "/numbers/0");
    assert_eq!(pointer(house.pick(visitor(1), 1, &[3, 3])), "/numbers");
    assert_eq!(pointer(house.pick(visitor(1), 1, &[])), "/quantity");
    assert_eq!(pointer(house.pick(visitor(1), 0, &[1])), "/numbers/0", "a single piece has no number");
    assert_eq!(pointer(house.pick(visitor(1), 3, &[1])), "/numbers/0", "an open edition has none either");
    house.change_edition(1, |edition| edition.max_per_customer = Some(2));
    assert_eq!(house.pick(user(3), 1, &[1, 2, 3]), Err(Refusal::CustomerLimit { max_per_customer: 2 }));
    house.pick(user(3), 1, &[1, 2]).unwrap();
}

#[test]
fn a_hold_is_told_even_if_the_batch_releases_as_many() {
    use crate::event::Event;

    let mut house = House::new();
    house.hold(visitor(1), 1, 2).unwrap();
    house.pass(601);
    house.submit(&Command::ExpireHolds { edition_id: edition_id(1) }).unwrap();
    house.hold(visitor(2), 1, 1).unwrap();
    house.pass(601);
    house.submit(&Command::ExpireHolds { edition_id: edition_id(1) }).unwrap();
    assert_eq!(house.stock(1).held, 0);
    let event = house.state.closing_events().into_iter().find(|event| matches!(event, Event::StockChanged { .. }));
    let Some(event @ Event::StockChanged { held_delta: 0, newly_held: 3, .. }) = event else { panic!("{event:?}") };
    assert!(event.seller_id().is_some(), "the seller's feed has it when it is resumed");
}

#[test]
fn a_purchase_sells_the_held_copies_and_balances_the_books() {
    let mut house = House::new();
    house.hold(visitor(1), 1, 2).unwrap();
    house.hold(visitor(1), 4, 1).unwrap();
    let (order_id, payment_id) = house.place(visitor(1)).unwrap();
    let order = house.settle(order_id, payment_id).unwrap();
    assert_eq!(order.head.payment_status, OrderPaymentStatus::Paid);
    assert_eq!(order.seller_orders.len(), 2);
    assert_eq!(order.seller_orders[0].lines[0].copies[1].label.as_deref(), Some("2/25"));
    assert_eq!(order.documents.len(), 2);
    assert!(order.documents[0].number.ends_with("-000001"));
    let total = order.head.totals.total_minor;
    assert_eq!(house.account(AccountKind::ProviderClearing), total);
    let owed = [AccountKind::SellerPayable, AccountKind::SellerVat, AccountKind::Commission];
    assert_eq!(owed.map(|kind| house.account(kind)).iter().sum::<i64>(), -total);
    assert!(owed.iter().all(|kind| house.account(*kind) < 0), "each has its own");
    for document in &house.state.appended.documents {
        let data: InvoiceData = serde_json::from_value(document.data.clone()).unwrap();
        assert_eq!(data.check(), Ok(()));
    }
    let again = house.settle(order_id, payment_id).unwrap();
    assert_eq!(again, order, "settling twice changes nothing");
}

#[test]
fn a_declined_order_keeps_its_holds_and_can_be_paid_again() {
    let mut house = House::new();
    house.hold(visitor(1), 0, 1).unwrap();
    let (order_id, payment_id) = house.place(visitor(1)).unwrap();
    let order = house.fail(order_id, payment_id, false).unwrap();
    assert_eq!((order.head.status, order.head.payment_status), (OrderStatus::Open, OrderPaymentStatus::Failed));
    assert_eq!(house.stock(0).held, 1);
    let lease = crate::job::LeaseTerm { token: id(2), lasts_ms: 0 };
    let pay = Command::StartPayment {
        owner: visitor(1),
        order_id,
        provider: "test".into(),
        token: Some("tok_ok".into()),
        lease,
        editions: vec![],
    };
    house.submit(&pay).unwrap();
    let second = house.order(order_id).payments[1].id;
    let order = house.settle(order_id, second).unwrap();
    assert_eq!(order.head.payment_status, OrderPaymentStatus::Paid);
    assert_eq!(house.stock(0).sold, 1);
}

#[test]
fn a_further_attempt_comes_back_to_where_the_first_would_have() {
    let mut house = House::new();
    house.hold(visitor(1), 0, 1).unwrap();
    let chosen = Some("https://shop.example/done".to_owned());
    let (order_id, payment_id) = house.place_with(visitor(1), |wanted| wanted.return_url.clone_from(&chosen)).unwrap();
    assert_eq!(house.order(order_id).payments[0].return_url, chosen);
    house.fail(order_id, payment_id, false).unwrap();
    let lease = crate::job::LeaseTerm { token: id(2), lasts_ms: 0 };
    let (owner, provider) = (visitor(1), "test".to_owned());
    house.submit(&Command::StartPayment { owner, order_id, provider, token: None, lease, editions: vec![] }).unwrap();
    assert_eq!(house.order(order_id).payments[1].return_url, chosen);
}

#[test]
fn late_money_takes_the_stock_again_if_it_is_there() {
    let mut house = House::new();
    house.hold(visitor(1), 0, 1).unwrap();
    let (order_id, payment_id) = house.place(visitor(1)).unwrap();
    house.fail(order_id, payment_id, true).unwrap();
    assert_eq!(house.order(order_id).head.status, OrderStatus::Expired);
    assert_eq!(house.stock(0).available, 1);
    let order = house.settle(order_id, payment_id).unwrap();
    assert_eq!((order.head.status, order.head.payment_status), (OrderStatus::Open, OrderPaymentStatus::Paid));
    assert_eq!(house.stock(0).sold, 1);
}

#[test]
fn late_money_without_goods_is_refunded_and_says_so() {
    let mut house = House::new();
    house.hold(visitor(1), 0, 1).unwrap();
    let (order_id, payment_id) = house.place(visitor(1)).unwrap();
    house.fail(order_id, payment_id, true).unwrap();
    house.hold(visitor(2), 0, 1).unwrap();
    let order = house.settle(order_id, payment_id).unwrap();
    assert_eq!(order.head.status, OrderStatus::Expired);
    assert!(order.payments[0].unapplied);
    assert!(order.head.timeline.iter().any(|entry| entry.kind == "late_payment_refunding"));
    let amount_minor = order.payments[0].amount.amount_minor;
    house.submit(&Command::RefundPaid { order_id, payment_id, amount_minor, refund_id: None }).unwrap();
    let order = house.order(order_id);
    assert_eq!(order.head.payment_status, OrderPaymentStatus::Refunded);
    assert_eq!(order.payments[0].status, PaymentStatus::Refunded);
    assert_eq!(house.account(AccountKind::ProviderClearing), 0);
}

#[test]
fn late_money_buys_no_more_than_one_customer_may_have() {
    let mut house = House::new();
    house.change_edition(1, |edition| edition.max_per_customer = Some(2));
    let expired = |house: &mut House| {
        house.hold(user(3), 1, 1).unwrap();
        let (order_id, payment_id) = house.place(user(3)).unwrap();
        house.fail(order_id, payment_id, true).unwrap();
        (order_id, payment_id)
    };
    let (first, second) = (expired(&mut house), expired(&mut house));
    house.hold(user(3), 1, 1).unwrap();
    let (order_id, payment_id) = house.place(user(3)).unwrap();
    house.settle(order_id, payment_id).unwrap();
    assert_eq!(house.settle(first.0, first.1).unwrap().head.payment_status, OrderPaymentStatus::Paid);
    let order = house.settle(second.0, second.1).unwrap();
    assert!(order.payments[0].unapplied && order.head.status == OrderStatus::Expired, "a third was bought");
    assert_eq!((house.stock(1).sold, house.stock(1).available), (2, 23));
}

#[test]
fn a_cancelled_paid_order_returns_goods_and_money_and_gets_a_credit_note() {
    let mut house = House::new();
    house.hold(visitor(1), 0, 1).unwrap();
    let (order_id, payment_id) = house.place(visitor(1)).unwrap();
    house.settle(order_id, payment_id).unwrap();
    assert_eq!(house.state.artworks.values().filter(|head| head.editions_left == 0).count(), 1);
    house.submit(&Command::CancelOrder { owner: Some(visitor(1)), order_id, staff: None, editions: vec![] }).unwrap();
    assert_eq!(house.stock(0).available, 1);
    let amount_minor = house.order(order_id).head.totals.total_minor;
    house.submit(&Command::RefundPaid { order_id, payment_id, amount_minor, refund_id: None }).unwrap();
    let order = house.order(order_id);
    assert_eq!((order.head.status, order.head.payment_status), (OrderStatus::Cancelled, OrderPaymentStatus::Refunded));
    assert_eq!(order.documents.last().map(|document| document.kind), Some(DocumentKind::CreditNote));
    for kind in AccountKind::ALL {
        assert_eq!(house.account(*kind), 0);
    }
}

#[test]
fn the_hold_of_a_visitor_lapses_and_can_be_taken_again() {
    let mut house = House::new();
    house.hold(visitor(1), 1, 2).unwrap();
    house.pass(601);
    house.submit(&Command::ExpireHolds { edition_id: edition_id(1) }).unwrap();
    assert_eq!(house.stock(1).available, 25);
    let line = house.state.cart(visitor(1)).lines[0].clone();
    assert!(line.lost.is_some());
    assert_eq!(house.place(visitor(1)), Err(Refusal::CartChanged { lines: vec![line.id] }));
    let (owner, line_id, edition_id) = (visitor(1), line.id, line.edition_id);
    house.submit(&Command::Rehold { owner, line_id, edition_id, quantity: 2, picked: vec![] }).unwrap();
    assert_eq!(house.stock(1).held, 2);
    assert!(house.place(visitor(1)).is_ok());
}

#[test]
fn a_hold_is_extended_once() {
    let mut house = House::new();
    house.hold(visitor(1), 1, 1).unwrap();
    let line = house.state.cart(visitor(1)).lines[0].clone();
    let extend = Command::ExtendHold { owner: visitor(1), line_id: line.id, edition_id: line.edition_id };
    house.submit(&extend).unwrap();
    assert!(matches!(house.submit(&extend), Err(Refusal::Conflict { .. })));
    house.pass(899);
    house.submit(&Command::ExpireHolds { edition_id: edition_id(1) }).unwrap();
    assert_eq!(house.stock(1).held, 1);
}

#[test]
fn a_visitor_holds_at_most_so_many_works() {
    let mut house = House::new();
    let mut rules = (*house.state.rules).clone();
    rules.holds.visitor_works_max = Some(2);
    house.state.rules = std::sync::Arc::new(rules);
    house.hold(visitor(1), 0, 1).unwrap();
    house.hold(visitor(1), 1, 1).unwrap();
    assert!(matches!(house.hold(visitor(1), 3, 1), Err(Refusal::HoldLimit { retry_at: Some(_) })));
    house.hold(visitor(1), 1, 3).unwrap();
    house.hold(user(1), 3, 1).unwrap();
}

#[test]
fn replaying_the_outcomes_of_a_crowd_leaves_twenty_five_owners_of_twenty_five_copies() {
    let mut house = House::new();
    let mut paid = 0;
    for number in 0..200 {
        match house.hold(visitor(number), 1, 1) {
            Ok(_) => {
                let (order_id, payment_id) = house.place(visitor(number)).unwrap();
                house.settle(order_id, payment_id).unwrap();
                paid += 1;
            }
            Err(refusal) => assert!(matches!(refusal, Refusal::SoldOut { available: 0, .. }), "{refusal:?}"),
        }
    }
    assert_eq!((paid, house.stock(1).sold), (25, 25));
}

#[test]
fn what_a_customer_has_bought_counts_against_what_one_may_have() {
    let mut house = House::new();
    house.change_edition(1, |edition| edition.max_per_customer = Some(2));
    let limit = Err(Refusal::CustomerLimit { max_per_customer: 2 });
    house.hold(user(3), 1, 1).unwrap();
    let (order_id, payment_id) = house.place(user(3)).unwrap();
    house.settle(order_id, payment_id).unwrap();
    assert_eq!(house.hold(user(3), 1, 2), limit);
    house.hold(user(3), 1, 1).unwrap();
    // A guest's cart comes along at sign-in: what is too much of it cannot be bought.
    house.hold(visitor(1), 1, 1).unwrap();
    house.submit(&Command::MergeCart { visitor: visitor(1), user: user(3) }).unwrap();
    assert_eq!(house.place(user(3)), Err(Refusal::CustomerLimit { max_per_customer: 2 }));
    // What goes back counts no more.
    house.submit(&Command::CancelOrder { owner: None, order_id, staff: None, editions: vec![] }).unwrap();
    house.place(user(3)).unwrap();
}

#[test]
fn signing_in_with_a_lapsed_line_leaves_a_cart_that_can_be_bought() {
    let mut house = House::new();
    house.hold(user(3), 0, 1).unwrap();
    house.pass(601);
    house.submit(&Command::ExpireHolds { edition_id: edition_id(0) }).unwrap();
    house.change_edition(0, |edition| edition.price.amount_minor = 9_900);
    house.hold(visitor(1), 0, 1).unwrap();
    house.submit(&Command::MergeCart { visitor: visitor(1), user: user(3) }).unwrap();
    let line = house.state.cart(user(3)).lines[0].clone();
    assert_eq!((line.quantity, line.lost, line.unit_price.amount_minor), (1, None, 9_900));
    house.place(user(3)).unwrap();
}

#[test]
fn signing_in_makes_nothing_dearer() {
    for (own, theirs) in [(5_000, 6_000), (6_000, 5_000)] {
        let mut house = House::new();
        house.change_edition(1, |edition| edition.price.amount_minor = own);
        house.hold(user(3), 1, 1).unwrap();
        house.change_edition(1, |edition| edition.price.amount_minor = theirs);
        house.hold(visitor(1), 1, 2).unwrap();
        house.submit(&Command::MergeCart { visitor: visitor(1), user: user(3) }).unwrap();
        let line = house.state.cart(user(3)).lines[0].clone();
        assert_eq!((line.quantity, line.unit_price.amount_minor), (3, 5_000));
        let (order_id, _) = house.place(user(3)).unwrap();
        assert_eq!(house.order(order_id).head.totals.items_minor, 15_000);
    }
}

#[test]
fn copies_that_are_left_of_a_lapsed_line_cost_what_the_line_costs() {
    let mut house = House::new();
    house.hold(visitor(1), 1, 1).unwrap();
    house.pass(300);
    house.hold(visitor(1), 1, 1).unwrap();
    house.pass(301);
    house.submit(&Command::ExpireHolds { edition_id: edition_id(1) }).unwrap();
    house.change_edition(1, |edition| edition.price.amount_minor = 20_000);
    house.hold(visitor(1), 1, 1).unwrap();
    let (order_id, _) = house.place(visitor(1)).unwrap();
    assert_eq!(house.order(order_id).head.totals.items_minor, 40_000);
}

#[test]
fn a_quote_stands_until_its_end_and_while_the_offer_is_the_same() {
    use crate::quote::{QuoteSeal, price};
    let mut house = House::new();
    house.hold(visitor(1), 1, 1).unwrap();
    let seal = |house: &House| {
        let cart = house.state.cart_state(visitor(1));
        let lines = super::order::quote_lines(&house.state, &cart).unwrap();
        let country = crate::address::Country::parse("DE").unwrap();
        let quote = price(&lines, country, house.now.date_naive(), &house.state.rules, &|_| None).unwrap();
        let until = house.now + chrono::TimeDelta::seconds(600);
        QuoteSeal::of(visitor(1), &lines, country, &quote, until)
    };
    let first = seal(&house);
    assert_eq!(QuoteSeal::parse(first.id()), Some(first));
    assert_eq!(QuoteSeal::parse(id(7)), None);
    assert_eq!(first.expires_at().timestamp_millis(), (house.now.timestamp_millis() + 600_000));
    house.hold(visitor(1), 1, 1).unwrap();
    let placed = house.place_with(visitor(1), |order| order.quote = Some(first));
    assert!(matches!(placed, Err(Refusal::TotalChanged { .. })), "{placed:?}");
    let second = seal(&house);
    house.pass(601);
    assert_eq!(house.place_with(visitor(1), |order| order.quote = Some(second)), Err(Refusal::Expired));
    let third = seal(&house);
    house.place_with(visitor(1), |order| order.quote = Some(third)).unwrap();
}

#[test]
fn a_total_in_another_currency_is_another_total() {
    use crate::money::Currency;
    let mut house = House::new();
    house.hold(visitor(1), 0, 1).unwrap();
    let total = Money::new(12_345 + 990, Currency::EUR);
    let dollars = Money { currency: Currency::USD, ..total };
    let placed = house.place_with(visitor(1), |order| order.expected_total = Some(dollars));
    assert_eq!(placed, Err(Refusal::TotalChanged { total }));
    house.place_with(visitor(1), |order| order.expected_total = Some(total)).unwrap();
}

#[test]
fn a_paid_order_stays_paid_whatever_another_attempt_waits_for() {
    let mut house = House::new();
    house.hold(visitor(1), 0, 1).unwrap();
    let (order_id, first) = house.place(visitor(1)).unwrap();
    house.fail(order_id, first, false).unwrap();
    let lease = crate::job::LeaseTerm { token: id(2), lasts_ms: 0 };
    let (provider, token) = ("test".to_owned(), None);
    let pay = Command::StartPayment { owner: visitor(1), order_id, provider, token, lease, editions: vec![] };
    house.submit(&pay).unwrap();
    let second = house.order(order_id).payments[1].id;
    house.settle(order_id, first).unwrap();
    let asked = house.state.appended.jobs.iter().filter(|job| job.task.kind() == "expire_order");
    assert_eq!(asked.count(), 1, "nobody calls the second attempt off");
    house.wait(order_id, second, true);
    assert_eq!(house.order(order_id).head.payment_status, OrderPaymentStatus::Paid);
}

#[test]
fn what_is_told_of_the_next_release_moves_with_the_deadlines() {
    let mut house = House::new();
    house.hold(visitor(1), 0, 1).unwrap();
    let told = |house: &House| house.state.stock_told(edition_id(0)).unwrap();
    let held = told(&house);
    let line = house.state.cart(visitor(1)).lines[0].clone();
    house.submit(&Command::ExtendHold { owner: visitor(1), line_id: line.id, edition_id: line.edition_id }).unwrap();
    let extended = told(&house);
    assert!(extended.version > held.version && extended.next_release_at > held.next_release_at);
    house.pass(500);
    house.place(visitor(1)).unwrap();
    let placed = told(&house);
    assert!(placed.version > extended.version && placed.next_release_at > extended.next_release_at);
}

#[test]
fn a_cart_is_priced_in_its_own_currency_or_not_at_all() {
    use crate::money::Currency;
    let mut house = House::new();
    for edition in [0, 1] {
        house.change_edition(edition, |edition| edition.price = Money::new(50_000, Currency::JPY));
    }
    house.hold(visitor(1), 0, 1).unwrap();
    let refused = house.place(visitor(1));
    assert!(matches!(&refused, Err(Refusal::Invalid { pointer, .. }) if pointer == "/shipping"), "{refused:?}");
    let mut rules = (*house.state.rules).clone();
    for band in rules.shipping.methods.iter_mut().flat_map(|method| method.bands.iter_mut()) {
        band.prices.push(Money::new(1_600, Currency::JPY));
    }
    house.state.rules = std::sync::Arc::new(rules);
    let (order_id, payment_id) = house.place(visitor(1)).unwrap();
    let order = house.settle(order_id, payment_id).unwrap();
    assert_eq!(order.head.totals.shipping_minor, 1_600);
    assert_eq!(order.payments[0].amount, Money::new(51_600, Currency::JPY));
}

/// An order of a unique work and three prints of one seller, and one of another's.
fn paid_order(house: &mut House) -> OrderId {
    house.hold(visitor(1), 0, 1).unwrap();
    house.hold(visitor(1), 1, 3).unwrap();
    house.hold(visitor(1), 4, 1).unwrap();
    let (order_id, payment_id) = house.place(visitor(1)).unwrap();
    house.settle(order_id, payment_id).unwrap();
    order_id
}

#[test]
fn an_order_is_shipped_parcel_by_parcel_and_delivered_when_the_last_has_arrived() {
    let mut house = House::new();
    let order_id = paid_order(&mut house);
    let by = UserId(id(1));
    let standing = |house: &House| house.order(order_id).head.fulfilment_status;
    let deliver = |house: &mut House, number: usize| {
        let shipment_id = house.order(order_id).shipments[number].id;
        house.submit(&Command::Deliver { order_id, shipment_id, seller_id: None, by }).map(drop)
    };
    ship(&mut house, order_id, 0, 1, false).unwrap();
    assert_eq!(standing(&house), FulfilmentStatus::PartiallyShipped);
    // The first parcel arrives before the others have left.
    deliver(&mut house, 0).unwrap();
    assert_eq!(standing(&house), FulfilmentStatus::PartiallyShipped);
    assert_eq!(
        ship(&mut house, order_id, 0, 1, false),
        Err(Refusal::conflict("that has left in another parcel already"))
    );
    ship(&mut house, order_id, 0, 2, false).unwrap();
    let order = house.order(order_id);
    assert_eq!(order.fulfilment_of(&order.seller_orders[0]), FulfilmentStatus::Shipped);
    assert_eq!(order.fulfilment_of(&order.seller_orders[1]), FulfilmentStatus::Unfulfilled);
    ship(&mut house, order_id, 1, 1, false).unwrap();
    assert_eq!(standing(&house), FulfilmentStatus::Shipped);
    deliver(&mut house, 1).unwrap();
    assert_eq!(standing(&house), FulfilmentStatus::Shipped);
    deliver(&mut house, 2).unwrap();
    assert_eq!(standing(&house), FulfilmentStatus::Delivered);
    let version = house.order(order_id).head.version;
    deliver(&mut house, 2).unwrap();
    assert_eq!(house.order(order_id).head.version, version, "to say it twice changes nothing");
    let kinds: Vec<String> = house.order(order_id).head.timeline.iter().map(|entry| entry.kind.clone()).collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "shipped").count(), 3);
    assert_eq!(kinds.iter().filter(|kind| *kind == "delivered").count(), 3);
    let cancel = house.submit(&Command::CancelOrder { owner: None, order_id, staff: None, editions: vec![] });
    assert!(matches!(cancel, Err(Refusal::InvalidTransition { .. })), "{cancel:?}");
}

#[test]
fn nothing_leaves_before_it_is_paid_or_after_it_was_called_off() {
    let mut house = House::new();
    house.hold(visitor(1), 1, 1).unwrap();
    let (order_id, payment_id) = house.place(visitor(1)).unwrap();
    let from = |house: &mut House| match ship(house, order_id, 0, 1, false) {
        Err(Refusal::InvalidTransition { from, .. }) => from,
        other => panic!("{other:?}"),
    };
    assert_eq!(from(&mut house), "pending");
    house.settle(order_id, payment_id).unwrap();
    assert_eq!(
        ship(&mut house, order_id, 0, 0, false),
        Err(Refusal::invalid("/line_ids", "must name what is in the parcel"))
    );
    house.submit(&Command::CancelOrder { owner: None, order_id, staff: None, editions: vec![] }).unwrap();
    assert_eq!(from(&mut house), "cancelled");
}

#[test]
fn what_a_carrier_tells_counts_once_and_nothing_comes_back_from_the_buyer() {
    use crate::shipment::{EventSource, ShipmentEvent, ShipmentStatus as S};

    let mut house = House::new();
    let order_id = paid_order(&mut house);
    ship(&mut house, order_id, 0, 3, false).unwrap();
    ship(&mut house, order_id, 1, 1, false).unwrap();
    let ids: Vec<_> = house.order(order_id).shipments.iter().map(|parcel| parcel.id).collect();
    let tell = |house: &mut House, parcel: usize, status: S, event_id: &str| {
        let source = Some(EventSource { name: "dhl".to_owned(), event_id: event_id.to_owned() });
        let event = ShipmentEvent { at: house.now, status, place: None, text: String::new(), source };
        house.submit(&Command::TrackParcel { order_id, shipment_id: ids[parcel], event }).unwrap();
    };
    tell(&mut house, 0, S::Exception, "a");
    assert_eq!(house.order(order_id).shipments[0].status, S::Exception);
    tell(&mut house, 0, S::Delivered, "b");
    let order = house.order(order_id);
    assert_eq!((order.shipments[0].status, order.head.fulfilment_status), (S::Delivered, FulfilmentStatus::Shipped));
    let version = order.head.version;
    for _ in 0..100 {
        tell(&mut house, 0, S::Delivered, "b");
    }
    assert_eq!(house.order(order_id).head.version, version, "the same event again changes nothing");
    tell(&mut house, 0, S::InTransit, "late");
    let order = house.order(order_id);
    assert_eq!((order.shipments[0].status, order.shipments[0].events.len()), (S::Delivered, 4));
    tell(&mut house, 1, S::Delivered, "b");
    assert_eq!(house.order(order_id).head.fulfilment_status, FulfilmentStatus::Delivered);
}

#[test]
fn a_parcel_is_told_with_the_order_it_belongs_to() {
    use crate::event::Event;

    let mut house = House::new();
    let order_id = paid_order(&mut house);
    ship(&mut house, order_id, 0, 3, false).unwrap();
    let Some(Event::OrderChanged { version, shipment: Some(told), .. }) = house.state.appended.events.last() else {
        panic!("{:?}", house.state.appended.events.last());
    };
    let order = house.order(order_id);
    assert_eq!((*version, told.id, told.lines.len()), (order.head.version, order.shipments[0].id, 2));
}
