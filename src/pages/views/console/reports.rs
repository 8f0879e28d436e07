//! Reports: `GET /console/reports?status=open`. A report is decided by a form that posts `decision` (`resolve` or `dismiss`) and
//! `note` to `/console/reports/{id}`.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::moment::Moment;
use super::ConsoleFrame;

/// The reports of one status.
#[derive(Clone, Debug, Template)]
#[template(path = "console_reports.html")]
pub struct ReportsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// The statuses, with the chosen one.
    pub statuses: Vec<StatusLink>,
    /// True while they wait for somebody.
    pub are_open: bool,
    /// The reports, the newest first.
    pub reports: Vec<ReportRow>,
    /// The address of the next page.
    pub next_url: Option<String>,
}

/// A status of reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusLink {
    /// Its page.
    pub url: String,
    /// Its name.
    pub label: String,
    /// True for the chosen one.
    pub is_here: bool,
}

/// A report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRow {
    /// The report.
    pub id: String,
    /// The work's title.
    pub title: String,
    /// The work's page.
    pub url: String,
    /// What is wrong, in words.
    pub reason: String,
    /// In the reporter's words.
    pub text: String,
    /// Who reported it.
    pub by: String,
    /// When.
    pub at: Moment,
    /// What staff noted.
    pub note: String,
}
