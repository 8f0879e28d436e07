//! How long to wait before trying again. Knows nothing of what is tried.

use std::time::Duration;

/// Exponential back-off with equal jitter: half of `base · 2^attempts` (at most `longest`) and a random part of the
/// other half (Brooker: Exponential Backoff and Jitter, AWS Architecture Blog, 2015). `random` is 64 random bits.
pub(crate) fn delay(base: Duration, longest: Duration, attempts: u32, random: u64) -> Duration {
    let whole = base.saturating_mul(1_u32 << attempts.min(20)).min(longest);
    let half_ms = u64::try_from(whole.as_millis() / 2).unwrap_or(u64::MAX / 2);
    Duration::from_millis(half_ms + random % (half_ms + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_delay_lies_between_half_and_all_of_its_step(attempts in 0_u32..64, random: u64) {
            let (base, longest) = (Duration::from_secs(1), Duration::from_secs(3_600));
            let step = base.saturating_mul(1 << attempts.min(20)).min(longest);
            let delay = delay(base, longest, attempts, random);
            prop_assert!(delay >= step / 2 && delay <= step);
        }
    }
}
