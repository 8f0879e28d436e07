//! What becomes of spans on their way out: how many wait, and what could not be sent. A full queue and a collector that is
//! away cost spans, never a request, and one line in a while.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use opentelemetry::Context;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{Span, SpanData, SpanExporter, SpanProcessor};

/// Spans that may wait; past it they are dropped and counted.
pub(super) const QUEUE: usize = 8_192;

/// The shortest time between two lines about the same trouble.
const SILENCE: Duration = Duration::from_secs(60);

/// What both ends of the queue know.
#[derive(Debug, Default)]
pub(super) struct Gauge {
    waiting: AtomicUsize,
    dropped: AtomicU64,
    unsent: AtomicU64,
    /// Why the last try failed, as far as the client knows.
    reason: Mutex<Option<String>>,
    told: Mutex<Option<Instant>>,
}

impl Gauge {
    /// Notes why a request to the collector failed.
    pub(super) fn note(&self, reason: String) {
        *self.reason.lock().unwrap_or_else(PoisonError::into_inner) = Some(reason);
    }

    /// Says what was lost since it was last said, unless that is not long ago.
    fn tell(&self) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_some_and(|told| told.elapsed() < SILENCE) {
            return;
        }
        let (dropped, unsent) = (self.dropped.swap(0, Ordering::Relaxed), self.unsent.swap(0, Ordering::Relaxed));
        if dropped + unsent == 0 {
            return;
        }
        *told = Some(Instant::now());
        let reason = self.reason.lock().unwrap_or_else(PoisonError::into_inner).take();
        tracing::warn!(unsent, dropped, reason, "spans were lost: telemetry.otlp_endpoint does not take them");
    }
}

/// The end where spans come in.
#[derive(Debug)]
pub(super) struct Intake<P> {
    pub(super) inner: P,
    pub(super) gauge: Arc<Gauge>,
}

impl<P: SpanProcessor> SpanProcessor for Intake<P> {
    fn on_start(&self, span: &mut Span, cx: &Context) {
        self.inner.on_start(span, cx);
    }

    fn on_end(&self, span: SpanData) {
        if self.gauge.waiting.fetch_add(1, Ordering::Relaxed) >= QUEUE {
            self.gauge.waiting.fetch_sub(1, Ordering::Relaxed);
            self.gauge.dropped.fetch_add(1, Ordering::Relaxed);
            metrics::counter!("impasto_spans_total", "outcome" => "dropped").increment(1);
            return;
        }
        self.inner.on_end(span);
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.inner.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.inner.set_resource(resource);
    }
}

/// The end where they go out.
#[derive(Debug)]
pub(super) struct Outlet<E> {
    pub(super) inner: E,
    pub(super) gauge: Arc<Gauge>,
}

impl<E: SpanExporter> SpanExporter for Outlet<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let spans = batch.len();
        self.gauge.waiting.fetch_sub(spans, Ordering::Relaxed);
        let spans = u64::try_from(spans).unwrap_or(0);
        let sent = self.inner.export(batch).await;
        let outcome = match &sent {
            Ok(()) => "sent",
            Err(error) => {
                self.gauge.unsent.fetch_add(spans, Ordering::Relaxed);
                tracing::debug!(%error, "spans could not be sent");
                "unsent"
            }
        };
        metrics::counter!("impasto_spans_total", "outcome" => outcome).increment(spans);
        self.gauge.tell();
        sent
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn shutdown(&self) -> OTelSdkResult {
        self.inner.shutdown()
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.inner.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.inner.set_resource(resource);
    }
}
