//! Who among the staff has what in hand: leases in memory for one node, in Redis for all.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use impasto_domain::ids::UserId;
use impasto_domain::ports::{Claim, Claims, PortFuture, PresenceError};
use redis::Script;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use uuid::Uuid;

/// A claim that is told late is worth nothing.
const ANSWER_MAX: Duration = Duration::from_secs(1);

/// Claims on this node.
#[derive(Debug)]
pub struct LocalClaims {
    lease: Duration,
    held: Mutex<HashMap<UserId, (Claim, Instant)>>,
}

/// Claims on all nodes.
pub struct RedisClaims {
    connection: ConnectionManager,
    script: Script,
    key: String,
    lease: Duration,
}

impl std::fmt::Debug for RedisClaims {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedisClaims").field("lease", &self.lease).finish_non_exhaustive()
    }
}

impl LocalClaims {
    /// Claims that last `lease` unless they are renewed.
    #[must_use]
    pub fn new(lease: Duration) -> Self {
        Self { lease, held: Mutex::default() }
    }
}

impl RedisClaims {
    /// Claims that last `lease` unless they are renewed. Connects when it is asked for the first time. Houses that share a
    /// Redis differ in `house`.
    ///
    /// # Errors
    /// The client's error when the address is not one of Redis.
    pub fn start(url: &str, house: &str, lease: Duration) -> Result<Self, redis::RedisError> {
        let client = redis::Client::open(url)?;
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(1)
            .set_connection_timeout(Some(ANSWER_MAX))
            .set_response_timeout(Some(ANSWER_MAX));
        Ok(Self {
            connection: ConnectionManager::new_lazy_with_config(client, config)?,
            script: Script::new(include_str!("claims.lua")),
            key: format!("{{{house}:claims}}:claims"),
            lease,
        })
    }
}

impl Claims for LocalClaims {
    fn claim(&self, claim: Claim) -> PortFuture<'_, Result<Vec<Claim>, PresenceError>> {
        let (now, subject) = (Instant::now(), claim.subject);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|_, (_, until)| *until > now);
        held.insert(claim.holder, (claim, now + self.lease));
        let here = held.values().map(|(claim, _)| claim).filter(|claim| claim.subject == subject);
        let here = in_order(here.cloned().collect());
        Box::pin(std::future::ready(Ok(here)))
    }
}

impl Claims for RedisClaims {
    fn claim(&self, claim: Claim) -> PortFuture<'_, Result<Vec<Claim>, PresenceError>> {
        let subject = claim.subject;
        let mut call = self.script.key(&self.key);
        call.arg(claim.holder.to_string())
            .arg(subject.to_string())
            .arg(claim.name)
            .arg(u64::try_from(self.lease.as_millis()).unwrap_or(u64::MAX));
        let mut connection = self.connection.clone();
        Box::pin(async move {
            let told: Result<Vec<String>, _> = call.invoke_async(&mut connection).await;
            let told = told.map_err(|error| PresenceError(error.to_string()))?;
            let claims = told.chunks_exact(2).filter_map(|pair| {
                let [holder, name] = pair else { return None };
                // Only ids are written there; whatever else somebody put beside them is nobody.
                Some(Claim { subject, holder: UserId(holder.parse::<Uuid>().ok()?), name: name.clone() })
            });
            Ok(in_order(claims.collect()))
        })
    }
}

fn in_order(mut claims: Vec<Claim>) -> Vec<Claim> {
    claims.sort_by(|one, other| one.name.cmp(&other.name).then(one.holder.cmp(&other.holder)));
    claims
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(subject: u128, holder: u128, name: &str) -> Claim {
        Claim { subject: Uuid::from_u128(subject), holder: UserId(Uuid::from_u128(holder)), name: name.to_owned() }
    }

    async fn names(claims: &impl Claims, mine: Claim) -> Vec<String> {
        claims.claim(mine).await.unwrap().into_iter().map(|claim| claim.name).collect()
    }

    async fn somebody_has_one_thing_in_hand_until_the_lease_ends(claims: &impl Claims) {
        assert_eq!(names(claims, claim(1, 10, "Paula")).await, ["Paula"]);
        assert_eq!(names(claims, claim(1, 11, "Otto | Co.")).await, ["Otto | Co.", "Paula"]);
        // Who turns to something else lets go of it.
        assert_eq!(names(claims, claim(2, 10, "Paula")).await, ["Paula"]);
        assert_eq!(names(claims, claim(1, 11, "Otto | Co.")).await, ["Otto | Co."]);
        tokio::time::sleep(Duration::from_millis(450)).await;
        assert_eq!(names(claims, claim(2, 12, "Clara")).await, ["Clara"]);
    }

    #[tokio::test]
    async fn on_one_node() {
        let claims = LocalClaims::new(Duration::from_millis(300));
        somebody_has_one_thing_in_hand_until_the_lease_ends(&claims).await;
    }

    #[tokio::test]
    async fn on_redis() {
        let url = std::env::var("IMPASTO_TEST_REDIS").unwrap_or_else(|_| "redis://127.0.0.1:6379".to_owned());
        let address = url.trim_start_matches("redis://").split('/').next().unwrap_or_default().to_owned();
        if std::net::TcpStream::connect(&address).is_err() {
            eprintln!("no Redis at {address}: left out");
            return;
        }
        let house = format!("test-{}", Uuid::new_v4());
        let claims = RedisClaims::start(&url, &house, Duration::from_millis(300)).unwrap();
        somebody_has_one_thing_in_hand_until_the_lease_ends(&claims).await;
    }
}
