//! Moving what was committed from the write-ahead log into the database file, on a thread of its own: copying some
//! thousand pages and waiting for the disk twice is nothing that a commit should wait for.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

/// Pages of the log that are not in the file yet, before it is worth copying them: hot pages are rewritten all the time
/// and copied once.
const WORTH_COPYING_PAGES: i64 = 2_000;

/// How long it rests between two looks.
const REST: Duration = Duration::from_millis(50);

/// Asks for checkpoints; the thread ends with it.
#[derive(Debug)]
pub(super) struct Checkpointer {
    nudge: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    /// One for the database file at `path`. Without a thread the commits copy their pages themselves, later.
    pub(super) fn start(path: &Path) -> Self {
        let (nudge, nudged) = sync_channel(1);
        let path = path.to_owned();
        let thread = Builder::new().name("checkpoint".to_owned()).spawn(move || {
            if let Err(error) = run(&path, &nudged) {
                tracing::warn!(%error, "checkpoints are left to the commits");
            }
        });
        Self { nudge: Some(nudge), thread: thread.ok() }
    }

    /// Something was committed. Never waits.
    pub(super) fn nudge(&self) {
        if let Some(nudge) = &self.nudge {
            // A look is due already, or the thread has ended: either way there is nothing to do here.
            let _full = nudge.try_send(());
        }
    }
}

impl Drop for Checkpointer {
    /// Waits for the thread, so that the connection that is closed next is the last one and tidies up the log.
    fn drop(&mut self) {
        self.nudge = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the checkpoints ended in a panic");
        }
    }
}

fn run(path: &Path, nudged: &Receiver<()>) -> rusqlite::Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let conn = Connection::open_with_flags(path, flags)?;
    while nudged.recv().is_ok() {
        if uncopied_pages(&conn)? >= WORTH_COPYING_PAGES {
            // Passive: it waits for nobody and nobody waits for it. What is busy now is copied the next time.
            conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        }
        std::thread::sleep(REST);
    }
    Ok(())
}

/// What the log has and the file has not.
fn uncopied_pages(conn: &Connection) -> rusqlite::Result<i64> {
    conn.query_row("PRAGMA wal_checkpoint(NOOP)", [], |row| Ok(row.get::<_, i64>(1)? - row.get::<_, i64>(2)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_committed_is_copied_without_the_committer() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("t.db");
        let conn = Connection::open(&path).unwrap();
        conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (data BLOB)")
            .unwrap();
        let checkpointer = Checkpointer::start(&path);
        let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)";
        conn.execute_batch(&format!("INSERT INTO t {numbers} SELECT zeroblob(4000) FROM n")).unwrap();
        assert!(uncopied_pages(&conn).unwrap() >= 3_000);
        while uncopied_pages(&conn).unwrap() > 0 {
            checkpointer.nudge();
            std::thread::yield_now();
        }
        drop(checkpointer);
        conn.close().unwrap();
        assert!(!dir.path().join("t.db-wal").exists());
    }
}
