//! The simulation: a house under paused time, in which buyers, artists, admins, a bank and a crowd do what they like,
//! everything around the engine goes wrong, and nodes die. All of it comes from one seed, so that what was found once is
//! found again.
//!
//! `scripts/test` runs 10 000 steps from seeds that stay the same; `scripts/faults` so many times as many from new ones
//! (`IMPASTO_SIMULATION_ROUNDS`). `IMPASTO_SIMULATION_SEED` runs one seed and prints what happened,
//! `IMPASTO_SIMULATION_STEPS` says how many steps.

mod bank;
mod books;
mod buyers;
mod checkers;
mod crowd;
mod deed;
mod dice;
mod faults;
mod line;
mod nodes;
mod panics;
mod requests;
mod run;
mod staff;
mod trace;
mod weather;

use std::hash::{BuildHasher, Hasher, RandomState};

use self::run::{Plan, run};
use self::trace::Trace;

/// Steps of one seed, unless one is asked for.
const STEPS_A_SEED: usize = 500;

/// Seeds of a test run.
const SEEDS: usize = 20;

fn simulate(seed: u64, steps: usize) -> Trace {
    run(Plan { seed, steps, flaw: None }).unwrap_or_else(|failure| panic!("{failure}"))
}

/// So many steps in all, a new seed every now and then.
fn simulate_all(steps: usize, seeds: impl Iterator<Item = u64>) {
    let mut left = steps;
    for seed in seeds {
        if left == 0 {
            break;
        }
        simulate(seed, left.min(STEPS_A_SEED));
        left -= left.min(STEPS_A_SEED);
    }
}

/// Seeds that nobody has seen, each told before it is run.
fn new_seeds() -> impl Iterator<Item = u64> {
    let seed = || RandomState::new().build_hasher().finish();
    std::iter::repeat_with(seed).inspect(|seed| println!("seed {seed}"))
}

fn variable(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is {text:?}, which is no number")))
}

#[test]
fn whatever_goes_wrong_the_house_stays_whole_and_comes_to_rest() {
    let steps = variable("IMPASTO_SIMULATION_STEPS").map(|steps| steps as usize);
    if let Some(seed) = variable("IMPASTO_SIMULATION_SEED") {
        let trace = simulate(seed, steps.unwrap_or(STEPS_A_SEED));
        trace.lines().iter().for_each(|line| println!("{line}"));
        println!("seed {seed}: {} lines, digest {:016x}", trace.lines().len(), trace.digest());
        return;
    }
    let steps = steps.unwrap_or(STEPS_A_SEED * SEEDS);
    match variable("IMPASTO_SIMULATION_ROUNDS") {
        Some(rounds) => simulate_all(steps * rounds as usize, new_seeds()),
        None => simulate_all(steps, 1..),
    }
}

#[test]
fn a_seed_repeats_exactly() {
    let (first, again) = (simulate(7, 300), simulate(7, 300));
    let differs = first.lines().iter().zip(again.lines()).find(|(first, again)| first != again);
    assert_eq!(differs, None);
    assert_eq!(first, again);
    assert_ne!(first.digest(), simulate(8, 300).digest());
}

#[test]
fn a_journal_that_forgets_keys_is_found() {
    let found = run(Plan { seed: 1, steps: 500, flaw: Some(|journal| journal.forget_keys()) });
    let said = found.unwrap_err().to_string();
    assert!(said.contains("IMPASTO_SIMULATION_SEED=1 "), "{said}");
}
