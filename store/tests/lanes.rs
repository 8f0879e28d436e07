//! Lanes: gapless over restarts, told to other nodes in order, forgotten in time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta};
use common::house::{self, Alone, House, Manual, Recorder, visitor};
use common::proxy::Proxy;
use impasto_domain::command::Command;
use impasto_domain::edit::Edit;
use impasto_domain::edition::EditionKind;
use impasto_domain::event::{Committed, Event};
use impasto_domain::ids::{EditionId, LaneId};
use impasto_domain::ports::Clock;
use impasto_domain::reply::Reply;
use impasto_store::reads::{Feed, Missed};
use impasto_store::{JournalConfig, LaneJournal, Tailer};
use sqlx::{Connection, Executor, PgConnection};

on_both_engines! {
    async fn a_restart_opens_a_new_lane_and_closes_the_old_one(house: &House) {
        let edition = house.published(EditionKind::Limited, 20, 5_000).await;
        house.buy(visitor(), edition, 1).await;
        let old = house.journal.lane();
        house.journal.close().await.unwrap();
        let again = house.reopened().await;
        assert_ne!(again.journal.lane(), old);
        again.buy(visitor(), edition, 1).await;
        let heads = again.store.lanes().await.unwrap();
        let head = |lane: LaneId| heads.iter().find(|head| head.lane == lane).unwrap();
        assert!(head(old).closed_at.is_some() && head(old).seq > 0);
        assert!(head(again.journal.lane()).closed_at.is_none());
        let events = again.store.events_after(&[(old, 0)], 1_000).await.unwrap().unwrap();
        assert!(events.iter().any(|event| event.lane == old) && events.iter().any(|event| event.lane != old));
        again.assert_sound().await;
        again.end().await;
    }

    async fn positions_resume_over_restarts_whatever_they_name(house: &House) {
        let edition = house.published(EditionKind::Limited, 20, 5_000).await;
        let feed = Feed::Seller(house.seller_id);
        let first = house.journal.lane();
        let head = house.store.lanes().await.unwrap()[0].seq;
        house.journal.close().await.unwrap();
        // Somebody read the first lane to its end, and was away for two restarts.
        let second = house.reopened().await;
        let lane = second.journal.lane();
        let at = vec![(lane, 0)];
        let nothing = Missed { events: Vec::new(), from: at.clone(), to: at, more: false };
        assert_eq!(second.store.missed(feed, &[(lane, 0)], 10).await.unwrap(), Some(nothing), "nothing new since");
        second.buy(visitor(), edition, 1).await;
        second.journal.close().await.unwrap();
        let third = house.reopened().await;
        let of_second = third.store.missed(feed, &[(lane, 0)], 1_000).await.unwrap().unwrap().events;
        assert!(!of_second.is_empty() && of_second.iter().all(|event| event.lane == lane));
        let missed = third.store.missed(feed, &[(first, head)], 1_000).await.unwrap().unwrap();
        assert_eq!((missed.events, missed.more), (of_second, false));
        assert_eq!(missed.from, [(first, head), (lane, 0)], "who is cut off in the first lane still finds the second");
        let new = third.journal.lane();
        assert_eq!(third.store.missed(feed, &[(new, 0)], 1_000).await.unwrap().unwrap().events, []);
        third.assert_sound().await;
        second.store.close().await;
        third.end().await;
    }

    async fn what_was_missed_comes_in_pages_without_a_hole(house: &House) {
        let lane = house.journal.lane();
        let edition = house.published(EditionKind::Limited, 20, 5_000).await;
        for _ in 0..5 {
            house.buy(visitor(), edition, 1).await;
        }
        for feed in [Feed::Seller(house.seller_id), Feed::Kind("order_changed"), Feed::Kind("stock_changed")] {
            let all = house.store.missed(feed, &[(lane, 0)], 1_000).await.unwrap().unwrap();
            assert!(all.events.len() >= 5 && !all.more, "{feed:?}");
            let (mut after, mut events, mut pages) = (vec![(lane, 0)], Vec::new(), 0);
            loop {
                let page = house.store.missed(feed, &after, 2).await.unwrap().unwrap();
                assert!(page.events.len() <= 2);
                (after, pages) = (page.to, pages + 1);
                events.extend(page.events);
                if !page.more {
                    break;
                }
            }
            assert_eq!((events, after), (all.events, all.to));
            assert!(pages > 2, "{pages} pages");
        }
        assert_eq!(house.store.missed(Feed::Kind("order_changed"), &[], 10).await.unwrap(), None);
        assert_eq!(house.store.missed(Feed::Kind("order_changed"), &[(lane, 1_000)], 10).await.unwrap(), None);
    }

    async fn a_position_of_an_unknown_lane_or_past_the_end_gets_a_snapshot(house: &House) {
        let lane = house.journal.lane();
        assert_eq!(house.store.events_after(&[(house::mint(), 3)], 10).await.unwrap(), None);
        assert_eq!(house.store.events_after(&[(lane, 1_000)], 10).await.unwrap(), None);
        assert_eq!(house.store.events_after(&[], 10).await.unwrap(), None);
        house.published(EditionKind::Limited, 20, 5_000).await;
        assert_eq!(house.store.events_after(&[(lane, 0)], 0).await.unwrap(), None, "more than asked for");
        assert_eq!(house.store.order_events(house::mint(), 0, 10).await.unwrap(), None);
    }

    async fn retention_says_whether_there_is_more(house: &House) {
        house.published(EditionKind::Limited, 2, 5_000).await;
        let last = house.store.lanes().await.unwrap()[0].seq;
        house
            .behind_its_back(
                "INSERT INTO events (lane, seq, at, kind, data) \
                 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT n.i + 1 FROM n WHERE n.i < 6000) \
                 SELECT e.lane, e.last + n.i, e.at, 'cart_changed', '{}' \
                 FROM n CROSS JOIN (SELECT k.lane, max(k.seq) AS last, max(k.at) AS at FROM events k GROUP BY k.lane) e",
            )
            .await;
        let later = DateTime::from_timestamp(4_000_000_000, 0).unwrap();
        let retain = || house.edit(Edit::Retain { events_before: later, answers_before: DateTime::UNIX_EPOCH });
        assert_eq!(retain().await.unwrap(), Reply::Retained { more: true });
        assert_eq!(house.store.lanes().await.unwrap()[0].forgotten_seq, 5_000);
        assert_eq!(retain().await.unwrap(), Reply::Retained { more: false });
        assert_eq!(house.store.lanes().await.unwrap()[0].forgotten_seq, last + 6_000);
    }

    async fn a_feed_resumes_with_the_kinds_it_shows(house: &House) {
        let lane = house.journal.lane();
        let edition = house.published(EditionKind::Limited, 20, 5_000).await;
        house.buy(visitor(), edition, 1).await;
        let feed = Feed::Kind("artwork_status_changed");
        let events = house.store.missed(feed, &[(lane, 0)], 5).await.unwrap().unwrap().events;
        assert_eq!(events.len(), 1);
        assert!(matches!(events[0].event, Event::ArtworkStatusChanged { .. }));
    }
}

#[tokio::test]
async fn what_is_older_than_its_keeping_time_is_forgotten_and_its_positions_get_a_snapshot() {
    let clock = Manual::at(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
    let (dir, house) = house::sqlite_with(Some(clock.clone())).await;
    let lane = house.journal.lane();
    let edition = house.published(EditionKind::Limited, 20, 5_000).await;
    let order = house.buy(visitor(), edition, 1).await;
    let last = house.store.lanes().await.unwrap()[0].seq;
    clock.advance(100);
    let retain = Edit::Retain { events_before: clock.now(), answers_before: clock.now() - TimeDelta::seconds(1) };
    house.edit(retain).await.unwrap();
    let head = house.store.lanes().await.unwrap()[0];
    assert_eq!((head.seq, head.forgotten_seq), (last, last));
    assert_eq!(house.store.events_after(&[(lane, last - 1)], 100).await.unwrap(), None);
    assert_eq!(house.store.events_after(&[(lane, last)], 100).await.unwrap(), Some(Vec::new()));
    assert_eq!(house.store.order_events(order.head.id, 1, 100).await.unwrap(), None);
    let whole = house.store.order_events(order.head.id, order.head.version, 100).await.unwrap();
    assert_eq!(whole, Some(Vec::new()));
    house.hold(visitor(), edition, 1).await.unwrap();
    let after = house.store.events_after(&[(lane, last)], 100).await.unwrap().unwrap();
    assert_eq!(after[0].seq, last + 1);
    house.assert_sound().await;
    house.end().await;
    drop(dir);
}

#[tokio::test]
async fn a_node_is_told_what_others_commit_in_their_order_and_never_its_own() {
    let Some((database, house)) = house::postgres().await else { return };
    let (other, _) = house.other_node().await;
    let told = Arc::new(Recorder::default());
    let tail = Tailer::start(house.store.clone(), other.clone(), told.clone(), Arc::new(Alone)).await.unwrap();
    let edition = house.published(EditionKind::Limited, 40, 5_000).await;
    for _ in 0..10 {
        house.buy(visitor(), edition, 1).await;
        let hold = impasto_domain::command::Command::PlaceHold { owner: visitor(), edition_id: edition, quantity: 1 };
        impasto_domain::ports::Journal::submit(&other, hold.into()).await.unwrap();
    }
    let lane = house.journal.lane();
    let wanted: Vec<Committed> = house.sink.0.lock().unwrap().iter().filter(|event| event.seq > 1).cloned().collect();
    until(|| told.0.lock().unwrap().last().map(|event| event.seq) == wanted.last().map(|event| event.seq)).await;
    let heard: Vec<Committed> = told.0.lock().unwrap().iter().filter(|event| event.seq > 1).cloned().collect();
    assert_eq!(heard, wanted);
    assert!(heard.iter().all(|event| event.lane == lane));

    // The other node goes and comes back: its new lane is found, its old one leaves the vector.
    house.journal.close().await.unwrap();
    let again = house.reopened().await;
    again.buy(visitor(), edition, 1).await;
    let new_lane = again.journal.lane();
    until(|| tail.cursors().iter().map(|(lane, _)| *lane).eq([new_lane])).await;
    until(|| {
        told.0
            .lock()
            .unwrap()
            .iter()
            .any(|event| event.lane == new_lane && matches!(event.event, Event::SaleMade { .. }))
    })
    .await;
    tail.close().await;
    other.close().await.unwrap();
    again.assert_sound().await;
    again.end().await;
    house.store.close().await;
    database.drop().await;
}

#[tokio::test]
async fn a_lane_without_a_sign_of_life_is_closed_by_others() {
    let Some((database, house)) = house::postgres().await else { return };
    let dead = house.journal.lane();
    house.behind_its_back("UPDATE lanes SET seen_at = now() - interval '1 hour'").await;
    let (other, _) = house.other_node().await;
    let heads = house.store.lanes().await.unwrap();
    assert!(heads.iter().any(|head| head.lane == dead && head.closed_at.is_some()));
    assert!(heads.iter().any(|head| head.lane == other.lane() && head.closed_at.is_none()));
    other.close().await.unwrap();
    house.end().await;
    database.drop().await;
}

#[tokio::test]
async fn a_busy_lane_says_that_it_lives_and_closes_the_dead() {
    let Some((database, house)) = house::postgres().await else { return };
    let config = JournalConfig { heartbeat_s: 1, dead_after_s: 3, ..JournalConfig::new("busy", house::rules()) };
    let busy = LaneJournal::start(house.store.clone(), config, house.sink.clone(), Arc::new(Alone)).await.unwrap();
    let lost: LaneId = house::mint();
    house
        .behind_its_back(&format!(
            "INSERT INTO lanes (id, node, opened_at, seen_at, batch_id, forgotten_seq) \
             VALUES ('{lost}', 'lost', now(), now() - interval '1 hour', '{lost}', 0); \
             UPDATE lanes SET seen_at = now() - interval '2 seconds' WHERE id = '{}'",
            busy.lane()
        ))
        .await;
    // Edits that change nothing, more often than the lane is to say that it lives.
    let mut closed = false;
    for _ in 0..60 {
        let idle = Edit::FinishJob { id: house::mint(), token: house::mint() };
        let idle = impasto_domain::command::Command::Edit(Box::new(idle));
        impasto_domain::ports::Journal::submit(&busy, idle.into()).await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        let heads = house.store.lanes().await.unwrap();
        closed = heads.iter().any(|head| head.lane == lost && head.closed_at.is_some());
        if closed {
            break;
        }
    }
    assert!(closed, "the lane of the dead is closed");
    // Another node's look two seconds later finds the busy lane alive.
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let config = JournalConfig { dead_after_s: 3, ..JournalConfig::new("other", house::rules()) };
    let other = LaneJournal::start(house.store.clone(), config, house.sink.clone(), Arc::new(Alone)).await.unwrap();
    let heads = house.store.lanes().await.unwrap();
    assert!(heads.iter().any(|head| head.lane == busy.lane() && head.closed_at.is_none()));
    other.close().await.unwrap();
    busy.close().await.unwrap();
    house.end().await;
    database.drop().await;
}

/// Commands of a node at once, so that they gather.
async fn together(journal: &LaneJournal, edition_id: EditionId, count: usize) {
    let hold = || Command::PlaceHold { owner: visitor(), edition_id, quantity: 1 };
    let holds = (0..count).map(|_| impasto_domain::ports::Journal::submit(journal, hold().into()));
    for held in futures_util::future::join_all(holds).await {
        held.unwrap();
    }
}

#[tokio::test]
async fn lanes_that_are_at_work_take_turns_and_a_turn_that_nobody_passes_on_stops_no_one() {
    let Some((database, house)) = house::postgres().await else { return };
    let (other, _) = house.other_node().await;
    let (here, there) = (Arc::new(Recorder::default()), Arc::new(Recorder::default()));
    let tail = Tailer::start(house.store.clone(), house.journal.clone(), here, Arc::new(Alone)).await.unwrap();
    let other_tail = Tailer::start(house.store.clone(), other.clone(), there, Arc::new(Alone)).await.unwrap();
    let edition = house.published(EditionKind::Limited, 5_000, 5_000).await;
    together(&house.journal, edition, 2).await;
    assert_eq!(house.journal.stats().turns, 0, "a lane that knows of no other has no turn to wait for");

    let take_turns = async || {
        let before = (house.journal.stats().turns, other.stats().turns);
        while house.journal.stats().turns == before.0 || other.stats().turns == before.1 {
            tokio::join!(together(&house.journal, edition, 4), together(&other, edition, 4));
        }
    };
    take_turns().await;

    // Somebody has the turn and keeps it: the lanes give up waiting and commit all the same.
    let mut greedy = PgConnection::connect(&house.url).await.unwrap();
    greedy.execute(sqlx::raw_sql("SELECT pg_advisory_lock(29675201993340015)")).await.unwrap();
    let before = house.journal.stats();
    tokio::join!(together(&house.journal, edition, 4), together(&other, edition, 4));
    let after = house.journal.stats();
    assert!(after.commits > before.commits && after.turns == before.turns, "{before:?} {after:?}");

    greedy.close().await.unwrap();
    take_turns().await;
    tail.close().await;
    other_tail.close().await;
    other.close().await.unwrap();
    house.assert_sound().await;
    house.end().await;
    database.drop().await;
}

#[tokio::test]
async fn a_turn_that_a_silent_connection_has_is_given_up() {
    let Some((database, house)) = house::postgres().await else { return };
    let proxy = Proxy::before(&house.url).await;
    let far = house.through(&proxy).await;
    let (here, there) = (Arc::new(Recorder::default()), Arc::new(Recorder::default()));
    let tail = Tailer::start(house.store.clone(), house.journal.clone(), here, Arc::new(Alone)).await.unwrap();
    let far_tail = Tailer::start(house.store.clone(), far.journal.clone(), there, Arc::new(Alone)).await.unwrap();
    let edition = house.published(EditionKind::Limited, 5_000, 5_000).await;
    let mut held = 0;
    let mut at_work = async || {
        tokio::join!(together(&house.journal, edition, 4), together(&far.journal, edition, 4));
        held += 8;
        assert_eq!(house.stock(edition).await.held, held);
    };
    while far.journal.stats().turns == 0 {
        at_work().await;
    }

    // The server gives the turn to the far lane, which never hears of it.
    proxy.mute_next_turn();
    while proxy.is_to_mute() {
        at_work().await;
    }
    let (here, there) = (house.journal.stats().turns, far.journal.stats().turns);
    while house.journal.stats().turns == here || far.journal.stats().turns == there {
        at_work().await;
    }

    tail.close().await;
    far_tail.close().await;
    far.journal.close().await.unwrap();
    house.assert_sound().await;
    house.end().await;
    database.drop().await;
}

async fn until(mut condition: impl FnMut() -> bool) {
    while !condition() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}
