//! Random lives of orders, through the API alone: paid in every way or not, sent in pieces, given back in pieces, withdrawn
//! from, damaged, disputed, called off, paid out, given back after that. Whatever has happened, the books add up.
//!
//! `IMPASTO_LIVES` makes it so many lives for each database, from a seed of their own, which is told;
//! `IMPASTO_LIVES_SEED` repeats one. scripts/faults runs the long form.

mod buying;
mod chance;
mod disputing;
mod giving_back;
mod house;
mod life;
mod payouts;
mod sending;
mod sums;

use std::hash::{BuildHasher, RandomState};

use futures_util::StreamExt;

use self::house::House;
use self::life::Life;
use crate::harness::{Engine, both};

/// Lives for each database, unless told otherwise.
const LIVES: u64 = 60;

/// Lives between two runs of payouts.
const A_ROUND: u64 = 100;

/// Lives that go on at once.
const AT_ONCE: usize = 4;

#[test]
fn whatever_becomes_of_orders_the_books_add_up() {
    let lives = variable("IMPASTO_LIVES");
    // Every run of the suite is the same; who wants more of them wants others.
    let other = || if lives.is_some() { RandomState::new().hash_one("lives") } else { 1 };
    let seed = variable("IMPASTO_LIVES_SEED").unwrap_or_else(other);
    let lives = lives.unwrap_or(LIVES);
    println!("IMPASTO_LIVES_SEED={seed} IMPASTO_LIVES={lives} repeats these lives");
    both(|engine| live(engine, seed, lives));
}

async fn live(engine: Engine, seed: u64, lives: u64) {
    let mut house = House::open(engine).await;
    let mut orders = Vec::new();
    let mut first = 0;
    while first < lives {
        let last = lives.min(first + A_ROUND);
        if first > 0 {
            house.hang_works().await;
        }
        let mut lived = round(&house, seed, first..last).await;
        sums::of_orders(&house, &lived).await;
        house.let_time_pass().await;
        if house.pay_out(&format!("run-{first}"), true).await {
            house.pay_out(&format!("run-{first}-again"), false).await;
        }
        for life in &mut lived {
            life.go_on_after_payout(&house).await;
        }
        house.pay_out(&format!("run-{first}-later"), false).await;
        sums::of_orders(&house, &lived).await;
        orders.extend(lived.into_iter().map(|life| life.order_id));
        println!("{last} of {lives} lives, {} orders", orders.len());
        first = last;
    }
    assert!(orders.len() > usize::try_from(lives / 2).expect("few"), "nearly everything was sold out");
    sums::of_house(&house).await;
    sums::of_numbers(&house, &orders).await;
    house.program.check();
}

/// Lives of a round, some at once; in the order of their numbers.
async fn round(house: &House, seed: u64, numbers: std::ops::Range<u64>) -> Vec<Life> {
    let lives = futures_util::stream::iter(numbers).map(|number| Life::lived(house, seed, number));
    let lived: Vec<Option<Life>> = lives.buffered(AT_ONCE).collect().await;
    lived.into_iter().flatten().collect()
}

fn variable(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is {text:?}, which is no number")))
}
