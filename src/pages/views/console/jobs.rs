//! Jobs: `GET /console/jobs`, with `state` dead, failing or open. Forms post to `/console/jobs/<id>/retry` and `/drop` (with
//! `reason`).

use askama::Template;

use super::super::chrome::Chrome;
use super::super::moment::Moment;
use super::ConsoleFrame;
use crate::words::t;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "console_jobs.html")]
pub struct JobsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// The lists there are.
    pub lanes: Vec<Lane>,
    /// What an empty list says.
    pub none: String,
    /// The jobs.
    pub jobs: Vec<JobRow>,
    /// The address of the next page.
    pub next_url: Option<String>,
}

/// One of several lists of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// Its key: what scripts know it by.
    pub key: String,
    /// Its page.
    pub url: String,
    /// Its name.
    pub label: String,
    /// How many are in it, as it is written; empty where that is not counted.
    pub count: String,
    /// True for the list that is shown.
    pub is_here: bool,
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRow {
    /// The job's id.
    pub id: String,
    /// `Give money back`.
    pub what: String,
    /// Its stored name.
    pub kind: String,
    /// The page of the order behind it.
    pub order_url: Option<String>,
    /// `Given up`, `Due`, `Being worked on`.
    pub state: String,
    /// When it is due, or was promised when it was given up.
    pub at: Moment,
    /// How often it was tried.
    pub attempts: u32,
    /// What went wrong last; empty when nothing did.
    pub last_error: String,
    /// True when it may be tried now.
    pub can_retry: bool,
    /// True when it may be forgotten.
    pub can_drop: bool,
}

impl JobRow {
    /// `4 tries: no answer in time`; without what went wrong when nothing did.
    #[must_use]
    pub fn tried(&self) -> String {
        let tries = t("console-jobs-tried").with("count", self.attempts);
        match self.last_error.as_str() {
            "" => tries.into(),
            error => t("console-jobs-tried-error").with("tries", tries).with("error", error).into(),
        }
    }
}
