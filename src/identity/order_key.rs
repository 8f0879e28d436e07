//! Keys to orders: who was sent one by mail sees the order without an account, until the key ends.
//! Knows nothing of mails or pages.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use impasto_domain::ids::OrderId;
use uuid::Uuid;

use super::secrets::HouseSecrets;

/// How long a key opens its order.
pub const LASTS: Duration = Duration::days(30);

/// Keys begin with this, so that they cannot be taken for a token.
const HEAD: &str = "o1.";

/// Keys that one browser keeps.
const KEPT_MAX: usize = 8;

/// What stands between two of them; in no key.
const BETWEEN: &str = "~";

/// Order id, time of its end in seconds.
const BODY_BYTES: usize = 16 + 8;

/// A key to an order: `o1.` and base64url of the order's id, the end in seconds since 1970 and HMAC-SHA256 over both.
#[must_use]
pub fn sign(secrets: &HouseSecrets, order_id: OrderId, now: DateTime<Utc>) -> String {
    let mut bytes = Vec::with_capacity(BODY_BYTES + 32);
    bytes.extend_from_slice(order_id.0.as_bytes());
    bytes.extend_from_slice(&(now + LASTS).timestamp().to_be_bytes());
    let tag = secrets.link_tag(&bytes);
    bytes.extend_from_slice(&tag);
    format!("{HEAD}{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// The order that a key opens, and until when; `None` for one that is not ours, was changed or has ended.
#[must_use]
pub fn verify(secrets: &HouseSecrets, key: &str, now: DateTime<Utc>) -> Option<(OrderId, DateTime<Utc>)> {
    let bytes = URL_SAFE_NO_PAD.decode(key.strip_prefix(HEAD)?).ok()?;
    let (body, tag) = bytes.split_first_chunk::<BODY_BYTES>()?;
    let (order_id, seconds) = body.split_first_chunk::<16>()?;
    let until = DateTime::from_timestamp(i64::from_be_bytes(*seconds.first_chunk::<8>()?), 0)?;
    (secrets.is_link_tag(body, tag) && now < until).then(|| (OrderId(Uuid::from_bytes(*order_id)), until))
}

/// The keys in a cookie's value.
pub fn split(held: &str) -> impl Iterator<Item = &str> {
    held.split(BETWEEN).filter(|key| key.starts_with(HEAD)).take(KEPT_MAX)
}

/// A cookie's value with one more key; the oldest give way, and so does another one to the same order.
#[must_use]
pub fn joined(secrets: &HouseSecrets, held: &str, key: &str, now: DateTime<Utc>) -> String {
    let order = |key: &str| verify(secrets, key, now).map(|(id, _)| id);
    let new = order(key);
    let others = split(held).filter(|other| order(other).is_some_and(|id| Some(id) != new));
    std::iter::once(key).chain(others).take(KEPT_MAX).collect::<Vec<_>>().join(BETWEEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_opens_its_order_until_it_ends_and_nothing_else_does() {
        let (house, other) = (HouseSecrets::from_master(b"one"), HouseSecrets::from_master(b"two"));
        let (order_id, now) = (OrderId(Uuid::from_u128(7)), DateTime::from_timestamp(1_780_000_000, 0).unwrap());
        let key = sign(&house, order_id, now);
        assert_eq!(verify(&house, &key, now).map(|(id, _)| id), Some(order_id));
        assert_eq!(verify(&house, &key, now + LASTS), None);
        assert_eq!(verify(&other, &key, now), None);
        let bytes = URL_SAFE_NO_PAD.decode(&key[HEAD.len()..]).unwrap();
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            assert_eq!(
                verify(&house, &format!("{HEAD}{}", URL_SAFE_NO_PAD.encode(changed)), now),
                None,
                "byte {place}"
            );
        }
        for bad in ["", "o1.", "o1.AAAA", &key[..key.len() - 4], "v1.x"] {
            assert_eq!(verify(&house, bad, now), None, "{bad}");
        }
    }

    #[test]
    fn a_browser_keeps_some_keys_one_to_an_order() {
        let (house, now) = (HouseSecrets::from_master(b"one"), DateTime::from_timestamp(1_780_000_000, 0).unwrap());
        let key = |n: u128, now| sign(&house, OrderId(Uuid::from_u128(n)), now);
        let mut held = String::new();
        for n in 0..12 {
            held = joined(&house, &held, &key(n, now), now);
        }
        assert_eq!(split(&held).count(), KEPT_MAX);
        let later = now + Duration::days(1);
        let renewed = joined(&house, &held, &key(11, later), later);
        assert_eq!(split(&renewed).count(), KEPT_MAX);
        assert_eq!(split(&renewed).next(), Some(key(11, later).as_str()));
        assert_eq!(split("~x~o1.").collect::<Vec<_>>(), ["o1."]);
    }
}
