//! The provider is slow, says no, says it late or never, while everything else falls as well.

use serde_json::json;

use crate::crowd::Crowd;
use crate::harness::{Account, Engine, MASTER, Program, edition, run};
use crate::rounds;

/// Most is good; some of it late, refused, or never answered.
const MEANS: &[&str] = &["tok_ok", "tok_late:1", "tok_ok", "tok_declined", "tok_late:3", "tok_ok", "tok_lost"];

/// What is not paid is let go after so many seconds.
const SOON: [(&str, &str); 2] = [("IMPASTO_HOLDS__TTL_S", "15"), ("IMPASTO_HOLDS__PAYMENT_EXTENSION_S", "15")];

#[test]
fn whatever_the_provider_does_money_and_copies_agree_though_nodes_die() {
    run(async {
        let near = Program::start_with(Engine::Postgres, &[MASTER, SOON[0], SOON[1]]).await;
        let mut far = near.beside().await;
        let artist = Account::artist(&near).await;
        let listed = artist.list(&near, json!([edition(10_000)])).await;
        far.get(&format!("/api/v1/artworks/{}", listed.artwork_id), &[]).await.ok(200);
        let crowd = Crowd::gather_with(MEANS, &[&near, &far], &listed.editions[0], 24);
        for _ in 0..rounds(2) {
            crowd.buys(30).await;
            far.kill();
            // Its payments are taken over: what is late is paid, what is lost runs out.
            crowd.buys(15).await;
            far.restart().await;
        }
        let told = crowd.ends().await;
        for program in [&near, &far] {
            told.is_true(program).await;
        }
        let stock = listed.stock(&near).await;
        assert_eq!((stock["sold"].as_u64(), stock["held"].as_u64()), (Some(told.sold() as u64), Some(0)));
    });
}

#[test]
fn whatever_the_provider_does_on_one_node_that_is_killed() {
    run(async {
        let mut program = Program::start_with(Engine::Sqlite, &SOON).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(10_000)])).await;
        let crowd = Crowd::gather_with(MEANS, &[&program], &listed.editions[0], 24);
        for _ in 0..rounds(2) {
            crowd.buys(30).await;
            program.kill_and_restart().await;
        }
        crowd.buys(20).await;
        let told = crowd.ends().await;
        told.is_true(&program).await;
        let stock = listed.stock(&program).await;
        assert_eq!((stock["sold"].as_u64(), stock["held"].as_u64()), (Some(told.sold() as u64), Some(0)));
    });
}
