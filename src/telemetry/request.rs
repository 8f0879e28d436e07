//! The span of a request, from the door to its answer's head. Knows what may be told of a request: never its path,
//! its addresses, its headers or its body.

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;
use opentelemetry::trace::{Status, TraceContextExt, TraceId};
use opentelemetry::{Context, KeyValue};
use tracing::Span;
use tracing::field::{Empty, display};
use tracing_opentelemetry::OpenTelemetrySpanExt;

use super::sampling::Sampling;
use super::traceparent::Traceparent;

/// The span of a request, or none.
#[derive(Debug)]
pub struct RequestSpan {
    span: Span,
    trace_id: Option<TraceId>,
    traced: bool,
}

impl RequestSpan {
    /// Begins it. A request that is not traced has one for the log only, where that wants it: what is logged on the
    /// request's way then names it.
    #[must_use]
    pub fn begin(
        sampling: Sampling,
        path: &str,
        headers: &HeaderMap,
        request_id: &str,
        from_trusted: impl FnOnce() -> bool,
    ) -> Self {
        let traceparent = Traceparent::of(headers);
        let trace_id = traceparent.map(|traceparent| traceparent.trace_id);
        // Balancers ask all the time whether somebody is there.
        let is_of_interest = !matches!(path, "/healthz" | "/readyz" | "/metrics");
        if is_of_interest && sampling.takes(traceparent.as_ref(), from_trusted) {
            return Self::traced(traceparent, request_id);
        }
        let trace_id_said = trace_id.map(display);
        let span = tracing::error_span!(target: "impasto::request", "request", %request_id, trace_id = trace_id_said);
        Self { span, trace_id, traced: false }
    }

    fn traced(traceparent: Option<Traceparent>, request_id: &str) -> Self {
        let span = tracing::error_span!(
            target: "impasto::trace::request",
            "request",
            otel.kind = "server",
            %request_id,
            trace_id = Empty
        );
        if let Some(traceparent) = traceparent {
            // Where nobody exports spans there is nothing to be the child of anything.
            let _ = span.set_parent(Context::new().with_remote_span_context(traceparent.as_recorded()));
        }
        let trace_id = span.context().span().span_context().trace_id();
        let trace_id = (trace_id != TraceId::INVALID).then_some(trace_id);
        span.record("trace_id", trace_id.map(display));
        Self { span, trace_id, traced: true }
    }

    /// The span for what is done for the request.
    #[must_use]
    pub fn span(&self) -> &Span {
        &self.span
    }

    /// The trace that the request is part of, here or in front.
    #[must_use]
    pub fn trace_id(&self) -> Option<TraceId> {
        self.trace_id
    }

    /// Ends it with what came of the request; `route` is the pattern, if the address has one. It ends here and now:
    /// whoever still works for the request keeps the span, and would put its end off.
    pub fn end(&self, method: &'static str, route: Option<&str>, status: StatusCode) {
        if !self.traced {
            return;
        }
        let (name, method) = if method == "other" { ("HTTP", "_OTHER") } else { (method, method) };
        let context = self.span.context();
        let span = context.span();
        span.update_name(route.map_or_else(|| name.to_owned(), |route| format!("{name} {route}")));
        span.set_attribute(KeyValue::new("http.request.method", method));
        span.set_attribute(KeyValue::new("http.response.status_code", i64::from(status.as_u16())));
        if let Some(route) = route {
            span.set_attribute(KeyValue::new("http.route", route.to_owned()));
        }
        if status.is_server_error() {
            span.set_attribute(KeyValue::new("error.type", status.as_str().to_owned()));
            span.set_status(Status::error(""));
        }
        span.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Telemetry;
    use actix_web::http::header::{HeaderName, HeaderValue};
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, line: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(line)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is logged on the way of a request.
    fn logged(traceparent: Option<&'static str>) -> String {
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber =
            tracing_subscriber::fmt().with_ansi(false).without_time().with_writer(move || writer.clone()).finish();
        tracing::subscriber::with_default(subscriber, || {
            let mut headers = HeaderMap::new();
            if let Some(traceparent) = traceparent {
                headers.insert(HeaderName::from_static("traceparent"), HeaderValue::from_static(traceparent));
            }
            let sampling = Sampling::of(&Telemetry::default());
            let trace = RequestSpan::begin(sampling, "/api/v1/cart/items", &headers, "abc", || false);
            trace.span().in_scope(|| tracing::warn!("something"));
            trace.end("POST", Some("/api/v1/cart/items"), StatusCode::OK);
        });
        let bytes = lines.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn what_is_logged_on_the_way_of_a_request_can_name_it() {
        let line = logged(None);
        assert!(line.contains("request{request_id=abc}") && line.contains("something"), "{line}");
        let line = logged(Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        assert!(line.contains("request{request_id=abc trace_id=4bf92f3577b34da6a3ce929d0e0e4736}"), "{line}");
    }
}
