//! A person's wish list. `GET /wishlist`; its hearts post there as well.
//! It does not know whose it is.

use askama::Template;

use super::card::{HeartView, WorkCard};
use super::chrome::Chrome;

/// The wish list.
#[derive(Clone, Debug, Template)]
#[template(path = "wishlist.html")]
pub struct WishlistPage {
    /// The frame.
    pub chrome: Chrome,
    /// The works, the newest wish first.
    pub works: Vec<WishView>,
    /// `3 works`.
    pub total: String,
    /// The address of the next page.
    pub next_url: Option<String>,
}

/// A work that is wished for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WishView {
    /// The work.
    pub card: WorkCard,
    /// The work's page.
    pub url: String,
    /// Its only edition, which can be put into the cart from here; `None` when there is a choice to be made.
    pub edition_id: Option<String>,
    /// True while a copy of it is free.
    pub is_free: bool,
    /// Takes it off the list.
    pub heart: HeartView,
}
