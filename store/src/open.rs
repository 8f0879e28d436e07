//! Opening a database, and lending its connections.
//!
//! Knows the two engines and how each is tuned; nothing of tables.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use impasto_domain::ports::{Clock, ReadError};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgSslMode};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, PgPool, SqlitePool};

use crate::db::{Conn, Reader};
use crate::dialect::Engine;
use crate::embedded::{self, Embedded};
use crate::pipe::Pipe;

/// How a database is opened.
#[derive(Clone)]
pub struct StoreConfig {
    /// `sqlite:<path>` or `postgres://…`; TLS of PostgreSQL is part of the address (`?sslmode=verify-full`).
    pub url: String,
    /// The most connections that read at once; the journal has its own besides.
    pub readers: u32,
    /// Make the file of an embedded database that does not exist.
    pub create: bool,
    /// Stands in for the database's clock in tests.
    pub clock: Option<Arc<dyn Clock>>,
}

/// Why a database cannot be used; one line for people.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Neither engine's address.
    #[error("{url:?} is not a database address: expected sqlite:<path> or postgres://…")]
    Address {
        /// As given, without its password.
        url: String,
    },
    /// It does not answer, or it is not ours to open.
    #[error("the database {url} cannot be opened: {reason}")]
    Unreachable {
        /// As given, without its password.
        url: String,
        /// What the engine says.
        reason: String,
    },
    /// The schema cannot be brought to this program's.
    #[error("the schema of {url} cannot be migrated: {reason}")]
    Migration {
        /// As given, without its password.
        url: String,
        /// What stands in the way.
        reason: String,
    },
}

/// A database of either engine: its readers, and how to reach it for writing. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) pool: Pool,
    /// Without its password.
    pub(crate) shown_url: String,
    clock: Option<Arc<dyn Clock>>,
}

/// The readers of an engine, with the options of a writer.
pub(crate) enum Pool {
    Sqlite { readers: SqlitePool, writer: Box<SqliteConnectOptions> },
    Postgres { readers: PgPool, writer: Box<PgConnectOptions> },
}

impl StoreConfig {
    /// The defaults for an address: 8 readers, made if missing.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), readers: 8, create: true, clock: None }
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("url", &self.inner.shown_url).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens a database and makes sure that it answers. The schema is left as it is.
    ///
    /// # Errors
    /// [`OpenError`], one line that says what to change.
    pub async fn open(config: &StoreConfig) -> Result<Self, OpenError> {
        let shown_url = without_password(&config.url);
        let unreachable = |error: sqlx::Error| OpenError::Unreachable { url: shown_url.clone(), reason: plain(&error) };
        let pool = if config.url.starts_with("sqlite:") {
            sqlite(config).await.map_err(unreachable)?
        } else if config.url.starts_with("postgres://") || config.url.starts_with("postgresql://") {
            postgres(config).await.map_err(unreachable)?
        } else {
            return Err(OpenError::Address { url: shown_url });
        };
        Ok(Self { inner: Arc::new(Inner { pool, shown_url, clock: config.clock.clone() }) })
    }

    /// Which engine it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.inner.pool {
            Pool::Sqlite { .. } => Engine::Sqlite,
            Pool::Postgres { .. } => Engine::Postgres,
        }
    }

    /// The address without its password, for people.
    #[must_use]
    pub fn shown_url(&self) -> &str {
        &self.inner.shown_url
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`ReadError`] when it does not.
    pub async fn ping(&self) -> Result<(), ReadError> {
        let mut reader = self.reader().await?;
        reader.db().control("SELECT 1").await.map_err(read_error)
    }

    /// Copies an embedded database as of its last commit to a new file, beside whatever else runs.
    ///
    /// # Errors
    /// [`ReadError`] when either file cannot be used, and for a server's database, which has tools of its own.
    pub async fn copy_to(&self, file: &Path) -> Result<(), ReadError> {
        let Pool::Sqlite { writer, .. } = &self.inner.pool else {
            return Err(ReadError("a server's database has no file to copy".to_owned()));
        };
        let (from, to) = (writer.get_filename().to_owned(), file.to_owned());
        let copied = tokio::task::spawn_blocking(move || embedded::copy(&from, &to)).await;
        match copied {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(ReadError(error.to_string())),
            Err(fall) => Err(ReadError(fall.to_string())),
        }
    }

    /// Closes the readers. A journal closes its own connection.
    pub async fn close(&self) {
        match &self.inner.pool {
            Pool::Sqlite { readers, .. } => readers.close().await,
            Pool::Postgres { readers, .. } => readers.close().await,
        }
    }

    /// The test clock's time, if there is one; otherwise the database's clock counts.
    pub(crate) fn clock(&self) -> Option<DateTime<Utc>> {
        self.inner.clock.as_ref().map(|clock| clock.now())
    }

    pub(crate) async fn reader(&self) -> Result<Reader, ReadError> {
        match &self.inner.pool {
            Pool::Sqlite { readers, .. } => readers.acquire().await.map(Reader::Sqlite),
            Pool::Postgres { readers, .. } => readers.acquire().await.map(Reader::Postgres),
        }
        .map_err(read_error)
    }

    /// A connection of its own that may write.
    pub(crate) async fn writer(&self) -> Result<Conn, sqlx::Error> {
        match &self.inner.pool {
            Pool::Sqlite { writer, .. } => Ok(Conn::Embedded(Box::new(Embedded::open(writer.get_filename())?))),
            Pool::Postgres { writer, .. } => Ok(Conn::Pipe(Box::new(Pipe::open(writer, LANE_SETTINGS).await?))),
        }
    }
}

/// A failed read, told to a caller that cannot do more about it than try again.
pub(crate) fn read_error(error: sqlx::Error) -> ReadError {
    tracing::warn!(error = %error, "a read failed");
    ReadError(plain(&error))
}

/// The innermost message of an error.
pub(crate) fn plain(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        other => other.to_string(),
    }
}

/// Every statement of a lane goes by key; these keep the planner from scanning tables it has no figures of yet, and a
/// lane that hangs from keeping rows locked.
const LANE_SETTINGS: &str = "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; \
     SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_material = off; SET jit = off; SET lock_timeout = '2s'; \
     SET idle_in_transaction_session_timeout = '5s'";

/// Readers go by key as well: a plan that was made while a table was small would walk it until the server looks at its
/// figures again, which in a young house cost an order's page milliseconds. A check, which reads everything, sets its
/// own.
const READER_SETTINGS: &str =
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off";

async fn sqlite(config: &StoreConfig) -> Result<Pool, sqlx::Error> {
    let base = SqliteConnectOptions::from_str(&config.url)?
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
        .statement_cache_capacity(512)
        .disable_statement_logging();
    let writer = base
        .clone()
        .create_if_missing(config.create)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .row_buffer_size(512)
        // Every statement of a lane starts from its set of rows; without this the planner now and then walks the
        // table and looks the set up instead.
        .pragma("automatic_index", "OFF")
        .pragma("cache_size", "-16384")
        .pragma("wal_autocheckpoint", "4000");
    // Sets the journal mode, which stays with the file, and finds out whether it is a database at all.
    let conn = writer.connect().await?;
    sqlx::Connection::close(conn).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(config.readers.max(1))
        .acquire_timeout(Duration::from_secs(5))
        .test_before_acquire(false)
        .connect_lazy_with(base.pragma("query_only", "ON"));
    Ok(Pool::Sqlite { readers, writer: Box::new(writer) })
}

async fn postgres(config: &StoreConfig) -> Result<Pool, sqlx::Error> {
    let options = PgConnectOptions::from_str(&config.url)?;
    let writer = if is_near(&options, &config.url) { options.ssl_mode(PgSslMode::Disable) } else { options };
    let writer = writer.application_name("impasto").statement_cache_capacity(512).disable_statement_logging();
    let conn = writer.connect().await?;
    sqlx::Connection::close(conn).await?;
    let readers = PgPoolOptions::new()
        .max_connections(config.readers.max(1))
        .acquire_timeout(Duration::from_secs(5))
        // Asked whether it still answers only after a pause: otherwise each read would be a round trip longer.
        .test_before_acquire(false)
        .before_acquire(|conn, meta| {
            Box::pin(async move {
                if meta.idle_for > Duration::from_secs(1) {
                    sqlx::Connection::ping(conn).await?;
                }
                Ok(true)
            })
        })
        .after_connect(|conn, _| {
            Box::pin(async move { sqlx::Executor::execute(conn, sqlx::raw_sql(READER_SETTINGS)).await.map(drop) })
        })
        .connect_lazy_with(writer.clone());
    Ok(Pool::Postgres { readers, writer: Box::new(writer) })
}

/// Whether the server is on this machine and nobody asked for TLS: there it would only cost.
fn is_near(options: &PgConnectOptions, url: &str) -> bool {
    let asked = url.contains("sslmode=") || url.contains("ssl-mode=") || std::env::var_os("PGSSLMODE").is_some();
    let near =
        options.get_socket().is_some() || matches!(options.get_host(), "localhost" | "127.0.0.1" | "::1" | "[::1]");
    near && !asked
}

fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let Some((credentials, host)) = rest.rsplit_once('@') else { return url.to_owned() };
    let user = credentials.split(':').next().unwrap_or_default();
    format!("{scheme}://{user}@{host}")
}

/// A connection of sqlx with a lane's settings, to look at plans.
#[cfg(test)]
pub(crate) async fn as_a_lane(store: &Store) -> sqlx::PgConnection {
    let Pool::Postgres { writer, .. } = &store.inner.pool else { unreachable!() };
    let mut conn = writer.connect().await.unwrap();
    sqlx::Executor::execute(&mut conn, sqlx::raw_sql(LANE_SETTINGS)).await.unwrap();
    conn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(without_password("postgres://anna:s3cr@t@db:5432/x"), "postgres://anna@db:5432/x");
        assert_eq!(without_password("sqlite:data/impasto.db"), "sqlite:data/impasto.db");
    }

    #[test]
    fn tls_is_left_out_only_on_this_machine_and_unasked() {
        let near = |url: &str| is_near(&PgConnectOptions::from_str(url).unwrap(), url);
        assert!(near("postgres://a@127.0.0.1:5432/x"));
        assert!(!near("postgres://a@127.0.0.1:5432/x?sslmode=require"));
        assert!(!near("postgres://a@db.example.test/x"));
    }

    #[tokio::test]
    async fn an_unknown_address_is_one_clear_line() {
        let error = Store::open(&StoreConfig::new("mysql://x")).await.unwrap_err();
        assert!(matches!(error, OpenError::Address { .. }));
        assert!(!error.to_string().contains('\n'));
    }

    #[tokio::test]
    async fn a_missing_file_is_not_made_unless_wanted() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("none.db");
        let config = StoreConfig { create: false, ..StoreConfig::new(format!("sqlite:{}", path.display())) };
        assert!(matches!(Store::open(&config).await, Err(OpenError::Unreachable { .. })));
        assert!(!path.exists());
    }
}
