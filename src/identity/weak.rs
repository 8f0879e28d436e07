//! Passwords that are too easy to guess.
//! Knows nothing of accounts but what they are called.
//!
//! The rules follow NIST SP 800-63B: a least length, no composition rules, and a list of common passwords. The list
//! (`common_passwords.txt`, which names its source) has about 1 000 entries: those of the 30 000 most common passwords
//! that are long enough to pass the least length.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Least length, in characters.
pub const MIN_CHARS: usize = 10;

static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("common_passwords.txt").lines();
    lines.filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
});

/// Why a password is too weak, as a sentence for its owner; `None` when it is not.
#[must_use]
pub fn reason(password: &str, email: &str, display_name: &str) -> Option<&'static str> {
    let lower = password.to_lowercase();
    let core = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if password.chars().count() < MIN_CHARS {
        return Some("The password must have at least 10 characters.");
    }
    if COMMON.contains(lower.as_str()) || COMMON.contains(core) {
        return Some("The password is one of the most common ones.");
    }
    if is_repetition(&lower) || is_sequence(&lower) {
        return Some("The password only repeats or counts.");
    }
    let (email, name) = (email.to_lowercase(), display_name.to_lowercase());
    let local = email.split('@').next().unwrap_or_default();
    if lower == email || lower == local || lower == name {
        return Some("The password must not be the name or the e-mail address.");
    }
    None
}

/// `aaaaaaaaaa`, `abababababab`, `xyzxyzxyzxyz`: up to three characters over and over.
fn is_repetition(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    (1..=3).any(|period| letters.iter().zip(letters.iter().skip(period)).all(|(a, b)| a == b))
}

/// `0123456789`, `abcdefghij`, `9876543210`: each character one up, or one down, from the one before.
fn is_sequence(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    let steps: HashSet<i64> = codes.iter().zip(codes.iter().skip(1)).map(|(a, b)| b - a).collect();
    steps.len() == 1 && steps.iter().all(|step| step.abs() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_weak(password: &str) -> bool {
        reason(password, "ada.berg@example.test", "Ada Lovely Berg").is_some()
    }

    #[test]
    fn short_common_and_mechanical_passwords_are_weak() {
        for weak in [
            "",
            "short",
            "123456789",
            "qwertyuiop",
            "Password123",
            "password123!",
            "1q2w3e4r5t",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "abcdefghijkl",
            "9876543210",
            "Ada.Berg@example.test",
            "ada lovely berg",
        ] {
            assert!(is_weak(weak), "{weak}");
        }
    }

    #[test]
    fn other_passwords_of_ten_characters_are_not() {
        for good in ["correct horse battery", "impasto-demo", "öäüßéèêçñå", "tr0ub4dor&3", "a-good-password"]
        {
            assert!(!is_weak(good), "{good}");
        }
    }

    #[test]
    fn the_list_has_only_what_the_length_lets_through() {
        assert!(COMMON.len() > 1_000);
        assert!(COMMON.iter().all(|password| password.chars().count() >= MIN_CHARS));
    }
}
