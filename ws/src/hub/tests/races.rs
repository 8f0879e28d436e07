//! Random schedules: nothing is delivered twice, nothing of a topic is left out, whatever comes in between.

use rand::{RngExt as _, SeedableRng, rngs::SmallRng};

use super::*;
use crate::{event::LiveEvent, position::Lane};

/// A client that follows the contract and checks it.
struct Reader {
    peer: Peer,
    topic: Topic,
    /// How many events of the topic it knows of.
    known: u64,
    at: Option<Value>,
    subscribed: bool,
    waiting: bool,
}

impl Reader {
    fn new(house: &House, topic: Topic) -> Self {
        Reader { peer: house.connect(), topic, known: 0, at: None, subscribed: false, waiting: false }
    }

    fn subscribe(&mut self) {
        match &self.at {
            Some(at) => self.peer.subscribe_since(self.topic, at),
            None => self.peer.subscribe(&[self.topic]),
        }
        self.waiting = true;
    }

    /// Events are numbered 1, 2, 3 … within the topic; each has to be the one after the last known.
    fn read(&mut self, seed: u64) {
        for frame in self.peer.texts() {
            match frame["op"].as_str() {
                Some("subscribed") => {
                    let start = &frame["topics"][self.topic.to_string()];
                    if let Some(events) = start["snapshot"]["events"].as_u64() {
                        assert!(events >= self.known, "seed {seed}: the snapshot is older than what was seen");
                        self.known = events;
                    }
                    self.at = Some(start["at"].clone());
                    (self.subscribed, self.waiting) = (true, false);
                }
                Some("lagged") => {
                    self.subscribed = false;
                    self.subscribe();
                }
                Some("heartbeat") => {}
                // More came than a ring holds each time a start was looked for: a client tries again later.
                Some("error") if frame["type"] == "/problems/unavailable" => self.waiting = false,
                Some(_) => panic!("seed {seed}: unexpected {frame}"),
                None => {
                    let n = frame["data"]["n"].as_u64().unwrap();
                    assert_eq!(n, self.known + 1, "seed {seed}: {frame}");
                    self.known = n;
                    self.at = Some(frame["at"].clone());
                }
            }
        }
    }
}

/// Runs readers of one topic against a writer that commits first and publishes later, in random steps.
fn race(seed: u64, topic: Topic, config: LiveConfig) {
    in_virtual_time(async move {
        let mut random = SmallRng::seed_from_u64(seed);
        let house = House::with(config);
        house.backend.delay_snapshots(Duration::from_millis(random.random_range(0..40)));
        let mut readers: Vec<Reader> = (0..4).map(|_| Reader::new(&house, topic)).collect();
        let mut committed = 0;
        let mut unpublished: Vec<LiveEvent> = Vec::new();
        for _ in 0..300 {
            match random.random_range(0..10) {
                0..4 => {
                    committed += 1;
                    let lane = Lane::from(random.random_range(1..3u64));
                    unpublished.push(house.backend.commit_in(lane, topic, "e", None, json!({ "n": committed })));
                }
                4..6 => house.bus.publish(std::mem::take(&mut unpublished)),
                6 => {
                    let reader = &mut readers[random.random_range(0..4)];
                    if !reader.subscribed && !reader.waiting {
                        reader.subscribe();
                    }
                }
                7 => {
                    // Comes back on a new socket, from where it was.
                    let place = random.random_range(0..4);
                    readers[place].read(seed);
                    let old = readers.swap_remove(place);
                    old.peer.hang_up();
                    readers.push(Reader { known: old.known, at: old.at, ..Reader::new(&house, topic) });
                }
                8 => {
                    let room = random.random_range(0..2000);
                    readers[random.random_range(0..4)].peer.takes(room);
                }
                _ => tokio::time::sleep(Duration::from_millis(random.random_range(0..30))).await,
            }
            readers.iter_mut().for_each(|reader| reader.read(seed));
        }
        house.bus.publish(unpublished);
        for _ in 0..20 {
            for reader in &mut readers {
                reader.peer.takes(usize::MAX / 2);
                if !reader.subscribed && !reader.waiting {
                    reader.subscribe();
                }
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
            readers.iter_mut().for_each(|reader| reader.read(seed));
        }
        for reader in &readers {
            assert_eq!(reader.known, committed, "seed {seed}");
        }
    });
}

/// Roomy enough that nothing is conflated: every event counts, on state topics too.
fn roomy() -> LiveConfig {
    LiveConfig { state_queue_bytes: usize::MAX / 2, stall: Duration::from_secs(3600), ..LiveConfig::default() }
}

#[test]
fn a_log_topic_has_no_gap_and_no_repetition() {
    (0..150).for_each(|seed| race(seed, Topic::Storefront, roomy()));
}

#[test]
fn a_versioned_topic_has_no_gap_and_no_repetition() {
    (0..150).for_each(|seed| race(seed, artwork(1), roomy()));
}

#[test]
fn small_rings_and_queues_cost_snapshots_and_resumes_but_no_event() {
    let tight = || LiveConfig { ring_events: 3, log_queue_bytes: 1500, inbox_batches: 2, ..roomy() };
    (0..150).for_each(|seed| race(seed, Topic::Storefront, tight()));
    (0..150).for_each(|seed| race(seed, artwork(1), tight()));
}
