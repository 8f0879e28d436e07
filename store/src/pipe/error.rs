//! Errors of the lane's connection to PostgreSQL.

use std::error::Error as _;
use std::io;

use crate::said::Said;

/// An error as the rest of the store knows it.
pub(super) fn told(error: tokio_postgres::Error) -> sqlx::Error {
    if let Some(said) = error.as_db_error() {
        return Said {
            message: said.message().to_owned(),
            code: said.code().code().to_owned(),
            constraint: said.constraint().map(ToOwned::to_owned),
        }
        .into();
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
