//! WebSocket frames by RFC 6455, server side: frames out are unmasked, frames in must be masked.
//! Knows nothing of what a text means.

use bytes::{BufMut, Bytes, BytesMut};

/// Longest payload of a control frame (RFC 6455 §5.5), in bytes.
const CONTROL_MAX: usize = 125;

/// Close codes that this server sends.
pub mod close_code {
    /// The conversation ended as it should.
    pub const NORMAL: u16 = 1000;
    /// The peer broke the framing rules.
    pub const PROTOCOL: u16 = 1002;
    /// The peer sent binary data.
    pub const UNSUPPORTED: u16 = 1003;
    /// A text was not UTF-8.
    pub const NOT_UTF8: u16 = 1007;
    /// A frame or message over the limit.
    pub const TOO_BIG: u16 = 1009;
    /// This node is going down: connect again.
    pub const RESTART: u16 = 1012;
    /// Two pings in a row went unanswered.
    pub const NO_PONG: u16 = 4000;
    /// The client reads too slowly.
    pub const TOO_SLOW: u16 = 4008;
    /// The client sends too many frames.
    pub const TOO_MANY_FRAMES: u16 = 4029;
}

/// What a frame carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opcode {
    Continuation,
    Text,
    Binary,
    Close,
    Ping,
    Pong,
}

impl Opcode {
    pub(crate) fn is_control(self) -> bool {
        matches!(self, Opcode::Close | Opcode::Ping | Opcode::Pong)
    }
}

/// The head of one frame from a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) last: bool,
    pub(crate) opcode: Opcode,
    pub(crate) mask: [u8; 4],
    /// Bytes of the head itself.
    pub(crate) head_len: usize,
    /// Bytes of the payload after it.
    pub(crate) payload_len: usize,
}

/// A rule that the peer broke, and the close code that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Violation {
    pub(crate) code: u16,
    pub(crate) reason: &'static str,
}

fn protocol(reason: &'static str) -> Violation {
    Violation { code: close_code::PROTOCOL, reason }
}

/// One text frame.
pub(crate) fn text(payload: &str) -> Bytes {
    frame(0x1, payload.as_bytes())
}

/// An empty ping.
pub(crate) fn ping() -> Bytes {
    Bytes::from_static(&[0x89, 0x00])
}

/// A pong with the ping's payload.
pub(crate) fn pong(payload: &[u8]) -> Bytes {
    frame(0xa, payload)
}

/// A close frame. The reason is cut to what fits.
pub(crate) fn close(code: u16, reason: &str) -> Bytes {
    let mut end = reason.len().min(CONTROL_MAX - 2);
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    let mut payload = Vec::with_capacity(2 + end);
    payload.extend_from_slice(&code.to_be_bytes());
    payload.extend_from_slice(reason.as_bytes().get(..end).unwrap_or_default());
    frame(0x8, &payload)
}

/// A close frame without a code: the answer to one without a code.
pub(crate) fn close_without_code() -> Bytes {
    frame(0x8, &[])
}

fn frame(opcode: u8, payload: &[u8]) -> Bytes {
    let mut out = BytesMut::with_capacity(payload.len() + 10);
    out.put_u8(0x80 | opcode);
    match payload.len() {
        len if len <= 125 => out.put_u8(len as u8),
        len if len <= usize::from(u16::MAX) => {
            out.put_u8(126);
            out.put_u16(len as u16);
        }
        len => {
            out.put_u8(127);
            out.put_u64(len as u64);
        }
    }
    out.extend_from_slice(payload);
    out.freeze()
}

/// Total length of the server frame that starts `bytes`; `None` when even its head is cut off.
pub(crate) fn server_frame_len(bytes: &[u8]) -> Option<usize> {
    match *bytes.get(1)? {
        126 => Some(4 + usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?))),
        127 => usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).ok()?.checked_add(10),
        len => Some(2 + usize::from(len)),
    }
}

/// Payload of the server frame that starts `bytes`, with what follows it.
pub(crate) fn split_server_frame(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let head = match *bytes.get(1)? {
        126 => 4,
        127 => 10,
        _ => 2,
    };
    let total = server_frame_len(bytes)?;
    Some((bytes.get(head..total)?, bytes.get(total..)?))
}

/// Reads the head of a client's frame; `None` when more bytes are needed.
/// A payload over `payload_max` bytes is refused before it is read.
pub(crate) fn parse_head(bytes: &[u8], payload_max: usize) -> Result<Option<Head>, Violation> {
    let [first, second, rest @ ..] = bytes else {
        return Ok(None);
    };
    let last = first & 0x80 != 0;
    if first & 0x70 != 0 {
        return Err(protocol("reserved bits are set"));
    }
    let opcode = match first & 0x0f {
        0x0 => Opcode::Continuation,
        0x1 => Opcode::Text,
        0x2 => Opcode::Binary,
        0x8 => Opcode::Close,
        0x9 => Opcode::Ping,
        0xa => Opcode::Pong,
        _ => return Err(protocol("unknown opcode")),
    };
    if second & 0x80 == 0 {
        return Err(protocol("a client's frames are masked"));
    }
    let short = usize::from(second & 0x7f);
    if opcode.is_control() && (!last || short > CONTROL_MAX) {
        return Err(protocol("control frames are short and whole"));
    }
    let (payload_len, length_len) = match short {
        126 => match rest.first_chunk::<2>() {
            None => return Ok(None),
            Some(len) => (u64::from(u16::from_be_bytes(*len)), 2),
        },
        127 => match rest.first_chunk::<8>() {
            None => return Ok(None),
            Some(len) => (u64::from_be_bytes(*len), 8),
        },
        short => (short as u64, 0),
    };
    let shortest = match payload_len {
        0..=125 => 0,
        126..=0xffff => 2,
        _ => 8,
    };
    if length_len != shortest || payload_len >> 63 != 0 {
        return Err(protocol("the length is not in its shortest form"));
    }
    let payload_len = match usize::try_from(payload_len) {
        Ok(len) if len <= payload_max => len,
        _ => return Err(Violation { code: close_code::TOO_BIG, reason: "frame too big" }),
    };
    let Some(mask) = rest.get(length_len..).and_then(|rest| rest.first_chunk::<4>()) else {
        return Ok(None);
    };
    Ok(Some(Head { last, opcode, mask: *mask, head_len: 2 + length_len + 4, payload_len }))
}

/// Takes the mask off a payload, in place.
pub(crate) fn unmask(payload: &mut [u8], mask: [u8; 4]) {
    let mut blocks = payload.chunks_exact_mut(4);
    for block in &mut blocks {
        for (byte, key) in block.iter_mut().zip(mask) {
            *byte ^= key;
        }
    }
    for (byte, key) in blocks.into_remainder().iter_mut().zip(mask) {
        *byte ^= key;
    }
}

/// What a close frame's payload says: its code, none for an empty one.
pub(crate) fn parse_close(payload: &[u8]) -> Result<Option<u16>, Violation> {
    let Some((code, reason)) = payload.split_first_chunk::<2>() else {
        return if payload.is_empty() { Ok(None) } else { Err(protocol("a close code has two bytes")) };
    };
    let code = u16::from_be_bytes(*code);
    // RFC 6455 §7.4 and the registry: 1004, 1005, 1006 and 1015 never travel; 3000-4999 are free.
    if !matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999) {
        return Err(protocol("no such close code"));
    }
    if std::str::from_utf8(reason).is_err() {
        return Err(Violation { code: close_code::NOT_UTF8, reason: "the reason is not UTF-8" });
    }
    Ok(Some(code))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn client_frame(first: u8, payload: &[u8]) -> Vec<u8> {
        let mask = [0x11, 0x22, 0x33, 0x44];
        let mut bytes = vec![first];
        match payload.len() {
            len if len <= 125 => bytes.push(0x80 | len as u8),
            len if len <= 0xffff => {
                bytes.push(0x80 | 126);
                bytes.extend_from_slice(&(len as u16).to_be_bytes());
            }
            len => {
                bytes.push(0x80 | 127);
                bytes.extend_from_slice(&(len as u64).to_be_bytes());
            }
        }
        bytes.extend_from_slice(&mask);
        let start = bytes.len();
        bytes.extend_from_slice(payload);
        unmask(&mut bytes[start..], mask);
        bytes
    }

    proptest! {
        #[test]
        fn any_payload_is_read_back_once_it_is_whole(payload in prop::collection::vec(any::<u8>(), 0..70_000)) {
            let mut bytes = client_frame(0x82, &payload);
            for cut in 0..bytes.len().min(14) {
                if let Some(head) = parse_head(&bytes[..cut], 100_000).unwrap() {
                    prop_assert!(head.head_len <= cut);
                }
            }
            let head = parse_head(&bytes, 100_000).unwrap().unwrap();
            prop_assert_eq!(head.payload_len, payload.len());
            let end = head.head_len + head.payload_len;
            prop_assert_eq!(end, bytes.len());
            unmask(&mut bytes[head.head_len..end], head.mask);
            prop_assert_eq!(&bytes[head.head_len..], &payload[..]);
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = parse_head(&bytes, 100);
            let _ = parse_close(&bytes);
            let _ = server_frame_len(&bytes);
            let _ = split_server_frame(&bytes);
        }

        #[test]
        fn frames_out_have_the_length_they_say(text_len in 0usize..70_000) {
            let bytes = text(&"x".repeat(text_len));
            prop_assert_eq!(server_frame_len(&bytes), Some(bytes.len()));
            let (payload, rest) = split_server_frame(&bytes).unwrap();
            prop_assert_eq!(payload.len(), text_len);
            prop_assert!(rest.is_empty());
        }
    }

    fn refused(bytes: &[u8], code: u16) {
        assert_eq!(parse_head(bytes, 16 * 1024).unwrap_err().code, code, "{bytes:02x?}");
    }

    #[test]
    fn what_breaks_the_framing_rules_is_refused() {
        refused(&client_frame(0xc1, b"x"), close_code::PROTOCOL);
        refused(&client_frame(0x83, b"x"), close_code::PROTOCOL);
        refused(&client_frame(0x8b, b"x"), close_code::PROTOCOL);
        refused(&client_frame(0x09, b"x"), close_code::PROTOCOL);
        refused(&client_frame(0x89, &[0; 126]), close_code::PROTOCOL);
        refused(&text("hello"), close_code::PROTOCOL);
        refused(&[0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0], close_code::PROTOCOL);
        refused(&[0x81, 0xfe, 0, 5], close_code::PROTOCOL);
        refused(&[0x81, 0xff, 0, 0, 0, 0, 0, 0, 0x40, 0x01], close_code::PROTOCOL);
    }

    #[test]
    fn a_payload_over_the_limit_is_refused_before_it_arrives() {
        assert!(parse_head(&client_frame(0x81, &[b'x'; 16 * 1024])[..20], 16 * 1024).unwrap().is_some());
        refused(&client_frame(0x81, &vec![b'x'; 16 * 1024 + 1])[..8], close_code::TOO_BIG);
    }

    #[test]
    fn close_codes_that_may_not_travel_are_refused() {
        assert_eq!(parse_close(&[]), Ok(None));
        assert_eq!(parse_close(&1000u16.to_be_bytes()), Ok(Some(1000)));
        assert_eq!(parse_close(&4999u16.to_be_bytes()), Ok(Some(4999)));
        for code in [0u16, 999, 1004, 1005, 1006, 1015, 2999, 5000] {
            assert_eq!(parse_close(&code.to_be_bytes()).unwrap_err().code, close_code::PROTOCOL, "{code}");
        }
        assert_eq!(parse_close(&[3]).unwrap_err().code, close_code::PROTOCOL);
        assert_eq!(parse_close(&[3, 0xe8, 0xff]).unwrap_err().code, close_code::NOT_UTF8);
    }

    #[test]
    fn a_long_reason_is_cut_at_a_letter() {
        let bytes = close(4008, &"é".repeat(100));
        let (payload, _) = split_server_frame(&bytes).unwrap();
        assert!(payload.len() <= CONTROL_MAX);
        assert_eq!(parse_close(payload), Ok(Some(4008)));
    }
}
