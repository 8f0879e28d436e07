//! Bounds and deadlines: slow readers, floods, broken frames, heartbeats, the end of the node.

use super::*;

/// Fills the wire until the socket is behind, then publishes `count` events of `topic`.
async fn flood(house: &House, topic: Topic, count: u64, mut key: impl FnMut(u64) -> String) {
    for n in 1..=count {
        let key = key(n);
        let data = json!({"n": n, "padding": "x".repeat(200)});
        house.backend.publish(&house.bus, topic, "stock", Some(&key), data);
        if n % 50 == 0 {
            settle().await;
        }
    }
    settle().await;
}

#[test]
fn a_slow_reader_of_a_state_topic_keeps_little_and_ends_with_the_newest_values() {
    in_virtual_time(async {
        let house = House::with(LiveConfig { stall: Duration::from_secs(3600), ..LiveConfig::default() });
        let (slow, quick) = (house.connect(), house.connect());
        for peer in [&slow, &quick] {
            peer.subscribe(&[artwork(1)]);
        }
        settle().await;
        slow.heard();
        slow.takes(0);
        flood(&house, artwork(1), 5000, |n| format!("edition-{}", n % 3)).await;
        let waiting = house.hub.with(|state| state.conns.get(slow.id).unwrap().out.bytes());
        assert!(waiting <= 64 * 1024 + 3 * 400, "{waiting} bytes wait");
        assert_eq!(numbers(&quick.heard()).len(), 5000);
        slow.takes(usize::MAX / 2);
        settle().await;
        let frames = slow.texts();
        let seen = numbers(&frames);
        assert!(seen.len() < 300 && seen.is_sorted(), "{seen:?}");
        assert_eq!(seen[seen.len() - 3..], [4998, 4999, 5000]);
        assert!(frames[frames.len() - 3..].iter().all(|frame| frame["jump"] == true));
        flood(&house, artwork(1), 1, |_| "edition-1".into()).await;
        assert!(slow.texts()[0].get("jump").is_none());
    });
}

#[test]
fn what_waits_of_a_topic_is_gone_with_the_subscription() {
    in_virtual_time(async {
        let house = House::with(LiveConfig { stall: Duration::from_secs(3600), ..LiveConfig::default() });
        let slow = house.connect();
        slow.subscribe(&[artwork(1), artwork(2)]);
        settle().await;
        slow.heard();
        slow.takes(0);
        flood(&house, artwork(1), 1000, |_| "a".into()).await;
        flood(&house, artwork(2), 3, |_| "a".into()).await;
        slow.say(json!({"op": "unsubscribe", "topics": [artwork(1).to_string()]}));
        settle().await;
        slow.takes(usize::MAX / 2);
        settle().await;
        let jumps: Vec<Value> = slow.texts().into_iter().filter(|frame| frame.get("jump").is_some()).collect();
        assert_eq!(numbers(&jumps), [3]);
    });
}

#[test]
fn a_slow_reader_of_a_log_topic_is_told_and_resumes_without_a_gap() {
    in_virtual_time(async {
        let house = House::with(LiveConfig { stall: Duration::from_secs(3600), ..LiveConfig::default() });
        let slow = house.connect();
        slow.subscribe(&[Topic::Storefront]);
        settle().await;
        slow.heard();
        slow.takes(0);
        flood(&house, Topic::Storefront, 2000, |_| String::new()).await;
        let waiting = house.hub.with(|state| state.conns.get(slow.id).unwrap().out.bytes());
        assert!(waiting <= 256 * 1024 + 100, "{waiting} bytes wait");
        slow.takes(usize::MAX / 2);
        settle().await;
        let frames = slow.texts();
        assert_eq!(frames.last().unwrap(), &json!({"op": "lagged", "topic": "storefront"}));
        let mut seen = numbers(&frames);
        let mut at = frames.iter().rev().find_map(|frame| frame.get("at").cloned()).unwrap();
        let mut rounds = 0;
        while seen.last() != Some(&2000) {
            rounds += 1;
            slow.subscribe_since(Topic::Storefront, &at);
            settle().await;
            let frames = slow.texts();
            assert_eq!(frames[0]["topics"]["storefront"]["resumed"], true, "{}", frames[0]);
            seen.extend(numbers(&frames));
            at = frames.iter().rev().find_map(|frame| frame.get("at").cloned()).unwrap();
        }
        assert_eq!(seen, (1..=2000).collect::<Vec<_>>());
        assert!(rounds > 1, "more was missed than is sent at once");
        assert_eq!(house.bus.stats().lagged, 1);
    });
}

#[test]
fn a_reader_that_takes_nothing_for_ten_seconds_is_closed() {
    in_virtual_time(async {
        let house = House::open();
        let peer = house.connect();
        peer.subscribe(&[artwork(1)]);
        settle().await;
        peer.heard();
        peer.takes(100);
        house.publish(artwork(1), "a", 1);
        house.publish(artwork(1), "a", 2);
        tokio::time::sleep(Duration::from_secs(9)).await;
        peer.takes(1);
        tokio::time::sleep(Duration::from_secs(9)).await;
        assert_eq!(house.bus.stats().closed.get(&4008), None, "it took something in between");
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(house.bus.stats().closed.get(&4008), Some(&1));
        peer.takes(10_000);
        settle().await;
        assert_eq!(peer.close_code(), Some(4008), "after the frame that was begun");
    });
}

#[test]
fn one_that_never_takes_its_close_is_dropped_after_the_grace() {
    in_virtual_time(async {
        let house = House::open();
        let peer = house.connect();
        peer.takes(0);
        peer.say(json!({"op": "ping"}));
        tokio::time::sleep(Duration::from_secs(11)).await;
        assert!(!peer.is_ended());
        tokio::time::sleep(Duration::from_secs(11)).await;
        assert!(peer.is_ended());
        assert_eq!(house.hub.occupancy(), 0);
    });
}

#[test]
fn more_than_a_megabyte_waiting_closes() {
    in_virtual_time(async {
        let house = House::with(LiveConfig { frames_max: u32::MAX, ..LiveConfig::default() });
        let data = json!({"blob": "x".repeat(200_000)});
        house.backend.publish(&house.bus, artwork(1), "stock", None, data);
        let peer = house.connect();
        peer.takes(0);
        for _ in 0..8 {
            peer.subscribe(&[artwork(1)]);
        }
        settle().await;
        assert_eq!(house.bus.stats().closed.get(&4008), Some(&1));
        let waiting = house.hub.with(|state| state.conns.get(peer.id).unwrap().out.bytes());
        assert!(waiting < 1000, "only the close waits, not {waiting} bytes");
        peer.takes(usize::MAX / 2);
        settle().await;
        assert_eq!(peer.close_code(), Some(4008));
    });
}

#[test]
fn the_sixty_first_frame_in_ten_seconds_closes_but_a_steady_talker_goes_on() {
    in_virtual_time(async {
        let house = House::open();
        let steady = house.connect();
        for _ in 0..4 {
            for _ in 0..60 {
                steady.say(json!({"op": "ping"}));
            }
            tokio::time::sleep(Duration::from_secs(10)).await;
        }
        assert_eq!(steady.texts().iter().filter(|frame| frame["op"] == "pong").count(), 240);
        let noisy = house.connect();
        for _ in 0..61 {
            noisy.send(0x89, b"");
        }
        settle().await;
        let frames = noisy.heard();
        assert_eq!(frames.iter().filter(|frame| frame["opcode"] == 10).count(), 60);
        assert_eq!(frames.last().unwrap()["code"], 4029);
        // Any ten seconds count, not those of a clock: half before its stroke and half after it are too many as well.
        let sly = house.connect();
        tokio::time::sleep(Duration::from_secs(7)).await;
        for _ in 0..2 {
            for _ in 0..31 {
                sly.send(0x89, b"");
            }
            tokio::time::sleep(Duration::from_secs(4)).await;
        }
        assert_eq!(sly.heard().last().unwrap()["code"], 4029);
    });
}

#[test]
fn broken_frames_close_with_their_code() {
    let big = vec![b'x'; 16 * 1024 + 1];
    let cases: [(&str, u8, &[u8], u64); 9] = [
        ("binary", 0x82, b"x", 1003),
        ("reserved bit", 0xc1, b"x", 1002),
        ("unknown opcode", 0x83, b"x", 1002),
        ("nothing to continue", 0x80, b"x", 1002),
        ("fragmented ping", 0x09, b"x", 1002),
        ("not UTF-8", 0x81, &[0xff, 0xfe], 1007),
        ("too big", 0x81, &big, 1009),
        ("close code that may not travel", 0x88, &[0x03, 0xed], 1002),
        ("close of one byte", 0x88, &[0x03], 1002),
    ];
    for (what, first, payload, code) in cases {
        in_virtual_time(async move {
            let house = House::open();
            let peer = house.connect();
            peer.send(first, payload);
            settle().await;
            assert_eq!(peer.close_code(), Some(code), "{what}");
            assert!(peer.wire.finished.get(), "{what}: nothing more is written");
            peer.say(json!({"op": "ping"}));
            settle().await;
            assert!(peer.heard().is_empty(), "{what}: nothing more is heard");
            peer.hang_up();
            settle().await;
            assert_eq!(house.hub.occupancy(), 0, "{what}");
        });
    }
    in_virtual_time(async {
        let house = House::open();
        let peer = house.connect();
        peer.send_raw(&frame::text(r#"{"op":"ping"}"#));
        settle().await;
        assert_eq!(peer.close_code(), Some(1002), "unmasked");
    });
}

#[test]
fn fragments_make_one_message_with_pings_in_between_and_the_limit_is_the_messages() {
    in_virtual_time(async {
        let house = House::open();
        let peer = house.connect();
        peer.send(0x01, br#"{"op":"#);
        peer.send(0x89, b"are you there");
        peer.send(0x00, br#""ping","id":"#);
        peer.send(0x80, br#"7}"#);
        settle().await;
        let frames = peer.heard();
        assert_eq!(frames[0], json!({"opcode": 10, "payload": "are you there"}));
        assert_eq!(frames[1], json!({"op": "pong", "id": 7}));
        peer.send(0x01, &[b'x'; 10_000]);
        peer.send(0x80, &[b'x'; 10_000]);
        settle().await;
        assert_eq!(peer.close_code(), Some(1009));
        let other = house.connect();
        other.send(0x01, b"x");
        other.send(0x81, b"x");
        settle().await;
        assert_eq!(other.close_code(), Some(1002));
    });
}

#[test]
fn frames_are_understood_however_they_are_cut() {
    in_virtual_time(async {
        let house = House::open();
        let peer = house.connect();
        let rounds: Vec<u8> = {
            let scratch = house.connect();
            for id in 0..20 {
                scratch.wire.hung_up.set(false);
                scratch.say(json!({"op": "ping", "id": id}));
            }
            scratch.wire.incoming.take().into()
        };
        for piece in rounds.chunks(3) {
            peer.send_raw(piece);
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
        }
        settle().await;
        let ids: Vec<u64> = peer.texts().iter().map(|frame| frame["id"].as_u64().unwrap()).collect();
        assert_eq!(ids, (0..20).collect::<Vec<_>>());
    });
}

#[test]
fn frames_are_handled_in_order_even_when_one_has_to_wait() {
    in_virtual_time(async {
        let house = House::open();
        house.backend.delay_snapshots(Duration::from_secs(1));
        let peer = house.connect();
        peer.subscribe(&[artwork(1)]);
        peer.say(json!({"op": "ping", "id": "after"}));
        peer.say_text("nonsense");
        tokio::time::sleep(Duration::from_secs(2)).await;
        let ops: Vec<_> = peer.texts().iter().map(|frame| frame["op"].clone()).collect();
        assert_eq!(ops, ["subscribed", "pong", "error"]);
    });
}

#[test]
fn a_close_is_answered_and_the_socket_gone() {
    in_virtual_time(async {
        let house = House::open();
        for (payload, code) in [(&[0x03, 0xe8][..], json!(1000)), (&[0x0f, 0xa5], json!(4005)), (&[], json!(null))] {
            let peer = house.connect();
            peer.send(0x88, payload);
            settle().await;
            assert_eq!(peer.heard(), [json!({"opcode": 8, "code": code})]);
            assert!(peer.is_ended());
        }
        assert_eq!(house.hub.occupancy(), 0);
    });
}

#[test]
fn topics_past_the_three_hundredth_are_refused() {
    in_virtual_time(async {
        let house = House::open();
        let peer = house.connect();
        let topics: Vec<Topic> = (0..300).map(artwork).collect();
        topics.chunks(100).for_each(|some| peer.subscribe(some));
        settle().await;
        assert!(peer.texts().iter().all(|frame| frame["op"] == "subscribed"));
        peer.subscribe(&[artwork(300), artwork(5)]);
        settle().await;
        let frames = peer.texts();
        assert_eq!(
            (&frames[0]["topic"], &frames[0]["type"]),
            (&json!(artwork(300).to_string()), &json!("/problems/too-large"))
        );
        assert!(frames[1]["topics"].get(artwork(5).to_string()).is_some());
        peer.say(json!({"op": "unsubscribe", "topics": [artwork(5).to_string()]}));
        peer.subscribe(&[artwork(300)]);
        settle().await;
        assert_eq!(peer.texts()[0]["op"], "subscribed");
    });
}

#[test]
fn a_heartbeat_names_quiet_topics_at_their_last_position() {
    in_virtual_time(async {
        let house = House::open();
        let peer = house.connect();
        peer.subscribe(&[Topic::Storefront, artwork(1), artwork(2)]);
        settle().await;
        let first = peer.heard().remove(0);
        house.publish(artwork(1), "a", 1);
        settle().await;
        let event = peer.heard().remove(0);
        tokio::time::sleep(Duration::from_secs(24)).await;
        house.publish(artwork(2), "a", 1);
        settle().await;
        peer.heard();
        tokio::time::sleep(Duration::from_secs(2)).await;
        let frames = peer.heard();
        assert_eq!(frames[0]["op"], "heartbeat");
        assert_eq!(frames[0]["topics"]["storefront"], first["topics"]["storefront"]["at"]);
        assert_eq!(frames[0]["topics"][artwork(1).to_string()], event["at"]);
        assert!(frames[0]["topics"].get(artwork(2).to_string()).is_none(), "not quiet");
        assert_eq!(frames[1]["opcode"], 9);
    });
}

#[test]
fn two_pings_without_a_pong_close_and_a_pong_saves() {
    in_virtual_time(async {
        let house = House::open();
        let (mute, alive) = (house.connect(), house.connect());
        for _ in 0..4 {
            tokio::time::sleep(Duration::from_secs(25)).await;
            alive.send(0x8a, b"");
        }
        mute.polite.set(false);
        assert_eq!(mute.close_code(), Some(4000));
        assert_eq!(alive.close_code(), None);
        assert_eq!(house.bus.stats().closed.get(&4000), Some(&1));
    });
}

#[test]
fn sockets_that_came_together_do_not_beat_together() {
    in_virtual_time(async {
        let house = House::open();
        let crowd: Vec<Peer> = (0..2000).map(|_| house.connect()).collect();
        let mut most = 0;
        for _ in 0..140 {
            tokio::time::sleep(Duration::from_millis(250)).await;
            most = most.max(crowd.iter().filter(|peer| !peer.heard().is_empty()).count());
        }
        assert!(most > 0 && most <= 200, "{most} beats in one step");
    });
}

#[test]
fn a_drain_closes_in_batches_and_all_are_gone_in_time() {
    in_virtual_time(async {
        let house = House::open();
        let crowd: Vec<Peer> = (0..1000).map(|_| house.connect()).collect();
        settle().await;
        let bus = house.bus.clone();
        let start = Instant::now();
        let drain = tokio::task::spawn_local(async move { bus.drain().await });
        settle().await;
        let first = crowd.iter().filter(|peer| peer.close_code() == Some(1012)).count();
        assert!((1..=200).contains(&first), "{first} in the first batch");
        assert!(house.bus.is_draining());
        // A half answers, the other half hangs on.
        for peer in crowd.iter().take(500) {
            peer.send(0x88, &1012u16.to_be_bytes());
        }
        drain.await.unwrap();
        assert!(start.elapsed() < Duration::from_secs(10));
        assert_eq!(house.hub.occupancy(), 0);
        assert!(crowd.iter().all(Peer::is_ended));
        assert!(house.bus.stats().closed[&1012] >= 500, "all but those who closed first");
    });
}

#[test]
fn a_backend_that_does_not_answer_counts_as_unavailable() {
    in_virtual_time(async {
        let house = House::open();
        house.backend.delay_snapshots(Duration::from_secs(3600));
        let peer = house.connect();
        peer.subscribe(&[artwork(1)]);
        tokio::time::sleep(Duration::from_secs(11)).await;
        assert_eq!(peer.texts()[0]["type"], "/problems/unavailable");
        assert_eq!(house.hub.with(|state| state.topics.len()), 0);
    });
}

/// A backend whose clock fails once, and whose snapshots always do.
struct Broken {
    inner: MemoryBackend,
    fails: std::sync::atomic::AtomicBool,
}

impl LiveBackend for Broken {
    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        assert!(!self.fails.swap(false, Ordering::SeqCst), "the clock is broken");
        self.inner.now()
    }
    fn new_connection_id(&self) -> Uuid {
        self.inner.new_connection_id()
    }
    fn origin_allowed(&self, origin: &str) -> bool {
        self.inner.origin_allowed(origin)
    }
    fn authenticate<'a>(
        &'a self,
        credentials: crate::backend::Credentials<'a>,
    ) -> BoxFuture<'a, Result<Principal, Refusal>> {
        self.inner.authenticate(credentials)
    }
    fn authorise<'a>(
        &'a self,
        principal: Option<&'a Principal>,
        topic: &'a Topic,
    ) -> BoxFuture<'a, Result<(), Refusal>> {
        self.inner.authorise(principal, topic)
    }
    fn snapshot<'a>(
        &'a self,
        topic: &'a Topic,
        principal: Option<&'a Principal>,
    ) -> BoxFuture<'a, Result<crate::backend::Snapshot, Refusal>> {
        Box::pin(async move {
            assert_ne!(*topic, artwork(14), "no such snapshot, found out late");
            self.inner.snapshot(topic, principal).await
        })
    }
    fn since<'a>(
        &'a self,
        topic: &'a Topic,
        position: &'a crate::position::Position,
        principal: Option<&'a Principal>,
    ) -> BoxFuture<'a, Result<Option<crate::backend::Missed>, Refusal>> {
        self.inner.since(topic, position, principal)
    }
}

#[test]
fn a_panic_costs_a_question_or_the_sockets_of_one_hub_but_not_the_hub() {
    in_virtual_time(async {
        let bus = LiveBus::new(LiveConfig::default());
        let backend = Arc::new(Broken { inner: MemoryBackend::default(), fails: false.into() });
        let hub = Hub::start(&bus, &(Arc::clone(&backend) as Arc<dyn LiveBackend>));
        let house = House { bus, backend: Arc::default(), hub };
        let peer = house.connect();
        peer.subscribe(&[artwork(14), artwork(1)]);
        settle().await;
        let frames = peer.texts();
        assert_eq!((&frames[0]["op"], &frames[0]["type"]), (&json!("error"), &json!("/problems/unavailable")));
        assert_eq!(frames[1]["op"], "subscribed");

        backend.fails.store(true, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert!(peer.is_ended());
        assert_eq!(house.hub.occupancy(), 0);
        let again = house.connect();
        again.subscribe(&[Topic::Storefront]);
        settle().await;
        house.publish(Topic::Storefront, "", 1);
        settle().await;
        assert_eq!(numbers(&again.texts()), [1]);
    });
}
