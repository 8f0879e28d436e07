//! What carries spans to the collector: HTTP/1.1, over TLS where the address says so, on the exporter's own thread.
//! Knows no span.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use opentelemetry::propagation::Injector;
use opentelemetry_http::{HeaderInjector, HttpClient, HttpError, Request, Response};
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use tokio::runtime::Runtime;

use super::queue::Gauge;

/// How long a collector may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// The most of an answer that is read: what it says of spans it did not take.
const ANSWER_MAX: usize = 1 << 16;

/// The client, with a runtime of its own: the thread that exports has none, and must not wait for the one that serves.
pub(super) struct CollectorClient {
    runtime: Runtime,
    headers: Vec<(String, String)>,
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    gauge: Arc<Gauge>,
}

/// Headers open the collector: they are not shown.
impl std::fmt::Debug for CollectorClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CollectorClient")
    }
}

impl CollectorClient {
    /// A client that sends these headers along.
    /// It believes the machine's certificates (`SSL_CERT_FILE` names others).
    ///
    /// # Errors
    /// When there is no certificate to believe, or no runtime to be had.
    pub(super) fn new(over_tls: bool, headers: Vec<(String, String)>, gauge: Arc<Gauge>) -> std::io::Result<Self> {
        let connector = HttpsConnectorBuilder::new();
        let connector = if over_tls {
            connector.with_provider_and_native_roots(ring::default_provider())?
        } else {
            // Never asked: the address is plain.
            let nobody = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
                .with_safe_default_protocol_versions()
                .map_err(std::io::Error::other)?
                .with_root_certificates(RootCertStore::empty())
                .with_no_client_auth();
            connector.with_tls_config(nobody)
        };
        let client = Client::builder(TokioExecutor::new()).build(connector.https_or_http().enable_http1().build());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(Self { runtime, headers, client, gauge })
    }
}

#[async_trait::async_trait]
impl HttpClient for CollectorClient {
    async fn send_bytes(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        for (name, value) in &self.headers {
            HeaderInjector(request.headers_mut()).set(name, value.clone());
        }
        let exchange = async {
            let answer = self.client.request(request.map(Full::new)).await?;
            let (head, body) = answer.into_parts();
            let body = Limited::new(body, ANSWER_MAX).collect().await?.to_bytes();
            Ok(Response::from_parts(head, body))
        };
        let in_time = async { tokio::time::timeout(PATIENCE, exchange).await };
        // The thread is the exporter's own and does nothing meanwhile.
        let outcome: Result<_, HttpError> = self.runtime.block_on(in_time).unwrap_or_else(|late| Err(late.into()));
        match &outcome {
            Ok(answer) if !answer.status().is_success() => self.gauge.note(format!("it answers {}", answer.status())),
            Ok(_) => {}
            Err(error) => self.gauge.note(innermost(&**error)),
        }
        outcome
    }
}

/// The cause of causes: the outer ones only say that something failed.
fn innermost(error: &(dyn std::error::Error + 'static)) -> String {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}
