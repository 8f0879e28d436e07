//! Rates: how many requests an owner and a client address may send.
//! Knows nothing of what the requests want. Counts on this node only.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock, QuantaClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use impasto_domain::owner::Owner;
use uuid::Uuid;

use super::client::Client;
use super::problem::{Problem, ProblemType};
use crate::config;

/// Counts requests.
pub struct RateLimits {
    addresses: Option<Keyed<IpAddr>>,
    owners: Option<Keyed<Uuid>>,
    clock: QuantaClock,
}

type Keyed<K> = RateLimiter<K, DashMapStateStore<K>, QuantaClock, NoOpMiddleware<governor::clock::QuantaInstant>>;

impl RateLimits {
    /// Limits as configured; a rate of 0 is none.
    #[must_use]
    pub fn new(limits: &config::Limits) -> Self {
        Self {
            addresses: keyed(limits.address_per_second, limits.address_burst),
            owners: keyed(limits.owner_per_second, limits.owner_burst),
            clock: QuantaClock::default(),
        }
    }

    /// Counts a request of a client address.
    ///
    /// # Errors
    /// 429 with the seconds until the next one is welcome.
    pub fn count_address(&self, client: &Client) -> Result<(), Problem> {
        if client.is_exempt { Ok(()) } else { self.count(self.addresses.as_ref(), &client.limit_key()) }
    }

    /// Counts a request of an owner.
    ///
    /// # Errors
    /// 429 with the seconds until the next one is welcome.
    pub fn count_owner(&self, client: &Client, owner: Owner) -> Result<(), Problem> {
        if client.is_exempt { Ok(()) } else { self.count(self.owners.as_ref(), &owner.id()) }
    }

    /// Forgets who has not been seen for a while.
    pub fn forget_idle(&self) {
        if let Some(addresses) = &self.addresses {
            addresses.retain_recent();
            addresses.shrink_to_fit();
        }
        if let Some(owners) = &self.owners {
            owners.retain_recent();
            owners.shrink_to_fit();
        }
    }

    fn count<K: Hash + Eq + Clone>(&self, limiter: Option<&Keyed<K>>, key: &K) -> Result<(), Problem> {
        let Some(limiter) = limiter else { return Ok(()) };
        limiter.check_key(key).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            let seconds = u32::try_from(wait.as_secs() + 1).unwrap_or(u32::MAX);
            Problem::new(ProblemType::RateLimited).retry_after(seconds)
        })
    }
}

fn keyed<K: Hash + Eq + Clone>(per_second: u32, burst: u32) -> Option<Keyed<K>> {
    let rate = NonZeroU32::new(per_second)?;
    let burst = NonZeroU32::new(burst).unwrap_or(rate);
    Some(RateLimiter::dashmap(Quota::per_second(rate).allow_burst(burst)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use impasto_domain::ids::VisitorId;

    fn client(last: u8, is_exempt: bool) -> Client {
        Client { address: IpAddr::from([10, 0, 0, last]), is_exempt }
    }

    #[test]
    fn a_burst_is_welcome_and_the_next_request_is_told_to_wait() {
        let limits = config::Limits { address_per_second: 1, address_burst: 3, ..config::Limits::default() };
        let limits = RateLimits::new(&limits);
        for _ in 0..3 {
            limits.count_address(&client(1, false)).unwrap();
        }
        let refused = limits.count_address(&client(1, false)).unwrap_err();
        assert_eq!(refused.kind(), Some(ProblemType::RateLimited));
        assert!(refused.json_response(None).headers().contains_key("retry-after"));
        limits.count_address(&client(2, false)).unwrap();
        limits.count_address(&client(1, true)).unwrap();
    }

    #[test]
    fn owners_are_counted_apart_from_addresses_and_zero_is_unlimited() {
        let limits =
            config::Limits { address_per_second: 0, owner_per_second: 1, owner_burst: 1, ..config::Limits::default() };
        let limits = RateLimits::new(&limits);
        let owner = |n| Owner::Visitor(VisitorId(Uuid::from_u128(n)));
        limits.count_owner(&client(1, false), owner(1)).unwrap();
        assert!(limits.count_owner(&client(1, false), owner(1)).is_err());
        limits.count_owner(&client(1, false), owner(2)).unwrap();
        for _ in 0..10_000 {
            limits.count_address(&client(1, false)).unwrap();
        }
        limits.forget_idle();
    }
}
