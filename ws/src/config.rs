//! The live layer's numbers: every bound and period in one place, with the public contract's values as defaults.
//! Knows nothing of configuration files.

use std::time::Duration;

/// Bounds and periods of the live layer.
#[derive(Debug, Clone)]
pub struct LiveConfig {
    /// How often each socket gets a ping and a heartbeat frame.
    pub heartbeat: Duration,
    /// How far ahead of its token's end a socket is told `auth_expiring`.
    pub expiry_warning: Duration,
    /// How often deadlines (expiry, stalls, heartbeats due) are looked at.
    pub timer_step: Duration,
    /// Shortest wait between two flushes under load.
    pub flush_gap_min: Duration,
    /// Longest wait between two flushes under load.
    pub flush_gap_max: Duration,
    /// Past so many queued bytes, events of state topics are conflated per key.
    pub state_queue_bytes: usize,
    /// Past so many queued bytes, events of log topics end in `lagged`.
    pub log_queue_bytes: usize,
    /// Past so many queued bytes a socket is closed with 4008.
    pub queue_max_bytes: usize,
    /// A socket that takes nothing for so long while bytes wait for it is closed with 4008.
    pub stall: Duration,
    /// Longest frame or message of a client, in bytes (1009 beyond).
    pub message_max_bytes: usize,
    /// Most frames of a client within [`LiveConfig::frames_window`] (4029 beyond).
    pub frames_max: u32,
    /// The window in which a client's frames are counted.
    pub frames_window: Duration,
    /// Most topics a socket may listen to.
    pub topics_max: usize,
    /// Most events a topic keeps for resuming.
    pub ring_events: usize,
    /// Most bytes of events a topic keeps for resuming.
    pub ring_bytes: usize,
    /// How long a topic keeps its events after its last listener left.
    pub topic_linger: Duration,
    /// How long a question to the backend may take before it counts as unavailable.
    pub backend_timeout: Duration,
    /// How long a closed socket may take to answer or to take its last bytes.
    pub close_grace: Duration,
    /// Over how long a drain spreads its closes.
    pub drain_over: Duration,
    /// By when, from its start, a drain has dropped every socket.
    pub drain_limit: Duration,
    /// Most sockets of one worker thread (503 beyond).
    pub sockets_max: usize,
    /// SO_SNDBUF of each socket, in bytes (Linux doubles it).
    pub send_buffer_bytes: usize,
    /// SO_RCVBUF of each socket, in bytes (Linux doubles it).
    pub receive_buffer_bytes: usize,
    /// Most publications waiting for one hub; beyond it the hub's listeners are told to resume.
    pub inbox_batches: usize,
}

impl Default for LiveConfig {
    fn default() -> Self {
        LiveConfig {
            heartbeat: Duration::from_secs(25),
            expiry_warning: Duration::from_secs(60),
            timer_step: Duration::from_millis(250),
            flush_gap_min: Duration::from_millis(1),
            flush_gap_max: Duration::from_millis(20),
            state_queue_bytes: 64 * 1024,
            log_queue_bytes: 256 * 1024,
            queue_max_bytes: 1024 * 1024,
            stall: Duration::from_secs(10),
            message_max_bytes: 16 * 1024,
            frames_max: 60,
            frames_window: Duration::from_secs(10),
            topics_max: 300,
            ring_events: 256,
            ring_bytes: 256 * 1024,
            topic_linger: Duration::from_secs(60),
            backend_timeout: Duration::from_secs(10),
            close_grace: Duration::from_secs(10),
            drain_over: Duration::from_secs(4),
            drain_limit: Duration::from_secs(9),
            sockets_max: 50_000,
            send_buffer_bytes: 64 * 1024,
            receive_buffer_bytes: 32 * 1024,
            inbox_batches: 1024,
        }
    }
}
