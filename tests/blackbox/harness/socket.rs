//! A client of the live socket.

use std::collections::VecDeque;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::Program;

/// How long a frame that must come is waited for: as long as an HTTP answer, so that a frame that never comes is a
/// failure with a name and not a suite that hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// An open socket, greeted.
pub(crate) struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Frames that came before the one that was asked for.
    kept: VecDeque<Value>,
    /// The greeting.
    pub(crate) hello: Value,
}

/// A handshake that was answered with HTTP.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) status: u16,
    pub(crate) retry_after_s: Option<u32>,
    pub(crate) body: Value,
}

impl Socket {
    /// Opens a socket without any header of its own.
    pub(crate) async fn open(program: &Program) -> Self {
        Self::open_with(program, &[]).await.expect("a socket")
    }

    /// Opens a socket and signs in with a token.
    pub(crate) async fn open_as(program: &Program, token: &str) -> Self {
        let mut socket = Self::open(program).await;
        socket.authenticate(token).await;
        socket
    }

    /// Opens a socket with headers.
    pub(crate) async fn open_with(program: &Program, headers: &[(&str, &str)]) -> Result<Self, Refused> {
        let mut request =
            format!("{}/ws", program.url.replacen("http", "ws", 1)).into_client_request().expect("a request");
        for (name, value) in headers {
            let name: HeaderName = name.parse().expect("a header");
            request.headers_mut().insert(name, HeaderValue::from_str(value).expect("a value"));
        }
        let stream = match connect_async(request).await {
            Ok((stream, _)) => stream,
            Err(Error::Http(answer)) => {
                let body = answer.body().as_deref().unwrap_or_default();
                let body = serde_json::from_slice(body).unwrap_or(Value::Null);
                let retry_after = answer.headers().get("retry-after").and_then(|value| value.to_str().ok());
                let retry_after_s = retry_after.and_then(|text| text.parse().ok());
                return Err(Refused { status: answer.status().as_u16(), retry_after_s, body });
            }
            Err(error) => panic!("no handshake: {error}"),
        };
        let mut socket = Self { stream, kept: VecDeque::new(), hello: Value::Null };
        socket.hello = socket.next().await;
        assert_eq!(socket.hello["op"], "hello");
        Ok(socket)
    }

    /// Signs in; answers the `authed` frame.
    pub(crate) async fn authenticate(&mut self, token: &str) -> Value {
        self.send(&json!({"op": "auth", "token": token})).await;
        self.wait_for(|frame| frame["op"] == "authed").await
    }

    /// Subscribes and answers the `subscribed` frame, which must have every topic.
    pub(crate) async fn subscribe(&mut self, topics: &[&str]) -> Value {
        self.subscribe_since(topics, json!({})).await
    }

    /// Subscribes from positions on and answers the `subscribed` frame, which must have every topic.
    pub(crate) async fn subscribe_since(&mut self, topics: &[&str], since: Value) -> Value {
        self.send(&json!({"op": "subscribe", "id": 7, "topics": topics, "since": since})).await;
        let frame = self.wait_for(|frame| matches!(frame["op"].as_str(), Some("subscribed" | "error"))).await;
        assert_eq!((&frame["op"], &frame["id"]), (&json!("subscribed"), &json!(7)), "{frame}");
        let granted = frame["topics"].as_object().expect("topics");
        assert!(topics.iter().all(|topic| granted.contains_key(*topic)) && granted.len() == topics.len(), "{frame}");
        frame
    }

    /// Subscribes to one topic that is refused; answers the problem's type.
    pub(crate) async fn refused(&mut self, topic: &str) -> String {
        self.send(&json!({"op": "subscribe", "id": topic, "topics": [topic]})).await;
        let frame = self.wait_for(|frame| frame["id"] == topic).await;
        assert_eq!((&frame["op"], &frame["topic"]), (&json!("error"), &json!(topic)), "{frame}");
        super::text(&frame["type"])
    }

    /// Waits for an event of a topic, of a type, that fits; answers its data.
    pub(crate) async fn event(&mut self, topic: &str, kind: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let wanted = |frame: &Value| frame["topic"] == topic && frame["type"] == kind && fits(&frame["data"]);
        self.wait_for(wanted).await["data"].clone()
    }

    /// Waits for a frame; those before it stay to be waited for.
    pub(crate) async fn wait_for(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(place) = self.kept.iter().position(&wanted) {
            return self.kept.remove(place).expect("it was found there");
        }
        loop {
            let frame = self.next().await;
            if wanted(&frame) {
                return frame;
            }
            self.kept.push_back(frame);
        }
    }

    /// Everything up to a frame, in order, with it.
    pub(crate) async fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
        let mut frames = Vec::new();
        loop {
            let frame = match self.kept.pop_front() {
                Some(frame) => frame,
                None => self.next().await,
            };
            let is_last = wanted(&frame);
            frames.push(frame);
            if is_last {
                return frames;
            }
        }
    }

    /// Everything that has come until now: a ping is answered behind it.
    pub(crate) async fn drain(&mut self) -> Vec<Value> {
        self.send(&json!({"op": "ping", "id": "drain"})).await;
        self.wait_for(|frame| frame["op"] == "pong" && frame["id"] == "drain").await;
        self.kept.drain(..).collect()
    }

    pub(crate) async fn send(&mut self, frame: &Value) {
        self.send_text(&frame.to_string()).await;
    }

    pub(crate) async fn send_text(&mut self, text: &str) {
        self.send_message(Message::text(text)).await;
    }

    pub(crate) async fn send_message(&mut self, message: Message) {
        // A socket that is being closed from the other side may break here; what it was closed with is read later.
        let _ = self.stream.send(message).await;
    }

    /// Reads on until the socket is closed; answers the code.
    pub(crate) async fn closed(&mut self) -> u16 {
        loop {
            match self.read().await {
                Some(Ok(Message::Close(frame))) => return frame.expect("a close code").code.into(),
                Some(Ok(_)) => {}
                other => panic!("closed without a code: {other:?}"),
            }
        }
    }

    /// Stays connected, answering pings, whatever the test waits for meanwhile.
    pub(crate) fn stay(mut self) -> tokio::task::JoinHandle<()> {
        tokio::spawn(async move { while self.stream.next().await.is_some_and(|message| message.is_ok()) {} })
    }

    /// Leaves, as a browser that closes its page.
    pub(crate) async fn leave(mut self) {
        self.stream.close(None).await.expect("a close");
        while self.read().await.is_some_and(|message| message.is_ok()) {}
    }

    async fn next(&mut self) -> Value {
        loop {
            match self.read().await {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).expect("JSON"),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => panic!("no frame: {other:?}; had {:?}", self.kept),
            }
        }
    }

    async fn read(&mut self) -> Option<Result<Message, Error>> {
        let read = tokio::time::timeout(PATIENCE, self.stream.next()).await;
        read.unwrap_or_else(|_| panic!("nothing came; had {:?}", self.kept))
    }
}
