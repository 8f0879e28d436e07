//! Numbers of invoices: each seller's run 1, 2, 3 … without gap or repeat, however many buy at once and whatever dies meanwhile.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::Barrier;

use crate::harness::{Account, Guest, Program, both, edition, items, purchase, text};

const BUYERS: usize = 64;

#[test]
fn sixty_four_checkouts_at_once_from_two_sellers_leave_no_gap() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (sellers, guests) = full_carts(&program).await;
        let calls = at_once(&program, &guests, Arc::default());
        for call in calls {
            call.await.expect("a buyer");
        }
        numbers_run_on(&program, &sellers, &guests).await;
        program.check();
    });
}

#[test]
fn nor_do_they_when_the_process_is_killed_among_them() {
    both(|engine| async move {
        let mut program = Program::start(engine).await;
        let (sellers, guests) = full_carts(&program).await;
        for enough in [8, 24] {
            let answered = Arc::<AtomicUsize>::default();
            let calls = at_once(&program, &guests, answered.clone());
            while answered.load(Ordering::Relaxed) < enough {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            program.kill_and_restart().await;
            for call in calls {
                call.await.expect("a buyer");
            }
        }
        numbers_run_on(&program, &sellers, &guests).await;
        program.check();
    });
}

/// Two sellers, and guests of whom some hold a work of the one, some of the other, and some of both.
async fn full_carts(program: &Program) -> ([String; 2], Vec<Guest>) {
    let mut editions = Vec::new();
    let mut sellers = Vec::new();
    for _ in 0..2 {
        let artist = Account::artist(program).await;
        let listed = artist.list(program, json!([edition(100)])).await;
        sellers.push(text(&listed.shown(program).await["seller"]["id"]));
        editions.push(listed.editions[0].clone());
    }
    let mut guests = Vec::new();
    for place in 0..BUYERS {
        let guest = Guest::arrive(program).await;
        for (seller, edition) in editions.iter().enumerate() {
            if buys_of(place, seller) {
                guest.add(program, edition, 1).await.ok(200);
            }
        }
        guests.push(guest);
    }
    (sellers.try_into().expect("two sellers"), guests)
}

/// Whether a guest buys of a seller: every third of both.
const fn buys_of(place: usize, seller: usize) -> bool {
    place.is_multiple_of(3) || place % 3 == seller + 1
}

/// All buy at the same moment. A broken connection is what a killed process looks like: who gets no answer does not care here.
fn at_once(program: &Program, guests: &[Guest], answered: Arc<AtomicUsize>) -> Vec<tokio::task::JoinHandle<()>> {
    let barrier = Arc::new(Barrier::new(guests.len()));
    let buy = |guest: &Guest| {
        let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", "buy")];
        let request = program.request(Method::POST, "/api/v1/checkout", &headers).json(&purchase("tok_ok"));
        let (barrier, answered) = (barrier.clone(), answered.clone());
        tokio::spawn(async move {
            barrier.wait().await;
            if request.send().await.is_ok() {
                answered.fetch_add(1, Ordering::Relaxed);
            }
        })
    };
    guests.iter().map(buy).collect()
}

/// Sees everybody through to a paid order, and looks at the numbers of all invoices.
async fn numbers_run_on(program: &Program, sellers: &[String; 2], guests: &[Guest]) {
    let mut numbers: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for guest in guests {
        loop {
            let answer = guest.check_out(program, "buy", "tok_ok").await;
            if answer.status == 201 {
                break;
            }
            assert_eq!(answer.status, 503, "only a busy house says no: {}", answer.body);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let order = loop {
            let orders = guest.get(program, "/orders").await.ok(200);
            assert_eq!(items(&orders).len(), 1, "one key, one order: {orders}");
            if items(&orders)[0]["payment_status"] == "paid" {
                break items(&orders)[0].clone();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        let documents = order["documents"].as_array().expect("documents").iter();
        let invoices: Vec<&Value> = documents.filter(|document| document["kind"] == "invoice").collect();
        assert_eq!(
            invoices.len(),
            order["seller_orders"].as_array().map_or(0, Vec::len),
            "one for each seller: {order}"
        );
        for invoice in invoices {
            let number = text(&invoice["number"]);
            let running = number.rsplit('-').next().and_then(|digits| digits.parse::<u32>().ok());
            let running = running.unwrap_or_else(|| panic!("{number} ends in no running number"));
            numbers.entry(text(&invoice["seller_id"])).or_default().push(running);
        }
    }
    for (place, seller) in sellers.iter().enumerate() {
        let given = numbers.get_mut(seller).expect("invoices");
        given.sort_unstable();
        let sold = u32::try_from((0..BUYERS).filter(|buyer| buys_of(*buyer, place)).count()).expect("few");
        assert!(given.iter().copied().eq(1..=sold), "{given:?} is not 1..{sold}");
    }
    assert_eq!(numbers.len(), sellers.len());
}
