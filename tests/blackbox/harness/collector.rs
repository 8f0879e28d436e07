//! A collector of OpenTelemetry as small as can be: takes spans by OTLP over HTTP and keeps them, bytes and all.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A running collector.
pub(crate) struct Collector {
    /// Where it is, as programs are told.
    pub(crate) url: String,
    taken: Arc<Mutex<Vec<Taken>>>,
    task: JoinHandle<()>,
}

/// One request.
#[derive(Debug, Clone)]
struct Taken {
    head: String,
    body: Vec<u8>,
}

impl Collector {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let taken: Arc<Mutex<Vec<Taken>>> = Arc::default();
        let task = tokio::spawn(accept(listener, Arc::clone(&taken)));
        Self { url, taken, task }
    }

    /// Everything it was ever sent, as it came.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.taken.lock().expect("no panic").iter().flat_map(|taken| taken.body.clone()).collect()
    }

    /// The heads of the requests it was sent.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.taken.lock().expect("no panic").iter().map(|taken| taken.head.clone()).collect()
    }

    /// The spans it has, and who sent them.
    pub(crate) fn spans(&self) -> Vec<Span> {
        self.requests().into_iter().flat_map(spans_of).collect()
    }

    /// What the senders say of themselves.
    pub(crate) fn resources(&self) -> Vec<KeyValue> {
        let resources = self.requests().into_iter().flat_map(|request| request.resource_spans);
        resources.filter_map(|spans| spans.resource).flat_map(|resource| resource.attributes).collect()
    }

    /// Waits until the spans are such that something can be made of them.
    pub(crate) async fn wait_for<T>(&self, made: impl Fn(&[Span]) -> Option<T>) -> T {
        loop {
            if let Some(made) = made(&self.spans()) {
                return made;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn requests(&self) -> Vec<ExportTraceServiceRequest> {
        let taken = self.taken.lock().expect("no panic").clone();
        taken.iter().map(|taken| Message::decode(&taken.body[..]).expect("spans")).collect()
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What a span says under a name.
pub(crate) fn attribute(attributes: &[KeyValue], name: &str) -> Option<String> {
    let found = attributes.iter().find(|attribute| attribute.key == name)?;
    match found.value.as_ref() {
        Some(AnyValue { value: Some(Value::StringValue(text)) }) => Some(text.clone()),
        Some(AnyValue { value: Some(Value::IntValue(number)) }) => Some(number.to_string()),
        _ => None,
    }
}

fn spans_of(request: ExportTraceServiceRequest) -> impl Iterator<Item = Span> {
    let scopes = request.resource_spans.into_iter().flat_map(|spans| spans.scope_spans);
    scopes.flat_map(|scope| scope.spans)
}

async fn accept(listener: TcpListener, taken: Arc<Mutex<Vec<Taken>>>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(answer(stream, Arc::clone(&taken)));
    }
}

/// Takes requests of one connection until it ends.
async fn answer(stream: TcpStream, taken: Arc<Mutex<Vec<Taken>>>) {
    let mut stream = BufReader::new(stream);
    loop {
        let (mut head, mut length) = (String::new(), 0);
        loop {
            let from = head.len();
            if stream.read_line(&mut head).await.unwrap_or(0) == 0 {
                return;
            }
            let line = head[from..].trim().to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        if stream.read_exact(&mut body).await.is_err() {
            return;
        }
        taken.lock().expect("no panic").push(Taken { head, body });
        let answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\ncontent-length: 0\r\n\r\n";
        if stream.write_all(answer).await.is_err() {
            return;
        }
    }
}
