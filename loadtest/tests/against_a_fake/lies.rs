//! Each scenario against a fake that tells one lie: the lie must be found, and by its name.

use std::time::Duration;

use crate::program::{Ended, run, start};
use crate::server::Fake;
use crate::shop::{Lie, Shop};

fn purchase(lie: Lie) -> Ended {
    run(&Fake::start(lie, 500), "purchase --buyers 4 --orders 40 --kind limited --settle-s 1")
}

/// Long enough for some dozens of holds among all the browsing.
fn mixed(lie: Lie) -> Ended {
    run(&Fake::start(lie, 3_000), "mixed --buyers 4 --orders 3000 --sockets 3 --kind limited --settle-s 2")
}

#[test]
fn a_copy_sold_twice_is_found() {
    purchase(Lie::SellsTwice).assert_found("sold-twice");
}

#[test]
fn a_label_sold_twice_is_found() {
    // The answer differs from the hold, so it shows at once and in the proof.
    purchase(Lie::SellsALabelTwice).assert_found("order-not-as-asked");
}

#[test]
fn a_copy_held_for_two_owners_is_found() {
    mixed(Lie::HoldsTwice).assert_found("held-twice");
}

#[test]
fn an_edition_sold_beyond_its_size_is_found() {
    let ended = run(&Fake::start(Lie::Oversells, 1), "contention --buyers 40 --size 25");
    ended.assert_found("oversold");
    ended.assert_found("not-exactly-sold");
}

#[test]
fn a_forgotten_order_is_found() {
    purchase(Lie::ForgetsOrders).assert_found("lost-order");
}

#[test]
fn an_order_missing_from_its_owners_list_is_found() {
    purchase(Lie::ForgetsInTheList).assert_found("lost-order");
}

#[test]
fn an_order_missing_from_the_admins_list_is_found() {
    purchase(Lie::HidesFromTheAdmin).assert_found("lost-order");
}

#[test]
fn a_changed_amount_is_found() {
    purchase(Lie::ChangesAmounts).assert_found("order-changed");
}

#[test]
fn a_paid_order_that_is_not_paid_any_more_is_found() {
    purchase(Lie::Unpays).assert_found("order-changed");
}

#[test]
fn a_second_charge_is_found() {
    purchase(Lie::ChargesTwice).assert_found("not-paid-once");
}

#[test]
fn a_paid_order_without_its_copies_is_found() {
    let ended = purchase(Lie::ShowsNoCopies);
    ended.assert_found("paid-without-copies");
    ended.assert_found("order-changed");
}

#[test]
fn one_number_for_two_orders_is_found() {
    purchase(Lie::OneNumberForAll).assert_found("number-given-twice");
}

#[test]
fn a_refused_checkout_that_made_an_order_is_found() {
    purchase(Lie::RefusesAndSells).assert_found("refused-but-ordered");
}

#[test]
fn answers_of_500_are_counted_and_nobody_is_accused() {
    let ended = purchase(Lie::FailsHonestly);
    ended.assert_proven();
    let failed =
        ended.report["answers"].as_array().unwrap().iter().find(|answer| answer["status"] == 500).unwrap()["count"]
            .as_u64()
            .unwrap();
    assert_eq!((failed, ended.count("paid"), ended.count("not bought")), (10, 30, 10));
}

#[test]
fn a_lost_answer_may_be_either_way() {
    let ended = purchase(Lie::LosesAnswers);
    ended.assert_proven();
    assert_eq!((ended.count("paid"), ended.report["checked"]["unanswered_but_made"].as_u64()), (30, Some(10)));
}

#[test]
fn a_lost_answer_is_asked_again_until_it_comes() {
    let ended = mixed(Lie::LosesAnswers);
    ended.assert_proven();
    assert_eq!(
        (ended.count("unanswered to the end"), ended.report["checked"]["unanswered_but_made"].as_u64()),
        (0, Some(0))
    );
}

#[test]
fn a_repeat_that_makes_a_second_order_is_found() {
    mixed(Lie::LosesAnswersAndKeys).assert_found("key-gave-two-orders");
}

#[test]
fn an_unanswered_order_must_be_sound_all_the_same() {
    purchase(Lie::LosesAnswersAndCopies).assert_found("paid-without-copies");
}

#[test]
fn a_paid_order_that_nobody_asked_for_is_found() {
    purchase(Lie::InventsAnOrder).assert_found("nobody-asked");
}

#[test]
fn a_sale_without_an_order_is_found_on_stock_made_for_the_run() {
    let ended = run(
        &Fake::start(Lie::CountsOneTooMany, 500),
        "purchase --buyers 4 --orders 20 --make-stock 1 --copies 100 --kind limited",
    );
    ended.assert_found("sold-without-an-order");
}

#[test]
fn a_payment_that_never_comes_is_found() {
    purchase(Lie::NeverPays).assert_found("not-paid-at-once");
}

#[test]
fn a_declined_order_shown_as_paid_is_found() {
    mixed(Lie::PaysTheDeclined).assert_found("order-changed");
}

#[test]
fn a_hold_that_is_not_kept_is_found() {
    purchase(Lie::BreaksHolds).assert_found("hold-not-kept");
}

#[test]
fn an_answer_that_is_not_as_the_contract_says_is_found() {
    purchase(Lie::AnswersNonsense).assert_found("answer-not-as-contracted");
}

#[test]
fn a_detail_of_another_work_is_found() {
    run(&Fake::start(Lie::ShowsAnotherWork, 1), "catalogue --buyers 1 --seconds 1 --only detail")
        .assert_found("wrong-read");
}

#[test]
fn orders_forgotten_in_a_crash_are_found() {
    let mut fake = Fake::start(Lie::None, 5_000);
    let running = start(&fake, "mixed --buyers 8 --orders 1000 --sockets 2 --kind limited --settle-s 30");
    fake.wait_until(|shop: &Shop| shop.orders() >= 100);
    fake.crash();
    fake.shop().forget_newest_orders(10);
    std::thread::sleep(Duration::from_millis(50));
    fake.come_back();
    running.end().assert_found("lost-order");
}

#[test]
fn a_last_event_that_never_arrives_is_found() {
    let fake = Fake::start(Lie::LosesTheLastEvent, 50);
    run(&fake, "fanout --sockets 10 --changes 3 --rate 100 --rest-s 0 --timeout-s 2").assert_found("lost-version");
    mixed(Lie::LosesTheLastEvent).assert_found("never-caught-up");
}

#[test]
fn versions_that_go_back_are_found() {
    let fake = Fake::start(Lie::VersionsGoBack, 50);
    run(&fake, "fanout --sockets 10 --changes 20 --rate 100 --rest-s 0 --timeout-s 2")
        .assert_found("version-went-back");
    mixed(Lie::VersionsGoBack).assert_found("version-went-back");
}
