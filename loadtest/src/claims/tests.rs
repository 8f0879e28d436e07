//! Histories with one lie each: the claims must show it, and an honest history must not be accused.

use super::*;
use crate::api::Copy;

const OWNER: Uuid = Uuid::from_u128(0xa);
const OTHER: Uuid = Uuid::from_u128(0xb);
const EDITION: Uuid = Uuid::from_u128(0xe);

fn copy(number: u128) -> Copy {
    Copy { id: Uuid::from_u128(number), label: Some(format!("{number}/25")) }
}

fn held(owner: Uuid, number: u128, at_us: i64, for_us: i64) -> Line {
    Line::Held { owner, edition: EDITION, copies: vec![copy(number)], sent_us: at_us - 10, at_us, for_us }
}

fn asked(key: u128, owner: Uuid, copies: Vec<Copy>) -> Line {
    Line::Asked(Ask {
        key: Uuid::from_u128(key),
        owner,
        token: String::new(),
        email: format!("lt-0badcafe-{key}@x"),
        artwork: Uuid::from_u128(1),
        edition: EDITION,
        counted: true,
        quantity: 1,
        copies,
        at_us: 0,
    })
}

fn answer(key: u128, order: u128, copy_number: u128) -> Answer {
    Answer {
        key: Uuid::from_u128(key),
        order: Uuid::from_u128(order),
        number: format!("A-{order}"),
        amount: 100,
        currency: "EUR".to_owned(),
        copies: vec![copy(copy_number)],
        at_us: 5_000,
    }
}

fn refused(key: u128, problem: &str, at_us: i64) -> Line {
    Line::Refused { key: Uuid::from_u128(key), status: 409, problem: format!("/problems/{problem}"), at_us }
}

fn rules(lines: Vec<Line>) -> Vec<String> {
    let mut claims = Claims::default();
    for line in lines {
        claims.take(line);
    }
    let mut findings = std::mem::take(&mut claims.findings);
    findings.append(claims.judge());
    findings.kept().iter().map(|finding| finding.rule.clone()).collect()
}

#[test]
fn an_honest_history_is_not_accused() {
    let lines = vec![
        held(OWNER, 1, 1_000, 600),
        asked(1, OWNER, vec![copy(1)]),
        Line::Declined(answer(1, 1, 1)),
        Line::PayingAgain { key: Uuid::from_u128(1) },
        Line::Paid(answer(1, 1, 1)),
        held(OTHER, 2, 1_000, 600),
        Line::Releasing { owner: OTHER, edition: EDITION, at_us: 1_100 },
        held(OWNER, 2, 1_200, 600),
        asked(2, OWNER, vec![copy(2)]),
        refused(2, "sold-out", 9_000),
    ];
    assert_eq!(rules(lines), Vec::<String>::new());
}

#[test]
fn a_copy_in_two_paid_orders_is_found() {
    let lines = vec![
        asked(1, OWNER, vec![]),
        Line::Paid(answer(1, 1, 7)),
        asked(2, OTHER, vec![]),
        Line::Paid(answer(2, 2, 7)),
    ];
    assert_eq!(rules(lines), ["sold-twice"]);
}

#[test]
fn a_label_sold_under_two_ids_is_found() {
    let mut second = answer(2, 2, 8);
    second.copies[0].label = copy(7).label;
    let lines = vec![asked(1, OWNER, vec![]), Line::Paid(answer(1, 1, 7)), asked(2, OTHER, vec![]), Line::Paid(second)];
    assert_eq!(rules(lines), ["label-sold-twice"]);
}

#[test]
fn a_key_that_gave_two_orders_is_found() {
    let lines = vec![asked(1, OWNER, vec![]), Line::Placed(answer(1, 1, 7)), Line::Placed(answer(1, 2, 7))];
    assert_eq!(rules(lines), ["key-gave-two-orders"]);
}

#[test]
fn a_key_refused_after_it_gave_an_order_is_found() {
    let lines = vec![asked(1, OWNER, vec![]), Line::Placed(answer(1, 1, 7)), refused(1, "cart-empty", 1)];
    assert_eq!(rules(lines), ["key-answered-differently"]);
}

#[test]
fn an_answer_that_changes_its_amount_is_found() {
    let mut again = answer(1, 1, 7);
    again.amount = 99;
    assert_eq!(
        rules(vec![asked(1, OWNER, vec![]), Line::Placed(answer(1, 1, 7)), Line::Placed(again)]),
        ["answer-changed"]
    );
}

#[test]
fn a_number_given_to_two_orders_is_found() {
    let mut second = answer(2, 2, 8);
    second.number = "A-1".to_owned();
    let lines =
        vec![asked(1, OWNER, vec![]), Line::Placed(answer(1, 1, 7)), asked(2, OTHER, vec![]), Line::Placed(second)];
    assert_eq!(rules(lines), ["number-given-twice"]);
}

#[test]
fn a_copy_held_for_two_owners_at_once_is_found() {
    assert_eq!(rules(vec![held(OWNER, 1, 1_000, 600), held(OTHER, 1, 1_300, 600)]), ["held-twice"]);
}

#[test]
fn holds_whose_times_cannot_be_told_apart_are_not_accused() {
    // The second request was under way when the first answer came: it may have been decided first and lapsed.
    assert_eq!(rules(vec![held(OWNER, 1, 1_000, 600), held(OTHER, 1, 1_005, 600)]), Vec::<String>::new());
    // The second came after the first one's deadline.
    assert_eq!(rules(vec![held(OWNER, 1, 1_000, 600), held(OTHER, 1, 1_700, 600)]), Vec::<String>::new());
}

#[test]
fn a_sold_copy_held_for_another_owner_is_found() {
    let lines = vec![
        held(OWNER, 1, 1_000, 600),
        asked(1, OWNER, vec![copy(1)]),
        Line::Paid(answer(1, 1, 1)),
        held(OTHER, 1, 99_000, 600),
    ];
    assert_eq!(rules(lines), ["held-though-sold"]);
}

#[test]
fn a_checkout_refused_while_its_hold_was_promised_is_found() {
    let lines = vec![held(OWNER, 1, 1_000, 600), asked(1, OWNER, vec![copy(1)]), refused(1, "hold-lapsed", 1_200)];
    assert_eq!(rules(lines), ["hold-not-kept"]);
}

#[test]
fn addresses_are_tied_to_their_runs_and_checkouts() {
    let mut claims = Claims::default();
    claims.take(Line::Run { run: "0badcafe".to_owned(), at_us: 0, scenario: "mixed".to_owned() });
    claims.take(asked(4, OWNER, vec![]));
    assert!(claims.is_ours("lt-0badcafe-99@x") && !claims.is_ours("lt-deadbeef-4@x") && !claims.is_ours("jo@x"));
    assert_eq!(claims.by_email("lt-0badcafe-4@x").unwrap().ask.key, Uuid::from_u128(4));
}
