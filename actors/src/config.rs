//! How the engine of one node is set up. Knows nothing of files and environment: the program fills it in.

use std::time::Duration;

/// Sizes, times and switches of the engine. The defaults suit one node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineConfig {
    /// Threads that run actors and nothing else; 0 runs them on the thread that starts the engine.
    pub arbiters: usize,
    /// Whether no other node writes to the same database. Only then "sold out" is answered from memory.
    pub lone_node: bool,

    /// How long a checkout waits for the provider's word before it answers with what is known.
    pub provider_timeout: Duration,
    /// How long one call to a provider may take; then its outcome is unknown and it is asked again.
    pub provider_call_timeout: Duration,
    /// How long a customer who must authenticate is given before the provider is asked unbidden.
    pub action_patience: Duration,
    /// How long the journal, a read or the media store may take to answer.
    pub port_timeout: Duration,

    /// Live session actors; past it the least recently used are passivated.
    pub sessions_max: usize,
    /// How long a session with a cart stays after its last request and its last notice.
    pub session_idle: Duration,
    /// Requests of one owner that may wait.
    pub session_mailbox: usize,
    /// How long before its deadline a line's `lapsing` notice is sent.
    pub lapsing_notice: Duration,

    /// Live inventory actors; past it the least recently used are passivated.
    pub inventories_max: usize,
    /// How long an inventory actor stays after the last request for its edition.
    pub inventory_idle: Duration,
    /// Requests for one edition that may wait.
    pub inventory_mailbox: usize,
    /// How long somebody who asked in vain counts as waiting, and how long others are given before one who lost a
    /// hold may take it again.
    pub fairness_window: Duration,
    /// The most works that all owners behind one client address may hold together; `None` is unlimited.
    pub client_works_max: Option<u32>,
    /// The most copies of one edition that they may hold together, and never more than half of it; `None` is unlimited.
    pub client_copies_max: Option<u32>,
    /// How long works of a placed, unpaid order still count for their client address (`holds.payment_extension_s`).
    pub payment_hold: Duration,

    /// Open checkouts at once; one more is answered as pending and driven by the pollers.
    pub checkouts_max: usize,
    /// How long a job belongs to the one who took it.
    pub lease: Duration,
    /// How often abandoned and due jobs are looked for.
    pub job_poll: Duration,
    /// Payments driven at once for abandoned or waiting checkouts.
    pub drives_at_once: usize,
    /// Cancellations and refunds at once.
    pub money_jobs_at_once: usize,
    /// Attempts after which a job that is not about money becomes a dead letter.
    pub job_attempts_max: u32,

    /// Documents rendered at once.
    pub renders_at_once: usize,
    /// Documents asked for that may wait for their turn.
    pub renders_waiting_max: usize,

    /// Mails sent at once.
    pub mails_at_once: usize,
    /// Attempts after which a mail that no server takes becomes a dead letter: some days of them.
    pub mail_attempts_max: u32,

    /// How often editions with holds past their deadline are looked for in the store.
    pub sweep_every: Duration,
    /// How often a connection's lease of presence is renewed.
    pub presence_heartbeat: Duration,
    /// The least time between two viewer counts of one work.
    pub viewers_every: Duration,
    /// How often the counts of works watched here are read again, since viewers of other nodes come and go unseen.
    pub viewers_refresh: Duration,

    /// How long a shutdown waits for open checkouts.
    pub drain: Duration,
}

impl Default for EngineConfig {
    fn default() -> Self {
        Self {
            arbiters: 1,
            lone_node: true,
            provider_timeout: Duration::from_secs(5),
            provider_call_timeout: Duration::from_secs(10),
            action_patience: Duration::from_secs(60),
            port_timeout: Duration::from_secs(20),
            sessions_max: 20_000,
            session_idle: Duration::from_secs(60),
            session_mailbox: 64,
            lapsing_notice: Duration::from_secs(60),
            inventories_max: 20_000,
            inventory_idle: Duration::from_secs(120),
            inventory_mailbox: 4_096,
            fairness_window: Duration::from_secs(60),
            client_works_max: None,
            client_copies_max: None,
            payment_hold: Duration::from_secs(900),
            checkouts_max: 10_000,
            lease: Duration::from_secs(30),
            job_poll: Duration::from_secs(2),
            drives_at_once: 64,
            money_jobs_at_once: 16,
            job_attempts_max: 10,
            renders_at_once: 2,
            renders_waiting_max: 256,
            mails_at_once: 8,
            mail_attempts_max: 60,
            sweep_every: Duration::from_secs(1),
            presence_heartbeat: Duration::from_secs(25),
            viewers_every: Duration::from_millis(500),
            viewers_refresh: Duration::from_secs(2),
            drain: Duration::from_secs(8),
        }
    }
}
