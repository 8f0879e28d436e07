//! What a handle answers when it does not answer what was asked for. Transport-free.

use impasto_domain::ports::{JournalError, MediaError, ReadError, RenderFailure};
use impasto_domain::refusal::Refusal;

/// Why a request was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// Nothing changed, and repeating it as it is would not help.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A queue is full, or the node is stopping; nothing changed. Try again shortly.
    #[error("busy; try again in {retry_after_s} s")]
    Busy {
        /// Seconds to wait before another try.
        retry_after_s: u32,
    },
    /// Something the engine needs is away. Whether a change was made is unknown; repeating it with its idempotency
    /// key is safe. The text is for the log, not for strangers.
    #[error("unavailable: {0}")]
    Unavailable(String),
}

impl EngineError {
    /// A queue is full.
    pub(crate) const BUSY: Self = Self::Busy { retry_after_s: 1 };

    /// A port did not answer in time.
    pub(crate) fn late(port: &str) -> Self {
        Self::Unavailable(format!("{port} did not answer in time"))
    }
}

impl From<JournalError> for EngineError {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Refused(refusal) => Self::Refused(refusal),
            JournalError::Busy => Self::BUSY,
            JournalError::Unavailable(reason) => Self::Unavailable(reason),
        }
    }
}

impl From<ReadError> for EngineError {
    fn from(error: ReadError) -> Self {
        Self::Unavailable(error.0)
    }
}

impl From<MediaError> for EngineError {
    fn from(error: MediaError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<RenderFailure> for EngineError {
    fn from(error: RenderFailure) -> Self {
        Self::Unavailable(error.to_string())
    }
}
