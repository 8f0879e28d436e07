//! One keep-alive connection to one of several nodes, with reused buffers and a time limit for each request.
//! It does not know retries: whoever calls decides whether an unanswered request may be sent again.

use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Target;
use super::wire::{BODY_LIMIT, Chunks, Head, Length, parse_head};

const READ_STEP: usize = 16 * 1024;
const KEPT_BUFFER: usize = 1024 * 1024;
// Servers close idle connections after seconds; a connection used more recently than this is not asked before it is written to.
const FRESH: Duration = Duration::from_millis(500);

/// A request to send. `body` is empty for none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request<'a> {
    /// Method in capitals.
    pub(crate) method: &'a str,
    /// Path with its query, already percent-encoded.
    pub(crate) path: &'a str,
    /// Headers besides Host, Content-Length and Content-Type.
    pub(crate) headers: &'a [(&'a str, &'a str)],
    /// Content-Type of the body.
    pub(crate) content_type: &'a str,
    /// The body's bytes.
    pub(crate) body: &'a [u8],
}

impl<'a> Request<'a> {
    /// A read.
    pub(crate) fn get(path: &'a str, headers: &'a [(&'a str, &'a str)]) -> Self {
        Self { method: "GET", path, headers, content_type: "", body: &[] }
    }

    /// A write with a JSON body, or with none.
    pub(crate) fn json(method: &'a str, path: &'a str, headers: &'a [(&'a str, &'a str)], body: &'a [u8]) -> Self {
        let content_type = if body.is_empty() { "" } else { "application/json" };
        Self { method, path, headers, content_type, body }
    }
}

/// A whole answer; the body lies in the client's buffer.
#[derive(Debug)]
pub(crate) struct Response<'a> {
    /// Status code.
    pub(crate) status: u16,
    /// `Retry-After` in seconds.
    pub(crate) retry_after_s: Option<u64>,
    /// The body, chunks joined.
    pub(crate) body: &'a [u8],
}

/// Why there is no answer. Whether the server did what was asked is unknown in every case but `Connect`.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClientError {
    /// No connection: the request was not sent.
    #[error("no connection: {0}")]
    Connect(std::io::Error),
    /// The connection broke after the request was (partly) sent.
    #[error("connection broken: {0}")]
    Broken(std::io::Error),
    /// No whole answer within the time limit.
    #[error("no answer in time")]
    Timeout,
    /// The answer is not HTTP.
    #[error("not HTTP: {0}")]
    Protocol(&'static str),
}

impl ClientError {
    /// A short fixed name for counting.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Connect(_) => "no connection",
            Self::Broken(_) => "connection broken",
            Self::Timeout => "no answer in time",
            Self::Protocol(_) => "not HTTP",
        }
    }
}

/// The client. One per simulated person: requests go one after another.
pub(crate) struct Client {
    targets: Arc<[Target]>,
    node: usize,
    stream: Option<TcpStream>,
    last_used: Instant,
    timeout: Duration,
    out: Vec<u8>,
    input: Vec<u8>,
    joined: Vec<u8>,
}

impl Client {
    /// A client that begins at node `node` (modulo their number). It connects at the first request.
    pub(crate) fn new(targets: Arc<[Target]>, node: usize, timeout: Duration) -> Self {
        Self {
            targets,
            node,
            stream: None,
            last_used: Instant::now(),
            timeout,
            out: Vec::with_capacity(2048),
            input: Vec::with_capacity(READ_STEP),
            joined: Vec::new(),
        }
    }

    /// The node now used.
    pub(crate) fn target(&self) -> Option<&Target> {
        self.targets.get(self.node % self.targets.len().max(1))
    }

    /// Drops the connection and turns to the next node, if there are several.
    pub(crate) fn turn_to_next_node(&mut self) {
        self.stream = None;
        self.node = self.node.wrapping_add(1);
    }

    /// Connects now, if not connected, so that a later request does not pay for it.
    pub(crate) async fn connect(&mut self) -> Result<(), ClientError> {
        if self.stream.is_none() {
            let address =
                self.target().map(|target| target.address).ok_or(ClientError::Protocol("there is no node"))?;
            let connecting = tokio::time::timeout(self.timeout, TcpStream::connect(address));
            let stream = match connecting.await {
                Ok(connected) => connected.map_err(ClientError::Connect)?,
                Err(_elapsed) => return Err(ClientError::Connect(std::io::ErrorKind::TimedOut.into())),
            };
            stream.set_nodelay(true).map_err(ClientError::Connect)?;
            self.stream = Some(stream);
        }
        Ok(())
    }

    /// Sends one request and reads its whole answer. After an error the connection is gone.
    pub(crate) async fn send(&mut self, request: &Request<'_>) -> Result<Response<'_>, ClientError> {
        self.drop_if_stale();
        self.connect().await?;
        self.write_request(request);
        let exchanged = tokio::time::timeout(self.timeout, self.exchange()).await;
        let (head, body_in_joined) = match exchanged {
            Ok(Ok(exchanged)) => exchanged,
            Ok(Err(error)) => {
                self.stream = None;
                return Err(error);
            }
            Err(_elapsed) => {
                self.stream = None;
                return Err(ClientError::Timeout);
            }
        };
        if head.close || head.length == Length::ToEnd {
            self.stream = None;
        }
        self.last_used = Instant::now();
        let body =
            if body_in_joined { self.joined.as_slice() } else { self.input.get(head.bytes..).unwrap_or_default() };
        Ok(Response { status: head.status, retry_after_s: head.retry_after_s, body })
    }

    fn drop_if_stale(&mut self) {
        if self.last_used.elapsed() < FRESH {
            return;
        }
        if let Some(stream) = &self.stream {
            let mut probe = [0_u8; 1];
            let idle =
                matches!(stream.try_read(&mut probe), Err(error) if error.kind() == std::io::ErrorKind::WouldBlock);
            if !idle {
                self.stream = None;
            }
        }
    }

    fn write_request(&mut self, request: &Request<'_>) {
        let authority =
            self.targets.get(self.node % self.targets.len().max(1)).map_or("", |target| target.authority.as_str());
        let out = &mut self.out;
        out.clear();
        for part in [request.method, " ", request.path, " HTTP/1.1\r\nhost: ", authority, "\r\n"] {
            out.extend_from_slice(part.as_bytes());
        }
        for (name, value) in request.headers {
            for part in [name, ": ", value, "\r\n"] {
                out.extend_from_slice(part.as_bytes());
            }
        }
        if !request.content_type.is_empty() {
            for part in ["content-type: ", request.content_type, "\r\n"] {
                out.extend_from_slice(part.as_bytes());
            }
        }
        if !request.body.is_empty() || request.method != "GET" {
            // Writing into a Vec cannot fail.
            let _ = write!(out, "content-length: {}\r\n", request.body.len());
        }
        out.extend_from_slice(b"\r\n");
        out.extend_from_slice(request.body);
    }

    async fn exchange(&mut self) -> Result<(Head, bool), ClientError> {
        let stream = self.stream.as_mut().ok_or(ClientError::Protocol("not connected"))?;
        // A server may answer and close before it has read a large body; its answer counts, so a failed write is only told if no answer follows.
        let written = stream.write_all(&self.out).await;
        self.input.clear();
        if self.input.capacity() > KEPT_BUFFER {
            self.input.shrink_to(READ_STEP);
        }
        let head = loop {
            match parse_head(&self.input).map_err(ClientError::Protocol)? {
                // 100 Continue and its kind come before the answer.
                Some(head) if head.status < 200 => {
                    self.input.drain(..head.bytes);
                }
                Some(head) => break head,
                None => {
                    if read_more(stream, &mut self.input).await? == 0 {
                        return Err(ClientError::Broken(
                            written.err().unwrap_or_else(|| std::io::ErrorKind::UnexpectedEof.into()),
                        ));
                    }
                }
            }
        };
        match head.length {
            Length::Fixed(bytes) => {
                let whole = head.bytes + bytes;
                while self.input.len() < whole {
                    require_more(stream, &mut self.input).await?;
                }
                if self.input.len() > whole {
                    return Err(ClientError::Protocol("more bytes came than the answer has"));
                }
                Ok((head, false))
            }
            Length::Chunked => {
                self.joined.clear();
                let mut chunks = Chunks::default();
                loop {
                    let sent = self.input.get(head.bytes..).unwrap_or_default();
                    if chunks.read(sent, &mut self.joined).map_err(ClientError::Protocol)? {
                        break;
                    }
                    require_more(stream, &mut self.input).await?;
                }
                if self.input.len() > head.bytes + chunks.consumed() {
                    return Err(ClientError::Protocol("more bytes came than the answer has"));
                }
                Ok((head, true))
            }
            Length::ToEnd => {
                while read_more(stream, &mut self.input).await? > 0 {
                    if self.input.len() > BODY_LIMIT {
                        return Err(ClientError::Protocol("the answer's body is too long"));
                    }
                }
                Ok((head, false))
            }
        }
    }
}

async fn read_more(stream: &mut TcpStream, input: &mut Vec<u8>) -> Result<usize, ClientError> {
    input.reserve(READ_STEP);
    stream.read_buf(input).await.map_err(ClientError::Broken)
}

async fn require_more(stream: &mut TcpStream, input: &mut Vec<u8>) -> Result<(), ClientError> {
    match read_more(stream, input).await? {
        0 => Err(ClientError::Broken(std::io::ErrorKind::UnexpectedEof.into())),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    async fn answering(answers: Vec<&'static [u8]>, close_between: bool) -> Arc<[Target]> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let mut connection = None;
            for answer in answers {
                if connection.is_none() || close_between {
                    connection = Some(listener.accept().await.unwrap().0);
                }
                let stream = connection.as_mut().unwrap();
                let mut seen = Vec::new();
                while !seen.ends_with(b"\r\n\r\n") {
                    let mut byte = [0_u8; 1];
                    stream.read_exact(&mut byte).await.unwrap();
                    seen.push(byte[0]);
                }
                stream.write_all(answer).await.unwrap();
            }
        });
        vec![Target::parse(&format!("http://{address}")).unwrap()].into()
    }

    async fn get(client: &mut Client) -> Result<(u16, Vec<u8>), ClientError> {
        client.send(&Request::get("/x", &[])).await.map(|answer| (answer.status, answer.body.to_vec()))
    }

    #[tokio::test]
    async fn answers_of_every_kind_of_length_come_through_one_connection() {
        let targets = answering(
            vec![
                b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi",
                b"HTTP/1.1 404 No\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                b"HTTP/1.1 204 Empty\r\n\r\n",
            ],
            false,
        )
        .await;
        let mut client = Client::new(targets, 0, Duration::from_secs(60));
        assert_eq!(get(&mut client).await.unwrap(), (200, b"hi".to_vec()));
        assert_eq!(get(&mut client).await.unwrap(), (404, b"abc".to_vec()));
        assert_eq!(get(&mut client).await.unwrap(), (204, Vec::new()));
    }

    #[tokio::test]
    async fn a_closed_connection_is_opened_again() {
        let targets = answering(
            vec![
                b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 1\r\n\r\na",
                b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nb",
            ],
            true,
        )
        .await;
        let mut client = Client::new(targets, 0, Duration::from_secs(60));
        assert_eq!(get(&mut client).await.unwrap().1, b"a");
        assert_eq!(get(&mut client).await.unwrap().1, b"b");
    }

    #[tokio::test]
    async fn an_answer_cut_short_is_an_error_and_not_an_answer() {
        let targets = answering(vec![b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhi"], false).await;
        let mut client = Client::new(targets, 0, Duration::from_secs(60));
        assert!(matches!(get(&mut client).await, Err(ClientError::Broken(_))));
    }

    #[tokio::test]
    async fn a_refused_connection_says_that_nothing_was_sent() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let target = Target::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        drop(listener);
        let mut client = Client::new(vec![target].into(), 0, Duration::from_secs(60));
        assert!(matches!(get(&mut client).await, Err(ClientError::Connect(_))));
    }
}
