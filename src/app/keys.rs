//! What the gateway asks about idempotency keys, from the store.

use impasto_domain::command::IdempotencyKey;
use impasto_domain::ports::{PortFuture, ReadError};
use impasto_store::Store;

use crate::gateway::shared::{KeyUse, UsedKeys};

/// The store as the gateway sees it.
pub(super) struct StoredKeys(pub Store);

impl UsedKeys for StoredKeys {
    fn use_of<'a>(&'a self, key: &'a IdempotencyKey) -> PortFuture<'a, Result<KeyUse, ReadError>> {
        Box::pin(async move { Ok(KeyUse::of(self.0.used_for_same(key).await?)) })
    }
}
