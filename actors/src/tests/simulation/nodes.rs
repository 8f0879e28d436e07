//! The nodes of a house: engines that are started, stopped and killed while others go on.

use std::sync::Arc;
use std::time::Duration;

use super::dice::Dice;
use super::line::Line;
use crate::config::EngineConfig;
use crate::engine::Engine;
use crate::testing::Parts;

/// An engine and its line.
pub(super) struct Node {
    pub(super) number: u32,
    pub(super) engine: Engine,
    pub(super) line: Arc<Line>,
    /// Whether it is being stopped.
    pub(super) stops: bool,
}

/// Those that live.
pub(super) struct Nodes {
    pub(super) live: Vec<Node>,
    pub(super) most: usize,
    started: u32,
    config: EngineConfig,
    dice: Dice,
    parts: Parts,
}

impl Nodes {
    pub(super) fn new(parts: &Parts, mut dice: Dice) -> Self {
        let most = dice.weigh(&[(2, 1), (2, 2), (3, 3)]);
        let config = config(&mut dice, most == 1);
        let mut nodes = Self { live: Vec::new(), most, started: 0, config, dice, parts: parts.clone() };
        while nodes.live.len() < most {
            nodes.start();
        }
        nodes
    }

    /// Starts one more, unless there are as many as there may be.
    pub(super) fn start(&mut self) -> Option<u32> {
        if self.live.len() >= self.most {
            return None;
        }
        self.started += 1;
        let line = Line::new(self.started, &self.parts, self.dice.other());
        let engine = Engine::start(self.config.clone(), line.ports()).unwrap();
        line.listen(&engine);
        self.live.push(Node { number: self.started, engine, line, stops: false });
        Some(self.started)
    }

    /// Kills one at once. What it had sent to the database may still arrive there, unless it was alone: then the
    /// database is its own and dies with it.
    pub(super) fn kill(&mut self, place: usize) -> u32 {
        let node = self.live.remove(place);
        let alone = self.config.lone_node;
        node.engine.node().die();
        node.line.cut((!alone).then(|| self.dice.other()));
        node.number
    }

    /// Has one stop in order; it is gone when it has.
    pub(super) fn stop(&mut self, place: usize) -> u32 {
        let node = &mut self.live[place];
        node.stops = true;
        let engine = node.engine.clone();
        actix::spawn(async move { engine.shutdown().await });
        node.number
    }

    /// The number of one that has stopped in order by now; it is forgotten.
    pub(super) fn stopped(&mut self) -> Option<u32> {
        let done = |node: &Node| node.stops && node.engine.depths().waiting == 0 && node.engine.depths().checkouts == 0;
        let place = self.live.iter().position(done)?;
        Some(self.kill(place))
    }

    /// One that takes requests.
    pub(super) fn any(&self, dice: &mut Dice) -> Option<&Node> {
        dice.pick(&self.live)
    }
}

/// Small directories, so that actors come and go, and calm timers: hours of virtual time pass in a run.
fn config(dice: &mut Dice, lone_node: bool) -> EngineConfig {
    let seldom = Duration::from_secs(dice.between(2, 8));
    EngineConfig {
        arbiters: 0,
        lone_node,
        sessions_max: *dice.pick(&[3, 6, 20_000]).unwrap(),
        session_mailbox: *dice.pick(&[2, 8, 64]).unwrap(),
        session_idle: Duration::from_secs(dice.between(5, 600)),
        inventories_max: *dice.pick(&[2, 5, 20_000]).unwrap(),
        inventory_mailbox: *dice.pick(&[3, 4_096]).unwrap(),
        inventory_idle: Duration::from_secs(dice.between(5, 150)),
        checkouts_max: *dice.pick(&[1, 3, 10_000]).unwrap(),
        client_works_max: *dice.pick(&[None, Some(4), Some(12)]).unwrap(),
        client_copies_max: *dice.pick(&[None, Some(6)]).unwrap(),
        drives_at_once: *dice.pick(&[1, 3, 64]).unwrap(),
        money_jobs_at_once: *dice.pick(&[1, 16]).unwrap(),
        renders_at_once: *dice.pick(&[1, 2]).unwrap(),
        renders_waiting_max: *dice.pick(&[1, 256]).unwrap(),
        sweep_every: seldom,
        job_poll: seldom,
        viewers_every: seldom,
        viewers_refresh: seldom * 2,
        ..EngineConfig::default()
    }
}
