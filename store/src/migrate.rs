//! Bringing a database to this program's schema.
//!
//! The migrations are compiled in; each engine has the same ones in its own types. Knows nothing of what they say, but one
//! word: those whose name begins with `contract` take away what older programs still need; with all others a database
//! that is newer than the program serves both (docs/upgrading.md).

use std::borrow::Cow;

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
    "SELECT CAST(version AS bigint) AS version, description FROM _sqlx_migrations WHERE success ORDER BY version",
);

/// A newer program's migrations, as an older one sees them.
const CONTRACTS: &str = "contract";

/// What a schema is to this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Schema {
    /// It is this program's, or one that a newer program has only added to.
    Served,
    /// Migrations of this program are missing.
    Behind,
    /// A newer program took away what this one needs; which migration did.
    OutOfReach(String),
}

impl Store {
    /// Applies the migrations that are missing. Safe to call from several nodes at once: one of them does it. A
    /// database that a newer program has only added to is left as it is.
    ///
    /// # Errors
    /// [`OpenError::Migration`] when a newer program has taken away what this one needs, or a migration fails.
    pub async fn migrate(&self) -> Result<(), OpenError> {
        let failed = |reason: String| OpenError::Migration { url: self.shown_url().to_owned(), reason };
        let away = |error: sqlx::Error| failed(plain(&error));
        if let Schema::OutOfReach(why) = self.schema().await.map_err(|error| failed(error.to_string()))? {
            return Err(failed(why));
        }
        match &self.inner.pool {
            Pool::Sqlite { writer, .. } => {
                let mut conn = writer.connect().await.map_err(away)?;
                lenient(&SQLITE).run(&mut conn).await.map_err(|error| failed(reason(&error)))?;
                conn.close().await.map_err(away)
            }
            Pool::Postgres { writer, .. } => {
                let mut conn = writer.connect().await.map_err(away)?;
                lenient(&POSTGRES).run(&mut conn).await.map_err(|error| failed(reason(&error)))?;
                conn.close().await.map_err(away)
            }
        }
    }

    /// Whether this program can work with the schema as it is.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn schema(&self) -> Result<Schema, ReadError> {
        let applied = self.applied().await?;
        let is_ours = |version: i64| self.migrations().iter().any(|migration| migration.version == version);
        let taken_away = applied.iter().find(|(version, name)| name.starts_with(CONTRACTS) && !is_ours(*version));
        if let Some((version, name)) = taken_away {
            return Ok(Schema::OutOfReach(format!(
                "its migration {version} ({name}) is of a newer program and took away what this one needs: use the newer one"
            )));
        }
        let has = |wanted: i64| applied.iter().any(|(version, _)| *version == wanted);
        let is_whole = self.migrations().iter().all(|migration| has(migration.version));
        Ok(if is_whole { Schema::Served } else { Schema::Behind })
    }

    /// Whether it can, as a plain word.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn is_migrated(&self) -> Result<bool, ReadError> {
        Ok(self.schema().await? == Schema::Served)
    }

    /// The migrations that were applied, with their names.
    async fn applied(&self) -> Result<Vec<(i64, String)>, ReadError> {
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        match fetch_all!(&mut db, (i64, String), APPLIED) {
            Ok(rows) => Ok(rows),
            // There is no such table before the first migration.
            Err(sqlx::Error::Database(_)) => Ok(Vec::new()),
            Err(error) => Err(read_error(error)),
        }
    }

    fn migrations(&self) -> &'static Migrator {
        match self.engine() {
            Engine::Sqlite => &SQLITE,
            Engine::Postgres => &POSTGRES,
        }
    }
}

/// The same, for a database that may have migrations of a newer program.
fn lenient(migrator: &'static Migrator) -> Migrator {
    Migrator { migrations: Cow::Borrowed(&*migrator.migrations), ignore_missing: true, ..Migrator::DEFAULT }
}

/// The versions of this program's schema of an embedded database.
pub(crate) fn embedded_versions() -> Vec<i64> {
    SQLITE.iter().map(|migration| migration.version).collect()
}

fn reason(error: &MigrateError) -> String {
    match error {
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
