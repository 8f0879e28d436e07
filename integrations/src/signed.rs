//! Signatures of the form `t=<seconds>,v1=<hex>` over the very bytes of a body, as Stripe and this house itself write them:
//! HMAC-SHA256 of `<seconds>.<body>`, with as many `v1` as there are secrets in use.

use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// No more signatures than a sender in the middle of a rotation has use for.
const SIGNATURES_MAX: usize = 4;

/// Whether a body was signed with one of the secrets, no longer ago (nor further ahead) than `tolerance`. How long the
/// comparison takes says nothing of the signature that would be right.
pub fn holds<'s>(
    signature: &str,
    body: &[u8],
    secrets: impl IntoIterator<Item = &'s str> + Clone,
    tolerance: TimeDelta,
    now: DateTime<Utc>,
) -> bool {
    let parts = || signature.split(',').filter_map(|part| part.trim().split_once('='));
    let Some((_, time)) = parts().find(|(name, _)| *name == "t") else { return false };
    let Some(at) = time.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0)) else { return false };
    if (now - at).abs() > tolerance {
        return false;
    }
    let mut signatures = parts().filter(|(name, _)| *name == "v1").filter_map(|(_, hex)| bytes_of(hex));
    signatures.by_ref().take(SIGNATURES_MAX).any(|signature| {
        secrets.clone().into_iter().any(|secret| {
            // HMAC takes keys of any length.
            Hmac::<Sha256>::new_from_slice(secret.as_bytes()).is_ok_and(|mac| {
                mac.chain_update(time).chain_update(".").chain_update(body).verify_slice(&signature).is_ok()
            })
        })
    })
}

/// The bytes of a SHA-256 in hexadecimal digits.
fn bytes_of(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if hex.len() != 64 || !hex.bytes().all(|letter| letter.is_ascii_hexdigit()) {
        return None;
    }
    for (byte, place) in bytes.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(hex.get(place..place + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = b"{\"event_id\":\"e1\"}";
    /// `printf '1700000000.{"event_id":"e1"}' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef`.
    const VECTOR: &str = "861855024a4dc09fc08ec0bdc27074e93cc813e86782db2f721c83ecf15151d6";

    fn asked(signature: &str, seconds_later: i64) -> bool {
        let secrets = ["another secret of thirty-two chars", "0123456789abcdef0123456789abcdef"];
        let now = DateTime::from_timestamp(1_700_000_000 + seconds_later, 0).unwrap();
        holds(signature, BODY, secrets, TimeDelta::seconds(300), now)
    }

    #[test]
    fn a_signature_of_any_secret_opens_within_the_tolerance() {
        let right = format!("t=1700000000,v1={VECTOR}");
        for later in [-300, 0, 300] {
            assert!(asked(&right, later), "{later}");
        }
        assert!(!asked(&right, 301) && !asked(&right, -301));
        assert!(asked(&format!("t=1700000000, v1={}, v1={VECTOR}, v0=abc", "0".repeat(64)), 0), "rotation");
        for wrong in ["", "t=1700000000", &format!("v1={VECTOR}"), &format!("t=1700000001,v1={VECTOR}"), "t=x,v1=y"] {
            assert!(!asked(wrong, 0), "{wrong}");
        }
        assert!(!asked(&format!("t=1700000000,v0={VECTOR}"), 0), "another scheme");
        assert!(!asked(&format!("t=1700000000,v1={}", VECTOR.replace('a', "b")), 0));
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        assert!(!holds(&right, BODY, [""; 0], TimeDelta::seconds(300), now), "no secret opens nothing");
    }
}
