//! A raw WebSocket client (RFC 6455) for many sockets in few threads: text frames in and out, pings answered.
//! It does not know the protocol inside the frames.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::http::Target;

const LONGEST_MESSAGE: usize = 4 * 1024 * 1024;
const LONGEST_HEAD: usize = 16 * 1024;
const READ_STEP: usize = 4 * 1024;
// The example of RFC 6455, section 1.3: a key and the answer it must get. The key need not be secret, only answered rightly.
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// What a socket brings.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Message<'a> {
    /// A text message, whole.
    Text(&'a [u8]),
    /// The server closed with this code (1005: without one).
    Closed(u16),
}

/// Why a socket is not usable.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SocketError {
    /// The operating system's error, or the peer went away without a word.
    #[error("connection broken: {0}")]
    Broken(#[from] std::io::Error),
    /// The handshake was answered with another status than 101.
    #[error("the handshake was refused with {0}")]
    Refused(String),
    /// The bytes are not what RFC 6455 allows.
    #[error("not a WebSocket frame: {0}")]
    Protocol(&'static str),
    /// The handshake took too long.
    #[error("no answer in time")]
    Timeout,
}

/// An open socket.
pub(crate) struct Socket {
    stream: TcpStream,
    input: Vec<u8>,
    consumed: usize,
    joined: Vec<u8>,
    out: Vec<u8>,
}

enum Parsed {
    NeedMore,
    /// Final flag, opcode, where the payload lies, where the next frame begins.
    Frame {
        last: bool,
        opcode: u8,
        from: usize,
        to: usize,
    },
}

impl Socket {
    /// Connects and shakes hands at `/ws` without an Origin: not a browser.
    pub(crate) async fn open(target: &Target, timeout: Duration) -> Result<Self, SocketError> {
        match tokio::time::timeout(timeout, Self::shake_hands(target)).await {
            Ok(opened) => opened,
            Err(_elapsed) => Err(SocketError::Timeout),
        }
    }

    async fn shake_hands(target: &Target) -> Result<Self, SocketError> {
        let mut stream = TcpStream::connect(target.address).await?;
        stream.set_nodelay(true)?;
        let request = format!(
            "GET /ws HTTP/1.1\r\nhost: {}\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: {KEY}\r\n\r\n",
            target.authority
        );
        stream.write_all(request.as_bytes()).await?;
        let mut input = Vec::with_capacity(READ_STEP);
        let end = loop {
            if let Some(end) = input.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break end + 4;
            }
            if input.len() > LONGEST_HEAD {
                return Err(SocketError::Protocol("the handshake's answer is too long"));
            }
            read_more(&mut stream, &mut input).await?;
        };
        let head = String::from_utf8_lossy(input.get(..end).unwrap_or_default()).into_owned();
        if !head.starts_with("HTTP/1.1 101") {
            return Err(SocketError::Refused(head.lines().next().unwrap_or_default().to_owned()));
        }
        if !head.lines().any(|line| {
            line.split_once(':').is_some_and(|(name, value)| {
                name.eq_ignore_ascii_case("sec-websocket-accept") && value.trim() == ACCEPT
            })
        }) {
            return Err(SocketError::Protocol("Sec-WebSocket-Accept is wrong"));
        }
        Ok(Self { stream, input, consumed: end, joined: Vec::new(), out: Vec::new() })
    }

    /// Sends one text message.
    pub(crate) async fn send(&mut self, text: &str) -> Result<(), SocketError> {
        self.write_frame(0x1, text.as_bytes()).await
    }

    /// Waits for the next text message; pings are answered on the way. Cancelling it loses nothing.
    pub(crate) async fn next(&mut self) -> Result<Message<'_>, SocketError> {
        loop {
            match parse(self.input.get(self.consumed..).unwrap_or_default())? {
                Parsed::NeedMore => {
                    self.input.drain(..self.consumed);
                    self.consumed = 0;
                    read_more(&mut self.stream, &mut self.input).await?;
                }
                Parsed::Frame { last, opcode, from, to } => {
                    let (from, to) = (self.consumed + from, self.consumed + to);
                    self.consumed = to;
                    let payload = self.input.get(from..to).unwrap_or_default();
                    match opcode {
                        0x1 if last => return Ok(Message::Text(self.input.get(from..to).unwrap_or_default())),
                        0x0 | 0x1 => {
                            if opcode == 0x1 {
                                self.joined.clear();
                            }
                            if self.joined.len() + payload.len() > LONGEST_MESSAGE {
                                return Err(SocketError::Protocol("the message is too long"));
                            }
                            self.joined.extend_from_slice(payload);
                            if last {
                                return Ok(Message::Text(&self.joined));
                            }
                        }
                        0x8 => {
                            let code = payload.first_chunk::<2>().map_or(1005, |code| u16::from_be_bytes(*code));
                            return Ok(Message::Closed(code));
                        }
                        0x9 => {
                            let payload = payload.to_vec();
                            self.write_frame(0xA, &payload).await?;
                        }
                        0xA => {}
                        _ => return Err(SocketError::Protocol("a binary or unknown frame")),
                    }
                }
            }
        }
    }

    async fn write_frame(&mut self, opcode: u8, payload: &[u8]) -> Result<(), SocketError> {
        let mask: [u8; 4] = rand::random();
        let out = &mut self.out;
        out.clear();
        out.push(0x80 | opcode);
        match payload.len() {
            length @ 0..126 => out.push(0x80 | length as u8),
            length @ 126..65_536 => {
                out.push(0xFE);
                out.extend_from_slice(&(length as u16).to_be_bytes());
            }
            length => {
                out.push(0xFF);
                out.extend_from_slice(&(length as u64).to_be_bytes());
            }
        }
        out.extend_from_slice(&mask);
        out.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
        self.stream.write_all(&self.out).await?;
        Ok(())
    }
}

async fn read_more(stream: &mut TcpStream, input: &mut Vec<u8>) -> Result<(), SocketError> {
    if input.len() > LONGEST_MESSAGE {
        return Err(SocketError::Protocol("the message is too long"));
    }
    input.reserve(READ_STEP);
    match stream.read_buf(input).await? {
        0 => Err(SocketError::Broken(std::io::ErrorKind::UnexpectedEof.into())),
        _ => Ok(()),
    }
}

fn parse(bytes: &[u8]) -> Result<Parsed, SocketError> {
    let [first, second, rest @ ..] = bytes else { return Ok(Parsed::NeedMore) };
    if first & 0x70 != 0 {
        return Err(SocketError::Protocol("reserved bits are set"));
    }
    if second & 0x80 != 0 {
        return Err(SocketError::Protocol("a server's frame is masked"));
    }
    let (from, length) = match second & 0x7F {
        126 => match rest.first_chunk::<2>() {
            Some(length) => (4, usize::from(u16::from_be_bytes(*length))),
            None => return Ok(Parsed::NeedMore),
        },
        127 => match rest.first_chunk::<8>() {
            Some(length) => (10, usize::try_from(u64::from_be_bytes(*length)).unwrap_or(usize::MAX)),
            None => return Ok(Parsed::NeedMore),
        },
        short => (2, usize::from(short)),
    };
    if length > LONGEST_MESSAGE {
        return Err(SocketError::Protocol("the frame is too long"));
    }
    if bytes.len() < from + length {
        return Ok(Parsed::NeedMore);
    }
    Ok(Parsed::Frame { last: first & 0x80 != 0, opcode: first & 0x0F, from, to: from + length })
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::{SinkExt, StreamExt};
    use tokio::net::TcpListener;
    use tokio_tungstenite::tungstenite;

    const LIMIT: Duration = Duration::from_secs(60);

    async fn listen() -> (TcpListener, Target) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let target = Target::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        (listener, target)
    }

    #[tokio::test]
    async fn it_speaks_with_an_independent_implementation() {
        let (listener, target) = listen().await;
        let server = tokio::spawn(async move {
            let stream = listener.accept().await.unwrap().0;
            let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
            let heard = socket.next().await.unwrap().unwrap();
            assert_eq!(heard.into_text().unwrap().as_str(), "x".repeat(70_000));
            socket.send(tungstenite::Message::text("short")).await.unwrap();
            socket.send(tungstenite::Message::Ping(b"are you there".to_vec().into())).await.unwrap();
            socket.send(tungstenite::Message::text("y".repeat(300))).await.unwrap();
            socket.send(tungstenite::Message::text("z".repeat(100_000))).await.unwrap();
            let pong = socket.next().await.unwrap().unwrap();
            assert_eq!(pong, tungstenite::Message::Pong(b"are you there".to_vec().into()));
            let code = tungstenite::protocol::frame::coding::CloseCode::from(4008);
            socket.close(Some(tungstenite::protocol::CloseFrame { code, reason: "".into() })).await.unwrap();
        });
        let mut socket = Socket::open(&target, LIMIT).await.unwrap();
        socket.send(&"x".repeat(70_000)).await.unwrap();
        assert_eq!(socket.next().await.unwrap(), Message::Text(b"short"));
        assert_eq!(socket.next().await.unwrap(), Message::Text("y".repeat(300).as_bytes()));
        assert_eq!(socket.next().await.unwrap(), Message::Text("z".repeat(100_000).as_bytes()));
        assert_eq!(socket.next().await.unwrap(), Message::Closed(4008));
        server.await.unwrap();
    }

    #[tokio::test]
    async fn a_fragmented_message_is_joined() {
        let (listener, target) = listen().await;
        tokio::spawn(async move {
            let mut stream = listener.accept().await.unwrap().0;
            let mut byte = [0_u8; 1];
            let mut seen = Vec::new();
            while !seen.ends_with(b"\r\n\r\n") {
                stream.read_exact(&mut byte).await.unwrap();
                seen.push(byte[0]);
            }
            let answer = format!("HTTP/1.1 101 Switching\r\nSec-WebSocket-Accept: {ACCEPT}\r\n\r\n");
            stream.write_all(answer.as_bytes()).await.unwrap();
            stream.write_all(b"\x01\x02ab\x89\x00\x80\x01c").await.unwrap();
            std::future::pending::<()>().await;
        });
        let mut socket = Socket::open(&target, LIMIT).await.unwrap();
        assert_eq!(socket.next().await.unwrap(), Message::Text(b"abc"));
    }

    #[tokio::test]
    async fn a_refused_handshake_says_the_status() {
        let (listener, target) = listen().await;
        tokio::spawn(async move {
            let mut stream = listener.accept().await.unwrap().0;
            stream.write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n").await.unwrap();
            std::future::pending::<()>().await;
        });
        let refused = Socket::open(&target, LIMIT).await.err().unwrap().to_string();
        assert!(refused.contains("403"), "{refused}");
    }

    #[test]
    fn masked_reserved_and_endless_frames_are_refused() {
        assert!(parse(&[0x81, 0x81, 0, 0, 0, 0, 0]).is_err());
        assert!(parse(&[0xC1, 0x00]).is_err());
        assert!(parse(&[0x81, 0x7F, 0xFF, 0, 0, 0, 0, 0, 0, 0]).is_err());
        assert!(matches!(parse(&[0x81, 0x7E, 0]), Ok(Parsed::NeedMore)));
    }
}
