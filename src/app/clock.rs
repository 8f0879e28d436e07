//! The wall clock and randomness: the one place that reads them.

use chrono::{DateTime, Utc};
use impasto_actors::Seeds;
use impasto_domain::ports::Clock;

/// This machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "this is the adapter behind the Clock port")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// This machine's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomSeeds;

impl Seeds for RandomSeeds {
    fn seed(&self) -> u64 {
        rand::random()
    }
}
