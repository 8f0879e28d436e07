//! Reading HTTP/1.1 answers from bytes: the head, and bodies by length, by chunks or to the end.
//! It does not know sockets: it is fed a growing buffer and says how much it needs.

/// Longest accepted head, in bytes.
pub(crate) const HEAD_LIMIT: usize = 64 * 1024;
/// Longest accepted body, in bytes.
pub(crate) const BODY_LIMIT: usize = 32 * 1024 * 1024;

/// How an answer's body ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    /// Exactly so many bytes.
    Fixed(usize),
    /// `Transfer-Encoding: chunked`.
    Chunked,
    /// Until the peer closes.
    ToEnd,
}

/// The part of an answer's head that a load generator needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    /// Status code.
    pub(crate) status: u16,
    /// Bytes the head takes, with its empty line.
    pub(crate) bytes: usize,
    /// How the body ends.
    pub(crate) length: Length,
    /// The peer will close the connection after this answer.
    pub(crate) close: bool,
    /// `Retry-After` in seconds.
    pub(crate) retry_after_s: Option<u64>,
}

/// Reads a head from the front of `bytes`: `None` while it is incomplete.
pub(crate) fn parse_head(bytes: &[u8]) -> Result<Option<Head>, &'static str> {
    let Some(end) = find(bytes, b"\r\n\r\n") else {
        return if bytes.len() > HEAD_LIMIT { Err("the answer's head is too long") } else { Ok(None) };
    };
    let text = bytes.get(..end).unwrap_or_default();
    let mut lines = text.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let status = parse_status(lines.next().unwrap_or_default())?;
    let (mut fixed, mut chunked, mut close, mut retry_after_s) = (None, false, false, None);
    for line in lines {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            return Err("a header line has no colon");
        };
        let (name, value) = line.split_at(colon);
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        if name.eq_ignore_ascii_case(b"content-length") {
            fixed = Some(parse_number(value).ok_or("Content-Length is not a number")?);
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
            chunked = value.to_ascii_lowercase().ends_with(b"chunked");
        } else if name.eq_ignore_ascii_case(b"connection") {
            close = value.eq_ignore_ascii_case(b"close");
        } else if name.eq_ignore_ascii_case(b"retry-after") {
            retry_after_s = parse_number(value).and_then(|seconds| u64::try_from(seconds).ok());
        }
    }
    let length = if (100..200).contains(&status) || status == 204 || status == 304 {
        Length::Fixed(0)
    } else if chunked {
        Length::Chunked
    } else {
        fixed.map_or(Length::ToEnd, Length::Fixed)
    };
    if matches!(length, Length::Fixed(bytes) if bytes > BODY_LIMIT) {
        return Err("the answer's body is too long");
    }
    Ok(Some(Head { status, bytes: end + 4, length, close, retry_after_s }))
}

/// Takes chunks apart as they arrive. Trailers are read and dropped.
#[derive(Debug, Default)]
pub(crate) struct Chunks {
    at: usize,
    state: ChunkState,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum ChunkState {
    #[default]
    Size,
    Data(usize),
    DataEnd,
    Trailer,
    Done,
}

impl Chunks {
    /// Reads on in `bytes` (always the same buffer from the body's first byte, grown at its end) and appends data to `body`.
    /// Returns true when the last chunk and its trailers were read.
    pub(crate) fn read(&mut self, bytes: &[u8], body: &mut Vec<u8>) -> Result<bool, &'static str> {
        loop {
            let rest = bytes.get(self.at..).unwrap_or_default();
            match self.state {
                ChunkState::Done => return Ok(true),
                ChunkState::Size => {
                    let Some(end) = find(rest, b"\r\n") else {
                        return if rest.len() > 1024 { Err("a chunk's size line is too long") } else { Ok(false) };
                    };
                    let size =
                        parse_hex(rest.get(..end).unwrap_or_default()).ok_or("a chunk's size is not a number")?;
                    if body.len().saturating_add(size) > BODY_LIMIT {
                        return Err("the answer's body is too long");
                    }
                    self.at += end + 2;
                    self.state = if size == 0 { ChunkState::Trailer } else { ChunkState::Data(size) };
                }
                ChunkState::Data(left) => {
                    let part = rest.get(..left.min(rest.len())).unwrap_or_default();
                    if part.is_empty() {
                        return Ok(false);
                    }
                    body.extend_from_slice(part);
                    self.at += part.len();
                    self.state =
                        if part.len() == left { ChunkState::DataEnd } else { ChunkState::Data(left - part.len()) };
                }
                ChunkState::DataEnd => match rest.get(..2) {
                    None => return Ok(false),
                    Some(b"\r\n") => {
                        self.at += 2;
                        self.state = ChunkState::Size;
                    }
                    Some(_) => return Err("a chunk does not end where it said"),
                },
                ChunkState::Trailer => {
                    let Some(end) = find(rest, b"\r\n") else {
                        return if rest.len() > HEAD_LIMIT { Err("the trailers are too long") } else { Ok(false) };
                    };
                    self.at += end + 2;
                    if end == 0 {
                        self.state = ChunkState::Done;
                    }
                }
            }
        }
    }

    /// Bytes of the buffer that belong to the body as sent.
    pub(crate) fn consumed(&self) -> usize {
        self.at
    }
}

/// The first place of `needle` in `bytes`.
pub(crate) fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut from = 0;
    loop {
        let at = from + bytes.get(from..)?.iter().position(|byte| *byte == first)?;
        if bytes.get(at..)?.starts_with(needle) {
            return Some(at);
        }
        from = at + 1;
    }
}

fn parse_status(line: &[u8]) -> Result<u16, &'static str> {
    if !line.starts_with(b"HTTP/1.") {
        return Err("the answer is not HTTP/1");
    }
    line.get(9..12)
        .and_then(parse_number)
        .and_then(|status| u16::try_from(status).ok())
        .filter(|status| (100..600).contains(status))
        .ok_or("the status line has no status")
}

fn parse_number(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

fn parse_hex(size_line: &[u8]) -> Option<usize> {
    let digits = size_line.split(|byte| *byte == b';').next()?.trim_ascii();
    usize::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &str) -> Head {
        parse_head(text.as_bytes()).unwrap().unwrap()
    }

    #[test]
    fn a_head_tells_status_length_and_whether_the_connection_stays() {
        let read = head("HTTP/1.1 201 Created\r\nContent-Length: 12\r\nX: y\r\n\r\nrest");
        assert_eq!((read.status, read.length, read.close), (201, Length::Fixed(12), false));
        assert_eq!(read.bytes, 50);
        let read =
            head("HTTP/1.1 503 Away\r\nretry-after: 3\r\nconnection: Close\r\ntransfer-encoding: chunked\r\n\r\n");
        assert_eq!((read.length, read.close, read.retry_after_s), (Length::Chunked, true, Some(3)));
        assert_eq!(head("HTTP/1.1 304 Same\r\ncontent-length: 9\r\n\r\n").length, Length::Fixed(0));
        assert_eq!(head("HTTP/1.1 200 OK\r\n\r\n").length, Length::ToEnd);
    }

    #[test]
    fn an_incomplete_head_asks_for_more_and_nonsense_is_refused() {
        assert_eq!(parse_head(b"HTTP/1.1 200 OK\r\ncontent-le").unwrap(), None);
        assert!(parse_head(b"SMTP\r\n\r\n").is_err());
        assert!(parse_head(b"HTTP/1.1 abc\r\n\r\n").is_err());
        assert!(parse_head(b"HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n").is_err());
        assert!(parse_head(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n").is_err());
        assert!(parse_head(&vec![b'a'; HEAD_LIMIT + 1]).is_err());
    }

    #[test]
    fn chunks_are_joined_however_they_are_cut() {
        let sent = b"5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\nnext";
        for step in 1..sent.len() {
            let (mut chunks, mut body, mut done) = (Chunks::default(), Vec::new(), false);
            let mut have = 0;
            while !done {
                have = (have + step).min(sent.len());
                done = chunks.read(&sent[..have], &mut body).unwrap();
            }
            assert_eq!(body, b"hello world");
            assert_eq!(chunks.consumed(), sent.len() - 4);
        }
    }

    #[test]
    fn a_broken_chunk_is_refused() {
        let mut body = Vec::new();
        assert!(Chunks::default().read(b"zz\r\n", &mut body).is_err());
        assert!(Chunks::default().read(b"1\r\nabc", &mut body).is_err());
        assert!(Chunks::default().read(b"ffffffff\r\n", &mut body).is_err());
    }
}
