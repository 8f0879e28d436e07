//! Errors of the lane's connection to an embedded database.

use crate::said::Said;

/// An error as the rest of the store knows it.
pub(super) fn told(error: rusqlite::Error) -> sqlx::Error {
    match error {
        rusqlite::Error::SqliteFailure(failure, message) => {
            let message = message.unwrap_or_else(|| failure.to_string());
            Said { message, code: failure.extended_code.to_string(), constraint: None }.into()
        }
        other => sqlx::Error::Decode(Box::new(other)),
    }
}
