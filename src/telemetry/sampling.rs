//! Which requests are traced. Decided once, at the door: what is not traced has no spans at all, here or further on.

use opentelemetry::trace::{Link, SpanKind, TraceContextExt, TraceId, TraceState};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::{Sampler, SamplingDecision, SamplingResult, ShouldSample};

use super::traceparent::Traceparent;
use crate::config::Telemetry;

/// The share of requests that are traced; none where there is no collector.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampling(Option<f64>);

impl Sampling {
    /// As configured.
    #[must_use]
    pub fn of(telemetry: &Telemetry) -> Self {
        Self(telemetry.otlp_endpoint.as_ref().map(|_| telemetry.sample_ratio.share()))
    }

    /// Whether a request is traced. A trusted proxy has decided already; the flag of anybody else would let strangers
    /// have everything traced, so that chance decides, and not the id either, which they choose too.
    #[must_use]
    pub fn takes(self, traceparent: Option<&Traceparent>, from_trusted: impl FnOnce() -> bool) -> bool {
        match (self.0, traceparent) {
            (None, _) => false,
            (Some(_), Some(traceparent)) if from_trusted() => traceparent.sampled,
            (Some(share), _) => share >= 1.0 || rand::random::<f64>() < share,
        }
    }
}

/// What of the spans is recorded. Requests have a span only when they are traced, batches only when one of their
/// requests is; what begins without either (jobs) is recorded by its share.
#[derive(Debug, Clone)]
pub(super) struct Recorded(Sampler);

impl Recorded {
    pub(super) fn of(telemetry: &Telemetry) -> Self {
        Self(Sampler::TraceIdRatioBased(telemetry.sample_ratio.share()))
    }
}

impl ShouldSample for Recorded {
    fn should_sample(
        &self,
        parent: Option<&Context>,
        trace_id: TraceId,
        name: &str,
        kind: &SpanKind,
        attributes: &[KeyValue],
        links: &[Link],
    ) -> SamplingResult {
        let parent_is_recorded =
            parent.filter(|cx| cx.has_active_span()).map(|cx| cx.span().span_context().is_sampled());
        let decided = parent_is_recorded.or((*kind == SpanKind::Server || !links.is_empty()).then_some(true));
        let Some(recorded) = decided else {
            return self.0.should_sample(parent, trace_id, name, kind, attributes, links);
        };
        let decision = if recorded { SamplingDecision::RecordAndSample } else { SamplingDecision::Drop };
        SamplingResult { decision, attributes: Vec::new(), trace_state: TraceState::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parent(sampled: bool) -> Traceparent {
        Traceparent { trace_id: 1_u128.into(), parent_id: 1_u64.into(), sampled }
    }

    #[test]
    fn a_trusted_proxy_decides_and_nobody_else() {
        let (all, none) = (Sampling(Some(1.0)), Sampling(Some(0.0)));
        assert!(none.takes(Some(&parent(true)), || true));
        assert!(!all.takes(Some(&parent(false)), || true));
        assert!(!none.takes(Some(&parent(true)), || false));
        assert!(all.takes(Some(&parent(false)), || false));
        assert!(all.takes(None, || true) && !none.takes(None, || true));
    }

    #[test]
    fn without_a_collector_nothing_is_traced() {
        assert!(!Sampling::of(&Telemetry::default()).takes(Some(&parent(true)), || true));
    }

    #[test]
    fn what_is_linked_or_below_what_is_recorded_is_recorded() {
        let recorded = Recorded(Sampler::TraceIdRatioBased(0.0));
        let decide = |parent: Option<&Context>, kind, links: &[Link]| {
            recorded.should_sample(parent, 7_u128.into(), "x", &kind, &[], links).decision
        };
        let below = Context::new().with_remote_span_context(parent(true).as_recorded());
        let link = Link::with_context(parent(true).as_recorded());
        assert_eq!(decide(Some(&below), SpanKind::Internal, &[]), SamplingDecision::RecordAndSample);
        assert_eq!(decide(None, SpanKind::Server, &[]), SamplingDecision::RecordAndSample);
        assert_eq!(decide(None, SpanKind::Internal, &[link]), SamplingDecision::RecordAndSample);
        assert_eq!(decide(None, SpanKind::Internal, &[]), SamplingDecision::Drop);
    }
}
