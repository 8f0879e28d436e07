//! What wakes those who have payouts sent.

use tokio::sync::Notify;

/// Rung when payouts were started.
#[derive(Default)]
pub struct Payday(Notify);

impl Payday {
    /// Payouts were started.
    pub fn ring(&self) {
        self.0.notify_one();
    }

    /// Waits until some were.
    pub async fn rung(&self) {
        self.0.notified().await;
    }
}
