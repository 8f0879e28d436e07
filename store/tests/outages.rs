//! What breaks in a batch: a command that raises, a connection that is cut, a lane that others closed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use common::house::{self, House, mint, visitor};
use common::proxy::{Loss, Proxy};
use futures_util::future::join_all;
use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::edition::EditionKind;
use impasto_domain::ports::{Journal, JournalError};
use impasto_domain::seller::Seller;
use sqlx::{Connection, PgConnection};

/// A seller whose commission the database refuses.
fn greedy() -> Submission {
    let seller = Seller { commission_basis_points: 20_000, ..house::seller(mint()) };
    Command::Edit(Box::new(Edit::AddArtist(Box::new(house::new_artist(mint(), seller))))).into()
}

on_both_engines! {
    async fn a_culprit_in_a_batch_fails_alone(house: &House) {
        let edition = house.published(EditionKind::Limited, 200, 5_000).await;
        let mut submissions: Vec<Submission> = (0..60)
            .map(|_| Command::PlaceHold { owner: visitor(), edition_id: edition, quantity: 1 }.into())
            .collect();
        submissions.insert(30, greedy());
        let answers = join_all(submissions.into_iter().map(|submission| house.journal.submit(submission))).await;
        let failed: Vec<usize> =
            answers.iter().enumerate().filter(|(_, answer)| answer.is_err()).map(|(place, _)| place).collect();
        assert_eq!(failed, [30]);
        assert!(matches!(answers[30], Err(JournalError::Unavailable(_))));
        assert!(house.journal.stats().replays >= 1);
        assert_eq!(house.stock(edition).await.held, 60);
        house.assert_sound().await;
    }

    async fn refusals_alone_commit_nothing(house: &House) {
        let edition = house.published(EditionKind::Unique, 1, 5_000).await;
        house.hold(visitor(), edition, 1).await.unwrap();
        let before = house.journal.stats();
        join_all((0..40).map(|_| house.hold(visitor(), edition, 1))).await;
        let after = house.journal.stats();
        assert_eq!((after.commits, after.commands), (before.commits, before.commands + 40));
    }

    async fn a_full_queue_is_busy(house: &House) {
        let edition_id = house.edition_of_the_shelf().await;
        let config = impasto_store::JournalConfig { queue: 1, ..impasto_store::JournalConfig::new("small", house::rules()) };
        let sink = Arc::new(house::Recorder::default());
        let small = impasto_store::LaneJournal::start(house.store.clone(), config, sink, Arc::new(house::Alone)).await.unwrap();
        let place = || small.submit(Command::PlaceHold { owner: visitor(), edition_id, quantity: 1 }.into());
        // None is polled before all are queued.
        let waiting: Vec<_> = (0..50).map(|_| place()).collect();
        let answers = join_all(waiting).await;
        assert!(answers.contains(&Err(JournalError::Busy)));
        small.close().await.unwrap();
    }

    async fn what_is_queued_is_decided_before_the_journal_closes(house: &House) {
        let edition_id = house.published(EditionKind::Limited, 200, 5_000).await;
        let queued: Vec<_> = (0..100)
            .map(|_| house.journal.submit(Command::PlaceHold { owner: visitor(), edition_id, quantity: 1 }.into()))
            .collect();
        house.journal.close().await.unwrap();
        for answer in join_all(queued).await {
            answer.unwrap();
        }
        let late = house.hold(visitor(), edition_id, 1).await;
        assert!(matches!(late, Err(JournalError::Unavailable(_))));
        assert_eq!(house.stock(edition_id).await.held, 100);
        house.assert_sound().await;
    }
}

/// The lane's connection is cut again and again while purchases go on: each is carried out once.
#[tokio::test]
async fn a_cut_connection_loses_and_doubles_nothing() {
    let Some((database, house)) = house::postgres().await else { return };
    let edition = house.published(EditionKind::Limited, 2_000, 5_000).await;
    let stop = AtomicBool::new(false);
    let cutter = async {
        let mut conn = PgConnection::connect(&house.url).await.unwrap();
        let mut cuts = 0_i64;
        while !stop.load(Ordering::Relaxed) {
            // Each batch is cut at most now and then, at any of its points, so that the house gets on.
            let commits = house.journal.stats().commits;
            let text = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                 WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'impasto' \
                 AND query LIKE '%v (%'";
            let (cut,): (i64,) = sqlx::query_as(text).fetch_one(&mut conn).await.unwrap();
            cuts += cut;
            while cut > 0 && house.journal.stats().commits == commits && !stop.load(Ordering::Relaxed) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            tokio::time::sleep(Duration::from_micros(rand::random_range(0..9_000))).await;
        }
        conn.close().await.unwrap();
        cuts
    };
    let buyers = async {
        let bought = join_all((0..16).map(|_| async {
            for _ in 0..12 {
                house.buy(visitor(), edition, 1).await;
            }
        }));
        bought.await;
        stop.store(true, Ordering::Relaxed);
    };
    let (cuts, ()) = tokio::join!(cutter, buyers);
    assert!(cuts > 0, "nothing was cut");
    assert_eq!(house.stock(edition).await.sold, 192);
    house.assert_sound().await;
    published_as_stored(&house).await;
    house.end().await;
    database.drop().await;
}

#[tokio::test]
async fn a_lane_that_others_closed_opens_a_new_one() {
    let Some((database, house)) = house::postgres().await else { return };
    let edition = house.published(EditionKind::Limited, 20, 5_000).await;
    let first = house.journal.lane();
    house.behind_its_back("UPDATE lanes SET closed_at = now()").await;
    house.hold(visitor(), edition, 1).await.unwrap();
    assert_ne!(house.journal.lane(), first);
    assert_eq!(house.journal.lanes(), [first, house.journal.lane()]);
    let heads = house.store.lanes().await.unwrap();
    assert!(heads.iter().any(|head| head.lane == house.journal.lane() && head.seq > 0));
    house.assert_sound().await;
    house.end().await;
    database.drop().await;
}

#[tokio::test]
async fn a_lane_waits_for_anothers_write_lock() {
    let (dir, house) = house::sqlite().await;
    let edition = house.published(EditionKind::Limited, 20, 5_000).await;
    let mut rival = sqlx::SqliteConnection::connect(&house.url).await.unwrap();
    sqlx::Executor::execute(&mut rival, "BEGIN IMMEDIATE").await.unwrap();
    let waiting = house.hold(visitor(), edition, 1);
    let leaving = async {
        sqlx::Executor::execute(&mut rival, "COMMIT").await.unwrap();
        rival.close().await.unwrap();
    };
    let (held, ()) = tokio::join!(waiting, leaving);
    held.unwrap();
    house.assert_sound().await;
    house.end().await;
    drop(dir);
}

#[tokio::test]
async fn a_database_that_stays_away_is_said_so_and_its_return_is_noticed() {
    let Some((database, house)) = house::postgres().await else { return };
    let edition_id = house.published(EditionKind::Limited, 20, 5_000).await;
    let config =
        impasto_store::JournalConfig { patience_s: 0, ..impasto_store::JournalConfig::new("hasty", house::rules()) };
    let sink = Arc::new(house::Recorder::default());
    let hasty =
        impasto_store::LaneJournal::start(house.store.clone(), config, sink, Arc::new(house::Alone)).await.unwrap();
    database.shut().await;
    let hold = || hasty.submit(Command::PlaceHold { owner: visitor(), edition_id, quantity: 1 }.into());
    assert!(matches!(hold().await, Err(JournalError::Unavailable(_))));
    database.open().await;
    hold().await.unwrap();
    // A reader may find out only now that its connection was ended; a read may be repeated.
    let stock = loop {
        if let Ok(stock) = impasto_domain::ports::Reads::stock(&house.store, edition_id).await {
            break stock.unwrap();
        }
    };
    assert_eq!(stock.held, 1);
    hasty.close().await.unwrap();
    house.assert_sound().await;
    house.end().await;
    database.drop().await;
}

/// Three lanes sell the same copies, two of them through a connection that breaks at commits: before the server has
/// heard of one, and after it has done it. Whatever was in doubt is found out, and nothing is done twice.
#[tokio::test]
async fn a_commit_in_doubt_is_found_out_and_done_once_with_three_lanes_at_work() {
    let Some((database, direct)) = house::postgres().await else { return };
    let edition = direct.published(EditionKind::Limited, 500, 5_000).await;
    let proxy = Proxy::before(&direct.url).await;
    let (first, second) = (direct.through(&proxy).await, direct.through(&proxy).await);
    proxy.plan((0..60).map(|commit| match commit % 4 {
        0 => Some(Loss::Answered),
        2 => Some(Loss::Asked),
        _ => None,
    }));
    let buyers = [&direct, &first, &second].into_iter().flat_map(|house| (0..8).map(move |_| house));
    join_all(buyers.map(|house| async move {
        for _ in 0..6 {
            house.buy(visitor(), edition, 1).await;
        }
    }))
    .await;
    // What is left of the plan is used up, so that every kind of loss has been seen.
    while proxy.planned() > 0 {
        first.hold(visitor(), edition, 1).await.unwrap();
    }
    assert_eq!(direct.stock(edition).await.sold, 3 * 8 * 6);
    assert!(first.journal.stats().replays + second.journal.stats().replays > 0);
    for house in [&direct, &first, &second] {
        published_as_stored(house).await;
    }
    direct.assert_sound().await;
    for house in [&direct, &first, &second] {
        house.journal.close().await.unwrap();
    }
    direct.store.close().await;
    database.drop().await;
}

/// A connection through which nothing comes any more, and nobody says so.
#[tokio::test]
async fn a_server_that_falls_silent_is_given_up_and_asked_again() {
    let Some((database, direct)) = house::postgres().await else { return };
    let edition = direct.published(EditionKind::Limited, 20, 5_000).await;
    let proxy = Proxy::before(&direct.url).await;
    let silent = direct.through(&proxy).await;
    proxy.plan([Some(Loss::Silence)]);
    let begun = std::time::Instant::now();
    silent.hold(visitor(), edition, 1).await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(14), "{:?}", begun.elapsed());
    assert_eq!(direct.stock(edition).await.held, 1);
    direct.assert_sound().await;
    silent.journal.close().await.unwrap();
    direct.end().await;
    database.drop().await;
}

/// Somebody who is no lane keeps a row locked: only what needs it waits, and not for long.
#[tokio::test]
async fn a_row_that_a_stranger_keeps_locked_stops_only_what_needs_it() {
    let Some((database, house)) = house::postgres().await else { return };
    let (free, locked) = (house.edition_of_the_shelf().await, house.edition_of_the_shelf().await);
    let config =
        impasto_store::JournalConfig { patience_s: 1, ..impasto_store::JournalConfig::new("hasty", house::rules()) };
    let sink = Arc::new(house::Recorder::default());
    let hasty =
        impasto_store::LaneJournal::start(house.store.clone(), config, sink, Arc::new(house::Alone)).await.unwrap();
    let mut stranger = PgConnection::connect(&house.url).await.unwrap();
    let lock = format!("BEGIN; SELECT 1 FROM stock WHERE edition_id = '{locked}' FOR UPDATE");
    sqlx::Executor::execute(&mut stranger, sqlx::raw_sql(sqlx::AssertSqlSafe(lock))).await.unwrap();
    let hold = |edition_id| hasty.submit(Command::PlaceHold { owner: visitor(), edition_id, quantity: 1 }.into());
    let answers = join_all([hold(free), hold(locked), hold(free)]).await;
    assert!(answers[0].is_ok() && answers[2].is_ok(), "{answers:?}");
    assert!(matches!(answers[1], Err(JournalError::Unavailable(_))), "{answers:?}");
    stranger.close().await.unwrap();
    hold(locked).await.unwrap();
    hasty.close().await.unwrap();
    house.assert_sound().await;
    house.end().await;
    database.drop().await;
}

on_both_engines! {
    async fn a_lane_that_lost_count_of_its_events_goes_on_in_a_new_one(house: &House) {
        let edition = house.published(EditionKind::Limited, 20, 5_000).await;
        let first = house.journal.lane();
        house
            .behind_its_back(
                "INSERT INTO events (lane, seq, at, kind, data) \
                 SELECT e.lane, max(e.seq) + 1, max(e.at), 'cart_changed', '{}' FROM events e GROUP BY e.lane",
            )
            .await;
        house.buy(visitor(), edition, 1).await;
        assert_ne!(house.journal.lane(), first);
        let heads = house.store.lanes().await.unwrap();
        assert!(heads.iter().any(|head| head.lane == first && head.closed_at.is_some()));
        house.assert_sound().await;
    }
}

/// What was published is what is stored, in order, without gaps.
async fn published_as_stored(house: &House) {
    let published = house.sink.0.lock().unwrap().clone();
    let first = published[0].clone();
    let mut stored = house.store.events_after(&[(first.lane, first.seq)], 100_000).await.unwrap().unwrap();
    stored.retain(|event| event.lane == first.lane);
    assert_eq!(stored, published[1..]);
}
