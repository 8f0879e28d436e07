//! Access tokens: JWTs signed with EdDSA, verified once and then remembered until they end.
//! Knows nothing of requests, cookies or passwords.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use impasto_domain::identity::{Permission, Role, User, allows};
use impasto_domain::ids::{ArtistId, KeyId, SellerId, SessionId, UserId};
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::keyring::KeyRing;

/// What an access token says; also the signed-in person as handlers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The person.
    #[serde(rename = "sub")]
    pub user_id: UserId,
    /// The sign-in it belongs to.
    #[serde(rename = "sid")]
    pub session_id: SessionId,
    /// Their roles when it was signed.
    pub roles: Vec<Role>,
    /// The seller they are a member of.
    #[serde(rename = "seller", default, skip_serializing_if = "Option::is_none")]
    pub seller_id: Option<SellerId>,
    /// Their artist profile.
    #[serde(rename = "artist", default, skip_serializing_if = "Option::is_none")]
    pub artist_id: Option<ArtistId>,
    /// What others call them.
    #[serde(rename = "name")]
    pub display_name: String,
    /// Their language.
    pub locale: String,
    /// Signed at, seconds since 1970.
    pub iat: i64,
    /// Ends at, seconds since 1970.
    pub exp: i64,
}

impl Claims {
    /// Whether their roles include a permission.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        allows(&self.roles, permission)
    }

    /// When the token ends.
    #[must_use]
    pub fn expires_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.exp, 0).unwrap_or_default()
    }
}

/// Why a token is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is no token of ours, or was changed.
    #[error("the token is not valid")]
    Invalid,
    /// It names a key that this node does not know (yet).
    #[error("the token is not valid")]
    UnknownKey,
    /// It is past its time.
    #[error("the token has expired")]
    Expired,
    /// Its sign-in has ended.
    #[error("the sign-in has ended")]
    Revoked,
}

/// Signs and verifies access tokens.
pub struct AccessTokens {
    ring: Arc<KeyRing>,
    ttl: Duration,
    cache: Cache,
}

impl AccessTokens {
    /// Tokens that last `ttl`.
    #[must_use]
    pub fn new(ring: Arc<KeyRing>, ttl: Duration) -> Self {
        Self { ring, ttl, cache: Cache::default() }
    }

    /// How long they last.
    #[must_use]
    pub fn ttl(&self) -> Duration {
        self.ttl
    }

    /// A token for a sign-in, with its claims. `None` when this node has no key to sign with.
    #[must_use]
    pub fn sign(&self, user: &User, session_id: SessionId, now: DateTime<Utc>) -> Option<(String, Claims)> {
        let claims = Claims {
            user_id: user.id,
            session_id,
            roles: user.roles.clone(),
            seller_id: user.seller_id,
            artist_id: user.artist_id,
            display_name: user.display_name.clone(),
            locale: user.locale.clone(),
            iat: now.timestamp(),
            exp: (now + self.ttl).timestamp(),
        };
        let keys = self.ring.known();
        let key = keys.signing(now)?;
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(key.id.to_string());
        let token = jsonwebtoken::encode(&header, &claims, &key.encoding).ok()?;
        Some((token, claims))
    }

    /// The claims of a token. One that was verified before costs a hash and a look into a map.
    ///
    /// # Errors
    /// [`TokenError`]; whether its sign-in still lives is not known here.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Arc<Claims>, TokenError> {
        let digest: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let claims = match self.cache.get(&digest) {
            Some(claims) => claims,
            None => {
                let claims = Arc::new(self.verify_anew(token, now)?);
                self.cache.put(digest, Arc::clone(&claims), now);
                claims
            }
        };
        if claims.exp <= now.timestamp() { Err(TokenError::Expired) } else { Ok(claims) }
    }

    fn verify_anew(&self, token: &str, now: DateTime<Utc>) -> Result<Claims, TokenError> {
        let header = jsonwebtoken::decode_header(token).map_err(|_| TokenError::Invalid)?;
        let kid: KeyId = header.kid.and_then(|kid| kid.parse().ok()).ok_or(TokenError::Invalid)?;
        let keys = self.ring.known();
        let key = keys.verifying(kid, now, self.ttl).ok_or(TokenError::UnknownKey)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        // The crate reads the wall clock itself; the end is compared with the Clock port's time instead.
        validation.validate_exp = false;
        validation.required_spec_claims.clear();
        let read = jsonwebtoken::decode::<Claims>(token, &key.decoding, &validation);
        read.map(|data| data.claims).map_err(|_| TokenError::Invalid)
    }
}

/// Verified tokens by their SHA-256, in shards so that workers rarely meet.
struct Cache([Mutex<HashMap<[u8; 32], Arc<Claims>>>; SHARDS]);

const SHARDS: usize = 16;

/// At about 300 bytes an entry: 20 MB in all.
const ENTRIES_PER_SHARD: usize = 4_096;

impl Default for Cache {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Mutex::default()))
    }
}

impl Cache {
    fn get(&self, digest: &[u8; 32]) -> Option<Arc<Claims>> {
        self.shard(digest)?.lock().unwrap_or_else(PoisonError::into_inner).get(digest).cloned()
    }

    fn put(&self, digest: [u8; 32], claims: Arc<Claims>, now: DateTime<Utc>) {
        let Some(shard) = self.shard(&digest) else { return };
        let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
        if shard.len() >= ENTRIES_PER_SHARD {
            shard.retain(|_, claims| claims.exp > now.timestamp());
        }
        // Full of live tokens: forgetting them all costs one verification each, and happens once in 4 096 sign-ins.
        if shard.len() >= ENTRIES_PER_SHARD {
            shard.clear();
        }
        shard.insert(digest, claims);
    }

    fn shard(&self, digest: &[u8; 32]) -> Option<&Mutex<HashMap<[u8; 32], Arc<Claims>>>> {
        let [first, ..] = digest;
        self.0.get(usize::from(*first) % SHARDS)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{House, user};
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use impasto_domain::ports::Clock;
    use uuid::Uuid;

    async fn tokens(house: &House) -> AccessTokens {
        AccessTokens::new(Arc::new(house.ring().await), Duration::minutes(15))
    }

    #[actix_web::test]
    async fn a_token_says_who_and_ends() {
        let house = House::new();
        let tokens = tokens(&house).await;
        let (now, sid) = (house.clock.now(), SessionId(Uuid::from_u128(5)));
        let (token, claims) = tokens.sign(&user(1), sid, now).unwrap();
        assert_eq!(*tokens.verify(&token, now).unwrap(), claims);
        assert_eq!(*tokens.verify(&token, now).unwrap(), claims, "from the cache");
        assert_eq!(claims.session_id, sid);
        let last = now + Duration::minutes(15) - Duration::seconds(1);
        assert!(tokens.verify(&token, last).is_ok());
        assert_eq!(tokens.verify(&token, last + Duration::seconds(1)), Err(TokenError::Expired));
    }

    #[actix_web::test]
    async fn a_token_that_was_verified_needs_no_key_again() {
        let house = House::new();
        let tokens = tokens(&house).await;
        let now = house.clock.now();
        let (seen, _) = tokens.sign(&user(1), SessionId(Uuid::from_u128(5)), now).unwrap();
        let (unseen, _) = tokens.sign(&user(2), SessionId(Uuid::from_u128(6)), now).unwrap();
        tokens.verify(&seen, now).unwrap();
        tokens.ring.forget_all();
        assert!(tokens.verify(&seen, now).is_ok());
        assert_eq!(tokens.verify(&unseen, now), Err(TokenError::UnknownKey));
    }

    #[actix_web::test]
    async fn a_changed_token_is_not_taken_even_when_its_original_is_remembered() {
        let house = House::new();
        let tokens = tokens(&house).await;
        let now = house.clock.now();
        let (token, claims) = tokens.sign(&user(1), SessionId(Uuid::from_u128(5)), now).unwrap();
        tokens.verify(&token, now).unwrap();
        let parts: Vec<&str> = token.split('.').collect();
        let mut admin = claims;
        admin.roles = vec![Role::Admin];
        let forged = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&admin).unwrap());
        let forged = format!("{}.{forged}.{}", parts[0], parts[2]);
        assert_eq!(tokens.verify(&forged, now), Err(TokenError::Invalid));
        let none = URL_SAFE_NO_PAD.encode(br#"{"alg":"none","typ":"JWT"}"#);
        assert_eq!(tokens.verify(&format!("{none}.{}.", parts[1]), now), Err(TokenError::Invalid));
        assert_eq!(tokens.verify("", now), Err(TokenError::Invalid));
    }

    #[actix_web::test]
    async fn a_token_of_another_house_names_an_unknown_key() {
        let (here, there) = (House::new(), House::new());
        let now = here.clock.now();
        let (token, _) = tokens(&there).await.sign(&user(1), SessionId(Uuid::from_u128(5)), now).unwrap();
        assert_eq!(tokens(&here).await.verify(&token, now), Err(TokenError::UnknownKey));
    }

    #[test]
    fn the_cache_never_grows_past_its_bound() {
        let cache = Cache::default();
        let now = DateTime::from_timestamp(1_000, 0).unwrap();
        let claims = Claims {
            user_id: UserId(Uuid::nil()),
            session_id: SessionId(Uuid::nil()),
            roles: Vec::new(),
            seller_id: None,
            artist_id: None,
            display_name: String::new(),
            locale: String::new(),
            iat: 0,
            exp: 2_000,
        };
        let claims = Arc::new(claims);
        for n in 0..100_000_u32 {
            cache.put(Sha256::digest(n.to_be_bytes()).into(), Arc::clone(&claims), now);
        }
        let held: usize = cache.0.iter().map(|shard| shard.lock().unwrap().len()).sum();
        assert!(held <= SHARDS * ENTRIES_PER_SHARD);
        assert!(cache.get(&Sha256::digest(99_999_u32.to_be_bytes()).into()).is_some());
    }
}
