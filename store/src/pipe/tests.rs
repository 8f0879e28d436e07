//! A real server on the other side: what it is sent, in which order, and what hides the way there.

use uuid::Uuid;

use super::*;
use crate::db::Conn;
use crate::open::{Store, StoreConfig};
use crate::sql::Sql;
use crate::testing::TestDatabase;

async fn pipe(url: &str) -> Result<Pipe, sqlx::Error> {
    let store = Store::open(&StoreConfig::new(url)).await.map_err(|error| sqlx::Error::Protocol(error.to_string()))?;
    let Conn::Pipe(pipe) = store.writer().await? else { unreachable!("the address is PostgreSQL's") };
    store.close().await;
    Ok(*pipe)
}

static FAILS: Sql = Sql::scalar("FAILS", "SELECT 1 / $1::bigint");
static WORKS: Sql = Sql::scalar("WORKS", "SELECT $1::bigint + 1");
static KEPT: Sql = Sql::scalar(
    "KEPT",
    "SELECT $1::uuid, $2::text, $3::json, $4::jsonb, $5::bytea, $6::boolean, $7::timestamptz, $8::bigint",
);

fn text(sql: &'static Sql) -> &'static str {
    sql.on(crate::dialect::Engine::Postgres)
}

#[tokio::test]
async fn statements_are_carried_out_in_their_order_and_the_first_error_counts() {
    let Some(database) = crate::testing::postgres().await else { return };
    let mut pipe = pipe(&database.url()).await.unwrap();
    pipe.prepare([text(&FAILS), text(&WORKS)]).await.unwrap();
    let (none, two, forty) = ([Cell::Int(0)], [Cell::Int(2)], [Cell::Int(40)]);
    let sums = in_order((0..40_i64).map(|number| {
        let pipe = &pipe;
        async move { pipe.fetch::<(i64,)>(text(&WORKS), &[Cell::Int(number)]).await }
    }));
    let sums: Vec<i64> = sums.await.unwrap().into_iter().flatten().map(|(sum,)| sum).collect();
    assert_eq!(sums, (1..=40).collect::<Vec<i64>>());

    pipe.control("BEGIN").await.unwrap();
    let failed = in_order([
        pipe.fetch::<(i64,)>(text(&WORKS), &two),
        pipe.fetch::<(i64,)>(text(&FAILS), &none),
        pipe.fetch::<(i64,)>(text(&WORKS), &forty),
    ]);
    let sqlx::Error::Database(error) = failed.await.unwrap_err() else { panic!("the server says so") };
    assert_eq!(error.code().as_deref(), Some("22012"));
    // The connection is as good as before.
    pipe.control("ROLLBACK").await.unwrap();
    assert_eq!(pipe.fetch_now::<(i64,)>(text(&WORKS), &forty).await.unwrap(), [(41,)]);
    pipe.close().await.unwrap();
    database.drop().await;
}

#[tokio::test]
async fn values_come_back_as_they_went() {
    let Some(database) = crate::testing::postgres().await else { return };
    let mut pipe = pipe(&database.url()).await.unwrap();
    type Row = (
        Option<Uuid>,
        Option<String>,
        Option<sqlx::types::Json<Vec<String>>>,
        Option<sqlx::types::Json<Vec<String>>>,
        Option<Vec<u8>>,
        Option<bool>,
        Option<chrono::DateTime<chrono::Utc>>,
        Option<i64>,
    );
    let id = Uuid::from_u128(7);
    let at = chrono::DateTime::from_timestamp_micros(1_700_000_000_123_456).unwrap();
    let bytes: &[u8] = &[0, 255];
    let words = "[\"Zoë\", \"Ελλάδα\"]";
    let full: [Cell<'_>; 8] =
        [id.into(), "Zoë".into(), words.into(), words.into(), bytes.into(), true.into(), at.into(), (-3_i64).into()];
    let list = || Some(sqlx::types::Json(vec!["Zoë".to_owned(), "Ελλάδα".to_owned()]));
    let found: Vec<Row> = pipe.fetch_now(text(&KEPT), &full).await.unwrap();
    let row = (Some(id), Some("Zoë".to_owned()), list(), list(), Some(vec![0, 255]), Some(true), Some(at), Some(-3));
    assert_eq!(found, [row]);
    let empty: [Cell<'_>; 8] = std::array::from_fn(|_| Cell::Null);
    let found: Vec<Row> = pipe.fetch_now(text(&KEPT), &empty).await.unwrap();
    assert_eq!(found, [(None, None, None, None, None, None, None, None)]);
    pipe.close().await.unwrap();
    database.drop().await;
}

static IS_HIDDEN: Sql = Sql::scalar("IS_HIDDEN", "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
static CERTIFICATE: Sql = Sql::scalar("CERTIFICATE", "SELECT pg_read_file(current_setting('ssl_cert_file'))");
static CAN_HIDE: Sql = Sql::scalar("CAN_HIDE", "SELECT current_setting('ssl') = 'on'");

async fn hidden(database: &TestDatabase, words: &str) -> Result<bool, sqlx::Error> {
    let mut pipe = pipe(&format!("{}?{words}", database.url())).await?;
    let found: Vec<(bool,)> = pipe.fetch_now(text(&IS_HIDDEN), &[]).await?;
    pipe.close().await?;
    Ok(found == [(true,)])
}

/// Only as far as the server can: `scripts/test` starts one that can.
#[tokio::test]
async fn the_way_is_hidden_as_the_address_says() {
    let Some(database) = crate::testing::postgres().await else { return };
    let mut plain = pipe(&database.url()).await.unwrap();
    let can: Vec<(bool,)> = plain.fetch_now(text(&CAN_HIDE), &[]).await.unwrap();
    if can == [(true,)] {
        let certificate: Vec<(String,)> = plain.fetch_now(text(&CERTIFICATE), &[]).await.unwrap();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("root.pem");
        std::fs::write(&path, &certificate[0].0).unwrap();
        let root = format!("sslrootcert={}", path.display());
        assert!(!hidden(&database, "sslmode=disable").await.unwrap());
        assert!(hidden(&database, "sslmode=require").await.unwrap());
        assert!(hidden(&database, &format!("sslmode=verify-ca&{root}")).await.unwrap());
        // Nobody that everybody believes has vouched for it.
        assert!(hidden(&database, "sslmode=verify-ca").await.is_err());
        assert!(hidden(&database, "sslmode=verify-full").await.is_err());
    }
    plain.close().await.unwrap();
    database.drop().await;
}
