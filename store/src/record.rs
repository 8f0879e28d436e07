//! Rows that a lane's own connection reads, of either engine, as the structs that sqlx reads for the readers.

use std::cell::Cell as Place;

use chrono::{DateTime, Utc};
use rusqlite::types::ValueRef;
use serde::de::DeserializeOwned;
use sqlx::types::Json;
use tokio_postgres::types::{FromSql, Type};
use uuid::Uuid;

/// A row that a statement answered.
pub(crate) struct Record<'r> {
    row: Row<'r>,
    /// Where the next named column is looked for first: rows are read in the order of their columns.
    next: Place<usize>,
}

enum Row<'r> {
    Embedded(&'r rusqlite::Row<'r>),
    Server(&'r tokio_postgres::Row),
}

/// What can be read from a row: every kind of row has this beside sqlx's own.
pub(crate) trait Stored: Sized {
    /// Reads a row.
    ///
    /// # Errors
    /// `sqlx::Error::ColumnDecode` for a value of another form.
    fn decode(record: &Record<'_>) -> Result<Self, sqlx::Error>;
}

/// What can be read from one column: in the same forms as sqlx reads and writes them, since the readers are sqlx's.
pub(crate) trait Value: Sized {
    /// Reads a value as it lies in an embedded database; `None` when it has another form.
    fn embedded(value: ValueRef<'_>) -> Option<Self>;

    /// Reads a value as a server sends it; `None` when it has another form.
    fn server(value: Sent<'_>) -> Option<Self>;
}

/// A value as a server sends it: its type, and its bytes unless it is null.
#[derive(Clone, Copy)]
pub(crate) struct Sent<'r> {
    kind: &'r Type,
    bytes: Option<&'r [u8]>,
}

/// Any value's bytes, whatever their type.
struct Untyped<'r>(&'r [u8]);

impl<'r> FromSql<'r> for Untyped<'r> {
    fn from_sql(_: &Type, bytes: &'r [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(bytes))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

impl<'r> Record<'r> {
    pub(crate) fn embedded(row: &'r rusqlite::Row<'r>) -> Self {
        Self { row: Row::Embedded(row), next: Place::new(0) }
    }

    pub(crate) fn server(row: &'r tokio_postgres::Row) -> Self {
        Self { row: Row::Server(row), next: Place::new(0) }
    }

    /// The value of a named column.
    pub(crate) fn named<T: Value>(&self, name: &str) -> Result<T, sqlx::Error> {
        let next = self.next.get();
        let place = if self.name_of(next) == Some(name) { Some(next) } else { self.place_of(name) };
        let place = place.ok_or_else(|| sqlx::Error::ColumnNotFound(name.to_owned()))?;
        self.next.set(place + 1);
        self.value(place, name)
    }

    fn name_of(&self, place: usize) -> Option<&str> {
        match self.row {
            Row::Embedded(row) => {
                let statement: &rusqlite::Statement<'_> = row.as_ref();
                statement.column_name(place).ok()
            }
            Row::Server(row) => row.columns().get(place).map(tokio_postgres::Column::name),
        }
    }

    fn place_of(&self, name: &str) -> Option<usize> {
        (0..).map_while(|place| self.name_of(place)).position(|column| column == name)
    }

    fn at<T: Value>(&self, place: usize) -> Result<T, sqlx::Error> {
        self.value(place, "")
    }

    fn value<T: Value>(&self, place: usize, name: &str) -> Result<T, sqlx::Error> {
        let read = match self.row {
            Row::Embedded(row) => row.get_ref(place).ok().and_then(T::embedded),
            Row::Server(row) => sent(row, place).and_then(T::server),
        };
        read.ok_or_else(|| sqlx::Error::ColumnDecode {
            index: if name.is_empty() { place.to_string() } else { name.to_owned() },
            source: "a stored value has not the form that was expected".into(),
        })
    }
}

fn sent(row: &tokio_postgres::Row, place: usize) -> Option<Sent<'_>> {
    let kind = row.columns().get(place)?.type_();
    let bytes: Option<Untyped<'_>> = row.try_get(place).ok()?;
    Some(Sent { kind, bytes: bytes.map(|Untyped(bytes)| bytes) })
}

impl<'r> Sent<'r> {
    /// The value, if it has this form.
    fn of<T: FromSql<'r>>(self) -> Option<T> {
        T::accepts(self.kind).then(|| T::from_sql(self.kind, self.bytes?).ok()).flatten()
    }
}

impl Value for i64 {
    fn embedded(value: ValueRef<'_>) -> Option<Self> {
        value.as_i64().ok()
    }

    fn server(value: Sent<'_>) -> Option<Self> {
        value.of()
    }
}

impl Value for bool {
    fn embedded(value: ValueRef<'_>) -> Option<Self> {
        value.as_i64().ok().map(|number| number != 0)
    }

    fn server(value: Sent<'_>) -> Option<Self> {
        value.of()
    }
}

impl Value for String {
    fn embedded(value: ValueRef<'_>) -> Option<Self> {
        value.as_str().ok().map(ToOwned::to_owned)
    }

    fn server(value: Sent<'_>) -> Option<Self> {
        value.of()
    }
}

impl Value for Vec<u8> {
    fn embedded(value: ValueRef<'_>) -> Option<Self> {
        value.as_blob().ok().map(ToOwned::to_owned)
    }

    fn server(value: Sent<'_>) -> Option<Self> {
        value.of()
    }
}

impl Value for Uuid {
    fn embedded(value: ValueRef<'_>) -> Option<Self> {
        Self::from_slice(value.as_blob().ok()?).ok()
    }

    fn server(value: Sent<'_>) -> Option<Self> {
        value.of()
    }
}

impl Value for DateTime<Utc> {
    fn embedded(value: ValueRef<'_>) -> Option<Self> {
        let time = DateTime::parse_from_rfc3339(value.as_str().ok()?).ok()?;
        Some(time.with_timezone(&Utc))
    }

    fn server(value: Sent<'_>) -> Option<Self> {
        value.of()
    }
}

impl<T: DeserializeOwned> Value for Json<T> {
    fn embedded(value: ValueRef<'_>) -> Option<Self> {
        serde_json::from_str(value.as_str().ok()?).ok().map(Json)
    }

    fn server(value: Sent<'_>) -> Option<Self> {
        let bytes = value.bytes?;
        // The binary form begins with the number of its version, which has been 1 ever since.
        let text = if *value.kind == Type::JSONB { bytes.strip_prefix(&[1])? } else { bytes };
        serde_json::from_slice(text).ok().map(Json)
    }
}

impl<T: Value> Value for Option<T> {
    fn embedded(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Null => Some(None),
            value => T::embedded(value).map(Some),
        }
    }

    fn server(value: Sent<'_>) -> Option<Self> {
        match value.bytes {
            None => Some(None),
            Some(_) => T::server(value).map(Some),
        }
    }
}

macro_rules! tuples {
    ($(($($kind:ident $place:tt),+))+) => {$(
        impl<$($kind: Value),+> Stored for ($($kind,)+) {
            fn decode(record: &Record<'_>) -> Result<Self, sqlx::Error> {
                Ok(($(record.at::<$kind>($place)?,)+))
            }
        }
    )+};
}

tuples! {
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
}

/// A row's struct, read by name by sqlx and by the lane's own connections. A field marked `..` is a row of its own whose
/// columns lie among the others.
macro_rules! stored {
    ($(#[$doc:meta])* $seen:vis struct $name:ident { $($fields:tt)* }) => {
        $crate::record::stored!(@fields [$(#[$doc])* $seen struct $name] [] [] $($fields)*);
    };
    (@fields [$($head:tt)*] [$($declared:tt)*] [$($read:tt)*] $seen:vis $field:ident: ..$kind:ty, $($rest:tt)*) => {
        $crate::record::stored!(@fields [$($head)*]
            [$($declared)* #[sqlx(flatten)] $seen $field: $kind,]
            [$($read)* $field (|record: &$crate::record::Record<'_>| <$kind as $crate::record::Stored>::decode(record)),]
            $($rest)*);
    };
    (@fields [$($head:tt)*] [$($declared:tt)*] [$($read:tt)*] $seen:vis $field:ident: $kind:ty, $($rest:tt)*) => {
        $crate::record::stored!(@fields [$($head)*]
            [$($declared)* $seen $field: $kind,]
            [$($read)* $field (|record: &$crate::record::Record<'_>| record.named::<$kind>(stringify!($field))),]
            $($rest)*);
    };
    (@fields [$(#[$doc:meta])* $seen:vis struct $name:ident] [$($declared:tt)*] [$($field:ident $read:tt,)*]) => {
        $(#[$doc])*
        #[derive(sqlx::FromRow)]
        $seen struct $name { $($declared)* }

        impl $crate::record::Stored for $name {
            fn decode(record: &$crate::record::Record<'_>) -> Result<Self, sqlx::Error> {
                Ok(Self { $($field: $read(record)?,)* })
            }
        }
    };
}
pub(crate) use stored;
