//! What can be asked.

use impasto_domain::edition::EditionKind;

use crate::bands::{PriceBand, SizeBand};
use crate::colour::ColourWish;

/// A query. Everything given must hold.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Words to look for; those in quotes must follow each other.
    pub text: Option<String>,
    /// Medium, folded when compared.
    pub medium: Option<String>,
    /// One of the styles.
    pub style: Option<String>,
    /// One of the subjects.
    pub subject: Option<String>,
    /// A colour of the first image.
    pub colour: Option<ColourWish>,
    /// The artist's slug or id.
    pub artist: Option<String>,
    /// The seller's slug or id.
    pub seller: Option<String>,
    /// Some edition costs at least this, minor units.
    pub price_min_minor: Option<i64>,
    /// Some edition costs at most this, minor units.
    pub price_max_minor: Option<i64>,
    /// Some edition costs as much as this band says.
    pub price: Option<PriceBand>,
    /// Some edition is as large as this band says.
    pub size: Option<SizeBand>,
    /// Some edition is at least so wide, in tenths of a millimetre.
    pub width_min_tenth_mm: Option<u32>,
    /// Some edition is at most so wide.
    pub width_max_tenth_mm: Option<u32>,
    /// Some edition is at least so high.
    pub height_min_tenth_mm: Option<u32>,
    /// Some edition is at most so high.
    pub height_max_tenth_mm: Option<u32>,
    /// Some edition is of this kind.
    pub edition: Option<EditionKind>,
    /// Something can be put into a cart now.
    pub available: Option<bool>,
    /// In which order.
    pub sort: Sort,
    /// Where the page starts, as an earlier answer said.
    pub after: Option<String>,
    /// Works a page.
    pub limit: usize,
}

/// In which order works are listed. Works that are equal in it come newest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best match first; newest first without words to look for.
    #[default]
    Relevance,
    /// Last published first.
    Newest,
    /// Cheapest edition first.
    Price,
    /// Dearest (by its cheapest edition) first.
    PriceDescending,
    /// Largest edition first.
    Size,
    /// Most wished for and sold first.
    Popular,
}

impl Sort {
    /// The order of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "relevance" => Self::Relevance,
            "newest" => Self::Newest,
            "price" => Self::Price,
            "-price" => Self::PriceDescending,
            "size" => Self::Size,
            "popular" => Self::Popular,
            _ => return None,
        })
    }
}
