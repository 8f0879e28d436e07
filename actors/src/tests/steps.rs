//! The saga with each of its steps made to fail in turn, and repeated: one order, one charge, goods or money back.

use impasto_domain::order::{OrderPaymentStatus, OrderStatus};

use crate::testing::{Mishap, UNIQUE, World, in_a_house_of_its_own, quiet, visitor};

/// Adds, checks out and cancels with the `number`th submission going wrong, repeating what failed as a client would.
fn purchase_with(token: &'static str, number: usize, mishap: Mishap) {
    in_a_house_of_its_own(purchase(token, number, mishap));
}

async fn purchase(token: &'static str, number: usize, mishap: Mishap) {
    let world = World::start();
    world.journal.plan_nth(number, mishap);
    let mut tries = 0;
    while world.cart(visitor(1)).cart.lines.is_empty() {
        tries += 1;
        assert!(tries < 5, "adding never worked");
        // A repeat is only made when the first is known not to have been carried out, as a customer would see.
        let _ = world.add(visitor(1), UNIQUE).await;
    }
    let mut answer = world.checkout(visitor(1), token).await;
    while let Err(error) = answer {
        tries += 1;
        assert!(tries < 5, "the checkout never worked: {error}");
        answer = world.checkout(visitor(1), token).await;
    }
    match token {
        "tok_declined" => {
            quiet(|| world.order().head.status == OrderStatus::Expired).await;
            assert_eq!(world.stock(UNIQUE).available, 1);
        }
        _ => {
            quiet(|| world.order().head.payment_status == OrderPaymentStatus::Paid).await;
            assert_eq!(world.stock(UNIQUE).sold, 1);
            quiet(|| world.order().documents.iter().all(|document| document.content_hash.is_some())).await;
        }
    }
    let open = || world.journal.jobs().iter().any(|row| !row.done);
    quiet(|| !open()).await;
    assert_eq!(world.order().payments.len(), 1);
    world.check();
}

#[test]
fn every_step_of_a_sale_may_fail_before_it_is_done() {
    for number in 0..4 {
        purchase_with("tok_ok", number, Mishap::Before);
    }
}

#[test]
fn every_step_of_a_sale_may_be_done_with_its_answer_lost() {
    for number in 0..4 {
        purchase_with("tok_ok", number, Mishap::After);
    }
}

#[test]
fn every_step_of_a_sale_may_never_be_answered() {
    for number in 0..4 {
        purchase_with("tok_ok", number, Mishap::Never);
    }
}

#[test]
fn every_step_of_a_late_sale_may_fail_or_lose_its_answer() {
    for number in 0..5 {
        for mishap in [Mishap::Busy, Mishap::Before, Mishap::After, Mishap::Never] {
            purchase_with("tok_late:30", number, mishap);
        }
    }
}

#[test]
fn every_step_of_a_sale_with_a_muddled_provider_may_fail_or_lose_its_answer() {
    for number in 0..5 {
        for mishap in [Mishap::Busy, Mishap::Before, Mishap::After, Mishap::Never] {
            purchase_with("tok_muddled:3", number, mishap);
        }
    }
}

#[test]
fn every_step_of_a_declined_and_expired_order_may_fail_or_lose_its_answer() {
    for number in 0..6 {
        for mishap in [Mishap::Busy, Mishap::Before, Mishap::After, Mishap::Never] {
            purchase_with("tok_declined", number, mishap);
        }
    }
}
