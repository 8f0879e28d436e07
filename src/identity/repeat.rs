//! Repeats of what people do about their accounts: whose an idempotency key is while nobody is signed in, and whether a
//! request was carried out before.
//!
//! The journal answers a repeat by itself. But a repeat may not get as far: the password it proves has changed since, the
//! secret it brings is spent, and what sends mails is counted. So it is asked for before all that, where the first answer had
//! nothing to tell. Knows nothing of what the requests do.

use impasto_domain::command::IdempotencyKey;
use impasto_domain::refusal::Refusal;
use uuid::Uuid;

use super::Identity;
use crate::gateway::problem::Problem;
use crate::gateway::request_key::RequestKey;
use crate::gateway::shared::{KeyUse, Shared};

/// Whether a request was carried out before under its key: then it is answered as it was then.
///
/// # Errors
/// 422 `idempotency-mismatch` for a key that was used for another request, 503.
pub async fn was_done(shared: &Shared, key: Option<&IdempotencyKey>) -> Result<bool, Problem> {
    let Some(key) = key else { return Ok(false) };
    match shared.used_keys.use_of(key).await? {
        KeyUse::Unused => Ok(false),
        KeyUse::Same => Ok(true),
        KeyUse::Another => Err(Refusal::IdempotencyMismatch.into()),
    }
}

/// The key of a request that needs no token: the caller's, or, of somebody who is nobody yet, theirs who know this.
#[must_use]
pub fn key_of(shared: &Shared, who: &Identity, key: RequestKey, what: &str, known: &str) -> IdempotencyKey {
    let caller = who.owner().map(|owner| owner.id());
    key.of_id(caller.unwrap_or_else(|| stranger(shared, what, known)))
}

/// Whose an idempotency key is when nobody is known: theirs who know an e-mail address, or the secret of a mail.
#[must_use]
pub fn stranger(shared: &Shared, what: &str, known: &str) -> Uuid {
    let digest = shared.secrets.fingerprint(&[what.as_bytes(), known.as_bytes()]);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(digest.first_chunk::<16>().unwrap_or(&[0; 16]));
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// An e-mail address as it is compared.
#[must_use]
pub fn plain_email(email: &str) -> String {
    email.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use impasto_domain::command::{Command, Submission};
    use impasto_domain::edit::Edit;

    use super::*;
    use crate::gateway::problem::ProblemType;
    use crate::identity::testing::House;

    #[actix_web::test]
    async fn a_key_is_known_once_it_was_kept_even_for_nothing() {
        let house = House::new();
        let shared = house.shared(|_| {}).await;
        let owner_id = stranger(&shared, "forgotten password", &plain_email(" Zoe@example.test "));
        assert_eq!(owner_id, stranger(&shared, "forgotten password", "zoe@example.test"));
        assert_ne!(owner_id, stranger(&shared, "lost order", "zoe@example.test"));
        let key = |hash: u8| IdempotencyKey {
            owner_id,
            route: "POST /api/v1/auth/forgot-password".to_owned(),
            key: "k".to_owned(),
            body_hash: [hash; 32],
        };
        assert!(!was_done(&shared, None).await.unwrap());
        assert!(!was_done(&shared, Some(&key(1))).await.unwrap());
        let command = Command::Edit(Box::new(Edit::KeepKey));
        shared.journal.submit(Submission { command, idempotency: Some(key(1)) }).await.unwrap();
        assert!(was_done(&shared, Some(&key(1))).await.unwrap());
        let problem = was_done(&shared, Some(&key(2))).await.unwrap_err();
        assert_eq!(problem.kind(), Some(ProblemType::IdempotencyMismatch));
    }
}
