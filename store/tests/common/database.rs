//! Databases for tests: each test has its own and drops it.

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use std::str::FromStr;

/// A PostgreSQL database of one test.
pub(crate) struct TestDatabase {
    server: PgConnectOptions,
    base: String,
    name: String,
}

/// A fresh database on the server that `IMPASTO_TEST_POSTGRES` names; `None` when it says `skip`. Without a server
/// the test fails and says how to go on.
pub(crate) async fn postgres() -> Option<TestDatabase> {
    let base = std::env::var("IMPASTO_TEST_POSTGRES").unwrap_or_else(|_| "postgres://postgres@127.0.0.1:5432".into());
    if base == "skip" {
        return None;
    }
    let server = PgConnectOptions::from_str(&base).unwrap().disable_statement_logging();
    let mut conn = server.clone().database("postgres").connect().await.unwrap_or_else(|error| {
        panic!("no PostgreSQL at {base} ({error}); set IMPASTO_TEST_POSTGRES to another one, or to `skip`")
    });
    let name = format!("impasto_test_{:016x}", rand::random::<u64>());
    conn.execute(sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name}")))).await.unwrap();
    conn.close().await.unwrap();
    Some(TestDatabase { server, base, name })
}

impl TestDatabase {
    pub(crate) fn url(&self) -> String {
        format!("{}/{}", self.base.trim_end_matches('/'), self.name)
    }

    /// Cuts every connection and lets nobody in.
    #[allow(dead_code, reason = "one suite needs it")]
    pub(crate) async fn shut(&self) {
        self.administer(&format!(
            "ALTER DATABASE {name} ALLOW_CONNECTIONS false; \
             SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
            name = self.name
        ))
        .await;
    }

    /// Lets everybody in again.
    #[allow(dead_code, reason = "one suite needs it")]
    pub(crate) async fn open(&self) {
        self.administer(&format!("ALTER DATABASE {} ALLOW_CONNECTIONS true", self.name)).await;
    }

    /// A copy, to which nobody is connected.
    #[allow(dead_code, reason = "one suite needs it")]
    pub(crate) async fn copied(&self) -> Self {
        let name = format!("impasto_test_{:016x}", rand::random::<u64>());
        self.administer(&format!("CREATE DATABASE {name} TEMPLATE {}", self.name)).await;
        Self { server: self.server.clone(), base: self.base.clone(), name }
    }

    /// Drops the database, and whatever is still connected to it.
    pub(crate) async fn drop(self) {
        self.administer(&format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }

    async fn administer(&self, text: &str) {
        let mut conn = self.server.clone().database("postgres").connect().await.unwrap();
        for statement in text.split(';') {
            conn.execute(sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))).await.unwrap();
        }
        conn.close().await.unwrap();
    }
}
