//! The few places where the engines differ, as named constants. Everything else is one SQL text.
//!
//! Knows nothing of tables.

/// Which engine a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// The embedded engine.
    Sqlite,
    /// The shared engine.
    Postgres,
}

/// A token of a SQL text and what stands for it on each engine.
struct Difference {
    token: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

/// `{lock}`: keeps the rows read until the commit. On SQLite `BEGIN IMMEDIATE` has locked everything.
const LOCK: Difference = Difference { token: "{lock}", sqlite: "", postgres: "FOR NO KEY UPDATE" };

/// `{share}`: keeps the rows read from being changed until the commit.
const SHARE: Difference = Difference { token: "{share}", sqlite: "", postgres: "FOR SHARE" };

/// `{lock_skip}`: as `{lock}`, and leaves out what others have locked.
const LOCK_SKIP: Difference =
    Difference { token: "{lock_skip}", sqlite: "", postgres: "FOR NO KEY UPDATE SKIP LOCKED" };

/// `{clock}`: the database's time, now, not at the start of the transaction.
const CLOCK: Difference = Difference {
    token: "{clock}",
    // Written as the program writes times, so that texts compare as times do.
    sqlite: "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')",
    postgres: "clock_timestamp()",
};

/// `{materialized}`: a common table expression is worked out once.
const MATERIALIZED: Difference =
    Difference { token: "{materialized}", sqlite: "MATERIALIZED", postgres: "MATERIALIZED" };

/// `{bytewise}`: texts are compared byte by byte, so that those with one beginning lie together.
const BYTEWISE: Difference = Difference { token: "{bytewise}", sqlite: "COLLATE BINARY", postgres: "COLLATE \"C\"" };

const DIFFERENCES: [Difference; 6] = [LOCK, SHARE, LOCK_SKIP, CLOCK, MATERIALIZED, BYTEWISE];

/// Opens a transaction that is going to write.
pub(crate) const fn begin(engine: Engine) -> &'static str {
    match engine {
        // Waits here for the write lock instead of failing later.
        Engine::Sqlite => "BEGIN IMMEDIATE",
        Engine::Postgres => "BEGIN ISOLATION LEVEL READ COMMITTED",
    }
}

/// Opens a transaction that is going to write when no other lane has its turn: a lock of the program's own, which the
/// connection keeps until it lets go. Its number is "impasto" in ASCII. PostgreSQL only.
pub(crate) const BEGIN_IN_TURN: &str =
    "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_lock(29675201993340015)";

/// Lets the next lane have its turn.
pub(crate) const PASS_TURN: &str = "SELECT pg_advisory_unlock_all()";

/// The same, after the transaction is thrown away.
pub(crate) const ROLLBACK_AND_PASS_TURN: &str = "ROLLBACK; SELECT pg_advisory_unlock_all()";

/// Opens a transaction that sees one state of the database and writes nothing.
pub(crate) const fn begin_snapshot(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "BEGIN DEFERRED",
        Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    }
}

/// Replaces the tokens of a text.
pub(crate) fn render(engine: Engine, text: &str) -> String {
    let mut rendered = text.to_owned();
    for difference in &DIFFERENCES {
        let replacement = match engine {
            Engine::Sqlite => difference.sqlite,
            Engine::Postgres => difference.postgres,
        };
        rendered = rendered.replace(difference.token, replacement);
    }
    rendered
}
