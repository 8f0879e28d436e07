//! A copy of a database file as of one commit, taken while others write.

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

/// Copies the database at `from` to a new file at `to`, page by page, within one read transaction: what is committed
/// meanwhile is not in it, and nobody waits for it.
///
/// # Errors
/// What SQLite says of either file.
pub(crate) fn copy(from: &Path, to: &Path) -> rusqlite::Result<()> {
    let from = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    from.busy_timeout(super::BUSY)?;
    let mut to = Connection::open(to)?;
    // All pages in one step: a copy in several begins anew with each commit of somebody else.
    Backup::new(&from, &mut to)?.run_to_completion(i32::MAX, Duration::ZERO, None)?;
    to.close().map_err(|(_, error)| error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_what_was_committed_and_can_be_opened_by_itself() {
        let dir = tempfile::tempdir().unwrap();
        let (from, to) = (dir.path().join("a.db"), dir.path().join("b.db"));
        let conn = Connection::open(&from).unwrap();
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (7); BEGIN; \
             INSERT INTO t VALUES (8)",
        )
        .unwrap();
        copy(&from, &to).unwrap();
        let copied = Connection::open(&to).unwrap();
        let numbers: Vec<i64> = copied
            .prepare("SELECT n FROM t")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert_eq!(numbers, [7]);
    }
}
