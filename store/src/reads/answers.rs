//! Idempotency keys and what they were used for.

use impasto_domain::command::IdempotencyKey;
use impasto_domain::ports::ReadError;

use crate::open::{Store, read_error};
use crate::sql::{fetch_optional, statements};

statements! {
    BODY_HASH = "SELECT i.body_hash FROM idempotency i WHERE i.owner_id = $1 AND i.route = $2 AND i.key = $3";
}

impl Store {
    /// Whether a key was used, and if so, whether for a request with the same fingerprint.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn used_for_same(&self, key: &IdempotencyKey) -> Result<Option<bool>, ReadError> {
        let mut reader = self.reader().await?;
        let used = fetch_optional!(&mut reader.db(), (Vec<u8>,), BODY_HASH, key.owner_id, &key.route, &key.key);
        Ok(used.map_err(read_error)?.map(|(hash,)| key.body_hash == hash[..]))
    }
}
