//! The trace of a request inside the engine: it goes along with messages, and work that is done for it is told in spans
//! below.
//!
//! A message carries the span of who sent it, mostly in its [`ReplyTo`](crate::reply::ReplyTo). There are spans below
//! only where that one is for a collector; else the work goes on in the sender's span, which the log may know, or in none,
//! and none costs next to nothing. Targets that begin with `impasto::trace` are for a collector; the log leaves them out.

use tracing::Span;

/// Whether a span is for a collector.
pub(crate) fn is_traced(span: &Span) -> bool {
    !span.is_disabled() && span.metadata().is_some_and(|metadata| metadata.target().starts_with("impasto::trace"))
}

/// A span for work that is done for the holder of another: below that one if it is traced, else that one itself.
macro_rules! below {
    ($parent:expr, $name:literal $(, $($fields:tt)+)?) => {{
        let parent: &tracing::Span = $parent;
        if $crate::trace::is_traced(parent) {
            tracing::info_span!(target: "impasto::trace", parent: parent, $name $(, $($fields)+)?)
        } else {
            parent.clone()
        }
    }};
}

/// A span for work that nobody waits for.
macro_rules! alone {
    ($name:literal $(, $($fields:tt)+)?) => {
        tracing::info_span!(target: "impasto::trace", parent: None, $name $(, $($fields)+)?)
    };
}

pub(crate) use {alone, below};
