//! Values on their way into an embedded database: in the same forms as sqlx writes them, since the readers are sqlx's.

use chrono::SecondsFormat;
use rusqlite::types::{ToSql, ToSqlOutput, Value as Owned, ValueRef};

use crate::sql::Cell;

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
