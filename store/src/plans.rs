//! How the engines carry out what runs all the time beside the batches: by keys, in the order of an index, at a cost
//! that does not grow with what is stored.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use crate::dialect::Engine;
use crate::open::{Store, StoreConfig};
use crate::sql::Sql;

/// Every step of a statement's plan.
async fn on_sqlite(conn: &mut SqliteConnection, sql: &Sql) -> Vec<String> {
    let text = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", sql.on(Engine::Sqlite)));
    let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(text).fetch_all(conn).await.unwrap();
    steps.into_iter().map(|(_, _, _, step)| step).collect()
}

/// The same; `values` stand for the parameters, as SQL.
async fn on_postgresql(conn: &mut PgConnection, sql: &Sql, values: &str) -> Vec<String> {
    let prepare = format!("PREPARE explained AS {}", sql.on(Engine::Postgres));
    conn.execute(sqlx::raw_sql(AssertSqlSafe(prepare))).await.unwrap();
    let explain = AssertSqlSafe(format!("EXPLAIN EXECUTE explained({values})"));
    let rows: Vec<sqlx::postgres::PgRow> = (&mut *conn).fetch_all(sqlx::raw_sql(explain)).await.unwrap();
    conn.execute(sqlx::raw_sql("DEALLOCATE explained")).await.unwrap();
    rows.iter().map(|row| sqlx::Row::get::<String, _>(row, 0)).collect()
}

fn assert_stepwise(sql: &Sql, plan: &[String]) {
    for step in plan {
        for slow in ["Seq Scan", "Hash", "Merge Join", "Sort", "TEMP B-TREE", "SCAN ", "AUTOMATIC"] {
            assert!(!step.contains(slow), "{} is slow: {plan:#?}", sql.name);
        }
    }
}

async fn postgresql() -> Option<(crate::testing::TestDatabase, Store)> {
    let database = crate::testing::postgres().await?;
    let store = Store::open(&StoreConfig::new(database.url())).await.unwrap();
    store.migrate().await.unwrap();
    Some((database, store))
}

async fn sqlite() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&StoreConfig::new(format!("sqlite:{}/t.db", dir.path().display()))).await.unwrap();
    store.migrate().await.unwrap();
    (dir, store)
}

fn named(name: &str) -> &'static Sql {
    let mut families = crate::journal::edits::ALL.iter().chain(crate::reads::ALL);
    families.find_map(|family| family.iter().find(|sql| sql.name == name)).unwrap()
}

/// A check comes when much is open: nothing of it walks a table once for each row of another.
#[tokio::test]
async fn a_check_walks_no_table_row_by_row_on_sqlite() {
    let (dir, _store) = sqlite().await;
    let mut conn = SqliteConnection::connect(&format!("sqlite:{}/t.db", dir.path().display())).await.unwrap();
    for sql in crate::check::ALL.iter().flat_map(|family| family.iter()) {
        let text = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", sql.on(Engine::Sqlite)));
        let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(text).fetch_all(&mut conn).await.unwrap();
        let mut repeated = std::collections::HashSet::new();
        for (id, parent, _, step) in &steps {
            if step.contains("CORRELATED") || repeated.contains(parent) {
                repeated.insert(*id);
            }
            let walks = repeated.contains(id) && step.starts_with("SCAN ");
            assert!(!walks, "{} walks again and again: {steps:#?}", sql.name);
        }
        // The right side of a join is looked up, not walked.
        let mut sides: std::collections::HashMap<i64, usize> = std::collections::HashMap::new();
        for (_, parent, _, step) in &steps {
            if step.starts_with("SCAN ") && !step.starts_with("SCAN f") {
                *sides.entry(*parent).or_default() += 1;
            }
        }
        assert!(sides.values().all(|walked| *walked <= 1), "{} walks again and again: {steps:#?}", sql.name);
    }
    conn.close().await.unwrap();
}

#[tokio::test]
async fn a_claim_takes_jobs_along_their_index_on_sqlite() {
    let (dir, _store) = sqlite().await;
    let mut conn = SqliteConnection::connect(&format!("sqlite:{}/t.db", dir.path().display())).await.unwrap();
    for name in ["DUE_JOBS", "FINISH_JOB", "RETRY_JOB"] {
        let sql = named(name);
        assert_stepwise(sql, &on_sqlite(&mut conn, sql).await);
    }
    conn.close().await.unwrap();
}

#[tokio::test]
async fn a_claim_takes_jobs_along_their_index_on_postgresql() {
    let Some((database, store)) = postgresql().await else { return };
    let mut conn = crate::open::as_a_lane(&store).await;
    conn.execute(sqlx::raw_sql(
        "INSERT INTO jobs (id, kind, subject, task, run_at, attempts, dead, created_at) \
         SELECT gen_random_uuid(), CASE WHEN n % 100 = 0 THEN 'drive_payment' ELSE 'render_document' END, \
         gen_random_uuid(), '{}', now() + n * interval '1 s', 0, false, now() FROM generate_series(1, 20000) n; \
         ANALYZE jobs",
    ))
    .await
    .unwrap();
    for (name, values) in [
        ("DUE_JOBS", "'drive_payment', now(), 8"),
        ("FINISH_JOB", "NULL, NULL"),
        ("RETRY_JOB", "NULL, NULL, NULL, NULL, NULL"),
    ] {
        let sql = named(name);
        assert_stepwise(sql, &on_postgresql(&mut conn, sql, values).await);
    }
    conn.close().await.unwrap();
    store.close().await;
    database.drop().await;
}

/// However many jobs of a kind are due, those of a subject are found by it: with the figures of an empty table as well,
/// as they are in a young house.
#[tokio::test]
async fn jobs_of_a_subject_are_found_by_it() {
    let writes = |name: &str| *crate::journal::write::ALL.iter().find(|sql| sql.name == name).unwrap();
    let (dir, _store) = sqlite().await;
    let mut conn = SqliteConnection::connect(&format!("sqlite:{}/t.db", dir.path().display())).await.unwrap();
    for name in ["DELETE_JOBS", "POSTPONE_JOBS"] {
        let text = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", writes(name).single_text()));
        let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(text).fetch_all(&mut conn).await.unwrap();
        assert!(steps.iter().any(|(_, _, _, step)| step.contains("jobs_of_subject (subject=?")), "{name}: {steps:#?}");
    }
    conn.close().await.unwrap();
    let Some((database, store)) = postgresql().await else { return };
    let mut conn = crate::open::as_a_lane(&store).await;
    conn.execute(sqlx::raw_sql(
        "ANALYZE jobs; INSERT INTO jobs (id, kind, subject, task, run_at, attempts, dead, created_at) \
         SELECT gen_random_uuid(), 'render_document', gen_random_uuid(), '{}', now(), 0, false, now() \
         FROM generate_series(1, 20000) n",
    ))
    .await
    .unwrap();
    for (name, values) in [("DELETE_JOBS", "NULL, NULL"), ("POSTPONE_JOBS", "NULL, NULL, NULL")] {
        let plan = on_postgresql(&mut conn, writes(name), values).await;
        let found = plan.iter().any(|step| step.contains("Index Cond: (subject ="));
        assert!(found && plan.iter().all(|step| !step.contains("jobs_due")), "{name}: {plan:#?}");
    }
    conn.close().await.unwrap();
    store.close().await;
    database.drop().await;
}

#[tokio::test]
async fn events_after_a_position_are_read_along_their_index_on_sqlite() {
    let (dir, _store) = sqlite().await;
    let mut conn = SqliteConnection::connect(&format!("sqlite:{}/t.db", dir.path().display())).await.unwrap();
    for name in ["EVENTS_OF_LANE", "MISSED_OF_KIND", "MISSED_OF_SELLER"] {
        let sql = named(name);
        assert_stepwise(sql, &on_sqlite(&mut conn, sql).await);
    }
    conn.close().await.unwrap();
}

/// Also by a reader that made its plans when the tables were empty.
#[tokio::test]
async fn an_order_is_read_by_its_keys_on_postgresql() {
    let Some((database, store)) = postgresql().await else { return };
    let mut reader = store.reader().await.unwrap();
    let crate::db::Db::Postgres { conn, .. } = reader.db() else { unreachable!() };
    for name in ["ORDERS", "SELLER_ORDERS", "ORDER_LINES", "PAYMENTS", "DOCUMENTS"] {
        let sql = crate::journal::load::ALL.iter().find(|sql| sql.name == name).unwrap();
        let plan = on_postgresql(conn, sql, "ARRAY[gen_random_uuid()]").await;
        assert_stepwise(sql, &plan);
    }
    drop(reader);
    store.close().await;
    database.drop().await;
}

/// With as many events as make a planner think, and without the settings of a reader: they are not what makes it fast.
#[tokio::test]
async fn events_after_a_position_are_read_along_their_index_on_postgresql() {
    let Some((database, store)) = postgresql().await else { return };
    let mut conn = PgConnection::connect(&database.url()).await.unwrap();
    conn.execute(sqlx::raw_sql(
        "INSERT INTO events (lane, seq, at, kind, order_id, order_version, seller_id, data) \
         SELECT '00000000-0000-0000-0000-000000000001', n, now(), CASE WHEN n % 500 = 0 THEN 'artwork_status_changed' \
         ELSE 'stock_changed' END, NULL, NULL, \
         CASE WHEN n % 4 = 0 THEN uuid '00000000-0000-0000-0000-000000000002' END, '{}' \
         FROM generate_series(1, 100000) n; ANALYZE events",
    ))
    .await
    .unwrap();
    let (lane, seller) = ("'00000000-0000-0000-0000-000000000001'", "'00000000-0000-0000-0000-000000000002'");
    for after in ["0", "50000", "99999"] {
        for (name, values) in [
            ("EVENTS_OF_LANE", format!("{lane}, {after}, 1000")),
            ("MISSED_OF_SELLER", format!("{seller}, {lane}, {after}, 1001")),
        ] {
            let sql = named(name);
            assert_stepwise(sql, &on_postgresql(&mut conn, sql, &values).await);
        }
        // What is looked through is bounded, and may be sorted afterwards.
        let sql = named("MISSED_OF_KIND");
        let values = format!("{lane}, {after}, {after} + 20000, 'artwork_status_changed', 1001");
        let plan = on_postgresql(&mut conn, sql, &values).await;
        let bounded = plan.iter().any(|step| step.contains("Index Cond") && step.contains("seq <="));
        assert!(bounded, "{plan:#?}");
    }
    conn.close().await.unwrap();
    store.close().await;
    database.drop().await;
}

/// Staff look for what few orders are; among millions that must not be a walk.
const RARE: [(&str, &str); 6] = [
    ("KEYS_OF_STATUS", "now(), gen_random_uuid(), 'cancelled', NULL, NULL, 21, now() - interval '1 year'"),
    ("KEYS_OF_PAYMENT", "now(), gen_random_uuid(), NULL, 'disputed', NULL, 21, now() - interval '1 year'"),
    ("KEYS_OF_FULFILMENT", "now(), gen_random_uuid(), NULL, NULL, 'returned', 21, now() - interval '1 year'"),
    ("KEYS_OF_EMAIL", "now(), gen_random_uuid(), NULL, NULL, NULL, 21, now() - interval '1 year', 'b@example.test'"),
    ("KEYS", "now(), gen_random_uuid(), 21, now() - interval '1 year'"),
    ("LOOKED_UP_TO", "now(), gen_random_uuid(), 199, now() - interval '1 year'"),
];

/// The lanes of the console, and what of them is overdue: a few keys of each status, along an index; those few are put in
/// order.
const LANES: [(&str, &str); 7] = [
    ("KEYS_TO_PAY", "now(), gen_random_uuid(), 21, now() - interval '1 year'"),
    ("KEYS_TO_SHIP", "now(), gen_random_uuid(), 21, now() - interval '1 year'"),
    ("KEYS_SHIPPED", "now(), gen_random_uuid(), 21, now() - interval '1 year'"),
    ("KEYS_DONE", "now(), gen_random_uuid(), 21, now() - interval '1 year'"),
    ("KEYS_ENDED", "now(), gen_random_uuid(), 21, now() - interval '1 year'"),
    ("KEYS_REFUNDED", "now(), gen_random_uuid(), 21, now() - interval '1 year'"),
    ("KEYS_OVERDUE", "now() - interval '5 days', 21, now()"),
];

/// No step walks the table, and none makes an index of its own.
fn assert_indexed(sql: &Sql, plan: &[String]) {
    for step in plan {
        for slow in ["Seq Scan", "SCAN o", "AUTOMATIC", "Bitmap Heap"] {
            // Parcels of one order are few, however they are fetched.
            assert!(!step.contains(slow) || step.contains(" on shipments "), "{} is slow: {plan:#?}", sql.name);
        }
    }
}

#[tokio::test]
async fn orders_of_a_rare_status_are_found_along_an_index_on_sqlite() {
    let (dir, _store) = sqlite().await;
    let mut conn = SqliteConnection::connect(&format!("sqlite:{}/t.db", dir.path().display())).await.unwrap();
    for (name, _) in RARE {
        let sql = named(name);
        assert_stepwise(sql, &on_sqlite(&mut conn, sql).await);
    }
    for (name, _) in LANES.iter().chain(&[("LANE_COUNTS", "")]) {
        let sql = named(name);
        let plan = on_sqlite(&mut conn, sql).await;
        assert!(plan.iter().any(|step| step.contains("USING") && step.contains("INDEX")), "{plan:#?}");
        assert_indexed(sql, &plan);
    }
    conn.close().await.unwrap();
}

#[tokio::test]
async fn orders_of_a_rare_status_are_found_along_an_index_on_postgresql() {
    let Some((database, store)) = postgresql().await else { return };
    let mut conn = PgConnection::connect(&database.url()).await.unwrap();
    conn.execute(sqlx::raw_sql(
        "INSERT INTO orders (id, number, owner_kind, owner_id, version, status, payment_status, fulfilment_status, email, \
         locale, currency, items_minor, shipping_minor, tax_included_minor, total_minor, shipping_address, \
         billing_address, placed_at, hold_extended, timeline) \
         SELECT gen_random_uuid(), 'N' || n, 'user', gen_random_uuid(), 1, \
         CASE WHEN n % 1000 = 0 THEN 'cancelled' ELSE 'open' END, CASE WHEN n % 1000 = 1 THEN 'disputed' ELSE 'paid' END, \
         CASE WHEN n % 1000 = 2 THEN 'returned' ELSE 'unfulfilled' END, 'a@example.test', 'en', 'EUR', 1, 0, 0, 1, '{}', \
         '{}', now() - n * interval '1 s', false, '[]' FROM generate_series(1, 20000) n; ANALYZE orders",
    ))
    .await
    .unwrap();
    for (name, values) in RARE {
        let sql = named(name);
        assert_stepwise(sql, &on_postgresql(&mut conn, sql, values).await);
    }
    for (name, values) in LANES {
        let sql = named(name);
        assert_indexed(sql, &on_postgresql(&mut conn, sql, values).await);
    }
    // Counting most of a table it would walk it, unless a reader says not to.
    let mut reader = store.reader().await.unwrap();
    let crate::db::Db::Postgres { conn: read, .. } = reader.db() else { unreachable!() };
    let sql = named("LANE_COUNTS");
    let plan = on_postgresql(read, sql, "1001").await;
    assert!(plan.iter().all(|step| !step.contains("Seq Scan")), "{plan:#?}");
    drop(reader);
    conn.close().await.unwrap();
    store.close().await;
    database.drop().await;
}

/// What is asked about mailed secrets, mails and one's own reviews, and what forgets them.
const MAILED: [&str; 11] = [
    "ACCOUNT_TOKEN",
    "END_TOKENS",
    "END_TOKENS_OF_PURPOSE",
    "END_OTHER_SESSIONS",
    "CLAIMED_ORDER",
    "FORGET_ACCOUNT_TOKENS",
    "FORGET_MAILS",
    "MAIL",
    "MAILS",
    "REVIEWED_BY",
    "REVIEWS_BY",
];

#[tokio::test]
async fn mails_and_their_secrets_are_found_along_an_index_on_sqlite() {
    let (dir, _store) = sqlite().await;
    let mut conn = SqliteConnection::connect(&format!("sqlite:{}/t.db", dir.path().display())).await.unwrap();
    for name in MAILED {
        let sql = named(name);
        assert_stepwise(sql, &on_sqlite(&mut conn, sql).await);
    }
    conn.close().await.unwrap();
}
