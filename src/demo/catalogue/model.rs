//! The shapes of the catalogue.
//! Knows no values; lengths are centimetres, weights kilograms, prices euro cents.

/// The whole catalogue; entries refer to one another by slug.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// Two galleries and one artist who sells her own work.
    pub sellers: &'static [Seller],
    /// The artists.
    pub artists: &'static [Artist],
    /// The works in hanging order.
    pub works: Vec<&'static Work>,
    /// What buyers say.
    pub reviews: &'static [Review],
    /// What staff hang together.
    pub collections: &'static [Collection],
}

/// A curated collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Collection {
    /// Its name in addresses of pages.
    pub slug: &'static str,
    /// Its title.
    pub title: &'static str,
    /// A few words.
    pub words: &'static str,
    /// The slugs of its works, in their order.
    pub works: &'static [&'static str],
}

/// A legal party who sells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seller {
    /// Its name in addresses of pages.
    pub slug: &'static str,
    /// The name on the storefront.
    pub name: &'static str,
    /// The name in law.
    pub legal_name: &'static str,
    /// Where it sits and where parcels leave.
    pub address: Address,
    /// VAT id with country prefix; all zeros, and so nobody's.
    pub vat_id: &'static str,
    /// Where buyers write; a reserved domain that receives nothing.
    pub email: &'static str,
    /// Short prefix of document numbers, unique.
    pub series_prefix: &'static str,
    /// The house's share of a sale in basis points (1500 is 15 %).
    pub commission_basis_points: u32,
    /// The demo account that is a member, if any.
    pub account_email: Option<&'static str>,
}

/// A postal address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address {
    /// Street and number.
    pub line1: &'static str,
    /// Yard, floor, studio.
    pub line2: Option<&'static str>,
    /// Town.
    pub city: &'static str,
    /// Postal code.
    pub postal_code: &'static str,
    /// ISO 3166-1 alpha-2 code.
    pub country: &'static str,
}

/// A creator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Artist {
    /// Its name in addresses of pages.
    pub slug: &'static str,
    /// The name on the works.
    pub name: &'static str,
    /// Slug of the seller who represents the artist.
    pub seller: &'static str,
    /// A short life.
    pub bio: &'static str,
    /// Year of birth.
    pub born: i32,
    /// ISO 3166-1 alpha-2 code.
    pub country: &'static str,
    /// The painter's style of that name paints this artist's works.
    pub style: &'static str,
    /// The demo account whose profile this is, if any.
    pub account_email: Option<&'static str>,
}

/// A work with everything that can be bought of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Work {
    /// Its name in addresses of pages.
    pub slug: &'static str,
    /// Slug of the artist.
    pub artist: &'static str,
    /// Title.
    pub title: &'static str,
    /// A few sentences.
    pub description: &'static str,
    /// What is seen, for those who do not see it.
    pub alt: &'static str,
    /// Year of making.
    pub year: i32,
    /// How the date is given where the year alone would say too much.
    pub date_text: Option<&'static str>,
    /// Technique and support.
    pub medium: &'static str,
    /// Manners, for facets.
    pub styles: &'static [&'static str],
    /// What it shows, for facets.
    pub subjects: &'static [&'static str],
    /// Former owners and exhibitions, oldest first.
    pub provenance: &'static [&'static str],
    /// Signed by the artist.
    pub signed: bool,
    /// State of preservation.
    pub condition: &'static str,
    /// Sold in a frame.
    pub framed: bool,
    /// How to paint it.
    pub picture: Picture,
    /// What can be bought.
    pub editions: &'static [Edition],
}

/// An order to the painter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture {
    /// Chooses motif, palette and hand.
    pub seed: u64,
    /// Width in pixels.
    pub width_px: u32,
    /// Height in pixels.
    pub height_px: u32,
}

/// One thing to buy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edition {
    /// Its kind.
    pub kind: EditionKind,
    /// What it is called.
    pub label: &'static str,
    /// Numbered copies of a limited edition; `None` otherwise.
    pub size: Option<u32>,
    /// Artist's proofs of a limited edition.
    pub artist_proofs: u32,
    /// Width of the picture in centimetres.
    pub width_cm: f64,
    /// Height of the picture in centimetres.
    pub height_cm: f64,
    /// Depth in centimetres.
    pub depth_cm: f64,
    /// Weight in kilograms, unpacked.
    pub weight_kg: f64,
    /// Gross price in euro cents.
    pub price_minor: i64,
    /// How it is taxed.
    pub tax_regime: TaxRegime,
    /// The most copies for one customer.
    pub max_per_customer: Option<u32>,
}

/// What kind of thing an edition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EditionKind {
    /// One copy.
    Unique,
    /// Numbered copies.
    Limited,
    /// As many as are asked for.
    Open,
}

impl EditionKind {
    /// The name used by the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unique => "unique",
            Self::Limited => "limited",
            Self::Open => "open",
        }
    }
}

/// How a line is taxed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaxRegime {
    /// The seller's standard rate: posters, cards, prints by machine, photographs in large editions.
    Standard,
    /// The reduced rate for works of art: originals, prints pulled by hand, photographs up to thirty copies.
    ReducedArt,
    /// Margin scheme: bought from a private owner and sold again.
    MarginArt,
}

impl TaxRegime {
    /// The name used by the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::ReducedArt => "reduced_art",
            Self::MarginArt => "margin_art",
        }
    }
}

/// What a buyer says about a work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    /// Slug of the work.
    pub work: &'static str,
    /// Who says it.
    pub by: &'static str,
    /// One to five.
    pub rating: u8,
    /// What they say.
    pub text: &'static str,
}

impl Picture {
    /// An order of that size.
    pub(super) const fn new(seed: u64, width_px: u32, height_px: u32) -> Self {
        Self { seed, width_px, height_px }
    }
}

impl Edition {
    /// The original: one copy, taxed as a work of art.
    pub(super) const fn original(label: &'static str, size_cm: [f64; 3], weight_kg: f64, price_eur: i64) -> Self {
        Self {
            kind: EditionKind::Unique,
            label,
            size: None,
            artist_proofs: 0,
            width_cm: size_cm[0],
            height_cm: size_cm[1],
            depth_cm: size_cm[2],
            weight_kg,
            price_minor: price_eur * 100,
            tax_regime: TaxRegime::ReducedArt,
            max_per_customer: None,
        }
    }

    /// `size` numbered copies and `artist_proofs` proofs on paper, taxed as works of art.
    pub(super) const fn numbered(
        label: &'static str,
        size: u32,
        artist_proofs: u32,
        size_cm: [f64; 2],
        weight_kg: f64,
        price_eur: i64,
    ) -> Self {
        Self {
            kind: EditionKind::Limited,
            label,
            size: Some(size),
            artist_proofs,
            width_cm: size_cm[0],
            height_cm: size_cm[1],
            depth_cm: 0.1,
            weight_kg,
            price_minor: price_eur * 100,
            tax_regime: TaxRegime::ReducedArt,
            max_per_customer: None,
        }
    }

    /// A poster or card without number, taxed at the standard rate.
    pub(super) const fn open(label: &'static str, size_cm: [f64; 2], weight_kg: f64, price_minor: i64) -> Self {
        Self {
            kind: EditionKind::Open,
            label,
            size: None,
            artist_proofs: 0,
            width_cm: size_cm[0],
            height_cm: size_cm[1],
            depth_cm: 0.1,
            weight_kg,
            price_minor,
            tax_regime: TaxRegime::Standard,
            max_per_customer: None,
        }
    }

    /// The same, printed by machine or in a number that no longer counts as art: standard rate.
    pub(super) const fn standard_rate(self) -> Self {
        Self { tax_regime: TaxRegime::Standard, ..self }
    }

    /// The same, from a private owner: margin scheme.
    pub(super) const fn resold(self) -> Self {
        Self { tax_regime: TaxRegime::MarginArt, ..self }
    }

    /// The same, at most so many for one customer.
    pub(super) const fn at_most(self, copies: u32) -> Self {
        Self { max_per_customer: Some(copies), ..self }
    }
}
