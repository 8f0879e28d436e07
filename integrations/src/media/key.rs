//! The keys of media files: relative paths that can neither climb nor surprise a file system.

use impasto_domain::ports::MediaError;

const KEY_BYTES_MAX: usize = 200;

/// Accepts relative paths of `[a-z0-9._/-]` without empty or dotted segments.
///
/// # Errors
/// [`MediaError::BadKey`] for anything else.
pub fn check_key(key: &str) -> Result<(), MediaError> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._/-".contains(&byte);
    let whole = !key.is_empty() && key.len() <= KEY_BYTES_MAX && key.bytes().all(allowed);
    if whole && key.split('/').all(|segment| !segment.is_empty() && !segment.starts_with('.')) {
        Ok(())
    } else {
        Err(MediaError::BadKey(key.chars().take(80).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_cannot_climb() {
        for key in ["", "/etc/passwd", "a/../b", "a//b", ".hidden", "a/.b", "Ä", "A", "a b", "a\0", "a\\b"] {
            assert!(check_key(key).is_err(), "{key:?}");
        }
        for key in ["a", "ab/cd/0123-w640.webp", "documents/1f.pdf"] {
            assert!(check_key(key).is_ok(), "{key:?}");
        }
    }
}
