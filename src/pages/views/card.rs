//! A work as it hangs in a grid.
//! It does not know which page the grid is on.

use super::picture::Picture;
use super::stock::StockSummary;

/// A work in a grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkCard {
    /// The artwork's id.
    pub id: String,
    /// Its place in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The artist's name.
    pub artist_name: String,
    /// The artist's place in addresses.
    pub artist_slug: String,
    /// The year or the date as the artist puts it; may be empty.
    pub year: String,
    /// The medium; may be empty.
    pub medium: String,
    /// The first picture.
    pub picture: Option<Picture>,
    /// `€1,250`, or `from €80` over several prices.
    pub price: String,
    /// The stock over all editions.
    pub stock: StockSummary,
    /// The wish for it; `None` where nobody is signed in.
    pub heart: Option<HeartView>,
    /// Why it stands here: `In similar colours`.
    pub note: Option<String>,
}

/// A person's wish for a work; its form posts to `/wishlist`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeartView {
    /// The artwork's id.
    pub artwork_id: String,
    /// The work's title.
    pub title: String,
    /// True while it is on the wish list.
    pub wished: bool,
    /// The path to come back to.
    pub back: String,
}
