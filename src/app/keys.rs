//! What the gateway asks about idempotency keys, from the store.

use impasto_domain::command::IdempotencyKey;
use impasto_domain::ports::{PortFuture, ReadError};
use impasto_store::Store;

use crate::gateway::shared::UsedKeys;

/// The store as the gateway sees it.
pub(super) struct StoredKeys(pub Store);

impl UsedKeys for StoredKeys {
    fn is_for_another<'a>(&'a self, key: &'a IdempotencyKey) -> PortFuture<'a, Result<bool, ReadError>> {
        Box::pin(self.0.is_key_for_another(key))
    }
}
