//! Redis goes away: shopping goes on, what happens on one node reaches the others a moment later, and nothing is lost.

use std::time::Duration;

use serde_json::json;

use crate::harness::{Account, Engine, Guest, MASTER, Program, Socket, edition, redis, run, text};
use crate::proxy::{Line, Proxy};

#[test]
fn without_redis_shopping_goes_on_and_what_happens_is_heard_on_every_node() {
    let Some(redis) = redis() else { return };
    let address = redis.trim_start_matches("redis://").split('/').next().unwrap_or_default().to_owned();
    run(async {
        let proxy = Proxy::before(&address).await;
        let url = format!("redis://127.0.0.1:{}", proxy.port);
        let settings = [MASTER, ("IMPASTO_REDIS__URL", url.as_str()), ("IMPASTO_SERVER__HEARTBEAT_S", "3")];
        let (near, admin) = Program::start_with_admin(Engine::Postgres, &settings).await;
        let far = near.beside().await;
        let artist = Account::artist(&near).await;
        let listed = artist.list(&near, json!([edition(20)])).await;
        far.get(&format!("/api/v1/artworks/{}", listed.artwork_id), &[]).await.ok(200);
        let topic = format!("artwork:{}", listed.artwork_id);
        let (mut anybody, mut staff) = (Socket::open(&far).await, Socket::open_as(&far, &admin.token).await);
        anybody.subscribe(&[&topic]).await;
        staff.subscribe(&["orders"]).await;
        let mut looking = Socket::open(&near).await;
        let view = json!({"op": "view", "artwork_id": listed.artwork_id});
        looking.send(&view).await;
        let _looking = looking.stay();
        anybody.event(&topic, "viewers", |viewers| viewers["count"] == 1).await;
        let mut sold = 0;
        for line in [Line::Open, Line::Down, Line::Open, Line::Silent, Line::Open] {
            proxy.set(line);
            for _ in 0..3 {
                sold += 1;
                let guest = Guest::arrive(&near).await;
                let order = guest.buy(&near, &listed.editions[0], 1).await;
                anybody.event(&topic, "stock", |stock| stock["sold"] == sold).await;
                let paid =
                    |told: &serde_json::Value| told["number"] == order["number"] && told["payment_status"] == "paid";
                staff.event("orders", "order", paid).await;
            }
            // Who is left alone by Redis says so to nobody: pages are served, sockets open.
            near.get("/readyz", &[]).await.ok(200);
        }
        // Counts are known again as soon as it is there.
        let mut second = Socket::open(&near).await;
        second.send(&view).await;
        let _second = second.stay();
        anybody.event(&topic, "viewers", |viewers| viewers["count"] == 2).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        let stock = near.get(&format!("/api/v1/artworks/{}", listed.artwork_id), &[]).await.ok(200);
        assert_eq!(stock["editions"][0]["stock"]["sold"], sold, "{}", text(&stock["title"]));
        near.check();
    });
}
