//! Sign-ins that ended before their time: every access token of one is refused at once.
//! Knows nothing of tokens; remembers ids for as long as a token can outlive its sign-in.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{PoisonError, RwLock};

use chrono::{DateTime, Duration, Utc};
use impasto_domain::ids::SessionId;

/// The revoked sign-ins whose access tokens may still be about.
pub struct Revocations {
    keep: Duration,
    /// Kept beside the map so that the usual case, nothing revoked, takes no lock.
    count: AtomicUsize,
    until: RwLock<HashMap<SessionId, DateTime<Utc>>>,
}

impl Revocations {
    /// Remembers each for `keep`, which is no shorter than an access token lasts.
    #[must_use]
    pub fn new(keep: Duration) -> Self {
        Self { keep, count: AtomicUsize::new(0), until: RwLock::default() }
    }

    /// Refuses the tokens of a sign-in from now on.
    pub fn add(&self, session_id: SessionId, now: DateTime<Utc>) {
        let mut until = self.until.write().unwrap_or_else(PoisonError::into_inner);
        if until.len() >= 1_024 && until.len().is_power_of_two() {
            until.retain(|_, end| *end > now);
        }
        until.insert(session_id, now + self.keep);
        self.count.store(until.len(), Ordering::Release);
    }

    /// Whether the tokens of a sign-in are refused.
    #[must_use]
    pub fn contains(&self, session_id: SessionId) -> bool {
        self.count.load(Ordering::Acquire) > 0
            && self.until.read().unwrap_or_else(PoisonError::into_inner).contains_key(&session_id)
    }

    /// Forgets what is over.
    pub fn forget_old(&self, now: DateTime<Utc>) {
        let mut until = self.until.write().unwrap_or_else(PoisonError::into_inner);
        until.retain(|_, end| *end > now);
        self.count.store(until.len(), Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_revoked_sign_in_is_refused_until_its_tokens_are_over() {
        let revoked = Revocations::new(Duration::minutes(15));
        let now = DateTime::from_timestamp(1_000, 0).unwrap();
        let (one, other) = (SessionId(Uuid::from_u128(1)), SessionId(Uuid::from_u128(2)));
        assert!(!revoked.contains(one));
        revoked.add(one, now);
        assert!(revoked.contains(one) && !revoked.contains(other));
        revoked.forget_old(now + Duration::minutes(14));
        assert!(revoked.contains(one));
        revoked.forget_old(now + Duration::minutes(16));
        assert!(!revoked.contains(one));
    }
}
