//! From bytes received to what the client asks: frames, messages, limits. What can be answered at once is.
//! Knows nothing of the backend; what needs it is handed on.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    frame::{self, Head, Opcode, Violation, close_code},
    hub::{conn::ConnId, conn::Ending, state::State},
    protocol::{self, ClientOp, RequestId},
    topic::Topic,
};

/// What to do after bytes were taken in.
#[derive(Debug)]
pub(crate) enum Step {
    /// Wait for more.
    Wait,
    /// Ask the backend, then go on with what is left of the bytes.
    Ask(Box<Question>),
    /// The socket is gone.
    Gone,
}

/// What a client asks that only the backend can answer.
#[derive(Debug)]
pub(crate) enum Question {
    Auth { id: RequestId, token: String },
    Subscribe { id: RequestId, topics: Vec<String>, since: HashMap<String, String> },
    View { id: RequestId, artwork: Uuid },
}

impl State {
    /// Takes in bytes just received.
    pub(crate) fn receive(&mut self, id: ConnId, bytes: &mut [u8]) -> Step {
        let Some(conn) = self.conns.get_mut(id) else { return Step::Gone };
        if conn.ending == Ending::Deaf {
            return Step::Wait;
        }
        if !conn.carry.is_empty() {
            conn.carry.extend_from_slice(bytes);
            return self.receive_carried(id);
        }
        let (used, step) = self.take_frames(id, bytes);
        if let Some(conn) = self.conns.get_mut(id) {
            conn.carry = bytes.get(used..).unwrap_or_default().to_vec();
        }
        step
    }

    /// Goes on with bytes received before.
    pub(crate) fn receive_carried(&mut self, id: ConnId) -> Step {
        let Some(conn) = self.conns.get_mut(id) else { return Step::Gone };
        let mut carry = std::mem::take(&mut conn.carry);
        let (used, step) = self.take_frames(id, &mut carry);
        if used < carry.len()
            && let Some(conn) = self.conns.get_mut(id)
        {
            carry.drain(..used);
            conn.carry = carry;
        }
        step
    }

    /// Handles whole frames until bytes run out or the backend has to be asked; answers how many bytes were used.
    fn take_frames(&mut self, id: ConnId, bytes: &mut [u8]) -> (usize, Step) {
        let mut used = 0;
        loop {
            let rest = bytes.get_mut(used..).unwrap_or_default();
            let head = match frame::parse_head(rest, self.config.message_max_bytes) {
                Ok(Some(head)) if rest.len() >= head.head_len + head.payload_len => head,
                Ok(_) => return (used, Step::Wait),
                Err(violation) => {
                    self.violated(id, violation);
                    return (bytes.len(), self.step_or_gone(id, Step::Wait));
                }
            };
            let end = head.head_len + head.payload_len;
            let payload = rest.get_mut(head.head_len..end).unwrap_or_default();
            frame::unmask(payload, head.mask);
            used += end;
            let asked = self.take_frame(id, head, payload);
            match self.conns.get(id).map(|conn| conn.ending) {
                None => return (used, Step::Gone),
                Some(Ending::Deaf) => return (bytes.len(), Step::Wait),
                Some(_) => {}
            }
            if let Some(question) = asked {
                return (used, Step::Ask(Box::new(question)));
            }
        }
    }

    fn take_frame(&mut self, id: ConnId, head: Head, payload: &[u8]) -> Option<Question> {
        let conn = self.conns.get_mut(id)?;
        match head.opcode {
            Opcode::Close => {
                match frame::parse_close(payload) {
                    Ok(code) => self.closed_by_peer(id.index, code),
                    Err(violation) => self.violated(id, violation),
                }
                return None;
            }
            // After our close only the peer's counts.
            _ if !conn.lives() => return None,
            Opcode::Pong => {
                conn.unanswered = 0;
                return None;
            }
            _ => {}
        }
        if !self.within_rate(id) {
            self.close(id.index, close_code::TOO_MANY_FRAMES, "too many frames");
            return None;
        }
        if head.opcode == Opcode::Ping {
            self.reply(id.index, frame::pong(payload));
            return None;
        }
        match self.assemble(id, head, payload) {
            Ok(Some(whole)) => self.take_message(id, &whole),
            Ok(None) => None,
            Err(violation) => {
                self.violated(id, violation);
                None
            }
        }
    }

    /// Puts fragments together; the message once it is whole.
    fn assemble<'a>(
        &mut self,
        id: ConnId,
        head: Head,
        payload: &'a [u8],
    ) -> Result<Option<std::borrow::Cow<'a, [u8]>>, Violation> {
        let max = self.config.message_max_bytes;
        let Some(conn) = self.conns.get_mut(id) else { return Ok(None) };
        let broken = |reason| Violation { code: close_code::PROTOCOL, reason };
        match (head.opcode, conn.fragments.as_mut()) {
            (Opcode::Binary, _) => Err(Violation { code: close_code::UNSUPPORTED, reason: "text frames only" }),
            (Opcode::Text, Some(_)) => Err(broken("a message began inside another")),
            (Opcode::Text, None) if head.last => Ok(Some(payload.into())),
            (Opcode::Text, None) => {
                conn.fragments = Some(payload.to_vec());
                Ok(None)
            }
            (_, None) => Err(broken("nothing to continue")),
            (_, Some(whole)) => {
                if whole.len() + payload.len() > max {
                    return Err(Violation { code: close_code::TOO_BIG, reason: "message too big" });
                }
                whole.extend_from_slice(payload);
                if !head.last {
                    return Ok(None);
                }
                Ok(conn.fragments.take().map(Into::into))
            }
        }
    }

    fn take_message(&mut self, id: ConnId, message: &[u8]) -> Option<Question> {
        let Ok(text) = std::str::from_utf8(message) else {
            self.violated(id, Violation { code: close_code::NOT_UTF8, reason: "not UTF-8" });
            return None;
        };
        let frame = match protocol::parse(text) {
            Ok(frame) => frame,
            Err(misunderstood) => {
                self.reply(id.index, protocol::error(&misunderstood.id, None, &misunderstood.refusal));
                return None;
            }
        };
        match frame.op {
            ClientOp::Ping => self.reply(id.index, protocol::pong(&frame.id)),
            ClientOp::Unview => self.show(id.index, None),
            ClientOp::Unsubscribe { topics } => self.unsubscribe(id, &frame.id, &topics),
            ClientOp::Auth { token } => return Some(Question::Auth { id: frame.id, token }),
            ClientOp::View { artwork } => return Some(Question::View { id: frame.id, artwork }),
            ClientOp::Subscribe { topics, since } => {
                return Some(Question::Subscribe { id: frame.id, topics, since });
            }
        }
        None
    }

    /// Leaves topics. One that was not listened to is left already; what names no topic is an error.
    fn unsubscribe(&mut self, id: ConnId, request: &RequestId, topics: &[String]) {
        let owner = self.conns.get(id).and_then(|conn| conn.principal.as_ref()?.owner());
        for name in topics {
            match Topic::parse(name, owner) {
                Ok(topic) => {
                    if let Some(topic) = self.topic_index.get(&topic).copied() {
                        self.detach(id.index, topic);
                    }
                }
                Err(error) => {
                    let refusal = crate::hub::subscribe::refusal_of(error);
                    self.reply(id.index, protocol::error(request, Some(name), &refusal));
                }
            }
        }
    }

    fn within_rate(&mut self, id: ConnId) -> bool {
        let window_ms = self.config.frames_window.as_millis() as u64;
        let (now_ms, max) = (self.now_ms, self.config.frames_max);
        let Some(conn) = self.conns.get_mut(id) else { return false };
        while conn.frames_ms.front().is_some_and(|at_ms| at_ms + window_ms <= now_ms) {
            conn.frames_ms.pop_front();
        }
        conn.frames_ms.push_back(now_ms);
        conn.frames_ms.len() <= max as usize
    }

    /// The framing is broken: says so, and hears nothing more.
    fn violated(&mut self, id: ConnId, violation: Violation) {
        self.close(id.index, violation.code, violation.reason);
        self.turn_deaf(id);
    }

    fn step_or_gone(&self, id: ConnId, step: Step) -> Step {
        if self.conns.holds(id) { step } else { Step::Gone }
    }
}
