//! A connection of either engine, borrowed or owned.
//!
//! Knows nothing of statements and tables.

use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection};

use crate::dialect::{self, Engine};
use crate::embedded::Embedded;
use crate::pipe::Pipe;

/// A borrowed connection, with the number of statements it has run.
pub(crate) enum Db<'c> {
    /// A lane's, on SQLite.
    Embedded { conn: &'c mut Embedded, statements: u64 },
    /// A lane's, on PostgreSQL.
    Pipe { conn: &'c mut Pipe, statements: u64 },
    /// A reader's, on SQLite.
    Sqlite { conn: &'c mut SqliteConnection, statements: u64 },
    /// A reader's, on PostgreSQL.
    Postgres { conn: &'c mut PgConnection, statements: u64 },
}

/// A connection that belongs to a lane.
#[derive(Debug)]
pub(crate) enum Conn {
    Embedded(Box<Embedded>),
    Pipe(Box<Pipe>),
}

/// A connection lent by a pool of readers.
pub(crate) enum Reader {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl Conn {
    pub(crate) fn db(&mut self) -> Db<'_> {
        match self {
            Self::Embedded(conn) => Db::Embedded { conn, statements: 0 },
            Self::Pipe(conn) => Db::Pipe { conn, statements: 0 },
        }
    }

    /// Ends the connection in good order.
    pub(crate) async fn close(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Embedded(conn) => conn.close(),
            Self::Pipe(conn) => conn.close().await,
        }
    }
}

impl Reader {
    pub(crate) fn db(&mut self) -> Db<'_> {
        match self {
            Self::Sqlite(conn) => Db::Sqlite { conn, statements: 0 },
            Self::Postgres(conn) => Db::Postgres { conn, statements: 0 },
        }
    }
}

impl Db<'_> {
    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::Embedded { .. } | Self::Sqlite { .. } => Engine::Sqlite,
            Self::Pipe { .. } | Self::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Counts a statement.
    pub(crate) fn count(&mut self) {
        match self {
            Self::Embedded { statements, .. }
            | Self::Pipe { statements, .. }
            | Self::Sqlite { statements, .. }
            | Self::Postgres { statements, .. } => *statements += 1,
        }
    }

    /// Statements run through this borrow.
    pub(crate) fn statements(&self) -> u64 {
        match self {
            Self::Embedded { statements, .. }
            | Self::Pipe { statements, .. }
            | Self::Sqlite { statements, .. }
            | Self::Postgres { statements, .. } => *statements,
        }
    }

    /// Opens a transaction that is going to write.
    pub(crate) async fn begin(&mut self) -> Result<(), sqlx::Error> {
        let text = dialect::begin(self.engine());
        self.control(text).await
    }

    /// The same, when no other lane of the database has its turn. An embedded database has one lane.
    pub(crate) async fn begin_in_turn(&mut self) -> Result<(), sqlx::Error> {
        match self {
            Self::Pipe { conn, .. } => conn.begin_in_turn().await,
            db => db.begin().await,
        }
    }

    pub(crate) async fn commit(&mut self) -> Result<(), sqlx::Error> {
        self.control("COMMIT").await
    }

    pub(crate) async fn rollback(&mut self) -> Result<(), sqlx::Error> {
        match self {
            Self::Pipe { conn, .. } => conn.rollback().await,
            db => db.control("ROLLBACK").await,
        }
    }

    /// Has statements planned anew when they are run the next time. SQLite plans by the schema alone.
    pub(crate) async fn forget_plans(&mut self) -> Result<(), sqlx::Error> {
        match self.engine() {
            Engine::Sqlite => Ok(()),
            Engine::Postgres => self.control("DISCARD PLANS").await,
        }
    }

    /// Runs a text without parameters.
    pub(crate) async fn control(&mut self, text: &'static str) -> Result<(), sqlx::Error> {
        match self {
            Self::Embedded { conn, .. } => conn.control(text),
            Self::Pipe { conn, .. } => conn.control(text).await,
            Self::Sqlite { conn, .. } => sqlx::query::<Sqlite>(text).execute(&mut **conn).await.map(drop),
            Self::Postgres { conn, .. } => {
                // The simple protocol: one round trip, nothing to prepare.
                sqlx::Executor::execute(&mut **conn, sqlx::raw_sql(text)).await.map(drop)
            }
        }
    }
}
