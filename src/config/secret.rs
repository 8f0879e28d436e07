//! A configured secret: a text that no log, error or debug print shows.
//! Knows nothing of what it opens.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize, Serializer};

/// What stands before bytes that are not a text.
const ENCODED: &str = "base64:";

/// A text that does not print. Only [`Secret::reveal`] shows it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that needs it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Its bytes: those of the text, or what `base64:` stands before. `None` for what is not base64 then.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        match self.0.strip_prefix(ENCODED) {
            Some(encoded) => STANDARD.decode(encoded.trim()).ok(),
            None => Some(self.0.clone().into_bytes()),
        }
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(secret)")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("(secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_itself_nowhere() {
        let secret = Secret::new("hunter2");
        assert_eq!(format!("{secret:?}"), "(secret)");
        assert_eq!(serde_json::to_string(&secret).unwrap(), r#""(secret)""#);
        assert_eq!(secret.reveal(), "hunter2");
    }

    #[test]
    fn bytes_may_be_said_in_base64() {
        assert_eq!(Secret::new("aHVudGVyMg==").bytes().unwrap(), b"aHVudGVyMg==");
        assert_eq!(Secret::new("base64:aHVudGVyMg==\n").bytes().unwrap(), b"hunter2");
        assert_eq!(Secret::new("base64:?").bytes(), None);
    }
}
