//! How a page shows itself elsewhere: its one address, and what Open Graph (ogp.me) tells those who link to it.
//! It does not know the page.

/// What a link to a page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// The page's own full address, without what only orders or pages it.
    pub url: String,
    /// What it is called.
    pub title: String,
    /// One line about it.
    pub summary: String,
    /// A picture, full address; may be empty.
    pub image_url: String,
    /// What the picture shows.
    pub image_alt: String,
}
