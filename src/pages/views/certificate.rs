//! A certificate of authenticity: `GET /certificates/{id}`.

use askama::Template;

use super::chrome::Chrome;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "certificate.html")]
pub struct CertificatePage {
    /// The frame.
    pub chrome: Chrome,
    /// Whether it is good.
    pub standing: Standing,
    /// The work's title.
    pub title: String,
    /// The artist, with the year of birth if it is known.
    pub artist: String,
    /// Who sold the work.
    pub seller: String,
    /// When.
    pub sold_on: String,
    /// What else the certificate says.
    pub facts: Vec<CertificateFact>,
    /// What the work looks like.
    pub picture: Option<CertificatePicture>,
    /// The signed text.
    pub text: String,
    /// Its signature.
    pub signature: String,
    /// The key that checks it.
    pub public_key: String,
    /// All of it for a program.
    pub json_url: String,
    /// What checks it offline.
    pub command: String,
}

/// Whether a certificate is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is.
    Good,
    /// The sale was undone, or the copy given back.
    Revoked,
    /// What was scanned is not what the house has signed.
    Changed,
}

/// One thing that a certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFact {
    /// What it is about.
    pub label: String,
    /// What it says.
    pub value: String,
}

/// The picture on a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificatePicture {
    /// Its address.
    pub url: String,
    /// Pixels.
    pub width_px: u32,
    /// Pixels.
    pub height_px: u32,
    /// Words for those who do not see it.
    pub alt: String,
}
