//! Values as they lie in an embedded database: in the same forms as sqlx writes and reads them, since the readers are
//! sqlx's.

use std::cell::Cell as Place;

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::types::{ToSql, ToSqlOutput, Value as Owned, ValueRef};
use serde::de::DeserializeOwned;
use sqlx::types::Json;
use uuid::Uuid;

use super::error::told;
use crate::sql::Cell;

/// A row that a statement answered.
pub(crate) struct Record<'r> {
    row: &'r rusqlite::Row<'r>,
    /// Where the next named column is looked for first: rows are read in the order of their columns.
    next: Place<usize>,
}

/// What can be read from a row: every kind of row has this beside sqlx's own.
pub(crate) trait Stored: Sized {
    /// Reads a row.
    ///
    /// # Errors
    /// `sqlx::Error::ColumnDecode` for a value of another form.
    fn decode(record: &Record<'_>) -> Result<Self, sqlx::Error>;
}

/// What can be read from one column.
pub(crate) trait Value: Sized {
    /// Reads a value; `None` when it has another form.
    fn decode(value: ValueRef<'_>) -> Option<Self>;
}

impl<'r> Record<'r> {
    pub(super) fn of(row: &'r rusqlite::Row<'r>) -> Self {
        Self { row, next: Place::new(0) }
    }

    /// The value of a named column.
    pub(crate) fn named<T: Value>(&self, name: &str) -> Result<T, sqlx::Error> {
        let statement: &rusqlite::Statement<'_> = self.row.as_ref();
        let next = self.next.get();
        let place = match statement.column_name(next) {
            Ok(here) if here == name => next,
            _ => statement.column_index(name).map_err(told)?,
        };
        self.next.set(place + 1);
        self.value(place, name)
    }

    fn at<T: Value>(&self, place: usize) -> Result<T, sqlx::Error> {
        self.value(place, "")
    }

    fn value<T: Value>(&self, place: usize, name: &str) -> Result<T, sqlx::Error> {
        let value = self.row.get_ref(place).map_err(told)?;
        T::decode(value).ok_or_else(|| sqlx::Error::ColumnDecode {
            index: if name.is_empty() { place.to_string() } else { name.to_owned() },
            source: format!("a stored {} has not the form that was expected", value.data_type()).into(),
        })
    }
}

impl Value for i64 {
    fn decode(value: ValueRef<'_>) -> Option<Self> {
        value.as_i64().ok()
    }
}

impl Value for bool {
    fn decode(value: ValueRef<'_>) -> Option<Self> {
        value.as_i64().ok().map(|number| number != 0)
    }
}

impl Value for String {
    fn decode(value: ValueRef<'_>) -> Option<Self> {
        value.as_str().ok().map(ToOwned::to_owned)
    }
}

impl Value for Vec<u8> {
    fn decode(value: ValueRef<'_>) -> Option<Self> {
        value.as_blob().ok().map(ToOwned::to_owned)
    }
}

impl Value for Uuid {
    fn decode(value: ValueRef<'_>) -> Option<Self> {
        Self::from_slice(value.as_blob().ok()?).ok()
    }
}

impl Value for DateTime<Utc> {
    fn decode(value: ValueRef<'_>) -> Option<Self> {
        let time = DateTime::parse_from_rfc3339(value.as_str().ok()?).ok()?;
        Some(time.with_timezone(&Utc))
    }
}

impl<T: DeserializeOwned> Value for Json<T> {
    fn decode(value: ValueRef<'_>) -> Option<Self> {
        serde_json::from_str(value.as_str().ok()?).ok().map(Json)
    }
}

impl<T: Value> Value for Option<T> {
    fn decode(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Null => Some(None),
            value => T::decode(value).map(Some),
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

/// A row's struct, read by name by sqlx and by the lane's own connection. A field marked `..` is a row of its own whose
/// columns lie among the others.
macro_rules! stored {
    ($(#[$doc:meta])* $seen:vis struct $name:ident { $($fields:tt)* }) => {
        $crate::embedded::stored!(@fields [$(#[$doc])* $seen struct $name] [] [] $($fields)*);
    };
    (@fields [$($head:tt)*] [$($declared:tt)*] [$($read:tt)*] $seen:vis $field:ident: ..$kind:ty, $($rest:tt)*) => {
        $crate::embedded::stored!(@fields [$($head)*]
            [$($declared)* #[sqlx(flatten)] $seen $field: $kind,]
            [$($read)* $field (|record: &$crate::embedded::Record<'_>| <$kind as $crate::embedded::Stored>::decode(record)),]
            $($rest)*);
    };
    (@fields [$($head:tt)*] [$($declared:tt)*] [$($read:tt)*] $seen:vis $field:ident: $kind:ty, $($rest:tt)*) => {
        $crate::embedded::stored!(@fields [$($head)*]
            [$($declared)* $seen $field: $kind,]
            [$($read)* $field (|record: &$crate::embedded::Record<'_>| record.named::<$kind>(stringify!($field))),]
            $($rest)*);
    };
    (@fields [$(#[$doc:meta])* $seen:vis struct $name:ident] [$($declared:tt)*] [$($field:ident $read:tt,)*]) => {
        $(#[$doc])*
        #[derive(sqlx::FromRow)]
        $seen struct $name { $($declared)* }

        impl $crate::embedded::Stored for $name {
            fn decode(record: &$crate::embedded::Record<'_>) -> Result<Self, sqlx::Error> {
                Ok(Self { $($field: $read(record)?,)* })
            }
        }
    };
}
pub(crate) use stored;

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Owned::Null),
            Self::Uuid(id) => ToSqlOutput::Borrowed(ValueRef::Blob(id.as_bytes())),
            Self::Int(number) => ToSqlOutput::Owned(Owned::Integer(*number)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            // As sqlx writes it, so that texts compare as times do.
            Self::Time(time) => ToSqlOutput::Owned(Owned::Text(time.to_rfc3339_opts(SecondsFormat::AutoSi, false))),
            Self::Bool(flag) => ToSqlOutput::Owned(Owned::Integer(i64::from(*flag))),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}
