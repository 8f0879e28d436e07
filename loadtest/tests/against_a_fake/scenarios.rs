//! Each scenario against an honest fake: it is believed, and the figures are those of what happened.

use std::process::Command;
use std::time::Duration;

use crate::program::{run, start};
use crate::server::Fake;
use crate::shop::{Lie, Shop};

#[test]
fn purchases_are_counted_and_proven() {
    let fake = Fake::start(Lie::None, 500);
    let ended = run(&fake, "purchase --buyers 4 --orders 100 --kind limited --threads 2");
    ended.assert_proven();
    assert_eq!((ended.count("paid"), ended.report["units"].as_u64().unwrap(), fake.shop().orders()), (100, 100, 100));
    let checked = &ended.report["checked"];
    assert_eq!(
        (checked["paid"].as_u64(), checked["admin_orders"].as_u64(), checked["editions"].as_u64()),
        (Some(100), Some(100), Some(1))
    );
    let step = |name: &str| {
        ended.report["steps"].as_array().unwrap().iter().find(|step| step["name"] == name).unwrap()["count"]
            .as_u64()
            .unwrap()
    };
    assert_eq!((step("visitor"), step("hold"), step("checkout"), step("whole purchase")), (100, 100, 100, 100));
    assert!(ended.report["machine"]["cores"].as_u64().unwrap() > 0);
}

#[test]
fn open_editions_are_bought_first_and_without_copies() {
    let fake = Fake::start(Lie::None, 3);
    let ended = run(&fake, "purchase --buyers 2 --orders 20 --kind open");
    ended.assert_proven();
    assert_eq!(ended.count("paid"), 20);
}

#[test]
fn a_run_stops_when_the_stock_is_used_up() {
    let fake = Fake::start(Lie::None, 10);
    let ended = run(&fake, "purchase --buyers 3 --seconds 600 --kind limited");
    ended.assert_proven();
    assert_eq!(ended.count("paid"), 10);
    assert!(ended.out.contains("used up"), "{}", ended.out);
}

#[test]
fn stock_made_for_the_run_is_bought_and_compared_exactly() {
    let fake = Fake::start(Lie::None, 1);
    let ended = run(&fake, "purchase --buyers 3 --orders 30 --make-stock 1 --copies 40 --kind limited");
    ended.assert_proven();
    assert_eq!(ended.count("paid"), 30);
}

#[test]
fn contention_sells_exactly_what_there_is() {
    let fake = Fake::start(Lie::None, 1);
    let ended = run(&fake, "contention --buyers 60 --size 25 --threads 2");
    ended.assert_proven();
    assert_eq!((ended.count("paid"), ended.count("sold out"), ended.count("copies")), (25, 35, 25));
}

#[test]
fn reads_are_counted() {
    let fake = Fake::start(Lie::None, 1);
    let ended = run(&fake, "catalogue --buyers 3 --seconds 1");
    ended.assert_proven();
    assert!(ended.count("read") > 0);
    assert_eq!(ended.report["units"].as_u64().unwrap(), ended.count("read"));
}

#[test]
fn every_socket_learns_of_every_change() {
    let fake = Fake::start(Lie::None, 50);
    let ended = run(&fake, "fanout --sockets 20 --changes 30 --rest-s 0");
    ended.assert_proven();
    assert_eq!((ended.count("deliveries"), ended.count("versions known by all")), (600, 30));
}

#[test]
fn fanout_keeps_several_changes_in_flight_and_a_steady_rate() {
    let fake = Fake::start(Lie::None, 50);
    let ended =
        run(&fake, "fanout --sockets 10 --changes 40 --in-flight 4 --rest-s 0 --authenticate --topic storefront");
    ended.assert_proven();
    assert_eq!(ended.count("versions known by all"), 40);
    let ended = run(&fake, "fanout --sockets 10 --changes 40 --rate 400 --rest-s 0 --threads 2");
    ended.assert_proven();
    assert_eq!(ended.count("versions known by all"), 40);
}

#[test]
fn a_mixed_crowd_is_believed() {
    let fake = Fake::start(Lie::None, 2_000);
    let ended = run(&fake, "mixed --buyers 8 --orders 400 --sockets 4 --kind limited --settle-s 30");
    ended.assert_proven();
    for name in ["browsed", "paid", "declined", "left with a hold", "released", "events"] {
        assert!(ended.count(name) > 0, "{name}: {}", ended.out);
    }
}

#[test]
fn a_crowd_survives_a_crash_of_an_honest_server() {
    let mut fake = Fake::start(Lie::None, 5_000);
    let running = start(&fake, "mixed --buyers 8 --orders 1500 --sockets 4 --kind limited --settle-s 60");
    let crash_after = |fake: &mut Fake, orders: usize| {
        fake.wait_until(|shop: &Shop| shop.orders() >= orders);
        fake.crash();
        // Long enough for connections to be refused, not only broken.
        std::thread::sleep(Duration::from_millis(150));
        fake.come_back();
    };
    crash_after(&mut fake, 50);
    crash_after(&mut fake, 200);
    let ended = running.end();
    ended.assert_proven();
    let answers = ended.report["answers"].as_array().unwrap();
    assert!(answers.iter().any(|answer| answer["status"] == 0), "nobody noticed the crash: {}", ended.out);
    assert_eq!(ended.count("unanswered to the end"), 0);
}

#[test]
fn a_server_that_stays_away_ends_the_run_and_nothing_is_called_proven() {
    let mut fake = Fake::start(Lie::None, 5_000);
    let running = start(&fake, "mixed --buyers 4 --orders 100000 --sockets 2 --kind limited --settle-s 1");
    fake.wait_until(|shop: &Shop| shop.orders() >= 20);
    fake.crash();
    let ended = running.end();
    assert_eq!((ended.code, ended.err.lines().count()), (2, 1), "{}{}", ended.out, ended.err);
    assert!(ended.err.contains("could not be proven"), "{}", ended.err);
}

#[test]
fn an_interrupted_run_is_proven_as_far_as_it_went() {
    let fake = Fake::start(Lie::None, 5_000);
    let running = start(&fake, "purchase --buyers 2 --seconds 600 --kind open");
    fake.wait_until(|shop: &Shop| shop.orders() >= 20);
    running.interrupt();
    let ended = running.end();
    ended.assert_proven();
    assert!(ended.count("paid") >= 20);
}

#[test]
fn reports_are_printed_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("one.json");
    let fake = Fake::start(Lie::None, 100);
    let contend =
        ["contention", "--url", &fake.url(), "--buyers", "5", "--size", "2", "--label", "five-for-two", "--report"];
    let contended = Command::new(env!("CARGO_BIN_EXE_impasto-loadtest")).args(contend).arg(&report).output().unwrap();
    assert!(contended.status.success(), "{contended:?}");
    let table = Command::new(env!("CARGO_BIN_EXE_impasto-loadtest")).arg("table").arg(&report).output().unwrap();
    let text = String::from_utf8(table.stdout).unwrap();
    assert!(text.lines().nth(1).unwrap().starts_with("five-for-two  contention  5 "), "{text}");
    assert!(text.trim_end().ends_with("proven"), "{text}");
}

#[test]
fn a_history_can_be_proven_again_later() {
    let folder = tempfile::tempdir().unwrap();
    let history = folder.path().join("history.jsonl");
    let fake = Fake::start(Lie::None, 500);
    run(&fake, &format!("purchase --buyers 2 --orders 20 --kind limited --history {}", history.display()))
        .assert_proven();
    run(&fake, &format!("purchase --buyers 2 --orders 20 --kind limited --history {}", history.display()))
        .assert_proven();
    let verify = format!("verify --history {} --exclusive", history.display());
    let ended = run(&fake, &verify);
    ended.assert_proven();
    assert_eq!(ended.report["checked"]["paid"], 40);
    fake.shop().forget_newest_orders(1);
    run(&fake, &verify).assert_found("lost-order");
}

#[test]
fn an_order_of_somebody_else_is_only_a_finding_when_nobody_else_may_buy() {
    let folder = tempfile::tempdir().unwrap();
    let history = folder.path().join("history.jsonl");
    let fake = Fake::start(Lie::None, 500);
    run(&fake, &format!("purchase --buyers 1 --orders 3 --kind limited --history {}", history.display()))
        .assert_proven();
    run(&fake, "purchase --buyers 1 --orders 1 --kind limited").assert_proven();
    run(&fake, &format!("verify --history {}", history.display())).assert_proven();
    run(&fake, &format!("verify --history {} --exclusive", history.display())).assert_found("nobody-asked");
}

#[test]
fn bad_flags_and_absent_servers_are_told_in_one_line() {
    let mut fake = Fake::start(Lie::None, 1);
    let ended = run(&fake, "purchase --orders 1 --edition 00000000-0000-0000-0000-000000000001");
    assert_eq!((ended.code, ended.err.lines().count()), (2, 1), "{}", ended.err);
    let ended = run(&fake, "purchase --orders 1 --server-pid 4294967295");
    assert!(ended.code == 2 && ended.err.contains("--server-pid"), "{}", ended.err);
    fake.crash();
    let ended = run(&fake, "purchase --orders 1");
    assert_eq!((ended.code, ended.err.lines().count()), (2, 1), "{}", ended.err);
    assert!(ended.err.contains(&fake.url()) && ended.err.contains("cannot be reached"), "{}", ended.err);
}
