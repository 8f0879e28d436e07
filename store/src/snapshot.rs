//! A transaction in which a reader sees one state of the database.
//!
//! It ends with the value: also when whoever reads is dropped half-way, so that a connection never goes back to its pool
//! with an old state still open. Knows nothing of statements and tables.

use impasto_domain::ports::ReadError;
use sqlx::{Postgres, Sqlite, Transaction};

use crate::db::Db;
use crate::dialect::{self, Engine};
use crate::open::{Pool, Store, read_error};

/// One state of the database, on a connection lent by the readers.
pub(crate) enum Snapshot {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Store {
    /// The state of the database at the first statement read in it.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub(crate) async fn snapshot(&self) -> Result<Snapshot, ReadError> {
        match &self.inner.pool {
            Pool::Sqlite { readers, .. } => {
                readers.begin_with(dialect::begin_snapshot(Engine::Sqlite)).await.map(Snapshot::Sqlite)
            }
            Pool::Postgres { readers, .. } => {
                readers.begin_with(dialect::begin_snapshot(Engine::Postgres)).await.map(Snapshot::Postgres)
            }
        }
        .map_err(read_error)
    }

    /// As [`Self::snapshot`], for whoever reads whole tables.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) async fn snapshot_of_everything(&self) -> Result<Snapshot, ReadError> {
        let mut snapshot = self.snapshot().await?;
        if let Snapshot::Postgres(_) = snapshot {
            let to_walk =
                "SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on";
            snapshot.db().control(to_walk).await.map_err(read_error)?;
        }
        Ok(snapshot)
    }
}

impl Snapshot {
    pub(crate) fn db(&mut self) -> Db<'_> {
        match self {
            Self::Sqlite(transaction) => Db::Sqlite { conn: &mut *transaction, statements: 0 },
            Self::Postgres(transaction) => Db::Postgres { conn: &mut *transaction, statements: 0 },
        }
    }
}
