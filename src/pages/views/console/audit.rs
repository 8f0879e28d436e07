//! The audit log: `GET /console/audit` with the fields `by`, `subject`, `action`, `from` and `until`; the same as a file at
//! `/console/audit.csv`.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::form::{Choice, Errors};
use super::super::moment::Moment;
use super::ConsoleFrame;

/// The log.
#[derive(Clone, Debug, Template)]
#[template(path = "console_audit.html")]
pub struct AuditPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// What is wrong with what is asked for.
    pub errors: Errors,
    /// Who did it: an e-mail address or an id.
    pub by: String,
    /// What it was about: an id.
    pub subject: String,
    /// What can be done.
    pub actions: Vec<Choice>,
    /// The first day.
    pub from: String,
    /// The last day.
    pub until: String,
    /// Lines, the newest first.
    pub lines: Vec<AuditLine>,
    /// The address of the next page.
    pub next_url: Option<String>,
    /// The address of the file with the same lines.
    pub file_url: String,
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// When.
    pub at: Moment,
    /// Who.
    pub by: String,
    /// Their page in the console.
    pub by_url: Option<String>,
    /// What was done, in words.
    pub what: String,
    /// About what, in words.
    pub about: String,
    /// Where that is.
    pub url: Option<String>,
    /// What differs.
    pub changes: Vec<ChangeLine>,
    /// How many more differences there are.
    pub more: usize,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeLine {
    /// What it is called.
    pub path: String,
    /// What it was.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
}
