//! A table of the settings from a file: `GET /console/settings/{table}/table` and its form, which posts `csv` with `dry_run`, or a
//! rehearsed `table` with its `version`.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::form::Errors;
use super::ConsoleFrame;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "console_settings_table.html")]
pub struct SettingsTablePage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// What is wrong with the file that was sent.
    pub errors: Errors,
    /// `tax` or `shipping`.
    pub table: String,
    /// What the page is called.
    pub heading: String,
    /// The version of all settings.
    pub version: i64,
    /// The names of the columns.
    pub columns: String,
    /// The most lines of a file.
    pub lines_max: usize,
    /// What the file that was sent would change.
    pub rehearsal: Option<Rehearsal>,
}

/// What a file would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rehearsal {
    /// The file's text, for carrying it out.
    pub table: String,
    /// The version of all settings that it was compared with.
    pub version: i64,
    /// New entries.
    pub added: usize,
    /// Entries that say something else.
    pub changed: usize,
    /// Entries that are gone.
    pub removed: usize,
    /// True when the same entries stand in another order.
    pub reordered: bool,
    /// Each entry that differs.
    pub rows: Vec<EntryRow>,
}

impl Rehearsal {
    /// True when there is something to carry out.
    #[must_use]
    pub fn does_something(&self) -> bool {
        self.reordered || !self.rows.is_empty()
    }
}

/// An entry that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// New, changed or gone, in words.
    pub kind: String,
    /// Which entry.
    pub about: String,
    /// What it says now.
    pub before: Option<String>,
    /// What it would say.
    pub after: Option<String>,
}
