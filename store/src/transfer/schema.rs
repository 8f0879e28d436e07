//! The tables of a gallery as both databases describe them: read, never listed by hand.

use std::collections::{BTreeMap, BTreeSet};

use super::TransferError;
use crate::sql::Kind;

/// A table as the embedded database describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
    /// The columns of its primary key, in their order there.
    pub(super) key: Vec<String>,
    /// The tables it refers to.
    pub(super) references: BTreeSet<String>,
}

/// The names of a server's columns with their types, by table.
pub(super) type Columns = BTreeMap<String, BTreeMap<String, String>>;

/// A table that both have.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// The places of its primary key's columns.
    pub(super) key: Vec<usize>,
    references: BTreeSet<String>,
}

/// A column that both have.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

impl Table {
    /// Every row in the order of its key, as the embedded database is asked. Both engines compare ids and bytes byte by
    /// byte; the server is told to do so with texts as well.
    pub(super) fn select_embedded(&self) -> String {
        format!(
            "SELECT {} FROM {} ORDER BY {} LIMIT -1 OFFSET ?1",
            self.column_list(),
            quoted(&self.name),
            self.key_list("")
        )
    }

    /// The same for the server.
    pub(super) fn copy_out(&self) -> String {
        format!(
            "COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT (FORMAT binary)",
            self.column_list(),
            quoted(&self.name),
            self.key_list(" COLLATE \"C\"")
        )
    }

    /// Where rows go in.
    pub(super) fn copy_in(&self) -> String {
        format!("COPY {} ({}) FROM STDIN (FORMAT binary)", quoted(&self.name), self.column_list())
    }

    fn column_list(&self) -> String {
        self.columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
    }

    fn key_list(&self, of_texts: &str) -> String {
        let columns = self.key.iter().filter_map(|place| self.columns.get(*place));
        let ordered = columns.map(|column| match column.kind {
            Kind::Text => format!("{}{of_texts}", quoted(&column.name)),
            _ => quoted(&column.name),
        });
        ordered.collect::<Vec<_>>().join(", ")
    }
}

/// A name as both engines take it, whatever it is.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Joins what both sides say of every table.
///
/// # Errors
/// [`TransferError::Schema`] for a table or a column that one of them lacks, a type that is not known here, and a table
/// whose rows have no key to be told apart by.
pub(super) fn join(shapes: Vec<Shape>, server: &Columns) -> Result<Vec<Table>, TransferError> {
    let names: BTreeSet<&String> = shapes.iter().map(|shape| &shape.name).collect();
    if let Some(name) = server.keys().find(|name| !names.contains(name)) {
        return Err(TransferError::Schema(format!("only the server's has a table {name}")));
    }
    shapes.into_iter().map(|shape| table(shape, server)).collect()
}

fn table(shape: Shape, server: &Columns) -> Result<Table, TransferError> {
    let Shape { name, columns, key, references } = shape;
    let differs = |what: String| TransferError::Schema(what);
    let types = server.get(&name).ok_or_else(|| differs(format!("only the embedded one has a table {name}")))?;
    if let Some(column) = types.keys().find(|column| !columns.contains(column)) {
        return Err(differs(format!("only the server's {name} has a column {column}")));
    }
    let column = |column: &String| {
        let kind =
            types.get(column).ok_or_else(|| differs(format!("only the embedded {name} has a column {column}")))?;
        let known = kind_of(kind).ok_or_else(|| differs(format!("{name}.{column} has the unknown type {kind}")))?;
        Ok(Column { name: column.clone(), kind: known })
    };
    let joined: Vec<Column> = columns.iter().map(column).collect::<Result<_, TransferError>>()?;
    let key: Vec<usize> = key.iter().filter_map(|key| columns.iter().position(|column| column == key)).collect();
    if key.is_empty() {
        return Err(differs(format!("{name} has no primary key")));
    }
    Ok(Table { name, columns: joined, key, references })
}

/// What a type of PostgreSQL is to us.
fn kind_of(name: &str) -> Option<Kind> {
    Some(match name {
        "uuid" => Kind::Uuid,
        "int8" => Kind::Int,
        "text" => Kind::Text,
        "timestamptz" => Kind::Time,
        "bool" => Kind::Bool,
        "bytea" => Kind::Bytes,
        "json" => Kind::Json,
        "jsonb" => Kind::Jsonb,
        _ => return None,
    })
}

/// Tables in an order in which each comes after those it refers to.
///
/// # Errors
/// [`TransferError::Schema`] for tables that refer to each other in a circle, which no order can satisfy.
pub(super) fn in_order(tables: Vec<Table>) -> Result<Vec<Table>, TransferError> {
    let mut waiting = tables;
    let mut ordered: Vec<Table> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let is_placed = |name: &String| ordered.iter().any(|table| table.name == *name);
        let (ready, blocked): (Vec<Table>, Vec<Table>) =
            waiting.into_iter().partition(|table| table.references.iter().all(is_placed));
        if ready.is_empty() {
            let names: Vec<String> = blocked.into_iter().map(|table| table.name).collect();
            return Err(TransferError::Schema(format!("{} refer to each other in a circle", names.join(", "))));
        }
        ordered.extend(ready);
        waiting = blocked;
    }
    Ok(ordered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(name: &str, references: &[&str]) -> Shape {
        Shape {
            name: name.to_owned(),
            columns: vec!["id".to_owned(), "words".to_owned()],
            key: vec!["id".to_owned()],
            references: references.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    fn server(tables: &[(&str, &[(&str, &str)])]) -> Columns {
        let columns = |columns: &[(&str, &str)]| {
            columns.iter().map(|(name, kind)| ((*name).to_owned(), (*kind).to_owned())).collect()
        };
        tables.iter().map(|(name, of)| ((*name).to_owned(), columns(of))).collect()
    }

    #[test]
    fn a_table_comes_after_those_it_refers_to() {
        let types: &[(&str, &str)] = &[("id", "uuid"), ("words", "text")];
        let server = server(&[("a", types), ("b", types), ("c", types)]);
        let shapes = vec![shape("a", &["b"]), shape("b", &["c"]), shape("c", &[])];
        let ordered = in_order(join(shapes, &server).unwrap()).unwrap();
        assert_eq!(ordered.iter().map(|table| table.name.as_str()).collect::<Vec<_>>(), ["c", "b", "a"]);
        let circle = vec![shape("a", &["b"]), shape("b", &["a"]), shape("c", &[])];
        let told = in_order(join(circle, &server).unwrap()).unwrap_err().to_string();
        assert!(told.contains("a, b refer to each other"), "{told}");
    }

    #[test]
    fn what_only_one_side_has_or_nobody_knows_is_named() {
        let told =
            |shapes: Vec<Shape>, of: &[(&str, &[(&str, &str)])]| join(shapes, &server(of)).unwrap_err().to_string();
        let both: &[(&str, &str)] = &[("id", "uuid"), ("words", "text")];
        assert!(told(vec![], &[("a", both)]).contains("only the server's has a table a"));
        assert!(told(vec![shape("a", &[])], &[]).contains("only the embedded one has a table a"));
        let more = [both, &[("more", "text")]].concat();
        assert!(told(vec![shape("a", &[])], &[("a", &more)]).contains("only the server's a has a column more"));
        assert!(told(vec![shape("a", &[])], &[("a", &both[..1])]).contains("only the embedded a has a column words"));
        let unknown = [("id", "uuid"), ("words", "money")];
        assert!(told(vec![shape("a", &[])], &[("a", &unknown)]).contains("a.words has the unknown type money"));
        let keyless = Shape { key: vec![], ..shape("a", &[]) };
        assert!(told(vec![keyless], &[("a", both)]).contains("no primary key"));
    }

    #[test]
    fn texts_are_ordered_by_their_bytes_on_the_server_too() {
        let types: &[(&str, &str)] = &[("id", "text"), ("words", "text")];
        let table = join(vec![shape("by", &[])], &server(&[("by", types)])).unwrap().remove(0);
        assert_eq!(
            table.copy_out(),
            r#"COPY (SELECT "id", "words" FROM "by" ORDER BY "id" COLLATE "C") TO STDOUT (FORMAT binary)"#
        );
        assert_eq!(table.select_embedded(), r#"SELECT "id", "words" FROM "by" ORDER BY "id" LIMIT -1 OFFSET ?1"#);
        assert_eq!(table.copy_in(), r#"COPY "by" ("id", "words") FROM STDIN (FORMAT binary)"#);
    }
}
