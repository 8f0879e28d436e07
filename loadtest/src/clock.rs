//! The generator's clock: wall-clock microseconds that never run backwards inside one process.
//! It does not know the server's clock; comparing the two is only meaningful on one machine.

use std::sync::OnceLock;
use std::time::Instant;

struct Base {
    wall_us: i64,
    instant: Instant,
}

static BASE: OnceLock<Base> = OnceLock::new();

/// Microseconds since 1970-01-01 UTC, read once from the wall clock and carried on by the monotonic clock.
pub(crate) fn now_us() -> i64 {
    let base = base();
    base.wall_us + i64::try_from(base.instant.elapsed().as_micros()).unwrap_or(i64::MAX)
}

/// RFC 3339 text of a moment in microseconds since 1970.
pub(crate) fn rfc3339(at_us: i64) -> String {
    chrono::DateTime::from_timestamp_micros(at_us)
        .map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true))
        .unwrap_or_default()
}

/// Microseconds since 1970 of an RFC 3339 text, or none if it is not one.
pub(crate) fn parse_us(text: &str) -> Option<i64> {
    chrono::DateTime::parse_from_rfc3339(text).ok().map(|at| at.timestamp_micros())
}

fn base() -> &'static Base {
    BASE.get_or_init(|| Base { wall_us: wall_us(), instant: Instant::now() })
}

// The ban on the wall clock protects the engine's replayable decisions; this program stands outside of the engine and its clock is the machine's.
#[allow(clippy::disallowed_methods)]
fn wall_us() -> i64 {
    chrono::Utc::now().timestamp_micros()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc3339_text_is_read_back_as_the_same_moment() {
        let at = now_us();
        let text = rfc3339(at);
        assert_eq!(parse_us(&text), Some(at - at.rem_euclid(1_000)));
        assert_eq!(parse_us("2026-01-01T00:00:00.5Z"), Some(1_767_225_600_500_000));
        assert_eq!(parse_us("yesterday"), None);
    }

    #[test]
    fn the_clock_does_not_run_backwards() {
        let first = now_us();
        let second = now_us();
        assert!(second >= first);
    }
}
