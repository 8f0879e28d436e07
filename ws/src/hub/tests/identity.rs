//! Who a socket speaks for, and what it loses when it no longer does.

use super::*;
use crate::backend::PresenceChange;

fn ops(frames: &[Value]) -> Vec<&str> {
    frames.iter().filter_map(|frame| frame["op"].as_str()).collect()
}

#[test]
fn a_token_that_ends_is_announced_and_then_takes_only_private_topics() {
    in_virtual_time(async {
        let house = House::open();
        let ends = house.backend.now() + Duration::from_secs(100);
        let peer = house.connect_as(Principal { expires_at: Some(ends), ..user(1, "customer") }).await;
        peer.say(json!({"op": "subscribe", "topics": ["cart", artwork(1).to_string()]}));
        tokio::time::sleep(Duration::from_secs(38)).await;
        assert!(!ops(&peer.heard()).contains(&"auth_expiring"));
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert!(ops(&peer.heard()).contains(&"auth_expiring"));
        tokio::time::sleep(Duration::from_secs(58)).await;
        assert!(!ops(&peer.heard()).contains(&"unsubscribed"));
        tokio::time::sleep(Duration::from_secs(2)).await;
        let lost = peer.texts();
        assert!(lost.contains(&json!({"op": "unsubscribed", "topic": "cart", "type": "/problems/unauthenticated"})));
        house.publish(Topic::Cart(Uuid::from_u128(1)), "", 1);
        house.publish(artwork(1), "a", 2);
        settle().await;
        assert_eq!(numbers(&peer.heard()), [2]);
        peer.say(json!({"op": "subscribe", "id": 9, "topics": ["cart"]}));
        settle().await;
        assert_eq!(peer.heard()[0]["type"], "/problems/unauthenticated");
    });
}

#[test]
fn a_new_token_in_time_keeps_everything() {
    in_virtual_time(async {
        let house = House::open();
        let ends = |seconds| Some(house.backend.now() + Duration::from_secs(seconds));
        let peer = house.connect_as(Principal { expires_at: ends(70), ..user(1, "customer") }).await;
        peer.say(json!({"op": "subscribe", "topics": ["cart"]}));
        tokio::time::sleep(Duration::from_secs(20)).await;
        assert!(ops(&peer.heard()).contains(&"auth_expiring"));
        house.backend.grant("fresh", Principal { expires_at: ends(900), ..user(1, "customer") });
        peer.say(json!({"op": "auth", "id": 5, "token": "fresh"}));
        let mut frames = Vec::new();
        for _ in 0..6 {
            tokio::time::sleep(Duration::from_secs(20)).await;
            frames.extend(peer.heard());
        }
        assert_eq!(frames.iter().find(|frame| frame["op"] == "authed").unwrap()["id"], 5);
        assert!(!ops(&frames).contains(&"unsubscribed"));
        house.publish(Topic::Cart(Uuid::from_u128(1)), "", 1);
        settle().await;
        assert_eq!(numbers(&peer.heard()), [1]);
    });
}

#[test]
fn a_token_that_is_no_good_changes_nothing() {
    in_virtual_time(async {
        let house = House::open();
        let peer = house.connect_as(user(1, "customer")).await;
        peer.say(json!({"op": "subscribe", "topics": ["cart"]}));
        house.backend.grant("old", Principal { expires_at: Some(house.backend.now()), ..user(2, "customer") });
        peer.say(json!({"op": "auth", "id": 1, "token": "unknown"}));
        peer.say(json!({"op": "auth", "id": 2, "token": "old"}));
        settle().await;
        let frames = peer.heard();
        let errors: Vec<_> = frames.iter().filter(|frame| frame["op"] == "error").collect();
        assert_eq!(errors.len(), 2);
        assert!(errors.iter().all(|error| error["type"] == "/problems/unauthenticated"));
        house.publish(Topic::Cart(Uuid::from_u128(1)), "", 7);
        settle().await;
        assert_eq!(numbers(&peer.heard()), [7]);
    });
}

#[test]
fn somebody_else_on_the_same_socket_does_not_hear_the_former_owner() {
    in_virtual_time(async {
        let house = House::open();
        let peer = house.connect_as(user(1, "visitor")).await;
        peer.say(json!({"op": "subscribe", "topics": ["cart", artwork(1).to_string()]}));
        settle().await;
        peer.heard();
        house.backend.grant("other", user(2, "customer"));
        peer.say(json!({"op": "auth", "token": "other"}));
        settle().await;
        assert_eq!(ops(&peer.heard()), ["authed", "unsubscribed"]);
        house.publish(Topic::Cart(Uuid::from_u128(1)), "", 1);
        house.publish(artwork(1), "a", 2);
        settle().await;
        assert_eq!(numbers(&peer.heard()), [2]);
        peer.say(json!({"op": "subscribe", "topics": ["cart"]}));
        settle().await;
        house.publish(Topic::Cart(Uuid::from_u128(2)), "", 3);
        settle().await;
        assert_eq!(numbers(&peer.heard()), [3]);
    });
}

#[test]
fn rights_that_are_gone_with_the_new_token_take_their_topics() {
    in_virtual_time(async {
        let house = House::open();
        let peer = house.connect_as(user(1, "admin")).await;
        peer.say(json!({"op": "subscribe", "topics": ["cart", "orders"]}));
        settle().await;
        peer.heard();
        house.backend.grant("demoted", user(1, "customer"));
        peer.say(json!({"op": "auth", "token": "demoted"}));
        settle().await;
        let frames = peer.heard();
        assert_eq!(ops(&frames), ["authed", "unsubscribed"]);
        assert_eq!((&frames[1]["topic"], &frames[1]["type"]), (&json!("orders"), &json!("/problems/forbidden")));
    });
}

#[test]
fn a_revoked_session_loses_its_private_topics_at_once_and_others_do_not() {
    in_virtual_time(async {
        let house = House::open();
        let (gone, stays) = (house.connect_as(user(1, "customer")).await, house.connect_as(user(2, "customer")).await);
        for peer in [&gone, &stays] {
            peer.say(json!({"op": "subscribe", "topics": ["cart", "storefront"]}));
        }
        settle().await;
        gone.heard();
        stays.heard();
        house.bus.revoke_session(Uuid::from_u128(1001));
        settle().await;
        assert_eq!(ops(&gone.heard()), ["unsubscribed"]);
        assert!(stays.heard().is_empty());
        house.bus.revoke_user(Uuid::from_u128(2));
        settle().await;
        assert_eq!(ops(&stays.heard()), ["unsubscribed"]);
        let stats = house.bus.stats();
        assert_eq!((stats.sockets.get("customer"), stats.sockets.get("anonymous")), (None, Some(&2)));
    });
}

#[test]
fn a_revocation_during_a_subscription_wins() {
    in_virtual_time(async {
        let house = House::open();
        house.backend.delay_snapshots(Duration::from_secs(1));
        let peer = house.connect_as(user(1, "customer")).await;
        peer.say(json!({"op": "subscribe", "topics": ["cart", "storefront"]}));
        settle().await;
        house.bus.revoke_session(Uuid::from_u128(1001));
        tokio::time::sleep(Duration::from_secs(2)).await;
        let frames = peer.heard();
        assert_eq!(ops(&frames), ["error", "subscribed"]);
        assert_eq!((&frames[0]["topic"], &frames[0]["type"]), (&json!("cart"), &json!("/problems/unauthenticated")));
        assert!(frames[1]["topics"].get("cart").is_none());
        // The same token, read before it was revoked everywhere, is not taken again.
        peer.say(json!({"op": "auth", "token": format!("token-of-{:?}-customer", Some(Uuid::from_u128(1)))}));
        settle().await;
        assert_eq!(ops(&peer.heard()), ["error"]);
    });
}

#[test]
fn who_signs_in_while_watching_goes_on_watching() {
    in_virtual_time(async {
        let house = House::open();
        let one = Uuid::from_u128(1);
        let peer = house.connect();
        peer.say(json!({"op": "view", "artwork_id": one}));
        let ends = house.backend.now() + Duration::from_secs(20);
        house.backend.grant("a", Principal { expires_at: Some(ends), ..user(1, "customer") });
        peer.say(json!({"op": "auth", "token": "a"}));
        tokio::time::sleep(Duration::from_secs(22)).await;
        let log = house.backend.presence_log();
        let told: Vec<_> = log.iter().skip(1).map(|told| (told.change, &*told.role, told.viewing)).collect();
        assert_eq!(
            told,
            [
                (PresenceChange::Viewing(one), "anonymous", Some(one)),
                (PresenceChange::Identified, "customer", Some(one)),
                (PresenceChange::Identified, "anonymous", Some(one)),
            ]
        );
    });
}

#[test]
fn presence_is_told_of_coming_watching_and_going() {
    in_virtual_time(async {
        let house = House::open();
        house.backend.make_absent(artwork(9));
        let peer = house.connect_as(user(1, "customer")).await;
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        peer.say(json!({"op": "view", "artwork_id": one}));
        peer.say(json!({"op": "view", "artwork_id": one}));
        peer.say(json!({"op": "view", "artwork_id": two}));
        peer.say(json!({"op": "unview"}));
        peer.say(json!({"op": "view", "id": 4, "artwork_id": Uuid::from_u128(9)}));
        peer.say(json!({"op": "view", "artwork_id": one}));
        settle().await;
        let frames = peer.heard();
        assert_eq!(frames.len(), 1);
        assert_eq!((&frames[0]["id"], &frames[0]["type"]), (&json!(4), &json!("/problems/not-found")));
        peer.hang_up();
        settle().await;
        let log = house.backend.presence_log();
        let changes: Vec<_> = log.iter().map(|presence| presence.change).collect();
        assert_eq!(
            changes,
            [
                PresenceChange::Connected,
                PresenceChange::Identified,
                PresenceChange::Viewing(one),
                PresenceChange::Left(one),
                PresenceChange::Viewing(two),
                PresenceChange::Left(two),
                PresenceChange::Viewing(one),
                PresenceChange::Left(one),
                PresenceChange::Disconnected,
            ]
        );
        assert_eq!(log[0].role, "anonymous");
        assert_eq!((&*log[1].role, log[1].owner), ("customer", Some(one)));
        assert_eq!(house.bus.stats().sockets_total(), 0);
    });
}
