//! One HTTP exchange with PayPal: sent, answered in time, read up to a limit. Knows no money and no token.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};

/// The most of an answer that is read.
const ANSWER_BYTES_MAX: usize = 1 << 20;

/// The way to PayPal.
pub(super) struct Wire {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    base_url: String,
    timeout: Duration,
}

/// What is sent.
pub(super) struct Call<'c> {
    pub(super) method: Method,
    /// Below the base address, with its slash.
    pub(super) path: &'c str,
    pub(super) headers: Vec<(HeaderName, String)>,
    pub(super) body: Bytes,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) status: StatusCode,
    pub(super) body: Bytes,
}

impl Wire {
    pub(super) fn new(base_url: &str, timeout: Duration) -> Result<Self, rustls::Error> {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let connector = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1().build();
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Ok(Self { client, base_url: base_url.trim_end_matches('/').to_owned(), timeout })
    }

    /// Sends a call and waits for its answer. An error says nothing of whether PayPal has done what was asked.
    pub(super) async fn send(&self, call: Call<'_>) -> Result<Said, String> {
        let mut request = Request::builder().method(call.method).uri(format!("{}{}", self.base_url, call.path));
        for (name, value) in call.headers {
            let mut value = HeaderValue::from_str(&value).map_err(|error| format!("{name}: {error}"))?;
            value.set_sensitive(name == http::header::AUTHORIZATION);
            request = request.header(name, value);
        }
        let request = request.body(Full::new(call.body)).map_err(|error| error.to_string())?;
        let exchange = async {
            let answer = self.client.request(request).await.map_err(|error| innermost(&error))?;
            let (head, body) = answer.into_parts();
            let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await.map_err(|error| innermost(&*error))?;
            Ok::<_, String>(Said { status: head.status, body: body.to_bytes() })
        };
        tokio::time::timeout(self.timeout, exchange).await.unwrap_or_else(|_| Err("no answer in time".to_owned()))
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
