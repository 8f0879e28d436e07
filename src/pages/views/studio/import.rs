//! Works from a table: `GET /studio/import`; the form posts back to it (multipart): `dry_run`, `submit`, `csv` (file), `image` (files).

use askama::Template;

use super::super::chrome::Chrome;
use super::super::form::Errors;
use super::StudioFrame;
use crate::words::t;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "studio_import.html")]
pub struct ImportPage {
    /// The frame.
    pub chrome: Chrome,
    /// The studio around it.
    pub frame: StudioFrame,
    /// What was wrong, if the form was sent.
    pub errors: Errors,
    /// What became of the last import, or would.
    pub outcome: Option<ImportOutcome>,
    /// The columns with what is in them.
    pub columns: Vec<ColumnHelp>,
    /// The most lines of a table.
    pub lines_max: usize,
    /// The most pictures beside a table.
    pub pictures_max: usize,
    /// `Submit for review`, or `Publish` where moderation is off.
    pub submit_label: String,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnHelp {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub about: String,
}

/// What became of an import, or would.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportOutcome {
    /// True when nothing was written.
    pub is_rehearsal: bool,
    /// Works that were made, or would be.
    pub works: usize,
    /// How many of them were handed in.
    pub handed_in: usize,
    /// Lines that were left out, as their works are here already.
    pub known: usize,
    /// Lines that were refused.
    pub failed: usize,
    /// Those lines with what is wrong.
    pub rows: Vec<ImportRow>,
    /// Refused lines beyond those that are shown.
    pub left_out: usize,
    /// Pictures that no line names.
    pub unused: Vec<String>,
}

impl ImportOutcome {
    /// `2 works were made, 1 of them handed in, 0 lines were refused.`
    #[must_use]
    pub fn summary(&self) -> String {
        let id = match (self.is_rehearsal, self.handed_in) {
            (true, _) => "studio-import-rehearsed",
            (false, 0) => "studio-import-made",
            (false, _) => "studio-import-made-handed-in",
        };
        t(id).with("works", self.works).with("handed", self.handed_in).with("failed", self.failed).into()
    }
}

/// A line that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    /// The number of the line in the file.
    pub line: usize,
    /// The title that stands there; may be empty.
    pub title: String,
    /// `price: must be an amount, such as 1250 or 1250.50.`
    pub errors: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn an_import_is_told_in_one_sentence() {
        let outcome = |is_rehearsal, works, handed_in, failed| ImportOutcome {
            is_rehearsal,
            works,
            handed_in,
            known: 0,
            failed,
            rows: Vec::new(),
            left_out: 0,
            unused: Vec::new(),
        };
        assert_eq!(outcome(true, 1, 0, 1).summary(), "1 work would be made, 1 line would be refused.");
        assert_eq!(outcome(false, 2, 0, 1).summary(), "2 works were made, 1 line was refused.");
        let whole = outcome(false, 2, 1, 0);
        assert_eq!(whole.summary(), "2 works were made, 1 of them handed in, 0 lines were refused.");
        let german = within(Language::German, || whole.summary());
        assert_eq!(german, "2 Werke wurden angelegt, 1 davon eingereicht, 0 Zeilen wurden abgelehnt.");
    }
}
