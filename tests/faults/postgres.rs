//! The database's server itself is restarted, or dies, under load.

use serde_json::json;

use crate::cluster::Cluster;
use crate::crowd::Crowd;
use crate::harness::{Account, Program, edition, run};
use crate::rounds;

const BUYERS: usize = 16;

#[test]
fn the_server_is_restarted_and_dies_under_load() {
    let Some(cluster) = Cluster::start() else { return };
    run(async {
        let program = Program::start_on(&cluster.url(), &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(10_000)])).await;
        let crowd = Crowd::gather(&[&program], &listed.editions[0], BUYERS);
        crowd.buys(40).await;
        let pace = crowd.pace().await;
        for _ in 0..rounds(1) {
            cluster.restart();
            crowd.recovers(pace).await;
            crowd.buys(40).await;
            cluster.crash();
            crowd.recovers(pace).await;
            crowd.buys(40).await;
        }
        let told = crowd.ends().await;
        told.is_true(&program).await;
        let stock = listed.stock(&program).await;
        assert_eq!((stock["sold"].as_u64(), stock["held"].as_u64()), (Some(told.sold() as u64), Some(0)));
    });
}
