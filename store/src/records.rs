//! Rows as they are stored, and the domain's values they stand for.
//!
//! Knows columns and names of statuses; no statements.

mod catalogue;
mod order;
mod people;
mod stock;

pub(crate) use catalogue::{HeadRow, SellerRow, ShownSeller, account_of};
pub(crate) use order::{
    DisputeRow, DocumentRecord, JobRow, RefundRow, ReturnLineRow, ReturnRow, ShipmentEventRow, ShipmentRow,
    assemble_orders, take_in_disputes, take_in_refunds, take_in_returns, take_in_shipments,
};
pub(crate) use people::UserRow;
pub(crate) use stock::{CartRow, CopyRow, EditionRow, HoldRow, StockRow};

use impasto_domain::money::Currency;

/// A stored value that this program does not understand.
pub(crate) fn unknown(what: &str, value: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("the stored {what} {value:?} is unknown").into())
}

/// A stored currency code.
pub(crate) fn currency(code: &str) -> Result<Currency, sqlx::Error> {
    Currency::from_code(code).ok_or_else(|| unknown("currency", code))
}

/// A stored number that is never negative nor large.
pub(crate) fn small(what: &str, number: i64) -> Result<u32, sqlx::Error> {
    u32::try_from(number).map_err(|_| unknown(what, &number.to_string()))
}
