//! Points in time as a page shows them: the machine's form for `datetime` attributes and scripts, the reader's form as text.
//! It does not know what time it is.

use chrono::{DateTime, SecondsFormat, Utc};

use crate::words::{day, t};

/// A point in time in the past, such as the placing of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// RFC 3339 UTC, whole seconds.
    pub iso: String,
    /// `23 November 2026, 14:32 UTC`.
    pub text: String,
    /// `23 November 2026`.
    pub day: String,
}

/// The end of a hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// RFC 3339 UTC, milliseconds; the countdown counts to it on the server's clock.
    pub iso: String,
    /// `14:32 UTC`: what is shown where no script runs.
    pub clock: String,
}

impl Moment {
    /// The moment `at`.
    #[must_use]
    pub fn new(at: DateTime<Utc>) -> Self {
        let day = day(at);
        Self {
            iso: at.to_rfc3339_opts(SecondsFormat::Secs, true),
            text: t("date-moment").with("date", &day).with("time", at.format("%H:%M").to_string()).to_string(),
            day,
        }
    }
}

impl Deadline {
    /// The deadline `at`.
    #[must_use]
    pub fn new(at: DateTime<Utc>) -> Self {
        Self { iso: at.to_rfc3339_opts(SecondsFormat::Millis, true), clock: at.format("%H:%M UTC").to_string() }
    }

    /// Its clock as markup, for the middle of a sentence.
    #[must_use]
    pub fn time(&self) -> String {
        format!("<time datetime=\"{}\">{}</time>", self.iso, self.clock)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn a_deadline_names_the_hour_and_minute_in_utc() {
        let at = Utc.with_ymd_and_hms(2026, 11, 3, 4, 5, 6).unwrap();
        let deadline = Deadline::new(at);
        assert_eq!(deadline.clock, "04:05 UTC");
        assert_eq!(deadline.iso, "2026-11-03T04:05:06.000Z");
    }

    #[test]
    fn a_moment_is_written_out_for_people_and_for_machines() {
        let moment = Moment::new(Utc.with_ymd_and_hms(2026, 11, 3, 4, 5, 6).unwrap());
        assert_eq!(moment.text, "3 November 2026, 04:05 UTC");
        assert_eq!(moment.day, "3 November 2026");
        assert_eq!(moment.iso, "2026-11-03T04:05:06Z");
        let spoken =
            |language| within(language, || Moment::new(Utc.with_ymd_and_hms(2026, 3, 3, 4, 5, 6).unwrap()).text);
        assert_eq!(spoken(Language::German), "3. März 2026, 04:05 UTC");
        assert_eq!(spoken(Language::French), "3 mars 2026, 04:05 UTC");
    }
}
