//! What is delivered, in which order, and from where a reader starts.

use super::*;

#[test]
fn a_subscription_starts_with_a_snapshot_and_goes_on_with_what_comes() {
    in_virtual_time(async {
        let house = House::open();
        house.publish(artwork(1), "a", 1);
        let peer = house.connect();
        peer.subscribe(&[artwork(1)]);
        settle().await;
        house.publish(artwork(1), "a", 2);
        house.publish(artwork(2), "a", 9);
        settle().await;
        let frames = peer.heard();
        assert_eq!(frames[0]["op"], "subscribed");
        assert_eq!(frames[0]["id"], 1);
        assert_eq!(frames[0]["topics"][artwork(1).to_string()]["snapshot"]["events"], 1);
        assert_eq!(numbers(&frames), [2]);
        assert_eq!(frames[1]["topic"], artwork(1).to_string());
        assert_eq!(frames[1]["type"], "stock");
        assert!(frames[1]["time"].as_str().unwrap().ends_with('Z'));
        assert_eq!(frames.len(), 2);
    });
}

#[test]
fn a_reader_comes_back_to_what_it_missed_and_nothing_else() {
    in_virtual_time(async {
        let house = House::open();
        let (watcher, peer) = (house.connect(), house.connect());
        watcher.subscribe(&[Topic::Storefront]);
        peer.subscribe(&[Topic::Storefront]);
        settle().await;
        for n in 1..=3 {
            house.publish(Topic::Storefront, "", n);
        }
        settle().await;
        let seen = peer.heard();
        assert_eq!(numbers(&seen), [1, 2, 3]);
        let second = seen[2]["at"].clone();
        let before = house.backend.snapshots_asked();
        for (back, missed) in [(&second, vec![3]), (&seen[3]["at"], vec![])] {
            let back_again = house.connect();
            back_again.subscribe_since(Topic::Storefront, back);
            settle().await;
            let frames = back_again.heard();
            assert_eq!(frames[0]["topics"]["storefront"], json!({"at": back, "resumed": true}));
            assert_eq!(numbers(&frames), *missed);
        }
        assert_eq!(house.backend.snapshots_asked(), before);
    });
}

#[test]
fn without_kept_events_the_store_is_asked_and_without_history_there_is_a_snapshot() {
    in_virtual_time(async {
        let house = House::open();
        for n in 1..=4 {
            house.publish(Topic::Storefront, "", n);
        }
        let peer = house.connect();
        let position = Position::Cursors([(1u64.into(), 2)].into_iter().collect());
        peer.subscribe_since(Topic::Storefront, &position.text().into());
        settle().await;
        let frames = peer.heard();
        assert_eq!(frames[0]["topics"]["storefront"]["resumed"], true);
        assert_eq!(numbers(&frames), [3, 4]);
        assert_eq!(positions(&frames), 2);

        house.backend.forget_history(artwork(1));
        house.publish(artwork(1), "a", 1);
        peer.subscribe_since(artwork(1), &Position::Version(0).text().into());
        settle().await;
        assert_eq!(peer.heard()[0]["topics"][artwork(1).to_string()]["snapshot"]["events"], 1);
    });
}

use crate::position::{Increment, Position};

#[test]
fn a_since_that_is_no_position_of_the_topic_is_refused() {
    in_virtual_time(async {
        let house = House::open();
        let peer = house.connect();
        peer.subscribe_since(artwork(1), &json!("not a position"));
        peer.subscribe_since(Topic::Storefront, &Position::Version(3).text().into());
        settle().await;
        for frame in peer.heard() {
            assert_eq!((&frame["op"], &frame["type"]), (&json!("error"), &json!("/problems/malformed")));
        }
    });
}

#[test]
fn events_of_one_commit_share_a_number_and_a_reader_cut_off_between_them_gets_them_again() {
    in_virtual_time(async {
        let house = House::open();
        let admin = house.connect_as(user(1, "admin")).await;
        admin.subscribe(&[Topic::Orders]);
        settle().await;
        let first = house.backend.commit(Topic::Orders, "order", None, json!({"n": 1}));
        let second =
            LiveEvent { data: house.backend.ephemeral(Topic::Orders, "", json!({"n": 2})).data, ..first.clone() };
        house.bus.publish(vec![first, second]);
        settle().await;
        let frames = admin.heard();
        assert_eq!(numbers(&frames), [1, 2]);
        assert_eq!(positions(&frames), 2);
        let again = house.connect_as(user(1, "admin")).await;
        again.subscribe_since(Topic::Orders, &frames[1]["at"]);
        settle().await;
        assert_eq!(numbers(&again.heard()), [2], "this node still knows where it was cut");
        let elsewhere = Position::parse(frames[1]["at"].as_str().unwrap()).unwrap();
        assert!(!elsewhere.includes(Increment::Lane { lane: 1u64.into(), seq: 1 }), "another node sends both");
    });
}

use crate::event::LiveEvent;

#[test]
fn a_topic_left_is_silent_and_the_others_are_not() {
    in_virtual_time(async {
        let house = House::open();
        let (one, two) = (house.connect(), house.connect());
        for peer in [&one, &two] {
            peer.subscribe(&[artwork(1), artwork(2)]);
        }
        settle().await;
        one.say(json!({"op": "unsubscribe", "topics": [artwork(1).to_string()]}));
        one.say(json!({"op": "unsubscribe", "topics": ["nonsense", artwork(77).to_string()]}));
        settle().await;
        house.publish(artwork(1), "a", 1);
        house.publish(artwork(2), "a", 2);
        settle().await;
        let frames = one.heard();
        assert_eq!(numbers(&frames), [2]);
        assert_eq!(frames.iter().filter(|frame| frame["op"] == "error").count(), 1);
        assert_eq!(numbers(&two.heard()), [1, 2]);
    });
}

#[test]
fn snapshots_asked_for_together_are_answered_once_and_each_is_fresh() {
    in_virtual_time(async {
        let house = House::open();
        house.backend.delay_snapshots(Duration::from_millis(100));
        let first = house.connect();
        first.subscribe(&[artwork(1)]);
        tokio::time::sleep(Duration::from_millis(10)).await;
        // Committed while the first question is under way: whoever asks now has to see it.
        house.publish(artwork(1), "a", 1);
        let crowd: Vec<Peer> = (0..50).map(|_| house.connect()).collect();
        crowd.iter().for_each(|peer| peer.subscribe(&[artwork(1)]));
        tokio::time::sleep(Duration::from_millis(400)).await;
        assert_eq!(house.backend.snapshots_asked(), 2);
        assert_eq!(numbers(&first.heard()), [1]);
        for peer in &crowd {
            let frames = peer.heard();
            assert_eq!(frames[0]["topics"][artwork(1).to_string()]["snapshot"]["events"], 1);
            assert_eq!(frames.len(), 1);
        }
    });
}

#[test]
fn subscribing_again_gives_a_new_snapshot_or_nothing_new_but_never_a_second_copy() {
    in_virtual_time(async {
        let house = House::open();
        let peer = house.connect();
        peer.subscribe(&[Topic::Storefront]);
        settle().await;
        house.publish(Topic::Storefront, "", 1);
        settle().await;
        let at = peer.heard()[1]["at"].clone();
        peer.subscribe_since(Topic::Storefront, &at);
        peer.subscribe(&[Topic::Storefront]);
        settle().await;
        house.publish(Topic::Storefront, "", 2);
        settle().await;
        let frames = peer.heard();
        assert_eq!(frames[0]["topics"]["storefront"]["resumed"], true);
        assert_eq!(frames[1]["topics"]["storefront"]["snapshot"]["events"], 1);
        assert_eq!(numbers(&frames), [2]);
    });
}

#[test]
fn several_topics_are_answered_in_one_frame_and_refused_ones_each_in_their_own() {
    in_virtual_time(async {
        let house = House::open();
        house.backend.make_absent(artwork(3));
        let peer = house.connect();
        let topics = [
            artwork(1).to_string(),
            "cart".into(),
            "orders".into(),
            artwork(3).to_string(),
            "x".into(),
            artwork(1).to_string(),
        ];
        peer.say(json!({"op": "subscribe", "id": "s", "topics": topics}));
        settle().await;
        let frames = peer.heard();
        let refused: Vec<_> = frames.iter().filter(|f| f["op"] == "error").map(|f| (&f["topic"], &f["type"])).collect();
        assert_eq!(refused.len(), 4);
        assert!(refused.contains(&(&json!("cart"), &json!("/problems/unauthenticated"))));
        assert!(refused.contains(&(&json!("orders"), &json!("/problems/unauthenticated"))));
        assert!(refused.contains(&(&json!(artwork(3).to_string()), &json!("/problems/not-found"))));
        assert!(refused.contains(&(&json!("x"), &json!("/problems/malformed"))));
        let subscribed: Vec<_> = frames.iter().filter(|f| f["op"] == "subscribed").collect();
        assert_eq!(subscribed.len(), 1);
        assert_eq!(subscribed[0]["topics"].as_object().unwrap().len(), 1);
        peer.say(json!({"op": "subscribe", "id": 2, "topics": ["inventory"]}));
        settle().await;
        assert_eq!(peer.heard().iter().map(|f| f["op"].clone()).collect::<Vec<_>>(), ["error"]);
    });
}

#[test]
fn what_is_worth_knowing_only_now_has_no_position_and_is_told_to_who_comes_back_as_it_stands() {
    in_virtual_time(async {
        let house = House::open();
        let peer = house.connect();
        peer.subscribe(&[artwork(1)]);
        settle().await;
        let at = peer.heard()[0]["topics"][artwork(1).to_string()]["at"].clone();
        house.bus.publish(vec![house.backend.ephemeral(artwork(1), "viewers", json!({"count": 3}))]);
        settle().await;
        let frames = peer.heard();
        assert_eq!((&frames[0]["type"], &frames[0]["data"]["count"]), (&json!("viewers"), &json!(3)));
        assert!(frames[0].get("at").is_none());
        house.bus.publish(vec![house.backend.ephemeral(artwork(1), "viewers", json!({"count": 4}))]);
        settle().await;
        let again = house.connect();
        again.subscribe_since(artwork(1), &at);
        settle().await;
        let frames = again.heard();
        assert_eq!((frames.len(), &frames[0]["topics"][artwork(1).to_string()]["resumed"]), (2, &json!(true)));
        assert_eq!(frames[1]["data"]["count"], 4, "the newest, and only that");
        // Whose snapshot is on its way hears what is said meanwhile, once.
        house.backend.delay_snapshots(Duration::from_secs(1));
        let late = house.connect();
        late.subscribe(&[artwork(1)]);
        settle().await;
        house.bus.publish(vec![house.backend.ephemeral(artwork(1), "viewers", json!({"count": 5}))]);
        tokio::time::sleep(Duration::from_secs(2)).await;
        let frames = late.heard();
        assert_eq!((frames.len(), &frames[1]["data"]["count"]), (2, &json!(5)), "{frames:?}");
    });
}

#[test]
fn a_bus_that_knows_no_position_yet_asks_the_store() {
    in_virtual_time(async {
        let house = House::open();
        let at = Position::Cursors([(1u64.into(), 1)].into_iter().collect()).text();
        // Committed before this process: nothing of it was published here.
        for n in 1..=3 {
            house.backend.commit(Topic::Storefront, "published", None, json!({"n": n}));
        }
        let peer = house.connect();
        peer.subscribe_since(Topic::Storefront, &at.into());
        settle().await;
        let frames = peer.heard();
        assert_eq!(frames[0]["topics"]["storefront"]["resumed"], true);
        assert_eq!(numbers(&frames), [2, 3]);
    });
}

#[test]
fn a_heartbeat_says_what_was_said_last_also_to_who_came_back_by_another_lane() {
    in_virtual_time(async {
        let house = House::open();
        let old = Position::Cursors([(1u64.into(), 4)].into_iter().collect()).text();
        for n in 1..=4 {
            house.backend.commit_in(1u64.into(), Topic::Storefront, "published", None, json!({"n": n}));
        }
        let event = house.backend.commit_in(2u64.into(), Topic::Storefront, "published", None, json!({"n": 5}));
        house.bus.advance(&[(2u64.into(), 0)].into_iter().collect());
        let stays = house.connect();
        stays.subscribe(&[Topic::Storefront]);
        settle().await;
        house.bus.publish(vec![event]);
        settle().await;
        let back = house.connect();
        back.subscribe_since(Topic::Storefront, &old.into());
        settle().await;
        let last = back.heard().last().unwrap()["at"].clone();
        tokio::time::sleep(Duration::from_secs(26)).await;
        let frames = back.texts();
        let beat = frames.iter().find(|frame| frame["op"] == "heartbeat").unwrap();
        assert_eq!(beat["topics"]["storefront"], last);
    });
}

#[test]
fn a_topic_nobody_listens_to_is_forgotten_after_a_while() {
    in_virtual_time(async {
        let house = House::open();
        let peer = house.connect();
        peer.subscribe(&[artwork(1)]);
        settle().await;
        house.publish(artwork(1), "a", 1);
        settle().await;
        peer.hang_up();
        settle().await;
        assert_eq!(house.hub.with(|state| state.topics.len()), 1, "kept for those who come back");
        tokio::time::sleep(Duration::from_secs(61)).await;
        assert_eq!(house.hub.with(|state| state.topics.len()), 0);
        house.publish(artwork(1), "a", 2);
        assert_eq!(house.bus.stats().framed, 1);
    });
}

#[test]
fn a_lost_batch_makes_listeners_resume_and_nothing_is_missing_then() {
    in_virtual_time(async {
        let house = House::with(LiveConfig { inbox_batches: 4, ..LiveConfig::default() });
        let peer = house.connect();
        peer.subscribe(&[Topic::Storefront]);
        settle().await;
        let mut at = peer.heard()[0]["topics"]["storefront"]["at"].clone();
        // Nobody yields here, so the inbox fills up: the rest is lost, at first unnoticed.
        for n in 1..=9 {
            house.publish(Topic::Storefront, "", n);
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        let frames = peer.heard();
        assert_eq!(numbers(&frames), [1, 2, 3, 4]);
        assert_eq!(frames.last().unwrap(), &json!({"op": "lagged", "topic": "storefront"}));
        at = frames.iter().rev().find_map(|frame| frame.get("at").cloned()).unwrap_or(at);
        peer.subscribe_since(Topic::Storefront, &at);
        settle().await;
        house.publish(Topic::Storefront, "", 10);
        settle().await;
        assert_eq!(numbers(&peer.heard()), [5, 6, 7, 8, 9, 10]);
        assert_eq!(house.bus.stats().dropped_batches, 5);
    });
}

#[test]
fn a_loss_in_the_middle_is_noticed_before_what_follows_it_is_sent() {
    in_virtual_time(async {
        let house = House::with(LiveConfig { inbox_batches: 4, ..LiveConfig::default() });
        let peer = house.connect();
        peer.subscribe(&[Topic::Storefront]);
        settle().await;
        peer.heard();
        for n in 1..=5 {
            house.publish(Topic::Storefront, "", n);
        }
        tokio::task::yield_now().await;
        house.publish(Topic::Storefront, "", 6);
        settle().await;
        let frames = peer.heard();
        assert_eq!(numbers(&frames), [1, 2, 3, 4]);
        assert_eq!(frames.last().unwrap()["op"], "lagged");
    });
}

#[test]
fn what_comes_while_a_live_listener_gets_a_new_snapshot_comes_once_and_after_it() {
    in_virtual_time(async {
        let house = House::open();
        let peer = house.connect();
        peer.subscribe(&[Topic::Storefront]);
        settle().await;
        peer.heard();
        house.backend.delay_snapshots(Duration::from_millis(100));
        peer.subscribe(&[Topic::Storefront]);
        settle().await;
        house.publish(Topic::Storefront, "", 1);
        tokio::time::sleep(Duration::from_millis(200)).await;
        let frames = peer.heard();
        assert_eq!(frames[0]["topics"]["storefront"]["snapshot"]["events"], 0);
        assert_eq!(numbers(&frames), [1]);
        assert_eq!(frames.len(), 2);
    });
}

#[test]
fn presence_starts_with_a_snapshot_every_time() {
    in_virtual_time(async {
        let house = House::open();
        let admin = house.connect_as(user(1, "admin")).await;
        admin.subscribe(&[Topic::Presence]);
        settle().await;
        let at = admin.heard()[0]["topics"]["presence"]["at"].clone();
        house.bus.publish(vec![house.backend.ephemeral(Topic::Presence, "presence", json!({"n": 1}))]);
        settle().await;
        assert_eq!(numbers(&admin.heard()), [1]);
        admin.subscribe_since(Topic::Presence, &at);
        settle().await;
        assert!(admin.heard()[0]["topics"]["presence"].get("snapshot").is_some());
    });
}
