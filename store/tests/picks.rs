//! Copies that are picked by their numbers: held for one of all who pick them, whatever else the batch holds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use common::house::{self, House, visitor};
use futures_util::future::join_all;
use impasto_domain::command::Command;
use impasto_domain::edition::{CopyState, EditionKind};
use impasto_domain::ids::EditionId;
use impasto_domain::owner::Owner;
use impasto_domain::ports::{Journal, JournalError, Reads};
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

    async fn a_line_is_held_again_with_what_was_picked_and_never_with_what_others_hold(house: &House) {
        let edition = house.published(EditionKind::Limited, 40, 5_000).await;
        let mut lines = Vec::new();
        for turn in 0..10_u32 {
            let owner = visitor();
            // In turn they pick 30, and one of their own.
            let answer = house.submit(pick(owner, edition, &[30, 31 + turn % 9])).await;
            let Ok(Reply::Cart { state, .. }) = &answer else { panic!("{answer:?}") };
            for hold in &state.holds {
                let (hold_id, by) = (hold.id, house::mint());
                house.submit(Command::ReleaseHold { hold_id, edition_id: edition, by, reason: None }).await.unwrap();
            }
            let line = house.store.cart(owner).await.unwrap().cart.lines[0].clone();
            assert_eq!(line.picked, [30, 31 + turn % 9]);
            lines.push((owner, line));
        }
        let again = lines.iter().map(|(owner, line)| {
            let picked = line.picked.clone();
            let command =
                Command::Rehold { owner: *owner, line_id: line.id, edition_id: edition, quantity: line.quantity, picked };
            house.journal.submit(command.into())
        });
        let plain = (0..4).map(|_| {
            house.journal.submit(Command::PlaceHold { owner: visitor(), edition_id: edition, quantity: 1 }.into())
        });
        let (answers, others) = tokio::join!(join_all(again), join_all(plain));
        let mut all: Vec<u32> = answers.iter().chain(&others).flat_map(held).collect();
        assert_eq!(all.len(), 24, "{answers:?}");
        assert!((30..40).all(|ordinal| all.contains(&ordinal)), "what was picked is held by somebody: {all:?}");
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 24, "a copy is held twice");
        // Whoever did not get a number remembers it.
        for (owner, line) in &lines {
            let cart = house.store.cart(*owner).await.unwrap();
            assert_eq!(cart.cart.lines[0].picked, line.picked);
            assert_eq!(cart.held_quantity(line.id), 2);
        }
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
