//! The books: `GET /console/books` with the fields `at` (of the trial balance), `account`, `seller`, `order`, `from` and `to` (of the
//! entries); the entries as a file at `/console/books.csv`.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::form::{Choice, Errors};
use super::super::moment::Moment;
use super::ConsoleFrame;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "console_books.html")]
pub struct BooksPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// What is wrong with what is asked for.
    pub errors: Errors,
    /// The day at whose end the trial balance is.
    pub at: String,
    /// The trial balance of each currency.
    pub balances: Vec<CurrencyBalance>,
    /// The accounts there are.
    pub accounts: Vec<Choice>,
    /// The seller's id.
    pub seller: String,
    /// The order's id.
    pub order: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Entries, the newest posting first.
    pub entries: Vec<EntryRow>,
    /// The address of the next page.
    pub next_url: Option<String>,
    /// The address of the file with the same entries.
    pub file_url: String,
}

/// The trial balance of a currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencyBalance {
    /// Its code.
    pub currency: String,
    /// The accounts.
    pub rows: Vec<BalanceRow>,
    /// The sum of all debits.
    pub debit: String,
    /// The sum of all credits, which is the same.
    pub credit: String,
}

/// An account in a trial balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceRow {
    /// Its name.
    pub account: String,
    /// What it is: asset, liability, income, expense.
    pub class: String,
    /// All debits.
    pub debit: String,
    /// All credits.
    pub credit: String,
    /// Debits less credits.
    pub balance: String,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// The account's name.
    pub account: String,
    /// Whose it is; empty for the house's own.
    pub seller: String,
    /// Why.
    pub reason: String,
    /// The number of its order; empty without one.
    pub order: String,
    /// The order's page.
    pub order_url: Option<String>,
    /// The debit; empty for a credit.
    pub debit: String,
    /// The credit; empty for a debit.
    pub credit: String,
    /// When.
    pub at: Moment,
}
