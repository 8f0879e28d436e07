//! The embedded database that is moved: read in one transaction, on a connection that cannot write.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::TransferError;
use super::binary::{Chunk, Row};
use super::schema::{Shape, Table, quoted};
use super::value::{sent, shown};
use crate::migrate;

/// How long another connection's lock is waited for.
const BUSY: Duration = Duration::from_secs(5);

/// Chunks that are ready before they are asked for.
const AHEAD: usize = 2;

/// Tables of the engines and of the migrations, which each database has of its own.
const TABLES: &str = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
     AND name <> '_sqlx_migrations' ORDER BY name";

/// The side that is read.
#[derive(Debug, Clone)]
pub(super) struct Source {
    path: PathBuf,
    conn: Arc<Mutex<Connection>>,
}

impl Source {
    /// Opens the file and keeps its present state.
    ///
    /// # Errors
    /// [`TransferError::Source`], and [`TransferError::SourceSchema`] for a schema of another version.
    pub(super) async fn open(path: &Path) -> Result<Self, TransferError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags).map_err(|error| unreadable(path, &error))?;
        let source = Self { path: path.to_owned(), conn: Arc::new(Mutex::new(conn)) };
        let begun = source.read(|conn| {
            conn.busy_timeout(BUSY)?;
            // Only the first statement that reads takes hold of a state.
            conn.execute_batch("PRAGMA query_only = ON; BEGIN DEFERRED; SELECT count(*) FROM sqlite_schema")
        });
        begun.await?;
        let applied = source.read(|conn| {
            let is_there = "SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'";
            if conn.query_row(is_there, [], |row| row.get::<_, i64>(0))? == 0 {
                return Ok(Vec::new());
            }
            let versions = "SELECT version FROM _sqlx_migrations WHERE success ORDER BY version";
            conn.prepare(versions)?.query_map([], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()
        });
        if applied.await? == migrate::embedded_versions() {
            Ok(source)
        } else {
            Err(TransferError::SourceSchema(path.to_owned()))
        }
    }

    /// The tables there are.
    pub(super) async fn table_names(&self) -> Result<Vec<String>, TransferError> {
        self.read(|conn| conn.prepare(TABLES)?.query_map([], |row| row.get(0))?.collect()).await
    }

    /// How each of them is made.
    pub(super) async fn shapes(&self) -> Result<Vec<Shape>, TransferError> {
        let names = self.table_names().await?;
        self.read(move |conn| names.into_iter().map(|name| shape(conn, name)).collect()).await
    }

    /// The lanes of the journal: each with the id of its last batch.
    pub(super) async fn lanes(&self) -> Result<BTreeSet<(Vec<u8>, Vec<u8>)>, TransferError> {
        let lanes = "SELECT id, batch_id FROM lanes";
        self.read(|conn| conn.prepare(lanes)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()).await
    }

    /// What tells this state of this gallery from any other: whatever the program writes leaves its mark on a lane.
    pub(super) async fn state(&self) -> Result<Vec<u8>, TransferError> {
        let mut hasher = Sha256::new();
        for (id, batch) in self.lanes().await? {
            hasher.update(id);
            hasher.update(batch);
        }
        Ok(hasher.finalize().to_vec())
    }

    /// Rows of a table.
    pub(super) async fn count(&self, table: &str) -> Result<u64, TransferError> {
        let text = format!("SELECT count(*) FROM {}", quoted(table));
        let rows: i64 = self.read(move |conn| conn.query_row(&text, [], |row| row.get(0))).await?;
        Ok(u64::try_from(rows).unwrap_or(0))
    }

    /// The rows of a table in the order of their keys but for the first `skipped`, in chunks of at most `rows_max` rows
    /// and about `bytes_max` bytes. Ends after the first error.
    pub(super) fn rows(
        &self,
        table: &Arc<Table>,
        skipped: u64,
        rows_max: u64,
        bytes_max: usize,
    ) -> Receiver<Result<Chunk, TransferError>> {
        let (sender, receiver) = channel(AHEAD);
        let (source, table) = (self.clone(), Arc::clone(table));
        // It ends by itself when nobody receives any more.
        tokio::task::spawn_blocking(move || {
            let conn = source.conn.lock().unwrap_or_else(PoisonError::into_inner);
            let reader = Reader { path: &source.path, table: &table, rows_max, bytes_max, sender: &sender };
            if let Err(error) = reader.send(&conn, skipped) {
                let _gone = sender.blocking_send(Err(error));
            }
        });
        receiver
    }

    /// Reads where it blocks nobody.
    async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, TransferError> {
        let source = self.clone();
        let done = tokio::task::spawn_blocking(move || {
            let conn = source.conn.lock().unwrap_or_else(PoisonError::into_inner);
            read(&conn).map_err(|error| unreadable(&source.path, &error))
        });
        done.await.map_err(|fall| TransferError::Source { path: self.path.clone(), reason: fall.to_string() })?
    }
}

/// What reads a table to its end.
struct Reader<'a> {
    path: &'a Path,
    table: &'a Table,
    rows_max: u64,
    bytes_max: usize,
    sender: &'a Sender<Result<Chunk, TransferError>>,
}

impl Reader<'_> {
    fn send(&self, conn: &Connection, skipped: u64) -> Result<(), TransferError> {
        let away = |error: rusqlite::Error| unreadable(self.path, &error);
        let mut statement = conn.prepare(&self.table.select_embedded()).map_err(away)?;
        let skipped = i64::try_from(skipped).unwrap_or(i64::MAX);
        let mut rows = statement.query([skipped]).map_err(away)?;
        let mut chunk = Chunk::default();
        while let Some(row) = rows.next().map_err(away)? {
            let row = self.row(row)?;
            chunk.push(&row).map_err(|reason| self.misfit(&row, "*", reason.to_owned()))?;
            let is_full = chunk.rows >= self.rows_max || chunk.bytes.len() >= self.bytes_max;
            // Who does not receive any more wants no more.
            if is_full && self.sender.blocking_send(Ok(std::mem::take(&mut chunk))).is_err() {
                return Ok(());
            }
        }
        if chunk.rows > 0 {
            let _gone = self.sender.blocking_send(Ok(chunk));
        }
        Ok(())
    }

    fn row(&self, read: &rusqlite::Row<'_>) -> Result<Row, TransferError> {
        let mut row = Row::with_capacity(self.table.columns.len());
        for (place, column) in self.table.columns.iter().enumerate() {
            let value = read.get_ref(place).map_err(|error| unreadable(self.path, &error))?;
            match sent(column.kind, value) {
                Ok(value) => row.push(value),
                Err(reason) => return Err(self.misfit(&row, &column.name, reason)),
            }
        }
        Ok(row)
    }

    /// A value that cannot be moved, named by as much of its row's key as is known.
    fn misfit(&self, row: &Row, column: &str, reason: String) -> TransferError {
        let (table, column) = (self.table.name.clone(), column.to_owned());
        TransferError::Value { table, column, key: key_of(self.table, row), reason }
    }
}

/// A row's key for people.
pub(super) fn key_of(table: &Table, row: &Row) -> String {
    let values = table.key.iter().filter_map(|place| Some((table.columns.get(*place)?, row.get(*place)?)));
    values.map(|(column, value)| shown(column.kind, value.as_deref())).collect::<Vec<_>>().join("/")
}

fn shape(conn: &Connection, name: String) -> rusqlite::Result<Shape> {
    let columns: Vec<(String, i64)> = conn
        .prepare("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid")?
        .query_map([&name], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut key: Vec<&(String, i64)> = columns.iter().filter(|(_, place)| *place > 0).collect();
    key.sort_by_key(|(_, place)| *place);
    let key = key.into_iter().map(|(column, _)| column.clone()).collect();
    let references = conn
        .prepare("SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(?1)")?
        .query_map([&name], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(Shape { name, columns: columns.into_iter().map(|(column, _)| column).collect(), key, references })
}

fn unreadable(path: &Path, error: &rusqlite::Error) -> TransferError {
    TransferError::Source { path: path.to_owned(), reason: error.to_string() }
}
