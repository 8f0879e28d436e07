//! The exporter: takes the spans, keeps them in a bounded queue, and sends them in batches from a thread of its own.

use std::sync::Arc;
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{Protocol, RetryPolicy, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{BatchConfigBuilder, BatchSpanProcessor, SdkTracer, SdkTracerProvider};

use super::client::CollectorClient;
use super::queue::{Gauge, Intake, Outlet, QUEUE};
use super::sampling::Recorded;
use crate::config::{ConfigError, Telemetry};

/// How long spans wait for others.
const DELAY: Duration = Duration::from_secs(2);

/// The most links of a span: the submissions of a whole batch.
const LINKS: u32 = 256;

/// A running exporter.
#[derive(Debug)]
pub struct Exporter {
    provider: SdkTracerProvider,
}

/// Why there is no exporter; one line with its key.
#[derive(Debug, thiserror::Error)]
pub enum ExporterError {
    /// The headers.
    #[error(transparent)]
    Headers(#[from] ConfigError),
    /// Nothing to send with.
    #[error("telemetry.otlp_endpoint: there is no way to it: {0}")]
    Client(#[from] std::io::Error),
    /// What the variables of the environment ask of the exporter.
    #[error("telemetry.otlp_endpoint: {0}")]
    Exporter(#[from] opentelemetry_otlp::ExporterBuildError),
}

impl Exporter {
    /// Starts it if a collector is configured, for a node of that name. Nothing is sent before there is something to send, so that a collector
    /// that is away is no reason not to start.
    ///
    /// # Errors
    /// [`ExporterError`], one clear line.
    pub fn start(telemetry: &Telemetry, node: String) -> Result<Option<Self>, ExporterError> {
        let Some(collector) = &telemetry.otlp_endpoint else { return Ok(None) };
        let gauge = Arc::new(Gauge::default());
        let client = CollectorClient::new(collector.is_https(), telemetry.headers()?, Arc::clone(&gauge))?;
        let exporter = SpanExporter::builder()
            .with_http()
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(collector.traces())
            .with_http_client(client)
            // One more try; what comes meanwhile waits in a queue that ends.
            .with_retry_policy(RetryPolicy::recommended().with_max_retries(1))
            .build()?;
        let outlet = Outlet { inner: exporter, gauge: Arc::clone(&gauge) };
        let config = BatchConfigBuilder::default()
            .with_max_queue_size(QUEUE)
            .with_max_export_batch_size(512)
            .with_scheduled_delay(DELAY)
            .build();
        let processor = BatchSpanProcessor::builder(outlet).with_batch_config(config).build();
        let provider = SdkTracerProvider::builder()
            .with_span_processor(Intake { inner: processor, gauge })
            .with_sampler(Recorded::of(telemetry))
            .with_max_links_per_span(LINKS)
            .with_resource(resource(telemetry, node))
            .build();
        Ok(Some(Self { provider }))
    }

    /// What makes spans for it.
    #[must_use]
    pub fn tracer(&self) -> SdkTracer {
        self.provider.tracer("impasto")
    }

    /// Sends what still waits, and stops. Waits no longer than `at_most`, and blocks the thread meanwhile.
    pub fn stop(self, at_most: Duration) {
        if let Err(error) = self.provider.shutdown_with_timeout(at_most) {
            tracing::warn!(%error, "the last spans could not be sent");
        }
    }
}

/// Who sends: by the standard variable `OTEL_RESOURCE_ATTRIBUTES`, and by name.
fn resource(telemetry: &Telemetry, node: String) -> Resource {
    Resource::builder()
        .with_service_name(telemetry.service_name.clone())
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .with_attribute(KeyValue::new("service.instance.id", node))
        .build()
}
