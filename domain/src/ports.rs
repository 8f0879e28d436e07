//! Ports: the traits through which the engine reaches everything else.
//!
//! Each says what it promises about order, repetition and what an error leaves behind. Futures are boxed so that a
//! port can stand behind an `Arc<dyn …>`; none of them needs a particular runtime.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use self::blob::Blob;
use chrono::{DateTime, Utc};

use crate::cart::CartState;
use crate::certificate::{CertificateData, WorkFacts};
use crate::command::Submission;
use crate::document::{DocumentKind, InvoiceData};
use crate::edition::Stock;
use crate::event::Committed;
use crate::ids::{DocumentId, EditionId, LaneId, MailId, OrderId};
use crate::mail::{Letter, Mail};
use crate::money::Money;
use crate::order::Order;
use crate::owner::Owner;
use crate::payment::Payment;
use crate::refusal::Refusal;
use crate::reply::Reply;

/// A boxed future of a port.
pub type PortFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

pub mod hooks;
pub mod limits;
pub mod transfers;
pub mod webhooks;

/// Bytes that change hands between ports.
pub mod blob {
    /// Owned bytes, shared without copying.
    pub type Blob = std::sync::Arc<[u8]>;
}

/// The wall clock. Decisions use the database's time instead; this one dates tokens and logs.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> DateTime<Utc>;
}

/// Writes. An `Ok` means the change is durable; a refusal means nothing changed.
pub trait Journal: Send + Sync {
    /// Submits one command. Commands of one caller that must keep their order are submitted one after the other.
    fn submit(&self, submission: Submission) -> PortFuture<'_, Result<Reply, JournalError>>;
}

/// Why a submission was not answered with a reply.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// Nothing changed, and repeating it as it is would not help.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The queue is full; nothing changed. Try again shortly.
    #[error("the journal's queue is full")]
    Busy,
    /// The database is away; whether the change was made is unknown until it is back. Repeating the submission
    /// with its idempotency key is safe.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
}

/// Reads the engine's actors need. Answers are at least as new as every commit this node has acknowledged.
pub trait Reads: Send + Sync {
    /// An owner's cart with its live holds; an empty one when none is stored.
    fn cart(&self, owner: Owner) -> PortFuture<'_, Result<CartState, ReadError>>;
    /// The counters of an edition.
    fn stock(&self, edition_id: EditionId) -> PortFuture<'_, Result<Option<Stock>, ReadError>>;
    /// A whole order.
    fn order(&self, order_id: OrderId) -> PortFuture<'_, Result<Option<Order>, ReadError>>;
    /// The order of a payment.
    fn order_of_payment(&self, payment_id: crate::ids::PaymentId) -> PortFuture<'_, Result<Option<Order>, ReadError>>;
    /// Editions with holds whose deadline has passed in the database's time, at most `limit`.
    fn due_editions(&self, limit: u32) -> PortFuture<'_, Result<Vec<EditionId>, ReadError>>;
    /// Orders that arrived longer ago than the withdrawal period lasts and that nothing keeps open, at most `limit`; in the
    /// database's time.
    fn orders_to_complete(&self, limit: u32) -> PortFuture<'_, Result<Vec<OrderId>, ReadError>>;
    /// Returns whose photographs have been kept long enough, at most `limit`; in the database's time.
    fn photos_to_forget(&self, limit: u32) -> PortFuture<'_, Result<Vec<(OrderId, crate::ids::ReturnId)>, ReadError>>;
    /// A document that can be rendered.
    fn paper_of(&self, id: DocumentId) -> PortFuture<'_, Result<Option<Document>, ReadError>>;
    /// What the works of an order are, as they are now: for its certificates.
    fn works_of(&self, order_id: OrderId) -> PortFuture<'_, Result<Vec<WorkFacts>, ReadError>>;
}

/// A document as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The order it belongs to.
    pub order_id: OrderId,
    /// What it says, frozen.
    pub paper: Paper,
    /// Hash of its bytes, once they are rendered; also their name in the media store.
    pub content_hash: Option<String>,
}

/// What a document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paper {
    /// An invoice or credit note.
    Invoice(Box<InvoiceData>),
    /// A certificate of authenticity.
    Certificate(Box<CertificateData>),
}

impl Paper {
    /// What the stored data of a document say.
    ///
    /// # Errors
    /// When they are not those of its kind, or of a kind that is not rendered.
    pub fn of(kind: DocumentKind, data: serde_json::Value) -> Result<Self, serde_json::Error> {
        use serde::de::Error;
        match kind {
            DocumentKind::Invoice | DocumentKind::CreditNote => serde_json::from_value(data).map(Self::Invoice),
            DocumentKind::Certificate => serde_json::from_value(data).map(Self::Certificate),
            DocumentKind::PackingSlip | DocumentKind::Statement => {
                Err(serde_json::Error::custom(format!("a {kind} has no stored data")))
            }
        }
    }
}

/// A read failed; it may be repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the database is unavailable: {0}")]
pub struct ReadError(pub String);

/// Where committed events go on this node. Called in commit order, before the commands of the batch are answered,
/// so that caches are never older than an acknowledgement. Must not wait.
pub trait EventSink: Send + Sync {
    /// Takes the events of one commit.
    fn publish(&self, events: &[Committed]);
}

/// Takes money. Every method may be repeated: the payment's id is the root of the provider's idempotency key.
pub trait PaymentProvider: Send + Sync {
    /// Its name in the API: `test`, `stripe`, `paypal`.
    fn name(&self) -> &'static str;
    /// Asks for the money, or how far an earlier ask is. Never answers `Unknown` for a definite no.
    fn drive<'a>(&'a self, payment: &'a Payment) -> PortFuture<'a, ProviderAnswer>;
    /// Cancels an attempt that has not brought money.
    fn cancel<'a>(&'a self, payment: &'a Payment) -> PortFuture<'a, CancelAnswer>;
    /// Gives money back; repeating it under the same key gives it back once. The key is the refund's id, or the payment's
    /// where everything it brought goes back.
    fn refund<'a>(&'a self, payment: &'a Payment, amount_minor: i64, key: uuid::Uuid) -> PortFuture<'a, RefundAnswer>;
}

/// What a provider says of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProviderAnswer {
    /// The money is there.
    Succeeded {
        /// The provider's name for it.
        provider_ref: String,
        /// What the provider keeps of it for itself, where it tells that.
        fee: Option<Money>,
    },
    /// A definite no.
    Declined {
        /// The provider's code; `docs/languages.md` has those that buyers get words for.
        code: String,
    },
    /// The customer must authenticate.
    RequiresAction {
        /// The provider's name for it.
        provider_ref: String,
        /// What the browser needs to go on.
        client_secret: Option<String>,
        /// Where the browser must go.
        redirect_url: Option<String>,
    },
    /// Not decided yet.
    Pending {
        /// The provider's name for it.
        provider_ref: String,
        /// When to ask again.
        ask_again_at: DateTime<Utc>,
    },
    /// No answer, or one that cannot be understood: money may have moved. Ask again.
    Unknown {
        /// What went wrong, for the log.
        reason: String,
    },
}

/// What a provider says to a cancellation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CancelAnswer {
    /// It will never bring money.
    Cancelled,
    /// Too late: the money is there.
    AlreadyPaid {
        /// The provider's name for it.
        provider_ref: String,
        /// What the provider keeps of it for itself, where it tells that.
        fee: Option<Money>,
    },
    /// Too late to call it back, and not decided yet: money may still come, as a bank transfer's does.
    OnItsWay {
        /// When to ask how far it is.
        ask_again_at: DateTime<Utc>,
    },
    /// No answer; ask again.
    Unknown {
        /// What went wrong, for the log.
        reason: String,
    },
}

/// What a provider says to a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundAnswer {
    /// The money is on its way back.
    Refunded,
    /// A definite no.
    Refused {
        /// The provider's code.
        code: String,
    },
    /// No answer; ask again.
    Unknown {
        /// What went wrong, for the log.
        reason: String,
    },
}

/// Files: originals and documents in the private part, derivatives in the public one. Keys are relative paths of
/// `[a-z0-9._/-]`; a key is written once and never changes its bytes.
pub trait MediaStore: Send + Sync {
    /// Stores bytes under a key, wholly or not at all; storing the same key again is harmless.
    fn put<'a>(
        &'a self,
        area: MediaArea,
        key: &'a str,
        content_type: &'a str,
        bytes: Blob,
    ) -> PortFuture<'a, Result<(), MediaError>>;
    /// The bytes of a key; `None` when there are none.
    fn get<'a>(&'a self, area: MediaArea, key: &'a str) -> PortFuture<'a, Result<Option<Blob>, MediaError>>;
    /// Removes a key; removing nothing is harmless.
    fn delete<'a>(&'a self, area: MediaArea, key: &'a str) -> PortFuture<'a, Result<(), MediaError>>;
    /// The address of a public file for browsers: a path of this program, or an absolute URL.
    fn public_url(&self, key: &str) -> String;
}

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaArea {
    /// Only the program.
    Private,
    /// Everybody.
    Public,
}

/// A file could not be stored or read; nothing is half-written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MediaError {
    /// The key is not one of ours.
    #[error("{0:?} is not a media key")]
    BadKey(String),
    /// The disk or the service failed.
    #[error("the media store failed: {0}")]
    Failed(String),
}

/// Renders documents. CPU work: the adapter runs it where it blocks nobody.
pub trait Renderer: Send + Sync {
    /// The PDF of a document; the same data give the same bytes.
    fn render<'a>(&'a self, paper: Paper, urgency: Urgency) -> PortFuture<'a, Result<Vec<u8>, RenderFailure>>;
}

/// Whether somebody waits for a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Somebody does.
    Awaited,
    /// Nobody does: what customers wait for goes first.
    Background,
}

/// A document could not be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the document could not be rendered: {0}")]
pub struct RenderFailure(pub String);

/// Finds the words of mails, from what is true when they are sent.
pub trait MailWriter: Send + Sync {
    /// The mail of a letter; `None` when there is nothing to say any more (its link has ended, the order was paid
    /// meanwhile).
    fn write<'a>(&'a self, id: MailId, letter: &'a Letter) -> PortFuture<'a, Result<Option<Mail>, WriteFailure>>;
}

/// Why a mail was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteFailure {
    /// What it is about could not be read; it may be tried again.
    #[error(transparent)]
    Away(#[from] ReadError),
    /// It never can be.
    #[error("the mail cannot be written: {0}")]
    Impossible(String),
}

/// Sends mails. A repeat carries the same `Message-ID`, by which its reader's program knows it again.
pub trait Mailer: Send + Sync {
    /// Hands a mail over to who delivers it.
    fn send<'a>(&'a self, mail: &'a Mail) -> PortFuture<'a, Result<(), MailError>>;
}

/// Why a mail was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// It never will be: the address is wrong, or the other side refuses it for good.
    #[error("the mail was refused: {0}")]
    Refused(String),
    /// Not now: the other side is away, busy, or does not let this program in.
    #[error("the mail could not be handed over: {0}")]
    Failed(String),
}

/// Who is connected, with leases: what is not renewed within three heartbeats is gone.
pub trait Presence: Send + Sync {
    /// A connection says what it is and what it looks at; renews its lease.
    fn seen(&self, connection: ConnectionSeen) -> PortFuture<'_, Result<(), PresenceError>>;
    /// A connection has ended.
    fn gone(&self, connection_id: uuid::Uuid) -> PortFuture<'_, Result<(), PresenceError>>;
    /// How many distinct people look at a work.
    fn viewers(&self, artwork_id: crate::ids::ArtworkId) -> PortFuture<'_, Result<u32, PresenceError>>;
    /// Everybody by role and by what they look at.
    fn summary(&self) -> PortFuture<'_, Result<PresenceSummary, PresenceError>>;
}

/// One connection's word about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionSeen {
    /// The connection.
    pub connection_id: uuid::Uuid,
    /// Who, for counting people once; never shown.
    pub owner_id: Option<uuid::Uuid>,
    /// `visitor`, `customer`, `artist`, `admin`.
    pub role: String,
    /// The work in a visible tab.
    pub viewing: Option<crate::ids::ArtworkId>,
}

/// Counts only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PresenceSummary {
    /// Connections by role.
    pub by_role: BTreeMap<String, u32>,
    /// People by work.
    pub by_artwork: BTreeMap<crate::ids::ArtworkId, u32>,
}

/// The presence store is away; counts are unknown, nothing else suffers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("presence is unavailable: {0}")]
pub struct PresenceError(pub String);

/// Who among the staff has what in hand at the moment, so that two do not do the same. Claims bind nobody: they are told,
/// and end by themselves unless they are renewed. Somebody has one thing in hand at a time.
pub trait Claims: Send + Sync {
    /// Says that somebody has something in hand, instead of what it was before, and answers all who have it in hand now,
    /// in the order of their names.
    fn claim(&self, claim: Claim) -> PortFuture<'_, Result<Vec<Claim>, PresenceError>>;
}

/// Somebody has something in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What.
    pub subject: uuid::Uuid,
    /// Who.
    pub holder: crate::ids::UserId,
    /// The name they go by; told to staff only.
    pub name: String,
}

/// Wakes other nodes. Makes delivery fast, never right: nodes tail the events by cursor in any case.
pub trait Bus: Send + Sync {
    /// Tells the others that this lane has committed up to `seq`. Must not wait; may be lost.
    fn wake(&self, lane: LaneId, seq: i64);
    /// Waits until another node may have committed something. May be dropped while it waits: nothing is lost.
    fn woken(&self) -> PortFuture<'_, Woken>;
}

/// Where the bus has heard of commits since it was last asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Woken {
    /// In these lanes, up to these numbers.
    In(BTreeMap<LaneId, i64>),
    /// Perhaps anywhere: the bus has lost track.
    Anywhere,
}
