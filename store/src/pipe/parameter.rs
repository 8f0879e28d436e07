//! Values on their way to PostgreSQL, in its binary form.

use std::error::Error;

use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::sql::Cell;

type Encoded = Result<IsNull, Box<dyn Error + Sync + Send>>;

impl ToSql for Cell<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Encoded {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Uuid(id) => id.to_sql(kind, out),
            Self::Int(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            Self::Int(number) if *kind == Type::INT2 => i16::try_from(*number)?.to_sql(kind, out),
            Self::Int(number) => number.to_sql(kind, out),
            Self::Text(text) => {
                if *kind == Type::JSONB {
                    // The number of the binary form's version.
                    out.extend_from_slice(&[1]);
                }
                text.as_ref().to_sql(kind, out)
            }
            Self::Time(time) => time.to_sql(kind, out),
            Self::Bool(flag) => flag.to_sql(kind, out),
            Self::Bytes(bytes) => bytes.as_ref().to_sql(kind, out),
        }
    }

    /// What a column takes is known where its statement is written; the tests prepare and run every one of them.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
