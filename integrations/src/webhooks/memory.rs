//! The twin without a network: keeps what was posted and answers what it was told to.

use std::sync::{Mutex, PoisonError};

use impasto_domain::ports::PortFuture;
use impasto_domain::ports::webhooks::{WebhookError, WebhookMessage, WebhookSender};

/// A sender that posts nowhere.
#[derive(Debug, Default)]
pub struct MemoryWebhooks {
    posted: Mutex<Vec<WebhookMessage>>,
    answers: Mutex<Vec<Result<u16, WebhookError>>>,
}

impl MemoryWebhooks {
    /// Answers in this order, and 200 once they are used up.
    #[must_use]
    pub fn answering(mut answers: Vec<Result<u16, WebhookError>>) -> Self {
        answers.reverse();
        Self { posted: Mutex::default(), answers: Mutex::new(answers) }
    }

    /// What was posted, in its order.
    #[must_use]
    pub fn posted(&self) -> Vec<WebhookMessage> {
        self.posted.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl WebhookSender for MemoryWebhooks {
    fn post<'a>(&'a self, message: &'a WebhookMessage) -> PortFuture<'a, Result<u16, WebhookError>> {
        self.posted.lock().unwrap_or_else(PoisonError::into_inner).push(message.clone());
        let answer = self.answers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Box::pin(std::future::ready(answer.unwrap_or(Ok(200))))
    }
}
