//! The sign-in throttle: after five failures in a minute for one account from one client address, that pair waits.
//! Counted over all nodes where there is a port for it; what this node has counted itself says who waits without it or
//! while it is away. Knows nothing of passwords.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use impasto_domain::ports::limits::{SharedSignIns, SignInAttempt, SignInEnd, Verdict};
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

use crate::gateway::problem::{Problem, ProblemType};

/// How far back failures count.
const WINDOW: Duration = Duration::seconds(60);

/// Pairs or addresses kept before the old ones are swept out; then twice what was left, so that a sweep is rare even
/// when all of them are young.
const SWEEP_AT: usize = 10_000;

/// Counts failed sign-ins.
pub struct SignInThrottle {
    per_pair: usize,
    per_address: usize,
    pairs: Mutex<Kept<(String, IpAddr), Pair>>,
    addresses: Mutex<Kept<IpAddr, Failures>>,
    /// What all nodes know together.
    shared: Option<Arc<dyn SharedSignIns>>,
}

struct Kept<K, V> {
    entries: HashMap<K, V>,
    sweep_at: usize,
}

/// One sign-in under way. Those of one account from one address go one after the other, so that a burst cannot try
/// more passwords than the limit before the first failure is counted.
pub struct Attempt<'a> {
    throttle: &'a SignInThrottle,
    address: IpAddr,
    pair: OwnedMutexGuard<Failures>,
    /// As the other nodes know it, until they are told how it ended.
    told: Option<SignInAttempt>,
}

type Pair = Arc<tokio::sync::Mutex<Failures>>;

#[derive(Default)]
struct Failures(VecDeque<DateTime<Utc>>);

impl SignInThrottle {
    /// Limits a minute; 0 is unlimited.
    #[must_use]
    pub fn new(per_pair: u32, per_address: u32, shared: Option<Arc<dyn SharedSignIns>>) -> Self {
        let limit = |n: u32| if n == 0 { usize::MAX } else { usize::try_from(n).unwrap_or(usize::MAX) };
        Self {
            per_pair: limit(per_pair),
            per_address: limit(per_address),
            pairs: Mutex::default(),
            addresses: Mutex::default(),
            shared,
        }
    }

    /// Begins a sign-in; waits for those of the same pair that began before. `now` is asked again after the wait.
    ///
    /// # Errors
    /// 429 with the seconds until the oldest failure no longer counts.
    pub async fn begin(
        &self,
        account: &str,
        address: IpAddr,
        now: impl Fn() -> DateTime<Utc>,
    ) -> Result<Attempt<'_>, Problem> {
        let key = (account.to_lowercase(), address);
        let pair = {
            let mut pairs = self.pairs.lock().unwrap_or_else(PoisonError::into_inner);
            // One that is locked is in use; one that is not can be looked at without waiting.
            pairs.sweep(|pair| pair.try_lock().map_or(true, |mut pair| !pair.is_over(now())));
            Arc::clone(pairs.entries.entry(key).or_default())
        };
        let mut pair = pair.lock_owned().await;
        let told = self.elsewhere(account, address).await?;
        let now = now();
        if told.is_none() {
            pair.check(self.per_pair, now)?;
            let mut addresses = self.addresses.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(failures) = addresses.entries.get_mut(&address) {
                failures.check(self.per_address, now)?;
            }
        }
        Ok(Attempt { throttle: self, address, pair, told })
    }

    /// Counts the attempt for all nodes; `None` when nobody but this node counts.
    async fn elsewhere(&self, account: &str, address: IpAddr) -> Result<Option<SignInAttempt>, Problem> {
        let Some(shared) = &self.shared else { return Ok(None) };
        let most = |limit: usize| u32::try_from(limit).ok();
        let attempt = SignInAttempt {
            id: Uuid::new_v4(),
            pair: hash_of(&(account.to_lowercase(), address)),
            address: hash_of(&address),
            pair_max: most(self.per_pair),
            address_max: most(self.per_address),
            window: WINDOW.to_std().unwrap_or_default(),
        };
        match shared.begin(&attempt).await {
            Ok(Verdict::Within) => Ok(Some(attempt)),
            Ok(Verdict::Reached(wait)) => Err(too_many(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX))),
            Err(_) => Ok(None),
        }
    }
}

impl Attempt<'_> {
    /// The password was wrong, or nobody has that e-mail address.
    pub fn failed(mut self, now: DateTime<Utc>) {
        self.tell(SignInEnd::Failed);
        self.pair.forget_old(now);
        self.pair.0.push_back(now);
        let mut addresses = self.throttle.addresses.lock().unwrap_or_else(PoisonError::into_inner);
        addresses.sweep(|failures| !failures.is_over(now));
        let failures = addresses.entries.entry(self.address).or_default();
        failures.forget_old(now);
        failures.0.push_back(now);
    }

    /// The password was right: what failed before no longer counts for this pair.
    pub fn succeeded(mut self) {
        self.tell(SignInEnd::Succeeded);
        self.pair.0.clear();
    }

    fn tell(&mut self, ended: SignInEnd) {
        if let (Some(shared), Some(attempt)) = (&self.throttle.shared, self.told.take()) {
            shared.note(&attempt, ended);
        }
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        self.tell(SignInEnd::Unknown);
    }
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self { entries: HashMap::new(), sweep_at: SWEEP_AT }
    }
}

impl<K: Eq + Hash, V> Kept<K, V> {
    fn sweep(&mut self, is_young: impl Fn(&mut V) -> bool) {
        if self.entries.len() >= self.sweep_at {
            self.entries.retain(|_, value| is_young(value));
            self.sweep_at = SWEEP_AT.max(self.entries.len() * 2);
        }
    }
}

impl Failures {
    fn check(&mut self, limit: usize, now: DateTime<Utc>) -> Result<(), Problem> {
        self.forget_old(now);
        // The newest `limit` failures decide; the oldest of them says when the next attempt is welcome.
        match self.0.len().checked_sub(limit).and_then(|index| self.0.get(index)) {
            None => Ok(()),
            Some(oldest) => Err(too_many((*oldest + WINDOW - now).num_milliseconds())),
        }
    }

    fn is_over(&mut self, now: DateTime<Utc>) -> bool {
        self.forget_old(now);
        self.0.is_empty()
    }

    fn forget_old(&mut self, now: DateTime<Utc>) {
        while self.0.front().is_some_and(|at| *at + WINDOW <= now) {
            self.0.pop_front();
        }
    }
}

fn too_many(wait_ms: i64) -> Problem {
    let wait_s = u32::try_from(wait_ms.max(1).saturating_add(999) / 1_000).unwrap_or(60);
    let detail = "There were too many failed attempts to sign in. Wait a moment and try again.";
    Problem::new(ProblemType::RateLimited).detail(detail).retry_after(wait_s)
}

/// The same on every node.
fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_000 + second, 0).unwrap()
    }

    fn address(last: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, last])
    }

    async fn fail(throttle: &SignInThrottle, account: &str, from: u8, second: i64) -> Result<(), Problem> {
        throttle.begin(account, address(from), || at(second)).await.map(|attempt| attempt.failed(at(second)))
    }

    #[actix_web::test]
    async fn after_five_failures_the_pair_waits_and_others_do_not() {
        let throttle = SignInThrottle::new(5, 0, None);
        for second in 0..5 {
            fail(&throttle, "a@example.test", 1, second).await.unwrap();
        }
        let refused = fail(&throttle, "A@Example.test", 1, 10).await.unwrap_err();
        assert_eq!(refused.status(), 429);
        assert_eq!(refused.json_response(None).headers().get("retry-after").unwrap(), "50");
        fail(&throttle, "a@example.test", 2, 10).await.unwrap();
        fail(&throttle, "b@example.test", 1, 10).await.unwrap();
        fail(&throttle, "a@example.test", 1, 60).await.unwrap();
    }

    #[actix_web::test]
    async fn a_success_wipes_the_slate_of_its_pair() {
        let throttle = SignInThrottle::new(5, 0, None);
        for round in 0..3 {
            for second in 0..4 {
                fail(&throttle, "a@example.test", 1, round * 4 + second).await.unwrap();
            }
            throttle.begin("a@example.test", address(1), || at(round * 4 + 4)).await.unwrap().succeeded();
        }
    }

    #[actix_web::test]
    async fn one_address_cannot_try_many_accounts() {
        let throttle = SignInThrottle::new(5, 10, None);
        for n in 0..10 {
            fail(&throttle, &format!("{n}@example.test"), 1, 0).await.unwrap();
        }
        assert!(fail(&throttle, "x@example.test", 1, 1).await.is_err());
        fail(&throttle, "x@example.test", 2, 1).await.unwrap();
    }

    #[actix_web::test]
    async fn a_burst_tries_no_more_than_the_limit() {
        let throttle = SignInThrottle::new(5, 0, None);
        let burst = (0..50).map(|_| async {
            let attempt = throttle.begin("a@example.test", address(1), || at(0)).await?;
            actix_web::rt::task::yield_now().await;
            attempt.failed(at(0));
            Ok::<(), Problem>(())
        });
        let tried = futures_util::future::join_all(burst).await.into_iter().filter(Result::is_ok).count();
        assert_eq!(tried, 5);
    }

    #[actix_web::test]
    async fn zero_is_unlimited() {
        let throttle = SignInThrottle::new(0, 0, None);
        for _ in 0..200 {
            fail(&throttle, "a@example.test", 1, 0).await.unwrap();
        }
    }

    #[actix_web::test]
    async fn old_pairs_are_forgotten() {
        let throttle = SignInThrottle::new(5, 0, None);
        for n in 0..=SWEEP_AT {
            fail(&throttle, &format!("{n}@example.test"), 1, 0).await.unwrap();
        }
        fail(&throttle, "last@example.test", 1, 0).await.unwrap();
        assert!(throttle.pairs.lock().unwrap().entries.len() > SWEEP_AT, "young ones stay");
        for n in 0..=SWEEP_AT {
            fail(&throttle, &format!("{n}@other.test"), 1, 100).await.unwrap();
        }
        assert!(throttle.pairs.lock().unwrap().entries.len() <= SWEEP_AT + 2);
    }
}
