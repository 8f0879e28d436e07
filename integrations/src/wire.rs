//! One HTTP exchange with a provider: sent, answered in time, read up to a limit. Knows no money and no token.

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

/// The way to a provider.
pub(crate) struct Wire {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    base_url: String,
    timeout: Duration,
}

/// What is sent.
pub(crate) struct Call<'c> {
    pub(crate) method: Method,
    /// Below the base address, with its slash.
    pub(crate) path: &'c str,
    pub(crate) headers: Vec<(HeaderName, String)>,
    pub(crate) body: Bytes,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) status: StatusCode,
    pub(crate) body: Bytes,
}

/// What a provider says to a call.
#[derive(Debug)]
pub(crate) enum Word<T, M> {
    /// Done, or found.
    Yes(T),
    /// A definite no, and why.
    No(M),
    /// Nothing is known.
    Unknown(String),
}

impl<T, M> Word<T, M> {
    /// The same word of what a yes is turned into.
    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Word<U, M> {
        match self {
            Self::Yes(thing) => Word::Yes(change(thing)),
            Self::No(mistake) => Word::No(mistake),
            Self::Unknown(reason) => Word::Unknown(reason),
        }
    }
}

/// Whether a text may stand in a path: names of providers are letters, digits, hyphens and underscores.
pub(crate) fn is_name(text: &str) -> bool {
    (1..=255).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

impl Wire {
    pub(crate) fn new(base_url: &str, timeout: Duration) -> Result<Self, rustls::Error> {
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

    /// Sends a call and waits for its answer. An error says nothing of whether the provider has done what was asked.
    pub(crate) async fn send(&self, call: Call<'_>) -> Result<Said, String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_lead_elsewhere() {
        assert!(is_name("5O190127TN364715T") && is_name("WH-1AB") && is_name("cs_test_a1B2"));
        assert!(!is_name("") && !is_name("../v1") && !is_name("a/b") && !is_name("a?b") && !is_name("é"));
    }
}
