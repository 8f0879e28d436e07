//! The lane's own connection to an embedded database, used on the lane's own thread.
//!
//! sqlx gives every SQLite connection a thread and hands it one statement at a time: two thread switches a statement,
//! and a batch has some thirty (docs/decisions/0061-the-lane-speaks-to-sqlite-itself.md). Here a statement is a call.
//! Knows nothing of tables.

mod checkpoint;
mod copy;
mod error;
mod parameter;

use std::path::Path;
use std::time::Duration;

use rusqlite::{CachedStatement, Connection, OpenFlags};

pub(crate) use self::copy::copy;

use self::checkpoint::Checkpointer;
use self::error::told;
use crate::record::{Record, Stored};
use crate::sql::Cell;

/// Statements that stay prepared: more than there are.
const STATEMENTS_KEPT: usize = 512;

/// How long another connection's lock is waited for.
const BUSY: Duration = Duration::from_secs(5);

/// What every lane sets. Each statement of a lane starts from its row: without `automatic_index = OFF` the planner now
/// and then walks a table and looks the row up instead. A commit that has split a page walks the whole cache, so a larger
/// one costs more than it saves. The checkpoints are the [`Checkpointer`]'s, but only a commit can begin the log anew:
/// that happens at 16 000 pages, most of which are copied by then.
const SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
     PRAGMA automatic_index = OFF; PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 16000;";

/// A connection that writes, for one thread at a time.
pub(crate) struct Embedded {
    // Dropped first: see there.
    checkpointer: Checkpointer,
    conn: Connection,
}

impl std::fmt::Debug for Embedded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Embedded").finish_non_exhaustive()
    }
}

impl Embedded {
    /// Opens a database file for writing; it is there already.
    ///
    /// # Errors
    /// What SQLite says.
    pub(crate) fn open(path: &Path) -> Result<Self, sqlx::Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let conn = Connection::open_with_flags(path, flags).map_err(told)?;
        conn.busy_timeout(BUSY).map_err(told)?;
        conn.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        conn.execute_batch(SETTINGS).map_err(told)?;
        Ok(Self { checkpointer: Checkpointer::start(path), conn })
    }

    /// Runs a text without parameters and without an answer.
    pub(crate) fn control(&mut self, text: &str) -> Result<(), sqlx::Error> {
        self.prepared(text)?.raw_execute().map(drop).map_err(told)?;
        if text == "COMMIT" {
            self.checkpointer.nudge();
        }
        Ok(())
    }

    /// Runs a statement once for each row of its parameters, `width` cells each; answers the rows affected.
    pub(crate) fn execute(&mut self, text: &str, width: usize, cells: &[Cell<'_>]) -> Result<u64, sqlx::Error> {
        let mut statement = self.prepared(text)?;
        let mut affected = 0;
        for row in rows(width, cells) {
            bind(&mut statement, row)?;
            affected += statement.raw_execute().map_err(told)? as u64;
        }
        Ok(affected)
    }

    /// Runs a statement once for each row of its parameters, and reads what it answers.
    pub(crate) fn fetch<T: Stored>(
        &mut self,
        text: &str,
        width: usize,
        cells: &[Cell<'_>],
    ) -> Result<Vec<T>, sqlx::Error> {
        let mut statement = self.prepared(text)?;
        let mut found = Vec::new();
        for row in rows(width, cells) {
            bind(&mut statement, row)?;
            let mut answers = statement.raw_query();
            while let Some(answer) = answers.next().map_err(told)? {
                found.push(T::decode(&Record::embedded(answer))?);
            }
        }
        Ok(found)
    }

    /// Ends the connection in good order.
    pub(crate) fn close(self) -> Result<(), sqlx::Error> {
        drop(self.checkpointer);
        self.conn.close().map_err(|(_, error)| told(error))
    }

    fn prepared(&self, text: &str) -> Result<CachedStatement<'_>, sqlx::Error> {
        self.conn.prepare_cached(text).map_err(told)
    }
}

/// The rows of a set; a statement without parameters runs once.
fn rows<'c, 'a>(width: usize, cells: &'c [Cell<'a>]) -> impl Iterator<Item = &'c [Cell<'a>]> {
    let once = cells.is_empty().then_some(cells);
    once.into_iter().chain(cells.chunks(width.max(1)))
}

fn bind(statement: &mut CachedStatement<'_>, row: &[Cell<'_>]) -> Result<(), sqlx::Error> {
    for (place, cell) in (1..).zip(row) {
        statement.raw_bind_parameter(place, cell).map_err(told)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use sqlx::types::Json;
    use uuid::Uuid;

    use super::*;

    fn database() -> (tempfile::TempDir, Embedded) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("t.db");
        Connection::open(&path).unwrap();
        let mut db = Embedded::open(&path).unwrap();
        db.control("CREATE TABLE t (id BLOB PRIMARY KEY, words TEXT UNIQUE, data TEXT, at TEXT, flag INTEGER)")
            .unwrap();
        (dir, db)
    }

    type Row = (Uuid, Option<String>, Json<Vec<i64>>, chrono::DateTime<chrono::Utc>, bool);

    #[test]
    fn rows_go_in_one_by_one_and_come_back_as_they_were() {
        let (_dir, mut db) = database();
        let at = chrono::DateTime::from_timestamp_micros(1_700_000_000_123_456).unwrap();
        let ids = [Uuid::from_u128(1), Uuid::from_u128(2)];
        let cells: Vec<Cell<'_>> = vec![
            ids[0].into(),
            "Zoë".into(),
            "[1,2]".into(),
            at.into(),
            true.into(),
            ids[1].into(),
            Cell::Null,
            "[]".into(),
            at.into(),
            false.into(),
        ];
        assert_eq!(db.execute("INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5)", 5, &cells).unwrap(), 2);
        let found: Vec<Row> = db.fetch("SELECT * FROM t WHERE id = ?1", 1, &[ids[0].into(), ids[1].into()]).unwrap();
        let first = (ids[0], Some("Zoë".to_owned()), Json(vec![1, 2]), at, true);
        assert_eq!(found, [first, (ids[1], None, Json(vec![]), at, false)]);
    }

    #[test]
    fn an_offended_constraint_is_told_with_its_columns_and_its_code() {
        let (_dir, mut db) = database();
        let text = "INSERT INTO t (id, words) VALUES (?1, ?2)";
        db.execute(text, 2, &[Uuid::from_u128(1).into(), "same".into()]).unwrap();
        let error = db.execute(text, 2, &[Uuid::from_u128(2).into(), "same".into()]).unwrap_err();
        let sqlx::Error::Database(error) = error else { panic!("{error}") };
        assert!(error.message().contains("t.words"), "{}", error.message());
        assert!(error.is_unique_violation());
        assert_eq!(error.code().as_deref(), Some("2067"));
    }
}
