//! Password hashes: argon2id, computed off the serving threads by a bounded number at a time.
//! Knows nothing of accounts.
//!
//! Parameters follow OWASP's Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane (configurable); a salt of 16 and a
//! hash of 32 bytes. Each hash takes its memory only while it is computed, so that `threads × memory` is the most that
//! sign-ins take.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use crate::config;
use crate::gateway::problem::Problem;

/// Computes and checks password hashes.
pub struct Passwords {
    hasher: Argon2<'static>,
    /// What an unknown e-mail address is checked against, so that it takes as long as a known one.
    decoy: String,
    running: Arc<Semaphore>,
    waiting: AtomicUsize,
    queue: usize,
}

/// The hasher cannot be made; the configuration is at fault.
#[derive(Debug, thiserror::Error)]
#[error("identity.argon2_memory_kib or identity.argon2_passes is not possible: {0}")]
pub struct BadParameters(String);

impl Passwords {
    /// A pool with the configured cost.
    ///
    /// # Errors
    /// [`BadParameters`] when argon2 does not take the cost.
    pub fn new(settings: &config::Identity) -> Result<Self, BadParameters> {
        let bad = |error: &dyn std::fmt::Display| BadParameters(error.to_string());
        let params = Params::new(settings.argon2_memory_kib, settings.argon2_passes, 1, None);
        let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.map_err(|error| bad(&error))?);
        let nobody: [u8; 32] = rand::random();
        let decoy = hasher.hash_password(&nobody).map_err(|error| bad(&error))?.to_string();
        let threads = match settings.password_threads {
            0 => std::thread::available_parallelism().map_or(1, NonZeroUsize::get).div_ceil(2),
            threads => threads,
        };
        let running = Arc::new(Semaphore::new(threads));
        Ok(Self { hasher, decoy, running, waiting: AtomicUsize::new(0), queue: settings.password_queue })
    }

    /// The hash of a password in PHC form (`$argon2id$…`), with a fresh salt.
    ///
    /// # Errors
    /// 503 when too many wait already.
    pub async fn hash(&self, password: &str) -> Result<String, Problem> {
        let (hasher, password) = (self.hasher.clone(), password.to_owned());
        self.run(move || hasher.hash_password(password.as_bytes()).map(|hash| hash.to_string()))
            .await?
            .map_err(|error| Problem::internal(&error))
    }

    /// Whether a password fits a stored hash. Without a hash (nobody has that e-mail address) the answer is no, after
    /// the same time.
    ///
    /// # Errors
    /// 503 when too many wait already.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, Problem> {
        let known = stored.is_some();
        let (hasher, password) = (self.hasher.clone(), password.to_owned());
        let stored = stored.unwrap_or(&self.decoy).to_owned();
        let fits = self.run(move || {
            let hash = PasswordHash::new(&stored).ok();
            hash.is_some_and(|hash| hasher.verify_password(password.as_bytes(), &hash).is_ok())
        });
        Ok(fits.await? && known)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let place = Place::take(&self.waiting, self.queue)?;
        // Closed never: the semaphore lives as long as the pool.
        let permit = Arc::clone(&self.running).acquire_owned().await.map_err(|error| Problem::internal(&error))?;
        drop(place);
        let done = actix_web::rt::task::spawn_blocking(move || {
            let done = work();
            // Given back by the thread itself: a caller that goes away does not free the place of work that goes on.
            drop(permit);
            done
        });
        done.await.map_err(|error| Problem::internal(&error))
    }
}

/// A place in the queue; given back when its owner is served or goes away.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize, queue: usize) -> Result<Self, Problem> {
        let place = Self(waiting);
        if waiting.fetch_add(1, Ordering::AcqRel) >= queue {
            return Err(Problem::unavailable(1).detail("Too many people are signing in at this moment."));
        }
        Ok(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cheap(queue: usize) -> Passwords {
        let settings = config::Identity {
            argon2_memory_kib: 1_024,
            argon2_passes: 1,
            password_threads: 1,
            password_queue: queue,
            ..config::Identity::default()
        };
        Passwords::new(&settings).unwrap()
    }

    #[actix_web::test]
    async fn a_password_fits_its_own_hash_only() {
        let pool = cheap(4);
        let hash = pool.hash("correct horse").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=1024,t=1,p=1$"), "{hash}");
        assert!(pool.verify("correct horse", Some(&hash)).await.unwrap());
        assert!(!pool.verify("wrong horse", Some(&hash)).await.unwrap());
        assert!(!pool.verify("correct horse", None).await.unwrap());
        assert!(!pool.verify("correct horse", Some("damaged")).await.unwrap());
        assert_ne!(pool.hash("correct horse").await.unwrap(), hash, "each hash has its own salt");
    }

    #[actix_web::test]
    async fn a_full_queue_is_told_to_come_back() {
        let pool = cheap(1);
        let blocked = Arc::clone(&pool.running).acquire_owned().await.unwrap();
        let mut waits = Box::pin(pool.hash("first in the queue"));
        assert!(futures_util::poll!(&mut waits).is_pending());
        let refused = pool.hash("one too many").await.unwrap_err();
        assert_eq!(refused.status(), 503);
        assert!(refused.json_response(None).headers().contains_key("retry-after"));
        drop(waits);
        let mut waits = Box::pin(pool.hash("who goes away leaves the place"));
        assert!(futures_util::poll!(&mut waits).is_pending());
        drop(blocked);
        waits.await.unwrap();
    }

    #[test]
    fn the_default_cost_is_owasps() {
        let pool = Passwords::new(&config::Identity::default()).unwrap();
        assert!(pool.decoy.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", pool.decoy);
    }
}
