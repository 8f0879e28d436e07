//! The ports an engine is given, and the small ones it defines itself. Knows no adapter.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use impasto_domain::ids::{ArtworkId, LineId};
use impasto_domain::owner::Owner;
use impasto_domain::ports::limits::SharedHolds;
use impasto_domain::ports::{
    Clock, Journal, MailWriter, Mailer, MediaStore, PaymentProvider, Presence, PresenceSummary, Reads, Renderer,
};

/// Everything the engine reaches outside of itself.
#[derive(Clone)]
pub struct Ports {
    /// Writes.
    pub journal: Arc<dyn Journal>,
    /// Reads.
    pub reads: Arc<dyn Reads>,
    /// Those who take money, by their names.
    pub providers: Vec<Arc<dyn PaymentProvider>>,
    /// Where documents are kept.
    pub media: Arc<dyn MediaStore>,
    /// What makes documents.
    pub renderer: Arc<dyn Renderer>,
    /// Who writes and sends mails, where any are sent.
    pub mail: Option<MailPorts>,
    /// Who is connected, over all nodes.
    pub presence: Arc<dyn Presence>,
    /// What client addresses hold, over all nodes; without it each node counts for itself.
    pub holds: Option<Arc<dyn SharedHolds>>,
    /// Dates leases, retries and answers from memory.
    pub clock: Arc<dyn Clock>,
    /// Where ephemeral notices go.
    pub live: Arc<dyn LiveNotices>,
    /// Where randomness comes from.
    pub seeds: Arc<dyn Seeds>,
}

/// Mails: their words and their way.
#[derive(Clone)]
pub struct MailPorts {
    /// Finds the words.
    pub writer: Arc<dyn MailWriter>,
    /// Sends them.
    pub mailer: Arc<dyn Mailer>,
}

/// Notices that are worth nothing later: never stored, never repeated, may be lost. Must not wait.
pub trait LiveNotices: Send + Sync {
    /// A line's hold runs out soon, at `held_until`.
    fn lapsing(&self, owner: Owner, line_id: LineId, held_until: DateTime<Utc>);
    /// So many people look at a work, over all nodes.
    fn viewers(&self, artwork_id: ArtworkId, count: u32);
    /// Whether anybody wants to know who is connected; what nobody hears need not be counted.
    fn presence_is_heard(&self) -> bool;
    /// Who is connected now, by role and by what they look at, over all nodes.
    fn presence(&self, summary: &PresenceSummary);
}

/// Randomness. Asked once at the start; no two nodes or starts may get the same.
pub trait Seeds: Send + Sync {
    /// 64 random bits.
    fn seed(&self) -> u64;
}
