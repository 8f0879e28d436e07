//! The audit log: `GET /console/audit` with the fields `by`, `subject`, `action`, `from` and `until`; the same as a file at
//! `/console/audit.csv`.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::form::{Choice, Errors};
use super::super::moment::Moment;
use super::ConsoleFrame;
use crate::words::t;

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

impl AuditLine {
    /// Who did it and when, as markup.
    #[must_use]
    pub fn signed(&self) -> String {
        signed(&self.by, self.by_url.as_deref(), &self.at)
    }
}

/// Who changed something and when, as markup; the name leads to `url`.
pub(super) fn signed(by: &str, url: Option<&str>, at: &Moment) -> String {
    let said = t("console-audit-by").with("name", by);
    let said = match url {
        Some(url) => said.link(url),
        None => said.around("", ""),
    };
    said.around(time(&at.iso, &at.text), "").html()
}

/// A point in time as markup, for the middle of a sentence.
pub(super) fn time(iso: &str, words: &str) -> String {
    format!("<time datetime=\"{iso}\">{words}</time>")
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

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn a_change_is_signed_in_the_language_that_is_spoken() {
        let at = DateTime::from_timestamp(1_795_443_720, 0).unwrap();
        let said = |language| within(language, || signed("Ada <3", Some("/a"), &Moment::new(at)));
        assert!(said(Language::English).starts_with("by <a href=\"/a\">Ada &#60;3</a>, <time datetime=\"2026-11-23T"));
        assert!(said(Language::German).starts_with("von <a href"));
        assert!(signed("the program", None, &Moment::new(at)).starts_with("by the program, <time"));
    }
}
