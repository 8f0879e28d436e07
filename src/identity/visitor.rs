//! Visitor tokens: who browses without an account, signed with HMAC-SHA256.
//! Knows nothing of requests or carts.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use hmac::Mac;
use impasto_domain::ids::{KeyId, VisitorId};
use uuid::Uuid;

use super::access::TokenError;
use super::keyring::KeySet;
use super::secrets::mac;

/// Tokens begin with this, so that they cannot be taken for another kind.
const HEAD: &str = "v1.";

/// Key id, visitor id, time of issue in seconds.
const BODY_BYTES: usize = 16 + 16 + 8;

/// A verified visitor token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitorClaims {
    /// Who.
    pub visitor_id: VisitorId,
    /// Issued at.
    pub issued_at: DateTime<Utc>,
}

/// A token for a visitor: `v1.` and base64url of key id, visitor id, time and HMAC-SHA256 over the three. `None` when
/// this node has no key to sign with.
#[must_use]
pub fn sign(keys: &KeySet, visitor_id: VisitorId, now: DateTime<Utc>) -> Option<String> {
    let key = keys.visitor_signing(now)?;
    let mut bytes = Vec::with_capacity(BODY_BYTES + 32);
    bytes.extend_from_slice(key.id.0.as_bytes());
    bytes.extend_from_slice(visitor_id.0.as_bytes());
    bytes.extend_from_slice(&now.timestamp().to_be_bytes());
    let tag = mac(&key.key).chain_update(&bytes).finalize().into_bytes();
    bytes.extend_from_slice(&tag);
    Some(format!("{HEAD}{}", URL_SAFE_NO_PAD.encode(bytes)))
}

/// Who a token is for.
///
/// # Errors
/// [`TokenError`] when it is not ours, was changed or is older than `ttl`.
pub fn verify(keys: &KeySet, token: &str, now: DateTime<Utc>, ttl: Duration) -> Result<VisitorClaims, TokenError> {
    let text = token.strip_prefix(HEAD).ok_or(TokenError::Invalid)?;
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| TokenError::Invalid)?;
    let (body, tag) = bytes.split_first_chunk::<BODY_BYTES>().ok_or(TokenError::Invalid)?;
    let (kid, rest) = body.split_first_chunk::<16>().ok_or(TokenError::Invalid)?;
    let (visitor_id, seconds) = rest.split_first_chunk::<16>().ok_or(TokenError::Invalid)?;
    let seconds = seconds.first_chunk::<8>().ok_or(TokenError::Invalid)?;
    let key = keys.visitor(KeyId(Uuid::from_bytes(*kid))).ok_or(TokenError::UnknownKey)?;
    mac(&key.key).chain_update(body).verify_slice(tag).map_err(|_| TokenError::Invalid)?;
    let issued_at = DateTime::from_timestamp(i64::from_be_bytes(*seconds), 0).ok_or(TokenError::Invalid)?;
    if issued_at + ttl <= now {
        return Err(TokenError::Expired);
    }
    Ok(VisitorClaims { visitor_id: VisitorId(Uuid::from_bytes(*visitor_id)), issued_at })
}

/// Whether a token looks like a visitor's.
#[must_use]
pub fn is_visitor_token(token: &str) -> bool {
    token.starts_with(HEAD)
}

#[cfg(test)]
mod tests {
    use super::super::testing::House;
    use super::*;
    use impasto_domain::ports::Clock;

    #[actix_web::test]
    async fn a_visitor_token_says_who_until_it_is_too_old() {
        let house = House::new();
        let keys = house.ring().await.known();
        let (now, who) = (house.clock.now(), VisitorId(Uuid::from_u128(9)));
        let ttl = Duration::days(400);
        let token = sign(&keys, who, now).unwrap();
        assert!(is_visitor_token(&token));
        assert_eq!(verify(&keys, &token, now, ttl).unwrap().visitor_id, who);
        assert_eq!(verify(&keys, &token, now + ttl, ttl), Err(TokenError::Expired));
    }

    #[actix_web::test]
    async fn no_changed_byte_is_taken() {
        let house = House::new();
        let keys = house.ring().await.known();
        let (now, ttl) = (house.clock.now(), Duration::days(1));
        let token = sign(&keys, VisitorId(Uuid::from_u128(9)), now).unwrap();
        let bytes = URL_SAFE_NO_PAD.decode(&token[HEAD.len()..]).unwrap();
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            let changed = format!("{HEAD}{}", URL_SAFE_NO_PAD.encode(changed));
            assert!(verify(&keys, &changed, now, ttl).is_err(), "byte {place}");
        }
        for bad in ["", "v1.", "v1.AAAA", &token[..token.len() - 4], "v2.x"] {
            assert!(verify(&keys, bad, now, ttl).is_err(), "{bad}");
        }
    }
}
