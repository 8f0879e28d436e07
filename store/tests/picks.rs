//! Copies that are picked by their numbers: held for one of all who pick them, whatever else the batch holds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use common::house::{self, House, visitor};
use futures_util::future::join_all;
use impasto_domain::command::Command;
use impasto_domain::edition::{CopyState, EditionKind};
use impasto_domain::ids::EditionId;
use impasto_domain::owner::Owner;
use impasto_domain::ports::{Journal, JournalError};
use impasto_domain::read::CopyRun;
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;

fn pick(owner: Owner, edition_id: EditionId, ordinals: &[u32]) -> Command {
    Command::PickCopies { owner, edition_id, ordinals: ordinals.to_vec() }
}

fn held(answer: &Result<Reply, JournalError>) -> Vec<u32> {
    match answer {
        Ok(Reply::Cart { state, .. }) => {
            state.holds.iter().filter_map(|hold| Some(hold.copy.as_ref()?.ordinal)).collect()
        }
        _ => Vec::new(),
    }
}

on_both_engines! {
    async fn picks_and_plain_holds_of_one_batch_never_share_a_copy(house: &House) {
        let edition = house.published(EditionKind::Limited, 30, 5_000).await;
        let commands = (0..60_u32).map(|turn| match turn % 3 {
            0 => Command::PlaceHold { owner: visitor(), edition_id: edition, quantity: 1 },
            1 => pick(visitor(), edition, &[turn % 10 + 1]),
            _ => pick(visitor(), edition, &[30 - turn % 10, turn % 7 + 1]),
        });
        let answers = join_all(commands.map(|command| house.journal.submit(command.into()))).await;
        let mut all: Vec<u32> = answers.iter().flat_map(held).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count, "a copy is held twice");
        let stock = house.stock(edition).await;
        assert_eq!(stock.held, i64::try_from(count).unwrap());
        // The map tells the same.
        let map = house.store.copies(edition).await.unwrap().unwrap();
        assert_eq!(map.version, stock.version);
        let shown: Vec<u32> =
            map.runs.iter().filter(|run| run.state == CopyState::Held).flat_map(CopyRun::ordinals).collect();
        assert_eq!(shown, all);
        assert_eq!(map.runs.iter().map(|run| run.count).sum::<u32>(), 30);
        house.assert_sound().await;
    }

    async fn a_pick_takes_all_it_names_or_none(house: &House) {
        let edition = house.published(EditionKind::Limited, 25, 5_000).await;
        let first = house.submit(pick(visitor(), edition, &[7, 19])).await;
        assert_eq!(held(&first), [7, 19]);
        let refused = house.submit(pick(visitor(), edition, &[3, 19])).await;
        let taken = Refusal::CopiesTaken { copies: vec!["19/25".to_owned()], available: 23, next_release_at: None };
        assert_eq!(refused, Err(JournalError::Refused(taken)));
        let run = |from, count, state| CopyRun { from, count, state };
        let (free, kept) = (CopyState::Available, CopyState::Held);
        let runs = vec![run(1, 6, free), run(7, 1, kept), run(8, 11, free), run(19, 1, kept), run(20, 6, free)];
        assert_eq!(house.store.copies(edition).await.unwrap().unwrap().runs, runs);
        assert_eq!(house.store.copies(EditionId(uuid::Uuid::nil())).await.unwrap(), None);
        let open = house.published(EditionKind::Open, 0, 5_000).await;
        assert_eq!(house.store.copies(open).await.unwrap().unwrap().runs, Vec::new());
        assert!(house.store.artwork_of_edition(open).await.unwrap().is_some());
        house.assert_sound().await;
    }
}

#[tokio::test]
async fn two_lanes_never_hold_one_number_twice() {
    let Some((database, house)) = house::postgres().await else { return };
    let (other, _) = house.other_node().await;
    let edition = house.published(EditionKind::Limited, 25, 5_000).await;
    let picks = (0..100_u32).map(|turn| {
        let journal = if turn % 2 == 0 { &house.journal } else { &other };
        journal.submit(pick(visitor(), edition, &[turn / 10 + 1]).into())
    });
    let answers = join_all(picks).await;
    let mut all: Vec<u32> = answers.iter().flat_map(held).collect();
    all.sort_unstable();
    assert_eq!(all, (1..=10).collect::<Vec<u32>>());
    let refused = |answer: &&Result<Reply, JournalError>| {
        matches!(answer, Err(JournalError::Refused(Refusal::CopiesTaken { .. })))
    };
    assert_eq!(answers.iter().filter(refused).count(), 90);
    house.assert_sound().await;
    other.close().await.unwrap();
    house.end().await;
    database.drop().await;
}
