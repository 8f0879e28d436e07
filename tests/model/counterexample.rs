//! Flawed houses: each leaves out one rule, and the checker must find the world in which that matters.

use std::collections::BTreeSet;

use stateright::{Checker, HasDiscoveries, Model};

use crate::action::Action;
use crate::flaw::Flaw;
use crate::house::House;
use crate::property;
use crate::shape::{Budget, Shape};

/// A house with little that can go wrong, and a flaw.
fn flawed(flaw: Flaw) -> Shape {
    let budget = Budget::default();
    Shape { buyers: 1, copies: 1, pays_again: false, cancels: false, tellings: 0, budget, flaw: Some(flaw) }
}

/// Demands that a flawed house breaks a property, and that the same house without its flaw breaks none.
fn must_break(shape: Shape, name: &'static str) {
    let way = way_to_break(shape, name);
    println!("{:?} breaks {name:?} in {} steps: {way:?}", shape.flaw, way.len());
    let sound = House { shape: Shape { flaw: None, ..shape }, sights: Vec::new() };
    sound.checker().spawn_bfs().join().assert_properties();
}

/// The steps to the first world that breaks a property. Nodes may change their names over from step to step.
fn way_to_break(shape: Shape, name: &'static str) -> Vec<Action> {
    let house = House { shape, sights: Vec::new() };
    let sought = HasDiscoveries::AllOf(BTreeSet::from([name]));
    let checker = house.clone().checker().finish_when(sought).spawn_bfs().join();
    let property = house.property(name);
    let path = checker.assert_any_discovery(name).into_vec();
    path.into_iter()
        .take_while(|(world, _)| (property.condition)(&house, world))
        .filter_map(|(_, action)| action)
        .collect()
}

#[test]
fn a_copy_read_before_the_lock_is_held_by_two() {
    must_break(Shape { buyers: 2, ..flawed(Flaw::ReadBeforeLock) }, property::ONE_OWNER);
}

#[test]
fn a_forgotten_answer_is_carried_out_twice() {
    let budget = Budget { losses: 1, ..Budget::default() };
    must_break(Shape { copies: 2, budget, ..flawed(Flaw::ForgottenAnswers) }, property::ONCE);
}

#[test]
fn an_order_that_expires_unasked_keeps_money_without_goods() {
    must_break(flawed(Flaw::ExpiredUnasked), property::ENDS);
}

#[test]
fn late_money_without_goods_is_not_kept() {
    must_break(Shape { buyers: 2, ..flawed(Flaw::LateMoneyKept) }, property::ENDS);
}

#[test]
fn a_job_given_back_without_its_lease_is_worked_on_twice() {
    let budget = Budget { losses: 1, sleeps: 1, ..Budget::default() };
    must_break(Shape { cancels: true, budget, ..flawed(Flaw::UnfencedLease) }, property::ONE_HAND);
}

#[test]
fn a_job_done_when_taken_is_lost_with_its_node() {
    let budget = Budget { crashes: 1, ..Budget::default() };
    must_break(Shape { budget, ..flawed(Flaw::DoneWhenTaken) }, property::ENDS);
}

#[test]
fn a_new_key_each_time_charges_twice() {
    let budget = Budget { losses: 1, ..Budget::default() };
    must_break(Shape { budget, ..flawed(Flaw::NewKeyEachTime) }, property::ONE_CHARGE);
}
