//! Finding without scripts: `GET /console/find?q=`.

use askama::Template;

use super::super::chrome::Chrome;
use super::ConsoleFrame;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "console_find.html")]
pub struct FindPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// What is looked for; field `q`.
    pub query: String,
    /// What was found.
    pub groups: Vec<FindGroup>,
}

/// Finds of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindGroup {
    /// Its name in the page.
    pub kind: String,
    /// What the kind is called.
    pub label: String,
    /// The finds.
    pub items: Vec<Find>,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Find {
    /// What it is called.
    pub label: String,
    /// What tells it from others.
    pub detail: String,
    /// Its page.
    pub url: String,
}
