//! How a page shows itself elsewhere: where it is, and what Open Graph (ogp.me) tells those who link to it.
//! It does not know the page.

use super::own_address::OwnAddress;

/// What a link to a page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Where the page is.
    pub address: OwnAddress,
    /// What it is called.
    pub title: String,
    /// One line about it.
    pub summary: String,
    /// A picture, full address; may be empty.
    pub image_url: String,
    /// What the picture shows.
    pub image_alt: String,
}
