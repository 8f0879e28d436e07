//! Two nodes on one database: what happens on one is heard on the other, with Redis at once, without it soon.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Engine, Guest, MASTER, Program, Socket, edition, own_master, redis, run, text};

#[test]
fn what_happens_on_one_node_reaches_the_sockets_of_the_other() {
    on_two_nodes(&[MASTER]);
}

#[test]
fn with_redis_between_them_as_well() {
    let Some(redis) = redis() else { return };
    on_two_nodes(&[MASTER, ("IMPASTO_REDIS__URL", &redis)]);
}

fn on_two_nodes(settings: &[(&str, &str)]) {
    run(heard_on_both(settings));
}

#[test]
fn who_looks_at_a_work_is_counted_over_all_nodes_and_ghosts_leave_with_their_lease() {
    let Some(redis) = redis() else { return };
    run(async {
        // A lease of nine seconds.
        let master = own_master("presence");
        let settings = [
            ("IMPASTO_SECRETS__MASTER", master.as_str()),
            ("IMPASTO_REDIS__URL", &redis),
            ("IMPASTO_SERVER__HEARTBEAT_S", "3"),
        ];
        let (near, admin) = Program::start_with_admin(Engine::Postgres, &settings).await;
        let mut far = near.beside().await;
        let artist = Account::artist(&near).await;
        let listed = artist.list(&near, json!([edition(3)])).await;
        far.get(&format!("/api/v1/artworks/{}", listed.artwork_id), &[]).await.ok(200);
        let topic = format!("artwork:{}", listed.artwork_id);
        let view = json!({"op": "view", "artwork_id": listed.artwork_id});
        let (mut here, mut there) = (Socket::open(&near).await, Socket::open(&far).await);
        here.subscribe(&[&topic]).await;
        there.subscribe(&[&topic]).await;
        let guest = Guest::arrive(&near).await;
        let mut on_far = Socket::open_as(&far, &guest.token).await;
        on_far.send(&view).await;
        let _on_far = on_far.stay();
        here.event(&topic, "viewers", |viewers| viewers["count"] == 1).await;
        let mut on_near = Socket::open(&near).await;
        on_near.send(&view).await;
        let _on_near = on_near.stay();
        for watcher in [&mut here, &mut there] {
            watcher.event(&topic, "viewers", |viewers| viewers["count"] == 2).await;
        }
        // The same person on the other node is nobody new.
        let mut again = Socket::open_as(&near, &guest.token).await;
        again.send(&view).await;
        let mut staff = Socket::open_as(&near, &admin.token).await;
        let mut told = staff.subscribe(&["presence"]).await["topics"]["presence"]["snapshot"].clone();
        if told["by_role"]["visitor"] != 2 {
            let both = |frame: &Value| frame["type"] == "presence" && frame["data"]["by_role"]["visitor"] == 2;
            told = staff.wait_for(both).await["data"].clone();
        }
        assert_eq!(told["by_artwork"][&listed.artwork_id], 2, "{told}");
        again.leave().await;
        // Nobody tells the end of these: the node is gone.
        far.kill();
        here.event(&topic, "viewers", |viewers| viewers["count"] == 1).await;
        let alone = |frame: &Value| frame["type"] == "presence" && frame["data"]["by_role"]["visitor"].is_null();
        staff.wait_for(alone).await;
    });
}

async fn heard_on_both(settings: &[(&str, &str)]) {
    let (near, admin) = Program::start_with_admin(Engine::Postgres, settings).await;
    let far = near.beside().await;
    let artist = Account::artist(&near).await;
    let mut anybody = Socket::open(&far).await;
    anybody.subscribe(&["storefront"]).await;
    let listed = artist.list(&near, json!([edition(3)])).await;
    anybody.event("storefront", "published", |work| work["artwork_id"] == listed.artwork_id.as_str()).await;
    // Who hears of it finds it, on every node and for nobody in particular.
    far.get(&format!("/api/v1/artworks/{}", listed.artwork_id), &[]).await.ok(200);
    let topic = format!("artwork:{}", listed.artwork_id);
    let sales = format!("seller:{}:sales", text(&artist.user["seller_id"]));
    anybody.subscribe(&[&topic]).await;

    let (guest, edition) = (Guest::arrive(&near).await, listed.editions[0].as_str());
    let mut own = Socket::open_as(&far, &guest.token).await;
    own.subscribe(&["cart"]).await;
    let mut seller = Socket::open_as(&far, &artist.token).await;
    let mut staff = Socket::open_as(&far, &admin.token).await;
    seller.subscribe(&[&sales]).await;
    staff.subscribe(&["orders"]).await;
    let begun = Instant::now();
    guest.add(&near, edition, 1).await.ok(200);
    anybody.event(&topic, "stock", |stock| stock["held"] == 1).await;
    own.event("cart", "cart", |cart| cart["lines"][0]["quantity"] == 1).await;
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    let order = guest.buy(&near, edition, 1).await;
    anybody.event(&topic, "stock", |stock| stock["sold"] == 2).await;
    let sale = seller.event(&sales, "sale", |_| true).await;
    assert_eq!(sale["order_number"], order["number"]);
    let paid = |told: &Value| told["number"] == order["number"] && told["payment_status"] == "paid";
    staff.event("orders", "order", paid).await;
    // And the other way round; what both sold is told once.
    let stranger = Guest::arrive(&far).await;
    let mut here = Socket::open(&near).await;
    let version =
        here.subscribe(&[&topic]).await["topics"][&topic]["snapshot"]["editions"][edition]["version"].as_i64();
    let last = stranger.buy(&far, edition, 1).await;
    let stock = here.event(&topic, "stock", |stock| stock["available"] == 0 && stock["sold"] == 3).await;
    assert!(stock["version"].as_i64() > version, "{stock}");
    here.event(&topic, "status", |told| told["status"] == "sold_out").await;
    let sale = seller.event(&sales, "sale", |_| true).await;
    assert_eq!(sale["order_number"], last["number"]);
    assert!(of(&seller.drain().await, "sale").is_empty());

    // A position of one node is as good on the other.
    let at = seller.subscribe(&[&sales]).await["topics"][&sales]["at"].clone();
    let person = Account::customer(&near).await;
    person.call(&near, Method::PUT, &format!("/wishlist/{}", listed.artwork_id), None).await.ok(204);
    seller.event(&sales, "wishlist", |_| true).await;
    let mut moved = Socket::open_as(&near, &artist.token).await;
    let resumed = moved.subscribe_since(&[&sales], json!({sales.as_str(): at})).await;
    assert_eq!(resumed["topics"][&sales]["resumed"], true, "{resumed}");
    assert_eq!(of(&moved.drain().await, "wishlist").len(), 1);
    near.check();
}

fn of<'f>(frames: &'f [Value], kind: &str) -> Vec<&'f Value> {
    frames.iter().filter(|frame| frame["type"] == kind).collect()
}
