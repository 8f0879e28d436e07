//! Sold elsewhere, for the telephone at a fair: `GET /studio/sold` shows the works that have something left, `/studio/sold/<id>` asks
//! how many copies of one. The form posts to `/studio/editions/<id>/sold-elsewhere`.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::picture::Picture;
use super::super::stock::StockView;
use super::StudioFrame;

/// The works to pick from.
#[derive(Clone, Debug, Template)]
#[template(path = "studio_sold.html")]
pub struct SoldPage {
    /// The frame.
    pub chrome: Chrome,
    /// The studio around it.
    pub frame: StudioFrame,
    /// The words that titles are searched for.
    pub query: String,
    /// The works that hang and have something left.
    pub works: Vec<SoldWork>,
    /// The address of the next page.
    pub next_url: Option<String>,
    /// What has just been noted.
    pub done: Option<SoldDone>,
}

/// A work to pick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoldWork {
    /// Its page here.
    pub url: String,
    /// Its title.
    pub title: String,
    /// The artist's name.
    pub artist_name: String,
    /// Its first picture.
    pub picture: Option<Picture>,
    /// `3 free`.
    pub free: String,
}

/// What has just been noted, with the way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoldDone {
    /// The edition's id.
    pub edition_id: String,
    /// How many copies.
    pub copies: u32,
    /// `2 copies of Low Tide are noted as sold elsewhere.`
    pub text: String,
}

/// How many copies of a work.
#[derive(Clone, Debug, Template)]
#[template(path = "studio_sold_work.html")]
pub struct SoldWorkPage {
    /// The frame.
    pub chrome: Chrome,
    /// The studio around it.
    pub frame: StudioFrame,
    /// Its title.
    pub title: String,
    /// Its first picture.
    pub picture: Option<Picture>,
    /// Its editions that are counted.
    pub editions: Vec<SoldEdition>,
}

/// An edition of which copies were sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoldEdition {
    /// The edition's id.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// The stock.
    pub stock: StockView,
    /// Free copies; at 0 there is no form.
    pub free: u32,
    /// The numbers that have a button of their own: 1, 2, 3, …
    pub numbers: Vec<u32>,
}
