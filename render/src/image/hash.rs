//! Names made from content, so that a name never changes its meaning and may be cached for ever.

use sha2::{Digest, Sha256};

/// The first 128 bits of the SHA-256 of some bytes as 32 lower-case hex digits.
#[must_use]
pub fn content_hash(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let digest = Sha256::digest(bytes);
    digest.iter().take(16).fold(String::with_capacity(32), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_start_of_sha_256() {
        assert_eq!(content_hash(b""), "e3b0c44298fc1c149afbf4c8996fb924");
        assert_eq!(content_hash(b"abc"), "ba7816bf8f01cfea414140de5dae2223");
    }
}
