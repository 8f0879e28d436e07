//! The traces of requests that a batch carries out together.
//!
//! A submission has a span below its request's where that one is for a collector; a batch has one of its own, linked with
//! those of its submissions both ways. Without any of them none is made. Targets that begin with `impasto::trace` are for a
//! collector; the log leaves them out.

use tracing::Span;

/// A span for work below whoever runs now, if that is traced; else none.
macro_rules! below {
    ($name:literal $(, $($fields:tt)+)?) => {{
        let parent = tracing::Span::current();
        if $crate::trace::is_traced(&parent) {
            tracing::info_span!(target: "impasto::trace", parent: &parent, $name $(, $($fields)+)?)
        } else {
            tracing::Span::none()
        }
    }};
}

pub(crate) use below;

/// Whether a span is for a collector.
pub(crate) fn is_traced(span: &Span) -> bool {
    !span.is_disabled() && span.metadata().is_some_and(|metadata| metadata.target().starts_with("impasto::trace"))
}

/// The span of a batch with these submissions: none if none of them has one.
pub(crate) fn batch(submissions: &[&Span], commands: usize) -> Span {
    if submissions.is_empty() {
        return Span::none();
    }
    let span = tracing::info_span!(
        target: "impasto::trace",
        parent: None,
        "journal batch",
        commands,
        traced = submissions.len(),
        statements = tracing::field::Empty,
        rows = tracing::field::Empty,
        replays = tracing::field::Empty,
    );
    for submission in submissions {
        span.follows_from(*submission);
    }
    for submission in submissions {
        submission.follows_from(&span);
    }
    span
}
