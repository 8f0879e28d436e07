//! The server's database that a gallery is moved into.
//!
//! While a move is unfinished a table says so, `unfinished_move`: the state of the gallery that is moved, and of each
//! table how many rows are there, which changes in the commit that brings them. It goes with the end of the move, so that
//! a moved gallery has nothing that others have not.

use std::collections::BTreeSet;

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, PgPool};

use super::binary::{Chunk, HEADER, TRAILER};
use super::schema::{Columns, Table, quoted};
use super::{TransferError, said};

/// Keeps two moves into one database apart; the server lets go of it when the connection ends.
const LOCK: &str = "SELECT pg_advisory_lock(7599655424083061613)";

/// The code of a lock that was waited for in vain.
const LOCK_NOT_AVAILABLE: &str = "55P03";

/// A connection that was cut with a move's last commit under way is over in moments; another move is not.
const PATIENCE: &str = "SET lock_timeout = '10s'";

const MARK: &str = "CREATE TABLE unfinished_move (table_name text CONSTRAINT unfinished_move_pk PRIMARY KEY, \
     copied bigint NOT NULL, state bytea NOT NULL)";

const TABLES: &str = "SELECT relname::text FROM pg_catalog.pg_class \
     WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'f') ORDER BY relname";

const COLUMNS: &str = "SELECT c.relname::text, a.attname::text, t.typname::text FROM pg_catalog.pg_class c \
     JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid JOIN pg_catalog.pg_type t ON t.oid = a.atttypid \
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'f') \
     AND a.attnum > 0 AND NOT a.attisdropped";

const IS_MARKED: &str = "SELECT to_regclass('unfinished_move') IS NOT NULL";

/// Tables that are no part of a gallery.
const OTHERS: [&str; 2] = ["_sqlx_migrations", "unfinished_move"];

/// Whether the mark of an unfinished move is there.
pub(super) async fn is_marked(readers: &PgPool) -> Result<bool, sqlx::Error> {
    sqlx::query_as(IS_MARKED).fetch_one(readers).await.map(|(is_marked,)| is_marked)
}

/// The side that is written.
#[derive(Debug)]
pub(super) struct Target {
    conn: PgConnection,
    url: String,
}

impl Target {
    /// Connects, and keeps other moves out for as long as the connection lives.
    ///
    /// # Errors
    /// [`TransferError::Target`], [`TransferError::Busy`].
    pub(super) async fn open(options: &PgConnectOptions, url: &str) -> Result<Self, TransferError> {
        let conn = options.connect().await.map_err(|error| said(url, &error))?;
        let mut target = Self { conn, url: url.to_owned() };
        target.run(PATIENCE).await?;
        match target.conn.execute(sqlx::raw_sql(LOCK)).await {
            Ok(_) => {}
            Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(LOCK_NOT_AVAILABLE) => {
                return Err(TransferError::Busy(target.url));
            }
            Err(error) => return Err(said(url, &error)),
        }
        // From here on what others lock is waited for: nobody works here but we.
        target.run("SET lock_timeout = 0").await?;
        Ok(target)
    }

    /// The state of the gallery that is being moved into it, if there is one.
    pub(super) async fn unfinished(&mut self) -> Result<Option<Vec<u8>>, TransferError> {
        if !self.table_names().await?.iter().any(|name| name == "unfinished_move") {
            return Ok(None);
        }
        let marks = sqlx::query_as("SELECT state FROM unfinished_move LIMIT 1").fetch_optional(&mut self.conn).await;
        let found: Option<(Vec<u8>,)> = marks.map_err(|error| said(&self.url, &error))?;
        Ok(Some(found.map(|(state,)| state).unwrap_or_default()))
    }

    /// A table that is not among `ours`, if there is one.
    pub(super) async fn table_besides(&mut self, ours: &[String]) -> Result<Option<String>, TransferError> {
        let names = self.table_names().await?;
        Ok(names.into_iter().find(|name| !ours.contains(name) && !OTHERS.contains(&name.as_str())))
    }

    /// One of `ours` that has rows, if there is one.
    pub(super) async fn filled(&mut self, ours: &[String]) -> Result<Option<String>, TransferError> {
        for name in self.table_names().await?.into_iter().filter(|name| ours.contains(name)) {
            let text = format!("SELECT EXISTS (SELECT FROM {})", quoted(&name));
            let (filled,): (bool,) = self.one(text).await?;
            if filled {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    /// The lanes of the journal: each with the id of its last batch.
    pub(super) async fn lanes(&mut self) -> Result<BTreeSet<(Vec<u8>, Vec<u8>)>, TransferError> {
        if !self.table_names().await?.iter().any(|name| name == "lanes") {
            return Ok(BTreeSet::new());
        }
        let found: Result<Vec<(Vec<u8>, Vec<u8>)>, _> =
            sqlx::query_as("SELECT uuid_send(id), uuid_send(batch_id) FROM lanes").fetch_all(&mut self.conn).await;
        found.map(|lanes| lanes.into_iter().collect()).map_err(|error| said(&self.url, &error))
    }

    /// Marks the database, before anything else is in it.
    pub(super) async fn begin(&mut self, state: &[u8], tables: &[String]) -> Result<(), TransferError> {
        self.run("BEGIN").await?;
        self.run(MARK).await?;
        let names = "INSERT INTO unfinished_move SELECT name, 0, $2 FROM unnest($1::text[]) AS name";
        let written = sqlx::query(names).bind(tables).bind(state).execute(&mut self.conn).await;
        written.map_err(|error| said(&self.url, &error))?;
        self.run("COMMIT").await
    }

    /// Every column there is, with its type.
    pub(super) async fn columns(&mut self) -> Result<Columns, TransferError> {
        let found: Result<Vec<(String, String, String)>, _> = sqlx::query_as(COLUMNS).fetch_all(&mut self.conn).await;
        let mut columns = Columns::new();
        for (table, column, kind) in found.map_err(|error| said(&self.url, &error))? {
            if !OTHERS.contains(&table.as_str()) {
                columns.entry(table).or_default().insert(column, kind);
            }
        }
        Ok(columns)
    }

    /// How many rows of a table have been copied.
    pub(super) async fn copied(&mut self, table: &str) -> Result<u64, TransferError> {
        let text = "SELECT copied FROM unfinished_move WHERE table_name = $1";
        let found: Option<(i64,)> = sqlx::query_as(text)
            .bind(table)
            .fetch_optional(&mut self.conn)
            .await
            .map_err(|error| said(&self.url, &error))?;
        Ok(found.and_then(|(copied,)| u64::try_from(copied).ok()).unwrap_or(0))
    }

    /// Writes rows, and that they are there, in one commit.
    pub(super) async fn copy(&mut self, table: &Table, chunk: &Chunk) -> Result<(), TransferError> {
        let copied = self.copy_in_one_commit(table, chunk).await;
        copied.map_err(|error| TransferError::Target {
            url: self.url.clone(),
            reason: format!("{} (copying {})", crate::open::plain(&error), table.name),
        })
    }

    async fn copy_in_one_commit(&mut self, table: &Table, chunk: &Chunk) -> Result<(), sqlx::Error> {
        let mut transaction = self.conn.begin().await?;
        let mut copy = transaction.copy_in_raw(&table.copy_in()).await?;
        copy.send(HEADER.as_slice()).await?;
        copy.send(chunk.bytes.as_slice()).await?;
        copy.send(TRAILER.as_slice()).await?;
        let written = copy.finish().await?;
        if written != chunk.rows {
            return Err(sqlx::Error::Protocol(format!("{written} of {} rows were taken", chunk.rows)));
        }
        let rows = i64::try_from(chunk.rows).unwrap_or(i64::MAX);
        let noted = sqlx::query("UPDATE unfinished_move SET copied = copied + $2 WHERE table_name = $1")
            .bind(&table.name)
            .bind(rows)
            .execute(&mut *transaction)
            .await?;
        if noted.rows_affected() != 1 {
            return Err(sqlx::Error::Protocol("the mark of the move is gone".to_owned()));
        }
        transaction.commit().await
    }

    /// Gives the planner figures of what has arrived: until the server gathers its own, it would walk whole tables.
    pub(super) async fn analyze(&mut self, tables: &[impl AsRef<Table>]) -> Result<(), TransferError> {
        for table in tables {
            self.run_own(format!("ANALYZE {}", quoted(&table.as_ref().name))).await?;
        }
        Ok(())
    }

    /// The rows of a table in the order of their keys, as the server sends them.
    pub(super) async fn rows(
        &mut self,
        table: &Table,
    ) -> Result<BoxStream<'_, Result<Vec<u8>, TransferError>>, TransferError> {
        let url = self.url.clone();
        let stream = self.conn.copy_out_raw(&table.copy_out()).await.map_err(|error| said(&url, &error))?;
        Ok(stream.map(move |piece| piece.map(|bytes| bytes.to_vec()).map_err(|error| said(&url, &error))).boxed())
    }

    /// Takes the mark away.
    pub(super) async fn finish(&mut self) -> Result<(), TransferError> {
        self.run("DROP TABLE IF EXISTS unfinished_move").await
    }

    /// Ends the connection in good order.
    pub(super) async fn close(self) -> Result<(), TransferError> {
        self.conn.close().await.map_err(|error| said(&self.url, &error))
    }

    /// That it holds something which a move would have to mix with.
    pub(super) fn not_empty(&self, what: String) -> TransferError {
        TransferError::NotEmpty { url: self.url.clone(), what }
    }

    /// That it holds a part of something else.
    pub(super) fn other_move(&self) -> TransferError {
        TransferError::OtherMove(self.url.clone())
    }

    async fn table_names(&mut self) -> Result<Vec<String>, TransferError> {
        let found: Result<Vec<(String,)>, _> = sqlx::query_as(TABLES).fetch_all(&mut self.conn).await;
        found.map(|names| names.into_iter().map(|(name,)| name).collect()).map_err(|error| said(&self.url, &error))
    }

    async fn one<T>(&mut self, text: String) -> Result<T, TransferError>
    where
        T: for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin,
    {
        // Put together from names that the database itself has told, quoted.
        let found = sqlx::query_as(AssertSqlSafe(text)).fetch_one(&mut self.conn).await;
        found.map_err(|error| said(&self.url, &error))
    }

    async fn run(&mut self, text: &'static str) -> Result<(), TransferError> {
        let done = self.conn.execute(sqlx::raw_sql(text)).await;
        done.map(drop).map_err(|error| said(&self.url, &error))
    }

    async fn run_own(&mut self, text: String) -> Result<(), TransferError> {
        let done = self.conn.execute(sqlx::raw_sql(AssertSqlSafe(text))).await;
        done.map(drop).map_err(|error| said(&self.url, &error))
    }
}
