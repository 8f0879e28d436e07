//! A key makes a repetition harmless.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use std::sync::atomic::{AtomicU32, Ordering};

use common::house::{House, visitor};
use impasto_domain::command::{Command, IdempotencyKey, Submission};
use impasto_domain::edition::EditionKind;
use impasto_domain::ids::EditionId;
use impasto_domain::owner::Owner;
use impasto_domain::ports::JournalError;
use impasto_domain::refusal::Refusal;

fn keyed(owner: Owner, edition_id: EditionId, quantity: u32, key: &str) -> Submission {
    let body = u8::try_from(quantity).unwrap();
    let idempotency = IdempotencyKey {
        owner_id: owner.id(),
        route: "POST /api/v1/cart/items".into(),
        key: key.into(),
        body_hash: [body; 32],
    };
    Submission { command: Command::PlaceHold { owner, edition_id, quantity }, idempotency: Some(idempotency) }
}

on_both_engines! {
    async fn fifty_at_once_with_one_key_have_one_effect_and_equal_replies(house: &House) {
        let edition = house.published(EditionKind::Limited, 100, 5_000).await;
        let owner = visitor();
        let replies = futures_util::future::join_all((0..50).map(|_| house.submit(keyed(owner, edition, 2, "a")))).await;
        // Those of a later batch know that they are repeats; what they tell is the same.
        let first = replies[0].clone().unwrap().as_repeated();
        assert!(replies.into_iter().all(|reply| reply.unwrap().as_repeated() == first));
        assert_eq!(house.stock(edition).await.held, 2);
        house.assert_sound().await;
    }

    async fn a_repetition_after_a_restart_gets_the_first_answer(house: &House) {
        let edition = house.published(EditionKind::Limited, 100, 5_000).await;
        let owner = visitor();
        let first = house.submit(keyed(owner, edition, 2, "a")).await.unwrap();
        house.hold(owner, edition, 1).await.unwrap();
        house.journal.close().await.unwrap();
        let again = house.reopened().await;
        assert_eq!(again.submit(keyed(owner, edition, 2, "a")).await.unwrap(), first.as_repeated());
        assert_eq!(again.stock(edition).await.held, 3);
        again.end().await;
    }

    async fn a_refusal_keeps_no_key_from_another_body_of_the_same_batch(house: &House) {
        let edition = house.published(EditionKind::Limited, 3, 5_000).await;
        let owner = visitor();
        // Both are queued before the first is decided.
        let too_many = house.submit(keyed(owner, edition, 4, "a"));
        let enough = house.submit(keyed(owner, edition, 2, "a"));
        let (too_many, enough) = tokio::join!(too_many, enough);
        assert!(matches!(too_many, Err(JournalError::Refused(_))));
        enough.unwrap();
        assert_eq!(house.stock(edition).await.held, 2);
    }

    async fn another_body_with_the_same_key_is_refused(house: &House) {
        let edition = house.published(EditionKind::Limited, 100, 5_000).await;
        let owner = visitor();
        house.submit(keyed(owner, edition, 2, "a")).await.unwrap();
        let refused = house.submit(keyed(owner, edition, 3, "a")).await;
        assert_eq!(refused, Err(JournalError::Refused(Refusal::IdempotencyMismatch)));
        house.submit(keyed(owner, edition, 3, "b")).await.unwrap();
        house.submit(keyed(visitor(), edition, 3, "a")).await.unwrap();
        assert_eq!(house.stock(edition).await.held, 8);
    }

    async fn two_bodies_at_once_with_one_key_let_one_through(house: &House) {
        let edition = house.published(EditionKind::Limited, 100, 5_000).await;
        let owner = visitor();
        let (one, two) = tokio::join!(house.submit(keyed(owner, edition, 1, "a")), house.submit(keyed(owner, edition, 2, "a")));
        assert!(one.is_ok() != two.is_ok());
        assert!([one, two].contains(&Err(JournalError::Refused(Refusal::IdempotencyMismatch))));
    }

    async fn a_refusal_is_decided_anew(house: &House) {
        let edition = house.published(EditionKind::Unique, 1, 5_000).await;
        let (first, second) = (visitor(), visitor());
        let cart = house.hold(first, edition, 1).await.unwrap();
        house.submit(keyed(second, edition, 1, "a")).await.unwrap_err();
        let line_id = cart.cart.lines[0].id;
        let release = Command::SetQuantity { owner: first, line_id, edition_id: edition, quantity: 0, picked: vec![] };
        house.submit(release).await.unwrap();
        house.submit(keyed(second, edition, 1, "a")).await.unwrap();
    }
}

/// Two nodes are asked with the same key at the same time.
#[tokio::test]
async fn two_nodes_with_one_key_have_one_effect() {
    let Some((database, house)) = common::house::postgres().await else { return };
    let (other, _) = house.other_node().await;
    let edition = house.published(EditionKind::Limited, 10_000, 5_000).await;
    let held = AtomicU32::new(0);
    for round in 0..40 {
        let (owner, key) = (visitor(), format!("k{round}"));
        let (here, there) = tokio::join!(
            house.submit(keyed(owner, edition, 2, &key)),
            impasto_domain::ports::Journal::submit(&other, keyed(owner, edition, 2, &key)),
        );
        assert_eq!(here.unwrap().as_repeated(), there.unwrap().as_repeated());
        held.fetch_add(2, Ordering::Relaxed);
    }
    assert_eq!(house.stock(edition).await.held, i64::from(held.into_inner()));
    house.assert_sound().await;
    other.close().await.unwrap();
    house.end().await;
    database.drop().await;
}
