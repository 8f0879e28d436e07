//! One value on its way into a statement, and what becomes one.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use uuid::Uuid;

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
    RefundId,
    DisputeId,
    PayoutId,
    HookId,
    ShipmentId,
    ReturnId,
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
