//! One socket as its hub sees it, and its way in, out and to the wire.
//! Knows nothing of what clients ask.

use std::{borrow::Cow, collections::VecDeque, rc::Rc};

use bytes::Bytes;
use uuid::Uuid;

use crate::{
    backend::{Pass, Presence, PresenceChange, Principal},
    frame::{self, close_code},
    hub::{
        outbox::{Bounds, Outbox, Written},
        slab::Id,
        state::State,
    },
    transport::Transport,
};

/// The id of a socket within its hub.
pub(crate) type ConnId = Id;

/// What sockets are counted under before they say who they are.
pub(crate) const ANONYMOUS: &str = "anonymous";

/// A socket, or a long poll standing in for one.
pub(crate) struct Conn {
    pub(crate) connection: Uuid,
    pub(crate) transport: Rc<dyn Transport>,
    pub(crate) is_poll: bool,
    /// What it was let in with, given back when it is gone.
    pub(crate) _pass: Pass,
    pub(crate) principal: Option<Rc<Principal>>,
    /// Topics listened to, each with this socket's place among its listeners.
    pub(crate) subs: Vec<Sub>,
    /// The artwork shown in a visible tab.
    pub(crate) view: Option<Uuid>,
    pub(crate) out: Outbox,
    /// Whether a task waits for the socket to take more.
    pub(crate) behind: bool,
    /// When the socket last took something, while it is behind; in the hub's milliseconds.
    pub(crate) progress_ms: u64,
    /// Whether the socket is in the list of those to flush.
    pub(crate) dirty: bool,
    /// Bytes received that are not handled yet.
    pub(crate) carry: Vec<u8>,
    /// The message of which some fragments have come.
    pub(crate) fragments: Option<Vec<u8>>,
    /// When each frame of the last window came, in the hub's milliseconds; at most one more than it may hold.
    pub(crate) frames_ms: VecDeque<u64>,
    /// Pings sent since the last pong.
    pub(crate) unanswered: u8,
    /// When its token is looked at next, in the program's time (Unix milliseconds).
    pub(crate) token_due_ms: Option<i64>,
    /// Whether `auth_expiring` was sent for the present token.
    pub(crate) warned: bool,
    pub(crate) ending: Ending,
}

/// How far a socket's end has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It lives.
    No,
    /// A close frame was sent; the peer's is awaited.
    Asked,
    /// Both sides have said it; only bytes are left to write.
    Agreed,
    /// A close frame was sent to a peer that cannot be understood any more: what it sends is thrown away until it
    /// goes, so that it can read the close (unread bytes would turn the end into a reset).
    Deaf,
}

/// A topic of a socket.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sub {
    pub(crate) topic: u32,
    pub(crate) place: u32,
}

impl Conn {
    pub(crate) fn new(connection: Uuid, transport: Rc<dyn Transport>, is_poll: bool) -> Self {
        Conn {
            connection,
            transport,
            is_poll,
            _pass: Pass::default(),
            principal: None,
            subs: Vec::new(),
            view: None,
            out: Outbox::default(),
            behind: false,
            progress_ms: 0,
            dirty: false,
            carry: Vec::new(),
            fragments: None,
            frames_ms: VecDeque::new(),
            unanswered: 0,
            token_due_ms: None,
            warned: false,
            ending: Ending::No,
        }
    }

    pub(crate) fn role(&self) -> Cow<'static, str> {
        self.principal.as_ref().map_or(Cow::Borrowed(ANONYMOUS), |principal| principal.role.clone())
    }

    pub(crate) fn lives(&self) -> bool {
        self.ending == Ending::No
    }

    fn presence(&self, change: PresenceChange) -> Presence {
        let owner = self.principal.as_ref().and_then(|principal| principal.owner());
        Presence { connection: self.connection, role: self.role(), owner, viewing: self.view, change }
    }
}

impl State {
    /// Takes a socket in.
    pub(crate) fn add(&mut self, conn: Conn) -> ConnId {
        let is_poll = conn.is_poll;
        let id = self.conns.insert(conn);
        if is_poll {
            self.polls_changed(1);
            return id;
        }
        self.shared.counters.socket_added(Cow::Borrowed(ANONYMOUS));
        self.beats.push_back((self.now_ms + self.config.heartbeat.as_millis() as u64, id));
        self.announce(id.index, PresenceChange::Connected);
        id
    }

    /// Lets a socket go; what it has not taken yet is lost if `abort`.
    pub(crate) fn remove(&mut self, index: u32, abort: bool) {
        self.leave_all(index);
        self.leave_view(index);
        let Some(conn) = self.conns.at(index) else { return };
        if conn.is_poll {
            self.polls_changed(-1);
        } else {
            self.shared.counters.socket_removed(&conn.role());
            self.announce(index, PresenceChange::Disconnected);
        }
        if let Some(conn) = self.conns.remove_at(index) {
            conn.transport.end(abort);
        }
    }

    /// Queues a frame and writes it, unless the socket is on its way out.
    pub(crate) fn reply(&mut self, index: u32, frame: Bytes) {
        if let Some(conn) = self.conns.at_mut(index)
            && conn.lives()
        {
            conn.out.push(frame);
            self.write(index);
        }
    }

    /// Writes what the socket takes now. For one that is behind that is its writer task's deed.
    pub(crate) fn write(&mut self, index: u32) {
        let Some(conn) = self.conns.at_mut(index) else { return };
        if conn.behind {
            self.keep_queue_bound(index);
        } else {
            self.write_now(index);
        }
    }

    /// Writes for a socket that is behind; whether it still is.
    pub(crate) fn write_behind(&mut self, id: ConnId) -> bool {
        if !self.conns.holds(id) {
            return false;
        }
        self.write_now(id.index);
        self.conns.get(id).is_some_and(|conn| conn.behind)
    }

    /// Ends the conversation with a code. Frames already queued go out before, except for one that is behind.
    pub(crate) fn close(&mut self, index: u32, code: u16, reason: &'static str) {
        let Some(conn) = self.conns.at(index) else { return };
        if !conn.lives() {
            return;
        }
        self.leave_all(index);
        self.shared.counters.closed(code);
        self.end_with(index, frame::close(code, reason), Ending::Asked);
    }

    /// Ends the hearing of a socket that was sent a close.
    pub(crate) fn turn_deaf(&mut self, id: ConnId) {
        if let Some(conn) = self.conns.get_mut(id)
            && conn.ending == Ending::Asked
        {
            conn.ending = Ending::Deaf;
            if conn.out.is_empty() {
                conn.transport.finish();
            }
        }
    }

    /// Answers the peer's close, or notes its answer to ours.
    pub(crate) fn closed_by_peer(&mut self, index: u32, code: Option<u16>) {
        let Some(conn) = self.conns.at_mut(index) else { return };
        if conn.ending == Ending::No {
            self.leave_all(index);
            let answer = code.map_or_else(frame::close_without_code, |code| frame::close(code, ""));
            self.end_with(index, answer, Ending::Agreed);
        } else if conn.out.is_empty() {
            self.remove(index, false);
        } else {
            conn.ending = Ending::Agreed;
        }
    }

    /// Shows another artwork, or none, to presence.
    pub(crate) fn show(&mut self, index: u32, artwork: Option<Uuid>) {
        let Some(conn) = self.conns.at(index) else { return };
        if conn.view == artwork {
            return;
        }
        self.leave_view(index);
        let Some(conn) = self.conns.at_mut(index) else { return };
        conn.view = artwork;
        if let Some(artwork) = artwork {
            self.announce(index, PresenceChange::Viewing(artwork));
        }
    }

    /// Tells presence about a socket.
    pub(crate) fn announce(&mut self, index: u32, change: PresenceChange) {
        if let Some(conn) = self.conns.at(index)
            && !conn.is_poll
        {
            self.effects.presence.push(conn.presence(change));
        }
    }

    /// The queue bounds for events, in bytes.
    pub(crate) fn bounds(&self) -> Bounds {
        Bounds { state: self.config.state_queue_bytes, log: self.config.log_queue_bytes }
    }

    fn leave_view(&mut self, index: u32) {
        if let Some(left) = self.conns.at_mut(index).and_then(|conn| conn.view.take()) {
            self.announce(index, PresenceChange::Left(left));
        }
    }

    fn end_with(&mut self, index: u32, close: Bytes, ending: Ending) {
        let grace_ms = self.config.close_grace.as_millis() as u64;
        if let Some((id, conn)) = self.conns.entry_at_mut(index) {
            if conn.behind {
                conn.out.cut_to_frame();
            }
            conn.out.push(close);
            conn.ending = ending;
            conn.carry = Vec::new();
            conn.fragments = None;
            self.endings.push((self.now_ms + grace_ms, id));
            self.write(index);
        }
    }

    fn write_now(&mut self, index: u32) {
        let now_ms = self.now_ms;
        let Some((id, conn)) = self.conns.entry_at_mut(index) else { return };
        match conn.out.write_to(&*conn.transport) {
            Written::All => {
                conn.behind = false;
                match conn.ending {
                    Ending::No | Ending::Asked => {}
                    Ending::Deaf => conn.transport.finish(),
                    Ending::Agreed => self.remove(index, false),
                }
            }
            Written::Some { progress } => {
                if progress || !conn.behind {
                    conn.progress_ms = now_ms;
                }
                if !conn.behind {
                    conn.behind = true;
                    self.effects.writers.push((id, Rc::clone(&conn.transport)));
                    self.behind.push(id);
                }
                self.keep_queue_bound(index);
            }
            Written::Failed => self.remove(index, true),
        }
    }

    fn keep_queue_bound(&mut self, index: u32) {
        let max = self.config.queue_max_bytes;
        if self.conns.at(index).is_some_and(|conn| conn.lives() && conn.out.bytes() > max) {
            self.close(index, close_code::TOO_SLOW, "too much is waiting");
        }
    }
}
