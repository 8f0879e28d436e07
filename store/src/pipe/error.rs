//! Errors of the lane's connection in the words of sqlx, so that one place decides what is to be done about all of them.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::io;

use sqlx::error::{DatabaseError, ErrorKind};
use tokio_postgres::error::SqlState;

/// What the server said.
#[derive(Debug)]
struct Said {
    message: String,
    code: SqlState,
    constraint: Option<String>,
    table: Option<String>,
}

/// An error as the rest of the store knows it.
pub(super) fn told(error: tokio_postgres::Error) -> sqlx::Error {
    if let Some(said) = error.as_db_error() {
        return sqlx::Error::Database(Box::new(Said {
            message: said.message().to_owned(),
            code: said.code().clone(),
            constraint: said.constraint().map(ToOwned::to_owned),
            table: said.table().map(ToOwned::to_owned),
        }));
    }
    if error.is_closed() {
        return sqlx::Error::Io(io::Error::new(io::ErrorKind::ConnectionAborted, "the server has gone away"));
    }
    let text = with_causes(&error);
    match error.into_source() {
        Some(cause) if cause.is::<io::Error>() => sqlx::Error::Io(io::Error::other(text)),
        Some(cause) if text.contains("serializing parameter") => sqlx::Error::Encode(cause),
        _ => sqlx::Error::Protocol(text),
    }
}

/// An error with what lies behind it, in one line.
fn with_causes(error: &tokio_postgres::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let said = error.to_string();
        if !text.contains(&said) {
            text = format!("{text}: {said}");
        }
        cause = error.source();
    }
    text
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Said {}

impl DatabaseError for Said {
    fn message(&self) -> &str {
        &self.message
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        Some(self.code.code().into())
    }

    fn constraint(&self) -> Option<&str> {
        self.constraint.as_deref()
    }

    fn table(&self) -> Option<&str> {
        self.table.as_deref()
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
        match self.code {
            SqlState::UNIQUE_VIOLATION => ErrorKind::UniqueViolation,
            SqlState::FOREIGN_KEY_VIOLATION => ErrorKind::ForeignKeyViolation,
            SqlState::NOT_NULL_VIOLATION => ErrorKind::NotNullViolation,
            SqlState::CHECK_VIOLATION => ErrorKind::CheckViolation,
            _ => ErrorKind::Other,
        }
    }
}
