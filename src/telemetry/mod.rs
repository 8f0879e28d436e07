//! Traces: what became of a request on its way through gateway, actors, journal and events, and their way to a collector.
//!
//! A request that is traced has a span; work that others do for it is told in spans below (`impasto_actors`,
//! `impasto_store`). All of them are spans of `tracing` whose target begins with `impasto::trace`: the log leaves them out,
//! the exporter takes nothing else but warnings and errors of the program's own. Knows OpenTelemetry and nothing of what
//! is traced; decision 68 says why it is as it is.

mod client;
mod exporter;
mod queue;
mod request;
mod sampling;
mod traceparent;

pub use exporter::{Exporter, ExporterError};
pub use request::RequestSpan;
pub use sampling::Sampling;
pub use traceparent::Traceparent;

/// What the log leaves out, and keeps, of the spans unless its level names their target: target and directives. The spans
/// of requests that are not traced are for the log only, and cost a write one per cent: who wants them says so.
pub const LOG_DIRECTIVES: [(&str, &str); 2] = [
    ("impasto::trace", "impasto::trace=off,impasto::trace::request=error"),
    ("impasto::request", "impasto::request=off"),
];
