//! The end of a node.

use std::time::Duration;

use impasto_ws::LiveConfig;

use crate::support::*;

#[actix_rt::test]
async fn a_drain_tells_every_client_and_lets_nobody_in() {
    let house = House::with(LiveConfig { drain_over: Duration::from_millis(500), ..LiveConfig::default() });
    let mut clients = Vec::new();
    for _ in 0..300 {
        clients.push(house.connect().await);
    }
    clients[0].subscribe(artwork(1), None).await;
    let bus = house.bus.clone();
    let drain = actix_rt::spawn(async move { bus.drain().await });
    let ends = clients.iter_mut().map(|client| async { client.until_closed().await.1 });
    let codes = futures_util::future::join_all(ends).await;
    assert!(codes.iter().all(|code| *code == Some(1012)), "{codes:?}");
    assert_eq!(house.connect_with(&[]).await.err(), Some(503));
    drain.await.unwrap();
    let stats = house.bus.stats();
    assert_eq!((stats.sockets_total(), stats.closed.get(&1012)), (0, Some(&300)));
    assert!(house.bus.is_draining());
}

#[actix_rt::test]
async fn a_drain_does_not_wait_for_those_who_do_not_answer() {
    let limit = Duration::from_millis(600);
    let config = LiveConfig { drain_over: Duration::from_millis(100), drain_limit: limit, ..LiveConfig::default() };
    let house = House::with(config);
    let _mute = house.connect().await;
    house.bus.drain().await;
    assert_eq!(house.bus.stats().sockets_total(), 0);
}
