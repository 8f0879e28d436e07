//! What an engine said to a lane's own connection, in the words of sqlx: one place decides what is to be done about it,
//! whoever heard it.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use sqlx::error::{DatabaseError, ErrorKind};

/// An engine's words.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) message: String,
    /// SQLSTATE, or SQLite's extended result code.
    pub(crate) code: String,
    /// The constraint offended, where the engine names it.
    pub(crate) constraint: Option<String>,
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "(code: {}) {}", self.code, self.message)
    }
}

impl StdError for Said {}

impl DatabaseError for Said {
    fn message(&self) -> &str {
        &self.message
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        Some(self.code.as_str().into())
    }

    fn constraint(&self) -> Option<&str> {
        self.constraint.as_deref()
    }

    fn as_error(&self) -> &(dyn StdError + Send + Sync + 'static) {
        self
    }

    fn as_error_mut(&mut self) -> &mut (dyn StdError + Send + Sync + 'static) {
        self
    }

    fn into_error(self: Box<Self>) -> Box<dyn StdError + Send + Sync + 'static> {
        self
    }

    fn kind(&self) -> ErrorKind {
        // SQLSTATE first, then SQLite's own: a key may be a unique index or the primary one.
        match self.code.as_str() {
            "23505" | "2067" | "1555" => ErrorKind::UniqueViolation,
            "23503" | "787" => ErrorKind::ForeignKeyViolation,
            "23502" | "1299" => ErrorKind::NotNullViolation,
            "23514" | "275" => ErrorKind::CheckViolation,
            _ => ErrorKind::Other,
        }
    }
}
