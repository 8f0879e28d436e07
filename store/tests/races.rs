//! Two lanes on one PostgreSQL: locks arbitrate, nothing is sold twice, what collides is run again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use common::house::{self, House, visitor};
use futures_util::future::join_all;
use impasto_domain::command::{Command, IdempotencyKey, Submission};
use impasto_domain::edit::{ArtworkText, Edit};
use impasto_domain::edition::EditionKind;
use impasto_domain::ids::EditionId;
use impasto_domain::owner::Owner;
use impasto_domain::ports::{Journal, JournalError};
use impasto_domain::refusal::Refusal;
use impasto_store::LaneJournal;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

async fn hold_on(journal: &LaneJournal, owner: Owner, edition_id: EditionId) -> Result<(), JournalError> {
    journal.submit(Command::PlaceHold { owner, edition_id, quantity: 1 }.into()).await.map(drop)
}

#[tokio::test]
async fn two_lanes_never_give_more_than_there_is() {
    let Some((database, house)) = house::postgres().await else { return };
    let (other, _) = house.other_node().await;
    for _ in 0..5 {
        let edition = house.published(EditionKind::Limited, 25, 5_000).await;
        let mut wishes = Vec::new();
        for turn in 0..200 {
            let journal = if turn % 2 == 0 { &house.journal } else { &other };
            wishes.push(hold_on(journal, visitor(), edition));
        }
        let answers = join_all(wishes).await;
        let held = answers.iter().filter(|answer| answer.is_ok()).count();
        let refused = answers
            .iter()
            .filter(|answer| matches!(answer, Err(JournalError::Refused(Refusal::SoldOut { available: 0, .. }))))
            .count();
        assert_eq!((held, refused), (25, 175));
        let stock = house.stock(edition).await;
        assert_eq!((stock.available, stock.held), (0, 25));
    }
    house.assert_sound().await;
    other.close().await.unwrap();
    house.end().await;
    database.drop().await;
}

#[tokio::test]
async fn two_lanes_that_sell_for_one_seller_leave_no_gap_in_its_numbers() {
    let Some((database, house)) = house::postgres().await else { return };
    let (other, _) = house.other_node().await;
    let editions = [
        house.published(EditionKind::Limited, 200, 5_000).await,
        house.published(EditionKind::Limited, 200, 7_000).await,
    ];
    let buy = |turn: usize| {
        let (house, journal) = (&house, if turn.is_multiple_of(2) { &house.journal } else { &other });
        async move {
            let (owner, edition_id) = (visitor(), editions[(turn / 2) % 2]);
            let hold = Command::PlaceHold { owner, edition_id, quantity: 1 };
            let cart = house::cart(journal.submit(hold.into()).await).unwrap();
            let (order, payment) = house::order(journal.submit(house::place_order(&cart).into()).await).unwrap();
            // Whichever node hears from the provider.
            house.submit(house::settle(&order, payment, false)).await.unwrap();
        }
    };
    join_all((0..80).map(buy)).await;
    let sold = house.stock(editions[0]).await.sold + house.stock(editions[1]).await.sold;
    assert_eq!(sold, 80);
    house.assert_sound().await;
    other.close().await.unwrap();
    house.end().await;
    database.drop().await;
}

#[tokio::test]
async fn two_lanes_that_change_one_cart_both_decide_on_what_is_stored() {
    let Some((database, house)) = house::postgres().await else { return };
    let (other, _) = house.other_node().await;
    let owner = visitor();
    let mut wishes = Vec::new();
    for turn in 0..24 {
        let edition = house.published(EditionKind::Limited, 5, 5_000).await;
        let journal = if turn % 2 == 0 { &house.journal } else { &other };
        wishes.push(hold_on(journal, owner, edition));
    }
    for answer in join_all(wishes).await {
        answer.unwrap();
    }
    let state = impasto_domain::ports::Reads::cart(&house.store, owner).await.unwrap();
    assert_eq!((state.cart.lines.len(), state.cart.version), (24, 24));
    house.assert_sound().await;
    other.close().await.unwrap();
    house.end().await;
    database.drop().await;
}

/// A proxy that got no answer from one node asks another: what is done by then is told, not refused.
#[tokio::test]
async fn one_key_on_two_lanes_is_one_order_and_both_are_told_of_it() {
    let Some((database, house)) = house::postgres().await else { return };
    let (other, _) = house.other_node().await;
    let edition = house.published(EditionKind::Limited, 500, 5_000).await;
    for round in 0..40_u8 {
        let owner = visitor();
        let cart = house.hold(owner, edition, 1).await.unwrap();
        let key = IdempotencyKey {
            owner_id: owner.id(),
            route: "POST /checkout".to_owned(),
            key: format!("round {round}"),
            body_hash: [round; 32],
        };
        let asked = Submission { command: house::place_order(&cart), idempotency: Some(key) };
        let answers = join_all([house.journal.submit(asked.clone()), other.submit(asked)]).await;
        let orders: Vec<_> = answers.into_iter().map(|answer| house::order(answer).unwrap().0.head.id).collect();
        assert_eq!(orders[0], orders[1]);
    }
    house.assert_sound().await;
    other.close().await.unwrap();
    house.end().await;
    database.drop().await;
}

/// Somebody holds the work's row and then wants the stock's, which the lane has: the lane is the victim and runs its
/// batch again.
#[tokio::test]
async fn a_deadlock_is_run_again() {
    let Some((database, house)) = house::postgres().await else { return };
    let edition = house.published(EditionKind::Limited, 5, 5_000).await;
    let mut rival = PgConnection::connect(&house.url).await.unwrap();
    rival.execute("BEGIN").await.unwrap();
    rival.execute("SELECT id FROM artwork_heads FOR UPDATE").await.unwrap();
    let owner = visitor();
    let held = house.hold(owner, edition, 1);
    let rival_goes_on = async {
        until_a_lane_waits(&house).await;
        rival.execute("SELECT edition_id FROM stock FOR UPDATE").await.unwrap();
        rival.execute("COMMIT").await.unwrap();
        rival.close().await.unwrap();
    };
    let (held, ()) = tokio::join!(held, rival_goes_on);
    held.unwrap();
    assert!(house.journal.stats().replays >= 1);
    assert_eq!(house.stock(edition).await.held, 1);
    house.assert_sound().await;
    house.end().await;
    database.drop().await;
}

async fn until_a_lane_waits(house: &House) {
    let mut conn = PgConnection::connect(&house.url).await.unwrap();
    loop {
        let text =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        let (waiting,): (i64,) = sqlx::query_as(AssertSqlSafe(text.to_owned())).fetch_one(&mut conn).await.unwrap();
        if waiting > 0 {
            conn.close().await.unwrap();
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

/// One lane changes works and holds others of them in the same batches, in an order that is never the other's.
#[tokio::test]
async fn a_lane_that_edits_works_never_deadlocks_with_one_that_sells_them() {
    let Some((database, house)) = house::postgres().await else { return };
    let (other, _) = house.other_node().await;
    let mut works = Vec::new();
    for _ in 0..4 {
        works.push(house.published_work(vec![house::edition(EditionKind::Limited, 500, 5_000)]).await);
    }
    for _ in 0..25 {
        let mut both = Vec::new();
        for (turn, (artwork_id, editions)) in works.iter().rev().chain(works.iter()).enumerate() {
            let text = ArtworkText { title: format!("Birken {turn}"), medium: "Oil".into(), ..ArtworkText::default() };
            let edit = Edit::EditArtwork {
                id: *artwork_id,
                seller_id: None,
                revision: None,
                text: Box::new(text),
                editions: None,
                prices: Vec::new(),
            };
            both.push(house.journal.submit(Command::Edit(Box::new(edit)).into()));
            let hold = |edition_id| Command::PlaceHold { owner: visitor(), edition_id, quantity: 1 };
            both.push(house.journal.submit(hold(editions[0]).into()));
            both.push(other.submit(hold(editions[0]).into()));
        }
        for answer in join_all(both).await {
            answer.unwrap();
        }
    }
    house.assert_sound().await;
    other.close().await.unwrap();
    house.journal.close().await.unwrap();
    // Ended connections have told the server's statistics.
    let mut conn = PgConnection::connect(&house.url).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    let deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    let (deadlocks,): (i64,) = sqlx::query_as(deadlocks).fetch_one(&mut conn).await.unwrap();
    assert_eq!(deadlocks, 0);
    conn.close().await.unwrap();
    house.store.close().await;
    database.drop().await;
}
