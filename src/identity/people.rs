//! The port through which identity reads people, their sessions, their addresses and the signing keys.
//! Knows no SQL; writes travel through the journal as edits.

use chrono::{DateTime, Utc};
use impasto_domain::address::Address;
use impasto_domain::identity::{Session, User};
use impasto_domain::ids::{AddressId, KeyId, SessionId, UserId};
use impasto_domain::ports::{PortFuture, ReadError};

/// Reads about people. Answers are at least as new as every commit this node has acknowledged.
pub trait People: Send + Sync {
    /// The account with an e-mail address, compared without regard to case.
    fn by_email<'a>(&'a self, email: &'a str) -> PortFuture<'a, Result<Option<Account>, ReadError>>;
    /// A person.
    fn by_id(&self, id: UserId) -> PortFuture<'_, Result<Option<User>, ReadError>>;
    /// The live sign-ins of a person, the last used first.
    fn sessions(&self, user_id: UserId) -> PortFuture<'_, Result<Vec<Session>, ReadError>>;
    /// Sign-ins that were revoked at or after `since`.
    fn revoked_since(&self, since: DateTime<Utc>) -> PortFuture<'_, Result<Vec<SessionId>, ReadError>>;
    /// Every signing key.
    fn keys(&self) -> PortFuture<'_, Result<Vec<SealedKey>, ReadError>>;
    /// A person's address book, in the order it was written.
    fn addresses(&self, user_id: UserId) -> PortFuture<'_, Result<Vec<(AddressId, Address)>, ReadError>>;
}

/// A person with what a sign-in is checked against.
#[derive(Clone)]
pub struct Account {
    /// The person.
    pub user: User,
    /// Argon2id in PHC form.
    pub password_hash: String,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("user", &self.user.id).finish_non_exhaustive()
    }
}

/// A signing key as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedKey {
    /// Its id, the `kid` of its tokens; its UUIDv7 says when it was made.
    pub id: KeyId,
    /// `jwt`, `visitor` or `certificate`.
    pub purpose: String,
    /// Private key, sealed with the master secret.
    pub sealed: Vec<u8>,
    /// Public key of a `jwt` or `certificate` key.
    pub public: Vec<u8>,
}
