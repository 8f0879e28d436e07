//! Stock from a table: `GET /console/inventory/import`; its forms post `csv` (or `table`, the text of a rehearsal), `dry_run` and `key` there.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::form::Errors;
use super::ConsoleFrame;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "console_stock_import.html")]
pub struct StockImportPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// What is wrong with the table as a whole.
    pub errors: Errors,
    /// What became of a table, or would.
    pub outcome: Option<StockOutcomeView>,
    /// The most lines of a table.
    pub lines_max: usize,
}

/// What became of a table, or would.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockOutcomeView {
    /// The table itself, to be carried out; `None` when it was.
    pub to_carry_out: Option<Rehearsed>,
    /// Editions that were adjusted, or would be.
    pub adjusted: usize,
    /// Lines that were refused.
    pub failed: usize,
    /// Each line with a change.
    pub rows: Vec<StockOutcomeRow>,
}

/// A table that was rehearsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rehearsed {
    /// Its text.
    pub table: String,
    /// The name of the request that carries it out: sent twice it does no more than once.
    pub key: String,
}

/// A line with a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockOutcomeRow {
    /// The number of the line in the file.
    pub line: usize,
    /// The work, as the table names it; else the edition's id.
    pub title: String,
    /// `+2`, `−1`.
    pub change: String,
    /// Why.
    pub reason: String,
    /// Free copies before and after.
    pub counts: Option<(i64, i64)>,
    /// What is wrong.
    pub errors: Vec<String>,
}
