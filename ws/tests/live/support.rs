//! A server to knock at, and clients that knock.

use std::{
    convert::Infallible,
    net::{SocketAddr, TcpListener},
    sync::{Arc, mpsc},
    thread::JoinHandle,
    time::Duration,
};

use actix_http::{HttpService, Request, Response, StatusCode};
use actix_server::ServerHandle;
use actix_service::fn_service;
use futures_util::{SinkExt as _, StreamExt as _};
use impasto_ws::{
    Credentials, Hub, LiveBackend, LiveBus, LiveConfig, LiveStats, MemoryBackend, PollRequest, Principal, Topic,
    accept, poll,
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpSocket, TcpStream},
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest as _, http::HeaderValue},
};
use uuid::Uuid;

/// A gallery that only has a live layer, and a page that answers `plain`.
pub(crate) struct House {
    pub(crate) address: SocketAddr,
    pub(crate) bus: LiveBus,
    pub(crate) backend: Arc<MemoryBackend>,
    server: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl House {
    pub(crate) fn open() -> House {
        House::with(LiveConfig::default())
    }

    pub(crate) fn with(config: LiveConfig) -> House {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let bus = LiveBus::new(config);
        let backend = Arc::new(MemoryBackend::default());
        let (ready, is_ready) = mpsc::channel();
        let thread = {
            let (bus, backend) = (bus.clone(), Arc::clone(&backend));
            std::thread::spawn(move || {
                actix_rt::System::new().block_on(async move {
                    let server = serve(listener, bus, backend);
                    ready.send(server.handle()).unwrap();
                    server.await.unwrap();
                });
            })
        };
        House { address, bus, backend, server: is_ready.recv().unwrap(), thread: Some(thread) }
    }

    pub(crate) async fn connect(&self) -> Client {
        Client::open(self.address, &[]).await.unwrap()
    }

    pub(crate) async fn connect_with(&self, headers: &[(&'static str, &str)]) -> Result<Client, u16> {
        Client::open(self.address, headers).await
    }

    pub(crate) async fn connect_as(&self, token: &str) -> Client {
        let mut client = self.connect().await;
        client.say(json!({"op": "auth", "token": token})).await;
        assert_eq!(client.next().await["op"], "authed");
        client
    }

    /// Sends bytes as they are and reads until the server hangs up.
    pub(crate) async fn raw(&self, request: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub(crate) fn publish(&self, topic: Topic, key: &str, data: Value) {
        self.backend.publish(&self.bus, topic, "stock", Some(key), data);
    }

    /// Waits until the live layer's counts are as wanted.
    pub(crate) async fn until(&self, what: &str, wanted: impl Fn(&LiveStats) -> bool) -> LiveStats {
        for round in 0.. {
            let stats = self.bus.stats();
            if wanted(&stats) {
                return stats;
            }
            if round % 1000 == 999 {
                eprintln!("still waiting for {what}: {stats:?}");
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        unreachable!("the loop has no end")
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // The handle acts when it is called, not when it is awaited.
        drop(self.server.stop(false));
        if let Some(thread) = self.thread.take() {
            let joined = thread.join();
            assert!(std::thread::panicking() || joined.is_ok(), "the server panicked");
        }
    }
}

fn serve(listener: TcpListener, bus: LiveBus, backend: Arc<MemoryBackend>) -> actix_server::Server {
    let build = actix_server::Server::build().workers(2).disable_signals().shutdown_timeout(1);
    let build = build.listen("http", listener, move || {
        let as_port = Arc::clone(&backend) as Arc<dyn LiveBackend>;
        let hub = Hub::here(&bus, &as_port);
        let at_the_door = hub.clone();
        let backend = Arc::clone(&backend);
        HttpService::build()
            .upgrade(fn_service(move |(request, framed)| accept(request, framed, at_the_door.clone())))
            .finish(fn_service(move |request: Request| page(request, hub.clone(), Arc::clone(&backend))))
            .tcp()
    });
    build.unwrap().run()
}

/// `/live` as the program's handler would serve it (the header `token` says who asks); everything else is `plain`.
async fn page(request: Request, hub: Hub, backend: Arc<MemoryBackend>) -> Result<Response<String>, Infallible> {
    if request.path() != "/live" {
        return Ok(Response::ok().set_body("plain".to_owned()));
    }
    let query = request.uri().query().unwrap_or_default();
    let value = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let principal = match request.head().headers().get("token").and_then(|token| token.to_str().ok()) {
        Some(token) => backend.authenticate(Credentials::Token(token)).await.ok(),
        None => None,
    };
    let wait = Duration::from_millis(value("wait_ms").map_or(0, |wait| wait.parse().unwrap()));
    let answer = match PollRequest::parse(value("topics").unwrap_or_default(), value("since")) {
        Ok(asked) => poll(&hub, principal, asked, wait).await,
        Err(refusal) => Err(refusal),
    };
    Ok(match answer {
        Ok(frames) => Response::ok().set_body(serde_json::to_string(&frames).unwrap()),
        Err(refusal) => {
            let status = StatusCode::from_u16(refusal.problem.status()).unwrap();
            Response::new(status).set_body(refusal.to_string())
        }
    })
}

/// A client that has read its greeting.
pub(crate) struct Client {
    pub(crate) socket: WebSocketStream<TcpStream>,
    pub(crate) hello: Value,
}

impl Client {
    async fn open(address: SocketAddr, headers: &[(&'static str, &str)]) -> Result<Client, u16> {
        let socket = TcpSocket::new_v4().unwrap();
        // A small window, so that a client that does not read is soon felt.
        socket.set_recv_buffer_size(16 * 1024).unwrap();
        let stream = socket.connect(address).await.unwrap();
        let mut request = format!("ws://{address}/ws").into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().append(*name, HeaderValue::from_str(value).unwrap());
        }
        match client_async(request, stream).await {
            Ok((socket, _)) => {
                let mut client = Client { socket, hello: Value::Null };
                client.hello = client.next().await;
                assert_eq!(client.hello["op"], "hello");
                Ok(client)
            }
            Err(tokio_tungstenite::tungstenite::Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("no socket and no answer: {error}"),
        }
    }

    pub(crate) async fn say(&mut self, message: Value) {
        self.socket.send(Message::text(message.to_string())).await.unwrap();
    }

    /// The next text.
    pub(crate) async fn next(&mut self) -> Value {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).unwrap(),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => panic!("a text was expected, not {other:?}"),
            }
        }
    }

    /// Reads on until the server closes; the texts on the way and the code.
    pub(crate) async fn until_closed(&mut self) -> (Vec<Value>, Option<u16>) {
        let mut texts = Vec::new();
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => texts.push(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(close))) => return (texts, close.map(|close| close.code.into())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return (texts, None),
            }
        }
    }

    /// Subscribes and answers the `subscribed` frame's entry for the topic.
    pub(crate) async fn subscribe(&mut self, topic: Topic, since: Option<&Value>) -> Value {
        let topic = topic.to_string();
        let mut ask = json!({"op": "subscribe", "id": 1, "topics": [topic]});
        if let Some(since) = since {
            ask["since"] = json!({ topic.clone(): since });
        }
        self.say(ask).await;
        let answer = self.next().await;
        assert_eq!(answer["op"], "subscribed", "{answer}");
        answer["topics"][topic].clone()
    }

    /// Asks something that is answered after all that was asked before.
    pub(crate) async fn pong(&mut self) -> Vec<Value> {
        self.say(json!({"op": "ping", "id": "sync"})).await;
        let mut before = Vec::new();
        loop {
            let frame = self.next().await;
            if frame["op"] == "pong" {
                return before;
            }
            before.push(frame);
        }
    }
}

pub(crate) fn artwork(id: u128) -> Topic {
    Topic::Artwork(Uuid::from_u128(id))
}

pub(crate) fn user(id: u128, role: &'static str) -> Principal {
    let id = Uuid::from_u128(id);
    Principal {
        owners: vec![id],
        user: Some(id),
        session: Some(Uuid::from_u128(id.as_u128() + 1000)),
        role: role.into(),
        permissions: Vec::new(),
        expires_at: None,
    }
}

pub(crate) fn is_event(frame: &Value) -> bool {
    frame.get("op").is_none()
}
