//! Bringing a database to this program's schema.
//!
//! The migrations are compiled in; each engine has the same ones in its own types. Knows nothing of what they say.

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{ConnectOptions, Connection};

use crate::dialect::Engine;
use crate::open::{OpenError, Pool, Store, plain, read_error};
use crate::sql::{Sql, fetch_all};
use impasto_domain::ports::ReadError;

static SQLITE: Migrator = sqlx::migrate!("../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../migrations/postgres");

static APPLIED: Sql = Sql::scalar(
    "APPLIED",
    "SELECT CAST(version AS bigint) AS version FROM _sqlx_migrations WHERE success ORDER BY version",
);

impl Store {
    /// Applies the migrations that are missing. Safe to call from several nodes at once: one of them does it.
    ///
    /// # Errors
    /// [`OpenError::Migration`] when the database is newer than this program or a migration fails.
    pub async fn migrate(&self) -> Result<(), OpenError> {
        let failed = |reason: String| OpenError::Migration { url: self.shown_url().to_owned(), reason };
        let away = |error: sqlx::Error| failed(plain(&error));
        match &self.inner.pool {
            Pool::Sqlite { writer, .. } => {
                let mut conn = writer.connect().await.map_err(away)?;
                SQLITE.run(&mut conn).await.map_err(|error| failed(reason(&error)))?;
                conn.close().await.map_err(away)
            }
            Pool::Postgres { writer, .. } => {
                let mut conn = writer.connect().await.map_err(away)?;
                POSTGRES.run(&mut conn).await.map_err(|error| failed(reason(&error)))?;
                conn.close().await.map_err(away)
            }
        }
    }

    /// Whether the schema is exactly this program's.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn is_migrated(&self) -> Result<bool, ReadError> {
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let applied = match fetch_all!(&mut db, (i64,), APPLIED) {
            Ok(rows) => rows.into_iter().map(|(version,)| version).collect::<Vec<_>>(),
            // There is no such table before the first migration.
            Err(sqlx::Error::Database(_)) => Vec::new(),
            Err(error) => return Err(read_error(error)),
        };
        let wanted: Vec<i64> = self.migrations().iter().map(|migration| migration.version).collect();
        Ok(applied == wanted)
    }

    fn migrations(&self) -> &'static Migrator {
        match self.engine() {
            Engine::Sqlite => &SQLITE,
            Engine::Postgres => &POSTGRES,
        }
    }
}

fn reason(error: &MigrateError) -> String {
    match error {
        MigrateError::VersionMissing(version) => {
            format!("it has migration {version}, which this program does not know: it was made by a newer one")
        }
        MigrateError::VersionMismatch(version) => {
            format!("its migration {version} is not the one this program was built with")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_engines_have_the_same_migrations() {
        let names = |migrator: &Migrator| -> Vec<(i64, String)> {
            migrator.iter().map(|migration| (migration.version, migration.description.to_string())).collect()
        };
        assert_eq!(names(&SQLITE), names(&POSTGRES));
    }
}
