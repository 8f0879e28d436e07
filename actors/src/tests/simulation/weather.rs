//! The weather between a node and its store: how long commits and reads take, and what becomes of them.

use std::time::Duration;

use super::dice::Dice;
use crate::testing::Mishap;

/// What it is like now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sky {
    /// Everything works, at once.
    Calm,
    /// Here and there something goes wrong.
    Drizzle,
    /// Every fourth call goes wrong.
    Storm,
    /// Everything works in the end, and takes seconds.
    Slow,
    /// What is written is written, long after whoever asked has given up.
    Stuck,
    /// The store is not there.
    Away,
    /// Nothing is answered, and nothing is done.
    Silent,
}

/// The weather of one node.
#[derive(Debug)]
pub(super) struct Weather {
    pub(super) sky: Sky,
    dice: Dice,
}

impl Sky {
    pub(super) const ANY: [(u64, Self); 6] =
        [(6, Self::Drizzle), (4, Self::Storm), (2, Self::Slow), (2, Self::Stuck), (2, Self::Away), (1, Self::Silent)];
}

impl Weather {
    pub(super) fn new(dice: Dice) -> Self {
        Self { sky: Sky::Calm, dice }
    }

    /// How long a submission takes, and what goes wrong with it.
    pub(super) fn commit(&mut self) -> (Duration, Option<Mishap>) {
        const WRONG: [Mishap; 4] = [Mishap::Busy, Mishap::Before, Mishap::After, Mishap::Never];
        let dice = &mut self.dice;
        let moment = dice.span_ms(0, 3);
        match self.sky {
            Sky::Calm => (moment, None),
            Sky::Drizzle if dice.percent(4) => (dice.span_ms(0, 400), dice.pick(&WRONG).copied()),
            Sky::Drizzle => (dice.span_ms(0, 60), None),
            Sky::Storm if dice.percent(25) => (dice.span_ms(0, 4_000), dice.pick(&WRONG).copied()),
            Sky::Storm if dice.percent(10) => (dice.span_ms(5_000, 50_000), None),
            Sky::Storm => (dice.span_ms(0, 400), None),
            Sky::Slow => (dice.span_ms(500, 15_000), None),
            Sky::Stuck => (dice.span_ms(15_000, 90_000), None),
            Sky::Away => (moment, Some(Mishap::Before)),
            Sky::Silent => (moment, Some(Mishap::Never)),
        }
    }

    /// How long a read takes, and whether it works.
    pub(super) fn read(&mut self) -> (Duration, bool) {
        let dice = &mut self.dice;
        match self.sky {
            Sky::Calm => (dice.span_ms(0, 2), true),
            Sky::Drizzle => (dice.span_ms(0, 60), !dice.percent(3)),
            Sky::Storm => (dice.span_ms(0, 3_000), !dice.percent(20)),
            Sky::Slow | Sky::Stuck => (dice.span_ms(100, 12_000), true),
            Sky::Away => (dice.span_ms(0, 3), false),
            Sky::Silent => (Duration::from_secs(3_600), false),
        }
    }
}
