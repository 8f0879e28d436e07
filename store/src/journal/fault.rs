//! What can go wrong with a batch, and what is then to be done.
//!
//! Knows error codes of both engines; nothing of commands.

use impasto_domain::refusal::Refusal;

/// Why a batch was not committed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// A row was not as it was loaded: another lane was faster.
    #[error("{0} changed under the batch")]
    Stale(&'static str),
    /// Others have closed this lane; it must open a new one.
    #[error("the lane was closed")]
    Closed,
    /// The engine said no.
    #[error(transparent)]
    Db(#[from] sqlx::Error),
}

/// What to do about a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// Run the batch again as it is: locks or versions collided.
    Again,
    /// Run the batch once more, then its commands one by one: somebody who is no lane keeps a row locked.
    Blocked,
    /// Run its commands one by one: one of them raises.
    OneByOne,
    /// Connect anew, then run the batch again under the same id.
    Reconnect,
    /// Open a new lane, then run the batch again.
    NewLane,
}

impl Fault {
    /// What to do about it.
    pub(crate) fn remedy(&self) -> Remedy {
        match self {
            Self::Stale(_) => Remedy::Again,
            Self::Closed => Remedy::NewLane,
            Self::Db(error) => remedy_of(error),
        }
    }

    /// The refusal that an offended constraint means, if it means one.
    pub(crate) fn refusal(&self) -> Option<Refusal> {
        let Self::Db(sqlx::Error::Database(error)) = self else { return None };
        let message = error.message();
        let code = error.code().unwrap_or_default();
        // PostgreSQL names the constraint, SQLite its columns.
        let offended =
            |constraint: &str, columns: &str| error.constraint() == Some(constraint) || message.contains(columns);
        if offended("users_email", "users.email_key") {
            return Some(Refusal::EmailTaken);
        }
        if offended("reviews_once", "reviews.artwork_id, reviews.user_id") {
            return Some(Refusal::conflict("there is a review of yours already"));
        }
        if offended("sellers_series_prefix", "sellers.series_prefix") {
            return Some(Refusal::conflict("another seller has this prefix of document numbers"));
        }
        // Class 22: a value the engine cannot store (a zero byte in a text, a number out of range).
        if code.len() == 5 && code.starts_with("22") {
            return Some(Refusal::invalid("", message));
        }
        None
    }
}

fn remedy_of(error: &sqlx::Error) -> Remedy {
    let sqlx::Error::Database(error) = error else {
        return match error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Remedy::Reconnect,
            _ => Remedy::OneByOne,
        };
    };
    // The lane has lost count of its events: numbers are only ever given in a lane that knows its last.
    if error.constraint() == Some("events_pk") || error.message().contains("events.lane, events.seq") {
        return Remedy::NewLane;
    }
    let code = error.code().unwrap_or_default();
    if code.len() == 5 {
        return match code.as_ref() {
            // Serialization failure, deadlock, statement cancelled.
            "40001" | "40P01" | "57014" => Remedy::Again,
            // Lock timeout.
            "55P03" => Remedy::Blocked,
            // A prepared statement that a schema change has made useless.
            "0A000" | "26000" => Remedy::Reconnect,
            code if ["08", "53", "57", "58", "25", "XX"].iter().any(|class| code.starts_with(class)) => {
                Remedy::Reconnect
            }
            _ => Remedy::OneByOne,
        };
    }
    // SQLite's extended codes carry the primary one in their low byte.
    match code.parse::<i32>().unwrap_or(0) & 0xff {
        5 | 6 => Remedy::Again,
        // I/O error, corrupt, full, cannot open, locking protocol, not a database.
        10 | 11 | 13 | 14 | 15 | 26 => Remedy::Reconnect,
        _ => Remedy::OneByOne,
    }
}
