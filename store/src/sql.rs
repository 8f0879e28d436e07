//! Statements: one SQL text for both engines, and sets of rows as their parameters.
//!
//! A statement over a set names its columns; its text says `{rows}` where `v (columns) AS (…)` belongs. To PostgreSQL
//! the set travels as one array a column; to SQLite's readers as `VALUES` padded to a few fixed sizes, so that on both
//! the text of a statement is one of very few and stays prepared. The lane's own SQLite connection, for which a
//! statement is a call and not a message, runs the text once a row, with parameters where the others have columns of
//! the set. Knows nothing of tables.

mod cell;
mod rows;
mod run;

use std::sync::OnceLock;

use crate::dialect::{self, Engine};

pub(crate) use self::cell::{Cell, IntoCell, Kind, cells, json};
pub(crate) use self::rows::{Rows, reads_only};
pub(crate) use self::run::{execute, fetch_all, fetch_optional, together};

/// Rows a statement takes at once on SQLite: a set is padded with empty rows to the next of these.
const SIZES: [usize; 4] = [1, 8, 64, 256];

/// The most scalar parameters a statement has.
const MOST_SCALARS: usize = 30;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
