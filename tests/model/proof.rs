//! Houses in which everything must hold, each with mishaps of its own. The floors keep the model from becoming trivial
//! unnoticed.

use stateright::{Checker, Model};

use crate::house::House;
use crate::shape::{Budget, Shape};
use crate::sight::Sight;
use crate::walk::Walk;

const NO_MISHAPS: Budget = Budget { losses: 0, crashes: 0, sleeps: 0, changes_of_mind: 0 };

/// Two buyers, one copy, and a provider that only speaks when it is asked.
const RIVALS: Shape =
    Shape { buyers: 2, copies: 1, pays_again: false, cancels: false, tellings: 0, budget: NO_MISHAPS, flaw: None };

const ALONE: Shape = Shape { buyers: 1, ..RIVALS };

/// Checks every world of a shape: more than `floor` of them, all properties, every sight, no way back.
fn prove(shape: Shape, floor: usize, sights: &[Sight]) {
    let house = House { shape, sights: sights.to_vec() };
    let checker = house.clone().checker().threads(2).spawn_bfs().join();
    checker.assert_properties();
    let worlds = checker.unique_state_count();
    assert!(worlds > floor, "only {worlds} worlds");
    let walk = Walk::through(&house);
    assert!(!walk.circle, "a way leads back to where it came from");
    assert_eq!(walk.worlds(), worlds, "the walk and the checker have met different worlds");
    println!("{worlds} worlds, {} ends", walk.ends);
}

#[test]
fn two_buyers_want_one_copy_and_an_answer_is_lost() {
    let budget = Budget { losses: 1, ..NO_MISHAPS };
    prove(Shape { budget, ..RIVALS }, 50_000, &[Sight::SoldOut, Sight::LateSale, Sight::LateMoneyBack]);
}

#[test]
fn two_buyers_want_one_copy_and_a_worker_sleeps() {
    let budget = Budget { sleeps: 1, ..NO_MISHAPS };
    prove(Shape { budget, ..RIVALS }, 25_000, &[Sight::SoldOut, Sight::LateMoneyBack, Sight::Takeover]);
}

#[test]
fn two_buyers_want_one_copy_and_call_their_orders_off() {
    let sights = [Sight::SoldOut, Sight::LateMoneyBack, Sight::SaleTakenBack];
    prove(Shape { cancels: true, ..RIVALS }, 80_000, &sights);
}

#[test]
fn two_buyers_have_a_copy_each_and_a_node_falls() {
    let budget = Budget { crashes: 1, ..NO_MISHAPS };
    prove(Shape { copies: 2, budget, ..RIVALS }, 70_000, &[Sight::TwoSales, Sight::LateSale]);
}

#[test]
fn a_buyer_pays_again_amid_every_mishap_of_the_house() {
    let budget = Budget { losses: 1, crashes: 1, sleeps: 1, ..NO_MISHAPS };
    let sights = [Sight::SecondAttempt, Sight::LateSale, Sight::Takeover];
    prove(Shape { pays_again: true, budget, ..ALONE }, 50_000, &sights);
}

#[test]
fn a_buyer_calls_off_amid_every_mishap_of_the_house() {
    let budget = Budget { losses: 1, crashes: 1, sleeps: 1, ..NO_MISHAPS };
    let sights = [Sight::SaleTakenBack, Sight::LateMoneyBack, Sight::Takeover];
    prove(Shape { cancels: true, budget, ..ALONE }, 40_000, &sights);
}

#[test]
fn a_provider_tells_twice_and_changes_its_mind() {
    let budget = Budget { changes_of_mind: 1, ..NO_MISHAPS };
    let sights = [Sight::SecondAttempt, Sight::LateSale, Sight::LateMoneyBack, Sight::SaleTakenBack];
    prove(Shape { copies: 2, pays_again: true, cancels: true, tellings: 2, budget, ..ALONE }, 30_000, &sights);
}
