//! Curated collections: `GET /console/collections`, one at `/console/collections/{id}`. Forms post `title`, `words`, `works` (one
//! address or id a line) and `published` there; `…/remove` takes one away.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::form::Errors;
use super::super::picture::Picture;
use super::ConsoleFrame;

/// All collections.
#[derive(Clone, Debug, Template)]
#[template(path = "console_collections.html")]
pub struct CollectionsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// The collections, the newest first.
    pub collections: Vec<CollectionRow>,
    /// The address of the next page.
    pub next_url: Option<String>,
    /// A new one.
    pub form: CollectionForm,
}

/// One collection.
#[derive(Clone, Debug, Template)]
#[template(path = "console_collection.html")]
pub struct CollectionPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// The collection's id.
    pub id: String,
    /// Its page, when everybody sees it.
    pub url: Option<String>,
    /// What is in the form.
    pub form: CollectionForm,
    /// Its works as they are stored.
    pub works: Vec<CollectedWork>,
}

/// A collection in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionRow {
    /// The collection's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `6 works`.
    pub works: String,
    /// True when everybody sees it.
    pub is_published: bool,
}

/// A work of a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectedWork {
    /// Its page.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Artist and status.
    pub detail: String,
    /// Its first picture.
    pub picture: Option<Picture>,
}

/// What a collection says and holds, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CollectionForm {
    /// What is wrong.
    pub errors: Errors,
    /// The revision that is changed; empty for a new one.
    pub revision: String,
    /// Its title.
    pub title: String,
    /// A few words.
    pub words: String,
    /// One work a line, by the name in its address or its id.
    pub works: String,
    /// Whether everybody sees it.
    pub is_published: bool,
}
