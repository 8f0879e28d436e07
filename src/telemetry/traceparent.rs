//! `traceparent`: the trace that a request is already part of (W3C Trace Context). Knows nothing of what is made of it.

use actix_web::http::header::{HeaderMap, HeaderName};
use opentelemetry::trace::{SpanContext, SpanId, TraceFlags, TraceId, TraceState};

/// `traceparent`.
const HEADER: HeaderName = HeaderName::from_static("traceparent");

/// What the header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traceparent {
    /// The trace.
    pub trace_id: TraceId,
    /// The span of the caller.
    pub parent_id: SpanId,
    /// Whether the caller records it.
    pub sampled: bool,
}

impl Traceparent {
    /// What a request's header says; nothing when there is none, or more than one, or one that is not well-formed.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let mut lines = headers.get_all(HEADER);
        match (lines.next(), lines.next()) {
            (Some(line), None) => Self::parse(line.to_str().ok()?),
            _ => None,
        }
    }

    /// `00-<32 hex digits>-<16 hex digits>-<2 hex digits>`, all in lower case and no id zero. What versions to come put
    /// behind a further hyphen is left aside.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(5, '-');
        let version = hex(parts.next()?, 2)?;
        let (trace_id, parent_id) = (hex(parts.next()?, 32)?, hex(parts.next()?, 16)?);
        let flags = hex(parts.next()?, 2)?;
        let has_more = parts.next().is_some();
        if version == 0xff || (version == 0 && has_more) || trace_id == 0 || parent_id == 0 {
            return None;
        }
        Some(Self {
            trace_id: trace_id.into(),
            parent_id: u64::try_from(parent_id).ok()?.into(),
            sampled: flags & 1 == 1,
        })
    }

    /// The caller's span as the parent of one that is recorded here.
    #[must_use]
    pub fn as_recorded(&self) -> SpanContext {
        SpanContext::new(self.trace_id, self.parent_id, TraceFlags::SAMPLED, true, TraceState::default())
    }
}

/// A number of exactly so many lower-case hex digits.
fn hex(text: &str, digits: usize) -> Option<u128> {
    let well_formed = text.len() == digits && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    well_formed.then(|| u128::from_str_radix(text, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    const GOOD: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn a_well_formed_one_is_read() {
        let read = Traceparent::parse(GOOD).unwrap();
        assert_eq!(read.trace_id.to_string(), "4bf92f3577b34da6a3ce929d0e0e4736");
        assert_eq!(read.parent_id.to_string(), "00f067aa0ba902b7");
        assert!(read.sampled);
        let unsampled = Traceparent::parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00").unwrap();
        assert!(!unsampled.sampled);
        // Of the flags only the last bit is known, and of later versions only the beginning.
        assert!(Traceparent::parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03").unwrap().sampled);
        assert!(Traceparent::parse("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-else").is_some());
    }

    #[test]
    fn any_other_is_none() {
        for bad in [
            "",
            "00",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
            "00-+bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01what",
            "0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        ] {
            assert_eq!(Traceparent::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn two_of_them_are_none() {
        let mut headers = HeaderMap::new();
        headers.append(HEADER, HeaderValue::from_static(GOOD));
        assert!(Traceparent::of(&headers).is_some());
        headers.append(HEADER, HeaderValue::from_static(GOOD));
        assert_eq!(Traceparent::of(&headers), None);
    }
}
