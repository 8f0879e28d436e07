//! Statements: one SQL text for both engines, and sets of rows as their parameters.
//!
//! A statement over a set names its columns; its text says `{rows}` where `v (columns) AS (…)` belongs. On PostgreSQL
//! the set travels as one array a column; to SQLite's readers as `VALUES` padded to a few fixed sizes, so that on both
//! the text of a statement is one of very few and stays prepared. The lane's own SQLite connection, for which a
//! statement is a call and not a message, runs the text once a row, with parameters where the others have columns of
//! the set. Knows nothing of tables.

use std::borrow::Cow;
use std::sync::OnceLock;

use chrono::{DateTime, Utc};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{FromRow, Postgres, Sqlite};
use uuid::Uuid;

use crate::db::Db;
use crate::dialect::{self, Engine};
use crate::embedded::Stored;

/// Rows a statement takes at once on SQLite: a set is padded with empty rows to the next of these.
const SIZES: [usize; 4] = [1, 8, 64, 256];

/// Bytes of a set that go to PostgreSQL in one message over TLS. sqlx writes one TLS record at a time and leaves
/// Nagle's algorithm on: a second record waits for the acknowledgement of the first, which the server delays by 40 ms
/// (tried: whole purchases went down to a tenth). What fits one record of 16 KiB does not wait.
const TLS_MESSAGE_BYTES: usize = 12_000;

/// The most scalar parameters a statement has.
const MOST_SCALARS: usize = 30;

/// The type of a column of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Uuid,
    Int,
    Text,
    Time,
    Bool,
    Bytes,
    /// JSON that only the program reads.
    Json,
    /// JSON that PostgreSQL keeps in binary form.
    Jsonb,
}

/// One value of a set.
#[derive(Debug, Clone)]
pub(crate) enum Cell<'a> {
    Null,
    Uuid(Uuid),
    Int(i64),
    Text(Cow<'a, str>),
    Time(DateTime<Utc>),
    Bool(bool),
    Bytes(Cow<'a, [u8]>),
}

impl Cell<'_> {
    /// Bytes on the way to PostgreSQL, its length word included.
    fn bytes(&self) -> usize {
        4 + match self {
            Self::Null => 0,
            Self::Uuid(_) => 16,
            Self::Int(_) | Self::Time(_) => 8,
            Self::Bool(_) => 1,
            Self::Text(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
        }
    }
}

/// A statement, known by its name in tests.
pub(crate) struct Sql {
    pub(crate) name: &'static str,
    text: &'static str,
    columns: &'static [(&'static str, Kind)],
    postgres: OnceLock<&'static str>,
    sqlite: [OnceLock<&'static str>; SIZES.len()],
    /// For one row at a time.
    single: OnceLock<&'static str>,
}

impl Sql {
    /// A statement with scalar parameters `$1`, `$2`, ….
    pub(crate) const fn scalar(name: &'static str, text: &'static str) -> Self {
        Self::set(name, text, &[])
    }

    /// A statement over a set of rows, its only parameter.
    pub(crate) const fn set(name: &'static str, text: &'static str, columns: &'static [(&'static str, Kind)]) -> Self {
        Self {
            name,
            text,
            columns,
            postgres: OnceLock::new(),
            sqlite: [const { OnceLock::new() }; SIZES.len()],
            single: OnceLock::new(),
        }
    }

    /// The text for an engine; of a set, the one for a single row.
    pub(crate) fn on(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite_text(0),
            Engine::Postgres => self.postgres_text(),
        }
    }

    /// Whether its parameter is a set of rows.
    #[cfg(test)]
    pub(crate) fn is_set(&self) -> bool {
        !self.columns.is_empty()
    }

    /// Every text a statement has on an engine.
    #[cfg(test)]
    pub(crate) fn every(&self, engine: Engine) -> Vec<&'static str> {
        match engine {
            Engine::Sqlite if !self.columns.is_empty() => {
                (0..SIZES.len()).map(|size| self.sqlite_text(size)).chain([self.single_text()]).collect()
            }
            engine => vec![self.on(engine)],
        }
    }

    fn postgres_text(&self) -> &'static str {
        self.postgres.get_or_init(|| {
            let rows = if self.columns.is_empty() { String::new() } else { self.arrays() };
            kept(&dialect::render(Engine::Postgres, self.text).replace("{rows}", &rows))
        })
    }

    fn sqlite_text(&self, size: usize) -> &'static str {
        self.sqlite[size].get_or_init(|| {
            let rows = if self.columns.is_empty() { String::new() } else { self.values(SIZES[size]) };
            kept(&dialect::render(Engine::Sqlite, self.text).replace("{rows}", &rows))
        })
    }

    /// The text for SQLite with one row of the set as its parameters.
    pub(crate) fn single_text(&self) -> &'static str {
        self.single.get_or_init(|| kept(&self.row_by_row(&dialect::render(Engine::Sqlite, self.text))))
    }

    /// Takes the set out of a text: `v.column` becomes the parameter of that place, `v` itself goes. To SQLite `$2` is a
    /// name that gets the next free number, so numbers are said as `?2`.
    fn row_by_row(&self, text: &str) -> String {
        let numbered = (1..=MOST_SCALARS)
            .rev()
            .fold(text.to_owned(), |text, place| text.replace(&format!("${place}"), &format!("?{place}")));
        let without = numbered
            .replace("{rows}, ", "")
            .replace("WITH {rows} ", "")
            .replace("FROM v CROSS JOIN ", "FROM ")
            .replace(" FROM v ", " ")
            // One row: to be in the set is to be that row, which needs no throw-away table.
            .replace(" IN (SELECT v.", " = (v.")
            .replace(" FROM v)", ")");
        let mut rest = without.strip_suffix(" FROM v").unwrap_or(&without);
        let mut single = String::with_capacity(rest.len());
        while let Some(at) = rest.find("v.") {
            let (before, found) = rest.split_at(at);
            let word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
            let name = &found[2..];
            let name = &name[..name.find(|letter| !word(letter)).unwrap_or(name.len())];
            let place = self.columns.iter().position(|(column, _)| *column == name);
            single.push_str(before);
            match place.filter(|_| !before.ends_with(word)) {
                Some(place) => single.push_str(&format!("?{}", place + 1)),
                None => single.push_str(&found[..2 + name.len()]),
            }
            rest = &found[2 + name.len()..];
        }
        single + rest
    }

    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    fn arrays(&self) -> String {
        let arrays: Vec<String> = self
            .columns
            .iter()
            .enumerate()
            .map(|(place, (_, kind))| format!("${}::{}[]", place + 1, array_type(*kind)))
            .collect();
        let picked: Vec<String> = self
            .columns
            .iter()
            .map(|(name, kind)| match kind {
                Kind::Json => format!("u.{name}::json"),
                Kind::Jsonb => format!("u.{name}::jsonb"),
                _ => format!("u.{name}"),
            })
            .collect();
        let names = self.names();
        format!("v ({names}) AS (SELECT {} FROM unnest({}) AS u ({names}))", picked.join(", "), arrays.join(", "))
    }

    fn values(&self, rows: usize) -> String {
        let row = format!("({})", vec!["?"; self.columns.len()].join(","));
        let names = self.names();
        let first = self.columns.first().map_or("", |(name, _)| *name);
        // Padding rows are empty; the first column of a real row never is.
        format!(
            "padded ({names}) AS (VALUES {}), v ({names}) AS (SELECT {names} FROM padded WHERE {first} IS NOT NULL)",
            vec![row; rows].join(",")
        )
    }
}

/// Rows on their way into a statement.
pub(crate) struct Rows<'a> {
    sql: &'static Sql,
    cells: Vec<Cell<'a>>,
}

impl<'a> Rows<'a> {
    pub(crate) fn of(sql: &'static Sql) -> Self {
        Self { sql, cells: Vec::new() }
    }

    /// Adds a row; its cells are those of the statement's columns.
    pub(crate) fn push<const N: usize>(&mut self, row: [Cell<'a>; N]) {
        debug_assert_eq!(N, self.sql.columns.len(), "{} takes other columns", self.sql.name);
        self.cells.extend(row);
    }

    /// A set of one column of ids.
    pub(crate) fn ids(sql: &'static Sql, ids: impl IntoIterator<Item = impl Into<Uuid>>) -> Self {
        Self { sql, cells: ids.into_iter().map(|id| Cell::Uuid(id.into())).collect() }
    }

    pub(crate) fn len(&self) -> usize {
        self.cells.len() / self.sql.columns.len().max(1)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Runs the statement; nothing happens for an empty set. Answers the rows affected.
    pub(crate) async fn execute(self, db: &mut Db<'_>) -> Result<u64, sqlx::Error> {
        if self.is_empty() {
            return Ok(0);
        }
        db.count();
        match db {
            Db::Embedded { conn, .. } => conn.execute(self.sql.single_text(), self.sql.columns.len(), &self.cells),
            Db::Postgres { conn, tls, .. } => {
                let mut affected = 0;
                for cells in self.messages(*tls) {
                    let query = sqlx::query_with::<Postgres, _>(self.sql.postgres_text(), self.arrays(cells)?);
                    affected += query.execute(&mut **conn).await?.rows_affected();
                }
                Ok(affected)
            }
            Db::Sqlite { conn, .. } => {
                let mut affected = 0;
                for (text, arguments) in self.chunks()? {
                    affected +=
                        sqlx::query_with::<Sqlite, _>(text, arguments).execute(&mut **conn).await?.rows_affected();
                }
                Ok(affected)
            }
        }
    }

    /// Runs the statement and reads what it answers; nothing for an empty set. SQLite reads a set in several goes, a
    /// lane row by row, so an `ORDER BY` holds within each.
    pub(crate) async fn fetch<T>(self, db: &mut Db<'_>) -> Result<Vec<T>, sqlx::Error>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Stored + Send + Unpin,
    {
        if self.is_empty() {
            return Ok(Vec::new());
        }
        db.count();
        match db {
            Db::Embedded { conn, .. } => conn.fetch(self.sql.single_text(), self.sql.columns.len(), &self.cells),
            Db::Postgres { conn, .. } => {
                let arrays = self.arrays(&self.cells)?;
                sqlx::query_as_with::<Postgres, T, _>(self.sql.postgres_text(), arrays).fetch_all(&mut **conn).await
            }
            Db::Sqlite { conn, .. } => {
                let mut found = Vec::new();
                for (text, arguments) in self.chunks()? {
                    found.extend(sqlx::query_as_with::<Sqlite, T, _>(text, arguments).fetch_all(&mut **conn).await?);
                }
                Ok(found)
            }
        }
    }

    fn chunks(&self) -> Result<Vec<(&'static str, SqliteArguments)>, sqlx::Error> {
        let width = self.sql.columns.len();
        let largest = SIZES[SIZES.len() - 1];
        let mut chunks = Vec::new();
        for cells in self.cells.chunks(largest * width) {
            let rows = cells.len() / width;
            let size = SIZES.iter().position(|size| rows <= *size).unwrap_or(SIZES.len() - 1);
            let mut arguments = SqliteArguments::default();
            sqlx::Arguments::reserve(&mut arguments, cells.len(), 0);
            for cell in cells {
                add_cell(&mut arguments, cell).map_err(sqlx::Error::Encode)?;
            }
            chunks.push((self.sql.sqlite_text(size), arguments));
        }
        Ok(chunks)
    }

    /// The rows in as many parts as they need messages.
    fn messages(&self, tls: bool) -> Vec<&[Cell<'a>]> {
        let width = self.sql.columns.len();
        let bytes: usize = self.cells.iter().map(Cell::bytes).sum();
        if !tls || bytes <= TLS_MESSAGE_BYTES {
            return vec![&self.cells];
        }
        let mut messages = Vec::new();
        let (mut start, mut filled) = (0, 0);
        for (row, cells) in self.cells.chunks(width).enumerate() {
            let bytes: usize = cells.iter().map(Cell::bytes).sum();
            if filled > 0 && filled + bytes > TLS_MESSAGE_BYTES {
                messages.push(&self.cells[start * width..row * width]);
                (start, filled) = (row, 0);
            }
            filled += bytes;
        }
        messages.push(&self.cells[start * width..]);
        messages
    }

    pub(crate) fn arrays(&self, cells: &[Cell<'a>]) -> Result<PgArguments, sqlx::Error> {
        let width = self.sql.columns.len();
        let mut arguments = PgArguments::default();
        for (place, (_, kind)) in self.sql.columns.iter().enumerate() {
            let column = cells.iter().skip(place).step_by(width);
            add_column(&mut arguments, *kind, column).map_err(sqlx::Error::Encode)?;
        }
        Ok(arguments)
    }
}

fn add_cell(arguments: &mut SqliteArguments, cell: &Cell<'_>) -> Result<(), sqlx::error::BoxDynError> {
    use sqlx::Arguments;
    match cell {
        Cell::Null => arguments.add(None::<i64>),
        Cell::Uuid(id) => arguments.add(*id),
        Cell::Int(number) => arguments.add(*number),
        Cell::Text(text) => arguments.add(text.as_ref()),
        Cell::Time(time) => arguments.add(*time),
        Cell::Bool(flag) => arguments.add(*flag),
        Cell::Bytes(bytes) => arguments.add(bytes.as_ref()),
    }
}

fn add_column<'c>(
    arguments: &mut PgArguments,
    kind: Kind,
    column: impl Iterator<Item = &'c Cell<'c>>,
) -> Result<(), sqlx::error::BoxDynError> {
    use sqlx::Arguments;
    macro_rules! array {
        ($variant:ident => $convert:expr) => {{
            let values: Vec<Option<_>> = column
                .map(|cell| if let Cell::$variant(value) = cell { Some($convert(value)) } else { None })
                .collect();
            arguments.add(values)
        }};
    }
    match kind {
        Kind::Uuid => array!(Uuid => |id: &Uuid| *id),
        Kind::Int => array!(Int => |number: &i64| *number),
        Kind::Time => array!(Time => |time: &DateTime<Utc>| *time),
        Kind::Bool => array!(Bool => |flag: &bool| *flag),
        Kind::Bytes => array!(Bytes => |bytes: &'c Cow<'c, [u8]>| bytes.as_ref()),
        Kind::Text | Kind::Json | Kind::Jsonb => array!(Text => |text: &'c Cow<'c, str>| text.as_ref()),
    }
}

fn array_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Uuid => "uuid",
        Kind::Int => "bigint",
        Kind::Text | Kind::Json | Kind::Jsonb => "text",
        Kind::Time => "timestamptz",
        Kind::Bool => "boolean",
        Kind::Bytes => "bytea",
    }
}

/// A statement's text lives as long as the program: there are a few hundred, each made once.
fn kept(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

macro_rules! cell_from {
    ($($type:ty => |$value:ident| $cell:expr),+ $(,)?) => {$(
        impl<'a> From<$type> for Cell<'a> {
            fn from($value: $type) -> Self {
                $cell
            }
        }
    )+};
}

cell_from! {
    Uuid => |id| Cell::Uuid(id),
    i64 => |number| Cell::Int(number),
    i32 => |number| Cell::Int(i64::from(number)),
    u32 => |number| Cell::Int(i64::from(number)),
    u8 => |number| Cell::Int(i64::from(number)),
    bool => |flag| Cell::Bool(flag),
    DateTime<Utc> => |time| Cell::Time(time),
    String => |text| Cell::Text(Cow::Owned(text)),
    &'a str => |text| Cell::Text(Cow::Borrowed(text)),
    &'a String => |text| Cell::Text(Cow::Borrowed(text)),
    Vec<u8> => |bytes| Cell::Bytes(Cow::Owned(bytes)),
    &'a [u8] => |bytes| Cell::Bytes(Cow::Borrowed(bytes)),
}

macro_rules! cell_from_ids {
    ($($id:ident),+ $(,)?) => {$(
        impl From<impasto_domain::ids::$id> for Cell<'_> {
            fn from(id: impasto_domain::ids::$id) -> Self {
                Cell::Uuid(id.0)
            }
        }
    )+};
}

cell_from_ids!(
    UserId,
    SessionId,
    SellerId,
    ArtistId,
    ArtworkId,
    ImageId,
    EditionId,
    CopyId,
    HoldId,
    LineId,
    OrderId,
    SellerOrderId,
    OrderLineId,
    PaymentId,
    DocumentId,
    JobId,
    LaneId,
    AddressId,
    ReviewId,
    KeyId,
    PostingId,
    AuditId,
);

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Null, Into::into)
    }
}

/// What a statement with scalar parameters takes, as a cell.
pub(crate) trait IntoCell<'a> {
    /// The cell.
    ///
    /// # Errors
    /// `sqlx::Error::Encode` for a value that cannot be JSON.
    fn cell(self) -> Result<Cell<'a>, sqlx::Error>;
}

impl<'a, T: Into<Cell<'a>>> IntoCell<'a> for T {
    fn cell(self) -> Result<Cell<'a>, sqlx::Error> {
        Ok(self.into())
    }
}

impl<T: serde::Serialize> IntoCell<'static> for sqlx::types::Json<T> {
    fn cell(self) -> Result<Cell<'static>, sqlx::Error> {
        json(&self.0)
    }
}

impl<T: serde::Serialize> IntoCell<'static> for Option<sqlx::types::Json<T>> {
    fn cell(self) -> Result<Cell<'static>, sqlx::Error> {
        self.map_or(Ok(Cell::Null), IntoCell::cell)
    }
}

/// The parameters of a statement, if all of them can be cells.
pub(crate) fn cells(each: Vec<Result<Cell<'_>, sqlx::Error>>) -> Result<Vec<Cell<'_>>, sqlx::Error> {
    each.into_iter().collect()
}

/// A value of the domain as JSON text.
pub(crate) fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<Cell<'static>, sqlx::Error> {
    serde_json::to_string(value).map(Cell::from).map_err(|error| sqlx::Error::Encode(Box::new(error)))
}

/// Declares statements and the list of them that the tests prepare on both engines.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident $([$($column:ident: $kind:ident),+ $(,)?])? = $text:expr;)+) => {
        $(
            $(#[$doc])*
            pub(crate) static $name: $crate::sql::Sql = $crate::sql::Sql::set(
                stringify!($name),
                $text,
                &[$($((stringify!($column), $crate::sql::Kind::$kind)),+)?],
            );
        )+

        /// Every statement of this module.
        #[cfg(test)]
        pub(crate) static ALL: &[&$crate::sql::Sql] = &[$(&$name),+];
    };
}
pub(crate) use statements;

/// Runs a statement with scalar parameters and reads every row: `fetch_all!(db, Row, SQL, first, second)`.
macro_rules! fetch_all {
    ($db:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {{
        let db: &mut $crate::db::Db<'_> = $db;
        db.count();
        match db {
            $crate::db::Db::Embedded { conn, .. } => {
                $crate::sql::cells(vec![$($crate::sql::IntoCell::cell($bind)),*])
                    .and_then(|cells| conn.fetch::<$row>($sql.single_text(), cells.len(), &cells))
            }
            $crate::db::Db::Sqlite { conn, .. } => {
                sqlx::query_as::<sqlx::Sqlite, $row>($sql.on($crate::dialect::Engine::Sqlite))
                    $(.bind($bind))*.fetch_all(&mut **conn).await
            }
            $crate::db::Db::Postgres { conn, .. } => {
                sqlx::query_as::<sqlx::Postgres, $row>($sql.on($crate::dialect::Engine::Postgres))
                    $(.bind($bind))*.fetch_all(&mut **conn).await
            }
        }
    }};
}
pub(crate) use fetch_all;

/// As [`fetch_all`], for at most one row.
macro_rules! fetch_optional {
    ($db:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {{
        let db: &mut $crate::db::Db<'_> = $db;
        db.count();
        match db {
            $crate::db::Db::Embedded { conn, .. } => {
                $crate::sql::cells(vec![$($crate::sql::IntoCell::cell($bind)),*])
                    .and_then(|cells| conn.fetch::<$row>($sql.single_text(), cells.len(), &cells))
                    .map(|rows| rows.into_iter().next())
            }
            $crate::db::Db::Sqlite { conn, .. } => {
                sqlx::query_as::<sqlx::Sqlite, $row>($sql.on($crate::dialect::Engine::Sqlite))
                    $(.bind($bind))*.fetch_optional(&mut **conn).await
            }
            $crate::db::Db::Postgres { conn, .. } => {
                sqlx::query_as::<sqlx::Postgres, $row>($sql.on($crate::dialect::Engine::Postgres))
                    $(.bind($bind))*.fetch_optional(&mut **conn).await
            }
        }
    }};
}
pub(crate) use fetch_optional;

/// Runs a statement with scalar parameters and answers the rows affected.
macro_rules! execute {
    ($db:expr, $sql:expr $(, $bind:expr)* $(,)?) => {{
        let db: &mut $crate::db::Db<'_> = $db;
        db.count();
        match db {
            $crate::db::Db::Embedded { conn, .. } => {
                $crate::sql::cells(vec![$($crate::sql::IntoCell::cell($bind)),*])
                    .and_then(|cells| conn.execute($sql.single_text(), cells.len(), &cells))
            }
            $crate::db::Db::Sqlite { conn, .. } => {
                sqlx::query::<sqlx::Sqlite>($sql.on($crate::dialect::Engine::Sqlite))
                    $(.bind($bind))*.execute(&mut **conn).await.map(|done| done.rows_affected())
            }
            $crate::db::Db::Postgres { conn, .. } => {
                sqlx::query::<sqlx::Postgres>($sql.on($crate::dialect::Engine::Postgres))
                    $(.bind($bind))*.execute(&mut **conn).await.map(|done| done.rows_affected())
            }
        }
    }};
}
pub(crate) use execute;

#[cfg(test)]
mod tests {
    use super::*;

    static ROWS: Sql = Sql::set("ROWS", "WITH {rows} SELECT 1 FROM v", &[("id", Kind::Int), ("text", Kind::Text)]);

    fn rows(texts: &[usize]) -> Rows<'static> {
        let mut rows = Rows::of(&ROWS);
        for (id, bytes) in (0_i64..).zip(texts) {
            rows.push([id.into(), "x".repeat(*bytes).into()]);
        }
        rows
    }

    #[test]
    fn over_tls_a_message_fits_one_record_unless_a_row_alone_does_not() {
        let sizes: Vec<usize> =
            rows(&[5_000, 5_000, 5_000, 30_000, 10]).messages(true).iter().map(|cells| cells.len() / 2).collect();
        assert_eq!(sizes, [2, 1, 1, 1]);
        assert_eq!(rows(&[5_000, 5_000, 5_000]).messages(false).len(), 1);
        assert_eq!(rows(&[10, 10]).messages(true).len(), 1);
    }

    #[test]
    fn row_by_row_a_column_is_its_parameter_and_a_number_keeps_its_place() {
        static TAKEN: Sql = Sql::set(
            "TAKEN",
            "WITH {rows} SELECT t.id FROM v CROSS JOIN t WHERE t.text = v.text AND t.id <> v.id ORDER BY t.id",
            &[("id", Kind::Int), ("text", Kind::Text)],
        );
        static GONE: Sql =
            Sql::set("GONE", "WITH {rows} DELETE FROM t WHERE id IN (SELECT v.id FROM v)", &[("id", Kind::Int)]);
        static PAIR: Sql = Sql::set(
            "PAIR",
            "WITH {rows} DELETE FROM t WHERE NOT old AND (id, text) IN (SELECT v.id, v.text FROM v)",
            &[("id", Kind::Int), ("text", Kind::Text)],
        );
        static SCALAR: Sql = Sql::scalar("SCALAR", "UPDATE t SET a = $2, b = $12, c = '$.x' WHERE id = $1");
        assert_eq!(TAKEN.single_text(), "SELECT t.id FROM t WHERE t.text = ?2 AND t.id <> ?1 ORDER BY t.id");
        assert_eq!(GONE.single_text(), "DELETE FROM t WHERE id = (?1)");
        assert_eq!(PAIR.single_text(), "DELETE FROM t WHERE NOT old AND (id, text) = (?1, ?2)");
        assert_eq!(SCALAR.single_text(), "UPDATE t SET a = ?2, b = ?12, c = '$.x' WHERE id = ?1");
    }

    #[test]
    fn a_set_is_padded_to_the_next_size_and_split_past_the_largest() {
        let of = |count: usize| rows(&vec![1; count]).chunks().unwrap().len();
        assert_eq!((of(1), of(2), of(256), of(257), of(1_000)), (1, 1, 1, 2, 4));
    }
}
