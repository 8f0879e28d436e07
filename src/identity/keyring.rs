//! The signing keys: loaded from the database, unsealed, chosen by age, published as JWKS.
//! Knows nothing of claims or of who carries a token.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use ed25519_dalek::SigningKey;
use impasto_domain::command::Command;
use impasto_domain::edit::Edit;
use impasto_domain::ids::{KeyId, Mint};
use impasto_domain::ports::{Journal, JournalError, ReadError};
use jsonwebtoken::{DecodingKey, EncodingKey};
use serde_json::{Value, json};

use super::certify::{CertificateKey, Signed};
use super::people::{People, SealedKey};
use super::secrets::HouseSecrets;

/// A new key is published for this long before it signs, so that every node and every reader of the JWKS has it.
pub const ACTIVATION: Duration = Duration::seconds(60);

/// Unknown key ids (anybody can send one) lead to a look into the database at most this often.
const RELOAD_EVERY_MS: i64 = 2_000;

/// The keys this node knows.
pub struct KeyRing {
    secrets: HouseSecrets,
    keys: RwLock<Arc<KeySet>>,
    stale: AtomicBool,
    reloaded_ms: AtomicI64,
    looking: tokio::sync::Mutex<()>,
}

/// One state of the ring.
#[derive(Default)]
pub struct KeySet {
    /// By age, oldest first.
    jwt: Vec<JwtKey>,
    /// By age, oldest first.
    visitor: Vec<VisitorKey>,
    /// By age, oldest first.
    certificate: Vec<CertificateKey>,
}

/// A key for access tokens.
pub struct JwtKey {
    /// The `kid`.
    pub id: KeyId,
    /// Signs.
    pub encoding: EncodingKey,
    /// Verifies.
    pub decoding: DecodingKey,
    public: [u8; 32],
}

/// A key for visitor tokens.
pub struct VisitorKey {
    /// Named in its tokens.
    pub id: KeyId,
    /// HMAC-SHA256 key.
    pub key: [u8; 32],
}

/// The keys cannot be loaded or made.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The database is away.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A key could not be stored.
    #[error("a signing key could not be stored: {0}")]
    Write(#[from] JournalError),
    /// They belong to another master secret.
    #[error(
        "the signing keys of this database were sealed with another master secret: set secrets.master to the one they were made with"
    )]
    OtherMaster,
    /// Nothing can be certified.
    #[error("there is no key for certificates")]
    NoCertificateKey,
}

impl KeyRing {
    /// Loads the keys, and makes the first ones when there are none.
    ///
    /// # Errors
    /// [`KeyError`].
    pub async fn open(
        secrets: HouseSecrets,
        people: &dyn People,
        journal: &dyn Journal,
        now: DateTime<Utc>,
    ) -> Result<Self, KeyError> {
        let ring = Self {
            secrets,
            keys: RwLock::default(),
            stale: AtomicBool::new(false),
            reloaded_ms: AtomicI64::new(now.timestamp_millis()),
            looking: tokio::sync::Mutex::default(),
        };
        ring.reload(people).await?;
        let known = ring.known();
        for (purpose, missing) in [
            ("jwt", known.jwt.is_empty()),
            ("visitor", known.visitor.is_empty()),
            ("certificate", known.certificate.is_empty()),
        ] {
            if missing {
                ring.add(purpose, journal, now).await?;
            }
        }
        ring.reload(people).await?;
        Ok(ring)
    }

    /// The keys as they are known now.
    #[must_use]
    pub fn known(&self) -> Arc<KeySet> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes that keys have changed (`Event::KeysChanged`); they are read again before the next signature.
    pub fn mark_stale(&self) {
        self.stale.store(true, Ordering::Release);
    }

    /// Reads the keys again if they have changed since.
    ///
    /// # Errors
    /// [`KeyError`]; the known keys stay.
    pub async fn refresh(&self, people: &dyn People) -> Result<(), KeyError> {
        if self.stale.swap(false, Ordering::AcqRel) {
            let reloaded = self.reload(people).await;
            if reloaded.is_err() {
                self.mark_stale();
            }
            return reloaded;
        }
        Ok(())
    }

    /// Reads the keys again because a token names one that is not known: at once when they are said to have changed, else
    /// not more often than every two seconds. Who comes while somebody looks waits for what that look finds.
    ///
    /// # Errors
    /// [`KeyError`]; the known keys stay.
    pub async fn look_for_unknown(&self, people: &dyn People, now: DateTime<Utc>) -> Result<(), KeyError> {
        let _turn = self.looking.lock().await;
        let early = now.timestamp_millis() - self.reloaded_ms.load(Ordering::Acquire) < RELOAD_EVERY_MS;
        if early && !self.stale.load(Ordering::Acquire) {
            return Ok(());
        }
        self.stale.store(false, Ordering::Release);
        self.reloaded_ms.store(now.timestamp_millis(), Ordering::Release);
        self.reload(people).await
    }

    /// Adds a new key beside the old ones: it signs once it is [`ACTIVATION`] old; the old one still verifies until
    /// the last token it has signed is over.
    ///
    /// # Errors
    /// [`KeyError`].
    pub async fn rotate(
        &self,
        purpose: Purpose,
        people: &dyn People,
        journal: &dyn Journal,
        now: DateTime<Utc>,
    ) -> Result<(), KeyError> {
        self.add(purpose.as_str(), journal, now).await?;
        self.reload(people).await
    }

    /// Rotates the access keys when the newest is older than `days`.
    ///
    /// # Errors
    /// [`KeyError`].
    pub async fn rotate_if_due(
        &self,
        days: u32,
        people: &dyn People,
        journal: &dyn Journal,
        now: DateTime<Utc>,
    ) -> Result<bool, KeyError> {
        let newest = self.known().jwt.last().map(|key| made_at(key.id));
        let due = newest.is_none_or(|made| now - made > Duration::days(i64::from(days)));
        if due {
            self.rotate(Purpose::Access, people, journal, now).await?;
        }
        Ok(due)
    }

    /// Forgets every key, for tests that show what needs none.
    #[cfg(test)]
    pub(super) fn forget_all(&self) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::default();
    }

    async fn add(&self, purpose: &str, journal: &dyn Journal, now: DateTime<Utc>) -> Result<(), KeyError> {
        let id: KeyId = Mint::new(now, rand::random()).mint();
        let secret: [u8; 32] = rand::random();
        let public = match purpose {
            "jwt" | "certificate" => SigningKey::from_bytes(&secret).verifying_key().to_bytes().to_vec(),
            _ => Vec::new(),
        };
        let sealed = self.secrets.seal(&label(purpose, id), &secret);
        let edit = Edit::AddKey { id, purpose: purpose.to_owned(), sealed, public };
        journal.submit(Command::Edit(Box::new(edit)).into()).await?;
        Ok(())
    }

    async fn reload(&self, people: &dyn People) -> Result<(), KeyError> {
        let mut stored = people.keys().await?;
        stored.sort_by_key(|key| made_at(key.id));
        let mut set = KeySet::default();
        for key in &stored {
            let secret = self.open_key(key)?;
            match key.purpose.as_str() {
                "jwt" => set.jwt.push(JwtKey::new(key.id, &secret)),
                "visitor" => set.visitor.push(VisitorKey { id: key.id, key: secret }),
                "certificate" => set.certificate.push(CertificateKey::new(key.id, &secret)),
                other => {
                    tracing::warn!(purpose = other, key = %key.id, "a signing key of unknown purpose is left alone")
                }
            }
        }
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(set);
        Ok(())
    }

    fn open_key(&self, key: &SealedKey) -> Result<[u8; 32], KeyError> {
        let secret = self.secrets.unseal(&label(&key.purpose, key.id), &key.sealed);
        secret.ok().and_then(|secret| secret.try_into().ok()).ok_or(KeyError::OtherMaster)
    }
}

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Access tokens.
    Access,
    /// Visitor tokens.
    Visitor,
}

impl Purpose {
    /// The stored name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Access => "jwt",
            Self::Visitor => "visitor",
        }
    }
}

impl KeySet {
    /// The key that signs access tokens: the newest that everybody has had time to learn, else the oldest there is.
    #[must_use]
    pub fn signing(&self, now: DateTime<Utc>) -> Option<&JwtKey> {
        let ready = self.jwt.iter().rev().find(|key| made_at(key.id) + ACTIVATION <= now);
        ready.or(self.jwt.first())
    }

    /// The key of that id, unless every token it can have signed is over: its successor has been signing for longer
    /// than `ttl`.
    #[must_use]
    pub fn verifying(&self, id: KeyId, now: DateTime<Utc>, ttl: Duration) -> Option<&JwtKey> {
        let index = self.jwt.iter().position(|key| key.id == id)?;
        let over = self.jwt.get(index + 1).is_some_and(|next| made_at(next.id) + ACTIVATION * 2 + ttl < now);
        if over { None } else { self.jwt.get(index) }
    }

    /// The key that signs visitor tokens.
    #[must_use]
    pub fn visitor_signing(&self, now: DateTime<Utc>) -> Option<&VisitorKey> {
        let ready = self.visitor.iter().rev().find(|key| made_at(key.id) + ACTIVATION <= now);
        ready.or(self.visitor.first())
    }

    /// The visitor key of that id. Visitors are remembered for more than a year, so none is ever forgotten.
    #[must_use]
    pub fn visitor(&self, id: KeyId) -> Option<&VisitorKey> {
        self.visitor.iter().rev().find(|key| key.id == id)
    }

    /// Signs a certificate of that day with the newest key that there was before it, else with the oldest: the same
    /// certificate always has the same signature, whatever keys come later.
    ///
    /// # Errors
    /// [`KeyError::NoCertificateKey`] before the first key is known.
    pub fn certify(&self, day: NaiveDate, text: &str) -> Result<Signed, KeyError> {
        let begins = day.and_time(NaiveTime::MIN).and_utc();
        let before = self.certificate.iter().rev().find(|key| made_at(key.id) + ACTIVATION <= begins);
        let key = before.or(self.certificate.first()).ok_or(KeyError::NoCertificateKey)?;
        Ok(key.sign(text))
    }

    /// The public keys as a JSON Web Key Set (RFC 7517, RFC 8037).
    #[must_use]
    pub fn jwks(&self, now: DateTime<Utc>, ttl: Duration) -> Value {
        let live = self.jwt.iter().filter(|key| self.verifying(key.id, now, ttl).is_some());
        let keys: Vec<Value> = live
            .map(|key| {
                json!({
                    "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig",
                    "kid": key.id, "x": URL_SAFE_NO_PAD.encode(key.public),
                })
            })
            .collect();
        json!({ "keys": keys })
    }
}

impl JwtKey {
    fn new(id: KeyId, secret: &[u8; 32]) -> Self {
        let public = SigningKey::from_bytes(secret).verifying_key().to_bytes();
        // RFC 8410, section 7: the fixed head of a PKCS #8 document that holds an Ed25519 seed.
        const HEAD: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
        Self {
            id,
            encoding: EncodingKey::from_ed_der(&[HEAD.as_slice(), secret].concat()),
            decoding: DecodingKey::from_ed_der(&public),
            public,
        }
    }
}

/// When a key was made: the first 48 bits of its UUIDv7.
fn made_at(id: KeyId) -> DateTime<Utc> {
    let millis = (id.0.as_u128() >> 80) as u64;
    i64::try_from(millis).ok().and_then(DateTime::from_timestamp_millis).unwrap_or_default()
}

/// A sealed key opens only as what it is: its purpose and id are part of the seal.
fn label(purpose: &str, id: KeyId) -> Vec<u8> {
    format!("signing key {purpose} {id}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::super::testing::House;
    use super::*;
    use impasto_domain::ports::Clock;

    #[actix_web::test]
    async fn the_first_start_makes_keys_and_the_next_finds_them() {
        let house = House::new();
        let ring = house.ring().await;
        let known = ring.known();
        assert_eq!((known.jwt.len(), known.visitor.len(), known.certificate.len()), (1, 1, 1));
        let again = house.ring().await;
        assert_eq!(ring.known().jwt[0].id, again.known().jwt[0].id);
        assert_eq!(house.people.keys().await.unwrap().len(), 3);
    }

    #[actix_web::test]
    async fn a_certificate_keeps_its_signature_when_another_key_comes() {
        let house = House::new();
        let ring = house.ring().await;
        let sold_on = house.clock.now().date_naive();
        let before = ring.known().certify(sold_on, "text").unwrap();
        house.clock.advance(Duration::days(3));
        ring.add("certificate", &*house.people, house.clock.now()).await.unwrap();
        ring.reload(&*house.people).await.unwrap();
        let known = ring.known();
        assert_eq!(known.certify(sold_on, "text").unwrap(), before);
        let later = known.certify(sold_on + Duration::days(9), "text").unwrap();
        assert_ne!(later.public_key, before.public_key);
    }

    #[actix_web::test]
    async fn keys_of_another_master_secret_stop_the_start() {
        let house = House::new();
        house.ring().await;
        let other = HouseSecrets::from_master(b"another");
        let opened = KeyRing::open(other, &*house.people, &*house.people, house.clock.now()).await;
        assert!(matches!(opened, Err(KeyError::OtherMaster)));
    }

    #[actix_web::test]
    async fn rotation_overlaps_the_old_key_verifies_until_its_last_token_is_over() {
        let house = House::new();
        let ring = house.ring().await;
        let ttl = Duration::minutes(15);
        let old = ring.known().signing(house.clock.now()).unwrap().id;
        house.clock.advance(Duration::days(90));
        let now = house.clock.now();
        assert!(!ring.rotate_if_due(91, &*house.people, &*house.people, now).await.unwrap());
        assert!(ring.rotate_if_due(89, &*house.people, &*house.people, now).await.unwrap());
        let known = ring.known();
        assert_eq!(known.signing(now).unwrap().id, old, "the new key is published before it signs");
        assert_eq!(known.jwks(now, ttl)["keys"].as_array().unwrap().len(), 2);
        let later = now + ACTIVATION;
        let new = known.signing(later).unwrap().id;
        assert_ne!(new, old);
        assert!(known.verifying(old, later + ttl, ttl).is_some());
        let over = later + ttl + ACTIVATION + Duration::seconds(1);
        assert!(known.verifying(old, over, ttl).is_none());
        assert!(known.verifying(new, over, ttl).is_some());
        assert_eq!(known.jwks(over, ttl)["keys"].as_array().unwrap().len(), 1);
    }

    #[actix_web::test]
    async fn an_unknown_key_is_looked_for_but_not_at_anybodys_pace() {
        let house = House::new();
        let ring = house.ring().await;
        house.ring().await.rotate(Purpose::Access, &*house.people, &*house.people, house.clock.now()).await.unwrap();
        let look = || ring.look_for_unknown(&*house.people, house.clock.now());
        look().await.unwrap();
        assert_eq!(ring.known().jwt.len(), 1, "it is too early to look again");
        house.clock.advance(Duration::seconds(3));
        look().await.unwrap();
        assert_eq!(ring.known().jwt.len(), 2);
    }

    #[actix_web::test]
    async fn keys_that_are_said_to_have_changed_are_read_at_once() {
        let house = House::new();
        let ring = house.ring().await;
        house.ring().await.rotate(Purpose::Access, &*house.people, &*house.people, house.clock.now()).await.unwrap();
        ring.mark_stale();
        ring.look_for_unknown(&*house.people, house.clock.now()).await.unwrap();
        assert_eq!(ring.known().jwt.len(), 2);
    }
}
