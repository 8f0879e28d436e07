//! Sets of rows on their way into statements: one at a time, or many statements in one go.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{FromRow, Postgres, Sqlite};
use uuid::Uuid;

use super::{Cell, Kind, SIZES, Sql};
use crate::db::Db;
use crate::embedded::Embedded;
use crate::pipe::Pipe;
use crate::record::Stored;

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

    /// The text that a [`Pipe`] has to know before it runs the statement; none for an empty set.
    pub(crate) fn text_for_pipe(&self) -> Option<&'static str> {
        (!self.is_empty()).then(|| self.sql.postgres_text())
    }

    /// Runs the statement on a lane; nothing happens for an empty set. Answers the rows affected.
    pub(crate) async fn execute(self, db: &mut Db<'_>) -> Result<u64, sqlx::Error> {
        if self.is_empty() {
            return Ok(0);
        }
        db.count();
        match db {
            Db::Embedded { conn, .. } => self.execute_embedded(conn),
            Db::Pipe { conn, .. } => {
                conn.prepare([self.sql.postgres_text()]).await?;
                self.execute_piped(conn).await
            }
            Db::Sqlite { .. } | Db::Postgres { .. } => Err(reads_only()),
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
            Db::Pipe { conn, .. } => {
                conn.prepare([self.sql.postgres_text()]).await?;
                self.fetch_piped(conn).await
            }
            Db::Postgres { conn, .. } => {
                let text = self.sql.postgres_text();
                sqlx::query_as_with::<Postgres, T, _>(text, self.arrays()?).fetch_all(&mut **conn).await
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

    /// As [`Self::fetch`], beside other statements of the same connection, which knows the text already. The message
    /// leaves when this is polled for the first time.
    pub(crate) async fn fetch_piped<T: Stored>(self, pipe: &Pipe) -> Result<Vec<T>, sqlx::Error> {
        if self.is_empty() {
            return Ok(Vec::new());
        }
        pipe.fetch(self.sql.postgres_text(), &self.columns()).await
    }

    /// As [`Self::execute`], on an embedded database.
    pub(crate) fn execute_embedded(&self, conn: &mut Embedded) -> Result<u64, sqlx::Error> {
        conn.execute(self.sql.single_text(), self.sql.columns.len(), &self.cells)
    }

    /// As [`Self::execute`], beside other statements of the same connection, which knows the text already. The message
    /// leaves when this is polled for the first time.
    pub(crate) async fn execute_piped(&self, pipe: &Pipe) -> Result<u64, sqlx::Error> {
        pipe.execute(self.sql.postgres_text(), &self.columns()).await
    }

    /// The cells of each column: one array a column.
    fn columns(&self) -> Vec<Vec<&Cell<'a>>> {
        let width = self.sql.columns.len();
        (0..width).map(|place| self.cells.iter().skip(place).step_by(width).collect()).collect()
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

    pub(crate) fn arrays(&self) -> Result<PgArguments, sqlx::Error> {
        let width = self.sql.columns.len();
        let mut arguments = PgArguments::default();
        for (place, (_, kind)) in self.sql.columns.iter().enumerate() {
            let column = self.cells.iter().skip(place).step_by(width);
            add_column(&mut arguments, *kind, column).map_err(sqlx::Error::Encode)?;
        }
        Ok(arguments)
    }
}

/// Only lanes write.
pub(crate) fn reads_only() -> sqlx::Error {
    sqlx::Error::Protocol("a reader's connection writes nothing".to_owned())
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

#[cfg(test)]
mod tests {
    use super::super::Kind;
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
    fn a_set_is_padded_to_the_next_size_and_split_past_the_largest() {
        let of = |count: usize| rows(&vec![1; count]).chunks().unwrap().len();
        assert_eq!((of(1), of(2), of(256), of(257), of(1_000)), (1, 1, 1, 2, 4));
    }
}
