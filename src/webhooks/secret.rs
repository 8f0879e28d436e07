//! Secrets of endpoints, and what they sign.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::Mac;
use impasto_domain::ids::WebhookEndpointId;

use crate::identity::secrets::{HouseSecrets, Unsealable, mac};

/// A fresh secret, as it is shown once. All of it, the beginning too, is the key.
#[must_use]
pub fn fresh() -> String {
    let bytes: [u8; 32] = rand::random();
    format!("whsec_{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// A secret as it is stored.
#[must_use]
pub fn seal(secrets: &HouseSecrets, id: WebhookEndpointId, secret: &str) -> Vec<u8> {
    secrets.seal(&label(id), secret.as_bytes())
}

/// A stored secret.
///
/// # Errors
/// [`Unsealable`] when it was sealed elsewhere.
pub(super) fn unseal(secrets: &HouseSecrets, id: WebhookEndpointId, sealed: &[u8]) -> Result<Vec<u8>, Unsealable> {
    secrets.unseal(&label(id), sealed)
}

fn label(id: WebhookEndpointId) -> Vec<u8> {
    format!("webhook:{id}").into_bytes()
}

/// The header that proves who says something, and when: `t=<unix>,v1=<hex>` with one `v1` for each secret.
pub(super) fn signature(secrets: &[Vec<u8>], at_s: i64, body: &str) -> String {
    let mut header = format!("t={at_s}");
    for secret in secrets {
        let mac = mac(secret).chain_update(format!("{at_s}.")).chain_update(body);
        header.push_str(",v1=");
        for byte in mac.finalize().into_bytes() {
            // Writing to a String cannot fail.
            let _ = write!(header, "{byte:02x}");
        }
    }
    header
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_signature_is_the_one_that_others_work_out() {
        // printf '1700000000.{"id":"1"}' | openssl dgst -sha256 -hmac whsec_test
        let one = signature(&[b"whsec_test".to_vec()], 1_700_000_000, "{\"id\":\"1\"}");
        assert_eq!(one, "t=1700000000,v1=11bf4466ea17c3df3fd743af0b435368e16b7a05eb8eced85e8c4670767bdec5");
        let both = signature(&[b"whsec_test".to_vec(), b"whsec_before".to_vec()], 1_700_000_000, "{\"id\":\"1\"}");
        assert_eq!(both, format!("{one},v1=68518addc8ea3b1cee4006a954b75de59f3a7273df7820065819a2603dd8c805"));
    }

    #[test]
    fn a_secret_opens_only_for_its_endpoint() {
        let house = HouseSecrets::from_master(b"one");
        let (a, b) = (WebhookEndpointId(Uuid::from_u128(1)), WebhookEndpointId(Uuid::from_u128(2)));
        let secret = fresh();
        assert!(secret.starts_with("whsec_") && secret.len() == 49 && secret != fresh());
        let sealed = seal(&house, a, &secret);
        assert_eq!(unseal(&house, a, &sealed), Ok(secret.into_bytes()));
        assert_eq!(unseal(&house, b, &sealed), Err(Unsealable));
    }
}
