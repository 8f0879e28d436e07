//! Read models: what queries answer. Display words live here; decisions never read them.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::address::Country;
use crate::artwork::ArtworkStatus;
use crate::edit::{ArtworkText, ImageRow};
use crate::edition::{CopyState, Edition, EditionKind, Stock};
use crate::ids::{ArtistId, ArtworkId, SellerId};

/// A work with everything that the storefront, the studio and the API show of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtworkRecord {
    /// The work.
    pub id: ArtworkId,
    /// Its address on the storefront.
    pub slug: String,
    /// Its words; shared by all that copy the record for another count of stock.
    pub text: Arc<ArtworkText>,
    /// Its artist.
    pub artist: ArtistName,
    /// Its seller.
    pub seller: SellerName,
    /// Its status.
    pub status: ArtworkStatus,
    /// Why it was rejected.
    pub rejection: Option<String>,
    /// Images in their order.
    pub images: Arc<[ImageRow]>,
    /// Editions with their counters, in the order they were made.
    pub editions: Vec<(Edition, Stock)>,
    /// On how many wishlists.
    pub wishlisted: i64,
    /// Mean of its ratings in hundredths, if there are any.
    pub rating_hundredths: Option<i64>,
    /// How many reviews.
    pub reviews: i64,
    /// Raised by every edit of words, images or editions; the entity tag.
    pub revision: i64,
    /// Raised by every stock, price, status change and edit; the position of its topic.
    pub version: i64,
    /// When it first was published.
    pub published_at: Option<DateTime<Utc>>,
    /// When its words, images or status last changed.
    pub updated_at: DateTime<Utc>,
}

impl ArtworkRecord {
    /// Whether something of it can be put into a cart now.
    #[must_use]
    pub fn is_available(&self) -> bool {
        let is_free = |(edition, stock): &(Edition, Stock)| edition.kind == EditionKind::Open || stock.available > 0;
        self.status == ArtworkStatus::Published && self.editions.iter().any(is_free)
    }

    /// The lowest price of its editions, minor units.
    #[must_use]
    pub fn price_from_minor(&self) -> Option<i64> {
        self.editions.iter().map(|(edition, _)| edition.price.amount_minor).min()
    }
}

/// What became of each copy of an edition: neighbours of one state are one run, so that it is small for thousands of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyMap {
    /// The version of the edition's stock that it shows.
    pub version: i64,
    /// Runs in the order of the copies.
    pub runs: Vec<CopyRun>,
}

/// Neighbouring copies of one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyRun {
    /// The place of the first, 1-based.
    pub from: u32,
    /// How many, at least 1.
    pub count: u32,
    /// What became of them.
    pub state: CopyState,
}

impl CopyRun {
    /// The places of its copies.
    #[must_use]
    pub fn ordinals(&self) -> std::ops::Range<u32> {
        self.from..self.from.saturating_add(self.count)
    }
}

/// An artist, as a work names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtistName {
    /// The artist.
    pub id: ArtistId,
    /// Address on the storefront.
    pub slug: String,
    /// Name.
    pub name: String,
}

/// A seller, as a work names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SellerName {
    /// The seller.
    pub id: SellerId,
    /// Address on the storefront.
    pub slug: String,
    /// Name.
    pub name: String,
}

/// An artist's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtistRecord {
    /// Names.
    pub name: ArtistName,
    /// The seller of the works.
    pub seller: SellerName,
    /// A few words.
    pub bio: String,
    /// Country.
    pub country: Option<Country>,
    /// Year of birth.
    pub born: Option<i32>,
    /// Published works.
    pub works: i64,
}

/// One page of a list, with the cursor of the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page starts; `None` at the end. The text is the store's own affair.
    pub next_cursor: Option<String>,
    /// All items there are, where counting is cheap.
    pub total: Option<i64>,
}
