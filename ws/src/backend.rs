//! The port to the rest of the program: who somebody is, what they may hear, what a topic looks like now, what was
//! missed. The live layer knows nothing of how these are answered.

use std::{any::Any, borrow::Cow, net::SocketAddr};

use actix_http::header::HeaderMap;
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::{event::LiveEvent, position::Position, problem::Refusal, topic::Topic};

/// Who a socket speaks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The ids whose carts and orders are theirs: the user's id, or the visitor's. The first is whose `cart` it is.
    pub owners: Vec<Uuid>,
    /// The signed-in user, if it is one.
    pub user: Option<Uuid>,
    /// The session that a sign-out or a revocation ends.
    pub session: Option<Uuid>,
    /// The word sockets are counted under: `admin`, `artist`, `customer`, `visitor`.
    pub role: Cow<'static, str>,
    /// What they may do, in the program's own words; only the backend reads them.
    pub permissions: Vec<Cow<'static, str>>,
    /// When the token ends; `None` if it never does.
    pub expires_at: Option<DateTime<Utc>>,
}

impl Principal {
    /// Whose cart `cart` means.
    pub fn owner(&self) -> Option<Uuid> {
        self.owners.first().copied()
    }

    /// Whether `other` is the same person under the same ids.
    pub fn is_same_as(&self, other: &Principal) -> bool {
        self.user == other.user && self.owners == other.owners
    }
}

/// What somebody shows to say who they are.
#[derive(Debug, Clone, Copy)]
pub enum Credentials<'a> {
    /// The token of an `auth` frame: a JWT or a visitor token.
    Token(&'a str),
    /// The values of the handshake's `Cookie` headers, joined with `; `.
    Cookies(&'a str),
}

/// A topic as it stands.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Everything up to here is in the data: read together with it, in one view of the store.
    pub at: Position,
    /// What the client gets. One answer serves everybody who asks for the topic at the same time, so it holds only
    /// what every listener allowed on the topic may see.
    pub data: Box<RawValue>,
}

/// What a reader missed of a topic.
#[derive(Debug, Clone)]
pub struct Missed {
    /// The events after the reader's position, in order, each numbered, none left out between the first and the last.
    pub events: Vec<LiveEvent>,
    /// Whether there are more after the last: the reader of a log topic asks again from there, that of a state topic
    /// gets a snapshot. Events that share a number are not to be parted.
    pub more: bool,
    /// The reader's position where the events begin, if more is known of it than the reader said: lanes that are younger.
    pub from: Option<Position>,
    /// Where a reader of the events stands. `None`: where the last of them is. Given where the store was looked through
    /// further than that.
    pub to: Option<Position>,
}

/// A handshake that waits to be let in.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// The address at the other end of the connection (a proxy's, where there is one).
    pub peer: Option<SocketAddr>,
    /// The request's headers.
    pub headers: &'a HeaderMap,
}

/// What a client was let in with: the backend's own affair, dropped when its socket is gone.
#[derive(Default)]
pub struct Pass(Option<Box<dyn Any>>);

impl Pass {
    /// A pass that holds `what` until its socket is gone.
    pub fn holding(what: impl Any) -> Self {
        Pass(Some(Box::new(what)))
    }
}

impl std::fmt::Debug for Pass {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Pass").field(&self.0.is_some()).finish()
    }
}

/// Something worth knowing for presence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    /// The socket, by the id it was greeted with.
    pub connection: Uuid,
    /// What it is counted under; `anonymous` until it has said who it is.
    pub role: Cow<'static, str>,
    /// Whose it is, if known.
    pub owner: Option<Uuid>,
    /// The artwork it shows in a visible tab, whatever happened.
    pub viewing: Option<Uuid>,
    /// What happened.
    pub change: PresenceChange,
}

/// What happened to a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PresenceChange {
    /// It was accepted.
    Connected,
    /// It is somebody else's now (or nobody's).
    Identified,
    /// It shows an artwork's page in a visible tab.
    Viewing(Uuid),
    /// It no longer shows that artwork.
    Left(Uuid),
    /// It is gone.
    Disconnected,
}

/// What the live layer asks of the program. Every question may be asked from any worker thread; one that takes longer
/// than [`LiveConfig::backend_timeout`](crate::LiveConfig::backend_timeout) is dropped and counts as `unavailable`.
pub trait LiveBackend: Send + Sync + 'static {
    /// The time by the program's clock.
    fn now(&self) -> DateTime<Utc>;

    /// A fresh id for a connection, unique among all nodes.
    fn new_connection_id(&self) -> Uuid;

    /// Whether pages of this origin (`https://gallery.example`) may open a socket.
    fn origin_allowed(&self, origin: &str) -> bool;

    /// Whether the cookies of a browser that may come in count: not for pages of another site, allowed or not.
    fn cookies_count(&self, _arrival: Arrival<'_>) -> bool {
        true
    }

    /// Whether the client may come in at all (its address may have used up its budget). Must not block. The socket
    /// keeps the pass as long as it lives.
    fn admit(&self, _arrival: Arrival<'_>) -> Result<Pass, Refusal> {
        Ok(Pass::default())
    }

    /// Who shows these credentials. Refuses what is expired or revoked by now.
    fn authenticate<'a>(&'a self, credentials: Credentials<'a>) -> BoxFuture<'a, Result<Principal, Refusal>>;

    /// Whether `principal` (nobody known: `None`) may listen to `topic`. Private topics are asked about only for
    /// somebody known. Also asked for public ones: an artwork that does not exist is `not-found`.
    fn authorise<'a>(
        &'a self,
        principal: Option<&'a Principal>,
        topic: &'a Topic,
    ) -> BoxFuture<'a, Result<(), Refusal>>;

    /// The topic as it stands, at least as new as everything committed before the question.
    fn snapshot<'a>(
        &'a self,
        topic: &'a Topic,
        principal: Option<&'a Principal>,
    ) -> BoxFuture<'a, Result<Snapshot, Refusal>>;

    /// The topic's events after `position`, up to everything committed before the question or to a limit of the
    /// backend's own (a few hundred); `None` where the position is too old or from another time: the client gets a
    /// snapshot then.
    fn since<'a>(
        &'a self,
        topic: &'a Topic,
        position: &'a Position,
        principal: Option<&'a Principal>,
    ) -> BoxFuture<'a, Result<Option<Missed>, Refusal>>;

    /// Told of every change of presence, in order for each connection. Must not block; it may publish.
    fn presence(&self, _presence: Presence) {}
}
