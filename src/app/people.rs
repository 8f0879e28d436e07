//! Identity's reads about people, from the store.

use chrono::{DateTime, Utc};
use impasto_domain::address::Address;
use impasto_domain::identity::{Session, User};
use impasto_domain::ids::{AddressId, SessionId, UserId};
use impasto_domain::ports::{PortFuture, ReadError};
use impasto_store::Store;
use impasto_store::reads::SigningKey;

use crate::identity::people::{Account, People, SealedKey};

/// The store as identity sees it.
pub(super) struct StoredPeople(pub Store);

impl People for StoredPeople {
    fn by_email<'a>(&'a self, email: &'a str) -> PortFuture<'a, Result<Option<Account>, ReadError>> {
        Box::pin(async move {
            let found = self.0.account_by_email(email).await?;
            Ok(found.map(|account| Account { user: account.user, password_hash: account.password_hash }))
        })
    }

    fn by_id(&self, id: UserId) -> PortFuture<'_, Result<Option<User>, ReadError>> {
        Box::pin(self.0.user(id))
    }

    fn sessions(&self, user_id: UserId) -> PortFuture<'_, Result<Vec<Session>, ReadError>> {
        Box::pin(self.0.sessions(user_id))
    }

    fn revoked_since(&self, since: DateTime<Utc>) -> PortFuture<'_, Result<Vec<SessionId>, ReadError>> {
        Box::pin(self.0.sessions_revoked_since(since))
    }

    fn keys(&self) -> PortFuture<'_, Result<Vec<SealedKey>, ReadError>> {
        Box::pin(async move {
            let keys = self.0.signing_keys().await?;
            let sealed = |key: SigningKey| SealedKey {
                id: key.id,
                purpose: key.purpose,
                sealed: key.sealed,
                public: key.public,
            };
            Ok(keys.into_iter().map(sealed).collect())
        })
    }

    fn addresses(&self, user_id: UserId) -> PortFuture<'_, Result<Vec<(AddressId, Address)>, ReadError>> {
        Box::pin(self.0.addresses(user_id))
    }
}
