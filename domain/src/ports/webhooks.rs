//! The way to endpoints of others.

use super::PortFuture;

/// Posts to endpoints of others. Follows nobody elsewhere, and answers in bounded time.
pub trait WebhookSender: Send + Sync {
    /// Posts a message; answers the status that came back, whatever it is.
    fn post<'a>(&'a self, message: &'a WebhookMessage) -> PortFuture<'a, Result<u16, WebhookError>>;
}

/// What is posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookMessage {
    /// Where.
    pub url: String,
    /// Headers beside those that every message of its kind has.
    pub headers: Vec<(&'static str, String)>,
    /// JSON.
    pub body: String,
}

/// Why nothing came back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// The address is not one that may be posted to.
    #[error("the address is refused: {0}")]
    Refused(String),
    /// The other side is away, or does not speak as it should.
    #[error("the endpoint could not be reached: {0}")]
    Failed(String),
    /// It took too long.
    #[error("the endpoint did not answer in time")]
    Late,
}
