//! Every statement prepares on both engines, and goes by its keys on the embedded one.

use sqlx::{ConnectOptions, Connection, Executor, SqlSafeStr};

use crate::dialect::Engine;
use crate::open::{Pool, Store, StoreConfig};
use crate::sql::{Rows, Sql};

/// The statements of every batch.
const HOT: [&[&Sql]; 4] = [
    crate::journal::batch::ALL,
    crate::journal::load::ALL,
    crate::journal::write::ALL,
    crate::journal::write_orders::ALL,
];

fn every() -> Vec<&'static Sql> {
    let journal: &[&[&Sql]] = &[
        crate::journal::batch::ALL,
        crate::journal::lanes::ALL,
        crate::journal::load::ALL,
        crate::journal::rules::ALL,
        crate::journal::write::ALL,
        crate::journal::write_orders::ALL,
    ];
    let families = journal.iter().chain(crate::journal::edits::ALL).chain(crate::reads::ALL).chain(crate::check::ALL);
    families.flat_map(|family| family.iter().copied()).collect()
}

#[tokio::test]
async fn every_statement_prepares_on_sqlite() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&StoreConfig::new(format!("sqlite:{}/t.db", dir.path().display()))).await.unwrap();
    assert!(!store.is_migrated().await.unwrap());
    store.migrate().await.unwrap();
    assert!(store.is_migrated().await.unwrap());
    let Pool::Sqlite { readers, .. } = &store.inner.pool else { unreachable!() };
    let mut conn = readers.acquire().await.unwrap();
    for sql in every() {
        for text in sql.every(Engine::Sqlite) {
            let prepared = (&mut *conn).prepare(text.into_sql_str()).await;
            prepared.unwrap_or_else(|error| panic!("{}: {error}\n{text}", sql.name));
        }
    }
}

#[tokio::test]
async fn every_statement_prepares_on_postgresql() {
    let Some(database) = crate::testing::postgres().await else { return };
    let store = Store::open(&StoreConfig::new(database.url())).await.unwrap();
    assert!(!store.is_migrated().await.unwrap());
    store.migrate().await.unwrap();
    assert!(store.is_migrated().await.unwrap());
    let Pool::Postgres { writer, .. } = &store.inner.pool else { unreachable!() };
    let mut conn = sqlx::PgConnection::connect_with(writer).await.unwrap();
    for sql in every() {
        for text in sql.every(Engine::Postgres) {
            let prepared = conn.prepare(text.into_sql_str()).await;
            prepared.unwrap_or_else(|error| panic!("{}: {error}\n{text}", sql.name));
        }
    }
    store.close().await;
    conn.close().await.unwrap();
    database.drop().await;
}

/// Statements of the hot path never walk a whole table: each goes by a key.
#[tokio::test]
async fn the_journal_never_walks_a_table_on_sqlite() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&StoreConfig::new(format!("sqlite:{}/t.db", dir.path().display()))).await.unwrap();
    store.migrate().await.unwrap();
    let Pool::Sqlite { writer, .. } = &store.inner.pool else { unreachable!() };
    let mut conn = writer.connect().await.unwrap();
    for sql in HOT.iter().flat_map(|family| family.iter()) {
        for text in sql.every(Engine::Sqlite) {
            let explained = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {text}"));
            let plan: Vec<(i64, i64, i64, String)> = sqlx::query_as(explained).fetch_all(&mut conn).await.unwrap();
            for (_, _, _, step) in plan {
                let own = ["v", "padded", "VALUES", "CONSTANT", "(join", "free", "f", "(subquery"];
                let walks = step.strip_prefix("SCAN ").is_some_and(|rest| {
                    !own.iter().any(|name| rest.split(' ').next() == Some(name)) && !rest.contains("CONSTANT ROW")
                });
                assert!(!walks, "{} walks: {step}", sql.name);
                assert!(!step.contains("AUTOMATIC"), "{} needs an index: {step}", sql.name);
            }
        }
    }
}

/// The same on PostgreSQL, with a lane's settings.
#[tokio::test]
async fn the_journal_never_walks_a_table_on_postgresql() {
    let Some(database) = crate::testing::postgres().await else { return };
    let store = Store::open(&StoreConfig::new(database.url())).await.unwrap();
    store.migrate().await.unwrap();
    let mut conn = crate::open::as_a_lane(&store).await;
    for sql in HOT.iter().flat_map(|family| family.iter()).filter(|sql| sql.is_set()) {
        let explained = sqlx::AssertSqlSafe(format!("EXPLAIN {}", sql.on(Engine::Postgres)));
        let nothing = Rows::of(sql).arrays().unwrap();
        let plan: Vec<(String,)> = sqlx::query_as_with(explained, nothing).fetch_all(&mut conn).await.unwrap();
        for (step,) in plan {
            for slow in ["Seq Scan", "Hash Join", "Merge Join"] {
                assert!(!step.contains(slow), "{} walks: {step}", sql.name);
            }
        }
    }
    conn.close().await.unwrap();
    store.close().await;
    database.drop().await;
}
