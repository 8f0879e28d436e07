//! Presence: `GET /console/presence`, how many are connected by role and by what they look at. Counts only: it never says who.

use askama::Template;

use super::super::chrome::Chrome;
use super::ConsoleFrame;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "console_presence.html")]
pub struct PresencePage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// False while who is connected is not known.
    pub is_known: bool,
    /// How many are connected.
    pub total: String,
    /// By role.
    pub roles: Vec<Count>,
    /// By the page they look at, the most watched first.
    pub pages: Vec<Count>,
}

/// How many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Of what.
    pub label: String,
    /// Its page.
    pub url: Option<String>,
    /// How many.
    pub count: u32,
}
