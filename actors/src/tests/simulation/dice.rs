//! The dice: every choice of a simulation comes from its seed.

use std::time::Duration;

/// Random choices that a seed repeats.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Other dice, whose throws do not depend on how often these are thrown from now on.
    pub(super) fn other(&mut self) -> Self {
        Self(self.throw())
    }

    /// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of so many, counted from 0.
    pub(super) fn below(&mut self, many: usize) -> usize {
        (self.throw() % many.max(1) as u64) as usize
    }

    /// From the first to the last, both among them.
    pub(super) fn between(&mut self, first: u64, last: u64) -> u64 {
        first + self.throw() % (last - first + 1)
    }

    pub(super) fn percent(&mut self, chance: u64) -> bool {
        self.throw() % 100 < chance
    }

    pub(super) fn pick<'t, T>(&mut self, things: &'t [T]) -> Option<&'t T> {
        things.get(self.below(things.len()))
    }

    /// One of some things, each as likely as its weight.
    pub(super) fn weigh<T: Copy>(&mut self, things: &[(u64, T)]) -> T {
        let mut left = self.throw() % things.iter().map(|(weight, _)| weight).sum::<u64>();
        for (weight, thing) in things {
            if left < *weight {
                return *thing;
            }
            left -= weight;
        }
        unreachable!("the weights do not add up")
    }

    /// A span of whole milliseconds: timers are no finer.
    pub(super) fn span_ms(&mut self, first: u64, last: u64) -> Duration {
        Duration::from_millis(self.between(first, last))
    }
}
