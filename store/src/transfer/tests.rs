use rusqlite::types::Value as Stored;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, Row as _};
use tempfile::TempDir;
use tokio::sync::mpsc::unbounded_channel;
use uuid::Uuid;

use super::*;
use crate::open::StoreConfig;
use crate::sql::Kind;
use crate::testing::TestDatabase;

/// A gallery in a file, and a server's database with nothing in it.
struct Sides {
    _folder: TempDir,
    file: PathBuf,
    database: TestDatabase,
    store: Store,
}

impl Sides {
    async fn new() -> Option<Self> {
        let database = crate::testing::postgres().await?;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("impasto.db");
        let embedded = Store::open(&StoreConfig::new(format!("sqlite:{}", file.display()))).await.unwrap();
        embedded.migrate().await.unwrap();
        embedded.close().await;
        let store = Store::open(&StoreConfig::new(database.url())).await.unwrap();
        Some(Self { _folder: folder, file, database, store })
    }

    /// As if it had been opened: everything that writes has a lane.
    fn open_lane(&self, number: u128) {
        let id = Uuid::from_u128(number).as_bytes().to_vec();
        self.embedded()
            .execute("INSERT INTO lanes VALUES (?1, 'node', ?2, ?2, NULL, ?1, 0)", (id, "2026-01-01T00:00:00+00:00"))
            .unwrap();
    }

    /// Entries of the audit log, numbered from 0.
    fn audit(&self, entries: u128) {
        let conn = self.embedded();
        conn.execute_batch("BEGIN").unwrap();
        for number in 0..entries {
            let id = Uuid::from_u128(number).as_bytes().to_vec();
            let text = "INSERT INTO audit_log VALUES (?1, '2026-01-01T00:00:00+00:00', NULL, 'look', ?1, '{}', '{}')";
            conn.execute(text, [id]).unwrap();
        }
        conn.execute_batch("COMMIT").unwrap();
    }

    fn embedded(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(&self.file).unwrap()
    }

    async fn server(&self) -> PgConnection {
        let Pool::Postgres { writer, .. } = &self.store.inner.pool else { unreachable!() };
        writer.connect().await.unwrap()
    }

    async fn run(&self, text: &str) {
        let mut conn = self.server().await;
        conn.execute(sqlx::raw_sql(AssertSqlSafe(text.to_owned()))).await.unwrap();
        conn.close().await.unwrap();
    }

    async fn open(&self) -> Result<Transfer, TransferError> {
        Transfer::open(&self.file, &self.store).await
    }

    async fn refused(&self) -> String {
        let told = self.open().await.expect_err("it is refused").to_string();
        assert!(!told.contains('\n'), "{told}");
        told
    }

    async fn end(self) {
        self.store.close().await;
        self.database.drop().await;
    }
}

async fn move_all(transfer: &mut Transfer) -> Vec<Compared> {
    transfer.copy(&mut |_| {}).await.unwrap();
    transfer.compare(&mut |_| {}).await.unwrap()
}

/// What is put into a column, and what it must be on the server, both told apart by row and column.
fn made(kind: Kind, row: i64, column: usize) -> (Stored, String) {
    let number = row * 1_000 + column as i64;
    match kind {
        Kind::Uuid => {
            let id = Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 + number as u128);
            (Stored::Blob(id.as_bytes().to_vec()), id.to_string())
        }
        Kind::Int => {
            let number = [number, i64::MAX - number, i64::MIN + number, -number][usize::try_from(row % 4).unwrap()];
            (Stored::Integer(number), number.to_string())
        }
        Kind::Text => {
            let text = format!("Zoë №{number} \"so\" \\ \t,\n'🎨' NULL \\N");
            (Stored::Text(text.clone()), text)
        }
        Kind::Time if row % 4 == 3 => {
            (Stored::Text("2026-03-04T05:06:07+00:00".to_owned()), "2026-03-04T05:06:07.000000".to_owned())
        }
        // Finer than the server knows.
        Kind::Time => (
            Stored::Text(format!("2026-03-04T05:06:07.{number:06}999+00:00")),
            format!("2026-03-04T05:06:07.{number:06}"),
        ),
        Kind::Bool => (Stored::Integer(row % 2), (row % 2 == 1).to_string()),
        Kind::Bytes => {
            let bytes = [&[0, 255, 10, 92], number.to_be_bytes().as_slice()].concat();
            (Stored::Blob(bytes.clone()), value::hex(&bytes))
        }
        Kind::Json | Kind::Jsonb => {
            let text = format!(r#"{{"words" : "ä\u00e9\\ \"", "list":[{number}, 2.50, -0.5, null,true], "a":{{}}}}"#);
            (Stored::Text(text.clone()), text)
        }
    }
}

/// How a column is read back as a text.
fn read_back(name: &str, kind: Kind) -> String {
    let name = schema::quoted(name);
    match kind {
        Kind::Time => format!("to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')"),
        Kind::Bytes => format!("encode({name}, 'hex')"),
        _ => format!("{name}::text"),
    }
}

/// Every table that the migrations make gets rows with something in every column, and nothing in those that may be empty;
/// what arrives is read by other means than the move's own. A table or a column that is made tomorrow is in it as well.
#[tokio::test]
async fn no_table_and_no_column_is_forgotten_and_every_value_is_what_it_was() {
    const ROWS: i64 = 9;
    let Some(sides) = Sides::new().await else { return };
    sides.store.migrate().await.unwrap();
    // Made-up values keep no promises among each other.
    let mut server = sides.server().await;
    let constraints: Vec<(String,)> = sqlx::query_as(
        "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint \
         WHERE contype IN ('c', 'f') AND connamespace = current_schema()::regnamespace",
    )
    .fetch_all(&mut server)
    .await
    .unwrap();
    for (text,) in constraints {
        server.execute(sqlx::raw_sql(AssertSqlSafe(text))).await.unwrap();
    }
    let columns: Vec<(String, String, String, bool)> = sqlx::query_as(
        "SELECT table_name::text, column_name::text, udt_name::text, is_nullable = 'YES' \
         FROM information_schema.columns WHERE table_schema = current_schema() AND table_name <> '_sqlx_migrations' \
         ORDER BY table_name, ordinal_position",
    )
    .fetch_all(&mut server)
    .await
    .unwrap();
    let kinds = |name: &str| match name {
        "uuid" => Kind::Uuid,
        "int8" => Kind::Int,
        "text" => Kind::Text,
        "timestamptz" => Kind::Time,
        "bool" => Kind::Bool,
        "bytea" => Kind::Bytes,
        "json" => Kind::Json,
        "jsonb" => Kind::Jsonb,
        other => panic!("a move does not know the type {other} yet"),
    };
    let embedded = sides.embedded();
    embedded.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; BEGIN").unwrap();
    let mut expected = Vec::new();
    for of_table in columns.chunk_by(|a, b| a.0 == b.0) {
        let table = &of_table[0].0;
        let names: Vec<String> = of_table.iter().map(|(_, name, ..)| schema::quoted(name)).collect();
        let places = vec!["?"; names.len()].join(", ");
        let insert = format!("INSERT INTO {} ({}) VALUES ({places})", schema::quoted(table), names.join(", "));
        let mut rows = Vec::new();
        for row in 0..ROWS {
            let mut stored = Vec::new();
            let mut there = Vec::new();
            for (place, (_, _, kind, nullable)) in of_table.iter().enumerate() {
                let (value, text) = made(kinds(kind), row, place);
                let is_null = *nullable && row % 3 == 1;
                stored.push(if is_null { Stored::Null } else { value });
                there.push((!is_null).then_some(text));
            }
            embedded
                .execute(&insert, rusqlite::params_from_iter(stored))
                .unwrap_or_else(|error| panic!("{table}: {error}"));
            rows.push(there);
        }
        expected.push((table.clone(), of_table, rows));
    }
    embedded.execute_batch("COMMIT").unwrap();
    drop(embedded);

    let mut transfer = sides.open().await.unwrap();
    let compared = move_all(&mut transfer).await;
    assert!(compared.iter().all(Compared::agrees), "{compared:#?}");
    transfer.finish().await.unwrap();
    transfer.close().await.unwrap();

    let names: Vec<&String> = compared.iter().map(|table| &table.table).collect();
    assert_eq!(names, expected.iter().map(|(table, ..)| table).collect::<Vec<_>>());
    for (table, of_table, mut rows) in expected {
        let list: Vec<String> = of_table.iter().map(|(_, name, kind, _)| read_back(name, kinds(kind))).collect();
        let text = format!("SELECT {} FROM {}", list.join(", "), schema::quoted(&table));
        let found = sqlx::query(AssertSqlSafe(text)).fetch_all(&mut server).await.unwrap();
        let mut found: Vec<Vec<Option<String>>> =
            found.iter().map(|row| (0..row.len()).map(|place| row.get(place)).collect()).collect();
        // What the server writes in its own way means the same.
        for (place, _) in of_table.iter().enumerate().filter(|(_, (_, _, kind, _))| kind == "jsonb") {
            for row in rows.iter_mut().chain(&mut found) {
                let parsed: Option<serde_json::Value> =
                    row[place].as_ref().map(|text| serde_json::from_str(text).unwrap());
                row[place] = parsed.map(|value| value.to_string());
            }
        }
        rows.sort();
        found.sort();
        assert_eq!(found, rows, "{table}");
    }
    server.close().await.unwrap();
    sides.end().await;
}

/// What numbers rows by itself, or acts by itself, would have to be set after a move: there is nothing of the kind. A
/// constant that stands in for what an older program does not say of a row is not.
#[tokio::test]
async fn nothing_on_the_server_numbers_or_changes_rows_by_itself() {
    let Some(sides) = Sides::new().await else { return };
    sides.store.migrate().await.unwrap();
    let mut server = sides.server().await;
    for (what, text) in [
        ("sequences", "SELECT count(*) FROM pg_sequences WHERE schemaname = current_schema()"),
        (
            "columns that the server fills",
            "SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema() \
             AND table_name <> '_sqlx_migrations' AND (is_identity = 'YES' OR is_generated <> 'NEVER' \
             OR column_default !~ '^(''.*''::(text|json)|[0-9]+|true|false)$')",
        ),
        ("triggers", "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"),
        (
            "views",
            "SELECT count(*) FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = current_schema()::regnamespace",
        ),
    ] {
        let (found,): (i64,) = sqlx::query_as(text).fetch_one(&mut server).await.unwrap();
        assert_eq!(found, 0, "{what}");
    }
    server.close().await.unwrap();
    sides.end().await;
}

/// A row of somebody else's open transaction holds the copying up in the middle of a table, where it is then cut off.
#[tokio::test]
async fn what_was_cut_off_in_the_middle_of_a_table_goes_on_there() {
    let Some(sides) = Sides::new().await else { return };
    sides.open_lane(1);
    sides.audit(95);
    sides.store.migrate().await.unwrap();
    let mut transfer = sides.open().await.unwrap();
    assert_eq!(transfer.standing(), Standing::New);
    transfer.rows_max = 10;
    let mut blocker = sides.server().await;
    let mut held = blocker.begin().await.unwrap();
    let (at, id) = (chrono::DateTime::UNIX_EPOCH, Uuid::from_u128(57));
    sqlx::query("INSERT INTO audit_log VALUES ($1, $2, NULL, 'look', $1, '{}', '{}')")
        .bind(id)
        .bind(at)
        .execute(&mut *held)
        .await
        .unwrap();
    let (heard, mut hearing) = unbounded_channel();
    let mut tell = |progress: Progress<'_>| {
        let _gone = heard.send((progress.table.to_owned(), progress.rows, progress.of));
    };
    let in_the_middle = async {
        while let Some((table, rows, of)) = hearing.recv().await {
            if table == "audit_log" && rows == 50 {
                return of;
            }
        }
        0
    };
    tokio::select! {
        done = transfer.copy(&mut tell) => panic!("it ended by itself: {done:?}"),
        of = in_the_middle => assert_eq!(of, 95),
    }
    assert!(sides.store.is_unfinished_move().await.unwrap());
    drop(transfer);
    held.rollback().await.unwrap();
    blocker.close().await.unwrap();

    let mut transfer = sides.open().await.unwrap();
    assert_eq!(transfer.standing(), Standing::Unfinished);
    let mut first = None;
    let mut tell = |progress: Progress<'_>| {
        first.get_or_insert((progress.table.to_owned(), progress.rows));
    };
    transfer.copy(&mut tell).await.unwrap();
    assert_eq!(first, Some(("audit_log".to_owned(), 95)), "what was committed is not copied again");
    let compared = transfer.compare(&mut |_| {}).await.unwrap();
    assert!(compared.iter().all(Compared::agrees), "{compared:#?}");
    assert!(sides.store.is_unfinished_move().await.unwrap(), "marked until it is ended");
    transfer.finish().await.unwrap();
    transfer.close().await.unwrap();
    assert!(!sides.store.is_unfinished_move().await.unwrap());

    let transfer = sides.open().await.unwrap();
    assert_eq!(transfer.standing(), Standing::Finished { opened_since: false });
    transfer.close().await.unwrap();
    sides
        .run("INSERT INTO lanes SELECT gen_random_uuid(), node, opened_at, seen_at, NULL, batch_id, 0 FROM lanes")
        .await;
    let transfer = sides.open().await.unwrap();
    assert_eq!(transfer.standing(), Standing::Finished { opened_since: true });
    transfer.close().await.unwrap();
    sides.end().await;
}

#[tokio::test]
async fn a_difference_is_named_by_its_row() {
    let Some(sides) = Sides::new().await else { return };
    sides.open_lane(1);
    sides.audit(20);
    let mut transfer = sides.open().await.unwrap();
    assert!(move_all(&mut transfer).await.iter().all(Compared::agrees));
    let row = Uuid::from_u128(7);
    for (change, told) in [
        (
            format!("UPDATE audit_log SET action = 'other' WHERE id = '{row}'"),
            format!("the row {row} differs in action"),
        ),
        (format!("DELETE FROM audit_log WHERE id = '{row}'"), format!("where one has the row {row} the other has")),
        (format!("DELETE FROM audit_log WHERE id >= '{row}'"), format!("the row {row} is not there")),
    ] {
        sides.run(&change).await;
        let compared = transfer.compare(&mut |_| {}).await.unwrap();
        let differing: Vec<_> = compared.iter().filter(|table| !table.agrees()).collect();
        let [table] = differing.as_slice() else { panic!("{differing:?}") };
        assert_eq!((table.table.as_str(), table.here.rows), ("audit_log", 20));
        assert!(table.difference.as_ref().unwrap().starts_with(&told), "{table:?}");
        assert_ne!(table.here.hash, table.there.hash);
    }
    transfer.close().await.unwrap();
    sides.end().await;
}

#[tokio::test]
async fn what_is_not_empty_or_of_another_is_left_alone() {
    let Some(sides) = Sides::new().await else { return };
    sides.open_lane(1);
    sides.run("CREATE TABLE theirs (id bigint)").await;
    let told = sides.refused().await;
    assert!(told.contains("is not empty") && told.contains("theirs"), "{told}");
    sides.run("DROP TABLE theirs").await;

    sides.store.migrate().await.unwrap();
    sides.run("INSERT INTO settings VALUES ('demo', 'true', now(), NULL)").await;
    let told = sides.refused().await;
    assert!(told.contains("is not empty") && told.contains("settings has rows"), "{told}");
    sides.run("DELETE FROM settings").await;

    let mut transfer = sides.open().await.unwrap();
    transfer.copy(&mut |_| {}).await.unwrap();
    transfer.close().await.unwrap();
    // The gallery was opened in between: what is there already may have changed here.
    sides.open_lane(2);
    assert!(sides.refused().await.contains("unfinished move of another gallery, or of this one before"));
    sides.end().await;
}

#[tokio::test]
async fn two_moves_into_one_database_are_kept_apart() {
    let Some(sides) = Sides::new().await else { return };
    let first = sides.open().await.unwrap();
    let told = sides.refused().await;
    assert!(told.contains("by another process"), "{told}");
    first.close().await.unwrap();
    sides.open().await.unwrap().close().await.unwrap();
    sides.end().await;
}

#[tokio::test]
async fn a_value_without_a_place_is_named() {
    let Some(sides) = Sides::new().await else { return };
    sides.audit(3);
    sides
        .embedded()
        .execute("UPDATE audit_log SET action = 'a' || char(0) WHERE id = (SELECT max(id) FROM audit_log)", [])
        .unwrap();
    let mut transfer = sides.open().await.unwrap();
    let told = transfer.copy(&mut |_| {}).await.unwrap_err().to_string();
    let row = Uuid::from_u128(2);
    assert!(told.contains(&format!("audit_log.action of the row {row}")), "{told}");
    drop(transfer);
    sides.end().await;
}

#[tokio::test]
async fn a_source_of_another_schema_or_none_is_refused() {
    let Some(sides) = Sides::new().await else { return };
    sides.embedded().execute("DELETE FROM _sqlx_migrations WHERE version = 5", []).unwrap();
    assert!(sides.refused().await.contains("run impasto migrate"));
    std::fs::write(&sides.file, b"no database at all, but long enough to have a header of its own if it were one")
        .unwrap();
    assert!(sides.refused().await.contains("cannot be read"));
    let embedded = Store::open(&StoreConfig::new("sqlite::memory:")).await.unwrap();
    let told = Transfer::open(&sides.file, &embedded).await.unwrap_err().to_string();
    assert!(told.contains("not a server's database"), "{told}");
    sides.end().await;
}
