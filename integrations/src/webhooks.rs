//! Webhooks over HTTP/1.1, one connection a message.
//!
//! Where a message goes is decided by others, so the address is looked at where it cannot change any more: the name is
//! resolved once, what lies in a private network is refused, and the connection is made to exactly the address that was
//! looked at. Nothing is followed anywhere, and of the answer only the status is read.

mod address;
mod memory;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use impasto_domain::ports::PortFuture;
use impasto_domain::ports::webhooks::{WebhookError, WebhookMessage, WebhookSender};
use rustls::crypto::ring;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;

pub use self::address::is_public;
pub use self::memory::MemoryWebhooks;

/// How long a message may take, from the name to the status.
const PATIENCE: Duration = Duration::from_secs(10);

/// Posts over the network.
pub struct HttpWebhooks {
    tls: TlsConnector,
    allow_private: bool,
    patience: Duration,
}

/// TLS cannot be set up.
#[derive(Debug, thiserror::Error)]
#[error("webhooks: TLS cannot be set up: {0}")]
pub struct WebhookTlsError(#[from] rustls::Error);

impl HttpWebhooks {
    /// A sender; `allow_private` lets it post to addresses of private networks and of this machine, the latter without TLS
    /// as well.
    ///
    /// # Errors
    /// [`WebhookTlsError`] when there is no TLS to be had.
    pub fn new(allow_private: bool) -> Result<Self, WebhookTlsError> {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        // Named, not taken from the process, where another library may have set another.
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: TlsConnector::from(Arc::new(config)), allow_private, patience: PATIENCE })
    }

    async fn exchange(&self, message: &WebhookMessage) -> Result<u16, WebhookError> {
        let uri: Uri = message.url.parse().map_err(|_| refused("it is no address"))?;
        let is_secured = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(refused("it must begin with https://")),
        };
        let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
        let port = uri.port_u16().unwrap_or(if is_secured { 443 } else { 80 });
        let stream = self.connect(host, port, is_secured).await?;
        if is_secured {
            let name = ServerName::try_from(host.to_owned()).map_err(|_| refused("its host has no usable name"))?;
            speak(self.tls.connect(name, stream).await.map_err(failed)?, &uri, message).await
        } else {
            speak(stream, &uri, message).await
        }
    }

    /// Connects to the first address of a host that may be posted to and lets itself be connected to.
    async fn connect(&self, host: &str, port: u16, is_secured: bool) -> Result<TcpStream, WebhookError> {
        let found: Vec<SocketAddr> = tokio::net::lookup_host((host, port)).await.map_err(failed)?.collect();
        let may = |address: &&SocketAddr| {
            let ip = address.ip();
            if is_secured { self.allow_private || is_public(ip) } else { self.allow_private && ip.is_loopback() }
        };
        let mut last = None;
        for address in found.iter().filter(may) {
            match TcpStream::connect(address).await {
                Ok(stream) => return Ok(stream),
                Err(error) => last = Some(error),
            }
        }
        Err(last.map_or_else(|| refused("it lies in a private network (webhooks.allow_private)"), failed))
    }
}

impl WebhookSender for HttpWebhooks {
    fn post<'a>(&'a self, message: &'a WebhookMessage) -> PortFuture<'a, Result<u16, WebhookError>> {
        Box::pin(async move {
            tokio::time::timeout(self.patience, self.exchange(message)).await.unwrap_or(Err(WebhookError::Late))
        })
    }
}

/// The task that moves the bytes of a connection; it ends with whoever waits for the answer.
struct Driver(JoinHandle<()>);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn speak<S>(stream: S, uri: &Uri, message: &WebhookMessage) -> Result<u16, WebhookError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let mut request = Request::post(path)
        .header(HOST, authority)
        .header(USER_AGENT, concat!("Impasto/", env!("CARGO_PKG_VERSION")))
        .header(CONTENT_TYPE, "application/json");
    for (name, value) in &message.headers {
        request = request.header(*name, value.as_str());
    }
    let body = Full::new(Bytes::copy_from_slice(message.body.as_bytes()));
    let request = request.body(body).map_err(failed)?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(failed)?;
    let _driver = Driver(tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a webhook's connection ended badly");
        }
    }));
    let answer = sender.send_request(request).await.map_err(failed)?;
    Ok(answer.status().as_u16())
}

fn refused(why: &str) -> WebhookError {
    WebhookError::Refused(why.to_owned())
}

/// The cause of causes: the outer ones only say that something failed.
fn failed(error: impl std::error::Error) -> WebhookError {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text = next.to_string();
        cause = next.source();
    }
    WebhookError::Failed(text)
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    fn message(url: String) -> WebhookMessage {
        WebhookMessage { url, headers: vec![("impasto-event", "ping".to_owned())], body: "{\"id\":1}".to_owned() }
    }

    /// A server that takes one request and gives one answer.
    async fn server(answer: &'static str) -> (String, JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook?a=b", listener.local_addr().unwrap());
        let heard = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut heard = Vec::new();
            while !heard.ends_with(b"{\"id\":1}") {
                let mut part = [0_u8; 1_024];
                let read = stream.read(&mut part).await.unwrap();
                assert_ne!(read, 0);
                heard.extend_from_slice(&part[..read]);
            }
            stream.write_all(answer.as_bytes()).await.unwrap();
            String::from_utf8(heard).unwrap()
        });
        (url, heard)
    }

    #[tokio::test]
    async fn a_message_is_posted_and_its_status_comes_back_wherever_it_points() {
        for (answer, status) in [
            ("HTTP/1.1 204 No Content\r\n\r\n", 204),
            ("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n", 302),
            ("HTTP/1.1 500 Oh\r\ncontent-length: 0\r\nconnection: close\r\n\r\n", 500),
        ] {
            let (url, heard) = server(answer).await;
            let sender = HttpWebhooks::new(true).unwrap();
            assert_eq!(sender.post(&message(url)).await, Ok(status));
            let heard = heard.await.unwrap().to_lowercase();
            assert!(heard.starts_with("post /hook?a=b http/1.1\r\n"), "{heard}");
            assert!(heard.contains("impasto-event: ping\r\n") && heard.contains("content-length: 8\r\n"), "{heard}");
        }
    }

    #[tokio::test]
    async fn this_machine_and_private_networks_are_refused_before_anything_is_said() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let sender = HttpWebhooks::new(false).unwrap();
        for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254"] {
            for scheme in ["https", "http"] {
                let answer = sender.post(&message(format!("{scheme}://{host}:{port}/"))).await;
                assert!(!matches!(answer, Ok(_) | Err(WebhookError::Late)), "{scheme}://{host}: {answer:?}");
            }
        }
        let nobody = tokio::time::timeout(Duration::from_millis(50), listener.accept()).await;
        assert!(nobody.is_err(), "somebody came");
    }

    #[tokio::test]
    async fn who_does_not_answer_is_late() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let sender = HttpWebhooks { patience: Duration::from_millis(50), ..HttpWebhooks::new(true).unwrap() };
        assert_eq!(sender.post(&message(url)).await, Err(WebhookError::Late));
    }

    #[tokio::test]
    async fn without_tls_only_this_machine_is_spoken_to() {
        let sender = HttpWebhooks::new(true).unwrap();
        let answer = sender.post(&message("http://10.0.0.1/".to_owned())).await;
        assert!(matches!(answer, Err(WebhookError::Refused(_))), "{answer:?}");
        let answer = sender.post(&message("ftp://example.test/".to_owned())).await;
        assert!(matches!(answer, Err(WebhookError::Refused(_))), "{answer:?}");
    }
}
