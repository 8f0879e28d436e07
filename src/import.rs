//! Works and stock from a table: a CSV file of works and the pictures it names become drafts, a line a work, or an error of that line;
//! one of editions adjusts their stock; one of tax rates, shipping prices or commission rules becomes the house's.
//!
//! Reading the table decides nothing: each line is checked by the API's own checks, and written with its editions and
//! pictures in one edit, so that nothing is half there. Knows no request.

mod bands;
mod cells;
mod commissions;
mod compare;
pub(crate) mod csv;
mod known;
mod line;
mod rates;
mod run;
mod stock;

pub use bands::{SHIPPING_COLUMNS, read_shipping, shipping_csv, shipping_entries};
pub use commissions::{COMMISSION_COLUMNS, commission_csv, commission_entries, read_commissions};
pub use compare::{Entry, EntryChange, compare};
pub use csv::{CsvError, Table};
pub use known::KnownWorks;
pub use line::{COLUMNS, ImportLine, SAMPLE, read_lines};
pub use rates::{TAX_COLUMNS, read_tax, tax_csv, tax_entries};
pub use run::{ImportPlan, ImportReport, LineReport, carry_out, look_over};
pub use stock::{STOCK_LINES_MAX, StockLine, StockOutcome, adjust_stock, read_stock, rehearse_stock};

/// The most lines of a table, without its head.
pub const LINES_MAX: usize = 10_000;

/// The largest table, in bytes.
pub const TABLE_BYTES_MAX: usize = 16 << 20;

/// The most pictures that are sent with a table.
pub const PICTURES_MAX: usize = 2_000;

/// The most pictures of one line.
pub const PICTURES_A_LINE_MAX: usize = 12;
