//! What every request can reach: configuration, ports, keys, limits.
//! Knows which ports there are, not what stands behind them.

use std::sync::Arc;

use actix_web::{HttpRequest, web};
use chrono::{DateTime, Duration, Utc};
use impasto_domain::command::IdempotencyKey;
use impasto_domain::event::{Committed, Event};
use impasto_domain::ids::{Mint, UserId, VisitorId};
use impasto_domain::ports::limits::SharedSignIns;
use impasto_domain::ports::{Clock, Journal, PortFuture, ReadError};

use super::health::Readiness;
use super::html::ErrorPages;
use super::language;
use super::limits::RateLimits;
use super::problem::Problem;
use super::profile::Profile;
use super::security::SecurityHeaders;
use super::sockets::SocketPlaces;
use super::under_way::UnderWay;
use super::upload::UploadMemory;
use crate::config::Config;
use crate::identity::access::AccessTokens;
use crate::identity::keyring::{KeyError, KeyRing};
use crate::identity::password::{BadParameters, Passwords};
use crate::identity::people::People;
use crate::identity::revoked::Revocations;
use crate::identity::secrets::HouseSecrets;
use crate::identity::throttle::SignInThrottle;
use crate::telemetry::Sampling;
use crate::words::Language;

/// Moves a visitor's cart to the user who signed in; the engine does it.
pub trait CartMerger: Send + Sync {
    /// Moves the cart; deadlines of its holds stay. Moving an empty one is harmless.
    fn merge(&self, visitor: VisitorId, user: UserId) -> PortFuture<'_, Result<(), Problem>>;
}

/// What is known of the idempotency keys that were used. The journal decides by them; this is for naming a mismatch
/// before the fields of a body are looked at, and for repeats that could not be carried out again.
pub trait UsedKeys: Send + Sync {
    /// What the key was used for.
    fn use_of<'a>(&'a self, key: &'a IdempotencyKey) -> PortFuture<'a, Result<KeyUse, ReadError>>;
}

/// What an idempotency key was used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyUse {
    /// Nothing that was carried out.
    Unused,
    /// A request with this path and body.
    Same,
    /// A request with another path or body.
    Another,
}

impl KeyUse {
    /// From whether it was used for the same.
    #[must_use]
    pub fn of(used_for_same: Option<bool>) -> Self {
        match used_for_same {
            None => Self::Unused,
            Some(true) => Self::Same,
            Some(false) => Self::Another,
        }
    }
}

/// What the program joins to make [`Shared`].
pub struct Parts {
    /// Failed sign-ins over all nodes; without it each node counts for itself.
    pub sign_ins: Option<Arc<dyn SharedSignIns>>,
    /// The checked configuration.
    pub config: Arc<Config>,
    /// Whether this is the demonstration gallery.
    pub is_demo: bool,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// Writes.
    pub journal: Arc<dyn Journal>,
    /// Reads about people.
    pub people: Arc<dyn People>,
    /// Idempotency keys that were used.
    pub used_keys: Arc<dyn UsedKeys>,
    /// The engine's hand for carts.
    pub carts: Arc<dyn CartMerger>,
    /// The house's own keys.
    pub secrets: HouseSecrets,
    /// The pages for what went wrong.
    pub pages: Arc<dyn ErrorPages>,
    /// How the house presents itself.
    pub profile: Profile,
}

/// What every request can reach. One for all workers, as actix app data (`web::Data<Shared>`).
pub struct Shared {
    /// The checked configuration.
    pub config: Arc<Config>,
    /// Whether this is the demonstration gallery.
    pub is_demo: bool,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// Writes.
    pub journal: Arc<dyn Journal>,
    /// Reads about people.
    pub people: Arc<dyn People>,
    /// Idempotency keys that were used.
    pub used_keys: Arc<dyn UsedKeys>,
    /// The engine's hand for carts.
    pub carts: Arc<dyn CartMerger>,
    /// The house's own keys.
    pub secrets: HouseSecrets,
    /// The signing keys.
    pub keys: Arc<KeyRing>,
    /// Access tokens.
    pub access: AccessTokens,
    /// Sign-ins that ended before their time.
    pub revoked: Revocations,
    /// Password hashes.
    pub passwords: Passwords,
    /// Failed sign-ins.
    pub throttle: SignInThrottle,
    /// Requests by owner and address.
    pub limits: RateLimits,
    /// Open sockets by address.
    pub sockets: SocketPlaces,
    /// Memory of uploads under way.
    pub uploads: UploadMemory,
    /// Headers of every answer.
    pub headers: SecurityHeaders,
    /// The pages for what went wrong.
    pub pages: Arc<dyn ErrorPages>,
    /// How the house presents itself.
    pub profile: Profile,
    /// The languages that it speaks, the first to those who ask for none of them.
    pub languages: Vec<Language>,
    /// Which requests are traced.
    pub sampling: Sampling,
    /// Whether this node may be sent requests.
    pub ready: Readiness,
    /// The requests it has.
    pub under_way: UnderWay,
}

/// The gateway cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum SharedError {
    /// The signing keys.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The password hasher.
    #[error(transparent)]
    Passwords(#[from] BadParameters),
}

impl Shared {
    /// Loads (or makes) the signing keys and the list of revoked sign-ins, and joins everything.
    ///
    /// # Errors
    /// [`SharedError`]; one clear line.
    pub async fn open(parts: Parts) -> Result<Self, SharedError> {
        let Parts { sign_ins, config, is_demo, clock, journal, people, used_keys, carts, secrets, pages, profile } =
            parts;
        let now = clock.now();
        let keys = Arc::new(KeyRing::open(secrets.clone(), &*people, &*journal, now).await?);
        let ttl = Duration::seconds(i64::from(config.identity.access_ttl_s));
        // A little longer than a token lasts, for clocks of nodes that differ.
        let keep = ttl + Duration::seconds(60);
        let revoked = Revocations::new(keep);
        for session_id in people.revoked_since(now - keep).await.map_err(KeyError::Read)? {
            revoked.add(session_id, now);
        }
        let limits = &config.limits;
        Ok(Self {
            sampling: Sampling::of(&config.telemetry),
            access: AccessTokens::new(Arc::clone(&keys), ttl),
            passwords: Passwords::new(&config.identity)?,
            throttle: SignInThrottle::new(limits.sign_in_failures, limits.sign_in_failures_per_address, sign_ins),
            limits: RateLimits::new(limits),
            sockets: SocketPlaces::new(limits.sockets_per_address),
            uploads: UploadMemory::new(limits.upload_memory_bytes),
            headers: SecurityHeaders::new(&config),
            languages: language::offered(&config.site.locales),
            ready: Readiness::default(),
            under_way: UnderWay::default(),
            keys,
            revoked,
            config,
            is_demo,
            clock,
            journal,
            people,
            used_keys,
            carts,
            secrets,
            pages,
            profile,
        })
    }

    /// A mint for ids made now.
    #[must_use]
    pub fn mint(&self) -> Mint {
        Mint::new(self.clock.now(), rand::random())
    }

    /// Whether browsers reach the site over TLS, so that cookies can insist on it.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.config.public_url.as_ref().is_some_and(crate::config::PublicUrl::is_https)
    }

    /// Takes committed events: ended sign-ins are refused from now on, new signing keys are read before the next use.
    /// Never waits.
    pub fn observe(&self, events: &[Committed]) {
        for committed in events {
            match &committed.event {
                Event::SessionRevoked { session_id, .. } => self.revoked.add(*session_id, self.clock.now()),
                Event::KeysChanged => self.keys.mark_stale(),
                _ => {}
            }
        }
    }

    /// What is due from time to time (every minute or so): old revocations and idle counters are forgotten, changed
    /// keys read, old keys followed by new ones.
    ///
    /// # Errors
    /// [`KeyError`]; the known keys stay.
    pub async fn maintain(&self) -> Result<(), KeyError> {
        let now = self.clock.now();
        self.revoked.forget_old(now);
        self.limits.forget_idle();
        self.keys.refresh(&*self.people).await?;
        let days = self.config.identity.key_days;
        if self.keys.rotate_if_due(days, &*self.people, &*self.journal, now).await? {
            tracing::info!("access tokens get a new signing key");
        }
        Ok(())
    }

    /// Looks for signing keys that are not known yet.
    pub(crate) async fn look_for_keys(&self, now: DateTime<Utc>) -> Result<(), Problem> {
        self.keys.look_for_unknown(&*self.people, now).await.map_err(|error| {
            tracing::error!(%error, "the signing keys could not be read");
            Problem::unavailable(2)
        })
    }
}

/// What a request can reach.
///
/// # Errors
/// 500 when the application was built without it.
pub fn shared(request: &HttpRequest) -> Result<&Shared, Problem> {
    let data = request.app_data::<web::Data<Shared>>().map(|data| &***data);
    data.ok_or_else(|| Problem::internal(&std::io::Error::other("the application has no shared state")))
}
