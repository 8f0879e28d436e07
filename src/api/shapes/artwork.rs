//! Works, their images, editions and stock on the wire.

use chrono::{DateTime, Utc};
use impasto_domain::edit::ImageRow;
use impasto_domain::edition::{Edition, Stock};
use impasto_domain::read::{ArtistRecord, ArtworkRecord};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::money::{MoneyJson, cm};
use super::names::{ArtworkStatusName, EditionKindName};

/// A work with everything the storefront shows of it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ArtworkJson {
    /// The work.
    pub id: Uuid,
    /// Its address on the storefront.
    pub slug: String,
    /// Title.
    pub title: String,
    /// What it is, in the artist's words.
    pub description: String,
    /// Year of making.
    pub year: Option<i32>,
    /// "around 1987".
    pub date_text: Option<String>,
    /// "Oil on linen".
    pub medium: String,
    /// Free text.
    pub styles: Vec<String>,
    /// Free text.
    pub subjects: Vec<String>,
    /// Its artist.
    pub artist: NameJson,
    /// Its seller.
    pub seller: NameJson,
    /// `draft`, `in_review`, `rejected`, `published`, `paused`, `sold_out` or `archived`.
    #[schema(value_type = ArtworkStatusName)]
    pub status: String,
    /// Images in their order.
    pub images: Vec<ImageJson>,
    /// `#rrggbb` of the first image, largest area first.
    pub palette: Vec<String>,
    /// Former owners and exhibitions.
    pub provenance: Vec<String>,
    /// Signed by the artist.
    pub signed: bool,
    /// "Excellent".
    pub condition: Option<String>,
    /// Sold in a frame.
    pub framed: bool,
    /// What is sold of it.
    pub editions: Vec<EditionJson>,
    /// What people think of it.
    pub stats: StatsJson,
    /// When it first was published.
    pub published_at: Option<DateTime<Utc>>,
    /// When it last was edited.
    pub updated_at: DateTime<Utc>,
    /// Why a moderator sent it back; only for its seller and staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejection: Option<String>,
}

/// Somebody's name with an address on the storefront.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NameJson {
    /// Who.
    pub id: Uuid,
    /// Address.
    pub slug: String,
    /// Name.
    pub name: String,
}

/// What people think of a work.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StatsJson {
    /// On how many wishlists.
    pub wishlisted: i64,
    /// Mean rating, 1 to 5.
    pub rating: Option<f64>,
    /// How many reviews.
    pub reviews: i64,
}

/// An image with its derivatives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImageJson {
    /// The image.
    pub id: Uuid,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Words for those who do not see it.
    pub alt: String,
    /// A blur to show while it loads.
    pub blurhash: String,
    /// `#rrggbb`, largest area first.
    pub palette: Vec<String>,
    /// Derivatives.
    pub variants: Vec<VariantJson>,
    /// Tiles of an image that is larger than its widest derivative; null of others.
    pub tiles: Option<TilesJson>,
}

/// The tiles of a large image (deep zoom). Level 0 is as large as the image, each further one half as large as the one
/// before, rounded up; a tile at the right or lower edge is what is left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TilesJson {
    /// The address of a tile once `{level}`, `{column}` and `{row}` are put in, all counted from 0.
    #[schema(example = "/media/ab/abcdef-tiles/{level}/{column}-{row}.jpg")]
    pub url: String,
    /// Side of a tile in pixels.
    pub side: u32,
    /// How many levels.
    pub levels: u32,
}

/// A derivative of an image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VariantJson {
    /// Where it is; the bytes behind it never change.
    pub url: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// `image/webp` or `image/jpeg`.
    #[serde(rename = "type")]
    pub content_type: String,
}

/// One thing to buy of a work.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EditionJson {
    /// The edition.
    pub id: Uuid,
    /// The work.
    pub artwork_id: Uuid,
    /// `unique`, `limited` or `open`.
    #[schema(value_type = EditionKindName)]
    pub kind: String,
    /// What it is called.
    pub label: Option<String>,
    /// Numbered copies of a limited edition.
    pub size: Option<u32>,
    /// Artist's proofs of a limited edition.
    pub artist_proofs: Option<u32>,
    /// Centimetres.
    pub width_cm: f64,
    /// Centimetres.
    pub height_cm: f64,
    /// Centimetres.
    pub depth_cm: f64,
    /// Kilograms.
    pub weight_kg: f64,
    /// Gross price of one.
    pub price: MoneyJson,
    /// How it is taxed.
    pub tax_regime: String,
    /// The most one customer may have.
    pub max_per_customer: Option<u32>,
    /// Not for sale before.
    pub available_from: Option<DateTime<Utc>>,
    /// Whether each copy is made to its buyer's order: there is no withdrawing from it.
    pub made_to_order: bool,
    /// Its counters.
    pub stock: StockJson,
}

/// Counters of an edition. `available` and `total` are null for open editions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StockJson {
    /// Free copies.
    pub available: Option<i64>,
    /// Copies that somebody holds.
    pub held: i64,
    /// Copies that are sold.
    pub sold: i64,
    /// All copies.
    pub total: Option<i64>,
    /// Only grows.
    pub version: i64,
    /// When nothing is free: the earliest deadline of a hold.
    pub next_release_at: Option<DateTime<Utc>>,
}

/// An artist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ArtistJson {
    /// The artist.
    pub id: Uuid,
    /// Address on the storefront.
    pub slug: String,
    /// Name.
    pub name: String,
    /// A few words.
    pub bio: String,
    /// Country code.
    pub country: Option<String>,
    /// Year of birth.
    pub born: Option<i32>,
    /// Who sells the works.
    pub seller: NameJson,
    /// Published works.
    pub works: i64,
}

impl ArtworkJson {
    /// The shape of a record; `url` gives the address of a public file.
    #[must_use]
    pub fn of(record: &ArtworkRecord, url: &dyn Fn(&str) -> String) -> Self {
        let text = &record.text;
        Self {
            id: record.id.0,
            slug: record.slug.clone(),
            title: text.title.clone(),
            description: text.description.clone(),
            year: text.year,
            date_text: text.date_text.clone(),
            medium: text.medium.clone(),
            styles: text.styles.clone(),
            subjects: text.subjects.clone(),
            artist: NameJson {
                id: record.artist.id.0,
                slug: record.artist.slug.clone(),
                name: record.artist.name.clone(),
            },
            seller: NameJson {
                id: record.seller.id.0,
                slug: record.seller.slug.clone(),
                name: record.seller.name.clone(),
            },
            status: record.status.as_str().to_owned(),
            images: record.images.iter().map(|image| ImageJson::of(image, url)).collect(),
            palette: record.images.first().map(|image| image.palette.clone()).unwrap_or_default(),
            provenance: text.provenance.clone(),
            signed: text.signed,
            condition: text.condition.clone(),
            framed: text.framed,
            editions: record.editions.iter().map(|(edition, stock)| EditionJson::of(edition, stock)).collect(),
            stats: StatsJson {
                wishlisted: record.wishlisted,
                rating: record.rating_hundredths.map(|hundredths| hundredths as f64 / 100.0),
                reviews: record.reviews,
            },
            published_at: record.published_at,
            updated_at: record.updated_at,
            rejection: None,
        }
    }
}

impl ImageJson {
    /// The shape of an image; `url` gives the address of a public file.
    #[must_use]
    pub fn of(image: &ImageRow, url: &dyn Fn(&str) -> String) -> Self {
        let variants = image.variants.iter().map(|variant| VariantJson {
            url: url(&variant.key),
            width: variant.width_px,
            height: variant.height_px,
            content_type: variant.content_type.clone(),
        });
        Self {
            id: image.id.0,
            width: image.width_px,
            height: image.height_px,
            alt: image.alt.clone(),
            blurhash: image.blurhash.clone(),
            palette: image.palette.clone(),
            variants: variants.collect(),
            tiles: image.tiles.as_ref().map(|tiles| TilesJson {
                url: format!("{}/{{level}}/{{column}}-{{row}}.jpg", url(&tiles.prefix)),
                side: tiles.side_px,
                levels: tiles.levels,
            }),
        }
    }
}

impl EditionJson {
    /// The shape of an edition with its counters.
    #[must_use]
    pub fn of(edition: &Edition, stock: &Stock) -> Self {
        let limited = edition.kind == impasto_domain::edition::EditionKind::Limited;
        Self {
            id: edition.id.0,
            artwork_id: edition.artwork_id.0,
            kind: edition.kind.as_str().to_owned(),
            label: edition.label.clone(),
            size: limited.then_some(edition.size),
            artist_proofs: limited.then_some(edition.artist_proofs),
            width_cm: cm(edition.width_tenth_mm),
            height_cm: cm(edition.height_tenth_mm),
            depth_cm: cm(edition.depth_tenth_mm),
            weight_kg: f64::from(edition.weight_g) / 1_000.0,
            price: edition.price.into(),
            tax_regime: edition.tax_regime.as_str().to_owned(),
            max_per_customer: edition.max_per_customer,
            available_from: edition.available_from,
            made_to_order: edition.made_to_order,
            stock: StockJson::from(stock),
        }
    }
}

impl From<&Stock> for StockJson {
    fn from(stock: &Stock) -> Self {
        Self {
            available: stock.is_counted().then_some(stock.available),
            held: stock.held,
            sold: stock.sold,
            total: stock.total,
            version: stock.version,
            next_release_at: stock.next_release_at,
        }
    }
}

impl From<&ArtistRecord> for ArtistJson {
    fn from(record: &ArtistRecord) -> Self {
        Self {
            id: record.name.id.0,
            slug: record.name.slug.clone(),
            name: record.name.name.clone(),
            bio: record.bio.clone(),
            country: record.country.map(|country| country.to_string()),
            born: record.born,
            seller: NameJson {
                id: record.seller.id.0,
                slug: record.seller.slug.clone(),
                name: record.seller.name.clone(),
            },
            works: record.works,
        }
    }
}
