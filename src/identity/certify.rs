//! The house's signature under certificates: Ed25519 over a text, checked with nothing but the public key.
//! Knows nothing of what the text says.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use impasto_domain::ids::KeyId;

/// Letters of a signature that stand for it on paper and in the address of a code: 96 bits.
pub const START_LETTERS: usize = 16;

/// A key for certificates. None is ever forgotten: what it has signed is checked for ever.
pub struct CertificateKey {
    /// The key.
    pub id: KeyId,
    signing: SigningKey,
}

/// A signature with the key that checks it, both in base64url without padding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// 64 bytes.
    pub signature: String,
    /// 32 bytes.
    pub public_key: String,
}

impl CertificateKey {
    /// The key of a secret.
    #[must_use]
    pub fn new(id: KeyId, secret: &[u8; 32]) -> Self {
        Self { id, signing: SigningKey::from_bytes(secret) }
    }

    /// Signs a text. The same text always has the same signature (RFC 8032).
    #[must_use]
    pub fn sign(&self, text: &str) -> Signed {
        Signed {
            signature: URL_SAFE_NO_PAD.encode(self.signing.sign(text.as_bytes()).to_bytes()),
            public_key: URL_SAFE_NO_PAD.encode(self.signing.verifying_key().to_bytes()),
        }
    }
}

impl Signed {
    /// How the signature begins.
    #[must_use]
    pub fn start(&self) -> &str {
        self.signature.get(..START_LETTERS).unwrap_or(&self.signature)
    }
}

/// Whether a signature is the key's under this very text. False as well for what is no key or no signature.
#[must_use]
pub fn is_signed(text: &str, signature: &str, public_key: &str) -> bool {
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text.trim().trim_end_matches('=')).ok();
    let key = bytes(public_key).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let signature = bytes(signature).and_then(|bytes| <[u8; 64]>::try_from(bytes).ok());
    let (Some(key), Some(signature)) = (key, signature) else { return false };
    VerifyingKey::from_bytes(&key)
        .is_ok_and(|key| key.verify_strict(text.as_bytes(), &Signature::from_bytes(&signature)).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_signed_until_a_letter_of_it_changes() {
        let key = |byte| CertificateKey::new(KeyId(uuid::Uuid::from_u128(1)), &[byte; 32]);
        let signed = key(1).sign("title: Salt\n");
        assert_eq!(signed, key(1).sign("title: Salt\n"));
        assert!(is_signed("title: Salt\n", &signed.signature, &signed.public_key));
        assert!(!is_signed("title: Malt\n", &signed.signature, &signed.public_key));
        assert!(!is_signed("title: Salt\n", &signed.signature, &key(2).sign("").public_key));
        assert!(!is_signed("title: Salt\n", "", &signed.public_key));
        assert!(!is_signed("title: Salt\n", &signed.signature, "no key"));
        assert_eq!(signed.start().len(), START_LETTERS);
    }
}
