//! An endpoint of others: takes what is posted, keeps it, and answers as it was told to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A running endpoint.
pub(crate) struct Hook {
    /// Where it is.
    pub(crate) url: String,
    heard: Arc<Mutex<Vec<Heard>>>,
    answers: Arc<Mutex<VecDeque<u16>>>,
    task: JoinHandle<()>,
}

/// One message.
#[derive(Debug, Clone)]
pub(crate) struct Heard {
    head: String,
    /// The body as it came.
    pub(crate) raw: String,
    /// The body as it is meant.
    pub(crate) body: Value,
    /// What it was answered.
    pub(crate) answered: u16,
}

impl Hook {
    /// An endpoint that answers these statuses in their order, and 200 from then on.
    pub(crate) async fn start(answers: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        let heard: Arc<Mutex<Vec<Heard>>> = Arc::default();
        let answers = Arc::new(Mutex::new(answers.iter().copied().collect::<VecDeque<u16>>()));
        let task = tokio::spawn(accept(listener, Arc::clone(&heard), Arc::clone(&answers)));
        Self { url, heard, answers, task }
    }

    /// Everything it heard, in the order in which it came.
    pub(crate) fn heard(&self) -> Vec<Heard> {
        self.heard.lock().expect("no panic").clone()
    }

    /// Answers these from now on, then 200.
    pub(crate) fn answer(&self, answers: &[u16]) {
        *self.answers.lock().expect("no panic") = answers.iter().copied().collect();
    }

    /// Waits for the messages of a type until there are so many.
    pub(crate) async fn wait_for(&self, kind: &str, count: usize) -> Vec<Heard> {
        loop {
            let heard: Vec<Heard> = self.heard().into_iter().filter(|heard| heard.body["type"] == kind).collect();
            if heard.len() >= count {
                return heard;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }
}

impl Drop for Hook {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Heard {
    /// A header; empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> String {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        let mut found = lines.filter(|(known, _)| known.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    }

    /// The first line of the request.
    pub(crate) fn line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    /// Whether one of its signatures is made with a secret, as the documentation says how.
    pub(crate) fn is_signed_with(&self, secret: &str) -> bool {
        let header = self.header("impasto-signature");
        let part = |name: &str| {
            header
                .split(',')
                .filter_map(|part| part.split_once('='))
                .filter(|(known, _)| *known == name)
                .map(|(_, value)| value.to_owned())
                .collect::<Vec<_>>()
        };
        let at = part("t").first().cloned().unwrap_or_default();
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).expect("any key");
        mac.update(format!("{at}.{}", self.raw).as_bytes());
        let own: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        part("v1").contains(&own)
    }

    /// How many signatures it has.
    pub(crate) fn signatures(&self) -> usize {
        self.header("impasto-signature").matches("v1=").count()
    }
}

async fn accept(listener: TcpListener, heard: Arc<Mutex<Vec<Heard>>>, answers: Arc<Mutex<VecDeque<u16>>>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(take(stream, Arc::clone(&heard), Arc::clone(&answers)));
    }
}

/// Takes the one request of a connection.
async fn take(stream: TcpStream, heard: Arc<Mutex<Vec<Heard>>>, answers: Arc<Mutex<VecDeque<u16>>>) {
    let mut stream = BufReader::new(stream);
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
    let raw = String::from_utf8(body).expect("text");
    let body = serde_json::from_str(&raw).expect("JSON");
    let answered = answers.lock().expect("no panic").pop_front().unwrap_or(200);
    heard.lock().expect("no panic").push(Heard { head, raw, body, answered });
    let answer = format!("HTTP/1.1 {answered} Said\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    // Whoever does not wait for the answer has been heard all the same.
    let _ = stream.write_all(answer.as_bytes()).await;
}
