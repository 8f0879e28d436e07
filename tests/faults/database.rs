//! The way to the database fails under load.

use std::time::Duration;

use serde_json::json;

use crate::crowd::Crowd;
use crate::harness::{Account, Program, edition, run};
use crate::proxy::{Line, Proxy};
use crate::rounds;

const BUYERS: usize = 16;

/// A house behind a proxy, with an edition for sale.
async fn house() -> (Program, Proxy, String) {
    let mut proxy = None;
    let program = Program::start_behind(&[], async |target: String| {
        let made = Proxy::before(&target).await;
        let port = made.port;
        proxy = Some(made);
        port
    })
    .await;
    let artist = Account::artist(&program).await;
    let listed = artist.list(&program, json!([edition(10_000)])).await;
    (program, proxy.expect("a proxy"), listed.editions[0].clone())
}

#[test]
fn connections_are_cut_again_and_again() {
    run(async {
        let (program, proxy, edition) = house().await;
        let crowd = Crowd::gather(&[&program], &edition, BUYERS);
        for _ in 0..rounds(6) {
            crowd.buys(20).await;
            proxy.cut();
        }
        crowd.buys(60).await;
        let told = crowd.ends().await;
        told.is_true(&program).await;
    });
}

#[test]
fn the_server_is_away_for_a_while() {
    run(async {
        let (program, proxy, edition) = house().await;
        let crowd = Crowd::gather(&[&program], &edition, BUYERS);
        for _ in 0..rounds(2) {
            crowd.buys(20).await;
            proxy.set(Line::Down);
            tokio::time::sleep(Duration::from_secs(3)).await;
            proxy.set(Line::Open);
        }
        crowd.buys(60).await;
        crowd.ends().await.is_true(&program).await;
    });
}

#[test]
fn the_server_is_away_for_longer_than_anybody_is_patient() {
    run(async {
        let (program, proxy, edition) = house().await;
        let crowd = Crowd::gather(&[&program], &edition, BUYERS);
        crowd.buys(20).await;
        proxy.set(Line::Down);
        tokio::time::sleep(Duration::from_secs(14)).await;
        let ready = program.get("/readyz", &[]).await;
        assert_eq!(ready.status, 503, "a node without its database is not ready");
        proxy.set(Line::Open);
        crowd.buys(60).await;
        let told = crowd.ends().await;
        assert!(told.unavailable > 0, "nobody was asked to come again");
        told.is_true(&program).await;
        program.get("/readyz", &[]).await.ok(200);
    });
}

#[test]
fn what_is_sent_does_not_arrive_and_nobody_is_told() {
    run(async {
        let (program, proxy, edition) = house().await;
        let crowd = Crowd::gather(&[&program], &edition, BUYERS);
        for _ in 0..rounds(2) {
            crowd.buys(20).await;
            // It goes on where it stopped …
            proxy.set(Line::Silent);
            tokio::time::sleep(Duration::from_secs(2)).await;
            proxy.set(Line::Open);
            crowd.buys(20).await;
            // … or it never does.
            proxy.set(Line::Silent);
            tokio::time::sleep(Duration::from_secs(2)).await;
            proxy.cut();
            proxy.set(Line::Open);
        }
        crowd.buys(60).await;
        crowd.ends().await.is_true(&program).await;
    });
}

#[test]
fn the_answer_to_a_commit_is_lost() {
    run(async {
        let (program, proxy, edition) = house().await;
        let crowd = Crowd::gather(&[&program], &edition, BUYERS);
        for round in 0..rounds(6) {
            crowd.buys(20).await;
            proxy.set(Line::Mute);
            // What was under way is done, or not; the longer, the more.
            tokio::time::sleep(Duration::from_millis(5 << (round % 6))).await;
            proxy.cut();
            proxy.set(Line::Open);
        }
        crowd.buys(60).await;
        crowd.ends().await.is_true(&program).await;
    });
}

#[test]
fn the_way_is_long() {
    run(async {
        let (program, proxy, edition) = house().await;
        let crowd = Crowd::gather(&[&program], &edition, BUYERS);
        crowd.buys(20).await;
        proxy.set(Line::Slow(Duration::from_millis(15)));
        crowd.buys(20).await;
        proxy.cut();
        crowd.buys(20).await;
        proxy.set(Line::Open);
        crowd.buys(40).await;
        crowd.ends().await.is_true(&program).await;
    });
}
